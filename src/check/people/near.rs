//! Names that are nearly those of the roster.

use std::ops::Range;

use chrono::NaiveDate;

use super::NEAR_NAME;
use super::directory::Directory;
use crate::check::{Findings, Passage};

/// Looks at what stands behind a post; the end of what was told of.
pub fn check(
    passage: &Passage<'_>,
    post: Range<usize>,
    title: usize,
    day: NaiveDate,
    directory: &Directory,
    out: &mut Findings<'_>,
) -> Option<usize> {
    if !out.wants(NEAR_NAME) {
        return None;
    }
    let title = &directory.titles[title];
    let behind = &passage.text[post.end..];
    if directory.leaders.iter().any(|leader| leader.names().any(|name| behind.starts_with(name))) {
        return None;
    }
    let mut told = None;
    for leader in directory.holders(title, day) {
        let name = leader.name.as_str();
        let length = name.chars().count();
        let written: String = behind.chars().take(length).collect();
        let differs = name.chars().zip(written.chars()).filter(|(a, b)| a != b).count();
        // The surname is the same, and so is one more.
        let near = length >= 3
            && written.chars().count() == length
            && differs == 1
            && written.chars().next() == name.chars().next();
        if near {
            let range = post.end..post.end + written.len();
            told = Some(range.end);
            let message = format!("「{written}」与名册里的「{name}」差一个字");
            if let Some(found) = out.add(NEAR_NAME, passage, range, message) {
                found.help =
                    Some(format!("是「{name}」的，改正；确是另一个人的，把他写进 roster.yaml"));
            }
        }
    }
    told
}
