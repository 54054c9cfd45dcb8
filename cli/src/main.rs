#[cfg_attr(not(test), expect(dead_code, reason = "the commands that use it are not written yet"))]
mod serve;

use std::net::{Ipv4Addr, SocketAddr};
use std::process::ExitCode;
use std::time::Duration;

use envoy_config::{AccessLog, Filter, Plan, PluginConfiguration, Socket};
use serve::envoy::{Envoy, Options};
use tokio::signal::unix::{SignalKind, signal};

/// `gatewright __envoy ENVOY FILTER PORT`: an Envoy with an empty configuration, until a signal.
fn main() -> ExitCode {
    let arguments = std::env::args().skip(1).collect::<Vec<_>>();
    let [command, binary, module, port] = arguments.as_slice() else { return ExitCode::from(2) };
    if command != "__envoy" {
        return ExitCode::from(2);
    }
    let Ok(port) = port.parse() else { return ExitCode::from(2) };
    let address = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
    let plan = Plan {
        sockets: vec![Socket { name: "hidden".into(), address: address.ip(), port }],
        clusters: Vec::new(),
        filter: Filter {
            module: module.into(),
            configuration: PluginConfiguration::Bundle(b"none".to_vec()),
        },
        access_log: Some(AccessLog::Stdout),
    };
    let options = Options {
        binary: binary.into(),
        workers: Some(1),
        grace: Duration::from_secs(5),
        log: Box::new(|line| eprintln!("envoy: {}: {}", line.logger, line.message)),
    };
    let runtime = tokio::runtime::Runtime::new().and_then(|runtime| runtime.block_on(run(options, &plan)));
    match runtime {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::from(3)
        }
    }
}

async fn run(options: Options, plan: &Plan) -> std::io::Result<()> {
    let mut envoy = Envoy::start(options, plan).await.map_err(std::io::Error::other)?;
    let (mut interrupt, mut terminate) = (signal(SignalKind::interrupt())?, signal(SignalKind::terminate())?);
    println!("envoy runs as {}", envoy.id().unwrap_or_default());
    tokio::select! {
        status = envoy.exited() => return Err(std::io::Error::other(format!("envoy ended: {}", status?))),
        _ = interrupt.recv() => {}
        _ = terminate.recv() => {}
    }
    println!("envoy ended: {}", envoy.stop().await?);
    Ok(())
}
