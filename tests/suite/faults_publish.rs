//! Issuing that is killed or runs out of disk: the register never names what is not on disk, and
//! the PDF in force is never lost.

use std::collections::BTreeMap;
use std::fs;
use std::thread::sleep;
use std::time::Instant;

use sha2::{Digest, Sha256};

use crate::generate::make_archive;
use crate::project::Project;
use crate::shaking::{KILLS, archive, pdfs, set_copies, start, with_disks};

const ISSUES: usize = 5;
/// Rounds in which nothing was issued before.
const FIRST: u32 = 5;

/// Of each issue, as `2018-001`, the digests of its editions in the order of the register, which
/// must count them 1, 2, 3. Read line by line, not by the program.
fn editions(project: &Project) -> BTreeMap<String, Vec<String>> {
    let mut found: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let ledger = fs::read_to_string(project.path("ledger.yaml")).unwrap_or_default();
    for entry in ledger.split("\n- 期号: ").skip(1) {
        let value = |key: &str| entry.lines().find_map(|line| line.trim().strip_prefix(key));
        let (year, number) =
            entry.lines().next().expect("a line").split_once('/').expect("year and number");
        let editions = found.entry(format!("{year}-{number:0>3}")).or_default();
        editions.push(value("sha256: ").expect("a digest").to_owned());
        // The first goes without saying.
        assert_eq!(value("版次: ").unwrap_or("1"), editions.len().to_string(), "{entry}");
    }
    found
}

fn digests(project: &Project) -> BTreeMap<String, String> {
    let sha256 = |bytes: &[u8]| Sha256::digest(bytes).iter().map(|b| format!("{b:02x}")).collect();
    pdfs(&project.path("out")).iter().map(|(name, bytes)| (name.clone(), sha256(bytes))).collect()
}

/// Every edition in the register must be on disk: those before under their own names, the one in
/// force in its place, or put by where a run ended before it entered its successor.
#[track_caller]
fn check_on_disk(project: &Project, ended: bool) {
    let there = digests(project);
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
            assert!(fine, "edition {} of {stem} is not on disk: {there:#?}", index + 1);
        }
    }
}

/// The register is gone, and nothing tells that there was one.
fn forget(project: &Project) {
    for file in ["ledger.yaml", ".jianbao/issued"] {
        let _ = fs::remove_file(project.path(file));
    }
}

#[test]
fn killed_while_issuing() {
    let project = Project::new();
    make_archive(&project.path(""), ISSUES, 7);
    let begun = Instant::now();
    assert_eq!(project.run(["publish", "--all"]).status, 0);
    let time = begun.elapsed();
    forget(&project);
    fs::remove_dir_all(project.path("out")).expect("removed");
    let mut killed = 0;
    for round in 0..KILLS {
        // The first rounds issue for the first time, the others once more; some with the sources.
        if round < FIRST {
            forget(&project);
            let _ = fs::remove_dir_all(project.path("out"));
        }
        set_copies(&project, 100 + round);
        let again = ["publish", "--all", "--reissue", "更正", "--attach"];
        let with_sources = round % 3 == 2;
        let mut child = match with_sources {
            true => start(&project, again),
            false => start(&project, ["publish", "--all", "--reissue", "更正"]),
        };
        // Moments that fall all over the run, and nowhere twice.
        sleep(time.mul_f64(f64::from(round) * 0.618_034 % 1.0));
        child.kill().expect("killed");
        killed += u32::from(!child.wait().expect("waited for").success());
        check_on_disk(&project, false);
        let seen: Vec<_> = digests(&project).into_values().collect();
        // Pictures of what differs go elsewhere: only PDFs are looked for in the folder.
        let verified = project.run(["verify", "--all", "--report", "report"]);
        assert!([0, 1].contains(&verified.status), "{verified}");
        assert!(!verified.stdout.contains("ledger.yaml:"), "{verified}");

        let output = match with_sources {
            true => project.run(again),
            false => project.run(["publish", "--all", "--reissue", "更正"]),
        };
        assert_eq!(output.status, 0, "round {round}: {output}");
        check_on_disk(&project, true);
        let editions = editions(&project);
        assert_eq!(editions.len(), ISSUES, "{output}");
        let count = if round < FIRST { 1 } else { (round - FIRST + 2) as usize };
        assert!(editions.values().all(|all| all.len() == count), "round {round}: {output}");
        // What stood there when the run was killed was whole: it is some edition.
        for sha256 in seen {
            assert!(editions.values().flatten().any(|edition| *edition == sha256), "{round}");
        }
        let verified = project.run(["verify", "--all"]);
        let all_same = format!("核对 {ISSUES} 期：一致 {ISSUES} 期\n");
        assert!(verified.stdout.ends_with(&all_same), "round {round}: {verified}");
    }
    assert!(killed > KILLS / 2, "only {killed} of {KILLS} runs were still running when killed");
}

/// What a script about disks begins with: a workspace on a disk of its own, issued once, then
/// changed. `sums` prints what must stay as it is.
const CHANGED: &str = "
    set -e; mount -t tmpfs -o size=40m tmpfs \"$D\"; mkdir \"$D/w\"
    cp -r \"$W\"/jianbao.yaml \"$W\"/2018 \"$D/w\"; cd \"$D/w\"; $P publish --all >/dev/null
    sed -i 's/copies: .*/copies: 77/' jianbao.yaml; set +e
    sums() { sha256sum ledger.yaml out/*.pdf | grep -v 第; }; sums > \"$S/before\"
    unfinished() { find . -name '.jianbao-*' | wc -l; }
    full() { dd if=/dev/zero of=\"$D/fill\" 2>/dev/null; }
";

/// Runs `publish --reissue` under these conditions; what was issued must stay as it was.
fn stays(project: &Project, conditions: &str, words: &str) {
    let script = format!(
        "{CHANGED} {conditions}
         $P publish --all --reissue 更正; echo \"status $?\"; sums > \"$S/after\"
         cmp \"$S/before\" \"$S/after\" && echo untouched; echo \"unfinished $(unfinished)\"
         $P verify --all | tail -1"
    );
    let Some((_, said)) = with_disks(project, &script) else { return };
    assert!(said.contains("status 2\n"), "{said}");
    assert!(said.contains(words), "{said}");
    assert!(said.contains("untouched\nunfinished 0\n"), "{said}");
    // The settings were changed since; what is kept is whole all the same.
    assert!(
        said.contains("核对") && !said.contains("不见了") && !said.contains("被改过"),
        "{said}"
    );
}

fn few() -> Project {
    let project = Project::new();
    make_archive(&project.path(""), ISSUES, 7);
    project
}

#[test]
fn issuing_on_a_full_disk() {
    stays(&few(), "full;", "磁盘已满");
}

#[test]
fn issuing_on_a_disk_that_has_room_for_no_second_copy() {
    // Room to put the old PDF by, not for the new one beside it.
    let room = "head -c $(stat -c %s out/2018-001.pdf) /dev/zero > room; full; rm room;";
    stays(&few(), room, "磁盘已满");
}

#[test]
fn issuing_into_a_folder_that_is_read_only() {
    stays(&few(), "mount --bind out out; mount -o remount,bind,ro out;", "磁盘是只读的");
}

#[test]
fn issuing_in_a_workspace_that_is_read_only() {
    stays(&few(), "mount --bind . .; cd .; cd \"$D/w\"; mount -o remount,bind,ro .;", "只读");
}

/// The PDF can be written and its entry cannot: the one before is put back.
#[test]
fn a_register_that_cannot_be_written() {
    stays(&few(), "mount --bind ledger.yaml ledger.yaml;", "ledger.yaml");
}

#[test]
fn a_first_edition_on_a_disk_that_fills_up() {
    let project = archive();
    let Some((status, said)) = with_disks(
        &project,
        "mkdir \"$W/out\"; mount -t tmpfs -o size=1m tmpfs \"$W/out\"; $P -C \"$W\" publish --all; \
         status=$?; cp \"$W\"/out/* \"$S\"; exit $status",
    ) else {
        return;
    };
    assert_eq!(status, 2, "{said}");
    assert!(said.contains("磁盘已满"), "{said}");
    fs::remove_dir_all(project.path("out")).expect("removed");
    fs::rename(project.path("saved"), project.path("out")).expect("moved");
    let entered = editions(&project).len();
    assert!((1..crate::shaking::ISSUES).contains(&entered), "{said}");
    check_on_disk(&project, true);
    let output = project.run(["publish", "--all"]);
    assert_eq!(output.status, 0, "{output}");
    check_on_disk(&project, true);
}

#[test]
fn a_number_on_a_disk_that_cannot_be_written() {
    let project = few();
    for conditions in ["full;", "mount --bind . .; cd \"$D/w\"; mount -o remount,bind,ro .;"] {
        let script = format!(
            "{CHANGED} {conditions} find . | sort > \"$S/before\"
             $P new --date 2018-12-30; echo \"status $?\"; find . | sort > \"$S/after\"
             cmp \"$S/before\" \"$S/after\" && echo untouched"
        );
        let Some((_, said)) = with_disks(&project, &script) else { return };
        assert!(said.contains("status 2\nuntouched\n"), "{said}");
    }
}
