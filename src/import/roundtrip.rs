//! Whatever a dispatch says, its entry says it too: fields and paragraphs, written and read again.

use proptest::prelude::*;

use super::document::{Block, Paragraph, Run, Script, Table};
use super::entry::{self, Original};
use super::recognise::{Confidence, Dispatch, Guess};
use crate::diagnostic::Text;
use crate::markdown::{self, OBJECT};
use crate::read;

/// What has a meaning somewhere in Markdown, YAML or HTML, and what stands around it.
const PIECES: &[&str] = &[
    "山",
    "会议",
    "，",
    "。",
    "：",
    "“",
    "”",
    "（一）",
    "一、",
    "一是",
    "a",
    "x y",
    "1",
    "12",
    "1.",
    "1)",
    "1. ",
    "12) ",
    "# ",
    "#",
    "##",
    "+ ",
    "- ",
    "-",
    "---",
    "* ",
    "*",
    "**",
    "***",
    "_",
    "__",
    "=",
    "===",
    ":",
    ": ",
    "> ",
    ">",
    "|",
    "| a |",
    "`",
    "```",
    "~",
    "~~",
    "~~~",
    "\\",
    "\\\\",
    "<b>",
    "</b>",
    "<!--",
    "-->",
    "<br>",
    "<",
    "&amp;",
    "&#35;",
    "&",
    ";",
    "[",
    "]",
    "[^1]",
    "[^1]: ",
    "[a](b)",
    "![x](y)",
    "[x]: http://a",
    "http://a.cn",
    "<http://a>",
    "!",
    "{宽=6cm}",
    "{",
    "}",
    "$x$",
    "^",
    "^2^",
    "%",
    "- [ ] ",
    "\"",
    "'",
    "...",
    " ",
    "  ",
    "    ",
    "\t",
    "　　",
    "'''",
    "\"\"\"",
    "@",
    "标题: ",
    "?",
    "? ",
    "℃",
    "≤",
    "·",
    "—",
    "①",
    "（",
    "》",
];

fn words() -> impl Strategy<Value = String> {
    prop::collection::vec(prop::sample::select(PIECES), 1..8).prop_map(|pieces| pieces.concat())
}

fn runs() -> impl Strategy<Value = Vec<Run>> {
    let script =
        prop_oneof![8 => Just(Script::Line), 1 => Just(Script::Raised), 1 => Just(Script::Lowered)];
    let run = (words(), any::<bool>(), prop::bool::weighted(0.1), script);
    let run = run.prop_map(|(text, bold, struck, script)| Run {
        text,
        bold,
        struck,
        script,
        ..Run::default()
    });
    prop::collection::vec(run, 1..4)
}

fn paragraph() -> impl Strategy<Value = Paragraph> {
    let level = prop::option::weighted(0.2, 1_u8..4);
    let bullet = prop::option::weighted(0.2, 0_u8..3);
    (runs(), level, bullet).prop_map(|(runs, level, bullet)| Paragraph {
        runs,
        level,
        bullet,
        ..Paragraph::default()
    })
}

fn block() -> impl Strategy<Value = Block> {
    let cell = prop::collection::vec(runs(), 1..3);
    let rows = prop::collection::vec(prop::collection::vec(cell, 2..3), 2..3);
    let table = rows.prop_map(|rows| {
        let of = |runs: Vec<Run>| Paragraph { runs, ..Paragraph::default() };
        let cell = |cell: Vec<Vec<Run>>| cell.into_iter().map(of).collect();
        let row = |row: Vec<Vec<Vec<Run>>>| row.into_iter().map(cell).collect();
        Block::Table(Table { rows: rows.into_iter().map(row).collect(), ..Table::default() })
    });
    prop_oneof![4 => paragraph().prop_map(Block::Paragraph), 1 => table]
}

fn written(dispatch: &Dispatch) -> String {
    let original = Original { file: "sources/a.docx".to_owned(), sha256: "0".repeat(64) };
    entry::write(dispatch, &[], &original, &[])
}

/// What shows of a text: blanks are laid out otherwise, and raised figures have characters of their own.
fn shown(text: &str) -> String {
    const SCRIPTS: &str = "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎";
    let on_the_line = |c: char| {
        let place = SCRIPTS.chars().position(|script| script == c);
        place.and_then(|place| "0123456789+-=()".chars().nth(place % 15)).unwrap_or(c)
    };
    text.chars().filter(|c| !c.is_whitespace() && *c != OBJECT).map(on_the_line).collect()
}

fn meant(block: &Block) -> Vec<String> {
    let own = |paragraph: &Paragraph| shown(&paragraph.text());
    let texts = match block {
        Block::Paragraph(paragraph) => vec![own(paragraph)],
        Block::Table(table) => {
            let cells = table.rows.iter().flatten();
            cells.map(|cell| cell.iter().map(own).collect()).collect()
        }
    };
    texts.into_iter().filter(|text| !text.is_empty()).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1500, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn paragraphs_come_back(blocks in prop::collection::vec(block(), 1..4)) {
        let dispatch = Dispatch { body: blocks, ..Dispatch::default() };
        let text = written(&dispatch);
        let (_, body) = text[4..].split_once("\n---\n").expect("a head");
        let read: Vec<String> = markdown::prose(&Text::unplaced(body))
            .iter()
            .map(|prose| shown(&prose.text))
            .filter(|text| !text.is_empty())
            .collect();
        let wanted: Vec<String> = dispatch.body.iter().flat_map(meant).collect();
        prop_assert_eq!(read, wanted, "{}", body);
    }

    #[test]
    fn fields_come_back(
        title in words(),
        source in words(),
        author in words(),
        odd in any::<String>(),
        reason in words(),
    ) {
        let guess = |text: &str| {
            let text = text.trim();
            (!text.is_empty()).then(|| Guess::new(text.to_owned(), Confidence::Low, reason.clone()))
        };
        for title in [&title, &odd] {
            let dispatch = Dispatch {
                title: guess(title),
                source: guess(&source),
                author: guess(&author),
                ..Dispatch::default()
            };
            let text = written(&dispatch) + "\n正文。\n";
            let file = read::decode("00.md".to_owned(), text.as_bytes());
            prop_assert!(file.is_ok(), "{text}");
            let Ok(file) = file else { continue };
            let read = read::read_entry(&file, &[]);
            let Some(entry) = read.value else { return Err(TestCaseError::fail(text)) };
            let bare = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
            let own = |text: Option<&Text>| bare(text.map(Text::as_str).unwrap_or_default());
            let wanted = |guess: Option<&Guess<String>>| guess.map(|it| bare(&it.value));
            let of_title = wanted(dispatch.title.as_ref()).unwrap_or("【待补：标题】".to_owned());
            prop_assert_eq!(own(entry.title.as_ref()), of_title, "{}", text);
            let of_source = wanted(dispatch.source.as_ref()).unwrap_or_default();
            prop_assert_eq!(own(entry.source.as_ref()), of_source, "{}", text);
            let of_author = wanted(dispatch.author.as_ref()).unwrap_or_default();
            prop_assert_eq!(own(entry.author.as_ref()), of_author, "{}", text);
            prop_assert_eq!(bare(entry.body.as_str()), "正文。", "{}", text);
        }
    }
}
