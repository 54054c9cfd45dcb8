use std::path::Path;

use engine::{
    analysis::Analysis,
    api::{BackendTLSPolicyValidation, SubjectAltName},
    attach::{Authority, BackendTlsOf, Certificate},
};

use crate::plan::{Authorities, SubjectName, UpstreamTls};

/// How TLS is spoken with a backend, with the certificate of a Gateway if one is given; nothing where
/// that cannot be met.
pub(super) fn backend_tls(
    analysis: &Analysis,
    of: BackendTlsOf,
    gateway: Option<usize>,
    system: &Path,
) -> Option<UpstreamTls> {
    let (validation, authorities, certificate, host) = match of {
        BackendTlsOf::Policy(number) => {
            let policy = analysis.world.backend_tls_policies.get(number)?;
            let state = analysis.graph.policies.backend_tls.get(number).filter(|it| it.accepted.is_true())?;
            let gateway = gateway.and_then(|number| analysis.graph.gateways.get(number));
            let certificate = gateway.and_then(|gateway| gateway.client_certificate);
            (Some(&policy.body.spec.validation), &state.authorities, certificate, None)
        }
        BackendTlsOf::XBackend(number) => {
            let spec = &analysis.world.backends.get(number)?.body.spec;
            let state = analysis.graph.backends.get(number).filter(|it| it.accepted.is_true())?;
            let validation = spec.tls.as_ref().and_then(|tls| tls.validation.as_ref());
            let host = spec.external_hostname.as_ref().map(|external| external.hostname.as_str());
            (validation, &state.authorities, state.client_certificate, host)
        }
    };
    // An XBackend that says nothing of it is known by its name, to those whom the system trusts.
    let server_name = validation.map(|validation| validation.hostname.as_str()).or(host)?;
    let bundle: Option<Vec<_>> = authorities.iter().map(|authority| pem_of(analysis, *authority)).collect();
    Some(UpstreamTls {
        server_name: server_name.to_owned(),
        names: names(validation, server_name),
        // One that is named and cannot be read must not become those whom the system trusts.
        authorities: match bundle?.as_slice() {
            [] => Authorities::File(system.to_owned()),
            list => Authorities::Pem(list.join("\n")),
        },
        certificate: match certificate {
            Some(certificate) => Some(key_pair(analysis, certificate)?),
            None => None,
        },
    })
}

/// `BackendTLSPolicyValidation.subjectAltNames` in place of the hostname, where there are any.
fn names(validation: Option<&BackendTLSPolicyValidation>, server_name: &str) -> Vec<SubjectName> {
    let listed = validation.map(|it| it.subject_alt_names.as_slice()).unwrap_or_default();
    let name = |name: &SubjectAltName| match (&name.hostname, &name.uri) {
        (_, Some(uri)) if name.kind == "URI" => Some(SubjectName::Uri(uri.clone())),
        (Some(hostname), _) => Some(SubjectName::Dns(hostname.clone())),
        _ => None,
    };
    if listed.is_empty() {
        return vec![SubjectName::Dns(server_name.to_owned())];
    }
    listed.iter().filter_map(name).collect()
}

fn pem_of(analysis: &Analysis, authority: Authority) -> Option<String> {
    let bytes = match authority {
        Authority::ConfigMap(number) => analysis.world.config_maps.get(number)?.body.value("ca.crt"),
        Authority::Secret(number) => analysis.world.secrets.get(number)?.body.value("ca.crt"),
    };
    text(bytes?)
}

fn key_pair(analysis: &Analysis, certificate: Certificate) -> Option<(String, String)> {
    let secret = &analysis.world.secrets.get(certificate.secret)?.body;
    Some((text(secret.value("tls.crt")?)?, text(secret.value("tls.key")?)?))
}

/// What stands around PEM may be anything; PEM itself is ASCII.
fn text(bytes: Vec<u8>) -> Option<String> {
    Some(String::from_utf8_lossy(&bytes).into_owned())
}
