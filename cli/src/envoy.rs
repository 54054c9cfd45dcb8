//! `gatewright envoy`: an Envoy bootstrap and the files that it follows.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    io::Write,
    net::SocketAddr,
    os::unix::fs::OpenOptionsExt,
    path::Path,
};

use anyhow::Context;
use engine::Dictionary;
use envoy_config::{
    AccessLog, Bootstrap, Cluster, Layout, Part, Placement, Resources, bootstrap, plan, resources,
    secret_file,
};
use serde_json::Value;

use crate::{
    args::EnvoyArgs,
    exit::{Failure, Verdict},
    manifests::Manifests,
    output,
    pool::{Given, Giving},
};

pub(crate) fn run(args: EnvoyArgs) -> Result<Verdict, Failure> {
    let manifests = Manifests::load(&args.manifests)?;
    manifests.not_empty()?;
    manifests.refuse_errors("nothing is written")?;

    fs::create_dir_all(&args.directory)
        .with_context(|| format!("cannot make `{}`", args.directory.display()))?;
    let directory = std::path::absolute(&args.directory).context("cannot find the directory")?;
    let module = directory.join("gatewright.wasm");
    let given = &args.placement.address;
    let mut addresses: BTreeMap<_, _> = given.iter().cloned().collect();
    if let Some(pool) = args.placement.address_pool {
        let giving = Giving { given, pool, anywhere: true };
        let all = giving.give(&Given::default(), &manifests.analysis).map_err(Failure::Usage)?;
        addresses = all.addresses;
        for (gateway, why) in &all.unusable {
            output::complain(&format!("warning: Gateway {}: {why}", output::clean(gateway)));
        }
    }
    let placement = Placement {
        addresses: addresses.into_iter().collect(),
        port_offset: args.port_offset,
        endpoints: args.placement.endpoints()?.into_iter().collect(),
        stand_ins: Dictionary::default(),
        authorities: args.placement.authorities(),
        module: module.clone(),
        access_log: Some(AccessLog::Stdout),
        debug_header: args.placement.debug_header,
        gateway: manifests.scope.gateway(),
    };
    let plan = plan(&manifests.analysis, &placement)?;
    let layout = Layout::new(&directory);
    let files = resources(&plan, &layout);
    copy(&args.placement.module()?, &module)?;
    // In this order, so that an Envoy that follows the files never sees a name
    // before what it stands for.
    for (name, secret) in &files.secrets {
        write_for_us(&layout.secret(name), &secret.json())?;
    }
    let has_keys = |cluster: &Cluster| cluster.tls.as_ref().is_some_and(|tls| tls.certificate.is_some());
    for part in Part::ORDER {
        let private = part == Part::Clusters && plan.clusters.iter().any(has_keys);
        let write = if private { write_for_us } else { write };
        write(&layout.part(part), &files.part(part).json())?;
    }
    remove_other_secrets(&directory, &files)?;
    let start = directory.join("bootstrap.json");
    write(&start, &bootstrap(&Bootstrap { node_id: "gatewright".to_owned(), admin: None }, &layout))?;

    let mut text = format!("wrote {}\n", directory.display());
    for socket in &plan.sockets {
        let at = SocketAddr::new(socket.address, socket.port);
        text.push_str(&format!("  {} listens on {at}\n", socket.name));
    }
    text.push_str(&format!("run it: envoy -c {}\n", start.display()));
    output::print(&output::clean_lines(&text))?;
    Ok(Verdict::Fine)
}

/// Keys that an earlier run wrote, and nothing names any more.
fn remove_other_secrets(directory: &Path, files: &Resources) -> Result<(), Failure> {
    let wanted: BTreeSet<_> = files.secrets.iter().map(|(name, _)| secret_file(name)).collect();
    for entry in fs::read_dir(directory).context("cannot list the directory")? {
        let entry = entry.context("cannot list the directory")?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if name.starts_with("sds.") && name.ends_with(".json") && !wanted.contains(&name) {
            fs::remove_file(entry.path()).with_context(|| format!("cannot remove `{name}`"))?;
        }
    }
    Ok(())
}

/// Puts a file in its place in one step: Envoy may be reading it.
fn write(path: &Path, value: &Value) -> Result<(), Failure> {
    in_place(path, |new| fs::write(new, format!("{value:#}\n")))
}

/// Keys are for nobody else's eyes.
fn write_for_us(path: &Path, value: &Value) -> Result<(), Failure> {
    in_place(path, |new| {
        let mut options = fs::OpenOptions::new();
        let mut file = options.write(true).create(true).truncate(true).mode(0o600).open(new)?;
        writeln!(file, "{value:#}")
    })
}

fn copy(from: &Path, to: &Path) -> Result<(), Failure> {
    if fs::read(from).ok().is_some_and(|bytes| fs::read(to).ok() == Some(bytes)) {
        return Ok(());
    }
    in_place(to, |new| fs::copy(from, new).map(|_| ()))
}

fn in_place(path: &Path, make: impl FnOnce(&Path) -> std::io::Result<()>) -> Result<(), Failure> {
    let new = path.with_extension("new");
    // One that a broken run left may be for everybody's eyes.
    let _ = fs::remove_file(&new);
    let done = make(&new).and_then(|()| fs::rename(&new, path));
    Ok(done.with_context(|| format!("cannot write `{}`", path.display()))?)
}
