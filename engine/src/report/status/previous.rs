use serde_json::Value;

use crate::{Dictionary, analysis::Analysis, api, attach::CONDITIONS, source::DocId};

/// The statuses that the input holds already. Documents are made anew each time they are asked for,
/// so these are kept.
pub(super) struct Statuses(Dictionary<DocId, Value>);

impl Statuses {
    pub(super) fn of(analysis: &Analysis, wanted: &dyn Fn(DocId) -> bool) -> Self {
        let documents = (0..analysis.sources.documents.len()).map(DocId).filter(|document| wanted(*document));
        let status = |document: DocId| {
            let mut value = analysis.sources.value(document)?;
            Some((document, value.as_object_mut()?.shift_remove("status")?))
        };
        Statuses(documents.filter_map(status).collect())
    }
}

/// A status that the input holds already, or a part of it.
#[derive(Clone, Copy)]
pub(super) struct Previous<'a>(Option<&'a Value>);

impl<'a> Previous<'a> {
    pub(super) fn of(statuses: &'a Statuses, document: DocId) -> Self {
        Previous(statuses.0.get(&document))
    }

    pub(super) fn field(self, field: &str) -> Option<&'a Value> {
        self.0?.get(field)
    }

    pub(super) fn has_conditions(self) -> bool {
        !self.list("conditions").is_empty()
    }

    /// The entry of `listeners` with this name.
    pub(super) fn listener(self, name: &str) -> Self {
        let named = |entry: &&Value| entry.get("name").and_then(Value::as_str) == Some(name);
        Previous(self.list("listeners").iter().find(named))
    }

    /// The entry of one controller about one object: `parents` of a route, `ancestors` of a policy.
    pub(super) fn entry(self, list: &str, field: &str, reference: &Value, controller: &str) -> Self {
        let same = |entry: &&Value| {
            entry.get("controllerName").and_then(Value::as_str) == Some(controller)
                && entry.get(field).is_some_and(|other| is_same(other, reference))
        };
        Previous(self.list(list).iter().find(same))
    }

    /// The entries of a list that other controllers have written.
    pub(super) fn foreign(self, list: &str, analysis: &Analysis) -> Vec<Value> {
        let classes = analysis.world.gateway_classes.iter().zip(&analysis.graph.classes);
        let ours: Vec<_> = classes
            .filter(|(_, state)| state.ours)
            .map(|(class, _)| class.body.spec.controller_name.as_str())
            .collect();
        let foreign = |entry: &&Value| {
            entry.get("controllerName").and_then(Value::as_str).is_some_and(|name| !ours.contains(&name))
        };
        self.list(list).iter().filter(foreign).cloned().collect()
    }

    /// Our conditions among those that are there (`GatewayStatus.conditions`): others' stay, and one
    /// whose truth is what it was keeps the time of its last change. `object` is who has them, in the
    /// words of [`CONDITIONS`].
    pub(super) fn merged(self, object: &str, ours: Vec<Value>) -> Vec<Value> {
        let mut ours: Vec<_> = ours.into_iter().map(|condition| self.dated(condition)).collect();
        let mut merged = Vec::new();
        for old in self.list("conditions") {
            match ours.iter().position(|condition| condition.get("type") == old.get("type")) {
                Some(number) => merged.push(ours.remove(number)),
                None if is_ours(object, old) => {}
                None => merged.push(old.clone()),
            }
        }
        merged.extend(ours);
        merged
    }

    fn dated(self, mut condition: Value) -> Value {
        let same = |old: &&Value| {
            ["type", "status"].iter().all(|field| {
                old.get(field).is_some_and(Value::is_string) && old.get(field) == condition.get(field)
            })
        };
        let old = self.list("conditions").iter().find(same);
        let time = old.and_then(|old| old.get("lastTransitionTime")).filter(|time| time.is_string()).cloned();
        if let (Some(time), Some(fields)) = (time, condition.as_object_mut()) {
            fields.insert("lastTransitionTime".to_owned(), time);
        }
        condition
    }

    fn list(self, field: &str) -> &'a [Value] {
        self.field(field).and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default()
    }
}

/// Whether a condition is one that we would write if it held.
fn is_ours(object: &str, condition: &Value) -> bool {
    let name = condition.get("type").and_then(Value::as_str);
    CONDITIONS.iter().any(|declared| declared.object == object && Some(declared.condition) == name)
}

/// Whether two ParentReferences are one, whatever defaults are written out.
fn is_same(left: &Value, right: &Value) -> bool {
    let text = |value: &Value, field: &str, default: &str| -> String {
        value.get(field).and_then(Value::as_str).unwrap_or(default).to_owned()
    };
    let fields =
        [("group", api::GROUP), ("kind", "Gateway"), ("namespace", ""), ("name", ""), ("sectionName", "")];
    fields.iter().all(|(field, default)| text(left, field, default) == text(right, field, default))
        && left.get("port") == right.get("port")
}
