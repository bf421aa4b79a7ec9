//! Why work on an issue ends early: for what is wrong with the text, or with the machine.
//!
//! Where work goes on all the same, what was found stands beside the value in a `Checked`. Findings leave
//! a function in one of these two ways.

use crate::diagnostic::Diagnostic;
use crate::error::Error;

/// Why.
#[derive(Debug)]
pub enum Stopped {
    /// Findings, as far as they were not told yet.
    Found(Vec<Diagnostic>),
    /// The machine failed.
    Failed(Error),
}

impl From<Error> for Stopped {
    fn from(error: Error) -> Self {
        Self::Failed(error)
    }
}

impl From<Vec<Diagnostic>> for Stopped {
    fn from(findings: Vec<Diagnostic>) -> Self {
        Self::Found(findings)
    }
}

impl From<Diagnostic> for Stopped {
    fn from(finding: Diagnostic) -> Self {
        Self::Found(vec![finding])
    }
}
