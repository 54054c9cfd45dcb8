use super::{GatewayState, RefFault, RouteState, RuleState, condition::*, parent, rule};
use crate::{
    admit::{Admitted, World},
    api::HTTPRoute,
    source::FieldPath,
};

pub(super) fn state(route: &Admitted<HTTPRoute>, world: &World, gateways: &[GatewayState]) -> RouteState {
    let path = FieldPath::root().field("spec").field("rules");
    let spec = &route.body.spec;
    let rules: Vec<_> = spec
        .rules
        .iter()
        .enumerate()
        .map(|(number, rule)| rule::state(route, rule, &path.index(number), world))
        .collect();
    let parents = spec
        .parent_refs
        .iter()
        .enumerate()
        .map(|(number, reference)| parent::state(route, number, reference, &rules, world, gateways))
        .collect();
    RouteState { parents, resolved_refs: resolved_refs(&rules), partially_invalid: partial(&rules), rules }
}

/// One condition for all references: the first fault gives the reason, the message names all.
fn resolved_refs(rules: &[RuleState]) -> Condition<RouteResolvedRefs> {
    let faults: Vec<_> = rules.iter().flat_map(RuleState::reference_faults).collect();
    match faults.first() {
        None => Condition::new(RouteResolvedRefs::ResolvedRefs, "all references are resolved"),
        Some(first) => {
            let messages: Vec<_> = faults.iter().map(|fault| fault.message.as_str()).collect();
            Condition::new(first.reason, messages.join("; "))
        }
    }
}

/// `RouteConditionPartiallyInvalid`: we drop the invalid rules and serve the others.
fn partial(rules: &[RuleState]) -> Option<Condition<RoutePartiallyInvalid>> {
    let dropped: Vec<_> = rules
        .iter()
        .enumerate()
        .filter_map(|(number, rule)| {
            rule.invalid.as_ref().map(|fault| format!("{number}: {}", fault.message))
        })
        .collect();
    let some = !dropped.is_empty() && dropped.len() < rules.len();
    some.then(|| {
        let message = format!("Dropped Rule {}", dropped.join("; Dropped Rule "));
        Condition::new(RoutePartiallyInvalid::UnsupportedValue, message)
    })
}

impl RuleState {
    pub(crate) fn reference_faults(&self) -> impl Iterator<Item = &RefFault> {
        self.broken.iter().chain(self.backends.iter().filter_map(|backend| backend.as_ref().err()))
    }
}
