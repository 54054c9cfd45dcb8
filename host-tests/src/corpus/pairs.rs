use super::case::Step;
use super::fact::Fact;
use super::markdown::Fence;
use super::request::Request;

/// The `request` and `expect` fences of a case, which come in pairs.
#[derive(Debug, Default)]
pub(crate) struct Pairs {
    steps: Vec<Step>,
    request: Option<(usize, Request)>,
}

/// A line, and what is wrong there.
pub(crate) type Wrong = (usize, String);

// === impl Pairs ===

impl Pairs {
    pub(crate) fn is_empty(&self) -> bool {
        self.steps.is_empty() && self.request.is_none()
    }

    /// Whether a request has no `expect` fence yet.
    pub(crate) fn waits(&self) -> bool {
        self.request.is_some()
    }

    pub(crate) fn request(&mut self, fence: &Fence) -> Result<(), Wrong> {
        if self.waits() {
            return Err((fence.line, "the request before this one has no `expect` fence".to_owned()));
        }
        self.request = Some((fence.line, Request::parse(fence.line, fence.lines())?));
        Ok(())
    }

    pub(crate) fn expect(&mut self, fence: &Fence) -> Result<(), Wrong> {
        let Some((line, request)) = self.request.take() else {
            return Err((fence.line, "there is no `request` fence before this one".to_owned()));
        };
        let expect = facts(fence)?;
        self.steps.push(Step { line, request, expect, facts: fence.inside.clone() });
        Ok(())
    }

    /// The steps, and whether a request has no `expect` fence.
    pub(crate) fn end(self) -> (Vec<Step>, Option<(usize, &'static str)>) {
        let message = "this request expects nothing: add an `expect` fence, empty for a first `UPDATE=1`";
        (self.steps, self.request.map(|(line, _)| (line, message)))
    }
}

fn facts(fence: &Fence) -> Result<Vec<Fact>, Wrong> {
    let mut facts = Vec::new();
    for (line, text) in fence.lines() {
        facts.push(Fact::parse(text).map_err(|message| (line, message))?);
    }
    let outcomes = facts.iter().filter(|fact| fact.is_outcome()).count();
    if !facts.is_empty() && outcomes != 1 {
        let message = format!(
            "a request has one outcome, this has {outcomes}: `forward`, `redirect`, `reply` or `noMatch`"
        );
        return Err((fence.line, message));
    }
    Ok(facts)
}
