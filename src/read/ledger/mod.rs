//! `ledger.yaml` ↔ [`Ledger`]: the register of what was issued.
//!
//! Writes nothing to disk, and knows nothing of folders: whether the register is true is for others.

mod write;

pub use write::{digest, line, list, quoted, scalar};

use std::collections::BTreeMap;
use std::io;
use std::ops::Range;
use std::sync::{Arc, OnceLock};

use chrono::{DateTime, FixedOffset};

use crate::diagnostic::{Checked, Diagnostic, SourceFile, Span, Text, code};
use crate::error::Error;
use crate::model::{Digest, Entered, IssueId, Ledger, Loss, Publication, Withdrawal};
use crate::workspace::{LEDGER_FILE, Workspace};

use super::keys::LEDGER;
use super::order::in_order;
use super::record::Record;
use super::text::{decode, decoded, empty, encode_like, too_large, top};
use super::value::{one_line, shown};
use super::yaml::{self, Limits};

/// Largest register that is read, in bytes: some ten thousand issues.
const SIZE_LIMIT: u64 = 32 * 1024 * 1024;
/// About as long as an entry is at least, in bytes.
const LEAST_ENTRY: usize = 1600;
/// The register grows by the year, beyond what a clerk would write in one file.
const LIMITS: Limits = Limits { nodes: 2_000_000, bytes: 64 * 1024 * 1024 };

/// The register as it lies on disk, so that an entry can be put at its end.
#[derive(Clone, Debug, Default)]
pub struct LedgerFile {
    /// What it says.
    pub ledger: Ledger,
    /// Where each PDF of [`LedgerFile::ledger`] is entered, in bytes of `text`.
    places: Vec<Range<usize>>,
    bytes: Vec<u8>,
    /// The file's text, once somebody asks for a place in it.
    text: OnceLock<Arc<SourceFile>>,
    /// The line ends of a register whose entries stand each by itself, so that one more does, too.
    continued: Option<LineEnds>,
}

/// How lines end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum LineEnds {
    Lf,
    CrLf,
}

impl LedgerFile {
    /// Reads `ledger.yaml`; a file that does not exist is an empty register.
    ///
    /// # Errors
    /// [`Error::Read`] when the file cannot be opened or read.
    pub fn read(workspace: &Workspace) -> Result<Checked<Self>, Error> {
        Ok(match content(workspace)? {
            Some(bytes) => Self::parse(bytes),
            None => Checked { value: None, diagnostics: vec![over_limit()] },
        })
    }

    /// Reads it once more; `None` when it is as it was.
    ///
    /// # Errors
    /// [`Error::Read`] when the file cannot be opened or read.
    pub fn read_again(&self, workspace: &Workspace) -> Result<Option<Checked<Self>>, Error> {
        // Mostly it is, and it may be large.
        let path = workspace.root().join(LEDGER_FILE);
        if !self.bytes.is_empty() && matches!(workspace.holds(&path, &self.bytes), Ok(true)) {
            return Ok(None);
        }
        Ok(match content(workspace)? {
            Some(bytes) if bytes == self.bytes => None,
            Some(bytes) => Some(Self::parse(bytes)),
            None => Some(Checked { value: None, diagnostics: vec![over_limit()] }),
        })
    }

    /// Reads a register from the bytes of its file. Entries that lack what they must have are left
    /// out, with an error.
    pub fn parse(bytes: Vec<u8>) -> Checked<Self> {
        if let Some((ends, entries)) = apart(&bytes) {
            let Entries { ledger, places } = entries;
            let text = OnceLock::new();
            let value = Self { ledger, places, bytes, text, continued: Some(ends) };
            return Checked { value: Some(value), diagnostics: Vec::new() };
        }
        match decode(LEDGER_FILE.to_owned(), &bytes) {
            Ok(file) => {
                let Checked { value, mut diagnostics } = entries(&file);
                // Remedies for what people write by hand would be to forge the register.
                let by_hand =
                    |found: &&mut Diagnostic| found.is_error() && found.code != code::LEDGER;
                for found in diagnostics.iter_mut().filter(by_hand) {
                    found.help = Some("从备份中取回 ledger.yaml；登记不要手工补写".to_owned());
                }
                let value = value.map(|Entries { ledger, places }| Self {
                    ledger,
                    places,
                    bytes,
                    text: OnceLock::from(file),
                    continued: None,
                });
                Checked { value, diagnostics }
            }
            Err(found) => Checked { value: None, diagnostics: vec![*found] },
        }
    }

    /// The file's bytes.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// Makes room for some more entries: a file that grows by each is moved about in memory.
    pub fn expect(&mut self, entries: usize) {
        let known = self.ledger.entries();
        let each = self.bytes.len().checked_div(known).unwrap_or(0).max(LEAST_ENTRY);
        let most = usize::try_from(SIZE_LIMIT).unwrap_or(usize::MAX);
        // Their lengths differ.
        let room = entries.saturating_mul(each + each / 8).min(most);
        self.bytes.reserve_exact(room);
        self.ledger.publications.reserve_exact(entries.min(room));
    }

    /// Where a PDF is entered, by its place among those of the ledger; `None` for one that this run
    /// put there.
    pub fn place(&self, index: usize) -> Option<Span> {
        let range = self.places.get(index)?;
        let text = self.text.get_or_init(|| decoded(LEDGER_FILE, &self.bytes));
        Some(Span::new(text, range.clone()))
    }

    /// The same for those who only put entries at its end: where entries stand is forgotten, and with
    /// it the text.
    #[must_use]
    pub fn without_places(self) -> Self {
        Self { places: Vec::new(), text: OnceLock::new(), ..self }
    }

    /// The file with an entry more, see [`LedgerFile::enter`].
    ///
    /// # Errors
    /// A finding, as there.
    pub fn with(&self, entered: &Entered) -> Result<Self, Box<Diagnostic>> {
        let mut file = self.clone();
        file.enter(entered)?;
        Ok(file)
    }

    /// Puts an entry at the end: every byte that stood there, then the entry in the encoding and
    /// with the line ends of the rest.
    ///
    /// # Errors
    /// A finding where the file would not be read back as it should be, because its last lines are
    /// unfinished, say: nothing may be written then, and nothing is changed here.
    pub fn enter(&mut self, entered: &Entered) -> Result<(), Box<Diagnostic>> {
        // Where entries stand by themselves, the next one does; a batch would otherwise read the whole
        // register again for each.
        if let Some(ends) = self.continued
            && let Entered::Issued(publication) = entered
        {
            let entry = write::entry(entered);
            let alone = Self::parse(entry.clone().into_bytes()).value;
            let is_alone = alone.is_some_and(
                |read| matches!(&read.ledger.publications[..], [one] if **one == **publication),
            );
            if is_alone {
                let entry = match ends {
                    LineEnds::Lf => format!("\n{entry}"),
                    LineEnds::CrLf => format!("\n{entry}").replace('\n', "\r\n"),
                };
                self.bytes.extend(encode_like(&self.bytes, &entry));
                let mut publication = (**publication).clone();
                if let Some(before) = self.ledger.publications.last() {
                    share(&mut publication.shared, &before.shared);
                    share(&mut publication.fonts, &before.fonts);
                }
                self.ledger.publications.push(Arc::new(publication));
                return Ok(());
            }
        }
        let before = decode(LEDGER_FILE.to_owned(), &self.bytes)?;
        let entry = write::entry_after(&before.text, entered);
        let mut bytes = self.bytes.clone();
        bytes.extend(encode_like(&self.bytes, &entry));
        let ends = if entry.ends_with("\r\n") { LineEnds::CrLf } else { LineEnds::Lf };
        let read = Self::parse(bytes);
        let mut wanted = self.ledger.clone();
        match read.value {
            Some(read) if wanted.enter(entered) && read.ledger == wanted => {
                *self = Self { continued: Some(ends), ..read.without_places() };
                Ok(())
            }
            _ => {
                let last = before.text.trim_end().len();
                let help = "请检查文件最后几行；每条登记都以行首的「- 期号」开头，其后各行缩进两格";
                Err(Box::new(
                    Diagnostic::error(
                        code::LEDGER,
                        format!("「{LEDGER_FILE}」的末尾接不上新的一条"),
                    )
                    .at(Span::new(&before, last..last))
                    .help(help),
                ))
            }
        }
    }
}

/// Reads `ledger.yaml`; a file that does not exist is an empty register.
///
/// # Errors
/// [`Error::Read`] when the file cannot be opened or read.
pub fn read_ledger(workspace: &Workspace) -> Result<Checked<Ledger>, Error> {
    let Checked { value, diagnostics } = LedgerFile::read(workspace)?;
    Ok(Checked { value: value.map(|file| file.ledger), diagnostics })
}

/// The bytes of the file, none where there is no file; `None` when it is too large.
fn content(workspace: &Workspace) -> Result<Option<Vec<u8>>, Error> {
    match workspace.bytes(&workspace.root().join(LEDGER_FILE), SIZE_LIMIT) {
        Err(Error::Read { source, .. }) if source.kind() == io::ErrorKind::NotFound => {
            Ok(Some(Vec::new()))
        }
        bytes => bytes,
    }
}

fn over_limit() -> Diagnostic {
    let help = "请检查是否粘进了别的内容；改不好时，从备份中取回这个文件";
    too_large(LEDGER_FILE.to_owned(), SIZE_LIMIT).help(help)
}

/// What a register holds.
#[derive(Default)]
struct Entries {
    ledger: Ledger,
    /// Where the PDFs are entered.
    places: Vec<Range<usize>>,
}

/// Every entry of a file as the program writes it, in UTF-8 and with nothing wrong in it, each read by
/// itself: the tree of all of them is many times as large as the file. `None` for any other, which is
/// read as a whole.
fn apart(bytes: &[u8]) -> Option<(LineEnds, Entries)> {
    let text = std::str::from_utf8(bytes).ok()?;
    if text.starts_with('\u{FEFF}') || text.contains('\0') {
        return None;
    }
    let (mut reading, mut found) = (Reading::default(), Vec::new());
    for range in stretches(text)? {
        let (path, own) = (LEDGER_FILE.to_owned(), text.get(range.clone())?.to_owned());
        let file = Arc::new(SourceFile { path, text: own });
        if !reading.take(&file, range.start, &mut found) || !found.is_empty() {
            return None;
        }
    }
    Some((line_ends(text)?, reading.entries))
}

/// Every entry of any other file.
fn entries(file: &Arc<SourceFile>) -> Checked<Entries> {
    let (mut reading, mut found) = (Reading::default(), Vec::new());
    let is_read = reading.take(file, 0, &mut found);
    Checked { value: is_read.then_some(reading.entries), diagnostics: in_order(found) }
}

/// Where the entries of a register stand; `None` where one might reach into the next: each begins at
/// the first column, and every other line is empty, a comment, or further in.
fn stretches(text: &str) -> Option<Vec<Range<usize>>> {
    let mut starts = Vec::new();
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let words = line.trim_end();
        let begins = words.starts_with("- ");
        let is_other = words.is_empty() || words.starts_with(['#', ' ']);
        // A block of text may keep the empty lines behind it.
        let is_block = words
            .trim_end_matches(|c: char| c.is_ascii_digit() || "+-".contains(c))
            .ends_with(['|', '>']);
        if !(begins || is_other) || is_block {
            return None;
        }
        if begins {
            starts.push(at);
        }
        at += line.len();
    }
    let ends = starts.iter().skip(1).copied().chain([text.len()]);
    let found: Vec<Range<usize>> =
        starts.iter().zip(ends).map(|(start, end)| *start..end).collect();
    (!found.is_empty() && text.ends_with('\n')).then_some(found)
}

/// How the lines of a text end; `None` of an empty one.
fn line_ends(text: &str) -> Option<LineEnds> {
    let first = text.split_inclusive('\n').next()?;
    Some(if first.ends_with("\r\n") { LineEnds::CrLf } else { LineEnds::Lf })
}

/// What was read so far.
#[derive(Default)]
struct Reading {
    entries: Entries,
    editions: BTreeMap<IssueId, u32>,
}

impl Reading {
    /// Reads a file, or a stretch of one that begins at `base`; false where it is no list of entries.
    fn take(&mut self, file: &Arc<SourceFile>, base: usize, out: &mut Vec<Diagnostic>) -> bool {
        let Checked { value: node, diagnostics } =
            yaml::parse_within(file, 0..file.text.len(), LIMITS);
        out.extend(diagnostics);
        let records = node.as_ref().and_then(|node| Record::list_of_file(node, &LEDGER, out));
        let Some(records) = records else { return false };
        let Self { entries: Entries { ledger, places, .. }, editions } = self;
        for record in &records {
            if record.get("withdrawn").is_some() {
                if let Some(entered) = withdrawal(record, out) {
                    if !ledger.enter(&entered) {
                        out.push(nothing_to_withdraw(record));
                    } else if let Entered::Withdrawn { id, .. } = entered {
                        // The number is free, and so are its editions.
                        editions.remove(&id);
                    }
                }
            } else if record.get("lost").is_some() {
                if let Some(loss) = loss(record, out)
                    && !ledger.enter(&Entered::Lost(loss))
                {
                    out.push(nothing_to_lose(record));
                }
            } else if let Some(mut publication) = publication(record, out) {
                check_edition(record, &publication, editions, out);
                if let Some(before) = ledger.publications.last() {
                    share(&mut publication.shared, &before.shared);
                    share(&mut publication.fonts, &before.fonts);
                }
                ledger.publications.push(Arc::new(publication));
                let place = record.place().range;
                places.push(base + place.start..base + place.end);
            }
        }
        true
    }
}

/// One list in memory in place of two that are equal.
fn share(own: &mut Arc<[Digest]>, other: &Arc<[Digest]>) {
    if own == other {
        *own = Arc::clone(other);
    }
}

/// An entry that takes an issue back.
fn withdrawal(record: &Record<'_>, out: &mut Vec<Diagnostic>) -> Option<Entered> {
    for name in ["issue", "recorded", "digest"] {
        record.require(name, out);
    }
    let id = record.text("issue", out).and_then(|text| id(&text, out));
    let recorded = record.text("recorded", out).and_then(|text| time(&text, out));
    let edition = record.integer("edition", out).unwrap_or(1);
    let sha256 = record.text("digest", out).and_then(|text| pdf_digest(text, out));
    let [reason, kept] =
        ["withdrawn", "kept"].map(|name| record.markdown(name, out).map(|text| text.value));
    let withdrawal = Withdrawal { recorded: recorded?, reason: reason?, kept };
    Some(Entered::Withdrawn { id: id?, edition, sha256: sha256?, withdrawal })
}

/// An entry that says that a PDF is lost.
fn loss(record: &Record<'_>, out: &mut Vec<Diagnostic>) -> Option<Loss> {
    for name in ["issue", "recorded", "pdf", "digest"] {
        record.require(name, out);
    }
    let id = record.text("issue", out).and_then(|text| id(&text, out));
    let recorded = record.text("recorded", out).and_then(|text| time(&text, out));
    let edition = record.integer("edition", out).unwrap_or(1);
    let sha256 = record.text("digest", out).and_then(|text| pdf_digest(text, out));
    let [reason, path] =
        ["lost", "pdf"].map(|name| record.markdown(name, out).map(|text| text.value));
    let (recorded, reason, path) = (recorded?, reason?, path?);
    Some(Loss { id: id?, edition, path, sha256: sha256?, recorded, reason })
}

fn nothing_to_lose(record: &Record<'_>) -> Diagnostic {
    Diagnostic::error(code::LEDGER, "这一条登记遗失的，前面没有对应的登记")
        .at(record.place())
        .help("每条登记由程序写入，不要删改；从备份中取回这个文件")
}

fn nothing_to_withdraw(record: &Record<'_>) -> Diagnostic {
    Diagnostic::error(code::LEDGER, "这一条撤回的，前面没有对应的登记")
        .at(record.place())
        .help("每条登记由程序写入，不要删改；从备份中取回这个文件")
}

fn time(text: &Text, out: &mut Vec<Diagnostic>) -> Option<DateTime<FixedOffset>> {
    let time = DateTime::parse_from_rfc3339(text.as_str()).ok();
    if time.is_none() {
        let message = format!("登记时间「{}」的写法不对", shown(text));
        out.push(wrong(message, text, "例如 2018-11-28T16:20:00+08:00"));
    }
    time
}

fn pdf_digest(text: Text, out: &mut Vec<Diagnostic>) -> Option<String> {
    let fit = is_digest(text.as_str());
    if !fit {
        let message = format!("指纹「{}」不是 64 位小写十六进制数字", shown(&text));
        out.push(wrong(message, &text, "从备份中取回 ledger.yaml；登记不要手工补写"));
    }
    fit.then_some(text.value)
}

fn publication(record: &Record<'_>, out: &mut Vec<Diagnostic>) -> Option<Publication> {
    for name in ["issue", "date", "recorded", "pages", "pdf", "digest", "profile", "tool"] {
        record.require(name, out);
    }
    let exact =
        |name: &str, out: &mut Vec<Diagnostic>| record.markdown(name, out).map(|text| text.value);
    let id = record.text("issue", out).and_then(|text| id(&text, out));
    let recorded = record.text("recorded", out).and_then(|text| time(&text, out));
    let date = record.date("date", out);
    let edition = record.integer("edition", out).unwrap_or(1);
    let turn = record.integer("turn", out).unwrap_or(1);
    let reason = exact("reason", out);
    let total = record.integer("total", out);
    let titles = record.verbatim("titles", out).into_iter().map(|text| text.value).collect();
    let pages = record.integer("pages", out).and_then(|pages| usize::try_from(pages).ok());
    let pdf = exact("pdf", out);
    let digest = record.text("digest", out).and_then(|text| pdf_digest(text, out));
    let earlier = exact("earlier", out);
    let attached = record.boolean("attached", out).unwrap_or(false);
    let (profile, tool) = (exact("profile", out), exact("tool", out));
    let (unread, rebuilt) = (exact("unread", out), exact("rebuilt", out));
    let [others, sources, shared, fonts] =
        ["others", "sources", "shared", "fonts"].map(|name| digests(record, name, out));
    Some(Publication {
        id: id?,
        edition,
        turn,
        reason,
        earlier,
        total,
        date: date?,
        recorded: recorded?,
        titles,
        pages: pages?,
        pdf: Digest { path: pdf?, sha256: digest? },
        others,
        attached,
        profile: profile?,
        tool: tool?,
        sources,
        shared: shared.into(),
        fonts: fonts.into(),
        unread,
        rebuilt,
        withdrawn: None,
    })
}

/// Editions of an issue count from 1, and say from the second on why they were made.
fn check_edition(
    record: &Record<'_>,
    publication: &Publication,
    editions: &mut BTreeMap<IssueId, u32>,
    out: &mut Vec<Diagnostic>,
) {
    let last = editions.entry(publication.id).or_default();
    let (id, edition) = (publication.id, publication.edition);
    let place = |name: &str| record.get(name).map(|field| field.node.span.clone());
    // What was made anew from PDFs may begin with any of them.
    let follows = match publication.rebuilt {
        Some(_) => edition > *last,
        None => edition == *last + 1,
    };
    if !follows {
        let message = match *last {
            0 => format!("「{id}」第一次登记，版次却是 {edition}"),
            last => format!("「{id}」前面登记到第 {last} 版，这里的版次却是 {edition}"),
        };
        out.push(
            Diagnostic::error(code::LEDGER, message)
                .at(place("edition").or_else(|| place("issue")))
                .help("每条登记由程序写入，不要删改；从备份中取回这个文件"),
        );
    } else if edition > 1 && publication.reason.is_none() {
        out.push(
            Diagnostic::error(code::LEDGER, format!("「{id}」第 {edition} 版没有写重发原因"))
                .at(place("edition"))
                .help("补上一行「重发原因: …」"),
        );
    } else if edition == 1 && publication.turn == 1 && publication.reason.is_some() {
        out.push(
            Diagnostic::error(code::LEDGER, format!("「{id}」写了重发原因，版次却是第 1 版"))
                .at(place("reason"))
                .help("核对版次；第一次印发不写重发原因"),
        );
    }
    *last = edition.max(*last);
}

/// `2018/28`, `2018/增刊1`.
fn id(text: &Text, out: &mut Vec<Diagnostic>) -> Option<IssueId> {
    let parse = || {
        let (year, number) = text.as_str().split_once('/')?;
        Some(IssueId { year: year.parse().ok()?, number: number.parse().ok()? })
    };
    let id = parse();
    if id.is_none() {
        let message = format!("期号「{}」的写法不对", shown(text));
        out.push(wrong(message, text, "写明年份和期号，例如 2018/28、2018/增刊1"));
    }
    id
}

/// Lines as `sha256sum` prints them: digest, two spaces, path.
fn digests(record: &Record<'_>, name: &'static str, out: &mut Vec<Diagnostic>) -> Vec<Digest> {
    let mut digests = Vec::new();
    for text in record.verbatim(name, out) {
        match text.as_str().split_once("  ") {
            Some((sha256, path)) if is_digest(sha256) && !path.is_empty() => {
                digests.push(Digest { path: path.to_owned(), sha256: sha256.to_owned() });
            }
            _ => {
                let message =
                    format!("「{}」里的「{}」写法不对", LEDGER.written(name), shown(&text));
                out.push(wrong(
                    message,
                    &text,
                    "每行是 64 位小写十六进制数字、两个空格和文件的路径",
                ));
            }
        }
    }
    digests
}

fn is_digest(text: &str) -> bool {
    text.len() == 64 && text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
}

fn wrong(message: String, text: &Text, help: &str) -> Diagnostic {
    let place = one_line(text).whole().or_else(|| Some(top(&empty(LEDGER_FILE.to_owned()))));
    Diagnostic::error(code::LEDGER, message).at(place).help(help)
}

#[cfg(test)]
mod tests;
