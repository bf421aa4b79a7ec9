//! What a break costs by the sense of the words on both sides of it. House practice, found with
//! real titles; only the order and the rough distances matter. For comparison (see `shape`): one
//! line more costs 5, and two lines of which one is a quarter of the other 15.

/// After ，：; between subject and predicate; before a subtitle's dash.
pub const PLAIN: f64 = 0.0;
/// Between two clauses.
pub const CLAUSE: f64 = 4.0;
/// Before 暨, after 投资1.2亿元, between the parts of an organ's name.
pub const PART: f64 = 6.0;
/// Between 到新城镇 and 调研.
pub const PHRASE: f64 = 10.0;
/// Between a verb and its object.
pub const OBJECT: f64 = 14.0;
/// After a quotation, a number or before a prefix within a noun phrase.
pub const BESIDE: f64 = 14.0;
/// After an organ or a place that what follows belongs to.
pub const OWNER: f64 = 15.0;
/// Before a quotation, which often belongs to the words before it: 督察“回头看”.
pub const BEFORE_QUOTE: f64 = 16.0;
/// Between two halves of a noun phrase.
pub const WITHIN: f64 = 18.0;
/// After 、 and 的: an enumeration, or a noun and its clause, stay whole where they can.
pub const ITEM: f64 = 22.0;
/// Between a short noun and the set phrase it qualifies.
pub const SHORT: f64 = 24.0;
/// After 、 between two posts of one person.
pub const POSTS: f64 = 28.0;
/// Between two nouns that read as one, and between the verbs of one predicate.
pub const BOND: f64 = 29.0;
/// Between two clauses of one length, which belong on one line.
pub const PAIR: f64 = 30.0;
/// Within a term of several words: 造价评估|规范.
pub const TERM: f64 = 36.0;
/// Between a unit and the post in it, and after a word that only describes: less than within either.
pub const POST: f64 = 45.0;
/// Inside what is one word to the reader.
pub const GLUE: f64 = 60.0;
/// After a word that leans on what comes after it; dearer than any shape.
pub const LEANS_FORWARD: f64 = 250.0;
/// Before a word that leans on what stands before it.
pub const LEANS_BACK: f64 = 300.0;

/// More, where only a word or two of an object would stay with its verb.
pub const BARELY: f64 = 10.0;
/// More, within 《》, whose names are long.
pub const BOOK: f64 = 6.0;
/// More, within the name of a unit: dearer than any outline of the lines.
pub const UNIT: f64 = 120.0;
/// More, within quotation marks or brackets.
pub const QUOTED: f64 = 25.0;
/// That no line ends after 强调.
pub const MISSED_SPEECH: f64 = 8.0;
/// That no line begins with 暨.
pub const MISSED_ALIAS: f64 = 8.0;
/// That no line begins with a subtitle's dash.
pub const MISSED_DASH: f64 = 20.0;
/// That no line ends after ！ or ？.
pub const MISSED_CALL: f64 = 12.0;
