//! The pages of one issue, measured and judged by their layout and by how many there may be.

use super::Press;
use super::set::sort;
use crate::diagnostic::{Checked, Diagnostic, code};
use crate::error::Error;
use crate::measure::{self, Check, Exceptions, Measured, Templates};
use crate::model::{Issue, IssueId, Layout, Limit};
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
        Ok(set.and_then(|typeset| Some(measurement(&typeset, by, &self.exceptions))))
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
    sort(&mut findings);
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

/// Whether an issue has more pages than it may, with the place where they begin.
pub(super) fn too_many_pages(measured: &Measured, issue: &Issue) -> Option<Diagnostic> {
    let most = issue.limits.pages;
    let (pages, index) = (measured.pages.len(), usize::try_from(most).unwrap_or(usize::MAX));
    // The first page too many, or what comes after it, if nobody wrote that one.
    let beyond = measured.pages.get(index..).filter(|beyond| !beyond.is_empty())?;
    let at = beyond.iter().flat_map(|page| &page.rows).find_map(|row| row.span.clone());
    let message = format!("这一期有 {pages} 页，超过 {most} 页");
    let finding = Diagnostic::error(code::TOO_MANY, message).at(at);
    let help = format!("核对稿件、模板里有没有重复了很多遍的内容；{}", Limit::PAGES.remedy(most));
    Some(finding.note(format!("第 {} 页从这里开始", u64::from(most) + 1)).help(help))
}

#[cfg(test)]
mod tests;
