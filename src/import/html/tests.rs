//! Pages as programs save them, and what is read of them.

use super::*;
use crate::import::clean;
use crate::import::document::{Align, Joined, Paragraph, Script};

/// What was read, one block a line: `~`, `^` and `_` before what is struck, raised or lowered.
fn shown(page: &str) -> String {
    let mut document = read(page, &mut |_| None).expect("a page");
    clean::document(&mut document);
    let blocks = document.blocks.iter().map(|block| match block {
        Block::Paragraph(paragraph) => line(paragraph),
        Block::Table(table) => {
            let joined = table.joined();
            let cell = |(cell, joined): (&Vec<Paragraph>, &Joined)| match joined {
                Joined::Own => cell.iter().map(line).collect::<Vec<_>>().join("/"),
                Joined::Left => "<<".to_owned(),
                Joined::Above => "^^".to_owned(),
            };
            let row = |(row, joined): (&Vec<Vec<Paragraph>>, &Vec<Joined>)| {
                row.iter().zip(joined).map(cell).collect::<Vec<_>>().join("|")
            };
            format!("[{}]", table.rows.iter().zip(&joined).map(row).collect::<Vec<_>>().join(";"))
        }
    });
    blocks.collect::<Vec<_>>().join("\n")
}

fn line(paragraph: &Paragraph) -> String {
    let mut out = String::new();
    out.push_str(if paragraph.bullet.is_some() { "- " } else { "" });
    for run in &paragraph.runs {
        out.push_str(if run.struck { "~" } else { "" });
        out.push_str(match run.script {
            Script::Line => "",
            Script::Raised => "^",
            Script::Lowered => "_",
        });
        if let Some(note) = run.note() {
            out.push_str(&format!("({note})"));
        }
        out.push_str(&run.text);
    }
    out.replace('\n', "⏎")
}

/// What was told, one kind a line.
fn told(page: &str) -> String {
    let document = read(page, &mut |_| None).expect("a page");
    let lines = document.dropped.iter().map(|(what, left)| what.told(left));
    lines.collect::<Vec<_>>().join("\n")
}

#[test]
fn text_as_it_is_shown() {
    let cases = [
        ("<p>甲<s>乙</s>丙<del>丁</del><strike>戊</strike>", "甲~乙丙~丁戊"),
        ("<p>甲<span style='text-decoration-line:line-through'>乙<b>丙</b></span>", "甲~乙~丙"),
        ("<style>.x{text-decoration:line-through red}</style><p>甲<i class=x>乙</i>", "甲~乙"),
        ("<p>m<sup>2</sup>H<sub>2</sub>O", "m²H₂O"),
        ("<p>m<span style='vertical-align: Super'>2</span>", "m²"),
        (
            "<p>甲<span style='display : none'>乙</span><i hidden>丙</i><b aria-hidden=true>丁</b>",
            "甲丁",
        ),
        (
            "<style>.x{visibility:hidden}#y{display:none}</style><p>甲乙丙丁<b class=x>乙</b><b id=y>丙</b>",
            "甲乙丙丁",
        ),
        (
            "<div style='visibility:hidden'>甲<b style='visibility:visible'>乙</b></div><p>丙丁戊己庚辛",
            "乙\n丙丁戊己庚辛",
        ),
        ("<p>甲<span style='font-size:0'>乙</span><span style='mso-hide:all'>丙</span>", "甲"),
        ("<p style='font-size:0'>甲<span style='font-size:16px'>乙</span>", "乙"),
        ("<ruby>旮<rp>(</rp><rt>gā</rt><rp>)</rp></ruby>", "旮"),
        ("<p>甲\n  乙 丙\n3 4\n5<span> 丁 </span> 戊", "甲乙 丙3 4 5 丁 戊"),
        ("<p>甲<q>乙</q>&nbsp;&lt;丙&gt;&#20108;&hellip;", "甲“乙” <丙>二…"),
        ("<dl><dt>甲<dd>乙<dd>丙</dl>", "甲\n乙\n丙"),
        ("<div>甲<br>　　乙<br>&nbsp;&nbsp;丙<br>丁", "甲\n乙\n丙⏎丁"),
        ("<p>甲<br>乙<br><br>丙", "甲⏎乙\n丙"),
        ("<pre>甲  乙\n\n丙</pre>", "甲  乙\n丙"),
        ("<pre>甲\n乙</pre><pre>丙<b>丁</b>\n戊</pre>", "甲\n乙\n丙丁\n戊"),
        ("<p><input type=checkbox checked>是<input type=radio>否", "☑是☐否"),
        (
            "<p>共<select><option>一<option selected>二</select>个，<input value=三>，<textarea>四</textarea>",
            "共二个，三，四",
        ),
        ("<form><p>甲</form><fieldset><legend>乙</legend>丙</fieldset>", "甲\n乙\n丙"),
        (
            "<math><mfrac><mn>1</mn><mn>2</mn></mfrac></math><math><msqrt><mn>2</mn></msqrt></math>",
            "1/2【待补：公式】",
        ),
        ("<p>甲<video src=a></video>", "甲【待补：此处原有视频】"),
        ("<p>甲<iframe width=1 height=1></iframe><svg width=16><path/></svg>", "甲"),
        (
            "<span style='display:block'>甲</span><span style='display:block'>乙</span><div style='display:inline'>丙</div>",
            "甲\n乙\n丙",
        ),
    ];
    for (page, wanted) in cases {
        assert_eq!(shown(page), wanted, "{page}");
    }
}

#[test]
fn lists_as_they_are_numbered() {
    let cases = [
        ("<ol><li>甲<li>乙</ol>", "1.甲\n2.乙"),
        ("<ol start=3 type=a><li>甲<li value=9>乙<li>丙", "c.甲\ni.乙\nj.丙"),
        ("<ol reversed><li>甲<li>乙<li>丙", "3.甲\n2.乙\n1.丙"),
        ("<ol type=I><li><p>甲</p><p>乙</p><li>丙", "I.甲\n乙\nII.丙"),
        (
            "<ol style='list-style:none'><li>甲</ol><ul style='list-style-type:none'><li>乙",
            "甲\n乙",
        ),
        ("<ol style='list-style-type:simp-chinese-informal'><li>甲<li>乙", "一、甲\n二、乙"),
        ("<ul><li>甲<ol><li>乙</ol><li>丙", "- 甲\n1.乙\n- 丙"),
        ("<style>ul{list-style:none}</style><ul><li>甲<ol><li>乙</ol>", "甲\n1.乙"),
        ("<ol><li><li>乙</ol>丙", "2.乙\n丙"),
        ("<ol><li>3个乡镇<li>abc", "1. 3个乡镇\n2. abc"),
    ];
    for (page, wanted) in cases {
        assert_eq!(shown(page), wanted, "{page}");
    }
}

#[test]
fn tables_keep_their_places() {
    let cases = [
        ("<table><tr><td>甲<td>乙<br>丙<tr><td><p>丁<p>戊<td>己", "[甲|乙/丙;丁/戊|己]"),
        // A cell that fills the end of the next row.
        ("<table><tr><td>甲<td rowspan=2>乙<tr><td>丙<tr><td>丁<td>戊", "[甲|乙;丙|^^;丁|戊]"),
        ("<table><tr><td rowspan=0>甲<td>乙<tr><td>丙<tr><td>丁", "[甲|乙;^^|丙;^^|丁]"),
        (
            "<table><caption>名</caption><thead><tr><th>甲<th>乙<tbody><tr><td colspan=2>丙",
            "名\n[甲|乙;丙|<<]",
        ),
        (
            "<table><tr><td colspan=2 rowspan=2>甲<td>乙<tr><td>丙<tr></tr><tr><td rowspan=2>丁<td>戊<td>己<tr><td>庚<td>辛",
            "[甲|<<|乙;^^|<<|丙;丁|戊|己;^^|庚|辛]",
        ),
        ("<table><tr><td>甲<tr><td>乙", "甲\n乙"),
        ("<table><tr><td><table><tr><td>甲<td>乙</table></table>", "[甲|乙]"),
        ("<table><tr><td>甲<td><table><tr><td>乙<td>丙</table></table>", "[甲|乙/丙]"),
        ("<table><tr><td>甲<td><ul><li>乙<li>丙</ul></table>", "[甲|•乙/•丙]"),
        ("<table><tr style='display:none'><td>甲<td>乙<tr><td>丙<td>丁", "[丙|丁]"),
        ("<table><tr><td>甲乙<td>丙<hr>丁</table>", "[甲乙|丙/丁]"),
    ];
    for (page, wanted) in cases {
        assert_eq!(shown(page), wanted, "{page}");
    }
}

#[test]
fn what_programs_write_of_revisions_and_notes() {
    let word = "<p>各组要<a href='#_ftn1' name='_ftnref1'><span>[1]</span></a>压<del cite=x datetime=y>紧</del><ins \
        cite=x datetime=y>实</ins>责任<span style='mso-special-character:comment'><a class=msocomanchor \
        href='#_msocom_1'>[甲1]</a></span>。</p><div style='mso-element:footnote-list'><hr><div \
        style='mso-element:footnote' id=ftn1><p><a href='#_ftnref1' name='_ftn1'>[1]</a> 注文</p></div></div>\
        <div style='mso-element:comment-list'><div style='mso-element:comment'><div id='_com_1'><p><a \
        class=msocomoff href='#_msoanchor_1'>[甲1]</a>再核实</p></div></div></div>";
    assert_eq!(shown(word), "各组要(0)压实责任。");
    let document = read(word, &mut |_| None).expect("a page");
    assert_eq!(document.notes[0][0].text().trim(), "注文");
    assert_eq!(
        told(word),
        "修订中删去的文字 1 处，没有用：「紧」\n修订中添上的文字 1 处，已用上：「实」\n批注 1 条，没有用：「再核实」"
    );
    let pandoc = "<p>甲<a href='#fn1' class=footnote-ref id=fnref1><sup>1</sup></a>乙</p><section><hr><ol>\
        <li id=fn1><p>注文。<a href='#fnref1'>↩︎</a></p></li></ol></section>";
    assert_eq!(shown(pandoc), "甲(0)乙");
    assert_eq!(
        told("<p>甲<sup><a href='#_ftn9'>[9]</a></sup>"),
        "脚注或尾注的记号 1 个，没有对应的内容，没有用：「[9]」"
    );
    assert_eq!(shown("<p class=MsoToc1>一、总体 1<p>一、总体"), "一、总体");
    let bare = "<p>甲<sup><a href='#_ftn1'>[1]</a></sup>乙<div id=_ftn1><p>[1] 注文</div>";
    assert_eq!(shown(bare), "甲(0)乙");
    assert_eq!(read(bare, &mut |_| None).expect("a page").notes[0][0].text().trim(), "注文");
    // Links within a page that are no marks of notes.
    assert_eq!(
        shown("<p><a href='#b' id=a>转到第二部分</a><p id=b>乙<a href='#a'>返回</a>"),
        "转到第二部分\n乙返回"
    );
}

#[test]
fn what_is_kept_plain_is_told() {
    let cases = [
        (
            "<p>甲<mark>乙</mark>丙<font color=red>丁</font>",
            "彩色的文字 1 处，文字留下了，颜色没有用：「丁」\n加了底色的文字 1 处，文字留下了，底色没有用：「乙」",
        ),
        (
            "<p style='color:#333'>甲<span style='background:yellow'>乙<b>丙</b></span>",
            "加了底色的文字 1 处，文字留下了，底色没有用：「乙丙」",
        ),
        ("<p>甲<a href=b style='color:blue'>乙</a>", ""),
        ("<p>甲<s>乙</s>", "有删除线的文字 1 处，留下了，标了删除线：「乙」"),
        ("<p>甲<ruby>乙<rt>yǐ</rt></ruby>", "注音 1 处，没有用：「乙（yǐ）」"),
        ("<p>甲乙丙<button>打印</button>", "网页上没有选的选项、按钮 1 处，没有用：「打印」"),
        ("<p>甲乙丙丁<i style='display:none'>丙</i>", "隐藏的文字 1 处，没有用：「丙」"),
    ];
    for (page, wanted) in cases {
        assert_eq!(told(page), wanted, "{page}");
    }
}

const SENTENCE: &str = "11月20日，望河县召开会议，安排部署各项工作，要求抓好落实。";

#[test]
fn the_article_and_what_stands_around_it() {
    let page = format!(
        "<title>望河县推进春耕_望河县人民政府</title><header><a href=/>首页</a></header>\
         <div class=w><div class=t>望河县推进春耕</div><div>来源：石梁镇　2018-11-20 浏览：9</div>\
         <div id=zoom><p>{SENTENCE}</p><p>{SENTENCE}</p></div><div><a href=/a>上一篇</a></div></div>\
         <footer>版权所有</footer>"
    );
    let text = format!("望河县推进春耕\n来源：石梁镇　2018-11-20 浏览：9\n{SENTENCE}\n{SENTENCE}");
    assert_eq!(shown(&page), text);
    assert_eq!(told(&page), "网页上正文以外的文字 3 处，没有用：「首页」「上一篇」「版权所有」");
    // What is no page of a site is read whole.
    assert_eq!(
        shown(&format!("<div>封面</div><div><p>{SENTENCE}<p>{SENTENCE}</div>")),
        format!("封面\n{SENTENCE}\n{SENTENCE}")
    );
    // A form around the whole of a page, and the head of an article of its own.
    let page = format!(
        "<form><nav><a href=a>甲</a></nav><article><header><h1>标题几个字</h1></header><p>{SENTENCE}</article></form>"
    );
    assert_eq!(shown(&page), format!("标题几个字\n{SENTENCE}"));
    // Saved before it was shown.
    let page = format!(
        "<h1>标题几个字</h1><div id=js_content style='visibility: hidden; opacity: 0;'><section><p>{SENTENCE}</section></div>"
    );
    assert_eq!(shown(&page), format!("标题几个字\n{SENTENCE}"));
    assert!(told(&page).contains("已照读"));
}

#[test]
fn the_name_of_a_page_stands_for_its_title() {
    let of = |body: &str| {
        let page = format!("<title>望河县推进春耕备耕_望河县</title>{body}");
        let document = read(&page, &mut |_| None).expect("a page");
        let titles = document.blocks.into_iter().filter_map(|block| match block {
            Block::Paragraph(it) if it.is_title => Some(it.text()),
            _ => None,
        });
        titles.collect::<String>()
    };
    assert_eq!(of(&format!("<p>望河县<p>望河县推进春耕备耕<p>{SENTENCE}")), "望河县推进春耕备耕");
    assert_eq!(of(&format!("<p>{SENTENCE}")), "望河县推进春耕备耕");
    assert_eq!(of(&format!("<h1>别的标题</h1><p>{SENTENCE}")), "");
    assert_eq!(of(&format!("<p align=center>别的标题几个字<p>{SENTENCE}")), "");
}

#[test]
fn no_nesting_loses_text() {
    for page in [
        (0..400).map(|at| format!("<div><p>第{at}段")).collect::<String>(),
        (0..900).map(|at| format!("<div><span>第{at}段</span>")).collect(),
        (0..300).map(|at| format!("<blockquote><ul><li>第{at}段")).collect(),
        (0..200).map(|at| format!("<table><tr><td>第{at}段")).collect(),
    ] {
        let text = shown(&page);
        let wanted = page.matches('第').count();
        assert_eq!(
            (text.matches('第').count(), text.contains("第199段")),
            (wanted, true),
            "{}",
            &page[..40]
        );
    }
    assert!(read(&"<div>".repeat(100_000), &mut |_| None).is_none());
}

#[test]
fn looks_by_the_sheets() {
    let page =
        "<style>.t{text-align:center;font:bold 22pt 方正小标宋简体}</style><p class=t>标题</p>";
    let document = read(page, &mut |_| None).expect("a page");
    let Some(Block::Paragraph(title)) = document.blocks.first() else { panic!("a paragraph") };
    assert_eq!((title.align, title.is_bold(), title.size()), (Align::Center, true, Some(22.0)));
    assert_eq!(title.runs[0].face, "方正小标宋简体");
}
