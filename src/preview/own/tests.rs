//! The page's own files: all there, and fit to be written one after the other.

use std::fs;
use std::path::Path;

use super::*;

/// The names that a line of a module declares for the whole module.
fn declared(line: &str) -> Option<&str> {
    let line = line.strip_prefix("export ").unwrap_or(line);
    let words = ["async function ", "function ", "class ", "const ", "let ", "var "];
    let rest = words.iter().find_map(|word| line.strip_prefix(word))?;
    let end = rest.find(|c: char| !c.is_alphanumeric() && c != '_' && c != '$');
    Some(&rest[..end.unwrap_or(rest.len())]).filter(|name| !name.is_empty())
}

#[test]
fn the_modules_can_be_written_one_after_the_other() {
    let mut names: Vec<&str> = Vec::new();
    let mut before: Vec<&str> = Vec::new();
    for module in MODULES {
        for line in module.text.lines() {
            if let Some(import) = line.strip_prefix("import ") {
                assert!(import.starts_with("{ ") && import.ends_with("\";"), "{line}");
                assert!(!import.contains(" as "), "{line}");
                let from = import.split("\"./").nth(1).expect("a module").trim_end_matches("\";");
                assert!(before.contains(&from), "{}: {from} comes later", module.name);
            }
            assert!(!line.starts_with("export {") && !line.starts_with("export default"), "{line}");
            if let Some(name) = declared(line) {
                assert!(!names.contains(&name), "{}: {name} is declared twice", module.name);
                names.push(name);
            }
        }
        before.push(module.name);
    }
    assert!(names.contains(&"start_issue") && names.contains(&"start_archive"), "{names:?}");
    assert!(!bundle().lines().any(|line| line.starts_with("import ")));
}

#[test]
fn every_file_of_the_page_is_in_the_program() {
    let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/preview/page");
    for entry in fs::read_dir(dir).expect("a folder") {
        let name = entry.expect("an entry").file_name().to_string_lossy().into_owned();
        let known = MODULES.iter().chain(FILES).chain(WORK).any(|own| own.name == name);
        assert!(
            known || ["issue.html", "archive.html", "start.html"].contains(&&*name),
            "{name} is not served"
        );
    }
}

#[test]
fn nothing_of_an_author_becomes_part_of_a_page() {
    let banned =
        ["innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "\"style\""];
    // Other people's work puts in no text of an author's.
    let own = |module: &&Own| module.name != "codemirror.js";
    for module in MODULES.iter().chain(WORK).filter(own) {
        for word in banned {
            assert!(!module.text.contains(word), "{}: {word}", module.name);
        }
    }
    let page = Config::folder(None).issue_page("\"><script>{{own}}", "2018-028", false);
    assert!(page.contains("<title>&quot;&gt;&lt;script&gt;{{own}}</title>"), "{page}");
}
