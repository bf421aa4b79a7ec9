//! A part and the words for it beside each other: 超七成（63.5%）, 三分之一（60家）, 占1/3, 3600万元（3.6亿元）.

use std::ops::Range;
use std::sync::LazyLock;

use super::quantities::{Amount, amount_at, amounts};
use super::{SHARE, SUM_MISMATCH};
use crate::check::cues::{
    Cues, first_chars, number_before, number_behind, sentence_before, sentence_behind,
};
use crate::check::{Findings, Passage};

static CUES: LazyLock<Cues> = LazyLock::new(|| {
    Cues::new(&[
        (&["成", "半数", "过半", "一半"], tenths),
        (&["分之"], fraction),
        (&["元（"], money_twice),
    ])
});

/// Looks at the parts that a passage gives twice.
pub fn check(passage: &Passage<'_>, out: &mut Findings<'_>) {
    if passage.text.bytes().any(|b| b.is_ascii_digit()) {
        CUES.look(passage, out);
        slash(passage, out);
    }
}

/// A share in brackets close behind a place: its value and its bytes.
fn share_in_brackets(text: &str, at: usize, most: usize) -> Option<(f64, Range<usize>)> {
    let near = first_chars(sentence_behind(text, at), most + 12);
    let open = near.find('（')?;
    let lead = &near[..open];
    if lead.chars().count() > most || lead.contains(['，', '、', '%']) {
        return None;
    }
    let inside = near[open + '（'.len_utf8()..].trim_start_matches(['约', '为', '占']);
    let digits = number_behind(inside);
    let value = inside[..digits].parse().ok()?;
    let sign = inside[digits..].chars().next().filter(|c| matches!(c, '%' | '％'))?;
    let start = at + near.len() - inside.len();
    inside[digits + sign.len_utf8()..]
        .starts_with('）')
        .then_some((value, start..start + digits + sign.len_utf8()))
}

/// 超七成的受访村民（63.5%）.
fn tenths(passage: &Passage<'_>, cue: Range<usize>, out: &mut Findings<'_>) {
    let text = &*passage.text;
    let Some((share, place)) = share_in_brackets(text, cue.end, 10) else { return };
    let word = &text[cue.clone()];
    let (number, start) = if word == "成" {
        let letter = text[..cue.start].chars().next_back().unwrap_or(' ');
        let Some(at) = "一二三四五六七八九".chars().position(|c| c == letter) else {
            return;
        };
        ((at + 1) as f64 * 10.0, cue.start - letter.len_utf8())
    } else {
        (50.0, cue.start)
    };
    let lead = &text[..start];
    let behind = &text[cue.end..];
    let over = ["超", "超过", "逾", "过"].iter().any(|word| lead.ends_with(word))
        || behind.starts_with("以上")
        || behind.starts_with('多')
        || word == "过半";
    let under = ["近", "不足", "不到", "将近", "接近"].iter().any(|word| lead.ends_with(word));
    let wrong = match (over, under) {
        (true, _) => share < number || (share >= number + 20.0 && word == "成"),
        (_, true) => share >= number || share < number - 12.0,
        _ => (share - number).abs() >= 10.0,
    };
    if wrong {
        let from = start
            - if over || under { lead.chars().next_back().map_or(0, char::len_utf8) } else { 0 };
        let message = format!("「{}」和「{}」对不上", &text[from..cue.end], &text[place.clone()]);
        out.tell(SHARE, passage, from..place.end, message, "核对这两处，改正其中一个");
    }
}

fn numeral(c: char) -> Option<f64> {
    let at = "一二三四五六七八九十".chars().position(|it| it == c);
    at.map(|at| (at + 1) as f64).or(if c == '两' { Some(2.0) } else { None })
}

/// 抽查药店90家，其中三分之一（60家）; 64家，其中16家，占三分之一.
fn fraction(passage: &Passage<'_>, cue: Range<usize>, out: &mut Findings<'_>) {
    let text = &*passage.text;
    let (Some(under), Some(over)) = (
        text[..cue.start].chars().next_back().and_then(numeral),
        text[cue.end..].chars().next().and_then(numeral),
    ) else {
        return;
    };
    let start = cue.start - '一'.len_utf8();
    let end = cue.end + '一'.len_utf8();
    if text[..start].ends_with(['百', '千', '万', '十', '近', '超', '约', '过', '足', '到', '逾'])
        || text[end..].starts_with(['以', '多', '强', '弱', '左', '点', '十', '百'])
        || over >= under
    {
        return;
    }
    let lead = sentence_before(text, start);
    let from = start - lead.len();
    let earlier = amounts(text, from..start);
    if let Some(inside) = text[end..].strip_prefix('（') {
        let at = text.len() - inside.len();
        let close = text.floor_char_boundary((at + 40).min(text.len()));
        let Some(part) = amount_at(text, at, close) else { return };
        let first = part.unit.chars().next();
        let wholes: Vec<&Amount<'_>> =
            earlier.iter().filter(|it| it.unit.chars().next() == first).collect();
        if let [whole] = wholes[..]
            && text[part.range.end..].starts_with('）')
        {
            held(passage, whole, &part, over / under, start..part.range.end, out);
        }
    } else if lead.ends_with(['占', '的', '达', '为']) && lead.contains('占') {
        of_two(passage, &earlier, over / under, start..end, out);
    }
}

/// Two amounts of which the second is said to be so much of the first.
fn of_two(
    passage: &Passage<'_>,
    earlier: &[Amount<'_>],
    said: f64,
    place: Range<usize>,
    out: &mut Findings<'_>,
) {
    if let [.., whole, part] = earlier
        && whole.unit.chars().next() == part.unit.chars().next()
        && part.value < whole.value
        && place.start - part.range.end <= 24
    {
        held(passage, whole, part, said, place, out);
    }
}

fn held(
    passage: &Passage<'_>,
    whole: &Amount<'_>,
    part: &Amount<'_>,
    said: f64,
    place: Range<usize>,
    out: &mut Findings<'_>,
) {
    let text = &*passage.text;
    let right = part.value / whole.value;
    if (right - said).abs() > 0.02 && right < 1.0 && right > 0.0 {
        let message = format!(
            "「{}」是「{}」的 {:.1}%，对不上「{}」",
            &text[part.range.clone()],
            &text[whole.range.clone()],
            right * 100.0,
            &text[place.clone()]
        );
        out.tell(SHARE, passage, place, message, "算一算，改正写错的那个");
    }
}

/// 占1/3: told from the sentences with their amounts.
fn slash(passage: &Passage<'_>, out: &mut Findings<'_>) {
    let text = &*passage.text;
    for (at, _) in text.match_indices('/') {
        let before = number_before(text, at);
        let behind = number_behind(&text[at + 1..]);
        let start = at - before;
        let lead = sentence_before(text, start);
        let (Ok(over), Ok(under)) =
            (text[start..at].parse::<f64>(), text[at + 1..at + 1 + behind].parse::<f64>())
        else {
            continue;
        };
        if over < under
            && under <= 20.0
            && (lead.ends_with('占') || lead.ends_with("的"))
            && lead.contains('占')
        {
            let earlier = amounts(text, start - lead.len()..start);
            of_two(passage, &earlier, over / under, start..at + 1 + behind, out);
        }
    }
}

/// 3600万元（3.6亿元）.
fn money_twice(passage: &Passage<'_>, cue: Range<usize>, out: &mut Findings<'_>) {
    let text = &*passage.text;
    let end = cue.start + '元'.len_utf8();
    let before = sentence_before(text, end);
    let Some(own) = amounts(text, end - before.len()..end).pop() else { return };
    let inside = text[cue.end..].trim_start_matches(['约', '合', '即', '折']);
    let at = text.len() - inside.len();
    let close = text.floor_char_boundary((at + 40).min(text.len()));
    let Some(other) = amount_at(text, at, close) else { return };
    let ratio = own.value / other.value.max(1e-9);
    let power = ratio.log10();
    if own.range.end == end
        && other.unit == own.unit
        && text[other.range.end..].starts_with('）')
        && (power - power.round()).abs() < 1e-6
        && power.round().abs() >= 1.0
    {
        let message =
            format!("「{}」不是「{}」", &text[own.range.clone()], &text[other.range.clone()]);
        out.tell(
            SUM_MISMATCH,
            passage,
            own.range.start..other.range.end,
            message,
            "换算一下，改正其中一个",
        );
    }
}
