use super::{
    common::{backend_reference, header_name, local_reference, port_number, precise_hostname},
    patterns,
};
use crate::admit::schema::{Declared, Evident, FILTERS, boolean, int32, integer, list, object, string};

/// The type that only the experimental channel has, and its field.
const EXPERIMENTAL: (&str, &str) = ("ExternalAuth", "externalAuth");

/// The types of the standard channel, as its enumeration lists them.
const STANDARD: [&str; 7] = [
    "RequestHeaderModifier",
    "ResponseHeaderModifier",
    "RequestMirror",
    "RequestRedirect",
    "URLRewrite",
    "ExtensionRef",
    "CORS",
];

/// The filters of a rule or of a backend.
pub(super) fn filters() -> Declared {
    let filters = list(filter()).max(16).rule(
        "!(self.exists(f, f.type == 'RequestRedirect') && self.exists(f, f.type == 'URLRewrite'))",
        "May specify either httpRouteFilterRequestRedirect or httpRouteFilterRequestRewrite, but not both",
    );
    let once = ["CORS", "RequestHeaderModifier", "ResponseHeaderModifier", "RequestRedirect", "URLRewrite"];
    let filters = once.into_iter().fold(filters, |filters, kind| {
        filters.rule(
            &format!("self.filter(f, f.type == '{kind}').size() <= 1"),
            format!("{kind} filter cannot be repeated"),
        )
    });
    filters.evident(Evident::Filters)
}

fn filter() -> Declared {
    let kind = string().one_of(&STANDARD).in_experimental(|kind| kind.one_of(&[EXPERIMENTAL.0]));
    let filter = object()
        .req("type", kind)
        .opt("cors", cors())
        .opt("extensionRef", local_reference())
        .experimental("externalAuth", external_auth())
        .opt("requestHeaderModifier", header_modifier())
        .opt("requestMirror", request_mirror())
        .opt("requestRedirect", request_redirect())
        .opt("responseHeaderModifier", header_modifier())
        .opt("urlRewrite", url_rewrite());
    let standard = FILTERS.into_iter().filter(|filter| *filter != EXPERIMENTAL);
    let filter = standard.fold(filter, |filter, (kind, field)| {
        let ([absent, absent_message], [present, present_message]) = union_rules(kind, field);
        filter.rule(&absent, absent_message).rule(&present, present_message)
    });
    let ([absent, absent_message], [present, present_message]) = union_rules(EXPERIMENTAL.0, EXPERIMENTAL.1);
    filter
        .experimental_rule(&absent, absent_message)
        .experimental_rule(&present, present_message)
        .evident(Evident::Filter)
}

/// The filter's type and its field go together: a rule and a message each way.
pub(super) fn union_rules(kind: &str, field: &str) -> ([String; 2], [String; 2]) {
    let absent = [
        format!("!(has(self.{field}) && self.type != '{kind}')"),
        format!("filter.{field} must be nil if the filter.type is not {kind}"),
    ];
    let present = [
        format!("!(!has(self.{field}) && self.type == '{kind}')"),
        format!("filter.{field} must be specified for {kind} filter.type"),
    ];
    (absent, present)
}

/// HTTPCORSFilter.
fn cors() -> Declared {
    let method = string()
        .one_of(&["GET", "HEAD", "POST", "PUT", "DELETE", "CONNECT", "OPTIONS", "TRACE", "PATCH", "*"]);
    let origin = string().min(1).max(253).pattern(&patterns::ORIGIN);
    let no_wildcard_beside_others = "!('*' in self && self.size() > 1)";
    object()
        .opt("allowCredentials", boolean())
        .opt(
            "allowHeaders",
            list(header_name())
                .max(64)
                .set()
                .rule(no_wildcard_beside_others, "AllowHeaders cannot contain '*' alongside other methods"),
        )
        .opt(
            "allowMethods",
            list(method)
                .max(9)
                .set()
                .rule(no_wildcard_beside_others, "AllowMethods cannot contain '*' alongside other methods"),
        )
        .opt(
            "allowOrigins",
            list(origin)
                .max(64)
                .set()
                .rule(no_wildcard_beside_others, "AllowOrigins cannot contain '*' alongside other origins"),
        )
        .opt("exposeHeaders", list(header_name()).max(64).set())
        .opt("maxAge", int32().min(1).default_to(5))
}

/// HTTPExternalAuthFilter.
fn external_auth() -> Declared {
    let headers = || list(string()).max(64).set();
    let http = object()
        .opt("path", string().max(1024).pattern(&patterns::AUTH_PATH))
        .opt("allowedHeaders", headers())
        .opt("allowedResponseHeaders", headers());
    let auth = object()
        .req("protocol", string().one_of(&["HTTP", "GRPC"]))
        .req("backendRef", backend_reference())
        .opt("grpc", object().opt("allowedHeaders", headers()))
        .opt("http", http)
        .opt("forwardBody", object().opt("maxSize", integer()));
    [("GRPC", "grpc"), ("HTTP", "http")].into_iter().fold(auth, |auth: Declared, (protocol, field)| {
        auth.rule(
            &format!("self.protocol == '{protocol}' ? has(self.{field}) : true"),
            format!("{field} must be specified when protocol is set to '{protocol}'"),
        )
        .rule(
            &format!("has(self.{field}) ? self.protocol == '{protocol}' : true"),
            format!("protocol must be '{protocol}' when {field} is set"),
        )
    })
}

/// HTTPHeaderFilter.
pub(super) fn header_modifier() -> Declared {
    let headers = || list(object().req("name", header_name()).req("value", header_value()));
    object()
        .opt("add", headers().max(16).keyed_by(&["name"]))
        .opt("remove", list(string()).max(16).set())
        .opt("set", headers().max(16).keyed_by(&["name"]))
}

/// A header's value, whose characters only the experimental channel restricts.
pub(super) fn header_value() -> Declared {
    string().min(1).max(4096).in_experimental(|value| value.pattern(&patterns::HEADER_VALUE))
}

/// HTTPRequestMirrorFilter.
pub(super) fn request_mirror() -> Declared {
    let fraction = object()
        .req("numerator", int32().min(0))
        .opt("denominator", int32().min(1).default_to(100))
        .rule("self.numerator <= self.denominator", "numerator must be less than or equal to denominator");
    object()
        .req("backendRef", backend_reference())
        .opt("percent", int32().min(0).max(100))
        .opt("fraction", fraction)
        .rule(
            "!(has(self.percent) && has(self.fraction))",
            "Only one of percent or fraction may be specified in HTTPRequestMirrorFilter",
        )
}

/// HTTPRequestRedirectFilter.
fn request_redirect() -> Declared {
    object()
        .opt("scheme", string().one_of(&["http", "https"]))
        .opt("hostname", precise_hostname())
        .opt("path", path_modifier())
        .opt("port", port_number())
        .opt("statusCode", integer().one_of_numbers(&[301, 302, 303, 307, 308]).default_to(302))
}

/// HTTPURLRewriteFilter.
fn url_rewrite() -> Declared {
    object().opt("hostname", precise_hostname()).opt("path", path_modifier())
}

/// HTTPPathModifier.
fn path_modifier() -> Declared {
    let modifier = object()
        .req("type", string().one_of(&["ReplaceFullPath", "ReplacePrefixMatch"]))
        .opt("replaceFullPath", string().max(1024))
        .opt("replacePrefixMatch", string().max(1024));
    let fields = [("ReplaceFullPath", "replaceFullPath"), ("ReplacePrefixMatch", "replacePrefixMatch")];
    fields.into_iter().fold(modifier, |modifier: Declared, (kind, field)| {
        modifier
            .rule(
                &format!("self.type == '{kind}' ? has(self.{field}) : true"),
                format!("{field} must be specified when type is set to '{kind}'"),
            )
            .rule(
                &format!("has(self.{field}) ? self.type == '{kind}' : true"),
                format!("type must be '{kind}' when {field} is set"),
            )
    })
}
