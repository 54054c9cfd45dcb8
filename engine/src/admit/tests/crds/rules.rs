//! CEL rules that a schema brings along.

use serde_json::{Value, json};

use super::{check, complaints};

#[test]
fn rules_with_everything_that_belongs_to_them() {
    let schema = json!({
        "type": "object",
        "properties": {
            "min": {"type": "integer"},
            "max": {"type": "integer"},
            "name": {"type": "string", "x-kubernetes-validations": [{"rule": "self.size() < 4"}]},
        },
        "x-kubernetes-validations": [
            {
                "rule": "!has(self.max) || self.min <= self.max",
                "message": "min first",
                "messageExpression": "'min is ' + string(self.min)",
                "reason": "FieldValueForbidden",
                "fieldPath": ".min",
            },
            {"rule": "self.min == oldSelf.min", "message": "cannot change"},
        ],
    });
    check(
        schema,
        &[
            (json!({"min": 1, "max": 1}), &[]),
            (json!({"min": 2, "max": 1}), &["spec.min: Forbidden: min is 2"]),
            (
                json!({"min": 1, "name": "long"}),
                &["spec.name: Invalid value: \"long\": failed rule: self.size() < 4"],
            ),
        ],
    );
}

/// What a field is in an expression follows from its schema.
#[test]
fn rules_see_the_types_of_the_schema() {
    let list = |unique: Value| {
        let mut list = json!({"type": "array", "items": {"type": "string"}});
        list.as_object_mut().unwrap().extend(unique.as_object().unwrap().clone());
        list
    };
    let mut schema = json!({"type": "object", "properties": {
        "number": {"type": "number"},
        "time": {"type": "string", "format": "date-time"},
        "day": {"type": "string", "format": "date"},
        "length": {"type": "string", "format": "duration"},
        "bytes": {"type": "string", "format": "byte"},
        "set": list(json!({"x-kubernetes-list-type": "set"})),
        "list": list(json!({})),
        "null": {"type": "string", "nullable": true},
        "values": {"type": "object", "additionalProperties": {"type": "string", "nullable": true}},
    }});
    let rules = [
        "self.number == 2.0 && type(self.number) == double",
        "self.time == timestamp('2024-02-29T12:14:15Z') && self.time.getHours() == 12",
        "self.day == timestamp('2024-01-31T00:00:00Z')",
        "self.length == duration('48h')",
        "self.bytes == b'hello'",
        "self.set == ['b', 'a'] && ['b', 'a'] != self.set && self.set + ['a', 'c'] == ['a', 'b', 'c']",
        "self.list != ['b', 'a'] && self.list + ['a'] == ['a', 'b', 'a']",
        "!has(self.__null__) && self.values.a == null",
    ];
    schema["x-kubernetes-validations"] = rules.map(|rule| json!({"rule": rule})).to_vec().into();
    let spec = json!({
        "number": 2,
        "time": "2024-02-29T13:14:15+01:00",
        "day": "2024-01-31",
        "length": "2 days",
        "bytes": "aGVsbG8=",
        "set": ["a", "b"],
        "list": ["a", "b"],
        "null": null,
        "values": {"a": null},
    });
    assert_eq!(complaints(schema, spec), [""; 0]);
}
