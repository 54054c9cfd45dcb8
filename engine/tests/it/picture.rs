//! The drawing of the graph holds together, whatever the world and the view.

use std::collections::{BTreeMap, BTreeSet};

use engine::{
    analysis::Analysis,
    picture::{Picture, PictureNode, State, View},
};
use proptest::{option, prelude::*, sample};

use crate::{random, support::analyse};

fn draw(text: &str, view: &View) -> Picture {
    analyse(text).picture(view)
}

fn find<'a>(picture: &'a Picture, id: &str) -> &'a PictureNode {
    picture.nodes.iter().find(|node| node.id == id).unwrap_or_else(|| panic!("{id} is not drawn"))
}

fn ids(picture: &Picture) -> BTreeSet<&str> {
    picture.nodes.iter().map(|node| node.id.as_str()).collect()
}

/// What every drawing keeps to.
fn holds(picture: &Picture) {
    let by_id: BTreeMap<_, _> = picture.nodes.iter().map(|node| (node.id.as_str(), node)).collect();
    assert_eq!(by_id.len(), picture.nodes.len(), "a node is drawn twice");
    for node in &picture.nodes {
        assert!(node.x >= 0 && node.x + node.width <= picture.width, "{node:?}");
        assert!(node.y >= 0 && node.y + node.height <= picture.height, "{node:?}");
        assert_eq!(picture.layers[node.layer].x, node.x, "{node:?}");
        assert!(!node.label.is_empty() && !node.description.is_empty(), "{node:?}");
    }
    for pair in picture.nodes.windows(2) {
        let (above, below) = (&pair[0], &pair[1]);
        let apart = above.layer < below.layer || above.y + above.height < below.y;
        assert!(apart, "{above:?} and {below:?} overlap");
    }
    for pair in picture.layers.windows(2) {
        let widest = picture.nodes.iter().filter(|node| node.x == pair[0].x).map(|node| node.width).max();
        assert!(pair[0].x + widest.unwrap() < pair[1].x, "columns overlap");
    }
    let mut ends = BTreeSet::new();
    for edge in &picture.edges {
        let (from, to) = (by_id[edge.from.as_str()], by_id[edge.to.as_str()]);
        assert!(ends.insert((&edge.from, &edge.to)), "two lines between {} and {}", edge.from, edge.to);
        let line = points(&edge.path);
        for (x, y) in &line {
            assert!((0..=picture.width).contains(x) && (0..=picture.height).contains(y), "{}", edge.path);
        }
        for (node, point) in [(from, line[0]), (to, line[line.len() - 1])] {
            assert!(point.0 == node.x || point.0 == node.x + node.width, "{} {node:?}", edge.path);
            assert_eq!(point.1, node.y + node.height / 2, "{} {node:?}", edge.path);
        }
    }
}

/// The points of a path, control points included.
fn points(path: &str) -> Vec<(i32, i32)> {
    let mut points: Vec<(i32, i32)> = Vec::new();
    let mut rest = path;
    while let Some(start) = rest.find(|c: char| c.is_ascii_uppercase()) {
        let end = rest[start + 1..]
            .find(|c: char| c.is_ascii_uppercase())
            .map_or(rest.len(), |end| start + 1 + end);
        let numbers: Vec<i32> =
            rest[start + 1..end].split_whitespace().map(|number| number.parse().unwrap()).collect();
        match &rest[start..=start] {
            "H" => points.push((numbers[0], points[points.len() - 1].1)),
            _ => points.extend(numbers.chunks(2).map(|pair| (pair[0], pair[1]))),
        }
        rest = &rest[end..];
    }
    points
}

fn is_rule(node: &PictureNode) -> bool {
    node.kind == "Rule"
}

fn drawn_or_folded(picture: &Picture) -> usize {
    picture.nodes.len() + picture.nodes.iter().filter_map(|node| node.collapsed).sum::<usize>()
}

/// A filter leaves nodes out and adds none; rules come and go with the number of nodes.
fn never_shows_more(analysis: &Analysis, view: &View) {
    let (all, some) = (analysis.picture(&View::default()), analysis.picture(view));
    holds(&some);
    assert_eq!(all.hidden, 0);
    assert_eq!(drawn_or_folded(&some) + some.hidden, drawn_or_folded(&all), "{view:?}");
    let known = ids(&all);
    for node in some.nodes.iter().filter(|node| !is_rule(node)) {
        assert!(known.contains(node.id.as_str()), "{}", node.id);
    }
    // Each condition alone shows at least as much.
    for alone in [
        View { namespace: view.namespace.clone(), ..View::default() },
        View { gateway: view.gateway.clone(), ..View::default() },
        View { hostname: view.hostname.clone(), ..View::default() },
        View { text: view.text.clone(), ..View::default() },
    ] {
        assert!(analysis.picture(&alone).hidden <= some.hidden, "{view:?}");
    }
}

fn views() -> impl Strategy<Value = View> {
    let one = |list: &[&'static str]| option::weighted(0.4, sample::select(list.to_vec()));
    (
        one(&["a", "a-b", "nowhere"]),
        one(&["a/g", "g", "a/h"]),
        one(&["a.example", "b.a.example", "exam", "nobody.test"]),
        one(&["x", "HTTPRoute", "refused", "s:80"]),
    )
        .prop_map(|(namespace, gateway, hostname, text)| View {
            namespace: namespace.map(str::to_owned),
            gateway: gateway.map(str::to_owned),
            hostname: hostname.map(str::to_owned),
            text: text.map(str::to_owned),
            expanded: Vec::new(),
        })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn drawings_of_random_worlds_hold(case in random::case(), view in views()) {
        let analysis = analyse(&case.text);
        let picture = analysis.picture(&View::default());
        holds(&picture);
        prop_assert_eq!(&picture, &analysis.picture(&View::default()));
        let graph = analysis.report("2026-01-02T03:04:05Z", |_| true).graph;
        prop_assert_eq!(drawn_or_folded(&picture), graph.nodes.len());
        never_shows_more(&analysis, &view);
    }

    #[test]
    fn the_way_of_a_request_is_drawn(case in random::case()) {
        let analysis = analyse(&case.text);
        let picture = analysis.picture(&View::default());
        let lines: BTreeSet<_> = picture.edges.iter().map(|edge| (&edge.from, &edge.to)).collect();
        let folded = picture.nodes.iter().any(|node| node.collapsed.is_some());
        for asked in case.requests.iter().take(4) {
            let told = asked.explain(&analysis, engine::table::SocketId(0));
            for pair in told.nodes.windows(2) {
                prop_assert!(folded || lines.contains(&(&pair[0], &pair[1])), "{:?}", pair);
            }
        }
    }
}

const SHOP: &str = "
apiVersion: gateway.networking.k8s.io/v1
kind: GatewayClass
metadata: {name: c}
spec: {controllerName: example.com/c}
---
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: {name: g}
spec:
  gatewayClassName: c
  listeners:
  - {name: web, port: 80, protocol: HTTP, hostname: '*.shop.example'}
  - {name: other, port: 80, protocol: HTTP, hostname: '*.other.example'}
---
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: {name: shop}
spec:
  parentRefs: [{name: g}]
  hostnames: [www.shop.example]
  rules:
  - matches: [{path: {value: /cart}, method: POST}, {path: {value: /}}]
    backendRefs: [{name: s, port: 80}]
---
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: {name: lost}
spec:
  parentRefs: [{name: g, sectionName: wbe}]
  rules: [{backendRefs: [{name: nobody, port: 80}]}]
---
apiVersion: v1
kind: Service
metadata: {name: s}
spec: {ports: [{port: 80}]}
---
apiVersion: gateway.networking.k8s.io/v1alpha3
kind: BackendTLSPolicy
metadata: {name: p}
spec: {targetRefs: [{group: '', kind: Service, name: s}], validation: {hostname: s.test, wellKnownCACertificates: System}}
";

#[test]
fn columns_go_from_the_class_to_the_backend() {
    let picture = draw(SHOP, &View::default());
    holds(&picture);
    let titles: Vec<_> = picture.layers.iter().map(|layer| layer.title).collect();
    assert_eq!(titles, ["GatewayClass", "Gateway", "Listener", "Route", "Rule", "Backend"]);
    let layer = |id: &str| titles[find(&picture, id).layer];
    assert_eq!(layer("HTTPRouteRule/default/shop/0"), "Rule");
    assert_eq!(layer("Backend/default/s:80"), "Backend");
    let policy =
        picture.nodes.iter().find(|node| node.kind == "BackendTLSPolicy").map(|node| titles[node.layer]);
    assert_eq!(policy, Some("Rule"), "a policy stands before what it is about");
}

#[test]
fn a_node_says_what_matters() {
    let picture = draw(SHOP, &View::default());
    let told = |id: &str| {
        let node = find(&picture, id);
        (node.label.as_str(), node.detail.as_str(), node.state)
    };
    assert_eq!(told("Listener/default/g/web"), ("web", "HTTP 80 · 1 route · *.shop.example", State::Ok));
    assert_eq!(told("HTTPRoute/default/shop"), ("default/shop", "HTTPRoute · www.shop.example", State::Ok));
    assert_eq!(told("HTTPRouteRule/default/shop/0"), ("rule 0", "POST /cart/* +1", State::Ok));
    assert_eq!(told("Backend/default/nobody:80"), ("default/nobody:80", "not in the input", State::Missing));
    let lost = find(&picture, "HTTPRoute/default/lost");
    assert_eq!((lost.state, lost.detail.as_str()), (State::Refused, "NoMatchingParent · HTTPRoute"));
    assert!(
        lost.description.starts_with("HTTPRoute default/lost, refused: NoMatchingParent, "),
        "{}",
        lost.description
    );
}

#[test]
fn a_route_that_no_listener_was_meant_by_hangs_from_the_gateway_that_refuses_it() {
    let picture = draw(SHOP, &View::default());
    let edges: Vec<_> = picture.edges.iter().filter(|edge| edge.to == "HTTPRoute/default/lost").collect();
    let [edge] = edges.as_slice() else { panic!("{edges:?}") };
    assert_eq!(
        (edge.from.as_str(), edge.attached, edge.reason),
        ("Gateway/default/g", false, Some("NoMatchingParent"))
    );
}

#[test]
fn that_another_listener_has_another_hostname_is_no_news() {
    let picture = draw(SHOP, &View::default());
    let from: Vec<_> = picture
        .edges
        .iter()
        .filter(|edge| edge.to == "HTTPRoute/default/shop")
        .map(|edge| edge.from.as_str())
        .collect();
    assert_eq!(from, ["Listener/default/g/web"]);
    let chosen = SHOP.replace(
        "parentRefs: [{name: g}]",
        "parentRefs: [{name: g, sectionName: web}, {name: g, sectionName: other}]",
    );
    let picture = draw(&chosen, &View::default());
    let refused = picture.edges.iter().find(|edge| edge.from == "Listener/default/g/other");
    assert_eq!(refused.map(|edge| edge.reason), Some(Some("NoMatchingListenerHostname")), "who asks is told");
}

#[test]
fn a_filter_keeps_what_leads_there_and_what_hangs_from_it() {
    let text = View { text: Some("DEFAULT/SHOP".to_owned()), ..View::default() };
    let picture = draw(SHOP, &text);
    assert_eq!(
        ids(&picture).into_iter().collect::<Vec<_>>(),
        [
            "Backend/default/s:80",
            "BackendTLSPolicy/default/p",
            "Gateway/default/g",
            "GatewayClass/c",
            "HTTPRoute/default/shop",
            "HTTPRouteRule/default/shop/0",
            "Listener/default/g/web",
        ]
    );
    let host = View { hostname: Some("www.shop.example".to_owned()), ..View::default() };
    let picture = draw(SHOP, &host);
    assert!(!ids(&picture).contains("Listener/default/g/other"));
    assert!(ids(&picture).contains("HTTPRoute/default/shop"));
    let nothing = draw(SHOP, &View { gateway: Some("nobody".to_owned()), ..View::default() });
    assert!(nothing.nodes.is_empty() && nothing.edges.is_empty() && nothing.hidden > 0);
    holds(&nothing);
}

#[test]
fn a_long_label_is_cut_and_its_description_is_not() {
    let name = "a".repeat(63);
    let picture = draw(&SHOP.replace("name: shop}", &format!("name: {name}}}")), &View::default());
    let node = find(&picture, &format!("HTTPRoute/default/{name}"));
    assert!(node.label.ends_with('…') && node.label.len() < 50, "{}", node.label);
    assert!(node.width <= 248 && node.description.contains(&name));
}

/// A Gateway and routes with so many rules each, all to a few Services.
fn crowd(routes: usize, rules: usize) -> String {
    let rule = |number: usize| {
        format!(
            "  - {{matches: [{{path: {{value: /{number}}}}}], backendRefs: [{{name: s{}, port: 80}}]}}\n",
            number % 7
        )
    };
    let rules: String = (0..rules).map(rule).collect();
    let route = |number: usize| {
        format!(
            "---\napiVersion: gateway.networking.k8s.io/v1\nkind: HTTPRoute\nmetadata: {{name: r{number}}}\nspec:\n  parentRefs: [{{name: g}}]\n  hostnames: [h{number}.shop.example]\n  rules:\n{rules}"
        )
    };
    SHOP.to_owned() + &(0..routes).map(route).collect::<String>()
}

#[test]
fn above_sixty_nodes_rules_collapse_into_their_routes() {
    let few = draw(&crowd(4, 7), &View::default());
    assert!(few.nodes.len() <= 60 && few.nodes.iter().filter(|node| is_rule(node)).count() == 4 * 7 + 2);
    let text = crowd(10, 7);
    let many = draw(&text, &View::default());
    holds(&many);
    assert!(!many.nodes.iter().any(is_rule));
    assert_eq!(find(&many, "HTTPRoute/default/r3").collapsed, Some(7));
    let below: Vec<_> = many.edges.iter().filter(|edge| edge.from == "HTTPRoute/default/r3").collect();
    assert_eq!(below.len(), 7);
    assert!(below.iter().all(|edge| edge.to.starts_with("Backend/default/s")), "{below:?}");

    let opened = View { expanded: vec!["HTTPRoute/default/r3".to_owned()], ..View::default() };
    let opened = draw(&text, &opened);
    holds(&opened);
    let rules: Vec<_> =
        opened.nodes.iter().filter(|node| is_rule(node)).map(|node| node.label.as_str()).collect();
    let numbered: Vec<_> = (0..7).map(|number| format!("rule {number}")).collect();
    assert_eq!(rules, numbered, "in the order in which they are written");
    assert_eq!(find(&opened, "HTTPRoute/default/r3").collapsed, None);
    assert_eq!(find(&opened, "HTTPRoute/default/r4").collapsed, Some(7));

    let one = View { text: Some("default/r3".to_owned()), ..View::default() };
    assert_eq!(draw(&text, &one).nodes.iter().filter(|node| is_rule(node)).count(), 7, "few are left");
}

#[test]
fn the_rules_of_a_route_stay_together() {
    let picture = draw(&crowd(4, 7), &View::default());
    let owners: Vec<_> = picture
        .nodes
        .iter()
        .filter(|node| is_rule(node))
        .map(|node| node.id.rsplit_once('/').unwrap().0)
        .collect();
    let mut runs = owners.clone();
    runs.dedup();
    let distinct: BTreeSet<_> = owners.into_iter().collect();
    assert_eq!(runs.len(), distinct.len(), "{runs:?}");
}

#[test]
fn strange_references_are_drawn_too() {
    let text = SHOP.replace("parentRefs: [{name: g}]", "parentRefs: [{group: '', kind: Service, name: s}, {kind: HTTPRoute, name: lost}]")
        + "---
apiVersion: example.com/v1
kind: RateLimit
metadata: {name: slow}
spec: {targetRefs: [{group: '', kind: Namespace, name: default}, {group: x, kind: Thing, name: t}, {group: gateway.networking.k8s.io, kind: GatewayClass, name: c}]}
---
apiVersion: example.com/v1
kind: Gateway
metadata: {name: g}
spec: {targetRef: {group: gateway.networking.k8s.io, kind: GatewayClass, name: c}}
";
    let picture = draw(&text, &View::default());
    holds(&picture);
    assert_eq!(picture.layers[0].title, "Policy");
    never_shows_more(&analyse(&text), &View { text: Some("slow".to_owned()), ..View::default() });
}

#[test]
fn an_empty_world_is_an_empty_picture() {
    let picture = draw("", &View::default());
    holds(&picture);
    assert_eq!((picture.nodes.len(), picture.edges.len(), picture.hidden), (0, 0, 0));
}
