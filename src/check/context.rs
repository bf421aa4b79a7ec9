//! What stands around a word: whether it is quoted, and whether its sentence tells of another time.

use chrono::Datelike;
use chrono::NaiveDate;

/// How far back the mark that opens a quotation is looked for: bytes.
const REACH: usize = 1_200;

/// Whether a place in a text is within “”, ‘’, 「」, 《》 or 〈〉.
pub fn is_quoted(text: &str, at: usize) -> bool {
    let start = text.floor_char_boundary(at.saturating_sub(REACH));
    let mut closed = 0_usize;
    for (_, mark) in text[start..at]
        .rmatch_indices(['“', '”', '‘', '’', '《', '》', '〈', '〉', '「', '」', '\n'])
    {
        match mark {
            "\n" => return false,
            "”" | "’" | "》" | "〉" | "」" => closed += 1,
            _ if closed == 0 => return true,
            _ => closed -= 1,
        }
    }
    false
}

/// Whether the sentence names, before a place, a year before that of a day: what follows may be
/// called as it was called then.
pub fn tells_of_before(text: &str, at: usize, day: NaiveDate) -> bool {
    let start = text.floor_char_boundary(at.saturating_sub(REACH));
    let sentence =
        text[start..at].rfind(['。', '！', '？', '\n']).map_or(start, |mark| start + mark);
    text[sentence..at].match_indices('年').any(|(mark, _)| {
        let before = &text[sentence..sentence + mark];
        let digits = before.bytes().rev().take(5).take_while(u8::is_ascii_digit).count();
        let year = before[before.len() - digits..].parse::<i32>();
        digits == 4 && year.is_ok_and(|year| year < day.year())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_quoted() {
        for (text, want) in [
            ("甲★", false),
            ("“甲★", true),
            ("“甲”★", false),
            ("《关于★", true),
            ("“甲‘乙’★", true),
            ("“甲\n★", false),
        ] {
            let at = text.find('★').unwrap_or_default();
            assert_eq!(is_quoted(text, at), want, "{text}");
        }
    }

    #[test]
    fn what_tells_of_before() {
        let day = NaiveDate::from_ymd_opt(2019, 3, 1).unwrap_or_default();
        for (text, want) in
            [("2017年，★", true), ("2017年成立。★", false), ("2019年★", false), ("12017年★", false)]
        {
            let at = text.find('★').unwrap_or_default();
            assert_eq!(tells_of_before(text, at, day), want, "{text}");
        }
    }
}
