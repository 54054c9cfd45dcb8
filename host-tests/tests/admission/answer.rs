//! What the oracle is asked and what it answers.

use engine::admit::Channel;
use serde::Deserialize;
use serde_json::Value;

/// An object in a channel.
#[derive(Debug, Clone)]
pub(crate) struct Question {
    pub(crate) channel: Channel,
    pub(crate) object: Value,
    /// The object that is to be replaced; nothing asks for a new one.
    pub(crate) old: Option<Value>,
    /// What the object is, for whoever looks into a difference.
    pub(crate) origin: String,
}

/// What the API server says of one object.
#[derive(Debug, Deserialize)]
pub(crate) struct Answer {
    pub(crate) admitted: bool,
    /// Pruned and with defaults, without status.
    #[serde(default)]
    pub(crate) object: Value,
    #[serde(default)]
    pub(crate) errors: Vec<Fault>,
    /// Why the object did not get as far as validation.
    pub(crate) refused: Option<String>,
}

/// One cause of a refusal, as kubectl prints it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
pub(crate) struct Fault {
    #[serde(rename = "type")]
    pub(crate) kind: String,
    pub(crate) field: String,
    pub(crate) message: String,
}

// === impl Question ===

impl Question {
    pub(crate) fn line(&self) -> String {
        let channel = channel_name(self.channel);
        let old = self.old.as_ref().map(|old| format!(",\"old\":{old}")).unwrap_or_default();
        format!("{{\"channel\":\"{channel}\",\"object\":{}{old}}}\n", self.object)
    }
}

pub(crate) fn channel_name(channel: Channel) -> &'static str {
    match channel {
        Channel::Standard => "standard",
        Channel::Experimental => "experimental",
    }
}
