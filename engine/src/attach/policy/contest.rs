//! What policies of every kind have in common: whose a target is.

use super::target::{self, PolicyTarget, TargetOutcome, TargetState, Winners};
use crate::{
    admit::Meta,
    api::PolicyTargetReference,
    attach::{condition::*, lookup::Lookup},
    sort::{sort_by, sort_by_key},
    source::FieldPath,
};

/// Whether a policy of this kind can be applied to a target; if not, why.
pub(super) type Fits<'a> = dyn Fn(&PolicyTargetReference, &PolicyTarget) -> Result<(), String> + 'a;

/// What is said of a target of another kind than the policy's.
pub(super) fn wrong_kind(target: &PolicyTarget) -> String {
    format!("{} `{}` is of a kind that the policy cannot be applied to", target.kind, target.full_name())
}

/// Finds the targets of policies of one kind. The oldest policy has a target, then the first by
/// namespace and name (`BackendTLSPolicySpec.targetRefs`); a section is a target of its own.
pub(super) fn contest(
    policies: Vec<(&Meta, &[PolicyTargetReference])>,
    fits: &Fits<'_>,
    lookup: &Lookup<'_>,
) -> (Vec<Vec<TargetState>>, Winners) {
    let mut order: Vec<usize> = (0..policies.len()).collect();
    sort_by_key(&mut order, |number| policies.get(*number).map(|(meta, _)| meta.age()));
    let mut winners = Winners::default();
    let mut states: Vec<Vec<TargetState>> = policies.iter().map(|_| Vec::new()).collect();
    for number in order {
        let Some(((meta, references), state)) = policies.get(number).zip(states.get_mut(number)) else {
            continue;
        };
        for reference in *references {
            let mut found = target::find(reference, meta, lookup);
            if let Err(why) = fits(reference, &found.target) {
                found.outcome = TargetOutcome::Unfit(why);
            }
            if matches!(found.outcome, TargetOutcome::Attached(_)) {
                let winner = *winners.entry(found.target.key()).or_insert(number);
                if winner != number {
                    let name = policies.get(winner).map(|(meta, _)| meta.full_name());
                    found.outcome = TargetOutcome::Conflicted(name.unwrap_or_default());
                }
            }
            state.push(found);
        }
    }
    (states, winners)
}

/// One condition for all targets: false when none of them is left.
pub(super) fn accepted(targets: &[TargetState]) -> Condition<PolicyAccepted> {
    let path = |number: usize| FieldPath::root().field("spec").field("targetRefs").index(number);
    let attached = targets.iter().any(|target| matches!(target.outcome, TargetOutcome::Attached(_)));
    if attached {
        return Condition::new(PolicyAccepted::Accepted, "the policy is accepted");
    }
    let faults = targets.iter().enumerate().filter_map(|(number, TargetState { target, outcome })| {
        let named = format!("{} `{}`", target.kind, target.full_name());
        Some(match outcome {
            TargetOutcome::Conflicted(other) => Condition::new(
                PolicyAccepted::Conflicted,
                format!("policy `{other}` is older and has the same target, {named}"),
            )
            .at(path(number))
            .hint("remove one of the policies, or name another section"),
            TargetOutcome::NotFound { what, hint } => {
                let condition = Condition::new(PolicyAccepted::TargetNotFound, what);
                condition.at(path(number).field("name")).hinted(hint.clone())
            }
            TargetOutcome::Unfit(why) => {
                Condition::new(PolicyAccepted::Invalid, why).at(path(number)).hint("target a Service")
            }
            TargetOutcome::UnknownKind => Condition::new(PolicyAccepted::Invalid, wrong_kind(target))
                .at(path(number).field("kind"))
                .hint("target a Service"),
            TargetOutcome::Attached(_) => return None,
        })
    });
    // What the policy could mend itself comes after what another object is to blame for.
    let mut faults: Vec<_> = faults.collect();
    sort_by_key(&mut faults, |fault| fault.reason != PolicyAccepted::Conflicted);
    faults
        .into_iter()
        .next()
        .unwrap_or_else(|| Condition::new(PolicyAccepted::TargetNotFound, "the policy names no target"))
}

/// The Gateways that lead to one of the targets, or are one, whether or not the policy applies there.
pub(super) fn ancestors(
    targets: &[TargetState],
    leading: impl Fn(&PolicyTarget) -> Vec<usize>,
    lookup: &Lookup<'_>,
) -> Vec<usize> {
    let of_target = |target: &PolicyTarget| match target.kind.as_str() {
        "Gateway" => {
            lookup.gateway(&target.namespace, &target.name).map(|(number, _)| number).into_iter().collect()
        }
        _ => leading(target),
    };
    let mut gateways: Vec<usize> = targets.iter().flat_map(|state| of_target(&state.target)).collect();
    sort_by(&mut gateways, usize::cmp);
    gateways.dedup();
    gateways
}
