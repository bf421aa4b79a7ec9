//! Dates as the pages of sites write them beside a title.

/// Whether a text is nothing but a date and perhaps the hour: 2018-12-01 08:30, 2018年12月1日.
pub fn is_alone(text: &str) -> bool {
    const LONGEST: usize = 32;
    let text = text.trim();
    if text.chars().nth(LONGEST).is_some() {
        return false;
    }
    let digits = text.chars().filter(char::is_ascii_digit).count();
    let marks = |c: char| {
        c.is_ascii_digit()
            || c.is_whitespace()
            || "-/.:：年月日时分秒星期一二三四五六天".contains(c)
    };
    let year = text.starts_with("19") || text.starts_with("20");
    year && (6..=14).contains(&digits) && text.chars().all(marks)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_alone() {
        for text in ["2018-12-01", "2018/12/1 08:30", "2018年12月1日 星期六", "2018.12.01 08:30:11"]
        {
            assert!(is_alone(text), "{text}");
        }
        for text in ["2018年12月1日，望河县", "12月1日", "2018", "1180户", ""] {
            assert!(!is_alone(text), "{text}");
        }
    }
}
