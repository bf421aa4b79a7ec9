//! What two entries say of one thing beside its figures: where and when it was held, whether it is done,
//! how long it took, and which county it is of.

use std::collections::BTreeMap;
use std::ops::Range;

use super::readings::{passages, shared};
use super::shares::{Sentence, digits};
use super::{DIFFERING_FACTS, documents, readings, shares};
use crate::check::cues::{before, first_chars, han_behind};
use crate::check::lists::words;
use crate::check::people::Directory;
use crate::check::{Draft, Findings};

/// How many sentences of an issue are held against each other.
const MOST: usize = 160;
/// So many 汉字 in a row are the name of one event.
const EVENT: usize = 6;

/// Words without which a sentence says nothing of a place, a half of a day, a length, a state, a share,
/// units, a rank, a work.
const SIGNS: [&[&str]; 8] = [
    &["举行", "召开", "开幕", "举办", "开赛", "开班", "启动", "开馆", "闭幕", "揭牌"],
    &["上午", "下午", "晚上", "凌晨"],
    &["为期"],
    words!("facts.txt", "SIGNS"),
    &["截至", "截止"],
    &["个乡镇", "个乡（镇）", "个行政村", "个镇", "个街道"],
    &["第一", "首位"],
    &["水电站", "水库", "大桥", "隧道", "灌区", "水厂", "风电场", "公园", "变电站", "古镇", "古村"],
];

/// Looks at the entries of an issue.
pub(super) fn check(draft: &Draft<'_>, directory: &Directory, out: &mut Findings<'_>) {
    let count = draft.stories.iter().filter(|story| !story.entry.is_annex()).count();
    documents::check(draft, out);
    if count < 2 {
        return;
    }
    let sentences = sentences(draft, directory);
    let mut told = vec![false; sentences.len()];
    for (at, own) in sentences.iter().enumerate() {
        for other in &sentences[..at] {
            if own.story == other.story || told[at] {
                continue;
            }
            let file = &draft.stories[other.story].entry.file;
            let both = own.signs & other.signs;
            let has = |sign: usize| both >> sign & 1 == 1;
            let found = (has(0).then(|| venue(own, other)).flatten())
                .or_else(|| has(1).then(|| half_day(own, other)).flatten())
                .or_else(|| has(2).then(|| length(own, other)).flatten())
                .or_else(|| has(3).then(|| state(own, other)).flatten())
                .or_else(|| has(5).then(|| units(own, other)).flatten())
                .or_else(|| has(6).then(|| first_place(own, other, directory)).flatten())
                .or_else(|| has(7).then(|| elsewhere(own, other, directory)).flatten());
            if let Some((range, here, there)) = found {
                told[at] = true;
                let range = own.range.start + range.start..own.range.start + range.end;
                let message = format!("这里是「{here}」，本期的「{file}」里是「{there}」");
                out.tell(
                    DIFFERING_FACTS,
                    own.passage,
                    range,
                    message,
                    "向报送单位核实，两处改成一致；不是同一件事的，忽略这一条",
                );
                continue;
            }
            if has(4) {
                shares::check(own, other, file, out);
            }
        }
    }
}

type Found = Option<(Range<usize>, String, String)>;

fn sentences<'d, 'a>(draft: &'d Draft<'a>, directory: &Directory) -> Vec<Sentence<'d, 'a>> {
    let mut found = Vec::new();
    for (story, passage) in passages(draft) {
        let signs = SIGNS.map(|words| passage.those_of(words));
        for (start, text) in readings::sentences(&passage.text) {
            let mut named = directory.counties(text);
            let first = named.next();
            let county = first.filter(|first| named.all(|other| other == *first));
            let has = |words: &[&str]| words.iter().any(|word| text.contains(word));
            let signs =
                (0..).zip(&signs).fold(0, |all, (at, words)| all | u8::from(has(words)) << at);
            let range = start..start + text.len();
            found.push(Sentence { story, passage, range, text, county, signs });
        }
    }
    // A long issue has too many pairs; the first sentences of each story say what it is about.
    if found.len() > MOST {
        let mut seen: BTreeMap<usize, usize> = BTreeMap::new();
        found.retain(|sentence| {
            let count = seen.entry(sentence.story).or_default();
            *count += 1;
            *count <= 2
        });
        found.truncate(MOST);
    }
    found
}

/// What events are called by, and which of them are held again and again.
const EVENTS: &[&str] = words!("facts.txt", "EVENTS");

/// The event that two sentences share.
fn event<'s>(own: &Sentence<'s, '_>, other: &Sentence<'_, '_>) -> Option<(&'s str, usize, usize)> {
    let (name, at, there) = shared(own.text, other.text, EVENT)?;
    // 工作会议 is what many are called: the name stands before.
    let named = EVENTS.iter().filter_map(|word| name.find(word)).min();
    named.is_some_and(|named| name[..named].chars().count() >= 4).then_some((name, at, there))
}

/// The first day that a sentence names: month, day and where its end stands.
fn day(text: &str) -> Option<(u32, u32, usize)> {
    text.match_indices('月').find_map(|(at, moon)| {
        let count = text[..at].bytes().rev().take(3).take_while(u8::is_ascii_digit).count();
        let month = text[at - count..at].parse().ok()?;
        let rest = &text[at + moon.len()..];
        let length = digits(rest);
        let day = rest[..length].parse().ok()?;
        rest[length..].starts_with('日').then_some((
            month,
            day,
            at + moon.len() + length + '日'.len_utf8(),
        ))
    })
}

/// Where an event is said to be held: the place behind 在 and before the verb.
fn place(text: &str) -> Option<(Range<usize>, &str)> {
    const HELD: &[&str] =
        &["举行", "召开", "开幕", "举办", "开赛", "开班", "启动", "开馆", "闭幕", "开工", "揭牌"];
    text.match_indices(['在', '于']).find_map(|(at, word)| {
        let start = at + word.len();
        let run = han_behind(&text[start..], 18);
        let end = HELD.iter().filter_map(|held| run.find(held)).min()?;
        let name = &run[..end];
        let name = name.trim_end_matches(['胜', '利', '隆', '重', '成', '功', '正', '式']);
        (2..=10).contains(&name.chars().count()).then_some((start..start + name.len(), name))
    })
}

/// 运动会在县体育馆举行 and 在凤山镇中学举行.
fn venue(own: &Sentence<'_, '_>, other: &Sentence<'_, '_>) -> Found {
    let ((range, here), (_, there)) = (place(own.text)?, place(other.text)?);
    let (name, ..) = event(own, other)?;
    let days = (day(own.text), day(other.text));
    let same_day = matches!(days, (Some(a), Some(b)) if (a.0, a.1) == (b.0, b.1));
    // Some events have a number, and some one place only.
    let once = ["届", "首"].iter().any(|word| name.contains(word))
        && matches!(days, (None, _) | (_, None));
    // Each county has a meeting of that name.
    let whole = |place: &str| place.ends_with(['县', '区', '市']);
    let general = whole(here) && whole(there);
    let apart = !here.contains(there) && !there.contains(here) && !general;
    // 柳溪县溪口镇 and 溪口镇 are one; a place and the name of the event share nothing.
    let tail = |text: &str| text.chars().rev().take(3).collect::<String>();
    (apart && (same_day || once) && tail(here) != tail(there) && !name.contains(here))
        .then(|| (range, here.to_owned(), there.to_owned()))
}

/// 7月2日上午 and 7月2日下午.
fn half_day(own: &Sentence<'_, '_>, other: &Sentence<'_, '_>) -> Found {
    let ((m, d, at), (n, e, to)) = (day(own.text)?, day(other.text)?);
    let half = |text: &str, at: usize| -> Option<&'static str> {
        ["上午", "下午", "晚上", "凌晨"].into_iter().find(|half| text[at..].starts_with(half))
    };
    let (here, there) = (half(own.text, at)?, half(other.text, to)?);
    ((m, d) == (n, e) && here != there && own.county == other.county && event(own, other).is_some())
        .then(|| (at..at + here.len(), here.to_owned(), there.to_owned()))
}

/// 为期3天的培训班 and 培训班为期5天.
fn length(own: &Sentence<'_, '_>, other: &Sentence<'_, '_>) -> Found {
    let said = |text: &str| -> Option<(Range<usize>, u32)> {
        let at = text.find("为期")?;
        let start = at + "为期".len();
        let count = digits(&text[start..]);
        let number = text[start..start + count].parse().ok()?;
        text[start + count..]
            .starts_with('天')
            .then_some((at..start + count + '天'.len_utf8(), number))
    };
    let ((range, here), (place, there)) = (said(own.text)?, said(other.text)?);
    let (name, ..) = shared(own.text, other.text, EVENT)?;
    let month = |text: &str| {
        let at = text.find('月')?;
        let count = text[..at].bytes().rev().take(3).take_while(u8::is_ascii_digit).count();
        text[at - count..at].parse::<u32>().ok()
    };
    let same =
        own.county == other.county && own.county.is_some() && month(own.text) == month(other.text);
    let named = EVENTS.iter().any(|word| name.contains(word));
    (here != there && same && named)
        .then(|| (range.clone(), own.text[range].to_owned(), other.text[place].to_owned()))
}

/// What is built, and stands in one place.
const WORKS: &[&str] = words!("facts.txt", "WORKS");

/// Said of what is done, and of what is not.
const DONE: &[&str] = words!("facts.txt", "DONE");
const GOING_ON: &[&str] = words!("facts.txt", "GOING_ON");

/// 白石大桥已建成通车 and 白石大桥正在浇筑桥墩.
fn state(own: &Sentence<'_, '_>, other: &Sentence<'_, '_>) -> Found {
    if own.county != other.county || own.county.is_none() {
        return None;
    }
    let (name, at, there) = shared(own.text, other.text, 5)?;
    // 第一中学 and 第二中学 are two.
    let sign = |text: &str, at: usize| {
        text[..at]
            .chars()
            .next_back()
            .filter(|c| "一二三四五六七八九十东西南北上下新老".contains(*c))
    };
    if sign(own.text, at) != sign(other.text, there) {
        return None;
    }
    let work = WORKS.iter().find(|work| name.contains(**work))?;
    // 高标准农田建设项目 is many: what has a name of its own is one.
    let general = [
        "农田",
        "改造项目",
        "建设项目",
        "重点项目",
        "重点工程",
        "水利工程",
        "小区",
        "农村公路",
        "招商",
        "产业项目",
    ]
    .iter()
    .any(|word| name.contains(word));
    if general || name.chars().count() < 3 + work.chars().count() {
        return None;
    }
    let find = |text: &str, words: &'static [&'static str]| {
        words.iter().filter_map(|word| Some((text.find(word)?, *word))).min()
    };
    let (done, going) = (find(own.text, DONE), find(own.text, GOING_ON));
    let (was_done, was_going) = (find(other.text, DONE), find(other.text, GOING_ON));
    // 预计明年投入使用 is not done.
    let soon = |text: &str, done: Option<(usize, &'static str)>| {
        let ahead = ["预计", "计划", "将于", "拟于", "力争", "明年", "即将", "有望"];
        done.filter(|(at, _)| !ahead.iter().any(|word| before(text, *at).contains(word)))
    };
    let (done, was_done) = (soon(own.text, done), soon(other.text, was_done));
    let phased = [own.text, other.text].iter().any(|text| {
        ["一期", "二期", "三期", "配套", "引道", "附属", "连接线", "扩建", "后续"]
            .iter()
            .any(|word| text.contains(word))
    });
    match (done, going, was_done, was_going) {
        // Which of two tells of a later day nobody knows; only what was done and then goes on is wrong.
        (None, Some((at, word)), Some((_, was)), None) if !phased => {
            Some((at..at + word.len(), word.to_owned(), was.to_owned()))
        }
        (Some((at, word)), None, None, Some((_, was)))
            if !phased && !other.text.contains('月') | own.text.contains("截至") =>
        {
            Some((at..at + word.len(), word.to_owned(), was.to_owned()))
        }
        _ => None,
    }
}

/// 14个乡镇全部 and 12个乡镇…全覆盖.
fn units(own: &Sentence<'_, '_>, other: &Sentence<'_, '_>) -> Found {
    if own.county != other.county || own.county.is_none() {
        return None;
    }
    // 现有乡镇14个, 全部16个乡镇
    let behind = |text: &str| -> Option<(Range<usize>, u32)> {
        ["现有乡镇", "共有乡镇", "辖乡镇", "下辖乡镇", "有乡镇"].iter().find_map(|word| {
            let start = text.find(word)? + word.len();
            let count = digits(&text[start..]);
            let number = text[start..start + count].parse().ok()?;
            text[start + count..]
                .starts_with('个')
                .then_some((start..start + count + '个'.len_utf8(), number))
        })
    };
    let said = |text: &str| -> Option<(Range<usize>, u32)> {
        if let Some(found) = behind(text) {
            return Some(found);
        }
        ["个乡镇", "个乡（镇）", "个行政村", "个镇", "个街道"].iter().find_map(|unit| {
            let at = text.find(unit)?;
            let count = text[..at].bytes().rev().take(4).take_while(u8::is_ascii_digit).count();
            let number = text[at - count..at].parse().ok()?;
            let near = first_chars(&text[at + unit.len()..], 26);
            let lead = before(text, at - count);
            let all = near.starts_with("全部")
                || near.contains("全覆盖")
                || ["下辖的", "下辖", "辖", "全县", "所辖", "全部", "所有", "现有"]
                    .iter()
                    .any(|word| lead.ends_with(word));
            all.then_some((at - count..at + unit.len(), number))
        })
    };
    let ((range, here), (place, there)) = (said(own.text)?, said(other.text)?);
    let unit = |text: &str, range: &Range<usize>| {
        let unit = text[range.clone()].trim_start_matches(|c: char| c.is_ascii_digit());
        if unit == "个" { "个乡镇".to_owned() } else { unit.to_owned() }
    };
    let same = unit(own.text, &range) == unit(other.text, &place);
    (same && here != there)
        .then(|| (range.clone(), own.text[range].to_owned(), other.text[place].to_owned()))
}

/// 云岭县工业投资增速居全市第一 and 柳溪县工业投资增速居全市第一.
fn first_place(own: &Sentence<'_, '_>, other: &Sentence<'_, '_>, directory: &Directory) -> Found {
    const FIRST: &[&str] = words!("facts.txt", "FIRST");
    let (Some(here), Some(there)) = (own.county, other.county) else { return None };
    let word =
        FIRST.iter().find(|word| own.text.contains(**word) && other.text.contains(**word))?;
    let measure = |text: &str, county: usize| -> Option<String> {
        let at = text.find(word)?;
        let clause = text[..at].rsplit(['，', '。']).next().unwrap_or_default();
        let name = directory.units[county].name.as_str();
        let clause = clause.trim_start_matches(name);
        Some(clause.trim_end_matches(['位', '并', '稳', '持', '续']).to_owned())
    };
    let (a, b) = (measure(own.text, here)?, measure(other.text, there)?);
    let when = |text: &str| text.split('，').next().unwrap_or_default().to_owned();
    let at = own.text.find(word)?;
    // 上半年 and 前三季度 may have different firsts.
    let period = |text: &str| when(text).contains(['年', '月', '季']);
    let same_time = when(own.text) == when(other.text) || !(period(own.text) && period(other.text));
    let name = |county: usize| directory.units[county].name.as_str();
    (here != there && a == b && a.chars().count() >= 3 && same_time).then(|| {
        (
            at..at + word.len(),
            format!("{}{a}{word}", name(here)),
            format!("{}{a}{word}", name(there)),
        )
    })
}

/// 云岭县青石口水电站 and 望河县青石口水电站.
fn elsewhere(own: &Sentence<'_, '_>, other: &Sentence<'_, '_>, directory: &Directory) -> Found {
    const BUILT: &[&str] = words!("facts.txt", "BUILT");
    // Names that each county has.
    const COMMON: &[&str] = words!("facts.txt", "COMMON");
    let (Some(here), Some(there)) = (own.county, other.county) else { return None };
    if here == there {
        return None;
    }
    let named = |text: &'_ str, county: usize| -> Option<(Range<usize>, String)> {
        let name = directory.units[county].name.as_str();
        let at = text.find(name)?;
        let run = han_behind(&text[at + name.len()..], 9);
        let work = BUILT.iter().filter_map(|work| Some((run.find(work)?, *work))).min()?;
        let own = &run[..work.0];
        let count = own.chars().count();
        ((2..=4).contains(&count) && !COMMON.iter().any(|word| own.contains(word))).then(|| {
            (at..at + name.len() + work.0 + work.1.len(), run[..work.0 + work.1.len()].to_owned())
        })
    };
    let ((range, a), (place, b)) = (named(own.text, here)?, named(other.text, there)?);
    (a == b).then(|| (range.clone(), own.text[range].to_owned(), other.text[place].to_owned()))
}
