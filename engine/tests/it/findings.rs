//! Findings about valid manifests, one story a test.

mod expressions;
mod filters;
mod matches;
mod unused;

use std::fmt::Write;

use engine::source::Place;

use crate::support::analyse;

const API: &str = "apiVersion: gateway.networking.k8s.io/v1";

/// A Gateway `g`, a Service `s`, and routes.
struct Cluster(String);

fn listeners(list: &str) -> Cluster {
    Cluster(format!(
        "{API}\nkind: GatewayClass\nmetadata: {{name: c}}\nspec: {{controllerName: example.com/c}}\n---\n\
         apiVersion: v1\nkind: Service\nmetadata: {{name: s}}\nspec: {{ports: [{{port: 80}}]}}\n---\n\
         {API}\nkind: Gateway\nmetadata: {{name: g}}\nspec: {{gatewayClassName: c, listeners: {list}}}\n"
    ))
}

fn any_host() -> Cluster {
    listeners("[{name: l, port: 80, protocol: HTTP}]")
}

const BACKEND: &str = "backendRefs: [{name: s, port: 80}]";

impl Cluster {
    /// A route whose rules have a list of matches each.
    fn route(self, name: &str, hostnames: &str, rules: &[&str]) -> Self {
        let rules: Vec<_> =
            rules.iter().map(|matches| format!("{{matches: {matches}, {BACKEND}}}")).collect();
        self.rules(name, hostnames, &rules.join(", "))
    }

    fn rules(mut self, name: &str, hostnames: &str, rules: &str) -> Self {
        let _ = write!(
            self.0,
            "---\n{API}\nkind: HTTPRoute\nmetadata: {{name: {name}}}\n\
             spec: {{parentRefs: [{{name: g}}], hostnames: [{hostnames}], rules: [{rules}]}}\n"
        );
        self
    }

    /// One rule with these fields for `/foo`.
    fn rule(self, fields: &str) -> Self {
        self.rules("r", "", &format!("{{matches: [{{path: {{value: /foo}}}}], {fields}}}"))
    }

    /// `code object path` of each finding.
    fn finds(&self) -> Vec<String> {
        let analysis = analyse(&self.0);
        let tell = |problem: &engine::source::Problem| match &problem.place {
            Place::Field { document, path } => {
                let name = analysis.sources.value(*document).unwrap()["metadata"]["name"].clone();
                format!("{} {} {path}", problem.code, name.as_str().unwrap())
            }
            other => panic!("{} {other:?}", problem.message),
        };
        analysis.problems.iter().map(tell).collect()
    }

    fn messages(&self) -> String {
        let problems = analyse(&self.0).problems;
        let lines = problems.iter().map(|problem| {
            format!("{}: {}; {}\n", problem.code, problem.message, problem.hint.as_deref().unwrap_or("-"))
        });
        lines.collect()
    }
}

const NONE: [&str; 0] = [];
