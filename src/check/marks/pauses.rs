//! Pauses of the wrong length: a comma between words of a row, a 、 between clauses, a colon where no
//! pause is, a full stop before what belongs to the sentence.

use std::ops::Range;
use std::sync::LazyLock;

use super::rules::{BROKEN_SENTENCE, COLON, DOUBLED_MARK, LIST_COMMA};
use crate::check::context::is_quoted;
use crate::check::cues::{
    Cues, behind, clause_before, first_chars, han_before, han_behind, is_han, sentence_before,
};
use crate::check::lists::words;
use crate::check::{Findings, Passage};
use crate::dictionary::{Class, lookup};

static CUES: LazyLock<Cues> = LazyLock::new(|| {
    Cues::new(&[
        (ADVERBS, adverb),
        (COPULAS, copula),
        (DEEDS, subject),
        (CLAUSES, clause),
        (OTHERS, others),
        (&["年底、", "月底、", "以来、", "期间、", "季度末、"], time),
        (&["等"], words),
        (COMPOUNDS, compound),
        (&["。（"], bracket),
        (PURPOSES, purpose),
    ])
});

/// Words with a mark within, in a title.
static IN_TITLES: LazyLock<Cues> = LazyLock::new(|| Cues::new(&[(COMPOUNDS, compound)]));

/// Looks at the pauses of a title.
pub fn title(passage: &Passage<'_>, out: &mut Findings<'_>) {
    IN_TITLES.look(passage, out);
}

/// Looks at the pauses of a passage.
pub fn check(passage: &Passage<'_>, out: &mut Findings<'_>) {
    CUES.look(passage, out);
}

/// Whether a sentence begins at a place.
fn opens(text: &str, at: usize) -> bool {
    text[..at].chars().next_back().is_none_or(|c| "。！？；\n　 ”".contains(c))
}

/// What says when or whence, with the wrong mark behind.
const ADVERBS: &[&str] = words!("pauses.txt", "ADVERBS");

/// 据统计：全县…, 近日、望河县….
fn adverb(passage: &Passage<'_>, cue: Range<usize>, out: &mut Findings<'_>) {
    let text = &*passage.text;
    let word = &text[cue.clone()];
    let Some(mark) = word.chars().next_back() else { return };
    let word = &word[..word.len() - mark.len_utf8()];
    let near = han_behind(&text[cue.end..], 2);
    let listed = mark == '、' && ["今后", "长远", "将来", "未来", "以后"].contains(&near);
    let follows = text[cue.end..].starts_with(|c: char| is_han(c) || c.is_ascii_digit());
    if !opens(text, cue.start) || listed || !follows || is_quoted(text, cue.start) {
        return;
    }
    let rule = if mark == '：' { COLON } else { LIST_COMMA };
    let message = format!("「{word}」后面用逗号，不用「{mark}」");
    out.tell(rule, passage, cue.clone(), message, format!("改成「{word}，」"));
}

/// What announces what follows, with a mark that ends.
const COPULAS: &[&str] = words!("pauses.txt", "COPULAS");

/// 具体分工是；县领导包联….
fn copula(passage: &Passage<'_>, cue: Range<usize>, out: &mut Findings<'_>) {
    const WORDS: &[&str] =
        &["不是", "还是", "可是", "于是", "总是", "但是", "国是", "求是", "就是", "也是", "如是"];
    let text = &*passage.text;
    let end = cue.end - '；'.len_utf8();
    let known = WORDS.iter().any(|word| text[..end].ends_with(word));
    let noun = han_before(text, cue.start, 2).chars().count() == 2;
    if known || !noun || is_quoted(text, cue.start) || !text[cue.end..].starts_with(is_han) {
        return;
    }
    let start = text.floor_char_boundary(cue.start.saturating_sub(2 * '分'.len_utf8()));
    let message = format!("「{}」引出下文，后面用冒号", &text[start..end]);
    out.tell(COLON, passage, start..cue.end, message, "「；」改成「：」");
}

/// What a subject is said to do, with a comma before it.
const DEEDS: &[&str] = words!("pauses.txt", "DEEDS");

/// 会议，强调要…: nothing stands between a subject and its verb.
fn subject(passage: &Passage<'_>, cue: Range<usize>, out: &mut Findings<'_>) {
    const WHO: &[&str] = &["会议", "县委", "县政府", "县", "镇", "乡", "局", "市委", "市政府"];
    // 在望河县，…; 据市水利局，…; 全县，….
    const NOT: &[char] = &[
        '在', '从', '据', '到', '对', '向', '与', '全', '各', '为', '自', '按', '针', '围', '结',
        '以', '今', '近', '这', '于', '截', '如', '和', '由', '每', '因', '经', '当', '随', '比',
        '出', '走', '同', '除', '作', '让', '把', '该',
    ];
    let text = &*passage.text;
    let name = clause_before(text, cue.start);
    let count = name.chars().count();
    let start = cue.start - name.len();
    // 全市农村工作会议，听取了…
    let meeting = name.ends_with("会议")
        && !["召开", "举行", "举办", "主持", "参加", "出席", "组织", "列席"]
            .iter()
            .any(|word| name.contains(word))
        && !name.starts_with(['在', '据', '从', '对', '按', '参', '召', '出']);
    let most = if meeting { 14 } else { 7 };
    if (2..=most).contains(&count)
        && opens(text, start)
        && name.chars().all(is_han)
        && WHO.iter().any(|who| name.ends_with(who))
        && (meeting || !name.starts_with(NOT))
        && !is_quoted(text, start)
    {
        let message = format!("「{name}」是主语，和后面的动词之间不用逗号");
        out.tell(LIST_COMMA, passage, start..cue.end, message, "删去逗号");
    }
}

/// What begins a clause, with a 、 before it.
const CLAUSES: &[&str] = words!("pauses.txt", "CLAUSES");

/// 压实责任、并将…: a new clause begins.
fn clause(passage: &Passage<'_>, cue: Range<usize>, out: &mut Findings<'_>) {
    let text = &*passage.text;
    let word = &text[cue.start + '、'.len_utf8()..cue.end];
    let item = text[..cue.start].rfind(['，', '。', '；', '：', '、', '\n']);
    let item = &text[item.map_or(0, |at| at + '，'.len_utf8())..cue.start];
    // 重大事件、其中之一, 当日、累计: what stands before is a clause, and no word of a row.
    let rest = clause_of(&text[cue.end..]);
    if item.chars().count() < 4
        || rest.chars().count() < 3
        || (word == "累计"
            && (!rest.contains(|c: char| c.is_ascii_digit()) || item.chars().count() < 6))
        || rest.starts_with(['的', '之'])
        || is_quoted(text, cue.start)
    {
        return;
    }
    let message = format!("「{word}」另起一个分句，前面用逗号，不用顿号");
    out.tell(LIST_COMMA, passage, cue.clone(), message, "顿号改成逗号");
}

/// What a text has before its first mark.
fn clause_of(text: &str) -> &str {
    let near = first_chars(text, 60);
    near.find(['，', '。', '；', '：', '、', '\n']).map_or(near, |end| &near[..end])
}

/// Subjects that begin a clause of their own.
const OTHERS: &[&str] = words!("pauses.txt", "OTHERS");

/// 要层层压实责任、各乡镇每日17时前报送情况.
fn others(passage: &Passage<'_>, cue: Range<usize>, out: &mut Findings<'_>) {
    let text = &*passage.text;
    let item = text[..cue.start].rfind(['，', '。', '；', '：', '、', '\n']);
    let start = item.map_or(0, |at| at + '，'.len_utf8());
    let item = &text[start..cue.start];
    let rest = clause_of(&text[cue.end..]);
    let next = text[cue.end + rest.len()..].chars().next();
    // 县委、各乡镇 are of one row: there what stands before is no errand.
    let errand = [
        "责任", "措施", "机制", "任务", "清单", "台账", "要求", "制度", "情况", "工作", "准备",
        "监管", "管理", "排查", "整改", "落实",
    ]
    .iter()
    .any(|word| item.ends_with(word));
    // 抓好整改落实、确保12月20日前全部销号
    let sure =
        &text[cue.clone()] == "、确保" && item.chars().count() >= 6 && rest.chars().count() >= 8;
    let ought = first_chars(rest, 12).contains(['要', '应', '须', '按', '每', '于', '将']);
    let acts = sure
        || ought
        || rest.starts_with([
            '要', '每', '应', '于', '须', '按', '将', '均', '都', '分', '对', '严', '迅', '立',
            '及', '不', '在', '全',
        ]);
    if errand
        && item.chars().count() >= 4
        && acts
        && rest.chars().count() >= 4
        && (next.is_some_and(|c| matches!(c, '，' | '。' | '；')) || rest.chars().count() >= 8)
        && !is_quoted(text, cue.start)
    {
        let shown = start.max(text.floor_char_boundary(cue.start.saturating_sub(12)));
        let message = "顿号隔开的是两个分句".to_owned();
        out.tell(LIST_COMMA, passage, shown..cue.end, message, "顿号改成逗号");
    }
}

/// 到2027年底、全县农村公路…: a time is set apart by a comma.
fn time(passage: &Passage<'_>, cue: Range<usize>, out: &mut Findings<'_>) {
    let text = &*passage.text;
    let word = &text[cue.clone()];
    let rest = &text[cue.end..];
    // 年底、年初; 春节期间、国庆期间
    let row = [
        "年", "月", "春", "夏", "秋", "冬", "国", "节", "五", "十", "一", "二", "三", "四", "元",
        "端", "中",
    ];
    let listed =
        row.iter().any(|next| rest.starts_with(next)) || first_chars(rest, 8).contains("期间");
    let figure = text[..cue.start].ends_with(|c: char| c.is_ascii_digit());
    let subject =
        ["全县", "全市", "该县", "全省", "各县", "各乡镇", "累计", "共", "已", "我市", "我县"]
            .iter()
            .any(|next| rest.starts_with(next));
    if !listed && (figure || subject) && rest.starts_with(is_han) && !is_quoted(text, cue.start) {
        let word = word.trim_end_matches('、');
        let message = format!("「{word}」后面用逗号，不用顿号");
        out.tell(LIST_COMMA, passage, cue, message, format!("改成「{word}，」"));
    }
}

/// Whether a word names a thing.
fn is_noun(word: &str) -> bool {
    lookup(word).is_some_and(|entry| matches!(entry.class, Class::Noun | Class::Proper))
}

/// 发展茶叶，油茶，中药材等产业: commas between the words of a row.
fn words(passage: &Passage<'_>, cue: Range<usize>, out: &mut Findings<'_>) {
    let text = &*passage.text;
    let last = han_before(text, cue.start, 9);
    let lead = &text[..cue.start - last.len()];
    let Some(lead) = lead.strip_suffix('，') else { return };
    let one = han_before(lead, lead.len(), 9);
    let before = &lead[..lead.len() - one.len()];
    let mark = before.chars().next_back();
    let (a, b) = (one.chars().count(), last.chars().count());
    if !(2..=8).contains(&a)
        || !(2..=8).contains(&b)
        || last.ends_with([
            '平', '对', '同', '相', '均', '不', '何', '久', '稍', '头', '上', '高', '中', '一',
        ])
        || text[cue.end..].starts_with(['待', '到', '候', '于', '你', '我', '他', '级', '着', '额'])
        || is_quoted(text, cue.start)
    {
        return;
    }
    // 存在占道经营、乱停乱放，私搭乱建等问题
    let same = mark == Some('、') && a == b && (a == 2 || a == 4);
    let sorts =
        ["问题", "现象", "行为", "工作", "产业", "作物", "情况", "隐患", "措施", "设施", "内容"]
            .iter()
            .any(|word| first_chars(&text[cue.end..], 8).contains(word));
    let row = mark == Some('，') && a <= 4 && b <= 4 && is_noun(one) && is_noun(last);
    if same && sorts || row {
        let message = format!("并列的「{one}」「{last}」之间用了逗号");
        let range = cue.start - last.len() - '，'.len_utf8() - one.len()..cue.start;
        out.tell(LIST_COMMA, passage, range, message, "改成顿号");
    }
}

/// Words of one meaning with a 、 within.
const COMPOUNDS: &[&str] = words!("pauses.txt", "COMPOUNDS");

/// 干、群关系, 中、小学生.
fn compound(passage: &Passage<'_>, cue: Range<usize>, out: &mut Findings<'_>) {
    let text = &*passage.text;
    // 大、中、小学 and 党、政、军 are rows of their own.
    if text[..cue.start].ends_with(['、', '大']) || text[cue.end..].starts_with('、') {
        return;
    }
    let word = &text[cue.clone()];
    let bare = word.replace('、', "");
    let message = format!("「{bare}」是一个词，中间不加顿号");
    out.tell(LIST_COMMA, passage, cue.clone(), message, format!("改成「{bare}」"));
}

/// 完成投资2.3亿元。（其中省级补助1.1亿元）: the bracket belongs to the sentence before.
fn bracket(passage: &Passage<'_>, cue: Range<usize>, out: &mut Findings<'_>) {
    const EXPLAINS: &[&str] =
        &["其中", "含", "不含", "包括", "包含", "即", "详见", "占", "同比", "另有", "下同"];
    let text = &*passage.text;
    let inside = behind(text, cue.end);
    let Some(close) = inside.find('）') else { return };
    if EXPLAINS.iter().any(|word| inside.starts_with(word))
        && !inside[..close].contains(['。', '\n'])
    {
        let message = "括号注释的是前面的话，句号写在括号后面".to_owned();
        out.tell(
            DOUBLED_MARK,
            passage,
            cue.start..cue.end + close + '）'.len_utf8(),
            message,
            "把句号移到括号后面",
        );
    }
}

/// What opens a sentence that says what something is done for.
const PURPOSES: &[&str] = words!("pauses.txt", "PURPOSES");

/// 为破解缺水难题。望河县新建…: a full stop where a comma is meant.
fn purpose(passage: &Passage<'_>, cue: Range<usize>, out: &mut Findings<'_>) {
    let text = &*passage.text;
    let rest = first_chars(&text[cue.end..], 34);
    let Some(length) = rest.find(['，', '。', '；', '：', '！', '？', '\n', '、']) else {
        return;
    };
    let end = cue.end + length + '。'.len_utf8();
    let clause = &text[cue.start..cue.end + length];
    if rest[length..].starts_with('。')
        && opens(text, cue.start)
        && !clause.contains(['而', '是', '了'])
        && text[end..].starts_with(is_han)
        && !is_quoted(text, cue.start)
        && sentence_before(text, cue.start).is_empty()
    {
        let message = "这半句话没有说完，用了句号".to_owned();
        out.tell(BROKEN_SENTENCE, passage, cue.start..end, message, "句号改成逗号，或把话补完");
    }
}
