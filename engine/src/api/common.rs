use std::collections::BTreeMap;

use serde_json::Value;

use super::read::{Read, Reader, object};
use crate::SharedStr;

object! {
    /// `ParentReference`.
    #[derive(Debug, Clone, PartialEq, Eq, Hash)]
    pub struct ParentReference {
        pub group: SharedStr,
        pub kind: SharedStr,
        pub namespace: Option<SharedStr>,
        pub name: SharedStr,
        pub section_name: Option<SharedStr>,
        pub port: Option<u16>,
    }

    /// `BackendObjectReference`.
    #[derive(Debug, Clone, PartialEq, Eq, Hash)]
    pub struct BackendReference {
        pub group: SharedStr,
        pub kind: SharedStr,
        pub namespace: Option<SharedStr>,
        pub name: SharedStr,
        pub port: Option<u16>,
    }

    /// `SecretObjectReference` and, where a certificate authority is meant, `ObjectReference`.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct SecretObjectReference {
        pub group: SharedStr = SharedStr::default(),
        pub kind: SharedStr = "Secret".into(),
        pub name: SharedStr,
        pub namespace: Option<SharedStr>,
    }

    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct LocalObjectReference {
        pub group: SharedStr,
        pub kind: SharedStr,
        pub name: SharedStr,
    }

    /// `SessionPersistence` (GEP-1619).
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct SessionPersistence {
        pub session_name: Option<String>,
        pub kind ["type"]: String,
        pub absolute_timeout: Option<String>,
        pub cookie_config: Option<CookieConfig>,
    }

    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct CookieConfig {
        pub lifetime_type: Option<String>,
    }

    /// `metav1.LabelSelector`. No selector at all selects nothing; an empty one everything.
    #[derive(Debug, Clone, Default, PartialEq, Eq)]
    pub struct LabelSelector {
        pub match_labels: BTreeMap<String, String>,
        pub match_expressions: Vec<LabelRequirement>,
    }

    /// `metav1.LabelSelectorRequirement`.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct LabelRequirement {
        pub key: String,
        pub operator: LabelOperator,
        pub values: Vec<String>,
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LabelOperator {
    In,
    NotIn,
    Exists,
    DoesNotExist,
    /// A word that Kubernetes does not know; the schema cannot refuse it, so it selects nothing.
    Unknown,
}

impl Read for LabelOperator {
    fn read(value: &mut Value, reader: &mut Reader) -> Self {
        match String::read(value, reader).as_str() {
            "In" => LabelOperator::In,
            "NotIn" => LabelOperator::NotIn,
            "Exists" => LabelOperator::Exists,
            "DoesNotExist" => LabelOperator::DoesNotExist,
            _ => LabelOperator::Unknown,
        }
    }
}

impl LabelSelector {
    pub fn matches(&self, labels: &BTreeMap<String, String>) -> bool {
        self.match_labels.iter().all(|(key, value)| labels.get(key) == Some(value))
            && self.match_expressions.iter().all(|requirement| requirement.matches(labels))
    }
}

impl LabelRequirement {
    /// `NotIn` and `DoesNotExist` also hold for an object without the label.
    fn matches(&self, labels: &BTreeMap<String, String>) -> bool {
        let value = labels.get(&self.key);
        let listed = value.is_some_and(|value| self.values.contains(value));
        match self.operator {
            LabelOperator::In => listed,
            LabelOperator::NotIn => !listed,
            LabelOperator::Exists => value.is_some(),
            LabelOperator::DoesNotExist => value.is_none(),
            LabelOperator::Unknown => false,
        }
    }
}
