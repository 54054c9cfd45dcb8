//! What no API server says of valid manifests: matches that never win, filters without effect,
//! Gateways that nobody attaches to.

mod chains;
mod connections;
mod expression;
mod filters;
mod language;
mod loops;
mod overlaps;
mod predicates;
mod replacements;
mod routes;
mod seen;
mod shadow;
mod simpler;
mod taken;
mod unused;
mod weights;

use self::routes::Routes;
use crate::{
    admit::World,
    attach::Graph,
    compile::Origins,
    source::{DocId, FieldPath, Place, Problem, Severity},
    table::{Definition, Table},
};

/// The codes of this stage; DIAGNOSTICS.md lists them.
mod codes {
    pub(super) const NEVER_WINS: &str = "match-never-wins";
    pub(super) const REPEATED: &str = "match-repeated";
    pub(super) const ZERO_WEIGHTS: &str = "zero-weights";
    pub(super) const WITHOUT_EFFECT: &str = "filter-without-effect";
    pub(super) const REDIRECT_LOOP: &str = "redirect-loop";
    pub(super) const WITHOUT_SLASH: &str = "replacement-without-slash";
    pub(super) const DOUBLE_SLASH: &str = "replacement-double-slash";
    pub(super) const ESCAPED: &str = "replacement-escaped";
    pub(super) const NEEDLESS_EXPRESSION: &str = "expression-needless";
    pub(super) const NEARLY_PREFIX: &str = "expression-nearly-prefix";
    pub(super) const NEVER_MATCHES: &str = "expression-never-matches";
    pub(super) const HOSTNAME_TAKEN: &str = "hostname-taken";
    pub(super) const GATEWAY_UNUSED: &str = "gateway-unused";
    pub(super) const LISTENER_UNUSED: &str = "listener-unused";
}

/// What the stages before have made of the manifests.
pub(crate) struct Compiled<'a> {
    pub world: &'a World,
    pub graph: &'a Graph,
    pub definition: &'a Definition,
    pub origins: &'a Origins,
    pub table: &'a Table,
    /// Whether anything is wrong. What nobody uses is worth a word only when nothing is.
    pub has_errors: bool,
}

pub(crate) fn findings(compiled: &Compiled<'_>) -> Vec<Problem> {
    let mut found = Findings { list: Vec::new() };
    let routes = Routes { world: compiled.world };
    overlaps::find(compiled, routes, &mut found);
    connections::find(compiled, routes, &mut found);
    taken::find(compiled, routes, &mut found);
    loops::find(compiled, routes, &mut found);
    weights::find(routes, &mut found);
    for origin in &compiled.origins.rules {
        let Some(rule) = routes.rule(origin.route(), origin.rule()) else { continue };
        filters::find(&rule, &mut found);
        replacements::find(&rule, &mut found);
        simpler::find(&rule, &mut found);
    }
    if !compiled.has_errors {
        unused::find(compiled, &mut found);
    }
    found.list
}

struct Findings {
    list: Vec<Problem>,
}

impl Findings {
    fn warn(
        &mut self,
        code: &'static str,
        document: DocId,
        path: FieldPath,
        message: String,
        hint: impl Into<String>,
    ) {
        self.add(Severity::Warning, code, document, path, message, hint.into());
    }

    fn note(
        &mut self,
        code: &'static str,
        document: DocId,
        path: FieldPath,
        message: String,
        hint: impl Into<String>,
    ) {
        self.add(Severity::Note, code, document, path, message, hint.into());
    }

    fn add(
        &mut self,
        severity: Severity,
        code: &'static str,
        document: DocId,
        path: FieldPath,
        message: String,
        hint: String,
    ) {
        let place = Place::Field { document, path };
        self.list.push(Problem { severity, code, message, place, hint: Some(hint) });
    }
}
