//! The text of an entry: paragraphs, lists, tables and footnotes, in their order.

use std::collections::BTreeMap;
use std::fmt::Write;

use super::body::{Props, Writer, field, run};
use super::parts;
use super::styles::{Style, indent};
use crate::markdown::{Flow, FlowBlock, Line, LineSort, Look, Piece, Seen};

/// What stands in an entry that its lines refer to.
struct Body<'f> {
    flow: &'f Flow,
    /// What its paragraphs are called before their number.
    name: String,
    /// The footnotes that were written, by their index: their numbers in the copy.
    written: BTreeMap<usize, usize>,
    /// Those that are being written.
    open: Vec<usize>,
}

impl Writer<'_> {
    /// The blocks of a text; `label` stands before the first of them. Tables of one that is `aside` have
    /// pages on their sides.
    pub fn text(&mut self, flow: &Flow, name: &str, plain: Style, label: &str, aside: bool) {
        let mut body =
            Body { flow, name: name.to_owned(), written: BTreeMap::new(), open: Vec::new() };
        let mut label = label.to_owned();
        // Lists with numbers, by their place in the text.
        let mut lists = BTreeMap::new();
        for block in &flow.blocks {
            match block {
                FlowBlock::Line(line) => {
                    let before = self.before(0);
                    self.line(
                        line,
                        plain,
                        before,
                        &std::mem::take(&mut label),
                        &mut lists,
                        &mut body,
                    );
                }
                FlowBlock::Pictures(figures) => self.figures(figures, name),
                FlowBlock::Table(table) => {
                    if aside {
                        self.end_section(false);
                        self.width = self.page.side_width();
                    }
                    let table = self.table(table, &mut |writer, line| writer.runs(line, &mut body));
                    self.put_table(&table);
                    if aside {
                        self.end_section(true);
                        self.width = self.page.width();
                    }
                }
                FlowBlock::Rule => {
                    let props = Props {
                        borders: "<w:pBdr><w:bottom w:val=\"single\" w:sz=\"4\" w:space=\"0\" \
                                  w:color=\"auto\"/></w:pBdr>"
                            .to_owned(),
                        exact: Some(self.page.row / 2),
                        after: self.page.row - self.page.row / 2,
                        indent: {
                            let side = self.width * 3 / 10;
                            format!("<w:ind w:left=\"{side}\" w:right=\"{side}\"/>")
                        },
                        ..Props::default()
                    };
                    self.paragraph(Style::Normal, &props, "");
                }
            }
        }
    }

    fn line(
        &mut self,
        line: &Line,
        plain: Style,
        before: i64,
        label: &str,
        lists: &mut BTreeMap<usize, usize>,
        body: &mut Body<'_>,
    ) {
        let mut props = Props { before, ..Props::default() };
        let style = match line.sort {
            LineSort::Heading(level) => Style::Level(level),
            LineSort::Code => Style::Code,
            _ if line.lists > 0 => Style::Item,
            _ if line.quotes > 0 => Style::Quote,
            _ => plain,
        };
        if style == Style::Item {
            let level = (line.lists - 1).min(8);
            match line.item {
                Some(mark) => {
                    let list = match mark.start {
                        None => parts::DOTS,
                        Some(start) => *lists.entry(mark.list).or_insert_with(|| {
                            self.starts.push(start);
                            parts::DOTS + self.starts.len()
                        }),
                    };
                    props.list = Some((level, list));
                }
                None => {
                    let cells = i64::try_from(2 * (level + 1) + 1).unwrap_or(3);
                    props.indent = indent(cells * 100, 0, &self.page);
                }
            }
        }
        let name = format!("{}p{}", body.name, line.number);
        if self.is_new(&name) {
            props.mark = self.new_end();
        }
        let mut runs = self.runs(line, body);
        if let Some(figure) = &line.beside {
            runs.insert_str(0, &self.floating(figure));
        }
        self.paragraph(style, &props, &format!("{label}{runs}"));
        self.gone_behind(&name);
    }

    /// A paragraph that is gone stands behind the last one.
    pub fn behind_gone(&mut self) {
        (self.last, self.after) = (None, 0);
    }

    /// The runs of a line within its bookmark.
    fn runs(&mut self, line: &Line, body: &mut Body<'_>) -> String {
        let name = format!("{}p{}", body.name, line.number);
        let pieces = if self.is_new(&name) {
            let pieces = self.pieces(&line.pieces, body);
            self.inserted(&pieces)
        } else {
            let mut out = String::new();
            for (piece, is_new, gone) in self.cut(&name, &line.pieces) {
                out.push_str(&self.deleted(&gone));
                let runs = self.pieces(std::slice::from_ref(&piece), body);
                out.push_str(&if is_new { self.inserted(&runs) } else { runs });
            }
            out
        };
        let refers = line.pieces.iter().any(|piece| matches!(piece.shown, Seen::Note(_)));
        if !body.open.is_empty() && refers {
            // A note within a note is written out: what the paragraph says is not what its author wrote.
            return self.marked(&format!("x_{name}"), "", &pieces);
        }
        self.marked(&name, &line.text(), &pieces)
    }

    fn pieces(&mut self, pieces: &[Piece], body: &mut Body<'_>) -> String {
        let mut out = String::new();
        for Piece { shown, look, .. } in pieces {
            let runs = match shown {
                Seen::Text(text) => run(look, text),
                Seen::Break => "<w:r><w:br/></w:r>".to_owned(),
                Seen::Note(at) => self.note(*at, body),
                Seen::Picture(figure) => self.in_line(figure),
            };
            match &look.link {
                Some(address) if leads(address) => {
                    let id = self.relate("hyperlink", address.clone(), true);
                    let _ = write!(out, "<w:hyperlink r:id=\"{id}\">{runs}</w:hyperlink>");
                }
                _ => out.push_str(&runs),
            }
        }
        out
    }

    /// The mark of a footnote; the first one brings the text of the note along.
    fn note(&mut self, at: usize, body: &mut Body<'_>) -> String {
        let flow = body.flow;
        let blocks = flow.notes.get(at).map_or(&[][..], Vec::as_slice);
        if !body.open.is_empty() {
            if body.open.contains(&at) {
                return String::new();
            }
            // Word knows no footnotes of footnotes.
            body.open.push(at);
            let mut out = run(&Look::default(), "（");
            for line in lines_of(blocks) {
                out.push_str(&self.pieces(&line.pieces, body));
            }
            body.open.pop();
            out.push_str(&run(&Look::default(), "）"));
            return out;
        }
        if let Some(number) = body.written.get(&at) {
            let target = format!("{}_f{number}", self.prefix);
            return field(
                &format!("NOTEREF {target} \\f \\h"),
                "①",
                "<w:rPr><w:rStyle w:val=\"FootnoteReference\"/></w:rPr>",
                false,
            );
        }
        self.note_count += 1;
        let number = self.note_count;
        body.written.insert(at, number);
        body.open.push(at);
        self.in_note = true;
        let mut note = format!("<w:footnote w:id=\"{number}\">");
        let lines = lines_of(blocks);
        let mark =
            "<w:r><w:rPr><w:rStyle w:val=\"FootnoteReference\"/></w:rPr><w:footnoteRef/></w:r>";
        let properties = Props::default().written(Style::Footnote);
        if lines.is_empty() {
            let _ = write!(note, "<w:p>{properties}{mark}</w:p>");
        }
        for (index, line) in lines.into_iter().enumerate() {
            let mark = if index == 0 { mark } else { "" };
            let runs = self.runs(line, body);
            let _ = write!(note, "<w:p>{properties}{mark}{runs}</w:p>");
        }
        note.push_str("</w:footnote>");
        self.in_note = false;
        body.open.pop();
        self.notes.push_str(&note);
        let reference = format!(
            "<w:r><w:rPr><w:rStyle w:val=\"FootnoteReference\"/></w:rPr>\
             <w:footnoteReference w:id=\"{number}\"/></w:r>"
        );
        let target = format!("{}_f{number}", self.prefix);
        self.within(&target, &reference)
    }
}

/// The lines of a note: pictures have no place there, and tables are read row by row.
fn lines_of(blocks: &[FlowBlock]) -> Vec<&Line> {
    let mut lines = Vec::new();
    blocks.iter().for_each(|block| block.lines(&mut lines));
    lines
}

/// Whether Word can follow an address.
fn leads(address: &str) -> bool {
    let plain = |c: char| c.is_ascii_graphic() && !"<>\"{}|\\^`".contains(c);
    ["http://", "https://", "mailto:"].iter().any(|scheme| address.starts_with(scheme))
        && address.chars().all(plain)
        && address.matches('#').count() < 2
        && !address.contains(['[', ']'])
}
