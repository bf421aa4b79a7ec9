//! Web pages and plain text, read a second way.

use super::entry;
use super::shown::{Gap, Height, Look, Shown, Text};
use super::signs;
use super::tree::unescaped;

/// Text in whatever encoding the first bytes or the words themselves show.
pub fn decoded(bytes: &[u8]) -> String {
    let wide = |bytes: &[u8], unit: fn([u8; 2]) -> u16| {
        let units: Vec<u16> = bytes.chunks_exact(2).map(|it| unit([it[0], it[1]])).collect();
        String::from_utf16_lossy(&units)
    };
    match bytes {
        [0xFF, 0xFE, rest @ ..] => return wide(rest, u16::from_le_bytes),
        [0xFE, 0xFF, rest @ ..] => return wide(rest, u16::from_be_bytes),
        _ => {}
    }
    if let Ok(text) = std::str::from_utf8(bytes)
        && !text.contains('\0')
    {
        return text.trim_start_matches('\u{FEFF}').to_owned();
    }
    let (text, wrong) = encoding_rs::GB18030.decode_without_bom_handling(bytes);
    if !wrong && !text.contains('\0') {
        return text.into_owned();
    }
    // The order in which more of it is Chinese.
    let chinese = |text: &str| text.chars().filter(|c| ('一'..='龥').contains(c)).count();
    let (little, big) = (wide(bytes, u16::from_le_bytes), wide(bytes, u16::from_be_bytes));
    if chinese(&little) >= chinese(&big) { little } else { big }
}

/// A text file: each line as it stands.
pub fn plain(bytes: &[u8]) -> Shown {
    let mut body = Text::default();
    body.is_wrapped = true;
    for line in decoded(bytes).lines() {
        body.push_str(line, Look::default());
        body.part(Gap::Line);
    }
    Shown { body, ..Shown::default() }
}

/// Markdown: the lines of a head as labels, the rest with its marks undone.
pub fn markdown(bytes: &[u8]) -> Shown {
    let text = decoded(bytes);
    let mut body = Text::default();
    if let Some((head, _)) = text.strip_prefix("---\n").and_then(|it| it.split_once("\n---\n")) {
        for line in head.lines() {
            body.push_str(line, Look::default());
            body.part(Gap::Paragraph);
        }
    }
    body.append(entry::read(&text).body);
    Shown { body, ..Shown::default() }
}

const VOID: &[&str] = &[
    "br", "img", "hr", "input", "meta", "link", "col", "wbr", "area", "base", "source", "!doctype",
    "?xml", "o:p/",
];
const SILENT: &[&str] = &[
    "script", "style", "head", "title", "noscript", "template", "select", "textarea", "button",
    "iframe", "svg", "rp",
];
const INLINE: &[&str] = &[
    "a",
    "b",
    "strong",
    "i",
    "em",
    "u",
    "s",
    "span",
    "font",
    "sup",
    "sub",
    "small",
    "big",
    "code",
    "ins",
    "del",
    "ruby",
    "rb",
    "label",
    "mark",
    "o:p",
    "rt",
    "rp",
    "abbr",
    "strike",
    "img",
    "input",
    "wbr",
    "q",
    "cite",
    "kbd",
    "tt",
    "st1:chsdate",
    "bdo",
];

/// An element that is open.
struct Open {
    name: String,
    hidden: Hidden,
    look: Look,
    /// The symbol font that its text is in.
    font: Option<&'static str>,
    /// How many items of a numbered list there were.
    items: usize,
}

/// Whether readers see an element.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Hidden {
    No,
    /// What no text is: scripts, styles.
    Machinery,
    /// Text that whoever imports it is to be told of.
    Told(&'static str),
}

impl Hidden {
    fn of(name: &str, tag: &str) -> Self {
        let has = |parts: &[&str]| parts.iter().any(|part| tag.contains(part));
        match name {
            "del" => Self::Told("deletion"),
            "rt" => Self::Told("ruby"),
            _ if SILENT.contains(&name) => Self::Machinery,
            _ if has(&["mso-element:comment", "msocomanchor"]) => Self::Told("comment"),
            _ if has(&["display:none", "visibility:hidden", "mso-hide:all"]) => {
                Self::Told("hidden")
            }
            _ => Self::No,
        }
    }
}

/// A web page.
pub fn read(bytes: &[u8]) -> Shown {
    let text = decoded(bytes);
    let mut shown = Shown::default();
    let mut open: Vec<Open> = Vec::new();
    let mut rest = text.as_str();
    while !rest.is_empty() {
        let at = rest.find('<').unwrap_or(rest.len());
        let hidden = open.iter().map(|it| it.hidden).find(|it| *it != Hidden::No);
        let is_hidden = hidden.is_some();
        let font = open.iter().rev().find_map(|it| it.font);
        let look = open.last().map(|it| it.look).unwrap_or_default();
        // Line ends of the source are blanks.
        let words = unescaped(&rest[..at]).replace(['\n', '\r'], " ");
        match hidden {
            None => words.chars().for_each(|c| match font {
                Some(font) if c.is_ascii_graphic() => {
                    shown.body.push(signs::of(font, u32::from(c)), look);
                }
                _ => shown.body.push(c, look),
            }),
            Some(Hidden::Told(kind)) if !words.trim().is_empty() => {
                shown.aside.push((kind, words));
            }
            Some(_) => {}
        }
        rest = &rest[at..];
        if rest.is_empty() {
            break;
        }
        if let Some(comment) = rest.strip_prefix("<!--") {
            rest = comment.find("-->").map_or("", |end| &comment[end + 3..]);
            continue;
        }
        let Some(end) = rest.find('>') else { break };
        let tag = &rest[1..end];
        rest = &rest[end + 1..];
        if !tag.starts_with(|c: char| c.is_ascii_alphabetic() || c == '/') {
            continue;
        }
        let closes = tag.starts_with('/');
        let name = tag.trim_start_matches('/');
        let name: String = name
            .chars()
            .take_while(|c| !c.is_whitespace() && *c != '/')
            .collect::<String>()
            .to_lowercase();
        if !INLINE.contains(&name.as_str()) && !is_hidden {
            shown.body.part(if name == "br" { Gap::Line } else { Gap::Paragraph });
        }
        if closes {
            if let Some(at) = open.iter().rposition(|it| it.name == name) {
                open.truncate(at);
            }
            continue;
        }
        if matches!(name.as_str(), "img") && !is_hidden {
            shown.pictures += 1;
        }
        if VOID.contains(&name.as_str()) || tag.ends_with('/') {
            continue;
        }
        let lower = tag.to_lowercase().replace(' ', "");
        let hidden = Hidden::of(&name, &lower);
        let face = lower.split("font-family:").nth(1).unwrap_or_default();
        let face = face.trim_start_matches(['"', '\'']);
        let font = ["wingdings", "symbol"].into_iter().find(|font| face.starts_with(font));
        let mut look = look;
        look.struck |= matches!(name.as_str(), "s" | "strike") || lower.contains("line-through");
        match name.as_str() {
            "sup" => look.height = Height::Raised,
            "sub" => look.height = Height::Lowered,
            _ => {}
        }
        if matches!(name.as_str(), "script" | "style") {
            let closes = |at: &usize| {
                let tag = rest.get(at + 2..at + 2 + name.len());
                tag.is_some_and(|tag| tag.eq_ignore_ascii_case(&name))
            };
            let end = rest.match_indices("</").map(|(at, _)| at).find(closes);
            rest = &rest[end.unwrap_or(rest.len())..];
        }
        if name == "li"
            && hidden == Hidden::No
            && !is_hidden
            && let Some(list) = open.iter_mut().rfind(|it| matches!(it.name.as_str(), "ol" | "ul"))
            && list.name == "ol"
        {
            list.items += 1;
            shown.body.push_str(&format!("{}.", list.items), Look::default());
            shown.body.part(Gap::Blank);
        }
        // A list may begin with another number.
        let start = lower.split("start=").nth(1).unwrap_or_default().trim_matches(['"', '\'']);
        let digits = start.split(|c: char| !c.is_ascii_digit()).next().unwrap_or_default();
        let items = digits.parse::<usize>().map_or(0, |first| first.saturating_sub(1));
        open.push(Open { name, hidden, look, font, items });
    }
    shown
}
