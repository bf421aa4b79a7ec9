//! Names of people that nobody gave: 李某某到柳溪镇调研, 副县长李某某带队. Told by a surname where a
//! person may stand, and by what follows; a wrong guess takes a subject for a name, and no more.

use super::lexicon::{Kind, SURNAMES};
use super::word::Word;

/// The longest name that is looked for, in characters.
const LONGEST: usize = 3;
/// The most names that stand side by side: 李某某王某某到….
const MOST: usize = 3;

/// Makes one word of each name that is found.
pub fn join(text: &str, words: Vec<Word>) -> Vec<Word> {
    let mut joined: Vec<Word> = Vec::with_capacity(words.len());
    let mut index = 0;
    while index < words.len() {
        let free = joined.last().is_none_or(|word| {
            matches!(word.kind, Kind::Mark | Kind::Post)
                || word.kind == Kind::Name && word.class.is_none()
        });
        let end = free.then(|| name(text, &words, index, MOST)).flatten();
        joined.push(match end {
            Some(end) => {
                let range = words[index].range.start..words[end - 1].range.end;
                Word { range, kind: Kind::Name, class: None }
            }
            None => words[index].clone(),
        });
        index = end.unwrap_or(index + 1);
    }
    joined
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
