//! The keys that settings, issues and entries may hold, each with its Chinese names.
//!
//! One table says everything: what is accepted, what is suggested for a slip, and the JSON
//! Schema for editors. It reads no values.
//!
//! The schema comes from this table and not from derived types, which would say everything a second
//! time.

mod listing;
mod manual;
mod page;
mod schema;
mod table;
mod tables;

pub use listing::listing;
pub use manual::manual;
pub(super) use page::{FONTS, LAYOUT, WORDS_OF_OTHERS};
pub use schema::schema;
pub use table::Shape;
pub(super) use table::{Choice, Key, Kind, Setting, Table, nearest};
#[cfg(test)]
pub(super) use tables::LIMITS;
pub(super) use tables::{COLUMN, ENTRY, ISSUE, LEDGER, LEVELS, LEXICON, ROSTER, SETTINGS};

/// Whether any mapping has a key of that name.
pub(super) fn is_known(name: &str) -> bool {
    tables::ALL.iter().any(|table| table.find(name).is_some())
}

/// Whether the mapping that may stand in a list has a key of that name.
pub(super) fn is_known_of_column(name: &str) -> bool {
    COLUMN.find(name).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_name_means_two_things() {
        for table in tables::ALL.iter().copied().chain([&LEDGER]) {
            let mut names: Vec<&str> = table.keys.iter().flat_map(Key::names).collect();
            names.sort_unstable();
            let count = names.len();
            names.dedup();
            assert_eq!(names.len(), count, "{}", table.name);
            assert!(table.keys.iter().all(|key| !key.chinese.is_empty()), "{}", table.name);
        }
    }

    #[test]
    fn slips_are_recognised() {
        for (table, slip, want) in [
            (&ENTRY, "标提", Some("标题")),
            (&ENTRY, "titel", Some("title")),
            (&ENTRY, "Title", Some("title")),
            (&ENTRY, "乱写", None),
            (&ENTRY, "foo", None),
            (&ISSUE, "编者案", Some("编者按")),
            (&ISSUE, "editor-note", Some("editors-note")),
            (&LAYOUT, "body_size", Some("body-size")),
        ] {
            assert_eq!(table.nearest(slip), want, "{slip}");
        }
    }
}
