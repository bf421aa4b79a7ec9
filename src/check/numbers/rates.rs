//! Shares and ranks that cannot be: 参保率达到102%, 4个县第5位, 增长12个百分点 of an amount, 三产占比 of
//! more than all.

use std::ops::Range;
use std::sync::LazyLock;

use super::quantities::amounts;
use super::{CHANGE, PERCENTAGE, SHARE, SUM_MISMATCH};
use crate::check::cues::{Cues, clause_before, number_before, sentence_before};
use crate::check::lists::words;
use crate::check::{Findings, Passage};

static CUES: LazyLock<Cues> = LazyLock::new(|| {
    Cues::new(&[
        (&["%", "％"], over_all),
        (&["个百分点"], points),
        (&["占比分别为", "比重分别为", "占比分别是", "比例分别为", "分别占"], parts),
        (&["位", "名"], rank),
        (&["倍，增长", "倍，同比增长", "倍，增加", "倍，提高"], times_twice),
    ])
});

/// Looks at the shares of a passage.
pub fn check(passage: &Passage<'_>, out: &mut Findings<'_>) {
    if passage.text.bytes().any(|b| b.is_ascii_digit()) {
        CUES.look(passage, out);
    }
}

/// Rates of which nobody reaches more than all.
const RATES: &[&str] = words!("rates.txt", "RATES");

/// Whether a text ends with such a rate.
pub fn is_rate(text: &str) -> bool {
    RATES.iter().any(|rate| text.ends_with(rate))
}

/// 参保率达到102%.
fn over_all(passage: &Passage<'_>, cue: Range<usize>, out: &mut Findings<'_>) {
    let text = &*passage.text;
    let digits = number_before(text, cue.start);
    let Ok(value) = text[cue.start - digits..cue.start].parse::<f64>() else { return };
    if value <= 100.0 {
        return;
    }
    let clause = clause_before(text, cue.start - digits);
    let lead = clause.trim_end_matches([
        '达', '到', '为', '是', '至', '高', '升', '提', '约', '超', '过', '在', '均', '了',
    ]);
    let Some(rate) = RATES.iter().find(|rate| lead.ends_with(**rate)) else { return };
    // 增长率 and what is measured by another year may be more.
    if ["增", "同比", "毛入", "负债", "利用", "自给", "产销", "回报", "收益", "保值"]
        .iter()
        .any(|word| clause.contains(word))
    {
        return;
    }
    let range = cue.start - digits..cue.end;
    let message = format!("「{rate}」不会超过 100%，这里是「{}」", &text[range.clone()]);
    out.tell(PERCENTAGE, passage, range, message, "核对这个数，看小数点是不是漏了");
}

/// 销售额3.2亿元，同比增长12个百分点: what is no share grows by %.
fn points(passage: &Passage<'_>, cue: Range<usize>, out: &mut Findings<'_>) {
    let text = &*passage.text;
    let digits = number_before(text, cue.start);
    let at = cue.start - digits;
    let lead = text[..at].trim_end_matches(['了', '约', '近']);
    let Some(verb) =
        ["增长", "增加", "下降", "减少", "上升"].iter().find(|verb| lead.ends_with(**verb))
    else {
        return;
    };
    let sentence = sentence_before(text, at);
    const RATED: &[&str] = words!("rates.txt", "RATED");
    if digits == 0 || RATED.iter().any(|word| sentence.contains(word)) {
        return;
    }
    let start = at - sentence.len();
    let found = amounts(text, start..at);
    let Some(last) = found.last().filter(|amount| at - amount.range.end <= 36) else { return };
    let between = &text[last.range.end..at];
    let measured = matches!(
        last.unit,
        "元" | "万元"
            | "亿元"
            | "吨"
            | "人次"
            | "户"
            | "辆"
            | "台"
            | "亩"
            | "人"
            | "公斤"
            | "千瓦时"
            | "件"
            | "头"
    );
    if measured && between.matches(['，', '、']).count() <= 1 {
        let range = at - (text[..at].len() - lead.len()) - verb.len()..cue.end;
        let message = format!("前面说的不是百分数，「{}」应用「%」", &text[range.clone()]);
        out.tell(CHANGE, passage, range, message, "比例之差才用百分点；数量增减的幅度用「%」");
    }
}

/// 第一、第二、第三产业占比分别为18%、42%、45%.
fn parts(passage: &Passage<'_>, cue: Range<usize>, out: &mut Findings<'_>) {
    let text = &*passage.text;
    let rest = &text[cue.end..];
    let number = |c: char| c.is_ascii_digit() || ".%％、和及".contains(c);
    let list = &rest[..rest.len() - rest.trim_start_matches(number).len()];
    let shares: Vec<f64> = list
        .split(['、', '和', '及'])
        .filter_map(|share| share.trim_end_matches(['%', '％']).parse().ok())
        .collect();
    let signs = list.matches(['%', '％']).count();
    if shares.len() < 3 || signs != shares.len() {
        return;
    }
    let sum: f64 = shares.iter().sum();
    let sentence = sentence_before(text, cue.start);
    let all = ["三次产业", "第三产业", "三产"].iter().any(|word| sentence.contains(word))
        && shares.len() == 3;
    let least = 0.06 * shares.len() as f64;
    if sum > 100.0 + least || (all && sum < 100.0 - least && sum > 60.0) {
        let range = cue.end..cue.end + list.trim_end_matches(['、', '和', '及']).len();
        let message = format!("几项占比加起来是 {:.1}%，不是 100%", sum);
        out.tell(SUM_MISMATCH, passage, range, message, "核对各项占比");
    }
}

/// The number that a text ends with, in figures or as one 汉字, and its length.
fn count_before(text: &str) -> Option<(u32, usize)> {
    let digits = number_before(text, text.len());
    if digits > 0 {
        return Some((text[text.len() - digits..].parse().ok()?, digits));
    }
    let last = text.chars().next_back()?;
    let at = "一二三四五六七八九十".chars().position(|c| c == last)?;
    let lone = !text[..text.len() - last.len_utf8()].ends_with(['十', '百', '二', '三']);
    let number = u32::try_from(at).ok()? + 1;
    lone.then_some((if last == '两' { 2 } else { number }, last.len_utf8()))
}

/// 全市4个县第5位.
fn rank(passage: &Passage<'_>, cue: Range<usize>, out: &mut Findings<'_>) {
    let text = &*passage.text;
    let Some((place, size)) = count_before(&text[..cue.start]) else { return };
    let Some(lead) = text[..cue.start - size].strip_suffix('第') else { return };
    let clause = clause_before(text, lead.len());
    // The last number before it, with 个 behind and 全市 before.
    let Some((at, _)) = clause.match_indices('个').next_back() else { return };
    let Some((all, _)) = count_before(&clause[..at]) else { return };
    let wide = ["全市", "全省", "全县", "全区", "全国", "全镇"]
        .iter()
        .any(|word| clause[..at].contains(word));
    let thing = clause[at + '个'.len_utf8()..].chars().take(10).count();
    let things = clause[at + '个'.len_utf8()..]
        .contains(['县', '区', '市', '镇', '乡', '村', '局', '校', '部', '单']);
    if wide && things && thing <= 9 && place > all && all > 1 {
        let range = lead.len()..cue.end;
        let message = format!("一共 {all} 个，排不到「{}」", &text[range.clone()]);
        out.tell(SHARE, passage, range, message, "核对名次和总数");
    }
}

/// 是去年同期的3倍，增长3倍.
fn times_twice(passage: &Passage<'_>, cue: Range<usize>, out: &mut Findings<'_>) {
    let text = &*passage.text;
    let digits = number_before(text, cue.start);
    let first = &text[cue.start - digits..cue.start];
    let lead = clause_before(text, cue.start - digits);
    let is_ratio = lead.ends_with('的') || lead.ends_with("相当于");
    let rest = text[cue.end..].trim_start_matches('了');
    let count = rest.bytes().take(6).take_while(|b| b.is_ascii_digit() || *b == b'.').count();
    if digits > 0 && is_ratio && &rest[..count] == first && rest[count..].starts_with('倍') {
        let start = cue.start + "倍，".len();
        let range = start..text.len() - rest.len() + count + '倍'.len_utf8();
        let message = format!(
            "是原来的{first}倍，就是增长了 {first} 减 1 倍，不是「{}」",
            &text[range.clone()]
        );
        out.tell(CHANGE, passage, range, message, "改成少一倍的数");
    }
}
