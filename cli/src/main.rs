//! `gatewright`: what Gateway API manifests do, and why, at the command line.

mod admission;
mod args;
mod bundle;
mod check;
mod draw;
mod envoy;
mod exit;
mod explain;
mod input;
mod kubernetes;
mod manifests;
mod output;
mod placement;
mod playground;
mod pool;
mod scope;
mod serve;
mod status;
mod table;
mod time;

use std::process::ExitCode;

use clap::{CommandFactory, Parser};
use mimalloc::MiMalloc;

use crate::{
    args::{Arguments, Command},
    exit::{Failure, Verdict},
};

/// Objects are many small blocks: what asks for them takes a fifth less time than with the C library's.
#[global_allocator]
static HEAP: MiMalloc = MiMalloc;

fn main() -> ExitCode {
    let Arguments { color, command } = Arguments::parse();
    color.choice().write_global();
    match run(command) {
        Ok(verdict) => verdict.into(),
        Err(failure) => failure.report(),
    }
}

fn run(command: Command) -> Result<Verdict, Failure> {
    match command {
        Command::Check(args) => check::run(args),
        Command::Status(args) => status::run(args),
        Command::Explain(args) => explain::run(args),
        Command::Bundle(args) => bundle::run(args),
        Command::Envoy(args) => envoy::run(args),
        Command::Kubernetes(args) => kubernetes::run(args),
        Command::Serve(args) => serve::run(args),
        Command::Playground(args) => playground::run(args),
        Command::Completions { shell } => completions(shell),
    }
}

fn completions(shell: clap_complete::Shell) -> Result<Verdict, Failure> {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Arguments::command(), "gatewright", &mut script);
    output::write(&script)?;
    Ok(Verdict::Fine)
}
