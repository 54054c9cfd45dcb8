use std::collections::BTreeMap;

use super::{
    LocalObjectReference, SecretObjectReference, SessionPersistence,
    read::{object, read},
};

object! {
    /// `LocalPolicyTargetReference` and `LocalPolicyTargetReferenceWithSectionName`; other projects'
    /// policies may name a namespace, too.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct PolicyTargetReference {
        pub group: String = String::new(),
        pub kind: String,
        pub name: String,
        pub namespace: Option<String>,
        pub section_name: Option<String>,
    }

    #[derive(Debug, Clone)]
    pub struct BackendTLSPolicy {
        pub spec: BackendTLSPolicySpec,
    }

    #[derive(Debug, Clone)]
    pub struct BackendTLSPolicySpec {
        pub target_refs: Vec<PolicyTargetReference>,
        pub validation: BackendTLSPolicyValidation,
        pub options: BTreeMap<String, String>,
    }

    #[derive(Debug, Clone)]
    pub struct BackendTLSPolicyValidation {
        pub ca_certificate_refs: Vec<LocalObjectReference>,
        pub well_known_ca_certificates ["wellKnownCACertificates"]: Option<String>,
        pub hostname: String,
        pub subject_alt_names: Vec<SubjectAltName>,
    }

    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct SubjectAltName {
        pub kind ["type"]: String,
        pub hostname: Option<String>,
        pub uri: Option<String>,
    }

    #[derive(Debug, Clone)]
    pub struct XBackendTrafficPolicy {
        pub spec: BackendTrafficPolicySpec,
    }

    #[derive(Debug, Clone)]
    pub struct BackendTrafficPolicySpec {
        pub target_refs: Vec<PolicyTargetReference>,
        pub retry_constraint: Option<RetryConstraint>,
        pub session_persistence: Option<SessionPersistence>,
    }

    /// How many of the requests to a backend may be retries.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct RetryConstraint {
        pub budget: Option<RetryBudget>,
        pub min_retry_rate: Option<RequestRate>,
    }

    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct RetryBudget {
        pub percent: Option<u32>,
        pub interval: Option<String>,
    }

    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct RequestRate {
        pub count: Option<u32>,
        pub interval: Option<String>,
    }

    /// A destination outside of the cluster.
    #[derive(Debug, Clone)]
    pub struct XBackend {
        pub spec: BackendSpec,
    }

    #[derive(Debug, Clone)]
    pub struct BackendSpec {
        pub kind ["type"]: String,
        pub port: BackendPort,
        pub external_hostname: Option<ExternalHostnameBackend>,
        pub protocol: Option<String>,
        pub tls: Option<BackendTLS>,
    }

    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct BackendPort {
        pub name: Option<String>,
        pub port: u16,
    }

    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct ExternalHostnameBackend {
        pub hostname: String,
    }

    #[derive(Debug, Clone)]
    pub struct BackendTLS {
        pub mode: String,
        pub client_certificate_ref: Option<SecretObjectReference>,
        pub validation: Option<BackendTLSPolicyValidation>,
    }

    /// A service mesh: nothing here serves it, and its status says so.
    #[derive(Debug, Clone)]
    pub struct XMesh {
        pub spec: MeshSpec,
    }

    #[derive(Debug, Clone)]
    pub struct MeshSpec {
        pub controller_name: String,
    }
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
        let target = |value: &serde_json::Value| read::<PolicyTargetReference>(&mut value.clone()).ok();
        let (single, target_refs) = match (spec.get("targetRef"), spec.get("targetRefs")) {
            (Some(one), _) => (true, vec![target(one)?]),
            (None, list) => (false, list?.as_array()?.iter().map(target).collect::<Option<_>>()?),
        };
        Some(ForeignPolicy { group: group.to_owned(), kind: kind.to_owned(), target_refs, single })
    }
}
