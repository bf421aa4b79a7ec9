//! What a copy is made of.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::{FaceWishes, Issue};

/// The faces that a copy names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Faces {
    /// The name in the masthead.
    pub masthead: String,
    /// Titles.
    pub title: String,
    /// The text.
    pub body: String,
    /// 楷体.
    pub kai: String,
    /// 黑体.
    pub hei: String,
    /// Digits and Latin letters.
    pub latin: String,
}

impl Faces {
    /// Those that offices have (GB/T 9704 5.2.2; house practice for 小标宋), unless a house names others.
    pub fn of(wishes: &FaceWishes) -> Self {
        let named = |roles: &[&str], otherwise: &str| {
            let wished = roles.iter().find_map(|role| {
                wishes.wanted.iter().find(|(wanted, _)| wanted == role).map(|(_, name)| name)
            });
            wished.map_or_else(|| otherwise.to_owned(), |name| name.value.clone())
        };
        Self {
            masthead: named(&["masthead", "title"], "方正小标宋简体"),
            title: named(&["title"], "方正小标宋简体"),
            body: named(&["body"], "仿宋_GB2312"),
            kai: named(&["kai"], "楷体_GB2312"),
            hei: named(&["hei"], "黑体"),
            latin: named(&["latin"], "Times New Roman"),
        }
    }
}

/// A picture as it is put into a copy.
#[derive(Clone, Debug)]
pub struct Image {
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// png, jpg or gif: what every Word shows.
    pub extension: &'static str,
    /// Pixels across and down.
    pub pixels: (f64, f64),
}

/// What a copy is made of.
pub struct Copy<'a> {
    /// The issue.
    pub issue: &'a Issue,
    /// What the copy calls itself: 送审稿.
    pub edition: &'a str,
    /// The faces it names.
    pub faces: Faces,
    /// Whether its first page is a 送审签.
    pub sheet: bool,
    /// What has changed since an earlier copy, to be written as tracked changes.
    pub since: Option<&'a Since>,
    /// Pictures by their paths within the issue's folder; those that Word cannot show are missing.
    pub pictures: &'a BTreeMap<String, Image>,
    /// The pages on which entries begin, where they are known: for 要目.
    pub pages: &'a BTreeMap<usize, usize>,
}

/// What has changed since an earlier copy. Paragraphs go by their names in the copy.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Since {
    /// Where the words of paragraphs were touched, ascending.
    pub touched: BTreeMap<String, Vec<Touch>>,
    /// Paragraphs that were not there.
    pub new: BTreeSet<String>,
    /// What stood behind a paragraph and is gone.
    pub gone: BTreeMap<String, Vec<String>>,
}

/// A stretch of a paragraph that was touched.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Touch {
    /// Its first character, as the paragraph is now.
    pub at: usize,
    /// How many characters are new.
    pub length: usize,
    /// What stood there.
    pub gone: String,
}
