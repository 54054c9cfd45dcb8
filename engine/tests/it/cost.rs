//! A decision costs what shares its host and path, not what the table has.

use engine::{
    decide::Probe,
    table::{
        ArmDefinition, ArmId, Definition, HostDefinition, ListenerDefinition, Miss, PathDefinition,
        RuleDefinition, Scheme, SocketDefinition, SocketId, Table, TestsDefinition,
    },
};

use crate::support::Asked;

/// Counts what the fast path looks at.
#[derive(Default)]
struct Count {
    hosts: usize,
    arms: usize,
}

impl Probe for Count {
    const EXHAUSTIVE: bool = false;

    fn host(&mut self, _: u32) {
        self.hosts += 1;
    }

    fn arm(&mut self, _: ArmId, _: Result<(), Miss>) {
        self.arms += 1;
    }
}

/// So many rules, ten to a host; each host's first rule is for `/`.
fn table(rules: u32) -> Table {
    let path = |rule: u32| if rule.is_multiple_of(10) { String::new() } else { format!("/r{}", rule % 10) };
    let host = |number: u32| HostDefinition {
        hostname: format!("h{number}.example").into(),
        arms: (number * 10..number * 10 + 10).map(ArmId).collect(),
        ..HostDefinition::default()
    };
    let arm = |rule: u32| ArmDefinition {
        rule,
        path: PathDefinition::Prefix(path(rule).into()),
        tests: Some(Box::new(TestsDefinition { method: Some("GET".into()), ..TestsDefinition::default() })),
    };
    let listener = ListenerDefinition {
        name: "l".to_owned(),
        hostname: "*.example".to_owned(),
        hosts: (0..rules / 10).map(host).collect(),
    };
    let socket = SocketDefinition {
        name: "g:80".to_owned(),
        port: 80,
        scheme: Scheme::Http,
        clusters: 0,
        listeners: vec![listener],
    };
    let definition = Definition {
        sockets: vec![socket],
        arms: (0..rules).map(arm).collect(),
        rules: (0..rules).map(|_| RuleDefinition::default()).collect(),
        ..Definition::default()
    };
    Table::build(&definition)
}

#[test]
fn a_larger_table_is_not_asked_more() {
    let (small, large) = (table(10), table(100_000));
    let post = |url| Asked { method: "POST".to_owned(), ..Asked::get(url) };
    for (asked, hosts, arms) in [
        (Asked::get("h0.example/r7/x"), 1, 1),
        (post("h0.example/r7/x"), 1, 2),
        (Asked::get("h0.example/nowhere"), 1, 1),
        (Asked::get("nobody.example/r7"), 0, 0),
    ] {
        for table in [&small, &large] {
            let mut count = Count::default();
            asked.with(|request| table.decide(SocketId(0), request, &mut count));
            assert_eq!((count.hosts, count.arms), (hosts, arms), "{asked:?}");
        }
    }
}
