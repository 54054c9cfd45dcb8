use super::Headers;
use crate::corpus::Fact;
use engine::actions::ReplyReason;

/// What became of one request, as it can be seen from outside.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Observed {
    /// At the client.
    pub status: u16,
    /// At the client.
    pub response_headers: Headers,
    /// Why somebody other than a backend answered, as an access log shows it; nothing where nobody says.
    pub details: Option<String>,
    /// What a backend got, if one was asked.
    pub upstream: Option<Upstream>,
    /// For `because`, from those who can explain.
    pub reasons: Vec<String>,
}

/// What a backend got.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Upstream {
    /// The rule's label, `namespace/route/rule`, or its last part.
    pub rule: String,
    /// `namespace/service:port`.
    pub backend: String,
    pub host: String,
    /// With the query.
    pub path: String,
    pub headers: Headers,
}

// === impl Observed ===

impl Observed {
    /// Everything that a case could ask about this answer.
    pub fn facts(&self) -> Vec<Fact> {
        let mut facts = vec![self.outcome()];
        facts.extend(self.reasons.iter().cloned().map(Fact::Because));
        if let Some(upstream) = &self.upstream {
            facts.extend(upstream.facts());
        }
        let response = self.response_headers.joined();
        facts.extend(response.map(|(name, value)| Fact::response_header(name, &value)));
        facts
    }

    fn outcome(&self) -> Fact {
        let location = self.response_headers.values("location").next();
        match (&self.upstream, location) {
            (Some(Upstream { rule, backend, .. }), _) => {
                Fact::Forward { rule: last_part(rule).to_owned(), backend: backend.clone() }
            }
            (None, Some(location)) if (300..400).contains(&self.status) => {
                Fact::Redirect { status: self.status, location: location.to_owned() }
            }
            _ if self.status == 404 && self.nobody_wanted_it() => Fact::NoMatch,
            _ => Fact::Reply { status: self.status, details: self.details.clone() },
        }
    }

    fn nobody_wanted_it(&self) -> bool {
        let reasons = [ReplyReason::NoListener, ReplyReason::NoRoute];
        self.details.as_deref().is_none_or(|details| reasons.iter().any(|reason| reason.details() == details))
    }
}

// === impl Upstream ===

impl Upstream {
    fn facts(&self) -> Vec<Fact> {
        let mut facts = vec![Fact::Path(self.path.clone()), Fact::Host(self.host.clone())];
        facts.extend(self.headers.joined().map(|(name, value)| Fact::request_header(name, &value)));
        facts
    }
}

/// A rule's own name of `namespace/route/rule`.
pub(super) fn last_part(label: &str) -> &str {
    label.rsplit('/').next().unwrap_or(label)
}
