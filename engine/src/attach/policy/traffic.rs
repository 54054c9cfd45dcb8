use super::{
    BackendTrafficState,
    contest::{accepted, ancestors, contest, wrong_kind},
    target::{PolicyTarget, Winners},
};
use crate::{
    api::{self, PolicyTargetReference},
    attach::{lookup::Lookup, reach::Reach},
};

/// The state of each XBackendTrafficPolicy, and which one applies to a target.
pub(super) fn states(lookup: &Lookup<'_>, reach: &Reach) -> (Vec<BackendTrafficState>, Winners) {
    let policies = &lookup.world.backend_traffic_policies;
    let targets = policies.iter().map(|policy| (&policy.meta, policy.body.spec.target_refs.as_slice()));
    let (targets, winners) = contest(targets.collect(), &fits, lookup);
    let state = |targets: Vec<_>| BackendTrafficState {
        accepted: accepted(&targets),
        ancestors: ancestors(&targets, |target| reach.all(target), lookup),
        targets,
    };
    (targets.into_iter().map(state).collect(), winners)
}

/// `BackendTrafficPolicySpec.targetRefs`: backends.
fn fits(reference: &PolicyTargetReference, target: &PolicyTarget) -> Result<(), String> {
    match (reference.group.as_str(), reference.kind.as_str()) {
        ("", "Service") | (api::X_GROUP, "XBackend") => Ok(()),
        _ => Err(wrong_kind(target)),
    }
}
