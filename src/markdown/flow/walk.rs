//! From the tree of a text to what it shows.

use std::ops::Range;

use super::shown::{
    CellSide, Figure, Figures, Flow, FlowBlock, FlowCell, FlowTable, ItemMark, Line, LineSort,
    Look, Piece, Shown,
};
use crate::markdown::join::Join;
use crate::markdown::tree::{Kind, Node, Note};

/// What blocks and their notes show.
pub(in crate::markdown) fn of_tree(nodes: &[Node], notes: &[Note]) -> Flow {
    let of = |note: &Note| {
        note.definition.as_ref().map(|definition| definition.nodes.clone()).unwrap_or_default()
    };
    let here = |note: &Note| if note.in_place { of(note) } else { Vec::new() };
    let mut walk = Walk {
        numbers: 0,
        lists: 0,
        in_place: notes.iter().map(here).collect(),
        is_in_place: notes.iter().map(|note| note.in_place).collect(),
        names: notes.iter().map(|note| note.name.clone()).collect(),
    };
    let blocks = walk.blocks(nodes, Place::default());
    let apart = notes.iter().map(|note| {
        let nodes = if note.in_place { Vec::new() } else { of(note) };
        walk.blocks(&nodes, Place::default())
    });
    Flow { blocks, notes: apart.collect() }
}

/// What a block stands in.
#[derive(Clone, Copy, Default)]
struct Place {
    quotes: usize,
    lists: usize,
}

struct Walk {
    numbers: usize,
    lists: usize,
    /// The texts of notes that nothing refers to, by their index; none for others.
    in_place: Vec<Vec<Node>>,
    is_in_place: Vec<bool>,
    names: Vec<String>,
}

impl Walk {
    fn number(&mut self) -> usize {
        self.numbers += 1;
        self.numbers
    }

    fn blocks(&mut self, nodes: &[Node], place: Place) -> Vec<FlowBlock> {
        let mut out = Vec::new();
        let mut rest = nodes;
        while let Some(first) = rest.first() {
            let inline = rest.iter().take_while(|node| node.kind.is_inline()).count();
            if inline > 0 {
                self.paragraph(&rest[..inline], LineSort::Text, place, &mut out);
                rest = &rest[inline..];
            } else {
                self.block(first, place, &mut out);
                rest = &rest[1..];
            }
        }
        put_beside(&mut out);
        out
    }

    fn block(&mut self, node: &Node, place: Place, out: &mut Vec<FlowBlock>) {
        match &node.kind {
            Kind::Paragraph => self.paragraph(&node.children, LineSort::Text, place, out),
            Kind::Heading(level) => {
                self.paragraph(&node.children, LineSort::Heading(*level), place, out);
            }
            Kind::Quote => {
                let place = Place { quotes: place.quotes + 1, ..place };
                out.extend(self.blocks(&node.children, place));
            }
            Kind::CodeBlock => self.code(node, place, out),
            Kind::List { start } => self.list(node, *start, place, out),
            Kind::Table { .. } => out.push(FlowBlock::Table(self.table(node, place))),
            Kind::Rule => out.push(FlowBlock::Rule),
            Kind::Definition(at) => {
                let nodes = self.in_place.get_mut(*at).map(std::mem::take).unwrap_or_default();
                out.extend(self.blocks(&nodes, place));
            }
            _ => out.extend(self.blocks(&node.children, place)),
        }
    }

    fn list(&mut self, node: &Node, start: Option<u64>, place: Place, out: &mut Vec<FlowBlock>) {
        let mark = ItemMark { list: self.lists, start };
        self.lists += 1;
        let inside = Place { lists: place.lists + 1, ..place };
        for item in &node.children {
            let mut blocks = self.blocks(&item.children, inside);
            if !matches!(blocks.first(), Some(FlowBlock::Line(line)) if line.item.is_none()) {
                // An item that begins with something else has an empty line of its own.
                let line = Line {
                    number: self.number(),
                    quotes: inside.quotes,
                    lists: inside.lists,
                    range: item.range.start..item.range.start,
                    ..Line::default()
                };
                blocks.insert(0, FlowBlock::Line(line));
            }
            if let Some(FlowBlock::Line(line)) = blocks.first_mut() {
                line.item = Some(mark);
            }
            out.extend(blocks);
        }
    }

    fn code(&mut self, node: &Node, place: Place, out: &mut Vec<FlowBlock>) {
        let mut lines: Vec<Vec<Piece>> = vec![Vec::new()];
        for child in &node.children {
            let Kind::Text(text) = &child.kind else { continue };
            let exact = text.len() == child.range.len();
            let mut at = child.range.start;
            for part in text.split_inclusive('\n') {
                let shown = part.trim_end_matches(['\n', '\r']);
                let range = if exact { at..at + shown.len() } else { child.range.clone() };
                at += part.len();
                if let Some(line) = lines.last_mut().filter(|_| !shown.is_empty()) {
                    let shown = Shown::Text(shown.to_owned());
                    line.push(Piece { shown, look: Look::default(), range });
                }
                if part.ends_with('\n') {
                    lines.push(Vec::new());
                }
            }
        }
        if lines.last().is_some_and(Vec::is_empty) {
            lines.pop();
        }
        for pieces in lines {
            let range = extent(&pieces, node.range.start);
            let (number, sort) = (self.number(), LineSort::Code);
            let Place { quotes, lists } = place;
            out.push(FlowBlock::Line(Line {
                number,
                sort,
                quotes,
                lists,
                pieces,
                range,
                ..Line::default()
            }));
        }
    }

    fn table(&mut self, node: &Node, place: Place) -> FlowTable {
        let Kind::Table { alignments, widths, heads } = &node.kind else {
            return FlowTable::default();
        };
        let sides = alignments.iter().map(|side| match side {
            pulldown_cmark::Alignment::None => None,
            pulldown_cmark::Alignment::Left => Some(CellSide::Left),
            pulldown_cmark::Alignment::Center => Some(CellSide::Center),
            pulldown_cmark::Alignment::Right => Some(CellSide::Right),
        });
        let mut table = FlowTable {
            sides: sides.collect(),
            widths: widths.clone(),
            heads: *heads,
            ..FlowTable::default()
        };
        for row in &node.children {
            if matches!(row.kind, Kind::Title) {
                table.title =
                    Some(self.line(&row.children, LineSort::TableTitle, place, row.range.clone()));
                continue;
            }
            let cells = row.children.iter().map(|cell| match cell.kind {
                Kind::Covered => FlowCell::Covered,
                Kind::Cell { across, down } => {
                    let line = self.line(&cell.children, LineSort::Cell, place, cell.range.clone());
                    FlowCell::Cell { across, down, line: Box::new(line) }
                }
                _ => {
                    let line = self.line(&cell.children, LineSort::Cell, place, cell.range.clone());
                    FlowCell::Cell { across: 1, down: 1, line: Box::new(line) }
                }
            });
            let cells = cells.collect();
            table.rows.push(cells);
        }
        table
    }

    /// One line, whatever stands in it.
    fn line(&mut self, nodes: &[Node], sort: LineSort, place: Place, range: Range<usize>) -> Line {
        let mut open = Open::default();
        self.inlines(nodes, &Look::default(), &mut open);
        open.part();
        let mut pieces = Vec::new();
        for (_, part) in open.done {
            if !pieces.is_empty() {
                let at = extent(&part, range.start).start;
                pieces.push(Piece { shown: Shown::Break, look: Look::default(), range: at..at });
            }
            pieces.extend(part);
        }
        let Place { quotes, lists } = place;
        Line { number: self.number(), sort, quotes, lists, pieces, range, ..Line::default() }
    }

    fn paragraph(
        &mut self,
        nodes: &[Node],
        sort: LineSort,
        place: Place,
        out: &mut Vec<FlowBlock>,
    ) {
        let mut open = Open::default();
        self.inlines(nodes, &Look::default(), &mut open);
        open.part();
        for (beside, pieces) in open.done {
            let number = self.number();
            let range = extent(&pieces, nodes.first().map_or(0, |node| node.range.start));
            let is_picture = |piece: &Piece| matches!(piece.shown, Shown::Picture(_));
            let is_blank = |piece: &Piece| match &piece.shown {
                Shown::Text(text) => text.trim().is_empty(),
                shown => matches!(shown, Shown::Break),
            };
            if pieces.iter().any(is_picture)
                && pieces.iter().all(|it| is_picture(it) || is_blank(it))
            {
                let figures = pieces.into_iter().filter_map(|piece| match piece.shown {
                    Shown::Picture(figure) => Some(figure),
                    _ => None,
                });
                let figures = figures.collect();
                out.push(FlowBlock::Pictures(Figures { number, figures, range }));
                continue;
            }
            let Place { quotes, lists } = place;
            let beside = beside.filter(|_| !pieces.is_empty());
            if !pieces.is_empty() {
                out.push(FlowBlock::Line(Line {
                    number,
                    sort,
                    quotes,
                    lists,
                    beside,
                    pieces,
                    range,
                    item: None,
                }));
            }
        }
    }

    fn inlines(&self, nodes: &[Node], look: &Look, open: &mut Open) {
        for node in nodes {
            self.inline(node, look, open);
        }
    }

    fn inline(&self, node: &Node, look: &Look, open: &mut Open) {
        let within = |change: &dyn Fn(&mut Look), open: &mut Open| {
            let mut look = look.clone();
            change(&mut look);
            self.inlines(&node.children, &look, open);
        };
        let range = node.range.clone();
        match &node.kind {
            Kind::Text(text) | Kind::Code(text) => open.text(text, look, range),
            Kind::Break(Join::Nothing) => {}
            Kind::Break(Join::Space) => open.space(look, range),
            Kind::Break(Join::Line) if open.pieces.is_empty() => {}
            Kind::Break(Join::Line) => {
                open.pieces.push(Piece { shown: Shown::Break, look: look.clone(), range });
            }
            Kind::Break(Join::Paragraph) => open.part(),
            Kind::Emphasis => within(&|look| look.emphasis = true, open),
            Kind::Strong => within(&|look| look.strong = true, open),
            Kind::Strike => within(&|look| look.struck = true, open),
            Kind::Script { raised } => within(&|look| look.raised = Some(*raised), open),
            Kind::Link(address) => within(&|look| look.link = Some(address.clone()), open),
            Kind::Picture { path, caption, width, side } => {
                let mut alt = Open::default();
                self.inlines(&node.children, look, &mut alt);
                let words = alt.pieces.iter().filter_map(|piece| match &piece.shown {
                    Shown::Text(text) => Some(text.as_str()),
                    Shown::Break => Some(" "),
                    _ => None,
                });
                let figure = Figure {
                    path: path.clone(),
                    alt: words.collect(),
                    caption: caption.clone(),
                    width: *width,
                    side: *side,
                    range: range.clone(),
                };
                if figure.side.is_some() && open.beside.is_none() && !open.has_text() {
                    open.beside = Some(figure.clone());
                }
                open.pieces.push(Piece {
                    shown: Shown::Picture(figure),
                    look: look.clone(),
                    range,
                });
            }
            Kind::Reference(at) if self.is_in_place.get(*at) == Some(&false) => {
                open.pieces.push(Piece { shown: Shown::Note(*at), look: look.clone(), range });
            }
            Kind::Reference(at) => {
                let name = self.names.get(*at).map_or("", String::as_str);
                open.text(&format!("[^{name}]"), look, range);
            }
            _ => self.inlines(&node.children, look, open),
        }
    }
}

/// A paragraph that is being read.
#[derive(Default)]
struct Open {
    pieces: Vec<Piece>,
    beside: Option<Figure>,
    /// Those before it that an indent parted.
    done: Vec<(Option<Figure>, Vec<Piece>)>,
}

impl Open {
    fn has_text(&self) -> bool {
        self.pieces.iter().any(|piece| matches!(piece.shown, Shown::Text(_)))
    }

    fn at_start(&self) -> bool {
        self.pieces.last().is_none_or(|piece| matches!(piece.shown, Shown::Break))
    }

    fn text(&mut self, text: &str, look: &Look, range: Range<usize>) {
        // White space at the head of a line is an indent, which is the page's to set.
        let shown = if self.at_start() { text.trim_start() } else { text };
        if shown.is_empty() {
            return;
        }
        let skipped = text.len() - shown.len();
        let exact = text.len() == range.len();
        let range = if exact { range.start + skipped..range.end } else { range };
        // Whatever it is, it is shown as a blank.
        let shown = shown.replace(['\t', '\n', '\r'], " ");
        self.pieces.push(Piece { shown: Shown::Text(shown), look: look.clone(), range });
    }

    fn space(&mut self, look: &Look, range: Range<usize>) {
        if !self.at_start() {
            self.pieces.push(Piece {
                shown: Shown::Text(" ".to_owned()),
                look: look.clone(),
                range,
            });
        }
    }

    /// Ends the paragraph: blanks and new lines at its end show nothing.
    fn part(&mut self) {
        while let Some(last) = self.pieces.last_mut() {
            match &mut last.shown {
                Shown::Break => {}
                Shown::Text(text) => {
                    let kept = text.trim_end().len();
                    if text.len() == last.range.len() {
                        last.range.end -= text.len() - kept;
                    }
                    text.truncate(kept);
                    if kept > 0 {
                        break;
                    }
                }
                _ => break,
            }
            self.pieces.pop();
        }
        let mut pieces = std::mem::take(&mut self.pieces);
        let beside = self.beside.take();
        if beside.is_some() {
            // It stands beside the text, if there is any, and in no line of it.
            let aside = pieces.iter().position(|piece| matches!(piece.shown, Shown::Picture(_)));
            if let Some(at) = aside.filter(|_| pieces.len() > 1) {
                pieces.remove(at);
                while pieces.first().is_some_and(|piece| matches!(piece.shown, Shown::Break)) {
                    pieces.remove(0);
                }
            }
        }
        self.done.push((beside, pieces));
    }
}

/// Puts a picture that stands alone beside the paragraph behind it, where its author wants it there.
fn put_beside(blocks: &mut Vec<FlowBlock>) {
    let mut at = 0;
    while at + 1 < blocks.len() {
        let figure = match (&blocks[at], &blocks[at + 1]) {
            (FlowBlock::Pictures(Figures { figures, .. }), FlowBlock::Line(line))
                if figures.len() == 1
                    && line.sort == LineSort::Text
                    && line.lists == 0
                    && line.beside.is_none() =>
            {
                figures.first().filter(|figure| figure.side.is_some()).cloned()
            }
            _ => None,
        };
        if let (Some(figure), Some(FlowBlock::Line(line))) = (figure, blocks.get_mut(at + 1)) {
            line.beside = Some(figure);
            blocks.remove(at);
        }
        at += 1;
    }
}

/// From the first byte of a line to behind its last.
fn extent(pieces: &[Piece], otherwise: usize) -> Range<usize> {
    let start = pieces.first().map_or(otherwise, |piece| piece.range.start);
    start..pieces.last().map_or(start, |piece| piece.range.end).max(start)
}
