/// The prefix as tables have it: "when specified, a trailing `/` is ignored" (`PathMatchPathPrefix`).
pub fn prefix_key(path: &str) -> &str {
    path.strip_suffix('/').unwrap_or(path)
}
