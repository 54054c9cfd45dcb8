//! What routes of all protocols have in common.

use super::{
    GATEWAY_API,
    common::{duration, group, hostname, kind, namespace, object_name, port_number, section_name},
};
use crate::admit::schema::{Declared, Evident, list, object, string};

/// Hostnames of HTTPRoute and GRPCRoute.
pub(super) fn hostnames() -> Declared {
    list(hostname()).max(16)
}

pub(super) fn parent_references() -> Declared {
    let reference = object()
        .opt("group", group().default_to(GATEWAY_API))
        .opt("kind", kind().default_to("Gateway"))
        .opt("namespace", namespace())
        .req("name", object_name())
        .opt("sectionName", section_name())
        .opt("port", port_number());
    list(reference)
        .max(32)
        .standard_rule(
            "self.all(p1, self.all(p2, p1.group == p2.group && p1.kind == p2.kind && p1.name == p2.name && (((!has(p1.__namespace__) || p1.__namespace__ == '') && (!has(p2.__namespace__) || p2.__namespace__ == '')) || (has(p1.__namespace__) && has(p2.__namespace__) && p1.__namespace__ == p2.__namespace__ )) ? ((!has(p1.sectionName) || p1.sectionName == '') == (!has(p2.sectionName) || p2.sectionName == '')) : true))",
            "sectionName must be specified when parentRefs includes 2 or more references to the same parent",
        )
        .standard_rule(
            "self.all(p1, self.exists_one(p2, p1.group == p2.group && p1.kind == p2.kind && p1.name == p2.name && (((!has(p1.__namespace__) || p1.__namespace__ == '') && (!has(p2.__namespace__) || p2.__namespace__ == '')) || (has(p1.__namespace__) && has(p2.__namespace__) && p1.__namespace__ == p2.__namespace__ )) && (((!has(p1.sectionName) || p1.sectionName == '') && (!has(p2.sectionName) || p2.sectionName == '')) || (has(p1.sectionName) && has(p2.sectionName) && p1.sectionName == p2.sectionName))))",
            "sectionName must be unique when parentRefs includes 2 or more references to the same parent",
        )
        .experimental_rule(
            "self.all(p1, self.all(p2, p1.group == p2.group && p1.kind == p2.kind && p1.name == p2.name && (((!has(p1.__namespace__) || p1.__namespace__ == '') && (!has(p2.__namespace__) || p2.__namespace__ == '')) || (has(p1.__namespace__) && has(p2.__namespace__) && p1.__namespace__ == p2.__namespace__)) ? ((!has(p1.sectionName) || p1.sectionName == '') == (!has(p2.sectionName) || p2.sectionName == '') && (!has(p1.port) || p1.port == 0) == (!has(p2.port) || p2.port == 0)): true))",
            "sectionName or port must be specified when parentRefs includes 2 or more references to the same parent",
        )
        .experimental_rule(
            "self.all(p1, self.exists_one(p2, p1.group == p2.group && p1.kind == p2.kind && p1.name == p2.name && (((!has(p1.__namespace__) || p1.__namespace__ == '') && (!has(p2.__namespace__) || p2.__namespace__ == '')) || (has(p1.__namespace__) && has(p2.__namespace__) && p1.__namespace__ == p2.__namespace__ )) && (((!has(p1.sectionName) || p1.sectionName == '') && (!has(p2.sectionName) || p2.sectionName == '')) || ( has(p1.sectionName) && has(p2.sectionName) && p1.sectionName == p2.sectionName)) && (((!has(p1.port) || p1.port == 0) && (!has(p2.port) || p2.port == 0)) || (has(p1.port) && has(p2.port) && p1.port == p2.port))))",
            "sectionName or port must be unique when parentRefs includes 2 or more references to the same parent",
        )
        .evident(Evident::Parents)
}

/// Rules whose names differ, which only the experimental channel asks for.
pub(super) fn unique_rule_names(rules: Declared) -> Declared {
    let (expression, message) = rule_names_differ();
    rules.experimental_rule(expression, message)
}

/// The rule about the names of rules, and its message.
pub(super) fn rule_names_differ() -> (&'static str, &'static str) {
    (
        "self.all(l1, !has(l1.name) || self.exists_one(l2, has(l2.name) && l1.name == l2.name))",
        "Rule name must be unique within the route",
    )
}

/// UseDefaultGateways.
pub(super) fn use_default_gateways() -> Declared {
    string().one_of(&["All", "None"])
}

pub(super) fn session_persistence() -> Declared {
    let lifetime = string().one_of(&["Permanent", "Session"]).default_to("Session");
    object()
        .opt("sessionName", string().max(128))
        .opt("type", string().one_of(&["Cookie", "Header"]).default_to("Cookie"))
        .opt("absoluteTimeout", duration())
        .opt("cookieConfig", object()
        .opt("lifetimeType", lifetime))
    .rule(
        "!has(self.cookieConfig) || !has(self.cookieConfig.lifetimeType) || self.cookieConfig.lifetimeType != 'Permanent' || has(self.absoluteTimeout)",
        "AbsoluteTimeout must be specified when cookie lifetimeType is Permanent",
    )
    .rule(
        "!has(self.cookieConfig) || self.type == 'Cookie'",
        "cookieConfig can only be set with type Cookie",
    )
}
