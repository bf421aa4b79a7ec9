//! The commands that change a workspace, each with a workspace to change and what it makes of it when
//! nothing disturbs it.

use std::fs;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use crate::faults::tree::Tree;
use crate::importing::house;
use crate::project::{HOUSE, Output, Project, repository};
use crate::shaking::pdfs;

/// Issues of the small workspaces.
const ISSUES: usize = 4;

/// A command in a workspace of its own.
pub struct Job {
    pub name: &'static str,
    pub args: &'static [&'static str],
    /// The workspace before it, which stays as it is: runs are made in copies.
    pub before: Project,
    pub old: Tree,
    /// After an undisturbed run.
    pub new: Tree,
    /// How long that takes.
    pub time: Duration,
    /// PDFs of a clean build of what is then there; none where the command makes no PDFs.
    pub fresh: Option<Tree>,
}

/// All of them by name. What is done for the first time and once more are two.
pub const ALL: [&str; 15] = [
    "new", "build", "publish", "--yes", "reissue", "withdraw", "rebuild", "init", "import", "again",
    "replace", "fix", "move", "hold", "release", "order",
];

impl Job {
    pub fn of(name: &str) -> Self {
        match name {
            "new" => Self::made("new", &["new", "--date", "2024-12-30"], issues("有序")),
            "build" => {
                let built = built(issues("有序"));
                Self::made("build", &["build", "--all"], with_word(built, "稳步"))
            }
            "publish" => Self::made("publish", "--yes", &["publish", "--all"], built(issues("有序"))),
            "reissue" => {
                let issued = issues("有序");
                must(&issued, &["publish", "--yes", "--all"]);
                let args = &["publish", "--yes", "--all", "--reissue", "更正"];
                Self::made("reissue", args, with_word(issued, "稳步"))
            }
            "withdraw" => {
                let issued = issues("有序");
                must(&issued, &["publish", "--yes", "--all"]);
                Self::made("withdraw", &["publish", "--yes", "2", "--withdraw", "期号编错"], issued)
            }
            "rebuild" => {
                let issued = issues("有序");
                must(&issued, &["publish", "--yes", "--all"]);
                fs::remove_file(issued.path("ledger.yaml")).expect("removed");
                Self::made("rebuild", &["register", "rebuild"], issued)
            }
            "init" => {
                let folder = Project::new().file("2024/说明.txt", "各期放在这里\n");
                Self::made("init", &["init", "--yes", "--date", "2024-12-30"], folder)
            }
            "import" => Self::made("import", &["import", "来稿", "--issue", "29"], dispatches("")),
            "again" => {
                let project = imported();
                for entry in entries(&project) {
                    fs::remove_file(entry).expect("removed");
                }
                Self::made("again", &["import", "来稿", "--issue", "29", "--again"], project)
            }
            "replace" => {
                let project = dispatches("");
                must(&project, &["import", "来稿", "--issue", "29"]);
                put_dispatches(&project, "再次");
                let args = &["import", "来稿", "--issue", "29", "--replace", "--yes"];
                Self::made("replace", args, project)
            }
            // With what only a person can mend: it must be told, and nothing else be done about it.
            "fix" => Self::made("fix", &["check", "--all", "--fix"], built(slips())),
            "move" => Self::made("move", &["move", MOVED, "--to", "30"], imported()),
            "hold" => Self::made("hold", HOLD, issues("有序")),
            "release" => {
                let held = issues("有序");
                must(&held, HOLD);
                Self::made("release", &[&["release"], &HOLD[1..]].concat().leak()[..], held)
            }
            "order" => Self::made(
                "order",
                &["order", "29", "应县", "山阴县", "朔城区", "平鲁区"],
                imported(),
            ),
            _ => panic!("no job {name}"),
        }
    }

    fn made(name: &'static str, args: &'static [&'static str], before: Project) -> Self {
        let old = Tree::of(&before);
        let run = || {
            let project = Project::copy_of(&before.path(""));
            let begun = Instant::now();
            must(&project, args);
            (begun.elapsed(), project)
        };
        // The first run finds the program and its fonts in no memory.
        let (first, _) = run();
        let (second, done) = run();
        let new = Tree::of(&done);
        assert!(new != old, "{name} does nothing");
        let fresh = ["build", "publish", "--yes", "reissue", "fix"].contains(&name).then(|| {
            must(&done, &["build", "--all", "--force", "--out", "fresh"]);
            Tree(pdfs(&done.path("fresh")))
        });
        Self { name, args, before, old, new, time: first.min(second), fresh }
    }

    /// A copy of the workspace before the command.
    pub fn workspace(&self) -> Project {
        Project::copy_of(&self.before.path(""))
    }

    /// The exit codes of a run that has done its work.
    pub fn fine(&self) -> &'static [i32] {
        if self.name == "fix" { &[0, 1] } else { &[0] }
    }

    /// What another undisturbed run makes of it: only a number is never taken twice.
    pub fn is_repeatable(&self) -> bool {
        !["new", "move", "rebuild", "init", "order"].contains(&self.name)
    }
}

/// Several entries are held at once.
const HOLD: &[&str] = &["hold", "1/10", "1/20", "2/10", "3/20"];

/// Where the entry lies that is moved.
pub const MOVED: &str = "2018/029/10-怀仁市.md";

fn must(project: &Project, args: &[&str]) -> Output {
    let output = project.run_with(args);
    // Findings are for people; only `check` tells any here.
    assert!(output.status == 0 || (args[0] == "check" && output.status == 1), "{output}");
    output
}

fn built(project: Project) -> Project {
    must(&project, &["build", "--all"]);
    project
}

/// A few short issues of two entries.
fn issues(word: &str) -> Project {
    let settings = format!("{HOUSE}distribution:\n  report: [市委]\n  copies: 100\n");
    let mut project = Project::new().settings(&settings);
    for number in 1..=ISSUES {
        let head = format!("number: {number}\ndate: 2024-{number:02}-15\ntotal: {}\n", number + 20);
        project = project.issue(&format!("2024/{number:03}"), &head);
    }
    with_word(project, word)
}

/// The entries with another word in them, as long as the one before.
fn with_word(project: Project, word: &str) -> Project {
    for number in 1..=ISSUES {
        for (file, place) in [("10-a.md", "城东区"), ("20-b.md", "城西区")] {
            let text = format!(
                "---\ntitle: {place}第{number}次会议召开\nsource: {place}\n---\n\
                 会议要求，各项工作{word}推进，责任到人，按月通报。\n"
            );
            project.write(&format!("2024/{number:03}/{file}"), text.as_bytes());
        }
    }
    project
}

/// Issues with slips that are mended, in two files each, and one that is not.
fn slips() -> Project {
    let project = issues("有序");
    for number in 1..=ISSUES {
        for file in ["10-a.md", "20-b.md"] {
            let path = format!("2024/{number:03}/{file}");
            let text = fs::read_to_string(project.path(&path)).expect("UTF-8");
            let slip = match file {
                "10-a.md" => "会议要求,要抓好\"煤改气\"。",
                _ => "县委布署供暖,县政府抓落实。",
            };
            let text = text.replace("会议要求，各项工作", slip);
            project.write(&path, text.as_bytes());
        }
    }
    project
}

const UNITS: [&str; 4] = ["朔城区", "平鲁区", "山阴县", "应县"];

/// No. 29 without entries, and dispatches beside it: texts, and a document with a picture.
fn dispatches(word: &str) -> Project {
    let project = house().issue("2018/030", "number: 30\ndate: 2018-12-10\n");
    put_dispatches(&project, word);
    let document = repository().join("tests/dispatches/插图.docx");
    fs::copy(document, project.path("来稿/插图.docx")).expect("copied");
    project
}

/// The texts, in files of their old names.
pub fn put_dispatches(project: &Project, word: &str) {
    for unit in UNITS {
        let text = format!(
            "{unit}抓好冬季供暖\n11月20日，{unit}{word}召开供暖会议。会议要求抓好落实。\n\
             {unit}\n2018-11-20\n"
        );
        project.write(&format!("来稿/{unit}.txt"), text.as_bytes());
    }
}

/// No. 29 with these dispatches in it, one of which is to be moved with its picture.
fn imported() -> Project {
    let project = dispatches("");
    must(&project, &["import", "来稿", "--issue", "29"]);
    let with_picture = entries(&project)
        .into_iter()
        .find(|path| fs::read_to_string(path).is_ok_and(|text| text.contains("](assets/")))
        .expect("an entry with a picture");
    fs::rename(with_picture, project.path(MOVED)).expect("renamed");
    project
}

/// The entries of No. 29.
fn entries(project: &Project) -> Vec<PathBuf> {
    let listed = fs::read_dir(project.path("2018/029")).expect("a folder");
    let paths = listed.map(|entry| entry.expect("an entry").path());
    paths.filter(|path| path.extension().is_some_and(|ending| ending == "md")).collect()
}
