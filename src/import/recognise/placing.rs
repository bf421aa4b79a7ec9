//! What the lines of head and tail say, put where it belongs in a dispatch.
//!
//! Every line that is taken off the text is a value, with the line as its reason, or told.

use super::lines::Line;
use super::{Confidence, Dispatch, Guess, Reference, dates, units};
use crate::import::bare::plain;

/// Puts what a line says where it belongs, unless something better is known. `shown` is the line as
/// it was written, `place` where it stood.
pub fn note(
    lines: Vec<Line>,
    shown: &str,
    place: &str,
    house: Reference<'_>,
    dispatch: &mut Dispatch,
) {
    let mut unused = None;
    for line in lines {
        let what = match line {
            Line::Title(text) => {
                let reason = format!("{}写明是标题", quoted("", shown, &text));
                let guess = Guess::new(text, Confidence::High, reason);
                put(&mut dispatch.title, guess, ["又写了一遍的标题", "另一个标题"])
            }
            Line::Unit(text) => unit(&text, shown, place, house, dispatch),
            Line::Date(found, text) => day(&found, &text, shown, place, house, dispatch),
            Line::Both(name, found, text) => {
                let unit = unit(&name, shown, place, house, dispatch);
                day(&found, &text, shown, place, house, dispatch).or(unit)
            }
            Line::Author(text) => {
                let reason = format!("{}写明是作者或供稿", quoted("", shown, &text));
                let guess = Guess::new(text, Confidence::High, reason);
                put(&mut dispatch.author, guess, ["又写了一遍的作者", "另一个作者"])
            }
            Line::Names(text) => {
                let reason = format!("{}像是作者的姓名", quoted(place, shown, &text));
                let guess = Guess::new(text, Confidence::Medium, reason);
                put(&mut dispatch.author, guess, ["又写了一遍的作者", "另一个作者"])
            }
            Line::Other(what) => Some(what),
        };
        unused = unused.or(what);
    }
    if let Some(what) = unused {
        leave_out(what, shown, dispatch);
    }
}

/// Tells of a line that is not used, and what it was taken for.
pub fn leave_out(what: &'static str, shown: &str, dispatch: &mut Dispatch) {
    dispatch.left_out.push((what, shown.trim().to_owned()));
}

/// A place, and the words of it that are more than a value: 文前的「来源：」.
fn quoted(place: &str, shown: &str, value: &str) -> String {
    let shown = shown.trim();
    match shown.strip_suffix(value) {
        _ if plain(shown) == plain(value) => place.to_owned(),
        Some(label) if label.trim_end().ends_with(['：', ':']) => {
            format!("{place}「{}」", label.trim())
        }
        _ => format!("{place}「{shown}」"),
    }
}

/// Puts a value where there is none yet; else what the line is that repeats it, or says another.
fn put<T: PartialEq>(
    slot: &mut Option<Guess<T>>,
    guess: Guess<T>,
    [again, another]: [&'static str; 2],
) -> Option<&'static str> {
    match slot {
        Some(own) => Some(if own.value == guess.value { again } else { another }),
        None => {
            *slot = Some(guess);
            None
        }
    }
}

/// Puts the units that signed together. `shown` are their lines as they were written.
pub fn joint(
    units: &[String],
    shown: &[String],
    place: &str,
    house: Reference<'_>,
    dispatch: &mut Dispatch,
) {
    let quoted: String = shown.iter().map(|line| format!("「{line}」")).collect();
    let why = format!("{place}有 {} 个单位落款：{quoted}", units.len());
    let units: Vec<&str> = units.iter().map(String::as_str).collect();
    let guess = units::together(&units, house.roster, &why);
    let what = put(&mut dispatch.source, guess, ["又写了一遍的单位", "另一个单位"]);
    if let Some(what) = what {
        shown.iter().for_each(|line| leave_out(what, line, dispatch));
    }
}

fn unit(
    name: &str,
    shown: &str,
    place: &str,
    house: Reference<'_>,
    dispatch: &mut Dispatch,
) -> Option<&'static str> {
    let guess = units::standard(name, house.roster, &quoted(place, shown, name));
    let another = guess.value.clone();
    let what = put(&mut dispatch.source, guess, ["又写了一遍的单位", "另一个单位"])?;
    // Two units at one place: nobody can say which of them sent it.
    if let Some(own) = &mut dispatch.source
        && own.value != another
        && own.reason.starts_with(place)
    {
        own.confidence = own.confidence.min(Confidence::Medium);
        own.reason.push_str(&format!("；{place}还写着「{another}」"));
    }
    Some(what)
}

fn day(
    found: &dates::Found,
    text: &str,
    shown: &str,
    place: &str,
    house: Reference<'_>,
    dispatch: &mut Dispatch,
) -> Option<&'static str> {
    let Some(day) = found.on(house.date) else { return Some("看不懂的日期") };
    let confidence = if found.has_year() { Confidence::High } else { Confidence::Medium };
    let year = if found.has_year() { "" } else { "，年份按本期推定" };
    let written = text[found.range.clone()].trim();
    // Beside a unit that became the source, the line is told there.
    let is_told = dispatch.source.as_ref().is_some_and(|own| own.reason.contains(shown.trim()));
    let reason = match quoted("", shown, written) {
        line if line.is_empty() || is_told => format!("{place}的「{written}」{year}"),
        line => format!("{place}{line}里的「{written}」{year}"),
    };
    let guess = Guess::new(day, confidence, reason);
    put(&mut dispatch.date, guess, ["又写了一遍的日期", "另一个日期"])
}
