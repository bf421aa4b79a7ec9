//! Nothing is lost, changed or invented in silence: each document of `tests/dispatches` is read a
//! second way, and every sign of it is held against the entry that `import` wrote and what it told.
//!
//! The second reader shares no code with `src/import`: a plain walk over the XML, with a counter of
//! numbers and a table of signs of its own. What it accepts beside equality is in `compare`.

mod align;
mod broken;
mod compare;
mod docx;
mod entry;
mod equation;
mod fields;
mod known;
mod looks;
mod numbers;
mod package;
mod page;
mod plain;
mod random;
mod runs;
mod shown;
mod signs;
mod slide;
mod tags;
mod told;
mod tree;
mod unseen;

use std::collections::BTreeMap;
use std::fs;
use std::io::{Cursor, Read as _};
use std::path::Path;

use serde_json::Value;

use crate::importing::house;
use crate::project::{Project, repository};
use compare::{Fault, faults};
use shown::Shown;
use told::Told;

/// A file that was imported.
struct Imported {
    name: String,
    entry: String,
    told: Vec<String>,
}

/// Imports files into No. 29, and reads what became of them; all must be taken.
fn import(project: &Project, files: &[&Path]) -> Vec<Imported> {
    let paths: Vec<String> = files.iter().map(|path| path.display().to_string()).collect();
    let mut args = vec!["import", "--issue", "29", "--format", "json"];
    args.extend(paths.iter().map(String::as_str));
    let output = project.run_with(&args);
    assert_eq!(output.status, 0, "{output}");
    let rows: Value = serde_json::from_str(&output.stdout).expect("JSON");
    let of = |row: &Value| {
        let word = |value: &Value| value.as_str().expect("text").to_owned();
        let list = |key: &str| row[key].as_array().expect("a list").clone();
        let reasons = list("guesses").into_iter().map(|guess| word(&guess["reason"]));
        let text = fs::read_to_string(project.path(&word(&row["entry"]))).expect("an entry");
        Imported {
            name: word(&row["file"]),
            entry: text,
            told: list("remarks").iter().map(word).chain(reasons).collect(),
        }
    };
    rows.as_array().expect("rows").iter().map(of).collect()
}

/// A document as its readers see it, by what its name says it is.
fn read(name: &str, bytes: &[u8]) -> Option<Shown> {
    match name.rsplit('.').next()? {
        "docx" => docx::read(bytes),
        "html" | "htm" => Some(page::read(bytes)),
        "doc" if bytes.starts_with(b"<") => Some(page::read(bytes)),
        "mht" => Some(plain::mail(bytes)),
        "txt" => Some(plain::plain(bytes)),
        "md" => Some(plain::markdown(bytes)),
        _ => None,
    }
}

/// The documents that a file holds: itself, or those in a zip, whose names may be in GBK.
fn documents(path: &Path) -> Vec<(String, Vec<u8>)> {
    let name = path.file_name().expect("a name").to_string_lossy().into_owned();
    let bytes = fs::read(path).expect("read");
    if !name.ends_with(".zip") {
        return vec![(name, bytes)];
    }
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).expect("a zip");
    let mut found = Vec::new();
    for index in 0..archive.len() {
        let mut file = archive.by_index(index).expect("a member");
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes).expect("read");
        // Names are short: what tells encodings of texts apart is not in them.
        let name = match std::str::from_utf8(file.name_raw()) {
            Ok(name) => name.to_owned(),
            Err(_) => encoding_rs::GB18030.decode(file.name_raw()).0.into_owned(),
        };
        // What a Mac keeps beside each file.
        if !name.starts_with("__MACOSX/") {
            found.push((name, bytes));
        }
    }
    found
}

/// What is wrong with an entry, as lines for people.
fn told_wrong(imported: &Imported, shown: &Shown) -> Vec<String> {
    let entry = entry::read(&imported.entry);
    let found = faults(shown, &entry, &Told::new(imported.told.clone()));
    found.iter().map(|Fault { kind, what }| format!("{}: {kind}: {what}", imported.name)).collect()
}

#[test]
fn every_sign_of_every_dispatch_is_in_its_entry_or_told() {
    let folder = repository().join("tests/dispatches");
    let mut files: Vec<_> = fs::read_dir(&folder)
        .expect("a folder")
        .map(|file| file.expect("an entry").path())
        .filter(|path| path.is_file() && !path.ends_with("make.py"))
        .collect();
    files.sort();
    let project = house();
    let files: Vec<&Path> = files.iter().map(|path| path.as_path()).collect();
    let imported = import(&project, &files);
    let mut wrong = Vec::new();
    let mut read_again = 0;
    let mut found = BTreeMap::new();
    for (name, bytes) in files.iter().flat_map(|path| documents(path)) {
        let Some(shown) = read(&name, &bytes) else { continue };
        let base = name.rsplit('/').next().unwrap_or_default();
        // Two members of a zip may have one name.
        let plain = |it: &Imported| {
            let last = it.name.rsplit(['/', '›']).next().unwrap_or_default();
            last.split("（同名的").next().unwrap_or_default().trim().to_owned()
        };
        let own = imported.iter().filter(|it| plain(it) == base);
        let own = own.map(|own| (told_wrong(own, &shown), own)).min_by_key(|it| it.0.len());
        let (faults, own) = own.unwrap_or_else(|| panic!("{name} is not imported"));
        wrong.extend(faults);
        read_again += 1;
        for (how, entry) in broken::entries(&own.entry) {
            // Where the lines of a text are broken by a program, nobody can tell which were one.
            if shown.body.is_wrapped && how == broken::JOINED {
                continue;
            }
            *found.entry(how).or_insert(0) += 1;
            let own = Imported { name: own.name.clone(), told: own.told.clone(), entry };
            if told_wrong(&own, &shown).is_empty() {
                wrong.push(format!("{name}: {how}, and nobody sees it:\n{}", own.entry));
            }
        }
    }
    assert!(read_again >= 60, "{read_again} documents");
    assert!(found.len() == 4 && found.values().all(|count| *count >= 5), "{found:?}");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
