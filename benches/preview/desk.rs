//! A clerk at work: an issue, and saves of one of its entries at two places of a page.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Instant;

use tempfile::TempDir;

use crate::generate::make_archive;

const SEED: u64 = 20_181_127;
/// What is changed: each edit another sign, as wide as the one before.
const SIGNS: [&str; 10] = ["甲", "乙", "丙", "丁", "戊", "己", "庚", "辛", "壬", "癸"];

/// An issue, and the entry that is edited.
pub struct Desk {
    dir: TempDir,
    entry: PathBuf,
    text: String,
}

impl Desk {
    /// An issue with the entries of so many made-up ones; that in the middle is edited.
    pub fn new(issues: usize) -> Self {
        let dir = TempDir::new().expect("a temporary folder");
        let root = dir.path();
        make_archive(root, issues, SEED);
        let first = root.join("2018/001");
        for number in 2..=issues {
            let other = root.join(format!("2018/{number:03}"));
            for path in entries(&other) {
                let name = path.file_name().expect("a name").to_string_lossy().into_owned();
                // One annex is enough, at the end of all.
                if !name.starts_with("90-") {
                    fs::rename(&path, first.join(format!("{}{name}", number + 9))).expect("moved");
                }
            }
            let picture = other.join("assets/scene.png");
            if picture.exists() {
                fs::create_dir_all(first.join("assets")).expect("a folder");
                fs::rename(picture, first.join("assets/scene.png")).expect("moved");
            }
            fs::remove_dir_all(other).expect("removed");
        }
        if issues > 1 {
            fs::rename(first.join("90-附件.md"), first.join("990-附件.md")).expect("renamed");
        }
        let entries = entries(&first);
        let entry = entries[(entries.len() - 1) / 2].clone();
        let text = fs::read_to_string(&entry).expect("read");
        let (head, body) = text.split_once("\n---\n").expect("a head");
        let (one, rest) = body.split_once("\n\n").expect("two paragraphs");
        let text = format!("{head}\n---\n上条@稿。{one}\n\n下条#稿。{rest}");
        let desk = Self { dir, entry, text };
        fs::write(&desk.entry, desk.as_of(0)).expect("written");
        desk
    }

    /// The workspace.
    pub fn root(&self) -> &Path {
        self.dir.path()
    }

    /// The issue's page.
    pub fn page(&self) -> &'static str {
        "2018/1"
    }

    /// The issue's name in addresses of data.
    pub fn stem(&self) -> &'static str {
        "2018-001"
    }

    /// The entry that is edited, by its path in the workspace.
    pub fn entry(&self) -> String {
        let name = self.entry.file_name().expect("a name").to_string_lossy();
        format!("2018/001/{name}")
    }

    /// What is read at the first of the two places before any edit.
    pub fn words(&self) -> &'static str {
        "上条甲甲甲稿"
    }

    /// Saves the edit of a turn, in place or by renaming; returns when it began to.
    pub fn save(&self, turn: usize) -> Instant {
        let text = self.as_of(turn + 1);
        let beside = self.entry.with_extension("md.new");
        if turn % 4 < 2 {
            let start = Instant::now();
            fs::write(&self.entry, text).expect("written");
            start
        } else {
            let start = Instant::now();
            fs::write(&beside, text).expect("written");
            fs::rename(&beside, &self.entry).expect("renamed");
            start
        }
    }

    /// The entry after so many edits: each changes one of the two places.
    fn as_of(&self, edits: usize) -> String {
        let [above, below] = [edits.div_ceil(2), edits / 2].map(|count| {
            // No text twice in 2,000 edits: a browser keeps the pictures it has seen.
            [count / 100, count / 10, count].map(|of| SIGNS[of % SIGNS.len()]).concat()
        });
        self.text.replace('@', &above).replace('#', &below)
    }
}

fn entries(issue: &Path) -> Vec<PathBuf> {
    let mut found: Vec<PathBuf> = fs::read_dir(issue)
        .expect("a folder")
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "md"))
        .collect();
    // As the program orders them: by the number.
    found.sort_by_key(|path| {
        let name = path.file_name().expect("a name").to_string_lossy().into_owned();
        let digits = name.find('-').expect("a number");
        name[..digits].parse::<usize>().expect("a number")
    });
    found
}
