//! What goes on over an issue: running totals that fall from day to day, shares of one task that differ, what rises in
//! one entry and falls in another, the number of a festival, who took the chair, and a person or a place under two names.

use std::ops::Range;

use super::readings::{Clash, Figure, Reading, readings, same_figure, shared};
use super::{DIFFERING_FACTS, DIFFERING_FIGURES, FALLING_TOTAL, sizes, works};
use crate::check::cues::{clause_before, first_chars, han_before, han_behind, is_han};
use crate::check::marks::is_surname;
use crate::check::people::{Directory, POSTS, is_one_surname};
use crate::check::words::alike;
use crate::check::{Draft, Findings};

/// Looks at the entries of an issue.
pub(super) fn check(draft: &Draft<'_>, directory: &Directory, out: &mut Findings<'_>) {
    let sentences = readings(draft, directory);
    for (at, own) in sentences.iter().enumerate() {
        for other in &sentences[..at] {
            if own.story == other.story || own.county != other.county || own.county.is_none() {
                continue;
            }
            let file = &draft.stories[other.story].entry.file;
            let found = total(own, other, file)
                .or_else(|| task(own, other, file))
                .or_else(|| direction(own, other, file))
                .or_else(|| festival(own, other, file))
                .or_else(|| chair(own, other, file))
                .or_else(|| somebody(own, other, file))
                .or_else(|| works::opened(own, other, file))
                .or_else(|| works::built(own, other, file))
                .or_else(|| sizes::place(own, other, file))
                .or_else(|| sizes::venue(own, other, file))
                .or_else(|| sizes::size(own, other, file))
                .or_else(|| sizes::rate(own, other, file));
            let Some(found) = found else { continue };
            let range = own.start + found.range.start..own.start + found.range.end;
            out.tell(
                found.rule,
                own.passage,
                range,
                found.message,
                "向报送单位核实，两处改成一致；不是同一件事的，忽略这一条",
            );
            break;
        }
    }
}

/// 11月10日…全县累计清淤渠道86公里, and 截至11月20日…累计清淤渠道68公里.
fn total(own: &Reading<'_, '_>, other: &Reading<'_, '_>, file: &str) -> Option<Clash> {
    let (now, then) = (own.day?, other.day?);
    let (here, there) = (&own.figures, &other.figures);
    let counted = |text: &str, figure: &Figure<'_>| {
        let clause = clause_before(text, figure.range.start);
        let clause = clause.rsplit('、').next().unwrap_or_default();
        clause.contains("累计")
            && !["日累计", "当日", "每"].iter().any(|word| clause.contains(word))
    };
    for a in here.iter().filter(|it| it.unit != '%') {
        let Some(b) = there.iter().find(|b| {
            let tail = |text: &str| text.chars().rev().take(2).collect::<String>();
            b.unit == a.unit && tail(b.before) == tail(a.before) && a.before.chars().count() >= 2
        }) else {
            continue;
        };
        if !counted(own.text, a) || !counted(other.text, b) || (a.value - b.value).abs() < 1e-9 {
            continue;
        }
        let falls = now > then && a.value < b.value || now < then && a.value > b.value;
        let near = a.value > b.value * 0.3 && b.value > a.value * 0.3;
        if falls && near || now == then {
            let (x, y) = (&own.text[a.range.clone()], &other.text[b.range.clone()]);
            return Some(Clash {
                range: a.range.clone(),
                message: format!(
                    "「{x}」和本期「{file}」里的「{y}」对不上：后来累计的反而少，或同一天的不一样"
                ),
                rule: FALLING_TOTAL,
            });
        }
    }
    None
}

/// 为年度任务的104%, and 占年度任务的84%, of one amount.
fn task(own: &Reading<'_, '_>, other: &Reading<'_, '_>, file: &str) -> Option<Clash> {
    let (here, there) = (&own.figures, &other.figures);
    if own.period != other.period || !same_figure(here, there) {
        return None;
    }
    for a in here.iter().filter(|it| it.unit == '%') {
        let tail = |text: &str| text.chars().rev().take(3).collect::<String>();
        let same = there.iter().find(|b| b.unit == '%' && tail(b.before) == tail(a.before));
        let Some(b) = same.filter(|_| a.before.chars().count() >= 2) else { continue };
        if (a.value - b.value).abs() > 1e-9 {
            let (x, y) = (&own.text[a.range.clone()], &other.text[b.range.clone()]);
            return Some(Clash {
                range: a.range.clone(),
                message: format!("同一件事，这里是「{x}」，本期的「{file}」里是「{y}」"),
                rule: DIFFERING_FIGURES,
            });
        }
    }
    None
}

/// 产值同比增长8.6%, and 产值同比下降8.6%.
fn direction(own: &Reading<'_, '_>, other: &Reading<'_, '_>, file: &str) -> Option<Clash> {
    const UP: &[&str] = &["增长", "上升", "提高", "增加", "上涨"];
    const DOWN: &[&str] = &["下降", "减少", "降低", "下跌", "回落"];
    let turn = |text: &str, at: usize| -> Option<(bool, usize)> {
        let lead = text[..at].trim_end_matches(['了', '达']);
        let find = |words: &[&str]| {
            words.iter().find(|word| lead.ends_with(**word)).map(|word| lead.len() - word.len())
        };
        find(UP).map(|at| (true, at)).or_else(|| find(DOWN).map(|at| (false, at)))
    };
    let there = &other.figures;
    for a in own.figures.iter().filter(|it| it.unit == '%') {
        let Some((rises, start)) = turn(own.text, a.range.start) else { continue };
        let against = there.iter().find(|b| {
            b.unit == '%'
                && (a.value - b.value).abs() < 1e-9
                && turn(other.text, b.range.start).is_some_and(|(other, _)| other != rises)
        });
        let Some(b) = against.filter(|_| shared(own.text, other.text, 5).is_some()) else {
            continue;
        };
        if own.period != other.period {
            continue;
        }
        let from = turn(other.text, b.range.start).map_or(b.range.start, |(_, at)| at);
        let (x, y) = (&own.text[start..a.range.end], &other.text[from..b.range.end]);
        return Some(Clash {
            range: start..a.range.end,
            message: format!("这里是「{x}」，本期的「{file}」里是「{y}」"),
            rule: DIFFERING_FIGURES,
        });
    }
    None
}

/// 第二届河鲜节 and 第三届河鲜节.
fn festival(own: &Reading<'_, '_>, other: &Reading<'_, '_>, file: &str) -> Option<Clash> {
    let number = |text: &str, at: usize| -> Option<usize> {
        let numeral = |c: &char| c.is_ascii_digit() || "一二三四五六七八九十百首".contains(*c);
        let size: usize =
            text[..at].chars().rev().take(4).take_while(numeral).map(char::len_utf8).sum();
        let start = at - size;
        let first = text[start..].starts_with('首');
        (size > 0 && (first || text[..start].ends_with('第'))).then_some(if first {
            start
        } else {
            start - '第'.len_utf8()
        })
    };
    for (at, word) in own.text.match_indices('届') {
        let Some(start) = number(own.text, at) else { continue };
        let name = han_behind(&own.text[at + word.len()..], 12);
        let here = &own.text[start..at + word.len()];
        for (place, _) in other.text.match_indices('届') {
            let Some(from) = number(other.text, place) else { continue };
            let there = &other.text[from..place + word.len()];
            let rest = han_behind(&other.text[place + word.len()..], 12);
            let common = name.chars().zip(rest.chars()).take_while(|(a, b)| a == b).count();
            let shown: String = name.chars().take(common).collect();
            let event = ["节", "赛", "会", "展"].iter().any(|end| shown.contains(end));
            if here != there
                && common >= 3
                && event
                && !["全会", "人大", "人民代表", "政协", "中央"].iter().any(|it| shown.contains(it))
            {
                return Some(Clash {
                    range: start..at + word.len(),
                    message: format!(
                        "「{shown}」这里是「{here}」，本期的「{file}」里是「{there}」"
                    ),
                    rule: DIFFERING_FACTS,
                });
            }
        }
    }
    None
}

/// Who takes the chair in a sentence: the bytes of post and name.
fn chairs(text: &str) -> Option<(Range<usize>, &str, &str)> {
    let at = text.find("主持")?;
    let clause = text[..at].rsplit(['。', '；']).next().unwrap_or_default();
    let (place, post) = POSTS.iter().filter_map(|post| Some((clause.rfind(post)?, *post))).max()?;
    let start = at - clause.len() + place;
    let name_at = start + post.len();
    let name = [3, 2].iter().find_map(|count| {
        let name = first_chars(&text[name_at..], *count);
        let next = text[name_at + name.len()..].chars().next();
        let whole = name.chars().count() == *count
            && name.chars().all(is_han)
            && name.starts_with(is_surname);
        (whole && next.is_none_or(|c| !is_han(c) || "主在于到召出赴".contains(c))).then_some(name)
    })?;
    let post_start = if text[..start].ends_with('副') { start - '副'.len_utf8() } else { start };
    Some((post_start..name_at + name.len(), post, name))
}

/// A meeting of one day that 县长孙立新 and 副县长马涛 chair.
fn chair(own: &Reading<'_, '_>, other: &Reading<'_, '_>, file: &str) -> Option<Clash> {
    if own.day.is_none() || own.day != other.day {
        return None;
    }
    let ((range, _, here), (place, _, there)) = (chairs(own.text)?, chairs(other.text)?);
    let meeting =
        ["会", "仪式"].iter().any(|word| own.text.contains(word) && other.text.contains(word));
    // 现场会 in 河口镇: a meeting, or the town where it was.
    let one = shared(own.text, other.text, 5).is_some_and(|(it, ..)| it.contains('会')) || {
        let towns = |text: &str| -> Vec<String> {
            text.match_indices('镇').map(|(at, _)| han_before(text, at, 2).to_owned()).collect()
        };
        let mine = towns(own.text);
        let kinds = ["现场会", "推进会", "座谈会", "调度会", "总结会", "动员会", "部署会"];
        kinds.iter().any(|kind| own.text.contains(kind) && other.text.contains(kind))
            && towns(other.text).iter().any(|town| mine.contains(town))
    };
    (here != there && meeting && one).then(|| Clash {
        message: format!(
            "同一天的会，这里由「{}」主持，本期的「{file}」里是「{}」",
            &own.text[range.clone()],
            &other.text[place]
        ),
        range,
        rule: DIFFERING_FACTS,
    })
}

/// 张某某 and 章某某.
fn somebody(own: &Reading<'_, '_>, other: &Reading<'_, '_>, file: &str) -> Option<Clash> {
    let named = |text: &'_ str| -> Option<(Range<usize>, char)> {
        let at = text.find('某')?;
        let c = text[..at].chars().next_back().filter(|c| is_han(*c))?;
        let rest = text[at..].trim_start_matches('某');
        Some((at - c.len_utf8()..text.len() - rest.len(), c))
    };
    let ((range, a), (place, b)) = (named(own.text)?, named(other.text)?);
    let one = own.text.matches('某').count() == range_count(own.text, &range);
    let sound = alike(a).any(|it| it == b) || alike(b).any(|it| it == a) || is_one_surname(a, b);
    let (common, ..) = shared(own.text, other.text, 5)?;
    (a != b && one && sound && !common.is_empty()).then(|| Clash {
        message: format!(
            "这里是「{}」，本期的「{file}」里是「{}」",
            &own.text[range.clone()],
            &other.text[place]
        ),
        range,
        rule: DIFFERING_FACTS,
    })
}

fn range_count(text: &str, range: &Range<usize>) -> usize {
    text[range.clone()].matches('某').count()
}
