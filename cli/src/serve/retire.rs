use std::sync::Arc;
use std::time::Duration;

use envoy_config::Cluster;
use tokio::time::{Instant, sleep};

use super::apply::{ApplyError, Updates};

/// A cluster that no new request goes to.
#[derive(Debug)]
pub(super) struct Retiring {
    pub(super) cluster: Cluster,
    since: Instant,
    /// Whether it had nothing to do at the last look.
    idle: bool,
}

impl Retiring {
    pub(super) fn new(cluster: Cluster) -> Self {
        Self { cluster, since: Instant::now(), idle: false }
    }
}

/// Takes native routes and clusters away when nothing can need them any more, for as long as it is polled.
///
/// Envoy finishes a request whose cluster disappears, so those would not have to be waited for. But a
/// request that is tried again asks for the cluster anew, and one that the filter still holds back has
/// yet to ask. Neither shows in Envoy's statistics: hence the time of grace, and the two idle looks
/// in a row. A cluster that stays busy, as one with an open WebSocket, just stays.
pub(super) async fn retire(updates: Arc<Updates>, grace: Duration) {
    loop {
        sleep(grace / 5).await;
        // Whoever applies plans notices as well when Envoy is gone, and has somebody to tell.
        let _ = look(&updates, grace).await;
    }
}

pub(super) async fn look(updates: &Updates, grace: Duration) -> Result<(), ApplyError> {
    let mut state = updates.state.lock().await;
    // Nobody has asked for one since all workers have used the newer filter, and a stream keeps the route
    // that it has.
    if state.routes_since.is_some_and(|since| since.elapsed() >= grace) {
        updates.drop_routes(&mut state).await?;
    }
    if state.retiring.is_empty() {
        return Ok(());
    }
    let requests = updates.admin.requests().await.map_err(ApplyError::Gone)?;
    let mut over = Vec::new();
    for (name, retiring) in &mut state.retiring {
        let idle = requests.of(name) == 0;
        if idle && retiring.idle && retiring.since.elapsed() >= grace {
            over.push(name.clone());
        }
        retiring.idle = idle;
    }
    if over.is_empty() { Ok(()) } else { updates.drop_clusters(&mut state, &over).await }
}
