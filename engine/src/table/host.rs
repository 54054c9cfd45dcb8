/// Whether `pattern` (`*.suffix`, a full name, or empty for any host) matches `host`.
pub fn host_matches(pattern: &str, host: &str) -> bool {
    match pattern.strip_prefix("*.") {
        Some(suffix) => {
            host.strip_suffix(suffix).and_then(|label| label.strip_suffix('.')).is_some_and(|l| !l.is_empty())
        }
        None => pattern.is_empty() || pattern == host,
    }
}
