//! 版式: a profile, a house's changes to it, an issue's changes to those; each value with its origin.
//!
//! Checks that the text area holds the grid; draws nothing.

mod misfits;
mod profiles;

use std::collections::BTreeMap;
use std::sync::Arc;

use super::keys::{self, FONTS, Kind, LAYOUT, Setting, Table, WORDS_OF_OTHERS};
use super::record::Record;
use super::value::shown;
use super::yaml;
use crate::diagnostic::{Diagnostic, SourceFile, Span, code};
use crate::model::{FaceWishes, Layout, LineModel, MM_PER_PT, PAPER, PageValue};

pub use profiles::names as profile_names;
use profiles::{COMPLETE, text_of};

/// Who decided a value of the layout.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// A built-in profile.
    Profile(&'static str),
    /// `jianbao.yaml`.
    House,
    /// `issue.yaml`.
    Issue,
    /// It follows from the pitch of the rows.
    Pitch,
    /// The program itself.
    BuiltIn,
}

/// One value of the layout as it takes effect.
#[derive(Clone, Debug, PartialEq)]
pub struct LayoutValue {
    /// Its key, levels joined by a full stop: `margins.top`.
    pub key: String,
    /// The same in Chinese: 页边距.上.
    pub name: String,
    /// What it is, in Chinese.
    pub about: &'static str,
    /// The value as it would be written.
    pub value: String,
    /// What it is counted in; empty for words.
    pub unit: &'static str,
    /// The value where nobody writes another.
    pub default: &'static str,
    /// The clause that asks for the default, or 惯例.
    pub source: &'static str,
    /// Where on the page it acts.
    pub acts: &'static str,
    /// Who decided it.
    pub origin: Origin,
}

#[derive(Clone, Debug)]
struct Change {
    value: PageValue,
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
            if self.take_word_of_other(record, key.name, table, prefix, origin) {
                continue;
            }
            let value = match key.value {
                Kind::Map(inner) => {
                    if let Some(inner_record) = record.record(key.name, out) {
                        let prefix = format!("{prefix}{}.", key.name);
                        self.take(&inner_record, inner, &prefix, origin, out);
                    }
                    None
                }
                Kind::Integer(..) => record.integer(key.name, out).map(PageValue::Integer),
                Kind::Number(..) => record.number(key.name, out).map(PageValue::Number),
                Kind::NumberOr(.., &(word, _)) => record
                    .number_or(key.name, out)
                    .map(|number| number.map_or(PageValue::Word(word), PageValue::Number)),
                Kind::Bool => record.boolean(key.name, out).map(PageValue::Bool),
                Kind::Choice(_) => record.choice(key.name, out).map(PageValue::Word),
                // The profile's name.
                _ => None,
            };
            if let Some(value) = value {
                let span = record.get(key.name).map(|field| field.node.span.clone());
                self.values.insert(format!("{prefix}{}", key.name), Change { value, origin, span });
            }
        }
    }

    /// A value that is a word of another setting is that one's.
    fn take_word_of_other(
        &mut self,
        record: &Record<'_>,
        name: &str,
        table: &Table,
        prefix: &str,
        origin: Origin,
    ) -> bool {
        let others =
            WORDS_OF_OTHERS.iter().find(|(key, _)| *key == name).map(|(_, others)| *others);
        let Some(field) = record.get(name).filter(|_| others.is_some()) else { return false };
        for other in others.unwrap_or_default() {
            let Some(Kind::Choice(words)) = table.find(other).map(|key| &key.value) else {
                continue;
            };
            if let Some(word) = record.word_among(name, words) {
                let span = Some(field.node.span.clone());
                let change = Change { value: PageValue::Word(word), origin, span };
                self.values.insert(format!("{prefix}{other}"), change);
                return true;
            }
        }
        false
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
        all.follow_pitch(&mut layout);
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
        let mut all = self.clone().over(&self.base());
        let mut layout = all.layout();
        let written = layout;
        all.follow_pitch(&mut layout);
        if layout != written {
            let mut follow = |key: &str, value| {
                let change = Change { value, origin: Origin::Pitch, span: None };
                all.values.insert(key.to_owned(), change);
            };
            if layout.grid.lines != written.grid.lines {
                follow("grid.lines", PageValue::Integer(layout.grid.lines));
            }
            // To a hundredth of a mm, as people read it.
            let foot = (layout.margins.bottom * 100.0).round() / 100.0;
            follow("margins.bottom", PageValue::Number(foot));
        }
        let mut listed = Vec::new();
        all.list(&LAYOUT, ("", ""), &mut listed);
        listed
    }

    fn list(&self, table: &Table, prefix: (&str, &str), listed: &mut Vec<LayoutValue>) {
        for key in table.keys {
            let path = format!("{}{}", prefix.0, key.name);
            let name = format!("{}{}", prefix.1, key.chinese[0]);
            if let Kind::Map(inner) = key.value {
                self.list(inner, (&format!("{path}."), &format!("{name}.")), listed);
            } else if let (Some(change), Some(setting)) = (self.values.get(&path), &key.setting) {
                let value = match change.value {
                    PageValue::Integer(number) => number.to_string(),
                    PageValue::Number(number) => number.to_string(),
                    PageValue::Bool(yes) => yes.to_string(),
                    PageValue::Word(word) => word.to_owned(),
                };
                listed.push(LayoutValue::of(path, name, value, key.about, setting, change.origin));
            }
        }
    }

    /// Rows of a given pitch: as many as the text area holds, or as many as somebody wrote, and the
    /// area ends with the last of them.
    fn follow_pitch(&self, layout: &mut Layout) {
        let Some(pitch) = self.points().map(|points| points * MM_PER_PT) else { return };
        let size = layout.body_size * MM_PER_PT;
        let beyond = match layout.line_model {
            LineModel::Fill => size - pitch,
            LineModel::Grid => 0.0,
        };
        if !self.is_written("grid.lines") {
            let rows = ((layout.text_height() - beyond) / pitch + 1e-6).floor();
            #[expect(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                reason = "a page of 297 mm has few rows of 12 pt and more"
            )]
            let rows = rows.clamp(1.0, 100.0) as u32;
            layout.grid.lines = rows;
        }
        let height = f64::from(layout.grid.lines) * pitch + beyond;
        layout.margins.bottom = PAPER.1 - layout.margins.top - height;
    }

    /// The pitch of rows in pt, where it was given.
    fn points(&self) -> Option<f64> {
        match self.values.get("row-pitch")?.value {
            PageValue::Number(points) => Some(points),
            _ => None,
        }
    }

    /// Whether somebody wrote a value, and no profile did.
    fn is_written(&self, key: &str) -> bool {
        let change = self.values.get(key);
        change.is_some_and(|change| matches!(change.origin, Origin::House | Origin::Issue))
    }

    /// The values of the profile, on top of those of the complete one.
    fn base(&self) -> Self {
        let complete = defaults();
        match self.profile {
            Some(name) if name != COMPLETE => built_in(name).over(&complete),
            _ => complete,
        }
    }

    fn layout(&self) -> Layout {
        let mut layout = Layout::default();
        for field in Layout::FIELDS {
            let change = self.values.get(field.key);
            debug_assert!(change.is_some(), "{COMPLETE} lacks {}", field.key);
            if let Some(change) = change {
                (field.set)(&mut layout, change.value);
            }
        }
        layout
    }
}

/// The layout of a built-in profile as it stands; `None` where there is none of this name.
pub fn profile_layout(name: &str) -> Option<Layout> {
    let name = profile_names().find(|known| *known == name)?;
    let changes = Changes { profile: Some(name), values: BTreeMap::new() };
    Some(changes.build(&mut Vec::new()))
}

/// The text of a built-in profile; empty where there is none of this name.
pub fn profile_source(name: &str) -> String {
    if name == COMPLETE {
        let of = |value: LayoutValue| format!("{}: {}\n", value.key, value.default);
        return Changes::default().listed().into_iter().map(of).collect();
    }
    text_of(name).to_owned()
}

impl LayoutValue {
    fn of(
        key: String,
        name: String,
        value: String,
        about: &'static str,
        setting: &Setting,
        origin: Origin,
    ) -> Self {
        let &Setting { unit, default, source, acts } = setting;
        Self { key, name, about, value, unit, default, source, acts, origin }
    }
}

/// Every face that a house may name, with the one it has named.
pub(super) fn faces(wanted: &FaceWishes) -> impl Iterator<Item = LayoutValue> + '_ {
    FONTS.keys.iter().filter_map(|key| {
        let setting = key.setting.as_ref()?;
        let names = wanted.wanted.iter().filter(|(role, _)| *role == key.name);
        let names: Vec<&str> = names.map(|(_, name)| name.as_str()).collect();
        let (value, origin) = match names.as_slice() {
            [] => (setting.default.to_owned(), Origin::BuiltIn),
            names => (names.join("、"), Origin::House),
        };
        let (path, name) = (format!("fonts.{}", key.name), format!("字体.{}", key.chinese[0]));
        Some(LayoutValue::of(path, name, value, key.about, setting, origin))
    })
}

/// The values of the table.
fn defaults() -> Changes {
    fn take(table: &Table, prefix: &str, values: &mut BTreeMap<String, Change>) {
        for key in table.keys {
            let path = format!("{prefix}{}", key.name);
            let written = key.setting.as_ref().map_or("", |setting| setting.default);
            let value = match key.value {
                Kind::Map(inner) => {
                    take(inner, &format!("{path}."), values);
                    None
                }
                Kind::Integer(..) => written.parse().ok().map(PageValue::Integer),
                Kind::Number(..) => written.parse().ok().map(PageValue::Number),
                Kind::NumberOr(..) => {
                    Some(written.parse().map_or(PageValue::Word(written), PageValue::Number))
                }
                Kind::Bool => Some(PageValue::Bool(written == "true")),
                Kind::Choice(_) => Some(PageValue::Word(written)),
                _ => None,
            };
            if let Some(value) = value {
                let origin = Origin::Profile(COMPLETE);
                values.insert(path, Change { value, origin, span: None });
            }
        }
    }
    let mut values = BTreeMap::new();
    take(&LAYOUT, "", &mut values);
    Changes { profile: None, values }
}

/// The values of a built-in profile.
fn built_in(name: &'static str) -> Changes {
    let path = format!("profiles/{name}.yaml");
    let file = Arc::new(SourceFile { path, text: text_of(name).to_owned() });
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
    let known = profile_names().find(|known| *known == name.as_str());
    if known.is_none() {
        let names: Vec<&str> = profile_names().collect();
        let found =
            Diagnostic::error(code::WRONG_VALUE, format!("没有版式方案「{}」", shown(&name)));
        out.push(found.at(name.whole()).help(
            match keys::nearest(name.as_str(), names.iter().copied()) {
                Some(near) => format!("是不是「{near}」？"),
                None => format!("现有的方案：{}", names.join("、")),
            },
        ));
    }
    known
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::PageField;

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
        for name in profile_names() {
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

    #[test]
    fn every_value_has_a_field_in_its_unit() {
        let listed = Changes::default().listed();
        for value in &listed {
            let field = Layout::FIELDS.iter().find(|field| field.key == value.key);
            // The rows and the foot follow from it.
            assert_eq!(field.is_none(), value.key == "row-pitch", "{}", value.key);
            let Some((field, typst)) = field.and_then(|field| Some((field, field.typst?))) else {
                continue;
            };
            let unit = match value.unit {
                "毫米" => "mm",
                "磅" => "pt",
                _ => "",
            };
            assert_eq!(field.unit, unit, "{typst}");
        }
        let mut one = Layout::default();
        for (at, field) in Layout::FIELDS.iter().enumerate() {
            assert!(
                Layout::FIELDS[..at].iter().all(|other| other.key != field.key),
                "{}",
                field.key
            );
            assert!(listed.iter().any(|value| value.key == field.key), "{}", field.key);
            // What was read reaches the field, and no other.
            let before = one;
            (field.set)(&mut one, Changes::default().over(&defaults()).values[field.key].value);
            (field.set)(&mut one, PageValue::Word("?"));
            let differ = |other: &&PageField| (other.given)(&before) != (other.given)(&one);
            assert!(Layout::FIELDS.iter().filter(differ).all(|other| other.key == field.key));
        }
    }
}
