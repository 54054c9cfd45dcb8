use std::process::ExitCode;

use anstyle::{AnsiColor, Style};

use crate::output;

/// How a command that ran to its end went.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Verdict {
    Fine,
    /// The input has problems, and they have been told.
    Problems,
}

/// Why a command did not run to its end.
#[derive(Debug)]
pub(crate) enum Failure {
    /// The input does not allow it.
    Input(String),
    /// The command line asks for something that cannot be.
    Usage(String),
    /// Something outside failed: a file, a port, a program.
    Outside(anyhow::Error),
}

impl Verdict {
    pub(crate) fn of(problems: bool) -> Self {
        if problems { Verdict::Problems } else { Verdict::Fine }
    }
}

impl From<Verdict> for ExitCode {
    fn from(verdict: Verdict) -> Self {
        match verdict {
            Verdict::Fine => ExitCode::SUCCESS,
            Verdict::Problems => ExitCode::from(1),
        }
    }
}

impl Failure {
    /// Says it on standard error and gives the exit code that stands for it.
    pub(crate) fn report(self) -> ExitCode {
        let (code, message) = match self {
            Failure::Input(message) => (1, message),
            Failure::Usage(message) => (2, message),
            Failure::Outside(error) => (3, format!("{error:#}")),
        };
        let red = Style::new().bold().fg_color(Some(AnsiColor::Red.into()));
        output::complain(&format!("{red}error:{red:#} {}", output::clean_lines(&message)));
        ExitCode::from(code)
    }
}

impl From<anyhow::Error> for Failure {
    fn from(error: anyhow::Error) -> Self {
        Failure::Outside(error)
    }
}
