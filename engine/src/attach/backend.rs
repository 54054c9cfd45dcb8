use super::{BackendTarget, RefFault, condition::RouteResolvedRefs, grant::Crossing};
use crate::{
    admit::{Admitted, World},
    api::{BackendReference, HTTPRoute},
    source::FieldPath,
};

/// Resolves one backend reference (`HTTPBackendRef`: what makes one invalid).
pub(super) fn resolve(
    route: &Admitted<HTTPRoute>,
    reference: &BackendReference,
    path: &FieldPath,
    world: &World,
) -> Result<BackendTarget, RefFault> {
    let fault = |reason, message: String, path: FieldPath, hint: Option<String>| {
        Err(RefFault { reason, message, path, hint })
    };
    if !(reference.group.is_empty() && reference.kind == "Service") {
        let group = if reference.group.is_empty() { "core" } else { &reference.group };
        return fault(
            RouteResolvedRefs::InvalidKind,
            format!(
                "backend `{}` is a {} of group {group}, and only Services are supported",
                reference.name, reference.kind
            ),
            path.field("kind"),
            Some("refer to a Service".to_owned()),
        );
    }
    let namespace = reference.namespace.as_deref().unwrap_or(&route.meta.namespace);
    let crossing = Crossing {
        from_kind: "HTTPRoute",
        from_namespace: &route.meta.namespace,
        to_group: &reference.group,
        to_kind: &reference.kind,
        to_namespace: namespace,
        to_name: &reference.name,
    };
    // Asked first, so that a refused route learns nothing about what exists elsewhere.
    if !crossing.permitted(world) {
        return fault(
            RouteResolvedRefs::RefNotPermitted,
            format!(
                "no ReferenceGrant in namespace `{namespace}` lets an HTTPRoute of namespace `{}` refer to Service `{}`",
                route.meta.namespace, reference.name
            ),
            path.field("namespace"),
            Some(crossing.missing_grant()),
        );
    }
    let Some(service) = world.services.iter().find(|service| service.meta.is(namespace, &reference.name))
    else {
        return fault(
            RouteResolvedRefs::BackendNotFound,
            format!("Service `{namespace}/{}` does not exist", reference.name),
            path.field("name"),
            Some(known_services(namespace, world)),
        );
    };
    let ports = &service.body.spec.ports;
    let listed = || ports.iter().map(|port| port.port.to_string()).collect::<Vec<_>>().join(", ");
    let Some(number) = reference.port else {
        return fault(
            RouteResolvedRefs::BackendNotFound,
            format!("a reference to Service `{}` needs a port", reference.name),
            path.clone(),
            Some(format!("its ports are {}", listed())),
        );
    };
    let Some(port) = ports.iter().find(|port| port.port == number) else {
        return fault(
            RouteResolvedRefs::BackendNotFound,
            format!("Service `{namespace}/{}` has no port {number}", reference.name),
            path.field("port"),
            Some(format!("its ports are {}", listed())),
        );
    };
    if port.protocol.as_deref().is_some_and(|protocol| protocol != "TCP") {
        return fault(
            RouteResolvedRefs::UnsupportedProtocol,
            format!("port {number} of Service `{namespace}/{}` is not a TCP port", reference.name),
            path.field("port"),
            None,
        );
    }
    Ok(BackendTarget { namespace: namespace.to_owned(), service: reference.name.clone(), port: number })
}

fn known_services(namespace: &str, world: &World) -> String {
    let names: Vec<_> = world
        .services
        .iter()
        .filter(|service| service.meta.namespace == namespace)
        .map(|service| format!("`{}`", service.meta.name))
        .collect();
    if names.is_empty() {
        format!("add the Service to the input: namespace `{namespace}` has none there")
    } else {
        format!("namespace `{namespace}` has Service {}", names.join(", "))
    }
}
