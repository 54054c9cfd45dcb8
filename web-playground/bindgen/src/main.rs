//! `web-bindgen INPUT.wasm DIRECTORY`: the JavaScript side of a wasm-bindgen build, for browsers.

use std::env;
use std::path::PathBuf;

use anyhow::{Context, Result, bail};
use wasm_bindgen_cli_support::Bindgen;

/// What the files are called.
const NAME: &str = "gatewright";

fn main() -> Result<()> {
    let arguments: Vec<_> = env::args_os().skip(1).map(PathBuf::from).collect();
    let [input, directory] = arguments.as_slice() else { bail!("usage: web-bindgen INPUT.wasm DIRECTORY") };
    let mut bindgen = Bindgen::new();
    bindgen.input_path(input).out_name(NAME).typescript(false).web(true)?;
    // Where the module lies is the business of the package around it.
    bindgen.omit_default_module_path(true);
    // After a trap, the memory may be in any state: the package then starts from a fresh instance.
    bindgen.reset_state_function(true);
    bindgen.remove_name_section(true).remove_producers_section(true);
    bindgen.generate(directory).with_context(|| format!("cannot write {}", directory.display()))
}
