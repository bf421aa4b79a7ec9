//! Markdown and the markup it becomes, as a table; then what holds for any text.

mod hostile;
mod pathological;
mod places;

use super::*;
use crate::diagnostic::{OffsetMap, Span, Text};

/// The markup and the codes of the findings.
fn check(markdown: &str, typst: &str, codes: &str) {
    let markup = to_typst(&Text::unplaced(markdown), "e1", false);
    assert_eq!(markup.typst, typst, "{markdown}");
    let found: Vec<&str> = markup.diagnostics.iter().map(|each| each.code.name).collect();
    assert_eq!(found.join(" "), codes, "{markdown}: {:?}", markup.diagnostics);
}

fn clean(markdown: &str, typst: &str) {
    check(markdown, typst, "");
}

#[test]
fn paragraphs() {
    clean("", "");
    clean("  \n\n", "");
    clean("甲\n\n\n乙", "甲\n\n乙");
    clean("　　甲\n\n   \u{a0}乙", "甲\n\n乙");
    clean("11 月 27 日", "11 月 27 日");
    clean("甲  乙", "甲#\"  \"乙");
    clean("1\\. 甲 #a $b @c", "1\\. 甲 \\#a \\$b \\@c");
    clean("a&amp;b &#20013;", "a\\&b 中");
    clean("---\n甲", "#separator()\n\n甲");
}

#[test]
fn lines_join() {
    clean("甲\n乙", "甲乙");
    clean("甲，\n乙", "甲，乙");
    clean("甲\nab", "甲ab");
    clean("ab\n甲", "ab甲");
    clean("ab\r\ncd", "ab cd");
    clean("1\n2", "1 2");
    clean("**甲**\n乙", "#strong[甲]乙");
    clean("**ab**\n*cd*", "#strong[ab] #emph[cd]");
    clean("ab<!-- x -->\ncd", "ab cd");
    clean("甲  \n乙", "甲#linebreak()乙");
    clean("甲\\\n乙<br/>丙", "甲#linebreak()乙#linebreak()丙");
    clean("甲\t\t\n乙 \t\nab \t\ncd\t  \nef", "甲乙ab cd#linebreak()ef");
    clean("ab\n`  cd`\n``\t甲``", "ab #code(\"  cd\")#code(\"\\t甲\")");
}

#[test]
fn an_indent_begins_a_paragraph() {
    clean("　　甲\n　　乙\n丙", "甲\n\n乙丙");
    clean("甲  \n　　乙", "甲\n\n乙");
    clean("甲\n　　\n乙", "甲\n\n乙");
    clean("　　甲。\n    乙。\n\t丙\n  丁", "甲。\n\n乙。\n\n丙丁");
    clean("甲  \n    乙", "甲\n\n乙");
    clean("**甲\n　　乙**", "#strong[甲乙]");
    clean("[甲\n](http://a) 乙", "#link(\"http://a\")[甲] 乙");
    clean("    甲**乙**\n    丙", "甲#strong[乙]\n\n丙");
    clean("    甲\n\n    乙", "甲\n\n乙");
    clean("\t甲\n\n\t乙", "甲\n\n乙");
    clean("        甲", "甲");
    clean("- a\n\n      甲", "#bullets(tight: false, [a\n\n甲])");
    clean(">     甲", "#quotation[甲]");
    clean("-\t\t甲", "#bullets(tight: true, [甲])");
    clean("    let a", "#code-block(\"let a\")");
}

#[test]
fn emphasis() {
    clean("**a***b*~~c~~", "#strong[a]#emph[b]#strike[c]");
    clean("***甲***", "#emph[#strong[甲]]");
    clean("**一是。**各级", "#strong[一是。]各级");
    clean("**一是。**各级**二是**", "#strong[一是。]各级#strong[二是]");
    clean("说**“甲”**乙", "说#strong[“甲”]乙");
    clean("`“*a`和“**b**”", "#code(\"“*a\")和“#strong[b]”");
    clean("5~10人、20~30人", "5\\~10人、20\\~30人");
    clean("甲~乙~丙", "甲\\~乙\\~丙");
    clean("\\*a\\*", "\\*a\\*");
    clean("`a\"\\`", "#code(\"a\\\"\\\\\")");
}

#[test]
fn tables_stand_apart() {
    let table = "| 甲 |\n|--|\n";
    let shown = |markdown: &str| to_typst(&Text::unplaced(markdown), "a", false).typst;
    assert_eq!(shown(&format!("{table}\n{table}")).matches("#blank(1)").count(), 1);
    assert_eq!(shown(&format!("{table}\n乙\n\n{table}")).matches("#blank(1)").count(), 0);
}

#[test]
fn lines_that_begin_paragraphs() {
    clean("甲。\n一、乙\n丙丁。", "甲。\n\n#level(1)[一、乙]\n\n丙丁。");
    clean(
        "甲。\n（一）乙\n（二）丙",
        "甲。\n\n#level(2, depth: 1)[（一）乙]\n\n#level(2)[（二）丙]",
    );
    clean("甲。\n1.乙\n2、丙\n(3)丁", "甲。\n\n1\\.乙\n\n2、丙\n\n\\(3\\)丁");
    clean("甲。\n一是乙。丙。\n二是丁。", "甲。\n\n一是乙。丙。\n\n二是丁。");
    clean("甲。\n①乙\n第二，丙", "甲。\n\n①乙\n\n第二，丙");
    clean("一、甲\n二、乙", "#level(1)[一、甲]\n\n#level(1)[二、乙]");
    clean("一、甲\n乙。\n（一）丙。丁", "#level(1)[一、甲]\n\n乙。\n\n#emph[（一）丙。]丁");
    // Nothing that begins one.
    clean("共有\n1.5万人、\n2018年、\n一些", "共有1\\.5万人、2018年、一些");
    clean("甲乙\n丙丁", "甲乙丙丁");
    // Perhaps two were meant.
    check("甲乙。\n丙丁", "甲乙。丙丁", "merged-lines");
    check("一、提高认识，\n加强领导", "#level(1)[一、提高认识，加强领导]", "merged-lines");
    clean("（一）抓落实。各级\n要抓。", "#emph[（一）抓落实。]各级要抓。");
    check("说“甲”\n乙", "说“甲”乙", "merged-lines");
    clean("甲乙。\\\n丙丁", "甲乙。#linebreak()丙丁");
}

#[test]
fn stars_that_are_printed() {
    clean("3*5米、2*4米", "3\\*5米、2\\*4米");
    clean("600*800*1200毫米", "600\\*800\\*1200毫米");
    clean("3米*5米、2.5m*4m", "3米\\*5米、2\\.5m\\*4m");
    clean("备注*：快报数*。", "备注\\*：快报数\\*。");
    clean("第*3*名，增长*12%*", "第#emph[3]名，增长#emph[12\\%]");
    clean("**3**5", "#strong[3]5");
    clean("山**，（一）**", "山#strong[，（一）]");
}

#[test]
fn full_width_markup_is_told() {
    check("＃ 甲", "＃ 甲", "full-width-markup");
    check("甲\n－ 乙", "甲－ 乙", "full-width-markup");
    check("！［图］（assets/a.png）", "！［图］（assets\\/a\\.png）", "full-width-markup");
    check("见［甲］（https://a.cn）", "见［甲］（https\\:\\/\\/a\\.cn）", "full-width-markup");
    check("甲［^1］", "甲［\\^1］", "full-width-markup");
    clean("国办发［2024］5号、－5℃、＞3", "国办发［2024］5号、－5℃、＞3");
}

#[test]
fn lines_below_a_paragraph() {
    clean("甲\n---", "甲\n\n#separator()");
    clean("甲\n乙\n---\n丙", "甲乙\n\n#separator()\n\n丙");
    clean("甲\n=====", "甲\n\n\\=\\=\\=\\=\\=");
    clean("# 甲\n---", "#level(1)[甲]\n\n#separator()");
}

#[test]
fn lead_ins_are_all_bold_or_none() {
    let bold = |text: &str| to_typst(&Text::unplaced(text), "e1", true).typst;
    assert_eq!(
        bold("张祥强调，一要强化责任。甲。二要举一反三。乙。"),
        "张祥强调，#strong[一要强化责任。]甲。#strong[二要举一反三。]乙。"
    );
    for none in [
        "张祥强调，要强化责任。甲。二要举一反三。乙。",
        "一要强化责任；落实到人。甲。二要举一反三。乙。",
    ] {
        assert_eq!(bold(none), none);
    }
}

#[test]
fn raised_and_lowered() {
    clean("10<sup>4</sup>吨H<sub>2</sub>O", "10#raised[4]吨H#lowered[2]O");
    clean("**m<SUP>2</SUP>**", "#strong[m#raised[2]]");
    clean("<sup>**甲**</sup>乙", "#raised[#strong[甲]]乙");
    clean(
        "|a|\n|-|\n|m<sup>2</sup>|",
        "#grid-table(columns: 1, align: (\"auto\",), header: ([a],), [m#raised[2]])",
    );
    check("m<sup>2", "m\\<sup\\>2", "raw-html");
    check("m</sub>2", "m\\<\\/sub\\>2", "raw-html");
    check("a<sup>1<sub>2</sup>", "a#raised[1\\<sub\\>2]", "raw-html");
    check("**a<sup>1**</sup>", "#strong[a\\<sup\\>1]\\<\\/sup\\>", "raw-html raw-html");
    check("<sup class='x'>1</sup>", "\\<sup class\\=\\'x\\'\\>1\\<\\/sup\\>", "raw-html raw-html");
}

#[test]
fn widths_of_pictures() {
    clean("![a](b.png){宽=6cm}", "#picture(\"/b.png\", alt: \"a\", width: 60mm, caption: none)");
    clean(
        "![a](b.png){宽=6cm} ![c](d.png){width=50%}",
        "#side-by-side(arguments(\"/b.png\", alt: \"a\", width: 60mm, caption: none), \
         arguments(\"/d.png\", alt: \"c\", width: 50%, caption: none))",
    );
    clean("甲![a](b.png){宽=8mm}乙", "甲#inline-picture(\"/b.png\", alt: \"a\", width: 8mm)乙");
    check(
        "![a](b.png){高=6cm}",
        "#inline-picture(\"/b.png\", alt: \"a\")\\{高\\=6cm\\}",
        "picture",
    );
    // Blanks before them and full-width ones are understood; what is no wish is text.
    for braces in [" {宽=6cm}", "｛宽＝6cm｝", "　{宽=6cm}"] {
        let want = "#picture(\"/b.png\", alt: \"a\", width: 60mm, caption: none)";
        clean(&format!("![a](b.png){braces}"), want);
    }
    check("![a](b.png) {甲}", "#inline-picture(\"/b.png\", alt: \"a\") \\{甲\\}", "picture");
}

#[test]
fn pictures_beside_paragraphs() {
    let beside = |side: &str, width: &str, text: &str| {
        format!(
            "#beside(arguments(\"/b.png\", alt: \"a\"{width}, caption: none), side: {side}, [{text}])"
        )
    };
    clean("![a](b.png){位置=右}\n\n甲乙", &beside("right", "", "甲乙"));
    clean("![a](b.png){宽=4cm 位置=左}甲**乙**", &beside("left", ", width: 40mm", "甲#strong[乙]"));
    clean("![a](b.png){位置=右}\n甲\n\n乙", &format!("{}\n\n乙", beside("right", "", "甲")));
    clean("甲乙。![a](b.png){位置=右}", &beside("right", "", "甲乙。"));
    // Nothing to stand beside, or no place for it: told, and set as any other.
    let alone = "#picture(\"/b.png\", alt: \"a\", caption: none)";
    check("![a](b.png){位置=右}", alone, "picture");
    check("![a](b.png){位置=右}\n\n# 甲", &format!("{alone}\n\n#level(1)[甲]"), "picture");
    check("![a](b.png){位置=右}\n\n![a](b.png)", &format!("{alone}\n\n{alone}"), "picture");
    let inline = "#inline-picture(\"/b.png\", alt: \"a\")";
    check("- 甲![a](b.png){位置=右}", &format!("#bullets(tight: true, [甲{inline}])"), "picture");
    let two = "甲![a](b.png){位置=右}![a](b.png){位置=左}";
    check(two, &beside("right", "", &format!("甲{inline}")), "picture");
}

#[test]
fn blocks() {
    clean("# 一、甲\n### b", "#level(1)[一、甲]\n\n#level(3, depth: 2)[b]");
    clean("> 甲\n>\n> 乙", "#quotation[甲\n\n乙]");
    clean("```rust\na\n\n \"b\"\n```\n甲", "#code-block(\"a\\n\\n \\\"b\\\"\")\n\n甲");
    clean("- 甲\n- 乙", "#bullets(tight: true, [甲], [乙])");
    clean("- 甲\n\n- 乙", "#bullets(tight: false, [甲], [乙])");
    clean(
        "3. 甲\n   - 乙\n4.",
        "#numbered(start: 3, tight: true, [甲\n\n#bullets(tight: true, [乙])], [])",
    );
    clean("甲\n\n<!-- 注 -->\n\n乙", "甲\n\n乙");
    clean("<!-- 注 --> 甲", "甲");
}

#[test]
fn tables() {
    clean(
        "|a|b|c|\n|:-|:-:|-:|\n|1|**2**||",
        "#grid-table(columns: 3, align: (\"left\", \"center\", \"right\"), \
         header: ([a], [b], [c]), [1], [#strong[2]], [])",
    );
    clean(
        "|a|\n|-|\n|x\\|y|",
        "#grid-table(columns: 1, align: (\"auto\",), header: ([a],), [x\\|y])",
    );
    check(
        "|a|\n|-|\n|1|2|",
        "#grid-table(columns: 1, align: (\"auto\",), header: ([a],), [1\\|2])",
        "table",
    );
}

#[test]
fn widths_titles_and_merged_cells() {
    let two = "#grid-table(columns: 2, align: (\"auto\", \"auto\")";
    clean(
        "|a|b|\n|--|---|\n|1|2|",
        &format!("{two}, widths: (2, 3), header: ([a], [b]), [1], [2])"),
    );
    clean(
        "|a|b|\n|--|:-:|\n|1|2|",
        "#grid-table(columns: 2, align: (\"auto\", \"center\"), widths: (2, 1), header: ([a], [b]), [1], [2])",
    );
    clean(
        "> |a|b|\n> |--|---|",
        &format!("#quotation[{two}, widths: (2, 3), header: ([a], [b]), inside: true)]"),
    );
    clean(": 甲\n\n|a|b|\n|--|--|", &format!("{two}, title: [甲], header: ([a], [b]))"));
    clean("|a|b|\n|--|--|\n\n: 甲", &format!("{two}, title: [甲], header: ([a], [b]))"));
    clean(
        "|a|b|\n|--|--|\n\n: 甲\n\n|c|d|\n|--|--|",
        &format!(
            "{two}, header: ([a], [b]))\n\n#blank(1)\n\n{two}, title: [甲], header: ([c], [d]))"
        ),
    );
    clean(
        "表2　**甲**\n\n|a|b|\n|--|--|",
        &format!("{two}, title: [表2　#strong[甲]], header: ([a], [b]))"),
    );
    clean("表2说明甲。\n\n|a|b|\n|--|--|", &format!("表2说明甲。\n\n{two}, header: ([a], [b]))"));
    clean(
        "|a|<<|\n|--|--|\n|1|2|\n|3|^^|",
        &format!(
            "{two}, header: (merged(across: 2, down: 1)[a], none), [1], merged(across: 1, down: 2)[2], [3], none)"
        ),
    );
    clean(
        "|a|b|\n|--|--|\n|^^|2|\n|3|4|",
        &format!("{two}, header: (merged(across: 1, down: 2)[a], [b], none, [2]), [3], [4])"),
    );
    clean(
        "|a|b|\n|--|--|\n|\\^^|\\<<|",
        &format!("{two}, header: ([a], [b]), [\\^\\^], [\\<\\<])"),
    );
    clean("|a|b|\n|--|--|\n|^^x|<|", &format!("{two}, header: ([a], [b]), [\\^\\^x], [\\<])"));
    for (text, cells) in [
        ("|^^|b|\n|--|--|", "header: ([\\^\\^], [b])"),
        ("|a|b|\n|--|--|\n|<<|2|", "header: ([a], [b]), [\\<\\<], [2]"),
        ("|a|<<|\n|--|--|\n|^^|2|", "header: ([a], [\\<\\<]), [\\^\\^], [2]"),
    ] {
        check(text, &format!("{two}, {cells})"), "table");
    }
}

#[test]
fn bars_without_a_rule_are_told_of() {
    check("|a|b|\n|1|2|", "\\|a\\|b\\| \\|1\\|2\\|", "table");
    check("｜甲｜乙｜\n｜1｜2｜", "｜甲｜乙｜｜1｜2｜", "table");
    clean("|a|", "\\|a\\|");
}

#[test]
fn pictures() {
    clean(
        "![甲\"*乙*](assets/1.png \"图一\")",
        "#picture(\"/assets/1.png\", alt: \"甲\\\"乙\", caption: [图一])",
    );
    clean(
        "![甲](1.png)\n![乙](2.png)",
        "#side-by-side(arguments(\"/1.png\", alt: \"甲\", caption: none), \
         arguments(\"/2.png\", alt: \"乙\", caption: none))",
    );
    clean("见![甲](1.png)。", "见#inline-picture(\"/1.png\", alt: \"甲\")。");
    check("![](a.png)", "#picture(\"/a.png\", alt: \"\", caption: none)", "picture-alt");
    check("![甲](/a.png)", "甲", "picture-outside");
    check("![](../a.png)", "\\.\\.\\/a\\.png", "picture-outside");
    check("![甲](a.bmp)", "甲", "picture");
    check("![甲](a b.png)", "\\!\\[甲\\]\\(a b\\.png\\)", "picture");
    check("![甲]（a.png）", "\\!\\[甲\\]（a\\.png）", "picture");

    let markup = to_typst(&Text::unplaced("![甲 *乙*](./a%20b.png) ![](2.png)"), "e1", false);
    let pictures: Vec<_> = markup.pictures.iter().map(|each| (&*each.path, &*each.alt)).collect();
    assert_eq!(pictures, [("a b.png", "甲 乙"), ("2.png", "")]);
}

#[test]
fn links() {
    clean("[甲](http://a/*b*)", "#link(\"http://a/*b*\")[甲]");
    clean("<https://a>", "#link(\"https://a\")[https\\:\\/\\/a]");
    clean("<a@b.cn>", "#link(\"mailto:a@b.cn\")[a\\@b\\.cn]");
    clean("[](http://a)", "#link(\"http://a\")[http\\:\\/\\/a]");
    clean("[甲][1]\n\n[1]: http://a", "#link(\"http://a\")[甲]");
    clean(
        "[![甲](1.png)](http://a)",
        "#link(\"http://a\")[#inline-picture(\"/1.png\", alt: \"甲\")]",
    );
    check("[甲](b.md)", "甲", "link");
    check("[甲](javascript:x)", "甲", "link");
    check("[甲]()", "甲", "link");
    check(&format!("[甲](http://{})", "a".repeat(2000)), "甲", "link");
    check("[注]: 说明\n\n甲", "甲", "link");
}

#[test]
fn footnotes() {
    clean("甲[^1]乙\n\n[^1]: 丙", "甲#footnote[丙]乙");
    clean("甲[^1]\n乙\n\n[^1]: 丙", "甲#footnote[丙]乙");
    clean(
        "甲[^1][^1]\n\n[^1]: 丙\n\n    丁",
        "甲#footnote[丙\n\n丁]<e1-note-1>#footnote(<e1-note-1>)",
    );
    clean("[^1]: a[^2]\n\n[^2]: b\n\n甲[^1]", "甲#footnote[a#footnote[b]]");
    check("甲[^x]", "甲\\[\\^x\\]", "footnote");
    clean("甲\\[^x]", "甲\\[\\^x\\]");
    check("甲\n\n[^1]: 乙\n\n丙", "甲\n\n乙\n\n丙", "footnote");
    check("甲[^1]\n\n[^1]: 乙[^1]", "甲#footnote[乙\\[\\^1\\]]<e1-note-1>", "footnote");
    check("[^1]: 甲[^2]\n\n[^2]: 乙[^1]", "甲#footnote[乙\\[\\^1\\]]", "footnote");
    check("甲[^1]\n\n[^1]: 乙\n\n[^1]: 丙", "甲#footnote[乙]\n\n丙", "footnote");
    clean(
        "# 甲[^1]\n\n|a[^1]|\n|-|\n\n[^1]: 乙",
        "#level(1)[甲#footnote[乙]<e1-note-1>]\n\n#grid-table(columns: 1, align: (\"auto\",), \
         header: ([a#footnote(<e1-note-1>)],), repeated: false)",
    );
}

#[test]
fn html() {
    check("甲<b>乙</b>", "甲\\<b\\>乙\\<\\/b\\>", "raw-html");
    check("甲</b>", "甲\\<\\/b\\>", "raw-html");
    check("<div>\n甲\n乙</div>\n\n丙", "\\<div\\>甲乙\\<\\/div\\>\n\n丙", "raw-html");
    check(
        "|a|\n|-|\n|<u>|",
        "#grid-table(columns: 1, align: (\"auto\",), header: ([a],), [\\<u\\>])",
        "raw-html",
    );
    check("甲\n\n<!-- 乙", "甲\n\n\\<\\!\\-\\- 乙", "raw-html");
    clean("<张三>", "\\<张三\\>");
    clean("<br>\n甲", "#linebreak()甲");
}

#[test]
fn findings_stand_in_the_order_of_the_text() {
    check(
        "![](1.png)<b>\n\n[a](b)[^x]",
        "#inline-picture(\"/1.png\", alt: \"\")\\<b\\>\n\na\\[\\^x\\]",
        "picture-alt raw-html link footnote",
    );
}

#[test]
fn levels_without_markdown() {
    clean("一、进展情况", "#level(1)[一、进展情况]");
    clean("（一）总体情况\n\n正文。", "#level(2, depth: 1)[（一）总体情况]\n\n正文。");
    clean("（一）抓落实。各级\n要**抓**。", "#emph[（一）抓落实。]各级要#strong[抓]。");
    for sentence in [
        "一、各县要抓好落实。",
        "一、如下：",
        "（一）",
        "一是一，二是二。",
        "一般情况",
        "十一月、十二月",
        "（一）抓落实；（二）抓检查。各级照办。",
        "（一）抓落实。",
    ] {
        let set = to_typst(&Text::unplaced(sentence), "e1", true).typst;
        let want =
            if sentence == "（一）" { "#level(2, depth: 1)[（一）]" } else { sentence };
        assert_eq!(set, want, "{sentence}");
    }
}

#[test]
fn lead_ins() {
    let bold = |markdown: &str| to_typst(&Text::unplaced(markdown), "e1", true).typst;
    for (markdown, typst) in [
        (
            "要求，一要抓。全县一要二要。二要管。各乡照办。",
            "要求，#strong[一要抓。]全县一要二要。#strong[二要管。]各乡照办。",
        ),
        ("二是限期完成。全县\n照办。", "#strong[二是限期完成。]全县照办。"),
        ("一是抓。二是管。三是查。各级照办。", "一是抓。二是管。三是查。各级照办。"),
        ("一是抓；二是管。各级照办。", "一是抓；二是管。各级照办。"),
        ("一是**抓**。各级照办。", "一是#strong[抓]。各级照办。"),
        ("一是抓[甲](https://a.cn)。各级。", "一是抓#link(\"https://a.cn\")[甲]。各级。"),
        ("一是抓落实。", "一是抓落实。"),
    ] {
        assert_eq!(bold(markdown), typst, "{markdown}");
    }
    assert_eq!(to_typst(&Text::unplaced("二是抓。各级。"), "e1", false).typst, "二是抓。各级。");
}
