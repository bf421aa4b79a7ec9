//! Tables: the widths of their columns, cells that are one with others, the line that is their title.

use std::collections::BTreeMap;

use crate::diagnostic::{Diagnostic, code};
use crate::markdown::findings::Findings;

use super::{Kind, Node};

/// The most dashes that a column's width is told by.
const MOST_DASHES: usize = 1_000;
/// The most characters of a title that nothing but its number shows to be one.
const LONGEST_TITLE: usize = 45;

/// The proportions of the columns by the dashes below the head; empty where all are as long, and the
/// contents tell.
pub(super) fn widths(table: &Node, source: &str, columns: usize) -> Vec<usize> {
    let Some(head) = table.children.first() else { return Vec::new() };
    let rest = source.get(head.range.end..table.range.end).unwrap_or_default();
    let is_dashed = |line: &&str| {
        line.contains('-')
            && line.chars().all(|c| matches!(c, '-' | ':' | '|' | '>' | ' ' | '\t' | '\r'))
    };
    let Some(line) = rest.lines().find(is_dashed) else { return Vec::new() };
    let dashes = |cell: &str| cell.bytes().filter(|byte| *byte == b'-').count().min(MOST_DASHES);
    let widths: Vec<usize> = line.split('|').map(dashes).filter(|count| *count > 0).collect();
    let told = widths.len() == columns && widths.iter().any(|width| *width != widths[0]);
    if told { widths } else { Vec::new() }
}

/// What a cell says of itself.
#[derive(Clone, Copy, PartialEq)]
enum Join {
    Left,
    Above,
}

/// Makes one of the cells that say `<<` (with the one to the left) or `^^` (with the one above), and
/// returns how many rows belong to the head.
pub(super) fn join_cells(rows: &mut [Node], source: &str, findings: &mut Findings) -> usize {
    let joins: Vec<Vec<Option<Join>>> = rows
        .iter()
        .map(|row| row.children.iter().map(|cell| join_of(cell, source)).collect())
        .collect();
    // The cell that each place belongs to.
    let mut owners: Vec<Vec<(usize, usize)>> = Vec::with_capacity(rows.len());
    let mut areas: BTreeMap<(usize, usize), Vec<(usize, usize)>> = BTreeMap::new();
    for (y, row) in joins.iter().enumerate() {
        let mut own: Vec<(usize, usize)> = Vec::with_capacity(row.len());
        for (x, join) in row.iter().enumerate() {
            let owner = match join {
                None => Some((y, x)),
                Some(Join::Left) => x.checked_sub(1).map(|left| own[left]),
                Some(Join::Above) => {
                    y.checked_sub(1).and_then(|above| owners[above].get(x).copied())
                }
            };
            if owner.is_none() {
                let (message, help) = match join {
                    Some(Join::Left) => (
                        "「<<」在表格的第一列，左边没有可以合并的格子",
                        "删去这个「<<」；要印出这两个符号，写成 \\<\\<",
                    ),
                    _ => (
                        "「^^」在表格的第一行，上面没有可以合并的格子",
                        "删去这个「^^」；要印出这两个符号，写成 \\^\\^",
                    ),
                };
                let finding = Diagnostic::warning(code::TABLE, message).help(help);
                findings.add(&rows[y].children[x].range, finding);
            }
            own.push(owner.unwrap_or((y, x)));
            if let Some(owner) = owner {
                areas.entry(owner).or_default().push((y, x));
            }
        }
        owners.push(own);
    }
    let mut heads = 1;
    for ((top, left), places) in areas.into_iter().filter(|(_, places)| places.len() > 1) {
        let bottom = places.iter().map(|(y, _)| *y).max().unwrap_or(top);
        let right = places.iter().map(|(_, x)| *x).max().unwrap_or(left);
        let (down, across) = (bottom + 1 - top, right + 1 - left);
        if places.len() != down * across || places.iter().any(|(_, x)| *x < left) {
            let message = "要合并的几个格子不成长方形，没有合并";
            let help = "一行里合并几格，上下各行也要合并同样的几格；「^^」并入上面的格子，「<<」并入左边的格子";
            let finding = Diagnostic::warning(code::TABLE, message).help(help);
            let (y, x) =
                places.iter().find(|place| **place != (top, left)).copied().unwrap_or((top, left));
            findings.add(&rows[y].children[x].range, finding);
            continue;
        }
        for (y, x) in places {
            let cell = &mut rows[y].children[x];
            if (y, x) == (top, left) {
                cell.kind = Kind::Cell { across, down };
            } else {
                cell.kind = Kind::Covered;
                cell.children.clear();
            }
        }
        // What begins in the head belongs to it as a whole, and all rows beside it do.
        if top < heads {
            heads = heads.max(top + down);
        }
    }
    heads
}

/// `<<` or `^^` and nothing else, as they stand in the text: with a backslash they are words.
fn join_of(cell: &Node, source: &str) -> Option<Join> {
    let [Node { kind: Kind::Text(text), range, .. }] = cell.children.as_slice() else {
        return None;
    };
    let written = source.get(..range.start).is_some_and(|before| !before.ends_with('\\'))
        && source.get(range.clone()).is_some_and(|written| written.trim() == text.trim());
    match text.trim() {
        "<<" if written => Some(Join::Left),
        "^^" if written => Some(Join::Above),
        _ => None,
    }
}

/// Gives tables the paragraphs that are their titles: 表1 …, 附表：…, or `: …` as pandoc has it. They stand
/// above the table; the last may stand below one that has no title yet.
pub(super) fn give_titles(nodes: &mut Vec<Node>, source: &str) {
    if !nodes.iter().any(|node| matches!(node.kind, Kind::Table { .. })) {
        return;
    }
    let mut out: Vec<Node> = Vec::with_capacity(nodes.len());
    let mut rest = std::mem::take(nodes).into_iter().peekable();
    while let Some(mut node) = rest.next() {
        if matches!(node.kind, Kind::Table { .. }) {
            let above = out.pop_if(|before| title_mark(before, source).is_some());
            let before_table = |node: &Node| matches!(node.kind, Kind::Table { .. });
            if let Some(title) = above {
                give(&mut node, title, source);
            } else if rest.peek().is_some_and(|next| title_mark(next, source) > Some(0)) {
                let below = rest.next();
                if rest.peek().is_some_and(before_table) {
                    // It is the title of that one.
                    out.push(node);
                    out.extend(below);
                    continue;
                }
                if let Some(title) = below {
                    give(&mut node, title, source);
                }
            }
        }
        out.push(node);
    }
    *nodes = out;
}

/// Puts a title before the rows of its table, without the mark that shows it to be one.
fn give(table: &mut Node, mut title: Node, source: &str) {
    let mark = title_mark(&title, source).unwrap_or(0);
    if let Some(Node { kind: Kind::Text(text), range, .. }) = title.children.first_mut() {
        // What precedes the text in its range is nothing or a backslash; `title_mark` has seen neither.
        text.drain(..mark.min(text.len()));
        range.start = (range.start + mark).min(range.end);
    }
    title.kind = Kind::Title;
    table.range.start = table.range.start.min(title.range.start);
    table.children.insert(0, title);
}

/// The bytes before the words of a paragraph that is the title of a table; nothing where it is none.
fn title_mark(node: &Node, source: &str) -> Option<usize> {
    let Node { kind: Kind::Paragraph, children, .. } = node else { return None };
    let Some(Node { kind: Kind::Text(text), range, .. }) = children.first() else { return None };
    if children.iter().any(|child| matches!(child.kind, Kind::Break(_) | Kind::Picture { .. })) {
        return None;
    }
    // A mark with a backslash before it is a character.
    if source.get(..range.start).is_none_or(|before| before.ends_with('\\'))
        || source.get(range.clone()) != Some(text.as_str())
    {
        return None;
    }
    if let Some(rest) = text.strip_prefix(": ").filter(|rest| !rest.trim().is_empty()) {
        return Some(text.len() - rest.trim_start().len());
    }
    let number = text.strip_prefix('附').unwrap_or(text).strip_prefix('表')?.trim_start();
    let rest = number.trim_start_matches(|c: char| {
        c.is_ascii_digit()
            || ('０'..='９').contains(&c)
            || "一二三四五六七八九十-—－.．：".contains(c)
    });
    let ends = |text: &str| text.trim_end().ends_with(['。', '；', '：', '，', '、', '！', '？']);
    let last = children.last().and_then(|child| match &child.kind {
        Kind::Text(text) => Some(text.as_str()),
        _ => None,
    });
    let is_title = rest.len() < number.len()
        && (!rest.trim().is_empty() || children.len() > 1)
        && !text.contains('。')
        && !last.is_some_and(ends)
        && text.chars().count() <= LONGEST_TITLE;
    is_title.then_some(0)
}

/// Warns of paragraphs that are meant as tables: without the `|---|` under its head a table is text.
pub(super) fn without_rule(nodes: &[Node], source: &str, findings: &mut Findings) {
    let bars =
        |line: &str| line.trim().starts_with(['|', '｜']) && line.trim().ends_with(['|', '｜']);
    for node in nodes.iter().filter(|node| matches!(node.kind, Kind::Paragraph)) {
        let written = source.get(node.range.clone()).unwrap_or_default().trim_end();
        if written.lines().count() > 1 && written.lines().all(bars) {
            let finding = Diagnostic::warning(code::TABLE, "这几行像表格，但排成了文字");
            let help = "表格用半角「|」，第一行（表头）下面要有一行「|---|---|」，每格一个「---」";
            let first = node.range.start..node.range.start + written.find('\n').unwrap_or(0);
            findings.add(&first, finding.help(help));
        }
    }
}
