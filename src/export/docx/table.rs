//! Tables: whole rows, cells over several columns and rows, a head that is repeated.

use std::fmt::Write;

use super::body::Writer;
use super::page::{half_points, twips};
use super::styles::Style;
use crate::compose::ems;
use crate::markdown::{CellSide, FlowCell, FlowTable, Line};

/// 四号, 小四, 五号, 小五: as in the PDF.
const SIZES: [f64; 4] = [14.0, 12.0, 10.5, 9.0];
/// On either side of a cell's text, in parts of its size.
const PAD: f64 = 0.34;
/// A column is wide enough for so many characters of any longer cell, in em.
const SHORT: f64 = 5.0;
/// Rows of a head: where there are more, it is the label of a column.
const MOST_HEADS: usize = 3;

/// How a table stands on the page.
struct Fit {
    /// Columns, in twentieths of a point.
    columns: Vec<i64>,
    /// Of its text, in pt.
    size: f64,
    pad: i64,
}

impl Writer<'_> {
    /// A table; `runs` writes the line of a cell.
    pub fn table(
        &mut self,
        table: &FlowTable,
        runs: &mut dyn FnMut(&mut Self, &Line) -> String,
    ) -> String {
        let mut out = String::new();
        let before = self.before(0);
        if let Some(title) = &table.title {
            let spacing = if before > 0 {
                format!("<w:spacing w:before=\"{before}\"/>")
            } else {
                String::new()
            };
            let runs = runs(self, title);
            let style = Style::TableTitle.id();
            let _ = write!(
                out,
                "<w:p><w:pPr><w:pStyle w:val=\"{style}\"/>{spacing}</w:pPr>{runs}</w:p>"
            );
        } else if before > 0 || self.out.ends_with("</w:tbl>") {
            // Two tables that touch would be one.
            let exact = before.max(self.page.row);
            let style = Style::Normal.id();
            let _ = write!(
                out,
                "<w:p><w:pPr><w:pStyle w:val=\"{style}\"/><w:spacing w:line=\"{exact}\" \
                 w:lineRule=\"exact\"/></w:pPr></w:p>"
            );
        }
        let fit = fit(table, self.width);
        let Fit { columns, pad, .. } = &fit;
        let _ = write!(
            out,
            "<w:tbl><w:tblPr><w:tblW w:w=\"{}\" w:type=\"dxa\"/><w:jc w:val=\"center\"/><w:tblBorders>",
            columns.iter().sum::<i64>()
        );
        for side in ["top", "left", "bottom", "right", "insideH", "insideV"] {
            let _ = write!(
                out,
                "<w:{side} w:val=\"single\" w:sz=\"4\" w:space=\"0\" w:color=\"auto\"/>"
            );
        }
        let _ = write!(
            out,
            "</w:tblBorders><w:tblLayout w:type=\"fixed\"/><w:tblCellMar>\
             <w:left w:w=\"{pad}\" w:type=\"dxa\"/><w:right w:w=\"{pad}\" w:type=\"dxa\"/></w:tblCellMar>\
             </w:tblPr><w:tblGrid>"
        );
        for column in columns {
            let _ = write!(out, "<w:gridCol w:w=\"{column}\"/>");
        }
        out.push_str("</w:tblGrid>");
        let mut spans = vec![(0, 0); columns.len()];
        for (index, row) in table.rows.iter().enumerate() {
            let head = index < table.heads && table.heads <= MOST_HEADS;
            let _ = write!(
                out,
                "<w:tr><w:trPr><w:cantSplit/><w:trHeight w:val=\"{}\" w:hRule=\"atLeast\"/>{}</w:trPr>",
                self.page.row,
                if head { "<w:tblHeader/>" } else { "" }
            );
            self.row(
                table,
                row,
                index < table.heads.min(MOST_HEADS),
                &fit,
                &mut spans,
                &mut out,
                runs,
            );
            out.push_str("</w:tr>");
        }
        out.push_str("</w:tbl>");
        out
    }

    #[expect(clippy::too_many_arguments, reason = "a row is nothing without its table")]
    fn row(
        &mut self,
        table: &FlowTable,
        row: &[FlowCell],
        bold: bool,
        fit: &Fit,
        spans: &mut [(usize, usize)],
        out: &mut String,
        runs: &mut dyn FnMut(&mut Self, &Line) -> String,
    ) {
        let mut at = 0;
        while at < fit.columns.len() {
            // (rows that a cell above still goes over, columns that it goes over)
            let (above, wide) = spans.get(at).copied().unwrap_or_default();
            let (across, merge, line) = match row.get(at) {
                Some(FlowCell::Cell { across, down, line }) => {
                    let across = (*across).clamp(1, fit.columns.len() - at);
                    if let Some(span) = spans.get_mut(at) {
                        *span = (down.saturating_sub(1), across);
                    }
                    (
                        across,
                        if *down > 1 { "<w:vMerge w:val=\"restart\"/>" } else { "" },
                        Some(line),
                    )
                }
                _ if above > 0 => {
                    if let Some(span) = spans.get_mut(at) {
                        span.0 -= 1;
                    }
                    (wide.clamp(1, fit.columns.len() - at), "<w:vMerge/>", None)
                }
                _ => (1, "", None),
            };
            let width: i64 = fit.columns.iter().skip(at).take(across).sum();
            let span = if across > 1 {
                format!("<w:gridSpan w:val=\"{across}\"/>")
            } else {
                String::new()
            };
            let side = table.sides.get(at).copied().flatten();
            let runs = line.map(|line| runs(self, line)).unwrap_or_default();
            let natural = line.map_or(0.0, |line| ems(&line.text()) * fit.size * 20.0);
            let running = !bold && natural > (width - 2 * fit.pad) as f64;
            let align = match side {
                Some(CellSide::Left) => "<w:jc w:val=\"left\"/>",
                Some(CellSide::Right) => "<w:jc w:val=\"right\"/>",
                Some(CellSide::Center) => "",
                None if running => "<w:jc w:val=\"left\"/>",
                None => "",
            };
            let _ = write!(
                out,
                "<w:tc><w:tcPr><w:tcW w:w=\"{width}\" w:type=\"dxa\"/>{span}{merge}\
                 <w:vAlign w:val=\"center\"/></w:tcPr><w:p><w:pPr><w:pStyle w:val=\"{}\"/>{align}</w:pPr>{}</w:p></w:tc>",
                Style::Cell.id(),
                looked(&runs, bold, fit.size)
            );
            at += across;
        }
    }
}

/// Runs of a cell in its size, and bold in a head.
fn looked(runs: &str, bold: bool, size: f64) -> String {
    let bold = if bold { "<w:b/><w:bCs/>" } else { "" };
    let size = if (size - SIZES[0]).abs() < 0.01 {
        String::new()
    } else {
        let size = half_points(size);
        format!("<w:sz w:val=\"{size}\"/><w:szCs w:val=\"{size}\"/>")
    };
    if bold.is_empty() && size.is_empty() {
        return runs.to_owned();
    }
    let mut out = String::with_capacity(runs.len() * 2);
    for (index, part) in runs.split("<w:rPr>").enumerate() {
        if index == 0 {
            out.push_str(part);
            continue;
        }
        let (own, rest) = part.split_once("</w:rPr>").unwrap_or((part, ""));
        // In the order of the schema: face, bold, struck, size, raised.
        let face = own.find("/>").map_or(0, |at| at + 2);
        let (face, others) = own.split_at(face);
        let others = others.strip_prefix("<w:b/><w:bCs/>").map_or((others, false), |it| (it, true));
        let strong = if others.1 { "<w:b/><w:bCs/>" } else { bold };
        let (struck, raised) = match others.0.strip_prefix("<w:strike/>") {
            Some(rest) => ("<w:strike/>", rest),
            None => ("", others.0),
        };
        let _ = write!(out, "<w:rPr>{face}{strong}{struck}{size}{raised}</w:rPr>{rest}");
    }
    out
}

/// How wide columns are: as their contents where there is room for them, else in proportion, and the text
/// gets smaller before short cells break.
fn fit(table: &FlowTable, room: i64) -> Fit {
    let count = table.sides.len().max(1);
    let mut natural = vec![1.0_f64; count];
    let mut least = vec![1.0_f64; count];
    for row in &table.rows {
        for (at, cell) in row.iter().enumerate().take(count) {
            let FlowCell::Cell { across, line, .. } = cell else { continue };
            let text = line.text();
            let widest = text.split('\n').map(ems).fold(1.0, f64::max) / *across as f64;
            for column in at..(at + across).min(count) {
                natural[column] = natural[column].max(widest);
                least[column] = least[column].max(widest.min(SHORT));
            }
        }
    }
    let whole = |ems: &[f64], size: f64| -> f64 {
        ems.iter().map(|ems| (ems + 2.0 * PAD + 0.1) * size * 20.0).sum()
    };
    let told = table.widths.len() == count;
    let room_wide = room as f64;
    let size = SIZES
        .into_iter()
        .find(|size| whole(&least, *size) <= room_wide)
        .unwrap_or(SIZES[SIZES.len() - 1]);
    let pad = twips(PAD * size) - 5;
    let of = |ems: f64| (ems + 2.0 * PAD + 0.1) * size * 20.0;
    let columns: Vec<f64> = if told {
        let all: usize = table.widths.iter().sum::<usize>().max(1);
        table.widths.iter().map(|width| *width as f64 / all as f64 * room_wide).collect()
    } else if whole(&natural, size) <= room_wide {
        natural.iter().map(|ems| of(*ems)).collect()
    } else {
        // What is left over the least is shared in proportion to what each would like to have more.
        let short: f64 = whole(&least, size);
        let over: f64 = natural.iter().zip(&least).map(|(natural, least)| natural - least).sum();
        let left = (room_wide - short).max(0.0);
        let scale = (room_wide / short).min(1.0);
        let share = |natural: f64, least: f64| {
            of(least) * scale + if over > 0.0 { left * (natural - least) / over } else { 0.0 }
        };
        natural.iter().zip(&least).map(|(natural, least)| share(*natural, *least)).collect()
    };
    Fit {
        columns: columns.into_iter().map(|column| (column as i64).max(20)).collect(),
        size,
        pad: pad.max(20),
    }
}
