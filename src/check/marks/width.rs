//! Full-width digits and letters.

use super::line::Scan;
use super::rules::FULL_WIDTH_ALPHANUMERIC;

/// A run of full-width digits and letters, with the points between its digits.
pub fn alphanumeric(scan: &mut Scan<'_, '_, '_>, at: usize) -> usize {
    let mut end = scan.run(at, is_wide_alphanumeric);
    while matches!(scan.get(end), Some('．'))
        && scan.before(end).is_some_and(is_wide_digit)
        && scan.get(end + 1).is_some_and(is_wide_digit)
    {
        end = scan.run(end + 1, is_wide_alphanumeric);
    }
    // Without any 汉字 the whole of a field might become a number or a word of YAML's.
    if scan.line.is_chinese {
        let wide = scan.text(at..end);
        let narrow: String = wide.chars().map(narrow).collect();
        let message = format!("「{wide}」是全角的");
        let edit = scan.delete_or_narrow(at..end, &narrow);
        scan.tell(
            FULL_WIDTH_ALPHANUMERIC,
            at..end,
            message,
            &format!("改成半角的「{narrow}」"),
            edit,
        );
    }
    end
}

/// Whether the character is a full-width digit or letter.
pub fn is_wide_alphanumeric(c: char) -> bool {
    matches!(c, '０'..='９' | 'Ａ'..='Ｚ' | 'ａ'..='ｚ')
}

fn is_wide_digit(c: char) -> bool {
    matches!(c, '０'..='９')
}

fn narrow(c: char) -> char {
    // The block repeats ASCII in the same order.
    u32::from(c).checked_sub(0xFEE0).and_then(char::from_u32).unwrap_or(c)
}
