//! What head and tail did not say, from the text, the name of the file and the house: with less certainty.

use chrono::{Datelike, NaiveDate};

use super::head::Head;
use super::placing::leave_out;
use super::{Confidence, Dispatch, Guess, Reference, dates, lines, people, units};
use crate::import::clean;
use crate::import::document::Block;
use crate::model::{Entry, Roster};

/// How far from the beginning of a text the date stands that is its own, in bytes.
const NEAR: usize = 60;
/// How far one may stand that is looked at.
const FURTHEST: usize = 150;

/// How a dispatch came: what a chat or an e-mail says around it.
#[derive(Debug, Default)]
pub struct Sent<'d> {
    /// The day.
    pub day: Option<NaiveDate>,
    /// Who sent it, as an e-mail says.
    pub by: Option<&'d str>,
}

/// Settles what a dispatch is. `name` is that of its file.
pub fn settle(
    dispatch: &mut Dispatch,
    head: Head,
    sent: &Sent<'_>,
    name: &str,
    house: Reference<'_>,
) {
    title(dispatch, head.title, name, house);
    let first = first_sentence(&dispatch.body);
    date(dispatch, &first, sent.day, name, house);
    source_of_title(dispatch, head.unit, house);
    source_of_text(dispatch, &first, sent.by, name, house);
    kind(dispatch, &first, head.annex, house);
    column(dispatch, house);
}

fn first_sentence(body: &[Block]) -> String {
    let first = body.iter().find_map(|block| match block {
        Block::Paragraph(paragraph) if paragraph.text().contains('。') => Some(paragraph.text()),
        _ => None,
    });
    first.unwrap_or_default()
}

fn title(dispatch: &mut Dispatch, head: Option<Guess<String>>, name: &str, house: Reference<'_>) {
    let named = dispatch.title.take();
    if let (Some(_), Some(named)) = (&head, &named) {
        leave_out("另一个标题", &format!("{}（{}）", named.value, named.reason), dispatch);
    }
    dispatch.title = head.or(named).or_else(|| {
        let words = of_file_name(name, house.roster);
        let enough = words.chars().filter(|c| !c.is_ascii()).count() >= 6;
        let reason = "文中没有找到标题，用了文件名";
        enough.then(|| Guess::new(words, Confidence::Low, reason))
    });
    if let Some(title) = &mut dispatch.title
        && let Some(curled) = with_curled_quotes(&title.value)
    {
        // What would be mended in the text of an entry is mended here, where YAML has quotes too.
        dispatch.remarks.push(format!("标题里的直引号改成了弯引号：「{}」", title.value));
        title.value = curled;
    }
}

/// A title with its straight quotes curled, where they come in pairs of one sort.
fn with_curled_quotes(title: &str) -> Option<String> {
    let count = |quote: char| title.matches(quote).count();
    let quote = match (count('"'), count('\'')) {
        (pairs, 0) if pairs > 0 && pairs % 2 == 0 => '"',
        (0, pairs) if pairs > 0 && pairs % 2 == 0 => '\'',
        _ => return None,
    };
    // O'Neill 的 'A' has none in pairs; within Latin words they are no quotes.
    let latin = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
    let mut opens = true;
    let mut out = String::with_capacity(title.len() + 8);
    let mut characters = title.chars().peekable();
    let mut before = None;
    while let Some(c) = characters.next() {
        if c != quote {
            out.push(c);
        } else if latin(before) && latin(characters.peek().copied()) {
            return None;
        } else {
            out.push(if opens { '“' } else { '”' });
            opens = !opens;
        }
        before = Some(c);
    }
    Some(out)
}

/// What of a file's name may be a title: without date, unit, number and remarks.
fn of_file_name(name: &str, roster: &Roster) -> String {
    let mut words = clean::characters(name);
    if let Some(found) = dates::first(&words) {
        words.replace_range(found.range, "");
    }
    // 11.25, 1125: a day without its year, between words.
    let is_day = |c: char| c.is_ascii_digit() || c == '.';
    if let Some(start) = words.find(|c: char| c.is_ascii_digit()) {
        let end = words[start..].find(|c| !is_day(c)).map_or(words.len(), |end| start + end);
        if (3..=5).contains(&(end - start)) && words[end..].starts_with(|c: char| !c.is_ascii()) {
            words.replace_range(start..end, "");
        }
    }
    let words = words
        .trim_matches(|c: char| c.is_ascii_digit() || c.is_whitespace() || "-_.、+".contains(c));
    let words = outside_brackets(words);
    let words = lines::unit_before(words, roster).map_or(words, |(_, rest)| rest);
    let remarks = ["终稿", "定稿", "最终版", "修改稿", "副本", "报送", "新建 Microsoft Word 文档"];
    let words = remarks.iter().fold(words.to_owned(), |words, remark| words.replace(remark, ""));
    let words = words.replace("（）", "").replace("()", "");
    words.trim_matches(|c: char| "-_ ".contains(c)).to_owned()
}

/// Words without brackets around them, or one alone at an end; those within them stay.
fn outside_brackets(words: &str) -> &str {
    const PAIRS: [(char, char); 4] = [('（', '）'), ('(', ')'), ('【', '】'), ('[', ']')];
    let mut words = words;
    for (open, close) in PAIRS {
        let inner = words.strip_prefix(open).and_then(|rest| rest.strip_suffix(close));
        if let Some(inner) = inner.filter(|inner| !inner.contains([open, close])) {
            words = inner;
        }
        if words.matches(open).count() != words.matches(close).count() {
            words = words.trim_start_matches(close).trim_end_matches(open);
        }
    }
    words
}

fn date(
    dispatch: &mut Dispatch,
    first: &str,
    sent: Option<NaiveDate>,
    name: &str,
    house: Reference<'_>,
) {
    let in_text = dates::first(first).filter(|found| found.range.start <= FURTHEST);
    let told = in_text.as_ref().and_then(|found| found.on(house.date));
    if let Some(date) = &dispatch.date {
        let told = in_text.as_ref().and_then(|found| found.in_year(date.value.year()));
        if let Some(told) = told.filter(|told| *told != date.value) {
            dispatch.remarks.push(format!("文首写的日期是 {told}，与所用的 {} 不同", date.value));
        }
        return;
    }
    if let (Some(found), Some(day)) = (in_text, told) {
        let shown = &first[found.range.clone()];
        let (confidence, year) = match found.has_year() {
            true if found.range.start > NEAR => (Confidence::Medium, ""),
            true => (Confidence::High, ""),
            false => (Confidence::Medium, "，年份按本期推定"),
        };
        let reason = format!("文首写的「{shown}」{year}");
        dispatch.date = Some(Guess::new(day, confidence, reason));
        return;
    }
    if let Some(day) = dates::first(name).and_then(|found| found.on(house.date)) {
        dispatch.date = Some(Guess::new(day, Confidence::Low, "文中没有日期，用了文件名里的"));
        return;
    }
    if let Some(day) = sent {
        dispatch.date = Some(Guess::new(day, Confidence::Low, "文中没有日期，用了发来的日期"));
    }
}

/// A line of the title that is the name of a unit, and may stand for itself.
fn source_of_title(dispatch: &mut Dispatch, unit: Option<String>, house: Reference<'_>) {
    let Some(unit) = unit.filter(|_| dispatch.source.is_none()) else { return };
    let mut guess = units::standard(&unit, house.roster, "标题里有一行像单位，没有从标题里拆出来");
    guess.confidence = guess.confidence.min(Confidence::Medium);
    dispatch.source = Some(guess);
}

fn source_of_text(
    dispatch: &mut Dispatch,
    first: &str,
    sender: Option<&str>,
    name: &str,
    house: Reference<'_>,
) {
    if dispatch.source.is_some() {
        return;
    }
    // Wherever he inspects: the place in the title is not whose news it is.
    if let Some((name, unit)) = people::unit_of_leader(first, house.roster) {
        let reason = format!("首句里督查、调研的「{name}」，名册里是{unit}的领导");
        dispatch.source = Some(Guess::new(unit.to_owned(), Confidence::Medium, reason));
        return;
    }
    if let Some(unit) = sender.filter(|name| units::looks_like_one(name, house.roster)) {
        let mut guess = units::standard(unit, house.roster, "邮件的发件人");
        guess.confidence = guess.confidence.min(Confidence::Medium);
        dispatch.source = Some(guess);
        return;
    }
    let clause = first.split('。').next().unwrap_or_default();
    let title = dispatch.title.as_ref().map_or("", |title| title.value.as_str());
    let places = [
        (name, "文件名里的单位", Confidence::Medium),
        (title, "标题里的单位", Confidence::Medium),
        (clause, "首句里的单位", Confidence::Medium),
    ];
    let found = places.iter().find_map(|(text, why, confidence)| {
        let unit = units::only_named(text, house.roster)?;
        Some(Guess::new(unit.to_owned(), *confidence, *why))
    });
    dispatch.source = found;
}

fn kind(dispatch: &mut Dispatch, first: &str, annex: Option<String>, house: Reference<'_>) {
    if let Some(label) = annex {
        let reason = format!("文首写着「{label}」，印出来的附件号由本期各附件的先后定");
        dispatch.kind = Some(Guess::new(Entry::ANNEX, Confidence::Medium, reason));
        return;
    }
    let title = dispatch.title.as_ref().map_or("", |title| title.value.as_str());
    let date = dispatch.date.as_ref().map(|date| date.value);
    dispatch.inspector = people::inspector(title, first, house.roster, date);
    let kind = match &dispatch.inspector {
        Some(inspector) => {
            let guess = Guess::new("inspection", inspector.confidence, inspector.reason.clone());
            // The place that a leader of the house inspects has not sent the dispatch.
            let guessed = |source: &Guess<String>| source.confidence < Confidence::High;
            if let Some(source) = dispatch.source.take_if(|source| guessed(source)) {
                let shown = format!("{}（{}）", source.value, source.reason);
                leave_out("领导督查的稿件不写来源，单位", &shown, dispatch);
            }
            guess
        }
        None => Guess::new("update", Confidence::High, "首句没有名册里的领导督查、调研"),
    };
    dispatch.kind = Some(kind);
}

/// What the columns of departments are called by.
const DEPARTMENTS: &[&str] = &["部门", "单位", "直属", "市直", "县直"];

/// What a column for a unit that no roster knows is called by, going by the end of the unit's name.
fn words_of_level(unit: &str) -> &'static [&'static str] {
    const OWN: [&str; 6] = ["人民政府", "办事处", "党工委", "党委", "政府", "委员会"];
    const OF_DEPARTMENTS: [&str; 10] =
        ["局", "委", "办公室", "院", "中心", "公司", "支队", "大队", "银行", "联合会"];
    let place = OWN.iter().find_map(|own| unit.strip_suffix(own)).unwrap_or(unit);
    if place.ends_with(['镇', '乡']) || place.ends_with("街道") {
        &["乡镇", "镇街", "街道", "基层", "镇", "乡"]
    } else if place.ends_with(['县', '区', '市', '旗']) {
        &["县", "区", "市", "旗", "地方"]
    } else if OF_DEPARTMENTS.iter().any(|end| unit.ends_with(end)) {
        DEPARTMENTS
    } else {
        &[]
    }
}

fn column(dispatch: &mut Dispatch, house: Reference<'_>) {
    let Some(kind) = dispatch.kind.as_ref().map(|kind| kind.value) else { return };
    let of_kind: Vec<usize> = house
        .columns
        .iter()
        .enumerate()
        .filter(|(_, column)| column.kind.as_str() == kind)
        .map(|(index, _)| index)
        .collect();
    let name = |index: usize| {
        let column = &house.columns[index];
        column.title.as_ref().map_or(column.id.clone(), |title| title.value.clone())
    };
    dispatch.column = match of_kind.as_slice() {
        // Annexes come after all columns.
        [] if house.columns.is_empty() || kind == Entry::ANNEX => None,
        [] => Some(Guess::new(0, Confidence::Low, "没有这一类稿件的栏目，放在第一个")),
        [only] => Some(Guess::new(*only, Confidence::High, "这一类稿件只有这个栏目")),
        several => {
            let source = dispatch.source.as_ref().map_or("", |source| source.value.as_str());
            let is_county = |unit: &&crate::model::Unit| unit.name.as_str() == source;
            let unit = house.roster.units.iter().find(is_county);
            let words: &[&str] = match unit.map(|unit| unit.county) {
                Some(true) => &["县", "区", "市", "乡镇", "基层", "地方"],
                Some(false) => DEPARTMENTS,
                None => words_of_level(source),
            };
            let fits = |index: &&usize| words.iter().any(|word| name(**index).contains(word));
            match several.iter().find(fits) {
                Some(fit) => Some(Guess::new(*fit, Confidence::Medium, "按来源的单位和栏目的名称")),
                None => {
                    Some(Guess::new(several[0], Confidence::Low, "有几个栏目都可以，放在第一个"))
                }
            }
        }
    };
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_unit_s_level_is_told_by_its_end() {
        for (unit, word) in [
            ("陶家镇人民政府", "乡镇"),
            ("柳溪乡党委", "乡镇"),
            ("城关街道办事处", "街道"),
            ("县市场监管局", "部门"),
            ("国家税务总局望河县税务局", "部门"),
            ("县发展和改革委", "部门"),
            ("望河县人民政府", "县"),
            ("平鲁区", "区"),
        ] {
            assert!(words_of_level(unit).contains(&word), "{unit}");
        }
        assert!(words_of_level("督查组").is_empty() && words_of_level("").is_empty());
    }
}
