//! 报尾: to whom the issue goes, and who printed it, at the foot of the last page.

use std::fmt::Write;

use super::body::{Props, Writer, run};
use super::page::twips;
use super::styles::Style;
use crate::compose::wording::{self, Tail};
use crate::markdown::Look;

/// 四号, in pt.
const SIZE: f64 = 14.0;
/// Eighths of a point: 0.35 mm and 0.25 mm (7.4.1).
const THICK: u32 = 8;
const THIN: u32 = 6;

impl Writer<'_> {
    /// The tail, as a table that stands at the foot of the page that the text ends on.
    pub fn tail(&mut self) {
        let Some(tail) = wording::tail(self.copy.issue) else {
            self.close();
            return;
        };
        let table = self.tail_table(&tail);
        self.put_table(&table);
        self.close();
    }

    /// A document ends in a paragraph.
    fn close(&mut self) {
        if self.out.ends_with("</w:tbl>") || self.out.is_empty() {
            self.paragraph(Style::Normal, &Props { exact: Some(20), ..Props::default() }, "");
        }
    }

    fn tail_table(&mut self, tail: &Tail) -> String {
        let width = self.page.width();
        let cell = self.page.cell;
        let right = if tail.right.is_empty() { 0 } else { width * 2 / 5 };
        let left = width - right;
        let columns: &[i64] = if right > 0 { &[left, right] } else { &[left] };
        let border = |side: &str, size: u32| {
            format!("<w:{side} w:val=\"single\" w:sz=\"{size}\" w:space=\"0\" w:color=\"auto\"/>")
        };
        let rows = i64::try_from(tail.recipients.len()).unwrap_or(0) + 1;
        let (top, bottom) = (border("top", THICK), border("bottom", THICK));
        // Floating, so that it stands at the foot whatever stands above it.
        let mut out = format!(
            "<w:tbl><w:tblPr><w:tblpPr w:leftFromText=\"0\" w:rightFromText=\"0\" w:vertAnchor=\"margin\" \
             w:horzAnchor=\"margin\" w:tblpX=\"0\" w:tblpYSpec=\"bottom\"/>\
             <w:tblW w:w=\"{width}\" w:type=\"dxa\"/><w:tblBorders>{top}{bottom}</w:tblBorders>\
             <w:tblLayout w:type=\"fixed\"/><w:tblCellMar><w:left w:w=\"{cell}\" w:type=\"dxa\"/>\
             <w:right w:w=\"{cell}\" w:type=\"dxa\"/></w:tblCellMar></w:tblPr><w:tblGrid>"
        );
        for column in columns {
            let _ = write!(out, "<w:gridCol w:w=\"{column}\"/>");
        }
        out.push_str("</w:tblGrid>");
        for (index, (label, units)) in tail.recipients.iter().enumerate() {
            // What follows stands under the first unit.
            let hang = twips(SIZE) * (i64::try_from(label.chars().count()).unwrap_or(1) + 1);
            let said = format!("{label}：{units}");
            let runs = run(&Look::default(), &said);
            let marked = self.marked(&format!("r_{index}"), &said, &runs);
            let span = if right > 0 { "<w:gridSpan w:val=\"2\"/>" } else { "" };
            let _ = write!(
                out,
                "<w:tr><w:trPr><w:cantSplit/></w:trPr><w:tc><w:tcPr><w:tcW w:w=\"{width}\" w:type=\"dxa\"/>\
                 {span}</w:tcPr><w:p><w:pPr><w:pStyle w:val=\"{}\"/>\
                 <w:ind w:left=\"{hang}\" w:hanging=\"{hang}\"/></w:pPr>{marked}</w:p></w:tc></w:tr>",
                Style::Recipients.id()
            );
        }
        let line = if rows > 1 { border("top", THIN) } else { String::new() };
        out.push_str("<w:tr><w:trPr><w:cantSplit/></w:trPr>");
        for (column, (text, name, align)) in columns
            .iter()
            .zip([(&tail.left, "r_l", ""), (&tail.right, "r_r", "<w:jc w:val=\"right\"/>")])
        {
            let borders = if line.is_empty() {
                String::new()
            } else {
                format!("<w:tcBorders>{line}</w:tcBorders>")
            };
            let runs = run(&Look::default(), text);
            let marked = self.marked(name, text, &runs);
            let _ = write!(
                out,
                "<w:tc><w:tcPr><w:tcW w:w=\"{column}\" w:type=\"dxa\"/>{borders}<w:vAlign w:val=\"bottom\"/></w:tcPr>\
                 <w:p><w:pPr><w:pStyle w:val=\"{}\"/>{align}</w:pPr>{marked}</w:p></w:tc>",
                Style::Colophon.id()
            );
        }
        out.push_str("</w:tr></w:tbl>");
        out
    }
}
