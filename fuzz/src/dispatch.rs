//! Dispatches of any bytes, to an entry or to an error.
//!
//! The first byte chooses what the rest is: a whole file of one of the formats, or parts of a Word
//! file with NUL between them (text, styles, numbering, footnotes), put into a package that opens.

use std::collections::BTreeMap;
use std::io::{Cursor, Write};

use jianbao::testing::{ImportOutcome, Intake, Source, code, read_issue};
use zip::write::{SimpleFileOptions, ZipWriter};

use super::house::{House, ISSUE, choice, sound};

/// Formats as they come.
const WHOLE: [&str; 4] = ["a.docx", "a.txt", "a.md", "a.html"];
/// Parts of a Word file.
const PARTS: [&str; 4] =
    ["word/document.xml", "word/styles.xml", "word/numbering.xml", "word/footnotes.xml"];
const TYPES: &str = "<?xml version=\"1.0\"?><Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">\
<Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>\
<Default Extension=\"xml\" ContentType=\"application/xml\"/></Types>";
const RELATIONS: &str = "<?xml version=\"1.0\"?><Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">\
<Relationship Id=\"rId1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument\" Target=\"word/document.xml\"/></Relationships>";

thread_local! {
    static HOUSE: House = House::new(&[]);
}

/// An entry that is made can be read, and what it says can be set.
pub fn run(data: &[u8]) {
    let (how, bytes) = choice(data);
    let (name, bytes) = match WHOLE.get(usize::from(how % 6)) {
        Some(name) => (*name, bytes.to_vec()),
        None => ("a.docx", package(bytes)),
    };
    let source = Source { name: name.to_owned(), shown: name.to_owned(), bytes, folder: None };
    HOUSE.with(|house| {
        let mut intake = Intake::begin(&house.workspace, ISSUE)
            .expect("a writable folder")
            .expect("readable settings");
        let item = intake.take(&source, false).expect("a writable folder");
        match item.outcome {
            ImportOutcome::Refused(finding) => sound(&[*finding]),
            ImportOutcome::Known(entry)
            | ImportOutcome::Superseded(entry)
            | ImportOutcome::TakenOut(entry) => {
                panic!("{entry} was never written")
            }
            ImportOutcome::Entry(plan) => {
                let (text, _) = intake.text(&plan).unwrap_or_else(|finding| panic!("{finding:?}"));
                let path = house.folder.join("10-a.md");
                house.write("10-a.md", b"");
                let workspace =
                    house.workspace.as_if(BTreeMap::from([(path, text.clone().into_bytes())]));
                let read = read_issue(&workspace, ISSUE).expect("readable");
                house.remove("10-a.md");
                sound(&read.diagnostics);
                let wrong = read.diagnostics.iter().find(|finding| {
                    finding.is_error()
                        && ![
                            code::MISSING_TITLE,
                            code::EMPTY_ENTRY,
                            code::NO_ENTRIES,
                            code::MISSING_KEY,
                        ]
                        .contains(&finding.code)
                });
                assert!(wrong.is_none(), "{wrong:?}\n{text}");
            }
        }
    });
}

fn package(bytes: &[u8]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let stored = SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    let fixed = [("[Content_Types].xml", TYPES.as_bytes()), ("_rels/.rels", RELATIONS.as_bytes())];
    let parts = PARTS.iter().copied().zip(bytes.split(|byte| *byte == 0));
    for (name, part) in fixed.into_iter().chain(parts) {
        zip.start_file(name, stored).expect("a part");
        zip.write_all(part).expect("memory");
    }
    zip.finish().expect("memory").into_inner()
}
