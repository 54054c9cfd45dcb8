use super::status::Status;

/// A hostcall that fails on purpose: it is not performed, the guest gets the status.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    when: When,
    status: u32,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum When {
    /// How many calls still succeed before the one that fails.
    After(usize),
    Named(String),
}

// === impl Fault ===

impl Fault {
    /// The n-th hostcall (from 0) after this fault is set fails, once.
    pub fn nth(n: usize, status: Status) -> Self {
        Self { when: When::After(n), status: status as u32 }
    }

    /// Every call of this function fails, such as `proxy_get_property`.
    pub fn named(name: &str, status: Status) -> Self {
        Self { when: When::Named(name.to_owned()), status: status as u32 }
    }

    /// Answers a number that is not a `proxy_status_t`, such as a WASI errno.
    pub fn with_code(self, status: u32) -> Self {
        Self { status, ..self }
    }

    /// Whether this call fails, and with what.
    pub(crate) fn strike(&mut self, name: &str) -> Option<u32> {
        let struck = match &mut self.when {
            When::Named(named) => named == name,
            When::After(left) => {
                let struck = *left == 0;
                *left = left.wrapping_sub(1);
                struck
            }
        };
        struck.then_some(self.status)
    }
}
