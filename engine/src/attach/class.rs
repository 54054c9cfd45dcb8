use super::{AttachOptions, ClassState, condition::*};
use crate::{admit::Admitted, api::GatewayClass, source::FieldPath};

pub(super) fn state(class: &Admitted<GatewayClass>, options: &AttachOptions) -> ClassState {
    let name = &class.body.spec.controller_name;
    let ours = options.controller.as_ref().is_none_or(|controller| controller == name);
    let spec = FieldPath::root().field("spec");
    let accepted = match (&class.body.spec.parameters_ref, &options.controller) {
        _ if !ours => Condition::new(ClassAccepted::Pending, format!("waiting for controller `{name}`"))
            .at(spec.field("controllerName"))
            .hint("leave out --controller to take every GatewayClass"),
        // Who asks for one controller wants its verdict, and this one knows no parameters. Without
        // --controller the manifests may be written for another implementation: see `problems`.
        (Some(parameters), Some(_)) => Condition::new(
            ClassAccepted::InvalidParameters,
            format!(
                "parametersRef names {} `{}`, and no kind of parameters is supported",
                parameters.kind, parameters.name
            ),
        )
        .at(spec.field("parametersRef"))
        .hint("remove spec.parametersRef"),
        _ => Condition::new(ClassAccepted::Accepted, "the GatewayClass is accepted"),
    };
    let supported_version =
        Condition::new(ClassSupportedVersion::SupportedVersion, "Gateway API v1.6.1 is supported");
    ClassState { ours, accepted, supported_version }
}
