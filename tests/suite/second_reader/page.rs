//! Web pages, read a second way: tag by tag, as a browser shows them.

use super::plain::decoded;
use super::shown::{Gap, Look, NOTE, Shown, Text};
use super::signs;
use super::tags::{Hidden, List, Tag, VOID, hiding};
use super::tree::unescaped;

/// An element that is open.
struct Open {
    name: String,
    hidden: Hidden,
    look: Look,
    font: Option<&'static str>,
    list: Option<List>,
    /// The text that goes on where a note ends.
    outside: Option<Text>,
}

/// A web page.
pub fn read(bytes: &[u8]) -> Shown {
    let text = decoded(bytes);
    let mut page = Page::default();
    let mut rest = text.as_str();
    while !rest.is_empty() {
        let at = rest.find('<').unwrap_or(rest.len());
        page.words(&unescaped(&rest[..at]));
        rest = &rest[at..];
        if let Some(comment) = rest.strip_prefix("<!--") {
            rest = comment.find("-->").map_or("", |end| &comment[end + 3..]);
            continue;
        }
        let Some(end) = rest.find('>') else { break };
        let tag = Tag::new(&rest[1..end]);
        let inner = &rest[1..end];
        rest = &rest[end + 1..];
        let Some(tag) = tag else { continue };
        if matches!(tag.name.as_str(), "script" | "style") && !tag.closes {
            let closes = |at: &usize| {
                let name = rest.get(at + 2..at + 2 + tag.name.len());
                name.is_some_and(|name| name.eq_ignore_ascii_case(&tag.name))
            };
            let end = rest.match_indices("</").map(|(at, _)| at).find(closes);
            let (sheet, behind) = rest.split_at(end.unwrap_or(rest.len()));
            page.rules.extend(hiding(sheet));
            rest = behind;
        }
        page.tag(&tag, inner);
    }
    page.close(0);
    page.shown.body = page.body;
    page.shown
}

#[derive(Default)]
struct Page {
    shown: Shown,
    body: Text,
    open: Vec<Open>,
    /// Classes and names that are not seen.
    rules: Vec<String>,
    /// Whether only the number of an item has been seen of its line.
    begun: bool,
    /// The last base of a ruby, which its reading is told with.
    base: String,
}

impl Page {
    fn hidden(&self) -> Option<Hidden> {
        let mut all = self.open.iter().map(|it| it.hidden).filter(|it| *it != Hidden::No);
        let first = all.next();
        // Machinery within what is told is none of its words.
        all.find(|it| *it == Hidden::Machinery).or(first)
    }

    fn words(&mut self, words: &str) {
        let is_kept = self.open.iter().any(|it| it.name == "pre");
        // Line ends of the source are blanks.
        let words = if is_kept { words.to_owned() } else { words.replace(['\n', '\r'], " ") };
        let look = self.open.last().map(|it| it.look).unwrap_or_default();
        let font = self.open.iter().rev().find_map(|it| it.font);
        match self.hidden() {
            None => {
                self.begun &= words.trim().is_empty();
                for c in words.chars() {
                    let code = u32::from(c);
                    match font.filter(|_| (0x21..=0xFF).contains(&code) || code >= 0xF000) {
                        Some(font) => self.body.push(signs::of(font, code), look),
                        None => self.body.push(c, look),
                    }
                }
                self.base = words;
            }
            Some(Hidden::Told("ruby")) => {
                let words = format!("{}（{words}）", self.base.trim());
                self.shown.aside.push(("ruby", words));
            }
            Some(Hidden::Told(kind)) if !words.trim().is_empty() => {
                self.shown.aside.push((kind, words));
            }
            Some(_) => {}
        }
    }

    fn tag(&mut self, tag: &Tag, inner: &str) {
        let is_hidden = self.hidden().is_some();
        // The first paragraph of an item stands beside its number.
        let beside = self.begun && !tag.closes && tag.name == "p";
        if !tag.is_inline() && !is_hidden && !beside {
            self.body.part(if tag.name == "br" { Gap::Line } else { Gap::Paragraph });
        }
        if tag.closes {
            if let Some(at) = self.open.iter().rposition(|it| it.name == tag.name) {
                self.close(at);
            }
            return;
        }
        let look = self.open.last().map(|it| it.look).unwrap_or_default();
        if !is_hidden {
            self.shows(tag, inner, look);
        }
        if VOID.contains(&tag.name.as_str()) || inner.ends_with('/') {
            return;
        }
        // An option ends where the next begins.
        if tag.name == "option" && self.open.last().is_some_and(|it| it.name == "option") {
            self.open.pop();
        }
        let mut hidden = tag.hidden(&self.rules);
        if tag.is_mark() {
            let in_note = self.open.iter().any(|it| it.outside.is_some());
            if !in_note && !is_hidden {
                self.body.push(NOTE, Look::default());
            }
            hidden = Hidden::Machinery;
        }
        if tag.name == "li" && hidden == Hidden::No && !is_hidden {
            let list = self.open.iter_mut().rev().find_map(|it| it.list.as_mut());
            if let Some(number) = list.and_then(|list| list.item(tag)) {
                let spare = number.starts_with(super::shown::ANY);
                self.body.push_str(&number, Look { spare, ..Look::default() });
                self.body.part(Gap::Blank);
                self.begun = true;
            }
        }
        let look = Look {
            struck: look.struck || tag.is_struck(),
            height: tag.height().unwrap_or(look.height),
            formula: look.formula || tag.name == "math",
            ..look
        };
        let outside = tag.is_note().then(|| std::mem::take(&mut self.body));
        let (name, font, list) = (tag.name.clone(), tag.font(), List::new(tag));
        self.open.push(Open { name, hidden, look, font, list, outside });
    }

    /// What a tag itself shows.
    fn shows(&mut self, tag: &Tag, inner: &str, look: Look) {
        match tag.name.as_str() {
            "img" => self.shown.pictures += usize::from(is_picture(tag, inner)),
            "q" => self.body.push('“', look),
            "input" if tag.inner.contains("type=checkbox") => {
                let on = tag.inner.contains("checked");
                self.body.push(if on { '☑' } else { '☐' }, look);
            }
            "input" if !tag.inner.contains("type=") || tag.inner.contains("type=text") => {
                let value = inner.split_once("value=").map_or("", |(_, value)| value);
                let value = value.trim_matches(['"', '\'']).split(['"', '\'']).next();
                self.body.push_str(&unescaped(value.unwrap_or_default()), look);
            }
            _ => {}
        }
    }

    /// Closes elements down to a depth.
    fn close(&mut self, depth: usize) {
        while self.open.len() > depth {
            let Some(last) = self.open.pop() else { break };
            if last.name == "q" && self.hidden().is_none() {
                self.body.push('”', last.look);
            }
            if let Some(outside) = last.outside {
                self.shown.notes.push(std::mem::replace(&mut self.body, outside));
            }
        }
    }
}

/// Whether a picture is more than a dot that counts readers, or is to be loaded in the place of one.
fn is_picture(tag: &Tag, inner: &str) -> bool {
    let value = |name: &str| {
        let start = inner.find(&format!(" {name}="))? + name.len() + 2;
        let rest = &inner[start..];
        let quote = rest.chars().next().filter(|c| matches!(c, '"' | '\''));
        let value = match quote {
            Some(quote) => rest[1..].split(quote).next(),
            None => rest.split_whitespace().next(),
        };
        value.map(str::trim).filter(|value| !value.is_empty())
    };
    let lazy = ["data-src", "data-original", "data-actualsrc", "data-lazy-src", "srcset"];
    if lazy.iter().any(|name| value(name).is_some()) {
        return true;
    }
    let is_small = |name: &str| matches!(tag.value(&format!("{name}=")), Some("0" | "1"));
    match value("src") {
        // What pages lay out with is as small as these bytes.
        Some(source) => {
            let is_dot = source.starts_with("data:") && source.len() < 200;
            !(is_dot || source.contains("dot.") || is_small("width") || is_small("height"))
        }
        None => value("alt").or(value("class")).is_some(),
    }
}
