//! What a newspaper puts before the first sentence: 本报讯（通讯员 某某）, （记者 某某）.

use super::lines::Line;
use super::placing::{leave_out, note};
use super::{Dispatch, Reference};
use crate::import::document::Block;

/// How a dateline begins.
const STARTS: &[&str] = &["本报讯", "本网讯", "本刊讯", "本台讯", "本报消息"];
/// What people are in it; longer words before those that they end in.
const ROLES: &[&str] = &[
    "全媒体记者",
    "融媒体记者",
    "本报记者",
    "特约记者",
    "见习记者",
    "特约通讯员",
    "本报通讯员",
    "通讯员",
    "记者",
    "实习生",
];
/// Among how many paragraphs it is looked for.
const FIRST: usize = 4;
/// The most characters in its brackets.
const LONGEST: usize = 40;

/// Takes it off the first paragraph of the text, brackets around all of it or not.
pub fn take(blocks: &mut [Block], house: Reference<'_>, dispatch: &mut Dispatch) {
    let words = blocks.iter_mut().filter_map(|block| match block {
        Block::Paragraph(paragraph) if !paragraph.is_wordless() => Some(paragraph),
        _ => None,
    });
    // Above it may stand what is no line of a head and no text either.
    let first = words.take(FIRST).find(|paragraph| read(&paragraph.text()).is_some());
    let Some(paragraph) = first else { return };
    let text = paragraph.text();
    let Some((line, behind)) = read(&text) else { return };
    let behind = behind.trim_start_matches([' ', '　', '：', ':', '，', '—', '-']);
    if line.chars().count() > LONGEST || line.contains('。') || behind.is_empty() {
        return;
    }
    let shown = text[..text.len() - behind.len()].to_owned();
    // Who wrote it; 记者 and the like are no names.
    let words = line.split([' ', '　', '、', '，', ',']).map(|word| {
        let role = ROLES.iter().find_map(|role| word.strip_prefix(role));
        role.unwrap_or(word)
    });
    let names: Vec<&str> =
        words.filter(|word| !word.is_empty() && !STARTS.contains(word)).collect();
    let author = names.join("、");
    paragraph.skip(shown.len());
    leave_out("电头", &shown, dispatch);
    if !author.is_empty() {
        note(vec![Line::Author(author)], &shown, "电头里", house, dispatch);
    }
}

/// What stands in its brackets, and the text behind it.
fn read(text: &str) -> Option<(&str, &str)> {
    let bracket = |text| {
        let inner = str::strip_prefix(text, ['（', '('])?;
        inner.split_once(['）', ')'])
    };
    let of_role = |line: &str| ROLES.iter().any(|role| line.starts_with(role));
    if let Some((line, behind)) = bracket(text) {
        let starts = STARTS.iter().any(|start| line.starts_with(start));
        return (starts || of_role(line)).then_some((line, behind));
    }
    if let Some(rest) = STARTS.iter().find_map(|start| text.strip_prefix(start)) {
        let rest = rest.trim_start_matches([' ', '　']);
        return Some(bracket(rest).unwrap_or(("", rest)));
    }
    // 望河发布报道：（记者 李明）
    let at = text.find(['（', '('])?;
    let medium = text[..at].trim_end_matches(['：', ':', ' ', '　']);
    let (line, behind) = bracket(&text[at..])?;
    let is_medium = ["报道", "讯", "消息", "电"].iter().any(|word| medium.ends_with(word));
    (is_medium && medium.chars().count() <= 12 && of_role(line)).then_some((line, behind))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn datelines() {
        for (text, want) in [
            ("本报讯（通讯员 李明）11月20日", Some(("通讯员 李明", "11月20日"))),
            ("（本报讯 李明）11月20日", Some(("本报讯 李明", "11月20日"))),
            ("（记者 李明 通讯员 王芳）近期", Some(("记者 李明 通讯员 王芳", "近期"))),
            ("云上望河报道:(全媒体记者 李明)3月", Some(("全媒体记者 李明", "3月"))),
            ("本报讯 11月20日", Some(("", "11月20日"))),
            ("（一）压实责任", None),
            ("望河县（石梁镇）召开会议", None),
        ] {
            assert_eq!(read(text), want, "{text}");
        }
    }
}
