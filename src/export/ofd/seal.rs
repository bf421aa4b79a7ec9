//! Whether a file is one of ours that was sealed since: an office's own system puts seals and
//! signatures into it, and leaves what is signed as it was.

use std::io::{Cursor, Read};

use zip::ZipArchive;

/// The head names the signatures, so it is the one part of ours that sealing changes.
const HEAD: &str = "OFD.xml";
/// The folder in which signatures lie (GB/T 33190, 18).
const SIGNS: &str = "signs/";
/// More of a head than any has, in bytes.
const MOST_HEAD: u64 = 1 << 20;

/// Whether there are signatures in a file.
pub fn is_signed(kept: &[u8]) -> bool {
    ZipArchive::new(Cursor::new(kept)).is_ok_and(|mut kept| is_named(&mut kept) == Some(true))
}

/// Whether the head names signatures.
fn is_named(kept: &mut ZipArchive<Cursor<&[u8]>>) -> Option<bool> {
    Some(head_in(kept)?.contains(":Signatures>"))
}

/// The head of a file, where it can be read.
pub fn head(kept: &[u8]) -> Option<String> {
    head_in(&mut ZipArchive::new(Cursor::new(kept)).ok()?)
}

fn head_in(kept: &mut ZipArchive<Cursor<&[u8]>>) -> Option<String> {
    let mut head = String::new();
    kept.by_name(HEAD).ok()?.take(MOST_HEAD).read_to_string(&mut head).ok()?;
    Some(head)
}

/// Whether `kept` is `made` with signatures in it, and all else as it was.
pub fn is_sealed(made: &[u8], kept: &[u8]) -> bool {
    sealed(made, kept).unwrap_or(false)
}

fn sealed(made: &[u8], kept: &[u8]) -> Option<bool> {
    let mut made = ZipArchive::new(Cursor::new(made)).ok()?;
    let mut kept = ZipArchive::new(Cursor::new(kept)).ok()?;
    for index in 0..made.len() {
        let mut own = made.by_index(index).ok()?;
        let name = own.name().ok()?.into_owned();
        if name == HEAD {
            continue;
        }
        let mut content = Vec::new();
        own.read_to_end(&mut content).ok()?;
        // No more of it is unpacked than there should be.
        let most = u64::try_from(content.len()).ok()? + 1;
        let mut there = Vec::new();
        kept.by_name(&name).ok()?.take(most).read_to_end(&mut there).ok()?;
        if there != content {
            return Some(false);
        }
    }
    for name in kept.file_names() {
        let name = name.ok()?;
        if made.index_for_name(&name).is_none() && !name.to_lowercase().contains(SIGNS) {
            return Some(false);
        }
    }
    is_named(&mut kept)
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use zip::ZipWriter;
    use zip::write::SimpleFileOptions;

    use super::*;

    fn zipped(parts: &[(&str, &str)]) -> Vec<u8> {
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        for (name, text) in parts {
            zip.start_file(*name, SimpleFileOptions::default()).expect("a part");
            zip.write_all(text.as_bytes()).expect("its bytes");
        }
        zip.finish().expect("a zip").into_inner()
    }

    #[test]
    fn a_seal_adds_and_changes_nothing_else() {
        let page = ("Doc_0/Pages/Page_0/Content.xml", "甲");
        let made = zipped(&[(HEAD, "<ofd:OFD/>"), page]);
        let head = (
            HEAD,
            "<ofd:OFD><ofd:Signatures>Doc_0/Signs/Signatures.xml</ofd:Signatures></ofd:OFD>",
        );
        let seal = ("Doc_0/Signs/Signatures.xml", "s");
        for (kept, told) in [
            (zipped(&[head, page, seal]), true),
            (made.clone(), false),
            (zipped(&[head, (page.0, "乙"), seal]), false),
            (zipped(&[head, (page.0, "甲甲"), seal]), false),
            (zipped(&[head, seal]), false),
            (zipped(&[head, page, seal, ("Doc_0/Pages/Page_1/Content.xml", "乙")]), false),
            (b"no zip".to_vec(), false),
        ] {
            assert_eq!(is_sealed(&made, &kept), told, "{kept:?}");
            assert!(!told || is_signed(&kept) && !is_signed(&made));
        }
    }
}
