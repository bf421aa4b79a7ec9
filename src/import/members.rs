//! What a zip says of its files in its own list, read before anything is unpacked.
//!
//! The engine keeps files by name, so that of two with one name the first is lost, and it does not
//! say how a file is packed that it cannot unpack. Both are seen here.

use std::collections::BTreeSet;

/// The bytes that the entry of a file has before its name.
const ENTRY: usize = 46;
/// The bytes of the end of the list, and the most of a remark behind it.
const END: usize = 22;
const REMARK: usize = 65_535;

/// A file of a zip.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Member {
    /// Its name, as bytes.
    pub name: Vec<u8>,
    /// How it is packed.
    method: u16,
    /// Where its name stands in the list.
    at: usize,
    /// Whether another of the same name stands before it.
    pub again: usize,
}

impl Member {
    /// The name of a packing that nothing here unpacks.
    pub fn unknown_packing(&self) -> Option<&'static str> {
        Some(match self.method {
            // Stored, deflated, and encrypted, which is told as that.
            0 | 8 | 99 => return None,
            1..=5 => "早期的 ZIP 压缩（Shrink、Reduce）",
            6 => "Implode",
            9 => "Deflate64",
            12 => "BZIP2",
            14 => "LZMA",
            20 | 93 => "Zstandard",
            95 => "XZ",
            98 => "PPMd",
            _ => "不常用的压缩方法",
        })
    }
}

/// The files of a zip in the order of its list; `None` where the list cannot be found.
pub fn list(bytes: &[u8]) -> Option<Vec<Member>> {
    let from = bytes.len().saturating_sub(END + REMARK);
    let end = from + bytes.get(from..)?.windows(4).rposition(|it| it == b"PK\x05\x06")?;
    let size = usize::try_from(number(bytes, end + 12, 4)?).ok()?;
    // What stands before the zip shifts all its places; the list ends where its end begins.
    let mut at = end.checked_sub(size)?;
    let mut members = Vec::new();
    let mut seen = std::collections::BTreeMap::new();
    while bytes.get(at..at + 4) == Some(b"PK\x01\x02") {
        let [name, extra, remark] = [28, 30, 32].map(|place| number(bytes, at + place, 2));
        let name = usize::try_from(name?).ok()?;
        let more = usize::try_from(extra? + remark?).ok()?;
        let raw = bytes.get(at + ENTRY..at + ENTRY + name)?.to_vec();
        let count = seen.entry(raw.clone()).or_insert(0);
        members.push(Member {
            name: raw,
            method: u16::try_from(number(bytes, at + 10, 2)?).ok()?,
            at: at + ENTRY,
            again: *count,
        });
        *count += 1;
        at += ENTRY + name + more;
    }
    (!members.is_empty()).then_some(members)
}

fn number(bytes: &[u8], at: usize, length: usize) -> Option<u64> {
    let bytes = bytes.get(at..at + length)?;
    Some(bytes.iter().rev().fold(0, |number, byte| number << 8 | u64::from(*byte)))
}

/// Gives files that have the name of another a name of their own in the list, of the same length, so
/// that each is found. Whether that was done for all.
pub fn part(bytes: &mut [u8], members: &[Member]) -> bool {
    let mut taken: BTreeSet<Vec<u8>> = members.iter().map(|member| member.name.clone()).collect();
    let mut number = 0_usize;
    for member in members.iter().filter(|member| member.again > 0) {
        let length = member.name.len();
        let free = (0..=taken.len()).find_map(|_| {
            number += 1;
            let digits = format!("{number:0length$}");
            let name = digits.into_bytes();
            (name.len() == length && taken.insert(name.clone())).then_some(name)
        });
        let place = bytes.get_mut(member.at..member.at + length);
        match (free, place) {
            (Some(name), Some(place)) => place.copy_from_slice(&name),
            _ => return false,
        }
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The list of a zip of files with these names and packings, behind some bytes.
    fn zip(files: &[(&str, u16)]) -> Vec<u8> {
        let mut list = Vec::new();
        for (name, method) in files {
            let mut entry = vec![0; ENTRY];
            entry[..4].copy_from_slice(b"PK\x01\x02");
            entry[10..12].copy_from_slice(&method.to_le_bytes());
            entry[28..30].copy_from_slice(&(name.len() as u16).to_le_bytes());
            list.extend(entry);
            list.extend(name.as_bytes());
        }
        let mut end = vec![0; END];
        end[..4].copy_from_slice(b"PK\x05\x06");
        end[12..16].copy_from_slice(&(list.len() as u32).to_le_bytes());
        [b"before".to_vec(), list, end, b"remark".to_vec()].concat()
    }

    #[test]
    fn files_of_one_name_are_parted() {
        let mut bytes = zip(&[("甲.txt", 8), ("乙.txt", 0), ("甲.txt", 8), ("甲.txt", 8)]);
        let members = list(&bytes).expect("a list");
        assert_eq!(members.iter().map(|it| it.again).collect::<Vec<_>>(), [0, 0, 1, 2]);
        assert!(part(&mut bytes, &members));
        let names: Vec<Vec<u8>> =
            list(&bytes).expect("a list").into_iter().map(|it| it.name).collect();
        assert_eq!(names[2..], [b"0000001".to_vec(), b"0000002".to_vec()]);
        let mut short = zip(&[("", 8), ("", 8)]);
        let members = list(&short).expect("a list");
        assert!(!part(&mut short, &members));
    }

    #[test]
    fn packings_have_names() {
        let members = list(&zip(&[("a", 8), ("b", 14), ("c", 12), ("d", 77), ("e", 99)]));
        let members = members.expect("a list");
        let named: Vec<_> = members.iter().map(Member::unknown_packing).collect();
        assert_eq!(named, [None, Some("LZMA"), Some("BZIP2"), Some("不常用的压缩方法"), None]);
        assert_eq!(list(b"PK\x05\x06"), None);
        assert_eq!(list(&[0; 100]), None);
    }
}
