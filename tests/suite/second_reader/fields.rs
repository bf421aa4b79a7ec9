//! Fields: what Word shows in the place of a code.

use super::signs;
use super::tree::Node;

/// A field that is open.
#[derive(Default)]
pub struct Field {
    pub code: String,
    pub in_result: bool,
    /// Whether its result said anything.
    pub said: bool,
    /// The form that it is a field of.
    pub form: Option<Node>,
}

impl Field {
    /// The first word of its code.
    pub fn name(&self) -> String {
        self.code.split_whitespace().next().unwrap_or_default().to_uppercase()
    }

    /// Whether its form says what it shows, whatever its result is.
    pub fn is_form(&self) -> bool {
        self.form.is_some() && matches!(self.name().as_str(), "FORMCHECKBOX" | "FORMDROPDOWN")
    }

    /// Whether it makes a table of contents, which an issue has of its own.
    pub fn is_contents(&self) -> bool {
        self.name() == "TOC"
    }

    /// What it shows without a result. `None` where Word too would show nothing that is known.
    pub fn shows(&self) -> Option<String> {
        let form = self.form.as_ref();
        match self.name().as_str() {
            "FORMCHECKBOX" => {
                let form = form?.child("w:checkBox")?;
                let on = form.is_on("w:checked").or(form.is_on("w:default")).unwrap_or(false);
                Some(if on { "☑" } else { "☐" }.to_owned())
            }
            "FORMDROPDOWN" => {
                let list = form?.child("w:ddList")?;
                let chosen = list.value("w:result").or(list.value("w:default"));
                let chosen = chosen.and_then(|it| it.parse().ok()).unwrap_or(0);
                let entries = list.children.iter().filter(|node| node.name == "w:listEntry");
                let entry = entries.filter_map(|node| node.attribute("w:val")).nth(chosen);
                entry.map(str::to_owned)
            }
            "SYMBOL" => {
                let mut words = self.code.split_whitespace().skip(1);
                let code = words.next()?;
                let code = match code.strip_prefix("0x").or(code.strip_prefix("0X")) {
                    Some(hex) => u32::from_str_radix(hex, 16).ok()?,
                    None => code.parse().ok()?,
                };
                let font = self.code.split("\\f").nth(1).unwrap_or_default();
                let font = font.trim().trim_matches('"').split('"').next().unwrap_or_default();
                Some(signs::of(font, code).to_string())
            }
            "MACROBUTTON" => {
                let rest = self.code.trim_start().get("MACROBUTTON".len()..)?.trim_start();
                let (_, text) = rest.split_once(char::is_whitespace)?;
                let switches = text.find("\\*").map(|at| (at, text[at..].split_whitespace()));
                let Some((at, mut switch)) = switches else { return Some(text.to_owned()) };
                // \* MERGEFORMAT (1)
                let behind = switch.by_ref().skip(2).collect::<Vec<_>>().join(" ");
                Some(format!("{}{behind}", &text[..at]))
            }
            _ => None,
        }
    }
}
