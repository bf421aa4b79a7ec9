//! Marks that are lost or come too early: 460个同时，; “…到账”村民们; 通过走访。召开会议等形式，.

use std::ops::Range;
use std::sync::LazyLock;

use super::rules::{
    BOOK_TITLE, BROKEN_SENTENCE, COLON, DOUBLED_MARK, END_MARK, LIST_COMMA, QUESTION_MARK,
    QUOTATION,
};
use crate::check::context::is_quoted;
use crate::check::cues::{
    Cues, before, behind, clause_before, first_chars, han_behind, is_han, sentence_before,
    sentence_behind,
};
use crate::check::lists::words;
use crate::check::{Findings, Passage};

static CUES: LazyLock<Cues> = LazyLock::new(|| {
    Cues::new(&[
        (LINKS, unlinked),
        (&["”"], said),
        (&["：一是", "：一要", "：首先", "：第一", "：其一"], colons),
        (QUESTIONS, asked),
        (&["。（"], bracket),
        (&["通过", "采取", "运用", "借助", "利用"], means),
        (&["任组长、", "任总指挥、", "任主任、", "任指挥长、", "任总召集人、"], post),
        (
            &["日报", "晚报", "时报", "早报", "晨报", "商报", "农村报", "青年报", "工人报"],
            newspaper,
        ),
        (&["，目前，"], now),
        (NUMBERS, number),
        (AIMS, aim),
        (&["等", "共计"], row),
    ])
});

/// Looks at the stops of a passage.
pub fn check(passage: &Passage<'_>, out: &mut Findings<'_>) {
    CUES.look(passage, out);
}

/// Words that open a clause or a sentence.
const LINKS: &[&str] = words!("stops.txt", "LINKS");

/// What is counted: a clause may end with it.
const COUNTED: &str = "栋幢口组对双本册枚棵株袋箱艘架眼种类张篇堂例户个人件家座处项元台次米亩吨辆条名场%里份只头盏所套期支起宗间株度位万亿批";

/// 惠及居民3180户同时，: a mark is lost before what opens a clause.
fn unlinked(passage: &Passage<'_>, cue: Range<usize>, out: &mut Findings<'_>) {
    let text = &*passage.text;
    let word = text[cue.clone()].trim_end_matches('，');
    let Some(unit) = text[..cue.start].chars().next_back().filter(|c| COUNTED.contains(*c)) else {
        return;
    };
    let figure = text[..cue.start].trim_end_matches(|c: char| is_han(c) || c == '%');
    let measure = &text[figure.len()..cue.start];
    let counted = figure.ends_with(|c: char| c.is_ascii_digit()) && measure.chars().count() <= 4;
    let rest = &text[cue.end..];
    let other = match word {
        // 从20人其中的一人
        "其中" => rest.starts_with(['的', '之', '一', '任']),
        // 11月20日期间，
        "期间" => true,
        _ => false,
    };
    // 3个月同时，: how long.
    let long = ["个月", "小时", "分钟", "年度", "点半"].iter().any(|word| measure.ends_with(word));
    if counted && !other && !long && !is_quoted(text, cue.start) {
        let start = cue.start - unit.len_utf8();
        let message = format!("「{word}」前面少了标点");
        let help = match word {
            "其中" => "前面补上逗号",
            _ => "前面补上句号或逗号",
        };
        out.tell(END_MARK, passage, start..cue.start + word.len(), message, help);
    }
}

/// Who says something: what a speech is led in with.
const SAYS: &[&str] = words!("stops.txt", "SAYS");

/// 说：“下周到账”村民们高兴地鼓掌: a speech without the mark at its end.
fn said(passage: &Passage<'_>, cue: Range<usize>, out: &mut Findings<'_>) {
    let text = &*passage.text;
    let rest = &text[cue.end..];
    let near = before(text, cue.start);
    let Some(open) = near.rfind(['“', '”']).filter(|at| near[*at..].starts_with('“')) else {
        return;
    };
    let inside = &near[open + '“'.len_utf8()..];
    let lead = &near[..open];
    let said = lead.ends_with('：')
        && SAYS.iter().any(|word| {
            clause_before(lead, lead.len() - '：'.len_utf8()).contains(word.trim_end_matches('：'))
        });
    let ended = inside.ends_with(['。', '！', '？', '…', '，', '、', '；', '—']);
    let goes_on =
        rest.starts_with(|c: char| is_han(c) && !"的等这为是和与或之及作一成不则在".contains(c));
    if said && goes_on && !ended && inside.chars().count() >= 6 {
        let start = cue.start - inside.chars().next_back().map_or(0, char::len_utf8);
        let message = "引的是完整的话，末尾少了句号".to_owned();
        out.tell(QUOTATION, passage, start..cue.end, message, "在「”」前面补上「。」");
    }
}

/// 聚焦三个重点：一是校园周边：清理…: a second colon in a sentence.
fn colons(passage: &Passage<'_>, cue: Range<usize>, out: &mut Findings<'_>) {
    let text = &*passage.text;
    let rest = behind(text, cue.end);
    let Some(at) = rest.find(['，', '。', '；', '：', '“', '（', '\n']) else { return };
    let item = &rest[..at];
    if rest[at..].starts_with('：')
        && item.chars().count() <= 20
        && !is_quoted(text, cue.start)
        && sentence_behind(rest, at).chars().count() >= 5
    {
        let start = cue.end + item.char_indices().nth_back(1).map_or(0, |(at, _)| at);
        let message = "一句话里用了两个冒号，分不清各管到哪里".to_owned();
        let range = start..cue.end + at + '：'.len_utf8();
        out.tell(COLON, passage, range, message, "后一个冒号改成逗号");
    }
}

/// How a question ends that its author answers.
const QUESTIONS: &[&str] = words!("stops.txt", "QUESTIONS");

/// What a statement has that holds a question.
const HOLDS: &[&str] = words!("stops.txt", "HOLDS");

/// 大棚闲置了怎么办。望河县引入企业: a question that is answered has its mark.
fn asked(passage: &Passage<'_>, cue: Range<usize>, out: &mut Findings<'_>) {
    let text = &*passage.text;
    let end = cue.end - '。'.len_utf8();
    let sentence = sentence_before(text, end);
    let short = sentence.chars().count() <= 24 && sentence.matches('，').count() <= 1;
    let word = &text[cue.start..end];
    let lead = sentence.strip_suffix(word).unwrap_or(sentence);
    let told =
        HOLDS.iter().any(|word| lead.contains(word)) || (word == "怎么样" && lead.contains('不'));
    let copula = matches!(word, "是什么" | "在哪里" | "有多大" | "为什么");
    // 关键是什么。 opens a paragraph, or what follows answers.
    let answered = first_chars(&text[cue.end..], 2).chars().count() == 2;
    if short
        && !told
        && answered
        && !is_quoted(text, cue.start)
        && !(copula && lead.contains(['把', '将']))
    {
        let message = "这一句是提问，句末用了句号".to_owned();
        out.tell(QUESTION_MARK, passage, cue, message, "改成问号");
    }
}

/// …辅导员。（每村1名）11月，: what explains the sentence before stands within it.
fn bracket(passage: &Passage<'_>, cue: Range<usize>, out: &mut Findings<'_>) {
    let text = &*passage.text;
    let near = first_chars(&text[cue.end..], 17);
    let Some(close) =
        near.find(['）', '。', '\n', '（']).filter(|at| near[*at..].starts_with('）'))
    else {
        return;
    };
    let inside = &near[..close];
    let rest = &text[cue.end + close + '）'.len_utf8()..];
    let source = words!("stops.txt", "bracket.source").iter().any(|word| inside.starts_with(word));
    let number = inside.chars().all(|c| c.is_ascii_digit() || "一二三四五六七八九十".contains(c));
    // What was counted or named: every other bracket there may be a signature.
    let explains = inside.contains(|c: char| c.is_ascii_digit())
        || ["含", "其中", "包括", "不含", "每", "共", "均", "比", "占", "即", "简称"]
            .iter()
            .any(|word| inside.starts_with(word));
    let told = ["含", "其中", "包括", "不含", "包含", "即", "详见", "占", "同比", "另有", "下同"]
        .iter()
        .any(|word| inside.starts_with(word));
    let goes_on = rest.starts_with(|c: char| is_han(c) || c.is_ascii_digit() || c == '“');
    if goes_on && explains && !told && !source && !number && !is_quoted(text, cue.start) {
        let end = cue.end + close + '）'.len_utf8();
        let message = "括号解释的是前一句，句号写在括号后面".to_owned();
        out.tell(DOUBLED_MARK, passage, cue.start..end, message, "把句号移到「）」后面");
    }
}

/// 通过入户走访。召开院坝会等形式，收集诉求: a full stop in a row of means.
fn means(passage: &Passage<'_>, cue: Range<usize>, out: &mut Findings<'_>) {
    let text = &*passage.text;
    let near = first_chars(&text[cue.end..], 40);
    let Some(stop) =
        near.find(['。', '，', '；', '！', '\n']).filter(|at| near[*at..].starts_with('。'))
    else {
        return;
    };
    let at = cue.end + stop;
    let end = at + '。'.len_utf8();
    let ahead = sentence_behind(text, end);
    let clause = ahead.find('，').map_or(ahead, |mark| &ahead[..mark]);
    let ways = ["形式", "方式", "办法", "途径", "措施", "手段", "渠道", "举措", "方法", "活动"];
    let way = ways.iter().any(|way| {
        clause.strip_suffix(way).is_some_and(|rest| {
            rest.ends_with('等') || rest.ends_with("等多种") || rest.ends_with("相结合的")
        })
    });
    let begun = clause_before(text, cue.start).chars().count() <= 12;
    if way && begun && stop > 0 && ahead.contains('，') && !is_quoted(text, at) {
        let start = at - text[..at].chars().next_back().map_or(0, char::len_utf8);
        let message = "这半句话没有说完，用了句号".to_owned();
        out.tell(BROKEN_SENTENCE, passage, start..end, message, "句号改成顿号");
    }
}

/// 由县委常委、组织部部长任组长、县委组织部…参加: a larger pause than those within.
fn post(passage: &Passage<'_>, cue: Range<usize>, out: &mut Findings<'_>) {
    let text = &*passage.text;
    let lead = clause_before(text, cue.start);
    let Some(by) = lead.rfind('由') else { return };
    let rest = &text[cue.end..];
    if lead[by..].contains('、') && rest.starts_with(is_han) {
        let mark = cue.end - '、'.len_utf8();
        let end = cue.end + rest.chars().take(2).map(char::len_utf8).sum::<usize>();
        let message = "前一项里面已经有顿号，项与项之间也用了顿号".to_owned();
        out.tell(LIST_COMMA, passage, mark - "长".len()..end, message, "「任……」后面的改成逗号");
    }
}

/// 在人民日报刊文: the name of a newspaper.
fn newspaper(passage: &Passage<'_>, cue: Range<usize>, out: &mut Findings<'_>) {
    let text = &*passage.text;
    let lead = clause_before(text, cue.start);
    let rest = first_chars(&text[cue.end..], 10);
    let printed = [
        "刊文", "刊发", "刊登", "刊载", "发表", "头版", "整版", "专版", "要闻", "头条", "登载",
        "报眼",
    ];
    let behind = printed.iter().any(|word| rest.find(word).is_some_and(|at| at <= 12));
    let from = ["登上", "刊登于", "刊发于", "发表于", "刊于", "在", "被", "获"]
        .iter()
        .filter_map(|word| lead.rfind(word).map(|at| (at + word.len(), *word)))
        .max();
    let Some((from, word)) = from else { return };
    let name = &lead[from..];
    let whole = name.chars().all(is_han)
        && (0..=6).contains(&name.chars().count())
        && !rest.starts_with('社');
    let printed = behind || matches!(word, "登上" | "刊登于" | "刊发于" | "发表于" | "刊于");
    if whole && !name.is_empty() && printed && !is_quoted(text, cue.start) {
        let range = cue.start - name.len()..cue.end;
        let message = format!("报纸的名称「{}」没有书名号", &text[range.clone()]);
        let right = format!("改成「《{}》」", &text[range.clone()]);
        out.tell(BOOK_TITLE, passage, range, message, right);
    }
}

/// …85块，目前，该县…: a sentence that is done goes on with a comma.
fn now(passage: &Passage<'_>, cue: Range<usize>, out: &mut Findings<'_>) {
    let text = &*passage.text;
    let sentence = sentence_before(text, cue.start);
    let counted =
        sentence.split('，').filter(|clause| clause.contains(|c: char| c.is_ascii_digit())).count();
    let subject = han_behind(&text[cue.end..], 4);
    let anew = ["该", "全", "各", "县", "市", "已有", "辖区", "居民", "群众", "项目"]
        .iter()
        .any(|word| subject.starts_with(word));
    if counted >= 2 && anew && !is_quoted(text, cue.start) {
        let message = "前面的话已经说完，「目前」另起一句".to_owned();
        let end = cue.end - '，'.len_utf8();
        out.tell(LIST_COMMA, passage, cue.start..end, message, "前面的逗号改成句号");
    }
}

/// What says what is done for what, or on whose word, behind the one who does it.
const AIMS: &[&str] = words!("stops.txt", "AIMS");

/// What such a phrase ends with where it is no sentence.
const AIM_ENDS: &[&str] = words!("stops.txt", "AIM_ENDS");

/// What a sentence begins with whose subject stands in the one before.
const BEGUN: &[&str] = words!("stops.txt", "BEGUN");

/// 柳溪县为了提高技能水平。开设培训班: a full stop between what for and what.
fn aim(passage: &Passage<'_>, cue: Range<usize>, out: &mut Findings<'_>) {
    let text = &*passage.text;
    let subject = sentence_before(text, cue.start);
    let near = first_chars(&text[cue.end..], 26);
    let Some(stop) = near
        .find(['。', '，', '；', '：', '！', '？', '\n'])
        .filter(|at| near[*at..].starts_with('。'))
    else {
        return;
    };
    let phrase = &near[..stop];
    let end = cue.end + stop + '。'.len_utf8();
    let named = (2..=12).contains(&subject.chars().count())
        && subject.chars().all(is_han)
        && subject.ends_with(|c: char| "县市区镇乡村局委办院厅部站所校司社会团队组".contains(c));
    let ends = AIM_ENDS.iter().any(|word| phrase.ends_with(word));
    let begun = BEGUN.iter().any(|word| text[end..].starts_with(word));
    if named && ends && begun && phrase.chars().count() >= 3 && !is_quoted(text, cue.start) {
        let start = end - '。'.len_utf8() - phrase.chars().next_back().map_or(0, char::len_utf8);
        let message = "这半句话没有说完，用了句号".to_owned();
        out.tell(BROKEN_SENTENCE, passage, start..end, message, "句号改成逗号");
    }
}

/// Verbs whose object begins a row of things.
const TAKES: &[&str] = words!("stops.txt", "TAKES");

/// 种植苹果，梨、桃等果树2.1万亩: a comma within the row of what is counted.
fn row(passage: &Passage<'_>, cue: Range<usize>, out: &mut Findings<'_>) {
    let text = &*passage.text;
    let items = clause_before(text, cue.start);
    let from = cue.start - items.len();
    let Some(lead) = text[..from].strip_suffix('，') else { return };
    let short = |item: &str| (1..=4).contains(&item.chars().count()) && item.chars().all(is_han);
    let listed = items.contains('、') && items.split('、').all(short);
    // Behind it the figure itself: no verb, so the clause is no sentence of its own.
    let sort = if &text[cue.clone()] == "等" { han_behind(&text[cue.end..], 5) } else { "" };
    let counted = text[cue.end + sort.len()..].starts_with(|c: char| c.is_ascii_digit());
    let verb = ["达", "有", "为", "共", "超", "各"].iter().any(|verb| sort.ends_with(verb));
    let clause = clause_before(lead, lead.len());
    let object = TAKES
        .iter()
        .filter_map(|verb| clause.rfind(verb).map(|at| &clause[at + verb.len()..]))
        .min_by_key(|rest| rest.len());
    if let Some(object) = object.filter(|object| short(object) && listed && counted && !verb) {
        let start = lead.len() - object.len();
        let end = from + items.find('、').unwrap_or(items.len());
        let message = "并列的词语之间用了逗号".to_owned();
        out.tell(LIST_COMMA, passage, start..end, message, "改成顿号");
    }
}

/// The numbers of items within a paragraph, with the wrong mark behind.
const NUMBERS: &[&str] = words!("stops.txt", "NUMBERS");

/// 。（一）、规范收费, 。一，肥料化利用。, 。1、慰问….
fn number(passage: &Passage<'_>, cue: Range<usize>, out: &mut Findings<'_>) {
    let text = &*passage.text;
    let shown = &text[cue.clone()];
    let rest = &text[cue.end..];
    let within = text[..cue.start].ends_with(['。', '；', '：']);
    if !within || !rest.starts_with(is_han) || is_quoted(text, cue.start) {
        return;
    }
    let last = shown.chars().next_back().unwrap_or('、');
    let item = &shown[..shown.len() - last.len_utf8()];
    let right = if item.ends_with(|c: char| c.is_ascii_digit()) {
        // 1、2月份, and the first of a row that has a second.
        let value: u32 = item.parse().unwrap_or_default();
        let other = |number: u32| {
            ["、", ".", "．"].iter().any(|mark| {
                text.contains(&format!("。{number}{mark}"))
                    || text.contains(&format!("；{number}{mark}"))
            })
        };
        if !other(value + 1) && (value < 2 || !other(value - 1)) {
            return;
        }
        format!("{item}.")
    } else if item.ends_with('）') || item.starts_with(['①', '②', '③', '④']) {
        item.to_owned()
    } else {
        // 一，….二、: the clause is a heading of its own.
        if sentence_behind(text, cue.end).contains('，') {
            return;
        }
        format!("{item}、")
    };
    let message = format!("序号「{item}」后面的「{last}」不对");
    let end = cue.end;
    out.tell(LIST_COMMA, passage, cue.start..end, message, format!("改成「{right}」"));
}
