use std::sync::atomic::{AtomicU32, Ordering::Relaxed};

use engine::actions::ReplyReason;

use crate::host;

/// How a request was answered.
#[derive(Clone, Copy)]
pub(crate) enum Outcome {
    Forward,
    Redirect,
    /// The decision could not be carried out.
    Failed,
    Reply(ReplyReason),
}

const REPLIES: usize = 3;
const COUNT: usize = REPLIES + ReplyReason::ALL.len();
const UNDEFINED: u32 = u32::MAX;

/// Of the VM, not of a configuration: a proxy never forgets a metric, and an update must not add any.
static COUNTERS: [AtomicU32; COUNT] = [const { AtomicU32::new(UNDEFINED) }; COUNT];

/// Makes the counters known, so that the proxy shows those that are still 0.
pub(crate) fn define() {
    let replies = ReplyReason::ALL.iter().map(|reason| Outcome::Reply(*reason));
    for outcome in [Outcome::Forward, Outcome::Redirect, Outcome::Failed].into_iter().chain(replies) {
        let Some(counter) =
            COUNTERS.get(outcome.index()).filter(|counter| counter.load(Relaxed) == UNDEFINED)
        else {
            continue;
        };
        let word = outcome.word();
        let name = format!("gatewright.{}", word.strip_prefix("gatewright_").unwrap_or(word));
        if let Ok(id) = host::define_counter(&name) {
            counter.store(id, Relaxed);
        }
    }
}

impl Outcome {
    /// In access logs, statistics and the response header for debugging.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Outcome::Forward => "forward",
            Outcome::Redirect => "request_redirect",
            Outcome::Failed => "gatewright_hostcall_failed",
            Outcome::Reply(reason) => reason.details(),
        }
    }

    pub(crate) fn count(self) {
        if let Some(counter) = COUNTERS.get(self.index()).map(|counter| counter.load(Relaxed))
            && counter != UNDEFINED
        {
            host::increment(counter);
        }
    }

    fn index(self) -> usize {
        match self {
            Outcome::Forward => 0,
            Outcome::Redirect => 1,
            Outcome::Failed => 2,
            Outcome::Reply(reason) => REPLIES + reason as usize,
        }
    }
}
