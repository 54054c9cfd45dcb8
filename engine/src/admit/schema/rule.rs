use std::{borrow::Cow, sync::Arc};

use crate::admit::{Channel, cel::Program};

/// One `x-kubernetes-validations` rule: an expression that must hold, and what to say if not.
#[derive(Debug, Clone)]
pub(crate) struct Rule {
    pub(crate) message: Cow<'static, str>,
    pub(crate) program: Arc<Program>,
    /// What only rules of CRDs have that somebody brings along.
    pub(crate) more: Option<Arc<RuleDetails>>,
    /// The channel that has the rule, unless both do.
    pub(super) channel: Option<Channel>,
}

#[derive(Debug, Default)]
pub(crate) struct RuleDetails {
    /// What an error of the evaluation shows of a rule that has no message.
    pub(crate) expression: Option<String>,
    /// What computes the message, as far as it can.
    pub(crate) message: Option<Program>,
    pub(crate) reason: Reason,
    /// The field that is at fault, from the one that has the rule.
    pub(crate) field: Vec<String>,
    /// Whether the rule is evaluated for new objects although it speaks of old ones.
    pub(crate) old_is_optional: bool,
}

/// How the API server classifies what breaks a rule.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[cfg_attr(not(feature = "crds"), expect(dead_code, reason = "our own rules have no reasons"))]
pub(crate) enum Reason {
    #[default]
    Invalid,
    Forbidden,
    Required,
    Duplicate,
}

impl Rule {
    #[cfg(test)]
    pub(super) fn new(expression: &str, message: Cow<'static, str>, channel: Option<Channel>) -> Self {
        let program = Program::parse(expression).unwrap_or_else(|error| panic!("{expression}: {error}"));
        Rule { message, program: Arc::new(program), more: None, channel }
    }

    #[cfg(feature = "crds")]
    pub(crate) fn brought_along(program: Program, message: String, more: RuleDetails) -> Self {
        Rule {
            message: Cow::Owned(message),
            program: Arc::new(program),
            more: Some(Arc::new(more)),
            channel: None,
        }
    }

    /// Whether the rule compares with an earlier version of the object, so that a new one cannot break it.
    pub(crate) fn waits_for_update(&self) -> bool {
        let optional = self.more.as_ref().is_some_and(|more| more.old_is_optional);
        !optional && self.program.is_transition()
    }

    /// Whether the other channel lacks the rule.
    pub(crate) fn is_of_one_channel(&self) -> bool {
        self.channel.is_some()
    }

    #[cfg(any(test, feature = "crds"))]
    pub(super) fn holds_in(&self, channel: Channel) -> bool {
        self.channel.is_none_or(|only| only == channel)
    }
}
