//! Cuts a title into words: the dictionary's, corrected by the lexicon and the given names. It
//! knows classes of words, no grammar.

use std::ops::Range;

use crate::dictionary::{self, Class};

use super::lexicon::{self, Kind, LONGEST, NUMERALS, PLACES, RESULTS, UNITS};
use super::people;
use super::word::Word;

/// What a word costs when a title is cut into the cheapest row of words: names win over the
/// lexicon, the lexicon over the dictionary, and anything over characters on their own.
mod price {
    /// A given name, so that a long one wins over two short ones.
    pub const NAME: f64 = 0.1;
    pub const LEXICON: f64 = 1.0;
    /// One of the dictionary's, and more for each bit that it is rarer than certain …
    pub const DICTIONARY: f64 = 1.1;
    pub const RARE: f64 = 0.015;
    /// … and more for one that begins or ends like 和 or 到, which may be that
    /// itself: 和会|议和, 并到.
    pub const DOUBTFUL: f64 = 0.6;
    pub const RESULT: f64 = 1.6;
    pub const CHARACTER: f64 = 1.6;
}

/// Cuts a text into the cheapest row of words. A space is a word of the kind [`Kind::Mark`].
pub fn words(text: &str, names: &[Range<usize>]) -> Vec<Word> {
    let starts: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
    // From the end to the start: what the rest costs from each place on, and its first word.
    let end = Step { price: 0.0, to: text.len(), kind: Kind::Mark, class: None };
    let mut rest: Vec<Step> = vec![end; text.len() + 1];
    for (index, &from) in starts[..starts.len() - 1].iter().enumerate().rev() {
        let near = &starts[index + 1..starts.len().min(index + 1 + LONGEST)];
        let step = |to, (price, kind)| Step { price, to, kind, class: None };
        let own = names
            .iter()
            .filter(|name| name.start == from)
            .map(|name| step(name.end, (price::NAME, Kind::Name)));
        // The longest first: of two rows that cost the same the one with longer words is taken.
        let known = near.iter().rev().filter_map(|&to| Some(step(to, known(&text[from..to])?)));
        let found = dictionary::beginning(&text[from..])
            .map(|(len, entry)| (from + len, entry))
            .filter(|(to, entry)| *to != near[0] && !is_phrase(&text[from..*to], entry.class))
            .map(|(to, entry)| trust(&text[from..to], to, entry));
        let class = dictionary::lookup(&text[from..near[0]]).map(|entry| entry.class);
        let character = Step { class, ..step(near[0], (price::CHARACTER, Kind::Other)) };
        let mut least = Step { price: f64::INFINITY, ..character };
        for step in own.chain(known).chain(found).chain([character]) {
            let price = step.price + rest[step.to].price;
            if price < least.price - 1e-9 {
                least = Step { price, ..step };
            }
        }
        if least.kind == Kind::Name && ends_in_post(&text[from..least.to]) {
            least.kind = Kind::Post;
        }
        rest[from] = least;
    }
    let mut words = Vec::new();
    let mut from = 0;
    while from < text.len() {
        let Step { to, kind, class, .. } = rest[from];
        words.push(Word { range: from..to, kind, class });
        from = to;
    }
    let mut words = people::join(text, words);
    settle(text, &mut words);
    words
}

/// Where the names stand in the text. One with a 、 in it (two posts) is several.
pub fn places_of(names: &[&str], text: &str) -> Vec<Range<usize>> {
    names
        .iter()
        .flat_map(|name| name.split(['、', '|', ' ', '　']))
        .filter(|name| !name.is_empty())
        .flat_map(|name| text.match_indices(name))
        .map(|(at, name)| at..at + name.len())
        .collect()
}

/// The first word of what is left of a text, and what all of that costs.
#[derive(Clone, Copy)]
struct Step {
    price: f64,
    /// Where it ends.
    to: usize,
    kind: Kind,
    class: Option<Class>,
}

/// A word that was counted less often than this in 60 million is a rare one.
const RARE_WORD: f64 = 8.0;

/// A word of the dictionary.
fn trust(word: &str, to: usize, entry: dictionary::Entry) -> Step {
    let second = word.char_indices().nth(1).map_or(0, |(at, _)| at);
    let last = word.char_indices().next_back().map_or(0, |(at, _)| at);
    let leans = |part| {
        let kind = lexicon::kind(part);
        part == "并" || matches!(kind, Some(Kind::Joint | Kind::Particle | Kind::Preposition))
    };
    let doubtful = leans(&word[..second]) || leans(&word[last..]);
    let price = price::DICTIONARY + price::RARE * entry.cost();
    // 强到, of 李某强到县里: what is as rare as that is two words oftener than one.
    let price = match doubtful {
        true if entry.frequency() < RARE_WORD => price + price::CHARACTER,
        true => price + price::DOUBTFUL,
        false => price,
    };
    // 昌平区, 国务院: the name of a place or an organ, whole.
    let kind = match entry.class {
        Class::Organ => Kind::Name,
        Class::Noun if word.chars().nth(4).is_some() => Kind::Noun,
        Class::Place if word.ends_with(|c| PLACES.concat().contains(c)) => Kind::Name,
        // A few names of places are tagged as those of people: 越秀区.
        Class::Person if word.ends_with(['县', '区', '市']) && word.chars().nth(2).is_some() => {
            Kind::Name
        }
        _ => Kind::Other,
    };
    Step { price, to, kind, class: Some(entry.class) }
}

/// 依法办理: the dictionary has some rows of words that a title may part.
fn is_phrase(word: &str, class: Class) -> bool {
    let parts = word.char_indices().map(|(at, _)| word.split_at(at)).skip(2);
    class != Class::Noun
        && parts.take(2).any(|(first, rest)| {
            let opens = matches!(
                lexicon::kind(first),
                Some(Kind::Verb | Kind::Adverb | Kind::Preposition | Kind::Speech)
            );
            opens && rest.chars().nth(1).is_some() && lexicon::kind(word).is_none()
        })
}

/// The price and kind of a word that needs no dictionary.
fn known(word: &str) -> Option<(f64, Kind)> {
    if let Some(kind) = lexicon::kind(word).or_else(|| number(word)) {
        return Some((price::LEXICON, kind));
    }
    if is_result(word) {
        return Some((price::RESULT, Kind::Verb));
    }
    let mut chars = word.chars();
    let mark = chars.next().is_some_and(|c| !c.is_alphanumeric()) && chars.next().is_none();
    mark.then_some((0.0, Kind::Mark))
}

/// 扛牢, 抓紧: a verb and what comes of it, made up freely.
fn is_result(word: &str) -> bool {
    let mut chars = word.chars();
    let [Some(first), Some(second), None] = [chars.next(), chars.next(), chars.next()] else {
        return false;
    };
    let class = |word: &str| dictionary::lookup(word).map(|entry| entry.class);
    RESULTS.contains(second)
        && class(first.encode_utf8(&mut [0; 4])) == Some(Class::Verb)
        && matches!(class(word), None | Some(Class::Verb))
}

/// 第25次, 1.2亿元, 1至11月; an ordinal without a unit sticks to what follows it: 第二.
fn number(word: &str) -> Option<Kind> {
    let digits = word.strip_prefix(['第', '前']).unwrap_or(word);
    let ordinal = digits.len() < word.len();
    let numeral = |c| NUMERALS.contains(c);
    let whole = digits.starts_with(numeral)
        && digits.chars().all(|c| numeral(c) || UNITS.contains(c))
        && !digits.ends_with('至')
        // 第一|人民医院: people are not numbered.
        && !(ordinal && digits.ends_with('人'));
    let kind = if ordinal && digits.ends_with(numeral) { Kind::Prefix } else { Kind::Number };
    whole.then_some(kind)
}

/// 市政府秘书长: a name follows it.
fn ends_in_post(name: &str) -> bool {
    name.char_indices().any(|(at, _)| lexicon::kind(&name[at..]) == Some(Kind::Post))
}

/// Decides what only the words around it tell: 市 in 市财政局 is a prefix, in 怀仁市 a suffix.
fn settle(text: &str, words: &mut [Word]) {
    for index in 0..words.len() {
        let before = index.checked_sub(1).map(|index| words[index].kind);
        let after_noun = matches!(before, Some(Kind::Other | Kind::Noun));
        let after_owner = matches!(before, Some(Kind::Name | Kind::Suffix | Kind::Tail));
        let kind = words[index].kind;
        let word = &text[words[index].range.clone()];
        let place = PLACES.contains(&word);
        // 朔州市, but 应县|县委 and 怀仁市|市委.
        let last = index.checked_sub(1).map_or("", |index| &text[words[index].range.clone()]);
        let after_noun = after_noun || place && last == "州" && word == "市";
        // 安全防范工作, but 开展工作.
        let of_act = matches!(before, Some(Kind::Verb | Kind::Act))
            && ["工作", "情况", "行动", "活动"].contains(&word)
            && index >= 2
            && matches!(words[index - 2].kind, Kind::Noun | Kind::Other | Kind::Verb);
        // 督导组, 纪律检查委员会, but 召开会议.
        let of_act = of_act || kind == Kind::Suffix && before == Some(Kind::Act);
        words[index].kind = match kind {
            Kind::Suffix | Kind::Prefix if place && after_noun => Kind::Suffix,
            Kind::Suffix | Kind::Prefix if place => Kind::Prefix,
            Kind::Suffix | Kind::Tail if !after_noun && !after_owner && !of_act => Kind::Noun,
            _ => kind,
        };
    }
}
