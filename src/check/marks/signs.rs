//! One sign for another, of figures and between words: 3.6一4.2, —3℃, 8：30, 78、6%, 值守·救援.

use std::ops::Range;
use std::sync::LazyLock;

use super::is_foreign;
use super::rules::{CONTROL_CHARACTER, DASH, HALF_WIDTH_MARK, LIST_COMMA, LOOKALIKE_CHARACTER};
use crate::check::context::is_quoted;
use crate::check::cues::{
    Cues, behind, clause_before, first_chars, han_before, han_behind, is_han, sentence_before,
    sentence_behind,
};
use crate::check::lists::words;
use crate::check::{Findings, Passage};

static CUES: LazyLock<Cues> = LazyLock::new(|| {
    Cues::new(&[
        (&["一"], numeral),
        (&["—"], stroke),
        (&["："], colon),
        (HOURS, hour),
        (&["、"], decimal),
        (UNITS, unit),
        (&["\\", "＼"], backslash),
        (&["．"], full_stop),
        (&["·"], between),
        (&["□", "■", "▯", "◻", "☐"], lost),
        (&["**", "&nbsp", "&amp;", "&ldquo", "&rdquo", "&mdash", "<br", "__"], markup),
    ])
});

/// Looks at the signs of a passage.
pub fn check(passage: &Passage<'_>, out: &mut Findings<'_>) {
    CUES.look(passage, out);
}

fn last(text: &str) -> Option<char> {
    text.chars().next_back()
}

fn next(text: &str) -> Option<char> {
    text.chars().next()
}

fn is_digit(c: Option<char>) -> bool {
    c.is_some_and(|c| c.is_ascii_digit())
}

/// How many digits a text begins with.
fn digits(text: &str) -> usize {
    text.bytes().take(9).take_while(u8::is_ascii_digit).count()
}

/// How many digits a text ends with.
fn digits_before(text: &str) -> usize {
    text.bytes().rev().take(9).take_while(u8::is_ascii_digit).count()
}

/// 3.6一4.2元, 8时一12时: the 汉字 in the place of a stroke.
fn numeral(passage: &Passage<'_>, cue: Range<usize>, out: &mut Findings<'_>) {
    let (before, behind) = (&passage.text[..cue.start], &passage.text[cue.end..]);
    let bare =
        before.trim_end_matches(['%', '％', '℃', '元', '时', '月', '日', '年', '点', '米', '吨']);
    let unit = before.len() - bare.len() <= '月'.len_utf8();
    if is_digit(next(behind)) && is_digit(last(bare)) && unit {
        let start = bare.len() - digits_before(bare);
        let range = start..cue.end + digits(behind);
        let message = format!("「{}」中间的是汉字「一」", &passage.text[range.clone()]);
        out.tell(LOOKALIKE_CHARACTER, passage, range, message, "改成一字线「—」或「～」");
    }
}

/// 气温为—3℃, “云优—108”: a stroke for a minus or a hyphen.
fn stroke(passage: &Passage<'_>, cue: Range<usize>, out: &mut Findings<'_>) {
    let (before, after) = (&passage.text[..cue.start], &passage.text[cue.end..]);
    let count = digits(after);
    if count == 0 || before.ends_with('—') {
        return;
    }
    let rest = after[count..].trim_start_matches(|c: char| c.is_ascii_digit() || c == '.');
    let degrees = ["℃", "°C", "摄氏度", "度"].iter().any(|unit| rest.starts_with(unit))
        && !rest.starts_with("度假");
    let end = passage.text.len() - rest.len();
    let lead = last(before);
    if degrees
        && lead.is_some_and(|c| is_han(c) && !"度时日月年".contains(c) || "（，、".contains(c))
    {
        let message = format!("「{}」前面的负号写成了一字线", &passage.text[cue.end..end]);
        return out.tell(DASH, passage, cue.start..end, message, "改成负号「-」，或写「零下」");
    }
    // A sort or a model: its name and its number in quotation marks, or Latin letters.
    let name = han_before(&passage.text, cue.start, 5);
    let quoted = before[..before.len() - name.len()].ends_with('“')
        && (rest.starts_with('”') || rest.starts_with("号”"))
        && (1..=4).contains(&name.chars().count())
        && !name.ends_with(['年', '月', '日', '时', '点', '期', '级']);
    let letters = before.bytes().rev().take(6).take_while(u8::is_ascii_uppercase).count();
    let model = (1..=5).contains(&letters)
        && count >= 2
        && ["型", "系列", "”", "号"].iter().any(|word| rest.starts_with(word))
        && !is_digit(last(&before[..before.len() - letters]));
    if quoted || model {
        let start = cue.start - if quoted { name.len() } else { letters };
        let message = format!("「{}」是型号，中间用短横线", &passage.text[start..end]);
        out.tell(DASH, passage, start..end, message, "「—」改成「-」");
    }
}

/// 8：30, 比为3：2: between figures the colon is a half-width one.
fn colon(passage: &Passage<'_>, cue: Range<usize>, out: &mut Findings<'_>) {
    let (before, after) = (&passage.text[..cue.start], &passage.text[cue.end..]);
    let (left, right) = (digits_before(before), digits(after));
    if left == 0 || right == 0 {
        return;
    }
    let start = cue.start - left;
    let end = cue.end + right;
    let shown = &passage.text[start..end];
    let lead = &before[..before.len() - left];
    // 2.1：1
    let whole = lead.trim_end_matches(|c: char| c.is_ascii_digit() || c == '.');
    let ratio_start = whole.len();
    let free = !lead.ends_with(['.', '-', '—', '/', '第', '表', '图']);
    let hour = passage.text[start..cue.start].parse::<u32>().is_ok_and(|hour| hour <= 24);
    let minute = passage.text[cue.end..end].parse::<u32>().is_ok_and(|minute| minute < 60);
    let ratio = clause_before(&passage.text, start).contains(['比', '按']);
    if free && hour && minute && left <= 2 && right == 2 && !ratio {
        let message = format!("时刻「{shown}」用了全角冒号");
        out.tell(HALF_WIDTH_MARK, passage, start..end, message, "时、分之间用半角的「:」");
    } else if (free || lead.ends_with('.')) && ratio && left <= 3 && right <= 3 {
        let start = ratio_start;
        let rest = &passage.text[end..];
        let tail = rest.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.' || c == '：');
        let end = end + rest[..rest.len() - tail.len()].trim_end_matches('：').len();
        let shown = &passage.text[start..end];
        let message = format!("比「{shown}」用了全角冒号");
        out.tell(HALF_WIDTH_MARK, passage, start..end, message, "比号用「∶」或半角的「:」");
    }
}

/// What stands before the hour.
const HOURS: &[&str] = &["日", "上午", "下午", "凌晨", "晚", "中午", "晨", "晚上", "当天"];

/// 11月21日14.30组织演练: hours and minutes with a decimal point.
fn hour(passage: &Passage<'_>, cue: Range<usize>, out: &mut Findings<'_>) {
    let rest = &passage.text[cue.end..];
    let left = digits(rest);
    let Some(behind) = rest[left..].strip_prefix(['.', '．', '。', '、']) else { return };
    let point = rest.len() - behind.len() - left;
    let right = digits(behind);
    let hour = rest[..left].parse::<u32>().is_ok_and(|hour| hour < 24);
    let minute = behind[..right].parse::<u32>().is_ok_and(|minute| minute < 60);
    let rest_behind = &behind[right..];
    // 每日12.50元 is an amount, and so is 日12.50万.
    let unit = next(rest_behind).is_none_or(|c| {
        !(is_han(c) || "，。、—～-至".contains(c))
            || "万亿千百元角米公吨亩平个人斤克升度兆户吉方头只辆件次台立毫厘倍分小亿".contains(c)
    });
    let every = ["每日", "均日", "单日", "当日", "今日", "工作日", "夏日", "冬日"]
        .iter()
        .any(|word| passage.text[..cue.end].ends_with(word));
    if (1..=2).contains(&left) && right == 2 && hour && minute && !unit && !every {
        let end = cue.end + left + point + right;
        let shown = &passage.text[cue.end..end];
        let message = format!("时刻「{shown}」的时、分之间用冒号");
        let right = format!("改成「{}:{}」", &rest[..left], &behind[..right]);
        out.tell(LOOKALIKE_CHARACTER, passage, cue.end..end, message, right);
    }
}

/// 再就业率为78、6%: a decimal point that was typed as 、.
fn decimal(passage: &Passage<'_>, cue: Range<usize>, out: &mut Findings<'_>) {
    let (before, after) = (&passage.text[..cue.start], &passage.text[cue.end..]);
    let (left, right) = (digits_before(before), digits(after));
    if left == 0 || !(1..=2).contains(&right) || left > 4 {
        return;
    }
    let lead = &before[..before.len() - left];
    let led = ["为", "达", "达到", "率", "增长", "下降", "提高", "提升", "超过", "占", "至", "到"]
        .iter()
        .any(|word| lead.ends_with(word));
    let rest = &after[right..];
    let percent = rest.starts_with(['%', '％']);
    let amount = ["万元", "亿元", "万亩", "亿斤", "万吨", "万人次", "个百分点"]
        .iter()
        .any(|unit| rest.starts_with(unit));
    let ahead = sentence_behind(rest, 0);
    // 分别增长5、6% names two.
    let two = clause_before(&passage.text, cue.start).contains("分别")
        || first_chars(ahead, 6).contains('和');
    let several =
        first_chars(ahead, 9).contains(['两', '档', '类', '种']) || ahead.contains("不等");
    if led && !two && !several && (percent || amount) {
        let range = cue.start - left..cue.end + right;
        let message = format!("「{}」里的小数点写成了顿号", &passage.text[range.clone()]);
        out.tell(LOOKALIKE_CHARACTER, passage, range, message, "改成小数点「.」");
    }
}

/// Names of units with a point in them.
const UNITS: &[&str] = words!("signs.txt", "UNITS");

/// 380千瓦．时.
fn unit(passage: &Passage<'_>, cue: Range<usize>, out: &mut Findings<'_>) {
    let word = &passage.text[cue.clone()];
    let lead = last(&passage.text[..cue.start]);
    if lead.is_some_and(|c| c.is_ascii_digit() || "万亿每".contains(c)) {
        let right: String = word.chars().filter(|c| is_han(*c)).collect();
        let message = format!("单位的中文名称「{word}」中间不加点");
        out.tell(LOOKALIKE_CHARACTER, passage, cue, message, format!("改成「{right}」"));
    }
}

/// 1.8万元\亩: the stroke that leans the other way.
fn backslash(passage: &Passage<'_>, cue: Range<usize>, out: &mut Findings<'_>) {
    let (before, after) = (&passage.text[..cue.start], &passage.text[cue.end..]);
    if last(before).is_some_and(is_han)
        && next(after).is_some_and(|c| is_han(c) || c.is_ascii_digit())
    {
        let start = cue.start - last(before).map_or(0, char::len_utf8);
        let end = cue.end + next(after).map_or(0, char::len_utf8);
        let message = "汉字之间用了反斜杠".to_owned();
        out.tell(LOOKALIKE_CHARACTER, passage, start..end, message, "改成「/」，或用文字写明");
    }
}

/// 历史遗留问题．11月: the full stop of another width.
fn full_stop(passage: &Passage<'_>, cue: Range<usize>, out: &mut Findings<'_>) {
    let text = &*passage.text;
    let (before, after) = (&text[..cue.start], &text[cue.end..]);
    let name = last(before).is_some_and(is_foreign) && next(after).is_some_and(is_foreign);
    let clause = clause_before(text, cue.start).chars().count() >= 5;
    let lead = last(before).is_some_and(|c| is_han(c) || "”》）".contains(c));
    let goes_on =
        next(after).is_none_or(|c| is_han(c) || c.is_ascii_digit() || "“《\n".contains(c));
    let unit = ["时", "次", "公里", "米"].iter().any(|word| after.starts_with(word))
        && before.ends_with(['瓦', '人', '吨', '牛']);
    if lead && goes_on && clause && !name && !unit && !is_quoted(text, cue.start) {
        let message = "句号写成了「．」".to_owned();
        out.tell(LOOKALIKE_CHARACTER, passage, cue, message, "改成「。」");
    }
}

/// 巡查、值守·救援三个环节: the point of a name in a row of words.
fn between(passage: &Passage<'_>, cue: Range<usize>, out: &mut Findings<'_>) {
    let text = &*passage.text;
    let (left, right) = (han_before(text, cue.start, 5), han_behind(&text[cue.end..], 5));
    let lead = &text[..cue.start - left.len()];
    let before = lead.ends_with('、') && (2..=4).contains(&left.chars().count());
    let after =
        text[cue.end + right.len()..].starts_with('、') && (2..=4).contains(&right.chars().count());
    let opened = clause_before(text, cue.start);
    let held =
        opened.matches(['《', '“', '（']).count() > opened.matches(['》', '”', '）']).count();
    let foreign = last(left).is_some_and(is_foreign) && next(right).is_some_and(is_foreign);
    // 县域经济、和美·乡村: a name of two parts stands in quotation marks.
    let alone = sentence_before(text, cue.start).matches('·').count() == 0
        && !sentence_behind(text, cue.end).contains('·');
    if (before || after) && !left.is_empty() && !right.is_empty() && !held && !foreign && alone {
        let message = format!("并列的词语之间用了间隔号「{}」", &text[cue.clone()]);
        let range = cue.start - last(left).map_or(0, char::len_utf8)..cue.end;
        out.tell(LIST_COMMA, passage, range, message, "改成顿号");
    }
}

/// 新建冷链仓库3座□产地预冷点12个: a box where a sign was lost.
fn lost(passage: &Passage<'_>, cue: Range<usize>, out: &mut Findings<'_>) {
    let text = &*passage.text;
    let (before, after) = (&text[..cue.start], &text[cue.end..]);
    let within = last(before)
        .is_some_and(|c| is_han(c) || c.is_ascii_digit() || "”》）%".contains(c))
        && next(after).is_some_and(|c| is_han(c) || c.is_ascii_digit() || "“《".contains(c));
    let choice =
        ["是", "有", "已", "男", "同意", "合格"].iter().any(|word| after.starts_with(word));
    let choice = choice || ["□否", "□无", "□女", "□不"].iter().any(|word| text.contains(word));
    if within && !choice && text.trim_end().ends_with(['。', '；', '！', '？']) {
        let message = format!("「{}」是没有读出来的字", &text[cue.clone()]);
        out.tell(CONTROL_CHARACTER, passage, cue, message, "对照原稿补上");
    }
}

/// 11个**新增社区食堂: signs of Markdown or of a web page that are no part of the text.
fn markup(passage: &Passage<'_>, cue: Range<usize>, out: &mut Findings<'_>) {
    let text = &*passage.text;
    let near = behind(text, cue.start);
    let chinese = last(&text[..cue.start]).is_some_and(|c| is_han(c) || "”》）%。，".contains(c))
        && (near.chars().take(10).any(is_han));
    if chinese && !text[..cue.start].ends_with(['*', '_']) {
        let shown = &text[cue.clone()];
        let message = format!("「{shown}」是排版用的代码，不是正文");
        out.tell(CONTROL_CHARACTER, passage, cue, message, "删去，或改成应有的标点");
    }
}
