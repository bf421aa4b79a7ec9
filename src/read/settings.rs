//! `jianbao.yaml` → [`Settings`], and the parts that `issue.yaml` may override.
//!
//! Knows nothing of single issues or entries.

use std::sync::Arc;

use crate::diagnostic::{Checked, Diagnostic, Severity, SourceFile, Text, code};
use crate::error::Error;
use crate::model::{
    CheckSettings, Column, Distribution, EntryKind, FaceWishes, Layout, Limits, SignOff,
};
use crate::workspace::{SETTINGS_FILE, Workspace};

use super::correction::correction;
use super::keys::{FONTS, LEVELS, SETTINGS};
use super::layout::{Changes, Origin};
use super::order::in_order;
use super::record::{Item, Record};
use super::text::load;
use super::value::shown;
use super::yaml;

/// 编号方式.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Numbering {
    /// One run of numbers over all years.
    #[default]
    Continuous,
    /// Each year starts at 1.
    Yearly,
}

/// The house settings.
#[derive(Clone, Debug, Default)]
pub struct Settings {
    /// 简报名称.
    pub name: Text,
    /// The red line above the name.
    pub prefix: Option<Text>,
    /// 编发单位, the host first.
    pub issuers: Vec<Text>,
    /// 编号方式.
    pub numbering: Numbering,
    /// 栏目, in the order of the page; may be empty.
    pub columns: Vec<Column>,
    /// 报送发.
    pub distribution: Distribution,
    /// 编辑、审核、签发.
    pub sign_off: SignOff,
    /// 密级.
    pub classification: Option<Text>,
    /// What the first page of an issue says that is issued once more; `{原因}` and `{版次}` in it stand
    /// for the reason and the edition.
    pub correction: Option<Text>,
    /// 输出: the names of what is made of an issue, in English; the PDF always is.
    pub outputs: Vec<&'static str>,
    /// How drafts are checked.
    pub check: CheckSettings,
    /// The page.
    pub layout: Layout,
    /// 字体: the faces that the house wants for each role.
    pub fonts: FaceWishes,
    /// What of the page is not as the layout asks, by the name of its check, and what it is instead.
    pub exceptions: Vec<(Text, Text)>,
    /// How much the program takes on.
    pub limits: Limits,
    /// What the layout was made from; an issue's changes go on top.
    pub(super) changes: Changes,
}

/// Reads the house settings.
///
/// # Errors
/// [`Error::Read`] when the file cannot be opened or read.
pub fn read_settings(workspace: &Workspace) -> Result<Checked<Settings>, Error> {
    Ok(match load(workspace, &workspace.root().join(SETTINGS_FILE))? {
        Ok(file) => parse_settings(&file),
        Err(found) => Checked { value: None, diagnostics: vec![*found] },
    })
}

/// Reads the house settings from a file's text; no value when it is not a mapping.
pub(super) fn parse_settings(file: &Arc<SourceFile>) -> Checked<Settings> {
    let Checked { value: node, diagnostics: mut out } = yaml::parse(file, 0..file.text.len());
    let record = node.as_ref().and_then(|node| Record::of_file(file, node, &SETTINGS, &mut out));
    let value = record.map(|record| {
        record.close(&mut out);
        let changes = record
            .record("layout", &mut out)
            .map(|layout| Changes::read(&layout, Origin::House, &mut out));
        let changes = changes.unwrap_or_default();
        Settings {
            name: record.text("name", &mut out).unwrap_or_default(),
            prefix: record.text("prefix", &mut out),
            issuers: record.texts("issuer", &mut out).unwrap_or_default(),
            numbering: match record.choice("numbering", &mut out) {
                Some("yearly") => Numbering::Yearly,
                _ => Numbering::Continuous,
            },
            columns: columns(&record, &mut out).unwrap_or_default(),
            distribution: distribution(&record, &Distribution::default(), &mut out),
            sign_off: sign_off(&record, &SignOff::default(), &mut out),
            classification: record.text("classification", &mut out),
            correction: correction(&record, &mut out),
            outputs: outputs(&record, &mut out),
            check: check(&record, &mut out),
            layout: changes.build(&mut out),
            fonts: fonts(&record, &mut out),
            exceptions: record
                .record("measure", &mut out)
                .map(|measure| measure.reasons("except", &mut out))
                .unwrap_or_default(),
            limits: limits(&record, &mut out),
            changes,
        }
    });
    Checked { value, diagnostics: in_order(out) }
}

/// The names that `outputs` may hold.
pub const OUTPUTS: &[&str] = &["pdf", "ofd"];

/// `outputs`, each once.
fn outputs(record: &Record<'_>, out: &mut Vec<Diagnostic>) -> Vec<&'static str> {
    let mut names = Vec::new();
    for text in record.texts("outputs", out).unwrap_or_default() {
        let known = OUTPUTS.iter().find(|name| text.as_str().eq_ignore_ascii_case(name));
        match known {
            Some(name) if names.contains(name) => {}
            Some(name) => names.push(*name),
            None => out.push(
                Diagnostic::error(code::WRONG_VALUE, format!("不能输出「{}」", shown(&text)))
                    .at(text.whole())
                    .help(format!("能输出的有：{}，如「输出: [pdf, ofd]」", OUTPUTS.join("、"))),
            ),
        }
    }
    names
}

/// `check`, if given.
fn check(record: &Record<'_>, out: &mut Vec<Diagnostic>) -> CheckSettings {
    let Some(record) = record.record("check", out) else { return CheckSettings::default() };
    CheckSettings {
        levels: levels(record.words("levels", LEVELS, out)),
        hints: record.boolean("hints", out).unwrap_or(false),
        stale_after: record.integer("stale-after", out),
    }
}

/// `fonts`, those that are given.
fn fonts(record: &Record<'_>, out: &mut Vec<Diagnostic>) -> FaceWishes {
    let Some(record) = record.record("fonts", out) else { return FaceWishes::default() };
    let mut faces = FaceWishes::default();
    for key in FONTS.keys {
        let names = match key.name {
            FaceWishes::FALLBACK => record.texts(key.name, out).unwrap_or_default(),
            name => record.text(name, out).into_iter().collect(),
        };
        faces.wanted.extend(names.into_iter().map(|name| (key.name, name)));
    }
    faces
}

/// `limits`, those that are given.
fn limits(record: &Record<'_>, out: &mut Vec<Diagnostic>) -> Limits {
    let Some(record) = record.record("limits", out) else { return Limits::default() };
    Limits::with(|limit| record.integer(limit.key, out).unwrap_or(limit.default))
}

fn levels(words: Vec<(Text, &'static str)>) -> Vec<(Text, Option<Severity>)> {
    words.into_iter().map(|(rule, word)| (rule, severity(word))).collect()
}

/// What a word for a level means; `None` for off.
pub(super) fn severity(word: &str) -> Option<Severity> {
    match word {
        "error" => Some(Severity::Error),
        "warning" => Some(Severity::Warning),
        "hint" => Some(Severity::Hint),
        _ => None,
    }
}

/// `columns`, if given. A column that is written as a text has it as its title.
pub(super) fn columns(record: &Record<'_>, out: &mut Vec<Diagnostic>) -> Option<Vec<Column>> {
    let mut columns: Vec<(Column, Text)> = Vec::new();
    for item in record.items("columns", out)? {
        let (name, title, mark, kind) = match item {
            Item::Text(title) => (title.clone(), Some(title), None, None),
            Item::Record(record) => {
                let title = record.text("title", out);
                let id = record.text("id", out);
                let Some(name) = id.or_else(|| title.clone()) else {
                    record.require("id", out);
                    continue;
                };
                let kind = kind(&record, out);
                (name, title, record.text("mark", out), kind)
            }
        };
        if let Some((_, earlier)) = columns.iter().find(|(column, _)| column.id == name.as_str()) {
            let found =
                Diagnostic::error(code::WRONG_VALUE, format!("有两个栏目都叫「{}」", shown(&name)));
            let line = earlier.whole().map_or(0, |span| span.line_column().0);
            out.push(
                found
                    .at(name.whole())
                    .note(format!("第一个在第 {line} 行"))
                    .help("换一个标识，或删去其中一个"),
            );
            continue;
        }
        let kind = kind.unwrap_or_else(|| Text::unplaced(EntryKind::DEFAULT));
        columns.push((Column { id: name.value.clone(), title, mark, kind }, name));
    }
    Some(columns.into_iter().map(|(column, _)| column).collect())
}

/// `kind`, if given and fit to name a template's file.
pub(super) fn kind(record: &Record<'_>, out: &mut Vec<Diagnostic>) -> Option<Text> {
    let mut kind = record.text("kind", out)?;
    if let Some(called) = EntryKind::called(&kind.value) {
        kind.value = called.name.to_owned();
    }
    let fit = |c: char| {
        c.is_ascii_lowercase()
            || c.is_ascii_digit()
            || c == '-'
            || matches!(c, '\u{3400}'..='\u{9FFF}' | '\u{20000}'..='\u{3FFFF}')
    };
    if kind.as_str().chars().all(fit) && kind.as_str().len() <= 64 {
        return Some(kind);
    }
    out.push(
        Diagnostic::error(code::WRONG_VALUE, format!("类型「{}」不能用作模板的名称", shown(&kind)))
            .at(kind.whole())
            .help("类型只能用汉字、小写字母、数字和「-」，如 update"),
    );
    None
}

/// `distribution` on top of another: each list that is given replaces the other's.
pub(super) fn distribution(
    record: &Record<'_>,
    base: &Distribution,
    out: &mut Vec<Diagnostic>,
) -> Distribution {
    let mut distribution = base.clone();
    if let Some(record) = record.record("distribution", out) {
        let mut list = |name: &str, target: &mut Vec<Text>| {
            if let Some(texts) = record.texts(name, out) {
                *target = texts;
            }
        };
        list("main", &mut distribution.main);
        list("copy", &mut distribution.copy);
        list("report", &mut distribution.report);
        list("send", &mut distribution.send);
        list("issue", &mut distribution.issue);
        list("extra", &mut distribution.extra);
        distribution.copies = record.integer("copies", out).or(distribution.copies);
    }
    distribution
}

/// `sign-off` on top of another, name by name.
pub(super) fn sign_off(record: &Record<'_>, base: &SignOff, out: &mut Vec<Diagnostic>) -> SignOff {
    let mut sign_off = base.clone();
    if let Some(record) = record.record("sign-off", out) {
        sign_off.editor = record.text_over("editor", base.editor.as_ref(), out);
        sign_off.reviewer = record.text_over("reviewer", base.reviewer.as_ref(), out);
        sign_off.approver = record.text_over("approver", base.approver.as_ref(), out);
    }
    sign_off
}
