use engine::ask::AskError;

use crate::{exit::Failure, output::clean};

/// On the command line, flags choose.
impl From<AskError> for Failure {
    fn from(error: AskError) -> Self {
        let words = clean(&error.to_string()).into_owned();
        match error {
            AskError::NothingServed { .. } => {
                Failure::Input(format!("{words}: `gatewright check` tells more"))
            }
            AskError::NotServed(_) => Failure::Input(words),
            AskError::Ambiguous { port, gateways, why } => {
                let why = why.map(|why| format!(", and {why}")).unwrap_or_default();
                let flags: Vec<_> =
                    gateways.iter().map(|name| format!("--gateway {}", clean(name))).collect();
                Failure::Usage(format!(
                    "several Gateways listen on port {port}{why}: choose one with {}",
                    flags.join(" or ")
                ))
            }
            AskError::Unreadable(message) => Failure::Usage(message),
            AskError::NoListener { .. } | AskError::NoStreamListener { .. } => Failure::Usage(words),
        }
    }
}
