//! All files of a workspace, and what must hold of them whenever a run has ended, however it ended.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs::{self, File};
use std::path::Path;
use std::time::{Duration, SystemTime};

use sha2::{Digest, Sha256};

use crate::faults::jobs::Job;
use crate::project::Project;
use crate::shaking::pdfs;

/// How the names of unfinished files and folders begin.
const UNFINISHED: &str = ".jianbao-";
/// What the program keeps for itself.
const OWN: &str = ".jianbao";
const LEDGER: &str = "ledger.yaml";
/// How an entry of the register begins.
const ENTRY: &str = "\n- 期号: ";

/// Files by their paths. Of the register, the times of entering are left out, and its entries sorted:
/// an issue that could not be issued at first comes after the others.
#[derive(Clone, PartialEq, Eq)]
pub struct Tree(pub BTreeMap<String, Vec<u8>>);

impl Tree {
    /// A workspace, without what the program keeps for itself and what is unfinished.
    pub fn of(project: &Project) -> Self {
        let mut tree = Self(BTreeMap::new());
        walk(&project.path(""), "", &mut |path, file| {
            if !path.split('/').any(|part| part == OWN || part.starts_with(UNFINISHED)) {
                let bytes = fs::read(file).expect("read");
                tree.0
                    .insert(path.to_owned(), if path == LEDGER { timeless(&bytes) } else { bytes });
            }
        });
        tree
    }

    /// Paths and sizes, for people.
    pub fn shown(&self) -> String {
        self.0.iter().fold(String::new(), |mut out, (path, bytes)| {
            let _ = write!(out, "\n  {path} {} {}", bytes.len(), &sha256(bytes)[..8]);
            out
        })
    }

    /// What is in the files, whatever they are called.
    fn contents(&self) -> Vec<&[u8]> {
        let mut contents: Vec<&[u8]> = self.0.values().map(Vec::as_slice).collect();
        contents.sort_unstable();
        contents
    }

    /// What is in the one and not, or not the same, in the other.
    pub fn difference(&self, other: &Self) -> Vec<String> {
        let paths: std::collections::BTreeSet<_> = self.0.keys().chain(other.0.keys()).collect();
        paths.into_iter().filter(|path| self.0.get(*path) != other.0.get(*path)).cloned().collect()
    }
}

fn walk(dir: &Path, shown: &str, each: &mut dyn FnMut(&str, &Path)) {
    for entry in fs::read_dir(dir).expect("a folder").map(|entry| entry.expect("an entry")) {
        let name = entry.file_name().into_string().expect("UTF-8");
        let shown = if shown.is_empty() { name } else { format!("{shown}/{name}") };
        let path = entry.path();
        if path.is_dir() { walk(&path, &shown, each) } else { each(&shown, &path) }
    }
}

fn timeless(ledger: &[u8]) -> Vec<u8> {
    let text = std::str::from_utf8(ledger).expect("UTF-8");
    let lines = text.split_inclusive('\n').filter(|line| !line.starts_with("  登记时间: "));
    let text: String = lines.collect();
    let (head, entries) = text.split_once(ENTRY).unwrap_or((&text, ""));
    let mut entries: Vec<&str> = entries.split(ENTRY).collect();
    // Editions of an issue keep their order.
    entries.sort_by_key(|entry| entry.lines().next().map(str::to_owned));
    [vec![head], entries].concat().join(ENTRY).into_bytes()
}

/// Whether a register has all entries of the old one and none that is not in the new one.
fn is_between(now: &[u8], old: Option<&Vec<u8>>, new: Option<&Vec<u8>>) -> bool {
    let entries = |bytes: &[u8]| -> Vec<String> {
        let text = String::from_utf8_lossy(bytes).into_owned();
        text.split(ENTRY).map(|entry| entry.trim_end().to_owned()).collect()
    };
    let of = |bytes: Option<&Vec<u8>>| bytes.map(|bytes| entries(bytes)).unwrap_or_default();
    let (now, old, new) = (entries(now), of(old), of(new));
    old.iter().all(|entry| now.contains(entry)) && now.iter().all(|entry| new.contains(entry))
}

pub fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// What unfinished runs left, dated two hours back: only then does another run know that nobody is
/// still at it.
pub fn leftovers(project: &Project) -> Vec<String> {
    let mut found = Vec::new();
    walk(&project.path(""), "", &mut |path, file| {
        if path.split('/').any(|part| part.starts_with(UNFINISHED)) {
            let then = SystemTime::now() - Duration::from_secs(7200);
            File::options()
                .append(true)
                .open(file)
                .expect("opened")
                .set_modified(then)
                .expect("dated");
            found.push(path.to_owned());
        }
    });
    found
}

/// Of each issue, as `2018-001`, the digests of its editions in the order of the register, which
/// must count them 1, 2, 3. Read line by line, not by the program.
pub fn editions(project: &Project) -> BTreeMap<String, Vec<String>> {
    let mut found: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let ledger = fs::read_to_string(project.path(LEDGER)).unwrap_or_default();
    assert!(ledger.is_empty() || ledger.ends_with('\n'), "{ledger}");
    for entry in ledger.split(ENTRY).skip(1) {
        let value = |key: &str| entry.lines().find_map(|line| line.trim().strip_prefix(key));
        let (year, number) =
            entry.lines().next().expect("a line").split_once('/').expect("year and number");
        let editions = found.entry(format!("{year}-{number:0>3}")).or_default();
        if value("撤回: ").is_some() {
            // The PDF is on disk under its own name, and the number is free.
            let kept = value("存为: ").expect("a path");
            let there = fs::read(project.path(kept)).map(|pdf| sha256(&pdf));
            assert_eq!(there.ok().as_deref(), value("sha256: "), "{entry}");
            editions.clear();
            continue;
        }
        editions.push(value("sha256: ").expect("a digest").to_owned());
        // The first goes without saying.
        assert_eq!(value("版次: ").unwrap_or("1"), editions.len().to_string(), "{entry}");
    }
    found
}

/// Every edition in the register must be on disk: those before under their own names, the one in
/// force in its place, or put by where a run ended before it entered its successor.
#[track_caller]
pub fn check_register(project: &Project, ended: bool, about: &str) {
    let there: BTreeMap<String, String> =
        pdfs(&project.path("out")).iter().map(|(name, pdf)| (name.clone(), sha256(pdf))).collect();
    for (stem, editions) in editions(project) {
        for (index, sha256) in editions.iter().enumerate() {
            let by_itself = format!("{stem}-第{}版.pdf", index + 1);
            let in_force = index + 1 == editions.len();
            let is_there = |name: String| there.get(&name) == Some(sha256);
            let fine = if in_force {
                is_there(format!("{stem}.pdf")) || (!ended && is_there(by_itself))
            } else {
                is_there(by_itself)
            };
            assert!(fine, "{about}: edition {} of {stem} is not on disk: {there:#?}", index + 1);
        }
    }
}

/// Whether a file lies where entries do, not beside originals.
pub fn is_entry(path: &str) -> bool {
    path.ends_with(".md") && path.matches('/').count() == 2
}

/// Every entry that names an original has it beside it, whole.
#[track_caller]
pub fn check_originals(tree: &Tree, about: &str) {
    for (path, bytes) in tree.0.iter().filter(|(path, _)| is_entry(path)) {
        let Some((folder, _)) = path.rsplit_once('/') else { continue };
        let text = String::from_utf8_lossy(bytes);
        let Some((_, named)) = text.split_once("\n原稿:\n  文件: ") else { continue };
        let mut lines = named.lines();
        let file = lines.next().expect("a file").trim_matches('"');
        let digest = lines.next().and_then(|line| line.trim().strip_prefix("sha256: "));
        let original = tree.0.get(&format!("{folder}/{file}")).map(|bytes| sha256(bytes));
        assert_eq!(original.as_deref(), digest, "{about}: {path} without its original");
    }
}

impl Job {
    /// Every file must be the old one or the new one, whole; the register may have some entries of
    /// the new one. `also`: what some files may be too, because somebody else wrote them.
    #[track_caller]
    pub fn check_whole(&self, now: &Tree, also: &[&Tree], about: &str) {
        let allowed: Vec<&Tree> =
            [&self.old, &self.new].into_iter().chain(also.iter().copied()).collect();
        for (path, bytes) in &now.0 {
            let of = |tree: &Tree| tree.0.get(path) == Some(bytes);
            let whole = allowed.iter().any(|tree| of(tree))
                || (path == LEDGER
                    && is_between(bytes, self.old.0.get(path), self.new.0.get(path)));
            let shown = String::from_utf8_lossy(bytes);
            assert!(whole, "{about}: {path} is neither the old one nor the new one:\n{shown:.600}");
        }
        let missing = |tree: &Tree| -> Vec<String> {
            tree.0.keys().filter(|path| !now.0.contains_key(*path)).cloned().collect()
        };
        let (gone, coming) = (missing(&self.old), missing(&self.new));
        for path in &gone {
            assert!(!self.new.0.contains_key(path), "{about}: {path} is lost");
        }
        let early = !gone.is_empty() && !coming.is_empty();
        assert!(!early, "{about}: {gone:?} taken away before {coming:?} was there");
    }

    /// All that must hold after a run that was disturbed, and that another one completes its work.
    /// Names what was left unfinished.
    #[track_caller]
    pub fn check(&self, project: &Project, about: &str) -> Vec<String> {
        let about = &format!("{} {about}", self.name);
        let now = Tree::of(project);
        self.check_whole(&now, &[], about);
        check_register(project, false, about);
        check_originals(&now, about);
        let left = leftovers(project);
        self.complete(project, about);
        left
    }

    /// Another run completes the work and clears away what was left.
    #[track_caller]
    pub fn complete(&self, project: &Project, about: &str) {
        let mut now = Tree::of(project);
        // What is moved already cannot be moved again; what came along may still be in both places.
        let is_done =
            self.old.0.keys().any(|path| path.ends_with(".md") && !now.0.contains_key(path));
        let again = self.is_repeatable() || (now != self.new && !is_done);
        if again {
            let output = project.run_with(self.args);
            assert!(self.fine().contains(&output.status), "{about}: not completed: {output}");
            now = Tree::of(project);
        }
        if is_done {
            now.0.retain(|path, _| self.new.0.contains_key(path));
        }
        let other = now.difference(&self.new);
        // A dispatch that came later finds its place among those that are there: under another number.
        let renumbered =
            ["import", "again"].contains(&self.name) && now.contents() == self.new.contents();
        assert!(
            other.is_empty() || renumbered,
            "{about}: not completed, other than undisturbed: {other:?}{}",
            now.shown()
        );
        check_register(project, true, about);
        check_originals(&now, about);
        if let Some(fresh) = &self.fresh {
            let mut build = vec!["build", "--all"];
            // Who finds nothing to write clears nothing away.
            build.extend((!leftovers(project).is_empty()).then_some("--force"));
            let output = project.run_with(&build);
            assert_eq!(output.status, 0, "{about}: {output}");
            let mut made = Tree(pdfs(&project.path("out")));
            made.0.retain(|name, _| fresh.0.contains_key(name));
            assert!(
                made == *fresh,
                "{about}: not as if built afresh: {:?}",
                made.difference(fresh)
            );
            assert!(!output.stdout.contains("损坏"), "{about}: {output}");
        }
        if again {
            let left = leftovers(project);
            assert!(left.is_empty(), "{about}: never cleared away: {left:?}");
        }
    }
}

/// What a run said in Chinese that ended with a failure of the machine: which file, and why.
#[track_caller]
pub fn check_words(said: &str, about: &str) {
    for line in said.lines().filter(|line| !line.trim().is_empty()) {
        let chinese = line.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c));
        // Lines of a diff and of sources are the author's; a row of places is files and numbers.
        let places = line.starts_with('　') && line.ends_with(|c: char| c.is_ascii_digit());
        let quoted = places || line.trim_start().starts_with(['@', '|', '-', '+']);
        assert!(chinese || quoted, "{about}: not for people: {line}\n{said}");
    }
    for english in ["os error", "denied", "No space", "Read-only", "at path", "panicked"] {
        assert!(!said.contains(english), "{about}: {said}");
    }
}
