//! Cuts a title into words: a dictionary's (icu), corrected by the lexicon and the given names. It
//! knows classes of words, no grammar.

use std::ops::Range;

use icu_segmenter::WordSegmenter;
use icu_segmenter::options::WordBreakInvariantOptions;

use super::lexicon::{self, Kind, LONGEST, NUMERALS, PLACES, UNITS};

/// A word of a title: the bytes it takes up and what it does.
#[derive(Clone, Debug)]
pub struct Word {
    pub range: Range<usize>,
    pub kind: Kind,
}

/// What a word costs when a title is cut into the cheapest row of words: names win over the
/// lexicon, the lexicon over the dictionary, and anything over characters on their own.
mod price {
    /// A given name, so that a long one wins over two short ones.
    pub const NAME: f64 = 0.1;
    pub const LEXICON: f64 = 1.0;
    pub const DICTIONARY: f64 = 1.3;
    /// One of the dictionary's that begins or ends like 和, which may be 和 itself: 和会|议和.
    pub const DOUBTFUL: f64 = 1.8;
    pub const CHARACTER: f64 = 1.5;
    /// A character that the dictionary has inside a longer word.
    pub const CUT_OUT: f64 = 1.9;
}

/// Cuts a text into the cheapest row of words. A space is a word of the kind [`Kind::Mark`].
pub fn words(text: &str, names: &[Range<usize>]) -> Vec<Word> {
    let segmenter = WordSegmenter::new_dictionary(WordBreakInvariantOptions::default());
    let dictionary: Vec<usize> = segmenter.segment_str(text).collect();
    let starts: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
    // From the end to the start: what the rest costs from each place on, and its first word.
    let mut rest: Vec<(f64, usize, Kind)> = vec![(0.0, text.len(), Kind::Mark); text.len() + 1];
    for (index, &from) in starts[..starts.len() - 1].iter().enumerate().rev() {
        let near = &starts[index + 1..starts.len().min(index + 1 + LONGEST)];
        let entry = dictionary.binary_search(&from).ok().map(|word| dictionary[word + 1]);
        let own = names
            .iter()
            .filter(|name| name.start == from)
            .map(|name| (name.end, (price::NAME, Kind::Name)));
        // The longest first: of two rows that cost the same the one with longer words is taken.
        let known = near.iter().rev().filter_map(|&to| Some((to, known(&text[from..to])?)));
        let price = if entry == Some(near[0]) { price::CHARACTER } else { price::CUT_OUT };
        let character = (near[0], (price, Kind::Other));
        let found =
            entry.filter(|to| *to != near[0]).map(|to| (to, (trust(&text[from..to]), Kind::Other)));
        let mut least = (f64::INFINITY, near[0], Kind::Other);
        for (to, (price, kind)) in own.chain(known).chain(found).chain([character]) {
            if price + rest[to].0 < least.0 - 1e-9 {
                least = (price + rest[to].0, to, kind);
            }
        }
        if least.2 == Kind::Name && ends_in_post(&text[from..least.1]) {
            least.2 = Kind::Post;
        }
        rest[from] = least;
    }
    let mut words = Vec::new();
    let mut from = 0;
    while from < text.len() {
        let (_, to, kind) = rest[from];
        words.push(Word { range: from..to, kind });
        from = to;
    }
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

/// What a word of the dictionary costs.
fn trust(word: &str) -> f64 {
    let second = word.char_indices().nth(1).map_or(0, |(at, _)| at);
    let last = word.char_indices().next_back().map_or(0, |(at, _)| at);
    let leans = |part| matches!(lexicon::kind(part), Some(Kind::Joint | Kind::Particle));
    if leans(&word[..second]) || leans(&word[last..]) { price::DOUBTFUL } else { price::DICTIONARY }
}

/// The price and kind of a word that needs no dictionary.
fn known(word: &str) -> Option<(f64, Kind)> {
    if let Some(kind) = lexicon::kind(word).or_else(|| number(word)) {
        return Some((price::LEXICON, kind));
    }
    let mut chars = word.chars();
    let mark = chars.next().is_some_and(|c| !c.is_alphanumeric()) && chars.next().is_none();
    mark.then_some((0.0, Kind::Mark))
}

/// 第25次, 1.2亿元, 1至11月; an ordinal without a unit sticks to what follows it: 第二.
fn number(word: &str) -> Option<Kind> {
    let digits = word.strip_prefix(['第', '前']).unwrap_or(word);
    let ordinal = digits.len() < word.len();
    let numeral = |c| NUMERALS.contains(c);
    let whole = digits.starts_with(numeral)
        && digits.chars().all(|c| numeral(c) || UNITS.contains(c))
        && !digits.ends_with('至');
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
