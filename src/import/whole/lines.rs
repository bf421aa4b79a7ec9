//! Single lines of an issue that was printed: without blanks, in pieces, and whether they are of its
//! head.

use chrono::NaiveDate;

use crate::import::bare::dense;
use crate::import::clean;
use crate::import::document::{Block, Paragraph};
use crate::import::recognise::dates;
use crate::model::{Roster, plain_name};
use crate::read::Settings;

/// What the house knows.
#[derive(Clone, Copy, Debug)]
pub struct HouseFiles<'k> {
    /// `jianbao.yaml`.
    pub settings: &'k Settings,
    /// People and units.
    pub roster: &'k Roster,
}

/// What names of briefings end in.
const NAMES: &[&str] = &[
    "简报", "信息", "动态", "专报", "快报", "要情", "通报", "专刊", "参考", "通讯", "内参", "摘报",
    "情况",
];

/// The most lines that are looked at for the number.
pub const LONGEST: usize = 30;

/// The most characters of a line of the head.
pub const LINE: usize = 100;

/// The lines that the issue begins with.
pub fn leading(blocks: &[Block]) -> Vec<Paragraph> {
    let short = blocks.iter().map_while(|block| match block {
        Block::Paragraph(it) if it.text().chars().count() <= LINE => Some(it.clone()),
        _ => None,
    });
    short.take(LONGEST).collect()
}

/// Whether a line without blanks is the name of a briefing.
pub fn is_name(line: &str, known: HouseFiles<'_>) -> bool {
    let short = (2..=40).contains(&line.chars().count());
    let own = plain_name(known.settings.name.as_str());
    short
        && (NAMES.iter().any(|name| line.ends_with(name))
            || (!own.is_empty() && line.ends_with(&dense(&own))))
        && !line.contains(['，', '。', '：', '；'])
}

/// The day that a line, or a part of it between blanks, is.
pub fn date_in(text: &str) -> Option<(dates::Found, String)> {
    if let Some(found) = dates::whole(text) {
        return found.has_year().then(|| (found, text.to_owned()));
    }
    let found = dates::first(text)?;
    let around = [&text[..found.range.start], &text[found.range.end..]].concat();
    (found.has_year() && !around.contains(['，', '。']) && around.chars().count() <= 60)
        .then(|| (found, text.to_owned()))
}

/// A line of a list without the number before it: 1. 抓好春耕.
pub fn number_of_item(item: &str) -> &str {
    if !clean::is_numbered(item) {
        return item;
    }
    let sign =
        |c: char| c.is_ascii_digit() || "一二三四五六七八九十①②③④⑤⑥⑦⑧⑨⑩（）()、.． 　".contains(c);
    item.trim_start_matches(sign)
}

/// The pieces of a line that wide gaps part.
pub fn segments(line: &str) -> Vec<String> {
    line.split(['　', '\n', '\t'])
        .flat_map(|part| part.split("  "))
        .map(|part| part.trim().to_owned())
        .filter(|part| !part.is_empty())
        .collect()
}

/// Whether a line is drawn with signs: ————, ━━━★━━━.
pub fn is_rule(line: &str) -> bool {
    let bare = dense(line);
    bare.chars().count() >= 2 && bare.chars().all(|c| "—-－–_─━═=＝*＊★☆﹏~～".contains(c))
}

/// The day that a found date is, for one that has its year.
pub fn day(found: &dates::Found) -> Option<NaiveDate> {
    found.on(NaiveDate::MAX)
}
