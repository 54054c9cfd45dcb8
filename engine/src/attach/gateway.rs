use super::{AttachOptions, ClassState, GatewayState, ListenerState, condition::*, listener};
use crate::{
    admit::{Admitted, World},
    api::{self, Gateway},
    source::FieldPath,
};

pub(super) fn state(
    gateway: &Admitted<Gateway>,
    world: &World,
    classes: &[ClassState],
    options: &AttachOptions,
) -> GatewayState {
    match claim(gateway, world, classes) {
        Err(accepted) => {
            let programmed = Condition::new(GatewayProgrammed::Pending, accepted.message.clone());
            GatewayState { class: None, accepted, programmed, listeners: Vec::new() }
        }
        Ok(class) => {
            let listeners = listener::states(gateway);
            let accepted = unsupported_parameters(gateway, options)
                .or_else(|| unsupported_address(gateway))
                .unwrap_or_else(|| summary(gateway, &listeners));
            let programmed = if accepted.is_true() {
                Condition::new(GatewayProgrammed::Programmed, "the Gateway is programmed")
            } else {
                Condition::new(GatewayProgrammed::Invalid, accepted.message.clone())
            };
            GatewayState { class: Some(class), accepted, programmed, listeners }
        }
    }
}

/// The accepted class of ours that the Gateway names.
fn claim(
    gateway: &Admitted<Gateway>,
    world: &World,
    classes: &[ClassState],
) -> Result<usize, Condition<GatewayAccepted>> {
    let name = &gateway.body.spec.gateway_class_name;
    let pending = |message: String| {
        Condition::new(GatewayAccepted::Pending, message)
            .at(FieldPath::root().field("spec").field("gatewayClassName"))
    };
    let Some(class) = world.gateway_classes.iter().position(|class| class.meta.name == *name) else {
        return Err(pending(format!(
            "GatewayClass `{name}` does not exist, so no controller takes this Gateway and none of its routes is served"
        ))
        .hint(missing_class(name, world)));
    };
    match classes.get(class) {
        Some(state) if state.ours && state.accepted.is_true() => Ok(class),
        Some(state) => {
            Err(pending(format!("GatewayClass `{name}` is not accepted: {}", state.accepted.message))
                .hint(format!("mend GatewayClass `{name}` first")))
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
    let found =
        gateway.body.spec.addresses.iter().enumerate().find(|(_, address)| address.kind != "IPAddress");
    found.map(|(number, address)| {
        Condition::new(
            GatewayAccepted::UnsupportedAddress,
            format!(
                "address `{}` has type `{}`, and only `IPAddress` is supported",
                address.value, address.kind
            ),
        )
        .at(spec.index(number).field("type"))
        .hint("name an IP address, or leave spec.addresses out")
    })
}

fn summary(gateway: &Admitted<Gateway>, listeners: &[ListenerState]) -> Condition<GatewayAccepted> {
    let names = |accepted: bool| {
        let listed = gateway.body.spec.listeners.iter().zip(listeners);
        let chosen = listed.filter(|(_, state)| state.accepted.is_true() == accepted);
        chosen.map(|(listener, _)| format!("`{}`", listener.name)).collect::<Vec<_>>()
    };
    let (good, bad) = (names(true), names(false));
    match (good.as_slice(), bad.as_slice()) {
        (_, []) => Condition::new(GatewayAccepted::Accepted, "the Gateway is accepted"),
        ([], bad) => Condition::new(
            GatewayAccepted::ListenersNotValid,
            format!("no listener can be used: {}", bad.join(", ")),
        ),
        (good, bad) => Condition::new(
            GatewayAccepted::SomeListenersNotValid,
            format!("these listeners cannot be used: {}; these are: {}", bad.join(", "), good.join(", ")),
        ),
    }
}
