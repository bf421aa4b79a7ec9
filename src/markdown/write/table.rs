//! A table as a call of the page library.

use crate::markdown::tree::{Kind, Node};

use super::{Noted, Writer, array};

impl Writer<'_> {
    pub(super) fn table(&mut self, node: &Node) {
        let Kind::Table { alignments, widths, heads } = &node.kind else { return };
        let sides = alignments.iter().map(|each| match each {
            pulldown_cmark::Alignment::None => "\"auto\"",
            pulldown_cmark::Alignment::Left => "\"left\"",
            pulldown_cmark::Alignment::Center => "\"center\"",
            pulldown_cmark::Alignment::Right => "\"right\"",
        });
        let sides = array(&sides.collect::<Vec<_>>());
        let count = alignments.len();
        let call = format!("#grid-table(columns: {count}, align: {sides}");
        self.output.put(&call, node.range.start);
        if !widths.is_empty() {
            let widths: Vec<String> = widths.iter().map(usize::to_string).collect();
            self.output.put_end(&format!(", widths: ({})", widths.join(", ")));
        }
        let outer = self.noted.is_none().then(|| self.noted = Some(Noted::default()));
        let (title, rows) = match node.children.split_first() {
            Some((first, rows)) if matches!(first.kind, Kind::Title) => (Some(first), rows),
            _ => (None, node.children.as_slice()),
        };
        if let Some(title) = title {
            self.output.put(", title: [", title.range.start);
            self.output.begin_line();
            self.inlines(&title.children);
            self.output.put_end("]");
        }
        self.rows(rows, *heads, outer.is_some());
        if rows.iter().take(*heads).any(leads_elsewhere) {
            self.output.put_end(", repeated: false");
        }
        self.put_notes(outer.is_some());
        self.output.put_end(if self.depth > 1 { ", inside: true)" } else { ")" });
    }

    fn rows(&mut self, rows: &[Node], heads: usize, outer: bool) {
        self.depth += 2;
        let starts = group_starts(rows);
        for (index, row) in rows.iter().enumerate() {
            if let Some(noted) = self.noted.as_mut().filter(|_| outer) {
                noted.part = starts[index];
            }
            let header = index < heads;
            if index == 0 {
                self.output.put(", header: (", row.range.start);
            }
            for (at, cell) in row.children.iter().enumerate() {
                let comma = if index == 0 && at == 0 { "" } else { ", " };
                match cell.kind {
                    Kind::Covered => self.output.put(&format!("{comma}none"), cell.range.start),
                    Kind::Cell { across, down } if across > 1 || down > 1 => {
                        let call = format!("{comma}merged(across: {across}, down: {down})[");
                        self.cell(&call, cell);
                    }
                    _ => self.cell(&format!("{comma}["), cell),
                }
            }
            if header && index + 1 == heads.min(rows.len()) {
                let cells: usize = rows[..=index].iter().map(|row| row.children.len()).sum();
                self.output.put_end(if cells == 1 { ",)" } else { ")" });
            }
        }
        self.depth -= 2;
    }

    fn cell(&mut self, call: &str, cell: &Node) {
        self.output.put(call, cell.range.start);
        self.output.begin_line();
        if !self.pictures_in_cell(&cell.children) {
            self.inlines(&cell.children);
        }
        self.output.put_end("]");
    }
}

/// Whether a link or the mark of a footnote is in it.
fn leads_elsewhere(node: &Node) -> bool {
    matches!(node.kind, Kind::Link(_) | Kind::Reference(_))
        || node.children.iter().any(leads_elsewhere)
}

/// For each row the first of those with which it is one, as cells go over them: a table is never parted
/// within such.
fn group_starts(rows: &[Node]) -> Vec<usize> {
    let (mut starts, mut start, mut end) = (Vec::with_capacity(rows.len()), 0, 0);
    for (index, row) in rows.iter().enumerate() {
        if index >= end {
            start = index;
        }
        let down = row.children.iter().map(|cell| match cell.kind {
            Kind::Cell { down, .. } => down,
            _ => 1,
        });
        end = end.max(index + down.max().unwrap_or(1));
        starts.push(start);
    }
    starts
}
