use std::{
    path::{Path, PathBuf},
    time::Duration,
};

use anyhow::Context;
use engine::report::Moment;
use envoy_config::{AccessLog, Placement, Plan, plan};
use tokio::signal::unix::{SignalKind, signal};

use super::{
    announce,
    apply::Outcome,
    backends::{Backends, Found},
    envoy::{Envoy, Options},
    log::LogLine,
    status_file::StatusFile,
    watch::Watch,
};
use crate::{
    args::ServeArgs,
    exit::{Failure, Verdict},
    manifests::Manifests,
    output::{self, complain},
    pool::{Given, Giving, Pool},
    time,
};

/// How long a cluster stays when no rule uses it any more: requests that were decided before may
/// still be on their way to it.
const GRACE: Duration = Duration::from_secs(5);

pub(crate) fn run(args: ServeArgs) -> Result<Verdict, Failure> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .context("cannot start")?;
    runtime.block_on(serve(args))
}

async fn serve(args: ServeArgs) -> Result<Verdict, Failure> {
    let mut interrupt = signal(SignalKind::interrupt()).context("cannot wait for signals")?;
    let mut terminate = signal(SignalKind::terminate()).context("cannot wait for signals")?;
    // Watched before it is read, so that no change falls between.
    let manifests = &args.manifests;
    let watched: Vec<_> = manifests.paths.iter().chain(&manifests.reading.crd).cloned().collect();
    let status = args.status.as_deref().map(|path| StatusFile::new(path, &watched)).transpose()?;
    let mut watch = watch(&watched)?;
    let mut session = Session::new(args, status)?;
    let manifests = Manifests::load(&session.args.manifests)?;
    manifests.not_empty()?;
    let mut current = match session.accept(&manifests).await? {
        Ok(plan) => plan,
        Err(why) => return Err(Failure::Input(format!("nothing is served: {why}"))),
    };
    complain(&format!("starting envoy ({})", session.args.envoy.display()));
    let mut envoy = Envoy::start(session.options(), &current).await.map_err(anyhow::Error::new)?;
    for fault in envoy.faults() {
        complain(&format!("warning: {}: it is served without it", output::clean_lines(&fault.to_string())));
    }
    session.write_status(&manifests)?;
    session.announce(&manifests, &current)?;
    complain(&format!("envoy runs as process {}", envoy.id().unwrap_or_default()));
    output::print("changes of the files are applied at once; Ctrl-C stops\n")?;

    loop {
        tokio::select! {
            status = envoy.exited() => {
                let status = status.context("cannot wait for envoy")?;
                return Err(Failure::Outside(anyhow::anyhow!("envoy ended by itself: {status}")));
            }
            _ = interrupt.recv() => break,
            _ = terminate.recv() => break,
            changed = next(&mut watch) => {
                changed?;
                if let Some(plan) = session.change(&envoy, &current).await? {
                    current = plan;
                }
            }
        }
    }
    complain("stopping envoy");
    envoy.stop().await.context("cannot stop envoy")?;
    Ok(Verdict::Fine)
}

/// Nothing to watch when all comes from standard input.
fn watch(paths: &[PathBuf]) -> Result<Option<Watch>, Failure> {
    let files: Vec<_> =
        paths.iter().filter(|path| path.as_path() != Path::new("-") && path.exists()).cloned().collect();
    if files.is_empty() {
        return Ok(None);
    }
    Ok(Some(Watch::start(&files).context("cannot watch the manifests")?))
}

async fn next(watch: &mut Option<Watch>) -> Result<(), Failure> {
    match watch {
        Some(watch) => {
            // A change that does not concern us is told as none at all.
            while watch.changed().await.context("cannot watch the manifests")?.is_empty() {}
            Ok(())
        }
        None => std::future::pending().await,
    }
}

struct Session {
    args: ServeArgs,
    module: PathBuf,
    backends: Backends,
    status: Option<StatusFile>,
    /// Where the last plan has its Services.
    found: Found,
    /// A Gateway keeps its address for as long as it is there.
    places: Given,
}

impl Session {
    fn new(args: ServeArgs, status: Option<StatusFile>) -> Result<Self, Failure> {
        let module = args.placement.module()?;
        let backends = Backends::new(args.placement.endpoints()?, args.endpoints);
        Ok(Session { args, module, backends, status, found: Found::default(), places: Given::default() })
    }

    fn options(&self) -> Options {
        Options {
            binary: self.args.envoy.clone(),
            workers: None,
            grace: GRACE,
            log: Box::new(|line: &LogLine| {
                complain(&format!("envoy: {}: {}", line.logger, output::clean(&line.message)));
            }),
        }
    }

    /// The plan for some manifests, or why there is none. What is wrong with them is told.
    async fn accept(&mut self, manifests: &Manifests) -> Result<Result<Plan, String>, Failure> {
        let refused = manifests.analysis.refusals().count();
        manifests.complain_of_problems();
        if refused > 0 {
            return Ok(Err(format!("the API server would refuse this: {}", output::count(refused, "error"))));
        }
        let plan = match self.plan(manifests).await {
            Ok(plan) => plan,
            Err(Failure::Usage(why) | Failure::Input(why)) => return Ok(Err(why)),
            Err(other) => return Err(other),
        };
        if plan.sockets.is_empty() && self.status.is_none() {
            return Ok(Err("no Gateway has a listener that can be used".to_owned()));
        }
        for (gateway, why) in &self.places.unusable {
            complain(&format!("warning: Gateway {}: {why}", output::clean(gateway)));
        }
        for name in &self.found.without_tls {
            complain(&format!(
                "warning: the echo backend of {name} has no certificate that a policy would trust, and is spoken to without TLS: name a real backend with --backend {name}=HOST:PORT"
            ));
        }
        for name in self.backends.unused(&manifests.analysis) {
            complain(&format!("warning: --backend {name}: no rule uses this Service port"));
        }
        Ok(Ok(plan))
    }

    async fn plan(&mut self, manifests: &Manifests) -> Result<Plan, Failure> {
        let analysis = &manifests.analysis;
        self.found = self.backends.find(analysis).await.context("cannot start an echo backend")?;
        let pool = self.args.placement.address_pool.unwrap_or(Pool::LOOPBACK);
        let giving = Giving { given: &self.args.placement.address, pool, anywhere: false };
        self.places = giving.give(&self.places, analysis).map_err(Failure::Usage)?;
        let placement = Placement {
            addresses: self.places.addresses.clone().into_iter().collect(),
            port_offset: self.args.port_offset,
            endpoints: self.found.endpoints.clone().into_iter().collect(),
            stand_ins: self.found.echoes.iter().map(|label| (label.clone(), ())).collect(),
            authorities: self.args.placement.authorities(),
            module: self.module.clone(),
            access_log: self.args.access_log.then_some(AccessLog::Stdout),
            debug_header: self.args.placement.debug_header,
            gateway: manifests.scope.gateway(),
        };
        Ok(plan(analysis, &placement)?)
    }

    /// Reads the manifests again and brings Envoy there. Whatever is wrong, what ran goes on.
    async fn change(&mut self, envoy: &Envoy, current: &Plan) -> Result<Option<Plan>, Failure> {
        let manifests = match Manifests::load(&self.args.manifests) {
            Ok(manifests) => manifests,
            Err(failure) => {
                failure.report();
                keep("the manifests cannot be read");
                return Ok(None);
            }
        };
        let plan = match self.accept(&manifests).await {
            Ok(Ok(plan)) => plan,
            Ok(Err(why)) => {
                keep(&why);
                return Ok(None);
            }
            Err(failure) => {
                failure.report();
                keep("there is no plan for the manifests");
                return Ok(None);
            }
        };
        if plan == *current {
            complain("nothing to change");
            self.renew_status(&manifests);
            return Ok(None);
        }
        match envoy.apply(&plan).await.map_err(anyhow::Error::new)? {
            Outcome::Applied => {
                self.renew_status(&manifests);
                complain("applied");
                self.announce(&manifests, &plan)?;
                Ok(Some(plan))
            }
            Outcome::Rejected(rejection) => {
                keep(&rejection.to_string());
                Ok(None)
            }
        }
    }

    fn announce(&self, manifests: &Manifests, plan: &Plan) -> Result<(), Failure> {
        output::print(&announce::gateways(&manifests.analysis, plan, &self.found))
    }

    fn write_status(&self, manifests: &Manifests) -> Result<(), Failure> {
        let Some(status) = &self.status else { return Ok(()) };
        let Given { addresses, unusable, .. } = &self.places;
        let moment = Moment { now: &time::now()?, addresses, unusable };
        Ok(status.write(&manifests.analysis, &moment)?)
    }

    /// Requests matter more than their report: a disk that is full stops nothing.
    fn renew_status(&self, manifests: &Manifests) {
        if let Err(failure) = self.write_status(manifests) {
            failure.report();
            complain("the status is written again with the next change");
        }
    }
}

fn keep(why: &str) {
    complain(&format!("kept the last good state: {}", output::clean_lines(why)));
}
