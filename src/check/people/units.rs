//! Names of units that are not used any more, and names of counties that are no counties.

use std::ops::Range;

use chrono::NaiveDate;

use super::directory::Directory;
use super::{NEAR_UNIT, UNIT_NAME, UNKNOWN_COUNTY};
use crate::check::context::{is_quoted, tells_of_before};
use crate::check::lists::words;
use crate::check::{Findings, Passage};
use crate::dictionary::{Class, lookup};

/// A former name of a unit.
pub fn old_name(
    passage: &Passage<'_>,
    range: Range<usize>,
    unit: usize,
    day: NaiveDate,
    directory: &Directory,
    out: &mut Findings<'_>,
) {
    let unit = &directory.units[unit];
    let text = &*passage.text;
    let (old, name) = (&text[range.clone()], unit.name.as_str());
    // A new name or a short one that has the old one in it: 市环境 within 市环境局.
    let within = |longer: &str| {
        longer.match_indices(old).any(|(at, _)| {
            let start = range.start.checked_sub(at);
            start.is_some_and(|start| text.as_bytes()[start..].starts_with(longer.as_bytes()))
        })
    };
    let is_longer = within(name) || unit.short_names.iter().any(|short| within(short.as_str()));
    let since = unit.from.unwrap_or(day);
    if is_longer
        || day < since
        || text[..range.start].ends_with(['原', '前', '称'])
        || is_quoted(text, range.start)
        || tells_of_before(text, range.start, since)
    {
        return;
    }
    let message = match unit.from {
        Some(from) => format!("「{old}」从{}起称「{name}」", from.format("%Y年%-m月%-d日")),
        None => format!("「{old}」应称「{name}」"),
    };
    out.tell(
        UNIT_NAME,
        passage,
        range,
        message,
        format!("改成「{name}」；说的是改称以前的事，前面写「原」"),
    );
}

/// What begins with 县, 区, 市 or 旗 and is no level of a place: 山阴市场.
const WORDS: &[&str] = words!("units.txt", "WORDS");

/// 柳溪区, where the roster has 柳溪县.
pub fn county(
    passage: &Passage<'_>,
    stem: Range<usize>,
    unit: usize,
    directory: &Directory,
    out: &mut Findings<'_>,
) {
    const LEVELS: &str = "县区市旗";
    let text = &*passage.text;
    let name = directory.units[unit].name.as_str();
    let behind = &text[stem.end..];
    const PLACE: &[&str] =
        &["委", "政府", "人民", "纪委", "人大", "政协", "领导", "、", "，", "。", "；", "）", "和"];
    let Some(level) = behind.chars().next().filter(|c| LEVELS.contains(*c) && !name.ends_with(*c))
    else {
        return;
    };
    let range = stem.start..stem.end + level.len_utf8();
    let written = &text[range.clone()];
    let is_known = directory.units.iter().any(|unit| {
        unit.name.as_str() == written
            || unit.short_names.iter().any(|short| short.as_str() == written)
    });
    // 山阴市场 is no city, 天津市河东区 is another city's, and 原河东区 has become something else.
    let before = &text[..range.start];
    let rest = &behind[level.len_utf8()..];
    // A city may have the name of its county: only what surely is of a place counts.
    let stem = &text[range.start..range.end - level.len_utf8()];
    let is_place =
        lookup(stem).is_some_and(|entry| entry.class == Class::Place) || lookup(written).is_some();
    // Of a name that no dictionary has there is no city either.
    let opens = before.is_empty() || before.ends_with(['。', '\n']);
    let alone =
        before.is_empty() || before.ends_with(['，', '。', '；', '\n', '、', '到', '在', '赴']);
    let may_be_city = level == '市'
        && (is_place || !opens && !alone)
        && !rest.is_empty()
        && !PLACE.iter().any(|word| rest.starts_with(word));
    if is_known
        || may_be_city
        || WORDS.iter().any(|word| behind.starts_with(word))
        || before.ends_with(['市', '省', '州', '盟', '原', '前', '沿'])
        || is_quoted(text, range.start)
    {
        return;
    }
    let message = format!("名册里没有「{written}」，只有「{name}」");
    out.tell(UNKNOWN_COUNTY, passage, range, message, format!("改成「{name}」"));
}

/// 石粱县, where the roster has 石梁县.
pub fn misspelt(passage: &Passage<'_>, directory: &Directory, out: &mut Findings<'_>) {
    for (range, right) in directory.misspelt(&passage.text) {
        let written = &passage.text[range.clone()];
        let message = format!("「{written}」与名册里的「{right}」差一个字");
        out.tell(NEAR_UNIT, passage, range, message, format!("核对名称，改成「{right}」"));
    }
}
