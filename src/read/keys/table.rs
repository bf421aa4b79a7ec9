//! What a key is, and the keys of a mapping.

/// A file that clerks write.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// `jianbao.yaml`.
    Settings,
    /// `issue.yaml`.
    Issue,
    /// The front matter of a Markdown entry, or a YAML entry.
    Entry,
    /// `lexicon.yaml`.
    Lexicon,
    /// `roster.yaml`.
    Roster,
}

/// The keys of one mapping.
#[derive(Debug)]
pub(in crate::read) struct Table {
    /// What the schema refers to it by.
    pub id: &'static str,
    /// What the mapping is called in messages.
    pub name: &'static str,
    pub keys: &'static [Key],
}

/// One key.
#[derive(Clone, Copy, Debug)]
pub(in crate::read) struct Key {
    /// The English name, used throughout the program.
    pub name: &'static str,
    /// The Chinese names, the preferred one first.
    pub chinese: &'static [&'static str],
    pub value: Kind,
    pub required: bool,
    /// One line for the schema.
    pub about: &'static str,
    /// What else there is to say of a number of the page.
    pub setting: Option<Setting>,
}

/// What is said of a setting of the page in the schema, the manual and the output of `profile`.
#[derive(Clone, Copy, Debug)]
pub(in crate::read) struct Setting {
    /// What it is counted in; empty for words.
    pub unit: &'static str,
    /// The value where nobody writes another, as it would be written.
    pub default: &'static str,
    /// The clause that gives the default, or 惯例 (house practice).
    pub source: &'static str,
    /// Where on the page it acts.
    pub acts: &'static str,
}

/// What a key's value is.
#[derive(Clone, Copy, Debug)]
pub(in crate::read) enum Kind {
    /// One line of text.
    Text,
    /// Markdown.
    Markdown,
    /// A list of texts; a single text will do.
    Texts,
    /// A whole number and its bounds.
    Integer(u32, u32),
    /// A number in the unit named, and its bounds.
    Number(&'static str, f64, f64),
    /// The same, or a word in its place.
    NumberOr(&'static str, f64, f64, &'static Choice),
    Bool,
    Date,
    /// One of a few words.
    Choice(&'static [Choice]),
    /// Names of any sort, each with one of a few words.
    Words(&'static [Choice]),
    /// Names of any sort, each with a few words on it.
    Reasons,
    Map(&'static Table),
    Maps(&'static Table),
    /// Mappings, or texts, each of which is the title of one.
    MapsOrTexts(&'static Table),
}

/// A word a value may be: the English one and the Chinese one.
pub(in crate::read) type Choice = (&'static str, &'static str);

impl Key {
    /// All names, the English one first.
    pub(in crate::read) fn names(&self) -> impl Iterator<Item = &'static str> {
        std::iter::once(self.name).chain(self.chinese.iter().copied())
    }
}

impl Table {
    /// The key of that name, English or Chinese.
    pub(in crate::read) fn find(&self, name: &str) -> Option<&'static Key> {
        self.keys.iter().find(|key| key.names().any(|have| have == name))
    }

    /// The name that the program itself writes for a key, by its English name: the Chinese one.
    pub(in crate::read) fn written(&self, name: &'static str) -> &'static str {
        let key = self.find(name);
        debug_assert!(key.is_some(), "{name}");
        key.and_then(|key| key.chinese.first().copied()).unwrap_or(name)
    }

    /// The name nearest to a mistaken one, if any is near.
    pub(in crate::read) fn nearest(&self, name: &str) -> Option<&'static str> {
        nearest(name, self.keys.iter().flat_map(Key::names))
    }

    /// The Chinese names of all keys, for a message.
    pub(in crate::read) fn listed(&self) -> String {
        let names: Vec<&str> =
            self.keys.iter().filter_map(|key| key.chinese.first().copied()).collect();
        names.join("、")
    }
}

/// The candidate nearest to `name`, if any is near enough to be meant.
pub(in crate::read) fn nearest<'a>(
    name: &str,
    candidates: impl Iterator<Item = &'a str>,
) -> Option<&'a str> {
    let mut best: Option<(f64, &str)> = None;
    let name = name.trim().to_lowercase();
    if name.chars().count() > 64 {
        return None;
    }
    for candidate in candidates {
        let score = strsim::normalized_damerau_levenshtein(&name, &candidate.to_lowercase());
        // Half of a Chinese word of two characters is one slip; English words need more in common.
        let enough = if candidate.is_ascii() { 0.6 } else { 0.5 };
        if score >= enough && best.is_none_or(|(most, _)| score > most) {
            best = Some((score, candidate));
        }
    }
    best.map(|(_, candidate)| candidate)
}

/// A key that may be left out.
pub(super) const fn key(
    name: &'static str,
    chinese: &'static [&'static str],
    value: Kind,
    about: &'static str,
) -> Key {
    Key { name, chinese, value, required: false, about, setting: None }
}
