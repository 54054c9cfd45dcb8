use std::collections::BTreeMap;
use std::fs;
use std::net::{IpAddr, SocketAddr};
use std::path::{Path, PathBuf};

use envoy_config::{AccessLog, Bootstrap, Endpoints, Placement, Plan, plan, static_bootstrap, targets};
use serde_json::Value;

use super::{Native, Observed, backends::Backends};
use crate::corpus::{Case, Request, Subject};
use crate::{Loopback, PORT_OFFSET, client, envoy, filters};

/// A real Envoy with the built filter and real backends.
///
/// One process runs all cases at once. Each has an address of its own, and listeners with a configuration of the
/// filter that knows this case alone.
#[derive(Debug)]
pub struct Envoy;

/// A case as Envoy runs it.
struct Placed {
    plan: Plan,
    log: PathBuf,
}

// === impl Envoy ===

impl Envoy {
    pub const SUBJECT: Subject = Subject { name: "envoy", explains: false };

    /// Asks the requests of all cases.
    pub fn ask(cases: &[Case]) -> Result<Vec<Vec<Observed>>, String> {
        let directory = tempfile::tempdir().map_err(|error| error.to_string())?;
        let mut backends = Backends::new().map_err(|error| error.to_string())?;
        let mut loopback = Loopback::reserve().map_err(|error| error.to_string())?;
        let module = filters()?.small;
        let mut placed = Vec::new();
        for (number, case) in cases.iter().enumerate() {
            let address = loopback.address().map_err(|error| error.to_string())?;
            let log = directory.path().join(format!("{number}.log"));
            placed.push(Placed::new(case, address.into(), &module, log, &mut backends)?);
        }

        let mut process = envoy::Envoy::start(directory.path(), &all(&placed))?;
        for socket in placed.iter().flat_map(|case| &case.plan.sockets).filter(|socket| !socket.is_udp()) {
            process.listens(SocketAddr::new(socket.address, socket.port))?;
        }
        let mut seen = Vec::new();
        for (case, placed) in cases.iter().zip(&placed) {
            let steps = case.steps.iter().map(|step| placed.ask(&step.request, &backends));
            seen.push(steps.collect::<Result<Vec<_>, _>>()?);
        }
        process.stop().map_err(|error| error.to_string())?;
        for (seen, placed) in seen.iter_mut().zip(&placed) {
            placed.complete(seen)?;
        }
        Ok(seen)
    }
}

/// The bootstrap that has the listeners and clusters of all cases.
fn all(placed: &[Placed]) -> Value {
    let (mut listeners, mut clusters, mut secrets) = (Vec::new(), BTreeMap::new(), BTreeMap::new());
    for (number, placed) in placed.iter().enumerate() {
        let mut one = bootstrap(&placed.plan);
        let resources = &mut one["static_resources"];
        for mut listener in taken(&mut resources["listeners"]) {
            // For Envoy alone: the filter finds its socket by the listener's metadata.
            listener["name"] = format!("{number} {}", listener["name"]).into();
            listeners.push(listener);
        }
        // A backend tells requests apart by nothing but the name of its Service, so cases can share it.
        let by_name = |it: Value| (it["name"].to_string(), it);
        secrets.extend(taken(&mut resources["secrets"]).into_iter().map(by_name));
        clusters.extend(taken(&mut resources["clusters"]).into_iter().map(by_name));
    }
    let mut all =
        bootstrap(&Plan { sockets: vec![], clusters: vec![], secrets: vec![], ..placed[0].plan.clone() });
    all["static_resources"]["listeners"] = listeners.into();
    all["static_resources"]["secrets"] = secrets.into_values().collect();
    all["static_resources"]["clusters"] = clusters.into_values().collect();
    all
}

fn bootstrap(plan: &Plan) -> Value {
    static_bootstrap(&Bootstrap { node_id: "corpus".to_owned(), admin: None }, plan)
}

fn taken(list: &mut Value) -> Vec<Value> {
    list.as_array_mut().map(std::mem::take).unwrap_or_default()
}

// === impl Placed ===

impl Placed {
    fn new(
        case: &Case,
        address: IpAddr,
        module: &Path,
        log: PathBuf,
        backends: &mut Backends,
    ) -> Result<Self, String> {
        let place = |error: &dyn std::fmt::Display| format!("{}:{}: {error}", case.file.display(), case.line);
        let analysis = Native::of(&case.manifests).map_err(|error| place(&error))?.analysis;
        let mut endpoints = BTreeMap::new();
        for target in targets(&analysis) {
            let address = backends.address(&target.label()).map_err(|error| place(&error))?;
            endpoints.insert(target.label(), Endpoints::Static(vec![address]));
        }
        let gateways = analysis.world.gateways.iter().map(|gateway| (gateway.meta.full_name(), address));
        let placement = Placement {
            addresses: gateways.collect(),
            port_offset: PORT_OFFSET,
            stand_ins: endpoints.keys().map(|label: &String| (label.clone(), ())).collect(),
            endpoints: endpoints.into_iter().collect(),
            authorities: PathBuf::new(),
            module: module.to_owned(),
            access_log: Some(AccessLog::File(log.clone())),
            debug_header: false,
            gateway: None,
        };
        Ok(Self { plan: plan(&analysis, &placement).map_err(|error| place(&error))?, log })
    }

    /// What the client and the backend see.
    fn ask(&self, request: &Request, backends: &Backends) -> Result<Observed, String> {
        let port = request.port() + PORT_OFFSET;
        let socket = self.plan.sockets.iter().find(|socket| socket.port == port);
        let socket = socket.ok_or_else(|| format!("{request}: nobody listens on the port"))?;
        let address = SocketAddr::new(socket.address, socket.port);
        let client::Response { status, headers, .. } =
            client::ask(address, request).map_err(|error| format!("{request}: {error}"))?;
        Ok(Observed {
            status,
            response_headers: headers,
            details: None,
            upstream: backends.received(),
            reasons: Vec::new(),
        })
    }

    /// Adds what only the access log tells.
    fn complete(&self, seen: &mut [Observed]) -> Result<(), String> {
        let log = fs::read_to_string(&self.log).map_err(|error| error.to_string())?;
        let lines = log.lines().map(serde_json::from_str).collect::<Result<Vec<Value>, _>>();
        let lines = lines.map_err(|error| error.to_string())?;
        if lines.len() != seen.len() {
            return Err(format!("{} requests, and this access log:\n{log}", seen.len()));
        }
        for (observed, line) in seen.iter_mut().zip(lines) {
            observed.details = line["details"].as_str().map(str::to_owned);
            if let Some(upstream) = &mut observed.upstream {
                upstream.rule = line["rule"].as_str().unwrap_or_default().to_owned();
            }
        }
        Ok(())
    }
}
