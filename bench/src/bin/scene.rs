//! Writes the workload, or an Envoy that serves it, for xtask and for whoever wants to run it by hand.

use std::env;
use std::error::Error;
use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::ExitCode;

use bench::engine::bundle;
use bench::envoy::{Scene, Subject};
use bench::workload::{Action, Format, Shape, Workload, definition, manifests};

const USAGE: &str = "\
usage: scene yaml|json|bundle SHAPE RULES > FILE
       scene answer|forward SUBJECT SHAPE RULES PORT BACKEND MODULE > FILE
       scene follow DIRECTORY SHAPE RULES PORT BACKEND MODULE
       scene idle > FILE
SUBJECT is one, manager, routes, idle, sdk or ours";

/// The module that does nothing.
const IDLE: &str = include_str!("../idle.wat");

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<(), Box<dyn Error>> {
    let words: Vec<_> = env::args().skip(1).collect();
    let words: Vec<_> = words.iter().map(String::as_str).collect();
    let workload = |shape: &str, rules: &str| -> Result<Workload, Box<dyn Error>> {
        Ok(Workload::of(Shape::named(shape).ok_or(USAGE)?, rules.parse()?))
    };
    let scene = |port: &str, backend: &str, module: &str| -> Result<Scene, Box<dyn Error>> {
        let admin = Path::new(module).with_file_name(format!("admin-{port}.sock"));
        Ok(Scene { port: port.parse()?, backend: backend.parse()?, module: module.into(), admin })
    };
    let bytes = match words[..] {
        ["idle"] => wat::parse_str(IDLE)?,
        ["yaml", shape, rules] => manifests(&workload(shape, rules)?, Format::Yaml).into_bytes(),
        ["json", shape, rules] => manifests(&workload(shape, rules)?, Format::Json).into_bytes(),
        ["bundle", shape, rules] => bundle(&definition(&workload(shape, rules)?)),
        ["follow", directory, shape, rules, port, backend, module] => {
            let directory = std::path::absolute(directory)?;
            fs::create_dir_all(&directory)?;
            let scene = scene(port, backend, module)?;
            for (path, document) in scene.followed(&workload(shape, rules)?, &directory) {
                // In one step: Envoy may be reading.
                let new = path.with_extension("new");
                fs::write(&new, document)?;
                fs::rename(new, path)?;
            }
            Vec::new()
        }
        [action @ ("answer" | "forward"), subject, shape, rules, port, backend, module] => {
            let action = if action == "answer" { Action::Answer } else { Action::Forward };
            let subject = Subject::named(subject).ok_or(USAGE)?;
            let workload = workload(shape, rules)?;
            scene(port, backend, module)?.bootstrap(&workload, subject, action).to_string().into_bytes()
        }
        _ => return Err(USAGE.into()),
    };
    Ok(std::io::stdout().lock().write_all(&bytes)?)
}
