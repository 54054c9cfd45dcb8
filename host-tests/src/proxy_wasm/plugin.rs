use std::fmt;

use super::exchange::{Exchange, Outcome, Request};
use super::fault::Fault;
use super::headers::Headers;
use super::host::{Call, Context, Log};
use super::map::Map;
use super::metrics::Metric;
use super::module::Module;
use super::settings::Settings;
use super::stream::{Phase, Stream};
use super::vm::{Trap, Vm};

/// One VM with one plugin in it, as on one of Envoy's workers.
#[derive(Debug)]
pub struct Plugin {
    module: Module,
    vm: Vm,
    /// The root context that new requests belong to.
    root: u32,
    /// Root contexts of earlier configurations that still have requests.
    retired: Vec<u32>,
    next_context: u32,
}

/// Why a configuration is not taken. Envoy rejects the update and keeps serving the old one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StartError {
    /// The filter said no.
    Refused {
        logs: Vec<Log>,
    },
    Trapped {
        message: String,
        logs: Vec<Log>,
    },
}

// === impl Plugin ===

impl Plugin {
    pub fn start(module: &Module, configuration: &[u8]) -> Result<Self, StartError> {
        Self::start_with(module, configuration, Settings::default())
    }

    /// Makes a VM and configures one root context in it.
    pub fn start_with(module: &Module, configuration: &[u8], settings: Settings) -> Result<Self, StartError> {
        let vm = Vm::new(module, settings)
            .map_err(|Trap { message }| StartError::Trapped { message, logs: Vec::new() })?;
        let mut plugin = Self { module: module.clone(), vm, root: 0, retired: Vec::new(), next_context: 1 };
        plugin.root = plugin.configure(configuration)?;
        Ok(plugin)
    }

    /// Gives the plugin another configuration as Envoy does: first to a throw-away VM, so that what refuses or traps
    /// there changes nothing here; then to a new root context beside the old one. Requests under way stay with the
    /// old one, which is deleted after the last of them.
    pub fn reconfigure(&mut self, configuration: &[u8]) -> Result<(), StartError> {
        Self::start_with(&self.module, configuration, self.vm.host().settings.clone())?;
        let root = self.configure(configuration)?;
        self.retired.push(std::mem::replace(&mut self.root, root));
        self.delete_retired().map_err(|trap| self.trapped(trap))
    }

    /// Runs the request phase, and for a local reply the response phase as well.
    pub fn request(&mut self, request: Request) -> Exchange {
        self.begin();
        let mut exchange = Exchange::new();
        exchange.outcome = match self.decide(request, &mut exchange) {
            Ok(outcome) => outcome,
            Err(Trap { message }) => Outcome::Trapped { message },
        };
        self.collect(&mut exchange);
        exchange
    }

    /// Runs the response phase with a backend's headers and ends the exchange. It gives the headers towards the
    /// client.
    ///
    /// # Panics
    ///
    /// When the exchange is over.
    pub fn respond(&mut self, exchange: &mut Exchange, headers: Headers) -> Result<Headers, Trap> {
        assert!(exchange.context.is_some(), "the exchange is over: it was answered, or it trapped");
        self.begin();
        let response = self.encode(exchange, headers);
        self.collect(exchange);
        exchange.response = Some(response?);
        Ok(exchange.response.clone().unwrap_or_default())
    }

    /// Ends an exchange without a response, as when the client goes away.
    pub fn abandon(&mut self, mut exchange: Exchange) -> Result<(), Trap> {
        exchange.context.take().map_or(Ok(()), |id| self.delete(id))
    }

    /// Calls `proxy_on_tick`, whatever the period.
    pub fn tick(&mut self) -> Result<(), Trap> {
        let root = self.root;
        self.vm.call(root, "proxy_on_tick", &[root]).map(|_| ())
    }

    /// The period that the filter asked for, in milliseconds.
    pub fn tick_period(&self) -> Option<u32> {
        self.vm.host().tick_period
    }

    /// Lets hostcalls fail from now on, until [`heal`](Self::heal).
    pub fn inject(&mut self, fault: Fault) {
        self.vm.host_mut().settings.faults.push(fault);
    }

    pub fn heal(&mut self) {
        self.vm.host_mut().settings.faults.clear();
    }

    pub fn set_time(&mut self, now: u64) {
        self.vm.host_mut().settings.now = now;
    }

    /// The size of the VM's linear memory, which never shrinks.
    pub fn memory_bytes(&mut self) -> usize {
        self.vm.memory_bytes()
    }

    pub fn metrics(&self) -> &[Metric] {
        self.vm.host().metrics.all()
    }

    /// What the filter logged outside of exchanges since the last one: while it started, was configured, ticked.
    pub fn logs(&self) -> &[Log] {
        &self.vm.host().logs
    }

    /// The hostcalls of that time.
    pub fn calls(&self) -> &[Call] {
        &self.vm.host().calls
    }

    fn configure(&mut self, configuration: &[u8]) -> Result<u32, StartError> {
        let root = self.create_context(Context::Root);
        match self.try_configure(root, configuration) {
            Ok(true) => Ok(root),
            Ok(false) => {
                let logs = std::mem::take(&mut self.vm.host_mut().logs);
                self.delete(root).map_err(|trap| self.trapped(trap))?;
                Err(StartError::Refused { logs })
            }
            Err(trap) => Err(self.trapped(trap)),
        }
    }

    fn try_configure(&mut self, root: u32, configuration: &[u8]) -> Result<bool, Trap> {
        let size = |bytes: &[u8]| u32::try_from(bytes.len()).expect("a configuration below 4 GiB");
        let vm_size = size(&self.vm.host().settings.vm_configuration);
        self.vm.call(root, "proxy_on_context_create", &[root, 0])?;
        if self.vm.call(root, "proxy_on_vm_start", &[root, vm_size])? == Some(0) {
            return Ok(false);
        }
        self.vm.host_mut().configuration = Some(configuration.to_vec());
        let accepted = self.vm.call(root, "proxy_on_configure", &[root, size(configuration)]);
        self.vm.host_mut().configuration = None;
        Ok(accepted? != Some(0))
    }

    fn decide(&mut self, request: Request, exchange: &mut Exchange) -> Result<Outcome, Trap> {
        const CONTINUE: u32 = 0;
        let root = self.root;
        let end_of_stream = u32::from(!request.body);
        let headers = request.headers.read_into(Map::Request);
        let count = count(&headers);
        let stream = Stream { root, request: headers, properties: request.properties, ..Stream::default() };
        let id = self.create_context(Context::Stream(Box::new(stream)));
        self.vm.call(id, "proxy_on_context_create", &[id, root])?;
        let action = self.vm.call(id, "proxy_on_request_headers", &[id, count, end_of_stream])?;
        exchange.context = Some(id);
        let stream = self.stream(id);
        if let Some(reply) = stream.reply.take() {
            let headers = reply.response(&stream.request);
            exchange.response = Some(self.encode(exchange, headers)?);
            return Ok(Outcome::LocalReply(reply));
        }
        match action {
            None | Some(CONTINUE) => {
                stream.withdrawn = true;
                Ok(Outcome::Continue { headers: stream.request.clone() })
            }
            Some(_) => Ok(Outcome::Paused),
        }
    }

    fn encode(&mut self, exchange: &mut Exchange, headers: Headers) -> Result<Headers, Trap> {
        let id = exchange.context.take().expect("a stream that is not answered yet");
        let headers = headers.read_into(Map::Response);
        let count = count(&headers);
        let stream = self.stream(id);
        stream.response = headers;
        stream.phase = Phase::Response;
        self.vm.call(id, "proxy_on_response_headers", &[id, count, 1])?;
        let stream = self.stream(id);
        if let Some(reply) = stream.reply.take() {
            // Envoy does not show this one to the filter again.
            stream.response = reply.response(&stream.request);
        }
        let response = stream.response.clone();
        exchange.filter_state = stream.filter_state.clone();
        self.delete(id)?;
        Ok(response)
    }

    /// Ends a context in Envoy's order: a stream is logged before it is done.
    fn delete(&mut self, id: u32) -> Result<(), Trap> {
        if let Some(stream) = self.vm.host_mut().stream_of(id) {
            stream.phase = Phase::Log;
            self.vm.call(id, "proxy_on_log", &[id])?;
        }
        self.vm.call(id, "proxy_on_done", &[id])?;
        self.vm.call(id, "proxy_on_delete", &[id])?;
        self.vm.host_mut().contexts.remove(&id);
        self.delete_retired()
    }

    /// Deletes the root contexts of earlier configurations that no request needs any more.
    fn delete_retired(&mut self) -> Result<(), Trap> {
        let host = self.vm.host();
        let (busy, idle) = self.retired.drain(..).partition(|root| host.has_streams(*root));
        self.retired = busy;
        let idle: Vec<u32> = idle;
        idle.into_iter().try_for_each(|root| self.delete(root))
    }

    fn create_context(&mut self, context: Context) -> u32 {
        let id = self.next_context;
        self.next_context += 1;
        self.vm.host_mut().contexts.insert(id, context);
        id
    }

    fn stream(&mut self, id: u32) -> &mut Stream {
        self.vm.host_mut().stream_of(id).expect("the context of an exchange is a stream")
    }

    /// Forgets what happened outside of the exchange that goes on now.
    fn begin(&mut self) {
        let host = self.vm.host_mut();
        host.calls.clear();
        host.logs.clear();
        self.vm.take_spent();
    }

    fn collect(&mut self, exchange: &mut Exchange) {
        if let Some(id) = exchange.context {
            exchange.filter_state = self.stream(id).filter_state.clone();
        }
        exchange.fuel += self.vm.take_spent();
        let host = self.vm.host_mut();
        exchange.calls.append(&mut host.calls);
        exchange.logs.append(&mut host.logs);
    }

    fn trapped(&mut self, Trap { message }: Trap) -> StartError {
        StartError::Trapped { message, logs: std::mem::take(&mut self.vm.host_mut().logs) }
    }
}

fn count(headers: &Headers) -> u32 {
    u32::try_from(headers.len()).expect("fewer than 2^32 headers")
}

// === impl StartError ===

impl fmt::Display for StartError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let logs = match self {
            Self::Refused { logs } => {
                f.write_str("the filter refused the configuration")?;
                logs
            }
            Self::Trapped { message, logs } => {
                write!(f, "the filter ended abnormally: {message}")?;
                logs
            }
        };
        logs.iter().try_for_each(|log| write!(f, "\n  {:?}: {}", log.level, log.message))
    }
}

impl std::error::Error for StartError {}
