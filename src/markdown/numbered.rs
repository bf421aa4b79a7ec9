//! The numbers that clerks type before paragraphs, and what they make of them: a heading, a sentence
//! that leads in, the beginning of a paragraph.

/// The most characters of a heading or a lead-in.
const LONGEST: usize = 45;

/// Stands in a text for what is none: a picture or code in the line.
pub const OBJECT: char = '\u{FFFC}';

/// What follows a Chinese ordinal (一 … 九十九) at the start, if there is one.
fn after_ordinal(text: &str) -> Option<&str> {
    let rest = text.trim_start_matches(|c| "一二三四五六七八九十".contains(c));
    let count = text[..text.len() - rest.len()].chars().count();
    (1..=3).contains(&count).then_some(rest)
}

/// 1 for a paragraph 一、…, 2 for （一）…, where no full stop makes a sentence of it.
pub(super) fn heading(text: &str) -> Option<u8> {
    let bracketed =
        text.strip_prefix('（').and_then(after_ordinal).is_some_and(|rest| rest.starts_with('）'));
    let level = match after_ordinal(text) {
        Some(rest) if rest.starts_with('、') => 1,
        None if bracketed => 2,
        _ => return None,
    };
    is_heading(text).then_some(level)
}

fn is_heading(text: &str) -> bool {
    !text.contains(['。', OBJECT])
        && !text.trim_end().ends_with(['；', '：', '！', '？', '，', '、'])
        && text.chars().count() <= LONGEST
}

/// The end of the sentence that （一） begins, where more follows it in the paragraph.
pub(super) fn run_in(text: &str) -> Option<usize> {
    after_ordinal(text.strip_prefix('（')?)?.strip_prefix('）')?;
    sentence(text).filter(|&end| !text[end..].trim().is_empty())
}

/// The end of a short first sentence without objects in it.
fn sentence(text: &str) -> Option<usize> {
    let end = text.find('。')? + '。'.len_utf8();
    let short = text[..end].chars().count() <= LONGEST && !text[..end].contains([OBJECT, '；']);
    short.then_some(end)
}

/// Whether a line begins as paragraphs do: 一、 （一） 1. 1、 （1） ① 第一， 一是 一要.
pub(super) fn begins(line: &str) -> bool {
    let line = line.trim_start();
    let bracketed = line.strip_prefix(['（', '(']);
    let inner = bracketed.unwrap_or(line);
    let arabic = inner.trim_start_matches(|c: char| c.is_ascii_digit());
    let digits = inner.len() - arabic.len();
    let behind = if digits > 0 { Some(arabic) } else { after_ordinal(inner) };
    let Some(behind) = behind.filter(|_| digits <= 2) else {
        let of_order = line.strip_prefix('第').and_then(after_ordinal);
        return line.starts_with(|c| ('①'..='⑳').contains(&c))
            || of_order.is_some_and(|rest| rest.starts_with(['，', '、']));
    };
    if bracketed.is_some() {
        return behind.starts_with(['）', ')']);
    }
    let after_point = |point: char| {
        // 1.5 is a number.
        behind
            .strip_prefix(point)
            .is_some_and(|rest| !rest.starts_with(|c: char| c.is_ascii_digit()))
    };
    behind.starts_with('、')
        || digits > 0 && (after_point('.') || after_point('．'))
        || digits == 0 && behind.starts_with(['是', '要'])
}

/// Whether a line is a heading with a number and nothing else, however the text goes on below it.
pub(super) fn is_bare_heading(line: &str) -> bool {
    let line = line.trim();
    let marks = ['。', '，', '；', '：', '！', '？', '”', OBJECT];
    let named = line.split_once(['、', '）']).map_or("", |(_, rest)| rest);
    heading(line).is_some() && !named.is_empty() && !line.contains(marks)
}

/// The sentences that 一是, 二要 … lead in. Where one such sentence follows another at once they
/// are a list of measures and not lead-ins, and none is marked; nor is any where one of them is too
/// long to lead in, or where the first is missing in the middle of a paragraph.
pub(super) fn leads(text: &str) -> Vec<(usize, usize)> {
    let is_led =
        |text: &str| after_ordinal(text).is_some_and(|rest| rest.starts_with(['是', '要']));
    let mut spans = Vec::new();
    let mut starts = vec![0];
    starts.extend(text.match_indices('。').map(|(at, stop)| at + stop.len()));
    starts.retain(|&start| is_led(&text[start..]));
    // The first of them may stand behind who says it: 张祥强调，一要……。二要……。
    if let Some(&second) = starts.first()
        && second > 0
        && !text[second..].starts_with('一')
    {
        let marks = text[..second].match_indices(['，', '：']);
        let mut firsts = marks.map(|(at, mark)| at + mark.len());
        let Some(first) = firsts.find(|&at| text[at..].starts_with('一') && is_led(&text[at..]))
        else {
            return Vec::new();
        };
        starts.insert(0, first);
    }
    for start in starts {
        // All of them, or none.
        let Some(end) = sentence(&text[start..]).map(|end| start + end) else { return Vec::new() };
        if text[end..].trim().is_empty() || is_led(&text[end..]) {
            return Vec::new();
        }
        spans.push((start, end));
    }
    spans
}
