//! Lists as Word counts them: each row of a table is a part with lists, paragraphs, and their numbers.

use super::*;
use crate::import::docx::xml;

/// The numbers of paragraphs 「list:level」, or 「list@style<base」 where the level comes from a style;
/// 「style=2」 names a level itself.
fn numbers(part: &str, paragraphs: &str) -> String {
    let w = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
    let mc = "http://schemas.openxmlformats.org/markup-compatibility/2006";
    let w14 = "http://schemas.microsoft.com/office/word/2010/wordml";
    let spaces = format!("xmlns:w=\"{w}\" xmlns:mc=\"{mc}\" xmlns:w14=\"{w14}\"");
    let part = format!("<w:numbering {spaces}>{part}</w:numbering>");
    let part = xml::parse(part.as_bytes()).expect("XML");
    let styles = BTreeMap::from([("大纲".to_owned(), "9".to_owned())]);
    let mut numbering = Numbering::read(Some(&part), &styles);
    let all = paragraphs.split_whitespace().map(|paragraph| {
        let place = match paragraph.split_once('@') {
            Some((list, style)) => {
                let styles = style.split('<').map(|style| match style.split_once('=') {
                    Some((style, level)) => (style.to_owned(), level.parse().ok()),
                    None => (style.to_owned(), None),
                });
                let styles = styles.collect();
                ListPlace { list: list.to_owned(), styles, ..ListPlace::default() }
            }
            None => {
                let (list, level) = paragraph.split_once(':').expect("a level");
                let level = level.parse().ok();
                ListPlace { list: list.to_owned(), level, ..ListPlace::default() }
            }
        };
        match numbering.next(&place) {
            Some(Mark::Number(text, true)) => text,
            Some(Mark::Number(text, false)) => format!("{text}*"),
            Some(Mark::Bullet(sign, level)) => format!("{sign}{level}"),
            None => "-".to_owned(),
        }
    });
    all.collect::<Vec<_>>().join(" ")
}

/// A level: its format, its text, and more.
fn level(at: usize, format: &str, text: &str, more: &str) -> String {
    format!(
        "<w:lvl w:ilvl=\"{at}\"><w:start w:val=\"1\"/><w:numFmt w:val=\"{format}\"/>{more}\
         <w:lvlText w:val=\"{text}\"/></w:lvl>"
    )
}

fn shared(id: u32, levels: &[String]) -> String {
    format!("<w:abstractNum w:abstractNumId=\"{id}\">{}</w:abstractNum>", levels.concat())
}

fn list(id: u32, of: u32, over: &str) -> String {
    format!("<w:num w:numId=\"{id}\"><w:abstractNumId w:val=\"{of}\"/>{over}</w:num>")
}

/// 一、（一）1.（1）, the levels of official print.
fn official() -> [String; 4] {
    [
        level(0, "chineseCountingThousand", "%1、", ""),
        level(1, "chineseCountingThousand", "（%2）", ""),
        level(2, "decimal", "%3.", ""),
        level(3, "decimal", "（%4）", ""),
    ]
}

#[test]
fn levels_begin_anew_below_those_above() {
    let part = shared(0, &official()) + &list(1, 0, "");
    assert_eq!(
        numbers(&part, "1:0 1:1 1:1 1:2 1:2 1:3 1:1 1:2 1:0 1:1 1:2"),
        "一、 （一） （二） 1. 2. （1） （三） 1. 二、 （一） 1."
    );
}

#[test]
fn a_level_that_was_passed_over_has_its_first_number() {
    let dotted = [
        level(0, "decimal", "%1", ""),
        level(1, "decimal", "%1.%2", ""),
        level(2, "decimal", "%1.%2.%3", ""),
    ];
    let part = shared(0, &dotted) + &list(1, 0, "");
    assert_eq!(numbers(&part, "1:1 1:1 1:0 1:2 1:1"), "1.1 1.2 2 2.1.1 2.2");
}

#[test]
fn lists_of_the_same_levels_are_counted_together() {
    let own = format!("<w:lvlOverride w:ilvl=\"0\">{}</w:lvlOverride>", official()[0]);
    let bracket = level(0, "decimal", "%1）", "");
    let other = format!("<w:lvlOverride w:ilvl=\"0\">{bracket}</w:lvlOverride>");
    let part = shared(0, &official()) + &list(1, 0, "") + &list(2, 0, &own) + &list(3, 0, &other);
    assert_eq!(numbers(&part, "1:0 2:0 2:0 1:0 3:0"), "一、 二、 三、 四、 5）");
    let anew = "<w:lvlOverride w:ilvl=\"0\"><w:startOverride w:val=\"1\"/></w:lvlOverride>";
    let five = "<w:lvlOverride w:ilvl=\"0\"><w:startOverride w:val=\"5\"/></w:lvlOverride>";
    let part = shared(0, &official()) + &list(1, 0, "") + &list(2, 0, anew) + &list(3, 0, five);
    assert_eq!(numbers(&part, "1:0 1:0 2:0 2:0 1:0 3:0 2:0"), "一、 二、 一、 二、 三、 五、 六、");
    // Of a list that begins anew at its first level, others go on.
    assert_eq!(numbers(&part, "1:1 1:1 2:1 2:1"), "（一） （二） （三） （四）");
    let below = "<w:lvlOverride w:ilvl=\"1\"><w:startOverride w:val=\"3\"/></w:lvlOverride>";
    let part = shared(0, &official()) + &list(1, 0, "") + &list(2, 0, below);
    assert_eq!(numbers(&part, "1:0 1:1 2:1 2:1 2:0 2:1"), "一、 （一） （三） （四） 二、 （三）");
}

#[test]
fn levels_say_after_what_they_begin_anew() {
    let with = |restart: &str| {
        let third = level(2, "decimal", "%3.", restart);
        let [first, second, ..] = official();
        shared(0, &[first, second, third]) + &list(1, 0, "")
    };
    let paragraphs = "1:0 1:1 1:2 1:2 1:1 1:2 1:0 1:1 1:2";
    let shown = |restart: &str| {
        let all = numbers(&with(restart), paragraphs);
        let third = all.split(' ').filter(|number| number.ends_with('.'));
        third.collect::<Vec<_>>().join(" ")
    };
    assert_eq!(shown(""), "1. 2. 1. 1.");
    assert_eq!(shown("<w:lvlRestart w:val=\"0\"/>"), "1. 2. 3. 4.");
    assert_eq!(shown("<w:lvlRestart w:val=\"1\"/>"), "1. 2. 3. 1.");
    assert_eq!(shown("<w:lvlRestart w:val=\"2\"/>"), "1. 2. 1. 1.");
    // Of itself or what is below it means nothing.
    assert_eq!(shown("<w:lvlRestart w:val=\"7\"/>"), "1. 2. 1. 1.");
}

#[test]
fn levels_bound_to_styles() {
    let levels = [
        level(0, "chineseCountingThousand", "第%1条", "<w:pStyle w:val=\"条\"/>"),
        level(1, "chineseCountingThousand", "（%2）", "<w:pStyle w:val=\"款\"/>"),
    ];
    let part = shared(0, &levels) + &list(1, 0, "");
    assert_eq!(numbers(&part, "1@条 1@款 1@款 1@条 1@款"), "第一条 （一） （二） 第二条 （一）");
    // A style that is based on one of them, and one that none is bound to.
    assert_eq!(numbers(&part, "1@条 1@其他<款<条 1@别的"), "第一条 （一） 第二条");
    // What a style names counts where no level is bound to it.
    assert_eq!(numbers(&part, "1@条 1@项=1<条 1@款=0<条"), "第一条 （一） （二）");
}

#[test]
fn formats_texts_and_what_follows_them() {
    let check = |levels: &[String], paragraphs: &str, shown: &str| {
        assert_eq!(numbers(&(shared(0, levels) + &list(1, 0, "")), paragraphs), shown);
    };
    let custom = "<w:lvl w:ilvl=\"0\"><w:start w:val=\"8\"/><mc:AlternateContent>\
        <mc:Choice Requires=\"w14\">\
        <w:numFmt w:val=\"custom\" w:format=\"001, 002, 003, ...\"/></mc:Choice><mc:Fallback>\
        <w:numFmt w:val=\"decimal\"/></mc:Fallback></mc:AlternateContent><w:lvlText w:val=\"%1\"/>\
        <w:suff w:val=\"nothing\"/></w:lvl>";
    check(&[custom.to_owned()], "1:0 1:0 1:0", "008* 009* 010*");
    check(
        &[level(0, "none", "附件：", ""), level(1, "decimal", "%1%2", "")],
        "1:0 1:1",
        "附件： 1",
    );
    check(&[level(0, "none", "", "")], "1:0", "-");
    check(&[level(0, "bullet", "●", ""), level(1, "decimal", "%1.%2", "")], "1:0 1:1", "●0 .1");
    check(&[level(0, "bullet", "注：", "")], "1:0", "注：");
    check(&[level(0, "bullet", "□", "")], "1:0", "□");
    let face = "<w:rPr><w:rFonts w:ascii=\"Wingdings\" w:hAnsi=\"Wingdings\"/></w:rPr>";
    check(
        &[level(0, "bullet", "\u{F06C}", face), level(1, "bullet", "n", face)],
        "1:0 1:1",
        "●0 ■1",
    );
    check(&[level(0, "bullet", "\u{F0FE}", face)], "1:0", "☑");
    check(&[level(0, "decimal", "100%。%1", "")], "1:0", "100%。1");
    let hidden = level(0, "decimal", "%1.", "<w:rPr><w:vanish/></w:rPr>");
    check(&[hidden, level(1, "decimal", "%1.%2", "")], "1:0 1:0 1:1", "- - 2.1");
    let legal = [
        level(0, "chineseCounting", "第%1章", ""),
        level(1, "decimalZero", "%1.%2", "<w:isLgl/>"),
        level(2, "upperRoman", "%1.%2.%3", "<w:isLgl/>"),
    ];
    check(&legal, "1:0 1:1 1:2", "第一章 1.01 1.01.1");
    check(&[level(0, "decimal", "%1.", "")], "1:1 1:9 2:0", "- - -");
}

#[test]
fn levels_that_are_anothers_by_a_style() {
    let link = |name: &str, style: &str| format!("<w:{name} w:val=\"{style}\"/>");
    let own = shared(0, &official()).replacen('>', &format!(">{}", link("styleLink", "公文")), 1);
    let linked = format!(
        "<w:abstractNum w:abstractNumId=\"1\">{}</w:abstractNum>",
        link("numStyleLink", "公文")
    );
    assert_eq!(numbers(&(own + &linked + &list(1, 1, "")), "1:0 1:1 1:0"), "一、 （一） 二、");
    // Only the style for lists knows whose they are.
    let linked = linked.replace("公文", "大纲");
    let part = shared(0, &official()) + &linked + &list(9, 0, "") + &list(1, 1, "");
    assert_eq!(numbers(&part, "1:0 1:1"), "一、 （一）");
}

#[test]
fn what_stands_between_number_and_text() {
    let table = [
        ("1", "3个乡镇", "1 3个乡镇"),
        ("1.1", "2018年", "1.1 2018年"),
        ("1.", "3个乡镇", "1. 3个乡镇"),
        ("（一）", "5户", "（一） 5户"),
        ("1)", "PM2.5", "1) PM2.5"),
        ("一、", "总体要求", "一、总体要求"),
        ("1.", "“三个一”", "1.“三个一”"),
        ("（一）", "《条例》", "（一）《条例》"),
        ("①", "逐村", "①逐村"),
        ("1.", "①逐村", "1.①逐村"),
        ("第一条", "严禁", "第一条 严禁"),
        ("1", "抓好", "1 抓好"),
        ("第一章 ", "总则", "第一章 总则"),
        ("1", "　抓好", "1　抓好"),
        ("1", "", "1"),
    ];
    for (number, text, shown) in table {
        assert_eq!(before(number.to_owned(), true, text) + text, shown);
        assert_eq!(before(number.to_owned(), false, text), number);
    }
}
