//! 花脸稿: what has changed since an earlier copy, as tracked changes.
//!
//! What has changed is found out elsewhere; here it is written.

use std::fmt::Write;

use super::body::{Writer, run};
use super::styles::Style;
use super::xml::escaped;
use crate::markdown::{Look, Piece, Seen};

impl Writer<'_> {
    /// Who changed it, and when: the issuer, on the day of the issue, for a copy knows no clock.
    fn by(&mut self) -> String {
        let issue = self.copy.issue;
        let issuer = issue.masthead.issuers.first().map_or("", |it| it.as_str()).replace('|', "");
        let id = self.next_id();
        let author = escaped(&issuer);
        format!("w:id=\"{id}\" w:author=\"{author}\" w:date=\"{}T00:00:00Z\"", issue.date)
    }

    /// Runs that are new.
    pub fn inserted(&mut self, runs: &str) -> String {
        if runs.is_empty() {
            return String::new();
        }
        let by = self.by();
        format!("<w:ins {by}>{runs}</w:ins>")
    }

    /// Text that is gone.
    pub fn deleted(&mut self, text: &str) -> String {
        if text.is_empty() {
            return String::new();
        }
        let by = self.by();
        let text = run(&Look::default(), text);
        let text = text.replace("<w:t ", "<w:delText ").replace("</w:t>", "</w:delText>");
        format!("<w:del {by}>{text}</w:del>")
    }

    /// That the end of a paragraph is new.
    pub fn new_end(&mut self) -> String {
        let by = self.by();
        format!("<w:rPr><w:ins {by}/></w:rPr>")
    }

    /// Whether a paragraph was not there.
    pub fn is_new(&self, name: &str) -> bool {
        self.copy.since.is_some_and(|since| since.new.contains(name))
    }

    /// The pieces of a paragraph, cut where it was touched: each with whether it is new, and what is gone
    /// before it.
    pub fn cut(&self, name: &str, pieces: &[Piece]) -> Vec<(Piece, bool, String)> {
        let nothing = Vec::new();
        let touched = self.copy.since.and_then(|since| since.touched.get(name)).unwrap_or(&nothing);
        let mut out: Vec<(Piece, bool, String)> = Vec::new();
        let mut at = 0;
        let mut rest = touched.iter().peekable();
        let mut gone = String::new();
        let mut new_until = 0;
        for piece in pieces {
            let chars: Vec<char> = match &piece.shown {
                Seen::Text(text) => text.chars().collect(),
                _ => vec!['\n'],
            };
            let mut start = 0;
            for index in 0..=chars.len() {
                let here = at + index;
                let touch = rest.next_if(|touch| touch.at == here && index < chars.len());
                let ends = here == new_until && new_until > 0;
                if (touch.is_some() || ends || index == chars.len()) && index > start {
                    let part: String = chars.get(start..index).unwrap_or_default().iter().collect();
                    let shown = match &piece.shown {
                        Seen::Text(_) => Seen::Text(part),
                        shown => shown.clone(),
                    };
                    let is_new = at + start < new_until;
                    let cut = Piece { shown, ..piece.clone() };
                    out.push((cut, is_new, std::mem::take(&mut gone)));
                    start = index;
                }
                if let Some(touch) = touch {
                    gone.push_str(&touch.gone);
                    new_until = here + touch.length;
                }
            }
            at += chars.len();
        }
        // What is gone at the very end.
        gone.extend(rest.map(|touch| touch.gone.as_str()));
        if !gone.is_empty() {
            let shown = Seen::Text(String::new());
            out.push((Piece { shown, look: Look::default(), range: 0..0 }, false, gone));
        }
        out
    }

    /// The paragraphs that stood behind one and are gone.
    pub fn gone_behind(&mut self, name: &str) {
        let Some(gone) = self.copy.since.and_then(|since| since.gone.get(name)) else { return };
        for text in gone {
            let by = self.by();
            let runs = self.deleted(&text.replace(['\n', crate::markdown::OBJECT], " "));
            let mut properties = String::from("<w:p><w:pPr>");
            let _ = write!(
                properties,
                "<w:pStyle w:val=\"{}\"/><w:rPr><w:del {by}/></w:rPr></w:pPr>",
                Style::Text.id()
            );
            self.out.push_str(&properties);
            self.out.push_str(&runs);
            self.out.push_str("</w:p>");
            self.behind_gone();
        }
    }
}
