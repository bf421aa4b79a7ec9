//! Pages of sites and of accounts as their programs build them: the article, its frame, what is told.

use super::*;
use crate::import::clean;

const ONE: &str = "12月1日，望河县召开推进会。";
const TWO: &str = "县长出席。";
const LONG: &str = "11月20日，望河县召开会议，安排部署各项工作，要求抓好落实。";

/// The paragraphs that are read, the title in 〖〗.
fn shown(page: &str) -> String {
    let mut document = read(page, &mut |_| None).expect("a page");
    clean::document(&mut document);
    let lines = document.blocks.iter().map(|block| match block {
        Block::Paragraph(it) if it.is_title || it.level == Some(1) => format!("〖{}〗", it.text()),
        Block::Paragraph(it) => it.text().replace('\n', "⏎"),
        Block::Table(table) => {
            let cells = table.rows.iter().flatten().flatten();
            cells.map(|it| it.text()).collect::<Vec<_>>().join("|")
        }
    });
    lines.collect::<Vec<_>>().join("\n")
}

/// What is told, kind by kind: the words as they were left out.
fn told(page: &str, what: Dropped) -> String {
    let document = read(page, &mut |_| None).expect("a page");
    document.dropped.get(&what).map_or_else(String::new, |left| left.said.join("¦"))
}

#[test]
fn frames_however_they_are_built() {
    let text = format!("<p>{ONE}</p><p>{TWO}</p>");
    let title = "望河县召开推进会";
    let named = format!("<title>{title}-望河县人民政府</title>");
    let wanted = format!("〖{title}〗\n2018-12-01 来源：望河日报\n{ONE}\n{TWO}");
    for (before, behind) in [
        ("<ul><li><a href=/>首页</a><li><a href=/x>政务公开</a></ul>", ""),
        ("<div id=nav><a>首页</a><a>要闻</a><a>县区</a></div>", ""),
        ("<div class=menu>首页 概况 动态</div>", ""),
        ("<table><tr><td><a href=/>首页</a><td><a href=/a>要闻</a></table>", ""),
        ("<div><a href=#>登录</a> <input value=搜索词><button>搜索</button></div>", ""),
        ("<div>您现在的位置：首页 &gt; 要闻</div>", "<div>分享到：微信 微博</div>"),
        ("<center><a href=/>首页</a>｜<a href=/a>要闻</a></center>", "<p>上一篇：无<p>下一篇：无"),
        ("", "<div>相关阅读</div><ul><li><a href=1>别的新闻</a><li><a href=2>又一条</a></ul>"),
        (
            "",
            "<textarea>评论框</textarea><iframe src=x></iframe><div class=foot>主办：望河县</div>",
        ),
        ("", "<div>主办：望河县人民政府 承办：县政府办</div><p>网站标识码1400000000 ICP备1号"),
        ("<div>欢迎访问望河县人民政府网站！</div>", "<div>【打印本页】【关闭窗口】</div>"),
    ] {
        for inner in [
            format!("<h1>{title}</h1><p>2018-12-01 来源：望河日报</p>{text}"),
            format!("<div>{title}</div><div>2018-12-01 来源：望河日报</div><div>{text}</div>"),
            format!(
                "<div><h2>{title}</h2><i>2018-12-01 来源：望河日报</i><section>{text}</section></div>"
            ),
        ] {
            let page = format!("{named}<body>{before}{inner}{behind}");
            assert_eq!(shown(&page), wanted, "{page}");
            let around = told(&page, Dropped::Around);
            let is_told = |words: &str| {
                words
                    .split(['<', '>', ' '])
                    .filter(|it| it.contains('要'))
                    .all(|it| around.contains(it))
            };
            assert!(is_told(before) && is_told(behind), "{page}\n{around}");
        }
    }
}

#[test]
fn an_article_that_a_script_shows() {
    let of = |style: &str, behind: &str| {
        format!(
            "<meta property=og:title content=望河县推进清洁取暖><h1>望河县推进清洁取暖</h1>\
             <div><span>原创</span> <span>望河发布</span> <em>2018-12-01 18:00</em></div>\
             <div id=js_content style='{style}'><p>点击上方蓝字关注我们<section><p>{ONE}</section>\
             <p>来源：县委宣传部<p>编辑：李明</div>{behind}"
        )
    };
    let wanted =
        format!("〖望河县推进清洁取暖〗\n2018-12-01 18:00\n{ONE}\n来源：县委宣传部\n编辑：李明");
    for style in ["visibility: hidden", "visibility:visible", "display:none", "opacity: 0"] {
        let page = of(style, "<div>阅读 100　赞 5　在看 3</div>");
        assert_eq!(shown(&page), wanted, "{style}");
        let around = told(&page, Dropped::Around);
        for words in ["原创", "望河发布", "点击上方蓝字关注我们", "阅读 100 赞 5 在看 3"]
        {
            assert!(around.contains(words), "{style}: {around}");
        }
        let revealed = read(&page, &mut |_| None).expect("a page").dropped;
        assert_eq!(
            revealed.contains_key(&Dropped::Revealed),
            !style.contains("visible"),
            "{style}"
        );
    }
    // Of a page that hides all of itself, by whatever name.
    for page in [
        format!("<body style='display:none'><h1>望河县推进清洁取暖</h1><p>{LONG}"),
        format!(
            "<style>.app{{opacity:0}}</style><div class=app><h1>望河县推进清洁取暖</h1><p>{LONG}</div>"
        ),
    ] {
        assert_eq!(shown(&page), format!("〖望河县推进清洁取暖〗\n{LONG}"), "{page}");
    }
}

#[test]
fn parts_of_a_line_that_only_sheets_part() {
    let of = |line: &str| {
        let page = format!(
            "<title>望河县开展帮扶</title><h1>望河县开展帮扶</h1>{line}<div><p>{ONE}<p>{TWO}</div>"
        );
        let all = shown(&page);
        let lines: Vec<&str> = all.lines().collect();
        lines[1..lines.len() - 2].join("|")
    };
    for (line, wanted) in [
        (
            "<p><span>发布时间：2018-12-01</span><span>来源：望河县政府办</span></p>",
            "发布时间：2018-12-01|来源：望河县政府办",
        ),
        (
            "<div><span>发布时间：</span><span>2018-12-01</span> <span>来源：</span><i>望河县</i></div>",
            "发布时间：2018-12-01|来源：望河县",
        ),
        (
            "<div>2018-12-01 <span>来源： <a href=a>望河日报</a></span></div>",
            "2018-12-01|来源： 望河日报",
        ),
        (
            "<div>来源：望河县 时间：<b>2018</b>年<b>12</b>月1日</div>",
            "来源：望河县 时间：2018年12月1日",
        ),
    ] {
        assert_eq!(of(line), wanted, "{line}");
    }
}

#[test]
fn text_of_the_colour_of_its_ground() {
    let cases = [
        ("<p>甲<span style='color:#fff'>乙</span>丙", "甲丙", "乙"),
        ("<p>甲<font color=white>乙</font>丙", "甲丙", "乙"),
        ("<p>甲<span style='color:transparent'>乙</span>", "甲", "乙"),
        ("<p style='background:#c00'>甲<span style='color:#fff'>乙</span>", "甲乙", ""),
        ("<table><tr bgcolor=#006600><td><font color=#ffffff>甲</font><td>乙</table>", "甲|乙", ""),
        ("<p style='background:#eee'>甲<i style='color:#eeeeee'>乙</i>", "甲", "乙"),
        ("<p style='background-image:url(a.png)'><i style='color:#fff'>甲</i>", "甲", ""),
        ("<p>甲<span style='font-size:1px'>乙</span>", "甲", "乙"),
        ("<p>甲<span style='text-indent:-9999px'>乙</span>", "甲", "乙"),
        ("<p>甲<i style='color:#ccc'>乙</i><i style='color:yellow'>丙</i>", "甲乙丙", ""),
    ];
    for (page, wanted, hidden) in cases {
        assert_eq!(
            (shown(page), told(page, Dropped::Hidden)),
            (wanted.to_owned(), hidden.to_owned()),
            "{page}"
        );
    }
}

#[test]
fn what_offices_write_for_themselves() {
    let page = format!(
        "<html xmlns:w='urn:schemas-microsoft-com:office:word'><head><xml><w:WordDocument>\
         <w:View>Print</w:View></w:WordDocument></xml></head><body><p align=center>望河县召开会议</p><p>{ONE}"
    );
    assert_eq!(shown(&page), format!("望河县召开会议\n{ONE}"));
    let page = format!(
        "<meta name=generator content='LibreOffice 7'><div title=header><p>内部页眉</div><p>{ONE}<div title=footer><p>— 1 —</div>"
    );
    assert_eq!(shown(&page), ONE);
    assert_eq!(told(&page, Dropped::Header), "内部页眉¦— 1 —");
}

#[test]
fn texts_that_look_like_frames_stay() {
    let page = format!(
        "<title>望河县召开推进会</title><div><a href=/>首页</a><a href=/a>要闻</a></div><h1>望河县召开推进会</h1>\
         <div><p>{LONG}<p>附件：<a href=a.doc>任务分解表</a><p>望河县水利局<p>2018年12月1日</div>"
    );
    assert_eq!(
        shown(&page),
        format!("〖望河县召开推进会〗\n{LONG}\n附件：任务分解表\n望河县水利局\n2018年12月1日")
    );
    // Boxes of one kind are one text, however long each is.
    let page = format!(
        "<div class=nav><a href=/>首页</a></div><div><div class=s><p>{LONG}{LONG}{LONG}</div><div class=s><p>{TWO}</div></div>"
    );
    assert!(shown(&page).ends_with(TWO), "{}", shown(&page));
}
