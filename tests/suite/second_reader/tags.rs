//! What a tag of a web page means: what is seen of it, what it looks like, what begins with it.

use super::numbers::written;
use super::shown::Height;

/// Elements without an end.
pub const VOID: &[&str] =
    &["br", "img", "hr", "input", "meta", "link", "col", "wbr", "area", "base", "source"];
const SILENT: &[&str] = &[
    "script", "style", "head", "title", "noscript", "template", "textarea", "button", "iframe",
    "svg", "rp",
];
const INLINE: &str = " a b strong i em u s span font sup sub small big code ins del ruby rb label \
    mark o:p rt rp abbr strike img input wbr q cite kbd tt bdo select option math mfrac mn mi mo ";

/// A tag: its name and what stands in it, in small letters and without quotes.
pub struct Tag {
    pub name: String,
    pub closes: bool,
    pub inner: String,
}

/// Whether readers see an element.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Hidden {
    No,
    /// What no text is: scripts, styles, the marks of comments.
    Machinery,
    /// Text that whoever imports it is to be told of.
    Told(&'static str),
}

impl Tag {
    pub fn new(text: &str) -> Option<Self> {
        let closes = text.starts_with('/');
        let name = text.trim_start_matches('/');
        if !name.starts_with(|c: char| c.is_ascii_alphabetic()) {
            return None;
        }
        let name = name.split(|c: char| c.is_whitespace() || c == '/').next()?.to_lowercase();
        let inner = text.to_lowercase().replace(['"', '\''], "").replace('\n', " ");
        let inner = inner.replace(": ", ":").replace("; ", ";");
        Some(Self { name, closes, inner })
    }

    pub fn is_inline(&self) -> bool {
        INLINE.contains(&format!(" {} ", self.name)) || self.name.starts_with("st1:")
    }

    fn has(&self, parts: &[&str]) -> bool {
        parts.iter().any(|part| self.inner.contains(part))
    }

    /// What follows `name=`, up to what cannot be of a number or a word.
    pub fn value(&self, name: &str) -> Option<&str> {
        let (_, rest) = self.inner.split_once(name)?;
        rest.split(|c: char| !c.is_alphanumeric() && c != '-').next()
    }

    /// Whether it is seen; `rules` are the classes and names that the page hides.
    pub fn hidden(&self, rules: &[String]) -> Hidden {
        let by_rule = rules.iter().any(|rule| match rule.strip_prefix('#') {
            Some(id) => self.value("id=") == Some(id),
            None => self.value("class=") == rule.strip_prefix('.'),
        });
        // The text of an article is hidden until a script shows it.
        let is_article = self.inner.contains("id=js_content");
        // Windows and bars that a page keeps hidden are none of its text.
        let is_part = matches!(self.name.as_str(), "div" | "section" | "nav" | "aside" | "form");
        let by_style = self.has(&["display:none", "visibility:hidden", "mso-hide:all"]);
        match self.name.as_str() {
            "del" if self.inner.contains("datetime=") => Hidden::Told("deletion"),
            "rt" => Hidden::Told("ruby"),
            "option" if !self.inner.contains("selected") => Hidden::Told("hidden"),
            name if SILENT.contains(&name) => Hidden::Machinery,
            _ if self.has(&["msocomanchor", "msocomoff"]) => Hidden::Machinery,
            _ if self.has(&["mso-element:comment"]) => Hidden::Told("comment"),
            _ if is_article => Hidden::No,
            _ if is_part && (by_rule || by_style) => Hidden::Machinery,
            _ if by_rule || by_style || self.inner.ends_with("hidden") => Hidden::Told("hidden"),
            _ => Hidden::No,
        }
    }

    pub fn is_struck(&self) -> bool {
        matches!(self.name.as_str(), "s" | "strike" | "del") || self.has(&["line-through"])
    }

    pub fn height(&self) -> Option<Height> {
        match self.name.as_str() {
            "sup" => Some(Height::Raised),
            "sub" => Some(Height::Lowered),
            _ if self.has(&["vertical-align:super"]) => Some(Height::Raised),
            _ if self.has(&["vertical-align:sub"]) => Some(Height::Lowered),
            _ => None,
        }
    }

    /// The symbol font that its text is in.
    pub fn font(&self) -> Option<&'static str> {
        let fonts = ["wingdings 2", "wingdings 3", "wingdings", "webdings", "symbol"];
        let named = ["face=", "font-family:"];
        let mut found = named.iter().filter_map(|name| self.inner.split_once(name));
        found.find_map(|(_, face)| fonts.into_iter().find(|font| face.starts_with(font)))
    }

    /// Whether it is the mark of a footnote of Word.
    pub fn is_mark(&self) -> bool {
        self.name == "a" && self.inner.contains("mso-footnote-id:")
    }

    /// Whether it holds a footnote of Word.
    pub fn is_note(&self) -> bool {
        self.has(&["mso-element:footnote", "mso-element:endnote"]) && !self.inner.contains("-list")
    }
}

/// The classes and names that a sheet of styles hides.
pub fn hiding(sheet: &str) -> Vec<String> {
    let rules = sheet.split('}').filter_map(|rule| rule.split_once('{'));
    let hides = |body: &str| {
        let body = body.replace(' ', "");
        body.contains("display:none") || body.contains("visibility:hidden")
    };
    let own = rules.filter(|(_, body)| hides(body)).flat_map(|(names, _)| names.split(','));
    let names = own.map(|name| name.trim().to_lowercase());
    names.filter(|name| name.starts_with(['.', '#']) && !name.contains(' ')).collect()
}

/// A list that is open: how its items are numbered, and the next number.
#[derive(Clone, Default)]
pub struct List {
    format: Option<&'static str>,
    next: i64,
    plain: bool,
}

impl List {
    pub fn new(tag: &Tag) -> Option<Self> {
        let style = tag.value("list-style-type:").or(tag.value("list-style:")).unwrap_or_default();
        // Small and capital letters differ: the sort is told by the style where it matters.
        let format = match (tag.value("type="), style) {
            (_, "simp-chinese-informal" | "cjk-ideographic") => "chineseCounting",
            (Some("a"), _) => "lowerLetter",
            (Some("i"), _) => "lowerRoman",
            _ => "decimal",
        };
        let next = tag.value("start=").and_then(|it| it.parse().ok()).unwrap_or(1);
        let format = match tag.name.as_str() {
            "ol" => Some(format),
            "ul" => None,
            _ => return None,
        };
        Some(Self { format, next, plain: style == "none" })
    }

    /// The number of the next item; a bullet where it has none.
    pub fn item(&mut self, tag: &Tag) -> Option<String> {
        let Some(format) = self.format else {
            return (!self.plain).then(|| super::shown::ANY.to_string());
        };
        self.next = tag.value("value=").and_then(|it| it.parse().ok()).unwrap_or(self.next);
        let mark = if format == "chineseCounting" { "、" } else { "." };
        let number = format!("{}{mark}", written(format, self.next));
        self.next += 1;
        (!self.plain).then_some(number)
    }
}
