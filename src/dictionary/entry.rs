//! What the dictionary says of a word, and how the trie writes it.

/// What a text of one word costs in bits if it is the rarest there is: log₂ of all occurrences that
/// the frequencies were counted from (60.1 million).
const ALL: f64 = 25.84;

/// What the dictionary says of a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Half bits: twice the binary logarithm of how often the word was counted.
    level: u8,
    /// What it is.
    pub class: Class,
}

impl Entry {
    /// How often the word was counted in 60 million, within a fifth. Words that somebody added by
    /// hand, among them misspelt ones, have 3.
    pub fn frequency(self) -> f64 {
        (f64::from(self.level) / 2.0).exp2()
    }

    /// How much one is surprised to read the word, in bits: 6 for 的, 24 for the rarest.
    pub fn cost(self) -> f64 {
        ALL - f64::from(self.level) / 2.0
    }

    /// What a value of the trie says of a word of the general dictionary: nothing where there is none.
    /// The lower ten bits are 1 more than half bits times 16 plus class, the upper six are
    /// [`Entry::official`].
    pub(super) fn read(value: u16) -> Option<Self> {
        let value = (value & 0x3FF).checked_sub(1)?;
        let class = Class::ALL[usize::from(value % Class::COUNT)];
        Some(Self { level: (value / Class::COUNT) as u8, class })
    }

    /// The same of how often official texts use a word, among them those that the general dictionary
    /// lacks: twice the binary logarithm of how often in 60 million words; 0 of what is no word.
    pub(super) fn official(value: u16) -> u8 {
        (value >> 10) as u8
    }
}

/// What a word is, by the tags of its source; these are rough, and one word has one only.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Class {
    /// Not told, or rarely.
    Other,
    /// 经济.
    Noun,
    /// 召开.
    Verb,
    /// A verb as often as a noun: 工作, 改造.
    VerbalNoun,
    /// 良好, 国营.
    Adjective,
    /// 扎实.
    Adverb,
    /// A surname, a person's name or a part of one.
    Person,
    /// 朔州, 山西省.
    Place,
    /// 国务院.
    Organ,
    /// Another name: a brand, a plant, a substance.
    Proper,
    /// A set phrase: 举一反三.
    Idiom,
    /// A numeral, or one with its unit.
    Number,
    /// 今天.
    Time,
    /// 的, 和, 在, 我们.
    Function,
    /// A measure: 个.
    Measure,
    /// A character that is no word by itself.
    Bound,
}

impl Class {
    /// In the order in which the trie numbers them.
    const ALL: [Self; 16] = [
        Self::Other,
        Self::Noun,
        Self::Verb,
        Self::VerbalNoun,
        Self::Adjective,
        Self::Adverb,
        Self::Person,
        Self::Place,
        Self::Organ,
        Self::Proper,
        Self::Idiom,
        Self::Number,
        Self::Time,
        Self::Function,
        Self::Measure,
        Self::Bound,
    ];
    const COUNT: u16 = Self::ALL.len() as u16;
}
