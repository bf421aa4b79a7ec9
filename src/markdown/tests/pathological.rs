//! What makes readers of Markdown slow or deep: CommonMark's own list of pathological texts, and
//! those that could make our part of the work slow. Time must grow with the text, not faster.

use std::time::{Duration, Instant};

use typst::syntax::parse;

use super::*;

/// How often the parts are repeated, as in CommonMark's tests.
const TIMES: usize = 50_000;

/// All of these take a fraction of it. What once took quadratic time took many times as long.
const PATIENCE: Duration = Duration::from_secs(10);

#[track_caller]
fn quick(name: &str, markdown: &str) -> String {
    let text = Text::unplaced(markdown);
    let begun = Instant::now();
    let markup = to_typst(&text, "e1", true);
    prose(&text);
    let time = begun.elapsed();
    assert!(time < PATIENCE, "{name}: {time:?}");
    assert!(!parse(&markup.typst).diagnosis().errors, "{name}");
    markup.typst
}

fn many(part: &str) -> String {
    part.repeat(TIMES)
}

#[test]
fn the_pathological_texts_of_commonmark() {
    for (name, markdown) in [
        ("nested strong emphasis", many("*a **a ") + "b" + &many(" a** a*")),
        ("closers without openers", many("a_ ")),
        ("openers without closers", many("_a ")),
        ("ends of links", many("a]")),
        ("beginnings of links", many("[a")),
        ("mismatched openers and closers", many("*a_ ")),
        ("openers of another kind", many("*a ") + &many("_a*_ ")),
        ("closers of a multiple of three", format!("a**b{}", many("c* "))),
        ("links with emphasis", many("[ a_")),
        ("brackets of both kinds", many("[ (](")),
        ("pictures of nothing", many("![[]()")),
        ("nested brackets", many("[") + "a" + &many("]")),
        ("nested quotations", many("> ") + "a"),
        ("nested lists", (0..1000).map(|depth| "  ".repeat(depth) + "* a\n").collect()),
        ("NUL", many("abc\0de\0\n")),
        ("backticks of all lengths", (1..2500).map(|n| format!("e{}", "`".repeat(n))).collect()),
        ("unclosed links in angle brackets", many("[a](<b")),
        ("unclosed links", many("[a](b")),
        ("unclosed comments", "</".to_owned() + &many("<!--")),
        ("unclosed CDATA", many("<![CDATA[")),
        ("unclosed instructions", many("<?")),
        ("unclosed declarations", many("<!A ")),
        ("rules of tables", many("aaa\rbbb\n-\u{b}\n")),
        ("definitions", (0..20_000).map(|n| format!("[a{n}]: u\n")).collect()),
        ("references", format!("{}\n\n[a]: http://{}\n", many("[a] "), "b".repeat(1900))),
    ] {
        quick(name, &markdown);
    }
}

#[test]
fn texts_that_could_slow_us_down() {
    for (name, markdown) in [
        ("pictures that are none", many("![甲]（b")),
        ("pictures that do not end", many("![a](") + "a"),
        ("brackets that end late", many("[^") + "]"),
        ("lead-ins", many("一是甲。乙。").repeat(2)),
        ("lead-ins among links", many("一是甲。乙。[a](b)")),
        ("wide tables of short rows", format!("{}\n{}\n{}", many("|a"), many("|-"), many("|b\n"))),
        ("cells beyond the head", format!("|a|\n|-|\n{}", many("|b"))),
        ("notes without a text", many("[^a] ")),
        ("notes defined again", many("[^a]: b\n\n")),
        ("paragraphs taken for code", many("    甲\n")),
        ("lines of HTML", format!("<div>\n{}", many("<b>a\n"))),
        ("comments", many("<!-- a --> ")),
        ("emphasis beside marks", many("**甲。**")),
        ("characters by name", many("&copy;")),
        ("items of one line", many("- - - a\n")),
        ("spaces", format!("a{}b", many("  "))),
    ] {
        quick(name, &markdown);
    }
    // 17 and 18 notes within each other are as deep as notes go.
    for links in 16..20 {
        let chain: String = (0..links).map(|n| format!("[^{n}]: a[^{}]\n\n", n + 1)).collect();
        let last = format!("[^{links}]: {}\n\n[^z]: {}", many("[^z]"), many("*a* "));
        quick("references to a long note", &format!("[^0]\n\n{chain}{last}"));
    }
}

#[test]
fn lines_within_many_quotations_or_items() {
    let lines = many("甲\n").repeat(2);
    for marker in ["> ", ">", "- ", "* ", "1. ", "> - "] {
        let typst = quick(marker, &(many(marker) + &lines));
        assert_eq!(typst.matches('甲').count(), 2 * TIMES, "{marker}");
    }
}
