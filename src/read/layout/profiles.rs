//! The named profiles: the files of `templates/profiles/`.
//!
//! Does not read what is in them. The number before a name is the profile's place among those that
//! are offered.
//!
//! Profiles are data, written with the very keys of `layout` and read by the same code. `gb9704` is
//! the defaults of the one table of the page (`read/keys/page.rs`); the others are files that
//! change some. A value is the issue's, or else the house's, the profile's, `gb9704`'s, and
//! remembers whose it is: a house's habit is a line in a file, and `jianbao profile` can say where
//! each number came from.

use include_dir::{Dir, include_dir};

/// The profile of all defaults, and the one used where none is named: it is their table.
pub const COMPLETE: &str = "gb9704";

/// As it was when the program was built. Cargo does not see that a file was put into it; a test does.
static FOLDER: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/templates/profiles");

/// The names of the built-in profiles, that of all defaults first.
pub fn names() -> impl Iterator<Item = &'static str> {
    std::iter::once(COMPLETE).chain(files().map(|(name, _)| name))
}

/// The text of a built-in profile; empty for that of all defaults, and where there is none of this name.
pub fn text_of(name: &str) -> &'static str {
    files().find(|(known, _)| *known == name).map_or("", |(_, text)| text)
}

/// Name and text of each file, in the order of the numbers.
fn files() -> impl Iterator<Item = (&'static str, &'static str)> {
    FOLDER.files().filter_map(|file| {
        let (_, name) = file.path().to_str()?.strip_suffix(".yaml")?.split_once('-')?;
        Some((name, file.contents_utf8()?))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_file_of_the_folder_is_in_the_program() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/templates/profiles");
        let files = std::fs::read_dir(folder).expect("the folder of profiles").count();
        let known = names().skip(1).count();
        assert_eq!(known, files, "name files NUMBER-NAME.yaml; touch {} and build again", file!());
    }
}
