//! For each CEL rule an object that keeps it and one that breaks it.

mod backends;
mod core;
mod layer4;
mod rpc;

use serde_json::{Value, json};

use super::{gateway, object, route, rule};
use crate::admit::Channel;

/// Puts a part of an object where it belongs, in an object that is fine otherwise.
pub(super) type Frame = fn(Value) -> Value;

/// The message of a rule, a part that keeps the rule, and one that breaks it and may break others too.
pub(super) type Twins = (&'static str, Value, Value);

const LISTENERS: Frame = |listeners| gateway(json!({"listeners": listeners}));
pub(super) const LISTENER_TLS: Frame =
    |tls| LISTENERS(json!([{"name": "a", "port": 1, "protocol": "HTTPS", "tls": tls}]));
const PER_PORT_TLS: Frame =
    |per_port| gateway(json!({"tls": {"frontend": {"default": {}, "perPort": per_port}}}));
const ADDRESSES: Frame = |addresses| gateway(json!({"addresses": addresses}));
const ADDRESS: Frame = |address| ADDRESSES(json!([address]));
const LABELS: Frame = |labels| gateway(json!({"infrastructure": {"labels": labels}}));
const ANNOTATIONS: Frame = |annotations| gateway(json!({"infrastructure": {"annotations": annotations}}));

const PARENTS: Frame = |parents| route(json!({"parentRefs": parents}));
const RULES: Frame = |rules| route(json!({"rules": rules}));
const RULE: Frame = rule;
const PATH: Frame = |path| rule(json!({"matches": [{"path": path}]}));
const TIMEOUTS: Frame = |timeouts| rule(json!({"timeouts": timeouts}));
const PERSISTENCE: Frame = |persistence| rule(json!({"sessionPersistence": persistence}));
const BACKEND: Frame = |backend| rule(json!({"backendRefs": [backend]}));

/// Filters stand in rules and in backends.
const FILTERS: [Frame; 2] = [
    |filters| rule(json!({"filters": filters})),
    |filters| BACKEND(json!({"name": "a", "port": 1, "filters": filters})),
];

const ENTRIES: Frame =
    |listeners| object("ListenerSet", json!({"parentRef": {"name": "x"}, "listeners": listeners}));
const ENTRY_TLS: Frame = |tls| ENTRIES(json!([{"name": "a", "port": 1, "protocol": "HTTPS", "tls": tls}]));

/// Every part, in its frame, that ought to keep or to break the rule with this message.
pub(super) fn cases(channel: Channel) -> Vec<(Frame, Twins)> {
    let mut cases = Vec::new();
    let mut add =
        |frame: Frame, twins: Vec<Twins>| cases.extend(twins.into_iter().map(|twins| (frame, twins)));
    for (listeners_of, tls_of) in [(LISTENERS, LISTENER_TLS), (ENTRIES, ENTRY_TLS)] {
        add(listeners_of, listeners());
        add(
            tls_of,
            vec![(
                "certificateRefs or options must be specified when mode is Terminate",
                json!({"certificateRefs": [{"name": "a"}]}),
                json!({"certificateRefs": [], "options": {}}),
            )],
        );
    }
    add(
        PER_PORT_TLS,
        vec![(
            "Port for TLS configuration must be unique within the Gateway",
            json!([{"port": 1, "tls": {}}, {"port": 2, "tls": {}}]),
            json!([{"port": 1, "tls": {}}, {"port": 1, "tls": {}}]),
        )],
    );
    add(
        ADDRESSES,
        vec![
            (
                "IPAddress values must be unique",
                json!([{"value": "10.0.0.1"}, {"value": "10.0.0.2"}, {}, {}]),
                json!([{"value": "10.0.0.1"}, {"value": "10.0.0.1"}]),
            ),
            (
                "Hostname values must be unique",
                json!([{"type": "Hostname", "value": "a"}, {"type": "NamedAddress", "value": "a"}]),
                json!([{"type": "Hostname", "value": "a"}, {"type": "Hostname", "value": "a"}]),
            ),
        ],
    );
    add(
        ADDRESS,
        vec![(
            r"Hostname value must be empty or contain only valid characters (matching ^(\*\.)?[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$)",
            json!({"type": "Hostname", "value": "*.example.com"}),
            json!({"type": "Hostname", "value": "Example"}),
        )],
    );
    for (frame, what, whose) in [(LABELS, "Label", "label"), (ANNOTATIONS, "Annotation", "annotation")] {
        add(frame, keys(what, whose));
    }
    add(PARENTS, parents());
    add(RULES, rules());
    add(RULE, prefix_rewrites());
    add(PATH, paths());
    add(
        TIMEOUTS,
        vec![(
            "backendRequest timeout cannot be longer than request timeout",
            json!({"request": "1m", "backendRequest": "60s"}),
            json!({"request": "1m", "backendRequest": "1m1ms"}),
        )],
    );
    add(PERSISTENCE, persistence());
    add(BACKEND, backend());
    for frame in FILTERS {
        add(frame, filters(channel));
    }
    for (frame, twins) in
        [rpc::cases(), layer4::cases(), backends::cases(), core::cases()].into_iter().flatten()
    {
        add(frame, twins);
    }
    cases
}

fn listeners() -> Vec<Twins> {
    vec![
        (
            "tls must not be specified for protocols ['HTTP', 'TCP', 'UDP']",
            json!([{"name": "a", "port": 1, "protocol": "HTTP"}]),
            json!([{"name": "a", "port": 1, "protocol": "TCP", "tls": {"mode": "Passthrough"}}]),
        ),
        (
            "tls mode must be Terminate for protocol HTTPS",
            json!([{"name": "a", "port": 1, "protocol": "HTTPS", "tls": {"certificateRefs": [{"name": "a"}]}}]),
            json!([{"name": "a", "port": 1, "protocol": "HTTPS", "tls": {"mode": "Passthrough"}}]),
        ),
        (
            "tls mode must be set for protocol TLS",
            json!([{"name": "a", "port": 1, "protocol": "TLS", "tls": {"mode": "Passthrough"}}]),
            json!([{"name": "a", "port": 1, "protocol": "TLS"}]),
        ),
        (
            "hostname must not be specified for protocols ['TCP', 'UDP']",
            json!([{"name": "a", "port": 1, "protocol": "HTTP", "hostname": "a"}]),
            json!([{"name": "a", "port": 1, "protocol": "UDP", "hostname": "a"}]),
        ),
        (
            "Listener name must be unique within the Gateway",
            json!([{"name": "a", "port": 1, "protocol": "HTTP"}, {"name": "b", "port": 2, "protocol": "HTTP"}]),
            json!([{"name": "a", "port": 1, "protocol": "HTTP"}, {"name": "a", "port": 2, "protocol": "HTTP"}]),
        ),
        (
            "Combination of port, protocol and hostname must be unique for each listener",
            json!([
                {"name": "a", "port": 1, "protocol": "HTTP"},
                {"name": "b", "port": 1, "protocol": "HTTP", "hostname": "a"},
                {"name": "c", "port": 1, "protocol": "TCP"},
            ]),
            json!([{"name": "a", "port": 1, "protocol": "HTTP"}, {"name": "b", "port": 1, "protocol": "HTTP"}]),
        ),
    ]
}

fn keys(what: &str, whose: &str) -> Vec<Twins> {
    let form = format!(
        "{what} keys must be in the form of an optional DNS subdomain prefix followed by a required name segment of up to 63 characters."
    );
    let length = format!(
        "If specified, the {whose} key's prefix must be a DNS subdomain not longer than 253 characters in total."
    );
    vec![
        (form.leak(), json!({"example.com/Name_1": ""}), json!({"example.com/": ""})),
        (
            length.leak(),
            json!({format!("{}/a", "a".repeat(252)): ""}),
            json!({format!("{}/a", "a".repeat(253)): ""}),
        ),
    ]
}

fn parents() -> Vec<Twins> {
    let parent = |more: Value| {
        let mut parent = json!({"name": "g"});
        parent.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        parent
    };
    let section = |name: &str| parent(json!({"sectionName": name}));
    let elsewhere = parent(json!({"namespace": "other"}));
    let port = |port: u16| parent(json!({"port": port}));
    vec![
        (
            "sectionName must be specified when parentRefs includes 2 or more references to the same parent",
            json!([section("a"), section("b"), elsewhere]),
            json!([section("a"), parent(json!({}))]),
        ),
        (
            "sectionName must be unique when parentRefs includes 2 or more references to the same parent",
            json!([section("a"), section("b")]),
            json!([section("a"), section("a")]),
        ),
        (
            "sectionName or port must be specified when parentRefs includes 2 or more references to the same parent",
            json!([port(1), port(2), elsewhere]),
            json!([port(1), parent(json!({}))]),
        ),
        (
            "sectionName or port must be unique when parentRefs includes 2 or more references to the same parent",
            json!([section("a"), section("b"), elsewhere]),
            json!([port(1), port(1)]),
        ),
    ]
}

fn rules() -> Vec<Twins> {
    let matches = |rules: usize, matches: usize| {
        let matched = json!({"path": {"value": "/"}});
        Value::from(vec![json!({"matches": vec![matched; matches]}); rules])
    };
    vec![
        (
            "While 16 rules and 64 matches per rule are allowed, the total number of matches across all rules in a route must be less than 128",
            matches(16, 8),
            matches(16, 9),
        ),
        (
            "Rule name must be unique within the route",
            json!([{"name": "a"}, {"name": "b"}, {}, {}]),
            json!([{"name": "a"}, {"name": "a"}]),
        ),
    ]
}

fn prefix_rewrites() -> Vec<Twins> {
    let path = || json!({"type": "ReplacePrefixMatch", "replacePrefixMatch": "/"});
    let redirect = || json!([{"type": "RequestRedirect", "requestRedirect": {"path": path()}}]);
    let rewrite = || json!([{"type": "URLRewrite", "urlRewrite": {"path": path()}}]);
    let exact = || json!([{"path": {"type": "Exact", "value": "/a"}}]);
    let prefix = || json!([{"path": {"value": "/a"}}]);
    let backends = |filters: Value| json!([{"name": "a", "port": 1, "filters": filters}]);
    vec![
        (
            "RequestRedirect filter must not be used together with backendRefs",
            json!({"filters": redirect()}),
            json!({"filters": redirect(), "backendRefs": [{"name": "a", "port": 1}]}),
        ),
        (
            "When using RequestRedirect filter with path.replacePrefixMatch, exactly one PathPrefix match must be specified",
            json!({"filters": redirect(), "matches": prefix()}),
            json!({"filters": redirect(), "matches": exact()}),
        ),
        (
            "When using URLRewrite filter with path.replacePrefixMatch, exactly one PathPrefix match must be specified",
            json!({"filters": rewrite()}),
            json!({"filters": rewrite(), "matches": [{}, {}]}),
        ),
        (
            "Within backendRefs, when using RequestRedirect filter with path.replacePrefixMatch, exactly one PathPrefix match must be specified",
            json!({"backendRefs": backends(redirect()), "matches": prefix()}),
            json!({"backendRefs": backends(redirect()), "matches": exact()}),
        ),
        (
            "Within backendRefs, When using URLRewrite filter with path.replacePrefixMatch, exactly one PathPrefix match must be specified",
            json!({"backendRefs": backends(rewrite()), "matches": prefix()}),
            json!({"backendRefs": backends(rewrite()), "matches": exact()}),
        ),
    ]
}

fn paths() -> Vec<Twins> {
    let mut twins = vec![
        (
            "value must be an absolute path and start with '/' when type one of ['Exact', 'PathPrefix']",
            json!({"type": "RegularExpression", "value": "a|b"}),
            json!({"value": "a"}),
        ),
        (
            "must only contain valid characters (matching ^(?:[-A-Za-z0-9/._~!$&'()*+,;=:@]|[%][0-9a-fA-F]{2})+$) for types ['Exact', 'PathPrefix']",
            json!({"value": "/%20"}),
            json!({"value": "/%2"}),
        ),
    ];
    for part in ["//", "/./", "/../", "%2f", "%2F", "#"] {
        let message = format!("must not contain '{part}' when type one of ['Exact', 'PathPrefix']");
        let value = format!("/a{part}b");
        let regex = json!({"type": "RegularExpression", "value": value});
        twins.push((message.leak(), regex, json!({"value": value})));
    }
    for end in ["/..", "/."] {
        let message = format!("must not end with '{end}' when type one of ['Exact', 'PathPrefix']");
        let good = json!({"value": format!("/a{end}.")});
        twins.push((message.leak(), good, json!({"type": "Exact", "value": format!("/a{end}")})));
    }
    // `/a/..` ends with the other of the two, so what is good for one end is not for the other.
    if let Some((_, good, _)) = twins.last_mut() {
        *good = json!({"value": "/a."});
    }
    twins
}

fn persistence() -> Vec<Twins> {
    vec![
        (
            "AbsoluteTimeout must be specified when cookie lifetimeType is Permanent",
            json!({"cookieConfig": {"lifetimeType": "Permanent"}, "absoluteTimeout": "1h"}),
            json!({"cookieConfig": {"lifetimeType": "Permanent"}}),
        ),
        (
            "cookieConfig can only be set with type Cookie",
            json!({"cookieConfig": {}}),
            json!({"cookieConfig": {}, "type": "Header"}),
        ),
    ]
}

fn backend() -> Vec<Twins> {
    vec![(
        "Must have port for Service reference",
        json!({"kind": "Bucket", "group": "example.com", "name": "a"}),
        json!({"name": "a"}),
    )]
}

/// A filter of each type that is complete.
fn complete() -> Vec<(&'static str, &'static str, Value)> {
    let backend = || json!({"name": "a", "port": 1});
    vec![
        ("RequestHeaderModifier", "requestHeaderModifier", json!({"remove": ["a"]})),
        ("ResponseHeaderModifier", "responseHeaderModifier", json!({})),
        ("RequestMirror", "requestMirror", json!({"backendRef": backend()})),
        ("RequestRedirect", "requestRedirect", json!({})),
        ("URLRewrite", "urlRewrite", json!({})),
        ("ExtensionRef", "extensionRef", json!({"group": "", "kind": "A", "name": "a"})),
        ("CORS", "cors", json!({})),
        ("ExternalAuth", "externalAuth", json!({"protocol": "GRPC", "grpc": {}, "backendRef": backend()})),
    ]
}

fn filters(channel: Channel) -> Vec<Twins> {
    let exists = |kind: &str| kind != "ExternalAuth" || channel == Channel::Experimental;
    let mut twins = Vec::new();
    for (kind, field, config) in complete().into_iter().filter(|(kind, ..)| exists(kind)) {
        let good = json!([{"type": kind, field: config}]);
        let other = if kind == "CORS" { "RequestMirror" } else { "CORS" };
        let absent = format!("filter.{field} must be nil if the filter.type is not {kind}");
        twins.push((&*absent.leak(), good.clone(), json!([{"type": other, field: config}])));
        let present = format!("filter.{field} must be specified for {kind} filter.type");
        twins.push((&*present.leak(), good.clone(), json!([{"type": kind}])));
        if !matches!(kind, "RequestMirror" | "ExtensionRef" | "ExternalAuth") {
            let once = format!("{kind} filter cannot be repeated");
            let bad = json!([{"type": kind, field: config}, {"type": kind, field: config}]);
            twins.push((&*once.leak(), good, bad));
        }
    }
    twins.push((
        "May specify either httpRouteFilterRequestRedirect or httpRouteFilterRequestRewrite, but not both",
        json!([{"type": "URLRewrite", "urlRewrite": {}}]),
        json!([{"type": "URLRewrite", "urlRewrite": {}}, {"type": "RequestRedirect", "requestRedirect": {}}]),
    ));
    let configs = [
        ("RequestRedirect", "requestRedirect", redirected_paths()),
        ("URLRewrite", "urlRewrite", redirected_paths()),
        ("CORS", "cors", cors()),
        ("RequestMirror", "requestMirror", mirror()),
        ("ExternalAuth", "externalAuth", auth()),
    ];
    for (kind, field, config) in configs.into_iter().filter(|(kind, ..)| exists(kind)) {
        let filter = |config: Value| json!([{"type": kind, field: config}]);
        twins.extend(config.into_iter().map(|(message, good, bad)| (message, filter(good), filter(bad))));
    }
    twins
}

fn redirected_paths() -> Vec<Twins> {
    let mut twins = Vec::new();
    for (kind, field, other) in [
        ("ReplaceFullPath", "replaceFullPath", "ReplacePrefixMatch"),
        ("ReplacePrefixMatch", "replacePrefixMatch", "ReplaceFullPath"),
    ] {
        let good = json!({"path": {"type": kind, field: "/"}});
        let missing = format!("{field} must be specified when type is set to '{kind}'");
        twins.push((&*missing.leak(), good.clone(), json!({"path": {"type": kind}})));
        let foreign = format!("type must be '{kind}' when {field} is set");
        twins.push((&*foreign.leak(), good, json!({"path": {"type": other, field: "/"}})));
    }
    twins
}

fn cors() -> Vec<Twins> {
    let lists = [
        ("AllowHeaders cannot contain '*' alongside other methods", "allowHeaders", "X-A"),
        ("AllowMethods cannot contain '*' alongside other methods", "allowMethods", "GET"),
        ("AllowOrigins cannot contain '*' alongside other origins", "allowOrigins", "https://a"),
    ];
    let twins = |(message, field, value): (_, &str, &str)| {
        (message, json!({field: ["*"]}), json!({field: [value, "*"]}))
    };
    lists.into_iter().map(twins).collect()
}

fn mirror() -> Vec<Twins> {
    let backend = || json!({"name": "a", "port": 1});
    vec![
        (
            "Must have port for Service reference",
            json!({"backendRef": {"name": "a", "kind": "B"}}),
            json!({"backendRef": {"name": "a"}}),
        ),
        (
            "Only one of percent or fraction may be specified in HTTPRequestMirrorFilter",
            json!({"backendRef": backend(), "percent": 1}),
            json!({"backendRef": backend(), "percent": 1, "fraction": {"numerator": 1}}),
        ),
        (
            "numerator must be less than or equal to denominator",
            json!({"backendRef": backend(), "fraction": {"numerator": 100}}),
            json!({"backendRef": backend(), "fraction": {"numerator": 101}}),
        ),
    ]
}

fn auth() -> Vec<Twins> {
    let with = |protocol: &str, field: &str| json!({"protocol": protocol, field: {}, "backendRef": {"name": "a", "port": 1}});
    let mut twins = vec![(
        "Must have port for Service reference",
        with("HTTP", "http"),
        json!({"protocol": "HTTP", "http": {}, "backendRef": {"name": "a"}}),
    )];
    for (protocol, field, other) in [("GRPC", "grpc", "HTTP"), ("HTTP", "http", "GRPC")] {
        let missing = format!("{field} must be specified when protocol is set to '{protocol}'");
        twins.push((&*missing.leak(), with(protocol, field), with(protocol, "forwardBody")));
        let foreign = format!("protocol must be '{protocol}' when {field} is set");
        twins.push((&*foreign.leak(), with(protocol, field), with(other, field)));
    }
    twins
}
