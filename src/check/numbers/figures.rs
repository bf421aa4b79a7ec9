//! Figures that are put together wrongly: 3.5亿万元, 5百分点, 数10户, 五十六户 beside 42户.

use std::ops::Range;
use std::sync::LazyLock;

use super::{DECREASE, FIGURE, MIXED_NUMERAL, PERCENTAGE};
use crate::check::cues::{Cues, number_before, sentence_before, sentence_behind};
use crate::check::lists::words;
use crate::check::{Findings, Passage};

static CUES: LazyLock<Cues> = LazyLock::new(|| {
    Cues::new(&[
        (&["亿万", "万万", "亿亿"], magnitudes),
        (&["百分点"], points),
        (&["%%", "％％", "%％"], twice),
        (&["个百分比", "个百分数", "%点", "％点"], share),
        (&["数1", "几1", "上1", "近百", "数百余", "数十余", "数千余"], some),
        (&["减少", "下降", "降低", "压减", "缩短"], below_nothing),
        (&["壹", "贰", "叁", "肆", "伍", "陆", "柒", "捌", "玖", "拾"], capital),
        (&["百分之"], mixed_share),
        (&["十", "百"], written_out),
        (words!("figures.txt", "beside"), beside),
    ])
});

/// Looks at the figures of a passage.
pub fn check(passage: &Passage<'_>, out: &mut Findings<'_>) {
    CUES.look(passage, out);
}

/// 3.5亿万元, 500万万元, 2千万元.
fn magnitudes(passage: &Passage<'_>, cue: Range<usize>, out: &mut Findings<'_>) {
    let text = &*passage.text;
    let digits = number_before(text, cue.start);
    let counted = text[cue.end..]
        .starts_with(['元', '亩', '吨', '人', '户', '斤', '株', '美', '立', '平', '千', '度']);
    if digits == 0 || !counted {
        return;
    }
    let range = cue.start - digits..cue.end;
    let shown = &text[range.clone()];
    let message = format!("「{shown}」叠用了两个数位");
    out.tell(FIGURE, passage, range, message, "核对原文，「万」「亿」只留一个");
}

/// 提高5百分点.
fn points(passage: &Passage<'_>, cue: Range<usize>, out: &mut Findings<'_>) {
    let digits = number_before(&passage.text, cue.start);
    if digits > 0 {
        let range = cue.start - digits..cue.end;
        let message = format!("「{}」漏了「个」", &passage.text[range.clone()]);
        out.tell(
            PERCENTAGE,
            passage,
            range,
            message,
            format!("改成「{}个百分点」", &passage.text[cue.start - digits..cue.start]),
        );
    }
}

fn twice(passage: &Passage<'_>, cue: Range<usize>, out: &mut Findings<'_>) {
    let message = format!("「{}」百分号重复", &passage.text[cue.clone()]);
    out.tell(PERCENTAGE, passage, cue, message, "改成「%」");
}

/// 提高3个百分比.
fn share(passage: &Passage<'_>, cue: Range<usize>, out: &mut Findings<'_>) {
    let text = &*passage.text;
    if text[cue.end..].starts_with(['位', '名']) || number_before(text, cue.start) == 0 {
        return;
    }
    let message = format!("「{}」应是「个百分点」", &text[cue.clone()]);
    out.tell(PERCENTAGE, passage, cue, message, "改成「个百分点」");
}

/// 数10户, 上100家: the words before say that no figure is known.
fn some(passage: &Passage<'_>, cue: Range<usize>, out: &mut Findings<'_>) {
    let text = &*passage.text;
    let word = &text[cue.clone()];
    if let Some(first) = word.strip_suffix('1') {
        let rest = &text[cue.end..];
        let zeros = rest.bytes().take(4).take_while(|b| *b == b'0').count();
        let counted = rest[zeros..].starts_with([
            '个', '名', '户', '家', '人', '件', '处', '次', '万', '亩', '台', '辆', '位', '条',
            '项', '种',
        ]);
        let free = text[..cue.start]
            .chars()
            .next_back()
            .is_none_or(|c| "了有达过的，。、出来去成共组派助为等投请，集入送".contains(c));
        let before = ["以上", "线上", "会上"].iter().any(|end| text[..cue.end - 1].ends_with(end));
        if (1..=4).contains(&zeros) && counted && free && !before {
            let range = cue.start..cue.end + zeros;
            let message = format!("「{}」数字和汉字混用", &text[range.clone()]);
            if let Some(found) = out.add(MIXED_NUMERAL, passage, range, message) {
                let numeral = ["", "十", "百", "千", "万"][zeros];
                found.help = Some(format!("改成「{first}{numeral}」"));
            }
        }
    } else if word != "近百" {
        let message = format!("「{word}」约数说了两遍");
        out.tell(MIXED_NUMERAL, passage, cue, message, "去掉「余」");
    }
}

/// 下降120%.
fn below_nothing(passage: &Passage<'_>, cue: Range<usize>, out: &mut Findings<'_>) {
    let text = &*passage.text;
    let rest = text[cue.end..].trim_start_matches('了');
    let digits = rest.bytes().take(8).take_while(|b| b.is_ascii_digit() || *b == b'.').count();
    let Ok(value) = rest[..digits].parse::<f64>() else { return };
    let sign = rest[digits..].chars().next().filter(|c| matches!(c, '%' | '％'));
    let Some(sign) = sign.filter(|_| value > 100.0) else { return };
    if ["利润", "效益", "净", "降幅"]
        .iter()
        .any(|word| sentence_before(text, cue.start).contains(word))
    {
        return;
    }
    let range = cue.start..text.len() - rest.len() + digits + sign.len_utf8();
    let message = format!("「{}」说不通，减少不会超过 100%", &text[range.clone()]);
    out.tell(DECREASE, passage, range, message, "核对原文");
}

/// 12个乡镇、五个街道.
fn beside(passage: &Passage<'_>, cue: Range<usize>, out: &mut Findings<'_>) {
    let text = &*passage.text;
    let word = &text[cue.clone()];
    let mut chars = word.chars();
    let (Some(joint), Some(_), Some(measure)) = (chars.next(), chars.next(), chars.next()) else {
        return;
    };
    let before = &text[..cue.start];
    let item = crate::check::cues::han_before(before, before.len(), 7);
    let lead = &before[..before.len() - item.len()];
    let thing = text[cue.end..].chars().next();
    if item.starts_with(measure)
        && item.chars().count() >= 2
        && lead.ends_with(|c: char| c.is_ascii_digit())
        && thing.is_some_and(crate::check::cues::is_han)
        && !text[cue.end..].starts_with(['方', '月', '层', '维', '阶', '环'])
    {
        let range = cue.start + joint.len_utf8()..cue.end;
        let message = format!("「{}」用了汉字，并列的数用阿拉伯数字", &text[range.clone()]);
        out.tell(MIXED_NUMERAL, passage, range, message, "并列的数用同一种写法");
    }
}

/// 叁万亩: numerals of bills and receipts.
fn capital(passage: &Passage<'_>, cue: Range<usize>, out: &mut Findings<'_>) {
    let text = &*passage.text;
    let numeral = |c: char| "壹贰叁肆伍陆柒捌玖拾佰仟万亿零".contains(c);
    let lead = text[..cue.start].chars().next_back();
    // 队伍, 落伍 are words.
    let is_word =
        text[cue.clone()].starts_with('伍') && lead.is_some_and(|c| "队落退入".contains(c));
    if lead.is_some_and(numeral) || is_word {
        return;
    }
    let behind = text[cue.start..].trim_start_matches(numeral);
    let things =
        ["亩", "户", "人", "个", "公里", "名", "家", "项", "吨", "处", "台", "件", "万元", "元"];
    let money = behind.starts_with('元') && sentence_before(text, cue.start).ends_with("人民币")
        || behind.starts_with("元整");
    if !lead.is_some_and(numeral) && things.iter().any(|thing| behind.starts_with(thing)) && !money
    {
        let range = cue.start..text.len() - behind.len();
        let message = format!("「{}」是票据上用的大写数字", &text[range.clone()]);
        out.tell(MIXED_NUMERAL, passage, range, message, "改成阿拉伯数字");
    }
}

/// 百分之十二点5.
fn mixed_share(passage: &Passage<'_>, cue: Range<usize>, out: &mut Findings<'_>) {
    let text = &*passage.text;
    let rest =
        text[cue.end..].trim_start_matches(|c: char| "零一二三四五六七八九十百点".contains(c));
    let digits = rest.bytes().take(5).take_while(u8::is_ascii_digit).count();
    let end = text.len() - rest.len() + digits;
    if digits > 0 && end - digits > cue.end {
        let message = format!("「{}」汉字和数字混用", &text[cue.start..end]);
        out.tell(PERCENTAGE, passage, cue.start..end, message, "改成「%」的写法");
    }
}

/// What is counted by single things.
const THINGS: &str = "户名家处件项起台辆套亩座条份所株棵头只人";

/// 五十六户 beside 42名 and 38名.
fn written_out(passage: &Passage<'_>, cue: Range<usize>, out: &mut Findings<'_>) {
    let text = &*passage.text;
    let numeral = |c: char| "一二三四五六七八九十百千零两".contains(c);
    // Longer runs of numerals are no count.
    let size = |run: &mut dyn Iterator<Item = char>| -> usize {
        run.take(8).take_while(|c| numeral(*c)).map(char::len_utf8).sum()
    };
    let back = size(&mut text[..cue.start].chars().rev());
    let ahead = size(&mut text[cue.end..].chars());
    let range = cue.start - back..cue.end + ahead;
    let (before, behind) = (&text[..range.start], &text[range.end..]);
    let number = &text[range.clone()];
    // Told from its first character of this sort; 三十多户 is about so many.
    let count = number.chars().count();
    let first = number.find(['十', '百']) == Some(cue.start - range.start);
    let Some(unit) = behind.chars().next().filter(|c| THINGS.contains(*c)) else { return };
    let ordinal = before.ends_with([
        '第', '初', '几', '数', '〇', '上', '近', '约', '逾', '超', '“', '《', '这', '那',
    ]);
    // 十六七人: about so many, which is written in 汉字.
    let digits: Vec<usize> =
        number.chars().rev().map_while(|c| "一二三四五六七八九".find(c)).take(2).collect();
    let is_about = matches!(digits[..], [last, before] if last == before + '一'.len_utf8());
    if !first
        || is_about
        || !(2..=6).contains(&count)
        || count == 2 && number.ends_with(['十', '百'])
        || ordinal
        || before.ends_with(|c: char| c.is_ascii_digit() || c == '.')
    {
        return;
    }
    // 五十六户、42名…: others of the sentence are in figures.
    let around = [sentence_before(text, range.start), sentence_behind(text, range.end)];
    let figures = |text: &str| {
        text.char_indices()
            .filter(|(at, c)| {
                THINGS.contains(*c) && text[..*at].ends_with(|c: char| c.is_ascii_digit())
            })
            .count()
    };
    if around.iter().map(|text| figures(text)).sum::<usize>() >= 1
        && !crate::check::context::is_quoted(text, range.start)
    {
        let range = range.start..range.end + unit.len_utf8();
        let message = format!("「{}」用了汉字，同一句里别的数用阿拉伯数字", &text[range.clone()]);
        out.tell(MIXED_NUMERAL, passage, range, message, "同类的数用同一种写法，改成阿拉伯数字");
    }
}
