//! `GRPCMethodMatch`, `GRPCRouteRule.matches`: calls of gRPC methods, which are requests for
//! `/service/method`.

use engine::api::{GRPCMethodMatch, GRPCRouteMatch, ValueMatchType};

use super::predicate::meaning;
use crate::{random::regex, support::Asked};

/// What a match asks for comes in this order where service and method have equally many characters,
/// or where an expression has characters whose number says nothing. Ours: both in full, then the
/// service in full, then expressions and methods of any service, then anything.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum MethodType {
    Anything,
    Some,
    Service,
    Full,
}

pub(crate) fn method_type(one: &GRPCRouteMatch) -> MethodType {
    let is_exact = one.method.as_ref().is_some_and(|method| method.kind == ValueMatchType::Exact);
    match (is_exact, service(one).is_some(), method(one).is_some()) {
        (_, false, false) => MethodType::Anything,
        (true, true, true) => MethodType::Full,
        (true, true, false) => MethodType::Service,
        _ => MethodType::Some,
    }
}

pub(crate) fn service(one: &GRPCRouteMatch) -> Option<&str> {
    one.method.as_ref()?.service.as_deref().filter(|service| !service.is_empty())
}

pub(crate) fn method(one: &GRPCRouteMatch) -> Option<&str> {
    one.method.as_ref()?.method.as_deref().filter(|method| !method.is_empty())
}

/// Ours: a request that calls no method is not refused for it. Whatever follows the service is its
/// method, and an expression may take a service or a method with a slash in it.
pub(crate) fn is_for(test: &GRPCRouteMatch, asked: &Asked) -> bool {
    let path = meaning(asked.path());
    let Some(call) = path.strip_prefix('/') else { return method_type(test) == MethodType::Anything };
    let slashes = call.match_indices('/').map(|(slash, _)| slash);
    let mut readings = slashes.map(|slash| (&call[..slash], Some(&call[slash + 1..]))).chain([(call, None)]);
    readings.any(|(service_name, method_name)| match (service(test), method(test)) {
        (None, None) => true,
        (Some(service), None) => part(test, service, service_name),
        (None, Some(method)) => {
            let any_service = !service_name.is_empty() && !service_name.contains('/');
            any_service && method_name.is_some_and(|name| part(test, method, name))
        }
        (Some(service), Some(method)) => {
            part(test, service, service_name) && method_name.is_some_and(|name| part(test, method, name))
        }
    })
}

fn part(test: &GRPCRouteMatch, expected: &str, name: &str) -> bool {
    match &test.method {
        Some(GRPCMethodMatch { kind: ValueMatchType::RegularExpression, .. }) => {
            regex::matches(expected, name)
        }
        _ => expected == name,
    }
}
