//! What a newspaper puts before the first sentence: 本报讯（通讯员 某某）.

use super::lines::Line;
use super::placing::{leave_out, note};
use super::{Dispatch, House};
use crate::import::document::Block;

/// How a dateline begins.
const STARTS: &[&str] = &["本报讯", "本网讯", "本刊讯", "本台讯", "本报消息"];
/// The most characters in its brackets.
const LONGEST: usize = 40;

/// Takes it off the first paragraph of the text, brackets around all of it or not.
pub fn take(blocks: &mut [Block], house: House<'_>, dispatch: &mut Dispatch) {
    let first = blocks.iter_mut().find_map(|block| match block {
        Block::Paragraph(paragraph) if !paragraph.is_wordless() => Some(paragraph),
        _ => None,
    });
    let Some(paragraph) = first else { return };
    let text = paragraph.text();
    let (line, behind) = match (text.strip_prefix(['（', '(']), STARTS) {
        (Some(inner), starts) if starts.iter().any(|start| inner.starts_with(start)) => {
            let Some((line, behind)) = inner.split_once(['）', ')']) else { return };
            (line, behind)
        }
        (_, starts) => {
            let Some(rest) = starts.iter().find_map(|start| text.strip_prefix(start)) else {
                return;
            };
            let rest = rest.trim_start_matches([' ', '　']);
            let bracket = rest.strip_prefix(['（', '(']).and_then(|it| it.split_once(['）', ')']));
            bracket.unwrap_or(("", rest))
        }
    };
    let behind = behind.trim_start_matches([' ', '　', '：', ':', '，', '—', '-']);
    if line.chars().count() > LONGEST || line.contains('。') || behind.is_empty() {
        return;
    }
    let shown = text[..text.len() - behind.len()].to_owned();
    // Who wrote it; 记者 and the like are no names.
    let is_role = |word: &&str| {
        ["通讯员", "记者", "本报记者", "特约记者", "见习记者", "实习生"].contains(word)
            || STARTS.contains(word)
    };
    let words = line.split([' ', '　', '、', '，']).filter(|word| !word.is_empty());
    let names: Vec<&str> = words.filter(|word| !is_role(word)).collect();
    let author = names.join("、");
    let author = ["通讯员", "记者"].iter().fold(author, |names, role| names.replace(role, ""));
    paragraph.skip(shown.len());
    leave_out("电头", &shown, dispatch);
    if !author.is_empty() {
        note(vec![Line::Author(author)], &shown, "电头里", house, dispatch);
    }
}
