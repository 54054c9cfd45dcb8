//! From the command line's manifests to their analysis: the beginning of every command.

use std::collections::BTreeSet;

use engine::{
    admit::{AdmitOptions, CustomKinds},
    analysis::{Analysis, Options},
    attach::AttachOptions,
    report::Diagnostic,
    source::{DocId, Problem, Sources, read},
};

use crate::{
    admission,
    args::{ManifestArgs, ReadingArgs},
    draw::draw,
    exit::Failure,
    input, output,
    scope::Scope,
};

/// Manifests, analysed, and the part of them that was asked for.
#[derive(Debug)]
pub(crate) struct Manifests {
    pub(crate) analysis: Analysis,
    pub(crate) scope: Scope,
    /// The paths as they were given, to repeat them in advice.
    paths: String,
}

impl Manifests {
    pub(crate) fn load(args: &ManifestArgs) -> Result<Self, Failure> {
        let reading = &args.reading;
        let (inputs, definitions) = input::read(&args.paths, &reading.crd)?;
        let (sources, mut problems) = read(inputs);
        let (custom, more) = custom_kinds(&sources, &definitions)?;
        problems.extend(more);
        let options = reading.options(custom);
        let taken = admission::admit(&sources, &options.admit);
        let analysis = Analysis::of_taken(sources, problems, taken, &options);
        let scope = Scope::of(reading.gateway.as_deref(), &reading.namespace, &analysis)?;
        let paths = args.paths.iter().map(|path| path.display().to_string()).collect::<Vec<_>>().join(" ");
        Ok(Manifests { analysis, scope, paths })
    }

    /// What is wrong with the part that was asked for, in the order of the files.
    pub(crate) fn diagnostics(&self) -> Vec<Diagnostic> {
        let mut diagnostics = self.analysis.diagnostics();
        diagnostics.retain(|diagnostic| self.scope.has_diagnostic(&self.analysis, diagnostic));
        diagnostics
    }

    /// How many errors that part has.
    pub(crate) fn errors(&self) -> usize {
        self.diagnostics().iter().filter(|diagnostic| diagnostic.severity == "error").count()
    }

    /// Says on standard error that there are errors, for commands that show something else.
    pub(crate) fn mention_errors(&self) {
        if let Some(mention) = self.mention() {
            output::complain(&mention);
        }
    }

    fn mention(&self) -> Option<String> {
        let errors = self.errors();
        (errors > 0).then(|| {
            let errors = output::count(errors, "error");
            format!("the input has {errors}: run `gatewright check {}`", output::clean(&self.paths))
        })
    }

    /// Refuses an input with nothing in it: somebody upstream has failed.
    pub(crate) fn not_empty(&self) -> Result<(), Failure> {
        if !self.analysis.sources.documents.is_empty() || self.analysis.has_errors() {
            return Ok(());
        }
        let files = output::count(self.analysis.sources.files.len(), "file");
        Err(Failure::Input(format!("the input has no objects ({files})")))
    }

    /// Draws every error and stops, for commands whose result somebody will run.
    pub(crate) fn refuse_errors(&self, outcome: &str) -> Result<(), Failure> {
        let mut diagnostics = self.diagnostics();
        diagnostics.retain(|diagnostic| diagnostic.severity == "error");
        if diagnostics.is_empty() {
            return Ok(());
        }
        self.complain_of(&diagnostics);
        let errors = output::count(diagnostics.len(), "error");
        Err(Failure::Input(format!("{outcome}: the input has {errors}")))
    }

    /// Draws what is wrong: what is refused, or else what does not attach or resolve. What depends on
    /// a refused object is not worth a word yet, and notes are for `check`.
    pub(crate) fn complain_of_problems(&self) {
        let refused = self.analysis.refusal_diagnostics();
        let mut diagnostics = if refused.is_empty() { self.diagnostics() } else { refused };
        diagnostics.retain(|diagnostic| diagnostic.severity != "note");
        self.complain_of(&diagnostics);
    }

    fn complain_of(&self, diagnostics: &[Diagnostic]) {
        for diagnostic in diagnostics {
            output::complain(&format!("{}\n", draw(diagnostic, &self.analysis.sources)));
        }
    }
}

impl ReadingArgs {
    /// What the engine is told of them.
    pub(crate) fn options(&self, custom: CustomKinds) -> Options {
        Options {
            admit: AdmitOptions { channel: self.channel.into(), namespace: self.namespace.clone(), custom },
            attach: AttachOptions { controller: self.controller.clone() },
        }
    }
}

/// The kinds of the CustomResourceDefinitions in these files, and what of them is not understood.
fn custom_kinds(sources: &Sources, files: &BTreeSet<usize>) -> Result<(CustomKinds, Vec<Problem>), Failure> {
    let documents = sources.documents.iter().enumerate();
    let documents = documents.filter(|(_, document)| files.contains(&document.file));
    let (custom, problems) = CustomKinds::read(sources, documents.map(|(number, _)| DocId(number)));
    if custom.is_empty() && problems.is_empty() && !files.is_empty() {
        return Err(Failure::Usage("--crd: there is no CustomResourceDefinition".to_owned()));
    }
    Ok((custom, problems))
}
