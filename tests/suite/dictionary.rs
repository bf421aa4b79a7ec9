//! The dictionary in the program is made of its sources, and of nothing else.
//!
//! The general list is not kept here; where it lies at hand, `DICTIONARY_SOURCE` names it, and
//! `DICTIONARY=renew` writes the map anew (see `src/dictionary/README.md`).

use std::collections::{BTreeMap, BTreeSet};
use std::env;
use std::fs;
use std::path::PathBuf;

use jianbao::testing::dictionary::Trie;

use crate::dictionary_trie::packed;
use crate::project::repository;

fn beside(name: &str) -> PathBuf {
    repository().join("src/dictionary").join(name)
}

/// The classes in the order of `Class::ALL`, each with the tags of the general list.
const CLASSES: [(&str, &str); 16] = [
    ("Other", ""),
    ("Noun", "n ng s f"),
    ("Verb", "v vd vg vi vq"),
    ("VerbalNoun", "vn"),
    ("Adjective", "a ag an b z"),
    ("Adverb", "d dg ad df"),
    ("Person", "nr nrt nrfg"),
    ("Place", "ns"),
    ("Organ", "nt"),
    ("Proper", "nz j"),
    ("Idiom", "i l"),
    ("Number", "m mg mq"),
    ("Time", "t tg"),
    ("Function", "c p r rr rz rg u ud ug uj ul uv uz y e o h k"),
    ("Measure", "q"),
    ("Bound", "g zg x"),
];

fn class(holds: impl Fn(&(&str, &str)) -> bool) -> Option<u16> {
    CLASSES.iter().position(holds).map(|at| at as u16)
}

fn level(frequency: f64) -> u16 {
    (2.0 * frequency.max(1.0).log2()).round() as u16
}

/// What the trie says of a word: 1 more than what the general lists say of it, if they do, and above
/// that how often official texts use it.
fn value(general: Option<(u16, u16)>, official: Option<u16>) -> u16 {
    let counts = match (general, official) {
        (Some((level, _)), Some(official)) => official.max(level.saturating_sub(3)),
        (Some((level, _)), None) => level.min(11),
        (None, official) => official.unwrap_or_default(),
    };
    let general = general.map_or(0, |(level, class)| level * CLASSES.len() as u16 + class + 1);
    general | counts.clamp(1, 63) << 10
}

/// How often official texts use words, by the lists that say so.
fn official() -> BTreeMap<String, u16> {
    let mut words = BTreeMap::new();
    let lines = |list: &str| -> Vec<String> {
        let list = fs::read_to_string(beside(list)).expect("the list");
        list.lines().filter(|line| !line.starts_with('#')).map(str::to_owned).collect()
    };
    for line in lines("counted.txt") {
        let (level, row) = line.split_once(' ').expect("a level and words");
        let level: u16 = level.parse().expect("a level");
        for word in row.split(' ') {
            let before = words.insert(word.to_owned(), level);
            assert_eq!(before, None, "{word} stands there twice");
        }
    }
    let mut phrases = BTreeSet::new();
    for word in lines("phrases.txt").iter().flat_map(|line| line.split(' ')) {
        assert!(phrases.insert(word.to_owned()), "{word} stands there twice");
        let level = words.entry(word.to_owned()).or_default();
        *level = (*level).max(PHRASE);
    }
    for term in words_of("terms.txt") {
        words.entry(term).or_insert(TERM);
    }
    words
}

/// What a set phrase counts for: 256 times in 60 million.
const PHRASE: u16 = 16;

/// What a term counts for there: 64 times.
const TERM: u16 = 12;

/// What of the general list is a word of today's official language: no Latin letters, no numbers
/// written out, no traditional characters (none beyond GB 2312).
fn wanted(word: &str, tag: &str) -> bool {
    let count = word.chars().count();
    let plain = |c: char| ('\u{4e00}'..='\u{9fff}').contains(&c);
    let (bytes, _, unknown) = encoding_rs::GBK.encode(word);
    let old = !unknown && bytes.chunks(2).all(|pair| matches!(pair, [0xa1..=0xf7, 0xa1..=0xfe]));
    word.chars().all(plain) && (old || count == 1) && !(tag == "m" && count > 2) && count <= 16
}

fn fields(line: &str) -> [&str; 3] {
    let mut fields = line.split(' ');
    [(); 3].map(|()| fields.next().unwrap_or_default())
}

/// Our own list; each word with its level and class.
fn own() -> BTreeMap<String, (u16, u16)> {
    let list = fs::read_to_string(beside("official.txt")).expect("the list");
    let mut words = BTreeMap::new();
    for line in list.lines().filter(|line| !line.starts_with('#')) {
        let [word, frequency, name] = fields(line);
        let class = class(|(class, _)| *class == name).unwrap_or_else(|| panic!("{line}"));
        let frequency: f64 = frequency.parse().unwrap_or_else(|_| panic!("{line}"));
        let before = words.insert(word.to_owned(), (level(frequency), class));
        assert_eq!(before, None, "{word} stands there twice");
    }
    words
}

/// The words of a list that has nothing but words.
fn words_of(list: &str) -> BTreeSet<String> {
    let list = fs::read_to_string(beside(list)).expect("the list");
    let lines = list.lines().filter(|line| !line.starts_with('#'));
    lines.flat_map(|line| line.split(' ').map(str::to_owned)).collect()
}

/// All lists as one.
fn merged(general: &str) -> BTreeMap<String, u16> {
    let misspelt = words_of("misspelt.txt");
    let mut words = BTreeMap::new();
    for line in general.lines() {
        let [word, frequency, tag] = fields(line);
        if wanted(word, tag) && !misspelt.contains(word) {
            let frequency: f64 = frequency.parse().unwrap_or_else(|_| panic!("{line}"));
            let class = class(|(_, tags)| tags.split(' ').any(|known| known == tag)).unwrap_or(0);
            words.insert(word.to_owned(), (level(frequency), class));
        }
    }
    words.extend(own());
    let official = official();
    let of_both: BTreeSet<&String> = words.keys().chain(official.keys()).collect();
    let value = |word: &String| value(words.get(word).copied(), official.get(word).copied());
    of_both.into_iter().map(|word| (word.clone(), value(word))).collect()
}

#[test]
fn the_trie_is_made_of_its_sources() {
    let kept = fs::read(beside("words.trie")).expect("the trie");
    if let Some(source) = env::var_os("DICTIONARY_SOURCE") {
        let made = packed(&merged(&fs::read_to_string(source).expect("the general list")));
        if env::var_os("DICTIONARY").is_some_and(|wish| wish == "renew") {
            fs::write(beside("words.trie"), &made).expect("written");
        } else {
            assert!(kept == made, "words.trie is not what its sources make; renew it");
        }
    }
    let trie = Trie::new(kept.leak());
    // Without the general list at hand, at least what ours say must be in the trie as it is written.
    let official = official();
    for (word, general) in own() {
        let want = value(Some(general), official.get(&word).copied());
        assert_eq!(trie.get(&word), Some(want), "{word}: renew the trie");
    }
    for (word, counted) in official {
        let got = trie.get(&word).map(|value| value >> 10).unwrap_or_default();
        assert!(got >= counted.min(63), "{word}: renew the trie");
    }
    let misspelt = words_of("misspelt.txt");
    assert!(misspelt.len() > 1_000);
    let kept = misspelt.iter().find(|word| trie.get(word).is_some());
    assert_eq!(kept, None, "renew the trie");
    let known = ["的", "经济", "国务院", "举一反三", "中华人民共和国"];
    for word in known {
        assert!(trie.get(word).is_some(), "{word}");
    }
}

#[test]
fn all_words_are_in_a_trie_and_no_others() {
    let words: BTreeMap<String, u16> =
        own().into_iter().map(|(word, of)| (word, value(Some(of), None))).collect();
    let trie = Trie::new(packed(&words).leak());
    for (word, value) in &words {
        assert_eq!(trie.get(word), Some(*value), "{word}");
        // What is one character shorter or longer is a word where the list says so.
        let longer = format!("{word}一");
        let shorter: String = word.chars().take(word.chars().count() - 1).collect();
        for other in [longer, shorter] {
            assert_eq!(trie.get(&other), words.get(&other).copied(), "{other}");
        }
    }
    assert_eq!(Trie::new(packed(&BTreeMap::new()).leak()).get("一"), None);
}

#[test]
fn the_trie_is_small() {
    let bytes = fs::metadata(beside("words.trie")).expect("the trie").len();
    assert!(bytes < 4_400_000, "{bytes} bytes");
}
