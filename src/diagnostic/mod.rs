//! What is wrong with the author's text: code, severity, message, place, remedy.
//!
//! Data only: nothing here reads a file, prints or decides what is wrong.

pub mod code;
mod file;
mod lines;
mod overlap;
mod source;

pub use code::Code;
pub use file::SourceFile;
pub use overlap::together;
pub use source::{OffsetMap, Span, Text};

/// How sure a finding is, and what it stops.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Certainly wrong: the issue cannot be issued, and where its pages cannot be set as meant, no
    /// PDF is written.
    Error,
    /// Very probably wrong: the PDF is written all the same.
    Warning,
    /// A matter of house style.
    Hint,
}

/// One finding in the author's text.
///
/// `message` stands alone, names the thing in 「」 and carries no final full stop;
/// what to do about it is `help`, a sentence of its own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// The stable name of the kind of finding, see [`code`].
    pub code: Code,
    /// How sure it is.
    pub severity: Severity,
    /// One Chinese sentence for a clerk.
    pub message: String,
    /// The place in the author's file; `None` only where no file can be named.
    pub span: Option<Span>,
    /// Background that helps to understand, e.g. where the other of two duplicates stands.
    pub note: Option<String>,
    /// What to do.
    pub help: Option<String>,
    /// How the program can do it: all of these changes together. Only where nothing else can be
    /// meant. Empty where a person has to decide.
    pub fix: Vec<Edit>,
    /// Whether a rule about what is written found it. An error of that sort keeps the issue from
    /// being issued, but not its pages from being set.
    pub is_of_rule: bool,
}

/// A change of the author's file: what stands at a place, and what should.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    /// What is replaced.
    pub span: Span,
    /// By what.
    pub text: String,
}

impl Diagnostic {
    /// An error with a message.
    pub fn error(code: Code, message: impl Into<String>) -> Self {
        Self::new(Severity::Error, code, message)
    }

    /// A warning with a message.
    pub fn warning(code: Code, message: impl Into<String>) -> Self {
        Self::new(Severity::Warning, code, message)
    }

    fn new(severity: Severity, code: Code, message: impl Into<String>) -> Self {
        Self {
            code,
            severity,
            message: message.into(),
            span: None,
            note: None,
            help: None,
            fix: Vec::new(),
            is_of_rule: false,
        }
    }

    /// Adds the place.
    #[must_use]
    pub fn at(mut self, span: impl Into<Option<Span>>) -> Self {
        self.span = span.into();
        self
    }

    /// Adds background.
    #[must_use]
    pub fn note(mut self, note: impl Into<String>) -> Self {
        self.note = Some(note.into());
        self
    }

    /// Adds the remedy.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Adds how the program can mend it.
    #[must_use]
    pub fn fix(mut self, edits: impl IntoIterator<Item = Edit>) -> Self {
        self.fix.extend(edits);
        self
    }

    /// Whether its place lies in a folder, by the path as shown.
    pub fn is_within(&self, folder: &str) -> bool {
        let path = self.span.as_ref().map(|span| span.file.path.as_str());
        path.and_then(|path| path.strip_prefix(folder)).is_some_and(|rest| rest.starts_with('/'))
    }

    /// Whether it is certainly wrong.
    pub fn is_error(&self) -> bool {
        self.severity == Severity::Error
    }

    /// Whether this stops the PDF from being written.
    pub fn stops_pages(&self) -> bool {
        self.is_error() && !self.is_of_rule
    }
}

/// A value, if one could be made, and everything worth telling its author.
///
/// Reading never stops at the first mistake: a value may be present although
/// errors were found, so that later stages can report theirs in the same run.
#[derive(Clone, Debug)]
pub struct Checked<T> {
    /// The value, as far as it could be made.
    pub value: Option<T>,
    /// Everything found on the way, in the order found.
    pub diagnostics: Vec<Diagnostic>,
}

impl<T> Checked<T> {
    /// Whether any finding is an error.
    pub fn has_errors(&self) -> bool {
        self.diagnostics.iter().any(Diagnostic::is_error)
    }

    /// The value, where nothing that was found is an error.
    pub fn sound(self) -> Option<T> {
        if self.has_errors() { None } else { self.value }
    }

    /// The same findings about what is made of the value, if anything can be.
    pub fn and_then<U>(self, make: impl FnOnce(T) -> Option<U>) -> Checked<U> {
        Checked { value: self.value.and_then(make), diagnostics: self.diagnostics }
    }
}

/// How many findings are of a severity.
pub fn count(findings: &[Diagnostic], severity: Severity) -> usize {
    findings.iter().filter(|finding| finding.severity == severity).count()
}
