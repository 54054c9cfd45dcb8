//! Host names of listeners and routes against each other.

use crate::table::host_matches;

/// Whether some host matches both (`HTTPRouteSpec.hostnames`). An absent name is any host.
pub(super) fn intersect(listener: Option<&str>, route: &str) -> bool {
    let Some(listener) = listener else { return true };
    let wide = |pattern: &str| pattern.starts_with("*.");
    match (wide(listener), wide(route)) {
        (true, true) => {
            // `*.a.b` lies inside `*.b`.
            let (listener, route) = (dotted(listener), dotted(route));
            listener.ends_with(route) || route.ends_with(listener)
        }
        (true, false) => host_matches(listener, route),
        (false, _) => host_matches(route, listener),
    }
}

/// `.example.com` for `*.example.com`.
fn dotted(pattern: &str) -> &str {
    pattern.strip_prefix('*').unwrap_or(pattern)
}

#[cfg(test)]
mod tests {
    use super::intersect;

    /// The examples of `HTTPRouteSpec.hostnames`.
    #[test]
    fn names_intersect_as_the_specification_shows() {
        for (listener, route, expected) in [
            (None, "example.com", true),
            (Some("test.example.com"), "test.example.com", true),
            (Some("test.example.com"), "*.example.com", true),
            (Some("*.example.com"), "*.example.com", true),
            (Some("*.example.com"), "test.example.com", true),
            (Some("*.example.com"), "foo.test.example.com", true),
            (Some("*.example.com"), "example.com", false),
            (Some("*.example.com"), "test.example.net", false),
            (Some("*.example.com"), "*.test.example.com", true),
            (Some("*.test.example.com"), "*.example.com", true),
            (Some("*.example.com"), "*.badexample.com", false),
            (Some("example.com"), "other.com", false),
        ] {
            assert_eq!(intersect(listener, route), expected, "{listener:?} {route}");
        }
    }
}
