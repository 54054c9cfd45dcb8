//! Policies: which objects they are about, which of two that want the same wins, and what they say
//! of a rule and its backend in the end (GEP-713).

mod backend_tls;
mod contest;
mod effective;
mod target;
mod traffic;

pub(super) use self::backend_tls::BackendTls;
pub(crate) use self::effective::session_of;
use self::target::Winners;
pub use self::{
    effective::{EffectiveField, RetryBudget, effective, retry_budget},
    target::{PolicyTarget, TargetOutcome, TargetState},
};
use super::{Authority, condition::*, lookup::Lookup, reach::Reach};

/// The state of every policy, in the order of the world's lists.
#[derive(Debug, Default)]
pub struct Policies {
    pub backend_tls: Vec<BackendTlsState>,
    pub backend_traffic: Vec<BackendTrafficState>,
    /// Other projects' policies: nothing but whether their targets exist.
    pub foreign: Vec<Vec<TargetState>>,
    /// The BackendTLSPolicy that applies to a target.
    backend_tls_of: Winners,
    /// The XBackendTrafficPolicy that applies to a target.
    backend_traffic_of: Winners,
}

#[derive(Debug)]
pub struct BackendTlsState {
    /// One for each `targetRefs` entry.
    pub targets: Vec<TargetState>,
    pub accepted: Condition<PolicyAccepted>,
    pub resolved_refs: Condition<BackendTlsResolvedRefs>,
    /// The certificate authorities that can be used.
    pub authorities: Vec<Authority>,
    /// The Gateways below which a route leads to a target; the status has an entry for each.
    pub ancestors: Vec<usize>,
}

#[derive(Debug)]
pub struct BackendTrafficState {
    /// One for each `targetRefs` entry.
    pub targets: Vec<TargetState>,
    pub accepted: Condition<PolicyAccepted>,
    /// As in [`BackendTlsState`].
    pub ancestors: Vec<usize>,
}

/// `PolicyStatus.ancestors` has no room for more.
pub const ANCESTORS_MAX: usize = 16;

pub(super) fn states(mut backend_tls: BackendTls, lookup: &Lookup<'_>, reach: &Reach) -> Policies {
    backend_tls.find_ancestors(lookup, reach);
    let BackendTls { states: backend_tls, winners: backend_tls_of } = backend_tls;
    let (backend_traffic, backend_traffic_of) = traffic::states(lookup, reach);
    let foreign = lookup
        .world
        .foreign_policies
        .iter()
        .map(|policy| {
            let targets = policy.body.target_refs.iter();
            targets.map(|reference| target::find(reference, &policy.meta, lookup)).collect()
        })
        .collect();
    Policies { backend_tls, backend_traffic, foreign, backend_tls_of, backend_traffic_of }
}
