//! The pages of one issue, measured and judged; nothing is written.

use super::Press;
use crate::diagnostic::{Checked, Diagnostic, code};
use crate::error::Error;
use crate::measure::{self, Check, Measured, Templates};
use crate::model::{IssueId, Layout};
use crate::typeset::Typeset;

/// What was measured of an issue.
#[derive(Debug)]
pub struct Measurement {
    /// What stands where.
    pub measured: Measured,
    /// Each measurement against the layout.
    pub checks: Vec<Check>,
    /// What an editor would mend: runts, stranded headings, a page that few rows would save.
    pub findings: Vec<Diagnostic>,
}

impl Press {
    /// Sets an issue and measures its pages, by its own layout or by another. The value is missing
    /// where findings leave no pages to measure.
    ///
    /// # Errors
    /// [`Error`] when a file cannot be read.
    pub fn measure(&self, id: IssueId, by: Option<&Layout>) -> Result<Checked<Measurement>, Error> {
        let set = self.typeset(id, false)?;
        let value = set.value.map(|typeset| measurement(&typeset, by));
        Ok(Checked { value, diagnostics: set.diagnostics })
    }
}

fn measurement(typeset: &Typeset, by: Option<&Layout>) -> Measurement {
    let (measured, own) = (typeset.measured(), typeset.layout());
    let checks = measure::judge(measured, by.unwrap_or(own));
    // What is wrong by the table is in the table; what the author can mend is told by the own layout.
    let checked = measure::judge(measured, own);
    let mut findings = measure::findings(measured, own, &checked, Templates::BuiltIn);
    findings.retain(|finding| finding.code != code::PAGE_GEOMETRY);
    super::sort(&mut findings);
    Measurement { measured: measured.clone(), checks, findings }
}

/// The findings of a build: faults of the page, and hints.
pub fn findings_of(typeset: &Typeset, templates: Templates) -> Vec<Diagnostic> {
    let checks = measure::judge(typeset.measured(), typeset.layout());
    measure::findings(typeset.measured(), typeset.layout(), &checks, templates)
}

impl Measurement {
    /// How many checks failed.
    pub fn failed(&self) -> usize {
        self.checks.iter().filter(|check| !check.ok).count()
    }
}

#[cfg(test)]
mod tests;
