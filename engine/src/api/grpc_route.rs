use super::{ValueMatch, ValueMatchType, read::object};

object! {
    #[derive(Debug, Clone, Default)]
    pub struct GRPCRouteMatch {
        pub method: Option<GRPCMethodMatch>,
        pub headers: Box<[ValueMatch]>,
    }

    /// At least one of service and method is there; one that is not matches all.
    #[derive(Debug, Clone)]
    pub struct GRPCMethodMatch {
        pub kind ["type"]: ValueMatchType,
        pub service: Option<String>,
        pub method: Option<String>,
    }
}

impl GRPCRouteMatch {
    /// The service and the method that are asked for; empty where none is.
    pub fn names(&self) -> (&str, &str) {
        let method = self.method.as_ref();
        let service = method.and_then(|method| method.service.as_deref()).unwrap_or_default();
        (service, method.and_then(|method| method.method.as_deref()).unwrap_or_default())
    }

    pub fn is_pattern(&self) -> bool {
        self.method.as_ref().is_some_and(|method| method.kind == ValueMatchType::RegularExpression)
    }

    /// The expression for the paths of its calls, `/service/method`, unless a path or a prefix says it
    /// all.
    pub fn path_pattern(&self) -> Option<String> {
        match (self.is_pattern(), self.names()) {
            (_, ("", "")) => None,
            (false, ("", method)) => Some(format!("/[^/]+/{}", regex_lite::escape(method))),
            (false, _) => None,
            (true, (service, "")) => Some(format!("/{}(?:/.*)?", group(service))),
            (true, ("", method)) => Some(format!("/[^/]+/{}", group(method))),
            (true, (service, method)) => Some(format!("/{}/{}", group(service), group(method))),
        }
    }
}

/// A part of a longer expression. It stands for the whole of a name in any case, so that anchors around
/// it say nothing; inside the longer one they would match nothing.
fn group(expression: &str) -> String {
    let start = expression.strip_prefix('^').unwrap_or(expression);
    let is_escaped = |rest: &str| rest.bytes().rev().take_while(|byte| *byte == b'\\').count() % 2 == 1;
    let whole = start.strip_suffix('$').filter(|rest| !is_escaped(rest)).unwrap_or(start);
    format!("(?:{whole})")
}

#[cfg(test)]
mod tests {
    use super::group;

    #[test]
    fn an_anchor_is_cut_off_and_a_character_is_not() {
        for (expression, part) in [
            ("^a$", "(?:a)"),
            ("^a|b$", "(?:a|b)"),
            (r"a\$", r"(?:a\$)"),
            (r"a\\$", r"(?:a\\)"),
            (r"\^a", r"(?:\^a)"),
        ] {
            assert_eq!(group(expression), part);
        }
    }
}
