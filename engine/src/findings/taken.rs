//! Host names of routes whose requests all go to another listener ("Listener Isolation").

use super::{
    Compiled, Findings,
    chains::{self, Listeners},
    codes,
    routes::Routes,
};
use crate::{
    compile::ArmOrigin,
    sort::distinct,
    source::FieldPath,
    table::{ArmId, HostDefinition, ListenerDefinition},
};

pub(super) fn find(compiled: &Compiled<'_>, routes: Routes<'_>, found: &mut Findings) {
    for socket in &compiled.definition.sockets {
        let listeners = Listeners::of(socket);
        for (number, listener) in socket.listeners.iter().enumerate() {
            for chain in chains::of(listener) {
                let taker = listeners.taking(&chain.range).filter(|taker| *taker != number);
                let Some(taker) = taker.and_then(|taker| socket.listeners.get(taker)) else { continue };
                for host in chain.hosts.iter().filter_map(|host| listener.hosts.get(*host)) {
                    Taken { compiled, routes, listener, host, taker }.tell(found);
                }
            }
        }
    }
}

/// A host name of a listener that asks nobody, and the listener that takes its hosts.
struct Taken<'a> {
    compiled: &'a Compiled<'a>,
    routes: Routes<'a>,
    listener: &'a ListenerDefinition,
    host: &'a HostDefinition,
    taker: &'a ListenerDefinition,
}

impl Taken<'_> {
    fn tell(&self, found: &mut Findings) {
        let same = self.taker.hosts.iter().find(|host| host.hostname == self.host.hostname);
        let there = same.map(|host| self.routes_of(host)).unwrap_or_default();
        let elsewhere = |route: &usize| there.binary_search(route).is_err();
        for route in self.routes_of(self.host).iter().filter(|route| elsewhere(route)) {
            let written = self.routes.hostnames(*route);
            let number = written.iter().position(|name| name.eq_ignore_ascii_case(&self.host.hostname));
            let Some((number, document)) = number.zip(self.routes.document(*route)) else { continue };
            let (name, taker) = (&self.host.hostname, &self.taker.name);
            found.warn(
                codes::HOSTNAME_TAKEN,
                document,
                FieldPath::root().field("spec").field("hostnames").index(number),
                format!(
                    "no request for `{name}` comes to this route by listener `{}`: listener `{taker}` has a more specific hostname and takes them all",
                    self.listener.name
                ),
                format!("attach the route to listener `{taker}`, too"),
            );
        }
    }

    /// Each once, in order.
    fn routes_of(&self, host: &HostDefinition) -> Vec<usize> {
        let origin = |arm: &ArmId| self.compiled.origins.arms.get(arm.index()).map(ArmOrigin::route);
        distinct(host.arms.iter().filter_map(origin))
    }
}
