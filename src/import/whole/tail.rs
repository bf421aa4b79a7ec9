//! The tail of an issue: 报, 送, 发, the print run, who edited and signed.

use super::labels::{LABELS, Slot, copies, labelled, parts, signs, starts_labelled};
use super::lines::{is_rule, segments};
use crate::import::bare::dense;
use crate::import::document::{Block, Paragraph, Table};
use crate::import::recognise::{dates, units};
use crate::model::Roster;

/// The most lines of a tail.
const LONGEST: usize = 24;

/// What the tail says.
#[derive(Clone, Debug, Default)]
pub struct Tail {
    /// What labels name, in the order of the page: the text behind each.
    pub slots: Vec<(Slot, String)>,
    /// 共印 N 份.
    pub copies: Option<u32>,
    /// The day of printing.
    pub printed: Option<(dates::Found, String)>,
    /// Lines that an issue has no place for, with what they are.
    pub left_out: Vec<(&'static str, String)>,
    /// Labels that are printed otherwise, in sentences.
    pub changed: Vec<String>,
}

impl Tail {
    /// Whether there is one.
    pub fn is_empty(&self) -> bool {
        self.slots.is_empty() && self.copies.is_none()
    }
}

/// Takes the tail off.
pub fn take(blocks: &mut Vec<Block>) -> Tail {
    // From the end: where each line stands, and what it says; nothing for a picture.
    let mut lines: Vec<(usize, String)> = Vec::new();
    'all: for (index, block) in blocks.iter().enumerate().rev() {
        let own: Vec<String> = match block {
            Block::Paragraph(it) if it.has_pictures() && it.is_wordless() => {
                lines.push((index, String::new()));
                continue;
            }
            Block::Paragraph(it) if it.has_pictures() || it.bullet.is_some() => break,
            Block::Paragraph(it) => rows_of(it),
            Block::Table(table) => match of_table(table) {
                Some(lines) => lines,
                None => break,
            },
        };
        for line in own.into_iter().rev() {
            let of_tail = is_weak(&line) || is_strong(&line) || goes_on(blocks, index, &line);
            if lines.len() >= LONGEST || !of_tail {
                break 'all;
            }
            lines.push((index, line));
        }
    }
    // A unit and a date above the first line that is surely of the tail sign the last entry.
    let Some(mut first) = lines.iter().rposition(|(_, line)| is_strong(line)) else {
        return Tail::default();
    };
    let Some(index) = lines.get(first).map(|(index, _)| *index) else { return Tail::default() };
    let is_table = matches!(blocks.get(index), Some(Block::Table(_)));
    while is_table && lines.get(first + 1).is_some_and(|(own, _)| *own == index) {
        first += 1;
    }
    lines.truncate(first + 1);
    lines.reverse();
    // Of a paragraph that the tail begins within, what is above stays.
    let taken = lines.iter().filter(|(own, _)| *own == index).count();
    let kept = match blocks.get(index) {
        Some(Block::Paragraph(it)) => above(it, taken),
        _ => None,
    };
    blocks.truncate(index);
    blocks.extend(kept.map(Block::Paragraph));
    read(lines.into_iter().map(|(_, line)| line))
}

/// The rows of a paragraph that say something.
fn rows_of(paragraph: &Paragraph) -> Vec<String> {
    let text = paragraph.text();
    text.split('\n').filter(|row| !row.trim().is_empty()).map(str::to_owned).collect()
}

/// A paragraph without its last rows; none where they are all of it.
fn above(paragraph: &Paragraph, rows: usize) -> Option<Paragraph> {
    let text = paragraph.text();
    let (mut left, mut end) = (rows, text.len());
    for row in text.rsplit('\n') {
        if left == 0 && !row.trim().is_empty() {
            let mut kept = paragraph.clone();
            kept.truncate(end);
            return Some(kept);
        }
        left -= usize::from(left > 0 && !row.trim().is_empty());
        end = end.saturating_sub(row.len() + 1);
    }
    None
}

/// The lines of a table that is a tail; none of any other.
fn of_table(table: &Table) -> Option<Vec<String>> {
    let mut lines = Vec::new();
    for row in &table.rows {
        let cells: Vec<Vec<String>> = row
            .iter()
            .map(|cell| cell.iter().flat_map(rows_of).collect::<Vec<_>>())
            .filter(|cell| !cell.is_empty())
            .collect();
        // 报 | 市委: a label and what it names in cells beside each other.
        let label = cells.first().and_then(|first| first.first()).filter(|first| {
            LABELS.iter().any(|(label, _)| dense(first).trim_end_matches(['：', ':']) == *label)
        });
        if let (Some(label), [_, named]) = (label, cells.as_slice()) {
            let name = dense(label);
            lines.push(format!("{}：{}", name.trim_end_matches(['：', ':']), named.concat()));
        } else if cells.iter().all(|cell| cell.len() == 1) {
            // Unit and date of printing at the two ends of a row.
            lines.push(cells.concat().join("　"));
        } else {
            lines.extend(cells.into_iter().flatten());
        }
    }
    lines.retain(|line| !line.trim().is_empty());
    let of_tail = lines.iter().all(|line| is_weak(line) || is_strong(line));
    (of_tail && lines.iter().any(|line| is_strong(line))).then_some(lines)
}

/// Whether a line can only be of a tail.
fn is_strong(line: &str) -> bool {
    let (found, rest) = labelled(line);
    let head = rest.first().map_or(0, |rest| rest.chars().count());
    (!found.is_empty() && head <= 40 && line.chars().count() <= 600 && starts_labelled(line))
        || copies(line).is_some_and(|(_, rest)| rest.chars().count() <= 40)
        || is_printed(line)
        || signs(line)
}

/// Whether a line may be of a tail, below one that is.
fn is_weak(line: &str) -> bool {
    let text = line.trim();
    let page = text.chars().all(|c| c.is_ascii_digit() || "-—－ 　".contains(c));
    let contact = [
        "联系电话",
        "电话",
        "地址",
        "邮箱",
        "电子邮箱",
        "传真",
        "网址",
        "邮编",
        "联系人",
        "投稿",
        "校对",
        "打印",
    ]
    .iter()
    .any(|label| dense(text).starts_with(label));
    let dated = dates::first(text).is_some_and(|found| {
        let rest = [&text[..found.range.start], &text[found.range.end..]].concat();
        rest.chars().count() <= 40 && !rest.contains(['。', '，'])
    });
    let unit = units::looks_like_one(text, &Roster::default());
    is_rule(text) || page || (contact && text.chars().count() <= 80) || dated || unit
}

/// Whether a line without a label goes on with the list of the line above.
fn goes_on(blocks: &[Block], index: usize, line: &str) -> bool {
    let above = index.checked_sub(1).and_then(|above| blocks.get(above));
    let Some(Block::Paragraph(above)) = above else { return false };
    let text = above.text();
    let open = text.trim_end().ends_with(['，', '、', '；', '：']);
    open && line.chars().count() <= 200 && is_strong(&text)
}

/// 望河县委办公室　2026年3月5日印发.
fn is_printed(line: &str) -> bool {
    let bare = dense(line);
    let ends = ["印发", "印", "编印", "印制"].iter().any(|end| bare.ends_with(end));
    ends && bare.chars().count() <= 60 && dates::first(line).is_some() && !bare.contains('。')
}

fn read(lines: impl Iterator<Item = String>) -> Tail {
    let mut tail = Tail::default();
    for line in lines {
        let mut line = line.trim().to_owned();
        if line.is_empty() {
            tail.left_out.push(("报尾的图片", "图".to_owned()));
            continue;
        }
        if is_rule(&line) {
            tail.left_out.push(("分隔线", line));
            continue;
        }
        if let Some((number, rest)) = copies(&line) {
            let printed = format!("共印{number}份");
            if !dense(&line).contains(&printed) {
                tail.changed.push(format!("「{line}」印作「（{printed}）」"));
            }
            match tail.copies {
                None => tail.copies = Some(number),
                Some(own) if own == number => {}
                Some(_) => tail.left_out.push(("另一个印数", line.clone())),
            }
            line = rest;
        }
        let (found, rest, labels) = parts(&line);
        for ((slot, text), label) in found.iter().zip(&labels) {
            if label != slot.printed() {
                tail.changed.push(format!("「{label}」印作「{}」", slot.printed()));
            }
            tail.slots.push((*slot, text.clone()));
        }
        for text in rest {
            let open = tail.slots.last_mut().filter(|(slot, list)| {
                let ends = list.is_empty() || list.ends_with(['，', '、', '；']);
                ends && found.is_empty() && !slot.is_person()
            });
            if let Some((_, list)) = open.filter(|_| !is_printed(&text)) {
                list.push_str(&text);
                continue;
            }
            let day = dates::first(&text).filter(dates::Found::has_year);
            match day {
                Some(day) if tail.printed.is_none() => {
                    tail.left_out.push(("报尾的印发单位和日期", text.clone()));
                    tail.printed = Some((day, text));
                }
                _ if segments(&text).is_empty() => {}
                _ => tail.left_out.push(("报尾的其他文字", text)),
            }
        }
    }
    tail
}

/// The units of a list, as they are printed: parted at commas outside brackets.
pub fn listed(text: &str) -> Vec<String> {
    let (mut depth, mut parts) = (0_usize, vec![String::new()]);
    for c in text.trim().trim_end_matches(['。', '，', '；', '.']).chars() {
        match c {
            '（' | '(' => depth += 1,
            '）' | ')' => depth = depth.saturating_sub(1),
            _ => {}
        }
        if c == '，' && depth == 0 {
            parts.push(String::new());
        } else if let Some(last) = parts.last_mut() {
            last.push(c);
        }
    }
    parts.iter().map(|part| part.trim().to_owned()).filter(|part| !part.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(lines: &[&str], want: &str) {
        let tail = read(lines.iter().map(|line| (*line).to_owned()));
        let slots = tail.slots.iter().map(|(slot, text)| format!("{}={text}", slot.printed()));
        let copies = tail.copies.iter().map(|copies| format!("印={copies}"));
        let told = tail.left_out.iter().map(|(_, text)| format!("?{text}"));
        let changed = tail.changed.iter().map(|text| format!("≠{text}"));
        let got: Vec<String> = slots.chain(copies).chain(told).chain(changed).collect();
        assert_eq!(got.join("|"), want, "{lines:?}");
    }

    #[test]
    fn tails_of_every_hand() {
        check(
            &["报：省委，省政府。", "发：各县（市、区）。"],
            "报=省委，省政府。|发=各县（市、区）。",
        );
        check(
            &["报：省委。送：市直各单位。发：各县。（共印120份）"],
            "报=省委。|送=市直各单位。|发=各县。|印=120",
        );
        check(&["发：各乡镇人民政府。　　（共印 60 份）"], "发=各乡镇人民政府。|印=60");
        check(&["（共印120份）"], "印=120");
        check(
            &["责任编辑：李明　审核：王芳　签发：张祥"],
            "编辑=李明|审核=王芳|签发=张祥|≠「责任编辑」印作「编辑」",
        );
        check(&["报　送：县委办"], "报=县委办|≠「报送」印作「报」");
        check(&["望河县委办公室　2026年3月5日印发"], "?望河县委办公室　2026年3月5日印发");
        check(
            &["抄送：县委各部委，", "县直各单位。"],
            "送=县委各部委，县直各单位。|≠「抄送」印作「送」",
        );
    }

    #[test]
    fn lists_of_units() {
        assert_eq!(
            listed("省委，省政府（办公厅，研究室）。"),
            ["省委", "省政府（办公厅，研究室）"]
        );
        assert_eq!(listed("各县、区"), ["各县、区"]);
    }
}
