//! Names that are nearly those of the roster.

use std::ops::Range;

use chrono::NaiveDate;

use super::NEAR_NAME;
use super::directory::Directory;
use super::near_names::ALIKE;
use crate::check::words::alike;
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
        let same_surname = written.chars().next() == name.chars().next();
        let taken = name
            .chars()
            .zip(written.chars())
            .filter(|(a, b)| a != b)
            .all(|(right, wrong)| alike(right).any(|it| it == wrong));
        // The surname is the same, and so is one more; of two characters one that is taken for it.
        let near = written.chars().count() == length
            && differs == 1
            && match length {
                0..2 => false,
                2 => {
                    let like =
                        name.chars().zip(written.chars()).filter(|(a, b)| a != b).all(|(a, b)| {
                            ALIKE.iter().any(|row| row.contains(a) && row.contains(b))
                        });
                    (taken || same_surname && like) && ends_there(&behind[written.len()..])
                }
                _ => same_surname || taken,
            };
        if near {
            let range = post.end..post.end + written.len();
            told = Some(range.end);
            let message = format!("「{written}」与名册里的「{name}」差一个字");
            out.tell(
                NEAR_NAME,
                passage,
                range,
                message,
                format!("是「{name}」的，改正；确是另一个人的，把他写进 roster.yaml"),
            );
        }
    }
    told
}

/// Whether a name of two characters is over: what follows is no third one.
fn ends_there(behind: &str) -> bool {
    const GOES_ON: &str = "在出主到赴来指强要说表率带深听与和参讲对检调实现走慰看作为就分等一同的先传介围督巡视会察代向还及宣部组";
    behind.chars().next().is_none_or(|c| !crate::check::cues::is_han(c) || GOES_ON.contains(c))
}
