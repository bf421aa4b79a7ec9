//! What lies beside a page: in a folder, in the file that it was saved as, or in the page itself.

use std::path::Path;

use crate::import::mime::{Archive, from_base64};
use crate::markdown::percent_decoded;
use crate::workspace::fs;

/// The largest picture or sheet beside a page, in bytes.
pub const PICTURE: usize = 16 << 20;

/// Where what a page names lies.
pub enum Beside<'b> {
    /// In the folder of the page, where it has one.
    Folder(Option<&'b Path>),
    /// In the same file, up to so many bytes each.
    Letter(&'b Archive<'b>, usize),
}

impl Beside<'_> {
    /// What a page names by an address.
    pub fn find(&self, address: &str) -> Option<Vec<u8>> {
        if is_inline(address) {
            return inline(address);
        }
        match self {
            Self::Folder(folder) => in_folder((*folder)?, address),
            Self::Letter(archive, most) => {
                archive.find(address, *most).or_else(|| archive.find(&named(address), *most))
            }
        }
    }
}

/// Whether an address holds what it names.
pub fn is_inline(address: &str) -> bool {
    address.get(..5).is_some_and(|start| start.eq_ignore_ascii_case("data:"))
}

/// What an address holds (RFC 2397).
pub fn inline(address: &str) -> Option<Vec<u8>> {
    let (kind, text) = address.get(5..).filter(|_| is_inline(address))?.split_once(',')?;
    let is_base64 = kind.to_ascii_lowercase().trim_end().ends_with(";base64");
    let bytes = percent_decoded(text);
    Some(if is_base64 { from_base64(&bytes) } else { bytes })
}

/// A file that lies beside a page or in a folder there, and nowhere else.
fn in_folder(folder: &Path, address: &str) -> Option<Vec<u8>> {
    // What a server was told behind the name is no part of it.
    let name = address.split(['?', '#']).next().unwrap_or(address);
    let decoded = named(name);
    let path = Path::new(&decoded);
    let plain = path
        .components()
        .all(|part| matches!(part, std::path::Component::Normal(_) | std::path::Component::CurDir));
    if !plain || decoded.is_empty() || decoded.contains([':', '\\']) {
        return None;
    }
    let (folder, file) = (folder.canonicalize().ok()?, folder.join(path).canonicalize().ok()?);
    // A link may lead anywhere.
    let is_within = file.starts_with(&folder) && file.is_file();
    is_within.then(|| fs::read_limited(&file, PICTURE as u64).ok().flatten()).flatten()
}

/// An address as the name that it stands for.
fn named(address: &str) -> String {
    String::from_utf8_lossy(&percent_decoded(address)).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_addresses_hold() {
        let cases: [(&str, Option<&[u8]>); 6] = [
            ("data:image/png;base64,YW%4Aj\n", Some(b"abc")),
            ("DATA:image/png;charset=x;BASE64,YWI=", Some(b"ab")),
            ("data:text/css,p%7B%7D", Some(b"p{}")),
            ("data:,", Some(b"")),
            ("data:image/png", None),
            ("a.png", None),
        ];
        for (address, want) in cases {
            assert_eq!(inline(address).as_deref(), want, "{address}");
        }
    }
}
