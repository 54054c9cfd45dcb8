use std::{collections::BTreeMap, io};

use engine::{analysis::Analysis, attach::BackendTarget};
use envoy_config::{Endpoints, targets};

use super::echo::Echo;

/// Where the Services of the manifests are on this machine.
#[derive(Debug)]
pub(super) struct Backends {
    /// What the command line says.
    given: BTreeMap<String, Endpoints>,
    /// Stand-ins for the others. One stays when its Service goes: requests may still be on their way.
    echoes: BTreeMap<String, Echo>,
}

impl Backends {
    pub(super) fn new(given: BTreeMap<String, Endpoints>) -> Self {
        Backends { given, echoes: BTreeMap::new() }
    }

    /// The endpoints of every Service port that a rule uses, echo backends started where needed.
    pub(super) async fn endpoints(&mut self, analysis: &Analysis) -> io::Result<BTreeMap<String, Endpoints>> {
        let mut endpoints = BTreeMap::new();
        for target in targets(analysis) {
            let name = target.label();
            let found = match self.given.get(&name) {
                Some(given) => given.clone(),
                None => Endpoints::Static(vec![self.echo(&name, &target).await?]),
            };
            endpoints.insert(name, found);
        }
        Ok(endpoints)
    }

    async fn echo(&mut self, name: &str, target: &BackendTarget) -> io::Result<std::net::SocketAddr> {
        if let Some(running) = self.echoes.get(name) {
            return Ok(running.address());
        }
        let service = format!("{}/{}", target.namespace, target.name);
        let echo = Echo::start(&service, target.port).await?;
        let address = echo.address();
        self.echoes.insert(name.to_owned(), echo);
        Ok(address)
    }

    pub(super) fn is_echo(&self, name: &str) -> bool {
        self.echoes.contains_key(name)
    }

    /// Names on the command line that no rule uses: most likely a slip.
    pub(super) fn unused(&self, analysis: &Analysis) -> Vec<&str> {
        let used: Vec<_> = targets(analysis).iter().map(BackendTarget::label).collect();
        self.given.keys().filter(|name| !used.contains(name)).map(String::as_str).collect()
    }
}
