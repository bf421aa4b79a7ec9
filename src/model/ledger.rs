//! 发文登记: what was issued, under which number, made of what.

use chrono::{DateTime, FixedOffset, NaiveDate};

use super::IssueId;

/// One issued PDF: an entry of `ledger.yaml`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Publication {
    /// Year and number.
    pub id: IssueId,
    /// 1 for the first PDF issued under this number, 2 for the one that replaced it, …
    pub edition: u32,
    /// Why it replaced the one before; only the first edition has none.
    pub reason: Option<String>,
    /// Where the PDF is kept that it replaced, as a path from the workspace's root.
    pub earlier: Option<String>,
    /// 总期号.
    pub total: Option<u32>,
    /// 印发日期, as printed.
    pub date: NaiveDate,
    /// When it was entered here, by the clock of the machine that did it.
    pub recorded: DateTime<FixedOffset>,
    /// Titles of the entries in the order of the page, without break marks.
    pub titles: Vec<String>,
    /// Pages.
    pub pages: usize,
    /// The PDF itself.
    pub pdf: Digest,
    /// Whether the PDF carries its own sources.
    pub attached: bool,
    /// The profile of the page, e.g. `gb9704`.
    pub profile: String,
    /// Program and engine with their versions, e.g. `jianbao 0.1.0（typst 0.15.1）`.
    pub tool: String,
    /// The issue's own files: `issue.yaml`, entries, pictures.
    pub sources: Vec<Digest>,
    /// What it has in common with other issues: `jianbao.yaml` and templates.
    pub shared: Vec<Digest>,
    /// The font files whose faces stand on its pages.
    pub fonts: Vec<Digest>,
}

/// A file and its content.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Digest {
    /// Path from the workspace's root with `/` between the parts; for what is in the binary, a name
    /// that begins with 内置.
    pub path: String,
    /// SHA-256 of its bytes, 64 lower-case hexadecimal digits, as `sha256sum` prints it.
    pub sha256: String,
}

/// The entries of `ledger.yaml` in the order of the file, oldest first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ledger {
    /// Every PDF ever issued.
    pub publications: Vec<Publication>,
}

impl Ledger {
    /// The PDF of an issue that is in force: the last edition.
    pub fn current(&self, id: IssueId) -> Option<&Publication> {
        self.publications.iter().rev().find(|publication| publication.id == id)
    }
}
