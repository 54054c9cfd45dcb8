//! The command line. Its names, flags and exit codes are a contract.

use std::{net::IpAddr, path::PathBuf};

use clap::{Args, Parser, Subcommand, ValueEnum, ValueHint};
use engine::admit::Channel;

use crate::pool::Pool;

/// What Gateway API manifests do with a request, and why.
#[derive(Debug, Parser)]
#[command(name = "gatewright", version, after_help = EXIT_CODES, max_term_width = 110)]
#[command(propagate_version = true, subcommand_required = true, arg_required_else_help = true)]
pub(crate) struct Arguments {
    /// When to use colours; NO_COLOR is honoured
    #[arg(long, value_enum, default_value_t = Color::Auto, global = true, value_name = "WHEN")]
    pub(crate) color: Color,
    #[command(subcommand)]
    pub(crate) command: Command,
}

const EXIT_CODES: &str = "\
Exit codes:
  0  fine
  1  the input has problems
  2  the command line is wrong: an unknown flag, a path that does not exist
  3  something outside failed: a file that cannot be read, for example

Examples:
  gatewright check manifests/
  gatewright explain manifests/ -- GET https://foo.example.com/login -H 'x: 1'
  kubectl get gatewayclasses,gateways,httproutes,services -A -o yaml | gatewright status -";

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Find what is wrong with manifests: what the API server would reject, what does not attach
    #[command(after_help = CHECK_EXAMPLES)]
    Check(CheckArgs),
    /// Show the status that a controller would write
    #[command(after_help = STATUS_EXAMPLES)]
    Status(StatusArgs),
    /// Say what happens to one request, and why
    #[command(after_help = EXPLAIN_EXAMPLES)]
    Explain(ExplainArgs),
    /// Write the configuration of the Envoy filter
    #[command(after_help = BUNDLE_EXAMPLES)]
    Bundle(BundleArgs),
    /// Write an Envoy bootstrap and the files it follows
    #[command(after_help = ENVOY_EXAMPLES)]
    Envoy(EnvoyArgs),
    /// Write Kubernetes objects that run Gateways: an Envoy for each, and a Service in front of it
    #[command(after_help = KUBERNETES_EXAMPLES)]
    Kubernetes(KubernetesArgs),
    /// Run manifests on this machine with a real Envoy
    #[command(after_help = SERVE_EXAMPLES)]
    Serve(ServeArgs),
    /// Show in the browser how routes attach and match
    #[command(after_help = PLAYGROUND_EXAMPLES)]
    Playground(PlaygroundArgs),
    /// Write a completion script for a shell
    #[command(after_help = COMPLETION_EXAMPLES)]
    Completions {
        #[arg(value_enum)]
        shell: clap_complete::Shell,
    },
}

// === what commands share ===

const READING: &str = "Reading manifests";

/// Which manifests, and how they are read.
#[derive(Debug, Args)]
pub(crate) struct ManifestArgs {
    /// Files, directories (every .yaml, .yml and .json below them), or `-` for standard input
    #[arg(required = true, value_name = "PATH", value_hint = ValueHint::AnyPath)]
    pub(crate) paths: Vec<PathBuf>,
    #[command(flatten)]
    pub(crate) reading: ReadingArgs,
}

#[derive(Debug, Args)]
pub(crate) struct ReadingArgs {
    /// The release channel of the Gateway API whose rules hold
    #[arg(long, value_enum, default_value_t = ChannelArg::Experimental, help_heading = READING)]
    pub(crate) channel: ChannelArg,
    /// A file or directory with CustomResourceDefinitions, whose objects are checked as well; as often as needed
    #[arg(long, value_name = "PATH", value_hint = ValueHint::AnyPath, help_heading = READING)]
    pub(crate) crd: Vec<PathBuf>,
    /// Take only GatewayClasses of this controllerName; without it, every GatewayClass
    #[arg(long, value_name = "NAME", help_heading = READING)]
    pub(crate) controller: Option<String>,
    /// Look at this Gateway alone, and at what names it
    #[arg(long, value_name = "NAMESPACE/NAME", help_heading = READING)]
    pub(crate) gateway: Option<String>,
    /// The namespace of objects that name none
    #[arg(long, default_value = "default", value_name = "NAMESPACE", help_heading = READING)]
    pub(crate) namespace: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum ChannelArg {
    Standard,
    Experimental,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    Text,
    Json,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Color {
    Auto,
    Always,
    Never,
}

impl From<ChannelArg> for Channel {
    fn from(channel: ChannelArg) -> Self {
        match channel {
            ChannelArg::Standard => Channel::Standard,
            ChannelArg::Experimental => Channel::Experimental,
        }
    }
}

impl Color {
    pub(crate) fn choice(self) -> anstream::ColorChoice {
        match self {
            Color::Auto => anstream::ColorChoice::Auto,
            Color::Always => anstream::ColorChoice::Always,
            Color::Never => anstream::ColorChoice::Never,
        }
    }
}

// === check ===

#[derive(Debug, Args)]
pub(crate) struct CheckArgs {
    #[command(flatten)]
    pub(crate) manifests: ManifestArgs,
    /// The form of the answer
    #[arg(short, long, value_enum, default_value_t = CheckFormat::Text)]
    pub(crate) output: CheckFormat,
    /// Exit with 1 for warnings, too
    #[arg(long)]
    pub(crate) strict: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum CheckFormat {
    Text,
    Json,
    /// For code scanning: SARIF 2.1.0
    Sarif,
}

const CHECK_EXAMPLES: &str = "\
Examples:
  gatewright check gateway.yaml routes/
  kubectl kustomize overlays/prod | gatewright check -
  gatewright check --channel standard --strict .
  gatewright check . --crd vendor/crds/
  gatewright check . -o sarif > gatewright.sarif";

// === status ===

#[derive(Debug, Args)]
pub(crate) struct StatusArgs {
    #[command(flatten)]
    pub(crate) manifests: ManifestArgs,
    /// The form of the answer; JSON is a v1 List of the objects with their status
    #[arg(short, long, value_enum, default_value_t = Format::Text)]
    pub(crate) output: Format,
    /// The address that a Gateway really has, as often as needed
    #[arg(long, value_name = "NAMESPACE/NAME=IP", value_parser = address)]
    pub(crate) address: Vec<(String, IpAddr)>,
}

const STATUS_EXAMPLES: &str = "\
Examples:
  gatewright status manifests/
  gatewright status . --gateway infra/web
  gatewright status . -o json | jq '.items[].status'

SOURCE_DATE_EPOCH, seconds since 1970, fixes the time in conditions.";

// === explain ===

#[derive(Debug, Args)]
#[command(override_usage = "gatewright explain [OPTIONS] <PATH>... -- [METHOD] <URL> [CURL OPTIONS]...")]
pub(crate) struct ExplainArgs {
    #[command(flatten)]
    pub(crate) manifests: ManifestArgs,
    /// The form of the answer
    #[arg(short, long, value_enum, default_value_t = Format::Text)]
    pub(crate) output: Format,
    /// Show every step, however many
    #[arg(long)]
    pub(crate) all: bool,
    /// The request: `GET https://foo.example.com/login -H 'x: 1'`, or a pasted curl command; or a
    /// connection: `tls://db.example.com:5432`
    #[arg(last = true, required = true, value_name = "REQUEST", allow_hyphen_values = true)]
    pub(crate) request: Vec<String>,
}

const EXPLAIN_EXAMPLES: &str = "\
Examples:
  gatewright explain . -- https://foo.example.com/login
  gatewright explain . -- POST foo.example.com/api -H 'x: 1'
  gatewright explain . -- curl -X POST 'http://foo.example.com/api?v=2' -H 'x: 1' --json '{}'
  gatewright explain . --gateway infra/web -- /login
  gatewright explain . -- tls://db.example.com:5432      (a TLSRoute; tcp://:PORT, udp://:PORT alike)

The exit code is 0 for every request that was explained, whatever happens to it.";

// === bundle ===

#[derive(Debug, Args)]
pub(crate) struct BundleArgs {
    #[command(flatten)]
    pub(crate) manifests: ManifestArgs,
    /// Where to write; `-` is standard output
    #[arg(long, default_value = "-", value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(crate) output_file: PathBuf,
    /// Write the bytes themselves instead of JSON for Envoy's `configuration:`
    #[arg(long)]
    pub(crate) raw: bool,
    /// Name listener, route, rule, backend and reason in a header of every response, `x-gatewright-decision`
    #[arg(long)]
    pub(crate) debug_header: bool,
    /// Give names to Envoy's access log: filter state `wasm.gatewright.listener`, `.route`, `.rule` and `.backend`
    #[arg(long)]
    pub(crate) access_log: bool,
}

const BUNDLE_EXAMPLES: &str = "\
Examples:
  gatewright bundle manifests/
  gatewright bundle manifests/ --raw --output-file gatewright.bundle";

// === envoy and serve ===

const PLACING: &str = "Placing Gateways";

/// Where Gateways listen and Services are.
#[derive(Debug, Args)]
pub(crate) struct PlacementArgs {
    /// The address of a Gateway, as often as needed
    #[arg(long, value_name = "NAMESPACE/NAME=IP", value_parser = address, help_heading = PLACING)]
    pub(crate) address: Vec<(String, IpAddr)>,
    /// Addresses of this machine from which each Gateway gets one of its own, if neither --address nor
    /// spec.addresses names one: 127.0.1.0/24, for example. With `serve`, spec.addresses may name these and
    /// loopback
    #[arg(long, value_name = "IP/LENGTH", value_parser = Pool::parse, help_heading = PLACING)]
    pub(crate) address_pool: Option<Pool>,
    /// A Service port that is really at this address, as often as needed
    #[arg(long, value_name = "NAMESPACE/SERVICE:PORT=HOST:PORT", value_parser = backend, help_heading = PLACING)]
    pub(crate) backend: Vec<(String, String)>,
    /// The certificates that the system trusts (`wellKnownCACertificates: System`), in one file that Envoy can
    /// read; without it the usual one, /etc/ssl/certs/ca-certificates.crt on Debian
    #[arg(long, env = "SSL_CERT_FILE", value_name = "FILE", value_hint = ValueHint::FilePath, help_heading = PLACING)]
    pub(crate) authorities: Option<PathBuf>,
    /// The filter's module; without it `gatewright.wasm` beside this program, then what `cargo xtask filter` built
    #[arg(long, env = "GATEWRIGHT_FILTER", value_name = "FILE", value_hint = ValueHint::FilePath, help_heading = PLACING)]
    pub(crate) filter: Option<PathBuf>,
    /// Name listener, route, rule, backend and reason in a header of every response, `x-gatewright-decision`
    #[arg(long)]
    pub(crate) debug_header: bool,
}

#[derive(Debug, Args)]
pub(crate) struct EnvoyArgs {
    #[command(flatten)]
    pub(crate) manifests: ManifestArgs,
    #[command(flatten)]
    pub(crate) placement: PlacementArgs,
    /// Added to every listener's port
    #[arg(long, default_value_t = 0, value_name = "N", help_heading = PLACING)]
    pub(crate) port_offset: u16,
    /// Where to write; made if it is not there
    #[arg(short, long, value_name = "DIR", value_hint = ValueHint::DirPath)]
    pub(crate) directory: PathBuf,
}

const ENVOY_EXAMPLES: &str = "\
Examples:
  gatewright envoy manifests/ -d /etc/envoy && envoy -c /etc/envoy/bootstrap.json
  gatewright envoy . -d out --backend default/foo-svc:8080=127.0.0.1:9000

A Service without --backend is where its EndpointSlices say; one that has none is looked up as
SERVICE.NAMESPACE.svc.cluster.local. Run it again and Envoy takes the new files, one after the other and
without draining connections; `gatewright serve` also waits for Envoy between them, so that no request fails.";

#[derive(Debug, Args)]
pub(crate) struct KubernetesArgs {
    #[command(flatten)]
    pub(crate) manifests: ManifestArgs,
    /// The image with Envoy
    #[arg(long, default_value = "docker.io/envoyproxy/envoy:v1.40.0", value_name = "IMAGE")]
    pub(crate) image: String,
    /// The filter's module; without it `gatewright.wasm` beside this program, then what `cargo xtask filter` built
    #[arg(long, env = "GATEWRIGHT_FILTER", value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(crate) filter: Option<PathBuf>,
    /// Name listener, route, rule, backend and reason in a header of every response, `x-gatewright-decision`
    #[arg(long)]
    pub(crate) debug_header: bool,
}

const KUBERNETES_EXAMPLES: &str = "\
Examples:
  gatewright kubernetes manifests/ | kubectl apply --server-side -f -
  kubectl get gatewayclasses,gateways,httproutes,services,secrets -A -o yaml | gatewright kubernetes - > run.json

For each Gateway that has something to serve: a Secret with all of Envoy's files, a Deployment, a ServiceAccount and a
Service, with the labels and annotations of spec.infrastructure. Apply it again after a change: Envoy follows the files
and drains no connection. A Service is where its EndpointSlices say, if they are in the input; leave them out, and it is
looked up by its name.";

#[derive(Debug, Args)]
pub(crate) struct ServeArgs {
    #[command(flatten)]
    pub(crate) manifests: ManifestArgs,
    #[command(flatten)]
    pub(crate) placement: PlacementArgs,
    /// Added to every listener's port, so that port 80 needs no privilege; 0 for the real ports
    #[arg(long, default_value_t = 8000, value_name = "N", help_heading = PLACING)]
    pub(crate) port_offset: u16,
    /// Send requests to the endpoints of EndpointSlices; without it only to those on this machine, since
    /// addresses of Pods are seldom reachable from elsewhere
    #[arg(long, help_heading = PLACING)]
    pub(crate) endpoints: bool,
    /// The Envoy to run; without it `envoy` on the PATH
    #[arg(long, env = "ENVOY", default_value = "envoy", value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(crate) envoy: PathBuf,
    /// Print a line of JSON for each request
    #[arg(long)]
    pub(crate) access_log: bool,
    /// Write the objects with their status to this file, as `gatewright status -o json` does, each time when
    /// Envoy runs what they say; and wait for changes where there is no Gateway yet. It must lie outside of
    /// the directories of manifests
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(crate) status: Option<PathBuf>,
}

const SERVE_EXAMPLES: &str = "\
Examples:
  gatewright serve examples/simple-gateway
  gatewright serve . --backend default/foo-svc:8080=127.0.0.1:9000 --access-log
  gatewright serve . --endpoints
  sudo gatewright serve . --port-offset 0
  gatewright serve . --address-pool 127.0.1.0/24 --status /tmp/status.json

A Service without --backend is where its EndpointSlices say, if all of their ready endpoints have loopback
addresses (or with --endpoints); one without a ready endpoint answers 503. Any other Service gets an echo
backend, which answers what it was asked. Envoy speaks no TLS to an echo backend, whatever a BackendTLSPolicy asks.";

// === playground ===

#[derive(Debug, Args)]
pub(crate) struct PlaygroundArgs {
    /// Manifests to begin with: files, directories, or `-` for standard input
    #[arg(value_name = "PATH", value_hint = ValueHint::AnyPath)]
    pub(crate) paths: Vec<PathBuf>,
    /// The release channel of the Gateway API whose rules hold
    #[arg(long, value_enum, default_value_t = ChannelArg::Experimental, help_heading = READING)]
    pub(crate) channel: ChannelArg,
    /// Take only GatewayClasses of this controllerName; without it, every GatewayClass
    #[arg(long, value_name = "NAME", help_heading = READING)]
    pub(crate) controller: Option<String>,
    /// The namespace of objects that name none
    #[arg(long, default_value = "default", value_name = "NAMESPACE", help_heading = READING)]
    pub(crate) namespace: String,
    /// The address to listen on
    #[arg(long, default_value = "127.0.0.1", value_name = "IP")]
    pub(crate) address: IpAddr,
    /// The port to listen on; 0 for any that is free
    #[arg(long, default_value_t = 7070)]
    pub(crate) port: u16,
}

const PLAYGROUND_EXAMPLES: &str = "\
Examples:
  gatewright playground
  gatewright playground manifests/
  kubectl get gatewayclasses,gateways,httproutes,services -A -o yaml | gatewright playground -

Nothing leaves this machine: the page runs the engine in the browser.";

fn address(text: &str) -> Result<(String, IpAddr), String> {
    let (gateway, address) = text.split_once('=').ok_or("write NAMESPACE/NAME=IP")?;
    let address = address.parse().map_err(|_| format!("`{address}` is no IP address"))?;
    if gateway.contains('/') {
        Ok((gateway.to_owned(), address))
    } else {
        Err(format!("`{gateway}` has no namespace: write NAMESPACE/NAME=IP"))
    }
}

fn backend(text: &str) -> Result<(String, String), String> {
    const FORM: &str = "write NAMESPACE/SERVICE:PORT=HOST:PORT";
    let (service, address) = text.split_once('=').ok_or(FORM)?;
    let has_port = |text: &str| text.rsplit_once(':').is_some_and(|(_, port)| port.parse::<u16>().is_ok());
    if service.contains('/') && has_port(service) && has_port(address) {
        Ok((service.to_owned(), address.to_owned()))
    } else {
        Err(FORM.to_owned())
    }
}

const COMPLETION_EXAMPLES: &str = "\
Examples:
  gatewright completions bash > /etc/bash_completion.d/gatewright
  gatewright completions zsh > ~/.zfunc/_gatewright";
