//! The regular expressions of the API, each of which stands in many places.

use crate::admit::schema::{Pattern, known};

/// All of them; a packed schema has their numbers.
pub(in crate::admit) static PATTERNS: [&Pattern; 16] = [
    &GROUP,
    &KIND,
    &NAMESPACE,
    &SUBDOMAIN,
    &HOSTNAME,
    &CONTROLLER,
    &ADDRESS_TYPE,
    &LABEL_VALUE,
    &PROTOCOL,
    &HEADER_NAME,
    &HEADER_VALUE,
    &DURATION,
    &ORIGIN,
    &AUTH_PATH,
    &WELL_KNOWN_CERTIFICATES,
    &ABSOLUTE_URI,
];

/// Group: a subdomain, or empty for the core group.
pub(super) static GROUP: Pattern = Pattern::new(known::GROUP);

pub(super) static KIND: Pattern = Pattern::new(known::KIND);

pub(super) static NAMESPACE: Pattern = Pattern::new(known::LABEL);

/// SectionName and PreciseHostname.
pub(super) static SUBDOMAIN: Pattern = Pattern::new(known::SUBDOMAIN);

/// Hostname: a subdomain whose first label may be `*`.
pub(super) static HOSTNAME: Pattern = Pattern::new(known::HOSTNAME);

/// GatewayController: a domain, then a path.
pub(super) static CONTROLLER: Pattern = Pattern::new(
    r"^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*\/[A-Za-z0-9\/\-._~%!$&'()*+,;=:]+$",
);

pub(super) static ADDRESS_TYPE: Pattern = Pattern::new(
    r"^Hostname|IPAddress|NamedAddress|[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*\/[A-Za-z0-9\/\-._~%!$&'()*+,;=:]+$",
);

pub(super) static LABEL_VALUE: Pattern = Pattern::new(r"^(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?$");

/// ProtocolType.
pub(super) static PROTOCOL: Pattern = Pattern::new(
    r"^[a-zA-Z0-9]([-a-zA-Z0-9]*[a-zA-Z0-9])?$|[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*\/[A-Za-z0-9]+$",
);

/// HeaderName: a token of RFC 9110.
pub(super) static HEADER_NAME: Pattern = Pattern::new(known::HEADER_NAME);

/// HTTPHeader values: visible characters with single blanks between.
pub(super) static HEADER_VALUE: Pattern = Pattern::new(known::HEADER_VALUE);

/// Duration: GEP-2257.
pub(super) static DURATION: Pattern = Pattern::new(r"^([0-9]{1,5}(h|m|s|ms)){1,4}$");

/// CORSOrigin.
pub(super) static ORIGIN: Pattern =
    Pattern::new(r"(^\*$)|(^(http(s)?):\/\/(((\*\.)?([a-zA-Z0-9\-]+\.)*[a-zA-Z0-9-]+|\*)(:([0-9]{1,5}))?)$)");

/// HTTPAuthConfig.path.
pub(super) static AUTH_PATH: Pattern = Pattern::new(known::PATH);

/// WellKnownCACertificatesType.
pub(super) static WELL_KNOWN_CERTIFICATES: Pattern = Pattern::new(
    r"^(System|([a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*/([A-Za-z0-9][-A-Za-z0-9_.]{0,61})?[A-Za-z0-9]))$",
);

/// AbsoluteURI.
pub(super) static ABSOLUTE_URI: Pattern =
    Pattern::new(r"^(([^:/?#]+):)(//([^/?#]*))([^?#]*)(\?([^#]*))?(#(.*))?");
