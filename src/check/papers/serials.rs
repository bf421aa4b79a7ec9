//! Numbers of documents without their serial, before their title, and documents of a kind that
//! nobody sends so: 〔2025〕号, 〔2025〕八号, 望政发〔2025〕8号《…》, 请示函, 上报…的批复.

use std::ops::Range;
use std::sync::LazyLock;

use super::{DOCUMENT_NUMBER, DOCUMENT_TITLE};
use crate::check::cues::{Cues, behind, clause_before, han_before, is_han, sentence_before};
use crate::check::lists::words;
use crate::check::{Findings, Part, Passage};

static CUES: LazyLock<Cues> = LazyLock::new(|| {
    Cues::new(&[
        (&["〕"], serial),
        (&["号《", "号文件《", "号文《"], number_first),
        (words!("serials.txt", "two_kinds"), two_kinds),
        (&["通知", "请示", "批复", "通报", "的函", "决定", "意见"], without_of),
        (&["关于印发《", "关于转发《"], issuing),
        (
            &["报送《", "上报《", "呈报《", "印发《", "下发《", "报送了《", "上报了《", "印发了《"],
            direction,
        ),
        (&["关于关于", "的的通知", "通知通知", "的通知的通知的通知"], doubled),
    ])
});

/// Looks at the documents that a passage names.
pub fn check(passage: &Passage<'_>, out: &mut Findings<'_>) {
    CUES.look(passage, out);
}

/// 〔2025〕号, 〔2025〕八号.
fn serial(passage: &Passage<'_>, cue: Range<usize>, out: &mut Findings<'_>) {
    let text = &*passage.text;
    let from = text.floor_char_boundary(cue.start.saturating_sub(40));
    let Some(open) = text[from..cue.start].rfind('〔').map(|at| from + at) else { return };
    let lead = &text[..cue.start];
    let year = &lead[open + '〔'.len_utf8()..];
    if year.len() != 4
        || !year.bytes().all(|b| b.is_ascii_digit())
        || !lead[..open].ends_with(is_han)
    {
        return;
    }
    let rest = &text[cue.end..];
    let numeral = |c: char| "一二三四五六七八九十百〇零×X".contains(c);
    let bare = rest.trim_start_matches(numeral);
    let Some(_) = bare.strip_prefix('号') else { return };
    let written = &rest[..rest.len() - bare.len()];
    let range = open..cue.end + written.len() + '号'.len_utf8();
    if written.is_empty() {
        let message = "文号里没有顺序号".to_owned();
        out.tell(DOCUMENT_NUMBER, passage, range, message, "补上顺序号");
    } else if written.chars().all(|c| !matches!(c, '×' | 'X')) {
        let message = format!("文号的顺序号「{written}」用阿拉伯数字");
        out.tell(DOCUMENT_NUMBER, passage, range, message, "改成阿拉伯数字");
    }
}

/// 望政办发〔2024〕8号《望河县节水方案》.
fn number_first(passage: &Passage<'_>, cue: Range<usize>, out: &mut Findings<'_>) {
    let text = &*passage.text;
    let lead = &text[..cue.start];
    let digits = lead.bytes().rev().take(5).take_while(u8::is_ascii_digit).count();
    let Some(before) = lead[..lead.len() - digits].strip_suffix(['〕', ']', '］']) else {
        return;
    };
    let Some(open) = before.rfind(['〔', '[', '［']).filter(|open| before.len() - open <= 10)
    else {
        return;
    };
    let issuer = han_before(before, open, 10);
    let verbs = [
        "按照", "根据", "依据", "落实", "执行", "贯彻", "对照", "印发", "遵照", "转发", "学习",
        "以", "据", "按", "的",
    ];
    let issuer = verbs
        .iter()
        .find_map(|verb| issuer.rfind(verb).map(|at| &issuer[at + verb.len()..]))
        .unwrap_or(issuer);
    let start = open - issuer.len();
    let title = behind(text, cue.end);
    let Some(close) = title.find(['》', '\n']).filter(|at| title[*at..].starts_with('》')) else {
        return;
    };
    if digits == 0 || issuer.chars().count() < 2 || text[..start].ends_with(['（', '、', '和']) {
        return;
    }
    let end = cue.end + close + '》'.len_utf8();
    let message = "引用公文先写标题，后在括号里写文号".to_owned();
    out.tell(DOCUMENT_TITLE, passage, start..end, message, "把文号移到书名号后面，加上括号");
}

/// 《关于…的请示函》: two kinds of documents in one.
fn two_kinds(passage: &Passage<'_>, cue: Range<usize>, out: &mut Findings<'_>) {
    let text = &*passage.text;
    let word = &text[cue.clone()];
    let sentence = sentence_before(text, cue.start);
    let about = sentence.rfind("关于");
    let ends = match passage.part {
        Part::Title => text[cue.end..].trim().is_empty(),
        _ => text[cue.end..].starts_with('》'),
    };
    // 《…的请示报告》 is told with the titles.
    if ends && about.is_some() && !(word == "请示报告" && text[cue.end..].starts_with('》')) {
        let message = format!("「{word}」不是一种公文，把两种连在了一起");
        let help = "请求批准的用「请示」，汇报情况的用「报告」，平行单位之间用「函」".to_owned();
        out.tell(DOCUMENT_TITLE, passage, cue, message, help);
    }
}

/// 关于加强森林防火工作通知.
fn without_of(passage: &Passage<'_>, cue: Range<usize>, out: &mut Findings<'_>) {
    const THINGS: &[&str] = words!("serials.txt", "THINGS");
    let text = &*passage.text;
    let word = &text[cue.clone()];
    if word == "的函" {
        return;
    }
    let ends = match passage.part {
        Part::Title => text[cue.end..].trim().is_empty(),
        _ => text[cue.end..].starts_with('》'),
    };
    let lead = &text[..cue.start];
    let title = match passage.part {
        Part::Title => lead,
        _ => &lead[lead.rfind('《').unwrap_or(lead.len())..],
    };
    // 实施意见, 指导意见 stand without 的.
    if word == "意见"
        && !["工作", "管理", "建设", "活动", "行动"].iter().any(|thing| lead.ends_with(thing))
    {
        return;
    }
    let about = title.find("关于").is_some_and(|at| title[at..].chars().count() >= 6);
    let thing = THINGS.iter().find(|thing| lead.ends_with(**thing));
    if let Some(thing) = thing.filter(|_| ends && about) {
        let range = cue.start - thing.len()..cue.end;
        let message = format!("标题里「{word}」前面漏了「的」");
        out.tell(DOCUMENT_TITLE, passage, range, message, format!("改成「{thing}的{word}」"));
    }
}

/// 关于印发《水资源管理办法的通知》: the title that is issued ends before 的通知.
fn issuing(passage: &Passage<'_>, cue: Range<usize>, out: &mut Findings<'_>) {
    let text = &*passage.text;
    let title = behind(text, cue.end);
    let Some(close) = title.find(['》', '《', '\n']).filter(|at| title[*at..].starts_with('》'))
    else {
        return;
    };
    if title[..close].ends_with("的通知") && !title[close + '》'.len_utf8()..].starts_with('的')
    {
        let end = cue.end + close + '》'.len_utf8();
        let start = end - "的通知》".len();
        let message = "「的通知」不是所印发文件的名称里的字".to_owned();
        out.tell(DOCUMENT_TITLE, passage, start..end, message, "把「》」移到「的通知」前面");
    }
}

/// 向市水利局报送《…的批复》, 印发《…的请示》: it goes the other way.
fn direction(passage: &Passage<'_>, cue: Range<usize>, out: &mut Findings<'_>) {
    let text = &*passage.text;
    let word = &text[cue.clone()];
    let title = behind(text, cue.end);
    let Some(close) = title.find(['》', '\n']).filter(|at| title[*at..].starts_with('》')) else {
        return;
    };
    let inside = &title[..close];
    let up = !word.contains('发');
    let wrong: &[&str] = if up {
        &["的批复", "的决定", "的通报", "的通知", "的命令"]
    } else {
        &["的请示"]
    };
    let Some(kind) = wrong.iter().find(|kind| inside.ends_with(**kind)) else { return };
    // 报送《…的批复》情况 is about it.
    let after = &title[close + '》'.len_utf8()..];
    if after.starts_with(['落', '贯', '执', '精', '情'])
        || clause_before(text, cue.start).contains("关于")
    {
        return;
    }
    let kind = kind.trim_start_matches('的');
    let end = cue.end + close + '》'.len_utf8();
    let end = end - '》'.len_utf8();
    let start = end - kind.len();
    let message = match up {
        true => format!("「{kind}」是下行的公文，不能向上级报送"),
        false => format!("「{kind}」是上行的公文，不能向下印发"),
    };
    out.tell(DOCUMENT_TITLE, passage, start..end, message, "核对文种");
}

/// 《关于关于加强…》.
fn doubled(passage: &Passage<'_>, cue: Range<usize>, out: &mut Findings<'_>) {
    let word = &passage.text[cue.clone()];
    let message = format!("「{word}」里的字重复了");
    out.tell(DOCUMENT_TITLE, passage, cue, message, "删去重复的");
}
