//! Amounts of a sentence held against each other: parts and their whole, what is left, and shares.

use std::ops::Range;

use super::opposites::{self, tell_over};
use super::quantities::{Amount, amounts, differ, shown};
use super::{SHARE, SUM_MISMATCH};
use crate::check::lists::words;
use crate::check::{Findings, Passage};

/// More amounts in a sentence are a table in words.
const MOST: usize = 24;

/// The longest sentence that is held against itself, in bytes.
const LONGEST: usize = 900;

/// Looks at the sentences of a passage.
pub fn check(passage: &Passage<'_>, out: &mut Findings<'_>) {
    if !out.wants(SUM_MISMATCH) && !out.wants(SHARE) || !passage.has_digits() {
        return;
    }
    let text = &*passage.text;
    let mut start = 0;
    for sentence in text.split_inclusive(['。', '；', '！', '？', '\n']) {
        let range = start..start + sentence.len();
        start = range.end;
        if range.len() > LONGEST || !sentence.bytes().any(|b| b.is_ascii_digit()) {
            continue;
        }
        let amounts = amounts(text, range.clone());
        if !(2..=MOST).contains(&amounts.len()) {
            continue;
        }
        parts(passage, range.clone(), &amounts, out);
        rest(passage, range.clone(), &amounts, out);
        among(passage, range.clone(), &amounts, out);
        whole(passage, &amounts, out);
        opposites::check(passage, range.clone(), &amounts, out);
        shares(passage, &amounts, out);
    }
}

/// 共85人（男40人、女35人）, 共120家：甲60家、乙70家。
fn parts(
    passage: &Passage<'_>,
    sentence: Range<usize>,
    amounts: &[Amount<'_>],
    out: &mut Findings<'_>,
) {
    let text = &*passage.text;
    for (index, whole) in amounts.iter().enumerate() {
        let behind = &text[whole.range.end..sentence.end];
        let Some(mark) = behind.chars().next() else { continue };
        let (open, end) = match mark {
            '（' => (mark.len_utf8(), behind.find('）')),
            '：' => (mark.len_utf8(), Some(behind.len())),
            _ => continue,
        };
        let Some(end) = end.filter(|end| *end > open) else { continue };
        let list = whole.range.end + open..whole.range.end + end;
        let inside = text[list.clone()].trim_end_matches(['。', '；', '\n', '！']);
        let items: Vec<&str> = inside.split(['、', '，', '；']).collect();
        let parts: Vec<&Amount<'_>> = amounts[index + 1..]
            .iter()
            .filter(|part| list.contains(&part.range.start) && part.unit == whole.unit)
            .collect();
        // Each item is a name and its amount, and nothing is left out.
        let each = items.len() >= 2
            && items.len() == parts.len()
            && items.iter().zip(&parts).all(|(item, part)| {
                item.ends_with(&text[part.range.clone()])
                    && item.chars().count() <= 16
                    && !["其中", "分别", "约", "超", "近", "含", "新增", "累计", "已", "占", "完成"]
                        .iter()
                        .any(|word| item.contains(word))
            });
        let two_sorts =
            items.len() > 2 || (inside.starts_with('男') && inside.contains('女')) || mark == '：';
        let sum: f64 = parts.iter().map(|part| part.value).sum();
        let is_said = mark == '（'
            || ["共", "计"].iter().any(|word| {
                let start = text.floor_char_boundary(whole.range.start.saturating_sub(24));
                text[start.max(sentence.start)..whole.range.start].contains(word)
            });
        if each && two_sorts && is_said && differ(sum, whole.value) {
            let end = parts.last().map_or(whole.range.end, |part| part.range.end);
            tell_over(
                passage,
                whole,
                end,
                &format!("各项加起来是 {}", shown(sum, whole.unit)),
                out,
            );
            return;
        }
    }
}

/// 检查20家，其中合格5家，其余14家…
fn rest(
    passage: &Passage<'_>,
    sentence: Range<usize>,
    amounts: &[Amount<'_>],
    out: &mut Findings<'_>,
) {
    let text = &*passage.text;
    // 16个乡镇中有14个乡镇完成，还有3个乡镇….
    let one_of = amounts.first().is_some_and(|whole| {
        crate::check::cues::first_chars(&text[whole.range.end..], 5).contains("中有")
    });
    let words = ["其余", "还有", "尚有"].iter().filter(|word| **word == "其余" || one_of);
    let places = words.flat_map(|word| text[sentence.clone()].match_indices(*word));
    for (at, word) in places {
        let at = sentence.start + at;
        let Some(left) = amounts.iter().find(|amount| amount.range.start == at + word.len()) else {
            continue;
        };
        let before: Vec<&Amount<'_>> = amounts
            .iter()
            .filter(|amount| amount.range.end <= at && amount.unit == left.unit)
            .collect();
        let Some((whole, parts)) = before.split_first() else { continue };
        let sum: f64 = parts.iter().map(|part| part.value).sum();
        let between = &text[whole.range.end..at];
        if parts.is_empty()
            || parts.len() > 4
            || sum >= whole.value
            || ["新增", "累计", "又", "再", "比", "占"].iter().any(|word| between.contains(word))
        {
            continue;
        }
        if differ(whole.value - sum, left.value) {
            let message = format!("前面的减下来，其余应是 {}", shown(whole.value - sum, left.unit));
            tell(passage, left, &message, out);
        }
    }
}

fn tell(passage: &Passage<'_>, amount: &Amount<'_>, why: &str, out: &mut Findings<'_>) {
    let written = &passage.text[amount.range.clone()];
    let message = format!("写的是「{written}」，{why}");
    out.tell(SUM_MISMATCH, passage, amount.range.clone(), message, "算一算，改正总数或各项");
}

/// Sorts that may overlap: what is counted in one may be counted in another as well.
const OVERLAP: &[&str] = words!("amounts.txt", "OVERLAP");

/// Sorts that are all there are.
const ALL_SORTS: &[&[&str]] = &[
    &["高", "中", "低"],
    &["一产", "二产", "三产"],
    &["第一产业", "第二产业", "第三产业"],
    &["男", "女"],
    &["城镇", "农村"],
    &["专职", "兼职"],
    &["公办", "民办"],
    &["新建", "改建"],
    &["新建", "续建"],
    &["中型", "小型"],
    &["线上", "线下"],
    &["党员", "群众"],
    &["大型", "中型", "小型"],
    &["省级", "市级", "县级"],
    &["市直", "县直", "乡镇"],
    &["东部", "中部", "西部"],
    &["优", "良", "差"],
    &["一类", "二类", "三类"],
];

/// 隐患点86处，其中高风险21处、中风险37处、低风险38处.
fn among(
    passage: &Passage<'_>,
    sentence: Range<usize>,
    amounts: &[Amount<'_>],
    out: &mut Findings<'_>,
) {
    let text = &*passage.text;
    for (at, word) in text[sentence.clone()].match_indices("其中") {
        let start = sentence.start + at + word.len();
        let Some(next) = amounts.iter().position(|amount| amount.range.start >= start) else {
            continue;
        };
        let unit = amounts[next].unit;
        let whole = amounts[..next].iter().rfind(|amount| amount.unit == unit);
        let Some(whole) =
            whole.filter(|whole| !whole.is_percent() && start - whole.range.end <= 60)
        else {
            continue;
        };
        let mut end = start;
        let mut parts: Vec<&Amount<'_>> = Vec::new();
        for part in &amounts[next..] {
            let between = text[end..part.range.start]
                .trim_start_matches(['、', '，', '；', '：', '（', '和', '及']);
            // 310所（其中…295所: within another part.
            let nested = !parts.is_empty() && text[end..part.range.start].starts_with('（');
            if nested
                || part.unit != unit
                || between.chars().count() > 14
                || between.contains(['，', '、', '；', '（', '）'])
            {
                break;
            }
            parts.push(part);
            end = part.range.end;
        }
        let named = &text[start..end];
        let sum: f64 = parts.iter().map(|part| part.value).sum();
        let about = OVERLAP
            .iter()
            .filter(|word| **word != "女" || !named.contains('男'))
            // 省级补助 is money beside other money, whosever it is.
            .filter(|word| !(unit.ends_with('元') && matches!(**word, "省级" | "国家级" | "重点")))
            .any(|word| named.contains(word));
        let complete =
            ALL_SORTS.iter().any(|sorts| {
                sorts.len() <= parts.len() && sorts.iter().all(|sort| named.contains(sort))
            }) || ["其他", "其它"].iter().any(|rest| parts.len() > 1 && named.contains(rest));
        let too_much =
            sum > whole.value * (1.0 + 1e-9) && parts.iter().all(|part| part.value <= whole.value);
        let rounding: f64 =
            parts.iter().map(|part| part.step() * 0.5).sum::<f64>() + whole.step() * 0.5;
        let rounded = parts.iter().any(|part| part.decimals > 0) || whole.decimals > 0;
        // What was rounded up and what was rounded down is seldom all on one side.
        let likely = rounding / (parts.len() as f64 + 1.0).sqrt();
        let room = if too_much && !complete { likely.max(whole.step() * 0.5) } else { rounding };
        let off = (sum - whole.value).abs() > if rounded { room * 1.01 } else { 1e-6 };
        // A whole that differs in one digit from the sum is a slip, and no list of some of them.
        let slip =
            !rounded && sum > whole.value * 0.9 && super::per::is_slip(whole.value, sum) && !about;
        if parts.len() >= 2 && off && (complete && sum > 0.0 || too_much && !about || slip) {
            let why = format!("后面各项加起来是 {}", shown(sum, unit));
            tell_over(passage, whole, end, &why, out);
            return;
        }
    }
}

/// 满意的占82%、基本满意的占15%、不满意的占5%: more than there is.
fn whole(passage: &Passage<'_>, amounts: &[Amount<'_>], out: &mut Findings<'_>) {
    let text = &*passage.text;
    let mut row: Vec<&Amount<'_>> = Vec::new();
    let mut rows = Vec::new();
    for amount in amounts {
        let gap = row.last().map(|last| &text[last.range.end..amount.range.start]);
        let goes_on = gap.is_none_or(|gap| {
            gap.chars().count() <= 14
                && gap.starts_with(['、', '，', '；'])
                && (gap.contains('占') || gap.ends_with('为') || gap.contains("满意"))
        });
        if amount.is_percent() && goes_on {
            row.push(amount);
            continue;
        }
        rows.push(std::mem::take(&mut row));
        if amount.is_percent() {
            row.push(amount);
        }
    }
    rows.push(row);
    for row in rows.iter().filter(|row| row.len() >= 3) {
        let sum: f64 = row.iter().map(|share| share.value).sum();
        let (Some(first), Some(last)) = (row.first(), row.last()) else { continue };
        let start = text.floor_char_boundary(first.range.start.saturating_sub(24));
        let named = &text[start..last.range.end];
        let overlap = OVERLAP.iter().any(|word| named.contains(word)) || named.contains("增长");
        let rounding: f64 = row.iter().map(|share| share.step() * 0.5).sum();
        // Much more is shares of several wholes.
        if named.contains('占') && !overlap && sum > 100.0 + rounding && sum < 113.0 {
            tell(passage, last, &format!("几项加起来是 {}，超过了 100%", shown(sum, "%")), out);
        }
    }
}

/// Words that say which share of a whole is meant.
const RATES: &[&str] = words!("amounts.txt", "RATES");

/// What says 占 or 完成 of the whole that was named.
const OF_WHOLE: &[&str] = words!("amounts.txt", "OF_WHOLE");

/// 占年度计划的, 为全年目标任务的: of what there was to do.
fn is_of_task(lead: &str) -> bool {
    let Some(rest) = ["完成", "占", "为", "达"].iter().find_map(|verb| lead.strip_prefix(verb))
    else {
        return false;
    };
    let rest = rest.strip_suffix('的').unwrap_or(rest);
    let rest = ["全年", "年度", "年初", "今年", "本年", "目标", "总", "市下达"]
        .iter()
        .fold(rest, |rest, word| rest.strip_prefix(word).unwrap_or(rest));
    ["任务", "计划", "目标", "任务数", "计划数", "目标任务", "任务总数"].contains(&rest)
}

/// Whether a share that stands behind a part is said to be one of the whole that was named.
fn is_share_of(lead: &str, before_whole: &str) -> bool {
    // 960户稳定消除风险，占85%: the clause of the share stands by itself.
    let lead = match lead.rsplit_once('，') {
        Some((done, own)) if done.chars().count() <= 10 && (own == "占" || is_of_task(own)) => own,
        _ => lead,
    };
    if OF_WHOLE.contains(&lead) || is_of_task(lead) {
        return true;
    }
    // 任务完成率, but 全市平均合格率 is another's.
    if RATES
        .iter()
        .any(|rate| lead.strip_suffix(rate).is_some_and(|rest| rest.chars().count() <= 4))
    {
        return !["全", "平均", "同比", "市级", "省级", "总体"]
            .iter()
            .any(|word| lead.contains(word));
    }
    // 占茶园总面积的: the whole, by its name.
    let Some(of) = lead.strip_prefix('占').and_then(|rest| rest.strip_suffix('的')) else {
        return false;
    };
    let name = words!("amounts.txt", "is_share_of.name")
        .iter()
        .find_map(|word| of.strip_suffix(word))
        .unwrap_or(of);
    !name.is_empty() && name.chars().count() <= 8 && before_whole.contains(name)
}

/// 抽检200批次，合格196批次，合格率…: the rate has the word that stands before the part.
fn is_rate_of(lead: &str, between: &str) -> bool {
    let Some(root) = lead.strip_suffix('率') else { return false };
    (2..=4).contains(&root.chars().count()) && between.ends_with(root)
        || lead.strip_suffix('率').is_some_and(|root| {
            root.chars().count() >= 2 && between.contains(root) && between.chars().count() <= 12
        })
}

/// 108人取得合格证书，合格率为92%: the rate's clause stands by itself, and its word before.
fn is_rate_behind(lead: &str) -> bool {
    let Some((done, rate)) = lead.rsplit_once('，') else { return false };
    rate.strip_suffix('率').is_some_and(|root| {
        root.chars().count() == 2
            && done.contains(root)
            && done.chars().count() <= 10
            && !done.contains(['，', '不', '未'])
    })
}

/// 应改120户，已改96户，完成率85%.
fn shares(passage: &Passage<'_>, amounts: &[Amount<'_>], out: &mut Findings<'_>) {
    let text = &*passage.text;
    for window in amounts.windows(3) {
        let [whole, part, share] = window else { continue };
        if !share.is_percent()
            || whole.unit != part.unit
            || whole.is_percent()
            || matches!(whole.unit, "度" | "天" | "岁")
        {
            continue;
        }
        let lead = text[part.range.end..share.range.start].trim_start_matches(['，', '、', '（']);
        let lead = lead.trim_end_matches(['为', '达', '到', '是', '约']);
        let between = &text[whole.range.end..part.range.start];
        let lead_start = text.floor_char_boundary(whole.range.start.saturating_sub(60));
        let before_whole = &text[lead_start..whole.range.start];
        // 96户，占任务120户的85%: the part stands first.
        let reverse = lead == "的" && between.contains('占') && between.chars().count() <= 10;
        let (whole, part) = if reverse { (part, whole) } else { (whole, part) };
        // 合格196批次，不合格4批次，合格率98%: of the other part.
        let is_other = lead.ends_with('率') && between.contains(['不', '未']);
        // 38万人，占应参保人数36万人的98%.
        if reverse && part.value > whole.value && share.value <= 100.0 {
            let message = format!(
                "「{}」比「{}」多，不是「{}」",
                &text[part.range.clone()],
                &text[whole.range.clone()],
                &text[share.range.clone()]
            );
            out.tell(
                SHARE,
                passage,
                part.range.start..share.range.end,
                message,
                "算一算，三个数里改正写错的那个",
            );
            continue;
        }
        if part.value > whole.value
            || is_other
            || part.value <= 0.0
            || !(reverse
                || is_share_of(lead, before_whole)
                || is_rate_of(lead, between)
                || is_rate_behind(lead))
            || between.chars().count() > 18
            || between.contains(['；', '比'])
            || ["上升", "下降", "增加", "减少", "提高", "增长"]
                .iter()
                .any(|word| between.contains(word))
            || ["正在", "尚未", "剩余", "还有"].iter().any(|word| between.contains(word))
        {
            continue;
        }
        let right = part.value / whole.value * 100.0;
        let off = (part.slack() + whole.slack()) * right;
        if (right - share.value).abs() <= share.step() * 1.01 + off {
            continue;
        }
        let written = &text[share.range.clone()];
        let message = format!(
            "「{}」是「{}」的 {:.1}%，不是「{written}」",
            &text[part.range.clone()],
            &text[whole.range.clone()],
            right
        );
        out.tell(SHARE, passage, share.range.clone(), message, "算一算，三个数里改正写错的那个");
    }
}
