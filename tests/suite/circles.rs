//! No file of the source imports another in a circle: each can be read with those before it, and none
//! needs all of a room to be understood.
//!
//! A file depends on whatever file defines a name that it says: by `use`, or by a path in the code. A
//! file that only declares modules and hands their names on is none of these.

use std::collections::{BTreeMap, BTreeSet};

use crate::tidy::{code, rust_files};

/// A file of the source as far as names go.
#[derive(Default)]
struct Module {
    /// What it defines.
    defined: BTreeSet<String>,
    /// What it imports: whether it hands it on, under which name, and from where.
    imported: Vec<(bool, String, Vec<String>)>,
    /// Paths in its code, and single names that are called.
    said: BTreeSet<Vec<String>>,
    /// Every word of its code.
    words: BTreeSet<String>,
}

impl Module {
    /// Whether a name means something in it that is no module.
    fn gives(&self, name: &str) -> bool {
        self.defined.contains(name)
            || self.imported.iter().any(|(_, alias, path)| alias == name && path.len() > 1)
    }
}

type Modules = BTreeMap<String, Module>;

fn is_part(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

/// `read/yaml/mod.rs` → `read/yaml`; the root of the library has no name.
fn module_of(path: &str) -> String {
    let path = path.strip_prefix("src/").unwrap_or(path);
    let path = path.strip_suffix(".rs").unwrap_or(path);
    let path = path.strip_suffix("/mod").unwrap_or(path);
    if path == "lib" { String::new() } else { path.to_owned() }
}

/// The single imports of a `use`, each as a path and the name that it gives.
fn imports(before: &[String], tree: &str, found: &mut Vec<(String, Vec<String>)>) {
    let tree = tree.trim();
    let parts = |path: &str| -> Vec<String> {
        path.split("::")
            .map(|part| part.trim().to_owned())
            .filter(|part| !part.is_empty())
            .collect()
    };
    if let (Some(open), Some(close)) = (tree.find('{'), tree.rfind('}')) {
        let inner = [before, &parts(&tree[..open])].concat();
        let mut depth = 0;
        let pieces = tree[open + 1..close].split(|c| {
            depth += i32::from(c == '{') - i32::from(c == '}');
            c == ',' && depth == 0
        });
        pieces.filter(|piece| !piece.trim().is_empty()).for_each(|it| imports(&inner, it, found));
        return;
    }
    let (path, alias) =
        tree.split_once(" as ").map_or((tree, None), |(path, name)| (path, Some(name)));
    let mut path = [before, &parts(path)].concat();
    if path.last().is_some_and(|last| last == "self") {
        path.pop();
    }
    let Some(last) = path.last() else { return };
    found.push((alias.map_or_else(|| last.clone(), |name| name.trim().to_owned()), path));
}

fn read(text: &str) -> Module {
    let mut module = Module::default();
    let joined: String = code(text).map(|(_, line)| line + "\n").collect();
    let mut rest = String::new();
    for statement in joined.split_inclusive(';') {
        let start = statement.rfind("use ").filter(|at| {
            let head = statement[..*at].rsplit('\n').next().unwrap_or_default().trim();
            statement.ends_with(';') && (head.is_empty() || head.starts_with("pub"))
        });
        let Some(start) = start else {
            rest.push_str(statement);
            continue;
        };
        rest.push_str(&statement[..start]);
        let head = statement[..start].rsplit('\n').next().unwrap_or_default();
        let is_handed_on = head.trim().starts_with("pub");
        let mut found = Vec::new();
        imports(&[], statement[start + 4..].trim_end_matches(';'), &mut found);
        module.imported.extend(found.into_iter().map(|(name, path)| (is_handed_on, name, path)));
    }
    let mut path: Vec<String> = Vec::new();
    let mut before = String::new();
    let mut at = 0;
    while at < rest.len() {
        let word: String = rest[at..].chars().take_while(|c| is_part(*c)).collect();
        if word.is_empty() {
            let step = rest[at..].chars().next().map_or(1, char::len_utf8);
            at += step;
            continue;
        }
        at += word.len();
        if ["fn", "struct", "enum", "trait", "const", "static", "type"].contains(&before.as_str()) {
            module.defined.insert(word.clone());
        }
        module.words.insert(word.clone());
        before.clone_from(&word);
        path.push(word);
        if rest[at..].starts_with("::") {
            at += 2;
            if rest[at..].starts_with(is_part) {
                continue;
            }
        }
        // Of single names only those that are called: a variable may have the name of a module.
        if path.len() > 1 || rest[at..].starts_with('(') {
            module.said.insert(std::mem::take(&mut path));
        }
        path.clear();
    }
    module
}

/// A path from a module as the module that it begins in, and what is left of it.
fn absolute(modules: &Modules, from: &str, path: &[String]) -> Option<(String, Vec<String>)> {
    let mut at: Vec<&str> = from.split('/').filter(|part| !part.is_empty()).collect();
    let mut path = path;
    match path.first()?.as_str() {
        "crate" => at.clear(),
        "self" => {}
        "super" => {
            while let [first, rest @ ..] = path
                && first == "super"
            {
                at.pop();
                path = rest;
            }
            return Some((at.join("/"), path.to_vec()));
        }
        first => {
            at.push(first);
            return modules.contains_key(&at.join("/")).then(|| (from.to_owned(), path.to_vec()));
        }
    }
    Some((at.join("/"), path[1..].to_vec()))
}

/// The module that defines what a path means.
fn defining(modules: &Modules, from: &str, path: &[String], deep: usize) -> Option<String> {
    let mut at = from.to_owned();
    let mut path = path;
    while let [first, rest @ ..] = path {
        let inner = if at.is_empty() { first.clone() } else { format!("{at}/{first}") };
        // A module may have the name of what it hands on.
        let is_name = rest.is_empty() && modules.get(&at).is_some_and(|it| it.gives(first));
        if !modules.contains_key(&inner) || is_name {
            break;
        }
        (at, path) = (inner, rest);
    }
    let name = path.first()?;
    let module = modules.get(&at)?;
    if module.defined.contains(name) {
        return Some(at);
    }
    if deep == 0 {
        return None;
    }
    module.imported.iter().find_map(|(_, alias, source)| {
        let is_all = alias == "*";
        if !is_all && alias != name {
            return None;
        }
        let source = if is_all { &source[..source.len() - 1] } else { source };
        let (start, mut left) = absolute(modules, &at, source)?;
        left.extend_from_slice(if is_all { path } else { &path[1..] });
        defining(modules, &start, &left, deep - 1)
    })
}

/// What each file depends on.
fn arrows(modules: &Modules) -> BTreeMap<&str, BTreeSet<String>> {
    let mut arrows = BTreeMap::new();
    for (name, module) in modules {
        let mut uses = BTreeSet::new();
        let mut add = |path: &[String]| {
            if let Some((start, left)) = absolute(modules, name, path) {
                uses.extend(defining(modules, &start, &left, 8));
            }
        };
        let is_module = |path: &[String]| {
            let whole = absolute(modules, name, path).map(|(start, left)| {
                let parts = start.split('/').map(str::to_owned).chain(left);
                parts.filter(|part| !part.is_empty()).collect::<Vec<_>>().join("/")
            });
            whole.is_some_and(|whole| modules.contains_key(&whole))
        };
        let aliases: BTreeMap<&str, &Vec<String>> =
            module.imported.iter().map(|(_, alias, path)| (alias.as_str(), path)).collect();
        for (is_handed_on, alias, path) in &module.imported {
            // What a module is imported for is seen where it is said.
            let is_used = !is_handed_on || module.words.contains(alias);
            if is_used && alias != "*" && !is_module(path) {
                add(path);
            }
        }
        for path in &module.said {
            match aliases.get(path[0].as_str()) {
                // A variable of a room's name is no function of the root.
                Some(source) if path.len() == 1 && source.len() == 2 && source[0] == "crate" => {}
                Some(source) => add(&[source.as_slice(), &path[1..]].concat()),
                // `pub(in crate::read)`.
                None if path.len() == 2 && path[0] == "crate" && is_module(path) => {}
                None if path.len() > 1 => add(path),
                None => {}
            }
        }
        uses.remove(name);
        arrows.insert(name.as_str(), uses);
    }
    arrows
}

/// The circles of all files: under the first of each its files.
fn circles(modules: &Modules) -> BTreeMap<String, Vec<String>> {
    let arrows = arrows(modules);
    let names: Vec<&str> = arrows.keys().copied().collect();
    let place: BTreeMap<&str, usize> = names.iter().enumerate().map(|(at, it)| (*it, at)).collect();
    let next: Vec<Vec<usize>> =
        arrows.values().map(|uses| uses.iter().map(|it| place[it.as_str()]).collect()).collect();
    let reach: Vec<Vec<bool>> = (0..names.len())
        .map(|from| {
            let (mut far, mut open) = (vec![false; names.len()], vec![from]);
            while let Some(at) = open.pop() {
                for &to in &next[at] {
                    if !std::mem::replace(&mut far[to], true) {
                        open.push(to);
                    }
                }
            }
            far
        })
        .collect();
    let mut found = BTreeMap::new();
    let mut seen = vec![false; names.len()];
    for from in 0..names.len() {
        if reach[from][from] && !seen[from] {
            let circle: Vec<usize> =
                (from..names.len()).filter(|&to| reach[from][to] && reach[to][from]).collect();
            circle.iter().for_each(|&at| seen[at] = true);
            let circle = circle.into_iter().map(|at| names[at].to_owned()).collect();
            found.insert(names[from].to_owned(), circle);
        }
    }
    found
}

#[test]
fn no_file_imports_another_in_a_circle() {
    let modules: Modules = rust_files("src")
        .into_iter()
        .filter(|file| !file.path.contains("/tests") && !file.path.ends_with("tests.rs"))
        .map(|file| (module_of(&file.path), read(&file.text)))
        .collect();
    let arrows: usize = arrows(&modules).values().map(BTreeSet::len).sum();
    assert!(arrows > 1_000, "only {arrows} arrows were found: the reading is broken");
    let circles: Vec<String> =
        circles(&modules).into_values().map(|circle| circle.join(" ")).collect();
    assert!(circles.is_empty(), "{}", circles.join("\n"));
}

/// What is read as depending on what.
#[test]
fn names_lead_to_the_files_that_define_them() {
    let modules = |files: &[(&str, &str)]| -> Modules {
        files.iter().map(|(path, text)| (module_of(path), read(text))).collect()
    };
    let found = |files: &[(&str, &str)]| -> Vec<String> {
        circles(&modules(files)).into_values().map(|circle| circle.join(" ")).collect()
    };
    let (one, two) = ("src/a/one.rs", "src/a/two.rs");
    // A parent that hands names on is no part of a circle.
    let parent = ("src/a/mod.rs", "mod one;\nmod two;\npub use one::One;\npub use two::two;\n");
    let uses = "use super::One;\npub fn two(_: One) {}\n";
    assert!(found(&[parent, (one, "pub struct One;\n"), (two, uses)]).is_empty());
    let back = "pub struct One;\nfn f() { super::two::two(One) }\n";
    assert_eq!(found(&[parent, (one, back), (two, uses)]), ["a/one a/two"]);
    let back = "use super::two;\npub struct One;\nfn f() { two(One) }\n";
    assert_eq!(found(&[parent, (one, back), (two, uses)]), ["a/one a/two"]);
    // One that defines what its children use, and uses them, is.
    let parent = ("src/a/mod.rs", "mod one;\npub struct Own;\nfn f() { one::g(Own) }\n");
    let child = (one, "use crate::a::Own;\npub fn g(_: Own) {}\n");
    assert_eq!(found(&[parent, child]), ["a a/one"]);
    // Strings, comments and tests say nothing.
    let quiet = "pub fn g() { let _ = \"super::Own\"; } // super::Own\n#[cfg(test)]\nmod tests {\n    use super::super::Own;\n}\n";
    assert!(found(&[parent, (one, quiet)]).is_empty());
}
