use engine::ask::AskError;
use serde::Serialize;

/// Why a method has no result. It reaches JavaScript as JSON text that is thrown.
#[derive(Debug, Serialize)]
pub(crate) struct Failure {
    /// Stable: `GatewrightError.code` of the package.
    code: &'static str,
    pub(crate) message: String,
}

// === impl Failure ===

impl Failure {
    pub(crate) fn new(code: &'static str, message: String) -> Self {
        Self { code, message }
    }

    /// The caller has not kept to the types.
    pub(crate) fn argument(message: String) -> Self {
        Self::new("invalid-argument", message)
    }
}

impl From<AskError> for Failure {
    fn from(error: AskError) -> Self {
        Self::new(error.code(), error.to_string())
    }
}

impl From<Failure> for String {
    fn from(failure: Failure) -> Self {
        serde_json::to_string(&failure).unwrap_or_default()
    }
}
