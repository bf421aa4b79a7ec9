//! The head of an issue: number, date and 总期号, from `issue.yaml` alone.
//!
//! For questions about a whole archive, which must not read every entry.

use std::path::Path;
use std::sync::Arc;

use chrono::NaiveDate;

use crate::diagnostic::{Checked, SourceFile, Span};
use crate::error::Error;
use crate::model::IssueId;
use crate::workspace::{ISSUE_FILE, Workspace};

use super::issue::number;
use super::keys::ISSUE;
use super::order::in_order;
use super::record::Record;
use super::text::load;
use super::yaml;

/// What stands at the head of an issue.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Heading {
    /// Where the number stands, or the top of the file.
    pub number: Span,
    /// 印发日期.
    pub date: Option<Placed<NaiveDate>>,
    /// 总期号.
    pub total: Option<Placed<u32>>,
}

/// A value and where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Placed<T> {
    /// The value.
    pub value: T,
    /// Its place in the author's file.
    pub span: Span,
}

/// Reads the head of the issue whose folder is `dir`. The findings are those of number, date and
/// 总期号, and those that keep the whole file from being read; the same as [`super::read_issue`] has.
///
/// # Errors
/// [`Error::Read`] when the file cannot be opened or read.
pub fn read_heading(
    workspace: &Workspace,
    id: IssueId,
    dir: &Path,
) -> Result<Checked<Heading>, Error> {
    Ok(match load(workspace, &dir.join(ISSUE_FILE))? {
        Ok(file) => parse_heading(&file, id),
        Err(found) => Checked { value: None, diagnostics: vec![*found] },
    })
}

fn parse_heading(file: &Arc<SourceFile>, id: IssueId) -> Checked<Heading> {
    let Checked { value: node, diagnostics: mut found } = yaml::parse(file, 0..file.text.len());
    let out = &mut found;
    let record = node.as_ref().and_then(|node| Record::of_file(file, node, &ISSUE, out));
    let value = record.map(|record| {
        number(&record, id, out);
        let place = |name: &str| record.get(name).map(|field| field.node.span.clone());
        let date = record.date("date", out).zip(place("date"));
        let total = record.integer("total", out).zip(place("total"));
        Heading {
            number: place("number").unwrap_or_else(|| record.place()),
            date: date.map(|(value, span)| Placed { value, span }),
            total: total.map(|(value, span)| Placed { value, span }),
        }
    });
    Checked { value, diagnostics: in_order(found) }
}
