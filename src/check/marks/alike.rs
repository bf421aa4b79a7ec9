//! Characters that look like the right one, and characters that nobody sees.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use super::line::{Scan, is_chinese, is_han, is_numeral};
use super::rules::{CONTROL_CHARACTER, LOOKALIKE_CHARACTER};

/// Radicals and compatibility characters with the characters they stand for, as the Unicode
/// character database gives them.
static RADICALS: LazyLock<BTreeMap<char, char>> =
    LazyLock::new(|| crate::check::lists::pairs_of(include_str!("radicals.txt")).collect());

/// The longest number that is looked at.
const MOST: usize = 16;

/// A radical or a compatibility character in the place of a character.
pub fn radical(scan: &mut Scan<'_, '_, '_>, at: usize) -> usize {
    if let Some((wrong, right)) = scan.get(at).and_then(|c| Some((c, *RADICALS.get(&c)?))) {
        let message = format!("「{wrong}」是形状相同的另一个字符，应为「{right}」");
        let edit = scan.replace(at..at + 1, right.encode_utf8(&mut [0; 4]));
        let found = scan.tell(LOOKALIKE_CHARACTER, at..at + 1, message, "换成常用的汉字", edit);
        if let Some(found) = found {
            found.note = Some("多半是从 PDF 复制来的：看着一样，检索、统计时却找不到".to_owned());
        }
    }
    at + 1
}

/// A run of Chinese digits with ○, O or 0 in it, seen from the first of these.
pub fn circle(scan: &mut Scan<'_, '_, '_>, at: usize) -> usize {
    let next = at + 1;
    let beside = |c: Option<char>| c.is_some_and(|c| is_numeral(c) || is_circle(c));
    if !beside(scan.before(at)) && !beside(scan.get(next)) {
        return next;
    }
    let sort = |c| (is_numeral(c) && c != '十') || is_circle(c);
    let (start, end) = (scan.run_back(at, MOST, sort), scan.run(at, sort));
    let run = scan.text(start..end);
    let latin = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() && !is_han(c) || c == '.');
    let digits = run.chars().filter(|&c| is_numeral(c)).count();
    let closed = scan.get(end).is_some_and(|c| "年月日号后".contains(c));
    if end - start > MOST
        || digits < 2 && !(digits == 1 && closed && end - start >= 2 && is_digit_first(scan, start))
        || run.ends_with(is_circle) && !closed
        || !is_digit_first(scan, start)
        || latin(scan.before(start))
        || latin(scan.get(end))
    {
        return end;
    }
    let right: String = run.chars().map(|c| if is_circle(c) { '〇' } else { c }).collect();
    let message = format!("「{run}」里的零不是汉字「〇」，应为「{right}」");
    let edit = scan.delete_or_narrow(start..end, &right);
    scan.tell(LOOKALIKE_CHARACTER, start..end, message, "零写成汉字「〇」", edit);
    end
}

fn is_digit_first(scan: &Scan<'_, '_, '_>, start: usize) -> bool {
    scan.get(start).is_some_and(is_numeral)
}

/// What is taken for 〇. 零 is a way of writing of its own.
fn is_circle(c: char) -> bool {
    matches!(c, '○' | '0' | 'O' | 'o' | 'О' | 'о' | '０' | '◯' | '⭘' | '〇')
}

/// A Latin letter in a number: 2O18年, 20l8年. `at` is that of the letter.
pub fn letter(scan: &mut Scan<'_, '_, '_>, at: usize) -> usize {
    let next = at + 1;
    if !scan.before(at).is_some_and(|c| c.is_ascii_digit()) {
        return next;
    }
    let sort = |c: char| c.is_ascii_digit() || matches!(c, 'O' | 'o' | 'l' | 'I' | 'О' | 'о');
    let (start, end) = (scan.run_back(at, MOST, sort), scan.run(at, sort));
    let counted = scan.get(end).is_some_and(|c| "年月日人户万亿元个名项条次吨亩".contains(c));
    let free = !scan
        .before(start)
        .is_some_and(|c| c.is_alphanumeric() && !is_han(c) || ".-_/".contains(c));
    let run = scan.text(start..end);
    // A letter at the end may be a unit or a name: 5O人 says nothing certain, 2O18年 does.
    let between = run.ends_with(|c: char| c.is_ascii_digit())
        && run.starts_with(|c: char| c.is_ascii_digit());
    if counted && free && between && end - start <= MOST {
        let right: String = run
            .chars()
            .map(|c| match c {
                'O' | 'o' | 'О' | 'о' => '0',
                'l' | 'I' => '1',
                c => c,
            })
            .collect();
        let message = format!("「{run}」里混进了字母，应为「{right}」");
        let edit = scan.delete_or_narrow(start..end, &right);
        scan.tell(LOOKALIKE_CHARACTER, start..end, message, "把字母改为数字", edit);
    }
    end
}

/// A Cyrillic or Greek letter in a word of Latin letters and digits.
pub fn foreign(scan: &mut Scan<'_, '_, '_>, at: usize) -> usize {
    let sort = |c: char| c.is_ascii_alphanumeric() || latin(c).is_some();
    let (start, end) = (scan.run_back(at, MOST, sort), scan.run(at, sort));
    let word = scan.text(start..end);
    let known = word.chars().any(|c| c.is_ascii_alphanumeric());
    let other = |c: Option<char>| c.is_some_and(|c| c.is_alphabetic() && !is_han(c));
    if known
        && !other(scan.before(start))
        && !other(scan.get(end))
        && scan.line.is_chinese
        && end - start <= MOST
    {
        let right: String = word.chars().map(|c| latin(c).unwrap_or(c)).collect();
        let message = format!("「{word}」里混进了形状相同的外文字母，应为「{right}」");
        // A letter for a letter changes nothing to Markdown, but in a character's name.
        let edit = scan.replace(start..end, &right).filter(|_| scan.before(start) != Some('&'));
        scan.tell(LOOKALIKE_CHARACTER, start..end, message, "换成英文字母", edit);
    }
    end
}

/// The Latin letter that a Cyrillic or Greek one cannot be told from.
pub fn latin(c: char) -> Option<char> {
    const FOREIGN: &str = "АВЕЅІЈКМНОРСТХаеорсухѕіјΑΒΕΖΗΙΚΜΝΟΡΤΥΧο";
    const LATIN: &str = "ABESIJKMHOPCTXaeopcyxsijABEZHIKMNOPTYXo";
    FOREIGN.chars().zip(LATIN.chars()).find(|(foreign, _)| *foreign == c).map(|(_, latin)| latin)
}

/// ー or ㄧ in the place of 一, and a foreign point in the place of ·.
pub fn between(scan: &mut Scan<'_, '_, '_>, at: usize) -> usize {
    let Some(c) = scan.get(at) else { return at + 1 };
    let right = match c {
        'ー' | 'ㄧ' => "一",
        _ => "·",
    };
    let sides = scan.is_han_before(at) && scan.is_han(at + 1);
    let first = c == 'ㄧ' && !scan.before(at).is_some_and(is_bopomofo) && scan.is_han(at + 1);
    if sides || first {
        let message = format!("「{c}」是形状相近的另一个字符，应为「{right}」");
        // Where ー stands a dash may be meant as well.
        let edit = (c != 'ー').then(|| scan.replace(at..at + 1, right)).flatten();
        scan.tell(LOOKALIKE_CHARACTER, at..at + 1, message, "换成正确的字符", edit);
    }
    at + 1
}

fn is_bopomofo(c: char) -> bool {
    matches!(c, '\u{3100}'..='\u{312F}')
}

/// Characters that no reader sees, or that have been lost. What no font has is told with the pages.
pub fn control(scan: &mut Scan<'_, '_, '_>, at: usize) -> usize {
    let Some(first) = scan.get(at) else { return at + 1 };
    let end = scan.run(at, |c| c == first);
    let pictograph = |c: Option<char>| {
        c.is_some_and(|c| c >= '\u{1F000}' || matches!(c, '\u{2600}'..='\u{27BF}' | '\u{FE0F}'))
    };
    if first == '\u{200D}' && (pictograph(scan.before(at)) || pictograph(scan.get(end))) {
        return end;
    }
    let number = u32::from(first);
    let (message, help) = match first {
        '\u{FFFD}' => {
            ("这里有一个读不出来的字，显示为「\u{FFFD}」".to_owned(), "核对原稿，补上这个字")
        }
        _ => (format!("这里有看不见的字符（U+{number:04X}）"), "删去"),
    };
    let edit = if is_invisible(first) { removal(scan, at, end) } else { None };
    scan.tell(CONTROL_CHARACTER, at..end, message, help, edit);
    end
}

/// Taking out what is not seen changes nothing to readers; to Markdown it may, at a mark of its own.
fn removal(scan: &Scan<'_, '_, '_>, at: usize, end: usize) -> Option<crate::diagnostic::Edit> {
    let edit = scan.delete_or_narrow(at..end, "")?;
    let source = &edit.span.file.text;
    let before = source.get(..edit.span.range.start)?.chars().next_back();
    let after = source.get(edit.span.range.end..)?.chars().next();
    let blank = |c: Option<char>| c.is_none_or(char::is_whitespace);
    let safe = if blank(before) {
        after.is_some_and(is_han)
    } else {
        blank(after) || after.is_some_and(is_chinese) || before.is_some_and(is_han)
    };
    // Between digits it may be all that kept two numbers apart.
    safe.then_some(edit)
}

fn is_invisible(c: char) -> bool {
    matches!(c, '\u{AD}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2064}' | '\u{2066}'..='\u{2069}' | '\u{FEFF}')
}

/// Whether [`control`] is to look at a character.
pub fn is_control(c: char) -> bool {
    is_invisible(c)
        || (c.is_control() && !matches!(c, '\n' | '\r' | '\t'))
        || matches!(c, '\u{FFF9}'..='\u{FFFB}' | '\u{FFFD}')
}

/// Marks of another width or size, with the right ones.
const SMALL: &[(char, &str)] = &[
    ('﹐', "，"),
    ('﹑', "、"),
    ('﹒', "。"),
    ('﹔', "；"),
    ('﹕', "："),
    ('﹖', "？"),
    ('﹗', "！"),
    ('﹙', "（"),
    ('﹚', "）"),
    ('﹝', "〔"),
    ('﹞', "〕"),
    ('｡', "。"),
    ('｢', "“"),
    ('｣', "”"),
    ('､', "、"),
];

/// ﹐ ､ ＂: a small or a narrow mark from another keyboard.
pub fn small(scan: &mut Scan<'_, '_, '_>, at: usize) -> usize {
    let Some(c) = scan.get(at).filter(|_| scan.line.is_chinese) else { return at + 1 };
    let right = SMALL.iter().find(|(wrong, _)| *wrong == c).map(|(_, right)| *right);
    let edit = right.and_then(|right| scan.replace(at..at + 1, right));
    let (message, help) = match right {
        Some(right) => {
            (format!("「{c}」是小一号或半角的标点，应为「{right}」"), format!("改成「{right}」"))
        }
        None if matches!(c, '＂' | '＇') => {
            (format!("引号写成了不分前后的「{c}」"), "改成“”".to_owned())
        }
        None => return at + 1,
    };
    scan.tell(LOOKALIKE_CHARACTER, at..at + 1, message, &help, edit);
    at + 1
}
