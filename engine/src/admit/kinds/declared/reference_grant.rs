use super::{
    common::{group, kind, namespace, object_name},
    plain,
};
use crate::admit::schema::{Declared, list, object};

pub(super) fn reference_grant() -> Declared {
    let from = object().req("group", group()).req("kind", kind()).req("namespace", namespace());
    let to = object().req("group", group()).req("kind", kind()).opt("name", object_name());
    let spec = object().req("from", list(from).min(1).max(16)).req("to", list(to).min(1).max(16));
    plain().req("spec", spec)
}
