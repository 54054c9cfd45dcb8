use super::{
    GATEWAY_API,
    common::{group, kind, namespace, object_name},
    listener::entries,
    resource,
};
use crate::admit::schema::{Declared, object};

pub(super) fn listener_set() -> Declared {
    let parent = object()
        .opt("group", group().default_to(GATEWAY_API))
        .opt("kind", kind().default_to("Gateway"))
        .req("name", object_name())
        .opt("namespace", namespace());
    let spec = object().req("parentRef", parent).req("listeners", entries());
    resource().req("spec", spec)
}
