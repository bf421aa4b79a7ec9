//! 发文登记: what was issued, under which number, made of what.

use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

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
    /// Why it was issued with places that nobody had looked at, where it was.
    pub unread: Option<String>,
    /// What could not be known when this entry was made anew from the PDF, where it was.
    pub rebuilt: Option<String>,
    /// That it was taken back.
    pub withdrawn: Option<Withdrawal>,
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

/// That an issue was taken back: its PDF counts no more, and its number is free again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Withdrawal {
    /// When it was entered.
    pub recorded: DateTime<FixedOffset>,
    /// Why.
    pub reason: String,
    /// Where its PDF is kept, from the workspace's root; `None` when there was none any more.
    pub kept: Option<String>,
}

/// One entry of the register.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Entered {
    /// A PDF was issued.
    Issued(Box<Publication>),
    /// The PDF of an issue that was in force is so no more.
    Withdrawn {
        /// Which issue.
        id: IssueId,
        /// The edition that was in force.
        edition: u32,
        /// The digest of its PDF.
        sha256: String,
        /// When and why.
        withdrawal: Withdrawal,
    },
}

/// The entries of `ledger.yaml` in the order of the file, oldest first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ledger {
    /// Every PDF ever issued; one that was taken back says so.
    pub publications: Vec<Publication>,
}

impl Ledger {
    /// The PDF of an issue that is in force: the last edition, unless it was taken back.
    pub fn current(&self, id: IssueId) -> Option<&Publication> {
        self.last(id).filter(|publication| publication.withdrawn.is_none())
    }

    /// The last edition of an issue, whether or not it was taken back.
    pub fn last(&self, id: IssueId) -> Option<&Publication> {
        self.publications.iter().rev().find(|publication| publication.id == id)
    }

    /// The issue's last PDF and that it was taken back, where it was.
    pub fn withdrawn(&self, id: IssueId) -> Option<(&Publication, &Withdrawal)> {
        let last = self.last(id)?;
        Some((last, last.withdrawn.as_ref()?))
    }

    /// The issues that are in force; their numbers are taken.
    pub fn in_force(&self) -> impl Iterator<Item = IssueId> + '_ {
        let mut last = BTreeMap::new();
        for publication in &self.publications {
            last.insert(publication.id, publication.withdrawn.is_none());
        }
        last.into_iter().filter(|(_, in_force)| *in_force).map(|(id, _)| id)
    }

    /// How many entries there are.
    pub fn entries(&self) -> usize {
        let withdrawn = self.publications.iter().filter(|it| it.withdrawn.is_some()).count();
        self.publications.len() + withdrawn
    }

    /// The edition that an issue would have if it were issued now.
    pub fn next_edition(&self, id: IssueId) -> u32 {
        self.current(id).map_or(0, |current| current.edition) + 1
    }

    /// The PDFs that are in force no more, each with where it is kept from the workspace's root.
    /// Those that were gone already when the next one came are left out.
    pub fn kept(&self) -> impl Iterator<Item = (&Publication, &str)> {
        // From the end, so that what came next is known.
        let mut next: BTreeMap<IssueId, Option<&str>> = BTreeMap::new();
        let mut kept: Vec<(&Publication, &str)> = Vec::new();
        for publication in self.publications.iter().rev() {
            let replaced = next.insert(publication.id, publication.earlier.as_deref());
            let path = match &publication.withdrawn {
                Some(withdrawal) => withdrawal.kept.as_deref(),
                None => replaced.flatten(),
            };
            kept.extend(path.map(|path| (publication, path)));
        }
        kept.into_iter().rev()
    }

    /// Puts an entry at the end; false where it takes back what is not in force.
    pub fn enter(&mut self, entered: &Entered) -> bool {
        match entered {
            Entered::Issued(publication) => {
                self.publications.push((**publication).clone());
                true
            }
            Entered::Withdrawn { id, edition, sha256, withdrawal } => {
                let last = self.publications.iter_mut().rev().find(|last| last.id == *id);
                let last = last.filter(|last| {
                    last.withdrawn.is_none()
                        && last.edition == *edition
                        && last.pdf.sha256 == *sha256
                });
                let Some(last) = last else { return false };
                last.withdrawn = Some(withdrawal.clone());
                true
            }
        }
    }
}

/// What an issued PDF says of itself in its metadata, so that it is known for what it is where the
/// register is lost. Says nothing of when and where it was made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mark {
    /// Which issue.
    pub id: IssueId,
    /// 版次, from 1.
    pub edition: u32,
    /// SHA-256 over the list of the issue's own files, as [`Publication::sources`] has it: a line
    /// for each, digest, two spaces, path.
    pub sources: String,
}

/// How the words of a [`Mark`] begin.
const MARK: &str = "印发稿";
const SOURCES: &str = "稿件指纹";

impl fmt::Display for Mark {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { id, edition, sources } = self;
        write!(f, "{MARK} {id} 第{edition}版 {SOURCES} {sources}")
    }
}

impl FromStr for Mark {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let words: Vec<&str> = text.split(' ').collect();
        let [MARK, id, edition, SOURCES, sources] = words[..] else { return Err(()) };
        let (year, number) = id.split_once('/').ok_or(())?;
        let year = year.parse().map_err(|_| ())?;
        let id = IssueId { year, number: number.parse()? };
        let edition = edition.strip_prefix('第').and_then(|edition| edition.strip_suffix('版'));
        let edition = edition.and_then(|edition| edition.parse().ok()).filter(|it| *it > 0);
        let is_digest = sources.len() == 64
            && sources.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
        match edition {
            Some(edition) if is_digest => Ok(Self { id, edition, sources: sources.to_owned() }),
            _ => Err(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mark_is_read_as_it_is_written() {
        let sources = "0123456789abcdef".repeat(4);
        for (number, edition) in [("28", 1), ("7-8", 2), ("增刊1", 30)] {
            let id = IssueId { year: 2018, number: number.parse().expect("a number") };
            let mark = Mark { id, edition, sources: sources.clone() };
            assert_eq!(mark.to_string().parse(), Ok(mark));
        }
        for other in ["", "印发稿", "印发稿 2018/28 第0版 稿件指纹 00", "印发稿 28 第1版 稿件指纹 "]
        {
            assert_eq!(other.parse::<Mark>(), Err(()), "{other}");
        }
    }
}
