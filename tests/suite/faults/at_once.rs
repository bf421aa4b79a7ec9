//! Several runs in one workspace at once, and clocks that go wrong: what stands there is right.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::time::{Duration, SystemTime};

use crate::faults::jobs::{Job, MOVED};
use crate::faults::tree::{Tree, check_originals, is_entry, leftovers, sha256};
use crate::project::Project;
use crate::shaking::{ISSUES, archive, pdfs, start, start_heard, undisturbed};

/// How often two runs are begun at once.
const ROUNDS: usize = 8;

/// Two runs at once in a copy of a job's workspace; both must end with one of these exit codes.
#[track_caller]
fn both(job: &Job, one: &[&str], other: &[&str], fine: &[i32]) -> (Project, String) {
    let project = job.workspace();
    let children = [one, other].map(|args| start_heard(&project, args));
    let mut about = format!("{one:?} and {other:?}:");
    for child in children {
        let output = child.wait_with_output().expect("it ends");
        let said = [output.stdout, output.stderr].concat();
        about.push_str(&format!("\n{:?}\n{}", output.status, String::from_utf8_lossy(&said)));
        assert!(output.status.code().is_some_and(|code| fine.contains(&code)), "{about}");
    }
    let left = leftovers(&project);
    assert!(left.is_empty(), "{left:?} {about}");
    (project, about)
}

/// The command twice at once makes of it what it makes alone.
#[track_caller]
fn twice(name: &str) {
    let job = Job::of(name);
    for _ in 0..ROUNDS {
        let (project, about) = both(&job, job.args, job.args, job.fine());
        let other = Tree::of(&project).difference(&job.new);
        assert!(other.is_empty(), "{other:?} {about}");
        job.complete(&project, &about);
    }
}

#[test]
fn numbers_taken_at_once() {
    let job = Job::of("new");
    for _ in 0..ROUNDS {
        let (project, about) = both(&job, job.args, job.args, &[0]);
        let mut folders: Vec<_> = fs::read_dir(project.path("2024"))
            .expect("a folder")
            .map(|entry| entry.expect("an entry").file_name())
            .collect();
        folders.sort();
        assert_eq!(folders, ["001", "002", "003", "004", "005", "006"], "{about}");
        let output = project.run(["check", "--all", "--format", "short"]);
        assert!(!output.stdout.contains("期号"), "{output}");
    }
}

#[test]
fn issued_twice_at_once() {
    twice("publish");
    twice("reissue");
    twice("withdraw");
}

/// What is made once is made by one of two.
#[test]
fn made_once_by_two() {
    for name in ["rebuild", "init"] {
        let job = Job::of(name);
        for _ in 0..ROUNDS {
            let (project, about) = both(&job, job.args, job.args, &[0, 2]);
            assert!(about.contains("已经"), "{about}");
            let other = Tree::of(&project).difference(&job.new);
            assert!(other.is_empty(), "{other:?} {about}");
        }
    }
}

#[test]
fn imported_twice_at_once() {
    twice("import");
    twice("replace");
}

#[test]
fn mended_twice_at_once() {
    twice("fix");
}

/// Two who import into an issue that is not there yet both get that one.
#[test]
fn an_issue_made_by_two_imports_at_once() {
    let job = Job::of("import");
    for _ in 0..ROUNDS {
        let args = ["import", "来稿", "--issue", "31"];
        let (project, about) = both(&job, &args, &args, &[0]);
        let tree = Tree::of(&project);
        let issues = tree.0.keys().filter(|path| path.ends_with("/issue.yaml")).count();
        assert_eq!(issues, 3, "{about}");
        check_entries_once(&tree, 5, &about);
    }
}

#[test]
fn issued_and_built_at_once() {
    for name in ["publish", "--yes", "reissue"] {
        let job = Job::of(name);
        for round in 0..ROUNDS {
            let build = ["build", "--all", "--force"];
            let (project, about) = both(&job, job.args, &build[..2 + round % 2], &[0]);
            let other = Tree::of(&project).difference(&job.new);
            assert!(other.is_empty(), "{other:?} {about}");
            job.complete(&project, &about);
        }
    }
}

#[test]
fn imported_and_mended_at_once() {
    let fix = ["check", "--all", "--fix"];
    for name in ["import", "replace"] {
        let job = Job::of(name);
        // Something to mend in what is there and beside it.
        let beside = "---\n标题: 应县抓好供暖\n来源: 应县\n---\n会议要求,抓好供暖,县委布署。\n";
        job.before.write("2018/030/10-a.md", beside.as_bytes());
        for (path, bytes) in job.old.0.iter().filter(|(path, _)| is_entry(path)) {
            let text = String::from_utf8_lossy(bytes)
                .replace("会议。", "会议,")
                .replace("会议，", "会议,");
            job.before.write(path, text.as_bytes());
        }
        let alone = job.workspace();
        for args in [job.args, &fix] {
            assert_ne!(alone.run_with(args).status, 2);
        }
        let alone = Tree::of(&alone);
        for _ in 0..ROUNDS {
            let (project, about) = both(&job, job.args, &fix, &[0, 1]);
            check_entries_once(&Tree::of(&project), 6, &about);
            assert_ne!(project.run_with(&fix).status, 2, "{about}");
            let mut now = Tree::of(&project);
            // The text before, as it was or mended already.
            now.0.retain(|path, _| !path.contains("旧稿"));
            let mut alone = alone.clone();
            alone.0.retain(|path, _| !path.contains("旧稿"));
            let other = now.difference(&alone);
            assert!(other.is_empty(), "{other:?} {about}");
        }
    }
}

#[test]
fn moved_and_imported_at_once() {
    let job = Job::of("move");
    let import = ["import", "来稿", "--issue", "29"];
    for _ in 0..ROUNDS {
        // The dispatches that are entries already are known wherever these are.
        let (project, about) = both(&job, job.args, &import, &[0]);
        let tree = Tree::of(&project);
        assert!(tree == job.new, "{:?} {about}", tree.difference(&job.new));
        // And new ones.
        let again = Project::copy_of(&job.before.path(""));
        again.write(
            "来稿/新.txt",
            "右玉县抓好供暖\n11月21日，右玉县召开会议。会议要求抓好落实。\n右玉县\n".as_bytes(),
        );
        let children = [job.args, &import].map(|args| start_heard(&again, args));
        for child in children {
            assert!(child.wait_with_output().expect("it ends").status.success());
        }
        check_entries_once(&Tree::of(&again), 6, &about);
    }
}

#[test]
fn moved_twice_at_once() {
    let job = Job::of("move");
    for _ in 0..ROUNDS {
        let (project, about) = both(&job, job.args, job.args, &[0, 2]);
        let tree = Tree::of(&project);
        assert!(tree == job.new, "{:?} {about}", tree.difference(&job.new));
        assert!(about.contains("已移到"), "{about}");
        assert!(!about.contains("os error") && !project.path(MOVED).exists(), "{about}");
    }
}

/// Each original is that of one entry, which has it beside it.
#[track_caller]
fn check_entries_once(tree: &Tree, count: usize, about: &str) {
    check_originals(tree, about);
    let mut found: BTreeMap<String, usize> = BTreeMap::new();
    for (_, bytes) in tree.0.iter().filter(|(path, _)| is_entry(path)) {
        let text = String::from_utf8_lossy(bytes);
        let digest = text.lines().find_map(|line| line.trim().strip_prefix("sha256: "));
        *found.entry(digest.map_or_else(|| sha256(bytes), str::to_owned)).or_default() += 1;
    }
    assert!(found.len() == count && found.values().all(|times| *times == 1), "{found:?} {about}");
}

#[test]
fn two_builds_at_once() {
    let project = archive();
    for round in 0..3 {
        let mut both = [(); 2].map(|()| start(&project, &["build", "--all", "--force"]));
        for child in &mut both {
            assert!(child.wait().expect("it ends").success(), "{round}");
        }
        assert!(pdfs(&project.path("out")) == undisturbed(&project), "{round}");
        // What both remembered is sound: nothing is built again, nothing is damaged.
        let output = project.run(["build", "--all"]);
        assert_eq!(output.stdout.matches("没有变化").count(), ISSUES + 1, "{output}");
        assert!(!output.stdout.contains("损坏"), "{output}");
    }
}

#[test]
fn built_while_somebody_issues() {
    let project = archive();
    for (round, reason) in ["更正一", "更正二", "更正三"].into_iter().enumerate() {
        crate::shaking::set_copies(&project, 100 + round as u32);
        // With their sources in them, the issued PDFs are others than those that are built.
        let issuing = start(&project, &["publish", "--yes", "--all", "--reissue", reason, "--attach"]);
        let building = start(&project, &["build", "--all", "--force"]);
        for mut child in [issuing, building] {
            assert!(child.wait().expect("it ends").success(), "{round}");
        }
        let output = project.run(["verify", "--all"]);
        let same = format!("核对 {ISSUES} 期：一致 {ISSUES} 期\n");
        assert!(output.stdout.ends_with(&same), "{round}: {output}");
    }
}

fn set_time(project: &Project, path: &str, time: SystemTime) {
    let file = File::options().append(true).open(project.path(path)).expect("opened");
    file.set_modified(time).expect("dated");
}

/// How many issues the next run builds.
fn built(project: &Project, issues: usize) -> usize {
    let output = project.run(["build", "--all"]);
    assert_eq!(output.status, 0, "{output}");
    issues - output.stdout.lines().filter(|line| line.contains("页　没有变化")).count()
}

#[test]
fn dates_that_lie() {
    const ENTRY: &str = "2024/001/10-a.md";
    let text = |word: &str| format!("---\ntitle: 标题\n---\n工作{word}推进。\n");
    let project = Project::with_body("一").entry(ENTRY, &text("有序"));
    let now = SystemTime::now();
    assert_eq!(built(&project, 1), 1);
    let far = Duration::from_secs(70 * 365 * 24 * 3600);
    let near = Duration::from_secs(3600);
    let times = [now + far, now - far, SystemTime::UNIX_EPOCH - far, now - near, now + near];
    for (round, time) in times.into_iter().enumerate() {
        for dated in [&[ENTRY][..], &["out/2024-001.pdf"], &["jianbao.yaml", "2024/001/issue.yaml"]]
        {
            for path in dated {
                set_time(&project, path, time);
            }
            assert_eq!(built(&project, 1), 0, "{round}: {dated:?}");
        }
        // Of the same length, and dated as before.
        let word = ["稳步", "有序"][round % 2];
        fs::write(project.path(ENTRY), text(word)).expect("written");
        set_time(&project, ENTRY, time);
        #[cfg(unix)]
        assert_eq!(built(&project, 1), 1, "{round}");
    }
}
