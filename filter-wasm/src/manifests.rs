//! Plain manifests as a plugin configuration, for people who have nothing but an Envoy.

use engine::{
    analysis::{Analysis, Options},
    source::{Severity, read_json, read_value},
    table::{Settings, Table},
};
use serde_json::Value;

use crate::structure;

const NEITHER: &str =
    "neither a bundle nor manifests: give the output of `gatewright bundle`, a Struct or JSON";

/// Reads manifests as JSON text (a `google.protobuf.StringValue` in Envoy's configuration), or as the
/// `google.protobuf.Struct` that Envoy makes of YAML: it hands that over as serialised protobuf.
pub(crate) fn table(configuration: &[u8]) -> Result<Table, String> {
    const PATH: &str = "plugin configuration";
    let structure = structure::object(configuration).filter(|structure| !structure.is_empty());
    let mut settings = Settings::default();
    let mut read = |mut value| {
        settings = self::settings(&mut value)?;
        Ok::<_, String>(read_value(PATH, value))
    };
    let (sources, problems) = match structure {
        Some(structure) => read(Value::Object(structure))?,
        None if is_json(configuration) => {
            let text = str::from_utf8(configuration).map_err(|error| format!("not UTF-8: {error}"))?;
            match serde_json::from_str(text) {
                Ok(value) => read(value)?,
                Err(_) => read_json(PATH, text),
            }
        }
        None => return Err(NEITHER.to_owned()),
    };
    let mut analysis = Analysis::of(sources, problems, &Options::default());
    let refused: Vec<_> = analysis.refusals().map(|problem| analysis.line(problem)).collect();
    if !refused.is_empty() {
        return Err(refused.join("; "));
    }
    // A route that does not attach is no reason to turn the others away; it is one to say so.
    for problem in analysis.problems.iter().filter(|problem| problem.severity != Severity::Note) {
        crate::host::log_warning(&format!("gatewright: {}", analysis.line(problem)));
    }
    for rule in analysis.definition.rules.iter() {
        let native = |number: u32| analysis.definition.natives.get(usize::try_from(number).ok()?);
        let natives = analysis
            .definition
            .backends(rule)
            .iter()
            .filter_map(|backend| native(backend.more.as_ref()?.native?));
        let Some(guarded) = natives.map(|native| native.guarded).max() else { continue };
        let then = match guarded {
            true => "answered with an error: nobody else would ask its authorizer",
            false => "forwarded without its timeouts, retries, mirrors and sessions",
        };
        let label = analysis.definition.label(rule);
        crate::host::log_warning(&format!(
            "gatewright: rule `{label}` needs routes of Envoy's own, as `gatewright envoy` writes them; where they are missing, its requests are {then}"
        ));
    }
    analysis.table.settings = settings;
    Ok(analysis.table)
}

/// The field of the settings.
const OURS: &str = "gatewright";

/// Settings stand beside the items of a List, under the filter's own name:
/// `gatewright: {debugHeader: true, accessLog: true}`.
fn settings(value: &mut Value) -> Result<Settings, String> {
    let mut settings = Settings::default();
    let Some(list) = value.as_object_mut().filter(|list| list.contains_key(OURS)) else {
        return Ok(settings);
    };
    let mut given = Value::Null;
    for (name, value) in std::mem::take(list) {
        match name.as_str() {
            OURS => given = value,
            _ => drop(list.insert(name, value)),
        }
    }
    let given =
        given.as_object().ok_or("`gatewright` is no object: write `gatewright: {debugHeader: true}`")?;
    for (name, value) in given {
        let setting = match name.as_str() {
            "debugHeader" => &mut settings.debug,
            "accessLog" => &mut settings.log,
            _ => {
                return Err(format!(
                    "setting `{name}` is not known: there are `debugHeader` and `accessLog`"
                ));
            }
        };
        *setting = value.as_bool().ok_or(format!("setting `{name}` has to be true or false"))?;
    }
    Ok(settings)
}

fn is_json(configuration: &[u8]) -> bool {
    matches!(configuration.trim_ascii_start(), [b'{' | b'[', ..])
}
