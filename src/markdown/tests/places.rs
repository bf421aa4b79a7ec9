//! Every visible character leads back to where its author typed it.

use std::sync::Arc;

use proptest::prelude::*;
use typst::syntax::{LinkedNode, SyntaxKind, parse};

use super::*;
use crate::diagnostic::SourceFile;

/// The letters, digits and 汉字 that the markup sets, with their offsets in it.
fn visible(node: &LinkedNode, into: &mut Vec<(usize, char)>) {
    match node.kind() {
        SyntaxKind::Text | SyntaxKind::Str => {
            let mut escaped = false;
            for (at, each) in node.leaf_text().char_indices() {
                // The `n` of `\n` in a string is no letter.
                if each.is_alphanumeric() && !escaped {
                    into.push((node.offset() + at, each));
                }
                escaped = each == '\\' && !escaped;
            }
        }
        SyntaxKind::Named => {
            // Of the named arguments only content is the author's.
            for child in node.children() {
                match child.kind() {
                    SyntaxKind::ContentBlock => visible(&child, into),
                    SyntaxKind::Array => {
                        let cells =
                            child.children().filter(|cell| cell.kind() == SyntaxKind::ContentBlock);
                        cells.for_each(|cell| visible(&cell, into));
                    }
                    _ => {}
                }
            }
        }
        _ => node.children().for_each(|child| visible(&child, into)),
    }
}

fn check(markdown: &str) {
    let markup = to_typst(&Text::unplaced(markdown), "e1", false);
    let root = parse(&markup.typst);
    assert!(!root.diagnosis().errors, "{markdown:?}\n{}", markup.typst);
    let mut letters = Vec::new();
    visible(&LinkedNode::new(&root), &mut letters);
    for (at, letter) in letters {
        let origin = markup.map.resolve(at);
        let found = origin.and_then(|origin| markdown.get(origin..)?.chars().next());
        assert_eq!(found, Some(letter), "{markdown:?}\n{}\nat {at}", markup.typst);
    }
}

#[test]
fn places() {
    check("# 甲**乙**\n> c`d e`\n\n1. 甲\\*b\n\n    ```\n    let a\n    b\n    ```");
    check("|甲|`b`|\n|-|-|\n|c\\|d|*e*|x|");
    check("> `a\n> b` c");
    check("    甲乙\n    丙\n\n\t丁");
    check("**一，**二[^1]\n\n[^1]: 三");
    check("<div>甲\n乙");
}

#[test]
fn findings_point_into_the_file() {
    let file =
        Arc::new(SourceFile { path: "1.md".into(), text: "标题: 甲\n正文![](a.png)".into() });
    let start = file.text.find("正文").expect("a body");
    let text = Text::new(&file.text[start..], &file, OffsetMap::shifted(start));
    let markup = to_typst(&text, "e1", false);
    let shown = |span: &Option<Span>| {
        let span = span.as_ref().expect("a place");
        file.text[span.range.clone()].to_owned()
    };
    assert_eq!(shown(&markup.diagnostics[0].span), "![](a.png)");
    assert_eq!(shown(&markup.pictures[0].span), "![](a.png)");
}

proptest! {
    #[test]
    fn any_words_lead_back(words in words()) {
        check(&words.concat());
    }
}

fn words() -> impl Strategy<Value = Vec<String>> {
    let word = prop_oneof![
        4 => "[a-z0-9]{1,4}",
        4 => "[一-龥]{1,4}",
        3 => prop::sample::select(vec![
            " ", "\n", "\n\n", "　　", "    ", "\t", "，", "。", "*", "**", "~~", "~", "`", "``", "\\", "> ",
            "\n- ", "\n1. ", "\n# ", "|", "\n|-|\n", "\n```\n", "&amp;", "[^1]", "\n\n[^1]: ", "<b>",
            "<br>", "<!--", "-->", "\r\n", "  \n", "“", "”", "\n---\n", "!", "[", "]", "#", "$", "@",
        ])
        .prop_map(str::to_owned),
    ];
    prop::collection::vec(word, 0..40)
}
