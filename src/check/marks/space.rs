//! Spaces between Chinese characters.

use super::line::{Scan, is_closing, is_han, is_numeral, is_opening};
use super::rules::STRAY_SPACE;

/// The commonest surnames: what begins with one may be a name that is spaced, or one of a row.
const SURNAMES: &str = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董潘袁蔡蒋余于杜叶程魏苏吕丁任卢姚沈钟姜崔谭陆范汪廖石金韦贾夏付方邹熊白孟秦邱侯江尹薛闫段雷龙黎史陶贺毛郝顾龚邵万覃武钱戴严莫孔向常汤康易乔赖文申牛樊葛邢安齐庞颜庄";

/// Whether a name may begin with a character.
pub fn is_surname(c: char) -> bool {
    SURNAMES.contains(c)
}

/// A space.
pub fn space(scan: &mut Scan<'_, '_, '_>, at: usize) -> usize {
    let end = scan.run(at, |c| matches!(c, ' ' | '\u{A0}' | '\u{3000}'));
    // More than one aligns something; so does a wide one.
    let one = end - at == 1 && scan.get(at) != Some('\u{3000}');
    // What a web page leaves: &nbsp;
    let web = scan.text(at..end).contains('\u{A0}')
        && scan.is_han_before(at)
        && scan.is_han(end)
        && scan.is_running()
        && scan.line.is_sentence
        && end - at > 1
        && at > 6;
    if web {
        let edit = scan.delete_between(at..end, "");
        let message = "汉字之间有网页里带来的空格".to_owned();
        scan.tell(STRAY_SPACE, at..end, message, "删去空格，或改为应有的标点", edit);
        return end;
    }
    if is_odd(scan, at, end) {
        let edit = scan.delete_between(at..end, "");
        let message = "汉字和数字之间多了空格，这一段别处都没有".to_owned();
        scan.tell(STRAY_SPACE, at..end, message, "删去空格", edit);
        return end;
    }
    // 《办法 》, “ 一网通办”
    let opened = scan.before(at).is_some_and(is_opening) && scan.is_han(end);
    let closed = scan.get(end).is_some_and(is_closing) && scan.is_han_before(at);
    if one && (opened || closed) && scan.is_running() && scan.line.is_sentence {
        let edit = scan.delete_between(at..end, "");
        scan.tell(STRAY_SPACE, at..end, "标点旁边多了一个空格".to_owned(), "删去空格", edit);
        return end;
    }
    if !one || scan.quoted > 0 || !scan.is_running() {
        return end;
    }
    if is_beside_mark(scan, at) {
        let edit = scan.delete_between(at..end, "");
        scan.tell(STRAY_SPACE, at..end, "标点旁边多了一个空格".to_owned(), "删去空格", edit);
        return end;
    }
    if !scan.is_han_before(at) || !scan.is_han(end) || !scan.line.is_sentence {
        return end;
    }
    let (left, right) = (at - scan.run_back(at, 12, is_han), reach(scan, end));
    let short = |side: usize| side <= 3;
    if is_label(scan, at, left) || may_be_names(scan, at, left, right) {
        return end;
    }
    let (before, after) = (scan.text(at - left.min(4)..at), scan.text(end..end + right.min(4)));
    let message = format!("「{before}」和「{after}」之间多了一个空格");
    // Between two long phrases a mark may be missing.
    let edit = if short(left) || short(right) { scan.delete_between(at..end, "") } else { None };
    let help =
        if edit.is_some() { "删去空格" } else { "删去空格，或改为应有的标点" };
    scan.tell(STRAY_SPACE, at..end, message, help, edit);
    end
}

/// 总投资　8600万元, 户均投入 4200元, 100%\u{A0}更换: the only space of a sentence beside its figures.
fn is_odd(scan: &Scan<'_, '_, '_>, at: usize, end: usize) -> bool {
    let digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
    let han = |c: Option<char>| c.is_some_and(is_han);
    let (before, after) = (scan.before(at), scan.get(end));
    let beside = han(before) && digit(after)
        || (digit(before) || before == Some('%')) && han(after) && end == at + 1;
    if !beside || end - at > 2 || !scan.is_running() || !scan.line.is_sentence || scan.quoted > 0 {
        return false;
    }
    // 新华社北京6月3日电 3日，…
    if before.is_some_and(|c| "电讯".contains(c)) {
        return false;
    }
    let wide = scan.get(at) != Some(' ');
    if wide {
        return true;
    }
    let is_blank = |c: Option<char>| c == Some(' ');
    let (mut tight, mut spaced) = (0, 0);
    for place in 0..scan.len().min(MOST) {
        let (one, two) = (scan.get(place), scan.get(place + 1));
        if han(one) && digit(two) || digit(one) && han(two) {
            tight += 1;
        } else if is_blank(one) && (digit(two) || digit(scan.before(place))) {
            spaced += 1;
        }
    }
    spaced == 1 && tight >= 3 && scan.len() < MOST
}

/// The longest passage that is looked through for how it spaces its figures.
const MOST: usize = 600;

/// Whether the space touches a mark that has its own room.
fn is_beside_mark(scan: &Scan<'_, '_, '_>, at: usize) -> bool {
    let mark = |c: char| matches!(c, '，' | '。' | '；' | '？' | '！');
    let before = scan.before(at);
    let after = scan.get(at + 1);
    (before.is_some_and(mark) && after.is_some_and(is_han))
        || (before.is_some_and(is_han) && after.is_some_and(|c| mark(c) || c == '、'))
}

fn reach(scan: &Scan<'_, '_, '_>, at: usize) -> usize {
    (0..12).take_while(|step| scan.is_han(at + step)).count()
}

/// 第三章 总则, 附件 名单, or a word spaced to the width of others at the beginning.
fn is_label(scan: &Scan<'_, '_, '_>, at: usize, left: usize) -> bool {
    let begins = at == left || scan.before(at - left).is_some_and(|c| c == '\n');
    let numbered = scan.before(at).is_some_and(|c| "章节条款编部附件图表例注答问".contains(c));
    (begins && left <= 4) || numbered || scan.before(at).is_some_and(is_numeral)
}

/// Whether what stands around may be names: 李 军, or 张明 李军.
fn may_be_names(scan: &Scan<'_, '_, '_>, at: usize, left: usize, right: usize) -> bool {
    let surname = |c: Option<char>| c.is_some_and(is_surname);
    // A name of two characters spaced to three: its surname stands right before the space.
    if surname(scan.before(at)) {
        return true;
    }
    // A row of names, or of other short things, has a space on the other side as well.
    let row = |c: Option<char>| c.is_some_and(|c| matches!(c, ' ' | '\u{3000}'));
    let spaced =
        (left <= 5 && row(scan.before(at - left))) || (right <= 5 && row(scan.get(at + 1 + right)));
    spaced || (surname(scan.get(at + 1)) && right <= 4)
}
