//! What a reader sees of a document, sign by sign: the measure that both the file and its entry are
//! brought to.
//!
//! Knows neither Word nor Markdown, and shares nothing with `src/import`.

/// What parts a sign from the one before.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Gap {
    /// Nothing: they touch.
    #[default]
    None,
    /// A blank.
    Blank,
    /// A new line within a paragraph.
    Line,
    /// A new paragraph or cell.
    Paragraph,
}

/// Whether a sign stands on the line.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Height {
    #[default]
    Line,
    Raised,
    Lowered,
}

/// What a sign is besides its character.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Look {
    pub struck: bool,
    pub height: Height,
    /// Of a formula, which an entry may hold as a gap.
    pub formula: bool,
    /// The number of an empty paragraph, which counts and need not be written.
    pub spare: bool,
}

/// A character where it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sign {
    pub c: char,
    pub look: Look,
    pub gap: Gap,
    /// Whether it begins an item of a list.
    pub item: bool,
    /// Whether only the number of its paragraph stands before it: a break between is none.
    pub leads: bool,
}

/// The mark of a note.
pub const NOTE: char = '\u{FFF9}';
/// A place that an entry could not hold: 【待补：…】.
pub const HOLE: char = '\u{FFFA}';
/// A sign of a symbol font that the small table here does not know: it may be any.
pub const ANY: char = '\u{FFFB}';

/// A run of signs that is being gathered.
#[derive(Clone, Debug, Default)]
pub struct Text {
    pub signs: Vec<Sign>,
    /// Whether its lines are broken wherever a program had them end.
    pub is_wrapped: bool,
    gap: Gap,
    item: bool,
    /// Whether the number of a paragraph has been put, and nothing of its text.
    numbered: bool,
}

impl Text {
    /// The number of a paragraph: a break before the text leaves it beside this.
    pub fn number(&mut self, number: &str, look: Look, blank: bool) {
        self.push_str(number, look);
        self.numbered = true;
        self.part(if blank { Gap::Blank } else { Gap::None });
    }

    /// What follows is parted from what was before.
    pub fn part(&mut self, gap: Gap) {
        let most = if self.numbered { Gap::Blank } else { Gap::Paragraph };
        self.gap = self.gap.max(gap.min(most));
    }

    /// A paragraph, a cell ends, whatever was seen of it.
    pub fn end(&mut self) {
        self.numbered = false;
        self.part(Gap::Paragraph);
    }

    /// What follows is an item of a list.
    pub fn begin_item(&mut self) {
        self.item = true;
    }

    pub fn push_str(&mut self, text: &str, look: Look) {
        for c in text.chars() {
            self.push(c, look);
        }
    }

    pub fn push(&mut self, c: char, look: Look) {
        if matches!(c, '\n' | '\u{0B}' | '\u{85}' | '\u{2028}' | '\u{2029}') {
            return self.part(Gap::Line);
        }
        if c.is_whitespace() {
            return self.part(Gap::Blank);
        }
        if is_unseen(c) {
            return;
        }
        let (c, height) = match written_high(c) {
            Some(found) => found,
            None => (plain(c), look.height),
        };
        let gap = std::mem::take(&mut self.gap);
        let leads = std::mem::take(&mut self.numbered);
        let item = std::mem::take(&mut self.item);
        self.signs.push(Sign { c, look: Look { height, ..look }, gap, item, leads });
    }

    /// Adds another text behind this one.
    pub fn append(&mut self, mut other: Self) {
        if let Some(first) = other.signs.first_mut() {
            let most = if self.numbered { Gap::Blank } else { Gap::Paragraph };
            first.leads |= self.numbered;
            first.gap = first.gap.min(most).max(std::mem::take(&mut self.gap));
            self.numbered = other.numbered;
        }
        self.part(other.gap);
        self.signs.append(&mut other.signs);
    }
}

/// A document as its readers see it.
#[derive(Clone, Debug, Default)]
pub struct Shown {
    pub body: Text,
    /// What each note says, in the order of their marks.
    pub notes: Vec<Text>,
    /// What no reader sees in the text, and whoever imports it is to be told: deletions, hidden
    /// text, comments, headers, tables of contents.
    pub aside: Vec<(&'static str, String)>,
    pub pictures: usize,
    /// Pictures that are not shown.
    pub hidden_pictures: usize,
}

/// The characters of signs.
pub fn characters(signs: &[Sign]) -> String {
    signs.iter().map(|sign| sign.c).collect()
}

/// Characters without what does not count: blanks, what is unseen, how high they stand.
pub fn squeezed(text: &str) -> String {
    let mut out = Text::default();
    out.push_str(text, Look::default());
    characters(&out.signs)
}

/// Characters that have no look of their own.
fn is_unseen(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{AD}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'
            | '\u{2066}'..='\u{2069}' | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}')
}

/// Characters of mathematics that are letters and digits in another face.
fn plain(c: char) -> char {
    let code = u32::from(c);
    let letter = |base: u32, count: u32, first: char| {
        (base..base + count)
            .contains(&code)
            .then(|| char::from_u32(u32::from(first) + (code - base) % 26).unwrap_or(c))
    };
    match c {
        'ℎ' => return 'h',
        'ℓ' => return 'l',
        _ => {}
    }
    if (0x1D400..0x1D6A4).contains(&code) {
        let at = (code - 0x1D400) % 52;
        let first = if at < 26 { 'A' } else { 'a' };
        return letter(code - at % 26, 26, first).unwrap_or(c);
    }
    if (0x1D7CE..=0x1D7FF).contains(&code) {
        return char::from_u32(u32::from('0') + (code - 0x1D7CE) % 10).unwrap_or(c);
    }
    if (0x1D6A8..0x1D7CA).contains(&code) {
        const GREEK: &str = "ΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡΘΣΤΥΦΧΨΩ∇αβγδεζηθικλμνξοπρςστυφχψω∂εθκφρπ";
        let at = (code - 0x1D6A8) % 58;
        return GREEK.chars().nth(at as usize).unwrap_or(c);
    }
    c
}

/// A character of Unicode that is raised or lowered by itself, as the one on the line.
fn written_high(c: char) -> Option<(char, Height)> {
    const RAISED: &str = "⁰0¹1²2³3⁴4⁵5⁶6⁷7⁸8⁹9⁺+⁻-⁼=⁽(⁾)ⁿnⁱiᵃaᵇbᶜcᵈdᵉeᶠfᵍgʰhʲjᵏkˡlᵐmᵒoᵖpʳrˢsᵗtᵘuᵛvʷwˣxʸyᶻzᴬAᴮBᴰDᴱEᴳGᴴHᴵIᴶJᴷKᴸLᴹMᴺNᴼOᴾPᴿRᵀTᵁUᵂW";
    const LOWERED: &str = "₀0₁1₂2₃3₄4₅5₆6₇7₈8₉9₊+₋-₌=₍(₎)ₐaₑeₕhᵢiⱼjₖkₗlₘmₙnₒoₚpᵣrₛsₜtᵤuᵥvₓx";
    let find = |table: &str| {
        let mut signs = table.chars();
        while let (Some(high), Some(plain)) = (signs.next(), signs.next()) {
            if high == c {
                return Some(plain);
            }
        }
        None
    };
    find(RAISED)
        .map(|plain| (plain, Height::Raised))
        .or_else(|| find(LOWERED).map(|plain| (plain, Height::Lowered)))
}
