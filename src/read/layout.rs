//! 版式: profiles, a house's changes to them, an issue's changes to those.
//!
//! Checks that the text area holds the grid; draws nothing.

use crate::diagnostic::{Diagnostic, Span, code};
use crate::model::{Layout, LineBreaks, LineModel};

use super::keys;
use super::record::Record;
use super::value::shown;

/// A4, in mm.
const PAPER: (f64, f64) = (210.0, 297.0);
/// Millimetres in a point.
const POINT: f64 = 25.4 / 72.0;
/// A character may be squeezed to this part of its size, marks being narrower than their cells.
const TIGHTEST_CHAR: f64 = 0.8;
/// A row needs this many times the size of its characters, or rows touch.
const TIGHTEST_ROW: f64 = 1.1;

/// A name and the layout it stands for.
type Profile = (&'static str, fn() -> Layout);

/// The named layouts.
const PROFILES: &[Profile] = &[
    ("gb9704", Layout::default),
    ("grid", || Layout { line_model: LineModel::Grid, ..Layout::default() }),
];

/// A value and where it was written.
type Placed<T> = Option<(T, Option<Span>)>;

/// What an author has changed, key by key.
#[derive(Clone, Debug, Default)]
pub(super) struct Changes {
    profile: Option<usize>,
    line_model: Option<LineModel>,
    lines: Placed<u32>,
    chars: Placed<u32>,
    top: Placed<f64>,
    bottom: Placed<f64>,
    left: Placed<f64>,
    right: Placed<f64>,
    body_size: Placed<f64>,
    title_size: Option<f64>,
    item_title_size: Option<f64>,
    offset: Option<f64>,
    name_size: Option<f64>,
    rule: Option<f64>,
    page_number: Option<bool>,
    duplex: Option<bool>,
    line_breaks: Option<LineBreaks>,
}

impl Changes {
    /// Reads a `layout` mapping.
    pub(super) fn read(record: &Record<'_>, out: &mut Vec<Diagnostic>) -> Self {
        let mut changes = Self {
            profile: profile(record, out),
            line_model: record.choice("line-model", out).map(|word| match word {
                "grid" => LineModel::Grid,
                _ => LineModel::Fill,
            }),
            body_size: placed(record, "body-size", out, Record::number),
            title_size: record.number("title-size", out),
            item_title_size: record.number("item-title-size", out),
            page_number: record.boolean("page-number", out),
            duplex: record.boolean("duplex", out),
            line_breaks: record.choice("linebreaks", out).map(|word| match word {
                "optimized" => LineBreaks::Optimized,
                _ => LineBreaks::Simple,
            }),
            ..Self::default()
        };
        if let Some(grid) = record.record("grid", out) {
            changes.lines = placed(&grid, "lines", out, Record::integer);
            changes.chars = placed(&grid, "chars", out, Record::integer);
        }
        if let Some(margins) = record.record("margins", out) {
            changes.top = placed(&margins, "top", out, Record::number);
            changes.bottom = placed(&margins, "bottom", out, Record::number);
            changes.left = placed(&margins, "left", out, Record::number);
            changes.right = placed(&margins, "right", out, Record::number);
        }
        if let Some(masthead) = record.record("masthead", out) {
            changes.offset = masthead.number("offset", out);
            changes.name_size = masthead.number("name-size", out);
            changes.rule = masthead.number("rule", out);
        }
        changes
    }

    /// These changes on top of others: key by key, the profile being a key like any other.
    pub(super) fn over(self, base: &Self) -> Self {
        let base = base.clone();
        Self {
            profile: self.profile.or(base.profile),
            line_model: self.line_model.or(base.line_model),
            lines: self.lines.or(base.lines),
            chars: self.chars.or(base.chars),
            top: self.top.or(base.top),
            bottom: self.bottom.or(base.bottom),
            left: self.left.or(base.left),
            right: self.right.or(base.right),
            body_size: self.body_size.or(base.body_size),
            title_size: self.title_size.or(base.title_size),
            item_title_size: self.item_title_size.or(base.item_title_size),
            offset: self.offset.or(base.offset),
            name_size: self.name_size.or(base.name_size),
            rule: self.rule.or(base.rule),
            page_number: self.page_number.or(base.page_number),
            duplex: self.duplex.or(base.duplex),
            line_breaks: self.line_breaks.or(base.line_breaks),
        }
    }

    /// The layout; where the text area cannot hold the grid, a finding and the profile's own area and grid.
    pub(super) fn build(&self, out: &mut Vec<Diagnostic>) -> Layout {
        let base = self
            .profile
            .and_then(|index| PROFILES.get(index))
            .map_or_else(Layout::default, |(_, make)| make());
        let mut layout = base;
        set(&mut layout.line_model, self.line_model);
        set(&mut layout.grid.lines, self.lines.as_ref().map(|placed| placed.0));
        set(&mut layout.grid.chars, self.chars.as_ref().map(|placed| placed.0));
        set(&mut layout.margins.top, self.top.as_ref().map(|placed| placed.0));
        set(&mut layout.margins.bottom, self.bottom.as_ref().map(|placed| placed.0));
        set(&mut layout.margins.left, self.left.as_ref().map(|placed| placed.0));
        set(&mut layout.margins.right, self.right.as_ref().map(|placed| placed.0));
        set(&mut layout.body_size, self.body_size.as_ref().map(|placed| placed.0));
        set(&mut layout.title_size, self.title_size);
        set(&mut layout.item_title_size, self.item_title_size);
        set(&mut layout.masthead.offset, self.offset);
        set(&mut layout.masthead.name_size, self.name_size);
        set(&mut layout.masthead.rule, self.rule);
        set(&mut layout.page_number, self.page_number);
        set(&mut layout.duplex, self.duplex);
        set(&mut layout.line_breaks, self.line_breaks);
        let misfits = self.misfits(&layout);
        if !misfits.is_empty() {
            (layout.grid, layout.margins, layout.body_size) =
                (base.grid, base.margins, base.body_size);
        }
        out.extend(misfits);
        layout
    }

    fn misfits(&self, layout: &Layout) -> Vec<Diagnostic> {
        let size = layout.body_size * POINT;
        let width = PAPER.0 - layout.margins.left - layout.margins.right;
        let height = PAPER.1 - layout.margins.top - layout.margins.bottom;
        let body = layout.body_size;
        let mut out = Vec::new();
        let (cell, need) = (width / f64::from(layout.grid.chars), size * TIGHTEST_CHAR);
        if cell < need {
            let message = format!(
                "每行 {} 字排不下：版心宽 {width:.1} 毫米，每字只有 {cell:.1} 毫米，{body} 磅的字至少要 {need:.1} 毫米",
                layout.grid.chars
            );
            let place = blame([
                span(&self.chars),
                span(&self.left),
                span(&self.right),
                span(&self.body_size),
            ]);
            out.push(
                Diagnostic::error(code::WRONG_VALUE, message)
                    .at(place)
                    .help("减少每行字数，减小左右边距或正文字号"),
            );
        }
        let (row, need) = (height / f64::from(layout.grid.lines), size * TIGHTEST_ROW);
        if row < need {
            let message = format!(
                "每页 {} 行排不下：版心高 {height:.1} 毫米，每行只有 {row:.1} 毫米，{body} 磅的字至少要 {need:.1} 毫米",
                layout.grid.lines
            );
            let place = blame([
                span(&self.lines),
                span(&self.top),
                span(&self.bottom),
                span(&self.body_size),
            ]);
            out.push(
                Diagnostic::error(code::WRONG_VALUE, message)
                    .at(place)
                    .help("减少每页行数，减小上下边距或正文字号"),
            );
        }
        out
    }
}

fn profile(record: &Record<'_>, out: &mut Vec<Diagnostic>) -> Option<usize> {
    let name = record.text("profile", out)?;
    let index = PROFILES.iter().position(|(known, _)| *known == name.as_str());
    if index.is_none() {
        let names: Vec<&str> = PROFILES.iter().map(|&(known, _)| known).collect();
        let found =
            Diagnostic::error(code::WRONG_VALUE, format!("没有版式方案「{}」", shown(&name)));
        out.push(found.at(name.whole()).help(
            match keys::nearest(name.as_str(), names.iter().copied()) {
                Some(near) => format!("是不是「{near}」？"),
                None => format!("现有的方案：{}", names.join("、")),
            },
        ));
    }
    index
}

fn placed<'n, T>(
    record: &Record<'n>,
    name: &str,
    out: &mut Vec<Diagnostic>,
    read: fn(&Record<'n>, &str, &mut Vec<Diagnostic>) -> Option<T>,
) -> Placed<T> {
    let value = read(record, name, out)?;
    Some((value, record.get(name).map(|field| field.node.span.clone())))
}

fn span<T>(placed: &Placed<T>) -> Option<Span> {
    placed.as_ref()?.1.clone()
}

/// The first of the values that the author wrote.
fn blame(spans: [Option<Span>; 4]) -> Option<Span> {
    spans.into_iter().flatten().next()
}

fn set<T>(target: &mut T, value: Option<T>) {
    if let Some(value) = value {
        *target = value;
    }
}
