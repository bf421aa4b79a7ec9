//! The architecture, held by reading the source: documented modules, short files, engines, arrows.

use std::fs;
use std::path::{Path, PathBuf};

use crate::project::repository;

const MOST_LINES: usize = 600;

/// A file of the repository: its path from the root, with `/`, and its text.
pub struct File {
    pub path: String,
    pub text: String,
}

pub fn rust_files(dir: &str) -> Vec<File> {
    let mut files = Vec::new();
    collect(&repository().join(dir), &mut files);
    let files: Vec<File> = files
        .into_iter()
        .filter(|path| path.extension().is_some_and(|extension| extension == "rs"))
        .map(|path| File { path: shown(&path), text: fs::read_to_string(&path).expect("UTF-8") })
        .collect();
    assert!(!files.is_empty(), "no Rust in {dir}");
    files
}

pub fn shown(path: &Path) -> String {
    let path = path.strip_prefix(repository()).expect("in the repository");
    path.to_string_lossy().replace('\\', "/")
}

/// Every file under a folder, without what builds leave behind.
pub fn collect(dir: &Path, found: &mut Vec<PathBuf>) {
    let mut entries: Vec<PathBuf> = fs::read_dir(dir)
        .unwrap_or_else(|error| panic!("{}: {error}", dir.display()))
        .map(|entry| entry.expect("an entry").path())
        .collect();
    entries.sort();
    for path in entries {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if path.is_dir() {
            if !["target", "out", "node_modules"].contains(&name.as_str()) && !name.starts_with('.')
            {
                collect(&path, found);
            }
        } else if name != ".git" {
            // In a second working tree it is a file, which says where the first one is.
            found.push(path);
        }
    }
}

/// The module a file belongs to: `src/read/yaml/mod.rs` → `read`.
fn module(path: &str) -> &str {
    let rest = path.strip_prefix("src/").unwrap_or(path);
    rest.split('/').next().map_or(rest, |first| first.strip_suffix(".rs").unwrap_or(first))
}

/// Code without comments and without what stands in strings, line by line, up to its tests.
pub fn code(text: &str) -> impl Iterator<Item = (usize, String)> {
    let text = text.split("#[cfg(test)]\nmod tests {").next().unwrap_or(text);
    text.lines().enumerate().map(|(index, line)| {
        let mut shown = String::new();
        let mut inside = false;
        let mut before = ' ';
        for c in line.split("//").next().unwrap_or_default().chars() {
            inside ^= c == '"' && before != '\\' && before != '\'';
            if !inside {
                shown.push(c);
            }
            before = c;
        }
        (index + 1, shown)
    })
}

/// Whether a line names a crate or module at the head of a path, such as `typst::`.
fn names(line: &str, name: &str) -> bool {
    line.match_indices(name).any(|(at, _)| {
        let (before, after) = (&line[..at], &line[at + name.len()..]);
        let part = |c: char| c.is_alphanumeric() || c == '_';
        let head = !before.ends_with(part) && !before.ends_with("::") && !before.ends_with("r#");
        head && (after.starts_with("::") || (after.starts_with(';') && before.contains("use ")))
    })
}

#[test]
fn every_module_opens_with_its_purpose() {
    for file in ["src", "tests", "benches"]
        .iter()
        .filter(|dir| repository().join(dir).is_dir())
        .flat_map(|dir| rust_files(dir))
    {
        assert!(file.text.starts_with("//! "), "{} does not open with //!", file.path);
    }
}

#[test]
fn no_file_is_longer_than_a_reader_bears() {
    for file in rust_files("src").into_iter().chain(rust_files("tests")) {
        let lines = file.text.lines().count();
        assert!(lines <= MOST_LINES, "{} has {lines} lines", file.path);
    }
    for file in rust_files("tests") {
        let lines = file.text.lines().count();
        assert!(lines < 400, "{} has {lines} lines", file.path);
    }
}

#[test]
fn each_engine_is_named_in_one_module() {
    let engines = [
        ("typst", "typeset"),
        ("typst_layout", "typeset"),
        ("typst_pdf", "typeset"),
        ("comemo", "typeset"),
        ("tera", "compose"),
        // Templates there, profiles here.
        ("include_dir", "compose read"),
        // The text of briefings there, the manual here.
        ("pulldown_cmark", "guide markdown"),
        ("serde_yaml", "read"),
        ("encoding_rs", "read"),
        ("hayro", "pdf"),
        ("flate2", "pdf"),
        ("similar", "pdf merge"),
        ("clap", "cli"),
        ("clap_complete", "cli"),
        ("clap_mangen", "cli"),
        ("anstream", "cli"),
        ("annotate_snippets", "cli"),
        ("csv", "cli"),
        ("sha2", "workspace"),
        ("rayon", "issue batch"),
        ("ttf_parser", "typeset"),
        ("indicatif", "cli"),
        ("ctrlc", "cli"),
        ("typst_svg", "typeset"),
        ("typst_render", "typeset"),
        ("resvg", "typeset"),
        ("subsetter", "export"),
        ("usvg", "typeset"),
        // In drawings there, in pages here.
        ("base64", "import typeset workbench"),
        ("aho_corasick", "check"),
        ("axum", "preview"),
        ("hyper", "preview"),
        ("hyper_util", "preview"),
        ("tokio", "preview"),
        // Limits of the system, of a server and of a process that draws.
        ("rustix", "archive preview"),
        ("futures_util", "preview"),
        ("notify", "preview"),
        ("getrandom", "preview"),
        ("percent_encoding", "preview"),
        ("zip", "import export"),
        ("quick_xml", "import"),
        ("scraper", "import"),
        ("ego_tree", "import"),
    ];
    let mut wrong = Vec::new();
    // A unit test may ask an engine of another module whether it understands what is made for it.
    for file in rust_files("src").into_iter().filter(|file| !file.path.contains("/tests")) {
        for (number, line) in code(&file.text) {
            for (engine, home) in engines {
                let at_home = home.split(' ').any(|home| home == module(&file.path));
                if names(&line, engine) && !at_home {
                    wrong.push(format!("{}:{number}: {engine} belongs to src/{home}", file.path));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Who may use whom.
const ARROWS: &[(&str, &str)] = &[
    ("diagnostic", ""),
    ("dictionary", ""),
    ("guide", ""),
    ("error", ""),
    ("model", "diagnostic markdown"),
    ("workspace", "diagnostic error model"),
    ("read", "diagnostic error model workspace"),
    ("archive", "diagnostic error model workspace read pdf"),
    ("markdown", "diagnostic"),
    ("check", "diagnostic dictionary model markdown"),
    ("import", "diagnostic error model workspace read markdown archive check"),
    ("compose", "diagnostic dictionary error model workspace read markdown"),
    ("measure", "diagnostic model"),
    ("pdf", ""),
    ("typeset", "diagnostic error model workspace compose measure"),
    ("export", "diagnostic model workspace markdown compose typeset"),
    ("merge", "diagnostic model read markdown compose import export"),
    ("issue", "diagnostic error model workspace read archive check compose measure typeset export"),
    ("batch", "diagnostic error model workspace read archive compose typeset export issue"),
    ("publish", "diagnostic error model workspace read archive pdf export issue batch"),
    ("search", "diagnostic error model workspace read archive check issue batch"),
    ("workbench", "diagnostic error model workspace read archive import export batch publish"),
    (
        "preview",
        "diagnostic guide error model workspace read archive measure typeset pdf export issue \
         batch workbench",
    ),
    (
        "cli",
        "diagnostic error model workspace read archive check compose measure typeset pdf \
         export issue batch publish search preview import guide merge",
    ),
    ("main", "cli"),
    ("testing", "*"),
    ("lib", "*"),
];

/// The modules that a line of code names after `crate::`, groups included.
fn used(line: &str) -> Vec<String> {
    let mut found = Vec::new();
    for (at, _) in line.match_indices("crate::") {
        let rest = &line[at + "crate::".len()..];
        let group = rest.strip_prefix('{').map(|rest| rest.split('}').next().unwrap_or(rest));
        for part in group.map_or(vec![rest], |group| group.split(',').collect()) {
            let name: String =
                part.trim().chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
            found.push(name);
        }
    }
    found
}

#[test]
fn modules_know_only_those_before_them() {
    let mut wrong = Vec::new();
    let mut seen = 0;
    for file in rust_files("src") {
        let from = module(&file.path);
        let Some((_, allowed)) = ARROWS.iter().find(|(name, _)| *name == from) else {
            panic!("{} is in no module of the architecture", file.path);
        };
        let allowed: Vec<&str> = allowed.split(' ').collect();
        // `use` may run over lines: they are joined up to their semicolon.
        let joined: String = code(&file.text).map(|(_, line)| line + "\n").collect();
        for statement in joined.split_inclusive([';', '(']) {
            for to in used(&statement.replace('\n', " ")) {
                let is_module = ARROWS.iter().any(|(name, _)| *name == to);
                seen += usize::from(is_module);
                if is_module && to != from && !allowed.contains(&to.as_str()) && allowed != ["*"] {
                    wrong.push(format!("{}: {from} → {to}", file.path));
                }
                // `crate::Issue` would hide the arrow.
                let re_exported = to.starts_with(char::is_uppercase) && from != "lib";
                if re_exported {
                    wrong.push(format!(
                        "{}: crate::{to} is used by the name of its re-export",
                        file.path
                    ));
                }
            }
        }
    }
    assert!(seen > 50, "only {seen} arrows were found: the reading is broken");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// No line of some modules has any of these words.
#[track_caller]
fn never_in(words: &[&str], modules: impl Fn(&str) -> bool) {
    let mut wrong = Vec::new();
    for file in rust_files("src").into_iter().filter(|file| modules(module(&file.path))) {
        for (number, line) in code(&file.text) {
            if words.iter().any(|word| line.contains(word)) {
                wrong.push(format!("{}:{number}: {}", file.path, line.trim()));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn only_the_command_line_prints() {
    let prints = ["println!", "print!", "eprintln!", "eprint!", "dbg!", "stdout()", "stderr()"];
    never_in(&prints, |module| module != "cli");
}

#[test]
fn the_library_knows_no_clock_and_no_surroundings() {
    let absent =
        ["Utc::now", "Local::now", "SystemTime::now", "env::var", "HashSet", "current_exe"];
    never_in(&absent, |module| module != "cli");
}

#[test]
fn modules_that_do_no_reading_and_writing() {
    let modules = ["model", "markdown", "check", "compose", "diagnostic", "dictionary", "guide"];
    let absent = ["std::fs", "std::net", "std::process", "std::env"];
    never_in(&absent, |module| modules.contains(&module));
}
