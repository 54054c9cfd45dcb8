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
    explain(least_draw(before, total))
}

/// The smallest number that scales to `before` of `total`. Both are sums of a few weights, which are at most a million
/// each, so that a division has room for half of the bits.
fn least_draw(before: u64, total: u64) -> u64 {
    let (high, rest) = ((before << 32) / total.max(1), (before << 32) % total.max(1));
    (high << 32).saturating_add((rest << 32).div_ceil(total.max(1)))
}

#[cfg(test)]
mod tests {
    use super::least_draw;

    #[test]
    fn a_draw_is_the_smallest_that_scales_to_the_weights_before() {
        for (before, total) in [(1, 2), (1, 3), (2, 3), (999_999, 1_000_000), (15_999_999, 16_000_000)] {
            let scaled = |draw: u64| (u128::from(draw) * u128::from(total)) >> 64;
            let draw = least_draw(before, total);
            assert_eq!(scaled(draw), u128::from(before), "{before} of {total}");
            assert_eq!(scaled(draw - 1), u128::from(before) - 1, "{before} of {total}");
        }
    }
}
