//! `出处.yaml`: what made a PDF that carries its own sources, under the names of the register.
//!
//! Read for advice only: what is not as expected is passed over.

use std::sync::Arc;

use super::ledger::{digest, line, list, scalar};
use super::text;
use super::yaml::{self, Value};
use crate::model::{Digest, Publication};

/// What the PDF of an issue says of its making.
pub fn provenance(publication: &Publication) -> String {
    let mut out =
        String::from("# 排出这份 PDF 的程序、版式和字体；稿件用 jianbao extract 取出。\n");
    for (name, value) in [
        ("issue", publication.id.to_string()),
        ("profile", scalar(&publication.profile)),
        ("tool", scalar(&publication.tool)),
        ("fonts", list(publication.fonts.iter().map(digest))),
    ] {
        out.push_str(&line(name, &value));
    }
    out
}

/// What `出处.yaml` says, as far as it can be read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Provenance {
    /// The profile of the page.
    pub profile: Option<String>,
    /// Program and engine.
    pub tool: Option<String>,
    /// The font files; those in the binary too.
    pub fonts: Vec<Digest>,
}

/// Reads it.
pub fn provenance_of(bytes: &[u8]) -> Provenance {
    let Ok(file) = text::decode(String::new(), bytes) else { return Provenance::default() };
    let root = yaml::parse(&Arc::clone(&file), 0..file.text.len()).value.map(|node| node.value);
    let Some(root) = root else { return Provenance::default() };
    let scalar = |key: &str| match field(&root, key) {
        Some(Value::Scalar(text)) => Some(text.value.clone()),
        _ => None,
    };
    let fonts = match field(&root, "字体") {
        Some(Value::List(fonts)) => fonts.iter().filter_map(|font| font_of(&font.value)).collect(),
        _ => Vec::new(),
    };
    Provenance { profile: scalar("版式"), tool: scalar("程序"), fonts }
}

/// The font files that the file names; those in the binary too.
pub fn fonts_of_provenance(bytes: &[u8]) -> Vec<Digest> {
    provenance_of(bytes).fonts
}

fn font_of(font: &Value) -> Option<Digest> {
    let Value::Scalar(text) = font else { return None };
    let (sha256, path) = text.value.split_once("  ")?;
    Some(Digest { path: path.trim().to_owned(), sha256: sha256.to_owned() })
}

fn field<'a>(map: &'a Value, key: &str) -> Option<&'a Value> {
    let Value::Map(fields) = map else { return None };
    fields.iter().find(|(name, _)| name.value == key).map(|(_, node)| &node.value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fonts_are_read_and_the_rest_is_passed_over() {
        let text = "程序: jianbao 0.1.0\n字体:\n- ab12  fonts/方正小标宋.ttf\n- 什么\n\
                    - \"00  内置/仿宋.ttf\"\n- {文件: 无}\n";
        let fonts = fonts_of_provenance(text.as_bytes());
        let shown: Vec<_> = fonts.iter().map(|font| (&*font.path, &*font.sha256)).collect();
        assert_eq!(shown, [("fonts/方正小标宋.ttf", "ab12"), ("内置/仿宋.ttf", "00")]);
        for other in ["", "字体: 无", "- 字体", "字体: [", "\u{0}"] {
            assert_eq!(fonts_of_provenance(other.as_bytes()), [], "{other:?}");
        }
    }
}
