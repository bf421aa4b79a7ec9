//! What two entries give otherwise of one thing: where it was, how large it is, how fast it grew, and in which town it lies.

use std::ops::Range;

use super::readings::{Clash, Figure, Reading, SIZES, same_figure, shared_that};
use super::{DIFFERING_FACTS, DIFFERING_FIGURES};
use crate::check::cues::{han_before, han_behind, is_han, number_behind};

/// 书画展 in 县文化馆, and in 县图书馆.
pub(super) fn venue(own: &Reading<'_, '_>, other: &Reading<'_, '_>, file: &str) -> Option<Clash> {
    const HELD: &[&str] = &["举行", "召开", "举办", "开幕", "开赛"];
    let at = |text: &'_ str| -> Option<Range<usize>> {
        text.match_indices('在').find_map(|(at, word)| {
            let start = at + word.len();
            let run = han_behind(&text[start..], 14);
            let end = HELD.iter().filter_map(|held| run.find(held)).min()?;
            ((2..=10).contains(&run[..end].chars().count())).then_some(start..start + end)
        })
    };
    let (here, there) = (at(own.text)?, at(other.text)?);
    let (x, y) = (&own.text[here.clone()], &other.text[there]);
    let is_event = |name: &str| {
        ["展", "节", "赛", "会", "演练", "活动"]
            .iter()
            .any(|word| name.ends_with(word) || name.contains(word))
    };
    let one =
        own.day.is_some() && own.day == other.day && same_figure(&own.figures, &other.figures);
    let one = one && shared_that(own.text, other.text, 3, is_event).is_some();
    (one && !x.contains(y) && !y.contains(x)).then(|| Clash {
        message: format!("同一天的活动，这里在「{x}」，本期的「{file}」里在「{y}」"),
        range: here,
        rule: DIFFERING_FACTS,
    })
}

/// 公交3号线全长28公里, and 全长26公里.
pub(super) fn size(own: &Reading<'_, '_>, other: &Reading<'_, '_>, file: &str) -> Option<Clash> {
    if !own.sized || !other.sized {
        return None;
    }
    for word in SIZES.iter().filter(|word| own.text.contains(**word) && other.text.contains(**word))
    {
        let find = |text: &'_ str| -> Option<(Range<usize>, f64, String)> {
            let at = text.find(word)? + word.len();
            let rest = text[at..].trim_start_matches(['约', '达', '为', '到', '共']);
            let start = text.len() - rest.len();
            let digits = number_behind(rest);
            let value: f64 = rest[..digits].parse().ok()?;
            let unit: String = rest[digits..].chars().take(2).collect();
            Some((start..start + digits + unit.len(), value, unit))
        };
        let (Some(here), Some(there)) = (find(own.text), find(other.text)) else { continue };
        let is_thing = |name: &str| {
            !name.contains(word) && !name.ends_with(['县', '镇', '乡']) && name.chars().count() >= 4
        };
        let one = shared_that(own.text, other.text, 4, is_thing).is_some();
        if one && here.2 == there.2 && (here.1 - there.1).abs() > 1e-9 {
            let (x, y) = (&own.text[here.0.clone()], &other.text[there.0]);
            return Some(Clash {
                message: format!("「{word}」这里是「{x}」，本期的「{file}」里是「{y}」"),
                range: here.0,
                rule: DIFFERING_FIGURES,
            });
        }
    }
    None
}

/// 工业增加值同比增长7.8%, and 8.7%, of one period.
pub(super) fn rate(own: &Reading<'_, '_>, other: &Reading<'_, '_>, file: &str) -> Option<Clash> {
    if own.period.is_none() || own.period != other.period {
        return None;
    }
    let there = &other.figures;
    for a in own.figures.iter().filter(|it| it.unit == '%') {
        let name =
            |text: &str, figure: &Figure<'_>| han_before(text, figure.range.start, 9).to_owned();
        let here = name(own.text, a);
        let verb = ["增长", "下降", "率", "率达", "占比"].iter().any(|word| here.ends_with(word));
        let Some(b) = there.iter().find(|b| b.unit == '%' && name(other.text, b) == here) else {
            continue;
        };
        if verb && here.chars().count() == 9 && (a.value - b.value).abs() > 1e-9 {
            let (x, y) = (&own.text[a.range.clone()], &other.text[b.range.clone()]);
            return Some(Clash {
                message: format!("「{here}」这里是「{x}」，本期的「{file}」里是「{y}」"),
                range: a.range.clone(),
                rule: DIFFERING_FIGURES,
            });
        }
    }
    None
}

/// 柳林镇 and 柳河镇 with one figure and one thing.
pub(super) fn place(own: &Reading<'_, '_>, other: &Reading<'_, '_>, file: &str) -> Option<Clash> {
    let places = |text: &'_ str| -> Vec<Range<usize>> {
        ["镇", "乡", "村", "公司", "合作社", "社区", "水库", "小学", "中学", "大桥"]
            .iter()
            .flat_map(|level| text.match_indices(level))
            .filter_map(|(at, word)| {
                let stem = han_before(text, at, 2);
                let start = at - stem.len();
                let before = text[..start].chars().next_back();
                let opens = before.is_none_or(|c| !is_han(c) || "县市区镇乡在到赴和".contains(c));
                let named = stem.chars().count() == 2
                    && !stem
                        .chars()
                        .any(|c| "一二三四五六七八九十个各全每名该本此两几乡镇村农城".contains(c));
                (opens && named).then_some(start..at + word.len())
            })
            .collect()
    };
    let is_thing = |common: &str| !common.chars().any(|c| "县镇乡村".contains(c));
    if !same_figure(&own.figures, &other.figures)
        || shared_that(own.text, other.text, 3, is_thing).is_none()
    {
        return None;
    }
    let there = places(other.text);
    for range in places(own.text) {
        let here = &own.text[range.clone()];
        if there.iter().any(|it| &other.text[it.clone()] == here) {
            continue;
        }
        let near = there.iter().find(|it| {
            let name = &other.text[(*it).clone()];
            name.chars().count() == here.chars().count()
                && name.chars().zip(here.chars()).filter(|(a, b)| a != b).count() == 1
                && name.chars().last() == here.chars().last()
        });
        if let Some(near) = near {
            return Some(Clash {
                message: format!(
                    "这里是「{here}」，本期的「{file}」里是「{}」",
                    &other.text[near.clone()]
                ),
                range,
                rule: DIFFERING_FACTS,
            });
        }
    }
    None
}
