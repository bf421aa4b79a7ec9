//! What the program is made of: every dependency has its reason written down, and no code of ours
//! is `unsafe`.

use std::collections::BTreeMap;
use std::fs;

use crate::project::repository;
use crate::tidy::collect;

fn read(path: &str) -> String {
    fs::read_to_string(repository().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// The names in `Cargo.toml`, by whether they are for tests and benches only.
fn named(manifest: &str) -> BTreeMap<bool, Vec<String>> {
    let mut found: BTreeMap<bool, Vec<String>> = BTreeMap::new();
    let mut of_tests = None;
    for line in manifest.lines() {
        if let Some(section) = line.strip_prefix('[') {
            let section = section.trim_end_matches(']');
            of_tests = match section.rsplit('.').next() {
                Some("dependencies" | "build-dependencies") => Some(false),
                Some("dev-dependencies") => Some(true),
                _ => None,
            };
        } else if let (Some(of_tests), Some((name, _))) = (of_tests, line.split_once('='))
            && !line.starts_with(['#', ' '])
        {
            found.entry(of_tests).or_default().push(name.trim().to_owned());
        }
    }
    found
}

/// The crates of a table under a heading of `docs/dependencies.md`; each must say why.
fn listed(list: &str, heading: &str) -> Vec<String> {
    let (_, section) = list.split_once(heading).unwrap_or_else(|| panic!("no {heading}"));
    let section = section.split("\n## ").next().unwrap_or(section);
    let rows = section.lines().filter_map(|line| line.strip_prefix("| `"));
    rows.map(|row| {
        let (name, why) = row.split_once("` | ").unwrap_or_else(|| panic!("no reason in {row}"));
        assert!(why.trim_end_matches('|').trim().len() > 10, "why {name}?");
        name.to_owned()
    })
    .collect()
}

#[test]
fn every_dependency_is_listed_with_its_reason() {
    let named = named(&read("Cargo.toml"));
    let list = read("docs/dependencies.md");
    for (of_tests, heading) in
        [(false, "## In the program"), (true, "## For tests, benches and the example")]
    {
        let mut named = named[&of_tests].clone();
        named.sort_unstable();
        assert!(named.len() > 3, "{named:?}: the reading is broken");
        assert_eq!(listed(&list, heading), named, "{heading}");
    }
}

#[test]
fn no_code_of_ours_is_unsafe() {
    // `forbid` holds for every target of a package: tests, benches and examples too.
    let mut files = Vec::new();
    collect(repository(), &mut files);
    files.retain(|path| path.file_name().is_some_and(|name| name == "Cargo.toml"));
    assert!(files.contains(&repository().join("Cargo.toml")), "{files:?}");
    for path in files {
        let manifest = fs::read_to_string(&path).expect("read");
        let (_, lints) = manifest.split_once("[lints.rust]").unwrap_or_default();
        let lints = lints.split("\n[").next().unwrap_or(lints);
        assert!(lints.contains("unsafe_code = \"forbid\""), "{}", path.display());
    }
}
