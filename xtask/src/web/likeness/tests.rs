use super::*;

/// Bytes that repeat nothing.
fn noise(seed: u32, length: usize) -> Vec<u8> {
    let mut state = seed;
    let mut next = || {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (state >> 24) as u8
    };
    (0..length).map(|_| next()).collect()
}

#[test]
fn what_is_alike_is_together() {
    let (one, other) = (noise(1, 100), noise(2, 100));
    let changed = |text: &[u8]| [&text[..90], b"0123456789ab"].concat();
    let texts = [one.clone(), other.clone(), changed(&one), changed(&other)];
    let texts = texts.each_ref().map(Vec::as_slice);
    assert_eq!(order(&texts), [0, 2, 3, 1]);
}

#[test]
fn what_is_out_of_the_window_does_not_count() {
    let first = noise(1, 60);
    let long = [&first[..40], &noise(2, 40_000)[..]].concat();
    let like_first = [&first[40..], &noise(3, 60_000)[..]].concat();
    let like_long = [&long[20_000..20_020], &noise(4, 100_000)[..]].concat();
    // As much of the third is in the first as of the last in the second; but the first is forgotten by then.
    assert_eq!(order(&[&first, &long, &like_first, &like_long]), [0, 1, 3, 2]);
}

#[test]
fn every_text_is_there_once() {
    let texts: Vec<_> = (0..50).map(|number| noise(number, number as usize * 7)).collect();
    let texts: Vec<_> = texts.iter().map(Vec::as_slice).collect();
    let mut order = order(&texts);
    order.sort_unstable();
    assert_eq!(order, (0..50).collect::<Vec<_>>());
}
