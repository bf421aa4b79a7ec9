//! Marks that enclose: what they hold, and the marks right inside and outside of them.

use std::ops::Range;
use std::sync::LazyLock;

use super::book_titles::{angle, book_title};
use super::rules::{ANNIVERSARY, BOOK_TITLE, DOUBLED_MARK, QUOTATION};
use crate::check::context::is_quoted;
use crate::check::cues::{Cues, before, behind, first_chars, is_han};
use crate::check::lists::words;
use crate::check::{Findings, Passage};

static CUES: LazyLock<Cues> = LazyLock::new(|| {
    Cues::new(&[
        (&["。”", "，”", "；”", "、”"], part_of_sentence),
        (&["”。"], whole_sentence),
        (&["《"], book_title),
        (&["“"], quotation),
        (&["「", "『"], corner),
        (&["‘"], single),
        (&["<", "≪", "«", "＜"], angle),
        (
            &["，）", "、）", "；）", "：）", "（，", "（、", "（。", "“，", "“、", "“。", "《，"],
            inner_mark,
        ),
        (&["。）"], bracket_end),
        (&["，（", "、（", "。》", "，》"], outer_mark),
        (&["”。的"], goes_on_behind),
        (words!("quoted.txt", "work"), work),
    ])
});

/// Looks at the enclosing marks of a passage.
pub fn check(passage: &Passage<'_>, out: &mut Findings<'_>) {
    CUES.look(passage, out);
}

/// What goes on behind a quotation that is part of the sentence.
const GOES_ON: &[&str] = &["的", "、", "等", "之", "这", "原则", "要求", "理念", "目标", "思路"];

/// “谁负责。”的原则: no full stop where the sentence goes on.
fn part_of_sentence(passage: &Passage<'_>, range: Range<usize>, out: &mut Findings<'_>) {
    let text = &*passage.text;
    let rest = &text[range.end..];
    let Some(mark) = text[range.clone()].chars().next() else { return };
    let wrong = match mark {
        '、' | '；' => true,
        // “…，”他说 is right.
        '，' => rest.starts_with(['的', '、']) || is_phrase(text, range.start, rest),
        _ => GOES_ON.iter().any(|word| rest.starts_with(word)) && !rest.starts_with("等待"),
    };
    // 各县“要守土尽责。”
    if mark == '。'
        && (rest.is_empty() || rest.starts_with(is_han) || rest.starts_with('\n'))
        && !wrong
    {
        return partial(passage, range, out);
    }
    // What is quoted on its own, behind 说：, ends with its own mark.
    let near = before(text, range.start);
    let open = near.rfind('“').map(|at| range.start - near.len() + at);
    let told = open.is_some_and(|open| text[..open].ends_with('：'));
    if !wrong || open.is_none() || (told && mark == '。' && !rest.starts_with(['的', '、'])) {
        return;
    }
    let message = format!("引的是句中的一部分，引号里末尾的「{mark}」不要");
    out.tell(QUOTATION, passage, range.clone(), message, format!("删去「{mark}」"));
}

/// “吃、住、行，”六要素: a phrase, behind which nobody is said to have said it.
fn is_phrase(text: &str, at: usize, rest: &str) -> bool {
    let near = before(text, at);
    let Some(open) = near.rfind('“') else { return false };
    let inside = &near[open + '“'.len_utf8()..];
    let goes_on = first_chars(rest, 26);
    let clause = goes_on.split(['。', '\n']).next().unwrap_or_default();
    let said = [
        "说", "表示", "介绍", "道", "告诉", "称", "回忆", "感慨", "笑", "解释", "坦言", "写", "问",
        "喊", "讲", "谈", "叹", "答",
    ];
    (2..=20).contains(&inside.chars().count())
        && !near[..open].ends_with('：')
        && rest.starts_with(is_han)
        && !said.iter().any(|word| clause.contains(word))
}

/// 各县“要守土有责、守土尽责。”: what is quoted is part of the sentence, which ends outside.
fn partial(passage: &Passage<'_>, range: Range<usize>, out: &mut Findings<'_>) {
    let text = &*passage.text;
    let near = before(text, range.start);
    let Some(open) = near.rfind('“').map(|at| range.start - near.len() + at) else { return };
    let inside = &text[open..range.start];
    let lead = text[..open].chars().next_back();
    let told = SAYS.iter().any(|word| text[..open].ends_with(word))
        || lead.is_some_and(|c| "说道曰云写称问答：，是喊".contains(c));
    if lead.is_some_and(is_han)
        && !told
        && !inside.contains(['。', '？', '！', '”', '\n'])
        && inside.chars().count() <= 40
    {
        let message = "引的是句中的一部分，句号写在引号外面".to_owned();
        out.tell(QUOTATION, passage, range, message, "改成「”。」");
    }
}

/// Verbs behind which somebody's words stand whole.
const SAYS: &[&str] = words!("quoted.txt", "SAYS");

/// 他强调：“……要果断”。
fn whole_sentence(passage: &Passage<'_>, range: Range<usize>, out: &mut Findings<'_>) {
    let text = &*passage.text;
    let near = before(text, range.start);
    let start = range.start - near.len();
    // The mark that opens this quotation.
    let mut depth = 0_usize;
    let mut open = None;
    for (at, c) in near.char_indices().rev() {
        match c {
            '”' => depth += 1,
            '“' if depth == 0 => {
                open = Some(start + at);
                break;
            }
            '“' => depth -= 1,
            '\n' => return,
            _ => {}
        }
    }
    let Some(open) = open else { return };
    let Some(lead) = text[..open].strip_suffix('：') else { return };
    let inside = &text[open + '“'.len_utf8()..range.start];
    let says = SAYS.iter().any(|word| lead.ends_with(word));
    let is_whole = inside.chars().count() >= 6;
    if says && is_whole && !inside.ends_with(['。', '！', '？', '…', '”', '’']) {
        let message = "引的是完整的话，句号写在引号里面".to_owned();
        out.tell(QUOTATION, passage, range, message, "改成「。”」");
    }
}

/// Phrases that are fixed with or without marks.
const FIXED: &[&str] = words!("quoted.txt", "FIXED");

fn quotation(passage: &Passage<'_>, range: Range<usize>, out: &mut Findings<'_>) {
    let text = &*passage.text;
    let near = behind(text, range.end);
    let Some(length) = near.find(['”', '“', '\n']).filter(|at| near[*at..].starts_with('”'))
    else {
        return;
    };
    let inside = &near[..length];
    let whole = range.start..range.end + length + '”'.len_utf8();
    let after = &text[whole.end..];
    // “关于……的通知”, “中华人民共和国森林法”
    let law = inside.starts_with("中华人民共和国") && inside.ends_with(['法', '例']);
    let about = inside.starts_with("关于")
        && ["通知", "意见", "方案", "决定", "办法", "规定", "通报", "条例"]
            .iter()
            .any(|kind| inside.ends_with(kind));
    let rules = inside.chars().count() >= 6
        && ["管理条例", "保护条例", "管理办法", "实施办法", "暂行办法", "暂行规定", "实施细则"]
            .iter()
            .any(|kind| inside.ends_with(kind));
    let volume = ["第一卷", "第二卷", "第三卷", "第四卷", "第五卷", "一书", "一文"]
        .iter()
        .any(|word| after.starts_with(word));
    if law || about || rules || volume {
        let message = "文件名、法规名用书名号，不用引号".to_owned();
        return out.tell(BOOK_TITLE, passage, whole, message, format!("改成「《{inside}》」"));
    }
    if inside.contains(['、', '·', '，']) && inside.len() <= 48 {
        let bare: String = inside.chars().filter(|c| is_han(*c)).collect();
        if FIXED.contains(&bare.as_str()) {
            let message = format!("「{bare}」是固定的说法，中间不加标点");
            return out.tell(QUOTATION, passage, whole, message, format!("改成「“{bare}”」"));
        }
    }
    day(passage, inside, whole, after, out);
}

/// Days by which months are called that have no · in them; the others are digits or have it.
const JOINED: &[&str] = words!("quoted.txt", "JOINED");

/// “五·四”青年节, “一二九”运动, “七·七事变”.
fn day(
    passage: &Passage<'_>,
    inside: &str,
    whole: Range<usize>,
    after: &str,
    out: &mut Findings<'_>,
) {
    let points: &[char] = &['·', '.', '．', '•', '、'];
    if inside.contains(points) && inside.chars().count() <= 8 {
        let bare: String = inside.chars().filter(|c| !points.contains(c)).collect();
        if JOINED.iter().any(|day| {
            bare == *day
                || (bare.starts_with(day)
                    && bare.chars().count() > day.chars().count()
                    && bare.ends_with(['动', '变', '案', '日', '节']))
        }) {
            let message = format!("「{inside}」的月份不是一月、十一月、十二月，中间不用间隔号");
            out.tell(ANNIVERSARY, passage, whole, message, format!("改成「“{bare}”」"));
        }
        return;
    }
    let pointed = match inside {
        "一二九" => "一二·九",
        "一二八" => "一·二八",
        "一二四" => "一二·四",
        _ => return,
    };
    if after.starts_with(|c: char| is_han(c)) {
        let message = format!("「{inside}」看不出是几月几日，月、日之间用间隔号");
        out.tell(ANNIVERSARY, passage, whole, message, format!("改成「“{pointed}”」"));
    }
}

/// 「一网通办」: quotation marks of other places.
fn corner(passage: &Passage<'_>, range: Range<usize>, out: &mut Findings<'_>) {
    let text = &*passage.text;
    let (open, close) =
        if text[range.clone()].starts_with('「') { ("「", '」') } else { ("『", '』') };
    let near = behind(text, range.end);
    let Some(length) = near.find(close) else { return };
    let end = range.end + length + close.len_utf8();
    if near[..length].contains('\n') || !near[..length].chars().any(is_han) {
        return;
    }
    let (left, right) = if is_quoted(text, range.start) { ("‘", "’") } else { ("“", "”") };
    let message = format!("引号写成了直角的「{open}{close}」");
    if let Some(found) = out.add(QUOTATION, passage, range.start..end, message) {
        found.help = Some(format!("改成「{left}{right}」"));
        let edits =
            [passage.edit(range.clone(), left), passage.edit(end - close.len_utf8()..end, right)];
        let edits: Option<Vec<_>> = edits.into_iter().collect();
        found.fix.extend(edits.into_iter().flatten());
    }
}

/// ‘一网通办’ outside of “”.
fn single(passage: &Passage<'_>, range: Range<usize>, out: &mut Findings<'_>) {
    let text = &*passage.text;
    let near = first_chars(&text[range.end..], 60);
    let Some(length) = near.find(['’', '\n', '‘']).filter(|at| near[*at..].starts_with('’'))
    else {
        return;
    };
    if !near[..length].chars().any(is_han)
        || is_quoted(text, range.start)
        || before(text, range.start).contains('"')
    {
        return;
    }
    let end = range.end + length + '’'.len_utf8();
    let message = "外面没有双引号，这里不用单引号".to_owned();
    out.tell(
        QUOTATION,
        passage,
        range.start..end,
        message,
        format!("改成「“{}”」", &near[..length]),
    );
}

/// （含孤儿，）, “、甲”: a mark right inside of an enclosing one.
fn inner_mark(passage: &Passage<'_>, range: Range<usize>, out: &mut Findings<'_>) {
    let shown = &passage.text[range.clone()];
    let message = format!("「{shown}」里的标点多了或错了位置");
    out.tell(DOUBLED_MARK, passage, range.clone(), message, "删去紧挨着括号、引号里面的这个标点");
}

/// “人民至上”。的理念: a full stop within the sentence.
fn goes_on_behind(passage: &Passage<'_>, range: Range<usize>, out: &mut Findings<'_>) {
    let message = "句子没有完，引号后面用了句号".to_owned();
    out.tell(QUOTATION, passage, range, message, "删去句号");
}

/// 专题片“永远吹冲锋号”: a work has a title.
fn work(passage: &Passage<'_>, range: Range<usize>, out: &mut Findings<'_>) {
    let text = &*passage.text;
    let near = first_chars(&text[range.end..], 24);
    let Some(close) = near.find(['”', '“', '\n']).filter(|at| near[*at..].starts_with('”'))
    else {
        return;
    };
    let inside = &near[..close];
    let after = &near[close + '”'.len_utf8()..];
    // 电视剧“飞天奖” is a prize.
    let other = inside.ends_with(['奖', '杯', '节', '周', '月', '赛'])
        || after.starts_with(['奖', '展', '活', '创', '大'])
        || inside.starts_with(['进', '下', '送'])
        // 加剧“内卷”, 送戏“下乡”
        || ["加剧", "急剧", "送戏", "看戏", "唱戏", "好戏", "大戏", "重头戏"]
            .iter()
            .any(|word| text[..range.end - '“'.len_utf8()].ends_with(word));
    if inside.chars().count() >= 2 && !other {
        let start = range.end - '“'.len_utf8();
        let message = "作品的名称用书名号，不用引号".to_owned();
        let whole = start..range.end + close + '”'.len_utf8();
        out.tell(BOOK_TITLE, passage, whole, message, format!("改成「《{inside}》」"));
    }
}

/// （含2个村。）of a sentence that goes on.
fn bracket_end(passage: &Passage<'_>, range: Range<usize>, out: &mut Findings<'_>) {
    let text = &*passage.text;
    let near = before(text, range.start);
    let Some(open) = near.rfind('（').map(|at| range.start - near.len() + at) else { return };
    let lead = text[..open].chars().next_back();
    let rest = &text[range.end..];
    let within = lead.is_some_and(|c| is_han(c) || "”》%".contains(c) || c.is_ascii_digit());
    let goes_on = rest.starts_with(|c: char| is_han(c) || "，。；、".contains(c));
    if within && goes_on && !text[open..range.start].contains('。') {
        let message = "句子里的括号，末尾不用句号".to_owned();
        out.tell(DOUBLED_MARK, passage, range, message, "删去括号里的句号");
    }
}

/// 望河县，（含开发区）: the comma stands behind what the bracket explains.
fn outer_mark(passage: &Passage<'_>, range: Range<usize>, out: &mut Findings<'_>) {
    let text = &*passage.text;
    let shown = &text[range.clone()];
    if shown.ends_with('》') {
        let message = format!("书名号里末尾的「{}」不要", &shown[..shown.len() - '》'.len_utf8()]);
        return out.tell(DOUBLED_MARK, passage, range, message, "删去");
    }
    let rest = behind(text, range.end);
    // ，（一）… and ，（1）… begin an item, and a bracket may hold what goes on.
    let number = |c: char| c.is_ascii_digit() || "一二三四五六七八九十①②③④⑤".contains(c);
    let close = rest.find('）');
    let explains =
        ["含", "其中", "不含", "包括", "详见", "见", "即", "简称", "以下简称", "原", "下同"]
            .iter()
            .any(|word| rest.starts_with(word));
    let goes_on = close.is_some_and(|close| rest[close + '）'.len_utf8()..].starts_with(is_han));
    // 文化广场18个，（其中乡镇5个），
    let again = close.is_some_and(|close| rest[close + '）'.len_utf8()..].starts_with('，'));
    if !rest.starts_with(number) && explains && (goes_on || again) {
        let message = "括号解释的是前面的词，逗号写在括号后面".to_owned();
        out.tell(DOUBLED_MARK, passage, range, message, "把逗号移到括号后面");
    }
}
