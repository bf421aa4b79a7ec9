//! `出处.yaml`: what made a PDF that carries its own sources.
//!
//! Written by programs and read for advice only: what is not as expected is passed over.

use std::sync::Arc;

use super::text;
use super::yaml::{self, Value};
use crate::model::Digest;

/// The font files that the file names; those in the binary too.
pub fn fonts_of_provenance(bytes: &[u8]) -> Vec<Digest> {
    let Ok(file) = text::decode(String::new(), bytes) else { return Vec::new() };
    let root = yaml::parse(&Arc::clone(&file), 0..file.text.len()).value.map(|node| node.value);
    let fonts = root.as_ref().and_then(|root| field(root, "字体"));
    let Some(Value::List(fonts)) = fonts else { return Vec::new() };
    fonts
        .iter()
        .filter_map(|font| {
            let scalar = |key| match field(&font.value, key)? {
                Value::Scalar(text) => Some(text.value.clone()),
                _ => None,
            };
            Some(Digest { path: scalar("文件")?, sha256: scalar("sha256")? })
        })
        .collect()
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
        let text = "程序: jianbao 0.1.0\n字体:\n- 文件: fonts/方正小标宋.ttf\n  sha256: ab12\n- 什么\n\
                    - {文件: 内置/仿宋.ttf, sha256: \"00\"}\n- {文件: 无}\n";
        let fonts = fonts_of_provenance(text.as_bytes());
        let shown: Vec<_> = fonts.iter().map(|font| (&*font.path, &*font.sha256)).collect();
        assert_eq!(shown, [("fonts/方正小标宋.ttf", "ab12"), ("内置/仿宋.ttf", "00")]);
        for other in ["", "字体: 无", "- 字体", "字体: [", "\u{0}"] {
            assert_eq!(fonts_of_provenance(other.as_bytes()), [], "{other:?}");
        }
    }
}
