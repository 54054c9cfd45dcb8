use super::{
    BackendKind, BackendTarget, BackendTlsOf, BackendTlsState, RefFault, Resolved,
    condition::RouteResolvedRefs, grant::Crossing, lookup::Lookup, x_backend,
};
use crate::{
    SharedStr,
    admit::{Admitted, At, closest},
    api::{self, BackendReference, Route, RouteKind, Service, XBackend},
    source::{FieldPath, hint},
};

/// Resolves one backend reference (`HTTPBackendRef`, `BackendRef`: what makes one invalid).
pub(super) fn resolve(
    route: &Admitted<Route>,
    reference: &BackendReference,
    path: &impl Place,
    lookup: &Lookup<'_>,
) -> Resolved {
    let resolving = Resolving {
        route,
        reference,
        path,
        lookup,
        namespace: reference.namespace.as_ref().unwrap_or(&route.meta.namespace),
    };
    let found = match (reference.group.as_str(), reference.kind.as_str()) {
        ("", "Service") => resolving.service(),
        (api::X_GROUP, "XBackend") => resolving.x_backend(),
        _ => Err(resolving.wrong_kind()),
    };
    found.map(|target| lookup.targets.share(target)).map_err(Box::new)
}

/// Where a reference is written, which only matters if it leads nowhere.
pub(super) trait Place {
    fn path(&self) -> FieldPath;
}

impl Place for At<'_> {
    fn path(&self) -> FieldPath {
        At::path(self)
    }
}

impl Place for FieldPath {
    fn path(&self) -> FieldPath {
        self.clone()
    }
}

struct Resolving<'a> {
    route: &'a Admitted<Route>,
    reference: &'a BackendReference,
    path: &'a dyn Place,
    lookup: &'a Lookup<'a>,
    /// Of the target.
    namespace: &'a SharedStr,
}

impl Resolving<'_> {
    /// Of the target.
    fn full_name(&self) -> String {
        [self.namespace.as_str(), "/", &self.reference.name].concat()
    }

    fn fault(&self, reason: RouteResolvedRefs, field: Option<&str>, message: String) -> RefFault {
        let path = self.path.path();
        let path = field.map_or_else(|| path.clone(), |field| path.field(field));
        RefFault { reason, message, path, hint: None }
    }

    fn wrong_kind(&self) -> RefFault {
        let BackendReference { group, kind, name, .. } = self.reference;
        let group = if group.is_empty() { "core" } else { group };
        let message = format!(
            "backend `{name}` is a {kind} of group {group}, and only Services and XBackends are supported"
        );
        let fault = self.fault(RouteResolvedRefs::InvalidKind, Some("kind"), message);
        let what = match kind.as_str() {
            "ServiceImport" => "refer to a Service: there is one cluster here",
            _ => "refer to a Service",
        };
        RefFault { hint: hint(|| what.to_owned()), ..fault }
    }

    /// Asked first, so that a refused route learns nothing about what exists elsewhere.
    fn permitted(&self) -> Result<(), RefFault> {
        let from_kind = self.route.body.kind.name();
        let crossing = Crossing {
            from_kind,
            from_namespace: &self.route.meta.namespace,
            to_group: &self.reference.group,
            to_kind: &self.reference.kind,
            to_namespace: self.namespace,
            to_name: &self.reference.name,
        };
        if crossing.permitted(self.lookup) {
            return Ok(());
        }
        let article = if from_kind == "HTTPRoute" { "an" } else { "a" };
        let message = format!(
            "no ReferenceGrant in namespace `{}` lets {article} {from_kind} of namespace `{}` refer to {} `{}`",
            self.namespace, self.route.meta.namespace, self.reference.kind, self.reference.name
        );
        let fault = self.fault(RouteResolvedRefs::RefNotPermitted, Some("namespace"), message);
        Err(RefFault { hint: hint(|| crossing.missing_grant()), ..fault })
    }

    fn service(&self) -> Result<BackendTarget, RefFault> {
        self.permitted()?;
        let Some((_, service)) = self.lookup.service(self.namespace, &self.reference.name) else {
            let services = self.lookup.world.services.iter().map(|service| &service.meta);
            return Err(self.missing("Service", services));
        };
        let ports = &service.body.spec.ports;
        let Some(number) = self.reference.port else {
            let message = format!("a reference to Service `{}` needs a port", self.reference.name);
            let fault = self.fault(RouteResolvedRefs::BackendNotFound, None, message);
            return Err(RefFault { hint: hint(|| its_ports(&service.body)), ..fault });
        };
        // An ExternalName Service needs no ports of its own: its host has them all.
        let external = service.body.spec.kind.as_deref() == Some("ExternalName");
        if external && ports.is_empty() {
            let policy = self.lookup.backend_tls.of_port(self.namespace, &self.reference.name, None);
            self.accepted_policy(policy, number)?;
            return Ok(self.target(BackendKind::Service, number, false, of_policy(policy)));
        }
        self.port(&service.body, number)
    }

    fn port(&self, service: &Service, number: u16) -> Result<BackendTarget, RefFault> {
        let transport = if self.route.body.kind == RouteKind::Udp { "UDP" } else { "TCP" };
        let mut same = service.spec.ports.iter().filter(|port| port.port == number).peekable();
        if same.peek().is_none() {
            let message = format!("Service `{}` has no port {number}", self.full_name());
            let fault = self.fault(RouteResolvedRefs::BackendNotFound, Some("port"), message);
            return Err(RefFault { hint: hint(|| its_ports(service)), ..fault });
        }
        let Some(port) = same.find(|port| port.protocol.as_deref().unwrap_or("TCP") == transport) else {
            let message =
                format!("port {number} of Service `{}` is not a {transport} port", self.full_name());
            return Err(self.fault(RouteResolvedRefs::UnsupportedProtocol, Some("port"), message));
        };
        let policy =
            self.lookup.backend_tls.of_port(self.namespace, &self.reference.name, port.name.as_ref());
        self.accepted_policy(policy, number)?;
        let protocol = port.app_protocol.as_deref().unwrap_or_default();
        let http2 = protocol == "kubernetes.io/h2c";
        let target = self.target(BackendKind::Service, number, http2, of_policy(policy));
        let carriage = carriage(self.route.body.kind, protocol);
        if carriage == Carriage::Yes || carriage == Carriage::WithTls && policy.is_some() {
            return Ok(target);
        }
        let name = format!("port {number} of Service `{}` has appProtocol `{protocol}`", self.full_name());
        let (message, what) = match carriage {
            Carriage::WithTls => (
                format!("{name}, which needs TLS, and no BackendTLSPolicy is about the port"),
                "apply a BackendTLSPolicy for the Service",
            ),
            Carriage::Yes | Carriage::No => (
                format!("{name}, which {}s cannot carry", self.route.body.kind.name()),
                match self.route.body.kind {
                    RouteKind::Grpc => "`kubernetes.io/h2c` is supported (KEP-3726)",
                    _ => {
                        "`kubernetes.io/h2c`, `kubernetes.io/ws` and `kubernetes.io/wss` are supported (KEP-3726)"
                    }
                },
            ),
        };
        let fault = self.fault(RouteResolvedRefs::UnsupportedProtocol, Some("port"), message);
        Err(RefFault { hint: hint(|| what.to_owned()), ..fault })
    }

    /// The Gateway is no TLS client of what it passes on, so of that alone a policy may be anything.
    fn accepted_policy(&self, policy: Policy<'_>, number: u16) -> Result<(), RefFault> {
        let Some((_, policy)) = policy else { return Ok(()) };
        if policy.accepted.is_true() || !self.route.body.kind.is_http() {
            return Ok(());
        }
        let message = format!(
            "the BackendTLSPolicy for port {number} of Service `{}` cannot be met: {}",
            self.full_name(),
            policy.accepted.message
        );
        let fault = self.fault(RouteResolvedRefs::InvalidBackendTLSPolicy, None, message);
        Err(RefFault { hint: hint(|| "mend the policy".to_owned()), ..fault })
    }

    /// GEP-4894: an XBackend is for the routes of its own namespace, and no grant changes that.
    fn x_backend(&self) -> Result<BackendTarget, RefFault> {
        if *self.namespace != self.route.meta.namespace {
            let message = format!(
                "XBackend `{}/{}` is for routes of its own namespace alone",
                self.namespace, self.reference.name
            );
            let fault = self.fault(RouteResolvedRefs::RefNotPermitted, Some("namespace"), message);
            let what = || "make an XBackend in the route's namespace".to_owned();
            return Err(RefFault { hint: hint(what), ..fault });
        }
        let Some((number, backend)) = self.lookup.backend(self.namespace, &self.reference.name) else {
            let backends = self.lookup.world.backends.iter().map(|backend| &backend.meta);
            return Err(self.missing("XBackend", backends));
        };
        let XBackend { spec } = &backend.body;
        let port = spec.port.port;
        if self.reference.port.is_some_and(|number| number != port) {
            let message = format!("XBackend `{}` has port {port}", backend.meta.full_name());
            return Err(self.fault(RouteResolvedRefs::BackendNotFound, Some("port"), message));
        }
        let why = match (spec.protocol.as_deref(), self.route.body.kind) {
            (Some("MCP"), _) => "speaks MCP, which is not supported",
            (Some("HTTP11"), RouteKind::Grpc) => "speaks HTTP/1.1, which carries no gRPC",
            (_, RouteKind::Udp) => "is reached by TCP",
            (protocol, kind) => {
                let accepted = x_backend::accepted(backend, self.lookup);
                if !accepted.is_true() && kind.is_http() {
                    let name = backend.meta.full_name();
                    let message = format!("XBackend `{name}` is not accepted: {}", accepted.message);
                    return Err(self.fault(
                        RouteResolvedRefs::InvalidBackendTLSPolicy,
                        Some("name"),
                        message,
                    ));
                }
                let http2 = matches!(protocol, Some("HTTP2" | "H2C" | "GRPC"));
                let tls = spec.tls.as_ref().filter(|tls| tls.mode != "None");
                let tls = tls.map(|_| BackendTlsOf::XBackend(number));
                return Ok(self.target(BackendKind::XBackend, port, http2, tls));
            }
        };
        let message = format!("XBackend `{}` {why}", backend.meta.full_name());
        Err(self.fault(RouteResolvedRefs::UnsupportedProtocol, Some("name"), message))
    }

    fn target(&self, kind: BackendKind, port: u16, http2: bool, tls: Option<BackendTlsOf>) -> BackendTarget {
        let (namespace, name) = (self.namespace.clone(), self.reference.name.clone());
        BackendTarget { kind, namespace, name, port, http2, tls }
    }

    fn missing<'a>(
        &self,
        kind: &str,
        objects: impl Iterator<Item = &'a crate::admit::Meta> + Clone,
    ) -> RefFault {
        let message = format!("{kind} `{}/{}` does not exist", self.namespace, self.reference.name);
        let fault = self.fault(RouteResolvedRefs::BackendNotFound, Some("name"), message);
        let names = objects.filter(|meta| meta.namespace == *self.namespace).map(|meta| meta.name.as_str());
        RefFault { hint: hint(|| self.meant(kind, names)), ..fault }
    }

    /// What there is instead of a backend that does not exist.
    fn meant<'a>(&self, kind: &str, names: impl Iterator<Item = &'a str> + Clone) -> String {
        if let Some(near) = closest(&self.reference.name, names.clone()) {
            return format!("did you mean `{near}`?");
        }
        // A large input has too many to list.
        let listed: Vec<_> = names.take(8).map(|name| format!("`{name}`")).collect();
        match listed.as_slice() {
            [] => format!("add the {kind} to the input: namespace `{}` has none there", self.namespace),
            listed => format!("namespace `{}` has {kind} {}", self.namespace, listed.join(", ")),
        }
    }
}

fn its_ports(service: &Service) -> String {
    let listed = service.spec.ports.iter().map(|port| port.port.to_string()).collect::<Vec<_>>().join(", ");
    if listed.is_empty() { "it has none".to_owned() } else { format!("its ports are {listed}") }
}

/// The policy for a port, and its number.
type Policy<'a> = Option<(usize, &'a BackendTlsState)>;

fn of_policy(policy: Policy<'_>) -> Option<BackendTlsOf> {
    policy.map(|(number, _)| BackendTlsOf::Policy(number))
}

/// Whether a kind of route can be carried to a port of some `appProtocol`.
#[derive(PartialEq, Eq)]
enum Carriage {
    Yes,
    WithTls,
    No,
}

/// GEP-1911, "Supporting Protocols". Connections are passed on whatever they carry. Names without a
/// prefix are IANA's; of other projects' nothing is known.
fn carriage(kind: RouteKind, protocol: &str) -> Carriage {
    match (kind, protocol) {
        (RouteKind::Tls | RouteKind::Tcp | RouteKind::Udp, _) | (_, "kubernetes.io/h2c") => Carriage::Yes,
        (RouteKind::Http, "kubernetes.io/ws") => Carriage::Yes,
        (RouteKind::Http, "kubernetes.io/wss") => Carriage::WithTls,
        (_, protocol) if protocol.contains('/') => Carriage::No,
        _ => Carriage::Yes,
    }
}
