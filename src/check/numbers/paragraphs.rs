//! Amounts of a story held against each other over its sentences and paragraphs: 其中 and 剩余 at the head of a paragraph,
//! 42家企业 that become 24家, 24公里 that become 240公里, an end before its beginning.

use std::ops::Range;

use super::quantities::{Amount, amounts, differ, shown};
use super::{FIGURE, SUM_MISMATCH, WRONG_HOUR};
use crate::check::cues::{
    clause_before, first_chars, han_before, han_behind, number_before, number_behind,
    sentence_behind,
};
use crate::check::lists::words;
use crate::check::{Findings, Part, Passage, Story};
use crate::markdown::Block;

/// How many amounts of a story are held against each other.
const MOST: usize = 80;

/// Looks at the amounts of a story.
pub fn check(story: &Story<'_>, out: &mut Findings<'_>) {
    let passages: Vec<&Passage<'_>> =
        story.body().filter(|passage| passage.part != Part::Block(Block::Cell)).collect();
    for pair in passages.windows(2) {
        if let [before, passage] = pair {
            among(before, passage, out);
            left(before, passage, out);
        }
    }
    again(&passages, out);
    ended(&passages, out);
}

/// The last sentence of a text.
fn last_sentence(text: &str) -> Range<usize> {
    let end = text.trim_end_matches(['。', '！', '\n', ' ', '：', '；']).len();
    let start = text[..end].rfind(['。', '！', '；', '\n']);
    let start = start.map_or(0, |at| text.ceil_char_boundary(at + 1));
    start..end
}

/// …4.5万亩。 and, as a paragraph of its own, 其中，油菜2.1万亩、绿肥1.6万亩、蔬菜1万亩.
fn among(before: &Passage<'_>, passage: &Passage<'_>, out: &mut Findings<'_>) {
    let text = &*passage.text;
    let Some(rest) = text.strip_prefix("其中") else { return };
    let start = text.len() - rest.len();
    let end = start + sentence_behind(text, start).len();
    let own = amounts(text, start..end);
    let Some(first) = own.first() else { return };
    let mut parts: Vec<&Amount<'_>> = Vec::new();
    let mut at = start;
    for part in &own {
        let between = text[at..part.range.start].trim_start_matches(['、', '，', '；', '和', '及']);
        if part.unit != first.unit
            || between.chars().count() > 12
            || between.contains(['，', '、', '；'])
        {
            break;
        }
        parts.push(part);
        at = part.range.end;
    }
    let whole = amounts(&before.text, last_sentence(&before.text));
    let wholes: Vec<&Amount<'_>> = whole.iter().filter(|it| it.unit == first.unit).collect();
    let (&[whole], true) = (&wholes[..], parts.len() >= 2) else { return };
    let sum: f64 = parts.iter().map(|part| part.value).sum();
    let rounding: f64 = parts.iter().map(|it| it.step() * 0.5).sum::<f64>() + whole.step() * 0.5;
    let rounded = parts.iter().any(|it| it.decimals > 0) || whole.decimals > 0;
    let off =
        (sum - whole.value).abs() > if rounded { rounding.min(whole.step() * 1.5) } else { 1e-6 };
    let much = sum > whole.value && parts.iter().all(|it| it.value <= whole.value);
    let nearly = parts.len() >= 3 && sum < whole.value && sum > whole.value * 0.96;
    let named = &text[start..at];
    let rest = ["其他", "其它", "等"].iter().any(|word| text[at..end].contains(word));
    if off
        && (much || nearly && !rest)
        && !first.is_percent()
        && !named.contains(['女', '党', '新'])
    {
        let message = format!(
            "各项加起来是 {}，前一段写的是「{}」",
            shown(sum, first.unit),
            &before.text[whole.range.clone()]
        );
        out.tell(SUM_MISMATCH, passage, first.range.start..at, message, super::RECKON);
    }
}

/// …充电桩320个。 and, in the next paragraph, 已投入使用240个，…剩余60个.
fn left(before: &Passage<'_>, passage: &Passage<'_>, out: &mut Findings<'_>) {
    let text = &*passage.text;
    let Some((at, word)) = ["剩余", "其余", "余下的", "剩下的"]
        .iter()
        .find_map(|word| Some((text.find(word)?, *word)))
    else {
        return;
    };
    let sentence = text[..at].rfind('。').map_or(0, |mark| mark + '。'.len_utf8());
    let start = at + word.len();
    let end = start + sentence_behind(text, start).len();
    let Some(rest) =
        amounts(text, start..end).into_iter().next().filter(|it| it.range.start == start)
    else {
        return;
    };
    let unit = rest.unit.chars().next();
    let same = |it: &&Amount<'_>| it.unit.chars().next() == unit && !it.is_percent();
    let own = amounts(text, sentence..at);
    let own: Vec<&Amount<'_>> = own.iter().filter(same).collect();
    let whole = amounts(&before.text, last_sentence(&before.text));
    let whole: Vec<&Amount<'_>> = whole.iter().filter(same).collect();
    let (&[part], &[whole]) = (&own[..], &whole[..]) else { return };
    let right = whole.value - part.value;
    let done = text[sentence..part.range.start].contains(['已', '完']);
    if done
        && right > 0.0
        && differ(right, rest.value)
        && whole.decimals + part.decimals + rest.decimals == 0
    {
        let message = format!(
            "前面的「{}」减去「{}」是 {}",
            &before.text[whole.range.clone()],
            &text[part.range.clone()],
            shown(right, "")
        );
        out.tell(SUM_MISMATCH, passage, at..rest.range.end, message, super::RECKON);
    }
}

/// The noun of an amount: 渠道24公里, 24公里渠道, 42家企业.
fn nouns(text: &str, amount: &Amount<'_>) -> Vec<String> {
    let unit_end = amount.range.end;
    let behind = han_behind(&text[unit_end..], 8);
    // 村（社区）146个
    let lead = &text[..amount.range.start];
    let plain =
        lead.strip_suffix('）').and_then(|lead| Some(&lead[..lead.rfind('（')?])).unwrap_or(lead);
    let before = han_before(plain, plain.len(), 2);
    let mut found = Vec::new();
    if before.ends_with('村') || behind.starts_with('村') {
        found.push("村".to_owned());
    }
    if before.chars().count() == 2 {
        found.push(before.to_owned());
    }
    let chars: Vec<char> = behind.chars().collect();
    for pair in chars.windows(2).take(3) {
        found.push(pair.iter().collect());
    }
    found
}

/// What says that another amount is meant.
const OTHER: &[&str] = words!("paragraphs.txt", "OTHER");

/// 42家企业…24家参会企业; 渠道24公里…240公里渠道; 村（社区）146个…156个村（社区）全部.
fn again(passages: &[&Passage<'_>], out: &mut Findings<'_>) {
    let mut all: Vec<(&Passage<'_>, Amount<'_>, Vec<String>)> = Vec::new();
    let mut paragraph: Option<&Passage<'_>> = None;
    for passage in passages {
        // Only the paragraph before is about the same thing.
        all.retain(|(of, ..)| paragraph.is_some_and(|before| std::ptr::eq(*of, before)));
        paragraph = Some(passage);
        let text: &str = &passage.text;
        for amount in amounts(text, 0..text.len()).into_iter().filter(|it| !it.is_percent()) {
            if all.len() >= MOST {
                break;
            }
            let named = nouns(text, &amount);
            let near = clause_before(text, amount.range.start);
            let near = near.rsplit('、').next().unwrap_or_default();
            let slip = |first: &(&Passage<'_>, Amount<'_>, Vec<String>)| {
                let (place, other, names) = first;
                let same_unit = other.unit.chars().next() == amount.unit.chars().next();
                let text_of = &place.text;
                let is_here = std::ptr::eq(*place, *passage);
                // What is counted by 个 has more in common than a pair of characters.
                let mut common = names.iter().filter(|name| named.contains(*name));
                let is_general = amount.unit.starts_with('个');
                let shared = match common.next() {
                    Some(name) => !is_general || name.ends_with('村') || common.next().is_some(),
                    None => false,
                };
                let lead = clause_before(text_of, other.range.start);
                let apart = !is_here || are_all(text, &amount);
                let plain = !OTHER.iter().any(|word| near.contains(word))
                    && !OTHER.iter().any(|word| lead.ends_with(word));
                same_unit
                    && shared
                    && apart
                    && plain
                    && other.value >= 10.0
                    && alike(other, &amount, text)
            };
            // What stands elsewhere with this very number is no slip.
            let known = all.iter().any(|(_, other, _)| !differ(other.value, amount.value));
            if let Some((place, other, _)) = all.iter().find(|it| slip(it)).filter(|_| !known) {
                let message = format!(
                    "前面写的是「{}」，这里是「{}」",
                    &place.text[other.range.clone()],
                    &text[amount.range.clone()]
                );
                out.tell(
                    FIGURE,
                    passage,
                    amount.range.clone(),
                    message,
                    "核对这两个数是不是同一个",
                );
            }
            all.push((passage, amount, named));
        }
    }
}

/// 156个村（社区）全部: all of them are as many as there are.
fn are_all(text: &str, amount: &Amount<'_>) -> bool {
    let behind = first_chars(&text[amount.range.end..], 10);
    ["全部", "均", "都", "全面"].iter().any(|word| behind.contains(word))
}

/// Whether two amounts are one number and a slip of it.
fn alike(first: &Amount<'_>, later: &Amount<'_>, text: &str) -> bool {
    let digits = |value: f64| format!("{:.0}", value * 100.0).trim_end_matches('0').to_owned();
    let (a, b) = (digits(first.value), digits(later.value));
    let mut sorted: (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    sorted.0.sort_unstable();
    sorted.1.sort_unstable();
    let size = |value: f64| format!("{value:.0}").len();
    let transposed =
        a != b && sorted.0 == sorted.1 && size(first.value) == size(later.value) && a.len() >= 2;
    let ratio = first.value / later.value;
    let tenfold =
        a == b && a.len() >= 2 && ((ratio - 10.0).abs() < 1e-9 || (ratio - 0.1).abs() < 1e-9);
    let all = are_all(text, later);
    let one_off = a.len() == b.len()
        && a.len() >= 3
        && size(first.value) == size(later.value)
        && a.chars().zip(b.chars()).filter(|(a, b)| a != b).count() == 1;
    transposed || tenfold || all && one_off && later.value > first.value
}

/// 9时…正式开始。…于当日8时40分全部结束.
fn ended(passages: &[&Passage<'_>], out: &mut Findings<'_>) {
    let mut began: Option<u32> = None;
    for passage in passages {
        let text = &*passage.text;
        for (at, word) in text.match_indices('时') {
            let digits = number_before(text, at);
            let Some(hour) = text[at - digits..at].parse::<u32>().ok().filter(|it| *it <= 24)
            else {
                continue;
            };
            let rest = &text[at + word.len()..];
            let count = number_behind(rest);
            let minutes = match rest[count..].starts_with('分') {
                true => rest[..count].parse().unwrap_or(0),
                false if count > 0 || rest.starts_with(['间', '段', '候', '代', '期']) => {
                    continue;
                }
                false => 0,
            };
            let end = at + word.len() + if minutes > 0 { count + '分'.len_utf8() } else { 0 };
            let lead = &text[..at - digits];
            let time = hour * 60 + minutes;
            let clause = sentence_behind(text, end).trim_start_matches('，');
            let clause = clause.split('，').next().unwrap_or_default();
            let same_day = ["当日", "当天", "同日"].iter().any(|word| lead.ends_with(word));
            let over = ["结束", "完成", "扑灭", "返回", "收官", "撤离", "落幕"]
                .iter()
                .any(|word| clause.contains(word));
            let starts = ["开始", "启动", "开赛", "打响", "出发", "开幕"]
                .iter()
                .any(|word| clause.contains(word));
            let plain = !lead.ends_with(['下', '晚', '午', '上', '至', '到']);
            if same_day && over && plain && began.is_some_and(|began| time < began) {
                let range = at - digits..end;
                let message = format!("「{}」结束，比前面开始的时刻还早", &text[range.clone()]);
                out.tell(WRONG_HOUR, passage, range, message, "核对起止的时刻");
            } else if starts && plain && lead.ends_with('日') {
                began = Some(time);
            } else if starts {
                began = None;
            }
        }
    }
}
