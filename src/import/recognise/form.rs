//! 信息报送表: a dispatch in a table whose cells are labels and what they ask for.

use super::labels::Label;
use super::placing::leave_out;
use super::{Dispatch, labels, lines, masthead};
use crate::import::bare::dense;
use crate::import::document::{Block, Paragraph, Run, Table};
use crate::model::Roster;

/// What the cell beside the text says.
const TEXT: &[&str] = &["内容", "正文", "信息内容", "信息正文", "主要内容", "稿件内容"];
/// Labels whose cells say nothing of the text.
const ASIDE: &[&str] = &[
    "备注",
    "编号",
    "密级",
    "报送方式",
    "领导批示",
    "采用情况",
    "是否公开",
    "审核意见",
    "领导意见",
];
/// What is told of such cells, and of what else a form asks for.
const TOLD: &str = "表里的其他项目";
/// The most characters of a label that nobody knows.
const LABEL: usize = 10;

/// Puts the lines of a form in the place of its table. A table of anything else stays.
pub fn unfold(blocks: &mut Vec<Block>, dispatch: &mut Dispatch) {
    let at = blocks.iter().position(|block| matches!(block, Block::Table(_)));
    // Text before it: it is a table of the text.
    let Some(at) = at.filter(|at| *at <= 3) else { return };
    let form = match &blocks[at] {
        Block::Table(table) => read(table, false).or_else(|| read(table, true)),
        Block::Paragraph(_) => None,
    };
    if let Some(form) = form {
        for label in form.unused {
            leave_out("表里的项目名", &label, dispatch);
        }
        for (what, line) in form.aside {
            leave_out(what, &line, dispatch);
        }
        let lines = form.head.into_iter().chain(form.text).map(Block::Paragraph);
        blocks.splice(at..=at, lines);
    }
}

/// What a form comes to.
#[derive(Default)]
struct Form {
    /// Lines that say title, unit, date, who wrote it.
    head: Vec<Paragraph>,
    /// The text, and behind it what is no line of a head.
    text: Vec<Paragraph>,
    /// Labels that are in no line.
    unused: Vec<String>,
    /// Lines that no entry has a place for, with what they are.
    aside: Vec<(&'static str, String)>,
}

/// The lines that a form comes to; nothing when a row of it is none of a form. `open`: labels that
/// nobody knows are taken for such beside a title and a text that are.
fn read(table: &Table, open: bool) -> Option<Form> {
    let mut form = Form::default();
    let (mut labels, mut title) = (0, false);
    // What stands behind the text in the form stands behind it in the entry.
    let mut behind = Vec::new();
    for row in &table.rows {
        let filled: Vec<&Vec<Paragraph>> = row.iter().filter(|cell| is_filled(cell)).collect();
        if let [only] = filled.as_slice() {
            // The name of the form over all its columns, or the text without a label.
            let name = masthead::is_form(&shown(only));
            if name || labels >= 2 && shown(only).contains('。') && !is_labelled(only) {
                let lines = if name { &mut form.head } else { &mut form.text };
                lines.extend(only.iter().cloned());
                continue;
            }
        }
        let mut cells = filled.into_iter().peekable();
        while let Some(cell) = cells.next() {
            let label = shown(cell);
            let known = is_label(&label);
            labels += usize::from(known);
            // Label and value in one cell.
            if is_labelled(cell) && !known {
                labels += 1;
                form.head.extend(cell.iter().cloned());
                continue;
            }
            if !(known || open && may_be_label(&label)) {
                return None;
            }
            // What nothing stands beside was left blank.
            let Some(value) = cells.next_if(|cell| !is_label(&shown(cell))) else {
                form.unused.push(label);
                continue;
            };
            let bare = label.trim_end_matches(['：', ':']);
            if TEXT.contains(&plain(&label).as_str()) {
                form.unused.push(label);
                form.text.extend(value.iter().cloned());
                continue;
            }
            let line = line(bare, value);
            let named = labels::named(&plain(&label));
            title |= named == Some(Label::Title);
            let is_read = !lines::read(&line.text(), &Roster::default()).is_empty();
            match named {
                Some(Label::Other(_)) | None => {
                    let what = match named {
                        Some(Label::Other(what)) => what,
                        _ => TOLD,
                    };
                    form.aside.push((what, line.text()));
                    // Pictures are the text's.
                    let pictures = value.iter().filter(|it| it.has_pictures()).cloned();
                    behind.extend(pictures.map(|mut it| {
                        it.runs.retain(|run| run.picture().is_some());
                        it
                    }));
                }
                Some(Label::Title) => form.head.push(line),
                Some(_) if is_read => form.head.push(line),
                // 报送时间：每月5日前 is no day.
                Some(_) => behind.push(line),
            }
        }
    }
    let says = !form.head.is_empty() || !form.text.is_empty();
    let is_form = if open { title && !form.text.is_empty() } else { labels >= 2 && says };
    form.text.append(&mut behind);
    is_form.then_some(form)
}

/// Whether a cell may be the label of something that nobody knows: 是否采用.
fn may_be_label(cell: &str) -> bool {
    let label = plain(cell);
    (2..=LABEL).contains(&label.chars().count())
        && !label.contains(|c: char| c.is_ascii_digit() || "，。；！？".contains(c))
}

fn is_filled(cell: &[Paragraph]) -> bool {
    !shown(cell).is_empty() || cell.iter().any(Paragraph::has_pictures)
}

/// Whether label and value stand in one cell.
fn is_labelled(cell: &[Paragraph]) -> bool {
    let text = shown(cell);
    text.contains(['：', ':']) && !lines::read(&text, &Roster::default()).is_empty()
}

fn is_label(cell: &str) -> bool {
    let label = plain(cell);
    TEXT.contains(&label.as_str())
        || ASIDE.contains(&label.as_str())
        || labels::named(&label).is_some()
}

/// A label without blanks and colon.
fn plain(label: &str) -> String {
    let label = dense(label);
    labels::without_brackets(label.trim_end_matches(['：', ':'])).to_owned()
}

fn shown(cell: &[Paragraph]) -> String {
    let texts: Vec<String> = cell.iter().map(Paragraph::text).collect();
    texts.join(" ").trim().to_owned()
}

/// Label and value as a line; a blank where a paragraph of the value ends.
fn line(label: &str, value: &[Paragraph]) -> Paragraph {
    let words = |text: String| Run { text, ..Run::default() };
    let mut line = Paragraph::default();
    line.push(words(format!("{label}：")));
    for (index, paragraph) in value.iter().filter(|it| !it.runs.is_empty()).enumerate() {
        if index > 0 {
            line.push(words(" ".to_owned()));
        }
        paragraph.runs.iter().for_each(|run| {
            line.push(Run { text: run.text.replace('\n', " "), ..run.clone() });
        });
    }
    line
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(text: &str) -> Block {
        let paragraph = |text: &str| {
            let run = Run { text: text.to_owned(), ..Run::default() };
            Paragraph { runs: vec![run], ..Paragraph::default() }
        };
        let cell = |text: &str| text.split('¶').map(paragraph).collect::<Vec<_>>();
        let row = |row: &str| row.split('|').map(cell).collect();
        let rows = text.lines().map(|line| row(line.trim())).collect();
        Block::Table(Table { rows, ..Table::default() })
    }

    /// The lines that a form comes to, and how many were told.
    fn of(text: &str) -> (String, usize) {
        let mut blocks = vec![table(text)];
        let mut dispatch = Dispatch::default();
        unfold(&mut blocks, &mut dispatch);
        let line = |block: &Block| match block {
            Block::Paragraph(it) => it.text(),
            Block::Table(_) => "表".to_owned(),
        };
        (blocks.iter().map(line).collect::<Vec<_>>().join("¶"), dispatch.left_out.len())
    }

    #[test]
    fn forms_and_other_tables() {
        let text = "11月20日，望河县召开会议。";
        for (rows, want) in [
            (
                "报送单位|望河县水利局|报送时间|2018年11月20日\n信息标题|望河县抓好秋收||\n\
                 信息内容|11月20日，望河县召开会议。||\n撰稿人|李明|审核人|王芳\n\
                 联系电话|0349-1234567|是否公开|☑是 ☐否\n备注|附照片2张||",
                format!(
                    "报送单位：望河县水利局¶报送时间：2018年11月20日¶信息标题：望河县抓好秋收¶\
                     撰稿人：李明¶{text}"
                ),
            ),
            (
                "标题|望河县抓好秋收\n正文|11月20日，望河县召开会议。\n采用刊物|\n分管领导审签|同意报送",
                format!("标题：望河县抓好秋收¶{text}"),
            ),
            (
                "信息报送表\n题目|望河县抓好秋收|字数|300\n正文|\n11月20日，望河县召开会议。",
                format!("信息报送表¶题目：望河县抓好秋收¶{text}"),
            ),
            // Lists of dispatches, data.
            ("序号|标题|内容\n1|望河县抓好秋收|全县召开会议。", "表".to_owned()),
            ("标题|内容\n望河县抓秋收|全县召开会议。", "表".to_owned()),
            ("单位|面积\n望河县|120\n石梁县|98", "表".to_owned()),
            ("单位|时间\n望河县|11月20日", "表".to_owned()),
        ] {
            assert_eq!(of(rows).0, want, "{rows}");
        }
        // 备注, 审核人, 联系电话 and 是否公开 are told, and the label of the text.
        let (_, told) =
            of("标题|望河县抓好秋收\n内容|甲。\n备注|附照片2张\n是否公开|是\n审核人|王芳");
        assert_eq!(told, 4);
    }
}
