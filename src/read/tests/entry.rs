//! Entries, in both forms.

use crate::diagnostic::{Checked, Text};
use crate::model::{Column, Entry, FieldValue};
use crate::read::entry::parse_entry;

use super::{file, told};

fn columns() -> Vec<Column> {
    [
        ("inspection", None, "inspection"),
        ("county", Some("县区动态"), "update"),
        ("misc", Some("其他"), "自定义"),
    ]
    .map(|(id, title, kind)| Column {
        id: id.to_owned(),
        title: title.map(Text::unplaced),
        mark: None,
        kind: Text::unplaced(kind),
    })
    .into()
}

#[track_caller]
fn check_file(path: &str, text: &str, want: &str) -> Option<Entry> {
    let Checked { value, diagnostics } = parse_entry(&file(path, text), Some(&columns()));
    assert_eq!(told(&diagnostics, false), want, "{text}");
    value
}

#[track_caller]
fn check(text: &str, want: &str) -> Option<Entry> {
    check_file("2018/028/10-x.md", text, want)
}

fn value(text: Option<Text>) -> String {
    text.map(|text| text.value).unwrap_or_default()
}

#[test]
fn markdown_with_front_matter() {
    let entry = check(
        "---\r\n栏目：县区动态\r\n标题: \u{3000}山阴县|第一\r\n日期: 2018年11月25日\r\n---\r\n正文\r\n",
        "?2:3 full-width-colon 「栏目」后面用了全角冒号，已按半角处理 | 把「：」改成半角冒号加空格「: 」",
    );
    let entry = entry.expect("an entry");
    assert_eq!((entry.column, entry.kind.as_str(), entry.file.as_str()), (1, "update", "10-x.md"));
    assert_eq!(entry.date.map(|date| date.to_string()).as_deref(), Some("2018-11-25"));
    assert_eq!(entry.body.as_str(), "正文\r\n");
    assert_eq!(entry.body.whole().map(|span| span.line_column()), Some((6, 1)));
    let title = entry.title.expect("a title");
    assert_eq!(
        (title.as_str(), title.whole().map(|span| span.line_column())),
        ("山阴县|第一", Some((3, 6)))
    );
}

#[test]
fn yaml_entries() {
    let text = "column: inspection\nleader: {name: 张祥, post: 秘书长}\nmeasures:\n  - 立即\n  - >\n    成立\n    小组\nbody: |\n  甲\n\n  乙\n";
    let entry = check_file("a.YAML", text, "").expect("an entry");
    assert_eq!(entry.measures.iter().map(Text::as_str).collect::<Vec<_>>(), ["立即", "成立小组"]);
    assert_eq!(entry.body.as_str(), "甲\n\n乙\n");
    let at = entry.body.as_str().find('乙').expect("there");
    assert_eq!(entry.body.span(at..at + 3).map(|span| span.line_column()), Some((11, 3)));
    assert_eq!(value(entry.leader.and_then(|leader| leader.post)), "秘书长");
    let entry = check_file("a.yml", "column: county\ntitle: 山阴县\n  第一时间\nbody: x", "")
        .expect("an entry");
    assert_eq!(value(entry.title), "山阴县第一时间");
}

#[test]
fn kinds_and_columns() {
    let head = |lines: &str| format!("---\n{lines}title: t\n---\nx");
    for (lines, column, kind) in [
        ("kind: update\n", 1, "update"),
        ("column: 其他\n", 2, "自定义"),
        ("column: county\nkind: report\n", 1, "report"),
    ] {
        let entry = check(&head(lines), "").expect("an entry");
        assert_eq!((entry.column, entry.kind.as_str()), (column, kind), "{lines}");
    }
    check(
        &head(""),
        "1:1 unknown-column 稿件没有写明栏目 | 补上一行「栏目: …」，可用的栏目：inspection、县区动态、其他",
    );
    check(
        &head("column:\n"),
        "2:1 unknown-column 稿件没有写明栏目 | 补上一行「栏目: …」，可用的栏目：inspection、县区动态、其他",
    );
    check(
        &head("栏目: 县区动太\n"),
        "2:5 unknown-column 没有栏目「县区动太」 | 是不是「县区动态」？",
    );
    check(
        &head("栏目: 啊\nfoo: 1\n"),
        "2:5 unknown-column 没有栏目「啊」 | 可用的栏目：inspection、县区动态、其他",
    );
    let only = [columns().remove(1)];
    assert!(parse_entry(&file("a.md", &head("")), Some(&only)).diagnostics.is_empty());
    assert!(parse_entry(&file("a.md", &head("column: 乱\n")), None).diagnostics.is_empty());
}

#[test]
fn fields_of_new_kinds() {
    let entry =
        check("---\ncolumn: misc\ntitle: t\n表: [1, {甲: 乙}]\n空:\n---\nx", "").expect("an entry");
    assert_eq!(entry.fields.keys().map(String::as_str).collect::<Vec<_>>(), ["空", "表"]);
    let FieldValue::List(items) = &entry.fields["表"] else { panic!("a list") };
    assert!(matches!(&items[0], FieldValue::Text(text) if text.as_str() == "1"));
    check(
        "---\ncolumn: county\ntitle: t\n表: 1\n---\nx",
        "4:1 unknown-key 不认识的项目「表」 | 可用的项目：类型、栏目、标题、来源、日期、作者、领导、地点、事项、措施、正文、横排、暂缓、原稿",
    );
    check(
        "---\ncolumn: county\n标提: t\n---\nx",
        "3:1 unknown-key 不认识的项目「标提」 | 是不是「标题」？",
    );
}

#[test]
fn a_head_that_is_nearly_there() {
    for (fence, place) in [("——", "1:1"), ("----", "1:1"), ("－－－", "1:1")] {
        check(
            &format!("{fence}\n标题: t\n栏目: 县区动态\n---\nx"),
            &format!(
                "{place} unclosed-front-matter 项目区的第一行「{fence}」不是三个半角减号 | 把这一行改成「---」，项目区最后一行也一样"
            ),
        );
    }
    check(
        "标题: t\n栏目: 县区动态\n---\nx",
        "1:1 unclosed-front-matter 项目区前面缺少一行「---」 | 在这一行前面加一行「---」（三个半角减号），项目区后面也要有一行",
    );
    check("\n\n---\n标题: t\n栏目: 县区动态\n---\nx", "");
}

#[test]
fn a_misspelt_column_is_told_of_once() {
    let slip = "unknown-key 不认识的项目「栏木」 | 是不是「栏目」？";
    check("---\n栏木: 县区动态\n标题: t\n---\nx", &format!("2:1 {slip}"));
    check("---\n类型: update\n栏木: 县区动态\n标题: t\n---\nx", &format!("3:1 {slip}"));
}

#[test]
fn what_an_entry_must_have() {
    check(
        "---\ncolumn: county\ntitle:\n---\nx",
        "3:1 missing-title 稿件没有标题 | 补上一行「标题: …」（或「title: …」）",
    );
    check(
        "---\ncolumn: inspection\n---\nx",
        "1:1 missing-title 稿件没有标题 | 补上一行「标题: …」（或「title: …」）",
    );
    check(
        "---\ncolumn: inspection\nleader: {post: 市长}\n---\nx",
        "3:10 missing-key 领导缺少「姓名」 | 补上一行「姓名: …」（或「name: …」）：姓名",
    );
    check(
        "---\ncolumn: county\ntitle: t\n---\n \u{3000}\n",
        "4:1 empty-entry 稿件没有正文 | 在「---」下面写正文",
    );
    check("---\ncolumn: county\ntitle: t\nmeasures: [一]\n---\n", "");
    check_file(
        "a.yaml",
        "column: county\ntitle: t\nbody:\n",
        "3:1 empty-entry 稿件没有正文 | 补上「body: |」，正文从下一行开始，每行前加两个空格",
    );
    check(
        "---\ncolumn: county\ntitle: t\nbody: y\n---\nx",
        "4:1 wrong-value Markdown 稿件的正文写在项目区下面，项目区里不用「body」 | 把正文移到第二个「---」下面，删去这一项",
    );
    check(
        "---\ncolumn: county\ntitle: [山阴]\ndate: 2018-11-31\n---\nx",
        "3:8 wrong-value 「title」应是一段文字，这里是列表 | 写成「title: 内容」；内容以「[」「{」开头时放进引号\n4:7 wrong-date 日期「2018-11-31」不存在：11月没有31日 | 年月日都要写，用阿拉伯数字，例如 2018-11-27 或 2018年11月27日",
    );
}

#[test]
fn heads_that_are_not() {
    let entry = check(
        "山阴县\n正文",
        "1:1 missing-title 稿件没有项目区，不知道标题和栏目 | 在文件最前面加上四行：",
    );
    assert_eq!(entry.expect("an entry").body.as_str(), "山阴县\n正文");
    let entry = check(
        "---\ncolumn: county\ntitle: t\n\n正文",
        "1:1 unclosed-front-matter 项目区没有结束 | 在最后一个项目下面加一行「---」，正文从它的下一行开始",
    );
    let entry = entry.expect("an entry");
    assert_eq!((entry.body.as_str(), value(entry.title).as_str()), ("正文", "t"));
    check(
        "---\n",
        "1:1 unclosed-front-matter 项目区没有结束 | 在最后一个项目下面加一行「---」，正文从它的下一行开始",
    );
    let entry = check(
        "---\ntitle: \"t\n...\n正文",
        "2:8 yaml-syntax 引号没有成对 | 在这段文字末尾补上同样的半角引号",
    );
    assert_eq!(entry.expect("an entry").body.as_str(), "正文");
    assert!(check_file("a.yaml", "- x", "1:3 wrong-value 稿件应是一行一行的「项目: 内容」，这里是列表 | 每行写成「项目: 内容」，可用的项目：类型、栏目、标题、来源、日期、作者、领导、地点、事项、措施、正文、横排、暂缓、原稿").is_none());
}

#[test]
fn held_entries_stay_out() {
    assert!(check("---\n暂缓: 是\nfoo: 1\n---\n", "").is_none());
    assert!(check("---\ncolumn: county\nhold: no\ntitle: t\n---\nx", "").is_some());
    check(
        "---\ncolumn: county\nhold: 也许\ntitle: t\n---\nx",
        "3:7 wrong-value 「hold」应是「是」或「否」，这里写的是「也许」 | 写成 true（是）或 false（否）",
    );
}
