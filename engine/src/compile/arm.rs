use super::{ArmOrigin, Interned, Lowered, LoweredPath, Precedence, id, precedence::in_order, small};
use crate::{
    admit::Admitted,
    api::{Route, RouteMatch, ValueMatch, ValueMatchType, distinct},
    sort::{arrange, sort_by_numbers},
    table::{ArmDefinition, FieldDefinition, PathDefinition, TestsDefinition, ValueDefinition, index},
};

/// The matches of all rules while they are gathered, route by route.
#[derive(Debug, Default)]
pub(super) struct Arms {
    definitions: Vec<ArmDefinition>,
    origins: Vec<ArmOrigin>,
    /// Where those of each route begin.
    routes: Vec<u32>,
    patterns: Interned,
}

impl Arms {
    pub(super) fn with_capacity(count: usize) -> Self {
        Arms { definitions: Vec::with_capacity(count), origins: Vec::with_capacity(count), ..Arms::default() }
    }

    pub(super) fn next_route(&mut self) {
        self.routes.push(id(self.origins.len()));
    }

    /// The matches of a rule of the last route, which has the number `rule` there and `rule_id` in the table.
    pub(super) fn push(&mut self, rule: usize, rule_id: u32, matches: &[RouteMatch]) {
        let (route, rule) = (id(self.routes.len().saturating_sub(1)), small(rule));
        for (number, one) in matches.iter().enumerate() {
            let one = Lowered::of(one);
            let tests = tests(&one, &mut self.patterns);
            let precedence = Precedence::of(&one, tests.as_deref());
            self.origins.push(ArmOrigin { route, rule, number: small(number), precedence });
            let path = match one.path {
                LoweredPath::Exact(path) => PathDefinition::Exact(path),
                LoweredPath::Pattern(pattern) => PathDefinition::Pattern(self.patterns.id(&pattern)),
                LoweredPath::Prefix(key) => PathDefinition::Prefix(key),
            };
            self.definitions.push(ArmDefinition { rule: rule_id, path, tests });
        }
    }

    /// How many arms a route has.
    pub(super) fn of_route(&self, route: usize) -> usize {
        self.numbers(route).len()
    }

    fn numbers(&self, route: usize) -> std::ops::Range<u32> {
        let end = || self.routes.get(route + 1).copied().unwrap_or(id(self.origins.len()));
        self.routes.get(route).map(|start| *start..end()).unwrap_or_default()
    }

    /// Best first, where each came from, and the regular expressions: from here on an arm's number is its precedence.
    pub(super) fn in_order(
        mut self,
        routes: &[Admitted<Route>],
    ) -> (Vec<ArmDefinition>, Vec<ArmOrigin>, Vec<String>) {
        // Those of one route stand in their order, and what is equal stays so.
        let mut order = Vec::with_capacity(self.origins.len());
        for route in in_order(routes) {
            order.extend(self.numbers(index(route)));
        }
        let precedence = |number| self.origins.get(index(number)).map(|origin| origin.precedence);
        sort_by_numbers(&mut order, |number| precedence(number).map_or(0, Precedence::number));
        arrange(order, &mut |left, right| {
            self.definitions.swap(left, right);
            self.origins.swap(left, right);
        });
        (self.definitions, self.origins, self.patterns.into_list())
    }
}

fn tests(one: &Lowered<'_>, patterns: &mut Interned) -> Option<Box<TestsDefinition>> {
    if one.method.is_none() && one.headers.is_empty() && one.query_params.is_empty() {
        return None;
    }
    Some(Box::new(TestsDefinition {
        method: one.method.cloned(),
        headers: fields(one.headers, true, patterns),
        queries: fields(one.query_params, false, patterns),
    }))
}

fn fields(list: &[ValueMatch], header: bool, patterns: &mut Interned) -> Box<[FieldDefinition]> {
    // Hardly anybody says one twice.
    let mut fields = Vec::with_capacity(list.len());
    fields.extend(distinct(list, header).map(|(_, test)| FieldDefinition {
        name: if header { test.name.lower() } else { test.name.clone() },
        value: match test.kind {
            ValueMatchType::Exact => ValueDefinition::Exact(test.value.clone()),
            ValueMatchType::RegularExpression => ValueDefinition::Pattern(patterns.id(&test.value)),
        },
    }));
    fields.into()
}
