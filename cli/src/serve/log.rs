use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use serde_json::Value;
use tokio::io::{AsyncBufReadExt, AsyncRead, BufReader};
use tokio::sync::Notify;

/// How Envoy is told to write a line. A message can have several lines of its own and quote anything;
/// `%j` is the message as the inside of a JSON string.
pub(super) const FORMAT: &str = r#"{"level":"%l","logger":"%n","message":"%j"}"#;

/// Enough to explain a refusal or an early end.
const KEPT: usize = 200;

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Level {
    Info,
    Warning,
    Error,
    Critical,
}

/// A line that Envoy wrote about itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct LogLine {
    pub(crate) level: Level,
    /// The part of Envoy that speaks, such as `config` or `wasm`.
    pub(crate) logger: String,
    pub(crate) message: String,
}

/// Who gets each line that is worth a person's time.
pub(crate) type LogSink = Box<dyn Fn(&LogLine) + Send + Sync>;

/// The last lines that Envoy wrote.
#[derive(Debug, Default)]
pub(super) struct Log {
    lines: Mutex<Lines>,
    grown: Notify,
}

#[derive(Debug, Default)]
struct Lines {
    kept: VecDeque<LogLine>,
    /// How many there have been, those no longer kept included.
    total: usize,
}

/// A moment in a log.
#[derive(Debug, Clone, Copy)]
pub(super) struct Mark(usize);

// === impl LogLine ===

impl LogLine {
    fn parse(line: &str) -> Self {
        let fields = serde_json::from_str::<Value>(line).unwrap_or_default();
        let field = |name: &str| fields.get(name).and_then(Value::as_str);
        let (Some(level), Some(logger), Some(message)) = (field("level"), field("logger"), field("message"))
        else {
            // Before its log is set up, and when it crashes, Envoy writes as it pleases.
            return Self { level: Level::Error, logger: String::new(), message: line.to_owned() };
        };
        let level = match level {
            "warning" => Level::Warning,
            "error" => Level::Error,
            "critical" => Level::Critical,
            _ => Level::Info,
        };
        Self { level, logger: logger.to_owned(), message: message.to_owned() }
    }

    /// What the filter itself said, without Envoy's introduction.
    fn filters_words(&self) -> Option<&str> {
        let rest = self.message.strip_prefix("wasm log ")?;
        Some(rest.split_once(": ").map_or(rest, |(_, message)| message).trim_end())
    }

    /// Warnings that are no news to anybody: a limit that a machine of one's own does not need, the
    /// end that we asked for, and a field that we know to be young.
    fn is_noise(&self) -> bool {
        self.message.starts_with("There is no configured limit to the number of allowed active downstream")
            || self.message == "caught ENVOY_SIGTERM"
            // There is no other way to choose the backend of a UDP session by weight.
            || self.message.contains("udp_proxy.v3.UdpProxyConfig.matcher' is marked as work-in-progress")
    }
}

// === impl Log ===

impl Log {
    /// Reads until Envoy closes its end.
    pub(super) async fn follow(self: Arc<Self>, from: impl AsyncRead + Unpin, sink: LogSink) {
        let mut lines = BufReader::new(from).lines();
        while let Ok(Some(line)) = lines.next_line().await {
            let line = LogLine::parse(&line);
            if line.level >= Level::Warning && !line.is_noise() {
                sink(&line);
            }
            self.push(line);
        }
    }

    pub(super) fn mark(&self) -> Mark {
        Mark(self.lines.lock().unwrap_or_else(PoisonError::into_inner).total)
    }

    /// Everything since a moment that is an error.
    pub(super) fn errors(&self, since: Mark) -> Vec<String> {
        let lines = self.since(since);
        lines.into_iter().filter(|line| line.level >= Level::Error).map(|line| line.message).collect()
    }

    /// Why Envoy refused a document. The filter's own words come first: Envoy says no more than that
    /// it could not make the plugin.
    ///
    /// Envoy reads all files again when one of them changes, so it repeats what it said of others before:
    /// `known` is what that was.
    pub(super) async fn refusal(&self, since: Mark, known: &[String]) -> String {
        // The statistics can be ahead of the pipe, though not by much.
        let verdict = tokio::time::timeout(Duration::from_secs(2), self.verdict(since, known)).await;
        let said = self.since(since);
        let filter = said.iter().filter_map(LogLine::filters_words).collect::<Vec<_>>();
        match verdict {
            _ if !filter.is_empty() => filter.join("\n"),
            Ok(verdict) => verdict,
            Err(_) => self.refusals(since).pop().unwrap_or_else(|| "envoy gave no reason".to_owned()),
        }
    }

    /// Every reason since a moment for which Envoy refused a document.
    pub(super) fn refusals(&self, since: Mark) -> Vec<String> {
        let lines = self.since(since);
        let rest = lines.iter().filter_map(|line| line.message.strip_prefix("Filesystem config update "));
        rest.filter_map(|rest| Some(rest.split_once(": ")?.1.trim_end().to_owned())).collect()
    }

    async fn verdict(&self, since: Mark, known: &[String]) -> String {
        loop {
            let grown = self.grown.notified();
            tokio::pin!(grown);
            grown.as_mut().enable();
            if let Some(reason) = self.refusals(since).into_iter().find(|reason| !known.contains(reason)) {
                return reason;
            }
            grown.await;
        }
    }

    fn since(&self, Mark(mark): Mark) -> Vec<LogLine> {
        let lines = self.lines.lock().unwrap_or_else(PoisonError::into_inner);
        let first = lines.total - lines.kept.len();
        lines.kept.iter().skip(mark.saturating_sub(first)).cloned().collect()
    }

    fn push(&self, line: LogLine) {
        let mut lines = self.lines.lock().unwrap_or_else(PoisonError::into_inner);
        if lines.kept.len() == KEPT {
            lines.kept.pop_front();
        }
        lines.kept.push_back(line);
        lines.total += 1;
        drop(lines);
        self.grown.notify_waiters();
    }
}
