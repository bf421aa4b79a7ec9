//! The made-up issues that archives are measured and shaken with are as real ones are.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::generate::make_archive;
use crate::project::Project;

/// Every file below a folder.
fn files(dir: &Path, found: &mut BTreeMap<String, Vec<u8>>, root: &Path) {
    for path in fs::read_dir(dir).expect("a folder").map(|entry| entry.expect("an entry").path()) {
        if path.is_dir() {
            files(&path, found, root);
        } else {
            let name = path.strip_prefix(root).expect("inside").to_string_lossy().into_owned();
            found.insert(name, fs::read(&path).expect("read"));
        }
    }
}

#[test]
fn they_have_real_lengths_and_nothing_to_mend() {
    let project = Project::new();
    make_archive(&project.path(""), 60, 3);
    let output = project.run(["build", "--all", "--format", "json"]);
    assert_eq!(output.status, 0, "{output}");
    let reports: Vec<Value> = serde_json::from_str(&output.stdout).expect("JSON");
    assert_eq!(reports.len(), 60);
    assert_eq!(
        (&reports[0]["issue"], &reports[59]["issue"]),
        (&"2017/1".into(), &"2018/60".into())
    );
    for report in &reports {
        let pages = report["pages"].as_u64().expect("pages");
        assert!((4..=6).contains(&pages), "{report:#}");
        assert_eq!(report["findings"].as_array().map(Vec::len), Some(0), "{report:#}");
    }
}

#[test]
fn they_follow_from_the_seed() {
    let made = [1, 1, 2].map(|seed| {
        let project = Project::new();
        make_archive(&project.path(""), 20, seed);
        let mut found = BTreeMap::new();
        files(&project.path(""), &mut found, &project.path(""));
        found
    });
    assert!(made[0] == made[1]);
    assert!(made[0] != made[2]);
    // No two entries, and no two pictures, are alike.
    let mut contents: Vec<&Vec<u8>> = made[0].values().collect();
    contents.sort();
    contents.dedup();
    assert_eq!(contents.len(), made[0].len());
}
