//! Guesses at what somebody meant to write.

/// Names longer than this are not typos of ours, and comparing them would cost time.
const LONGEST: usize = 64;

/// The candidate that `name` is most likely a misspelling of.
pub(crate) fn closest<'a>(name: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    nearest(name, &mut candidates.into_iter())
}

fn nearest<'a>(name: &str, candidates: &mut dyn Iterator<Item = &'a str>) -> Option<&'a str> {
    if name.len() > LONGEST {
        return None;
    }
    let typed = name.to_ascii_lowercase();
    let allowed = (typed.chars().count() / 3).max(1);
    candidates
        .map(|candidate| (strsim::osa_distance(&typed, &candidate.to_ascii_lowercase()), candidate))
        .filter(|(distance, _)| *distance <= allowed)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}

pub(crate) fn did_you_mean(candidate: &str) -> String {
    format!("did you mean `{candidate}`?")
}

pub(crate) fn only_experimental(name: &str) -> String {
    format!("`{name}` exists only in the experimental channel: use that channel or leave it out")
}
