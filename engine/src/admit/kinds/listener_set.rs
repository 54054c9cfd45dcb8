use super::{
    GATEWAY_API,
    common::{group, kind, namespace, object_name},
    listener::entries,
    resource,
};
use crate::admit::schema::{Declare, Node, object, opt, req};

pub(super) fn listener_set() -> Node {
    let parent = object([
        opt("group", group().default_to(GATEWAY_API)),
        opt("kind", kind().default_to("Gateway")),
        req("name", object_name()),
        opt("namespace", namespace()),
    ]);
    let spec = object([req("parentRef", parent), req("listeners", entries())]);
    resource([req("spec", spec)]).into()
}
