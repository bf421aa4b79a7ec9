//! What can be told of a PDF that an earlier run wrote.

use std::path::Path;

use crate::error::Error;
use crate::workspace::fs;

/// Larger files than this are not ours.
const MAX_BYTES: u64 = 512 * 1024 * 1024;

/// How many pages a PDF has, by its own metadata, which an archive PDF leaves uncompressed;
/// `None` when there is no such file or it says nothing.
///
/// # Errors
/// [`Error::Read`] when the file is there but cannot be read.
pub fn page_count(pdf: &Path) -> Result<Option<usize>, Error> {
    if !pdf.is_file() {
        return Ok(None);
    }
    let bytes = fs::read_limited(pdf, MAX_BYTES)?.unwrap_or_default();
    Ok(stated_pages(&bytes))
}

fn stated_pages(bytes: &[u8]) -> Option<usize> {
    const MARK: &[u8] = b"<xmpTPg:NPages>";
    let at = bytes.windows(MARK.len()).position(|window| window == MARK)? + MARK.len();
    let digits: Vec<u8> = bytes[at..].iter().copied().take_while(u8::is_ascii_digit).collect();
    String::from_utf8(digits).ok()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::stated_pages;

    #[test]
    fn only_a_stated_number_counts() {
        assert_eq!(stated_pages(b"..<xmpTPg:NPages>12</xmpTPg:NPages>.."), Some(12));
        assert_eq!(stated_pages(b"..<xmpTPg:NPages></xmpTPg:NPages>.."), None);
        assert_eq!(stated_pages(b"%PDF-1.7"), None);
    }
}
