//! A paragraph that is torn in the middle of a word: 检查在建工 / 程项目54个.

use super::line::is_han;
use super::rules::END_MARK;
use crate::check::{Findings, Part, Story};
use crate::dictionary::lookup;
use crate::markdown::Block;

/// Looks at each paragraph and the one behind it.
pub fn check(story: &Story<'_>, out: &mut Findings<'_>) {
    let paragraphs: Vec<_> = story.body().collect();
    for pair in paragraphs.windows(2) {
        let &[passage, next] = pair else { continue };
        let is_text = |part: Part| matches!(part, Part::Block(Block::Paragraph));
        if !is_text(passage.part) || !is_text(next.part) {
            continue;
        }
        let (left, right) = (passage.text.trim_end(), next.text.trim_start());
        let (Some(last), Some(first)) = (left.chars().next_back(), right.chars().next()) else {
            continue;
        };
        let running = left.contains('，') && right.contains(['，', '。']);
        let joins = match (is_han(last), is_han(first)) {
            (true, true) => is_word(left, right),
            // 共投入1 / 2万元
            _ => last.is_ascii_digit() && first.is_ascii_digit() && left.chars().count() >= 12,
        };
        // A clause that goes on behind a mark.
        let hanging = right.starts_with(['，', '、', '”', '）', '》', '%', '℃']) && is_han(last);
        if running && left.chars().count() >= 12 && (joins || hanging) {
            let from = left.len() - left.chars().rev().take(2).map(char::len_utf8).sum::<usize>();
            let message = "一句话在这里断成了两段".to_owned();
            out.tell(
                END_MARK,
                passage,
                from..left.len(),
                message,
                "把两段接起来；不是一句的，补上句号",
            );
        }
    }
}

/// Whether the last character and the first ones of the next paragraph are a word, and the
/// paragraphs have none of their own there.
fn is_word(left: &str, right: &str) -> bool {
    let tail = |count: usize| -> String {
        let mut chars: Vec<char> = left.chars().rev().take(count).collect();
        chars.reverse();
        chars.into_iter().collect()
    };
    let head = |count: usize| -> String { right.chars().take(count).collect() };
    let known = |word: String| word.chars().all(is_han) && lookup(&word).is_some();
    let joined =
        known(tail(1) + &head(1)) || known(tail(2) + &head(1)) || known(tail(1) + &head(2));
    let often = |word: String| lookup(&word).map_or(0.0, |entry| entry.frequency());
    // 建工 is a word as well, but 工程 is one far more often.
    let rather = often(tail(1) + &head(1)) > 8.0 * often(tail(2));
    joined
        && !known(head(2))
        && !known(head(3))
        && (!known(tail(2)) || known(tail(2) + &head(1)) || rather)
}
