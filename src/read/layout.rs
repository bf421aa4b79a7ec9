//! 版式: a profile, a house's changes to it, an issue's changes to those; each value with its origin.
//!
//! Checks that the text area holds the grid; draws nothing.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::keys::{self, Kind, LAYOUT, Table};
use super::record::Record;
use super::value::shown;
use super::yaml;
use crate::diagnostic::{Diagnostic, SourceFile, Span, code};
use crate::model::{
    Anchor, Blank, Grid, Layout, LeadIns, LineBreaks, LineModel, MM_PER_PT, Margins,
    MastheadLayout, Pitch, SourceLines,
};

/// A character may be squeezed to this part of its size, marks being narrower than their cells.
const TIGHTEST_CHAR: f64 = 0.8;
/// A row needs this many times the size of its characters, or rows touch.
const TIGHTEST_ROW: f64 = 1.1;
/// What an office printer cannot reach, with some room for binding, in mm (house practice).
const LEAST_MARGIN: f64 = 10.0;
/// The same under a page number, 7 mm under the text and some 5 mm high.
const LEAST_FOOT: f64 = 20.0;
/// The profile that gives every value, and the one used where none is named.
const COMPLETE: &str = "gb9704";

macro_rules! profiles {
    ($($name:literal),+) => {
        /// Name and text of each named layout.
        const PROFILES: &[(&str, &str)] =
            &[$(($name, include_str!(concat!("../../templates/profiles/", $name, ".yaml")))),+];
    };
}

profiles!("gb9704", "grid", "shuozhou-2018", "jiyao");

/// Who decided a value of the layout.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// A built-in profile.
    Profile(&'static str),
    /// `jianbao.yaml`.
    House,
    /// `issue.yaml`.
    Issue,
}

/// One value of the layout as it takes effect.
#[derive(Clone, Debug, PartialEq)]
pub struct LayoutValue {
    /// Its key, levels joined by a full stop: `margins.top`.
    pub key: String,
    /// What it is, in Chinese.
    pub about: &'static str,
    /// The value as it would be written.
    pub value: String,
    /// Who decided it.
    pub origin: Origin,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Value {
    Integer(u32),
    Number(f64),
    Bool(bool),
    Word(&'static str),
}

#[derive(Clone, Debug)]
struct Change {
    value: Value,
    origin: Origin,
    span: Option<Span>,
}

/// Values by their keys.
#[derive(Clone, Debug, Default)]
pub(super) struct Changes {
    profile: Option<&'static str>,
    values: BTreeMap<String, Change>,
}

impl Changes {
    /// Reads a `layout` mapping.
    pub(super) fn read(record: &Record<'_>, origin: Origin, out: &mut Vec<Diagnostic>) -> Self {
        let mut changes = Self { profile: profile(record, out), values: BTreeMap::new() };
        changes.take(record, &LAYOUT, "", origin, out);
        changes
    }

    fn take(
        &mut self,
        record: &Record<'_>,
        table: &Table,
        prefix: &str,
        origin: Origin,
        out: &mut Vec<Diagnostic>,
    ) {
        for key in table.keys {
            let value = match key.value {
                Kind::Map(inner) => {
                    if let Some(inner_record) = record.record(key.name, out) {
                        let prefix = format!("{prefix}{}.", key.name);
                        self.take(&inner_record, inner, &prefix, origin, out);
                    }
                    None
                }
                Kind::Integer(..) => record.integer(key.name, out).map(Value::Integer),
                Kind::Number(..) => record.number(key.name, out).map(Value::Number),
                Kind::Bool => record.boolean(key.name, out).map(Value::Bool),
                Kind::Choice(_) => record.choice(key.name, out).map(Value::Word),
                // The profile's name.
                _ => None,
            };
            if let Some(value) = value {
                let span = record.get(key.name).map(|field| field.node.span.clone());
                self.values.insert(format!("{prefix}{}", key.name), Change { value, origin, span });
            }
        }
    }

    /// These changes on top of others: key by key, the profile being a key like any other.
    pub(super) fn over(self, base: &Self) -> Self {
        let mut merged = base.clone();
        merged.profile = self.profile.or(base.profile);
        merged.values.extend(self.values);
        merged
    }

    /// The name of the profile in effect.
    pub(super) fn profile(&self) -> &'static str {
        self.profile.unwrap_or(COMPLETE)
    }

    /// The layout; where the text area cannot hold the grid, a finding and the profile's own area and grid.
    pub(super) fn build(&self, out: &mut Vec<Diagnostic>) -> Layout {
        let base = self.base();
        let all = self.clone().over(&base);
        let mut layout = all.layout();
        let misfits = all.misfits(&layout);
        if !misfits.is_empty() {
            let own = base.layout();
            (layout.grid, layout.margins, layout.body_size) =
                (own.grid, own.margins, own.body_size);
        }
        out.extend(misfits);
        layout
    }

    /// Every value with its origin, in the order of the keys.
    pub(super) fn listed(&self) -> Vec<LayoutValue> {
        let all = self.clone().over(&self.base());
        let mut listed = Vec::new();
        all.list(&LAYOUT, "", &mut listed);
        listed
    }

    fn list(&self, table: &Table, prefix: &str, listed: &mut Vec<LayoutValue>) {
        for key in table.keys {
            let path = format!("{prefix}{}", key.name);
            if let Kind::Map(inner) = key.value {
                self.list(inner, &format!("{path}."), listed);
            } else if let Some(change) = self.values.get(&path) {
                let value = match change.value {
                    Value::Integer(number) => number.to_string(),
                    Value::Number(number) => number.to_string(),
                    Value::Bool(yes) => yes.to_string(),
                    Value::Word(word) => word.to_owned(),
                };
                listed.push(LayoutValue {
                    key: path,
                    about: key.about,
                    value,
                    origin: change.origin,
                });
            }
        }
    }

    /// The values of the profile, on top of those of the complete one.
    fn base(&self) -> Self {
        let complete = built_in(COMPLETE);
        match self.profile {
            Some(name) if name != COMPLETE => built_in(name).over(&complete),
            _ => complete,
        }
    }

    fn layout(&self) -> Layout {
        Layout {
            line_model: match self.word("line-model") {
                "grid" => LineModel::Grid,
                _ => LineModel::Fill,
            },
            grid: Grid {
                lines: self.integer("grid.lines"),
                chars: self.integer("grid.chars"),
                pitch: match self.word("grid.pitch") {
                    "natural" => Pitch::Natural,
                    _ => Pitch::Grid,
                },
            },
            margins: Margins {
                top: self.number("margins.top"),
                bottom: self.number("margins.bottom"),
                left: self.number("margins.left"),
                right: self.number("margins.right"),
            },
            body_size: self.number("body-size"),
            title_size: self.number("title-size"),
            item_title_size: self.number("item-title-size"),
            masthead: MastheadLayout {
                offset: self.number("masthead.offset"),
                crowded_offset: self.number("masthead.crowded-offset"),
                anchor: match self.word("masthead.anchor") {
                    "ink" => Anchor::Ink,
                    _ => Anchor::Box,
                },
                name_size: self.number("masthead.name-size"),
                rule: self.number("masthead.rule"),
            },
            blank: Blank {
                after_masthead: self.integer("blank.after-masthead"),
                before_title: self.integer("blank.before-title"),
                after_title: self.integer("blank.after-title"),
                before_column: self.integer("blank.before-column"),
                after_column: self.integer("blank.after-column"),
            },
            page_number: self.boolean("page-number"),
            duplex: self.boolean("duplex"),
            line_breaks: match self.word("linebreaks") {
                "optimized" => LineBreaks::Optimized,
                "office" => LineBreaks::Office,
                _ => LineBreaks::Simple,
            },
            squeeze: self.number("squeeze"),
            lead_ins: match self.word("lead-ins") {
                "plain" => LeadIns::Plain,
                _ => LeadIns::Bold,
            },
            source_lines: match self.word("source-lines") {
                "all" => SourceLines::All,
                "none" => SourceLines::None,
                _ => SourceLines::Reports,
            },
        }
    }

    fn value(&self, key: &str) -> Option<Value> {
        let change = self.values.get(key);
        debug_assert!(change.is_some(), "{COMPLETE} lacks {key}");
        Some(change?.value)
    }

    fn integer(&self, key: &str) -> u32 {
        match self.value(key) {
            Some(Value::Integer(number)) => number,
            _ => 0,
        }
    }

    fn number(&self, key: &str) -> f64 {
        match self.value(key) {
            Some(Value::Number(number)) => number,
            _ => 0.0,
        }
    }

    fn boolean(&self, key: &str) -> bool {
        self.value(key) == Some(Value::Bool(true))
    }

    fn word(&self, key: &str) -> &'static str {
        match self.value(key) {
            Some(Value::Word(word)) => word,
            _ => "",
        }
    }

    fn misfits(&self, layout: &Layout) -> Vec<Diagnostic> {
        let size = layout.body_size * MM_PER_PT;
        let body = layout.body_size;
        let margins = &layout.margins;
        let mut out = Vec::new();
        for (key, name, margin) in [
            ("margins.top", "上边距", margins.top),
            ("margins.bottom", "下边距", margins.bottom),
            ("margins.left", "左边距", margins.left),
            ("margins.right", "右边距", margins.right),
        ] {
            let numbered = key == "margins.bottom" && layout.page_number;
            let (need, why) = if numbered {
                (LEAST_FOOT, "页码排在版心下 7 毫米处，下面还要留出打印机印不到的纸边")
            } else {
                (LEAST_MARGIN, "再窄打印机就印不到，装订也会压住字")
            };
            if margin < need {
                let message = format!("{name} {margin} 毫米太窄：{why}");
                out.push(
                    Diagnostic::error(code::WRONG_VALUE, message)
                        .at(self.blame([key]))
                        .help(format!("至少 {need} 毫米")),
                );
            }
        }
        let width = layout.text_width();
        let (cell, need) = (width / f64::from(layout.grid.chars), size * TIGHTEST_CHAR);
        if cell < need {
            let message = format!(
                "每行 {} 字排不下：版心宽 {width:.1} 毫米，每字只有 {cell:.1} 毫米，{body} 磅的字至少要 {need:.1} 毫米",
                layout.grid.chars
            );
            let blamed = ["grid.chars", "margins.left", "margins.right", "body-size"];
            out.push(
                Diagnostic::error(code::WRONG_VALUE, message)
                    .at(self.blame(blamed))
                    .help("减少每行字数，减小左右边距或正文字号"),
            );
        }
        let height = layout.text_height();
        let (row, need) = (height / f64::from(layout.grid.lines), size * TIGHTEST_ROW);
        if row < need {
            let message = format!(
                "每页 {} 行排不下：版心高 {height:.1} 毫米，每行只有 {row:.1} 毫米，{body} 磅的字至少要 {need:.1} 毫米",
                layout.grid.lines
            );
            let blamed = ["grid.lines", "margins.top", "margins.bottom", "body-size"];
            out.push(
                Diagnostic::error(code::WRONG_VALUE, message)
                    .at(self.blame(blamed))
                    .help("减少每页行数，减小上下边距或正文字号"),
            );
        }
        out
    }

    /// The first of the values that an author wrote.
    fn blame<const N: usize>(&self, keys: [&str; N]) -> Option<Span> {
        keys.into_iter()
            .filter_map(|key| self.values.get(key))
            .filter(|change| !matches!(change.origin, Origin::Profile(_)))
            .find_map(|change| change.span.clone())
    }
}

/// The layout of a built-in profile as it stands; `None` where there is none of this name.
pub fn profile_layout(name: &str) -> Option<Layout> {
    let (name, _) = PROFILES.iter().find(|(known, _)| *known == name)?;
    let changes = Changes { profile: Some(*name), values: BTreeMap::new() };
    Some(changes.build(&mut Vec::new()))
}

/// The text of a built-in profile; empty where there is none of this name.
pub fn profile_source(name: &str) -> &'static str {
    PROFILES.iter().find(|(known, _)| *known == name).map_or("", |(_, text)| text)
}

/// The names of the built-in profiles.
pub fn profile_names() -> impl Iterator<Item = &'static str> {
    PROFILES.iter().map(|&(name, _)| name)
}

/// The values of a built-in profile.
fn built_in(name: &'static str) -> Changes {
    let text = PROFILES.iter().find(|(known, _)| *known == name).map_or("", |(_, text)| text);
    let path = format!("profiles/{name}.yaml");
    let file = Arc::new(SourceFile { path, text: text.to_owned() });
    let mut out = Vec::new();
    let node = yaml::parse(&file, 0..file.text.len());
    let record =
        node.value.as_ref().and_then(|node| Record::of_file(&file, node, &LAYOUT, &mut out));
    let changes = record.map(|record| Changes::read(&record, Origin::Profile(name), &mut out));
    debug_assert!(out.is_empty() && node.diagnostics.is_empty(), "{name}: {out:?}");
    changes.unwrap_or_default()
}

fn profile(record: &Record<'_>, out: &mut Vec<Diagnostic>) -> Option<&'static str> {
    let name = record.text("profile", out)?;
    let known = PROFILES.iter().find(|(known, _)| *known == name.as_str());
    if known.is_none() {
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
    known.map(|(name, _)| *name)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn leaves(table: &Table) -> usize {
        let of = |kind: &Kind| match kind {
            Kind::Map(inner) => leaves(inner),
            Kind::Text => 0,
            _ => 1,
        };
        table.keys.iter().map(|key| of(&key.value)).sum()
    }

    #[test]
    fn profiles_are_whole_and_free_of_findings() {
        for (name, _) in PROFILES {
            let mut out = Vec::new();
            let changes = Changes { profile: Some(name), values: BTreeMap::new() };
            let layout = changes.build(&mut out);
            assert_eq!(out, [], "{name}");
            assert!(layout.grid.lines > 0 && layout.body_size > 0.0, "{name}");
        }
        let listed = Changes::default().listed();
        assert_eq!(listed.len(), leaves(&LAYOUT), "{COMPLETE} gives every value");
        assert!(listed.iter().all(|value| value.origin == Origin::Profile(COMPLETE)));
    }
}
