//! Words in the archive: in titles and texts of entries, and in the PDFs that were issued.
//!
//! One issue after another on all cores: nothing of an issue is kept once it is searched.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::path::PathBuf;
use std::sync::Arc;

use chrono::NaiveDate;

use super::dense::{Dense, head, tail};
use super::leaves::Leaves;
use crate::archive::{Sandbox, Stored, stored};
use crate::batch::{Ahead, Interrupt, Made, Standing, Step, each};
use crate::check::{Draft, Part, Passage};
use crate::error::Error;
use crate::issue::guarded;
use crate::model::{Issue, IssueId, Ledger, Publication};
use crate::read::{self, House};

/// How much before and after a word is shown, in characters.
const SHOWN: usize = 14;
/// By how much before or after a word one place is known from another, in characters.
const KNOWN_BY: usize = 6;

/// How to search.
#[derive(Clone, Debug, Default)]
pub struct FindOptions {
    /// How many threads; as many as there are cores where `None`.
    pub jobs: Option<usize>,
    /// By which it can be stopped.
    pub interrupt: Option<Arc<Interrupt>>,
    /// This program, which is called once more to read PDFs; within this process where `None`.
    pub program: Option<PathBuf>,
}

/// What an issue has of a word.
#[derive(Debug)]
pub struct Findings {
    /// Which issue.
    pub id: IssueId,
    /// Its date, where that is known.
    pub date: Option<NaiveDate>,
    /// Where the word stands, in the order of the entries.
    pub hits: Vec<Hit>,
    /// What could not be searched, and why.
    pub untold: Vec<String>,
}

/// A place where a word stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hit {
    /// The file of the entry, as shown; none of what stands in the PDF only.
    pub file: Option<String>,
    /// The title of the entry.
    pub title: String,
    /// What of it.
    pub within: Within,
    /// The line of the file.
    pub line: Option<usize>,
    /// The page of the PDF, where there is one of what the file says.
    pub page: Option<usize>,
    /// What stands before the word, the word as it stands there, and what stands after it.
    pub text: [String; 3],
}

/// What of an issue a word stands in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Within {
    /// The title.
    Title,
    /// Another field: unit, author, leader, place, topic.
    Field,
    /// The body, or 编者按.
    Body,
    /// The PDF alone.
    Pdf,
}

/// Searches issues for a word, and hands what each has to `found`, in the order of `ids`. Issues in
/// which it does not stand are handed on without hits.
///
/// # Errors
/// [`Error`] when what the issues share cannot be read, or `word` is empty.
pub fn find(
    house: &House,
    ledger: &Ledger,
    ids: &[IssueId],
    word: &str,
    options: &FindOptions,
    mut found: impl FnMut(Findings),
) -> Result<(), Error> {
    let word = Dense::of(word).text;
    if word.is_empty() {
        let remedy = "写上要找的词，如 jianbao find 清洁供暖".to_owned();
        return Err(Error::Selection { problem: "要找的词是空的".to_owned(), remedy });
    }
    let search = Search {
        house,
        ledger,
        standing: Standing::new(&house.workspace, None)?,
        sandbox: Sandbox::of(options.program.clone()),
        word,
    };
    let job = |id| {
        let mut findings = Findings { id, date: None, hits: Vec::new(), untold: Vec::new() };
        if let Err(error) = guarded(id, || search.issue(&mut findings)) {
            findings.untold.push(error.to_string());
        }
        Some(findings)
    };
    each(ids, options.jobs, options.interrupt.as_deref(), Ahead::ANY, job, |step| {
        if let Step::Done(findings) = step {
            found(findings);
        }
    })
}

struct Search<'a> {
    house: &'a House,
    ledger: &'a Ledger,
    standing: Standing<'a>,
    sandbox: Sandbox,
    word: String,
}

/// A hit in an author's file, and the text around it by which it is found in the PDF.
struct Draught {
    hit: Hit,
    around: Around,
}

/// What stands around a word: without what is before it, and without what is after it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Around {
    before: String,
    after: String,
}

impl Search<'_> {
    fn issue(&self, findings: &mut Findings) -> Result<(), Error> {
        let id = findings.id;
        let publication = self.ledger.current(id);
        findings.date = publication.map(|publication| publication.date);
        let mut drafts = Vec::new();
        match read::read_whole_issue(self.house, id) {
            Ok(read) => {
                if let Some(issue) = read.issue {
                    findings.date = findings.date.or(Some(issue.date));
                    self.draft(&issue, &mut drafts);
                }
                for file in read.unread {
                    self.lines(&file, &mut drafts);
                }
            }
            // Issued, and its folder is gone: its PDF is still there.
            Err(Error::NoIssue { .. }) if publication.is_some() => {}
            Err(error) => findings.untold.push(error.to_string()),
        }
        let leaves = match publication {
            Some(publication) => self.issued(publication, findings)?,
            // Only to say on which page it stands.
            None if drafts.is_empty() => None,
            None => self.built(id)?,
        };
        findings.hits = self.with_pages(drafts, leaves.as_ref(), publication);
        Ok(())
    }

    /// The text of the PDF that was issued.
    fn issued(
        &self,
        publication: &Publication,
        findings: &mut Findings,
    ) -> Result<Option<Leaves>, Error> {
        let path = &publication.pdf.path;
        match stored(&self.house.workspace, publication)? {
            Stored::Whole => {
                match Leaves::of(&self.sandbox, &self.house.workspace.root().join(path)) {
                    Ok(leaves) => return Ok(Some(leaves)),
                    Err(why) => findings.untold.push(format!("存档的「{path}」没有查：{why}")),
                }
            }
            Stored::Missing => {
                findings.untold.push(format!("存档的「{path}」不见了，没有查；从备份取回"));
            }
            Stored::Altered => {
                let why = "与登记的不符，没有查；从备份取回原件";
                findings.untold.push(format!("存档的「{path}」{why}"));
            }
        }
        Ok(None)
    }

    /// The text of the PDF that was built last, where it still holds.
    fn built(&self, id: IssueId) -> Result<Option<Leaves>, Error> {
        match self.standing.of(id)? {
            Made::Built { changed, .. } if changed.is_empty() => {}
            _ => return Ok(None),
        }
        let path = self.house.workspace.default_out().join(format!("{}.pdf", id.file_stem()));
        Ok(Leaves::of(&self.sandbox, &path).ok())
    }

    fn draft(&self, issue: &Issue, drafts: &mut Vec<Draught>) {
        let draft = Draft::new(issue);
        for passage in &draft.note {
            self.passage(passage, "编者按", drafts);
        }
        for story in &draft.stories {
            let title = story.entry.title_or_composed().value.replace('|', "");
            for passage in &story.passages {
                self.passage(passage, &title, drafts);
            }
        }
    }

    fn passage(&self, passage: &Passage<'_>, title: &str, drafts: &mut Vec<Draught>) {
        let within = match passage.part {
            Part::Title => Within::Title,
            Part::Block(_) | Part::Measure => Within::Body,
            _ => Within::Field,
        };
        self.text(&passage.text, drafts, |start, end| {
            let place = passage.span(start..end);
            Hit {
                file: place.as_ref().map(|place| place.file.path.clone()),
                title: title.to_owned(),
                within,
                line: place.map(|place| place.line_column().0),
                page: None,
                text: Default::default(),
            }
        });
    }

    /// A file that cannot be read as an entry, line by line.
    fn lines(&self, file: &crate::diagnostic::SourceFile, drafts: &mut Vec<Draught>) {
        for (number, line) in (1..).zip(file.text.lines()) {
            self.text(line, drafts, |_, _| Hit {
                file: Some(file.path.clone()),
                title: String::new(),
                within: Within::Body,
                line: Some(number),
                page: None,
                text: Default::default(),
            });
        }
    }

    fn text(&self, text: &str, drafts: &mut Vec<Draught>, hit: impl Fn(usize, usize) -> Hit) {
        let dense = Dense::of(text);
        for (at, found) in dense.text.match_indices(&self.word) {
            let (start, end) = dense.original(at, at + found.len());
            let end = start + text[start..end].trim_end().len();
            let mut hit = hit(start, end);
            hit.text = shown(text, start, end);
            let around = around(&dense.text, at, at + found.len());
            drafts.push(Draught { hit, around });
        }
    }

    /// Hits with their pages, and those that are in the PDF only.
    fn with_pages(
        &self,
        drafts: Vec<Draught>,
        leaves: Option<&Leaves>,
        publication: Option<&Publication>,
    ) -> Vec<Hit> {
        let Some(leaves) = leaves else {
            return drafts.into_iter().map(|draft| draft.hit).collect();
        };
        let places: Vec<(usize, Around)> = leaves
            .text
            .match_indices(&self.word)
            .map(|(at, found)| (at, around(&leaves.text, at, at + found.len())))
            .collect();
        let mut known = Places::of(&places);
        let mut hits = Vec::new();
        // What is around a word in the files; the contents show titles once more.
        let mut seen = Seen::default();
        for draft in drafts {
            let mut hit = draft.hit;
            hit.page = known.take(&draft.around).map(|place| leaves.page(places[place].0));
            seen.add(&draft.around);
            hits.push(hit);
        }
        // A draft has no text of its own that nobody wrote.
        if publication.is_none() {
            return hits;
        }
        for (place, (at, around)) in places.iter().enumerate() {
            if known.is_taken(place) || seen.knows(around) {
                continue;
            }
            hits.push(Hit {
                file: None,
                title: String::new(),
                within: Within::Pdf,
                line: None,
                page: Some(leaves.page(*at)),
                text: shown(&leaves.text, *at, at + self.word.len()),
            });
        }
        hits
    }
}

/// Places in a text by what stands around them, be it much or little.
#[derive(Default)]
struct Places {
    before: BTreeMap<String, VecDeque<usize>>,
    after: BTreeMap<String, VecDeque<usize>>,
    both: BTreeMap<Around, VecDeque<usize>>,
    taken: Vec<bool>,
}

impl Places {
    fn of(places: &[(usize, Around)]) -> Self {
        let mut all = Self { taken: vec![false; places.len()], ..Self::default() };
        for (place, (_, around)) in places.iter().enumerate() {
            all.both.entry(around.clone()).or_default().push_back(place);
            // At the ends of a paragraph less is known of what stands around.
            for length in 1..=KNOWN_BY {
                let before = tail(&around.before, length).to_owned();
                let after = head(&around.after, length).to_owned();
                for (list, key) in [(&mut all.before, before), (&mut all.after, after)] {
                    if key.chars().count() == length {
                        list.entry(key).or_default().push_back(place);
                    }
                }
            }
        }
        all
    }

    /// The first place that looks like this and was not taken yet.
    fn take(&mut self, around: &Around) -> Option<usize> {
        let mut lists = [self.before.get_mut(&around.before), self.after.get_mut(&around.after)];
        // What is known of more of it comes first.
        if around.before.chars().count() < around.after.chars().count() {
            lists.reverse();
        }
        for list in [self.both.get_mut(around)].into_iter().chain(lists).flatten() {
            while let Some(place) = list.pop_front() {
                if !self.taken[place] {
                    self.taken[place] = true;
                    return Some(place);
                }
            }
        }
        None
    }

    fn is_taken(&self, place: usize) -> bool {
        self.taken[place]
    }
}

/// What stands around words in files, for whoever asks whether a place says the same.
#[derive(Default)]
struct Seen {
    before: BTreeSet<String>,
    after: BTreeSet<String>,
}

impl Seen {
    fn add(&mut self, around: &Around) {
        self.before.insert(around.before.clone());
        self.after.insert(around.after.clone());
    }

    /// Whether what stands before, or after, is what stands there in a file; a single character is
    /// not enough to say so.
    fn knows(&self, around: &Around) -> bool {
        (2..=KNOWN_BY).any(|length| {
            self.before.contains(tail(&around.before, length))
                || self.after.contains(head(&around.after, length))
        })
    }
}

fn around(text: &str, start: usize, end: usize) -> Around {
    Around {
        before: tail(&text[..start], KNOWN_BY).to_owned(),
        after: head(&text[end..], KNOWN_BY).to_owned(),
    }
}

/// A word with what stands before and after it, in one line.
fn shown(text: &str, start: usize, end: usize) -> [String; 3] {
    let line = |text: &str| -> String {
        text.chars().map(|c| if c.is_control() || c == '\u{FFFC}' { ' ' } else { c }).collect()
    };
    let before = tail(&text[..start], SHOWN);
    let after = head(&text[end..], SHOWN);
    let cut = |is_cut: bool| if is_cut { "…" } else { "" };
    [
        format!("{}{}", cut(before.len() < start), line(before)),
        line(&text[start..end]),
        format!("{}{}", line(after), cut(after.len() < text.len() - end)),
    ]
}
