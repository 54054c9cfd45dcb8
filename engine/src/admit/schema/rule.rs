use std::{borrow::Cow, sync::Arc};

use crate::admit::{
    Channel,
    cel::{ParseError, Program},
};

/// One `x-kubernetes-validations` rule: an expression that must hold, and what to say if not.
#[derive(Debug, Clone)]
pub(crate) struct Rule {
    pub(crate) message: Cow<'static, str>,
    pub(crate) program: Result<Arc<Program>, ParseError>,
    /// The channel that has the rule, unless both do.
    channel: Option<Channel>,
}

impl Rule {
    pub(super) fn new(
        expression: Cow<'static, str>,
        message: Cow<'static, str>,
        channel: Option<Channel>,
    ) -> Self {
        Rule { message, program: Program::parse(&expression).map(Arc::new), channel }
    }

    /// Whether the other channel lacks the rule.
    pub(crate) fn is_of_one_channel(&self) -> bool {
        self.channel.is_some()
    }

    pub(super) fn holds_in(&self, channel: Channel) -> bool {
        self.channel.is_none_or(|only| only == channel)
    }
}
