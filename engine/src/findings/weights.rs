//! Rules whose backends all have weight 0 (`BackendRef.weight`).

use super::{Findings, codes, routes::Routes};

pub(super) fn find(routes: Routes<'_>, found: &mut Findings) {
    for rule in routes.rules() {
        let mut weights = rule.weights().peekable();
        if weights.peek().is_some() && weights.all(|weight| weight == 0) {
            found.warn(
                codes::ZERO_WEIGHTS,
                rule.document,
                rule.path().field("backendRefs"),
                format!("all weights are 0, so the rule's {}", rule.kind.without_backend()),
                "give a backend a weight above 0, or remove the rule",
            );
        }
    }
}
