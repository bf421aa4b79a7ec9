//! The order of the pages, as mdBook's `SUMMARY.md` gives it.

/// A line of the summary.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Chapter {
    /// The heading of a part.
    Part(String),
    /// A page: its title, its name without `.md`, and how far in it stands.
    Page {
        /// What it is called in the summary.
        title: String,
        /// The name of its file without `.md`.
        name: String,
    },
}

/// The chapters of a summary. Its own title is left out, and so is whatever is no part and no page (a
/// draft without a file).
pub fn chapters(summary: &str) -> Vec<Chapter> {
    let mut chapters: Vec<Chapter> = summary.lines().filter_map(chapter).collect();
    if matches!(chapters.first(), Some(Chapter::Part(_))) {
        chapters.remove(0);
    }
    chapters
}

fn chapter(line: &str) -> Option<Chapter> {
    let line = line.trim();
    if let Some(part) = line.strip_prefix("# ") {
        return Some(Chapter::Part(part.trim().to_owned()));
    }
    let link = line.trim_start_matches(['-', '*', ' ']).strip_prefix('[')?;
    let (title, file) = link.split_once("](")?;
    let name = file.strip_suffix(')')?.strip_suffix(".md")?;
    Some(Chapter::Page { title: title.to_owned(), name: name.to_owned() })
}
