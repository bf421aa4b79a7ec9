//! Disks that fill up or are read-only, and files that may only become so long, under each command.

use std::fs;
use std::process::Command;

use crate::faults::jobs::{ALL, Job};
use crate::faults::tree::{Tree, check_originals, check_register, check_words, leftovers};
use crate::project::Project;
use crate::shaking::with_disks;

/// Rooms left on the disk, as parts of what the command writes; the last one is ample.
const ROOMS: u64 = 8;

/// Those that cannot do without the program's own folder.
const NEEDS: [&str; 6] = ["new", "publish", "--yes", "reissue", "withdraw", "rebuild", "init"];

/// What a run in a disk of its own came to: `status`, `said` and the workspace afterwards.
struct Ran {
    status: i32,
    said: String,
    project: Project,
}

/// Runs the command once for each line `NAME COMMANDS` of conditions; the commands see the workspace
/// as `$D/w`, and `after` undoes them. `None` where disks cannot be mounted.
fn under(job: &Job, conditions: &[(String, String, String)]) -> Option<Vec<Ran>> {
    let args: Vec<String> = job.args.iter().map(|arg| format!("'{arg}'")).collect();
    let mut script = String::from("set -e\n");
    for (name, before, after) in conditions {
        script.push_str(&format!(
            "mount -t tmpfs -o size=64m tmpfs \"$D\"; mkdir \"$D/w\"; cp -a \"$W/before\"/. \"$D/w\"
             cd \"$D/w\"; {before}; cd \"$D/w\"
             set +e; $P {} >\"$S/{name}.said\" 2>&1; echo $? >\"$S/{name}.status\"; set -e
             cd /; {after}; cp -a \"$D/w\" \"$S/{name}\"; umount \"$D\"\n",
            args.join(" ")
        ));
    }
    let holder = Project::new();
    fs::rename(job.workspace().path(""), holder.path("before")).expect("moved");
    let (status, said) = with_disks(&holder, &script)?;
    assert_eq!(status, 0, "{}: {said}", job.name);
    let ran = |(name, _, _): &(String, String, String)| {
        let read = |ending: &str| {
            fs::read_to_string(holder.path(&format!("saved/{name}.{ending}"))).expect("read")
        };
        let status = read("status").trim().parse().expect("a number");
        let project = Project::copy_of(&holder.path(&format!("saved/{name}")));
        Ran { status, said: read("said"), project }
    };
    Some(conditions.iter().map(ran).collect())
}

/// A run that ended by itself leaves nothing unfinished, and says what is wrong.
#[track_caller]
fn check_ended(job: &Job, ran: &Ran, word: &str, about: &str) {
    let about = &format!("{} {about}", job.name);
    let Ran { status, said, project } = ran;
    let now = Tree::of(project);
    job.check_whole(&now, &[], &format!("{about}: {said}"));
    check_register(project, true, about);
    check_originals(&now, about);
    let left = leftovers(project);
    assert!(left.is_empty(), "{about}: left behind: {left:?}");
    assert!(*status == 2 || job.fine().contains(status), "{about}: {status} {said}");
    if *status == 2 {
        assert!(said.contains(word) && said.contains('「'), "{about}: {said}");
        check_words(said, about);
    }
    job.complete(project, about);
}

#[test]
fn a_disk_that_fills_up() {
    for name in ALL {
        let job = Job::of(name);
        let size = |tree: &Tree| {
            tree.0.values().map(|bytes| (bytes.len() as u64).next_multiple_of(4096)).sum::<u64>()
        };
        let written = size(&job.new).max(size(&job.old) + 16384) - size(&job.old);
        let conditions: Vec<_> = (0..=ROOMS)
            .map(|part| {
                // What comes again waits beside what is there already.
                let ample = written * 4 + size(&job.old);
                let room = if part == ROOMS { ample } else { written * part / ROOMS };
                let fill = format!(
                    "room=$(df --output=avail -B1 . | tail -1)
                     head -c $((room - {room})) /dev/zero > \"$D/fill\""
                );
                (format!("room-{part}"), fill, "rm \"$D/fill\"".to_owned())
            })
            .collect();
        let Some(all) = under(&job, &conditions) else { return };
        let mut failed = 0;
        for (ran, (about, _, _)) in all.iter().zip(&conditions) {
            check_ended(&job, ran, "磁盘已满", about);
            failed += usize::from(ran.status == 2);
        }
        assert_eq!(all[0].status, 2, "{name}: {}", all[0].said);
        assert_ne!(all[ROOMS as usize].status, 2, "{name}: {}", all[ROOMS as usize].said);
        println!("{name}: {failed} of {} runs out of room", all.len());
    }
}

#[test]
fn folders_that_are_read_only() {
    for name in ALL {
        let job = Job::of(name);
        let mut folders = vec![".", ".jianbao"];
        folders.extend(match name {
            "new" => &["2024"][..],
            "build" | "publish" | "reissue" | "withdraw" => &["out"],
            "rebuild" => &[],
            "init" => &["2024"],
            "fix" | "hold" | "release" => &["2024/002"],
            "move" => &["2018/029", "2018/030"],
            _ => &["2018/029"],
        });
        let conditions: Vec<_> = folders
            .iter()
            .enumerate()
            .map(|(index, folder)| {
                let mount = format!(
                    "mkdir -p {folder}; mount --bind {folder} {folder}; cd \"$D\"
                     mount -o remount,bind,ro w/{folder}; cd /"
                );
                let undo = format!("umount \"$D/w/{folder}\"");
                (format!("read-only-{index}"), mount, undo)
            })
            .collect();
        let Some(all) = under(&job, &conditions) else { return };
        for (ran, folder) in all.iter().zip(&folders) {
            check_ended(&job, ran, "只读", &format!("{folder} read-only"));
            // What the program keeps for itself is a convenience, except to those that hold the register.
            let fails = *folder != ".jianbao" || NEEDS.contains(&name);
            assert_eq!(ran.status == 2, fails, "{name} {folder}: {}", ran.said);
        }
        assert!(Tree::of(&job.before) == job.old, "{name}");
    }
}

/// The register alone cannot be replaced: the PDF that was in force is put back.
#[test]
fn a_register_that_cannot_be_written() {
    let job = Job::of("reissue");
    let bind = "mount --bind ledger.yaml ledger.yaml".to_owned();
    let undo = "umount \"$D/w/ledger.yaml\"".to_owned();
    let conditions = [("register".to_owned(), bind, undo)];
    let Some(all) = under(&job, &conditions) else { return };
    assert_eq!(all[0].status, 2, "{}", all[0].said);
    let now = Tree::of(&all[0].project);
    for path in job.old.0.keys() {
        assert!(now.0.get(path) == job.old.0.get(path), "{path}: {}", all[0].said);
    }
    check_ended(&job, &all[0], "ledger.yaml", "register");
}

/// Originals may lie on a disk of their own, to which nothing can be moved in one step.
#[test]
fn originals_on_another_disk() {
    let job = Job::of("import");
    let sources = "2018/029/sources";
    let mount = format!("mkdir -p {sources}; mount -t tmpfs tmpfs {sources}");
    let undo = format!(
        "cp -a \"$D/w/{sources}\" \"$D/kept\"; umount \"$D/w/{sources}\"
         cp -a \"$D/kept\"/. \"$D/w/{sources}\""
    );
    let Some(all) = under(&job, &[("disk".to_owned(), mount, undo)]) else { return };
    assert_eq!(all[0].status, 0, "{}", all[0].said);
    check_ended(&job, &all[0], "", "another disk");
    let now = Tree::of(&all[0].project);
    assert!(now.0.keys().any(|path| path.starts_with(sources)), "{}", all[0].said);
}

/// Files may only become so long: the one half of the runs is ended by the signal that the system
/// sends then, the other is told.
#[test]
fn files_that_may_only_become_so_long() {
    let blocks = |tree: &Tree| tree.0.values().map(|bytes| bytes.len() / 512).max().unwrap_or(0);
    for name in ALL {
        let job = Job::of(name);
        let longest = blocks(&job.new) + 2;
        for (round, limit) in [0, 1, longest / 16, longest / 4, longest * 2 / 3, longest * 4]
            .into_iter()
            .flat_map(|limit| [(0, limit), (1, limit)])
        {
            let project = job.workspace();
            let trap = if round == 1 { "trap '' XFSZ;" } else { "" };
            let output = Command::new("sh")
                .arg("-c")
                .arg(format!("{trap} ulimit -c 0; ulimit -f {limit}; exec \"$0\" \"$@\""))
                .arg(env!("CARGO_BIN_EXE_jianbao"))
                .args(job.args)
                .env("NO_COLOR", "1")
                .current_dir(project.path(""))
                .output()
                .expect("runs");
            let said = [output.stdout, output.stderr].concat();
            let said = String::from_utf8(said).expect("UTF-8");
            let about = format!("{limit} blocks: {said}");
            match output.status.code() {
                None => {
                    let _ = job.check(&project, &about);
                }
                Some(status) => {
                    check_ended(&job, &Ran { status, said, project }, "文件太大", &about);
                }
            }
        }
    }
}
