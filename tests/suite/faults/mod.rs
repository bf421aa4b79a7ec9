//! Runs that are killed, disks that are full or read-only, files that may not be read, vanish or are
//! edited meanwhile, two runs at once: whatever happens, every file is the old one or the new one,
//! whole, the register and the cache agree with the disk, and the next run makes good the rest.
//!
//! [`jobs`] has the commands, [`tree`] what must hold after each; one file for each kind of fault.
#![expect(clippy::print_stdout, reason = "how many runs a fault met is told to who wants to know")]

mod at_once;
mod chance;
#[cfg(unix)]
mod denied;
mod disks;
mod jobs;
mod kills;
mod meanwhile;
pub mod tree;

use std::fs;
use std::thread::sleep;
use std::time::Duration;

use crate::shaking::{ISSUES, archive, check_whole, pdfs, start, undisturbed};

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
    let mut child = start(&project, &["build", "--all", "--jobs", "1"]);
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
