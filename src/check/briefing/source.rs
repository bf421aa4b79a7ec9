//! A source that is another county than the one the text speaks of.

use std::collections::BTreeMap;

use super::SOURCE_COUNTY;
use crate::check::lists::words;
use crate::check::people::Directory;
use crate::check::{Findings, Part, Story};

/// How often another county is named, at least, for the text to be about it.
const OFTEN: usize = 2;

/// Holds the source of a story against the counties that its title and text name.
pub fn check(story: &Story<'_>, directory: &Directory, out: &mut Findings<'_>) {
    if !out.wants(SOURCE_COUNTY) {
        return;
    }
    supplied(story, directory, out);
    labelled(story, directory, out);
    let is_source = |part: Part| part == Part::Source;
    let Some(source) = story.passages.iter().find(|passage| is_source(passage.part)) else {
        return;
    };
    let Some(own) = directory.counties(&source.text).next() else { return };
    let mut named: BTreeMap<usize, usize> = BTreeMap::new();
    for passage in story.passages.iter().filter(|passage| !is_source(passage.part)) {
        for county in directory.counties(&passage.text) {
            *named.entry(county).or_default() += 1;
        }
    }
    let other = named.iter().max_by_key(|(_, count)| **count);
    let Some((other, count)) = other.filter(|_| !named.contains_key(&own)) else { return };
    // A text that speaks of several counties is the whole city's.
    if named.len() > 1 || (*count < OFTEN && !opens_with(story, *other, directory)) {
        return;
    }
    let (own, other) = (&directory.units[own].name, &directory.units[*other].name);
    let message = format!("来源是「{}」，正文说的却是「{}」", own.as_str(), other.as_str());
    out.tell(SOURCE_COUNTY, source, 0..source.text.len(), message, "核对来源");
}

/// Whether the title or the text begins with a county: it is about that.
fn opens_with(story: &Story<'_>, county: usize, directory: &Directory) -> bool {
    let name = directory.units[county].name.as_str();
    let title = story.title().map(|title| title.text.as_ref());
    let first = story.body().next().map(|first| first.text.as_ref());
    title.into_iter().chain(first).any(|text| text.trim_start().starts_with(name))
}

/// What a line at the end of a text says of whom it is from.
const SUPPLIED: &[&str] = words!("source.txt", "SUPPLIED");

/// What the name of a unit ends with, where nothing but that stands in the brackets.
const UNITS: &[&str] = &["办公室", "局", "委", "府", "部", "院", "会", "中心", "办"];

/// The line at the end of a text that says whom it is from, and where it begins: （望河县水利局供稿）,
/// （望河县水利局）, 来源：望河县水利局.
fn line_of_source(text: &str) -> Option<(usize, &str)> {
    let line = match text.strip_suffix(['）', ')', '】']) {
        Some(inside) => {
            let open = inside.rfind(['（', '(', '【'])?;
            let width = inside[open..].chars().next().map_or(0, char::len_utf8);
            (open, &inside[open + width..])
        }
        None => (0, text),
    };
    let is_said = SUPPLIED.iter().any(|word| line.1.contains(word));
    let is_unit = line.0 > 0 || text.starts_with(['（', '(', '【']);
    let is_unit = is_unit && UNITS.iter().any(|end| line.1.ends_with(end));
    // （柳溪县）
    let is_unit = is_unit
        || line.0 > 0 && line.1.chars().count() <= 5 && line.1.ends_with(['县', '区', '市', '旗']);
    let is_label = ["来源：", "供稿：", "稿源：", "报送单位：", "供稿单位："]
        .iter()
        .any(|label| text.starts_with(label));
    let is_line =
        if line.0 == 0 && line.1.len() == text.len() { is_label } else { is_said || is_unit };
    (is_line && line.1.chars().count() <= 40 && !line.1.contains(['，', '。'])).then_some(line)
}

/// （云岭县）望河县发展冷水鱼养殖…: the label at the head of a paragraph is that of another county.
fn labelled(story: &Story<'_>, directory: &Directory, out: &mut Findings<'_>) {
    for passage in story.body() {
        let text = passage.text.trim_start();
        let start = passage.text.len() - text.len();
        let Some(inside) = text.strip_prefix(['（', '【', '(', '[']) else { continue };
        let Some(close) = inside.find(['）', '】', ')', ']']).filter(|close| *close <= 60) else {
            continue;
        };
        let (label, rest) = inside.split_at(close);
        let Some(own) = directory.counties(label).next() else { continue };
        let mut named = directory.counties(rest);
        let Some(other) = named.next().filter(|other| *other != own) else { continue };
        let name = |unit: usize| directory.units[unit].name.as_str();
        let mark = rest.chars().next().map_or(0, char::len_utf8);
        // Only where the text begins with the other, and never names its own.
        if !rest[mark..].starts_with(name(other)) || named.any(|it| it != other) {
            continue;
        }
        let end = start + text.len() - rest.len() + mark + name(other).len();
        let message = format!("括号里写的是「{}」，正文说的却是「{}」", name(own), name(other));
        out.tell(SOURCE_COUNTY, passage, start..end, message, "核对是哪个县的稿件");
    }
}

/// （望河县委办公室供稿）below a text about 柳溪县.
fn supplied(story: &Story<'_>, directory: &Directory, out: &mut Findings<'_>) {
    let Some(last) = story.body().last() else { return };
    let text = last.text.trim_end();
    let Some((open, line)) = line_of_source(text) else { return };
    let Some(own) = directory.counties(line).next() else { return };
    let mut named: BTreeMap<usize, usize> = BTreeMap::new();
    for passage in story.passages.iter().filter(|passage| passage.part != Part::Source) {
        let text = if std::ptr::eq(passage, last) { &text[..open] } else { &*passage.text };
        for county in directory.counties(text) {
            *named.entry(county).or_default() += 1;
        }
    }
    let Some((other, _)) = named.iter().next().filter(|_| named.len() == 1) else { return };
    if named.contains_key(&own) {
        return;
    }
    let (own, other) = (&directory.units[own].name, &directory.units[*other].name);
    let message = format!("文末写的是「{}」供稿，正文说的却是「{}」", own.as_str(), other.as_str());
    let range = open..text.len();
    out.tell(SOURCE_COUNTY, last, range, message, "核对供稿单位");
}
