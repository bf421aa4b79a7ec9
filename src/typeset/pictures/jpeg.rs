//! Whether a photograph (JPEG) is all there: what is packed in it is gone through code by code.
//!
//! Draws nothing. Decoders fill what is missing with grey and say nothing of it, so whether a file
//! breaks off is found out here (ITU-T T.81, annexes B, F and G).

use super::huffman::{Bits, Table};

/// The most scans that are gone through: cameras make one, programs for the web about ten.
const MAX_SCANS: usize = 100;

/// What the file says of a colour.
struct Component {
    id: u8,
    /// Blocks of 8 × 8 in a unit of the picture, across and down.
    across: usize,
    down: usize,
    /// Blocks in a row and in a column where the colour stands in a scan of its own.
    wide: usize,
    high: usize,
    /// Blocks in a row with those that fill up the last unit.
    stride: usize,
    /// Of each block, which of its 64 numbers are known not to be zero: what refines them depends
    /// on it. Empty where nothing is refined.
    known: Vec<u64>,
    /// Whether a scan of it was there.
    seen: bool,
}

/// The picture: its colours, and the units it is packed in.
struct Frame {
    components: Vec<Component>,
    units: (usize, usize),
    progressive: bool,
}

/// Which numbers of each block a scan brings, and which of their bits.
#[derive(Clone, Copy)]
struct Part {
    first: usize,
    last: usize,
    refines: bool,
}

/// Whether everything of the picture is in the file. What is of a sort that no decoder here draws is
/// left for the decoder to refuse.
pub fn is_whole(bytes: &[u8]) -> bool {
    walk(bytes).unwrap_or(false)
}

/// How many colours the picture has, by its frame.
pub fn colours(bytes: &[u8]) -> Option<u8> {
    let mut at = 2;
    loop {
        let (kind, content, end) = segment(bytes, at)?;
        if is_frame(kind) {
            return content.get(5).copied();
        }
        at = end;
    }
}

/// Whether it says how colours of print are to be read: Adobe's mark.
pub fn has_mark(bytes: &[u8]) -> bool {
    let mut at = 2;
    while let Some((kind, content, end)) = segment(bytes, at) {
        if kind == 0xDA {
            break;
        }
        if kind == 0xEE && content.starts_with(b"Adobe") {
            return true;
        }
        at = end;
    }
    false
}

/// Frames; the other numbers in between are of tables.
fn is_frame(kind: u8) -> bool {
    matches!(kind, 0xC0..=0xCF) && !matches!(kind, 0xC4 | 0xC8 | 0xCC)
}

/// The next segment at or after a place: its kind, what is in it, and where it ends. Marks that
/// stand alone have nothing in them. `None` where the file breaks off.
fn segment(bytes: &[u8], mut at: usize) -> Option<(u8, &[u8], usize)> {
    loop {
        let (mark, kind) = (*bytes.get(at)?, *bytes.get(at + 1)?);
        match (mark, kind) {
            (0xFF, 0xD9) => return Some((kind, &[], at + 2)),
            (0xFF, 0x00 | 0x01 | 0xD0..=0xD8) => at += 2,
            (0xFF, 0x02..=0xFE) => {
                let length = [*bytes.get(at + 2)?, *bytes.get(at + 3)?];
                let end = at + 2 + usize::from(u16::from_be_bytes(length)).max(2);
                return Some((kind, bytes.get(at + 4..end)?, end));
            }
            _ => at += 1,
        }
    }
}

fn walk(bytes: &[u8]) -> Option<bool> {
    let mut frame: Option<Frame> = None;
    let mut tables: [[Option<Table>; 4]; 2] = Default::default();
    let mut interval = 0;
    let mut scans = 0;
    let mut at = 2;
    loop {
        let Some((kind, content, end)) = segment(bytes, at) else {
            // Only its last mark is missing.
            return Some(frame.is_some_and(|frame| !frame.progressive && frame.is_covered()));
        };
        at = end;
        match kind {
            0xD9 => return Some(frame.is_some_and(|frame| frame.is_covered())),
            0xC0..=0xC2 if frame.is_none() => match Frame::of(content, kind == 0xC2) {
                Some(found) => frame = Some(found),
                None => return Some(true),
            },
            // Sorts that nobody draws; a second frame.
            kind if is_frame(kind) => return Some(true),
            0xC4 => Table::read(content, &mut tables)?,
            0xDD => {
                interval = usize::from(u16::from_be_bytes([*content.first()?, *content.get(1)?]))
            }
            0xDA => {
                scans += 1;
                if scans > MAX_SCANS {
                    return Some(true);
                }
                at += frame.as_mut()?.scan(content, &tables, interval, &bytes[at..])?;
            }
            _ => {}
        }
    }
}

impl Frame {
    /// What a frame says; `None` where it is of a sort that is not gone through.
    fn of(content: &[u8], progressive: bool) -> Option<Self> {
        let &[precision, h1, h0, w1, w0, count, ref rest @ ..] = content else { return None };
        let (height, width) =
            (usize::from(u16::from_be_bytes([h1, h0])), usize::from(u16::from_be_bytes([w1, w0])));
        let parts: Vec<&[u8]> = rest.chunks_exact(3).take(count.into()).collect();
        let sampling = |part: &[u8]| (usize::from(part[1] >> 4), usize::from(part[1] & 15));
        let sound = |part: &&[u8]| {
            let (across, down) = sampling(part);
            (1..=4).contains(&across) && (1..=4).contains(&down)
        };
        if precision != 8 || height == 0 || width == 0 || !(1..=4).contains(&parts.len()) {
            return None;
        }
        if parts.len() != usize::from(count) || !parts.iter().all(sound) {
            return None;
        }
        let most_across = parts.iter().map(|part| sampling(part).0).max()?;
        let most_down = parts.iter().map(|part| sampling(part).1).max()?;
        let units = (width.div_ceil(8 * most_across), height.div_ceil(8 * most_down));
        let components = parts.iter().map(|part| {
            let (across, down) = sampling(part);
            let blocks = units.0 * across * units.1 * down;
            Component {
                id: part[0],
                across,
                down,
                wide: (width * across).div_ceil(8 * most_across),
                high: (height * down).div_ceil(8 * most_down),
                stride: units.0 * across,
                known: vec![0; if progressive { blocks } else { 0 }],
                seen: false,
            }
        });
        Some(Self { components: components.collect(), units, progressive })
    }

    fn is_covered(&self) -> bool {
        self.components.iter().all(|component| component.seen)
    }

    /// Goes through a scan: how long it is; `None` where it breaks off.
    fn scan(
        &mut self,
        head: &[u8],
        tables: &[[Option<Table>; 4]; 2],
        interval: usize,
        packed: &[u8],
    ) -> Option<usize> {
        let count = usize::from(*head.first()?);
        let mut chosen = Vec::new();
        for part in head.get(1..1 + 2 * count)?.chunks_exact(2) {
            let index = self.components.iter().position(|component| component.id == part[0])?;
            let table = |kind: usize, number: u8| tables[kind][usize::from(number & 3)].as_ref();
            chosen.push((index, table(0, part[1] >> 4), table(1, part[1] & 15)));
        }
        let &[first, last, bits] = head.get(1 + 2 * count..4 + 2 * count)? else { return None };
        let part = if self.progressive {
            let (first, last) = (usize::from(first), usize::from(last).min(63));
            Part { first, last, refines: bits >> 4 != 0 }
        } else {
            Part { first: 0, last: 63, refines: false }
        };
        let mut bits = Bits::new(packed);
        // Blocks to come of which nothing more is said.
        let mut blank = 0u32;
        let alone = count == 1;
        let (wide, high) = match chosen.first() {
            Some(&(index, ..)) if alone => {
                (self.components[index].wide, self.components[index].high)
            }
            _ => self.units,
        };
        for unit in 0..wide * high {
            if interval > 0 && unit > 0 && unit % interval == 0 {
                bits.restart()?;
                blank = 0;
            }
            let (column, row) = (unit % wide, unit / wide);
            for &(index, direct, other) in &chosen {
                let component = &mut self.components[index];
                component.seen = true;
                let (across, down) =
                    if alone { (1, 1) } else { (component.across, component.down) };
                for (y, x) in (0..down).flat_map(|y| (0..across).map(move |x| (y, x))) {
                    let at = (row * down + y) * component.stride + column * across + x;
                    let known = component.known.get_mut(at);
                    if self.progressive {
                        progressive(&mut bits, part, direct, other, known?, &mut blank)?;
                    } else {
                        sequential(&mut bits, direct?, other?)?;
                    }
                }
            }
        }
        Some(bits.end())
    }
}

/// A block of a picture that is packed block by block.
fn sequential(bits: &mut Bits, direct: &Table, other: &Table) -> Option<()> {
    let length = bits.code(direct)?;
    bits.take(length.into())?;
    let mut at = 1;
    while at < 64 {
        let code = bits.code(other)?;
        let (run, length) = (usize::from(code >> 4), u32::from(code & 15));
        match (length, run) {
            (0, 15) => at += 16,
            (0, _) => break,
            _ => {
                bits.take(length)?;
                at += run + 1;
            }
        }
    }
    Some(())
}

/// What one scan says of a block of a picture that comes roughly first, then finer and finer.
fn progressive(
    bits: &mut Bits,
    part: Part,
    direct: Option<&Table>,
    other: Option<&Table>,
    known: &mut u64,
    blank: &mut u32,
) -> Option<()> {
    if part.first == 0 {
        let length = if part.refines { 1 } else { bits.code(direct?)?.into() };
        bits.take(length)?;
        return Some(());
    }
    let mut at = part.first;
    while at <= part.last && *blank == 0 {
        let code = bits.code(other?)?;
        let (run, length) = (u32::from(code >> 4), u32::from(code & 15));
        if length == 0 && run < 15 {
            *blank = (1 << run) + bits.take(run)?;
            break;
        }
        bits.take(length)?;
        // So many zeros are passed over; what is not zero on the way is refined.
        let mut left = run;
        while at <= part.last {
            let bit = 1 << at;
            if part.refines && *known & bit != 0 {
                bits.take(1)?;
            } else if left == 0 {
                if length > 0 {
                    *known |= bit;
                }
                at += 1;
                break;
            } else {
                left -= 1;
            }
            at += 1;
        }
    }
    if *blank > 0 {
        *blank -= 1;
        if part.refines {
            for at in at..=part.last {
                if *known & (1 << at) != 0 {
                    bits.take(1)?;
                }
            }
        }
    }
    Some(())
}
