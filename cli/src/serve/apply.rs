use std::collections::BTreeMap;
use std::io;
use std::sync::Arc;
use std::time::Duration;

use engine::{Dictionary, compile::Native};
use envoy_config::{
    Cluster, Document, Layout, Part, Plan, Resources, Secret, Socket, clusters, resources, routes,
};
use thiserror::Error;
use tokio::sync::Mutex;
use tokio::time::{Instant, sleep};

use super::admin::{Admin, Standing};
use super::files::replace;
use super::log::{Log, Mark};
use super::piece::Piece;
use super::retire::Retiring;
use super::sockets::{makes_way, taken};

/// How long Envoy may take over a document. A large configuration takes a tenth of a second.
const PATIENCE: Duration = Duration::from_secs(30);

/// How long a name may take to resolve before the clusters that do not wait for it are used.
const WARMING: Duration = Duration::from_secs(10);

/// What became of a plan.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// Every request that arrives from now on is decided by it.
    Applied,
    /// Envoy would not have it, and runs what it ran before.
    Rejected(Rejection),
}

#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("envoy cannot run {what}: {reason}")]
pub(crate) struct Rejection {
    pub(crate) what: Piece,
    pub(crate) reason: String,
}

/// Why it is not known what became of a plan.
#[derive(Debug, Error)]
pub(crate) enum ApplyError {
    #[error("cannot write {what}: {error}")]
    Write { what: Piece, error: io::Error },
    #[error("envoy does not answer any more: {0}")]
    Gone(io::Error),
    #[error("envoy said nothing about {0} for {seconds} s", seconds = PATIENCE.as_secs())]
    Silent(Piece),
}

/// Brings Envoy from one plan to the next without failing a request.
///
/// The order matters, since each file is taken on its own:
///
/// 1. Secrets, which nothing but a listener names. Envoy has a look at a new one only when a listener
///    does.
/// 2. Clusters, the old ones and the new ones, so that neither the old nor the new decisions name one
///    that is missing. A changed cluster keeps serving as it was until the new one knows its addresses.
/// 3. Native routes, the old ones and the new ones. Each is named by what it says, so none changes.
/// 4. The filter's configuration. When all workers use it, no new request goes to an old cluster or asks
///    for an old route.
/// 5. Listeners, so that a new socket is opened to a filter that already knows it.
/// 6. Much later, fewer routes and clusters: see [`super::retire`].
#[derive(Debug)]
pub(super) struct Updates {
    pub(super) layout: Layout,
    pub(super) admin: Admin,
    pub(super) log: Arc<Log>,
    pub(super) state: Mutex<State>,
}

#[derive(Debug)]
pub(super) struct State {
    /// The documents that Envoy runs.
    current: Resources,
    /// The clusters that the filter's configuration can name.
    used: Vec<Cluster>,
    /// The clusters that it can name no more.
    pub(super) retiring: BTreeMap<String, Retiring>,
    /// The native routes that the filter's configuration can ask for, and all that Envoy knows.
    routes: (Routes, Routes),
    /// Since when Envoy has known native routes that nothing asks for, if it has.
    pub(super) routes_since: Option<Instant>,
    /// The sockets that Envoy listens on. It opens the files of the filter and of the routes with the
    /// first of them.
    sockets: Vec<Socket>,
    secrets: Vec<Secret>,
    /// What Envoy refused at the start, and says again whenever a file changes.
    known: Vec<String>,
    /// Why the filter refused which versions of its configuration. Envoy remembers only that it did: it
    /// neither asks the filter a second time nor says more than that it could not make the plugin.
    refused: BTreeMap<String, String>,
    /// Tells two writings of the same document apart: after a refusal Envoy must be seen to take the
    /// former document again.
    writings: u64,
}

/// Native routes in the order of their names, each once.
type Routes = Vec<(String, Native)>;

/// What Envoy has to say about a document that was just written.
struct Pending {
    piece: Piece,
    version: String,
    before: Standing,
    mark: Mark,
}

// === impl Updates ===

impl Updates {
    /// Writes the files that Envoy starts with.
    pub(super) fn new(plan: &Plan, layout: Layout, admin: Admin, log: Arc<Log>) -> Result<Self, ApplyError> {
        let current = resources(plan, &layout);
        for what in Piece::of(plan) {
            let Some(document) = what.document(&current) else { continue };
            replace(&what.path(&layout), &document.bytes())
                .map_err(|error| ApplyError::Write { what, error })?;
        }
        let state = State {
            current,
            used: plan.clusters.clone(),
            retiring: BTreeMap::new(),
            routes: (plan.routes.clone(), plan.routes.clone()),
            routes_since: None,
            sockets: plan.sockets.clone(),
            secrets: plan.secrets.clone(),
            known: Vec::new(),
            refused: BTreeMap::new(),
            writings: 0,
        };
        Ok(Self { layout, admin, log, state: Mutex::new(state) })
    }

    /// Waits until Envoy has taken, or refused, what it started with. What it refuses of the secrets
    /// costs only the listeners that use them, and is given.
    pub(super) async fn first(&self, mark: Mark) -> Result<Result<Vec<Rejection>, Rejection>, ApplyError> {
        let mut state = self.state.lock().await;
        let mut faults = Vec::new();
        // The secrets come last: where there is no listener, nobody asks for them.
        let pieces = Part::ORDER.map(Piece::Part).into_iter().chain(state.secrets.iter().map(Piece::secret));
        for piece in pieces.collect::<Vec<_>>() {
            if piece.follows_requests() && !state.asks_the_filter() {
                continue;
            }
            let Some(document) = piece.document(&state.current) else { continue };
            let version = document.version.clone();
            let is_secret = matches!(piece, Piece::Secret { .. });
            let pending = Pending { piece, version, before: Standing::default(), mark };
            match self.settle(pending, &state.known).await? {
                Ok(()) => {}
                Err(rejection) if is_secret => {
                    // Envoy does not say which one it speaks of.
                    state.known = self.log.refusals(mark);
                    faults.push(Rejection { reason: state.known.join("; "), ..rejection });
                }
                Err(rejection) => return Ok(Err(rejection)),
            }
        }
        Ok(Ok(faults))
    }

    pub(super) async fn apply(&self, plan: &Plan) -> Result<Outcome, ApplyError> {
        let mut state = self.state.lock().await;
        if let Some(rejection) = refused(plan, &state.sockets) {
            return Ok(Outcome::Rejected(rejection));
        }
        let plan = &*makes_way(plan, &state.sockets);
        let mut next = resources(plan, &self.layout);
        next.clusters = clusters(&state.with_known(&plan.clusters));
        let known = state.routes.1.iter().chain(&plan.routes).cloned();
        let known: Routes = known.collect::<Dictionary<_, _>>().into_distinct();
        next.routes = routes(&known);
        if let Some(reason) = state.refused.get(&next.filter.version) {
            return Ok(Outcome::Rejected(Rejection { what: Part::Filter.into(), reason: reason.clone() }));
        }

        let mut written = Vec::new();
        let advanced = match self.advance(&mut state, plan, &next, &mut written).await {
            // Nothing came of this document, and those before it go back.
            Err(ApplyError::Write { what, error }) => {
                written.retain(|piece| *piece != what);
                Err(Rejection { what, reason: format!("its file cannot be written: {error}") })
            }
            advanced => advanced?,
        };
        match advanced {
            Ok(()) => {
                state.accept(plan, next, known);
                Ok(Outcome::Applied)
            }
            Err(rejection) => {
                if rejection.what == Part::Filter {
                    state.refused.insert(next.filter.version, rejection.reason.clone());
                }
                for piece in written.into_iter().rev() {
                    self.restore(&mut state, piece).await?;
                }
                Ok(Outcome::Rejected(rejection))
            }
        }
    }

    /// Replaces the documents that differ, each when Envoy has taken the one before it.
    async fn advance(
        &self,
        state: &mut State,
        plan: &Plan,
        next: &Resources,
        written: &mut Vec<Piece>,
    ) -> Result<Result<(), Rejection>, ApplyError> {
        let mut unread = Vec::new();
        for piece in Piece::of(plan) {
            let Some(document) = piece.document(next) else { continue };
            let current = piece.document(&state.current);
            // What no listener names yet nobody has looked at.
            let unseen = current.is_none() || piece.follows_requests() && !state.asks_the_filter();
            if current.is_some_and(|current| current.version == document.version) && !unseen {
                continue;
            }
            written.push(piece.clone());
            let waits_for_requests = piece.follows_requests();
            let warms = piece == Part::Clusters;
            let pending = self.write(state, piece, document).await?;
            if unseen {
                if !waits_for_requests || plan.sockets.iter().any(Socket::carries_requests) {
                    unread.push(pending.not_yet_in_use());
                }
            } else if let Err(rejection) = self.settle(pending, &state.known).await? {
                return Ok(Err(rejection));
            } else if warms {
                self.warm().await?;
            }
        }
        for pending in unread {
            if let Err(rejection) = self.settle(pending, &state.known).await? {
                return Ok(Err(rejection));
            }
        }
        Ok(Ok(()))
    }

    /// Puts back what Envoy ran before. This has to follow every refusal: when Envoy reads the same
    /// refused filter again, for whatever reason, it takes it for known and reports success.
    async fn restore(&self, state: &mut State, piece: Piece) -> Result<(), ApplyError> {
        // A new secret is named by nothing any more.
        let Some(former) = piece.document(&state.current).cloned() else { return Ok(()) };
        let unseen = piece.follows_requests() && !state.asks_the_filter();
        let pending = self.write(state, piece, &former).await?;
        if !unseen {
            // Envoy ran it a moment ago. Should it refuse now, there is nothing better to offer.
            let _ = self.settle(pending.not_yet_in_use(), &state.known).await?;
        }
        Ok(())
    }

    /// Takes clusters away from Envoy.
    pub(super) async fn drop_clusters(&self, state: &mut State, names: &[String]) -> Result<(), ApplyError> {
        let document =
            clusters(&state.known().filter(|it| !names.contains(&it.name)).cloned().collect::<Vec<_>>());
        let pending = self.write(state, Part::Clusters.into(), &document).await?;
        if self.settle(pending, &state.known).await?.is_ok() {
            state.current.clusters = document;
            state.retiring.retain(|name, _| !names.contains(name));
        }
        Ok(())
    }

    /// Takes the native routes away that nothing asks for.
    pub(super) async fn drop_routes(&self, state: &mut State) -> Result<(), ApplyError> {
        let document = routes(&state.routes.0);
        if !state.asks_the_filter() {
            return Ok(());
        }
        let pending = self.write(state, Part::Routes.into(), &document).await?;
        if self.settle(pending, &state.known).await?.is_ok() {
            state.current.routes = document;
            state.routes.1 = state.routes.0.clone();
            state.routes_since = None;
        }
        Ok(())
    }

    async fn write(
        &self,
        state: &mut State,
        piece: Piece,
        document: &Document,
    ) -> Result<Pending, ApplyError> {
        state.writings += 1;
        let document = document.with_version(format!("{}-{}", document.version, state.writings));
        let before = self.admin.standing(&piece).await.map_err(ApplyError::Gone)?;
        let mark = self.log.mark();
        if let Err(error) = replace(&piece.path(&self.layout), &document.bytes()) {
            return Err(ApplyError::Write { what: piece, error });
        }
        Ok(Pending { piece, version: document.version, before, mark })
    }

    async fn settle(&self, pending: Pending, known: &[String]) -> Result<Result<(), Rejection>, ApplyError> {
        let deadline = Instant::now() + PATIENCE;
        let mut pause = Duration::from_millis(5);
        loop {
            let now = self.admin.standing(&pending.piece).await.map_err(ApplyError::Gone)?;
            if now.refused > pending.before.refused {
                let reason = self.log.refusal(pending.mark, known).await;
                return Ok(Err(Rejection { what: pending.piece, reason }));
            }
            if pending.is_done(&now) {
                return Ok(Ok(()));
            }
            if Instant::now() > deadline {
                return Err(ApplyError::Silent(pending.piece));
            }
            sleep(pause).await;
            pause = (pause * 2).min(Duration::from_millis(100));
        }
    }

    /// Waits until every cluster that can be used is. One whose name does not resolve never is.
    async fn warm(&self) -> Result<(), ApplyError> {
        let deadline = Instant::now() + WARMING;
        while self.admin.is_warming().await.map_err(ApplyError::Gone)? && Instant::now() < deadline {
            sleep(Duration::from_millis(20)).await;
        }
        Ok(())
    }
}

/// What can be said without asking Envoy.
pub(super) fn refused(plan: &Plan, open: &[Socket]) -> Option<Rejection> {
    taken(&plan.sockets, open).map(|reason| Rejection { what: Part::Listeners.into(), reason })
}

// === impl State ===

impl State {
    /// Whether the filter's configuration is in use.
    fn asks_the_filter(&self) -> bool {
        self.sockets.iter().any(Socket::carries_requests)
    }

    /// Every cluster that Envoy knows.
    fn known(&self) -> impl Iterator<Item = &Cluster> {
        self.used.iter().chain(self.retiring.values().map(|it| &it.cluster))
    }

    /// These clusters and, where they do not replace one, those that Envoy knows.
    fn with_known(&self, clusters: &[Cluster]) -> Vec<Cluster> {
        let known = self.known().filter(|known| clusters.iter().all(|it| it.name != known.name));
        clusters.iter().chain(known).cloned().collect()
    }

    fn accept(&mut self, plan: &Plan, next: Resources, routes: Routes) {
        let former = std::mem::replace(&mut self.used, plan.clusters.clone());
        for cluster in former {
            self.retiring.insert(cluster.name.clone(), Retiring::new(cluster));
        }
        for cluster in &plan.clusters {
            self.retiring.remove(&cluster.name);
        }
        self.routes_since = (routes != plan.routes).then(Instant::now);
        self.routes = (plan.routes.clone(), routes);
        self.current = next;
        self.sockets.clone_from(&plan.sockets);
        self.secrets.clone_from(&plan.secrets);
    }
}

// === impl Pending ===

impl Pending {
    /// Does not wait for workers that may have nothing to replace.
    fn not_yet_in_use(mut self) -> Self {
        self.before.version.clear();
        self
    }

    fn is_done(&self, now: &Standing) -> bool {
        // Envoy answers for itself first and tells its workers afterwards. While they still use the
        // former configuration, they send requests to the former clusters.
        let first = self.before.version.is_empty();
        let in_use = self.piece != Part::Filter || first || now.in_use > self.before.in_use;
        now.version == self.version && in_use
    }
}
