//! The dictionary in the program is made of its sources, and of nothing else.
//!
//! The general list is not kept here; where it lies at hand, `DICTIONARY_SOURCE` names it, and
//! `DICTIONARY=renew` writes the map anew (see `src/dictionary/README.md`).

use std::collections::BTreeMap;
use std::env;
use std::fs;
use std::path::PathBuf;

use fst::{Map, MapBuilder};

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

fn class(holds: impl Fn(&(&str, &str)) -> bool) -> Option<u64> {
    CLASSES.iter().position(holds).map(|at| at as u64)
}

fn value(frequency: f64, class: u64) -> u64 {
    (2.0 * frequency.max(1.0).log2()).round() as u64 * CLASSES.len() as u64 + class
}

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

/// Our own list; each word with its value.
fn own() -> BTreeMap<String, u64> {
    let list = fs::read_to_string(beside("official.txt")).expect("the list");
    let mut words = BTreeMap::new();
    for line in list.lines().filter(|line| !line.starts_with('#')) {
        let [word, frequency, name] = fields(line);
        let class = class(|(class, _)| *class == name).unwrap_or_else(|| panic!("{line}"));
        let frequency: f64 = frequency.parse().unwrap_or_else(|_| panic!("{line}"));
        let before = words.insert(word.to_owned(), value(frequency, class));
        assert_eq!(before, None, "{word} stands there twice");
    }
    words
}

/// Both lists as one map.
fn packed(general: &str) -> Vec<u8> {
    let mut words = BTreeMap::new();
    for line in general.lines() {
        let [word, frequency, tag] = fields(line);
        if wanted(word, tag) {
            let frequency: f64 = frequency.parse().unwrap_or_else(|_| panic!("{line}"));
            let class = class(|(_, tags)| tags.split(' ').any(|known| known == tag)).unwrap_or(0);
            words.insert(word.to_owned(), value(frequency, class));
        }
    }
    words.extend(own());
    let mut map = MapBuilder::memory();
    map.extend_iter(words).expect("in order");
    map.into_inner().expect("in memory")
}

#[test]
fn the_map_is_made_of_its_sources() {
    let kept = fs::read(beside("words.fst")).expect("the map");
    if let Some(source) = env::var_os("DICTIONARY_SOURCE") {
        let made = packed(&fs::read_to_string(source).expect("the general list"));
        if env::var_os("DICTIONARY").is_some_and(|wish| wish == "renew") {
            fs::write(beside("words.fst"), &made).expect("written");
        } else {
            assert!(kept == made, "words.fst is not what its sources make; renew it");
        }
    }
    let map = Map::new(fs::read(beside("words.fst")).expect("the map")).expect("a map");
    map.as_fst().verify().expect("whole");
    assert!((300_000..400_000).contains(&map.len()), "{} words", map.len());
    // Without the general list at hand, at least our own must be in the map as it is written.
    for (word, value) in own() {
        assert_eq!(map.get(&word), Some(value), "{word}: renew the map");
    }
}

#[test]
fn the_map_is_small() {
    let bytes = fs::metadata(beside("words.fst")).expect("the map").len();
    assert!(bytes < 3_200_000, "{bytes} bytes");
}
