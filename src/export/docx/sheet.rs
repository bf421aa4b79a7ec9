//! 送审签: the first page of a copy that goes round for approval, with room for what is decided.

use std::fmt::Write;

use super::body::{Props, Writer, run};
use super::styles::Style;
use crate::compose::wording;
use crate::diagnostic::Text;
use crate::markdown::Look;

/// How many rows high the cells are that are written into by hand.
const ROOM: i64 = 3;

/// A row: labels and what stands beside them, and how many rows high it is.
struct Row {
    cells: Vec<(&'static str, String)>,
    high: i64,
}

impl Writer<'_> {
    /// The sheet, on a page of its own that has no number.
    pub fn sheet(&mut self) {
        let issue = self.copy.issue;
        let name = |name: &Option<Text>| name.as_ref().map_or(String::new(), |it| it.value.clone());
        let copies = issue.distribution.copies.map(|copies| format!("{copies} 份"));
        let title = format!("{}　{}", issue.masthead.plain_name(), wording::number(issue));
        let signed = &issue.sign_off;
        let one = |label, said: String, high| Row { cells: vec![(label, said)], high };
        let two = |first: (&'static str, String), second: (&'static str, String), high| Row {
            cells: vec![first, second],
            high,
        };
        let mut rows = vec![
            one("简　报", title, 2),
            two(("印发日期", wording::date(issue)), ("份　数", copies.unwrap_or_default()), 1),
            two(("拟　稿", name(&signed.editor)), ("核　稿", name(&signed.reviewer)), ROOM),
            one("签　发", name(&signed.approver), ROOM),
        ];
        let to = wording::tail(issue).map(|tail| tail.recipients).unwrap_or_default();
        if !to.is_empty() {
            let said: Vec<String> =
                to.iter().map(|(label, units)| format!("{label}：{units}")).collect();
            rows.push(one("发送单位", said.join(" "), 2));
        }
        rows.push(one("修改意见", String::new(), 2 * ROOM));
        let head = self.marked("x_s", "", &run(&Look::default(), "送审签"));
        let props = Props { after: self.page.row, ..Props::default() };
        self.paragraph(Style::Title, &props, &head);
        let table = self.sheet_table(&rows);
        self.put_table(&table);
        self.end_sheet();
    }

    fn sheet_table(&mut self, rows: &[Row]) -> String {
        let width = self.page.width();
        let label = 5 * self.page.cell;
        let half = width / 2 - label;
        let columns = [label, half, label, width - 2 * label - half];
        let mut out =
            format!("<w:tbl><w:tblPr><w:tblW w:w=\"{width}\" w:type=\"dxa\"/><w:tblBorders>");
        for side in ["top", "left", "bottom", "right", "insideH", "insideV"] {
            let _ = write!(
                out,
                "<w:{side} w:val=\"single\" w:sz=\"6\" w:space=\"0\" w:color=\"auto\"/>"
            );
        }
        out.push_str("</w:tblBorders><w:tblLayout w:type=\"fixed\"/></w:tblPr><w:tblGrid>");
        for column in columns {
            let _ = write!(out, "<w:gridCol w:w=\"{column}\"/>");
        }
        out.push_str("</w:tblGrid>");
        let style = Style::Normal.id();
        for (index, row) in rows.iter().enumerate() {
            let _ = write!(
                out,
                "<w:tr><w:trPr><w:cantSplit/><w:trHeight w:val=\"{}\" w:hRule=\"atLeast\"/></w:trPr>",
                row.high * self.page.row
            );
            for (at, (what, said)) in row.cells.iter().enumerate() {
                let (span, wide) = match row.cells.len() {
                    1 => ("<w:gridSpan w:val=\"3\"/>", width - label),
                    _ => ("", if at == 0 { half } else { width - 2 * label - half }),
                };
                let name = format!("s{index}{at}");
                let what = self.marked(&format!("x_{name}"), "", &run(&Look::default(), what));
                // What somebody writes here is told when the copy comes back.
                let said = self.marked(&format!("h_{name}"), said, &run(&Look::default(), said));
                let _ = write!(
                    out,
                    "<w:tc><w:tcPr><w:tcW w:w=\"{label}\" w:type=\"dxa\"/><w:vAlign w:val=\"center\"/>\
                     </w:tcPr><w:p><w:pPr><w:pStyle w:val=\"{style}\"/><w:jc w:val=\"center\"/>\
                     </w:pPr>{what}</w:p></w:tc><w:tc><w:tcPr><w:tcW w:w=\"{wide}\" w:type=\"dxa\"/>{span}\
                     <w:vAlign w:val=\"center\"/></w:tcPr><w:p><w:pPr><w:pStyle w:val=\"{style}\"/>\
                     <w:jc w:val=\"left\"/></w:pPr>{said}</w:p></w:tc>"
                );
            }
            out.push_str("</w:tr>");
        }
        out.push_str("</w:tbl>");
        out
    }
}
