//! Numbers that others of the sentence make or bound: 3期，每期60人，共240人; 120个村，已有132个村建成; 由300户
//! 增加了450户; 3月开工、8月竣工，历时3个月; 东河、白沙、清源、凤山五个乡镇.

use std::ops::Range;
use std::sync::LazyLock;

use super::quantities::{Amount, amount_at, amounts, differ, is_about, shown};
use super::{AVERAGE, CHANGE, PERIOD, SUM_MISMATCH};
use crate::check::cues::{Cues, first_chars, is_han, sentence_before, sentence_behind};
use crate::check::lists::words;
use crate::check::{Findings, Passage};

static CUES: LazyLock<Cues> = LazyLock::new(|| {
    Cues::new(&[
        (&["每"], each),
        (&["户均", "人均", "亩均", "村均", "场均", "日均"], mean),
        (words!("products.txt", "became"), became),
        (&["历时", "工期", "为期", "用时"], months),
        (&["已"], more_than_all),
        (&["其中"], part_of),
        (&["剩余", "尚有", "还有", "剩下", "未完成", "其余"], rest_of),
        (&["个", "乡", "县", "村", "镇"], bare_list),
        (&["分别"], of_each),
        (&["分别为", "分别达", "分别增长", "分别达到", "分别是", "分别有"], respectively),
    ])
});

/// Looks at the numbers of a passage.
pub fn check(passage: &Passage<'_>, out: &mut Findings<'_>) {
    CUES.look(passage, out);
}

/// What a unit counts, without the 汉字 behind 个 that is no noun.
fn unit<'t>(amount: &Amount<'t>) -> &'t str {
    match amount.unit.strip_prefix('个') {
        Some(noun) if "均都已也正在仍需要将，全".contains(noun) && !noun.is_empty() => {
            "个"
        }
        _ => amount.unit,
    }
}

/// What says that an amount is all of it.
const TOTALS: &[&str] = &["共", "合计", "总计", "共计", "累计", "一共", "总共"];

/// 举办培训班3期，每期60人，共培训学员240人; 12个乡镇…每个乡镇配备5名，共配备50名.
fn each(passage: &Passage<'_>, cue: Range<usize>, out: &mut Findings<'_>) {
    let text = &*passage.text;
    let word = first_chars(&text[cue.end..], 3);
    let Some(measure) = word.chars().next() else { return };
    let noun = (measure == '个').then(|| word.chars().nth(1)).flatten();
    let behind = sentence_behind(text, cue.end);
    let end = cue.end + behind.len();
    let found = amounts(text, cue.end..end);
    let Some((each, others)) = found.split_first() else { return };
    if each.is_percent()
        || text[cue.end..each.range.start].chars().count() > 9
        || is_about(text, each)
    {
        return;
    }
    let total = others.iter().find(|amount| {
        let from =
            text.floor_char_boundary(amount.range.start.saturating_sub(30)).max(each.range.end);
        let lead = &text[from..amount.range.start];
        let lead = lead.rsplit(['，', '、', '；']).next().unwrap_or_default();
        // 每期50人，累计培训400人次
        let people =
            matches!(each.unit, "人" | "名") && matches!(amount.unit, "人" | "名" | "人次");
        (amount.unit == each.unit || people) && TOTALS.iter().any(|word| lead.starts_with(word))
    });
    let before = sentence_before(text, cue.start);
    let start = cue.start - before.len();
    let earlier = amounts(text, start..cue.start);
    // 3期: a measure of which there is no list.
    let plain = before.match_indices(measure).filter_map(|(at, _)| {
        let digits = before[..at].bytes().rev().take(5).take_while(u8::is_ascii_digit).count();
        let free = !before[..at - digits].ends_with(['第', '.', '-', '—', '年']);
        let value: f64 = before[at - digits..at].parse().ok()?;
        free.then_some((start + at - digits..start + at + measure.len_utf8(), value))
    });
    let plain: Vec<(Range<usize>, f64)> = plain.collect();
    if let (None, [(place, value)], Some(total)) = (noun, &plain[..], total)
        && !earlier.iter().any(|amount| amount.unit.starts_with(measure))
    {
        let right = each.value * value;
        if !is_about(text, total)
            && differ(right, total.value)
            && total.decimals == 0
            && each.decimals == 0
        {
            let message = format!(
                "「{}」乘以「{}」是 {}，不是「{}」",
                &text[each.range.clone()],
                &text[place.clone()],
                shown(right, each.unit),
                &text[total.range.clone()]
            );
            out.tell(AVERAGE, passage, total.range.clone(), message, super::RECKON);
        }
        return;
    }
    let same = |amount: &&Amount<'_>| match noun {
        Some(noun) => {
            let rest = &text[amount.range.end..];
            amount.unit.starts_with('个')
                && (amount.unit["个".len()..].starts_with(noun) || rest.starts_with(noun))
        }
        None if matches!(measure, '人' | '名' | '位') => {
            matches!(amount.unit, "人" | "名" | "位")
        }
        None => amount.unit.starts_with(measure) || amount.unit == "个月" && measure == '月',
    };
    let counts: Vec<&Amount<'_>> = earlier.iter().filter(same).collect();
    let (Some(total), &[count]) = (total, &counts[..]) else { return };
    let right = each.value * count.value;
    if is_about(text, total) || is_about(text, count) || !differ(right, total.value) {
        return;
    }
    if (right - total.value).abs() <= total.step() * 0.8 && total.decimals > 0 {
        return;
    }
    let message = format!(
        "「{}」乘以「{}」是 {}，不是「{}」",
        &text[each.range.clone()],
        &text[count.range.clone()],
        shown(right, each.unit),
        &text[total.range.clone()]
    );
    out.tell(AVERAGE, passage, total.range.clone(), message, super::RECKON);
}

/// 240户户均增收3000元，合计增收96万元.
fn mean(passage: &Passage<'_>, cue: Range<usize>, out: &mut Findings<'_>) {
    let text = &*passage.text;
    let Some(measure) = text[cue.clone()].chars().next() else { return };
    let behind = sentence_behind(text, cue.end);
    let found = amounts(text, cue.end..cue.end + behind.len());
    let Some((each, others)) = found.split_first() else { return };
    let lead = &text[cue.end..each.range.start];
    if lead.chars().count() > 6 || lead.contains(['，', '、']) || is_about(text, each) {
        return;
    }
    let before = sentence_before(text, cue.start);
    let start = cue.start - before.len();
    let earlier = amounts(text, start..cue.start);
    let counts: Vec<&Amount<'_>> = earlier
        .iter()
        .filter(|amount| {
            amount.unit.starts_with(measure)
                || measure == '人' && amount.unit == "名"
                || measure == '日' && amount.unit == "天"
        })
        .collect();
    let said = lead.trim_start_matches(['年', '均']);
    // Before: 12户年底共分红36万元，户均分红2万元.
    let own: Vec<&Amount<'_>> = earlier.iter().filter(|amount| amount.unit == each.unit).collect();
    let total = others
        .iter()
        .find(|amount| {
            let lead = text[each.range.end..amount.range.start].trim_start_matches(['，', '、']);
            amount.unit == each.unit
                && TOTALS.iter().any(|word| lead.starts_with(word))
                && lead.contains(said.trim_end_matches(['约', '达', '为']))
        })
        .or_else(|| {
            let &[only] = &own[..] else { return None };
            let clause = sentence_before(text, only.range.start);
            let clause = clause.rsplit('，').next().unwrap_or_default();
            (!said.is_empty() && clause.contains('共') && clause.contains(said)).then_some(only)
        });
    let (Some(total), &[count]) = (total, &counts[..]) else { return };
    let right = each.value * count.value;
    // What was divided may have been rounded.
    let loose = count.value * each.step() * if each.decimals > 0 { 1.0 } else { 0.55 };
    let exact = each.decimals == 0 && differ(right, total.value) && {
        let part = total.value / count.value / each.scale;
        (part - part.round()).abs() < 1e-9
    };
    if count.value > 0.0
        && !is_about(text, total)
        && !is_about(text, count)
        && ((right - total.value).abs() > loose.max(total.step() * 0.55) || exact)
    {
        let written = if total.range.start > each.range.start { total } else { each };
        let message = format!(
            "「{}」乘以「{}」是 {}，对不上「{}」",
            &text[each.range.clone()],
            &text[count.range.clone()],
            shown(right, each.unit),
            &text[total.range.clone()]
        );
        out.tell(AVERAGE, passage, written.range.clone(), message, super::RECKON);
    }
}

/// 由300户增加了450户: 由 wants 到.
fn became(passage: &Passage<'_>, cue: Range<usize>, out: &mut Findings<'_>) {
    let text = &*passage.text;
    let before = sentence_before(text, cue.start);
    let start = cue.start - before.len();
    let found = amounts(text, start..cue.start);
    let Some(from) = found.last().filter(|from| cue.start - from.range.end <= 12) else { return };
    let lead = text[start..from.range.start]
        .trim_end_matches(|c: char| is_han(c) && "去上年初末底同期原来的".contains(c));
    let end = text.floor_char_boundary((cue.end + 40).min(text.len()));
    let Some(to) = amount_at(text, cue.end, end) else { return };
    let between = &text[from.range.end..cue.start];
    if lead.ends_with(['由', '从'])
        && to.unit == from.unit
        && !between.contains(['，', '到', '至'])
        // 由82.5%提高了89.1%: more than it was.
        && (!from.is_percent() || to.is_percent() && to.value > from.value && !matches!(&text[cue.clone()], "减少了" | "下降了" | "降低了" | "缩短了" | "压缩了"))
    {
        let verb = &text[cue.clone()];
        let message = format!("「由{}」和「{verb}」配不上", &text[from.range.clone()]);
        out.tell(
            CHANGE,
            passage,
            cue.start..to.range.end,
            message,
            format!("写「由……{}到……」，核对后一个数", verb.trim_end_matches('了')),
        );
    }
}

/// 2024年3月开工、8月竣工，历时3个月.
fn months(passage: &Passage<'_>, cue: Range<usize>, out: &mut Findings<'_>) {
    let text = &*passage.text;
    let rest = text[cue.end..].trim_start_matches(['约', '为', '共', '仅']);
    let digits = rest.bytes().take(3).take_while(u8::is_ascii_digit).count();
    let Ok(said) = rest[..digits].parse::<i64>() else { return };
    if !rest[digits..].starts_with("个月") || text[cue.end..].starts_with('约') {
        return;
    }
    let before = sentence_before(text, cue.start);
    let mut found: Vec<(Option<i64>, i64)> = Vec::new();
    for (at, moon) in before.match_indices('月') {
        let count = before[..at].bytes().rev().take(3).take_while(u8::is_ascii_digit).count();
        let Ok(month) = before[at - count..at].parse::<i64>() else { continue };
        // A day within the month makes half months.
        if before[at + moon.len()..].starts_with(|c: char| c.is_ascii_digit()) {
            return;
        }
        let lead = before[..at - count].strip_suffix('年').map(|lead| {
            let count = lead.bytes().rev().take(5).take_while(u8::is_ascii_digit).count();
            lead[lead.len() - count..].parse::<i64>().unwrap_or(0)
        });
        found.push((lead, month));
    }
    let &[(first, from), (last, to)] = &found[..] else { return };
    let held = ["开工", "启动", "动工", "开始", "立项"].iter().any(|word| before.contains(word))
        && ["竣工", "完工", "建成", "结束", "投用", "验收", "完成", "通车"]
            .iter()
            .any(|word| before.contains(word));
    let years = match (first, last) {
        (Some(first), Some(last)) => last - first,
        _ => i64::from(to < from),
    };
    let gap = years * 12 + to - from;
    if held && gap > 0 && said != gap && said != gap + 1 {
        let start = text.len() - rest.len();
        let range = cue.start..start + digits + "个月".len();
        let message = format!("{from}月到{to}月是 {gap} 个月，不是「{}」", &text[range.clone()]);
        out.tell(PERIOD, passage, range, message, super::RECKON);
    }
}

/// 共有行政村120个，目前已有132个村….
fn more_than_all(passage: &Passage<'_>, cue: Range<usize>, out: &mut Findings<'_>) {
    let text = &*passage.text;
    let end = text.floor_char_boundary((cue.end + 60).min(text.len()));
    let digit = first_chars(&text[cue.end..], 6).find(|c: char| c.is_ascii_digit());
    let Some(digit) = digit else { return };
    let Some(part) = amount_at(text, cue.end + digit, end) else { return };
    let before = sentence_before(text, cue.start);
    let start = cue.start - before.len();
    let found = amounts(text, start..cue.start);
    let [whole] = &found[..] else { return };
    let lead = &text[start..whole.range.start];
    let all = ["共有", "现有", "辖", "下辖", "共辖", "全县共", "全市共", "全镇共"]
        .iter()
        .any(|word| lead.contains(word));
    let noun = |amount: &Amount<'_>| -> Option<char> {
        let own = text[amount.range.end..].chars().next().filter(|c| is_han(*c));
        own.or_else(|| text[..amount.range.start].chars().next_back().filter(|c| is_han(*c)))
    };
    let same = unit(whole).chars().next() == part.unit.chars().next()
        && noun(whole).is_some()
        && noun(whole).or(None).is_some_and(|a| noun(&part).is_some_and(|b| a == b));
    if all && same && part.value > whole.value && !is_about(text, whole) && !part.is_percent() {
        let message = format!(
            "一共「{}」，不会有「{}」",
            &text[whole.range.clone()],
            &text[part.range.clone()]
        );
        out.tell(SUM_MISMATCH, passage, part.range.clone(), message, super::RECKON);
    }
}

/// 总投资2600万元，其中争取上级资金3200万元: a part is no more than the whole.
fn part_of(passage: &Passage<'_>, cue: Range<usize>, out: &mut Findings<'_>) {
    let text = &*passage.text;
    let before = sentence_before(text, cue.start);
    let start = cue.start - before.len();
    let earlier = amounts(text, start..cue.start);
    let end = cue.end + sentence_behind(text, cue.end).len();
    let found = amounts(text, cue.end..end);
    let (Some(whole), Some(part)) = (earlier.last(), found.first()) else { return };
    let gap = text[whole.range.end..cue.start].chars().count();
    let name = &text[cue.end..part.range.start];
    let plain = !name.contains(['，', '、', '；', '。', '比', '增', '达', '超'])
        && name.chars().count() <= 12;
    // 引进人才20名，其中3名…: of the same sort of thing.
    let same = whole.unit == part.unit
        && !whole.is_percent()
        && matches!(
            whole.unit,
            "元" | "万元"
                | "亿元"
                | "亩"
                | "吨"
                | "公里"
                | "户"
                | "人"
                | "名"
                | "栋"
                | "家"
                | "处"
                | "座"
                | "件"
                | "条"
                | "台"
                | "辆"
                | "所"
                | "万亩"
                | "人次"
                | "起"
        );
    // 增加353人，其中城镇人口258266人: the first is a change, the second a state.
    let lead = first_chars_back(text, whole.range.start, 8);
    let change = lead.contains(['增', '减', '降', '升', '新', '比', '均', '每']);
    if gap <= 2 && plain && same && part.value > whole.value && !is_about(text, whole) && !change {
        let message = format!(
            "其中的「{}」比总数「{}」还多",
            &text[part.range.clone()],
            &text[whole.range.clone()]
        );
        return out.tell(SUM_MISMATCH, passage, part.range.clone(), message, super::RECKON);
    }
    // 1860栋，其中自建房1240栋、公共建筑380栋、厂房220栋: nearly all of it, and not quite.
    let mut row: Vec<&Amount<'_>> = Vec::new();
    let mut at = cue.end;
    for part in found.iter().filter(|_| gap <= 2 && same) {
        let between = &text[at..part.range.start];
        if part.unit != whole.unit
            || between.chars().count() > 12
            || between.contains(['，', '；', '（', '。', '比', '增'])
        {
            break;
        }
        row.push(part);
        at = part.range.end;
    }
    let sum: f64 = row.iter().map(|part| part.value).sum();
    let exact = row.iter().all(|part| part.decimals == 0 && part.scale == whole.scale)
        && whole.decimals == 0;
    let ends = text[at..].starts_with(['，', '。', '；']);
    if row.len() >= 3
        && exact
        && ends
        && sum < whole.value
        && sum >= whole.value * 0.975
        && !is_about(text, whole)
    {
        let message = format!(
            "后面各项加起来是 {}，不是「{}」",
            shown(sum, unit(whole)),
            &text[whole.range.clone()]
        );
        out.tell(SUM_MISMATCH, passage, whole.range.start..at, message, super::RECKON);
    }
}

/// 排查隐患64个，已完成整改51个，剩余15个.
fn rest_of(passage: &Passage<'_>, cue: Range<usize>, out: &mut Findings<'_>) {
    let text = &*passage.text;
    let end = text.floor_char_boundary((cue.end + 60).min(text.len()));
    let Some(digit) = first_chars(&text[cue.end..], 4).find(|c: char| c.is_ascii_digit()) else {
        return;
    };
    let Some(rest) = amount_at(text, cue.end + digit, end) else { return };
    let before = sentence_before(text, cue.start);
    let start = cue.start - before.len();
    let found = amounts(text, start..cue.start);
    let [.., whole, part] = &found[..] else { return };
    let same = |a: &Amount<'_>| a.unit.chars().next() == rest.unit.chars().next();
    let done = &text[whole.range.end..part.range.start];
    let done_all = done.chars().count() <= 14
        && ["已", "完成", "整改", "办结", "化解"].iter().any(|word| done.contains(word))
        && !done.contains(['增', '比', '新', '又', '另', '其']);
    let near = &text[part.range.end..cue.start];
    let plain = near.chars().count() <= 12 && !near.contains(['。', '另', '新']);
    let several = found.iter().filter(|amount| same(amount)).count() == 2;
    if same(whole)
        && same(part)
        && several
        && done_all
        && plain
        && whole.value > part.value
        && differ(part.value + rest.value, whole.value)
        && ![whole, part, &rest].iter().any(|amount| is_about(text, amount) || amount.is_percent())
        && whole.decimals == 0
        && part.decimals == 0
    {
        let message = format!(
            "「{}」减去「{}」是 {}，不是「{}」",
            &text[whole.range.clone()],
            &text[part.range.clone()],
            shown(whole.value - part.value, unit(&rest)),
            &text[rest.range.clone()]
        );
        out.tell(SUM_MISMATCH, passage, rest.range.clone(), message, super::RECKON);
    }
}

/// The last characters before a place, at most so many.
fn first_chars_back(text: &str, at: usize, most: usize) -> &str {
    let size: usize = text[..at].chars().rev().take(most).map(char::len_utf8).sum();
    &text[at - size..at]
}

/// What is counted behind a list of bare names.
const PLACES: &[&str] = words!("products.txt", "PLACES");

/// 东河、白沙、清源、凤山五个乡镇; 望河、柳溪、石梁4县.
fn bare_list(passage: &Passage<'_>, cue: Range<usize>, out: &mut Findings<'_>) {
    let text = &*passage.text;
    let rest = &text[cue.start..];
    let Some(place) = PLACES.iter().find(|place| rest.starts_with(**place)) else { return };
    let lead = &text[..cue.start];
    let digits = lead.bytes().rev().take(3).take_while(u8::is_ascii_digit).count();
    let (said, length) = if digits > 0 {
        (lead[lead.len() - digits..].parse::<usize>().unwrap_or(0), digits)
    } else {
        let last = lead.chars().next_back().unwrap_or(' ');
        let Some(at) = "两三四五六七八九".chars().position(|c| c == last) else { return };
        (at + 2, last.len_utf8())
    };
    let before = &lead[..lead.len() - length];
    if before.ends_with(['等', '十', '第', '、', '和', '余', '的', '这']) {
        return;
    }
    let start =
        before.char_indices().rev().take(60).find(|(_, c)| "，。；：！？\n（）“”《》".contains(*c));
    let row = start.map_or(before, |(at, c)| &before[at + c.len_utf8()..]);
    let items: Vec<&str> = row.split(['、', '和', '及']).collect();
    let Some((_, others)) = items.split_first() else { return };
    let name = |item: &&str| (2..=3).contains(&item.chars().count()) && item.chars().all(is_han);
    let is_sort = |item: &&str| item.ends_with(['县', '区', '镇', '乡', '村', '级', '局']);
    if others.len() >= 2
        && others.iter().all(|item| name(item) && !is_sort(item))
        && items.len() != said
        && said >= 2
        && row.contains('、')
    {
        let range = lead.len() - length..cue.start + place.len();
        let message =
            format!("写的是「{}」，前面列出的有 {} 个", &text[range.clone()], items.len());
        out.tell(SUM_MISMATCH, passage, range, message, super::RECKON);
    }
}

/// 3家企业分别获得贷款500万元、300万元: as many sums as there are firms.
fn of_each(passage: &Passage<'_>, cue: Range<usize>, out: &mut Findings<'_>) {
    let text = &*passage.text;
    let lead = &text[..cue.start];
    let noun = crate::check::cues::han_before(text, cue.start, 6);
    let lead = &lead[..lead.len() - noun.len()];
    let digits = lead.bytes().rev().take(3).take_while(u8::is_ascii_digit).count();
    let said: Option<usize> = lead[lead.len() - digits..].parse().ok();
    let Some(said) = said.filter(|said| (2..=9).contains(said)) else { return };
    let list = sentence_behind(text, cue.end).split('，').next().unwrap_or_default();
    let items: Vec<&str> = list.split(['、', '和']).collect();
    let figure = |item: &str| item.starts_with(|c: char| c.is_ascii_digit());
    let [first, rest @ ..] = &items[..] else { return };
    let first = first.find(|c: char| c.is_ascii_digit()).filter(|at| *at <= 18);
    let units = |item: &str| -> String { item.chars().filter(|c| is_han(*c)).collect() };
    let same = rest.windows(2).all(|pair| units(pair[0]) == units(pair[1]));
    let plain = noun.starts_with(['家', '个', '名', '户', '所', '镇', '县', '村']);
    if plain
        && first.is_some()
        && !rest.is_empty()
        && rest.iter().all(|item| figure(item) && item.chars().count() <= 8)
        && same
        && items.len() != said
        && !lead.ends_with('.')
    {
        let start = cue.start - noun.len() - digits;
        let message = format!("说的是 {said} 个，后面写了 {} 个数", items.len());
        out.tell(SUM_MISMATCH, passage, start..cue.end, message, super::RECKON);
    }
}

/// 小麦、玉米、大豆产量分别为12万吨、15万吨: as many numbers as there are things.
fn respectively(passage: &Passage<'_>, cue: Range<usize>, out: &mut Findings<'_>) {
    let text = &*passage.text;
    let rest = sentence_behind(text, cue.end);
    let list = rest.split(['，', '；']).next().unwrap_or_default();
    let numbers: Vec<&str> = list.split(['、', '和']).collect();
    let all = numbers.len() >= 2
        && numbers.iter().all(|item| {
            item.starts_with(|c: char| c.is_ascii_digit()) && item.chars().count() <= 10
        });
    let before = sentence_before(text, cue.start);
    let row = before.rsplit(['，', '：']).next().unwrap_or_default();
    let items: Vec<&str> = row.split(['、', '和', '及']).collect();
    let names =
        items.len() >= 2 && items.iter().all(|item| (1..=8).contains(&item.chars().count()));
    // 租赁和商务服务业 is one thing.
    let tidy =
        row.chars().all(|c| is_han(c) || c == '、') && !row.contains(['与', '等', '和', '及']);
    if all
        && names
        && tidy
        && numbers.len() != items.len()
        && !row.contains('同')
        && items.len() >= 3
    {
        let range = cue.start..cue.end + list.len();
        let message = format!("前面列了 {} 项，后面写了 {} 个数", items.len(), numbers.len());
        out.tell(SUM_MISMATCH, passage, range, message, super::RECKON);
    }
}
