//! Marks of the wrong shape or in the wrong place within a name: 〈〉 outside of 《》, brackets within
//! brackets, the point of a title or of a foreign name, the stroke between two places.

use std::ops::Range;
use std::sync::LazyLock;

use super::rules::{
    ANNIVERSARY, BOOK_TITLE, DASH, DOUBLED_MARK, LOOKALIKE_CHARACTER, STRAY_SPACE, UNPAIRED_BRACKET,
};
use super::{is_foreign, is_surname};
use crate::check::context::is_quoted;
use crate::check::cues::{
    Cues, before, behind, first_chars, han_before, han_behind, is_han, sentence_before,
};
use crate::check::lists::words;
use crate::check::people::POSTS;
use crate::check::{Findings, Part, Passage};

static CUES: LazyLock<Cues> = LazyLock::new(|| {
    Cues::new(&[
        (&["〈"], outer),
        (&["《"], title),
        (&["“"], day),
        (GIVEN_NAMES, foreign_name),
        (&["——。", "——，", "——；"], hanging),
        (&["——"], places),
    ])
});

/// Looks at the names and brackets of a passage.
pub fn check(passage: &Passage<'_>, out: &mut Findings<'_>) {
    CUES.look(passage, out);
    nested(passage, out);
    crossed(passage, out);
    spaced_name(passage, out);
    exclamation(passage, out);
}

/// 出台〈村级权力清单〉: the marks for a title within another one.
fn outer(passage: &Passage<'_>, cue: Range<usize>, out: &mut Findings<'_>) {
    let text = &*passage.text;
    let near = behind(text, cue.end);
    let Some(close) = near.find(['〉', '\n']).filter(|at| near[*at..].starts_with('〉')) else {
        return;
    };
    let inside = &near[..close];
    let end = cue.end + close + '〉'.len_utf8();
    let lead = before(text, cue.start);
    let within = lead.rfind(['《', '》']).is_some_and(|at| lead[at..].starts_with('《'));
    // A 《 that is missing is told as such.
    let lost =
        near[close..].find(['《', '》']).is_some_and(|at| near[close + at..].starts_with('》'));
    if !within && !lost && inside.chars().filter(|c| is_han(*c)).count() >= 2 {
        let message = "外面没有书名号，这里用双书名号".to_owned();
        out.tell(BOOK_TITLE, passage, cue.start..end, message, format!("改成「《{inside}》」"));
    }
}

/// Names of tunes, and of books with chapters: a point stands behind them.
const WORKS: &[&str] = words!("shapes.txt", "WORKS");

/// 《沁园春-雪》.
fn title(passage: &Passage<'_>, cue: Range<usize>, out: &mut Findings<'_>) {
    let text = &*passage.text;
    let rest = &text[cue.end..];
    let work = WORKS.iter().find(|work| {
        rest.strip_prefix(**work).is_some_and(|rest| {
            rest.starts_with(['-', '—', '－', '．', '.', '、', '，', '・', '•', '：', '–'])
        })
    });
    let Some(work) = work else { return };
    let at = cue.end + work.len();
    let behind = &text[at..];
    let name =
        behind.trim_start_matches(['-', '—', '－', '．', '.', '、', '，', '・', '•', '：', '–']);
    let near = first_chars(name, 16);
    let Some(close) = near.find('》') else { return };
    let end = text.len() - name.len() + close + '》'.len_utf8();
    let message = format!("「{}」中间用间隔号", &text[cue.start..end]);
    let right = format!("改成「《{work}·{}》」", &near[..close]);
    out.tell(LOOKALIKE_CHARACTER, passage, cue.start..end, message, right);
}

/// “3、15”, “3•15”: a day by which something is called; “四季村晚.秋韵云岭”: a point of the wrong sort.
fn day(passage: &Passage<'_>, cue: Range<usize>, out: &mut Findings<'_>) {
    let rest = &passage.text[cue.end..];
    let near = first_chars(rest, 24);
    if let Some(close) = near.find(['”', '“', '\n']).filter(|at| near[*at..].starts_with('”'))
        && let Some((left, right)) = near[..close].split_once(['.', '．', '•', '・'])
        && [left, right].iter().all(|half| half.chars().count() >= 2 && half.chars().all(is_han))
    {
        let range = cue.end..cue.end + close;
        let message = format!("「{}」中间用间隔号", &near[..close]);
        return out.tell(
            LOOKALIKE_CHARACTER,
            passage,
            range,
            message,
            format!("改成「{left}·{right}」"),
        );
    }
    let digits = |text: &str| text.bytes().take(3).take_while(u8::is_ascii_digit).count();
    let month = digits(rest);
    let Some(behind) = rest[month..].strip_prefix(['、', '•', '：', '，', '—', '。', '/'])
    else {
        return;
    };
    let point = rest.len() - behind.len() - month;
    let day = digits(behind);
    let numbers = (rest[..month].parse::<u32>(), behind[..day].parse::<u32>());
    let (Ok(1..=12), Ok(1..=31)) = numbers else { return };
    let Some(after) = behind[day..].strip_prefix('”') else { return };
    if !after.starts_with(is_han) {
        return;
    }
    let range = cue.end..cue.end + month + point + day;
    let message = format!("「{}」说的是日子，月、日之间用间隔号", &passage.text[range.clone()]);
    let help = format!("改成「{}·{}」", &rest[..month], &behind[..day]);
    out.tell(ANNIVERSARY, passage, range, message, help);
}

/// Given names of well-known foreigners, as they are written here.
const GIVEN_NAMES: &[&str] = words!("shapes.txt", "GIVEN_NAMES");

/// 列夫、托尔斯泰.
fn foreign_name(passage: &Passage<'_>, cue: Range<usize>, out: &mut Findings<'_>) {
    let text = &*passage.text;
    let Some(rest) = text[cue.end..].strip_prefix(['、', '-', '－', '．', '.', '・', '•', '—'])
    else {
        return;
    };
    let count = rest.chars().take(8).take_while(|c| is_foreign(*c)).count();
    let lead = text[..cue.start].chars().next_back();
    // 约翰、玛丽和简 are three.
    let is_own = lead.is_some_and(|c| matches!(c, '、' | '·' | '和'));
    let next = han_behind(rest, 8);
    let others = GIVEN_NAMES.iter().any(|name| next.starts_with(name));
    if count < 2 || is_own || others || (&text[cue.clone()] == "简" && count < 3) {
        return;
    }
    let mark = text.len() - rest.len();
    let end = mark + next.chars().take(count).map(char::len_utf8).sum::<usize>();
    let message = format!("「{}」的名和姓之间用间隔号", &text[cue.start..end]);
    let right = format!("改成「{}·{}」", &text[cue.clone()], &text[mark..end]);
    out.tell(LOOKALIKE_CHARACTER, passage, cue.start..end, message, right);
}

/// 打击非法采砂——。: a dash with nothing behind it.
fn hanging(passage: &Passage<'_>, cue: Range<usize>, out: &mut Findings<'_>) {
    let message =
        format!("破折号后面直接用了「{}」", &passage.text[cue.start + "——".len()..cue.end]);
    if passage.part.is_body() && !is_quoted(&passage.text, cue.start) {
        out.tell(DASH, passage, cue, message, "删去破折号，或补上后面的话");
    }
}

/// What leads from one place to another.
const WAYS: &[&str] = words!("shapes.txt", "WAYS");

/// What the name of a place ends with.
const PLACE_ENDS: &str = "郊县市区镇乡村城站口港湾山河州场";

/// 望河县城——石梁县青山镇公路: one stroke joins two places.
fn places(passage: &Passage<'_>, cue: Range<usize>, out: &mut Findings<'_>) {
    let text = &*passage.text;
    let left = han_before(text, cue.start, 6);
    let right = han_behind(&text[cue.end..], 14);
    let ends = |name: &str| name.ends_with(|c: char| PLACE_ENDS.contains(c));
    let way = WAYS.iter().filter_map(|way| right.find(way).filter(|at| *at > 0)).min();
    let Some(way) = way else { return };
    let lead = &text[..cue.start - left.len()];
    // 规划建设柳坪——高桥旅游公路
    let built = [
        "运营", "通车", "贯通", "运行", "连接", "往返", "建设", "改建", "修建", "开通", "打通",
        "新建", "扩建", "改造", "启动", "实施",
    ]
    .iter()
    .any(|verb| {
        left.rfind(verb)
            .is_some_and(|at| (2..=4).contains(&left[at + verb.len()..].chars().count()))
    });
    let far = words!("shapes.txt", "places.far").iter().filter_map(|way| right.find(way)).min();
    if let Some(far) =
        far.filter(|far| built && *far <= 6 * '路'.len_utf8() && *far >= 2 * '路'.len_utf8())
    {
        let range = cue.start - left.len()..cue.end + far;
        let message = format!("「{}」是起止的地点，用一字线", &text[cue.start..cue.end + far]);
        return out.tell(DASH, passage, range, message, "「——」改成「—」");
    }
    if ends(left)
        && left.chars().count() >= 2
        && ends(&right[..way])
        && right[..way].chars().count() <= 8
        && lead.chars().next_back().is_none_or(|c| !is_han(c))
        && !matches!(passage.part, Part::Title)
    {
        let range = cue.start - left.len()..cue.end + way;
        let message = format!("「{}」是起止的地点，用一字线", &text[range.clone()]);
        out.tell(DASH, passage, range, message, "「——」改成「—」");
    }
}

/// 《…办法（试行》）: a mark closes before the one that was opened within it.
fn crossed(passage: &Passage<'_>, out: &mut Findings<'_>) {
    let text = &*passage.text;
    if !passage.may_have("）") || !(passage.may_have("》") || passage.may_have("”")) {
        return;
    }
    let mut open: Vec<(char, usize)> = Vec::new();
    for (at, c) in text.char_indices() {
        match c {
            '\n' => open.clear(),
            '《' | '（' | '“' => open.push((c, at)),
            '》' | '）' | '”' => {
                let own = match c {
                    '》' => '《',
                    '）' => '（',
                    _ => '“',
                };
                if open.last().is_some_and(|(mark, _)| *mark == own) {
                    open.pop();
                    continue;
                }
                let crosses = open.len() >= 2 && open[open.len() - 2].0 == own;
                let inner = open.last().copied();
                let Some((mark, from)) = inner.filter(|_| crosses) else { continue };
                // What was opened within closes right behind.
                let rest = &text[at + c.len_utf8()..];
                let close = match mark {
                    '《' => '》',
                    '（' => '）',
                    _ => '”',
                };
                if rest.starts_with(close) {
                    let range = from..at + c.len_utf8() + close.len_utf8();
                    let message = format!("「{c}」和「{close}」的先后颠倒了");
                    out.tell(
                        UNPAIRED_BRACKET,
                        passage,
                        range,
                        message,
                        format!("改成「{close}{c}」"),
                    );
                }
                open.clear();
            }
            _ => {}
        }
    }
}

/// （含续建项目（8个））: round brackets within round brackets.
fn nested(passage: &Passage<'_>, out: &mut Findings<'_>) {
    if !passage.may_have("（") {
        return;
    }
    let text = &*passage.text;
    let mut open: Vec<usize> = Vec::new();
    for (at, mark) in text.match_indices(['（', '）', '\n']) {
        match mark {
            "（" => open.push(at),
            "\n" => open.clear(),
            _ => {
                let Some(from) = open.pop() else { continue };
                let Some(outer) =
                    open.last().copied().filter(|outer| open.len() == 1 && at - outer <= 600)
                else {
                    continue;
                };
                let inside = &text[from + mark.len()..at];
                let digit = |c: char| c.is_ascii_digit() || "一二三四五六七八九十、".contains(c);
                let is_number = inside.chars().all(digit) || inside.contains('〔');
                let is_level = inside.chars().all(|c| "市区县旗、州盟乡镇街道".contains(c));
                let titled = text[outer..from]
                    .rfind(['《', '》'])
                    .is_some_and(|it| text[outer + it..].starts_with('《'));
                let closes =
                    text[at..].find('）').is_some() && text[at + mark.len()..].contains('）');
                if is_number || is_level || titled || !closes || inside.chars().count() < 2 {
                    continue;
                }
                let message = "圆括号里面又用了圆括号".to_owned();
                let help = "里面的去掉，或外面的改成方括号「［ ］」（GB/T 15834 4.9.3.2）";
                out.tell(UNPAIRED_BRACKET, passage, outer..at + mark.len(), message, help);
                open.clear();
            }
        }
    }
}

/// What stands before the name of a person beside the posts of leaders.
const MORE_POSTS: &[&str] = words!("shapes.txt", "MORE_POSTS");

/// 副市长王 芳到…: a blank within a name.
fn spaced_name(passage: &Passage<'_>, out: &mut Findings<'_>) {
    let text = &*passage.text;
    if !passage.part.is_body() || !text.contains([' ', '　']) {
        return;
    }
    for (at, blank) in text.match_indices([' ', '　']) {
        let Some(surname) = text[..at].chars().next_back().filter(|c| is_surname(*c)) else {
            continue;
        };
        let lead = &text[..at - surname.len_utf8()];
        let rest = &text[at + blank.len()..];
        let name = han_behind(rest, 3);
        let runs_on = name.chars().count() == 3;
        if POSTS.iter().chain(MORE_POSTS).any(|post| lead.ends_with(post))
            && runs_on
            && text.contains('。')
        {
            let first = name.chars().next().map_or(0, char::len_utf8);
            let message = "姓名中间多了空格".to_owned();
            let start = at - surname.len_utf8();
            out.tell(STRAY_SPACE, passage, start..at + blank.len() + first, message, "删去空格");
        }
    }
}

/// What a sentence with feeling has.
const FEELING: &[&str] = words!("shapes.txt", "FEELING");

/// What a report tells of.
const TOLD: &[&str] = words!("shapes.txt", "TOLD");

/// 全县建成文化广场86个！: a report tells, it does not exclaim.
fn exclamation(passage: &Passage<'_>, out: &mut Findings<'_>) {
    let text = &*passage.text;
    if !passage.may_have("！") {
        return;
    }
    if passage.part == Part::Title {
        let bare = text.trim_end();
        let rest = bare.trim_end_matches('！');
        if rest.len() < bare.len() && rest.chars().count() >= 4 {
            let message = "标题末尾的叹号不要".to_owned();
            out.tell(DOUBLED_MARK, passage, rest.len()..bare.len(), message, "删去");
        }
        return;
    }
    for (at, mark) in text.match_indices('！') {
        let sentence = sentence_before(text, at);
        let figures = sentence.bytes().any(|b| b.is_ascii_digit());
        if figures
            && sentence.chars().count() >= 12
            && TOLD.iter().any(|word| sentence.contains(word))
            && !FEELING.iter().any(|word| sentence.contains(word))
            && !is_quoted(text, at)
            && passage.part.is_body()
        {
            let message = "陈述事实的句子用了叹号".to_owned();
            out.tell(DOUBLED_MARK, passage, at..at + mark.len(), message, "改成句号");
        }
    }
}
