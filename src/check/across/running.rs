//! What goes on over an issue: running totals that fall from day to day, shares of one task that differ, what rises in
//! one entry and falls in another, the number of a festival, who took the chair, and a person or a place under two names.

use std::ops::Range;

use super::{DIFFERING_FACTS, DIFFERING_FIGURES, FALLING_TOTAL, sizes, works};
use crate::check::cues::{clause_before, first_chars, han_before, han_behind, is_han};
use crate::check::lists::words;
use crate::check::marks::is_surname;
use crate::check::people::{Directory, is_one_surname};
use crate::check::words::alike;
use crate::check::{Draft, Findings, Part, Passage};
use crate::markdown::Block;

/// How many sentences of an issue are held against each other.
const MOST: usize = 160;
/// The longest sentence that is read: bytes.
const LONGEST: usize = 480;

/// A sentence of a story.
pub(super) struct Sentence<'d, 'a> {
    pub(super) story: usize,
    pub(super) passage: &'d Passage<'a>,
    pub(super) start: usize,
    pub(super) text: &'d str,
    pub(super) county: Option<usize>,
    /// The last day that the sentence names: month and day.
    pub(super) day: Option<(u32, u32)>,
    /// 1—10月, 前三季度.
    pub(super) period: Option<&'d str>,
    pub(super) figures: Vec<Figure<'d>>,
    /// What says that something is done, and that it is to come, with their places.
    pub(super) done: Option<(usize, &'static str)>,
    pub(super) ahead: Option<(usize, &'static str)>,
    /// Whether it says that something opens, and how large something is.
    pub(super) opens: bool,
    pub(super) sized: bool,
}

/// What was found: where, here, there.
pub(super) struct Clash {
    pub(super) range: Range<usize>,
    pub(super) message: String,
    pub(super) rule: crate::check::Rule,
}

/// Looks at the entries of an issue.
pub(super) fn check(draft: &Draft<'_>, directory: &Directory, out: &mut Findings<'_>) {
    let sentences = sentences(draft, directory);
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

fn sentences<'d, 'a>(draft: &'d Draft<'a>, directory: &Directory) -> Vec<Sentence<'d, 'a>> {
    let mut found = Vec::new();
    for (index, story) in
        draft.stories.iter().enumerate().filter(|(_, story)| !story.entry.is_annex())
    {
        let of_source = story
            .entry
            .source
            .as_ref()
            .and_then(|source| directory.counties(source.as_str()).next());
        for passage in story.body().filter(|passage| passage.part != Part::Block(Block::Cell)) {
            let text: &'d str = &passage.text;
            let mut start = 0;
            for piece in text.split_inclusive(['。', '！', '？', '\n']) {
                let at = start;
                start += piece.len();
                if piece.len() > LONGEST || piece.chars().count() < 10 {
                    continue;
                }
                let mut named = directory.counties(piece);
                let county = match named.next() {
                    Some(first) if named.all(|other| other == first) => Some(first),
                    Some(_) => None,
                    None => of_source,
                };
                found.push(Sentence {
                    story: index,
                    passage,
                    start: at,
                    text: piece,
                    county,
                    day: day(piece),
                    period: period(piece),
                    figures: figures(piece),
                    done: works::first(piece, works::DONE),
                    ahead: works::first(piece, works::AHEAD),
                    opens: works::opens(piece),
                    sized: sizes::SIZES.iter().any(|word| piece.contains(word)),
                });
            }
        }
    }
    found.truncate(MOST);
    found
}

pub(super) fn number_behind(text: &str) -> usize {
    text.bytes().take(10).take_while(|b| b.is_ascii_digit() || *b == b'.').count()
}

pub(super) fn number_before(text: &str, at: usize) -> usize {
    text[..at].bytes().rev().take(10).take_while(|b| b.is_ascii_digit() || *b == b'.').count()
}

/// The last day that a text names; 底 and 末 are the 31st.
fn day(text: &str) -> Option<(u32, u32)> {
    text.match_indices('月')
        .filter_map(|(at, word)| {
            let digits = number_before(text, at);
            let month = text[at - digits..at].parse().ok()?;
            let rest = &text[at + word.len()..];
            let count = number_behind(rest);
            let day = if rest.starts_with(['底', '末']) {
                31
            } else {
                rest[..count].parse().ok().filter(|_| rest[count..].starts_with('日'))?
            };
            Some((month, day))
        })
        .next_back()
}

/// 1—10月.
fn period(text: &str) -> Option<&str> {
    for word in ["前三季度", "上半年", "一季度", "前10个月", "前11个月"] {
        if text.contains(word) {
            return Some(word);
        }
    }
    let at = text.find("1—")?;
    let rest = &text[at + "1—".len()..];
    let digits = number_behind(rest);
    rest[digits..].starts_with('月').then(|| &text[at..at + "1—".len() + digits])
}

/// The longest run of 汉字, quotation marks within, that two texts share and that is of the sort that is sought.
pub(super) fn shared_that<'s>(
    own: &'s str,
    other: &str,
    least: usize,
    is_sought: impl Fn(&str) -> bool,
) -> Option<&'s str> {
    let places: Vec<usize> = own.char_indices().map(|(at, _)| at).chain([own.len()]).collect();
    let is_name = |text: &str| text.chars().all(|c| is_han(c) || matches!(c, '“' | '”'));
    let mut best: Option<&str> = None;
    let mut start = 0;
    while start + least < places.len() {
        let run = |end: usize| &own[places[start]..places[end]];
        let mut end = start + least;
        if is_name(run(end)) && other.contains(run(end)) {
            while end + 1 < places.len() && is_name(run(end + 1)) && other.contains(run(end + 1)) {
                end += 1;
            }
            let text = run(end);
            if best.is_none_or(|best| best.len() < text.len()) && is_sought(text) {
                best = Some(text);
            }
            start = end - least + 1;
        } else {
            start += 1;
        }
    }
    best
}

fn shared<'s>(own: &'s str, other: &str, least: usize) -> Option<&'s str> {
    shared_that(own, other, least, |_| true)
}

/// A figure with its scale and unit.
pub(super) struct Figure<'t> {
    pub(super) range: Range<usize>,
    pub(super) value: f64,
    pub(super) unit: char,
    /// Up to four 汉字 before it.
    pub(super) before: &'t str,
}

/// The figures of a sentence.
fn figures(text: &str) -> Vec<Figure<'_>> {
    let bytes = text.as_bytes();
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(digit) = bytes[at..].iter().position(u8::is_ascii_digit) {
        let start = at + digit;
        at = start + number_behind(&text[start..]).max(1);
        let Ok(value) = text[start..at].parse::<f64>() else { continue };
        let (scale, end) = match text[at..].chars().next() {
            Some('万') => (1e4, at + '万'.len_utf8()),
            Some('亿') => (1e8, at + '亿'.len_utf8()),
            _ => (1.0, at),
        };
        let Some(unit) = text[end..].chars().next().filter(|c| is_han(*c) || matches!(c, '%'))
        else {
            continue;
        };
        let lead = text[..start].chars().next_back();
        if "年月日时分届号".contains(unit) || lead.is_some_and(|c| "第-—－.～".contains(c))
        {
            continue;
        }
        // 公里, 公斤
        let whole = end + unit.len_utf8() + if unit == '公' { '里'.len_utf8() } else { 0 };
        let whole = if text.is_char_boundary(whole.min(text.len())) {
            whole.min(text.len())
        } else {
            end + unit.len_utf8()
        };
        let before = text[..start]
            .trim_end_matches(['达', '到', '为', '共', '约', '有', '了', '已', '占', '的', '近']);
        found.push(Figure {
            range: start..whole,
            value: value * scale,
            unit,
            before: han_before(before, before.len(), 4),
        });
    }
    found
}

/// Whether both sentences have one figure, of some size, that is the same.
pub(super) fn same_figure(own: &[Figure<'_>], other: &[Figure<'_>]) -> bool {
    own.iter().any(|a| {
        other
            .iter()
            .any(|b| (a.value - b.value).abs() < 1e-9 && a.unit == b.unit && a.value >= 10.0)
    })
}

/// 11月10日…全县累计清淤渠道86公里, and 截至11月20日…累计清淤渠道68公里.
fn total(own: &Sentence<'_, '_>, other: &Sentence<'_, '_>, file: &str) -> Option<Clash> {
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
fn task(own: &Sentence<'_, '_>, other: &Sentence<'_, '_>, file: &str) -> Option<Clash> {
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
fn direction(own: &Sentence<'_, '_>, other: &Sentence<'_, '_>, file: &str) -> Option<Clash> {
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
fn festival(own: &Sentence<'_, '_>, other: &Sentence<'_, '_>, file: &str) -> Option<Clash> {
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

/// Posts of those who take the chair.
const POSTS: &[&str] = words!("running.txt", "POSTS");

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
fn chair(own: &Sentence<'_, '_>, other: &Sentence<'_, '_>, file: &str) -> Option<Clash> {
    if own.day.is_none() || own.day != other.day {
        return None;
    }
    let ((range, _, here), (place, _, there)) = (chairs(own.text)?, chairs(other.text)?);
    let meeting =
        ["会", "仪式"].iter().any(|word| own.text.contains(word) && other.text.contains(word));
    // 现场会 in 河口镇: a meeting, or the town where it was.
    let one = shared(own.text, other.text, 5).is_some_and(|it| it.contains('会')) || {
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
fn somebody(own: &Sentence<'_, '_>, other: &Sentence<'_, '_>, file: &str) -> Option<Clash> {
    let named = |text: &'_ str| -> Option<(Range<usize>, char)> {
        let at = text.find('某')?;
        let c = text[..at].chars().next_back().filter(|c| is_han(*c))?;
        let rest = text[at..].trim_start_matches('某');
        Some((at - c.len_utf8()..text.len() - rest.len(), c))
    };
    let ((range, a), (place, b)) = (named(own.text)?, named(other.text)?);
    let one = own.text.matches('某').count() == range_count(own.text, &range);
    let sound = alike(a).any(|it| it == b) || alike(b).any(|it| it == a) || is_one_surname(a, b);
    let common = shared(own.text, other.text, 5)?;
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
