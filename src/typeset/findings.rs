//! What Typst and the laid-out page have to say, in the author's terms and at the author's place.
//!
//! A Typst error that leads to no author's text is the template's. In `briefing.typ`, which Typst
//! reads as it is, it stands at the very byte; in a Tera template at the line that looks the same.
//! Tera names its own places.

use std::collections::BTreeMap;

use typst::WorldExt;
use typst::diag::{Severity, SourceDiagnostic};
use typst::layout::{Frame, FrameItem};
use typst::syntax::{DiagSpan, Span as TypstSpan};
use typst::text::{Glyph, TextItem};
use typst_layout::{Page, PagedDocument};

use super::world::{DocumentWorld, NO_FILE, NO_PACKAGES, NO_PLUGINS};
use crate::compose::{Document, TypstFile};
use crate::diagnostic::{Diagnostic, Span, code};

/// A finding of the compiler. The innermost place in an author's text is named; where there is
/// none only a template can be to blame, and its line is.
pub fn from_typst(
    document: &Document,
    world: &DocumentWorld,
    finding: &SourceDiagnostic,
) -> Diagnostic {
    let mut places: Vec<(&TypstFile, usize)> = Vec::new();
    let trace = finding.trace.iter().map(|point| DiagSpan::from(point.span));
    for span in [finding.span].into_iter().chain(trace) {
        let file = span.id().and_then(|id| document.files.get(id.get().vpath().get_with_slash()));
        if let (Some(file), Some(range)) = (file, world.range(span)) {
            places.push((file, range.start));
        }
    }
    if let Some(finding) = closed(&finding.message) {
        // Whoever wrote the text has nothing to do with it.
        return finding.at(places.iter().find_map(|(file, at)| file.template_span(*at)));
    }
    let author = places.iter().find_map(|(file, at)| file.author_span(*at, None));
    let template = places.iter().find_map(|(file, at)| file.template_span(*at));
    let blamed_template = author.is_none() && template.is_some();
    let (code, what) = if blamed_template {
        (code::TEMPLATE, "模板有误，无法排版")
    } else {
        (code::TYPESET, "排版程序无法处理这里的内容")
    };
    let mut diagnostic = match finding.severity {
        Severity::Error => Diagnostic::error(code, what),
        Severity::Warning => Diagnostic::warning(code, "排版程序提醒这里可能有问题"),
    };
    if blamed_template {
        diagnostic.help = Some(
            "请改正这个模板；删去或改名工作区 templates 里的这个文件，就会用回内置模板".to_owned(),
        );
    }
    let hints: String = finding.hints.iter().map(|hint| format!("；{}", hint.v)).collect();
    diagnostic.note = Some(format!("排版程序的原话：{}{hints}", finding.message));
    diagnostic.at(author.or(template))
}

/// What a template asked for and is not given, in plain words.
fn closed(message: &str) -> Option<Diagnostic> {
    let told =
        |message: String, help: &str| Some(Diagnostic::error(code::TEMPLATE, message).help(help));
    if let Some(at) = message.find(NO_PACKAGES) {
        let what = message[at..].trim_end_matches(')').to_owned();
        return told(what, "删去这一处；要用的函数写进自己的模板");
    }
    if let Some(at) = message.find(NO_FILE) {
        let what = message[at..].trim_end_matches(')').to_owned();
        return told(what, OWN_FILES);
    }
    if message.contains(NO_PLUGINS) {
        return told(NO_PLUGINS.to_owned(), "删去这一处；模板不能运行别的程序");
    }
    if message.contains("escape") && message.contains("root") {
        return told("模板里的路径走到了这一期之外".to_owned(), OWN_FILES);
    }
    None
}

const OWN_FILES: &str =
    "模板只能用工作区的其他模板和稿件里的图片，不能读别的文件；要用的内容写进模板";

/// Every character that no face of its role has, once per file, with how often it occurs there.
pub fn missing_glyphs(
    document: &Document,
    world: &DocumentWorld,
    pages: &PagedDocument,
) -> Vec<Diagnostic> {
    let mut found: BTreeMap<(String, char), (Option<Span>, usize)> = BTreeMap::new();
    for page in pages.pages() {
        visit_text(&page.frame, &mut |item| {
            for glyph in item.glyphs.iter().filter(|glyph| glyph.id == 0) {
                for c in item.text[glyph.range()].chars() {
                    let span = author_place(document, world, glyph.span, c);
                    let path =
                        span.as_ref().map_or_else(String::new, |span| span.file.path.clone());
                    let entry = found.entry((path, c)).or_insert((span, 0));
                    entry.1 += 1;
                }
            }
        });
    }
    found.into_iter().map(|((_, c), (span, count))| missing_glyph(c, span, count)).collect()
}

/// The finding that no face has a character.
pub fn missing_glyph(c: char, span: Option<Span>, count: usize) -> Diagnostic {
    let point = u32::from(c);
    let shown = if c.is_control() || c.is_whitespace() {
        "看不见的字符".to_owned()
    } else {
        format!("「{c}」")
    };
    let mut diagnostic = Diagnostic::error(
        code::MISSING_GLYPH,
        format!("{shown}（U+{point:04X}）在所有字体里都没有，印出来会是空框"),
    )
    .at(span)
    .help("请核对是否错字；确是生僻字，请把含有它的字体文件放进工作区的 fonts 文件夹");
    if count > 1 {
        diagnostic.note = Some(format!("本文件中共有 {count} 处"));
    }
    diagnostic
}

/// The author's place of a glyph; where the page library passed the text on by other ways, the
/// first place of the character in anything an author wrote.
pub(super) fn author_place(
    document: &Document,
    world: &DocumentWorld,
    glyph: (TypstSpan, u16),
    c: char,
) -> Option<Span> {
    let searched = || {
        let text = document.texts.iter().find(|text| text.value.contains(c))?;
        let at = text.value.find(c)?;
        text.span(at..at + c.len_utf8())
    };
    world.sources.place(glyph, c).map(|place| place.span).or_else(searched)
}

/// Whether text of an entry's body stands on page 1 (7.3.3: 首页必须显示正文).
pub fn body_on_first_page(pages: &PagedDocument) -> bool {
    let shows = |page: &Page| body_on(page).is_some();
    // Text that came by way of a template (code, measures) has no such mark; where nothing else is
    // in the issue there is nothing to tell.
    let mut all = pages.pages().iter();
    all.next().is_none_or(shows) || !all.any(shows)
}

/// The virtual path of the body whose text stands first on the pages.
pub fn first_body(pages: &PagedDocument) -> Option<String> {
    pages.pages().iter().find_map(body_on)
}

/// The virtual path of the first body whose text stands on a page.
fn body_on(page: &Page) -> Option<String> {
    let of_body = |glyph: &Glyph| {
        let path = glyph.span.0.id()?.get().vpath().get_with_slash();
        let body = path.starts_with("/entries/") && path.ends_with("-body.typ");
        body.then(|| path.to_owned())
    };
    let mut found = None;
    visit_text(&page.frame, &mut |item| {
        if found.is_none() {
            found = item.glyphs.iter().find_map(of_body);
        }
    });
    found
}

fn visit_text(frame: &Frame, visit: &mut impl FnMut(&TextItem)) {
    for (_, item) in frame.items() {
        match item {
            FrameItem::Text(text) => visit(text),
            FrameItem::Group(group) => visit_text(&group.frame, visit),
            _ => {}
        }
    }
}
