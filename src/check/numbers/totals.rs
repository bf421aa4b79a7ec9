//! 合计 in a table: the row that adds up those above it, or those below it where it is the first.

use super::SUM_MISMATCH;
use crate::check::draft::Story;
use crate::check::{Findings, Part, Passage};
use crate::markdown::Block;

/// What the first cells of such a row say.
const TOTALS: [&str; 4] = ["合计", "总计", "总数", "全县合计"];
/// Columns whose heads have one of these are no amounts: shares, means, places, years, numbers.
const NO_AMOUNTS: [&str; 14] =
    ["率", "比", "均", "占", "增", "%", "％", "排名", "名次", "序号", "年", "期", "单价", "标准"];
/// No table is read with more rows.
const MOST_ROWS: usize = 400;

/// Looks at the tables of an entry.
pub fn check(story: &Story<'_>, out: &mut Findings<'_>) {
    if !out.wants(SUM_MISMATCH) {
        return;
    }
    let cells = || story.body().filter(|it| it.part == Part::Block(Block::Cell));
    for first in cells().filter(|cell| TOTALS.contains(&cell.text.trim())) {
        let Some(place) = first.span(0..first.text.len()) else { continue };
        let text = &*place.file.text;
        let Some(table) = Table::around(text, place.range.start) else { continue };
        for cell in cells() {
            let Some(own) = cell.span(0..cell.text.len()) else { continue };
            let in_row = own.file.path == place.file.path && table.total.contains(&own.range.start);
            if !in_row {
                continue;
            }
            let column = column_of(&text[table.total.start..own.range.start]);
            if let Some(sum) = table.belied(column) {
                tell(cell, &sum, out);
            }
        }
    }
}

fn tell(cell: &Passage<'_>, sum: &str, out: &mut Findings<'_>) {
    let range = 0..cell.text.len();
    let message = format!("合计写的是「{}」，这一列各行加起来是 {sum}", cell.text.trim());
    out.tell(SUM_MISMATCH, cell, range, message, "核对这一列的各个数，改正错的那个");
}

/// A table as it is written, line by line.
struct Table<'t> {
    head: Vec<&'t str>,
    /// The rows that are added up.
    rows: Vec<Vec<&'t str>>,
    /// The row that says what they come to: its bytes, and its cells.
    total: std::ops::Range<usize>,
    said: Vec<&'t str>,
}

impl<'t> Table<'t> {
    /// The table with a row of totals at a place; none where other rows are totals too, or cells are
    /// joined: then nobody knows what is added up.
    fn around(text: &'t str, at: usize) -> Option<Self> {
        let start = text[..at].rfind('\n').map_or(0, |end| end + 1);
        let end = text[at..].find('\n').map_or(text.len(), |end| at + end);
        let is_row = |line: &&str| line.contains('|');
        let mut above: Vec<&str> =
            text[..start].lines().rev().take(MOST_ROWS).take_while(is_row).collect();
        above.reverse();
        let below: Vec<&str> =
            text[end..].lines().skip(1).take(MOST_ROWS).take_while(is_row).collect();
        let rule = above.iter().position(|line| is_rule(line))?;
        let head = cells(above.get(rule.checked_sub(1)?)?);
        let own = &above[rule + 1..];
        let lines = match (own.is_empty(), below.is_empty()) {
            (false, true) => own,
            (true, false) => below.as_slice(),
            _ => return None,
        };
        let rows: Vec<Vec<&str>> = lines.iter().map(|line| cells(line)).collect();
        let is_plain = |cell: &&str| {
            !matches!(*cell, "^^" | "<<") && !cell.contains("计") && !cell.contains("其中")
        };
        let said = cells(&text[start..end]);
        let sound = rows.len() > 1
            && rows.iter().all(|row| row.len() == head.len() && row.iter().all(is_plain))
            && said.len() == head.len();
        sound.then_some(Self { head, rows, total: start..end, said })
    }

    /// What a column comes to, where its total says otherwise.
    fn belied(&self, column: usize) -> Option<String> {
        let head = self.head.get(column)?;
        if NO_AMOUNTS.iter().any(|word| head.contains(word)) {
            return None;
        }
        let (said, places) = amount(self.said.get(column)?)?;
        let mut sum = 0_i64;
        let mut finest = places;
        for row in &self.rows {
            let cell = row.get(column)?;
            if matches!(*cell, "" | "-" | "—" | "——" | "/" | "－") {
                continue;
            }
            let (value, places) = amount(cell)?;
            finest = finest.max(places);
            sum = sum.checked_add(value)?;
        }
        // Rounded figures may miss it by half of their last place each.
        let unit = 10_i64.checked_pow(SCALE.checked_sub(places)?)?;
        let slack = match finest {
            0 => 0,
            _ => unit.checked_mul(i64::try_from(self.rows.len()).ok()? + 1)? / 2,
        };
        (sum.abs_diff(said) > slack.unsigned_abs()).then(|| shown(sum, finest))
    }
}

/// Whether a line is the rule between a table's head and its rows.
fn is_rule(line: &str) -> bool {
    let line = line.trim();
    line.contains('-') && line.chars().all(|c| matches!(c, '|' | '-' | ':' | ' ' | '\t'))
}

/// The cells of a line, without the bars around them.
fn cells(line: &str) -> Vec<&str> {
    let line = line.trim();
    let line = line.strip_prefix('|').unwrap_or(line);
    let line = line.strip_suffix('|').unwrap_or(line);
    line.split('|').map(|cell| cell.trim().trim_matches('*')).collect()
}

/// In which column a cell begins, by what stands before it in its line.
fn column_of(before: &str) -> usize {
    let before = before.trim_start();
    before.strip_prefix('|').unwrap_or(before).matches('|').count()
}

/// Amounts are counted in parts of ten to this power.
const SCALE: u32 = 4;

/// A number that a cell holds and nothing else, in ten-thousandths, and how many decimals it has.
fn amount(cell: &str) -> Option<(i64, u32)> {
    let plain: String = cell.chars().filter(|c| !matches!(c, ',' | '，' | ' ')).collect();
    let (whole, part) = plain.split_once('.').unwrap_or((&plain, ""));
    let is_number = !whole.is_empty() && whole.len() <= 12;
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let places = u32::try_from(part.len()).ok().filter(|places| *places <= SCALE)?;
    if !is_number || !digits(whole) || !digits(part) {
        return None;
    }
    let value = format!("{whole}{part}").parse::<i64>().ok()?;
    Some((value.checked_mul(10_i64.pow(SCALE - places))?, places))
}

/// A sum with so many decimals.
fn shown(sum: i64, places: u32) -> String {
    let unit = 10_i64.pow(SCALE);
    let part = (sum % unit) / 10_i64.pow(SCALE - places);
    match places {
        0 => (sum / unit).to_string(),
        places => format!("{}.{part:0width$}", sum / unit, width = places as usize),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_read_and_shown() {
        for (cell, value, places) in
            [("12", 120_000, 0), ("1,280", 12_800_000, 0), ("3.25", 32_500, 2)]
        {
            assert_eq!(amount(cell), Some((value, places)));
            assert_eq!(shown(value, places), cell.replace(',', ""));
        }
        for cell in ["", "12万", "3.12345", "约12", "-", "1234567890123"] {
            assert_eq!(amount(cell), None, "{cell}");
        }
    }
}
