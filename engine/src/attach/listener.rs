use super::{
    Attached, Certificate, ClientValidation, GatewayState, ListenerState, ParentState, RouteState,
    certificate::{self, CertificateFault, CertificateFaultKind, Referrer},
    condition::*,
    conflict::{Conflict, ConflictKind, Family, conflicts},
    hostname,
    lookup::Lookup,
};
use crate::{
    admit::Admitted,
    api::{
        self, FrontendTLSValidation, FrontendValidationMode, Gateway, Listener, RouteGroupKind, RouteKind,
        TLSMode,
    },
    source::{FieldPath, REPORTS},
};

/// A listener of a Gateway, its own or one that a ListenerSet adds.
#[derive(Debug)]
pub(super) struct Entry<'a> {
    /// Index and name of the ListenerSet.
    pub(super) set: Option<(usize, &'a str)>,
    pub(super) namespace: &'a str,
    pub(super) number: usize,
    pub(super) spec: Listener,
}

impl Entry<'_> {
    pub(super) fn full_name(&self) -> String {
        match self.set {
            None => format!("listener `{}` of the Gateway", self.spec.name),
            Some((_, set)) => {
                format!("listener `{}` of ListenerSet `{}/{set}`", self.spec.name, self.namespace)
            }
        }
    }

    /// What the status of another listener may say of this one: the owner of a ListenerSet may not see
    /// sets of other namespaces (`ListenerSetSpec.listeners`).
    pub(super) fn name_for(&self, reader: &Entry<'_>) -> String {
        if self.set == reader.set {
            format!("listener `{}`", self.spec.name)
        } else if self.is_open_to(reader) {
            self.full_name()
        } else {
            "a listener of another ListenerSet".to_owned()
        }
    }

    pub(super) fn is_open_to(&self, reader: &Entry<'_>) -> bool {
        self.set.is_none() || self.namespace == reader.namespace
    }

    pub(super) fn path(&self) -> FieldPath {
        FieldPath::root().field("spec").field("listeners").index(self.number)
    }

    fn referrer(&self) -> Referrer<'_> {
        let kind = if self.set.is_some() { "ListenerSet" } else { "Gateway" };
        Referrer { kind, namespace: self.namespace }
    }
}

/// The state of each listener of one Gateway, ListenerSets included.
pub(super) fn states(
    gateway: &Admitted<Gateway>,
    entries: Vec<Entry<'_>>,
    lookup: &Lookup<'_>,
) -> Vec<ListenerState> {
    let conflicts = conflicts(&entries);
    // Nobody but a status and a note tells of them.
    let overlaps = if REPORTS { overlaps(&entries, &conflicts) } else { vec![None; entries.len()] };
    entries
        .into_iter()
        .zip(conflicts)
        .zip(overlaps)
        .map(|((entry, conflict), overlap)| state(gateway, entry, conflict, overlap, lookup))
        .collect()
}

fn state(
    gateway: &Admitted<Gateway>,
    entry: Entry<'_>,
    conflict: Option<Conflict>,
    overlapping_tls: Option<Condition<ListenerOverlappingTls>>,
    lookup: &Lookup<'_>,
) -> ListenerState {
    let path = entry.path();
    let references = References::of(gateway, &entry, lookup);
    let accepted = accepted(&entry.spec, conflict.as_ref(), &references, &path);
    let conflicted = match &conflict {
        Some(Conflict { kind: ConflictKind::Protocol, message, .. }) => {
            Condition::new(ListenerConflicted::ProtocolConflict, message)
        }
        Some(Conflict { kind: ConflictKind::Hostname, message, .. }) => {
            Condition::new(ListenerConflicted::HostnameConflict, message)
        }
        None => Condition::new(ListenerConflicted::NoConflicts, "no other listener is in the way"),
    };
    let programmed = programmed(&entry.spec, &accepted, &references);
    ListenerState {
        set: entry.set.map(|(set, _)| set),
        number: entry.number,
        supported_kinds: supported_kinds(&entry.spec),
        resolved_refs: references.condition(&entry.spec, &path),
        certificates: references.certificates,
        client_validation: references.client_validation,
        spec: entry.spec,
        accepted,
        conflicted,
        programmed,
        overlapping_tls,
        attached: Vec::new(),
    }
}

fn accepted(
    listener: &Listener,
    conflict: Option<&Conflict>,
    references: &References,
    path: &FieldPath,
) -> Condition<ListenerAccepted> {
    if let Some(Conflict { kind, message, unnamed }) = conflict {
        let reason = match kind {
            ConflictKind::Hostname => ListenerAccepted::HostnameConflict,
            ConflictKind::Protocol => ListenerAccepted::ProtocolConflict,
        };
        let hint = || {
            let what = "give the listeners different ports, or different hostnames under one protocol";
            unnamed.as_ref().map_or(what.to_owned(), |other| format!("{what}; the other is {other}"))
        };
        return Condition::new(reason, message).at(path.clone()).hint_of(hint);
    }
    if Family::of(listener).is_none() {
        return Condition::new(
            ListenerAccepted::UnsupportedProtocol,
            format!("protocol `{}` is not supported", listener.protocol),
        )
        .at(path.field("protocol"))
        .hint("`HTTP`, `HTTPS`, `TLS`, `TCP` and `UDP` are");
    }
    if references.no_authority() {
        return Condition::new(
            ListenerAccepted::NoValidCACertificate,
            "clients cannot be asked for a certificate: none of the Gateway's certificate authorities can be used",
        );
    }
    Condition::new(ListenerAccepted::Accepted, "the listener is accepted")
}

fn programmed(
    listener: &Listener,
    accepted: &Condition<ListenerAccepted>,
    references: &References,
) -> Condition<ListenerProgrammed> {
    match accepted.reason {
        ListenerAccepted::HostnameConflict => {
            Condition::new(ListenerProgrammed::HostnameConflict, &accepted.message)
        }
        ListenerAccepted::ProtocolConflict => {
            Condition::new(ListenerProgrammed::ProtocolConflict, &accepted.message)
        }
        ListenerAccepted::Accepted if terminates(listener) && references.certificates.is_empty() => {
            let messages: Vec<_> = references.faults.iter().map(|fault| fault.1.message.as_str()).collect();
            let why = if messages.is_empty() { "none is named".to_owned() } else { messages.join("; ") };
            Condition::new(ListenerProgrammed::Invalid, format!("the listener has no certificate: {why}"))
        }
        ListenerAccepted::Accepted => {
            Condition::new(ListenerProgrammed::Programmed, "the listener is programmed")
        }
        _ => Condition::new(ListenerProgrammed::Invalid, &accepted.message),
    }
}

/// Whether the listener speaks TLS with its clients itself.
pub(super) fn terminates(listener: &Listener) -> bool {
    let mode = listener.tls.as_ref().map(|tls| tls.mode);
    match listener.protocol.as_str() {
        "HTTPS" => true,
        "TLS" => mode != Some(TLSMode::Passthrough),
        _ => false,
    }
}

/// `ListenerStatus.supportedKinds`: what the protocol can carry, cut down to what
/// `allowedRoutes.kinds` lists.
fn supported_kinds(listener: &Listener) -> Vec<RouteGroupKind> {
    let carried = carried(listener);
    let listed = &listener.allowed_routes.kinds;
    if listed.is_empty() {
        carried
    } else {
        carried.into_iter().filter(|kind| listed.contains(kind)).collect()
    }
}

fn carried(listener: &Listener) -> Vec<RouteGroupKind> {
    let kinds: &[RouteKind] = match Family::of(listener) {
        Some(Family::Http) => &[RouteKind::Http, RouteKind::Grpc],
        Some(Family::Tls) if listener.protocol == "HTTPS" => &[RouteKind::Http, RouteKind::Grpc],
        Some(Family::Tls) => &[RouteKind::Tls],
        Some(Family::Tcp) => &[RouteKind::Tcp],
        Some(Family::Udp) => &[RouteKind::Udp],
        None => &[],
    };
    let group_kind =
        |kind: &RouteKind| RouteGroupKind { group: api::GROUP.to_owned(), kind: kind.name().to_owned() };
    kinds.iter().map(group_kind).collect()
}

/// What a listener refers to.
struct References {
    certificates: Vec<Certificate>,
    client_validation: Option<ClientValidation>,
    /// In the order of the fields: where each is written, and what is wrong. The Gateway's own
    /// fields have no path here: they are not the listener's.
    faults: Vec<(Option<FieldPath>, CertificateFault, Use)>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Use {
    Certificate,
    Authority,
}

impl References {
    fn of(gateway: &Admitted<Gateway>, entry: &Entry<'_>, lookup: &Lookup<'_>) -> Self {
        let mut references =
            References { certificates: Vec::new(), client_validation: None, faults: Vec::new() };
        if terminates(&entry.spec) {
            references.find_certificates(entry, lookup);
        }
        if entry.spec.protocol == "HTTPS"
            && let Some(validation) = client_validation(&gateway.body, entry.spec.port)
        {
            references.find_authorities(gateway, validation, lookup);
        }
        references
    }

    fn find_certificates(&mut self, entry: &Entry<'_>, lookup: &Lookup<'_>) {
        let Some(tls) = &entry.spec.tls else { return };
        let path = entry.path().field("tls").field("certificateRefs");
        for (number, reference) in tls.certificate_refs.iter().enumerate() {
            match certificate::key_pair(entry.referrer(), reference, lookup) {
                Ok(certificate) => self.certificates.push(certificate),
                Err(fault) => {
                    let path = path.index(number).field(fault.field);
                    self.faults.push((Some(path), fault, Use::Certificate));
                }
            }
        }
    }

    fn find_authorities(
        &mut self,
        gateway: &Admitted<Gateway>,
        validation: &FrontendTLSValidation,
        lookup: &Lookup<'_>,
    ) {
        let referrer = Referrer { kind: "Gateway", namespace: &gateway.meta.namespace };
        let mut authorities = Vec::new();
        for reference in &validation.ca_certificate_refs {
            match certificate::authority(referrer, reference, lookup) {
                Ok(authority) => authorities.push(authority),
                Err(fault) => self.faults.push((None, fault, Use::Authority)),
            }
        }
        let optional = validation.mode == FrontendValidationMode::AllowInsecureFallback;
        self.client_validation = Some(ClientValidation { authorities, optional });
    }

    /// Whether clients are to be checked and nothing can check them.
    fn no_authority(&self) -> bool {
        self.client_validation.as_ref().is_some_and(|validation| validation.authorities.is_empty())
    }

    fn condition(&self, listener: &Listener, path: &FieldPath) -> Condition<ListenerResolvedRefs> {
        if let Some(condition) = unsupported_kind(listener, path) {
            return condition;
        }
        let Some((field, fault, used)) = self.faults.first() else {
            return Condition::new(ListenerResolvedRefs::ResolvedRefs, "all references are resolved");
        };
        let reason = match (fault.why, used) {
            (CertificateFaultKind::NotPermitted, _) => ListenerResolvedRefs::RefNotPermitted,
            (_, Use::Certificate) => ListenerResolvedRefs::InvalidCertificateRef,
            (CertificateFaultKind::Kind, Use::Authority) => ListenerResolvedRefs::InvalidCACertificateKind,
            (CertificateFaultKind::Invalid, Use::Authority) => ListenerResolvedRefs::InvalidCACertificateRef,
        };
        let messages: Vec<_> = self.faults.iter().map(|(_, fault, _)| fault.message.as_str()).collect();
        let condition = Condition::new(reason, messages.join("; "));
        match field {
            Some(field) => condition.at(field.clone()).hinted(fault.hint.clone()),
            None => condition,
        }
    }
}

/// `FrontendTLSConfig`: the port's own, else the default.
fn client_validation(gateway: &Gateway, port: u16) -> Option<&FrontendTLSValidation> {
    let frontend = gateway.spec.tls.frontend.as_ref()?;
    let own = frontend.per_port.iter().find(|own| own.port == port).map(|own| &own.tls);
    own.unwrap_or(&frontend.default).validation.as_ref()
}

fn unsupported_kind(listener: &Listener, path: &FieldPath) -> Option<Condition<ListenerResolvedRefs>> {
    let carried = carried(listener);
    let kinds = listener.allowed_routes.kinds.iter().enumerate();
    let (number, kind) = kinds.into_iter().find(|(_, kind)| !carried.contains(*kind))?;
    let hint = || {
        let supported: Vec<_> = carried.iter().map(|kind| format!("`{}`", kind.kind)).collect();
        match supported.as_slice() {
            [] => "remove the listener".to_owned(),
            supported => format!("it takes {}", supported.join(", ")),
        }
    };
    let message =
        format!("a listener of protocol `{}` does not take kind `{}`", listener.protocol, kind.kind);
    Some(
        Condition::new(ListenerResolvedRefs::InvalidRouteKinds, message)
            .at(path.field("allowedRoutes").field("kinds").index(number))
            .hint_of(hint),
    )
}

/// Listeners whose TLS connections a client may use for each other
/// (`ListenerConditionOverlappingTLSConfig`): same port, hostnames that overlap. One that is in
/// conflict has no TLS configuration.
fn overlaps(
    entries: &[Entry<'_>],
    conflicts: &[Option<Conflict>],
) -> Vec<Option<Condition<ListenerOverlappingTls>>> {
    let hostname = |entry: &Entry<'_>| entry.spec.hostname.clone().unwrap_or_default().to_ascii_lowercase();
    let name = |(entry, conflict): (&Entry<'_>, &Option<Conflict>)| {
        let speaks_tls = matches!(entry.spec.protocol.as_str(), "HTTPS" | "TLS");
        (speaks_tls && conflict.is_none()).then(|| hostname(entry))
    };
    let names: Vec<Option<String>> = entries.iter().zip(conflicts).map(name).collect();
    let overlap = |(number, (entry, name)): (usize, (&Entry<'_>, &Option<String>))| {
        let host = name.as_deref()?;
        let mut others = entries.iter().zip(&names).enumerate().filter(|(other, _)| *other != number);
        let (_, (rival, _)) = others.find(|(_, (rival, name))| {
            let Some(name) = name else { return false };
            let meet = host.is_empty() || name.is_empty() || hostname::intersect(Some(host), name);
            rival.spec.port == entry.spec.port && meet
        })?;
        let message =
            format!("a connection for {} can carry what is meant for this one, too", rival.name_for(entry));
        Some(Condition::new(ListenerOverlappingTls::OverlappingHostnames, message))
    };
    entries.iter().zip(&names).enumerate().map(overlap).collect()
}

/// Nothing is programmed of a Gateway that is not.
pub(super) fn hold_back(listeners: &mut [ListenerState], why: &str) {
    for listener in listeners.iter_mut().filter(|listener| listener.programmed.is_true()) {
        let message = format!("the Gateway is not programmed: {why}");
        listener.programmed = Condition::new(ListenerProgrammed::Pending, message);
    }
}

/// The names of those that can be used, and of the others.
pub(super) fn by_use<'a>(listeners: impl Iterator<Item = &'a ListenerState>) -> (Vec<String>, Vec<String>) {
    let (good, bad): (Vec<_>, Vec<_>) = listeners.partition(|listener| listener.is_usable());
    let names = |list: Vec<&ListenerState>| {
        list.into_iter().map(|listener| format!("`{}`", listener.spec.name)).collect()
    };
    (names(good), names(bad))
}

/// What is said where some of [`by_use`] cannot be used.
pub(super) fn told_by_use(good: &[String], bad: &[String]) -> String {
    if good.is_empty() {
        format!("no listener can be used: {}", bad.join(", "))
    } else {
        format!("these listeners cannot be used: {}; these are: {}", bad.join(", "), good.join(", "))
    }
}

/// Puts an accepted route on the listeners that take it, once each.
pub(super) fn register(gateways: &mut [GatewayState], number: usize, route: &RouteState) {
    for parent in &route.parents {
        let ParentState::Gateway(parent) = &parent.state else { continue };
        if !parent.accepted.is_true() {
            continue;
        }
        let Some(gateway) = gateways.get_mut(parent.gateway) else { continue };
        for verdict in &parent.listeners {
            if let (Some(listener), Ok(hostnames)) =
                (gateway.listeners.get_mut(verdict.listener), &verdict.result)
                // Routes come one after the other, so a second time is the last.
                && listener.attached.last().is_none_or(|attached| attached.route != number)
            {
                listener.attached.push(Attached { route: number, hostnames: hostnames.clone() });
            }
        }
    }
}
