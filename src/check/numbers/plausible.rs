//! Figures that cannot be of what they are said of: 最高气温40℃ in a cold wave, 时速820公里, 人均收入1.58亿元, 羊存栏
//! 5.2万吨, 老年大学 from 16 on, 立冬 in June.

use std::ops::Range;
use std::sync::LazyLock;

use super::quantities::amount_at;
use super::{FIGURE, PERCENTAGE, PERIOD, UNIT_WRITING};
use crate::check::cues::{
    Cues, clause_before, number_before, number_behind, sentence_before, sentence_behind,
};
use crate::check::lists::words;
use crate::check::{Findings, Passage};

static CUES: LazyLock<Cues> = LazyLock::new(|| {
    Cues::new(&[
        (&["℃", "摄氏度"], temperature),
        (&["优良天数"], days_of_year),
        (&["时速"], speed),
        (&["亿元", "万元"], of_one),
        (&["岁"], age),
        (&["亿人次", "亿辆次"], visitors),
        (&["%", "％"], over_all),
        (words!("plausible.txt", "unit_of"), unit_of),
        (words!("plausible.txt", "season"), season),
        (&["三秋", "三夏", "秋收", "夏收", "春耕", "秋播"], farming),
    ])
});

/// Looks at the figures of a passage.
pub fn check(passage: &Passage<'_>, out: &mut Findings<'_>) {
    if passage.text.bytes().any(|b| b.is_ascii_digit()) {
        CUES.look(passage, out);
    }
}

fn any(text: &str, words: &[&str]) -> bool {
    words.iter().any(|word| text.contains(word))
}

/// 寒潮天气，最高气温仅40℃.
fn temperature(passage: &Passage<'_>, cue: Range<usize>, out: &mut Findings<'_>) {
    let text = &*passage.text;
    let digits = number_before(text, cue.start);
    let start = cue.start - digits;
    let Ok(value) = text[start..cue.start].parse::<f64>() else { return };
    let clause = clause_before(text, start);
    let sentence = &text[start - sentence_before(text, start).len()
        ..cue.end + sentence_behind(text, cue.end).len()];
    let of_air = any(clause, &["气温", "最高温", "最低温", "体感"]);
    let moved = clause.ends_with(['由', '从', '降', '幅', '达', '下', '-', '－', '差'])
        && any(clause, &["由", "从", "降温", "降幅", "下降", "温差", "零下"]);
    let other = any(clause, &["室温", "水温", "地温", "棚", "室内", "库", "热"])
        || moved
        || any(sentence, &["高温", "酷暑", "夏"]);
    let cold = any(
        sentence,
        &[
            "寒潮", "降温", "低温", "霜冻", "雨雪", "严寒", "冰冻", "大雪", "降雪", "寒冷", "冬季",
            "供热", "供暖",
        ],
    );
    if of_air && !other && (value > 50.0 || cold && value >= 28.0) {
        out.tell_of(FIGURE, passage, start..cue.end, ("不像是这里的气温", "核对这个数"));
    }
}

/// 优良天数达372天.
fn days_of_year(passage: &Passage<'_>, cue: Range<usize>, out: &mut Findings<'_>) {
    let text = &*passage.text;
    let rest = text[cue.end..].trim_start_matches(['达', '到', '为', '共', '有', '已']);
    let digits = number_behind(rest);
    let value: f64 = rest[..digits].parse().unwrap_or(0.0);
    if value > 366.0 && rest[digits..].starts_with('天') {
        let start = text.len() - rest.len();
        out.tell_of(
            FIGURE,
            passage,
            start..start + digits + '天'.len_utf8(),
            ("比一年的天数还多", "核对这个数"),
        );
    }
}

/// 时速达820公里, on a road.
fn speed(passage: &Passage<'_>, cue: Range<usize>, out: &mut Findings<'_>) {
    let text = &*passage.text;
    let rest =
        text[cue.end..].trim_start_matches(['达', '为', '超', '过', '约', '近', '高', '到', '仅']);
    let digits = number_behind(rest);
    let Ok(value) = rest[..digits].parse::<f64>() else { return };
    let around = [sentence_before(text, cue.start), sentence_behind(text, cue.end)];
    let fast = around.iter().any(|text| {
        any(
            text,
            &["高铁", "列车", "动车", "铁路", "飞机", "磁", "航", "火箭", "风", "卫星", "城际"],
        )
    });
    if value > 220.0 && !fast && rest[digits..].starts_with("公里") {
        let start = text.len() - rest.len();
        out.tell_of(
            FIGURE,
            passage,
            start..start + digits + "公里".len(),
            ("不像是车速", "核对这个数"),
        );
    }
}

/// 人均可支配收入1.58亿元.
fn of_one(passage: &Passage<'_>, cue: Range<usize>, out: &mut Findings<'_>) {
    let text = &*passage.text;
    let digits = number_before(text, cue.start);
    let start = cue.start - digits;
    let Ok(value) = text[start..cue.start].parse::<f64>() else { return };
    let clause = clause_before(text, start);
    let Some(at) = ["人均", "户均", "每人", "每户", "每名", "亩均", "每亩"]
        .iter()
        .filter_map(|word| clause.rfind(word))
        .max()
    else {
        return;
    };
    let near = &clause[at..];
    let billions = text[cue.clone()].starts_with('亿');
    let much = if billions { value >= 1.0 } else { value >= 500.0 };
    let direct =
        near.chars().count() <= 14 && !any(near, &["总", "共", "累计", "、", "授信", "注册"]);
    if much && direct {
        out.tell_of(FIGURE, passage, start..cue.end, ("大得不像是一人、一户、一亩的", "核对单位"));
    }
}

/// 老年大学…16岁以上.
fn age(passage: &Passage<'_>, cue: Range<usize>, out: &mut Findings<'_>) {
    let text = &*passage.text;
    let digits = number_before(text, cue.start);
    let start = cue.start - digits;
    let Ok(value) = text[start..cue.start].parse::<f64>() else { return };
    let sentence = sentence_before(text, start);
    let above = text[cue.end..].starts_with("以上") || text[cue.end..].starts_with('（');
    let old = any(sentence, &["老年大学", "老年学校", "高龄津贴", "敬老院", "养老院", "老年食堂"]);
    let mixed = any(
        sentence,
        &["残疾", "青年", "学生", "劳动", "未成年", "参保", "孤儿", "志愿者", "护理员"],
    );
    let range = start..cue.end;
    if value > 125.0 {
        out.tell_of(FIGURE, passage, range, ("不像是人的年龄", "核对这个数"));
    } else if old && above && value < 45.0 && !mixed && digits > 0 {
        out.tell_of(FIGURE, passage, range, ("不像是老年人的年龄", "核对这个数"));
    }
}

/// 景区接待游客12亿人次.
fn visitors(passage: &Passage<'_>, cue: Range<usize>, out: &mut Findings<'_>) {
    let text = &*passage.text;
    let digits = number_before(text, cue.start);
    let clause = clause_before(text, cue.start - digits);
    let place =
        any(clause, &["景区", "公园", "古镇", "古城", "乡村", "博物馆", "度假区", "街区", "村"]);
    let wide = any(
        clause,
        &["全国", "全省", "国内", "点击", "浏览", "阅读", "播放", "观看", "旅客", "出行"],
    );
    if digits > 0 && place && !wide && clause.contains(['游', '接', '客']) {
        out.tell_of(
            FIGURE,
            passage,
            cue.start - digits..cue.end,
            ("大得不像是一个地方的", "核对是不是「万人次」"),
        );
    }
}

/// Rates of more than all that there are, and words that begin what is no rate of parts.
const MAY_BE_MORE: &[&str] = words!("plausible.txt", "MAY_BE_MORE");

/// 参训率达108%.
fn over_all(passage: &Passage<'_>, cue: Range<usize>, out: &mut Findings<'_>) {
    let text = &*passage.text;
    let digits = number_before(text, cue.start);
    let start = cue.start - digits;
    let value: f64 = text[start..cue.start].parse().unwrap_or(0.0);
    if value <= 100.0 || value >= 1000.0 || text[..start].ends_with(['-', '—', '~', '～', '.']) {
        return;
    }
    let clause = clause_before(text, start);
    let lead =
        clause.trim_end_matches(['达', '到', '为', '是', '至', '高', '约', '均', '已', '率', '了']);
    let rate = clause[lead.len()..].starts_with('率');
    let name = &clause[..(lead.len() + if rate { '率'.len_utf8() } else { 0 })];
    if !rate
        || MAY_BE_MORE.iter().any(|word| name.ends_with(word))
        || super::rates::is_rate(name)
        || any(clause, &["增", "同比", "比", "较"])
    {
        return;
    }
    out.tell_of(
        PERCENTAGE,
        passage,
        start..cue.end,
        ("不对：这个率不会超过 100%", "核对这个数，看小数点是不是漏了"),
    );
}

/// What is measured, and in what it never is.
const NEVER: &[(&str, &[&str])] = &[
    ("存栏", &["吨", "公斤", "亩", "公里", "户"]),
    ("出栏", &["亩", "公里", "户"]),
    ("存栏量", &["吨", "公斤", "亩", "公里", "户"]),
    ("降雨量", &["公斤", "吨", "公里", "亩", "元", "千克", "平方米", "度"]),
    ("降水量", &["公斤", "吨", "公里", "亩", "元", "千克", "平方米", "度"]),
    ("降雪量", &["公斤", "吨", "公里", "亩", "元", "千克", "平方米", "度"]),
    ("里程", &["亩", "吨", "公斤", "平方米", "平方公里", "立方米", "元"]),
    ("全长", &["亩", "吨", "公斤", "平方米", "平方公里", "立方米"]),
    ("总长", &["亩", "吨", "公斤", "平方米", "平方公里", "立方米"]),
    ("面积", &["吨", "公斤", "公里", "立方米", "米", "千克"]),
    ("库容", &["亩", "公里", "平方米", "公顷"]),
    ("蓄水量", &["亩", "公里", "平方米", "公斤"]),
    ("装机容量", &["千瓦时", "度", "吨", "亩"]),
    ("总装机", &["千瓦时", "度", "吨", "亩"]),
    ("发电量", &["千瓦", "吨", "伏"]),
    ("用电量", &["千瓦", "吨", "伏"]),
    ("供水量", &["亩", "平方米", "公里"]),
    ("常住人口", &["元", "吨", "亩"]),
    ("总人口", &["元", "吨", "亩"]),
    ("户籍人口", &["元", "吨", "亩"]),
    ("体重", &["米", "厘米"]),
    ("身高", &["公斤", "千克", "斤"]),
];

/// 羊存栏5.2万吨, 降雨量680公斤, 装机容量30万千瓦时.
fn unit_of(passage: &Passage<'_>, cue: Range<usize>, out: &mut Findings<'_>) {
    let text = &*passage.text;
    let word = &text[cue.clone()];
    let Some((_, never)) = NEVER.iter().find(|(name, _)| *name == word) else { return };
    let rest = text[cue.end..].trim_start_matches([
        '达', '为', '约', '近', '超', '共', '已', '到', '了', '量', '过', '突', '破', '稳', '定',
        '在',
    ]);
    let at = text.len() - rest.len();
    let end = text.floor_char_boundary((at + 48).min(text.len()));
    let Some(amount) = amount_at(text, at, end).filter(|it| it.range.start == at) else { return };
    // 面积600米宽的…, 8000米×…
    let tail = &text[amount.range.end..];
    if never.contains(&amount.unit)
        && !tail.starts_with(['/', '×', '至', '宽', '长', '时', '·', '每'])
    {
        let message = format!("「{word}」不会用「{}」计", amount.unit);
        out.tell(UNIT_WRITING, passage, cue.start..amount.range.end, message, "核对单位");
    }
}

/// Terms and days of the year, with their months.
const SEASONS: &[(&str, u32)] = &[
    ("立春", 2),
    ("惊蛰", 3),
    ("春分", 3),
    ("清明", 4),
    ("谷雨", 4),
    ("立夏", 5),
    ("小满", 5),
    ("芒种", 6),
    ("夏至", 6),
    ("小暑", 7),
    ("大暑", 7),
    ("立秋", 8),
    ("处暑", 8),
    ("秋分", 9),
    ("寒露", 10),
    ("霜降", 10),
    ("立冬", 11),
    ("冬至", 12),
    ("小寒", 1),
    ("大寒", 1),
    ("元旦", 1),
    ("劳动节", 5),
    ("国庆", 10),
    ("儿童节", 6),
    ("建党节", 7),
    ("建军节", 8),
    ("教师节", 9),
];

/// The months that a stretch of text names, each with its bytes.
fn months(text: &str) -> impl Iterator<Item = (u32, Range<usize>)> + '_ {
    text.match_indices('月').filter_map(|(at, word)| {
        let digits = number_before(text, at);
        let number = text[at - digits..at].parse().ok().filter(|it| (1..=12).contains(it))?;
        Some((number, at - digits..at + word.len()))
    })
}

/// 6月上旬…立冬前后.
fn season(passage: &Passage<'_>, cue: Range<usize>, out: &mut Findings<'_>) {
    let text = &*passage.text;
    let word = &text[cue.clone()];
    let Some((_, right)) = SEASONS.iter().find(|(name, _)| *name == word) else { return };
    let rest = &text[cue.end..];
    if !["前后", "时节", "节气", "当天", "期间", "假期", "当日"]
        .iter()
        .any(|it| rest.starts_with(it))
    {
        return;
    }
    let clause = clause_before(text, cue.start);
    let found: Vec<(u32, Range<usize>)> = months(clause).collect();
    let [(month, place)] = &found[..] else { return };
    let apart = (i64::from(*month) - i64::from(*right)).rem_euclid(12);
    if (2..=10).contains(&apart) && !clause.contains(['至', '后', '—', '、', '距']) {
        let start = cue.start - clause.len() + place.start;
        let message = format!("「{word}」在{right}月，不在{month}月");
        out.tell(PERIOD, passage, start..cue.end, message, "核对月份");
    }
}

/// 三秋 …2月份以来.
fn farming(passage: &Passage<'_>, cue: Range<usize>, out: &mut Findings<'_>) {
    let text = &*passage.text;
    let (from, to) = match &text[cue.clone()] {
        "三秋" | "秋收" | "秋播" => (8, 12),
        "三夏" | "夏收" => (4, 8),
        "春耕" => (1, 6),
        _ => return,
    };
    let at = cue.start - sentence_before(text, cue.start).len();
    let end = cue.end + sentence_behind(text, cue.end).len();
    let sentence = &text[at..end];
    for (month, place) in months(sentence) {
        let behind = sentence[place.end..].trim_start_matches('份');
        let since = behind.starts_with("以来") || behind.starts_with('起');
        let lead =
            sentence[..place.start].ends_with(['年', '自', '，', '。', '：']) || place.start == 0;
        if since && lead && !(from..=to).contains(&month) {
            let range = at + place.start..at + place.end;
            let message = format!("「{}」不在{month}月", &text[cue.clone()]);
            out.tell(PERIOD, passage, range, message, "核对月份");
        }
    }
}
