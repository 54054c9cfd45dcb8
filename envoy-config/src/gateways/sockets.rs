use std::{
    collections::BTreeMap,
    net::{IpAddr, SocketAddr},
};

use engine::{analysis::Analysis, table::Scheme};

use super::{Placement, PlacementError};
use crate::plan::Socket;

pub(super) fn sockets(analysis: &Analysis, placement: &Placement) -> Result<Vec<Socket>, PlacementError> {
    let mut taken: BTreeMap<SocketAddr, String> = BTreeMap::new();
    let mut sockets = Vec::new();
    for (definition, origin) in analysis.definition.sockets.iter().zip(&analysis.origins.sockets) {
        // TLS is not terminated yet: see `not_served`.
        let other = placement.gateway.is_some_and(|only| only != origin.gateway);
        if other || definition.scheme == Scheme::Https {
            continue;
        }
        let gateway = analysis.world.gateways.get(origin.gateway).map(|gateway| gateway.meta.full_name());
        let address = gateway.and_then(|name| placement.addresses.get(&name).copied());
        let address = address.unwrap_or(IpAddr::from([0, 0, 0, 0]));
        let port =
            definition.port.checked_add(placement.port_offset).ok_or_else(|| PlacementError::NoSuchPort {
                socket: definition.name.clone(),
                port: u32::from(definition.port) + u32::from(placement.port_offset),
            })?;
        let at = SocketAddr::new(address, port);
        if let Some(first) = taken.insert(at, definition.name.clone()) {
            return Err(PlacementError::Taken { address: at, first, second: definition.name.clone() });
        }
        sockets.push(Socket { name: definition.name.clone(), address, port });
    }
    Ok(sockets)
}
