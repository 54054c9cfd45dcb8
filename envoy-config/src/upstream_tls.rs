use serde_json::Value;

use crate::json::json;
use crate::plan::{Authorities, Protocol, SubjectName, UpstreamTls};
use crate::secret::{inline, key_pair};

/// The transport socket of a cluster whose backends speak TLS.
pub(crate) fn upstream_tls(tls: &UpstreamTls, protocol: Protocol) -> Value {
    let authorities = match &tls.authorities {
        Authorities::Pem(bundle) => inline(bundle),
        Authorities::File(path) => json!({ "filename": path.to_string_lossy() }),
    };
    let mut common = json!({
        // Envoy's default for a client ends at 1.2.
        "tls_params": { "tls_maximum_protocol_version": "TLSv1_3" },
        "validation_context": {
            "trusted_ca": authorities,
            "match_typed_subject_alt_names": tls.names.iter().map(subject_name).collect::<Vec<_>>(),
        },
    });
    let alpn = match protocol {
        Protocol::Http1 => "http/1.1",
        Protocol::Http2 => "h2",
        Protocol::Any => "",
    };
    if !alpn.is_empty() {
        common["alpn_protocols"] = json!([alpn]);
    }
    if let Some((certificate, key)) = &tls.certificate {
        common["tls_certificates"] = json!([key_pair(certificate, key)]);
    }
    json!({
        "name": "envoy.transport_sockets.tls",
        "typed_config": {
            "@type": "type.googleapis.com/envoy.extensions.transport_sockets.tls.v3.UpstreamTlsContext",
            "sni": tls.server_name,
            "common_tls_context": common,
        },
    })
}

fn subject_name(name: &SubjectName) -> Value {
    let (kind, how, value) = match name {
        // Envoy compares an exact name as TLS does, wildcards of the certificate included.
        SubjectName::Dns(name) => match name.strip_prefix('*') {
            Some(suffix) => ("DNS", "suffix", suffix),
            None => ("DNS", "exact", name.as_str()),
        },
        SubjectName::Uri(uri) => ("URI", "exact", uri.as_str()),
    };
    json!({ "san_type": kind, "matcher": { how: value } })
}
