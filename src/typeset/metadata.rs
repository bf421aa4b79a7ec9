//! A picture without what nobody sees: where it was taken, by whom and with what, the path of the file
//! it was made from, thumbnails, comments.
//!
//! A JPEG goes into the PDF as it is, so whatever it carries would go out with it. What decides how it
//! looks (the way up, its resolution, its colours) stays. Of a file that breaks off or is not built as
//! it should be, only what could be told apart is kept: whether that is still a picture, whoever draws
//! it finds out.

/// The largest packed profile of colours, in bytes, that is kept: it may unfold a thousandfold.
const MOST_PROFILE: usize = 64 * 1024;

/// Puts what is seen of a file behind what is kept of it; `None` where it breaks off.
type Cleaner = fn(&[u8], &mut Vec<u8>) -> Option<()>;

/// A picture without what nobody sees.
pub fn cleaned(bytes: Vec<u8>) -> Vec<u8> {
    // What the file ends with, if it does not itself.
    let (clean, end): (Cleaner, &[u8]) = match bytes.as_slice() {
        [0xFF, 0xD8, 0xFF, ..] => (jpeg, &[0xFF, 0xD9]),
        [0x89, b'P', b'N', b'G', ..] => (png, &[]),
        [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => (webp, &[]),
        [b'G', b'I', b'F', b'8', ..] => (gif, &[0x3B]),
        _ => return bytes,
    };
    let mut kept = Vec::with_capacity(bytes.len());
    if clean(&bytes, &mut kept).is_none() {
        if kept.is_empty() {
            // Its head is cut already: there is no picture in it, and nothing beside one.
            return bytes;
        }
        kept.extend(end);
    }
    if bytes.starts_with(b"RIFF") {
        sized(&mut kept);
    }
    kept
}

/// Segments up to the end of the image; what phones put behind it (a film, a second picture) is left
/// out. Between segments, what begins none is skipped as by those who draw it.
fn jpeg(bytes: &[u8], kept: &mut Vec<u8>) -> Option<()> {
    const EXIF: &[u8] = b"Exif\0\0";
    let put = |kept: &mut Vec<u8>, kind: u8, content: &[u8]| {
        let length = u16::try_from(content.len() + 2).ok()?;
        kept.extend([0xFF, kind]);
        kept.extend(length.to_be_bytes());
        kept.extend_from_slice(content);
        Some(())
    };
    kept.extend_from_slice(bytes.get(..2)?);
    let mut at = 2;
    loop {
        let (&mark, &kind) = (bytes.get(at)?, bytes.get(at + 1)?);
        match (mark, kind) {
            (0xFF, 0xFF) => at += 1,
            (0xFF, 0xD9) => {
                kept.extend([0xFF, 0xD9]);
                return Some(());
            }
            (0xFF, 0x01 | 0xD0..=0xD7) => {
                kept.extend([mark, kind]);
                at += 2;
            }
            (0xFF, 0x00 | 0xD8) => at += 2,
            (0xFF, _) => {
                let length =
                    usize::from(u16::from_be_bytes([*bytes.get(at + 2)?, *bytes.get(at + 3)?]));
                let end = at + 2 + length;
                let content = bytes.get(at + 4..end)?;
                match kind {
                    // Without the thumbnail that may follow.
                    0xE0 if content.starts_with(b"JFIF\0") => {
                        if let Some(head) = content.get(..12) {
                            put(kept, kind, &[head, &[0, 0]].concat())?;
                        }
                    }
                    0xE1 if content.starts_with(EXIF) => {
                        if let Some(small) = exif(&content[EXIF.len()..]) {
                            put(kept, kind, &[EXIF, &small].concat())?;
                        }
                    }
                    0xE2 if content.starts_with(b"ICC_PROFILE\0") => put(kept, kind, content)?,
                    // How the colours are to be read.
                    0xEE if content.starts_with(b"Adobe") => {
                        put(kept, kind, &content[..content.len().min(12)])?;
                    }
                    // Tables, frames and scans.
                    0xC0..=0xDF => put(kept, kind, content)?,
                    _ => {}
                }
                at = end;
                if kind == 0xDA {
                    let rest = &bytes[at..];
                    let plain = |pair: &[u8]| pair[0] != 0xFF || matches!(pair[1], 0 | 0xD0..=0xD7);
                    let Some(length) = rest.windows(2).position(|pair| !plain(pair)) else {
                        let rest = rest.strip_suffix(&[0xFF]).unwrap_or(rest);
                        kept.extend_from_slice(rest);
                        return None;
                    };
                    kept.extend_from_slice(&rest[..length]);
                    at += length;
                }
            }
            _ => at += 1,
        }
    }
}

/// The chunks that decide how it looks.
fn png(bytes: &[u8], kept: &mut Vec<u8>) -> Option<()> {
    const SEEN: &[&[u8; 4]] = &[
        b"IHDR", b"PLTE", b"IDAT", b"tRNS", b"cHRM", b"gAMA", b"iCCP", b"sBIT", b"sRGB", b"bKGD",
        b"pHYs", b"cICP",
    ];
    kept.extend_from_slice(bytes.get(..8)?);
    let mut at = 8;
    loop {
        let length = usize::try_from(number(bytes.get(at..at + 4)?, true)).ok()?;
        let kind = bytes.get(at + 4..at + 8)?;
        let end = at.checked_add(12)?.checked_add(length)?;
        let chunk = bytes.get(at..end)?;
        if kind == b"IEND" {
            kept.extend_from_slice(chunk);
            return Some(());
        }
        if kind == b"eXIf" {
            if let Some(small) = exif(&chunk[8..8 + length]) {
                kept.extend(u32::try_from(small.len()).ok()?.to_be_bytes());
                let content = [b"eXIf", small.as_slice()].concat();
                kept.extend_from_slice(&content);
                kept.extend(crc(&content).to_be_bytes());
            }
        } else if kind == b"iCCP" && length > MOST_PROFILE {
            // A profile of a screen or scanner has a few KB.
        } else if SEEN.iter().any(|seen| *seen == kind) {
            kept.extend_from_slice(chunk);
        }
        at = end;
    }
}

/// The check sum of a chunk (ISO 3309).
fn crc(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(u32::MAX, |crc, byte| {
        (0..8).fold(crc ^ u32::from(*byte), |crc, _| (crc >> 1) ^ (0xEDB8_8320 * (crc & 1)))
    })
}

fn webp(bytes: &[u8], kept: &mut Vec<u8>) -> Option<()> {
    /// In `VP8X`: whether there is Exif, and XMP.
    const EXIF: u8 = 8;
    const XMP: u8 = 4;
    kept.extend_from_slice(bytes.get(..12)?);
    let mut flags = None;
    let mut at = 12;
    while at < bytes.len() {
        let kind = bytes.get(at..at + 4)?;
        let length = usize::try_from(number(bytes.get(at + 4..at + 8)?, false)).ok()?;
        let end = (at + 8).checked_add(length)?;
        let content = bytes.get(at + 8..end)?;
        let small = if kind == b"EXIF" { exif(content) } else { None };
        match (kind, &small) {
            (b"EXIF", Some(small)) => {
                kept.extend_from_slice(b"EXIF");
                kept.extend(u32::try_from(small.len()).ok()?.to_le_bytes());
                kept.extend_from_slice(small);
                if let Some(flags) = flags {
                    kept[flags] |= EXIF;
                }
            }
            (b"VP8X" | b"VP8 " | b"VP8L" | b"ALPH" | b"ANIM" | b"ANMF" | b"ICCP", _) => {
                if kind == b"VP8X" {
                    flags = Some(kept.len() + 8);
                }
                kept.extend_from_slice(&bytes[at..end]);
                if let Some(flags) = flags.filter(|_| kind == b"VP8X") {
                    *kept.get_mut(flags)? &= !(EXIF | XMP);
                }
            }
            _ => {}
        }
        if kept.len() % 2 == 1 {
            kept.push(0);
        }
        at = end + length % 2;
    }
    Some(())
}

/// Writes into a WebP how long it is.
fn sized(kept: &mut [u8]) {
    if let Ok(size) = u32::try_from(kept.len().saturating_sub(8))
        && let Some(place) = kept.get_mut(4..8)
    {
        place.copy_from_slice(&size.to_le_bytes());
    }
}

/// Blocks up to the end of the file, without comments and what programs keep there.
fn gif(bytes: &[u8], kept: &mut Vec<u8>) -> Option<()> {
    /// The length of a table of colours.
    fn table(flags: u8) -> usize {
        if flags & 0x80 == 0 { 0 } else { 3 << ((flags & 7) + 1) }
    }
    // The end of the sub-blocks that begin at a place.
    let blocks = |mut at: usize| loop {
        match *bytes.get(at)? {
            0 => return Some(at + 1),
            length => at += 1 + usize::from(length),
        }
    };
    let mut at = 13 + table(*bytes.get(10)?);
    kept.extend_from_slice(bytes.get(..at)?);
    loop {
        let (end, stays) = match *bytes.get(at)? {
            0x3B => {
                kept.push(0x3B);
                return Some(());
            }
            // How long and in what way a picture is shown, and how often all of them are.
            0x21 => {
                let looped = bytes.get(at + 3..at + 14) == Some(b"NETSCAPE2.0");
                let kind = *bytes.get(at + 1)?;
                (blocks(at + 2)?, kind == 0xF9 || kind == 0xFF && looped)
            }
            0x2C => (blocks(at + 11 + table(*bytes.get(at + 9)?))?, true),
            _ => return None,
        };
        if stays {
            kept.extend_from_slice(bytes.get(at..end)?);
        }
        at = end;
    }
}

/// Of an Exif block, the way up and the resolution; `None` where neither is told.
fn exif(block: &[u8]) -> Option<Vec<u8>> {
    let block = block.strip_prefix(b"Exif\0\0").unwrap_or(block);
    let large = match block.get(..4)? {
        b"II*\0" => false,
        b"MM\0*" => true,
        _ => return None,
    };
    let start = usize::try_from(number(block.get(4..8)?, large)).ok()?;
    let count = usize::try_from(number(block.get(start..start + 2)?, large)).ok()?;
    // Tag, type, the four bytes of the value, or the fraction that they lead to.
    let mut fields: Vec<(u16, u16, Vec<u8>)> = Vec::new();
    for index in 0..count {
        let field = start + 2 + index * 12;
        let Some(field) = block.get(field..field + 12) else { break };
        let tag = u16::try_from(number(&field[..2], large)).ok()?;
        let kind = u16::try_from(number(&field[2..4], large)).ok()?;
        match (tag, kind) {
            // Orientation; the unit of the resolution.
            (0x0112 | 0x0128, 3) => {
                let value = u16::try_from(number(&field[8..10], large)).ok()?;
                fields.push((tag, kind, value.to_be_bytes().to_vec()));
            }
            (0x011A | 0x011B, 5) => {
                let at = usize::try_from(number(&field[8..12], large)).ok()?;
                let Some(value) = block.get(at..at.checked_add(8)?) else { continue };
                let parts = value.chunks(4).flat_map(|part| number(part, large).to_be_bytes());
                fields.push((tag, kind, parts.collect()));
            }
            _ => {}
        }
    }
    if fields.is_empty() {
        return None;
    }
    fields.sort();
    fields.dedup_by_key(|field| field.0);
    let mut behind = 8 + 2 + fields.len() * 12 + 4;
    let mut head = b"MM\0*\0\0\0\x08".to_vec();
    let mut tail = Vec::new();
    head.extend(u16::try_from(fields.len()).ok()?.to_be_bytes());
    for (tag, kind, value) in &fields {
        head.extend(tag.to_be_bytes());
        head.extend(kind.to_be_bytes());
        head.extend(1u32.to_be_bytes());
        if value.len() > 4 {
            head.extend(u32::try_from(behind).ok()?.to_be_bytes());
            tail.extend_from_slice(value);
            behind += value.len();
        } else {
            head.extend_from_slice(value);
            head.resize(head.len() + 4 - value.len(), 0);
        }
    }
    head.extend([0; 4]);
    Some([head, tail].concat())
}

/// Up to four bytes as a number.
fn number(bytes: &[u8], large: bool) -> u32 {
    let add = |sum: u32, byte: &u8| (sum << 8) | u32::from(*byte);
    if large { bytes.iter().fold(0, add) } else { bytes.iter().rev().fold(0, add) }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use crate::typeset::svg;

    fn cleaned(bytes: Vec<u8>) -> Vec<u8> {
        svg::cleaned(&bytes).unwrap_or_else(|| super::cleaned(bytes))
    }

    /// How pictures begin, each far enough that its cleaner is at work.
    const BEGINNINGS: [&[u8]; 5] = [
        b"\xFF\xD8\xFF\xE1\0\x22Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0\xFF\xFE\0\x05abc\xFF\xDA\0\x02ab\xFF\0c\xFF\xD9tail",
        b"\x89PNG\r\n\x1a\n\0\0\0\x02eXIfabcdef\0\0\0\x03tEXta\0bcrc!\0\0\0\0IEND\xaeB`\x82tail",
        b"RIFF\x40\0\0\0WEBPVP8X\x0a\0\0\0\x0c\0\0\0abcdefEXIF\x02\0\0\0abXMP \x03\0\0\0abc\0VP8 \x02\0\0\0ab",
        b"GIF89a\x01\0\x01\0\x80\0\0abcdef\x21\xFE\x03abc\0\x21\xFF\x0bNETSCAPE2.0\x03\x01\0\0\0\x2C\0\0\0\0\x01\0\x01\0\0\x02\x01a\0\x3Btail",
        b"<svg xmlns=\"http://www.w3.org/2000/svg\" xmlns:i=\"urn:i\" i:a=\"b\"><!-- c --><g/></svg>",
    ];

    #[test]
    fn what_nobody_sees_is_taken_out() {
        let [jpeg, png, webp, gif, svg] = BEGINNINGS.map(|bytes| cleaned(bytes.to_vec()));
        let small = b"Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0";
        let jpeg_kept = [&b"\xFF\xD8\xFF\xE1\0\x22"[..], small, b"\xFF\xDA\0\x02ab\xFF\0c\xFF\xD9"];
        assert_eq!(jpeg, jpeg_kept.concat());
        assert_eq!(png, b"\x89PNG\r\n\x1a\n\0\0\0\0IEND\xaeB`\x82");
        let webp_kept = b"RIFF\x20\0\0\0WEBPVP8X\x0a\0\0\0\0\0\0\0abcdefVP8 \x02\0\0\0ab";
        assert_eq!(webp, webp_kept);
        let gif_kept = b"GIF89a\x01\0\x01\0\x80\0\0abcdef\x21\xFF\x0bNETSCAPE2.0\x03\x01\0\0\0\x2C\0\0\0\0\x01\0\x01\0\0\x02\x01a\0\x3B";
        assert_eq!(gif, gif_kept);
        assert_eq!(svg, b"<svg xmlns=\"http://www.w3.org/2000/svg\" xmlns:i=\"urn:i\" ><g/></svg>");
    }

    /// Wherever a file breaks off, what nobody sees is not in what is left.
    #[test]
    fn files_that_break_off_tell_nothing() {
        let exif = b"II*\0\x08\0\0\0\x01\0\x3b\x01\x02\0\x08\0\0\0\x1a\0\0\0\0\0\0\0telltale";
        let jpeg = [
            b"\xFF\xD8\xFF\xE0\0\x13JFIF\0\x01\x02\0\0\x01\0\x01\x01\x01rgb".as_slice(),
            b"\xFF\xE0\0\x0fJFXX\0telltale\xFF\xE1\0\x2aExif\0\0",
            exif,
            b"gap\xFF\xFE\0\x0atelltale\xFF\xDA\0\x02ab\xFF\0cd\xFF\xFE\0\x0atelltale\xFF\xDA\0\x02ef\xFF",
        ]
        .concat();
        let jfif = b"\xFF\xD8\xFF\xE0\0\x10JFIF\0\x01\x02\0\0\x01\0\x01\0\0".as_slice();
        let scans = b"\xFF\xDA\0\x02ab\xFF\0cd\xFF\xDA\0\x02ef\xFF\xD9".as_slice();
        assert_eq!(cleaned(jpeg.clone()), [jfif, scans].concat());
        let long = |kind: &[u8]| [b"\0\0\0\x08".as_slice(), kind, b"telltalecrc!"].concat();
        let seen = b"\0\0\0\x02IDATabcrc!";
        let png = [b"\x89PNG\r\n\x1a\n".as_slice(), &long(b"tEXt"), seen, &long(b"zTXt")].concat();
        let webp =
            b"RIFF\x40\0\0\0WEBPEXIF\x08\0\0\0telltaleVP8 \x02\0\0\0abXMP \x08\0\0\0telltale";
        let gif = b"GIF89a\x01\0\x01\0\0\0\0\x21\xFE\x08telltale\0\x2C\0\0\0\0\x01\0\x01\0\0\x02\x01a\0\x21\xFE\x08telltale\0";
        for whole in [jpeg, webp.to_vec(), gif.to_vec(), png] {
            for end in 14..=whole.len() {
                let left = cleaned(whole[..end].to_vec());
                let told = left.windows(4).any(|part| part == b"tell" || part == b"rgb\xFF");
                assert!(!told, "{end}: {}", String::from_utf8_lossy(&left));
                assert_eq!(cleaned(left.clone()), left, "{end}");
            }
        }
    }

    proptest! {
        /// Any picture is cleaned or left as it is, and clean is clean.
        #[test]
        fn any_bytes_are_borne(
            which in 0..BEGINNINGS.len(),
            edits in proptest::collection::vec((any::<usize>(), any::<u8>(), 0..3u8), 0..8),
        ) {
            let mut bytes = BEGINNINGS[which].to_vec();
            for (at, byte, how) in edits {
                let at = at % (bytes.len() + 1);
                match how {
                    0 if at < bytes.len() => bytes[at] = byte,
                    1 => bytes.insert(at, byte),
                    _ => bytes.truncate(at.max(1)),
                }
            }
            let once = cleaned(bytes);
            prop_assert_eq!(cleaned(once.clone()), once);
        }
    }
}
