//! Each command killed at random moments all over its run.

use std::thread::sleep;
use std::time::Duration;

use crate::faults::chance::Chance;
use crate::faults::jobs::Job;
use crate::faults::tree::{Tree, check_register, leftovers};
use crate::shaking::start;

/// How often each is killed.
const KILLS: usize = 100;

/// Kills the commands in turn until `KILLS` were killed before they had ended.
#[track_caller]
fn killed(names: &[&str]) {
    let mut chance = Chance::new();
    let jobs: Vec<Job> = names.iter().map(|name| Job::of(name)).collect();
    let (mut round, mut killed, mut unfinished) = (0, 0, 0);
    while killed < KILLS {
        let job = &jobs[round % jobs.len()];
        let project = job.workspace();
        let moment = job.time.mul_f64(chance.share());
        let mut child = start(&project, job.args);
        sleep(moment);
        child.kill().expect("killed");
        killed += usize::from(child.wait().expect("waited for").code().is_none());
        let about = format!("round {round}, killed after {moment:?}, {chance}");
        unfinished += usize::from(!job.check(&project, &about).is_empty());
        round += 1;
        assert!(round < 4 * KILLS, "only {killed} of {round} were still running when killed");
    }
    println!("{names:?}: {killed} of {round} killed, {unfinished} while writing a file; {chance}");
}

#[test]
fn killed_while_taking_a_number() {
    killed(&["new"]);
}

#[test]
fn killed_while_building() {
    killed(&["build"]);
}

#[test]
fn killed_while_issuing() {
    killed(&["publish", "--yes", "reissue"]);
}

#[test]
fn killed_while_taking_an_issue_back() {
    killed(&["withdraw"]);
}

#[test]
fn killed_while_making_the_register_anew() {
    killed(&["rebuild"]);
}

#[test]
fn killed_while_making_a_workspace() {
    killed(&["init"]);
}

#[test]
fn killed_while_importing() {
    killed(&["import", "replace", "again"]);
}

/// What it had not come to is imported by whoever imports the folder: nothing of it is taken for what
/// somebody took out.
#[test]
fn killed_while_watching() {
    let (job, mut chance) = (Job::of("import"), Chance::new());
    for round in 0..KILLS / 12 {
        let project = job.workspace();
        let args = ["import", "--watch", "来稿", "--issue", "29"];
        let mut child = start(&project, &args);
        // Files are taken after two quiet looks, one second each.
        let moment = Duration::from_millis(1900) + job.time.mul_f64(2.0 * chance.share());
        sleep(moment);
        child.kill().expect("killed");
        child.wait().expect("waited for");
        job.check(&project, &format!("round {round}, killed after {moment:?}, {chance}"));
    }
}

#[test]
fn killed_while_mending() {
    killed(&["fix"]);
}

#[test]
fn killed_while_moving_an_entry() {
    killed(&["move"]);
}

#[test]
fn killed_while_holding_entries() {
    killed(&["hold", "release"]);
}

/// All entries have their new names or none has, as far as anybody who asks the program can tell.
#[test]
fn killed_while_arranging_entries() {
    killed(&["order"]);
    let (job, mut chance) = (Job::of("order"), Chance::new());
    for round in 0..KILLS / 4 {
        let project = job.workspace();
        let mut child = start(&project, job.args);
        sleep(job.time.mul_f64(chance.share()));
        child.kill().expect("killed");
        child.wait().expect("waited for");
        // Whoever looks completes it.
        let listed = project.run(["list", "--entries", "--format", "json"]);
        let now = Tree::of(&project);
        let whole = [&job.old, &job.new].iter().any(|tree| now == **tree);
        assert!(whole, "round {round}, {chance}: {}\n{listed}", now.shown());
    }
}

/// Between the PDF of a new edition and its entry: whoever does not know of it is told where the one
/// in force is, and the next run makes it good.
#[test]
fn killed_between_a_pdf_and_its_entry() {
    let job = Job::of("reissue");
    let project = job.workspace();
    let pdf = "out/2024-002.pdf";
    project.write("out/2024-002-第1版.pdf", &job.old.0[pdf]);
    project.write(pdf, &job.new.0[pdf]);
    let output = project.run(["publish", "--yes", "2"]);
    assert_eq!(output.status, 1, "{output}");
    assert!(output.stdout.contains("上次重新印发没有做完"), "{output}");
    assert!(output.stdout.contains("它在「out/2024-002-第1版.pdf」"), "{output}");
    job.check(&project, "between");
}

/// With their sources in them, PDFs tell when they were made: no two are equal.
#[test]
fn killed_while_issuing_with_sources() {
    let (job, mut chance) = (Job::of("reissue"), Chance::new());
    let args = ["publish", "--yes", "--all", "--reissue", "更正", "--attach"];
    for round in 0..KILLS / 4 {
        let project = job.workspace();
        let mut child = start(&project, &args);
        // It sets every issue twice.
        sleep(job.time.mul_f64(2.0 * chance.share()));
        child.kill().expect("killed");
        child.wait().expect("waited for");
        let about = format!("round {round}, {chance}");
        check_register(&project, false, &about);
        let _ = leftovers(&project);
        let output = project.run(args);
        assert!([0, 1].contains(&output.status), "{about}: {output}");
        check_register(&project, true, &about);
        let verified = project.run(["verify", "--all"]);
        assert!(verified.stdout.contains("一致 4 期"), "{about}: {verified}");
    }
}
