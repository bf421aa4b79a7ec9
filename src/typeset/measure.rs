//! Laid-out frames → [`Measured`]: rows, rules, pictures and the page number in mm.
//!
//! What a run of text is (a paragraph, a heading, a footnote) is read from the tags that Typst leaves
//! in the frames for a tagged PDF; nothing is guessed from its looks. Judges nothing.

mod row;

use typst::introspection::{Location, Tag};
use typst::layout::{Abs, Frame, FrameItem, GroupItem, Point, Transform};
use typst::model::{
    EnumElem, FootnoteElem, FootnoteEntry, HeadingElem, ListElem, OutlineElem, ParElem, QuoteElem,
    TableElem,
};
use typst::pdf::{ArtifactElem, PdfMarkerTag};
use typst::syntax::Span as TypstSpan;
use typst::text::{SubElem, SuperElem, TextItem};
use typst::visualize::{Geometry, Shape};
use typst_layout::PagedDocument;

use super::sources::Sources;
use crate::diagnostic::Span;
use crate::measure::{Area, Measured, MeasuredPage, Note, Part, RED, Row, Rule};
use crate::model::MM_PER_PT;
use row::{Draft, ONE_ROW, Run, color, page_number};

/// How far under its row's baseline a lowered mark may stand, in mm.
const RAISED: f64 = 2.0;
/// What is raised has this part of the size of its row at most (the page library sets 0.6).
const LARGEST_RAISED: f64 = 0.75;
/// What is raised stands this part of an em above its row's baseline at most; the first row of a
/// masthead stands higher above the name.
const HIGHEST_RAISED: f64 = 0.6;
/// The label that the page library sets before a tail.
const BODY_END: &str = "body-end";

/// Measures every page.
pub fn measure(sources: &Sources, pages: &PagedDocument) -> Measured {
    let mut walk = Walk {
        place: &|glyph, c| sources.place(glyph, c).map(|place| place.span),
        open: Vec::new(),
        flows: Vec::new(),
        count: 0,
        in_tail: false,
        page: MeasuredPage::default(),
        drafts: Vec::new(),
        number: Vec::new(),
        notes: Vec::new(),
    };
    let mut measured = Measured::default();
    for (index, page) in pages.pages().iter().enumerate() {
        walk.page = MeasuredPage {
            number: index + 1,
            width: page.frame.width().to_mm(),
            height: page.frame.height().to_mm(),
            ..MeasuredPage::default()
        };
        walk.frame(&page.frame, Transform::identity());
        measured.pages.push(walk.finish());
    }
    if let Some(first) = measured.pages.first_mut() {
        mark_masthead(first);
    }
    measured.has_tail = walk.in_tail;
    measured.notes = walk.notes.into_iter().map(|(_, note)| note).collect();
    measured
}

/// An element whose beginning has been passed and whose end has not.
#[derive(Clone, Copy)]
struct Open {
    location: Location,
    kind: Kind,
    /// Tells this one from others of its kind.
    id: usize,
}

#[derive(Clone, Copy, PartialEq)]
enum Kind {
    /// Not part of the text: a page number, a rule.
    Artifact,
    Paragraph,
    Heading,
    List,
    /// An item of a list, which need not hold a paragraph.
    Item,
    Quote,
    Contents,
    Table,
    Footnote,
    /// The mark of a footnote.
    Mark,
    /// Above or below the row it stands in.
    Raised,
}

struct Walk<'a> {
    place: &'a dyn Fn((TypstSpan, u16), char) -> Option<Span>,
    open: Vec<Open>,
    /// What is open in text that stands elsewhere than it belongs (footnotes), by what it belongs to.
    flows: Vec<(Location, Vec<Open>)>,
    /// Blocks and elements so far.
    count: usize,
    in_tail: bool,
    page: MeasuredPage,
    drafts: Vec<Draft>,
    /// Runs of text that belong to no reading order, with where they stand.
    number: Vec<(Point, TextItem)>,
    /// Footnotes by the places of their marks.
    notes: Vec<(Location, Note)>,
}

impl Walk<'_> {
    fn frame(&mut self, frame: &Frame, transform: Transform) {
        self.count += 1;
        let block = self.count;
        for (position, item) in frame.items() {
            let at = transform.pre_concat(Transform::translate(position.x, position.y));
            match item {
                FrameItem::Group(group) => self.group(group, at),
                FrameItem::Tag(tag) => self.tag(tag),
                _ if !at.is_only_translate() => self.turned(item, at),
                FrameItem::Text(text) => self.text(text, Point::new(at.tx, at.ty), block),
                FrameItem::Shape(shape, _) => self.shape(shape, Point::new(at.tx, at.ty)),
                FrameItem::Image(_, size, _) => {
                    let [width, height] = [size.x, size.y].map(Abs::to_mm);
                    let (x0, y0) = (at.tx.to_mm(), at.ty.to_mm());
                    self.page.pictures.push(Area { x0, y0, x1: x0 + width, y1: y0 + height });
                }
                FrameItem::Link(..) => {}
            }
        }
    }

    fn group(&mut self, group: &GroupItem, at: Transform) {
        let at = at.pre_concat(group.transform);
        let Some(parent) = group.parent else { return self.frame(&group.frame, at) };
        let known = self.flows.iter().position(|(location, _)| *location == parent.location);
        let flow = known.map_or_else(Vec::new, |index| self.flows.swap_remove(index).1);
        let around = std::mem::replace(&mut self.open, flow);
        self.frame(&group.frame, at);
        let flow = std::mem::replace(&mut self.open, around);
        self.flows.push((parent.location, flow));
    }

    fn tag(&mut self, tag: &Tag) {
        let content = match tag {
            Tag::Start(content, _) => content,
            Tag::End(location, ..) => {
                self.open.retain(|open| open.location != *location);
                return;
            }
        };
        self.in_tail |= content.label().is_some_and(|label| label.resolve().as_str() == BODY_END);
        let kind = if content.is::<ArtifactElem>() {
            Kind::Artifact
        } else if content.is::<ParElem>() {
            Kind::Paragraph
        } else if content.is::<HeadingElem>() {
            Kind::Heading
        } else if content.is::<ListElem>() || content.is::<EnumElem>() {
            Kind::List
        } else if content.is::<PdfMarkerTag>() {
            Kind::Item
        } else if content.is::<QuoteElem>() {
            Kind::Quote
        } else if content.is::<OutlineElem>() {
            Kind::Contents
        } else if content.is::<TableElem>() {
            Kind::Table
        } else if let Some(entry) = content.to_packed::<FootnoteEntry>() {
            let page = self.page.number;
            let of = |(at, _): &&mut (Location, Note)| Some(*at) == entry.note.location();
            // Its text may come before its mark, where the page was set anew between them.
            match self.notes.iter_mut().find(of) {
                Some((_, note)) => note.text = note.text.or(Some(page)),
                None => self.notes.extend(
                    entry
                        .note
                        .location()
                        .map(|at| (at, Note { text: Some(page), ..Note::default() })),
                ),
            }
            Kind::Footnote
        } else if let Some(note) = content.to_packed::<FootnoteElem>() {
            if !note.is_ref() {
                self.mark(tag.location(), content.label().map(|label| label.resolve().to_string()));
            }
            Kind::Mark
        } else if content.is::<SuperElem>() || content.is::<SubElem>() {
            Kind::Raised
        } else {
            return;
        };
        self.count += 1;
        self.open.push(Open { location: tag.location(), kind, id: self.count });
    }

    /// Notes where the mark of a footnote stands.
    fn mark(&mut self, location: Location, label: Option<String>) {
        let mark = self.page.number;
        match self.notes.iter_mut().find(|(at, _)| *at == location) {
            Some((_, note)) => (note.mark, note.label) = (mark, label),
            None => self.notes.push((location, Note { label, mark, text: None })),
        }
    }

    fn is_open(&self, kind: Kind) -> bool {
        self.open.iter().any(|open| open.kind == kind)
    }

    /// What the text at this place belongs to.
    fn part(&self) -> Part {
        // Within a paragraph a heading is a run-in one: its row is the paragraph's.
        let heading = self
            .open
            .iter()
            .find(|open| matches!(open.kind, Kind::Heading | Kind::Paragraph))
            .is_some_and(|open| open.kind == Kind::Heading);
        if self.is_open(Kind::Footnote) {
            Part::Footnote
        } else if self.in_tail {
            Part::Tail
        } else if self.is_open(Kind::Table) {
            Part::Table
        } else if self.is_open(Kind::Contents) {
            Part::Contents
        } else if heading {
            Part::Heading
        } else if self.is_open(Kind::List) {
            Part::List
        } else if self.is_open(Kind::Quote) {
            Part::Quote
        } else if self.is_open(Kind::Paragraph) {
            Part::Body
        } else {
            Part::Other
        }
    }

    fn text(&mut self, item: &TextItem, at: Point, block: usize) {
        if self.is_open(Kind::Artifact) {
            // The leaders of a contents list stand in rows of their own text. That the list is open
            // says nothing: it may end on a later page than its last row.
            if !item.text.chars().all(|c| c == '·') {
                self.number.push((at, item.clone()));
            }
            return;
        }
        if self.is_open(Kind::Raised) {
            self.page.unseen.push(at.y.to_mm());
            if self.is_open(Kind::Mark) {
                self.page.marks.push(at.y.to_mm());
            }
            return;
        }
        let Some(run) = Run::of(item, at) else {
            self.page.unseen.push(at.y.to_mm());
            return;
        };
        let part = self.part();
        let id = |kinds: &[Kind]| {
            self.open.iter().rev().find(|open| kinds.contains(&open.kind)).map(|open| open.id)
        };
        let paragraph = match part {
            Part::List => id(&[Kind::Paragraph, Kind::Item]),
            Part::Footnote => id(&[Kind::Paragraph, Kind::Footnote]),
            _ => id(&[Kind::Paragraph]),
        };
        let heading = id(&[Kind::Heading]).filter(|_| part == Part::Heading);
        let family = item.font.font().info().family.clone();
        let same = |draft: &&mut Draft| {
            let lines_up = (draft.row.baseline - at.y.to_mm()).abs() < ONE_ROW;
            // Notes and tail never share a row with text, however near they stand.
            let apart = |part| matches!(part, Part::Footnote | Part::Tail);
            lines_up && apart(draft.row.part) == apart(part)
        };
        match self.drafts.iter_mut().rev().find(same) {
            Some(draft) => {
                let row = &mut draft.row;
                row.x0 = row.x0.min(run.x0);
                row.x1 = row.x1.max(run.x1);
                row.ink = row.ink.with(run.ink);
                row.cells += run.cells;
                row.text.push_str(&item.text);
                row.size = row.size.max(item.size.to_pt());
                // A heading that text follows in its row is a run-in one.
                if row.part == Part::Heading {
                    (row.part, row.heading) = (part, heading);
                }
                row.paragraph = paragraph.or(row.paragraph);
                draft.count(&family, run.cells);
                draft.last = run.last;
            }
            None => {
                let row = Row {
                    baseline: at.y.to_mm(),
                    x0: run.x0,
                    x1: run.x1,
                    ink: run.ink,
                    cells: run.cells,
                    mixed: false,
                    beside: false,
                    text: item.text.to_string(),
                    font: String::new(),
                    size: item.size.to_pt(),
                    color: color(&item.fill),
                    part,
                    paragraph,
                    heading,
                    block,
                    span: None,
                };
                let fonts = vec![(family, run.cells)];
                self.drafts.push(Draft { row, fonts, first: run.first, last: run.last });
            }
        }
    }

    fn shape(&mut self, shape: &Shape, at: Point) {
        let (x, y) = (at.x.to_mm(), at.y.to_mm());
        let (half, color) = shape
            .stroke
            .as_ref()
            .map_or((0.0, [0; 3]), |stroke| (stroke.thickness.to_mm() / 2.0, color(&stroke.paint)));
        let area = match shape.geometry {
            Geometry::Line(to) if to.y == Abs::zero() => {
                Area { x0: x, y0: y - half, x1: x + to.x.to_mm(), y1: y + half }
            }
            Geometry::Line(to) if to.x == Abs::zero() => {
                Area { x0: x - half, y0: y, x1: x + half, y1: y + to.y.to_mm() }
            }
            _ => {
                let bounds = shape.bbox(true);
                let [x0, x1] = [bounds.min.x, bounds.max.x].map(|edge| x + edge.to_mm());
                let [y0, y1] = [bounds.min.y, bounds.max.y].map(|edge| y + edge.to_mm());
                self.page.pictures.push(Area { x0, y0, x1, y1 });
                return;
            }
        };
        self.page.rules.push(Rule { area, color, part: self.part() });
    }

    /// The bounds of something turned, scaled or skewed; a watermark is nothing on the page.
    fn turned(&mut self, item: &FrameItem, at: Transform) {
        if self.is_open(Kind::Artifact) {
            return;
        }
        let (x, y, width, height) = match item {
            FrameItem::Text(text) => (Abs::zero(), -text.size, text.width(), text.size),
            FrameItem::Shape(shape, _) => {
                let bounds = shape.bbox(true);
                let size = bounds.size();
                (bounds.min.x, bounds.min.y, size.x, size.y)
            }
            FrameItem::Image(_, size, _) => (Abs::zero(), Abs::zero(), size.x, size.y),
            _ => return,
        };
        let corners = [(x, y), (x + width, y), (x, y + height), (x + width, y + height)];
        let corner = |(x, y)| Point::new(x, y).transform(at);
        let area = corners.map(|at| {
            let [x, y] = [corner(at).x, corner(at).y].map(Abs::to_mm);
            Area { x0: x, y0: y, x1: x, y1: y }
        });
        self.page.pictures.extend(area.into_iter().reduce(Area::with));
    }

    /// The page, now that all of it has been seen.
    fn finish(&mut self) -> MeasuredPage {
        let place = self.place;
        let mut page = std::mem::take(&mut self.page);
        page.rows = self.drafts.drain(..).map(|draft| draft.finish(place)).collect();
        page.unseen.extend(take_raised(&mut page.rows));
        page.rows.sort_by(|a, b| a.baseline.total_cmp(&b.baseline));
        for row in &mut page.rows {
            let top = row.baseline - row.size * MM_PER_PT;
            let raised = page.unseen.iter().any(|y| top < *y && *y < row.baseline + RAISED);
            let level = |area: &&Area| area.y0 < row.baseline && area.y1 > top;
            row.mixed |= raised || page.pictures.iter().any(|area| level(&area));
            let apart = |area: &Area| area.x1 <= row.x0 + ONE_ROW || area.x0 >= row.x1 - ONE_ROW;
            row.beside = page.pictures.iter().filter(level).any(apart);
        }
        page.page_number = page_number(&std::mem::take(&mut self.number));
        page
    }
}

/// Takes out what is raised or lowered beside a row by its size and place alone, and tells at which
/// heights: it is no row of its own.
fn take_raised(rows: &mut Vec<Row>) -> Vec<f64> {
    let beside = |small: &Row, row: &Row| {
        let em = row.size * MM_PER_PT;
        let away = row.baseline - small.baseline;
        let near = small.x0 < row.x1 + em && small.x1 > row.x0 - em;
        small.size < row.size * LARGEST_RAISED
            && small.part == row.part
            && near
            && (-em / 4.0..em * HIGHEST_RAISED).contains(&away)
    };
    let is_raised: Vec<bool> =
        rows.iter().map(|small| rows.iter().any(|row| beside(small, row))).collect();
    let heights = rows.iter().zip(&is_raised).filter(|(_, raised)| **raised);
    let heights: Vec<f64> = heights.map(|(row, _)| row.baseline).collect();
    let mut raised = is_raised.into_iter();
    rows.retain(|_| !raised.next().unwrap_or_default());
    heights
}

/// What stands above the red rule of page 1 is its masthead.
fn mark_masthead(page: &mut MeasuredPage) {
    let wide = page.width / 2.0;
    // It may be in parts, with a star between them.
    let red = |rule: &&Rule| rule.color == RED && rule.is_horizontal();
    let reach = |of: &Rule| {
        let same = |rule: &&Rule| (rule.area.y0 - of.area.y0).abs() < ONE_ROW;
        let row = page.rules.iter().filter(red).filter(same).map(|rule| rule.area);
        row.reduce(Area::with).map_or(0.0, |area| area.x1 - area.x0)
    };
    let rules = page.rules.iter().filter(red).filter(|rule| reach(rule) > wide);
    let Some(foot) = rules.map(|rule| rule.area.y1).reduce(f64::max) else { return };
    for rule in page.rules.iter_mut().filter(|rule| rule.area.y1 <= foot) {
        rule.part = Part::Masthead;
    }
    for row in page.rows.iter_mut().filter(|row| row.baseline < foot) {
        row.part = Part::Masthead;
    }
}
