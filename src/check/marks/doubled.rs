//! Marks that stand twice, that are drawn with others, or that divide what is divided already.

use super::line::{Scan, is_han, is_point};
use crate::diagnostic::{Diagnostic, Severity};

use super::rules::{DASH, DOUBLED_MARK, ELLIPSIS, SERIAL_COMMA};

/// The longest row of points or strokes that is a mark: longer ones lead to a page or are rules.
const MOST: usize = 8;

/// The longest item of an enumeration that is looked through.
const ITEM: usize = 60;

/// A run of ， 。 ； ： 、 ？ ！.
pub fn points(scan: &mut Scan<'_, '_, '_>, at: usize) -> usize {
    let end = scan.run(at, is_point);
    let marks = scan.text(at..end);
    let feeling = |c| matches!(c, '？' | '！');
    if end - at < 2 || (marks.chars().all(feeling) && end - at <= 3) || end - at > MOST {
        if end - at == 1 {
            serial_comma(scan, at);
        }
        return end;
    }
    let first = scan.get(at);
    let same = marks.chars().all(|c| Some(c) == first);
    let message = if same {
        format!("标点「{marks}」重复")
    } else {
        format!("标点「{marks}」连在一起")
    };
    if same && first == Some('。') && end - at >= 3 {
        ellipsis(scan, at, end);
        return end;
    }
    // How many ？ or ！ are meant, only their author knows.
    let certain = same && !first.is_some_and(feeling);
    let edit = first
        .filter(|_| certain)
        .and_then(|first| scan.replace(at..end, first.encode_utf8(&mut [0; 4])));
    let help = match first {
        Some(first) if certain => format!("改成「{first}」"),
        _ => "只留下该用的那一个".to_owned(),
    };
    scan.tell(DOUBLED_MARK, at..end, message, &help, edit);
    end
}

fn serial_comma(scan: &mut Scan<'_, '_, '_>, at: usize) {
    let (Some('、'), Some(close), Some(open)) = (scan.get(at), scan.before(at), scan.get(at + 1))
    else {
        return;
    };
    if !matches!((close, open), ('》', '《') | ('”', '“')) {
        return;
    }
    // Beside an item without marks of its own the comma is needed, and then for all of them.
    let next = scan.find(at + 1, ITEM, close);
    let first = scan.run_back(at - 1, ITEM, |c| c != open);
    let bare = |comma: Option<char>, mark: Option<char>, want: char| {
        comma == Some('、') && mark.is_some_and(|mark| mark != want)
    };
    if bare(scan.get(next + 1), scan.get(next + 2), open)
        || bare(scan.before(first.saturating_sub(1)), scan.before(first.saturating_sub(2)), close)
    {
        return;
    }
    // “甲”、“乙”“丙”: the row has both.
    let mixed =
        scan.get(next + 1) == Some(open) || (first > 1 && scan.before(first - 1) == Some(close));
    let message = format!("「{close}」和「{open}」之间不用顿号");
    let edit = scan.delete_between(at..at + 1, "");
    // Between titles every editor takes it out, between quotations many leave it.
    let level = if close == '》' || mixed { Severity::Warning } else { Severity::Hint };
    let bytes = scan.bytes(at..at + 1);
    let mut finding =
        Diagnostic::error(SERIAL_COMMA.code, message).at(scan.passage.span(bytes)).help("删去顿号");
    finding.fix.extend(edit);
    scan.findings.push_at(SERIAL_COMMA, level, finding);
}

/// A run of `.`, `．`, `・` or `·`.
pub fn dots(scan: &mut Scan<'_, '_, '_>, at: usize) -> usize {
    let Some(first) = scan.get(at) else { return at + 1 };
    let end = scan.run(at, |c| c == first);
    if (3..=MOST).contains(&(end - at)) {
        ellipsis(scan, at, end);
    }
    end
}

/// A run of `…`.
pub fn leader(scan: &mut Scan<'_, '_, '_>, at: usize) -> usize {
    let end = scan.run(at, |c| c == '…');
    // Two are right; four stand for a paragraph that is left out.
    if matches!(end - at, 1 | 3) {
        ellipsis(scan, at, end);
    }
    end
}

fn ellipsis(scan: &mut Scan<'_, '_, '_>, at: usize, end: usize) {
    let before = scan.before(at);
    let after = scan.get(end);
    let chinese =
        |c: Option<char>| c.is_some_and(|c| is_han(c) || matches!(c, '”' | '“' | '）' | '》'));
    // 甲、乙、..., but not x，y，….
    let listed = before.is_some_and(is_point) && at > 1 && chinese(scan.before(at - 1));
    // Behind a number it may lead to a page, before one as well.
    let number = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric() || c == '/');
    if !(chinese(before) || listed || chinese(after))
        || number(before)
        || number(after)
        || !scan.is_running()
    {
        return;
    }
    let message = format!("省略号写成了「{}」", scan.text(at..end));
    let edit = scan.replace(at..end, "……");
    scan.tell(ELLIPSIS, at..end, message, "改成「……」", edit);
}

/// A run of `-`, `―`, `─`, `－` or `ー` between Chinese.
pub fn strokes(scan: &mut Scan<'_, '_, '_>, at: usize) -> usize {
    let Some(first) = scan.get(at) else { return at + 1 };
    let end = scan.run(at, |c| c == first);
    if !(2..=3).contains(&(end - at)) {
        return end;
    }
    let from = if scan.before(at) == Some(' ') { at - 1 } else { at };
    let to = if scan.get(end) == Some(' ') { end + 1 } else { end };
    let before = scan
        .before(from)
        .is_some_and(|c| is_han(c) || matches!(c, '”' | '》' | '）' | '，' | '。'));
    let after = scan.get(to).is_some_and(|c| is_han(c) || matches!(c, '“' | '《'));
    if before && after {
        let message = format!("破折号写成了「{}」", scan.text(at..end));
        let edit = scan.replace(from..to, "——");
        scan.tell(DASH, from..to, message, "改成「——」", edit);
    }
    end
}

/// A run of `—`; one alone is a dash only where a sentence's mark touches it, else it joins places
/// and numbers.
pub fn dash(scan: &mut Scan<'_, '_, '_>, at: usize) -> usize {
    let end = scan.run(at, |c| c == '—');
    if end - at != 1 {
        return end;
    }
    let spaced = scan.get(end) == Some(' ') && scan.get(end + 1) == Some('—');
    if spaced && scan.get(end + 2) != Some('—') {
        let message = "破折号「— —」中间断开了，应为「——」".to_owned();
        let edit = scan.replace(at..end + 2, "——");
        scan.tell(DASH, at..end + 2, message, "改成「——」", edit);
        return end + 2;
    }
    let pause = |c: Option<char>| c.is_some_and(|c| matches!(c, '，' | '。' | '；' | '？' | '！'));
    if (pause(scan.before(at)) && scan.is_han(end))
        || (scan.is_han_before(at) && pause(scan.get(end)))
    {
        let message = "破折号「—」只有一半，应为「——」".to_owned();
        scan.tell(DASH, at..end, message, "改为占两个字的「——」", None);
    }
    end
}
