#[cfg(feature = "assist")]
mod edit;

use crate::{
    admit::{AdmitOptions, Channel, Taken, World, admit},
    attach::{AttachOptions, Graph, attach, problems},
    compile::{Native, Origins, StreamSocket, compile},
    source::{Place, Problem, Severity, Sources},
    table::{Definition, Table},
};

/// The whole pipeline over one set of sources, every stage's result kept.
#[derive(Debug)]
pub struct Analysis {
    pub sources: Sources,
    pub world: World,
    pub graph: Graph,
    pub definition: Definition,
    pub origins: Origins,
    pub table: Table,
    /// In the order of the definition's native routes.
    pub natives: Vec<Native>,
    pub streams: Vec<StreamSocket>,
    /// Of every stage, in their order.
    pub problems: Vec<Problem>,
    /// The channel whose rules held.
    pub channel: Channel,
    /// How many of them come from `read` and `admit`.
    of_input: usize,
    /// The graph of the report, made where it is first asked for. What that is, the analysis does not know.
    #[cfg(feature = "picture")]
    pub(crate) drawn: std::sync::OnceLock<Box<dyn std::any::Any + Send + Sync>>,
    #[cfg(feature = "assist")]
    pub(crate) options: Options,
    /// How many problems come from `read`.
    #[cfg(feature = "assist")]
    of_reading: usize,
    #[cfg(feature = "assist")]
    names: crate::admit::Names,
}

#[derive(Debug, Clone, Default)]
pub struct Options {
    pub admit: AdmitOptions,
    pub attach: AttachOptions,
}

impl Analysis {
    /// `read` gives both arguments.
    pub fn of(sources: Sources, found: Vec<Problem>, options: &Options) -> Self {
        let taken = admit(&sources, &options.admit);
        Self::of_taken(sources, found, taken, options)
    }

    /// `admit` gives what is taken.
    pub fn of_taken(sources: Sources, mut found: Vec<Problem>, taken: Taken, options: &Options) -> Self {
        #[cfg(feature = "assist")]
        let of_reading = found.len();
        let world = taken.world;
        found.extend(taken.problems);
        // As large as the routes are many, and the rest needs room.
        #[cfg(not(feature = "assist"))]
        drop(taken.names);
        let of_input = found.len();
        let graph = attach(&world, &options.attach);
        found.extend(problems(&world, &graph));
        let compiled = compile(&world, &graph);
        let table = Table::build(&compiled.definition);
        let analysis = Analysis {
            sources,
            world,
            graph,
            definition: compiled.definition,
            origins: compiled.origins,
            natives: compiled.natives,
            streams: compiled.streams,
            table,
            problems: found,
            channel: options.admit.channel,
            of_input,
            #[cfg(feature = "picture")]
            drawn: std::sync::OnceLock::new(),
            #[cfg(feature = "assist")]
            options: options.clone(),
            #[cfg(feature = "assist")]
            of_reading,
            #[cfg(feature = "assist")]
            names: taken.names,
        };
        #[cfg(feature = "yaml")]
        let analysis = analysis.look_closer();
        analysis
    }

    /// Adds what is valid and still hardly meant.
    #[cfg(feature = "yaml")]
    fn look_closer(mut self) -> Self {
        let found = crate::findings::findings(&crate::findings::Compiled {
            world: &self.world,
            graph: &self.graph,
            definition: &self.definition,
            origins: &self.origins,
            table: &self.table,
            has_errors: self.has_errors(),
        });
        self.problems.extend(found);
        self
    }

    /// The `controllerName` that answers for a Gateway.
    pub fn controller_of(&self, gateway: usize) -> Option<&str> {
        let class = self.graph.gateways.get(gateway)?.class?;
        self.world.gateway_classes.get(class).map(|class| class.body.spec.controller_name.as_str())
    }

    /// A problem in one line, for a log that shows no source.
    pub fn line(&self, problem: &Problem) -> String {
        let (Place::Field { document, path } | Place::Key { document, path }) = &problem.place else {
            return problem.message.clone();
        };
        let value = self.sources.value(*document);
        let text = |pointer: &str| {
            value.as_ref().and_then(|value| value.pointer(pointer)?.as_str()).unwrap_or_default().to_owned()
        };
        format!("{} {}: {path}: {}", text("/kind"), text("/metadata/name"), problem.message)
    }

    /// Why the API server would refuse some of the input.
    pub fn refusals(&self) -> impl Iterator<Item = &Problem> {
        self.problems.iter().take(self.of_input).filter(|problem| problem.severity == Severity::Error)
    }

    pub fn has_errors(&self) -> bool {
        self.problems.iter().any(|problem| problem.severity == Severity::Error)
    }
}
