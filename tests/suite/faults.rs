//! Runs that are killed, disks that are full or read-only, sources edited meanwhile: whatever
//! happens, what stands in the folder of PDFs is whole, and the next run makes good the rest.

use std::fs;
use std::thread::sleep;
use std::time::{Duration, Instant};

use crate::outside;
use crate::shaking::{
    ISSUES, KILLS, archive, check_whole, pdfs, set_copies, start, undisturbed, with_disks,
};

#[test]
fn killed_at_any_moment() {
    let project = archive();
    let mut made = Vec::new();
    let mut time = Duration::ZERO;
    for copies in [100, 200] {
        set_copies(&project, copies);
        let begun = Instant::now();
        made.push(undisturbed(&project));
        time = begun.elapsed();
    }
    assert_ne!(made[0], made[1]);
    if outside::have(&["qpdf"]) {
        for name in made[1].keys() {
            let pdf = project.path("undisturbed").join(name);
            outside::ask("qpdf", &["--check"], &pdf, &[]);
            assert_ne!(outside::ask("qpdf", &["--show-npages"], &pdf, &[]).trim(), "0");
        }
    }
    let mut killed = 0;
    for round in 0..KILLS {
        let (now, before) = match round % 2 {
            0 => (&made[0], &made[1]),
            _ => (&made[1], &made[0]),
        };
        set_copies(&project, if round % 2 == 0 { 100 } else { 200 });
        let mut child = start(&project, ["build", "--all"]);
        // Moments that fall all over the run, and nowhere twice.
        sleep(time.mul_f64(f64::from(round) * 0.618_034 % 1.0));
        child.kill().expect("killed");
        killed += u32::from(!child.wait().expect("waited for").success());
        check_whole(&pdfs(&project.path("out")), &[now, before]);
        let output = project.run(["build", "--all"]);
        assert_eq!(output.status, 0, "{output}");
        assert!(pdfs(&project.path("out")) == *now, "round {round}: {output}");
    }
    assert!(killed > KILLS / 2, "only {killed} of {KILLS} runs were still running when killed");
}

#[test]
fn edited_while_it_is_built() {
    let project = archive();
    let entry = |issue: &str| {
        let mut entries: Vec<_> = fs::read_dir(project.path(issue))
            .expect("an issue")
            .map(|entry| entry.expect("an entry").path())
            .filter(|path| path.extension().is_some_and(|extension| extension == "md"))
            .collect();
        entries.sort();
        entries.remove(0)
    };
    let edited = ["2018/003", "2018/008", "2018/012"].map(entry);
    let texts = edited.clone().map(|path| fs::read_to_string(path).expect("read"));
    let mut child = start(&project, ["build", "--all", "--jobs", "1"]);
    let mut edits = 0;
    let status = loop {
        for (path, text) in edited.iter().zip(&texts) {
            // As long as before, so that a date alone tells of the change.
            fs::write(path, format!("{text}\n第{:06}次修改。\n", edits)).expect("written");
        }
        edits += 1;
        if let Some(status) = child.try_wait().expect("waited for") {
            break status;
        }
        sleep(Duration::from_millis(3));
    };
    // An issue that changed under the hands of the program is none to write.
    assert!(matches!(status.code(), Some(0 | 2)), "{status}");
    let output = project.run(["build", "--all"]);
    assert_eq!(output.status, 0, "{output}");
    assert!(pdfs(&project.path("out")) == undisturbed(&project), "after {edits} edits: {output}");
}

#[test]
fn a_folder_where_a_pdf_should_be() {
    let project = archive();
    project.write("out/2018-005.pdf/keep.txt", b"x");
    let output = project.run(["build", "--all"]);
    assert_eq!(output.status, 2, "{output}");
    assert!(output.stdout.contains("第5期　无法完成：无法写入"), "{output}");
    assert!(project.path("out/2018-005.pdf/keep.txt").exists());
    fs::remove_dir_all(project.path("out/2018-005.pdf")).expect("removed");
    let made = undisturbed(&project);
    let there = pdfs(&project.path("out"));
    assert_eq!(there.len(), ISSUES - 1);
    check_whole(&there, &[&made]);
    // And a file where the folder of PDFs should be.
    let output = project.run(["build", "--all", "--out", "jianbao.yaml"]);
    assert_eq!(output.status, 2, "{output}");
}

#[test]
fn a_disk_that_fills_up() {
    let project = archive();
    let Some((status, said)) = with_disks(
        &project,
        "mount -t tmpfs -o size=1m tmpfs \"$D\"; $P -C \"$W\" build --all --out \"$D\"; \
         status=$?; cp \"$D\"/* \"$S\"; ls -A \"$D\" | grep -c '^[.]' ; exit $status",
    ) else {
        return;
    };
    assert_eq!(status, 2, "{said}");
    assert!(said.contains("磁盘已满"), "{said}");
    assert!(said.ends_with("\n0\n"), "unfinished files were left: {said}");
    let made = undisturbed(&project);
    let saved = pdfs(&project.path("saved"));
    assert!((1..ISSUES).contains(&saved.len()), "{said}");
    check_whole(&saved, &[&made]);
}

#[test]
fn a_folder_that_cannot_be_written() {
    let project = archive();
    let Some((status, said)) = with_disks(
        &project,
        "mount -t tmpfs tmpfs \"$D\"; mount -o remount,ro \"$D\"; \
         $P -C \"$W\" build --all --out \"$D\"",
    ) else {
        return;
    };
    assert_eq!(status, 2, "{said}");
    assert_eq!(said.matches("所在磁盘是只读的").count(), ISSUES, "{said}");
}

/// The cache is a convenience: a workspace that cannot be written to is built all the same.
#[test]
fn a_cache_that_cannot_be_written() {
    let project = archive();
    let Some((status, said)) = with_disks(
        &project,
        "mkdir \"$W/.jianbao\"; mount -t tmpfs -o ro tmpfs \"$W/.jianbao\"; \
         $P -C \"$W\" build --all --out \"$S\"",
    ) else {
        return;
    };
    assert_eq!(status, 0, "{said}");
    assert!(pdfs(&project.path("saved")) == undisturbed(&project), "{said}");
}
