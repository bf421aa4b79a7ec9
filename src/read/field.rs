//! A field as it is written in a file, found without reading the YAML around it: for whoever must know
//! it also of a file that cannot be read.

/// In so many lines it is looked for: front matter has fewer.
const LINES: usize = 60;

/// What stands behind the first of these names that a line begins with, without blanks and quotes
/// around it.
pub fn written_field<'t>(text: &'t str, names: &[&str]) -> Option<&'t str> {
    names.iter().find_map(|name| {
        let value = text.lines().take(LINES).find_map(|line| {
            line.trim_start().strip_prefix(name)?.trim_start().strip_prefix([':', '：'])
        })?;
        Some(value.trim().trim_matches(['"', '\'']))
    })
}
