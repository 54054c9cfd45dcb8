use std::fmt;

use wasmtime::{Store, Val};

use super::exchange::{Exchange, Outcome, Request};
use super::fault::Fault;
use super::headers::Headers;
use super::host::{Context, Host, Log};
use super::metrics::Metric;
use super::module::Module;
use super::settings::Settings;
use super::stream::{Phase, Stream};

/// One VM with one plugin in it, as on one of Envoy's workers.
pub struct Plugin {
    store: Store<Host>,
    instance: wasmtime::Instance,
    /// The root context that new requests belong to.
    root: u32,
    next_context: u32,
    /// Why the VM is gone. Envoy calls nothing in it any more.
    failed: Option<String>,
    /// Fuel taken since the running exchange's phase began.
    spent: u64,
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

/// The filter ended abnormally: a panic, an endless loop, no memory.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trap {
    pub message: String,
}

// === impl Plugin ===

impl Plugin {
    pub fn start(module: &Module, configuration: &[u8]) -> Result<Self, StartError> {
        Self::start_with(module, configuration, Settings::default())
    }

    /// Makes a VM and configures one root context in it, as Envoy's canary does with every update.
    pub fn start_with(module: &Module, configuration: &[u8], settings: Settings) -> Result<Self, StartError> {
        let mut store = Store::new(module.module.engine(), Host::new(settings));
        store.limiter(|host| &mut host.limits);
        let fuel = store.data().settings.fuel;
        let instance = store
            .set_fuel(fuel)
            .and_then(|()| module.linker.instantiate(&mut store, &module.module))
            .map_err(|error| StartError::Trapped { message: format!("{error:#}"), logs: Vec::new() })?;
        let mut plugin = Self { store, instance, root: 0, next_context: 1, failed: None, spent: 0 };
        let initializer = if plugin.has("_initialize") { "_initialize" } else { "_start" };
        plugin.call(0, initializer, &[]).map_err(|trap| plugin.trapped(trap))?;
        plugin.root = plugin.configure(configuration)?;
        Ok(plugin)
    }

    /// Gives the VM another configuration as Envoy does: a new root context beside the old one, which is deleted
    /// once the new one accepts. Requests under way stay with theirs. When the new one refuses, the old one stays.
    pub fn reconfigure(&mut self, configuration: &[u8]) -> Result<(), StartError> {
        let root = self.configure(configuration)?;
        let old = std::mem::replace(&mut self.root, root);
        self.delete(old).map_err(|trap| self.trapped(trap))
    }

    /// Runs the request phase, and for a local reply the response phase as well.
    pub fn request(&mut self, request: Request) -> Exchange {
        let mut exchange = Exchange {
            outcome: Outcome::Paused,
            response: None,
            calls: Vec::new(),
            logs: Vec::new(),
            fuel: 0,
            filter_state: Default::default(),
            context: None,
        };
        self.begin();
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
    /// When the exchange was answered before.
    pub fn respond(&mut self, exchange: &mut Exchange, headers: Headers) -> Result<Headers, Trap> {
        assert!(
            exchange.context.is_some(),
            "the exchange is over: it was answered, abandoned, or it trapped"
        );
        self.begin();
        let response = self.encode(exchange, headers);
        self.collect(exchange);
        let response = response?;
        exchange.response = Some(response.clone());
        Ok(response)
    }

    /// Ends an exchange without a response, as when the client goes away.
    pub fn abandon(&mut self, mut exchange: Exchange) -> Result<(), Trap> {
        exchange.context.take().map_or(Ok(()), |id| self.delete(id))
    }

    /// Calls `proxy_on_tick`, whatever the period.
    pub fn tick(&mut self) -> Result<(), Trap> {
        let root = self.root;
        self.call(root, "proxy_on_tick", &[root]).map(|_| ())
    }

    /// The period that the filter asked for, in milliseconds.
    pub fn tick_period(&self) -> Option<u32> {
        self.store.data().tick_period
    }

    /// Lets hostcalls fail from now on, until [`heal`](Self::heal).
    pub fn inject(&mut self, fault: Fault) {
        self.store.data_mut().settings.faults.push(fault);
    }

    pub fn heal(&mut self) {
        self.store.data_mut().settings.faults.clear();
    }

    pub fn set_time(&mut self, now: u64) {
        self.store.data_mut().settings.now = now;
    }

    /// The size of the VM's linear memory, which never shrinks.
    pub fn memory_bytes(&mut self) -> usize {
        self.instance.get_memory(&mut self.store, "memory").map_or(0, |memory| memory.data_size(&self.store))
    }

    pub fn metrics(&self) -> &[Metric] {
        self.store.data().metrics.all()
    }

    /// What the filter logged since the last request began.
    pub fn logs(&self) -> &[Log] {
        &self.store.data().logs
    }

    fn configure(&mut self, configuration: &[u8]) -> Result<u32, StartError> {
        let root = self.create_context(Context::Root);
        match self.try_configure(root, configuration) {
            Ok(true) => Ok(root),
            Ok(false) => {
                let logs = std::mem::take(&mut self.store.data_mut().logs);
                self.delete(root).map_err(|trap| self.trapped(trap))?;
                Err(StartError::Refused { logs })
            }
            Err(trap) => Err(self.trapped(trap)),
        }
    }

    fn try_configure(&mut self, root: u32, configuration: &[u8]) -> Result<bool, Trap> {
        let size = |bytes: &[u8]| u32::try_from(bytes.len()).expect("a configuration below 4 GiB");
        let vm_size = size(&self.store.data().settings.vm_configuration);
        self.call(root, "proxy_on_context_create", &[root, 0])?;
        if self.call(root, "proxy_on_vm_start", &[root, vm_size])? == Some(0) {
            return Ok(false);
        }
        self.store.data_mut().configuration = Some(configuration.to_vec());
        let accepted = self.call(root, "proxy_on_configure", &[root, size(configuration)]);
        self.store.data_mut().configuration = None;
        Ok(accepted? != Some(0))
    }

    fn decide(&mut self, request: Request, exchange: &mut Exchange) -> Result<Outcome, Trap> {
        const CONTINUE: u32 = 0;
        let end_of_stream = u32::from(!request.body);
        let count = u32::try_from(request.headers.len()).expect("fewer than 2^32 headers");
        let stream = Stream { request: request.headers, properties: request.properties, ..Stream::default() };
        let id = self.create_context(Context::Stream(Box::new(stream)));
        let root = self.root;
        self.call(id, "proxy_on_context_create", &[id, root])?;
        let action = self.call(id, "proxy_on_request_headers", &[id, count, end_of_stream])?;
        exchange.context = Some(id);
        let stream = self.stream(id);
        if let Some(reply) = stream.reply.take() {
            let headers = reply.response(&stream.request);
            exchange.response = Some(self.encode(exchange, headers)?);
            return Ok(Outcome::LocalReply(reply));
        }
        match action {
            None | Some(CONTINUE) => Ok(Outcome::Continue { headers: stream.request.clone() }),
            Some(_) => Ok(Outcome::Paused),
        }
    }

    fn encode(&mut self, exchange: &mut Exchange, headers: Headers) -> Result<Headers, Trap> {
        let id = exchange.context.take().expect("a stream that is not answered yet");
        let count = u32::try_from(headers.len()).expect("fewer than 2^32 headers");
        let stream = self.stream(id);
        stream.response = headers;
        stream.phase = Phase::Response;
        self.call(id, "proxy_on_response_headers", &[id, count, 1])?;
        let stream = self.stream(id);
        if let Some(reply) = stream.reply.take() {
            stream.response = reply.response(&stream.request);
        }
        let response = stream.response.clone();
        exchange.filter_state = stream.filter_state.clone();
        self.delete(id)?;
        Ok(response)
    }

    /// Ends a context, as Envoy does once nothing needs it.
    fn delete(&mut self, id: u32) -> Result<(), Trap> {
        self.call(id, "proxy_on_done", &[id])?;
        if let Some(stream) = self.store.data_mut().stream_of(id) {
            stream.phase = Phase::Log;
            self.call(id, "proxy_on_log", &[id])?;
        }
        self.call(id, "proxy_on_delete", &[id])?;
        self.store.data_mut().contexts.remove(&id);
        Ok(())
    }

    fn create_context(&mut self, context: Context) -> u32 {
        let id = self.next_context;
        self.next_context += 1;
        self.store.data_mut().contexts.insert(id, context);
        id
    }

    fn stream(&mut self, id: u32) -> &mut Stream {
        self.store.data_mut().stream_of(id).expect("the context of an exchange is a stream")
    }

    /// Forgets what happened outside of the exchange that goes on now.
    fn begin(&mut self) {
        let host = self.store.data_mut();
        host.calls.clear();
        host.logs.clear();
        self.spent = 0;
    }

    fn collect(&mut self, exchange: &mut Exchange) {
        if let Some(id) = exchange.context {
            exchange.filter_state = self.stream(id).filter_state.clone();
        }
        let host = self.store.data_mut();
        exchange.calls.append(&mut host.calls);
        exchange.logs.append(&mut host.logs);
        exchange.fuel += self.spent;
    }

    /// Calls an export about a context; a module without it answers nothing.
    fn call(&mut self, context: u32, name: &str, args: &[u32]) -> Result<Option<u32>, Trap> {
        if let Some(message) = &self.failed {
            return Err(Trap { message: format!("the VM is gone: {message}") });
        }
        let Some(function) = self.instance.get_func(&mut self.store, name) else { return Ok(None) };
        let args: Vec<Val> = args.iter().map(|number| Val::I32(number.cast_signed())).collect();
        let mut results = vec![Val::I32(0); function.ty(&self.store).results().len()];
        let host = self.store.data_mut();
        host.current = context;
        host.effective = None;
        let fuel = host.settings.fuel;
        let called =
            self.store.set_fuel(fuel).and_then(|()| function.call(&mut self.store, &args, &mut results));
        self.spent += fuel.saturating_sub(self.store.get_fuel().unwrap_or_default());
        if let Err(error) = called {
            let message = format!("`{name}`: {error:#}");
            self.failed = Some(message.clone());
            return Err(Trap { message });
        }
        Ok(results.first().map(|result| result.unwrap_i32().cast_unsigned()))
    }

    fn has(&mut self, export: &str) -> bool {
        self.instance.get_func(&mut self.store, export).is_some()
    }

    fn trapped(&mut self, Trap { message }: Trap) -> StartError {
        StartError::Trapped { message, logs: std::mem::take(&mut self.store.data_mut().logs) }
    }
}

impl fmt::Debug for Plugin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Plugin")
            .field("root", &self.root)
            .field("failed", &self.failed)
            .finish_non_exhaustive()
    }
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

// === impl Trap ===

impl fmt::Display for Trap {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Trap {}
