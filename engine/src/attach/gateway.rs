use super::{
    AttachOptions, Certificate, ClassState, GatewayState, ListenerState,
    certificate::{self, CertificateFaultKind, Referrer},
    condition::*,
    listener::{self, Entry},
    lookup::Lookup,
};
use crate::{
    admit::{Admitted, World},
    api::{self, FrontendValidationMode, Gateway},
    source::FieldPath,
};

/// A Gateway that no controller has taken.
pub(super) fn pending(accepted: Condition<GatewayAccepted>) -> GatewayState {
    let programmed = Condition::new(GatewayProgrammed::Pending, &accepted.message);
    GatewayState {
        class: None,
        accepted,
        programmed,
        resolved_refs: None,
        insecure_frontend: None,
        default: None,
        listeners: Vec::new(),
        client_certificate: None,
    }
}

/// A Gateway of an accepted class, with the listeners of its ListenerSets.
pub(super) fn state(
    gateway: &Admitted<Gateway>,
    class: usize,
    sets: Vec<Entry<'_>>,
    lookup: &Lookup<'_>,
    options: &AttachOptions,
) -> GatewayState {
    let own = gateway.body.spec.listeners.iter().enumerate().map(|(number, spec)| Entry {
        set: None,
        namespace: &gateway.meta.namespace,
        number,
        spec: spec.clone(),
    });
    let mut listeners = listener::states(gateway, own.chain(sets).collect(), lookup);
    let accepted = unsupported_parameters(gateway, options)
        .or_else(|| unsupported_address(gateway))
        .unwrap_or_else(|| summary(&listeners));
    let programmed = programmed(gateway, &accepted, &listeners);
    if !programmed.is_true() {
        listener::hold_back(&mut listeners, &programmed.message);
    }
    let (client_certificate, resolved_refs) = client_certificate(gateway, &listeners, lookup);
    let insecure_frontend = insecure_frontend(&gateway.body);
    GatewayState {
        class: Some(class),
        accepted,
        programmed,
        resolved_refs: Some(resolved_refs),
        insecure_frontend,
        default: default(&gateway.body),
        listeners,
        client_certificate,
    }
}

/// A Gateway none of whose listeners can be used, its own or a ListenerSet's, is none for the data
/// plane (`GatewayReasonInvalid`).
fn programmed(
    gateway: &Admitted<Gateway>,
    accepted: &Condition<GatewayAccepted>,
    listeners: &[ListenerState],
) -> Condition<GatewayProgrammed> {
    if !accepted.is_true() {
        return Condition::new(GatewayProgrammed::Invalid, &accepted.message);
    }
    if let Some(condition) = unusable_address(gateway) {
        return condition;
    }
    if listeners.iter().any(ListenerState::is_usable) {
        return Condition::new(GatewayProgrammed::Programmed, "the Gateway is programmed");
    }
    Condition::new(GatewayProgrammed::Invalid, "no listener can be programmed")
}

/// The accepted class of ours that the Gateway names.
pub(super) fn claim(
    gateway: &Admitted<Gateway>,
    lookup: &Lookup<'_>,
    classes: &[ClassState],
) -> Result<usize, Condition<GatewayAccepted>> {
    let name = &gateway.body.spec.gateway_class_name;
    let pending = |message: String| {
        Condition::new(GatewayAccepted::Pending, message)
            .at(FieldPath::root().field("spec").field("gatewayClassName"))
    };
    let Some(class) = lookup.class(name) else {
        return Err(pending(format!(
            "GatewayClass `{name}` does not exist, so no controller takes this Gateway and none of its routes is served"
        ))
        .hint_of(|| missing_class(name, lookup.world)));
    };
    match classes.get(class) {
        Some(state) if state.ours && state.accepted.is_true() => Ok(class),
        Some(state) => {
            Err(pending(format!("GatewayClass `{name}` is not accepted: {}", state.accepted.message))
                .hint_of(|| format!("mend GatewayClass `{name}` first")))
        }
        None => Err(pending(format!("GatewayClass `{name}` is unknown"))),
    }
}

/// The manifest that mends it, or the name that was meant.
fn missing_class(name: &str, world: &World) -> String {
    let manifest = format!(
        "apply a GatewayClass of your controller:\n\
         apiVersion: {group}/v1\n\
         kind: GatewayClass\n\
         metadata:\n  name: {name}\n\
         spec:\n  controllerName: {controller}",
        group = api::GROUP,
        controller = well_known_controller(name).unwrap_or("example.com/gateway-controller"),
    );
    let names: Vec<_> = world.gateway_classes.iter().map(|class| format!("`{}`", class.meta.name)).collect();
    if names.is_empty() {
        manifest
    } else {
        format!("the input has GatewayClass {}: name one of them, or {manifest}", names.join(", "))
    }
}

/// The `controllerName` that goes with the class name of an implementation's own guide.
fn well_known_controller(class: &str) -> Option<&'static str> {
    Some(match class {
        "cilium" => "io.cilium/gateway-controller",
        "istio" => "istio.io/gateway-controller",
        "eg" | "envoy" | "envoy-gateway" => "gateway.envoyproxy.io/gatewayclass-controller",
        "nginx" => "gateway.nginx.org/nginx-gateway-controller",
        "traefik" => "traefik.io/gateway-controller",
        "kong" => "konghq.com/kic-gateway-controller",
        "kgateway" => "kgateway.dev/kgateway",
        _ => return None,
    })
}

/// `GatewayInfrastructure.parametersRef`. As with a class's, who asks for no controller may have
/// manifests for another implementation: see `problems`.
fn unsupported_parameters(
    gateway: &Admitted<Gateway>,
    options: &AttachOptions,
) -> Option<Condition<GatewayAccepted>> {
    let parameters = gateway.body.spec.infrastructure.as_ref()?.parameters_ref.as_ref()?;
    options.controller.as_ref()?;
    let message = format!(
        "parametersRef names {} `{}`, and no kind of parameters is supported",
        parameters.kind, parameters.name
    );
    let condition = Condition::new(GatewayAccepted::InvalidParameters, message);
    let path = FieldPath::root().field("spec").field("infrastructure").field("parametersRef");
    Some(condition.at(path).hint("remove spec.infrastructure.parametersRef"))
}

/// `GatewaySpec.addresses`: IP addresses are what a socket can be bound to.
fn unsupported_address(gateway: &Admitted<Gateway>) -> Option<Condition<GatewayAccepted>> {
    let spec = FieldPath::root().field("spec").field("addresses");
    let mut addresses = gateway.body.spec.addresses.iter().enumerate();
    let (number, address) = addresses.find(|(_, address)| address.kind != "IPAddress")?;
    let message =
        format!("address `{}` has type `{}`, and only `IPAddress` is supported", address.value, address.kind);
    Some(
        Condition::new(GatewayAccepted::UnsupportedAddress, message)
            .at(spec.index(number).field("type"))
            .hint("name an IP address, or leave spec.addresses out"),
    )
}

/// An address that is nobody's, so that no socket can be bound to it: multicast and documentation
/// ranges (RFC 5737, RFC 3849).
fn unusable_address(gateway: &Admitted<Gateway>) -> Option<Condition<GatewayProgrammed>> {
    let mut addresses = gateway.body.spec.addresses.iter().enumerate();
    let (number, address) = addresses.find(|(_, address)| is_nobodys(&address.value))?;
    let message = format!("address `{}` belongs to no machine, so nothing can be bound to it", address.value);
    Some(
        Condition::new(GatewayProgrammed::AddressNotUsable, message)
            .at(FieldPath::root().field("spec").field("addresses").index(number).field("value"))
            .hint("name an address of this machine, or leave spec.addresses out"),
    )
}

fn is_nobodys(address: &str) -> bool {
    match address.parse() {
        Ok(std::net::IpAddr::V4(address)) => address.is_documentation() || address.is_multicast(),
        Ok(std::net::IpAddr::V6(address)) => {
            address.is_multicast() || matches!(address.segments(), [0x2001, 0xdb8, ..])
        }
        // An empty value asks for any address.
        Err(_) => false,
    }
}

/// `GatewayBackendTLS.clientCertificateRef`, and what the listeners could not resolve.
fn client_certificate(
    gateway: &Admitted<Gateway>,
    listeners: &[ListenerState],
    lookup: &Lookup<'_>,
) -> (Option<Certificate>, Condition<GatewayResolvedRefs>) {
    let referrer = Referrer { kind: "Gateway", namespace: &gateway.meta.namespace };
    let reference = gateway.body.spec.tls.backend.client_certificate_ref.as_ref();
    let certificate = match reference.map(|reference| certificate::key_pair(referrer, reference, lookup)) {
        Some(Err(fault)) => {
            let reason = match fault.why {
                CertificateFaultKind::NotPermitted => GatewayResolvedRefs::RefNotPermitted,
                CertificateFaultKind::Kind | CertificateFaultKind::Invalid => {
                    GatewayResolvedRefs::InvalidClientCertificateRef
                }
            };
            let path = FieldPath::root().field("spec").field("tls").field("backend");
            let path = path.field("clientCertificateRef").field(fault.field);
            let condition = Condition::new(reason, fault.message).at(path);
            return (None, condition.hinted(fault.hint));
        }
        Some(Ok(certificate)) => Some(certificate),
        None => None,
    };
    let own = listeners.iter().filter(|listener| listener.set.is_none());
    let unresolved: Vec<_> = own
        .filter(|listener| !listener.resolved_refs.is_true())
        .map(|listener| format!("`{}`", listener.spec.name))
        .collect();
    let condition = if unresolved.is_empty() {
        Condition::new(GatewayResolvedRefs::ResolvedRefs, "all references are resolved")
    } else {
        let message = format!("references of these listeners are not resolved: {}", unresolved.join(", "));
        Condition::new(GatewayResolvedRefs::ListenersNotResolved, message)
    };
    (certificate, condition)
}

fn insecure_frontend(gateway: &Gateway) -> Option<Condition<GatewayInsecureFrontend>> {
    let frontend = gateway.spec.tls.frontend.as_ref()?;
    let configurations =
        std::iter::once(&frontend.default).chain(frontend.per_port.iter().map(|own| &own.tls));
    let mut validations = configurations.filter_map(|tls| tls.validation.as_ref());
    let insecure = validations.any(|one| one.mode == FrontendValidationMode::AllowInsecureFallback);
    insecure.then(|| {
        Condition::new(
            GatewayInsecureFrontend::ConfigurationChanged,
            "clients without a valid certificate are let in (mode AllowInsecureFallback)",
        )
    })
}

/// `GatewaySpec.defaultScope`.
fn default(gateway: &Gateway) -> Option<Condition<GatewayDefault>> {
    let scope = gateway.spec.default_scope.as_deref().filter(|scope| *scope == "All")?;
    Some(Condition::new(GatewayDefault::DefaultScope, format!("the Gateway has default scope {scope}")))
}

/// The Gateway's own listeners; those of ListenerSets speak in the sets' status.
fn summary(listeners: &[ListenerState]) -> Condition<GatewayAccepted> {
    let own = || listeners.iter().filter(|listener| listener.set.is_none());
    let (good, bad) = listener::by_use(own());
    if bad.is_empty() {
        Condition::new(GatewayAccepted::Accepted, "the Gateway is accepted")
    } else if own().any(|listener| listener.accepted.is_true()) {
        Condition::new(GatewayAccepted::SomeListenersNotValid, listener::told_by_use(&good, &bad))
    } else {
        Condition::new(GatewayAccepted::ListenersNotValid, listener::told_by_use(&good, &bad))
    }
}
