//! Figures within words that are written with 汉字, and figures said or written twice: 0距离, 第1书记, “14五”,
//! 星期3, 俩个, 一十六处, 580万元元, 11月11月份, 11月9号, 2026.11.12.

use std::ops::Range;
use std::sync::LazyLock;

use super::loose::{number_before, number_behind, tell};
use super::{DATE_WRITING, FIGURE, MIXED_NUMERAL, TWO_DIGIT_YEAR};
use crate::check::context::is_quoted;
use crate::check::cues::{Cues, is_han};
use crate::check::lists::words;
use crate::check::{Findings, Part, Passage};

static CUES: LazyLock<Cues> = LazyLock::new(|| {
    Cues::new(&[
        (
            &[
                "0距离",
                "0容忍",
                "0门槛",
                "0差错",
                "0接触",
                "0跑腿",
                "0基础",
                "0障碍",
                "0死角",
                "0延误",
                "0投诉",
                "0等待",
                "0见面",
                "0盲区",
                "0遗漏",
                "0缺陷",
                "0公里处",
            ],
            nought,
        ),
        (
            &[
                "第1书记",
                "第1时间",
                "第1责任人",
                "第1要务",
                "第1资源",
                "第1动力",
                "第1生产力",
                "第1产业",
                "第2产业",
                "第3产业",
                "第3方",
                "第2课堂",
                "第1梯队",
                "第1方阵",
                "第1议题",
                "第1现场",
                "第1线",
                "第1手",
                "第1粒扣子",
                "第1把手",
            ],
            ordinal,
        ),
        (
            &[
                "4个意识",
                "4个自信",
                "2个维护",
                "2个确立",
                "3会1课",
                "1岗双责",
                "2不愁3保障",
                "5位1体",
                "1带1路",
                "1国2制",
                "3重1大",
                "4大班子",
                "3大攻坚战",
                "3个代表",
                "4个全面",
                "8项规定",
                "1站式",
                "1条龙",
                "1窗通办",
                "1窗受理",
                "1网统管",
                "1把手",
                "1件事",
                "1张蓝图",
                "1盘棋",
                "1票否决",
                "1岗式",
                "1网通办",
                "1刻钟",
                "1体化",
                "1线工作法",
                "1户1策",
                "1村1品",
                "1企1策",
                "1人1档",
                "1事1议",
                "1心1意",
                "2十大",
                "5一劳动节",
                "6一儿童节",
                "8一建军节",
                "10一黄金周",
                "3八妇女节",
            ],
            phrase,
        ),
        (&["五”", "五规划", "五时期"], plan),
        (&["星期", "礼拜"], weekday),
        (&["“"], great),
        (&["俩", "仨"], pair),
        (&["一十"], ten),
        (
            &[
                "元元",
                "亩亩",
                "吨吨",
                "公里公里",
                "平方米平方米",
                "立方米立方米",
                "公顷公顷",
                "公斤公斤",
                "名名",
                "个个",
                "人人",
                "万元万元",
                "亿元亿元",
                "小时小时",
                "千瓦时千瓦时",
                "人次人次",
                "米米",
                "户户",
                "天天",
            ],
            twice,
        ),
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
        (
            &[
                "同比增长",
                "同比下降",
                "同比增加",
                "同比减少",
                "同比提高",
                "环比增长",
                "环比下降",
                "增幅达",
                "增幅为",
                "增速达",
                "增速为",
                "占比达",
                "占比为",
                "完成率达",
                "合格率达",
                "满意率达",
                "覆盖率达",
                "参保率达",
            ],
            no_sign,
        ),
        (
            &[
                "消防宣传周",
                "网络安全宣传月",
                "宪法宣传月",
                "节能宣传月",
                "科技活动月",
                "食品安全宣传月",
            ],
            set_time,
        ),
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
        tell(MIXED_NUMERAL, passage, cue, SET, out);
    }
}

/// 第1书记.
fn ordinal(passage: &Passage<'_>, cue: Range<usize>, out: &mut Findings<'_>) {
    let rest = &passage.text[cue.end..];
    // 第1线路, 第3方案, 第3方队
    if !rest.starts_with(['路', '案', '队', '阵', '段', '程', '圈', '台', '站']) {
        tell(MIXED_NUMERAL, passage, cue, SET, out);
    }
}

/// 4个意识.
fn phrase(passage: &Passage<'_>, cue: Range<usize>, out: &mut Findings<'_>) {
    if !runs_on(&passage.text, cue.start) && !passage.text[..cue.start].ends_with(['十', '第']) {
        tell(MIXED_NUMERAL, passage, cue, SET, out);
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
        tell(MIXED_NUMERAL, passage, cue.start - digits..cue.start + '五'.len_utf8(), SET, out);
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
        tell(MIXED_NUMERAL, passage, cue.start..cue.end + 1, words, out);
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
        tell(MIXED_NUMERAL, passage, range, SET, out);
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
        tell(MIXED_NUMERAL, passage, cue.start..cue.end + measure.len_utf8(), words, out);
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
        tell(MIXED_NUMERAL, passage, cue.start..end, ("用在统计数里", "改成阿拉伯数字"), out);
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
        tell(FIGURE, passage, cue.start + unit.len()..cue.end, ("说了两遍", "删去一个"), out);
    }
}

/// 3200处处，: nothing else follows.
fn twice_over(passage: &Passage<'_>, cue: Range<usize>, out: &mut Findings<'_>) {
    let text = &passage.text;
    let lead = text[..cue.start].trim_end_matches(['万', '余', '多']);
    if number_before(text, lead.len()) > 0 && text[cue.end..].starts_with(['，', '。', '；', '、'])
    {
        let middle = cue.start + cue.len() / 2;
        tell(FIGURE, passage, middle..cue.end, ("说了两遍", "删去一个"), out);
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
        tell(FIGURE, passage, range, ("数的中间有空格", "核对这个数，删去空格"), out);
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
        tell(FIGURE, passage, range, ("月份写了两遍", "删去一个"), out);
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
        tell(DATE_WRITING, passage, range, ("用了「号」", "书面的日期用「日」"), out);
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
            tell(DATE_WRITING, passage, at..end, words, out);
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
            tell(
                FIGURE,
                passage,
                range,
                ("里有一个字母", "「l」「I」改成「1」，「O」改成「0」"),
                out,
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
            tell(
                FIGURE,
                passage,
                range,
                ("里有一个字母", "「l」「I」改成「1」，「O」改成「0」"),
                out,
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
            if let Some(found) = out.add(TWO_DIGIT_YEAR, passage, range, message) {
                found.help = Some(format!("改成「{whole}年」"));
            }
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
        tell(FIGURE, passage, start..start + digits, ("后面漏了单位", "补上「%」或单位"), out);
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
    if let Some(found) = out.add(FIGURE, passage, cue, message) {
        found.help = Some(help);
    }
}
