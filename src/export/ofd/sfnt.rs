//! What a subset of a face lacks to be a font by itself: which character is which glyph, its name, its
//! measures. Readers refuse fonts without these, or show other signs.

use std::collections::BTreeMap;

/// Puts a face together again. `subset` is a font file as the subsetter leaves it; `characters` says
/// which glyph of it each character is; `measures` is the `OS/2` table of the whole face. `None` where
/// `subset` is no font file.
pub fn packed(
    subset: &[u8],
    name: &str,
    characters: &BTreeMap<char, u16>,
    measures: Option<&[u8]>,
) -> Option<Vec<u8>> {
    let mut tables = tables(subset)?;
    tables.insert(*b"cmap", cmap(characters));
    tables.insert(*b"name", names(name));
    // Version 3: glyphs without names (OpenType, `post`).
    let mut post = vec![0, 3, 0, 0];
    post.resize(32, 0);
    tables.insert(*b"post", post);
    if let Some(measures) = measures {
        tables.insert(*b"OS/2", measures.to_vec());
    }
    // Hints are programs; nobody needs them at the sizes of today, and old ones trip readers up.
    for hints in [b"cvt ", b"fpgm", b"prep"] {
        tables.remove(hints);
    }
    // The check sum over all, which is counted as nothing until it is known.
    tables.get_mut(b"head")?.get_mut(8..12)?.fill(0);
    written(subset.get(..4)?, &tables)
}

fn tables(font: &[u8]) -> Option<BTreeMap<[u8; 4], Vec<u8>>> {
    let short = |at: usize| Some(u16::from_be_bytes(font.get(at..at + 2)?.try_into().ok()?));
    let long = |at: usize| {
        let number = u32::from_be_bytes(font.get(at..at + 4)?.try_into().ok()?);
        usize::try_from(number).ok()
    };
    let mut tables = BTreeMap::new();
    for index in 0..usize::from(short(4)?) {
        let record = 12 + 16 * index;
        let tag: [u8; 4] = font.get(record..record + 4)?.try_into().ok()?;
        let start = long(record + 8)?;
        let end = start.checked_add(long(record + 12)?)?;
        tables.insert(tag, font.get(start..end)?.to_vec());
    }
    Some(tables)
}

/// The directory and the tables behind it (OpenType, “Organization of an OpenType font”).
fn written(kind: &[u8], tables: &BTreeMap<[u8; 4], Vec<u8>>) -> Option<Vec<u8>> {
    let count = u16::try_from(tables.len()).ok()?;
    let mut font = kind.to_vec();
    font.extend(search(count, 16));
    let mut body: Vec<u8> = Vec::new();
    let mut head = None;
    let start = 12 + 16 * tables.len();
    for (tag, table) in tables {
        let at = start + body.len();
        if tag == b"head" {
            head = Some(at);
        }
        font.extend(tag);
        font.extend(sum(table).to_be_bytes());
        font.extend(u32::try_from(at).ok()?.to_be_bytes());
        font.extend(u32::try_from(table.len()).ok()?.to_be_bytes());
        body.extend(table);
        body.resize(body.len().next_multiple_of(4), 0);
    }
    font.extend(body);
    let adjustment = 0xB1B0_AFBA_u32.wrapping_sub(sum(&font));
    let head = head? + 8;
    font.get_mut(head..head + 4)?.copy_from_slice(&adjustment.to_be_bytes());
    Some(font)
}

/// The count of some things of a size, and three numbers made of it for those who search by halving.
fn search(count: u16, size: u16) -> Vec<u8> {
    let halvings = count.max(1).ilog2();
    let range = (1_u16 << halvings).wrapping_mul(size);
    let halvings = u16::try_from(halvings).unwrap_or_default();
    let rest = count.wrapping_mul(size).wrapping_sub(range);
    [count, range, halvings, rest].iter().flat_map(|number| number.to_be_bytes()).collect()
}

fn sum(bytes: &[u8]) -> u32 {
    bytes.chunks(4).fold(0, |sum: u32, chunk| {
        let mut word = [0; 4];
        word[..chunk.len()].copy_from_slice(chunk);
        sum.wrapping_add(u32::from_be_bytes(word))
    })
}

/// Characters one after the other whose glyphs are one after the other too: first, last, first glyph.
fn stretches(characters: &BTreeMap<char, u16>) -> Vec<(u32, u32, u16)> {
    let mut stretches: Vec<(u32, u32, u16)> = Vec::new();
    for (&character, &glyph) in characters {
        let code = u32::from(character);
        match stretches.last_mut() {
            Some((first, last, start))
                if *last + 1 == code && u32::from(*start) + (code - *first) == u32::from(glyph) =>
            {
                *last = code;
            }
            _ => stretches.push((code, code, glyph)),
        }
    }
    stretches
}

/// The table `cmap`: format 4 for the characters of the first plane, format 12 for all.
fn cmap(characters: &BTreeMap<char, u16>) -> Vec<u8> {
    /// The last code, which format 4 asks for, with no glyph.
    const END: (u16, u16, u16) = (0xFFFF, 0xFFFF, 0);
    let all = stretches(characters);
    let short = |(first, last, glyph): &(u32, u32, u16)| {
        Some((u16::try_from(*first).ok()?, u16::try_from(*last).ok()?, *glyph))
    };
    // A longer table than its length can be told in is cut: format 12 has them all.
    let most = usize::from((u16::MAX - 16) / 8) - 1;
    let plane: Vec<(u16, u16, u16)> = all
        .iter()
        .filter_map(short)
        .filter(|(_, last, _)| *last != 0xFFFF)
        .take(most)
        .chain([END])
        .collect();
    let count = u16::try_from(plane.len()).unwrap_or(u16::MAX);
    let mut four: Vec<u8> = Vec::new();
    let mut put = |number: u16| four.extend(number.to_be_bytes());
    [4, 16 + 8 * count, 0, count * 2].into_iter().for_each(&mut put);
    // How to search it: the same three numbers, for pairs of bytes.
    for pair in search(count, 2)[2..].chunks(2) {
        put(u16::from_be_bytes([pair[0], pair[1]]));
    }
    plane.iter().for_each(|(_, last, _)| put(*last));
    put(0);
    plane.iter().for_each(|(first, ..)| put(*first));
    for (first, _, glyph) in &plane {
        put(if *first == 0xFFFF { 1 } else { glyph.wrapping_sub(*first) });
    }
    plane.iter().for_each(|_| put(0));

    let groups = u32::try_from(all.len()).unwrap_or(u32::MAX);
    let mut twelve: Vec<u8> = vec![0, 12, 0, 0];
    let mut put = |number: u32| twelve.extend(number.to_be_bytes());
    [16 + 12 * groups, 0, groups].into_iter().for_each(&mut put);
    for (first, last, glyph) in &all {
        [*first, *last, u32::from(*glyph)].into_iter().for_each(&mut put);
    }

    let (behind_head, behind_four) = (4 + 8 * 3, 4 + 8 * 3 + four.len());
    let mut table: Vec<u8> = vec![0, 0, 0, 3];
    for (platform, encoding, at) in
        [(0_u16, 3_u16, behind_head), (3, 1, behind_head), (3, 10, behind_four)]
    {
        table.extend(platform.to_be_bytes());
        table.extend(encoding.to_be_bytes());
        table.extend(u32::try_from(at).unwrap_or(u32::MAX).to_be_bytes());
    }
    table.extend(four);
    table.extend(twelve);
    table
}

/// The table `name`: family, cut, its own mark, full name, version and PostScript name, in English.
fn names(name: &str) -> Vec<u8> {
    let mark = format!("{name} subset");
    let names = [name, "Regular", mark.as_str(), name, "Version 1.0", name];
    let mut table: Vec<u8> = Vec::new();
    let mut text: Vec<u8> = Vec::new();
    let mut put = |number: usize| table.extend(u16::try_from(number).unwrap_or(0).to_be_bytes());
    [0, names.len(), 6 + 12 * names.len()].into_iter().for_each(&mut put);
    for (index, name) in names.iter().enumerate() {
        let bytes: Vec<u8> = name.encode_utf16().flat_map(u16::to_be_bytes).collect();
        // Windows, Unicode, English (United States).
        [3, 1, 0x409, index + 1, bytes.len(), text.len()].into_iter().for_each(&mut put);
        text.extend(bytes);
    }
    table.extend(text);
    table
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_character_is_found_in_either_format() {
        let known = [('一', 3), ('丁', 4), ('A', 1), ('\u{20000}', 5), ('\u{FFFF}', 2)];
        let table = cmap(&known.into_iter().collect());
        for at in [4_usize, 20] {
            let offset = u32::from_be_bytes(table[at + 4..at + 8].try_into().expect("four bytes"));
            let offset = usize::try_from(offset).expect("a place");
            let format = u16::from_be_bytes([table[offset], table[offset + 1]]);
            assert_eq!(format, if at == 4 { 4 } else { 12 });
        }
        let parsed = ttf_parser::cmap::Table::parse(&table).expect("a table");
        for subtable in parsed.subtables {
            for (character, glyph) in known {
                let found = subtable.glyph_index(u32::from(character)).map(|glyph| glyph.0);
                let is_short = matches!(
                    subtable.format,
                    ttf_parser::cmap::Format::SegmentMappingToDeltaValues(_)
                );
                if !is_short || (u32::from(character) < 0xFFFF) {
                    assert_eq!(found, Some(glyph), "{character:?}");
                }
            }
            assert_eq!(subtable.glyph_index(u32::from('二')), None);
        }
    }

    #[test]
    fn any_bytes_are_borne() {
        let whole =
            [&b"\0\x01\0\0\0\x01\0\0\0\0\0\0head\0\0\0\0\0\0\0\x1c\0\0\0\x0c"[..], &[7; 12]]
                .concat();
        assert!(packed(&whole, "A", &BTreeMap::new(), None).is_some());
        for end in 0..whole.len() {
            assert_eq!(packed(&whole[..end], "A", &BTreeMap::new(), None), None);
        }
    }
}
