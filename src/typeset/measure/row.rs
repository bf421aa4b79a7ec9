//! Runs of text → rows: what shares a baseline, where it begins and ends, who wrote it.

use ttf_parser::GlyphId;
use typst::layout::{Abs, Point};
use typst::syntax::Span as TypstSpan;
use typst::text::TextItem;
use typst::visualize::Paint;

use crate::diagnostic::Span;
use crate::measure::{Area, PageNumber, Row};

/// Baselines nearer to each other than this, in mm, are one row.
pub const ONE_ROW: f64 = 0.05;

/// A row in the making: the place of its text is looked up when it is whole.
pub struct Draft {
    pub row: Row,
    pub fonts: Vec<(String, usize)>,
    pub first: Letter,
    pub last: Letter,
}

/// A glyph's place in the source, and what it shows.
pub type Letter = ((TypstSpan, u16), char);

impl Draft {
    /// Counts characters of a family.
    pub fn count(&mut self, family: &str, cells: usize) {
        match self.fonts.iter_mut().find(|(name, _)| name == family) {
            Some((_, count)) => *count += cells,
            None => self.fonts.push((family.to_owned(), cells)),
        }
    }

    pub fn finish(self, place: &dyn Fn((TypstSpan, u16), char) -> Option<Span>) -> Row {
        let mut row = self.row;
        let font = self.fonts.iter().max_by_key(|(_, cells)| *cells);
        row.font = font.map_or_else(String::new, |(name, _)| name.clone());
        let text = row.text.trim();
        row.mixed = text.len() < row.text.len();
        row.text = text.to_owned();
        let ends = (place(self.first.0, self.first.1), place(self.last.0, self.last.1));
        row.span = match ends {
            (Some(first), Some(last))
                if first.file == last.file && first.range.start < last.range.end =>
            {
                Some(Span::new(&first.file, first.range.start..last.range.end))
            }
            (first, _) => first,
        };
        row
    }
}

/// A run of text without the blanks at its ends.
pub struct Run {
    pub x0: f64,
    pub x1: f64,
    pub ink: Area,
    pub cells: usize,
    pub first: Letter,
    pub last: Letter,
}

impl Run {
    /// `None` where there are only blanks.
    pub fn of(item: &TextItem, at: Point) -> Option<Self> {
        let mut pen = at.x;
        let mut run: Option<Self> = None;
        let ink = ink(item, at);
        for glyph in &item.glyphs {
            let start = pen;
            pen += glyph.x_advance.at(item.size);
            let shown = item.text.get(glyph.range()).unwrap_or_default();
            let cells = shown.chars().filter(|c| !c.is_whitespace()).count();
            let Some(c) = shown.chars().find(|c| !c.is_whitespace()) else { continue };
            let letter = (glyph.span, c);
            let run = run.get_or_insert(Self {
                x0: start.to_mm(),
                x1: 0.0,
                ink,
                cells: 0,
                first: letter,
                last: letter,
            });
            run.x1 = pen.to_mm();
            run.cells += cells;
            run.last = letter;
        }
        run
    }
}

/// Where the glyphs of a run have ink. Typst has the same, and remembers it by the content of the
/// run, which takes longer than the computing: of a page that is measured once, nothing comes back.
fn ink(item: &TextItem, at: Point) -> Area {
    let face = item.font.ttf();
    // The outline of a static glyph carries its bounds; a variable one has to be drawn.
    let bounds = |id| match face.tables().glyf {
        Some(glyf) if !face.is_variable() => glyf.bbox(id),
        _ => face.glyph_bounding_box(id),
    };
    let length = |units: i16| item.font.to_em(units).at(item.size);
    let (mut min, mut max) = (Point::splat(Abs::inf()), Point::splat(-Abs::inf()));
    let mut pen = at;
    for glyph in &item.glyphs {
        if let Some(bounds) = bounds(GlyphId(glyph.id)) {
            let origin = pen + Point::with_x(glyph.x_offset.at(item.size));
            let raised = glyph.y_offset.at(item.size);
            min =
                min.min(origin + Point::new(length(bounds.x_min), -raised - length(bounds.y_max)));
            max =
                max.max(origin + Point::new(length(bounds.x_max), -raised - length(bounds.y_min)));
        }
        pen.x += glyph.x_advance.at(item.size);
    }
    Area { x0: min.x.to_mm(), y0: min.y.to_mm(), x1: max.x.to_mm(), y1: max.y.to_mm() }
}

/// The red, green and blue of a paint, each from 0 to 255; black for what is no plain colour.
pub fn color(paint: &Paint) -> [u8; 3] {
    match paint {
        Paint::Solid(color) => {
            let rgb = color.to_rgb();
            #[expect(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                reason = "clamped to the range of a byte"
            )]
            let byte = |part: f32| (part * 255.0).round().clamp(0.0, 255.0) as u8;
            [byte(rgb.red), byte(rgb.green), byte(rgb.blue)]
        }
        _ => [0; 3],
    }
}

/// The page number among what is not part of the text: a row with a digit in it.
pub fn page_number(runs: &[(Point, TextItem)]) -> Option<PageNumber> {
    let (row, _) =
        runs.iter().find(|(_, item)| item.text.contains(|c: char| c.is_ascii_digit()))?;
    let runs = runs.iter().filter(|(at, _)| (at.y - row.y).to_mm().abs() < ONE_ROW);
    let mut number: Option<PageNumber> = None;
    let mut dashed = false;
    for (at, item) in runs {
        let Some(run) = Run::of(item, *at) else { continue };
        let number = number.get_or_insert_with(|| PageNumber {
            text: String::new(),
            x0: run.x0,
            x1: run.x1,
            dash: 0.0,
            size: item.size.to_pt(),
            font: item.font.font().info().family.clone(),
        });
        number.text.extend(item.text.chars().filter(|c| !c.is_whitespace()));
        number.x0 = number.x0.min(run.x0);
        number.x1 = number.x1.max(run.x1);
        // Digits are taller than the dash: only a run of its own shows where the stroke lies.
        let only_dash = ["—", "-"].contains(&item.text.trim());
        if !dashed {
            number.dash = f64::midpoint(run.ink.y0, run.ink.y1);
            dashed = only_dash;
        }
    }
    number
}
