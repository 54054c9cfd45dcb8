use std::sync::Arc;

use super::{
    GatewayParent, ParentPlace, ParentState, RefFault, RouteParent, RouteState, RuleState,
    condition::*,
    parent::{self, Parents},
    rule,
};
use crate::{
    admit::{Admitted, At},
    api::{self, ParentReference, Route},
    source::REPORTS,
};

/// A route against its parents, before it is known whether another route is in its way.
pub(super) fn state(route: &Admitted<Route>, parents: &Parents<'_>) -> RouteState {
    let path = At::ROOT.field("spec");
    let path = path.field("rules");
    let rules: Vec<_> = route
        .body
        .rules
        .iter()
        .enumerate()
        .map(|(number, rule)| rule::state(route, rule, &path.index(number), parents.lookup))
        .collect();
    let named = route.body.parent_refs.iter().enumerate();
    let named = named.map(|(number, reference)| (Arc::clone(reference), ParentPlace::Listed(number)));
    let by_default = default_parents(route, parents).into_iter();
    let by_default = by_default.map(|reference| (Arc::new(reference), ParentPlace::UseDefaultGateways));
    let parents = named
        .chain(by_default)
        .map(|(reference, place)| {
            let state = match parents.find(route, &reference) {
                Err(elsewhere) => ParentState::Elsewhere(elsewhere),
                Ok(target) => ParentState::Gateway(GatewayParent {
                    gateway: target.gateway,
                    set: target.set,
                    accepted: Condition::new(RouteAccepted::Accepted, "the route is accepted"),
                    listeners: parents.verdicts(route, &reference, &target),
                }),
            };
            RouteParent { reference, place, state }
        })
        .collect();
    RouteState { parents, resolved_refs: resolved_refs(&rules), partially_invalid: partial(&rules), rules }
}

/// Sets the verdict of each parent, now that every listener's is final.
pub(super) fn conclude(route: &Admitted<Route>, state: &mut RouteState, parents: &Parents<'_>) {
    for RouteParent { reference, place, state: parent } in &mut state.parents {
        if let ParentState::Gateway(parent) = parent {
            parent.accepted = parent::accepted(route, reference, *place, parent, &state.rules, parents);
        }
    }
}

/// `CommonRouteSpec.useDefaultGateways`: the Gateways of ours whose `defaultScope` takes the route, as
/// if it named each of them (GEP-3793). One that it does name is no second parent.
fn default_parents(route: &Admitted<Route>, parents: &Parents<'_>) -> Vec<ParentReference> {
    if !route.body.use_default_gateways {
        return Vec::new();
    }
    let gateways = parents.lookup.world.gateways.iter().zip(parents.gateways);
    let defaults = gateways.filter(|(_, state)| state.default.is_some()).map(|(gateway, _)| gateway);
    let is_named = |gateway: &Admitted<api::Gateway>| {
        route.body.parent_refs.iter().any(|reference| {
            let namespace = reference.namespace.as_ref().unwrap_or(&route.meta.namespace);
            let whole = reference.section_name.as_ref().is_none_or(|name| name.is_empty())
                && reference.port.is_none();
            let kind = (reference.group.as_str(), reference.kind.as_str());
            whole && kind == (api::GROUP, "Gateway") && gateway.meta.is(namespace, &reference.name)
        })
    };
    let reference = |gateway: &Admitted<api::Gateway>| ParentReference {
        group: api::GROUP.into(),
        kind: "Gateway".into(),
        namespace: Some(gateway.meta.namespace.clone()),
        name: gateway.meta.name.clone(),
        section_name: None,
        port: None,
    };
    defaults.filter(|gateway| !is_named(gateway)).map(reference).collect()
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
    // Of no use but in a status.
    if !REPORTS {
        return None;
    }
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
    /// What stops the rule or a backend of it.
    pub fn backend_faults(&self) -> impl Iterator<Item = &RefFault> {
        let backends = self.backends.iter().filter_map(|backend| backend.as_ref().err());
        self.broken.iter().chain(backends).map(|fault| &**fault)
    }

    pub(crate) fn reference_faults(&self) -> impl Iterator<Item = &RefFault> {
        // An authorizer's stands for its rule or its backend already.
        let told = |fault: &&RefFault| {
            self.broken.as_deref() != Some(*fault)
                && !self
                    .backends
                    .iter()
                    .any(|backend| backend.as_ref().is_err_and(|other| **other == **fault))
        };
        let of_filters = self.of_filters.iter().filter_map(|(_, target)| target.as_ref().err());
        let of_filters = of_filters.map(|fault| &**fault).filter(told);
        self.backend_faults().chain(of_filters)
    }
}
