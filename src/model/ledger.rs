//! 发文登记: what was issued, under which number, made of what.

use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

use chrono::{DateTime, FixedOffset, NaiveDate};

use super::IssueId;

/// One issued PDF: an entry of `ledger.yaml`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Publication {
    /// Year and number.
    pub id: IssueId,
    /// 1 for the first PDF issued under this number, 2 for the one that replaced it, …
    pub edition: u32,
    /// Which time this number is issued: 1, or one more than it was taken back before. Its editions
    /// count from 1 each time.
    pub turn: u32,
    /// Why it replaced the one before, or is issued again after it was taken back; from the second
    /// edition on there always is one.
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
    /// What was issued with it in other forms (OFD), each file beside the PDF.
    pub others: Vec<Digest>,
    /// Whether the PDF carries its own sources.
    pub attached: bool,
    /// The profile of the page, e.g. `gb9704`.
    pub profile: String,
    /// Program and engine with their versions, e.g. `jianbao 0.1.0（typst 0.15.1）`.
    pub tool: String,
    /// The issue's own files: `issue.yaml`, entries, pictures.
    pub sources: Vec<Digest>,
    /// What it has in common with other issues: `jianbao.yaml` and templates. A register of thousands
    /// has few such lists, which are in memory once.
    pub shared: Arc<[Digest]>,
    /// The font files whose faces stand on its pages; in memory as above.
    pub fonts: Arc<[Digest]>,
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
    /// A PDF that was issued is lost.
    Lost(Loss),
}

/// That a PDF which was issued is lost for good: its absence is known, and no mistake any more.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Loss {
    /// Which issue.
    pub id: IssueId,
    /// Its edition.
    pub edition: u32,
    /// Where it should lie, from the workspace's root.
    pub path: String,
    /// The digest of the PDF.
    pub sha256: String,
    /// When that was entered.
    pub recorded: DateTime<FixedOffset>,
    /// Why it is not there.
    pub reason: String,
}

/// The entries of `ledger.yaml` in the order of the file, oldest first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ledger {
    /// Every PDF ever issued; one that was taken back says so. A copy of the register shares them.
    pub publications: Vec<Arc<Publication>>,
    /// PDFs among them that are lost.
    pub losses: Vec<Loss>,
}

impl Ledger {
    /// The PDF of an issue that is in force: the last edition, unless it was taken back.
    pub fn current(&self, id: IssueId) -> Option<&Publication> {
        self.last(id).filter(|publication| publication.withdrawn.is_none())
    }

    /// The last edition of an issue, whether or not it was taken back.
    pub fn last(&self, id: IssueId) -> Option<&Publication> {
        self.publications.iter().rev().find(|publication| publication.id == id).map(AsRef::as_ref)
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
        self.publications.len() + withdrawn + self.losses.len()
    }

    /// The edition that an issue would have if it were issued now.
    pub fn next_edition(&self, id: IssueId) -> u32 {
        self.current(id).map_or(0, |current| current.edition) + 1
    }

    /// The turn that an issue would have if it were issued now: another one once it was taken back.
    pub fn next_turn(&self, id: IssueId) -> u32 {
        match self.last(id) {
            None => 1,
            Some(last) => last.turn + u32::from(last.withdrawn.is_some()),
        }
    }

    /// Whether there are several PDFs of an issue that have the same edition, so that it does not tell
    /// them apart.
    pub fn has_turns(&self, id: IssueId) -> bool {
        self.publications.iter().any(|it| it.id == id && it.withdrawn.is_some())
    }

    /// That the PDF which should lie at a path is lost, where that was entered.
    pub fn lost(&self, path: &str, sha256: &str) -> Option<&Loss> {
        self.losses.iter().rev().find(|loss| loss.path == path && loss.sha256 == sha256)
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
            kept.extend(path.map(|path| (&**publication, path)));
        }
        kept.into_iter().rev()
    }

    /// Puts an entry at the end; false where it takes back what is not in force, or speaks of a PDF
    /// that was never issued.
    pub fn enter(&mut self, entered: &Entered) -> bool {
        match entered {
            Entered::Issued(publication) => {
                self.publications.push(Arc::new((**publication).clone()));
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
                Arc::make_mut(last).withdrawn = Some(withdrawal.clone());
                true
            }
            Entered::Lost(loss) => {
                let is_known = self.publications.iter().any(|it| {
                    it.id == loss.id && it.edition == loss.edition && it.pdf.sha256 == loss.sha256
                });
                if is_known {
                    self.losses.push(loss.clone());
                }
                is_known
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
    /// Which time the number was issued, see [`Publication::turn`].
    pub turn: u32,
    /// SHA-256 over the list of the issue's own files, as [`Publication::sources`] has it: a line
    /// for each, digest, two spaces, path.
    pub sources: String,
}

/// How the words of a [`Mark`] begin.
const MARK: &str = "印发稿";
const SOURCES: &str = "稿件指纹";
/// What stands around the turn, from the second on: the first goes without.
const TURN: [&str; 2] = ["第", "次印发"];

impl fmt::Display for Mark {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { id, edition, turn, sources } = self;
        write!(f, "{MARK} {id} 第{edition}版 ")?;
        if *turn > 1 {
            let [before, after] = TURN;
            write!(f, "{before}{turn}{after} ")?;
        }
        write!(f, "{SOURCES} {sources}")
    }
}

impl FromStr for Mark {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let words: Vec<&str> = text.split(' ').collect();
        let (id, edition, turn, sources) = match words[..] {
            [MARK, id, edition, SOURCES, sources] => (id, edition, None, sources),
            [MARK, id, edition, turn, SOURCES, sources] => (id, edition, Some(turn), sources),
            _ => return Err(()),
        };
        let turn = match turn {
            None => 1,
            Some(turn) => {
                let [before, after] = TURN;
                let turn = turn.strip_prefix(before).and_then(|turn| turn.strip_suffix(after));
                turn.and_then(|turn| turn.parse().ok()).filter(|turn| *turn > 1).ok_or(())?
            }
        };
        let (year, number) = id.split_once('/').ok_or(())?;
        let year = year.parse().map_err(|_| ())?;
        let id = IssueId { year, number: number.parse()? };
        let edition = edition.strip_prefix('第').and_then(|edition| edition.strip_suffix('版'));
        let edition = edition.and_then(|edition| edition.parse().ok()).filter(|it| *it > 0);
        let is_digest = sources.len() == 64
            && sources.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
        match edition {
            Some(edition) if is_digest => {
                Ok(Self { id, edition, turn, sources: sources.to_owned() })
            }
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
        for (number, edition, turn) in [("28", 1, 1), ("7-8", 2, 1), ("增刊1", 30, 4)] {
            let id = IssueId { year: 2018, number: number.parse().expect("a number") };
            let mark = Mark { id, edition, turn, sources: sources.clone() };
            assert_eq!(mark.to_string().parse(), Ok(mark));
        }
        for other in ["", "印发稿", "印发稿 2018/28 第0版 稿件指纹 00", "印发稿 28 第1版 稿件指纹 "]
        {
            assert_eq!(other.parse::<Mark>(), Err(()), "{other}");
        }
        for turn in ["第1次印发", "第次印发", "二", ""] {
            let other = format!("印发稿 2018/28 第1版 {turn} 稿件指纹 {sources}");
            assert_eq!(other.parse::<Mark>(), Err(()), "{other}");
        }
    }
}
