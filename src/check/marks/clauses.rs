//! Marks between clauses: colons within colons, full stops that come too early, the marks of items.

use std::ops::Range;
use std::sync::LazyLock;

use super::rules::{BROKEN_SENTENCE, COLON, DOUBLED_MARK, END_MARK, LIST_COMMA, SEMICOLON};
use crate::check::context::is_quoted;
use crate::check::cues::{
    Cues, behind, clause_before, first_chars, han_before, is_han, sentence_before,
};
use crate::check::lists::words;
use crate::check::{Findings, Part, Passage, Story};
use crate::markdown::Block;

static CUES: LazyLock<Cues> = LazyLock::new(|| {
    Cues::new(&[
        (
            &["强调：", "要求：", "指出：", "表示：", "提出：", "明确：", "认为：", "提出要求："],
            colon,
        ),
        (&["如下", "以下", "下列"], announced),
        (OPENINGS, broken),
        (&["，"], list_comma),
        (&["；"], short_items),
    ])
});

/// Looks at the clauses of a passage.
pub fn check(passage: &Passage<'_>, out: &mut Findings<'_>) {
    if !passage.part.is_body()
        || matches!(passage.part, Part::Block(Block::Cell | Block::Heading(_)))
    {
        return;
    }
    CUES.look(passage, out);
    items(passage, out);
    end_mark(passage, out);
}

/// 强调：要突出三个重点：一是…: one sentence with two colons.
fn colon(passage: &Passage<'_>, range: Range<usize>, out: &mut Findings<'_>) {
    let text = &*passage.text;
    let rest = behind(text, range.end);
    if rest.starts_with(['“', '‘', '\n']) || rest.is_empty() || is_quoted(text, range.start) {
        return;
    }
    let mut depth = 0_i32;
    for (at, c) in rest.char_indices() {
        match c {
            '“' | '（' | '《' => depth += 1,
            '”' | '）' | '》' => depth -= 1,
            '。' | '！' | '？' | '\n' if depth <= 0 => return,
            // 一是…；二是…: what follows is an item of its own.
            '；' if depth <= 0 => return,
            '：' if depth <= 0 && at > 0 => break,
            _ => {}
        }
    }
    if !rest.contains('：') || depth != 0 {
        return;
    }
    let first = range.end - '：'.len_utf8()..range.end;
    let word = &text[range.start..first.start];
    let message = "一句话里用了两个冒号，分不清各管到哪里".to_owned();
    out.tell(COLON, passage, first, message, format!("「{word}」后面的改成逗号"));
}

/// What begins the first of several items.
const FIRST: &[&str] =
    &["一是", "一要", "一、", "（一）", "1.", "1、", "（1）", "①", "第一", "首先", "其一"];

/// 具体要求如下；一是….
fn announced(passage: &Passage<'_>, range: Range<usize>, out: &mut Findings<'_>) {
    let text = &*passage.text;
    let rest = &text[range.end..];
    let word = &text[range.clone()];
    // 以下三点；
    let run: usize = rest
        .chars()
        .take(10)
        .take_while(|c| is_han(*c) || c.is_ascii_digit())
        .map(char::len_utf8)
        .sum();
    if word == "如下" && run > 0 || word != "如下" && run == 0 {
        return;
    }
    let at = range.end + run;
    let Some(mark) = text[at..].chars().next().filter(|c| matches!(c, '；' | '，' | '。' | '、'))
    else {
        return;
    };
    let end = at + mark.len_utf8();
    // 现提出以下意见。 before the numbered parts of a document is as it should be.
    if mark == '。'
        && !(word == "如下"
            && ["一是", "一要", "第一"].iter().any(|first| text[end..].starts_with(first)))
    {
        return;
    }
    if FIRST.iter().any(|first| text[end..].trim_start().starts_with(first)) {
        let message = format!("「{}」引出下文，后面用冒号", &text[range.start..at]);
        out.tell(COLON, passage, range.start..end, message, format!("「{mark}」改成「：」"));
    }
}

/// What opens a sentence that is not done before its main clause.
const OPENINGS: &[&str] = words!("clauses.txt", "OPENINGS");

/// What a clause ends with that says when, where or how.
const FRAMES: &[&str] = words!("clauses.txt", "FRAMES");

/// 为进一步规范管理。柳溪县开展行动: the full stop stands where a comma should.
fn broken(passage: &Passage<'_>, range: Range<usize>, out: &mut Findings<'_>) {
    let text = &*passage.text;
    let opens = text[..range.start].chars().next_back().is_none_or(|c| "。！？；\n　 ".contains(c));
    if !opens || is_quoted(text, range.start) {
        return;
    }
    let rest = first_chars(&text[range.end..], 45);
    let Some(length) = rest
        .find(['，', '。', '；', '：', '！', '？', '\n'])
        .filter(|at| rest[*at..].starts_with('。'))
    else {
        return;
    };
    let at = range.end + length;
    let end = at + '。'.len_utf8();
    let clause = &text[range.start..at];
    let word = &text[range.clone()];
    let goes_on = text[end..].starts_with(is_han)
        && !["因此", "所以", "故", "因而", "为此"].iter().any(|word| text[end..].starts_with(word));
    let purpose =
        word.starts_with('为') && !clause.contains(['而', '是']) && clause.chars().count() <= 34;
    let framed = !word.starts_with('为')
        && FRAMES.iter().any(|frame| clause.ends_with(frame))
        && !clause.contains(['是', '有'])
        // 在全市范围内开展…活动 is a whole sentence, 在…基础上 none.
        && (word != "在" || ["下", "上", "中", "时", "际", "来", "间"].iter().any(|end| clause.ends_with(end)));
    let framed =
        framed || word == "随着" || (matches!(word, "由于" | "鉴于") && !clause.contains("因此"));
    if goes_on && clause.chars().count() >= 7 && (purpose || framed) {
        let message = "这半句话没有说完，用了句号".to_owned();
        out.tell(BROKEN_SENTENCE, passage, range.start..end, message, "句号改成逗号，或把话补完");
    }
}

/// What the names of things of one sort end with.
const SORTS: &str = "县区市镇乡村局委办厅部院校所站厂司队组业品果菜厂";

/// 望河县、柳溪县，石梁县和云岭县: a comma in a row of names.
fn list_comma(passage: &Passage<'_>, range: Range<usize>, out: &mut Findings<'_>) {
    let text = &*passage.text;
    let left = han_before(text, range.start, 9);
    let Some(sort) = left.chars().next_back().filter(|c| SORTS.contains(*c)) else { return };
    if left.chars().count() < 2 || left.chars().count() > 8 {
        return;
    }
    let before_left = &text[..range.start - left.len()];
    let Some(rest) = before_left.strip_suffix('、') else { return };
    // The item before, which must be all that its clause has before it.
    let first = han_before(rest, rest.len(), 9);
    let lead = rest[..rest.len() - first.len()].chars().next_back();
    let is_same = |item: &str| item.ends_with(sort) && (2..=8).contains(&item.chars().count());
    let opens = lead.is_none_or(|c| "，。；：、\n".contains(c));
    // The item behind, which goes on to the next.
    let ahead = first_chars(&text[range.end..], 10);
    let Some(length) = ahead.find(['、', '和', '及', '等', '，', '。']) else { return };
    let right = &ahead[..length];
    let joint = ahead[length..].chars().next();
    // 河南省甲市、乙市，湖北省丙市、丁市: those of another province.
    if right.contains(['省', '州', '京', '津', '沪', '渝'])
        || right.chars().count() > left.chars().count() + 2
    {
        return;
    }
    let longest = left.chars().count().max(right.chars().count()) + 1;
    if opens
        && is_same(first)
        && is_same(right)
        && first.chars().count() <= longest
        && joint.is_some_and(|c| matches!(c, '、' | '和' | '及' | '等'))
    {
        let whole = range.start - left.len()..range.end + right.len();
        let message = format!("并列的「{left}」「{right}」之间用了逗号");
        out.tell(LIST_COMMA, passage, whole, message, "改成顿号");
    }
}

/// 水稻；玉米；大豆: semicolons between words.
fn short_items(passage: &Passage<'_>, range: Range<usize>, out: &mut Findings<'_>) {
    let text = &*passage.text;
    let item = han_before(text, range.start, 7);
    let count = item.chars().count();
    let next = han_before_mark(&text[range.end..]);
    let Some((next, mark)) = next else { return };
    let lead = text[..range.start - item.len()].chars().next_back();
    // 送去米；面；油等慰问品
    let single = first_chars(&text[range.end..], 4);
    let mut row = single.chars();
    if let (Some(a), Some('；'), Some(b), Some('等' | '、' | '和')) =
        (row.next(), row.next(), row.next(), row.next())
        && is_han(a)
        && is_han(b)
    {
        let message = "词语之间用了分号".to_owned();
        let whole = range.start..range.end + a.len_utf8() + '；'.len_utf8();
        out.tell(LIST_COMMA, passage, whole, message, "改成顿号");
        return;
    }
    // 望河县、柳溪县；石梁县等地
    let sort = item.chars().next_back().filter(|c| SORTS.contains(*c));
    let more = first_chars(&text[range.end..], 7);
    let same = sort.and_then(|sort| more.find(sort).map(|at| &more[..at + sort.len_utf8()]));
    if let Some(same) = same.filter(|same| {
        let rest = &text[range.end + same.len()..];
        (2..=5).contains(&same.chars().count())
            && same.chars().all(is_han)
            && ["等", "和", "、"].iter().any(|word| rest.starts_with(word))
            && lead == Some('、')
            && (2..=5).contains(&count)
    }) {
        let message = format!("并列的「{item}」「{same}」之间用了分号");
        let whole = range.start - item.len()..range.end + same.len();
        out.tell(LIST_COMMA, passage, whole, message, "改成顿号");
        return;
    }
    if (2..=4).contains(&count)
        && (2..=3).contains(&next.chars().count())
        && mark == '；'
        && lead.is_none_or(|c| "：，、；。\n".contains(c) || is_han(c))
        && lead != Some('；')
        && !item.starts_with(['一', '二', '三'])
    {
        let message = "词语之间用了分号".to_owned();
        let whole = range.start..range.end + next.len() + mark.len_utf8();
        out.tell(LIST_COMMA, passage, whole, message, "改成顿号");
    }
}

/// The 汉字 that a text begins with, where a mark ends them within a few.
fn han_before_mark(text: &str) -> Option<(&str, char)> {
    let near = first_chars(text, 7);
    let end = near.find(|c| !is_han(c))?;
    Some((&near[..end], near[end..].chars().next()?))
}

/// The words that items of a row begin with, behind their number.
const LEADS: &[char] = &['是', '要'];

/// 一是…。二是…；三是…: the marks of a row of items.
fn items(passage: &Passage<'_>, out: &mut Findings<'_>) {
    let text = &*passage.text;
    for lead in LEADS {
        let mut places = Vec::new();
        for numeral in ["一", "二", "三", "四", "五", "六", "七", "八"] {
            let from = places.last().copied().unwrap_or(0);
            let word = format!("{numeral}{lead}");
            let Some(at) = text[from..].find(&word) else { break };
            places.push(from + at);
        }
        if places.len() < 3 || text.matches(&format!("一{lead}")).count() > 1 {
            continue;
        }
        row(passage, &places, out);
    }
}

fn row(passage: &Passage<'_>, places: &[usize], out: &mut Findings<'_>) {
    let text = &*passage.text;
    // The mark before each but the first, and whether its item has full stops within.
    let mut marks: Vec<(usize, char)> = Vec::new();
    let mut inner = false;
    for pair in places.windows(2) {
        let &[from, to] = pair else { continue };
        let Some(mark) = text[from..to].chars().next_back() else { return };
        if !matches!(mark, '。' | '；' | '，') || is_quoted(text, from) {
            return;
        }
        let at = to - mark.len_utf8();
        inner |= text[from..at].contains('。');
        marks.push((at, mark));
    }
    let count = |mark: char| marks.iter().filter(|(_, own)| *own == mark).count();
    let (stops, halves, commas) = (count('。'), count('；'), count('，'));
    // Where an item has full stops itself this is told by its own rule.
    let (wrong, right) = if stops > 0 && halves > 0 && !inner {
        ('。', '；')
    } else if halves > 0 && commas > 0 && stops == 0 {
        ('，', '；')
    } else if stops > 0 && commas > 0 && halves == 0 && !inner {
        ('，', '。')
    } else {
        return;
    };
    let Some((at, mark)) = marks.iter().find(|(_, mark)| *mark == wrong) else { return };
    let message = format!("各项末尾的标点不一样，这里是「{mark}」，别处是「{right}」");
    out.tell(SEMICOLON, passage, *at..at + mark.len_utf8(), message, "各项末尾用同一种标点");
}

/// A paragraph whose last sentence has no mark, or begins with one.
fn end_mark(passage: &Passage<'_>, out: &mut Findings<'_>) {
    let text = passage.text.trim_end();
    if let Some(first) =
        text.chars().next().filter(|c| matches!(c, '，' | '。' | '；' | '、' | '：' | '？' | '！'))
    {
        let message = format!("这一段以「{first}」开头");
        out.tell(DOUBLED_MARK, passage, 0..first.len_utf8(), message, "删去，或接到前一段");
    }
    if !matches!(passage.part, Part::Block(Block::Paragraph)) || !out.wants(END_MARK) {
        return;
    }
    let hanging = text.ends_with(['，', '、']);
    if !is_unended(text) {
        return;
    }
    let from = text.len() - text.chars().rev().take(4).map(char::len_utf8).sum::<usize>();
    let message = match hanging {
        true => "这一段停在逗号、顿号上，话没有完",
        false => "这一段末尾没有标点",
    };
    out.tell(END_MARK, passage, from..text.len(), message, "补上句号；漏粘了下文的，补上下文");
}

/// Whether a paragraph surely has no mark at its end, or one that goes on.
fn is_unended(text: &str) -> bool {
    let Some(last) = text.chars().next_back() else { return false };
    let sentences = text.contains('。') && text.contains('，');
    let own = sentence_before(text, text.len());
    let unended = (is_han(last) || last == '%' || last.is_ascii_digit())
        && own.contains('，')
        && own.chars().count() >= 12;
    let hanging = matches!(last, '，' | '、') && text.chars().count() >= 12;
    // A paragraph of one sentence with figures: no heading has them behind a comma.
    let numbered = text
        .starts_with(|c: char| c.is_ascii_digit() || "一二三四五六七八九十（(①②③④附".contains(c));
    let figures = own.rsplit('，').take(2).any(|clause| clause.bytes().any(|b| b.is_ascii_digit()));
    let alone = own.len() == text.len()
        && unended
        && figures
        && !numbered
        && text.chars().count() >= 18
        && !text.contains(['：', '\n', '|']);
    let ends = clause_before(text, text.len()).chars().count() >= 4;
    ((sentences && unended || alone) && ends) || hanging
}

/// A text that stops at ；, as if another item were to come.
pub fn last(story: &Story<'_>, out: &mut Findings<'_>) {
    let Some(passage) = story.body().last() else { return };
    let text = passage.text.trim_end();
    let Some(last) = text.chars().next_back() else { return };
    // The last paragraph is no heading: a sentence with a subject and clauses ends with a mark.
    let numbered = text.starts_with(|c: char| {
        c.is_ascii_digit() || "一二三四五六七八九十（(①②③④附来供联注图签审校".contains(c)
    });
    let tail = text.rsplit('。').next().unwrap_or_default();
    let sentence = (is_han(last) || last.is_ascii_digit() || last == '%')
        && text.contains('，')
        && text.chars().count() >= 18
        && tail.chars().count() >= 4
        && !tail.contains(['：', '\n', '《', ' ', '　'])
        && !text.contains('|')
        && !numbered
        && !text.ends_with(['局', '委', '办', '府', '县', '室', '会', '部', '日', '摄']);
    if sentence && matches!(passage.part, Part::Block(Block::Paragraph)) && !is_unended(text) {
        let from = text.len() - text.chars().rev().take(4).map(char::len_utf8).sum::<usize>();
        out.tell(
            END_MARK,
            passage,
            from..text.len(),
            "这一段末尾没有标点",
            "补上句号；漏粘了下文的，补上下文",
        );
        return;
    }
    if last != '；' {
        return;
    }
    let running = matches!(passage.part, Part::Block(Block::Paragraph | Block::Item));
    if running && text.chars().count() >= 12 {
        let from = text.len() - text.chars().rev().take(4).map(char::len_utf8).sum::<usize>();
        let message = format!("全文停在「{last}」上，话没有完");
        out.tell(END_MARK, passage, from..text.len(), message, "改成句号；漏粘了下文的，补上下文");
    }
}
