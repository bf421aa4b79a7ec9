//! Whatever the text, the markup parses, calls what it may call and nothing else.

use proptest::prelude::*;
use typst::syntax::{SyntaxKind, SyntaxNode, parse};

use super::*;

/// The functions that templates define and those of Typst that are called.
const CALLED: [&str; 23] = [
    "strong",
    "emph",
    "strike",
    "raised",
    "lowered",
    "code",
    "code-block",
    "level",
    "bullets",
    "numbered",
    "grid-table",
    "merged",
    "picture",
    "side-by-side",
    "arguments",
    "inline-picture",
    "footnote",
    "quotation",
    "separator",
    "link",
    "linebreak",
    "tight",
    "start",
];

/// The names of arguments.
const NAMED: [&str; 14] = [
    "depth", "columns", "align", "widths", "title", "header", "repeated", "inside", "across",
    "down", "alt", "caption", "notes", "width",
];

fn inspect(node: &SyntaxNode) {
    match node.kind() {
        SyntaxKind::Ident => {
            let name = node.leaf_text().as_str();
            assert!(CALLED.contains(&name) || NAMED.contains(&name), "{name}");
        }
        SyntaxKind::Markup
        | SyntaxKind::Text
        | SyntaxKind::Space
        | SyntaxKind::Parbreak
        | SyntaxKind::Escape
        | SyntaxKind::Label
        | SyntaxKind::Hash
        | SyntaxKind::FuncCall
        | SyntaxKind::Args
        | SyntaxKind::Named
        | SyntaxKind::Array
        | SyntaxKind::Dict
        | SyntaxKind::Keyed
        | SyntaxKind::Numeric
        | SyntaxKind::ContentBlock
        | SyntaxKind::Str
        | SyntaxKind::Int
        | SyntaxKind::Bool
        | SyntaxKind::None
        | SyntaxKind::Comma
        | SyntaxKind::Colon
        | SyntaxKind::LeftParen
        | SyntaxKind::RightParen
        | SyntaxKind::LeftBracket
        | SyntaxKind::RightBracket => {}
        kind => panic!("{kind:?}"),
    }
    node.children().for_each(inspect);
}

fn check(markdown: &str) -> Markup {
    let markup = to_typst(&Text::unplaced(markdown), "e1", false);
    let root = parse(&markup.typst);
    assert!(!root.diagnosis().errors, "{}", markup.typst);
    inspect(&root);
    assert_eq!(markup, to_typst(&Text::unplaced(markdown), "e1", false));
    markup
}

fn is_too_deep(markup: &Markup) -> bool {
    let deep =
        markup.diagnostics.iter().filter(|each| each.code == crate::diagnostic::code::TOO_LARGE);
    deep.count() == 1
}

#[test]
fn deep_nesting_becomes_text() {
    let markup = check(&format!("{}甲", "> ".repeat(16)));
    assert!(!is_too_deep(&markup));
    let markup = check(&format!("{}甲", "> ".repeat(17)));
    assert!(is_too_deep(&markup) && markup.typst.contains('甲'));
    let markup = check(&format!("{}甲{}", "[".repeat(500), "](http://a)".repeat(500)));
    assert!(markup.typst.contains('甲'));
    for (before, after) in [(">", ""), ("- ", ""), ("*a **b ", " c** d*"), ("1. > ", "")] {
        let markup = check(&format!("{}甲{}", before.repeat(500), after.repeat(500)));
        assert!(is_too_deep(&markup) && markup.typst.contains('甲'), "{before}");
        // What the parser was shown instead of the markers does not come out.
        assert!(!markup.typst.contains(|c: char| c < ' ' && c != '\n'), "{before}");
    }
    assert_eq!(check(&"* ".repeat(500)).typst, "#separator()");
    assert_eq!(check(&format!("- {}", "-".repeat(500))).typst, "#separator()");
}

#[test]
fn chains_of_footnotes_end() {
    let chain: String = (0..500).map(|at| format!("[^{at}]: 甲[^{}]\n\n", at + 1)).collect();
    assert!(is_too_deep(&check(&format!("乙[^0]\n\n{chain}[^500]: 丙"))));
}

#[test]
fn long_runs_pass() {
    for run in [
        ">",
        "[",
        "*a ",
        "![",
        "`",
        "<",
        "<!--",
        "**。",
        "\\",
        "~",
        "\n",
        "- ",
        "[^1]",
        "|-|\n",
        "    甲\n",
        "&",
        "![a](",
        "[^a]: b\n\n",
    ] {
        check(&run.repeat(2000));
    }
}

proptest! {
    #[test]
    fn any_text_parses(markdown in any::<String>()) {
        check(&markdown);
    }

    #[test]
    fn any_markdown_parses(pieces in prop::collection::vec(prop::sample::select(vec![
        "甲", "a", "1", " ", "　　", "    ", "\t", "\n", "\n\n", "\r\n", "*", "**", "_", "~~", "~",
        "`", "```\n", "# ", "> ", "- ", "1. ", "|", "|-|-|", "\\", "!", "[", "]", "(", ")", "![",
        "](a.png)", "](http://a)", "[^1]", "\n[^1]: ", "[^2]", "\n[^2]: ", "<", ">", "<b>", "<br>",
        "<!--", "-->", "&lt;", "&nbsp;", "---\n", "。", "“", "\u{2028}", "\0", "\u{E000}", "\u{1}",
        "[a]: b\n", ".", ";", "else", "#let", "\"", "//", "/*", "$",
    ]), 0..60)) {
        check(&pieces.concat());
    }
}
