//! Any bytes, read, never panic, and every finding has a place in its file.

use proptest::prelude::*;

use crate::diagnostic::Diagnostic;
use crate::model::{IssueId, IssueNumber};
use crate::read::entry::parse_entry;
use crate::read::issue::parse_issue;
use crate::read::settings::{Settings, parse_settings};
use crate::read::text::decode;

fn read_all(bytes: &[u8]) {
    for path in ["a.md", "a.yaml"] {
        let file = match decode(path.to_owned(), bytes) {
            Ok(file) => file,
            Err(found) => return placed(&[*found]),
        };
        placed(&parse_entry(&file, None).diagnostics);
        placed(&parse_entry(&file, Some(&[])).diagnostics);
        let house = parse_settings(&file);
        placed(&house.diagnostics);
        let id = IssueId { year: 2018, number: IssueNumber::Regular(1) };
        placed(&parse_issue(&file, id, &Settings::default()).diagnostics);
    }
}

fn placed(diagnostics: &[Diagnostic]) {
    for found in diagnostics {
        let span = found.span.as_ref().expect("a place");
        assert!(span.file.text.get(span.range.clone()).is_some(), "{found:?}");
        assert!(
            !found.message.ends_with('。') && !found.message.contains('\n'),
            "{}",
            found.message
        );
    }
}

const PIECES: &[&str] = &[
    "---\n",
    "...\n",
    "\n",
    "\r\n",
    "title",
    "标题",
    "column",
    "layout",
    "grid",
    "margins",
    "leader",
    "measures",
    "body",
    "date",
    "hold",
    "number",
    "columns",
    "kind",
    ": ",
    "：",
    "[",
    "]",
    "{",
    "}",
    "- ",
    "  ",
    "\"",
    "'",
    "|\n",
    ">\n",
    ", ",
    "1",
    "28",
    "2018-11-27",
    "２０１８",
    "山阴县",
    "\u{3000}",
    "&a ",
    "*a",
    "!x ",
    "# ",
    "foo",
    "true",
    "~",
    "\u{85}",
    "\t",
];

proptest! {
    #![proptest_config(ProptestConfig { cases: 1000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn bytes(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        read_all(&bytes);
    }

    #[test]
    fn pieces(pieces in prop::collection::vec(prop::sample::select(PIECES), 0..60)) {
        read_all(pieces.concat().as_bytes());
        read_all(format!("---\n{}\n---\nx", pieces.concat()).as_bytes());
    }
}
