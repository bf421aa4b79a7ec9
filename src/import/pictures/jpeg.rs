//! What the segments of a JPEG file say: its shape, its colours, and whether it is all there.

/// What is known of a JPEG file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Jpeg {
    pub width: u32,
    pub height: u32,
    /// 1 for grey, 3 for colour, 4 for the colours of print.
    pub components: u8,
    /// Whether it says how the colours of print are to be read: Adobe's mark.
    pub has_mark: bool,
    /// Where the segment lies in which a camera says which way up it was held.
    pub camera: Option<(usize, usize)>,
    /// Whether it is of the two sorts that programs draw: baseline and progressive, of 8 bits.
    pub is_common: bool,
    /// Whether it goes on to its end, with some picture in it.
    pub is_whole: bool,
}

/// Goes through the segments of a file.
pub fn read(bytes: &[u8]) -> Jpeg {
    let mut jpeg = Jpeg::default();
    jpeg.is_whole = segments(bytes, &mut jpeg).is_some_and(|length| length > 0);
    jpeg
}

/// The length of what is packed in it; `None` where it breaks off.
fn segments(bytes: &[u8], jpeg: &mut Jpeg) -> Option<usize> {
    let mut at = 2;
    let mut packed = 0;
    loop {
        if *bytes.get(at)? != 0xFF {
            at += 1;
            continue;
        }
        let kind = *bytes.get(at + 1)?;
        match kind {
            0xFF => at += 1,
            0xD9 => return Some(packed),
            0x00 | 0x01 | 0xD0..=0xD8 => at += 2,
            _ => {
                let length =
                    usize::from(u16::from_be_bytes([*bytes.get(at + 2)?, *bytes.get(at + 3)?]));
                let content = bytes.get(at + 4..at + 2 + length)?;
                let start = at;
                at += 2 + length;
                match kind {
                    // Frames; the others in between are tables.
                    0xC0..=0xCF if !matches!(kind, 0xC4 | 0xC8 | 0xCC) => {
                        frame(kind, content, jpeg)
                    }
                    0xE1 if content.starts_with(b"Exif\0\0") => {
                        jpeg.camera = jpeg.camera.or(Some((start, at)));
                    }
                    0xEE => jpeg.has_mark |= content.starts_with(b"Adobe"),
                    0xDA => {
                        let rest = &bytes[at..];
                        let ends =
                            |pair: &[u8]| pair[0] == 0xFF && !matches!(pair[1], 0 | 0xD0..=0xD7);
                        let scan = rest.windows(2).position(ends)?;
                        packed += scan;
                        at += scan;
                    }
                    _ => {}
                }
            }
        }
    }
}

fn frame(kind: u8, content: &[u8], jpeg: &mut Jpeg) {
    let [bits, high, low, wide, narrow, components, ..] = *content else { return };
    jpeg.height = u32::from(u16::from_be_bytes([high, low]));
    jpeg.width = u32::from(u16::from_be_bytes([wide, narrow]));
    jpeg.components = components;
    jpeg.is_common = bits == 8 && kind <= 0xC2;
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A file of one frame and one scan, which draws nothing.
    fn made(components: u8, scan: &[u8], end: &[u8]) -> Vec<u8> {
        let mut bytes = vec![0xFF, 0xD8, 0xFF, 0xEE, 0, 14];
        bytes.extend(b"Adobe\0\0\0\0\0\0\x02");
        bytes.extend([0xFF, 0xC0, 0, 8, 8, 0, 2, 0, 3, components]);
        bytes.extend([0xFF, 0xDA, 0, 2]);
        bytes.extend(scan);
        bytes.extend(end);
        bytes
    }

    #[test]
    fn what_segments_say() {
        let jpeg = read(&made(4, &[1, 0xFF, 0, 0xFF, 0xD0, 2], &[0xFF, 0xD9]));
        let want = Jpeg {
            width: 3,
            height: 2,
            components: 4,
            has_mark: true,
            camera: None,
            is_common: true,
            is_whole: true,
        };
        assert_eq!(jpeg, want);
        assert!(!read(&made(3, &[1, 2, 3], &[])).is_whole);
        // Filled up with zeros by whoever fetched half of it.
        assert!(!read(&made(3, &[1, 2, 3], &[0; 100])).is_whole);
        assert!(!read(&made(3, &[], &[0xFF, 0xD9])).is_whole);
    }

    #[test]
    fn any_bytes_come_to_an_end() {
        let whole = made(3, &[1, 2, 3], &[0xFF, 0xD9]);
        for length in 0..whole.len() {
            assert!(!read(&whole[..length]).is_whole, "{length}");
        }
        for byte in 0..=u8::MAX {
            read(&[0xFF, 0xD8, 0xFF, byte, byte, byte, 0xFF, byte]);
        }
    }
}
