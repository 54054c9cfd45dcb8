//! `gatewright playground`: the browser's part of Gatewright, from inside this binary.

use std::{net::SocketAddr, path::PathBuf, sync::Arc};

use anyhow::Context;
use axum::{
    Router,
    extract::State,
    http::{StatusCode, Uri, header},
    response::{IntoResponse, Response},
    routing::get,
};
use engine::source::Input;
use serde_json::{Value, json};
use tokio::net::TcpListener;

use crate::{
    args::{ChannelArg, PlaygroundArgs},
    exit::{Failure, Verdict},
    input, output,
};

/// The built page: each file's path and bytes. Empty in a binary that was built without it.
static PAGE: &[(&str, &[u8])] = include!(concat!(env!("OUT_DIR"), "/playground.rs"));

/// The manifests that the page opens at `#local`.
struct Local {
    args: PlaygroundArgs,
    /// Standard input can be read once only.
    at_start: Vec<Input>,
}

pub(crate) fn run(args: PlaygroundArgs) -> Result<Verdict, Failure> {
    if PAGE.is_empty() {
        return Err(Failure::Outside(anyhow::anyhow!(
            "this gatewright was built without its playground: run `cargo xtask web` in the checkout, and build it again"
        )));
    }
    let at_start = read(&args.paths)?;
    let runtime = tokio::runtime::Runtime::new().context("cannot start")?;
    runtime.block_on(serve(Local { args, at_start }))
}

async fn serve(local: Local) -> Result<Verdict, Failure> {
    let address = SocketAddr::new(local.args.address, local.args.port);
    let listener = TcpListener::bind(address).await.with_context(|| {
        format!("cannot listen on {address}: choose another port with --port, or 0 for any that is free")
    })?;
    let address = listener.local_addr().context("cannot tell the address")?;
    let fragment = if local.at_start.is_empty() { "" } else { "#local" };
    output::print(&format!("The playground is at http://{address}/{fragment}\nStop it with Ctrl-C.\n"))?;
    let app = Router::new().route("/local.json", get(manifests)).fallback(file).with_state(Arc::new(local));
    let stopped = async {
        // Without a handler for Ctrl-C the system's own way of ending remains.
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    };
    tokio::select! {
        served = axum::serve(listener, app).into_future() => served.context("the server failed")?,
        () = stopped => {}
    }
    Ok(Verdict::Fine)
}

fn read(paths: &[PathBuf]) -> Result<Vec<Input>, Failure> {
    if paths.is_empty() { Ok(Vec::new()) } else { input::read(paths, &[]).map(|(inputs, _)| inputs) }
}

async fn file(uri: Uri) -> Response {
    let path = uri.path().trim_start_matches('/');
    let path = if path.is_empty() { "index.html" } else { path };
    match PAGE.iter().find(|(name, _)| *name == path) {
        Some((name, bytes)) => ([(header::CONTENT_TYPE, media_type(name))], *bytes).into_response(),
        None => (StatusCode::NOT_FOUND, "there is nothing here\n").into_response(),
    }
}

fn media_type(name: &str) -> &'static str {
    match name.rsplit_once('.').map(|(_, extension)| extension) {
        Some("html") => "text/html; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("wasm") => "application/wasm",
        Some("svg") => "image/svg+xml",
        Some("json") => "application/json",
        _ => "application/octet-stream",
    }
}

/// The manifests as they are now: reloading the page shows what was edited meanwhile.
async fn manifests(State(local): State<Arc<Local>>) -> Response {
    let has_stdin = local.args.paths.iter().any(|path| path.as_os_str() == "-");
    let again = if has_stdin { None } else { read(&local.args.paths).ok() };
    let inputs = again.as_ref().unwrap_or(&local.at_start);
    let files: Vec<Value> = inputs
        .iter()
        .map(|input| json!({ "path": input.path, "text": String::from_utf8_lossy(&input.bytes) }))
        .collect();
    let channel = match local.args.channel {
        ChannelArg::Standard => "standard",
        ChannelArg::Experimental => "experimental",
    };
    let mut options = json!({ "channel": channel, "namespace": local.args.namespace });
    if let Some(controller) = &local.args.controller {
        options["controller"] = json!(controller);
    }
    axum::Json(json!({ "files": files, "options": options })).into_response()
}
