use std::collections::BTreeMap;

use super::{
    BackendTrafficState,
    contest::{accepted, ancestors, contest},
    reach::Reach,
    target::PolicyTarget,
};
use crate::attach::lookup::Lookup;

/// The state of each XBackendTrafficPolicy, and which one applies to a target.
pub(super) fn states(
    lookup: &Lookup<'_>,
    reach: &Reach,
) -> (Vec<BackendTrafficState>, BTreeMap<PolicyTarget, usize>) {
    let policies = &lookup.world.backend_traffic_policies;
    let targets = policies.iter().map(|policy| (&policy.meta, policy.body.spec.target_refs.as_slice()));
    let (targets, winners) = contest(targets.collect(), lookup);
    let state = |targets: Vec<_>| BackendTrafficState {
        accepted: accepted(&targets),
        ancestors: ancestors(&targets, reach),
        targets,
    };
    (targets.into_iter().map(state).collect(), winners)
}
