//! The codes of variable length that photographs (JPEG) are packed in (ITU-T T.81, annexes C and F.2.2).

/// The longest code, in bits.
const LONGEST: u32 = 16;

/// What each code means, by the sixteen bits that begin with it: how long it is, and its value. A
/// length of 0 is no code.
pub struct Table(Vec<(u8, u8)>);

impl Table {
    /// Reads the tables of a segment; `None` where it breaks off, or no table can be so.
    pub fn read(mut content: &[u8], tables: &mut [[Option<Self>; 4]; 2]) -> Option<()> {
        while let Some((&head, rest)) = content.split_first() {
            let counts = rest.get(..16)?;
            let total: usize = counts.iter().map(|count| usize::from(*count)).sum();
            let mut values = rest.get(16..16 + total)?.iter();
            content = &rest[16 + total..];
            let mut codes = Vec::with_capacity(1 << LONGEST);
            for (length, &count) in (1u8..).zip(counts) {
                for value in values.by_ref().take(count.into()) {
                    let same = 1usize << (LONGEST - u32::from(length));
                    codes.resize(codes.len() + same, (length, *value));
                    if codes.len() > 1 << LONGEST {
                        return None;
                    }
                }
            }
            codes.resize(1 << LONGEST, (0, 0));
            let kind = usize::from(head >> 4);
            *tables.get_mut(kind)?.get_mut(usize::from(head & 15))? = Some(Self(codes));
        }
        Some(())
    }
}

/// The bits that are packed in a scan, up to the next mark.
pub struct Bits<'a> {
    bytes: &'a [u8],
    at: usize,
    /// The next bits, from the highest down, and how many.
    held: u64,
    count: u32,
}

impl<'a> Bits<'a> {
    /// The bits of what begins a slice.
    pub fn new(bytes: &'a [u8]) -> Self {
        Self { bytes, at: 0, held: 0, count: 0 }
    }

    fn fill(&mut self) {
        while self.count <= 56 {
            let byte = match self.bytes.get(self.at..) {
                // A zero says that it is no mark.
                Some([0xFF, 0, ..]) => {
                    self.at += 2;
                    0xFF
                }
                Some([byte, ..]) if *byte != 0xFF => {
                    self.at += 1;
                    *byte
                }
                _ => break,
            };
            self.held |= u64::from(byte) << (56 - self.count);
            self.count += 8;
        }
    }

    /// The next bits as a number, 16 at most; `None` where there are not so many.
    pub fn take(&mut self, count: u32) -> Option<u32> {
        if count == 0 {
            return Some(0);
        }
        if count > LONGEST {
            return None;
        }
        if self.count < count {
            self.fill();
        }
        self.count = self.count.checked_sub(count)?;
        let bits = self.held >> (64 - count);
        self.held <<= count;
        u32::try_from(bits).ok()
    }

    /// The value of the next code; `None` where there is none.
    pub fn code(&mut self, table: &Table) -> Option<u8> {
        if self.count < LONGEST {
            self.fill();
        }
        let next = usize::try_from(self.held >> (64 - LONGEST)).ok()?;
        let &(length, value) = table.0.get(next)?;
        let left = self.count.checked_sub(length.into()).filter(|_| length > 0)?;
        self.count = left;
        self.held <<= length;
        Some(value)
    }

    /// Goes on behind the next mark of a new start; `None` where another one comes first.
    pub fn restart(&mut self) -> Option<()> {
        self.at = self.end();
        (self.held, self.count) = (0, 0);
        let next = self.bytes.get(self.at..self.at + 2)?;
        self.at += 2;
        matches!(next, [0xFF, 0xD0..=0xD7]).then_some(())
    }

    /// Where the next mark stands.
    pub fn end(&self) -> usize {
        let rest = &self.bytes[self.at..];
        let is_mark = |pair: &[u8]| pair[0] == 0xFF && !matches!(pair[1], 0 | 0xFF);
        self.at + rest.windows(2).position(is_mark).unwrap_or(rest.len())
    }
}
