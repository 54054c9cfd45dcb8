use super::{
    Interned,
    lowered::{Lowered, LoweredPath},
};
use crate::{
    api::{ValueMatch, ValueMatchType, distinct},
    table::{ArmDefinition, FieldDefinition, PathDefinition, ValueDefinition},
};

pub(super) fn of(one: &Lowered<'_>, rule: u32, patterns: &mut Interned) -> ArmDefinition {
    let path = match &one.path {
        LoweredPath::Exact(_) => PathDefinition::Exact,
        LoweredPath::Pattern(pattern) => PathDefinition::Pattern(patterns.id(pattern)),
        LoweredPath::Prefix(key) => {
            PathDefinition::Prefix { length: u32::try_from(key.len()).unwrap_or(u32::MAX) }
        }
    };
    ArmDefinition {
        rule,
        path,
        method: one.method.cloned(),
        headers: fields(one.headers, true, patterns),
        queries: fields(one.query_params, false, patterns),
    }
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
