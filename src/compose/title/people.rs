//! Names of people that nobody gave: 李某某到柳溪镇调研, 副县长李某某带队. Told by a surname where a
//! person may stand, and by what follows; a wrong guess takes a subject for a name, and no more.

use super::lexicon::{Kind, SURNAMES};
use super::words::Word;

/// The longest name that is looked for, in characters.
const LONGEST: usize = 3;
/// The most names that stand side by side: 李某某王某某到….
const MOST: usize = 3;

/// Makes one word of each name that is found.
pub fn join(text: &str, words: &mut Vec<Word>) {
    let mut index = 0;
    while index < words.len() {
        let before = index.checked_sub(1).map(|index| &words[index]);
        let free = before.is_none_or(|word| {
            matches!(word.kind, Kind::Mark | Kind::Post)
                || word.kind == Kind::Name && word.class.is_none()
        });
        if free && let Some(end) = name(text, words, index, MOST) {
            let range = words[index].range.start..words[end - 1].range.end;
            words.splice(index..end, [Word { range, kind: Kind::Name, class: None }]);
        }
        index += 1;
    }
}

/// Behind which word the name ends that begins with this one.
fn name(text: &str, words: &[Word], start: usize, most: usize) -> Option<usize> {
    let from = words.get(start)?.range.start;
    if most == 0 || !text[from..].starts_with(|c| SURNAMES.contains(c)) {
        return None;
    }
    let unknown = words[start..].iter().take(LONGEST).take_while(|word| word.kind == Kind::Other);
    let ends = (start + 1..=start + unknown.count()).rev();
    ends.filter(|&end| {
        (2..=LONGEST).contains(&text[from..words[end - 1].range.end].chars().count())
    })
    .find(|&end| {
        let next = words.get(end).map(|word| (word.kind, &text[word.range.clone()]));
        let acts = match next {
            Some((Kind::Verb | Kind::Act | Kind::Adverb | Kind::Speech | Kind::Preposition, _)) => {
                true
            }
            Some((Kind::Post, _)) => true,
            Some((_, mark)) => ["：", "、", "等"].contains(&mark),
            None => false,
        };
        acts || name(text, words, end, most - 1).is_some()
    })
}
