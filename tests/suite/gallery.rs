//! Every sample workspace: built, measured, and the same bytes as last time.
//!
//! The hashes are those of PDFs made on 64-bit Linux; a change of the page changes them. Look at the
//! pages (`cargo run --release --example gallery`) and renew the list with
//! `GALLERY=renew cargo test --release gallery`.

use std::fmt::Write;
use std::fs;

use sha2::{Digest, Sha256};

use crate::project::{Project, repository};

/// The samples whose issues are without errors.
const SAMPLES: [&str; 7] =
    ["distribution", "full", "grid", "jiyao", "joint", "kinds", "vocabulary"];

#[test]
fn every_sample_is_built_and_measured() {
    let mut list = String::new();
    for sample in SAMPLES {
        let project = Project::sample(sample);
        let output = project.run(["build", "--all", "--format", "json"]);
        assert_eq!(output.status, 0, "{sample}: {output}");
        let reports: serde_json::Value = serde_json::from_str(&output.stdout).expect("JSON");
        for report in reports.as_array().expect("a list") {
            let issue = report["issue"].as_str().expect("an issue");
            let path = report["path"].as_str().expect("a path");
            let hash = Sha256::digest(fs::read(path).expect("a PDF"));
            let hash = hash.iter().fold(String::new(), |hex, byte| hex + &format!("{byte:02x}"));
            let _ = writeln!(list, "{hash}  {sample} {issue} {} pages", report["pages"]);
            let measured = project.run(["measure", issue]);
            assert_eq!(measured.status, 0, "{sample}: {measured}");
            assert!(measured.stdout.contains("全部合格"), "{sample}: {measured}");
        }
    }
    let golden = repository().join("tests/data/gallery.txt");
    if std::env::var_os("GALLERY").is_some() {
        fs::write(&golden, &list).expect("written");
    }
    assert_eq!(list, fs::read_to_string(golden).expect("the list"), "renew it as the module says");
}

#[test]
fn the_pages_of_one_profile_do_not_fit_another() {
    let project = Project::sample("grid");
    let fit = project.run(["measure", "12"]);
    assert_eq!(fit.status, 0, "{fit}");
    let misfit = project.run(["measure", "12", "--profile", "gb9704"]);
    assert_eq!(misfit.status, 1, "{misfit}");
    assert!(misfit.stdout.contains("不合格"), "{misfit}");
}
