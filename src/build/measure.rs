//! The pages of one issue, measured and judged; nothing is written.

use super::Press;
use crate::diagnostic::{Checked, Diagnostic, code};
use crate::error::Error;
use crate::measure::{self, Check, Exceptions, Measured, Templates};
use crate::model::{Issue, IssueId, Layout};
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
        let value = set.value.map(|typeset| measurement(&typeset, by, &self.exceptions));
        Ok(Checked { value, diagnostics: set.diagnostics })
    }
}

fn measurement(typeset: &Typeset, by: Option<&Layout>, exceptions: &Exceptions) -> Measurement {
    let (measured, own) = (typeset.measured(), typeset.layout());
    let mut checks = measure::judge(measured, by.unwrap_or(own));
    exceptions.mark(&mut checks);
    // What is wrong by the table is in the table; what the author can mend is told by the own layout.
    let checked = measure::judge(measured, own);
    let mut findings = measure::findings(measured, own, &checked, &Templates::default());
    findings.retain(|finding| finding.code != code::PAGE_GEOMETRY);
    super::sort(&mut findings);
    Measurement { measured: measured.clone(), checks, findings }
}

impl Press {
    /// The findings of a build: faults of the page that the house has not declared, and hints, at the
    /// levels that it wants.
    pub(super) fn page_findings(
        &self,
        issue: &Issue,
        typeset: &Typeset,
        draft: bool,
    ) -> Vec<Diagnostic> {
        let (measured, layout) = (typeset.measured(), typeset.layout());
        let mut checks = measure::judge(measured, layout);
        self.exceptions.mark(&mut checks);
        let templates = Templates { own: self.own_templates_of(issue), draft };
        let mut found = measure::findings(measured, layout, &checks, &templates);
        if let Some(book) = &self.rules.value {
            found.retain_mut(|finding| match book.page_level(finding.code) {
                Some(None) => false,
                Some(Some(level)) => {
                    finding.severity = level;
                    true
                }
                None => true,
            });
        }
        found
    }
}

impl Measurement {
    /// How many checks failed.
    pub fn failed(&self) -> usize {
        self.checks.iter().filter(|check| check.fails()).count()
    }
}

#[cfg(test)]
mod tests;
