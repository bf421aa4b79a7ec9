//! Figures within words that are written with 汉字, and figures said or written twice: 0距离, 第1书记, “14五”,
//! 星期3, 俩个, 一十六处, 580万元元, 11月11月份, 11月9号, 2026.11.12.

use std::ops::Range;
use std::sync::LazyLock;

use super::{DATE_WRITING, FIGURE, MIXED_NUMERAL, TWO_DIGIT_YEAR};
use crate::check::context::is_quoted;
use crate::check::cues::{Cues, is_han, number_before, number_behind};
use crate::check::lists::words;
use crate::check::{Findings, Part, Passage};

static CUES: LazyLock<Cues> = LazyLock::new(|| {
    Cues::new(&[
        (words!("named.txt", "nought"), nought),
        (words!("named.txt", "ordinal"), ordinal),
        (words!("named.txt", "phrase"), phrase),
        (&["五”", "五规划", "五时期"], plan),
        (&["星期", "礼拜"], weekday),
        (&["“"], great),
        (&["俩", "仨"], pair),
        (&["一十"], ten),
        (words!("named.txt", "twice"), twice),
        (
            &[
                "处处", "家家", "件件", "条条", "项项", "台台", "辆辆", "座座", "所所", "起起",
                "次次", "株株", "头头", "只只", "份份", "栋栋", "场场",
            ],
            twice_over,
        ),
        (&[" "], blank),
        (&["月", "月份"], month_twice),
        (&["号"], number_of_day),
        (words!("named.txt", "no_sign"), no_sign),
        (words!("named.txt", "set_time"), set_time),
    ])
});

/// Looks at the figures of a passage; `year` is that of the text.
pub fn check(passage: &Passage<'_>, year: i32, out: &mut Findings<'_>) {
    CUES.look(passage, out);
    if passage.text.bytes().any(|b| b.is_ascii_digit()) {
        dotted(passage, out);
        letters(passage, out);
        this_year(passage, year, out);
    }
}

/// Whether digits or letters run on before a place.
fn runs_on(text: &str, at: usize) -> bool {
    text[..at]
        .chars()
        .next_back()
        .is_some_and(|c| c.is_ascii_alphanumeric() || ".-—－,／/~～%：:".contains(c))
}

const SET: (&str, &str) = ("里的数是词的一部分，用汉字", "改成汉字数字");

/// 0距离.
fn nought(passage: &Passage<'_>, cue: Range<usize>, out: &mut Findings<'_>) {
    if !runs_on(&passage.text, cue.start) {
        out.tell_of(MIXED_NUMERAL, passage, cue, SET);
    }
}

/// 第1书记.
fn ordinal(passage: &Passage<'_>, cue: Range<usize>, out: &mut Findings<'_>) {
    let rest = &passage.text[cue.end..];
    // 第1线路, 第3方案, 第3方队
    if !rest.starts_with(['路', '案', '队', '阵', '段', '程', '圈', '台', '站']) {
        out.tell_of(MIXED_NUMERAL, passage, cue, SET);
    }
}

/// 4个意识.
fn phrase(passage: &Passage<'_>, cue: Range<usize>, out: &mut Findings<'_>) {
    if !runs_on(&passage.text, cue.start) && !passage.text[..cue.start].ends_with(['十', '第']) {
        out.tell_of(MIXED_NUMERAL, passage, cue, SET);
    }
}

/// “14五”规划.
fn plan(passage: &Passage<'_>, cue: Range<usize>, out: &mut Findings<'_>) {
    let digits = number_before(&passage.text, cue.start);
    let number = &passage.text[cue.start - digits..cue.start];
    let quoted = passage.text[..cue.start - digits].ends_with('“');
    if matches!(number, "10" | "11" | "12" | "13" | "14" | "15")
        && (quoted || !passage.text[cue.clone()].ends_with('”'))
        && !runs_on(&passage.text, cue.start - digits)
    {
        out.tell_of(MIXED_NUMERAL, passage, cue.start - digits..cue.start + '五'.len_utf8(), SET);
    }
}

/// 星期3.
fn weekday(passage: &Passage<'_>, cue: Range<usize>, out: &mut Findings<'_>) {
    let rest = &passage.text[cue.end..];
    let digits = number_behind(rest);
    let letter = &rest[..digits];
    let is_day = digits == 1 && ("1".."8").contains(&letter);
    if is_day && !rest[1..].starts_with(['个', '天', '次', '场', '、']) {
        let words = ("的日子用汉字", "如「星期三」");
        out.tell_of(MIXED_NUMERAL, passage, cue.start..cue.end + 1, words);
    }
}

/// “4大会战”: what is named so has its number in 汉字.
fn great(passage: &Passage<'_>, cue: Range<usize>, out: &mut Findings<'_>) {
    let rest = &passage.text[cue.end..];
    let digits = number_behind(rest);
    let Some(name) = rest[digits..].strip_prefix('大') else { return };
    let Some(close) = name.find('”') else { return };
    let han = name[..close].chars().all(is_han) && (2..=6).contains(&name[..close].chars().count());
    if digits == 1 && han && !rest.starts_with('0') {
        let range = cue.end..cue.end + digits + '大'.len_utf8() + close;
        out.tell_of(MIXED_NUMERAL, passage, range, SET);
    }
}

/// 俩个.
fn pair(passage: &Passage<'_>, cue: Range<usize>, out: &mut Findings<'_>) {
    let rest = &passage.text[cue.end..];
    let Some(measure) = rest.chars().next().filter(|c| "个名位家户所座辆台件项条只头".contains(*c))
    else {
        return;
    };
    // 他俩家, 咱俩个子
    let lead = passage.text[..cue.start].chars().next_back();
    let whose = lead.is_some_and(|c| "他她你我咱们俺妻夫母父姐兄弟人娘爷口老".contains(c));
    let word = ["个子", "个体", "个头", "个性", "家人", "家庭", "家里", "家长", "家的"]
        .iter()
        .any(|word| rest.starts_with(word));
    if !whose && !word && !is_quoted(&passage.text, cue.start) {
        let words = ("说了两遍：「俩」「仨」就是两个、三个，后面没有量词", "改成「两」「三」");
        out.tell_of(MIXED_NUMERAL, passage, cue.start..cue.end + measure.len_utf8(), words);
    }
}

/// 一十六处.
fn ten(passage: &Passage<'_>, cue: Range<usize>, out: &mut Findings<'_>) {
    let text = &passage.text;
    let rest =
        text[cue.end..].trim_start_matches(['一', '二', '三', '四', '五', '六', '七', '八', '九']);
    let numeral = |c: char| "一二三四五六七八九十百千万亿零〇两第".contains(c);
    let free = text[..cue.start].chars().next_back().is_none_or(|c| !numeral(c));
    let counted = rest.starts_with([
        '个', '处', '名', '户', '家', '项', '件', '人', '台', '座', '所', '条', '辆', '亩', '次',
        '场', '起',
    ]);
    let many = text.len() - rest.len() - cue.end <= '一'.len_utf8();
    if free && counted && many {
        let end = text.len() - rest.len();
        out.tell_of(MIXED_NUMERAL, passage, cue.start..end, ("用在统计数里", "改成阿拉伯数字"));
    }
}

/// 580万元元.
fn twice(passage: &Passage<'_>, cue: Range<usize>, out: &mut Findings<'_>) {
    let text = &passage.text;
    let word = &text[cue.clone()];
    let lead = text[..cue.start].trim_end_matches(['万', '亿', '余', '多']);
    let rest = &text[cue.end..];
    // 3个个体户, 5户户均, 2人人均, 5天天气
    let longer = rest.starts_with([
        '体', '性', '案', '别', '均', '次', '气', '然', '籍', '外', '主', '都', '参', '有', '件',
        '旦', '素', '税', '平', '高', '单', '额', '称', '录', '词', '品', '居', '型', '头', '大',
        '机',
    ]);
    if number_before(text, lead.len()) > 0 && !longer {
        let unit = &word[..word.len() / 2];
        out.tell_of(FIGURE, passage, cue.start + unit.len()..cue.end, ("说了两遍", "删去一个"));
    }
}

/// 3200处处，: nothing else follows.
fn twice_over(passage: &Passage<'_>, cue: Range<usize>, out: &mut Findings<'_>) {
    let text = &passage.text;
    let lead = text[..cue.start].trim_end_matches(['万', '余', '多']);
    if number_before(text, lead.len()) > 0 && text[cue.end..].starts_with(['，', '。', '；', '、'])
    {
        let middle = cue.start + cue.len() / 2;
        out.tell_of(FIGURE, passage, middle..cue.end, ("说了两遍", "删去一个"));
    }
}

/// 3 0日: one number with a blank in it; 1 200 is grouped by thousands.
fn blank(passage: &Passage<'_>, cue: Range<usize>, out: &mut Findings<'_>) {
    let text = &passage.text;
    let before = number_before(text, cue.start);
    let behind = number_behind(&text[cue.end..]);
    let unit = text[cue.end + behind..]
        .starts_with(['年', '月', '日', '%', '％', '万', '户', '人', '亩', '元', '名']);
    let lead = text[..cue.start - before].trim_end().chars().next_back();
    if (1..=2).contains(&before)
        && (1..=2).contains(&behind)
        && unit
        && lead.is_some_and(is_han)
        && passage.part.is_body()
        && text[cue.start - before..cue.start].len() + behind <= 4
        && !text[cue.start - before..cue.end + behind].contains('.')
    {
        let range = cue.start - before..cue.end + behind;
        out.tell_of(FIGURE, passage, range, ("数的中间有空格", "核对这个数，删去空格"));
    }
}

/// 11月11月份.
fn month_twice(passage: &Passage<'_>, cue: Range<usize>, out: &mut Findings<'_>) {
    let text = &passage.text;
    let digits = number_before(text, cue.start);
    let rest = &text[cue.end..];
    let next = number_behind(rest);
    if (1..=2).contains(&digits)
        && text[cue.start - digits..cue.start] == rest[..next]
        && rest[next..].starts_with('月')
    {
        let range = cue.start - digits..cue.end + next + '月'.len_utf8();
        out.tell_of(FIGURE, passage, range, ("月份写了两遍", "删去一个"));
    }
}

/// 11月9号.
fn number_of_day(passage: &Passage<'_>, cue: Range<usize>, out: &mut Findings<'_>) {
    let text = &passage.text;
    let digits = number_before(text, cue.start);
    let Some(lead) = text[..cue.start - digits].strip_suffix('月') else { return };
    let month = number_before(text, lead.len());
    let rest = &text[cue.end..];
    let other = rest.starts_with([
        '楼', '线', '院', '井', '机', '文', '令', '公', '决', '通', '刊', '报', '厂', '矿', '站',
        '台',
    ]);
    if (1..=2).contains(&digits)
        && (1..=2).contains(&month)
        && !other
        && passage.part.is_body()
        && !is_quoted(text, cue.start)
    {
        let range = lead.len() - month..cue.end;
        out.tell_of(DATE_WRITING, passage, range, ("用了「号」", "书面的日期用「日」"));
    }
}

/// 2026.11.12召开.
fn dotted(passage: &Passage<'_>, out: &mut Findings<'_>) {
    if !passage.part.is_body() || passage.part == Part::Block(crate::markdown::Block::Cell) {
        return;
    }
    let text = &*passage.text;
    for (at, _) in text.match_indices("20") {
        let rest = &text[at..];
        if runs_on(text, at) || rest.bytes().take(5).take_while(u8::is_ascii_digit).count() != 4 {
            continue;
        }
        let mark = rest.as_bytes().get(4).copied().filter(|b| matches!(b, b'.' | b'/' | b'-'));
        let Some(mark) = mark else { continue };
        let two = |text: &str| text.bytes().take(3).take_while(u8::is_ascii_digit).count();
        let month = two(&rest[5..]);
        let number = rest[5..5 + month].parse::<u32>().unwrap_or(0);
        let Some(behind) = rest[5 + month..].strip_prefix(mark as char) else { continue };
        let day = two(behind);
        let of_month = behind[..day].parse::<u32>().unwrap_or(0);
        let end = at + 5 + month + 1 + day;
        let next = text[end..].chars().next();
        let goes_on = next.is_none_or(|c| is_han(c) || "，。；、".contains(c));
        let opens =
            text[..at].chars().next_back().is_none_or(|c| is_han(c) || "，。；".contains(c));
        if (1..=12).contains(&number) && (1..=31).contains(&of_month) && goes_on && opens {
            let words = ("不是正文里日期的写法", "写成「2026年11月12日」这样");
            out.tell_of(DATE_WRITING, passage, at..end, words);
        }
    }
}

/// 查处l2起, 2O6万元: letters for digits.
fn letters(passage: &Passage<'_>, out: &mut Findings<'_>) {
    let text = &*passage.text;
    for (at, letter) in text.match_indices(['l', 'I', 'O', 'o']) {
        let before = text[..at].chars().next_back();
        let digits = number_behind(&text[at + 1..]);
        // 4O座: behind digits, and nothing but the unit after it.
        let ahead = number_before(text, at);
        let tail = text[at + 1..].trim_start_matches(['万', '亿']);
        if ahead > 0
            && digits == 0
            && matches!(letter, "O" | "o" | "l")
            && text[..at - ahead].chars().next_back().is_some_and(is_han)
            && super::about::UNITS.iter().any(|unit| tail.starts_with(unit))
        {
            let range = at - ahead..at + 1;
            out.tell_of(
                FIGURE,
                passage,
                range,
                ("里有一个字母", "「l」「I」改成「1」，「O」改成「0」"),
            );
            continue;
        }
        let rest = text[at + 1 + digits..].trim_start_matches(['万', '亿']);
        let unit = super::about::UNITS.iter().any(|unit| rest.starts_with(unit));
        if digits > 0
            && before.is_some_and(|c| is_han(c) || "，、（".contains(c))
            && unit
            && (letter == "l" || letter == "I")
            && !rest.starts_with(['类', '级', '型', '号'])
        {
            let range = at..at + 1 + digits;
            out.tell_of(
                FIGURE,
                passage,
                range,
                ("里有一个字母", "「l」「I」改成「1」，「O」改成「0」"),
            );
        }
    }
}

/// 望河县26年计划新建….
fn this_year(passage: &Passage<'_>, year: i32, out: &mut Findings<'_>) {
    const BEHIND: &[&str] = words!("named.txt", "BEHIND");
    let text = &*passage.text;
    for (at, word) in text.match_indices('年') {
        let digits = number_before(text, at);
        if digits != 2 {
            continue;
        }
        let Ok(short) = text[at - 2..at].parse::<i32>() else { continue };
        let lead = text[..at - 2].chars().next_back();
        let opens = lead.is_none_or(|c| "县市区镇乡村局，。；、在自于对将\n".contains(c));
        let behind = &text[at + word.len()..];
        let month = behind.starts_with(|c: char| c.is_ascii_digit());
        let near = (year.rem_euclid(100) - short).abs() <= 2;
        if opens && near && !month && BEHIND.iter().any(|word| behind.starts_with(word)) {
            let whole = year - year.rem_euclid(100) + short;
            let message = format!("「{short}年」的年份只写了两位");
            let range = at - 2..at + word.len();
            out.tell(TWO_DIGIT_YEAR, passage, range, message, format!("改成「{whole}年」"));
        }
    }
}

/// 同比增长12.5，: without its sign.
fn no_sign(passage: &Passage<'_>, cue: Range<usize>, out: &mut Findings<'_>) {
    let text = &passage.text;
    let rest = text[cue.end..].trim_start_matches(['了', '约', '达']);
    let digits = number_behind(rest);
    let behind = &rest[digits..];
    let over = behind.is_empty()
        || behind.starts_with(['，', '。', '；', '\n'])
        || behind.starts_with(' ') && passage.part == Part::Title;
    // 12，300 is one number.
    let more = behind.chars().nth(1).is_some_and(|c| c.is_ascii_digit());
    if digits > 0 && over && !more && !rest[..digits].ends_with('.') {
        let start = text.len() - rest.len();
        out.tell_of(FIGURE, passage, start..start + digits, ("后面漏了单位", "补上「%」或单位"));
    }
}

/// “119”消防宣传周.
fn set_time(passage: &Passage<'_>, cue: Range<usize>, out: &mut Findings<'_>) {
    let word = &passage.text[cue.clone()];
    let lead = passage.text[..cue.start].trim_end_matches(['”', '"']);
    let (from, to) = if word.ends_with('周') { ('周', '月') } else { ('月', '周') };
    if word.ends_with('周') && !lead.ends_with("119") {
        return;
    }
    let help = format!("改成「{}{to}」", word.trim_end_matches(from));
    let message = format!("「{word}」的名称不对，是「宣传{to}」一类的");
    out.tell(FIGURE, passage, cue, message, help);
}
