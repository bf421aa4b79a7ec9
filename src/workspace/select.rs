//! Which issues the command line means: `28`, `2018/28`, `增刊1`, `2018/增刊1`, and the names of
//! the PDFs, `2018-028`.

use crate::error::Error;
use crate::model::{IssueId, IssueNumber};

use super::Workspace;

impl Workspace {
    /// The one issue that `wanted` names.
    ///
    /// # Errors
    /// [`Error::NoIssue`] when none answers, [`Error::AmbiguousIssue`] when a number without
    /// a year exists in several years, [`Error::Read`] when a folder cannot be listed.
    pub fn select(&self, wanted: &str) -> Result<IssueId, Error> {
        let all = self.issues()?;
        let trimmed = wanted.trim().trim_matches('/').replace('\\', "/");
        let matching: Vec<IssueId> = match parse(&trimmed) {
            Some((year, number)) => all
                .iter()
                .copied()
                .filter(|id| id.number == number && year.is_none_or(|year| id.year == year))
                .collect(),
            None => Vec::new(),
        };
        match matching[..] {
            [id] => Ok(id),
            [] => Err(Error::NoIssue {
                wanted: wanted.to_owned(),
                have: newest(&all),
                unready: self.unready()?,
            }),
            _ => Err(Error::AmbiguousIssue {
                wanted: wanted.to_owned(),
                have: matching.iter().map(IssueId::to_string).collect(),
            }),
        }
    }
}

fn parse(text: &str) -> Option<(Option<u16>, IssueNumber)> {
    let text = text.strip_suffix(".pdf").unwrap_or(text);
    // As the program itself names issues: 第28期, 2018年第28期, 2018年增刊第1期.
    let spoken = text.replace("增刊第", "增刊").replace(['第', '期'], "").replace('年', "/");
    match spoken.split_once(['/', '-']) {
        Some((year, number)) => Some((Some(year.parse().ok()?), number.parse().ok()?)),
        None => Some((None, spoken.parse().ok()?)),
    }
}

/// The last few issues, for a message.
fn newest(all: &[IssueId]) -> Vec<String> {
    let start = all.len().saturating_sub(5);
    let mut shown: Vec<String> = all[start..].iter().map(IssueId::to_string).collect();
    if start > 0 {
        shown.insert(0, "…".to_owned());
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::parse;
    use crate::model::IssueNumber::{Regular, Supplement};

    #[test]
    fn issues_are_named_in_several_ways() {
        for (text, want) in [
            ("28", Some((None, Regular(28)))),
            ("2018/028", Some((Some(2018), Regular(28)))),
            ("2018-028.pdf", Some((Some(2018), Regular(28)))),
            ("2018-增刊01", Some((Some(2018), Supplement(1)))),
            ("第28期", Some((None, Regular(28)))),
            ("2018年第28期", Some((Some(2018), Regular(28)))),
            ("2018年增刊第1期", Some((Some(2018), Supplement(1)))),
            ("增刊1", Some((None, Supplement(1)))),
            ("2018/028/10-a.md", None),
            ("", None),
        ] {
            assert_eq!(parse(text), want, "{text}");
        }
    }
}
