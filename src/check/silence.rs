//! Comments that keep one rule off one paragraph: `<!-- jianbao: 忽略 规则名：原因 -->` in running text,
//! `# jianbao: 忽略 规则名：原因` in YAML.
//!
//! A comment on a line of its own is about the paragraph (in YAML: the field) behind it, one within
//! or at the end of a paragraph about that paragraph.

use std::ops::Range;
use std::sync::Arc;

use super::rulebook::unknown;
use super::{Draft, Passage, Rulebook, rules};
use crate::diagnostic::{Code, Diagnostic, SourceFile, Span, Text, code};

/// Takes out the findings that their author has silenced, and tells of comments that silence
/// nothing, name no rule or give no reason.
pub(super) fn apply(
    draft: &Draft<'_>,
    book: &Rulebook,
    findings: Vec<Diagnostic>,
) -> Vec<Diagnostic> {
    let mut silences: Vec<Silence> = Vec::new();
    let mut told = Vec::new();
    for sheet in sheets(draft) {
        for comment in comments(&sheet) {
            match comment.rule(&sheet.file) {
                Ok(rule) => silences.push(Silence {
                    rule,
                    covers: sheet.target(&comment),
                    place: Span::new(&sheet.file, comment.range.clone()),
                    reason: comment.has_reason(&sheet.file),
                    used: false,
                }),
                Err(finding) => told.push(*finding),
            }
        }
    }
    // In the order of the places they are about, so that each is found by its place.
    silences.sort_by(|a, b| a.key().cmp(&b.key()));
    let mut kept = Vec::new();
    for finding in findings {
        let nearest = last_before(&silences, &finding);
        match silences.get_mut(nearest) {
            Some(silence) if silence.is_about(&finding) => silence.used = true,
            _ => kept.push(finding),
        }
    }
    for silence in silences {
        let name = silence.rule.name;
        let on = rules().any(|rule| rule.code == silence.rule && book.level(rule).is_some());
        let finding = if !silence.reason {
            Diagnostic::warning(code::SILENCE, format!("忽略「{name}」没有写原因"))
                .help(format!("在规则名后面写上原因，如「忽略 {name}：来稿原文如此」"))
        } else if !silence.used && on {
            Diagnostic::warning(
                code::SILENCE,
                format!("忽略「{name}」没有起作用：后面这一段没有这个问题"),
            )
            .help("删去这条忽略说明；写错地方的，移到要忽略的那一段前面")
        } else {
            continue;
        };
        told.push(finding.at(silence.place));
    }
    for finding in &mut told {
        finding.is_of_rule = true;
    }
    kept.extend(told);
    kept
}

/// The most bytes that comments before a comment can take in its line.
const LONGEST: usize = 1_000;

/// A comment that silences a rule.
struct Silence {
    rule: Code,
    /// The bytes of the file it is about.
    covers: Option<Range<usize>>,
    place: Span,
    reason: bool,
    used: bool,
}

/// Rule, file, and where what a comment is about begins.
type Key<'s> = (&'static str, &'s str, usize);

/// The last silence of the finding's rule and file that is about something before it; past the end
/// where there is none.
fn last_before(silences: &[Silence], finding: &Diagnostic) -> usize {
    let Some(span) = &finding.span else { return usize::MAX };
    let key = (finding.code.name, span.file.path.as_str(), span.range.start);
    silences.partition_point(|silence| silence.key() <= key).wrapping_sub(1)
}

impl Silence {
    fn key(&self) -> Key<'_> {
        let start = self.covers.as_ref().map_or(0, |covers| covers.start);
        (self.rule.name, &self.place.file.path, start)
    }

    fn is_about(&self, finding: &Diagnostic) -> bool {
        let (Some(span), Some(covers)) = (&finding.span, &self.covers) else { return false };
        finding.code == self.rule
            && span.file.path == self.place.file.path
            && covers.start <= span.range.start
            && span.range.start <= covers.end
    }
}

/// A file of the draft, with the places that comments can be about.
struct Sheet {
    file: Arc<SourceFile>,
    /// Where its passages stand, ascending.
    passages: Vec<Range<usize>>,
    /// Where Markdown stands: `<!-- -->` is a comment there, `#` is none.
    markdown: Option<Range<usize>>,
}

fn sheets(draft: &Draft<'_>) -> Vec<Sheet> {
    let of_note = draft.issue.editors_note.as_ref().map(|note| (note, draft.note.as_slice()));
    let of_stories =
        draft.stories.iter().map(|story| (&story.entry.body, story.passages.as_slice()));
    of_note
        .into_iter()
        .chain(of_stories)
        .filter_map(|(body, passages)| sheet(body, passages))
        .collect()
}

fn sheet(body: &Text, passages: &[Passage<'_>]) -> Option<Sheet> {
    let whole = body.whole().filter(|_| !body.value.is_empty());
    let mut spans: Vec<Span> =
        passages.iter().filter_map(|passage| passage.span(0..passage.text.len())).collect();
    spans.sort_by_key(|span| span.range.start);
    let file = Arc::clone(&whole.as_ref().or(spans.first())?.file);
    // Most files have none, and that is seen at a glance.
    if !file.text.contains("jianbao") {
        return None;
    }
    let passages = spans.into_iter().map(|span| span.range).collect();
    Some(Sheet { file, passages, markdown: whole.map(|span| span.range) })
}

impl Sheet {
    /// What a comment is about.
    fn target(&self, comment: &Comment) -> Option<Range<usize>> {
        let text = &self.file.text;
        let near = text.floor_char_boundary(comment.range.start.saturating_sub(LONGEST));
        let line = text[near..comment.range.start].rfind('\n').map_or(near, |at| near + at + 1);
        let before = &text[line..comment.range.start];
        // Before a comment that is found so late in a line there is more than other comments.
        let alone = before.len() < LONGEST && comment.opens_its_line(before);
        if comment.in_markdown {
            let next = self.passages.partition_point(|range| range.start < comment.range.start);
            return if alone {
                self.passages.get(next).cloned()
            } else {
                next.checked_sub(1).and_then(|at| self.passages.get(at)).cloned()
            };
        }
        let line = if alone { after_comments(text, comment.range.end)? } else { line };
        let end = text[line..].find('\n').map_or(text.len(), |at| line + at);
        let field = self.passages.iter().find(|range| line <= range.start && range.start < end);
        // A field may run over several lines; a body in YAML is no field of one paragraph.
        let inside = field.filter(|range| {
            self.markdown.as_ref().is_none_or(|it| range.end < it.start || it.end <= range.start)
        });
        Some(line..inside.map_or(end, |range| range.end.max(end)))
    }
}

/// The start of the next line of YAML that is no comment and not empty.
fn after_comments(text: &str, from: usize) -> Option<usize> {
    let mut at = from + text[from..].find('\n')? + 1;
    loop {
        let line = text[at..].split('\n').next().unwrap_or_default();
        if !line.trim().is_empty() && !line.trim_start().starts_with('#') {
            return Some(at);
        }
        at += line.len() + 1;
        if at >= text.len() {
            return None;
        }
    }
}

/// A comment that speaks to this program.
struct Comment {
    /// All of it, its marks included.
    range: Range<usize>,
    /// What stands behind `jianbao:`.
    words: Range<usize>,
    in_markdown: bool,
}

impl Comment {
    /// Whether nothing but other comments and signs of quotations and lists stand before it in its line.
    fn opens_its_line(&self, before: &str) -> bool {
        let mut rest = before.trim_start_matches(|c: char| c.is_whitespace() || ">-*+".contains(c));
        while self.in_markdown && rest.starts_with("<!--") {
            let Some(end) = rest.find("-->") else { return false };
            rest = rest[end + 3..].trim_start();
        }
        rest.is_empty()
    }

    /// The rule it names, and what else it says.
    fn split<'f>(&self, file: &'f SourceFile) -> Option<(&'f str, &'f str)> {
        let words = file.text[self.words.clone()].trim();
        let rest = words.strip_prefix("忽略").or_else(|| words.strip_prefix("ignore"))?;
        let rest = rest.trim_start_matches(|c: char| c.is_whitespace() || c == ':' || c == '：');
        let end =
            rest.find(|c: char| !(c.is_ascii_alphanumeric() || c == '-')).unwrap_or(rest.len());
        Some(rest.split_at(end))
    }

    fn has_reason(&self, file: &SourceFile) -> bool {
        self.split(file).is_some_and(|(_, rest)| rest.chars().any(char::is_alphanumeric))
    }

    fn rule(&self, file: &Arc<SourceFile>) -> Result<Code, Box<Diagnostic>> {
        let place = Span::new(file, self.range.clone());
        let Some((name, _)) = self.split(file).filter(|(name, _)| !name.is_empty()) else {
            let finding = Diagnostic::warning(code::SILENCE, "看不懂这条给 jianbao 的说明");
            let help = "写成「jianbao: 忽略 规则名：原因」，规则名是提示方括号里的代号";
            return Err(Box::new(finding.at(place).help(help)));
        };
        match rules().find(|rule| rule.code.name == name) {
            Some(rule) => Ok(rule.code),
            None => Err(Box::new(unknown(name).at(place))),
        }
    }
}

fn comments(sheet: &Sheet) -> Vec<Comment> {
    let text = &sheet.file.text;
    let markdown = sheet.markdown.clone().unwrap_or(text.len()..text.len());
    let mut found = Vec::new();
    // In a Markdown entry the body goes on to the end of the file, blank lines included.
    let mut rest = markdown.clone();
    while let Some(start) = text[rest.clone()].find("<!--").map(|at| rest.start + at) {
        let Some(length) = text[start..rest.end].find("-->").filter(|length| *length >= 4) else {
            break;
        };
        found.extend(comment(text, start..start + length + 3, start + 4..start + length, true));
        rest.start = start + length + 3;
    }
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let end = at + line.trim_end().len();
        let hash = line.find('#').map(|hash| at + hash).filter(|hash| !markdown.contains(hash));
        if let Some(hash) = hash {
            found.extend(comment(text, hash..end, hash + 1..end, false));
        }
        at += line.len();
    }
    found
}

fn comment(
    text: &str,
    range: Range<usize>,
    inner: Range<usize>,
    in_markdown: bool,
) -> Option<Comment> {
    let words = text.get(inner.clone())?;
    let rest = words.trim_start().strip_prefix("jianbao")?.trim_start();
    let rest = rest.strip_prefix([':', '：'])?;
    Some(Comment { range, words: inner.end - rest.len()..inner.end, in_markdown })
}
