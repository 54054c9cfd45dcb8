use super::{common::reference, patterns, resource};
use crate::admit::schema::{Declared, object, string};

pub(super) fn gateway_class() -> Declared {
    let controller_name =
        string().min(1).max(253).pattern(&patterns::CONTROLLER).rule("self == oldSelf", "Value is immutable");
    let spec = object()
        .req("controllerName", controller_name)
        .opt("description", string().max(64))
        .opt("parametersRef", reference());
    resource().req("spec", spec)
}
