//! What of an issue can be changed in a copy: every paragraph that an author wrote, by the name that it has
//! there, with what it says and where that is written.

use std::borrow::Cow;
use std::ops::Range;

use crate::compose::wording;
use crate::diagnostic::Text;
use crate::export::docx;
use crate::markdown::{Flow, Line, LineSort, OBJECT, Seen};
use crate::model::{Entry, Issue};

/// A paragraph of an issue.
#[derive(Clone, Debug)]
pub struct Unit {
    /// Index into [`Issue::entries`]; none for what belongs to the whole issue.
    pub entry: Option<usize>,
    /// Its name within the entry, or the issue: `p5`, `t`, `h_n0`.
    pub name: String,
    /// What it says.
    pub text: String,
    /// What the program writes before and behind it.
    pub around: (String, String),
    /// Where it is written.
    pub place: Place,
}

/// Where a paragraph is written.
#[derive(Clone, Debug)]
pub enum Place {
    /// A line of Markdown.
    Line(Line),
    /// A value of its own; where it is a title, blanks and `|` in it are breaks.
    Value {
        /// The value.
        text: Text,
        /// Whether it is a title.
        is_title: bool,
    },
    /// The words under a picture: their bytes in the Markdown.
    Caption(Range<usize>),
    /// Pictures of their own: their bytes in the Markdown.
    Pictures(Range<usize>),
    /// Settings of the issue or the house, which a person changes there.
    Settings,
}

/// All paragraphs of an issue, in the order of a copy.
pub fn of_issue(issue: &Issue) -> Vec<Unit> {
    let mut units = Vec::new();
    if let Some(note) = &issue.editors_note {
        let label = format!("{}：", issue.note_label);
        units.extend(of_text(None, "n_", &docx::flow_of(issue, note), note, &label));
    }
    for (index, column) in issue.columns.iter().enumerate() {
        if let Some(title) = &column.title {
            let mark =
                column.mark.as_ref().map_or(String::new(), |mark| format!("{} ", mark.value));
            units.push(Unit {
                entry: None,
                name: format!("c{index}"),
                text: title.value.clone(),
                around: (mark, String::new()),
                place: Place::Settings,
            });
        }
        units.extend(
            issue
                .entries
                .iter()
                .enumerate()
                .filter(|(_, it)| it.column == index)
                .flat_map(|(at, entry)| of_entry(issue, at, entry)),
        );
    }
    let beyond = issue.columns.len();
    units.extend(
        issue
            .entries
            .iter()
            .enumerate()
            .filter(|(_, it)| it.column >= beyond)
            .flat_map(|(at, entry)| of_entry(issue, at, entry)),
    );
    units
}

/// The paragraphs of an entry.
pub fn of_entry(issue: &Issue, at: usize, entry: &Entry) -> Vec<Unit> {
    let none = || (String::new(), String::new());
    let unit = |name: String, text: String, place| Unit {
        entry: Some(at),
        name,
        text,
        around: none(),
        place,
    };
    let mut units = Vec::new();
    let title = entry.title_or_composed();
    let said = docx::squeezed(&title.value);
    if !said.is_empty() {
        let place = match &entry.title {
            Some(title) => Place::Value { text: title.clone(), is_title: true },
            None => Place::Settings,
        };
        units.push(unit("t".to_owned(), said, place));
    }
    units.extend(of_text(Some(at), "", &docx::flow_of(issue, &entry.body), &entry.body, ""));
    for (number, measure) in (1..).zip(&entry.measures) {
        let (ordinal, lead, rest) = wording::measure(number, measure);
        units.push(Unit {
            around: (ordinal, String::new()),
            ..unit(
                format!("m{number}"),
                format!("{lead}{rest}"),
                Place::Value { text: measure.clone(), is_title: false },
            )
        });
    }
    if let Some(source) = &entry.source {
        let place = Place::Value { text: source.clone(), is_title: false };
        let line = unit("s".to_owned(), source.value.clone(), place);
        if entry.kind.value == "notice" {
            units.push(line);
        } else if wording::has_source_line(issue, entry) {
            units.push(Unit { around: ("（".to_owned(), "供稿）".to_owned()), ..line });
        }
    }
    units
}

fn of_text(entry: Option<usize>, prefix: &str, flow: &Flow, text: &Text, label: &str) -> Vec<Unit> {
    let mut units: Vec<(usize, Unit)> = Vec::new();
    let none = || (String::new(), String::new());
    for line in flow.lines() {
        let unit = Unit {
            entry,
            name: format!("{prefix}p{}", line.number),
            text: line.text(),
            around: none(),
            place: Place::Line(line.clone()),
        };
        units.push((line.number, unit));
    }
    for figures in flow.figures() {
        let said: Vec<&str> = figures.figures.iter().map(|it| it.path.as_str()).collect();
        let unit =
            |name: String, text: String, place| Unit { entry, name, text, around: none(), place };
        units.push((
            figures.number,
            unit(
                format!("{prefix}g{}", figures.number),
                said.join("\n"),
                Place::Pictures(figures.range.clone()),
            ),
        ));
        for (index, figure) in figures.figures.iter().enumerate() {
            let source = text.value.get(figure.range.clone()).unwrap_or_default();
            let found =
                source.rfind(figure.caption.as_str()).filter(|_| !figure.caption.is_empty());
            if let Some(at) = found {
                let start = figure.range.start + at;
                let name = format!("{prefix}k{}x{}", figures.number, index + 1);
                let place = Place::Caption(start..start + figure.caption.len());
                units.push((figures.number, unit(name, figure.caption.clone(), place)));
            }
        }
    }
    units.sort_by_key(|(number, _)| *number);
    let mut units: Vec<Unit> = units.into_iter().map(|(_, unit)| unit).collect();
    if let Some(first) = units.first_mut().filter(|_| !label.is_empty()) {
        first.around.0 = label.to_owned();
    }
    units
}

impl Unit {
    /// Whether it is a paragraph of its own in the body of its text, neither in a table nor in a list.
    pub fn stands_alone(&self) -> bool {
        matches!(&self.place, Place::Line(line)
            if matches!(line.sort, LineSort::Text | LineSort::Heading(_)) && line.lists == 0 && line.quotes == 0)
    }

    /// What a paragraph of a copy says of it: without what the program writes around it, and with pictures
    /// that Word cannot show.
    pub fn said<'t>(&self, text: &'t str) -> Cow<'t, str> {
        let text = text.strip_prefix(self.around.0.as_str()).unwrap_or(text);
        let text = text.strip_suffix(self.around.1.as_str()).unwrap_or(text);
        match &self.place {
            Place::Pictures(_) => {
                let is_there = text.contains(OBJECT) || text.contains("〔图：");
                Cow::Owned(if is_there { self.text.clone() } else { String::new() })
            }
            _ if self.name == "t" => Cow::Owned(docx::squeezed(text)),
            Place::Line(line) => {
                let code = line.sort == LineSort::Code;
                let text = if code { text } else { text.trim() };
                let mut said = Cow::Borrowed(text);
                for piece in &line.pieces {
                    if let Seen::Picture(figure) = &piece.shown {
                        let object = OBJECT.to_string();
                        said = Cow::Owned(said.replacen(&docx::instead(figure), &object, 1));
                    }
                }
                said
            }
            _ => Cow::Borrowed(text.trim()),
        }
    }
}
