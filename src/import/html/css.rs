//! Style sheets of a page: what their rules and an element's own style say of its looks.
//!
//! Knows only properties that change what is read. Rules whose selectors ask for a state (`:hover`)
//! or for a width of the window are left out: nobody knows them of a page on disk.

use std::cell::Cell;
use std::collections::BTreeMap;

use scraper::{ElementRef, Html, Selector};

use crate::read;

/// The most rules of all sheets: those of the largest sites have a tenth.
const RULES: usize = 40_000;
/// The longest selector, in bytes.
const LONGEST: usize = 200;
/// The most bytes of all sheets.
const BYTES: usize = 8 << 20;
/// The most steps of holding elements against rules; behind them a page is read without its sheets.
const STEPS: usize = 20_000_000;

/// Properties that change what is read.
const PROPERTIES: &[&str] = &[
    "background",
    "background-color",
    "background-image",
    "color",
    "display",
    "font",
    "font-family",
    "font-size",
    "font-weight",
    "left",
    "list-style",
    "list-style-type",
    "margin-left",
    "mso-element",
    "mso-fareast-font-family",
    "mso-hide",
    "mso-highlight",
    "mso-list",
    "mso-special-character",
    "opacity",
    "page-break-before",
    "text-align",
    "text-decoration",
    "text-decoration-line",
    "text-indent",
    "top",
    "vertical-align",
    "visibility",
    "white-space",
];

/// What is said of an element: a property and its value, in lower case.
pub type Said = (&'static str, String);

struct Rule {
    selector: Selector,
    /// How long it takes to hold an element against it grows with the depth.
    combined: bool,
    specificity: usize,
    said: Vec<(Said, bool)>,
}

/// The rules of a page.
#[derive(Default)]
pub struct Sheets {
    rules: Vec<Rule>,
    /// Rules by what the element itself must have: `#id`, `.class` or a tag.
    keys: BTreeMap<String, Vec<usize>>,
    steps: Cell<usize>,
}

impl Sheets {
    /// The sheets in a page and those that lie beside it, in their order.
    pub fn of(html: &Html, beside: &mut dyn FnMut(&str) -> Option<Vec<u8>>) -> Self {
        let mut sheets = Self::default();
        let mut left = BYTES;
        let Ok(places) = Selector::parse("style, link[rel~=stylesheet i]") else { return sheets };
        for place in html.select(&places) {
            if place.attr("media").is_some_and(|media| !is_on_screen(media)) {
                continue;
            }
            let text = match place.attr("href") {
                None => place.text().collect::<String>(),
                Some(address) => match beside(address) {
                    Some(bytes) if bytes.len() <= left => read::decoded("", &bytes).text.clone(),
                    _ => continue,
                },
            };
            if text.len() > left {
                continue;
            }
            left -= text.len();
            sheets.add(&text);
        }
        sheets
    }

    fn add(&mut self, text: &str) {
        let text = without_comments(text);
        let mut rest = text.as_str();
        while let Some(at) = rest.find(['{', '}', ';']) {
            let (before, behind) = (rest[..at].trim(), &rest[at + 1..]);
            rest = behind;
            if !rest_opens(&text, behind) {
                continue;
            }
            if let Some(condition) = before.strip_prefix('@') {
                let is_shown = match condition.split_once(char::is_whitespace) {
                    Some(("media", media)) => is_on_screen(media),
                    Some(("supports" | "layer", _)) => true,
                    _ => false,
                };
                // The rules within follow like others.
                rest = if is_shown { behind } else { past_block(behind) };
                continue;
            }
            let (block, behind) = behind.split_once('}').unwrap_or((behind, ""));
            rest = behind;
            let said: Vec<(Said, bool)> = declarations(block).collect();
            if said.is_empty() {
                continue;
            }
            for selector in before.split(',').map(str::trim) {
                self.rule(selector, &said);
            }
        }
    }

    fn rule(&mut self, text: &str, said: &[(Said, bool)]) {
        if self.rules.len() >= RULES || text.len() > LONGEST || text.contains([':', '\\', '(']) {
            return;
        }
        let (Some(key), Ok(selector)) = (key(text), Selector::parse(text)) else { return };
        let count = |marks: &[char]| text.matches(marks).count();
        let tags = text
            .split([' ', '>', '+', '~'])
            .filter(|part| part.starts_with(|c: char| c.is_ascii_alphabetic()))
            .count();
        self.keys.entry(key).or_default().push(self.rules.len());
        self.rules.push(Rule {
            selector,
            combined: text.contains([' ', '>', '+', '~']),
            specificity: count(&['#']) * 10_000 + count(&['.', '[']) * 100 + tags,
            said: said.to_vec(),
        });
    }

    /// What is said of an element, what counts more behind what counts less; `depth` is that of the
    /// element.
    pub fn said(&self, element: ElementRef<'_>, depth: usize) -> Vec<Said> {
        let mut rules: Vec<usize> = Vec::new();
        let mut look_up = |key: &str| rules.extend(self.keys.get(key).into_iter().flatten());
        if !self.rules.is_empty() {
            look_up("*");
            look_up(element.value().name());
            element.value().classes().for_each(|class| look_up(&format!(".{class}")));
            element.attr("id").into_iter().for_each(|id| look_up(&format!("#{id}")));
        }
        rules.retain(|index| {
            let rule = &self.rules[*index];
            let steps = self.steps.get() + if rule.combined { depth + 1 } else { 1 };
            self.steps.set(steps);
            steps < STEPS && rule.selector.matches(&element)
        });
        rules.sort_unstable_by_key(|index| (self.rules[*index].specificity, *index));
        rules.dedup();
        let own: Vec<(Said, bool)> = element
            .attr("style")
            .map(without_comments)
            .iter()
            .flat_map(|it| declarations(it))
            .collect();
        let all = || rules.iter().flat_map(|index| &self.rules[*index].said).chain(&own);
        let of = |important: bool| all().filter(move |it| it.1 == important).map(|it| it.0.clone());
        of(false).chain(of(true)).collect()
    }
}

/// Whether what was found at the end of a stretch of a sheet opens a block.
fn rest_opens(sheet: &str, behind: &str) -> bool {
    sheet.as_bytes().get(sheet.len() - behind.len() - 1) == Some(&b'{')
}

/// What stands behind the block that is open.
fn past_block(text: &str) -> &str {
    let mut open = 1_usize;
    for (at, mark) in text.match_indices(['{', '}']) {
        open = if mark == "{" { open + 1 } else { open - 1 };
        if open == 0 {
            return &text[at + 1..];
        }
    }
    ""
}

fn without_comments(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, behind)) = rest.split_once("/*") {
        out.push_str(before);
        rest = behind.split_once("*/").map_or("", |(_, rest)| rest);
    }
    out.push_str(rest);
    out.replace("<!--", " ").replace("-->", " ")
}

/// Whether a sheet for such media counts for the screen of a desk.
fn is_on_screen(media: &str) -> bool {
    let media = media.to_lowercase();
    let mut kinds = media.split(',').map(str::trim);
    media.trim().is_empty()
        || kinds.any(|kind| ["all", "screen", "only screen", "only all"].contains(&kind))
}

/// What the element itself must have for a selector to fit.
fn key(selector: &str) -> Option<String> {
    let last = selector.rsplit([' ', '>', '+', '~']).next()?;
    if last.contains(['[', ']', '"', '\'']) {
        return None;
    }
    let name = |text: &str| text.split(['.', '#']).next().unwrap_or_default().to_owned();
    if let Some((_, id)) = last.split_once('#') {
        return Some(format!("#{}", name(id)));
    }
    match last.split_once('.') {
        Some((_, class)) => Some(format!(".{}", name(class))),
        None => (!last.is_empty()).then(|| last.to_lowercase()),
    }
}

/// What a block says, and whether it says that it is important.
fn declarations(block: &str) -> impl Iterator<Item = (Said, bool)> {
    parts(block).into_iter().filter_map(|part| {
        let (name, value) = part.split_once(':')?;
        let name = name.trim().to_lowercase();
        let name = PROPERTIES.iter().find(|known| **known == name)?;
        let value = value.trim().to_lowercase();
        let (value, important) = match value.split_once('!') {
            Some((value, mark)) => (value.trim().to_owned(), mark.trim() == "important"),
            None => (value, false),
        };
        Some(((*name, value), important))
    })
}

/// The parts of a block between semicolons, but for those in quotes and brackets.
fn parts(block: &str) -> Vec<&str> {
    let (mut parts, mut start) = (Vec::new(), 0);
    let (mut quote, mut bracketed) = (None, false);
    for (at, c) in block.char_indices() {
        match (quote, c) {
            (Some(open), c) if c == open => quote = None,
            (None, '"' | '\'') => quote = Some(c),
            (None, '(') => bracketed = true,
            (None, ')') => bracketed = false,
            (None, ';') if !bracketed => {
                parts.push(&block[start..at]);
                start = at + 1;
            }
            _ => {}
        }
    }
    parts.push(&block[start..]);
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(sheet: &str, element: &str) -> String {
        let html = Html::parse_document(&format!("<style>{sheet}</style>{element}"));
        let sheets = Sheets::of(&html, &mut |_| None);
        let target = Selector::parse("#x").expect("a selector");
        let target = html.select(&target).next().expect("an element");
        let said = sheets.said(target, 3);
        said.iter().map(|(name, value)| format!("{name}={value} ")).collect::<String>()
    }

    #[test]
    fn rules_count_in_their_order() {
        let cases = [
            ("p{color:red}", "<p id=x>", "color=red "),
            (".a{color:red}p{color:blue}", "<p id=x class=a>", "color=blue color=red "),
            ("p{color:red!important}", "<p id=x style='color:blue'>", "color=blue color=red "),
            ("@media print{p{color:red}}b{}p{display:none}", "<p id=x>", "display=none "),
            ("@media screen{p{color:red}}", "<p id=x>", "color=red "),
            ("@media (max-width:9px){p{color:red}}", "<p id=x>", ""),
            ("@font-face{font-family:a}@import 'b';p{color:red}", "<p id=x>", "color=red "),
            ("div p{color:red}ul p{color:blue}", "<div><p id=x></div>", "color=red "),
            ("p:hover{color:red}", "<p id=x>", ""),
            ("<!-- /* p{} */ p , b {COLOR : Red} -->", "<p id=x>", "color=red "),
            (
                "",
                "<p id=x style='background:url(a;b);color:red'>",
                "background=url(a;b) color=red ",
            ),
            ("p{", "<p id=x>", ""),
            ("}}p{color:red", "<p id=x>", "color=red "),
        ];
        for (sheet, element, wanted) in cases {
            assert_eq!(said(sheet, element), wanted, "{sheet}");
        }
    }
}
