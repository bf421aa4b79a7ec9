//! What is built, and opened once: on two days, or open in one entry and being built in another.

use std::ops::Range;

use super::DIFFERING_FACTS;
use super::readings::{Clash, HELD, OPENED, Reading, shared_that};
use crate::check::cues::{clause_before, number_before, number_behind};
use crate::check::lists::words;

const WORKS: &[&str] = words!("works.txt", "WORKS");

/// The day that stands close before a word or behind it.
fn day_near(text: &str, at: usize) -> Option<(Range<usize>, (u32, u32))> {
    let lead = clause_before(text, at);
    let start = at - lead.len();
    let moon = lead.rfind('月')?;
    let digits = number_before(lead, moon);
    let month = lead[moon - digits..moon].parse().ok()?;
    let rest = &lead[moon + '月'.len_utf8()..];
    let count = number_behind(rest);
    let day = rest[..count].parse().ok().filter(|_| rest[count..].starts_with('日'))?;
    let end = start + moon + '月'.len_utf8() + count + '日'.len_utf8();
    Some((start + moon - digits..end, (month, day)))
}

/// 人民医院 that opens on the 6th, and on the 9th; “双减”工作推进会 of the 13th and of the 18th.
pub(super) fn opened(own: &Reading<'_, '_>, other: &Reading<'_, '_>, file: &str) -> Option<Clash> {
    if !own.opens || !other.opens {
        return None;
    }
    let is_meeting =
        |name: &str| name.contains('”') && name.contains('会') && name.chars().count() >= 7;
    let is_work =
        |name: &str| WORKS.iter().any(|work| name.contains(work)) && name.chars().count() >= 5;
    let both = |verb: &&&str| own.text.contains(**verb) && other.text.contains(**verb);
    let find = |verbs: &[&'static str], is_sought: &dyn Fn(&str) -> bool| {
        let verb = verbs.iter().find(both)?;
        let here = day_near(own.text, own.text.find(verb)?)?;
        let there = day_near(other.text, other.text.find(verb)?)?;
        let name = (here.1 != there.1).then(|| shared_that(own.text, other.text, 4, is_sought))??.0;
        Some((*verb, here.0, there.0, name))
    };
    let (verb, here, there, name) = find(OPENED, &is_work).or_else(|| find(HELD, &is_meeting))?;
    Some(Clash {
        message: format!(
            "「{name}」{verb}的日子，这里是「{}」，本期的「{file}」里是「{}」",
            &own.text[here.clone()],
            &other.text[there]
        ),
        range: here,
        rule: DIFFERING_FACTS,
    })
}

/// 隧道 that is open, and will be next year.
pub(super) fn built(own: &Reading<'_, '_>, other: &Reading<'_, '_>, file: &str) -> Option<Clash> {
    const GENERAL: &[&str] =
        &["农田", "建设项目", "重点项目", "重点工程", "小区", "农村公路", "改造项目", "招商"];
    let (done, ahead) = (own.done, own.ahead);
    let (was_done, was_ahead) = (other.done, other.ahead);
    let clash = match (done, ahead, was_done, was_ahead) {
        (None, Some((at, word)), Some((_, was)), None) => Some((at, word, was)),
        (Some((at, word)), None, None, Some((_, was))) => Some((at, word, was)),
        _ => None,
    };
    let (at, word, was) = clash?;
    let phased = [own.text, other.text]
        .iter()
        .any(|text| ["一期", "二期", "三期", "配套"].iter().any(|word| text.contains(word)));
    let works = || WORKS.iter().chain(&["工程", "项目"]);
    let (name, _) =
        shared_that(own.text, other.text, 4, |name| works().any(|work| name.contains(work)))?;
    let work = works().find(|work| name.contains(**work))?;
    let general = GENERAL.iter().any(|word| name.contains(word));
    if general || phased || name.chars().count() < work.chars().count() + 2 {
        return None;
    }
    Some(Clash {
        range: at..at + word.len(),
        message: format!("「{name}」这里是「{word}」，本期的「{file}」里是「{was}」"),
        rule: DIFFERING_FACTS,
    })
}
