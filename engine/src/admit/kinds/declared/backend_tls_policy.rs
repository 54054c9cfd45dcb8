use super::{
    common::{annotation_value, backend_validation, local_reference, section_name},
    resource,
};
use crate::admit::schema::{Declared, list, map, object};

pub(super) fn backend_tls_policy() -> Declared {
    let spec = object()
        .req("targetRefs", target_references())
        .req("validation", backend_validation())
        .opt("options", map(annotation_value()).max(16));
    resource().req("spec", spec)
}

/// LocalPolicyTargetReferenceWithSectionName, each at most once.
fn target_references() -> Declared {
    list(local_reference().opt("sectionName", section_name()))
        .min(1)
        .max(16)
        .rule(
            "self.all(p1, self.all(p2, p1.group == p2.group && p1.kind == p2.kind && p1.name == p2.name ? ((!has(p1.sectionName) || p1.sectionName == '') == (!has(p2.sectionName) || p2.sectionName == '')) : true))",
            "sectionName must be specified when targetRefs includes 2 or more references to the same target",
        )
        .rule(
            "self.all(p1, self.exists_one(p2, p1.group == p2.group && p1.kind == p2.kind && p1.name == p2.name && (((!has(p1.sectionName) || p1.sectionName == '') && (!has(p2.sectionName) || p2.sectionName == '')) || (has(p1.sectionName) && has(p2.sectionName) && p1.sectionName == p2.sectionName))))",
            "sectionName must be unique when targetRefs includes 2 or more references to the same target",
        )
}
