//! Markdown that was meant and came out as plain text: unknown footnotes, misspelt pictures.

use std::ops::Range;

use crate::diagnostic::{Diagnostic, code};
use crate::markdown::findings::Findings;
use crate::markdown::picture::shortened;

use super::{Kind, Node};

/// Looks through the text of a tree for Markdown that the parser left as text.
pub(super) fn inspect(nodes: &[Node], source: &str, findings: &mut Findings) {
    let mut begins = true;
    for node in nodes {
        match &node.kind {
            Kind::CodeBlock => {}
            Kind::Text(text) => {
                inspect_text(text, &node.range, source, findings);
                if begins {
                    inspect_start(text, &node.range, findings);
                }
                full_width_links(text, &node.range, findings);
            }
            _ => inspect(&node.children, source, findings),
        }
        begins = matches!(node.kind, Kind::Break(_)) || !node.kind.is_inline();
    }
}

/// A mark of Markdown in its full-width form at the beginning of a line: ＃ － ＊ ＞ before a blank.
fn inspect_start(text: &str, range: &Range<usize>, findings: &mut Findings) {
    let line = text.trim_start();
    let (mark, meant) = match line.chars().next() {
        Some('＃') => ("＃", "标题写成「# 标题」"),
        Some('－') => ("－", "列表写成「- 内容」"),
        Some('＊') => ("＊", "列表写成「- 内容」"),
        Some('＋') => ("＋", "列表写成「- 内容」"),
        Some('＞') => ("＞", "引用写成「> 内容」"),
        _ => return,
    };
    let behind = line[mark.len()..].trim_start_matches('＃');
    if text.len() != range.len() || !behind.starts_with([' ', '\u{3000}']) {
        return;
    }
    let start = range.start + text.len() - line.len();
    let message = format!("行首的「{mark}」是全角，没有当作 Markdown，会照原样印出");
    let help = format!("{meant}，用半角符号；本来就要印这个符号的，不用改");
    let finding = Diagnostic::warning(code::FULL_WIDTH_MARKUP, message).help(help);
    findings.add(&(start..start + mark.len()), finding);
}

/// A picture, a link or a footnote in full-width brackets: ！［图］（a.png）, ［甲］（https://…）, ［^1］.
fn full_width_links(text: &str, range: &Range<usize>, findings: &mut Findings) {
    if text.len() != range.len() {
        return;
    }
    let mut start = 0;
    for (end, close) in text.match_indices('］') {
        let open = text[start..end].rfind('［').map(|open| start + open);
        start = end + close.len();
        let Some(open) = open else { continue };
        let inner = &text[open + '［'.len_utf8()..end];
        let after = &text[start..];
        let address = after.strip_prefix(['（', '(']).unwrap_or_default();
        let leads = ["http", "assets/", "mailto:"].iter().any(|start| address.starts_with(start));
        let help = match inner.starts_with('^') {
            true => "脚注写成「[^1]」，方括号用半角",
            false if leads => "写成「![说明](assets/文件名)」或「[文字](网址)」，括号用半角",
            false => continue,
        };
        let message =
            format!("「［{}］」用了全角括号，没有当作 Markdown，会照原样印出", shortened(inner));
        let finding = Diagnostic::warning(code::FULL_WIDTH_MARKUP, message).help(help);
        findings.add(&(range.start + open..range.start + end), finding);
    }
}

fn inspect_text(text: &str, range: &Range<usize>, source: &str, findings: &mut Findings) {
    // A text that differs from its source (an entity) was no Markdown to begin with.
    if !text.contains('[') || source.get(range.clone()) != Some(text) {
        return;
    }
    // Both are looked for once: a text may consist of brackets.
    let mut closing = text.match_indices(']').map(|(at, _)| at).peekable();
    let last_round = text.rfind([')', '）']).unwrap_or(0);
    for (at, _) in text.match_indices('[') {
        let place = range.start + at;
        while closing.next_if(|&closing| closing < at).is_some() {}
        let Some(length) = closing.peek().map(|closing| closing - at) else {
            // No bracket closes from here on, so none of the later ones is closed either.
            return;
        };
        if is_escaped(source, place) {
            continue;
        }
        let inner = &text[at + 1..at + length];
        let name = inner.strip_prefix('^').filter(|name| is_note_name(name));
        let after = &text[at + length + 1..];
        if let Some(name) = name {
            let message = format!("脚注「{}」没有内容", shortened(name));
            let help = format!("另起一段写 [^{name}]: 脚注内容");
            let finding = Diagnostic::warning(code::FOOTNOTE, message).help(help);
            findings.add(&(place..place + length + 1), finding);
        } else if text[..at].ends_with(['!', '！'])
            && (after.starts_with('(') || after.starts_with('（'))
            && last_round > at + length
        {
            let message = format!("图片「{}」的写法不对，会印成文字", shortened(inner));
            let help = "写成 ![说明](assets/文件名)，标点用半角；文件名有空格时写成 ![说明](<assets/文件名>)";
            let finding = Diagnostic::warning(code::PICTURE, message).help(help);
            findings.add(&(place..place + length + 1), finding);
        }
    }
}

fn is_note_name(name: &str) -> bool {
    !name.is_empty() && !name.contains(|each: char| each.is_whitespace() || each == '[')
}

/// Whether an odd number of backslashes stands before this place.
fn is_escaped(source: &str, place: usize) -> bool {
    let before = source.as_bytes()[..place].iter().rev();
    before.take_while(|byte| **byte == b'\\').count() % 2 == 1
}
