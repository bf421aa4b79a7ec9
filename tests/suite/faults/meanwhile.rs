//! Files that vanish or are edited while a command runs: what somebody wrote is never lost, and what
//! the program wrote is of the one or of the other.

use std::fs;
use std::path::{Path, PathBuf};
use std::thread::sleep;
use std::time::Duration;

use crate::faults::chance::Chance;
use crate::faults::jobs::{Job, MOVED, put_dispatches};
use crate::faults::tree::{Tree, check_originals, check_register, check_words, leftovers};
use crate::project::Project;
use crate::shaking::start_heard;

/// How often each file vanishes.
const ROUNDS: usize = 6;

/// A file of a job that is taken away while the command runs.
const VANISHING: &[(&str, &str)] = &[
    ("new", "2024/004/issue.yaml"),
    ("build", "2024/002/10-a.md"),
    ("build", "out/2024-003.pdf"),
    ("build", ".jianbao/built-1.txt"),
    ("publish", "--yes", "2024/003/20-b.md"),
    ("publish", "--yes", "ledger.yaml"),
    ("reissue", "ledger.yaml"),
    ("import", "来稿/山阴县.txt"),
    ("import", "来稿"),
    ("fix", "2024/003/10-a.md"),
    ("fix", "2024/004"),
    ("move", MOVED),
    ("move", "2018/030"),
];

#[test]
fn files_that_vanish() {
    let mut chance = Chance::new();
    let mut jobs: Vec<Job> = Vec::new();
    let aside = tempfile::TempDir::new().expect("a folder");
    for (name, victim) in VANISHING {
        if jobs.last().is_none_or(|job| job.name != *name) {
            jobs.push(Job::of(name));
        }
        let job = jobs.last().expect("one");
        // What comes of it when the file is not there from the beginning.
        let gone = job.workspace();
        take_away(&gone.path(victim), &aside.path().join("never"));
        let _ = gone.run_with(job.args);
        let gone = Tree::of(&gone);
        for round in 0..ROUNDS {
            let project = job.workspace();
            let kept = aside.path().join(format!("{name}-{round}"));
            let child = start_heard(&project, job.args);
            sleep(job.time.mul_f64(chance.share()));
            let taken = take_away(&project.path(victim), &kept);
            let output = child.wait_with_output().expect("ended");
            let said = String::from_utf8([output.stdout, output.stderr].concat()).expect("UTF-8");
            let status = output.status.code().unwrap_or(-1);
            let about = format!("{name}, {victim} gone, round {round}, {chance}: {status} {said}");
            assert!([0, 1, 2].contains(&status), "{about}");
            if status == 2 {
                check_words(&said, &about);
            }
            let back = put_back(&project.path(victim), &kept, taken);
            // Of a folder that went in the middle of writing, an unfinished file went along.
            let left = leftovers(&project);
            assert!(left.iter().all(|path| path.starts_with(victim)), "{left:?} {about}");
            let now = Tree::of(&project);
            job.check_whole(&now, &[&gone], &about);
            check_register(&project, false, &about);
            check_originals(&now, &about);
            // What was issued without the file stays issued so.
            let is_other = gone.0.iter().any(|(path, bytes)| {
                now.0.get(path) == Some(bytes)
                    && ![&job.old, &job.new].iter().any(|tree| tree.0.get(path) == Some(bytes))
            });
            if back && !(is_other && *name == "publish") && *name != "new" {
                job.complete(&project, &about);
            }
        }
    }
}

/// Moves a file or folder away, if it is there.
fn take_away(path: &Path, to: &Path) -> bool {
    let _ = (fs::remove_dir_all(to), fs::remove_file(to));
    fs::rename(path, to).is_ok()
}

/// Puts it back; `false` where the program has made another in its place.
fn put_back(path: &Path, kept: &Path, taken: bool) -> bool {
    if !taken {
        return true;
    }
    if !(path.is_dir() && kept.is_dir()) {
        return fs::rename(kept, path).is_ok();
    }
    // A folder that was made anew, with what was written after the old one had gone.
    let inside =
        fs::read_dir(kept).expect("a folder").map(|entry| entry.expect("an entry").file_name());
    // All of them, whatever becomes of one.
    let back: Vec<bool> =
        inside.map(|name| put_back(&path.join(&name), &kept.join(&name), true)).collect();
    back.iter().all(|fine| *fine)
}

fn is_unfinished(path: &Path) -> bool {
    path.file_name().is_some_and(|name| name.to_string_lossy().starts_with(".jianbao-"))
}

/// Edits a file at a random moment of a run, but before anything is being written in a folder: what is
/// written in the very moment of being replaced nobody can keep. Hands back the run's words.
fn edited(
    job: &Job,
    project: &Project,
    chance: &mut Chance,
    folder: &str,
    edit: impl FnOnce(),
) -> (i32, String) {
    let child = start_heard(project, job.args);
    sleep(job.time.mul_f64(chance.share()));
    for _ in 0..2000 {
        let listed = fs::read_dir(project.path(folder)).into_iter().flatten();
        if !listed.map(|entry| entry.expect("an entry").path()).any(|path| is_unfinished(&path)) {
            break;
        }
        sleep(Duration::from_millis(1));
    }
    edit();
    let output = child.wait_with_output().expect("ended");
    let said = String::from_utf8([output.stdout, output.stderr].concat()).expect("UTF-8");
    (output.status.code().unwrap_or(-1), said)
}

const EDIT: &str = "编辑刚刚加上的一句。";

/// A text that is saved as editors do: it waits under another name, outside all folders of issues.
fn waiting(project: &Project, text: &str) -> PathBuf {
    project.write("编辑中", format!("{text}\n{EDIT}\n").as_bytes());
    project.path("编辑中")
}

#[test]
fn an_entry_edited_while_it_is_mended() {
    let (job, mut chance) = (Job::of("fix"), Chance::new());
    let entry = "2024/003/10-a.md";
    for round in 0..3 * ROUNDS {
        let project = job.workspace();
        let path = project.path(entry);
        let before = fs::read_to_string(&path).expect("UTF-8");
        let edit = waiting(&project, &before);
        let (status, said) = edited(&job, &project, &mut chance, "2024/003", || {
            fs::rename(&edit, &path).expect("renamed");
        });
        let about = format!("round {round}, {chance}: {status} {said}");
        let now = fs::read_to_string(&path).expect("UTF-8");
        assert!(now.contains(EDIT), "an edit is lost: {about}");
        assert!(now.contains("会议要求，要") || now.starts_with(&before), "{about}");
        if status == 2 {
            assert!(said.contains("10-a.md」刚才被别的程序改动"), "{about}");
            check_words(&said, &about);
        }
        assert!(leftovers(&project).is_empty(), "{about}");
        let output = project.run_with(job.args);
        assert!(job.fine().contains(&output.status), "{about}: {output}");
        let now = fs::read_to_string(&path).expect("UTF-8");
        assert!(now.contains(EDIT) && now.contains("会议要求，要"), "{about}: {now}");
    }
}

/// While what goes along with it, which is large, is on its way.
#[test]
fn an_entry_edited_while_it_is_moved() {
    let job = Job::of("move");
    for saved in [true, false] {
        let project = job.workspace();
        let path = project.path(MOVED);
        let text = fs::read_to_string(&path).expect("UTF-8");
        let text = format!("{text}\n录像见 sources/录像.bin。\n");
        fs::write(&path, &text).expect("written");
        project.write("2018/029/sources/录像.bin", &vec![7; 64 << 20]);
        let edit = waiting(&project, &text);
        let child = start_heard(&project, job.args);
        let is_coming = || {
            let listed = fs::read_dir(project.path("2018/030/sources")).into_iter().flatten();
            listed.map(|entry| entry.expect("an entry")).any(|entry| is_unfinished(&entry.path()))
        };
        for _ in 0..100_000 {
            if is_coming() {
                break;
            }
            sleep(Duration::from_micros(100));
        }
        match saved {
            true => fs::rename(&edit, &path).expect("renamed"),
            false => fs::remove_file(&path).expect("removed"),
        }
        let output = child.wait_with_output().expect("ended");
        let said = String::from_utf8([output.stdout, output.stderr].concat()).expect("UTF-8");
        assert_eq!(output.status.code(), Some(2), "{said}");
        check_words(&said, "move");
        assert!(leftovers(&project).is_empty(), "{said}");
        let entries = || {
            let tree = Tree::of(&project);
            let with = |folder: &str| {
                let mut entries = tree.0.iter().filter(|(path, _)| path.starts_with(folder));
                entries.any(|(path, text)| {
                    path.ends_with(".md") && String::from_utf8_lossy(text).contains("录像.bin")
                })
            };
            [with("2018/029/"), with("2018/030/")]
        };
        assert_eq!(entries(), [saved, false], "{said}");
        if saved {
            assert!(said.contains("10-怀仁市.md」刚才被别的程序改动"), "{said}");
            let output = project.run_with(job.args);
            assert_eq!(output.status, 0, "{output}");
            assert_eq!(entries(), [false, true], "{output}");
            let now = fs::read_to_string(project.path("2018/030/10-怀仁市.md")).expect("UTF-8");
            assert!(now.contains(EDIT), "{now}");
        }
    }
}

/// Of a dispatch that is saved meanwhile, the entry and the original are of the same text.
#[test]
fn dispatches_saved_while_they_are_imported() {
    for name in ["import", "replace"] {
        let (job, mut chance) = (Job::of(name), Chance::new());
        for round in 0..ROUNDS {
            let project = job.workspace();
            let (status, said) = edited(&job, &project, &mut chance, "来稿", || {
                put_dispatches(&project, "第三次");
            });
            let about = format!("{name}, round {round}, {chance}: {status} {said}");
            assert!([0, 1].contains(&status), "{about}");
            check_originals(&Tree::of(&project), &about);
            let output = project.run(["import", "来稿", "--issue", "29", "--replace", "--yes"]);
            assert_eq!(output.status, 0, "{about}: {output}");
            let tree = Tree::of(&project);
            check_originals(&tree, &about);
            let entries = tree.0.iter().filter(|(path, _)| {
                path.starts_with("2018/029/")
                    && path.matches('/').count() == 2
                    && path.ends_with(".md")
            });
            let of_third =
                entries.filter(|(_, bytes)| String::from_utf8_lossy(bytes).contains("第三次"));
            assert_eq!(of_third.count(), 4, "{about}{}", tree.shown());
        }
    }
}

/// An issue that changes under the hands of the program is not written, or as it was before; what is
/// made of it afterwards is of the edit.
#[test]
fn entries_edited_while_they_are_set() {
    for name in ["build", "publish", "--yes", "reissue"] {
        let (job, mut chance) = (Job::of(name), Chance::new());
        for round in 0..ROUNDS {
            let project = job.workspace();
            let path = project.path("2024/003/10-a.md");
            let (status, said) = edited(&job, &project, &mut chance, "2024/003", || {
                let now = fs::read_to_string(&path).expect("UTF-8");
                // As long as before, so that a date alone tells of the change.
                fs::write(&path, now.replace("按月通报", "按季通报")).expect("written");
            });
            let about = format!("{name}, round {round}, {chance}: {status} {said}");
            assert!([0, 2].contains(&status), "{about}");
            assert!(status == 0 || said.contains("被改动"), "{about}");
            check_words(&said, &about);
            let edited = Project::copy_of(&project.path(""));
            fs::remove_dir_all(edited.path(".jianbao")).expect("removed");
            let again = ["publish", "--yes", "--all", "--reissue", "再改"];
            let args = if name == "build" { job.args } else { &again };
            let output = project.run_with(args);
            assert_eq!(output.status, 0, "{about}: {output}");
            check_register(&project, true, &about);
            // The same anew, with nothing remembered: what is issued says so of itself.
            let output = edited.run_with(args);
            assert_eq!(output.status, 0, "{about}: {output}");
            for number in 1..=4 {
                let made = project.pdf(&format!("2024-{number:03}.pdf"));
                let fresh = edited.pdf(&format!("2024-{number:03}.pdf"));
                assert!(made == fresh, "{about}: issue {number} is not of what is written");
            }
        }
    }
}
