//! An issue → the Typst files that set it: Tera templates around bodies made from Markdown.
//!
//! Reads no file and no clock; workspace templates are handed in. The only module that names tera.
//!
//! # How places pass through templates
//!
//! Bodies are Typst files of their own (`/entries/03-body.typ`) with one origin and an exact map.
//! Fields are found by search after Tera has rendered: Tera sees plain values and keeps no account
//! of what it wrote; marks around each value, the alternative, would be seen by filters and
//! conditions. The rendered file is searched for each field in its escaped form, the longest first
//! (`origins`). The escaped form has a map of its own; where a value stands twice in what the
//! author wrote, or was altered, only the whole field is known, and the character is looked for in
//! it. A title that the program composed leads to the fields it was composed of.

mod context;
mod document;
mod faces;
mod filters;
mod office;
mod options;
mod rows;
mod title;
mod whole;
pub mod wording;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use include_dir::{Dir, include_dir};
use tera::{ErrorKind, Tera};

pub use document::{Attachment, Document, Origin, Picture, Template, TypstFile};
pub use faces::{Faces, HalfWidth};
pub use options::ComposeOptions;
pub use title::{
    Line as TitleLine, Widths as TitleWidths, break_by_meaning as break_title, break_organ, ems,
};

use crate::diagnostic::{Checked, Diagnostic, OffsetMap, SourceFile, Span, Text, code};
use crate::markdown::{self, Body};
use crate::model::{Issue, LeadIns, Limit};
use context::Field;
use office::{Page, Place};

/// The templates of the page in the binary: name and text.
const PAGE: &[(&str, &str)] = &[
    (PAGE_LIBRARY, include_str!("../../templates/briefing.typ")),
    ("issue.typ", include_str!("../../templates/issue.typ")),
    ("settings.typ", include_str!("../../templates/settings.typ")),
];

/// Those of the kinds of entries: a file each, and what they extend.
static ENTRIES: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/templates/entries");

/// Name and text of each template in the binary.
fn built_in() -> impl Iterator<Item = (String, &'static str)> {
    let entries = ENTRIES.files().filter_map(|file| {
        let name = file.path().to_str().filter(|name| name.ends_with(".typ"))?;
        Some((format!("entries/{name}"), file.contents_utf8()?))
    });
    PAGE.iter().map(|(name, text)| ((*name).to_owned(), *text)).chain(entries)
}

/// Set by Typst itself, never by Tera.
const PAGE_LIBRARY: &str = "briefing.typ";

/// The label of the 编者按 among the bodies.
const NOTE: &str = "note";

/// The most pictures of an issue, each counted as often as it is shown: a page has some ten at most. Typst
/// takes 50 KB of memory for each, and no time is left for more.
const MOST_PICTURES: usize = 2_000;

/// Templates, parsed once and used for any number of issues.
pub struct Composer {
    tera: Tera,
    templates: BTreeMap<String, Arc<SourceFile>>,
}

impl Composer {
    /// The built-in templates, with `overrides` (paths `templates/NAME`) in their places or beside them.
    ///
    /// No value when a template cannot be parsed.
    pub fn new(overrides: &[Arc<SourceFile>]) -> Checked<Self> {
        let mut templates = BTreeMap::new();
        for (name, text) in built_in() {
            let file = SourceFile { path: format!("内置模板/{name}"), text: text.to_owned() };
            templates.insert(name, Arc::new(file));
        }
        for file in overrides {
            let name = file.path.strip_prefix("templates/").unwrap_or(&file.path);
            templates.insert(name.to_owned(), Arc::clone(file));
        }
        let mut tera = Tera::new();
        filters::register(&mut tera);
        let parsed = tera.add_raw_templates(
            templates
                .iter()
                .filter(|(name, _)| *name != PAGE_LIBRARY)
                .map(|(name, file)| (name.as_str(), file.text.as_str())),
        );
        match parsed {
            Ok(()) => Checked { value: Some(Self { tera, templates }), diagnostics: Vec::new() },
            Err(error) => {
                Checked { value: None, diagnostics: vec![template_error(&templates, &error)] }
            }
        }
    }

    /// All templates in the binary, one after the other with their names, for a digest of them.
    pub fn built_in() -> String {
        built_in().map(|(name, text)| format!("{name}\n{text}\n")).collect()
    }

    /// The templates that others extend or include; their names begin with an underscore.
    fn parents(&self, name: &str) -> Vec<Arc<SourceFile>> {
        let base = |other: &str| other.rsplit('/').next().is_some_and(|file| file.starts_with('_'));
        let others = self.templates.iter().filter(|(other, _)| *other != name && base(other));
        others.map(|(_, file)| Arc::clone(file)).collect()
    }

    /// The kinds of entries that have a template, sorted.
    pub fn kinds(&self) -> Vec<&str> {
        self.templates
            .keys()
            .filter_map(|name| name.strip_prefix("entries/")?.strip_suffix(".typ"))
            .filter(|kind| !kind.starts_with('_'))
            .collect()
    }

    /// Makes the Typst files of an issue. `faces` tell how wide characters are, for the layouts
    /// whose rows are decided here.
    ///
    /// The value is missing only when the templates around the entries cannot be rendered, or there
    /// are too many pictures; an entry that cannot be rendered is left out and reported.
    pub fn compose(
        &self,
        issue: &Issue,
        options: ComposeOptions,
        faces: &dyn Faces,
    ) -> Checked<Document> {
        let issue = &Issue { layout: options.tightened(issue), ..issue.clone() };
        let mut work = Work {
            composer: self,
            names: office::names_of(issue),
            lead_ins: issue.layout.lead_ins == LeadIns::Bold,
            nesting: issue.limits.nesting,
            page: Page::of(issue),
            faces,
            files: BTreeMap::new(),
            pictures: Vec::new(),
            known: BTreeSet::new(),
            shown: 0,
            texts: Vec::new(),
            diagnostics: Vec::new(),
        };
        work.page_library();
        work.render(
            "settings.typ",
            "/settings.typ",
            &context::settings(&issue.layout, &options),
            &[],
        );
        if let Some(note) = &issue.editors_note {
            work.body("/editors-note.typ", note, NOTE);
        }
        let mut entries = Vec::new();
        for (index, entry) in issue.entries.iter().enumerate() {
            let name = format!("entries/{:02}", index + 1);
            let kind = &entry.kind;
            if !self.kinds().contains(&kind.as_str()) {
                work.diagnostics.push(self.unknown_kind(kind));
                continue;
            }
            let first = entries.iter().all(|(column, _)| *column != entry.column);
            let body = (!entry.body.value.trim().is_empty()).then(|| format!("/{name}-body.typ"));
            if let Some(path) = &body {
                work.body(path, &entry.body, &format!("entry-{}", index + 1));
            }
            let (context, fields) = context::entry(issue, entry, first, body.as_deref());
            let path = format!("/{name}.typ");
            if work.render(
                &format!("entries/{kind}.typ", kind = kind.value),
                &path,
                &context,
                &fields,
            ) {
                entries.push((entry.column, path));
            }
        }
        let note = issue.editors_note.as_ref().map(|_| "/editors-note.typ");
        let (context, fields) = context::issue(issue, &entries, note);
        let composed = work.render("issue.typ", Document::MAIN, &context, &fields);
        let document = Document {
            files: work.files,
            pictures: work.pictures,
            identity: format!("jianbao/{}/{}", issue.masthead.plain_name(), issue.id),
            date: issue.date,
            layout: issue.layout,
            limits: issue.limits,
            draft: options.draft,
            attachments: Vec::new(),
            texts: work.texts,
        };
        let composed = composed && work.shown <= MOST_PICTURES;
        Checked { value: composed.then_some(document), diagnostics: work.diagnostics }
    }

    fn unknown_kind(&self, kind: &Text) -> Diagnostic {
        Diagnostic::error(code::UNKNOWN_KIND, format!("没有类型「{}」的模板", kind.value))
            .at(kind.whole())
            .help(format!(
                "可用的类型：{}；自己的类型要有模板 templates/entries/{}.typ",
                self.kinds().join("、"),
                kind.value
            ))
    }
}

/// The state of one composing.
struct Work<'a> {
    composer: &'a Composer,
    /// The rows to decide; none where Typst does.
    page: Option<Page>,
    faces: &'a dyn Faces,
    /// People, who are never broken.
    names: Vec<String>,
    /// Whether 一是 and its like are bold.
    lead_ins: bool,
    /// How deep a body may be nested.
    nesting: u32,
    files: BTreeMap<String, TypstFile>,
    pictures: Vec<Picture>,
    /// Their paths.
    known: BTreeSet<String>,
    /// How many pictures are shown, each as often as it is.
    shown: usize,
    texts: Vec<Text>,
    diagnostics: Vec<Diagnostic>,
}

impl Work<'_> {
    fn page_library(&mut self) {
        if let Some(file) = self.composer.templates.get(PAGE_LIBRARY) {
            let template = Template { file: Arc::clone(file), parents: Vec::new(), verbatim: true };
            let file = TypstFile {
                text: file.text.clone(),
                origins: Vec::new(),
                template: Some(template),
            };
            self.files.insert(format!("/{PAGE_LIBRARY}"), file);
        }
    }

    /// A body of Markdown as a file of its own, with an exact map back.
    /// `label` keeps the bodies' footnotes apart.
    fn body(&mut self, path: &str, body: &Body, label: &str) {
        let deepest = usize::try_from(self.nesting).unwrap_or(usize::MAX);
        let mut markup = body.to_typst(label, self.lead_ins, deepest);
        for finding in &mut markup.diagnostics {
            if let (code::TOO_LARGE, Some(help)) = (finding.code, &mut finding.help) {
                *help = format!("{help}；{}", Limit::NESTING.remedy(self.nesting));
            }
        }
        if let Some(page) = &self.page {
            let place = if label == NOTE { Place::Note } else { Place::Entry };
            office::break_rows(&mut markup, page, place, self.faces);
        } else {
            whole::keep_whole(&mut markup, &self.names);
        }
        // A semicolon and no line break: the text of a 编者按 runs on after its label.
        let mut text = String::from("#import \"/briefing.typ\": *;");
        if label != NOTE {
            text.push_str("\n\n");
        }
        let start = text.len();
        text.push_str(&markup.typst);
        let origin =
            Origin { range: start..text.len(), text: body.text().clone(), map: Some(markup.map) };
        text.push('\n');
        self.files
            .insert(path.to_owned(), TypstFile { text, origins: vec![origin], template: None });
        self.diagnostics.extend(markup.diagnostics);
        self.texts.push(body.text().clone());
        for picture in markup.pictures {
            self.shown += 1;
            if self.shown == MOST_PICTURES + 1 {
                let message =
                    format!("这一期的图片超过 {MOST_PICTURES} 张（用几次算几张），没有排");
                let help = "请删去多余的图片，或把这一期分成几期";
                let finding = Diagnostic::error(code::TOO_MANY, message).help(help);
                self.diagnostics.push(finding.at(picture.span.clone()));
            }
            if self.known.insert(picture.path.clone()) {
                self.pictures.push(Picture {
                    path: picture.path,
                    alt: picture.alt,
                    span: picture.span,
                });
            }
        }
    }

    /// Renders a template; returns whether it could be.
    fn render(
        &mut self,
        name: &str,
        path: &str,
        context: &tera::Context,
        fields: &[Field],
    ) -> bool {
        match self.composer.tera.render(name, context) {
            Ok(text) => {
                let origins = origins(&text, fields);
                let template = self.composer.templates.get(name);
                let template = template.map(|file| Template {
                    file: Arc::clone(file),
                    parents: self.composer.parents(name),
                    verbatim: false,
                });
                self.files.insert(path.to_owned(), TypstFile { text, origins, template });
                self.texts.extend(fields.iter().map(|field| field.text.clone()));
                true
            }
            Err(error) => {
                self.diagnostics.push(template_error(&self.composer.templates, &error));
                false
            }
        }
    }
}

/// Where the fields' values stand in a rendered file.
///
/// Tera keeps no account of what it wrote, so the values are searched for as they were escaped,
/// the longest first: a short one inside a long one is the long one's. What the program composed
/// itself leads nowhere, but the fields it was composed of do.
fn origins(rendered: &str, fields: &[Field]) -> Vec<Origin> {
    let mut forms: Vec<(String, &Text, Option<OffsetMap>)> = Vec::new();
    for field in fields.iter().filter(|field| field.text.whole().is_some()) {
        let (escaped, map) = markdown::escape_with_map(&field.value);
        let map = part_of(&field.value, &field.text.value).map(|at| map.moved(at));
        forms.push((escaped, &field.text, map));
        forms.push((markdown::string_literal(&field.value), &field.text, None));
    }
    // A letter or two would be found all over the template's own code.
    forms.retain(|(form, ..)| form.chars().count() > 3 || !form.is_ascii());
    forms.sort_by_key(|(form, ..)| std::cmp::Reverse(form.len()));
    let mut origins: Vec<Origin> = Vec::new();
    for (form, text, map) in forms {
        for (start, found) in rendered.match_indices(&form) {
            let range = start..start + found.len();
            let at = origins.partition_point(|origin| origin.range.end <= range.start);
            if origins.get(at).is_none_or(|next| next.range.start >= range.end) {
                origins.insert(at, Origin { range, text: text.clone(), map: map.clone() });
            }
        }
    }
    origins
}

/// Where a value stands in the text it is part of; `None` where it stands there twice.
fn part_of(value: &str, text: &str) -> Option<usize> {
    let at = text.find(value)?;
    (text.rfind(value) == Some(at)).then_some(at)
}

/// The place that a message names as `NAME:LINE:COLUMN`.
fn place_in(message: &str, name: &str, file: &Arc<SourceFile>) -> Option<Span> {
    let rest = &message[message.find(&format!("{name}:"))? + name.len() + 1..];
    let mut numbers = rest.split(|c: char| !c.is_ascii_digit()).map(str::parse::<usize>);
    let line = numbers.next()?.ok()?.checked_sub(1)?;
    let column = numbers.next()?.ok()?.checked_sub(1)?;
    let start: usize = file.text.split_inclusive('\n').take(line).map(str::len).sum();
    let text = file.text[start..].lines().next()?;
    let at = text.char_indices().nth(column).map_or(text.len(), |(at, _)| at);
    Some(Span::new(file, start + at..start + text.len()))
}

/// What a template asked Tera for and is not given, in plain words, and the remedy.
fn closed(what: &str) -> Option<(String, &'static str)> {
    let named = |start: &str| {
        let at = what.find(start)? + start.len();
        what[at..].split_once('`').map(|(name, _)| name)
    };
    if let Some(name) = named("Unknown template `").or_else(|| named("parent template `")) {
        let help = "模板只能引用工作区 templates 里的和内置的模板，如 entries/_entry.typ";
        return Some((format!("没有模板「{name}」"), help));
    }
    let name = named("Unknown function `")?;
    let help = "可用的函数只有 range 和 throw；模板不能读文件、环境变量和时钟";
    Some((format!("没有函数「{name}」"), help))
}

fn template_error(
    templates: &BTreeMap<String, Arc<SourceFile>>,
    error: &tera::Error,
) -> Diagnostic {
    let at = |filename: &str, range: std::ops::Range<usize>| {
        templates.get(filename).map(|file| Span::new(file, range))
    };
    let (what, span) = match error.kind() {
        ErrorKind::SyntaxError(report) | ErrorKind::RenderingError(report) => {
            (report.message().to_owned(), at(report.filename(), report.span().range.clone()))
        }
        ErrorKind::MissingParent { current, parent } => {
            (format!("parent template `{parent}` does not exist"), at(current, 0..0))
        }
        ErrorKind::CircularExtend { tpl, .. } | ErrorKind::CircularInclude { tpl, .. } => {
            (error.to_string(), at(tpl, 0..0))
        }
        _ => {
            let what = error.to_string();
            let span = templates.iter().find_map(|(name, file)| place_in(&what, name, file));
            (what, span)
        }
    };
    if let Some((message, help)) = closed(&what) {
        return Diagnostic::error(code::TEMPLATE, message).at(span).help(help);
    }
    let shown = span
        .as_ref()
        .map_or_else(|| "模板有误".to_owned(), |span| format!("模板「{}」有误", span.file.path));
    Diagnostic::error(code::TEMPLATE, shown)
        .at(span)
        .note(format!("模板引擎的原话：{what}"))
        .help("请改正这个模板；删去或改名工作区 templates 里的这个文件，就会用回内置模板")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Entry, EntryKind};

    #[test]
    fn every_kind_has_a_template_and_every_template_a_kind() {
        let composer = Composer::new(&[]).value.expect("the built-in templates");
        let mut rows: Vec<&str> = EntryKind::ALL.iter().map(|kind| kind.name).collect();
        rows.sort_unstable();
        assert_eq!(composer.kinds(), rows);
        for name in [EntryKind::DEFAULT, Entry::ANNEX] {
            assert!(EntryKind::named(name).is_some(), "{name}");
        }
    }
}
