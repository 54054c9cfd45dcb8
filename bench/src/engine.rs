//! The one file that speaks to the engine's table, so that its interface may change beside us.

use engine::{
    actions::Actions,
    decide::Decision,
    table::{
        Definition, Header, Host, Request as TableRequest, Settings, SocketId, Table, encode, split_target,
    },
};
#[cfg(feature = "manifests")]
use engine::{
    admit::admit,
    attach::attach,
    compile::compile,
    source::{Input, Sources, read},
};

use crate::workload::Request;

/// A table with one socket.
#[derive(Debug)]
pub struct Router {
    table: Table,
    socket: SocketId,
}

/// A request whose headers stand ready, as a filter has them.
#[derive(Debug)]
pub struct Ready<'a> {
    from: &'a Request,
    headers: Vec<Header<'a>>,
}

impl Router {
    /// # Panics
    ///
    /// When the definition has not one socket.
    pub fn build(definition: Definition) -> Self {
        Self::of(Table::build(&definition))
    }

    fn of(table: Table) -> Self {
        let socket = table.only_socket().expect("the workload has one socket");
        Router { table, socket }
    }

    /// What the filter does with its configuration.
    ///
    /// # Panics
    ///
    /// When the bytes are no bundle.
    pub fn load(bundle: &[u8]) -> Self {
        Self::of(Table::open(bundle.to_vec()).expect("the bundle is whole"))
    }

    /// The number of the rule that takes the request.
    pub fn decide(&self, request: &Ready<'_>) -> Option<usize> {
        let Ready { from, headers } = request;
        let request = TableRequest {
            method: from.method,
            host: &from.host,
            path: &from.path,
            query: &from.query,
            headers,
            server_name: None,
        };
        match self.table.decide(self.socket, &request, &mut ()) {
            Decision::Rule { rule, .. } => Some(rule.index()),
            _ => None,
        }
    }

    /// All that the engine does for a request in the data plane: the host and the path in their normal forms, the
    /// decision, what follows from it. Answers how long the cluster's name is.
    pub fn serve(&self, request: &Ready<'_>, draw: u64) -> usize {
        let Ready { from, headers } = request;
        let Ok(host) = Host::of(from.host.as_bytes()) else { return 0 };
        let (path, query) = split_target(&from.target);
        let request = TableRequest {
            method: from.method,
            host: host.as_str(),
            path: &path,
            query,
            headers,
            server_name: None,
        };
        let decision = self.table.decide(self.socket, &request, &mut ());
        match self.table.actions_at(self.socket, decision, &request, draw, &|| 0) {
            Actions::Forward(forward) => forward.cluster.len(),
            _ => 0,
        }
    }
}

impl<'a> Ready<'a> {
    pub fn of(from: &'a Request) -> Self {
        let header = |(name, value): &'a (&'static str, String)| Header {
            name: name.as_bytes(),
            value: value.as_bytes(),
        };
        Ready { from, headers: from.headers.iter().map(header).collect() }
    }

    pub fn request(&self) -> &Request {
        self.from
    }
}

/// The filter's configuration in an Envoy that Gatewright configures.
pub fn served(definition: &Definition) -> Vec<u8> {
    encode(definition, Settings { socket_in_header: true, ..Settings::default() })
}

/// The filter's configuration.
pub fn bundle(definition: &Definition) -> Vec<u8> {
    encode(definition, Settings::default())
}

/// Manifests in one file, read.
///
/// # Panics
///
/// When there is something wrong with them.
#[cfg(feature = "manifests")]
pub fn read_file(name: &str, text: &str) -> Sources {
    let (sources, problems) = read(vec![Input { path: name.to_owned(), bytes: text.as_bytes().to_vec() }]);
    assert!(problems.is_empty(), "{problems:?}");
    sources
}

/// The whole way from read manifests to a definition.
///
/// # Panics
///
/// When admission finds something wrong with them.
#[cfg(feature = "manifests")]
pub fn compiled(sources: &Sources, timed: &mut dyn FnMut(&mut dyn FnMut())) -> Definition {
    let taken = admit(sources, &Default::default());
    assert!(taken.problems.is_empty(), "{:?}", taken.problems);
    let graph = attach(&taken.world, &Default::default());
    let mut compiled = None;
    timed(&mut || compiled = Some(compile(&taken.world, &graph)));
    compiled.map(|compiled| compiled.definition).unwrap_or_default()
}
