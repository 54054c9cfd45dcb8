use std::collections::BTreeMap;

use serde::Deserialize;

use super::{LocalObjectReference, SecretObjectReference, SessionPersistence};

/// `LocalPolicyTargetReference` and `LocalPolicyTargetReferenceWithSectionName`; other projects'
/// policies may name a namespace, too.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PolicyTargetReference {
    #[serde(default)]
    pub group: String,
    pub kind: String,
    pub name: String,
    pub namespace: Option<String>,
    pub section_name: Option<String>,
}

#[derive(Debug, Clone, Deserialize)]
pub struct BackendTLSPolicy {
    pub spec: BackendTLSPolicySpec,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct BackendTLSPolicySpec {
    pub target_refs: Vec<PolicyTargetReference>,
    pub validation: BackendTLSPolicyValidation,
    #[serde(default)]
    pub options: BTreeMap<String, String>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct BackendTLSPolicyValidation {
    #[serde(default, rename = "caCertificateRefs")]
    pub ca_certificate_refs: Vec<LocalObjectReference>,
    #[serde(rename = "wellKnownCACertificates")]
    pub well_known_ca_certificates: Option<String>,
    pub hostname: String,
    #[serde(default)]
    pub subject_alt_names: Vec<SubjectAltName>,
}

#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct SubjectAltName {
    #[serde(rename = "type")]
    pub kind: String,
    pub hostname: Option<String>,
    pub uri: Option<String>,
}

#[derive(Debug, Clone, Deserialize)]
pub struct XBackendTrafficPolicy {
    pub spec: BackendTrafficPolicySpec,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct BackendTrafficPolicySpec {
    pub target_refs: Vec<PolicyTargetReference>,
    pub retry_constraint: Option<RetryConstraint>,
    pub session_persistence: Option<SessionPersistence>,
}

/// How many of the requests to a backend may be retries.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct RetryConstraint {
    pub budget: Option<RetryBudget>,
    pub min_retry_rate: Option<RequestRate>,
}

#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct RetryBudget {
    pub percent: Option<u32>,
    pub interval: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct RequestRate {
    pub count: Option<u32>,
    pub interval: Option<String>,
}

/// A destination outside of the cluster.
#[derive(Debug, Clone, Deserialize)]
pub struct XBackend {
    pub spec: BackendSpec,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct BackendSpec {
    #[serde(rename = "type")]
    pub kind: String,
    pub port: BackendPort,
    pub external_hostname: Option<ExternalHostnameBackend>,
    pub protocol: Option<String>,
    pub tls: Option<BackendTLS>,
}

#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct BackendPort {
    pub name: Option<String>,
    pub port: u16,
}

#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct ExternalHostnameBackend {
    pub hostname: String,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct BackendTLS {
    pub mode: String,
    pub client_certificate_ref: Option<SecretObjectReference>,
    pub validation: Option<BackendTLSPolicyValidation>,
}

/// A service mesh: nothing here serves it, and its status says so.
#[derive(Debug, Clone, Deserialize)]
pub struct XMesh {
    pub spec: MeshSpec,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct MeshSpec {
    pub controller_name: String,
}

/// An object of any other kind that follows GEP-713: it names what it is about.
#[derive(Debug, Clone)]
pub struct ForeignPolicy {
    pub group: String,
    pub kind: String,
    pub target_refs: Vec<PolicyTargetReference>,
    /// Whether the target stands in `targetRef`, not in a list.
    pub single: bool,
}

impl ForeignPolicy {
    /// Reads `spec.targetRef` or `spec.targetRefs`, if that is what the object has.
    pub fn of(group: &str, kind: &str, object: &serde_json::Value) -> Option<Self> {
        let spec = object.get("spec")?;
        let read = |value: &serde_json::Value| PolicyTargetReference::deserialize(value).ok();
        let (single, target_refs) = match (spec.get("targetRef"), spec.get("targetRefs")) {
            (Some(one), _) => (true, vec![read(one)?]),
            (None, list) => (false, list?.as_array()?.iter().map(read).collect::<Option<_>>()?),
        };
        Some(ForeignPolicy { group: group.to_owned(), kind: kind.to_owned(), target_refs, single })
    }
}
