//! Numbers in words and letters, as programs write them before paragraphs.

/// How numbers are counted.
#[derive(Debug, PartialEq, Eq)]
pub struct Count {
    /// From nought to nine.
    pub digits: &'static str,
    /// Ten, hundred, thousand.
    units: [char; 3],
    /// 10 is 十, not 一十.
    short_ten: bool,
    /// 100 is 百, not 一百, and 101 has no 零.
    is_japanese: bool,
}

/// 一 十 一百零一
pub const CHINESE: Count = Count {
    digits: "零一二三四五六七八九",
    units: ['十', '百', '千'],
    short_ten: true,
    is_japanese: false,
};
/// 一 十 百一
pub const JAPANESE: Count = Count { is_japanese: true, ..CHINESE };
/// 壹 壹拾 壹佰零壹
pub const FORMAL: Count = Count {
    digits: "零壹贰叁肆伍陆柒捌玖",
    units: ['拾', '佰', '仟'],
    short_ten: false,
    is_japanese: false,
};
/// 壹 壹拾 壹佰零壹, in traditional characters
pub const TRADITIONAL: Count = Count { digits: "零壹貳參肆伍陸柒捌玖", ..FORMAL };

impl Count {
    /// 1 → 一, 10 → 十, 21 → 二十一, 105 → 一百零五, 110 → 一百一十; below 10,000.
    pub fn counted(&self, number: u32) -> String {
        let digit = |digit: u32| self.digits.chars().nth(digit as usize).unwrap_or('〇');
        if number == 0 {
            return digit(0).to_string();
        }
        let mut text = String::new();
        let mut has_gap = false;
        for place in (0..4_u32).rev() {
            let own = number / 10_u32.pow(place) % 10;
            if own == 0 {
                has_gap = !text.is_empty();
                continue;
            }
            if std::mem::take(&mut has_gap) && !self.is_japanese {
                text.push(digit(0));
            }
            let is_leading_ten = place == 1 && text.is_empty() && self.short_ten;
            let is_left_out = place > 0 && own == 1 && (is_leading_ten || self.is_japanese);
            if !is_left_out {
                text.push(digit(own));
            }
            let unit = (place as usize).checked_sub(1).and_then(|at| self.units.get(at));
            text.extend(unit);
        }
        text
    }
}

/// I II III IV; below 4,000.
pub fn roman(mut number: u32) -> Option<String> {
    const ROMAN: [(u32, &str); 13] = [
        (1000, "M"),
        (900, "CM"),
        (500, "D"),
        (400, "CD"),
        (100, "C"),
        (90, "XC"),
        (50, "L"),
        (40, "XL"),
        (10, "X"),
        (9, "IX"),
        (5, "V"),
        (4, "IV"),
        (1, "I"),
    ];
    if !(1..4000).contains(&number) {
        return None;
    }
    let mut text = String::new();
    for (value, letters) in ROMAN {
        while number >= value {
            text.push_str(letters);
            number -= value;
        }
    }
    Some(text)
}
