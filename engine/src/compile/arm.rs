use super::Interned;
use crate::{
    api::{HTTPRouteMatch, PathMatchType, ValueMatch, ValueMatchType, distinct},
    table::{ArmDefinition, FieldDefinition, PathDefinition, ValueDefinition, prefix_key},
};

pub(super) fn of(one: &HTTPRouteMatch, rule: u32, patterns: &mut Interned) -> ArmDefinition {
    let path = match one.path.kind {
        PathMatchType::Exact => PathDefinition::Exact,
        PathMatchType::RegularExpression => PathDefinition::Pattern(patterns.id(&one.path.value)),
        PathMatchType::PathPrefix => {
            let length = super::normal_path(prefix_key(&one.path.value)).len();
            PathDefinition::Prefix { length: u32::try_from(length).unwrap_or(u32::MAX) }
        }
    };
    ArmDefinition {
        rule,
        path,
        method: one.method.clone(),
        headers: fields(&one.headers, true, patterns),
        queries: fields(&one.query_params, false, patterns),
    }
}

fn fields(list: &[ValueMatch], header: bool, patterns: &mut Interned) -> Vec<FieldDefinition> {
    distinct(list, header)
        .map(|(_, test)| FieldDefinition {
            name: if header { test.name.to_ascii_lowercase() } else { test.name.clone() },
            value: match test.kind {
                ValueMatchType::Exact => ValueDefinition::Exact(test.value.clone()),
                ValueMatchType::RegularExpression => ValueDefinition::Pattern(patterns.id(&test.value)),
            },
        })
        .collect()
}
