//! What the chunks of a PNG file say: its shape, and whether it is all there.

/// The most that the packing of PNG can make of a byte.
const MOST_PACKED: u64 = 1_032;

/// Width and height of a PNG file that goes on to its end and has as much in it as they ask for.
pub fn size(bytes: &[u8]) -> Option<(u32, u32)> {
    let number = |at: usize| {
        let four = bytes.get(at..at + 4)?;
        Some(u32::from_be_bytes([four[0], four[1], four[2], four[3]]))
    };
    if bytes.get(12..16)? != b"IHDR" {
        return None;
    }
    let (width, height) = (number(16)?, number(20)?);
    let (bits, colours) = (u64::from(*bytes.get(24)?), *bytes.get(25)?);
    let samples = match colours {
        0 | 3 => 1,
        2 => 3,
        4 => 2,
        _ => 4,
    };
    let (mut at, mut packed) = (8, 0_u64);
    loop {
        let length = usize::try_from(number(at)?).ok()?;
        let kind = bytes.get(at + 4..at + 8)?;
        let end = at.checked_add(12)?.checked_add(length)?;
        bytes.get(at..end)?;
        match kind {
            b"IDAT" => packed += length as u64,
            b"IEND" => break,
            _ => {}
        }
        at = end;
    }
    let row = (u64::from(width) * samples * bits).div_ceil(8) + 1;
    let enough = packed.saturating_mul(MOST_PACKED) >= row.saturating_mul(u64::from(height));
    (width > 0 && height > 0 && packed > 0 && enough).then_some((width, height))
}
