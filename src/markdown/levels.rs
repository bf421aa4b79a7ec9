//! What official prose marks without Markdown: 一、 and （一） before a heading, 一是 before a lead-in.
//!
//! Clerks type these as plain paragraphs. Only what is certain is touched: a paragraph that could
//! be a sentence stays one, and an author's own bold is left alone.

use super::join::Join;
use super::tree::{Kind, Node};

/// The most characters of a heading or a lead-in.
const LONGEST: usize = 45;
/// Stands for an element that is no text.
const OBJECT: char = '\u{FFFC}';

/// Turns the paragraphs of a body that are headings into such, sets run-in headings in 楷体 and,
/// with `lead_ins`, the sentences that 一是, 一要 … lead in bold. Lines that begin paragraphs become
/// such.
pub(super) fn settle(nodes: &mut Vec<Node>, lead_ins: bool) {
    let mut settled = Vec::with_capacity(nodes.len());
    for mut node in std::mem::take(nodes) {
        if !matches!(node.kind, Kind::Paragraph) {
            settled.push(node);
        } else if !node.children.iter().any(parts) {
            if !number(&mut node) && lead_ins {
                lead(&mut node);
            }
            settled.push(node);
        } else {
            // Whether sentences lead is seen from all of them.
            if lead_ins {
                lead(&mut node);
            }
            settled.extend(lines(node).into_iter().map(|mut line| {
                number(&mut line);
                line
            }));
        }
    }
    *nodes = settled;
}

/// Whether it is where a line begins a paragraph.
fn parts(node: &Node) -> bool {
    matches!(node.kind, Kind::Break(Join::Paragraph))
}

/// The paragraphs that the lines of one are.
fn lines(node: Node) -> Vec<Node> {
    let mut lines: Vec<Node> = Vec::new();
    let mut open = false;
    for child in node.children {
        if parts(&child) {
            open = false;
            continue;
        }
        match lines.last_mut().filter(|_| open) {
            Some(line) => {
                line.range.end = child.range.end;
                line.children.push(child);
            }
            None => {
                let range = child.range.clone();
                lines.push(Node { kind: Kind::Paragraph, range, children: vec![child] });
            }
        }
        open = true;
    }
    lines
}

/// Makes a heading of a paragraph that is one, or of its first sentence; whether it was either.
fn number(node: &mut Node) -> bool {
    let text = shown(&node.children);
    if let Some(level) = heading(&text) {
        node.kind = Kind::Heading(level);
        return true;
    }
    let Some(end) = run_in(&text) else { return false };
    let children = std::mem::take(&mut node.children);
    node.children = wrap(children, &[(0, end)], || Kind::Emphasis);
    true
}

/// Sets the sentences that lead in bold, unless the author set some so.
fn lead(node: &mut Node) {
    if node.children.iter().any(|child| matches!(child.kind, Kind::Strong)) {
        return;
    }
    let spans = leads(&shown(&node.children));
    if !spans.is_empty() {
        let children = std::mem::take(&mut node.children);
        node.children = wrap(children, &spans, || Kind::Strong);
    }
}

/// The text of inline elements, [`OBJECT`] for each that is no plain text.
fn shown(children: &[Node]) -> String {
    let mut text = String::new();
    for child in children {
        match &child.kind {
            Kind::Text(part) => text.push_str(part),
            Kind::Break(_) => {}
            _ => text.push(OBJECT),
        }
    }
    text
}

/// What follows a Chinese ordinal (一 … 九十九) at the start, if there is one.
fn after_ordinal(text: &str) -> Option<&str> {
    let rest = text.trim_start_matches(|c| "一二三四五六七八九十".contains(c));
    let count = text[..text.len() - rest.len()].chars().count();
    (1..=3).contains(&count).then_some(rest)
}

/// 1 for a paragraph 一、…, 2 for （一）…, where no full stop makes a sentence of it.
fn heading(text: &str) -> Option<u8> {
    let bracketed =
        text.strip_prefix('（').and_then(after_ordinal).is_some_and(|rest| rest.starts_with('）'));
    let level = match after_ordinal(text) {
        Some(rest) if rest.starts_with('、') => 1,
        None if bracketed => 2,
        _ => return None,
    };
    is_heading(text).then_some(level)
}

fn is_heading(text: &str) -> bool {
    !text.contains(['。', OBJECT])
        && !text.trim_end().ends_with(['；', '：', '！', '？', '，', '、'])
        && text.chars().count() <= LONGEST
}

/// The end of the sentence that （一） begins, where more follows it in the paragraph.
fn run_in(text: &str) -> Option<usize> {
    after_ordinal(text.strip_prefix('（')?)?.strip_prefix('）')?;
    sentence(text).filter(|&end| !text[end..].trim().is_empty())
}

/// The end of a short first sentence without objects in it.
fn sentence(text: &str) -> Option<usize> {
    let end = text.find('。')? + '。'.len_utf8();
    let short = text[..end].chars().count() <= LONGEST && !text[..end].contains([OBJECT, '；']);
    short.then_some(end)
}

/// Whether a line begins as paragraphs do: 一、 （一） 1. 1、 （1） ① 第一， 一是 一要.
pub(super) fn begins(line: &str) -> bool {
    let line = line.trim_start();
    let bracketed = line.strip_prefix(['（', '(']);
    let inner = bracketed.unwrap_or(line);
    let arabic = inner.trim_start_matches(|c: char| c.is_ascii_digit());
    let digits = inner.len() - arabic.len();
    let behind = if digits > 0 { Some(arabic) } else { after_ordinal(inner) };
    let Some(behind) = behind.filter(|_| digits <= 2) else {
        let of_order = line.strip_prefix('第').and_then(after_ordinal);
        return line.starts_with(|c| ('①'..='⑳').contains(&c))
            || of_order.is_some_and(|rest| rest.starts_with(['，', '、']));
    };
    if bracketed.is_some() {
        return behind.starts_with(['）', ')']);
    }
    let after_point = |point: char| {
        // 1.5 is a number.
        behind
            .strip_prefix(point)
            .is_some_and(|rest| !rest.starts_with(|c: char| c.is_ascii_digit()))
    };
    behind.starts_with('、')
        || digits > 0 && (after_point('.') || after_point('．'))
        || digits == 0 && behind.starts_with(['是', '要'])
}

/// Whether a line is a heading with a number and nothing else, however the text goes on below it.
pub(super) fn is_bare_heading(line: &str) -> bool {
    let line = line.trim();
    let marks = ['。', '，', '；', '：', '！', '？', '”', OBJECT];
    let named = line.split_once(['、', '）']).map_or("", |(_, rest)| rest);
    heading(line).is_some() && !named.is_empty() && !line.contains(marks)
}

/// The sentences that 一是, 二要 … lead in. Where one such sentence follows another at once they
/// are a list of measures and not lead-ins, and none is marked; nor is any where one of them is too
/// long to lead in, or where the first is missing in the middle of a paragraph.
fn leads(text: &str) -> Vec<(usize, usize)> {
    let is_led =
        |text: &str| after_ordinal(text).is_some_and(|rest| rest.starts_with(['是', '要']));
    let mut spans = Vec::new();
    let mut starts = vec![0];
    starts.extend(text.match_indices('。').map(|(at, stop)| at + stop.len()));
    starts.retain(|&start| is_led(&text[start..]));
    // The first of them may stand behind who says it: 张祥强调，一要……。二要……。
    if let Some(&second) = starts.first()
        && second > 0
        && !text[second..].starts_with('一')
    {
        let marks = text[..second].match_indices(['，', '：']);
        let mut firsts = marks.map(|(at, mark)| at + mark.len());
        let Some(first) = firsts.find(|&at| text[at..].starts_with('一') && is_led(&text[at..]))
        else {
            return Vec::new();
        };
        starts.insert(0, first);
    }
    for start in starts {
        // All of them, or none.
        let Some(end) = sentence(&text[start..]).map(|end| start + end) else { return Vec::new() };
        if text[end..].trim().is_empty() || is_led(&text[end..]) {
            return Vec::new();
        }
        spans.push((start, end));
    }
    spans
}

/// Puts the stretches of [`shown`] text, ascending, into nodes of their own; texts are split at
/// their ends.
fn wrap(children: Vec<Node>, spans: &[(usize, usize)], kind: fn() -> Kind) -> Vec<Node> {
    let mut out = Vec::new();
    let mut at = 0;
    // The first stretch that does not end before `at`.
    let mut next = 0;
    for child in children {
        let text = match &child.kind {
            // A text that differs from its source cannot be split with its places kept.
            Kind::Text(text) if text.len() == child.range.len() => text.clone(),
            other => {
                let length = match other {
                    Kind::Text(text) => text.len(),
                    Kind::Break(_) => 0,
                    _ => OBJECT.len_utf8(),
                };
                out.push((stretch(spans, &mut next, at), child));
                at += length;
                continue;
            }
        };
        let (start, end, origin) = (at, at + text.len(), child.range.start);
        while at < end {
            let within = stretch(spans, &mut next, at);
            let cut = match (within, spans.get(next)) {
                (Some(_), Some((_, to))) => (*to).min(end),
                (None, Some((from, _))) => (*from).min(end),
                (_, None) => end,
            };
            let part = text[at - start..cut - start].to_owned();
            let range = origin + at - start..origin + cut - start;
            out.push((within, Node::leaf(Kind::Text(part), range)));
            at = cut;
        }
    }
    gather(out, kind)
}

/// The start of the stretch that `at` lies in; `next` goes on to the first that ends behind it.
fn stretch(spans: &[(usize, usize)], next: &mut usize, at: usize) -> Option<usize> {
    while spans.get(*next).is_some_and(|(_, end)| *end <= at) {
        *next += 1;
    }
    spans.get(*next).map(|(start, _)| *start).filter(|start| *start <= at)
}

/// Runs of nodes of one stretch become its children.
fn gather(parts: Vec<(Option<usize>, Node)>, kind: fn() -> Kind) -> Vec<Node> {
    let mut out: Vec<Node> = Vec::new();
    let mut open: Option<usize> = None;
    for (stretch, node) in parts {
        match (stretch, out.last_mut()) {
            (Some(start), Some(last)) if open == Some(start) => {
                last.range.end = node.range.end;
                last.children.push(node);
            }
            (Some(_), _) => {
                let range = node.range.clone();
                out.push(Node { kind: kind(), range, children: vec![node] });
            }
            (None, _) => out.push(node),
        }
        open = stretch;
    }
    out
}
