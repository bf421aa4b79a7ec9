//! A signature that does not stand last: an annex, photographs or a note follow it.
//!
//! What follows is put aside, in its order, while the tail is looked for.

use super::{Reference, annex, lines, tail};
use crate::import::bare::dense;
use crate::import::document::{Align, Block, Paragraph, Stands, Table};

/// How many blocks behind a signature are gone through.
const FURTHEST: usize = 400;
/// The most blocks behind a signature that are no annex.
const FEW: usize = 10;
/// The most characters of a note or caption behind a signature.
const NOTE: usize = 60;
/// The most cells of a table of a signature.
const CELLS: usize = 12;

/// What stands behind a signature.
#[derive(Debug, Default)]
pub struct Behind {
    /// The blocks, in their order.
    pub blocks: Vec<Block>,
    /// Whether words among them may be part of the text, of a second dispatch, of anything.
    pub is_doubtful: bool,
}

/// Takes off what stands behind the signature, where something does.
pub fn part(blocks: &mut Vec<Block>, house: Reference<'_>) -> Behind {
    unfold(blocks, house);
    let Some((mut end, is_annex)) = end(blocks, house) else { return Behind::default() };
    // Photographs that stand in lines of their own below the signature are not of it.
    let stands_below = |block: &Block| match block {
        Block::Paragraph(it) => {
            it.is_wordless()
                && it.has_pictures()
                && it.pictures().all(|shown| shown.stands == Stands::InLine)
        }
        Block::Table(_) => false,
    };
    while end > 1 && stands_below(&blocks[end - 1]) {
        end -= 1;
    }
    let blocks = blocks.split_off(end);
    let words = |block: &Block| match block {
        Block::Paragraph(it) => {
            !it.is_wordless() && lines::read(&it.text(), house.roster).is_empty()
        }
        Block::Table(_) => true,
    };
    let captions = blocks.windows(2).filter(|two| is_picture(&two[0]) && words(&two[1])).count();
    let is_doubtful = !is_annex && blocks.iter().filter(|block| words(block)).count() > captions;
    Behind { blocks, is_doubtful }
}

fn is_picture(block: &Block) -> bool {
    matches!(block, Block::Paragraph(it) if it.is_wordless() && it.has_pictures())
}

/// Where the signature ends, and whether an annex follows.
fn end(blocks: &[Block], house: Reference<'_>) -> Option<(usize, bool)> {
    let first = blocks.len().saturating_sub(FURTHEST).max(1);
    // What stands above the text is no signature.
    let says = |block: &Block| {
        block.paragraph().is_some_and(|it| lines::is_text(it) || it.text().contains('。'))
    };
    let text = blocks.iter().skip(1).position(says).map(|at| at + 1)?;
    let signed = |end: usize| {
        let tail = tail::find(&blocks[..end], house);
        tail.is_signed() && tail.start > text
    };
    let annex = (first..blocks.len()).find(|at| begins_annex(&blocks[*at]) && signed(*at));
    if let Some(at) = annex {
        return Some((at, true));
    }
    let last = tail::find(blocks, house);
    let has_unit = last
        .lines
        .iter()
        .flat_map(|it| &it.0)
        .any(|line| matches!(line, lines::Line::Unit(_) | lines::Line::Both(..)));
    if last.is_signed() || has_unit {
        return None;
    }
    let lowest = blocks.len().saturating_sub(FEW).max(1);
    let light = blocks[lowest..].iter().rev().take_while(|block| is_light(block)).count();
    let ends = (blocks.len() - light..blocks.len()).rev();
    let mut ends = ends.filter(|at| *at > 1);
    ends.find(|at| signed(*at)).map(|at| (at, false))
}

/// 附件1, 附：核查表, 附件：名单: a line that an annex begins with, or a list of them.
fn begins_annex(block: &Block) -> bool {
    let Block::Paragraph(paragraph) = block else { return false };
    let text = paragraph.text();
    let bare = dense(&text);
    let starts = ["附件", "附：", "附:", "附表", "附图", "附录", "附1", "附2", "附一"];
    annex::is_label(&text)
        || starts.iter().any(|start| bare.starts_with(start))
            && bare.chars().count() <= NOTE
            && !bare.contains('。')
}

/// What may stand behind a signature and be no text.
fn is_light(block: &Block) -> bool {
    match block {
        Block::Paragraph(it) => it.text().chars().count() <= NOTE,
        Block::Table(_) => true,
    }
}

/// Puts the lines of a table that only holds a signature in its place: units, dates, who wrote.
fn unfold(blocks: &mut Vec<Block>, house: Reference<'_>) {
    let behind = blocks.iter().rev().take(FEW).take_while(|block| match block {
        Block::Paragraph(_) => is_light(block),
        Block::Table(_) => false,
    });
    let Some(at) = blocks.len().checked_sub(behind.count() + 1).filter(|at| *at > 0) else {
        return;
    };
    let Some(lines) = blocks.get(at).and_then(|block| match block {
        Block::Table(table) => signature(table, house),
        Block::Paragraph(_) => None,
    }) else {
        return;
    };
    blocks.splice(at..=at, lines.into_iter().map(Block::Paragraph));
}

/// The lines of such a table, one cell after the other; nothing where it is any other.
fn signature(table: &Table, house: Reference<'_>) -> Option<Vec<Paragraph>> {
    let cells: Vec<&Vec<Paragraph>> = table.rows.iter().flatten().collect();
    if cells.len() > CELLS {
        return None;
    }
    let mut lines = Vec::new();
    let (mut units, mut dates) = (0, Vec::new());
    for paragraph in cells.into_iter().flatten() {
        if paragraph.is_wordless() {
            lines.extend(paragraph.has_pictures().then(|| paragraph.clone()));
            continue;
        }
        let text = paragraph.text().replace('\n', " ");
        let found = lines::read(&text, house.roster);
        for line in &found {
            match line {
                lines::Line::Unit(_) => units += 1,
                lines::Line::Date(found, _) => dates.push(found.on(house.date)),
                lines::Line::Both(_, found, _) => {
                    units += 1;
                    dates.push(found.on(house.date));
                }
                lines::Line::Author(_) | lines::Line::Names(_) | lines::Line::Other(_) => {}
                lines::Line::Title(_) => return None,
            }
        }
        if found.is_empty() {
            return None;
        }
        lines.push(Paragraph { align: Align::End, ..paragraph.clone() });
    }
    // Several days are a timetable.
    dates.dedup();
    (units > 0 && dates.len() == 1).then_some(lines)
}

#[cfg(test)]
mod tests {
    use chrono::NaiveDate;

    use super::*;
    use crate::import::document::{Run, Shown};
    use crate::model::Roster;

    const TEXT: &str = "11月20日，望河县召开秋粮收储会议，安排部署下一步工作。";

    /// `>` puts a line at the right, `▣` is a photograph, `|` parts the cells of a row and `¦` rows.
    fn blocks(lines: &[&str]) -> Vec<Block> {
        let words = |text: &str, align: Align| {
            let run = match text {
                "▣" => Run::of_picture(Shown { width: Some(90.0), ..Shown::default() }),
                text => Run { text: text.to_owned(), ..Run::default() },
            };
            Paragraph { runs: vec![run], align, ..Paragraph::default() }
        };
        let cell = |text: &str| vec![words(text, Align::Start)];
        let one = |line: &&str| match (line.contains('|'), line.strip_prefix('>')) {
            (true, _) => Block::Table(Table {
                rows: line.split('¦').map(|row| row.split('|').map(cell).collect()).collect(),
                ..Table::default()
            }),
            (_, Some(line)) => Block::Paragraph(words(line, Align::End)),
            (_, None) => Block::Paragraph(words(line, Align::Start)),
        };
        lines.iter().map(one).collect()
    }

    #[track_caller]
    fn check(lines: &[&str], behind: usize, source: &str) {
        let roster = Roster::default();
        let date = NaiveDate::from_ymd_opt(2018, 12, 3).expect("a day");
        let house = Reference { roster: &roster, columns: &[], date };
        let mut all = blocks(lines);
        let rest = part(&mut all, house).blocks.len();
        let mut dispatch = super::super::Dispatch::default();
        tail::take(&mut all, house, &mut dispatch);
        let found = dispatch.source.map(|guess| guess.value).unwrap_or_default();
        assert_eq!((rest, found.as_str()), (behind, source), "{lines:?}");
    }

    #[test]
    fn what_follows_a_signature() {
        let unit = "望河县水务局（盖章）";
        let day = "2018年11月20日";
        let own = "望河县水务局";
        check(&["题", TEXT, unit, day], 0, own);
        check(&["题", TEXT, ">望河县法制股", ">2018年11月20日"], 0, "望河县法制股");
        check(&["题", TEXT, unit, day, "附件1", "名单", "乡镇|数¦甲|1"], 3, own);
        check(&["题", TEXT, "附件：1.名单", unit, day, "附：核查表", "乡镇|数¦甲|1"], 2, own);
        check(&["题", TEXT, "望河县水务局　2018年11月20日", "附表", "乡镇|数¦甲|1"], 2, own);
        check(&["题", TEXT, unit, day, "（此件公开发布）", "附件1", "名单"], 2, own);
        check(&["题", TEXT, unit, day, "▣", "会议现场"], 2, own);
        check(&["题", TEXT, unit, day, "▣", "会议现场", "▣", "入户走访", "（李明 摄）"], 5, own);
        check(&["题", TEXT, unit, day, "注：数据截至10月底"], 1, own);
        check(
            &["题", TEXT, "望河县水务局|石梁县水务局¦2018年11月20日|2018年11月20日"],
            0,
            "望河县水务局、石梁县水务局",
        );
        check(&["题", TEXT, "|望河县水务局¦|2018年11月20日", "联系人：李明"], 0, own);
        // Data, and lists at the end of a text.
        check(&["题", TEXT, "望河县|11月20日¦石梁县|11月21日"], 0, "");
        check(&["题", TEXT, "单位|时间¦望河县|11月20日"], 0, "");
        check(&["题", TEXT, "参加单位：", "望河县水务局", "石梁县水务局"], 0, "");
        // Unit and date above a text are its head.
        check(&["题", unit, day, TEXT], 0, "");
    }

    #[test]
    fn units_that_sign_together() {
        for lines in [
            &["题", TEXT, ">望河县公安局", ">望河县环保局", ">2018年11月20日"][..],
            &["题", TEXT, "望河县公安局", "望河县环保局", "2018年11月20日"],
            &["题", TEXT, ">望河县公安局　望河县环保局", ">2018年11月20日"],
            &["题", TEXT, ">望河县公安局　望河县环保局　2018年11月20日"],
            &["题", TEXT, ">望河县公安局", ">2018年11月20日", ">望河县环保局", ">2018年11月20日"],
            &["题", TEXT, "望河县公安局（盖章）", "望河县环保局（盖章）", "2018年11月20日"],
        ] {
            check(lines, 0, "望河县公安局、望河县环保局");
        }
    }
}
