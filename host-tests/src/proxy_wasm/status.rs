use std::fmt;

/// What a `proxy_*` hostcall answers (`proxy_status_t` of the ABI).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u32)]
pub enum Status {
    Ok = 0,
    NotFound = 1,
    BadArgument = 2,
    SerializationFailure = 3,
    ParseFailure = 4,
    BadExpression = 5,
    InvalidMemoryAccess = 6,
    Empty = 7,
    CasMismatch = 8,
    ResultMismatch = 9,
    InternalFailure = 10,
    BrokenConnection = 11,
    Unimplemented = 12,
}

impl Status {
    /// Every status that is not success, for tests that try them all.
    pub const FAILURES: [Self; 12] = [
        Self::NotFound,
        Self::BadArgument,
        Self::SerializationFailure,
        Self::ParseFailure,
        Self::BadExpression,
        Self::InvalidMemoryAccess,
        Self::Empty,
        Self::CasMismatch,
        Self::ResultMismatch,
        Self::InternalFailure,
        Self::BrokenConnection,
        Self::Unimplemented,
    ];
}

/// What a WASI hostcall answers, as far as Envoy uses it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u32)]
pub(crate) enum Errno {
    BadFile = 8,
    Fault = 21,
    Invalid = 28,
    NotSupported = 58,
}

/// Why a hostcall did not succeed.
pub(crate) enum Refusal {
    /// The guest gets this number and goes on.
    Code(u32),
    /// The guest stops here.
    Trap(wasmtime::Error),
}

/// What a hostcall's body returns.
pub(crate) type Answer = Result<(), Refusal>;

// === impl Refusal ===

impl From<Status> for Refusal {
    fn from(status: Status) -> Self {
        Self::Code(status as u32)
    }
}

impl From<Errno> for Refusal {
    fn from(errno: Errno) -> Self {
        Self::Code(errno as u32)
    }
}

impl fmt::Debug for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Code(code) => write!(f, "code {code}"),
            Self::Trap(error) => write!(f, "trap {error}"),
        }
    }
}
