use engine::{
    actions::{Actions, ReplyReason},
    analysis::{Analysis, Options},
    attach::BackendTarget,
    report::{Outcome, Step, StepKind, Verdict},
    source::{Input, read},
    table::{Header, Host, Operation, Request, SocketId, split_target},
};

use super::{Headers, Observed, Upstream, echo, observed::last_part};
use crate::corpus::{self, Subject};

/// The engine itself, without a proxy around it.
#[derive(Debug)]
pub struct Native {
    pub analysis: Analysis,
}

/// Any would do: the corpus has no chances.
const DRAW: u64 = 0;

impl Native {
    pub const SUBJECT: Subject = Subject { name: "native", explains: true };

    /// Takes the manifests of a case; the error is what the API server would say against them.
    pub fn of(manifests: &str) -> Result<Self, String> {
        let input = Input { path: "case.yaml".to_owned(), bytes: manifests.as_bytes().to_vec() };
        let native = Self::read(vec![input]);
        let refused: Vec<_> =
            native.analysis.refusals().map(|problem| native.analysis.line(problem)).collect();
        if refused.is_empty() { Ok(native) } else { Err(refused.join("\n")) }
    }

    /// Takes files as they are.
    pub fn read(inputs: Vec<Input>) -> Self {
        let (sources, problems) = read(inputs);
        Self { analysis: Analysis::of(sources, problems, &Options::default()) }
    }

    pub fn ask(&self, request: &corpus::Request) -> Observed {
        if request.scheme == "tls" {
            return self.connect(request);
        }
        let answer = self.with(request, |socket, asked| {
            let table = &self.analysis.table;
            let decision = table.decide(socket, asked, &mut ());
            let actions = table.actions(socket, decision, asked, DRAW);
            let explanation = self.analysis.explain(socket, asked, DRAW);
            let mut observed = self.perform(&actions, request);
            observed.reasons = explanation.trace.iter().map(reason).collect();
            let nearest = explanation.nearest.and_then(|number| explanation.trace.get(number));
            observed.reasons.extend(nearest.map(|step| format!("nearest: {}", reason(step))));
            observed
        });
        answer.unwrap_or_else(refused)
    }

    /// Who gets a connection that is routed as a whole.
    fn connect(&self, request: &corpus::Request) -> Observed {
        let sockets = &self.analysis.streams;
        let Some(socket) = sockets.iter().find(|socket| socket.port == request.port()) else {
            return refused(ReplyReason::UnknownSocket);
        };
        let name = request.server_name().unwrap_or_default();
        let decision = self.analysis.explain_connection(socket, name, DRAW);
        let mut observed = match decision.outcome {
            Outcome::NoMatch => refused(ReplyReason::NoRoute),
            _ => Observed {
                details: decision.actions.details.map(str::to_owned),
                ..refused(ReplyReason::NoBackend)
            },
        };
        observed.reasons = decision.trace.iter().map(reason).collect();
        observed.upstream = decision.backend.map(|backend| Upstream {
            rule: decision.rule.unwrap_or_default(),
            backend,
            host: request.authority.clone(),
            path: request.path.clone(),
            headers: Headers::default(),
        });
        observed
    }

    /// Shows a request to somebody as a filter would see it; the error is why it is none.
    pub fn with<T>(
        &self,
        request: &corpus::Request,
        ask: impl FnOnce(SocketId, &Request<'_>) -> T,
    ) -> Result<T, ReplyReason> {
        let socket = self.analysis.table.socket_of_port(request.port()).ok_or(ReplyReason::UnknownSocket)?;
        let host = Host::of(request.authority.as_bytes()).map_err(|_| ReplyReason::InvalidHost)?;
        let (path, query) = split_target(&request.path);
        let lines = received(request);
        let headers: Vec<_> = lines
            .iter()
            .map(|(name, value)| Header { name: name.as_bytes(), value: value.as_bytes() })
            .collect();
        let server_name = (request.scheme == "https").then(|| request.server_name().unwrap_or_default());
        let request = Request {
            method: &request.method,
            host: host.as_str(),
            path: &path,
            query,
            headers: &headers,
            server_name,
        };
        Ok(ask(socket, &request))
    }

    /// What a proxy makes of the actions, with an echo behind it.
    fn perform(&self, actions: &Actions<'_>, request: &corpus::Request) -> Observed {
        let mut observed = match actions {
            Actions::Forward(forward) => {
                let mut headers = received(request);
                forward.request_headers.iter().for_each(|operations| change(&mut headers, operations.iter()));
                Observed {
                    status: 200,
                    response_headers: echo(&headers),
                    details: None,
                    upstream: Some(Upstream {
                        rule: forward.rule.label().to_owned(),
                        backend: BackendTarget::label_of(forward.cluster).to_owned(),
                        host: forward.host.unwrap_or(&request.authority).to_owned(),
                        path: forward.path.clone().unwrap_or_else(|| request.path.clone()),
                        headers,
                    }),
                    reasons: Vec::new(),
                }
            }
            Actions::Redirect(redirect) => Observed {
                status: redirect.status,
                response_headers: [("location", &redirect.location)].into_iter().collect(),
                details: None,
                upstream: None,
                reasons: Vec::new(),
            },
            Actions::Reply(reply) => {
                let mut observed = Observed { status: reply.status(), ..refused(reply.reason) };
                change(&mut observed.response_headers, reply.headers.iter());
                observed
            }
        };
        if let Some(plan) = actions.response() {
            change(&mut observed.response_headers, self.analysis.table.response_headers(plan));
        }
        observed
    }
}

fn received(request: &corpus::Request) -> Headers {
    request.headers.iter().map(|(name, value)| (name, value)).collect()
}

fn change<'a>(headers: &mut Headers, operations: impl Iterator<Item = Operation<'a>>) {
    operations.for_each(|operation| match operation {
        Operation::Set(name, value) => headers.set(name, value),
        Operation::Add(name, value) => headers.add(name, value),
        Operation::Remove(name) => headers.remove(name),
    });
}

fn refused(reason: ReplyReason) -> Observed {
    Observed {
        status: reason.status(),
        response_headers: Headers::default(),
        details: Some(reason.details().to_owned()),
        upstream: None,
        reasons: Vec::new(),
    }
}

/// A step of an explanation in one line, as `because` has it.
fn reason(step: &Step) -> String {
    let Step { verdict, reason, expected, actual, .. } = step;
    let name = match step.step {
        StepKind::Listener => format!("listener {}", last_part(&step.subject)),
        StepKind::Attachment => return format!("route {} not attached: {reason}", step.subject),
        StepKind::Match => last_part(&step.subject).to_owned(),
    };
    let values = match (expected, actual) {
        (Some(expected), Some(actual)) => format!(", expected {expected}, actual {actual}"),
        _ => String::new(),
    };
    match verdict {
        Verdict::Won => format!("{name} won: {reason}"),
        Verdict::Failed => format!("{name} failed: {reason}{values}"),
        // The reason of a match says so itself.
        Verdict::Outranked if reason.starts_with("outranked") => format!("{name} {reason}"),
        Verdict::Outranked => format!("{name} outranked: {reason}"),
    }
}
