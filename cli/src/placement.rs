//! The flags that say where Gateways listen, where Services are and where the filter is.

use std::{
    collections::BTreeMap,
    net::{SocketAddr, ToSocketAddrs},
    path::{Path, PathBuf},
};

use anyhow::{Context, bail};
use envoy_config::{Endpoints, PlacementError};

use crate::{args::PlacementArgs, exit::Failure};

impl PlacementArgs {
    /// The endpoints that the command line gives, by Service port.
    pub(crate) fn endpoints(&self) -> Result<BTreeMap<String, Endpoints>, Failure> {
        let resolved = |(service, address): &(String, String)| Ok((service.clone(), resolve(address)?));
        self.backend.iter().map(resolved).collect()
    }

    /// What the system trusts, as Envoy sees it.
    pub(crate) fn authorities(&self) -> PathBuf {
        let found = || SYSTEM_AUTHORITIES.iter().map(PathBuf::from).find(|path| path.is_file());
        let path = self.authorities.clone().or_else(found).unwrap_or_else(|| SYSTEM_AUTHORITIES[0].into());
        // Envoy may be started anywhere.
        std::path::absolute(&path).unwrap_or(path)
    }

    /// The filter's module, as an absolute path.
    pub(crate) fn module(&self) -> Result<PathBuf, Failure> {
        module(self.filter.as_deref())
    }
}

/// The filter's module, as an absolute path: the one that was asked for, or else one that is found.
pub(crate) fn module(asked: Option<&Path>) -> Result<PathBuf, Failure> {
    let found = match asked {
        Some(path) if path.is_file() => Some(path.to_owned()),
        Some(path) => {
            return Err(Failure::Usage(format!("--filter: `{}` does not exist", path.display())));
        }
        None => candidates().into_iter().find(|path| path.is_file()),
    };
    let path = found.ok_or_else(|| {
        Failure::Outside(anyhow::anyhow!(
            "the filter's module is not there: build it with `cargo xtask filter`, or name it with --filter"
        ))
    })?;
    Ok(std::path::absolute(&path).with_context(|| format!("cannot find `{}`", path.display()))?)
}

/// Where systems keep the certificates that they trust: Debian and Envoy's own images, Fedora, SUSE,
/// Alpine and macOS.
const SYSTEM_AUTHORITIES: [&str; 4] = [
    "/etc/ssl/certs/ca-certificates.crt",
    "/etc/pki/tls/certs/ca-bundle.crt",
    "/etc/ssl/ca-bundle.pem",
    "/etc/ssl/cert.pem",
];

fn candidates() -> Vec<PathBuf> {
    let beside = std::env::current_exe().ok();
    let beside =
        beside.as_deref().and_then(|program| program.parent()).map(|bin| bin.join("gatewright.wasm"));
    beside.into_iter().chain([PathBuf::from("target/filter/gatewright.wasm")]).collect()
}

fn resolve(address: &str) -> anyhow::Result<Endpoints> {
    let found: Vec<SocketAddr> = address
        .to_socket_addrs()
        .with_context(|| format!("--backend: cannot look up `{address}`"))?
        .collect();
    if found.is_empty() {
        bail!("--backend: `{address}` has no address");
    }
    Ok(Endpoints::Static(found))
}

impl From<PlacementError> for Failure {
    fn from(error: PlacementError) -> Self {
        Failure::Usage(error.to_string())
    }
}
