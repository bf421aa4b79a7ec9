//! Remarks of those who wrote or edited a text, left in it: 【讲话稿待核】, （此处补充同比数据）, 地点待定.

use std::ops::Range;
use std::sync::LazyLock;

use super::{LEFT_OVER, tell};
use crate::check::cues::{Cues, first_chars, is_han};
use crate::check::lists::words;
use crate::check::{Findings, Passage};
use crate::diagnostic::{Diagnostic, Severity};

static CUES: LazyLock<Cues> = LazyLock::new(|| {
    Cues::new(&[
        (&["【", "［", "[", "〔", "{", "｛"], square),
        (&["（", "("], round),
        (words!("remarks.txt", "version"), version),
        (&["如图所示", "如下图", "见下图", "如上图", "见下表", "如下表", "如表所示"], shown),
        (&["待定", "待补", "待核", "待查", "待填", "待确认", "待完善"], pending),
        (
            &[
                "某某",
                "***",
                "**",
                "＊＊",
                "xxx",
                "XXX",
                "△△",
                "○○",
                "◯◯",
                "……个",
                "……户",
                "……万",
                "……家",
                "N个",
                "N户",
                "N家",
                "n个",
                "N万元",
                "N亿元",
                "N人",
                "N名",
                "N次",
                "N项",
                "N%",
                "##",
            ],
            stand_in,
        ),
        (
            &[
                "lorem ipsum",
                "Lorem ipsum",
                "见上图",
                "下图略",
                "以下是修改后",
                "下面是修改后",
                "以上内容供参考",
                "详情请关注",
                "作为AI",
                "作为一个AI",
                "以下是为您",
                "以下是根据",
            ],
            machine,
        ),
    ])
});

/// Looks for remarks.
pub fn check(passage: &Passage<'_>, out: &mut Findings<'_>) {
    if out.wants(LEFT_OVER) {
        CUES.look(passage, out);
    }
}

/// What is done to a text before it is printed.
const EDITING: &[&str] = words!("remarks.txt", "EDITING");

/// What stands in brackets where a form wants something filled in.
const FIELDS: &[&str] = words!("remarks.txt", "FIELDS");

/// What such a remark begins with.
const OPENINGS: &[&str] = words!("remarks.txt", "OPENINGS");

/// What a form says of what is to be written in it.
const HINTS: &[&str] = words!("remarks.txt", "HINTS");

fn inside(text: &str, range: &Range<usize>, most: usize) -> Option<(usize, usize)> {
    let near = first_chars(&text[range.end..], most);
    let (length, close) = near.char_indices().find(|(_, c)| "】］]〕}｝）)\n".contains(*c))?;
    (close != '\n').then(|| (length, range.end + length + close.len_utf8()))
}

/// 【讲话稿待核】: brackets of this sort hold little else than remarks.
fn square(passage: &Passage<'_>, range: Range<usize>, out: &mut Findings<'_>) {
    let text = &*passage.text;
    let Some((length, end)) = inside(text, &range, 24) else { return };
    let note = text[range.end..range.end + length].trim_start_matches(['{', '｛']);
    // {{单位名称}} is a field of a template, whatever it says.
    let sign = &text[range.clone()];
    if matches!(sign, "{" | "｛") && text[range.end..].starts_with(sign) {
        let close = text[end..].chars().next().filter(|c| "}｝".contains(*c));
        if let Some(close) = close.filter(|_| !note.is_empty()) {
            tell(passage, range.start..end + close.len_utf8(), out);
        }
        return;
    }
    let han = note.chars().filter(|c| is_han(*c)).count();
    let field = FIELDS.contains(&note);
    if field || han >= 2 && EDITING.iter().any(|word| note.contains(word)) && !is_told(note) {
        tell(passage, range.start..end, out);
    }
}

/// （此处补充同比数据）: round brackets hold remarks only where they begin like one.
fn round(passage: &Passage<'_>, range: Range<usize>, out: &mut Findings<'_>) {
    let text = &*passage.text;
    let Some((length, end)) = inside(text, &range, 24) else { return };
    let note = &text[range.end..range.end + length];
    // （稿件标题，不超过20字）: what a form asks for.
    let hint = HINTS.iter().any(|word| note.contains(word))
        || note.ends_with('字')
            && ["不超过", "不少于", "控制在"].iter().any(|it| note.contains(it));
    if hint && note.chars().filter(|c| is_han(*c)).count() >= 2 {
        return tell(passage, range.start..end, out);
    }
    let opens = OPENINGS.iter().any(|word| note.starts_with(word));
    // 请各单位于…前报送 is said to the readers.
    let to_readers = note.contains("附件")
        || note.contains("详见")
        || note.contains('，') && note.chars().count() > 14;
    let asks = note.ends_with(['？', '?']) && (opens || note.chars().count() <= 6);
    if (asks || opens && EDITING.iter().any(|word| note.contains(word) && *word != note))
        && !to_readers
        && !is_told(note)
    {
        tell(passage, range.start..end, out);
    }
}

/// What is told elsewhere.
fn is_told(note: &str) -> bool {
    super::LEFT_OVERS.iter().any(|word| note.starts_with(word) || note.ends_with(word))
        || matches!(note, "？" | "??" | "？？")
}

/// 地点待定，: something that the text was to say and does not.
fn pending(passage: &Passage<'_>, range: Range<usize>, out: &mut Findings<'_>) {
    let text = &*passage.text;
    let lead = &text[..range.start];
    let what = words!("remarks.txt", "pending.what").iter().find(|what| lead.ends_with(**what));
    let Some(what) = what else { return };
    let closes = text[range.end..].chars().next().is_none_or(|c| "，。；）、！\n".contains(c));
    // 待补充 and 待核实 go on.
    let rest = text[range.end..].trim_start_matches(['充', '实', '对', '写', '证']);
    let closes = closes || rest.chars().next().is_none_or(|c| "，。；）\n".contains(c));
    let end = text.len() - rest.len();
    if closes && !rest.starts_with(['）', ')', '】']) {
        let range = range.start - what.len()..end;
        let message = format!("「{}」还没有写上", &text[range.clone()]);
        let finding = Diagnostic::warning(LEFT_OVER.code, message)
            .at(passage.span(range))
            .help("补上，或去掉这半句");
        out.push_at(LEFT_OVER, Severity::Warning, finding);
    }
}

/// 某某县, ***户: signs in the place of names and numbers.
fn stand_in(passage: &Passage<'_>, range: Range<usize>, out: &mut Findings<'_>) {
    let text = &*passage.text;
    let word = &text[range.clone()];
    let before = text[..range.start].chars().next_back();
    let behind = text[range.end..].chars().next();
    let counted = |c: Option<char>| {
        c.is_some_and(|c| {
            "亿万元户人名个家项次处件条吨亩里米天年月日县市区镇乡村局长同".contains(c)
        })
    };
    let letter = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric() || c == '*');
    let wrong = match word {
        // 张某某 is a name that is not told.
        "某某" if before.is_some_and(crate::check::marks::is_surname) => false,
        "某某" => counted(behind) || before.is_some_and(is_han) && behind.is_some_and(is_han),
        "##" => counted(behind) && !text[..range.start].ends_with('\n') && range.start > 0,
        "**" => counted(behind) && !letter(before) && before.is_some_and(is_han),
        "***" | "＊＊" | "△△" | "○○" | "◯◯" => counted(behind),
        "xxx" | "XXX" => false,
        word if word.starts_with(['N', 'n']) => {
            !letter(before)
                && before.is_some_and(is_han)
                && !text[..range.start].ends_with(['第', '维'])
        }
        _ => before.is_some_and(is_han),
    };
    let quoted = crate::check::context::is_quoted(text, range.start);
    if wrong && !quoted {
        tell(passage, range, out);
    }
}

/// （第三稿）: which version of the text it is, but not of a document that it names.
fn version(passage: &Passage<'_>, range: Range<usize>, out: &mut Findings<'_>) {
    if !crate::check::context::is_quoted(&passage.text, range.start) {
        tell(passage, range, out);
    }
}

/// 见下图, where the entry has no picture, and 见下表, where it has no table.
fn shown(passage: &Passage<'_>, range: Range<usize>, out: &mut Findings<'_>) {
    let word = &passage.text[range.clone()];
    let (what, marks) = match word.contains('图') {
        true => ("图", ["![", "<img"]),
        false => ("表", ["|-", "| -"]),
    };
    let file = passage.span(range.clone()).map(|span| span.file);
    let Some(file) = file.filter(|file| !marks.iter().any(|mark| file.text.contains(mark))) else {
        return;
    };
    // An annex may have it.
    if file.text.contains("附件") || file.text.contains("附表") {
        return;
    }
    let message = format!("「{word}」：这篇稿件里没有{what}");
    let finding = Diagnostic::warning(LEFT_OVER.code, message)
        .at(passage.span(range))
        .help(format!("补上{what}，或去掉这半句"));
    out.push_at(LEFT_OVER, Severity::Warning, finding);
}

/// Words that came from a program and not from the author.
fn machine(passage: &Passage<'_>, range: Range<usize>, out: &mut Findings<'_>) {
    tell(passage, range, out);
}
