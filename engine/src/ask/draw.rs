use crate::report::Decision;

/// Explains with a draw that hits the first backend that works, if one does: the others are told
/// by their shares.
pub(super) fn with_working_backend(explain: impl Fn(u64) -> Decision) -> Decision {
    let decision = explain(0);
    let backends = &decision.actions.backends;
    let total: u64 = backends.iter().map(|backend| u64::from(backend.weight)).sum();
    let Some(first) = backends.iter().position(|backend| backend.usable && backend.weight > 0) else {
        return decision;
    };
    let before: u64 = backends.iter().take(first).map(|backend| u64::from(backend.weight)).sum();
    if before == 0 {
        return decision;
    }
    // The smallest number that scales to `before` of `total`.
    let draw = (u128::from(before) << 64).div_ceil(u128::from(total));
    explain(u64::try_from(draw).unwrap_or(u64::MAX))
}
