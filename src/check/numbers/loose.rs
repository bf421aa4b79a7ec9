//! Figures and units as no editor leaves them: 投入资金1200，, 36余人, 1.5千万元, 二个乡镇, 2025年元月,
//! 十二月5日, 十四届4次全会, 6~8班, 零下-6℃, 厂房1.2万平方公里.

use std::ops::Range;
use std::sync::LazyLock;

use super::about::UNITS;
use super::{DOUBLE_APPROXIMATE, FIGURE, IMPOSSIBLE_DATE, MIXED_NUMERAL, NUMBER_RANGE, PERIOD};
use crate::check::context::is_quoted;
use crate::check::cues::{Cues, clause_before, han_before, is_han, number_before, number_behind};
use crate::check::lists::words;
use crate::check::{Findings, Passage};

static CUES: LazyLock<Cues> = LazyLock::new(|| {
    Cues::new(&[
        (&["余", "多"], odd_about),
        (&["千万", "百万", "十万", "千亿", "百亿"], magnitudes),
        (
            &[
                "二个", "二家", "二户", "二座", "二位", "二辆", "二台", "二件", "二间", "二所",
                "二名", "二艘",
            ],
            two,
        ),
        (&["年元月"], first_month),
        (&["月"], month),
        (&["届"], congress),
        (&["~"], tilde),
        (&["，", "。", "；", "、"], no_unit),
        (&["."], two_points),
    ])
});

/// Looks at the figures of a passage; `year` is that of the text.
pub fn check(passage: &Passage<'_>, year: i32, out: &mut Findings<'_>) {
    CUES.look(passage, out);
    of_last_year(passage, year, out);
    planned(passage, year, out);
}

/// 计划到2023年建成, in a text of 2026.
fn planned(passage: &Passage<'_>, year: i32, out: &mut Findings<'_>) {
    let text = &*passage.text;
    // A text that names other years tells of plans of its time.
    let years = text
        .match_indices("20")
        .filter(|(at, _)| number_behind(&text[*at..]) == 4 && text[*at + 4..].starts_with('年'))
        .take(2)
        .count();
    for word in ["计划到", "力争到", "预计到", "计划于", "预计于", "拟于"]
        .iter()
        .filter(|word| passage.may_have(word))
    {
        for (at, _) in text.match_indices(word) {
            let start = at + word.len();
            let digits = number_behind(&text[start..]);
            let Ok(said) = text[start..start + digits].parse::<i32>() else { continue };
            if digits == 4
                && (year - 4..year).contains(&said)
                && years == 1
                && text[start + digits..].starts_with('年')
            {
                let range = start..start + digits + '年'.len_utf8();
                let message = format!("稿件是{year}年的，「{word}{said}年」已经过了");
                out.tell(PERIOD, passage, range, message, "核对年份");
            }
        }
    }
}

/// 36余人: what is known to one is not about so many.
fn odd_about(passage: &Passage<'_>, cue: Range<usize>, out: &mut Findings<'_>) {
    let text = &*passage.text;
    let digits = number_before(text, cue.start);
    let number = &text[cue.start - digits..cue.start];
    let exact = number.len() >= 2 && !number.contains('.') && !number.ends_with('0');
    let rest = &text[cue.end..];
    let unit =
        UNITS.iter().find(|unit| rest.starts_with(**unit) && !rest.starts_with(['万', '亿']));
    // 25多个百分点, 15多年 and 3500多 are of another sort; 5余公里 may be.
    let measured = |unit: &&&str| {
        !matches!(
            **unit,
            "度" | "%"
                | "％"
                | "倍"
                | "岁"
                | "公里"
                | "米"
                | "个月"
                | "小时"
                | "分钟"
                | "种"
                | "层"
                | "里"
        )
    };
    let lead = text[..cue.start - digits].chars().next_back();
    let part = lead.is_some_and(|c| c.is_ascii_alphanumeric() || ".-—第~～".contains(c));
    if exact && unit.filter(measured).is_some() && !part && !rest.starts_with("个百分") {
        let range = cue.start - digits..cue.end;
        out.tell_of(
            DOUBLE_APPROXIMATE,
            passage,
            range,
            ("是精确到个位的数，后面不用「余」「多」", "删去「余」「多」，或改成整数"),
        );
    }
}

/// 1.5千万元, 3百万元.
fn magnitudes(passage: &Passage<'_>, cue: Range<usize>, out: &mut Findings<'_>) {
    let text = &*passage.text;
    let digits = number_before(text, cue.start);
    let rest = &text[cue.end..];
    let counted =
        rest.starts_with(['元', '亩', '吨', '人', '户', '斤', '株', '头', '只', '羽', '尾', '美']);
    let lead = text[..cue.start - digits].chars().next_back();
    if digits > 0
        && digits <= 4
        && counted
        // 3千万元 is told as one of 千 already.
        && (text[cue.start - digits..cue.start].contains('.') || text[cue.clone()].starts_with('十'))
        && !lead.is_some_and(|c| c.is_ascii_alphanumeric() || c == '第')
    {
        let range = cue.start - digits..cue.end;
        out.tell_of(
            MIXED_NUMERAL,
            passage,
            range,
            ("数字和汉字混用", "「百」「千」改写成数字，如「1500万元」"),
        );
    }
}

/// 二个乡镇.
fn two(passage: &Passage<'_>, cue: Range<usize>, out: &mut Findings<'_>) {
    let text = &*passage.text;
    let lead = text[..cue.start].chars().next_back();
    let part = lead.is_some_and(|c| {
        "第十百千万一三二四五六七八九〇零初".contains(c) || c.is_ascii_digit() || c == '、'
    });
    let rest = &text[cue.end..];
    let word = &text[cue.clone()];
    // 二名 of 第一名、二名, 二位数 and 十二个 are none.
    let counted = rest.starts_with(is_han)
        && !rest.starts_with(['一', '三', '百', '数'])
        && !(matches!(word, "二名" | "二位" | "二所" | "二间")
            && rest.starts_with(['次', '数', '的', '是', '单', '称', '额', '列']));
    if !part && counted && !is_quoted(text, cue.start) {
        out.tell_of(
            MIXED_NUMERAL,
            passage,
            cue,
            ("数的是几个，用「两」", "改成「两」，或阿拉伯数字"),
        );
    }
}

/// 2025年元月.
fn first_month(passage: &Passage<'_>, cue: Range<usize>, out: &mut Findings<'_>) {
    let text = &*passage.text;
    if number_before(text, cue.start) == 4 && !is_quoted(text, cue.start) {
        out.tell_of(
            MIXED_NUMERAL,
            passage,
            cue.start + '年'.len_utf8()..cue.end,
            ("和阿拉伯数字的年份混用", "改成「1月」"),
        );
    }
}

const NUMERALS: &str = "一二三四五六七八九十";

/// 2025年十二月5日, 12月十五日, 1—13月.
fn month(passage: &Passage<'_>, cue: Range<usize>, out: &mut Findings<'_>) {
    let text = &*passage.text;
    let lead = &text[..cue.start];
    let numeral = |c: &char| NUMERALS.contains(*c);
    let count: usize = lead.chars().rev().take(3).take_while(numeral).map(char::len_utf8).sum();
    let rest = &text[cue.end..];
    let day = number_behind(rest);
    let year = lead[..lead.len() - count].strip_suffix('年');
    let digits = number_before(text, cue.start);
    if count > 0 {
        let arabic_year = year.is_some_and(|year| year.ends_with(|c: char| c.is_ascii_digit()));
        let arabic_day = (1..=2).contains(&day) && rest[day..].starts_with('日');
        let lunar = ["农历", "阴历", "旧历"]
            .iter()
            .any(|word| clause_before(text, cue.start).contains(word));
        if (arabic_year || arabic_day) && !lunar && !is_quoted(text, cue.start) {
            let end = cue.end + if arabic_day { day + '日'.len_utf8() } else { 0 };
            out.tell_of(
                MIXED_NUMERAL,
                passage,
                cue.start - count..end,
                ("数字和汉字混用", "日期用阿拉伯数字"),
            );
        }
        return;
    }
    let han: usize = rest.chars().take(3).take_while(numeral).map(char::len_utf8).sum();
    if (1..=2).contains(&digits) && han > 0 && rest[han..].starts_with('日') {
        let range = cue.start - digits..cue.end + han + '日'.len_utf8();
        out.tell_of(MIXED_NUMERAL, passage, range, ("数字和汉字混用", "日期用阿拉伯数字"));
        return;
    }
    // 1—13月
    let number: u32 = lead[lead.len() - digits..].parse().unwrap_or(0);
    let before = &lead[..lead.len() - digits];
    if let Some(from) = before.strip_suffix(['—', '-', '－', '至', '到', '～', '~'])
        && from.trim_end_matches('月').ends_with(|c: char| c.is_ascii_digit())
        && digits <= 2
        && (number > 12 || number == 0 && digits > 0)
        && !rest.starts_with(['球', '薪', '龄'])
    {
        out.tell_of(
            IMPOSSIBLE_DATE,
            passage,
            cue.start - digits..cue.end,
            ("没有这个月份", "核对月份"),
        );
    }
}

/// 十四届4次全会, 14届四次全会.
fn congress(passage: &Passage<'_>, cue: Range<usize>, out: &mut Findings<'_>) {
    let text = &*passage.text;
    let numeral = |c: char| NUMERALS.contains(c);
    let lead = text[..cue.start].chars().next_back();
    let rest = text[cue.end..].trim_start_matches('第');
    let digits = number_behind(rest);
    let han: usize = rest.chars().take(3).take_while(|c| numeral(*c)).map(char::len_utf8).sum();
    let behind = &rest[digits.max(han)..];
    let is_meeting = ["次全会", "次全体会议", "次会议", "次常委会", "中全会", "次人代会"]
        .iter()
        .any(|word| behind.starts_with(word));
    let arabic = lead.is_some_and(|c| c.is_ascii_digit());
    let mixed = (lead.is_some_and(numeral) && digits > 0) || (arabic && han > 0);
    if mixed && is_meeting {
        let count = text[..cue.start]
            .chars()
            .rev()
            .take(3)
            .take_while(|c| numeral(*c) || c.is_ascii_digit());
        let start = cue.start - count.map(char::len_utf8).sum::<usize>();
        let end = text.len() - behind.len() + '次'.len_utf8();
        out.tell_of(
            MIXED_NUMERAL,
            passage,
            start..end,
            ("届次的数字和汉字混用", "会议的届次用汉字，如「十四届四次全会」"),
        );
    }
}

/// 6~8班.
fn tilde(passage: &Passage<'_>, cue: Range<usize>, out: &mut Findings<'_>) {
    let text = &*passage.text;
    let lead =
        text[..cue.start].trim_end_matches(['%', '％', '℃', '万', '亿', '元', '月', '日', '年']);
    let digits = number_behind(&text[cue.end..]);
    let is_number = lead.ends_with(|c: char| c.is_ascii_digit()) && cue.start - lead.len() <= 4;
    let unit = text[cue.end + digits..].chars().next();
    if is_number && digits > 0 && unit.is_some_and(|c| is_han(c) || "%％℃".contains(c)) {
        let range = cue.start - number_before(text, lead.len()) - (cue.start - lead.len())
            ..cue.end + digits;
        out.tell_of(
            NUMBER_RANGE,
            passage,
            range,
            ("用了半角的「~」", "改成浪纹线「～」或一字线「—」"),
        );
    }
}

/// What money is called, or what is counted, right before its number.
const MONEY: &[&str] = words!("loose.txt", "MONEY");
const COUNTED: &[&str] = words!("loose.txt", "COUNTED");

/// 投入资金1200，, 消费券350万，: a number without what it counts.
fn no_unit(passage: &Passage<'_>, cue: Range<usize>, out: &mut Findings<'_>) {
    let text = &*passage.text;
    let lead = &text[..cue.start];
    let scaled = lead.strip_suffix(['万', '亿']).unwrap_or(lead);
    let digits = number_before(text, scaled.len());
    if digits == 0 || text[cue.end..].starts_with(|c: char| c.is_ascii_digit()) {
        return;
    }
    let before = &scaled[..scaled.len() - digits];
    let bare = before.trim_end_matches(['约', '近', '超', '达', '共', '计', '了']);
    let name = han_before(bare, bare.len(), 4);
    let number = &scaled[scaled.len() - digits..];
    let is_scaled = scaled.len() < lead.len();
    let money = MONEY.iter().any(|word| name.ends_with(word));
    let counted =
        COUNTED.iter().any(|word| name.ends_with(word)) && !is_scaled && number.len() >= 2;
    // 1200、1300元 share their unit, and a year is no amount.
    let year =
        number.len() == 4 && (number.starts_with("19") || number.starts_with("20")) && !is_scaled;
    let listed = text[cue.clone()].starts_with('、')
        && text[cue.end..].starts_with(|c: char| c.is_ascii_digit());
    let whole = !text[cue.clone()].starts_with('、') || !counted;
    let named = money || counted && !year;
    if named && !listed && whole && !before.ends_with(['第', '（', '：']) && number.len() <= 9 {
        let range = before.len()..lead.len();
        let message = if money {
            ("后面漏了单位", "补上「元」「万元」等单位")
        } else {
            ("后面漏了单位", "补上「人」「户」「家」等单位")
        };
        out.tell_of(FIGURE, passage, range, message);
    }
}

/// 2.3.6公里.
fn two_points(passage: &Passage<'_>, cue: Range<usize>, out: &mut Findings<'_>) {
    let text = &*passage.text;
    let before = number_before(text, cue.start);
    let behind = number_behind(&text[cue.end..]);
    let number = &text[cue.start - before..cue.end + behind];
    if before == 0
        || behind == 0
        || number.matches('.').count() != 2
        || number.contains("..")
        || text[cue.end..cue.end + behind].contains('.')
    {
        return;
    }
    let rest = text[cue.end + behind..].trim_start_matches(['万', '亿']);
    let lead = text[..cue.start - before].chars().next_back();
    let unit = UNITS.iter().any(|unit| rest.starts_with(unit));
    if unit && lead.is_some_and(is_han) && number.len() <= 8 && !is_quoted(text, cue.start) {
        out.tell_of(
            FIGURE,
            passage,
            cue.start - before..cue.end + behind,
            ("有两个小数点", "核对这个数"),
        );
    }
}

/// 去年同期（2024年11月）, in a text of 2026.
fn of_last_year(passage: &Passage<'_>, year: i32, out: &mut Findings<'_>) {
    let text = &*passage.text;
    if !passage.may_have("年（") && !passage.may_have("期（") {
        return;
    }
    for word in ["去年同期（", "上年同期（", "去年（", "今年（", "上年（"] {
        for (at, _) in text.match_indices(word) {
            let start = at + word.len();
            let digits = number_behind(&text[start..]);
            let Ok(said) = text[start..start + digits].parse::<i32>() else { continue };
            let want = if word.starts_with('今') { year } else { year - 1 };
            // A text about another year names it.
            let near = crate::check::cues::before(text, at);
            let named = near.contains(&(said + year - want).to_string());
            if digits == 4
                && said != want
                && (said - want).abs() <= 2
                && !named
                && text[start + digits..].starts_with('年')
            {
                let range = start..start + digits + '年'.len_utf8();
                let shown = word.trim_end_matches('（');
                let message = format!("稿件是{year}年的，「{shown}」是{want}年，不是「{said}年」");
                out.tell(PERIOD, passage, range, message, "核对年份");
            }
        }
    }
}
