use std::collections::BTreeMap;
use std::fmt;

use wasmtime::{StoreLimits, StoreLimitsBuilder};

use super::fault::Fault;
use super::metrics::Metrics;
use super::settings::Settings;
use super::stream::Stream;

/// What the hostcalls of one VM share.
#[derive(Debug)]
pub(crate) struct Host {
    pub(crate) settings: Settings,
    pub(crate) limits: StoreLimits,
    pub(crate) contexts: BTreeMap<u32, Context>,
    /// The context that the running call is about; 0 is the VM itself.
    pub(crate) current: u32,
    /// What `proxy_set_effective_context` chose during this call.
    pub(crate) effective: Option<u32>,
    /// The plugin configuration, only while `proxy_on_configure` runs.
    pub(crate) configuration: Option<Vec<u8>>,
    /// Whether the guest's allocator is running on behalf of a hostcall.
    pub(crate) allocating: bool,
    pub(crate) tick_period: Option<u32>,
    pub(crate) metrics: Metrics,
    pub(crate) shared: BTreeMap<Vec<u8>, (Vec<u8>, u32)>,
    pub(crate) calls: Vec<Call>,
    pub(crate) logs: Vec<Log>,
    http_calls: u32,
    random: u64,
}

#[derive(Debug)]
pub(crate) enum Context {
    Root,
    Stream(Box<Stream>),
}

/// A hostcall that the guest made.
#[derive(Clone, PartialEq, Eq)]
pub struct Call {
    /// The function without its module, such as `proxy_log`.
    pub name: &'static str,
    /// The numbers passed, addresses included.
    pub arguments: Vec<u64>,
    /// The bytes that the guest passed by address, in the order of the parameters.
    pub inputs: Vec<Vec<u8>>,
    /// The status answered; `None` when the call ended the guest.
    pub answer: Option<u32>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Log {
    pub level: LogLevel,
    pub message: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u32)]
pub enum LogLevel {
    Trace = 0,
    Debug = 1,
    Info = 2,
    Warn = 3,
    Error = 4,
    Critical = 5,
}

// === impl Host ===

impl Host {
    pub(crate) fn new(settings: Settings) -> Self {
        let limits = StoreLimitsBuilder::new().memory_size(settings.memory_bytes).build();
        Self {
            random: settings.seed,
            settings,
            limits,
            contexts: BTreeMap::new(),
            current: 0,
            effective: None,
            configuration: None,
            allocating: false,
            tick_period: None,
            metrics: Metrics::default(),
            shared: BTreeMap::new(),
            calls: Vec::new(),
            logs: Vec::new(),
            http_calls: 0,
        }
    }

    /// The stream that hostcalls are about, if the context in effect is one.
    pub(crate) fn stream(&mut self) -> Option<&mut Stream> {
        let id = self.effective.unwrap_or(self.current);
        // An effective context that has gone since falls back to the real one.
        let id = if self.contexts.contains_key(&id) { id } else { self.current };
        self.stream_of(id)
    }

    pub(crate) fn stream_of(&mut self, id: u32) -> Option<&mut Stream> {
        match self.contexts.get_mut(&id) {
            Some(Context::Stream(stream)) => Some(stream),
            _ => None,
        }
    }

    /// Whether requests of this root context are under way.
    pub(crate) fn has_streams(&self, root: u32) -> bool {
        self.contexts
            .values()
            .any(|context| matches!(context, Context::Stream(stream) if stream.root == root))
    }

    /// Whether this call is to fail, and with what.
    pub(crate) fn strike(&mut self, name: &str) -> Option<u32> {
        let struck: Vec<u32> =
            self.settings.faults.iter_mut().filter_map(|fault: &mut Fault| fault.strike(name)).collect();
        struck.first().copied()
    }

    pub(crate) fn log(&mut self, level: LogLevel, message: &[u8]) {
        let message = String::from_utf8_lossy(message).into_owned();
        self.logs.push(Log { level, message });
    }

    /// SplitMix64: the same seed gives the same bytes.
    pub(crate) fn random(&mut self) -> u64 {
        self.random = self.random.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.random ^ (self.random >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    pub(crate) fn next_http_call(&mut self) -> u32 {
        self.http_calls += 1;
        self.http_calls
    }
}

// === impl Call ===

impl fmt::Debug for Call {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}(", self.name)?;
        for (at, input) in self.inputs.iter().enumerate() {
            let comma = if at == 0 { "" } else { ", " };
            write!(f, "{comma}`{}`", input.escape_ascii())?;
        }
        match self.answer {
            Some(answer) => write!(f, ") = {answer}"),
            None => write!(f, ") ended the guest"),
        }
    }
}

// === impl LogLevel ===

impl LogLevel {
    pub(crate) fn from_number(number: u32) -> Option<Self> {
        Some(match number {
            0 => Self::Trace,
            1 => Self::Debug,
            2 => Self::Info,
            3 => Self::Warn,
            4 => Self::Error,
            5 => Self::Critical,
            _ => return None,
        })
    }
}
