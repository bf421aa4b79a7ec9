//! The order in which people number files: 2.docx before 10.docx, 第二期 before 第十期.

use std::cmp::Ordering;

/// A piece of a name.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Piece {
    /// The end of a folder's name.
    End,
    /// A number by its value.
    Number(u64),
    /// A character, in lower case.
    Sign(char),
}

/// Which of two names comes first; names that differ in nothing but case and zeros by their bytes.
pub fn natural(one: &str, other: &str) -> Ordering {
    pieces(one).cmp(&pieces(other)).then_with(|| one.cmp(other))
}

fn pieces(name: &str) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut rest = name;
    while let Some(first) = rest.chars().next() {
        let digits = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        let han = rest.len() - rest.trim_start_matches(|c: char| value(c).is_some()).len();
        let (length, number) = match (digits, han) {
            (1.., _) => (digits, rest[..digits].parse().ok()),
            (_, 1..) => (han, of_han(&rest[..han])),
            _ => (0, None),
        };
        match number {
            Some(number) => {
                pieces.push(Piece::Number(number));
                rest = &rest[length..];
            }
            // A number of more digits than any count is a name.
            None => {
                let end = length.max(first.len_utf8());
                let signs = rest[..end].chars().flat_map(char::to_lowercase);
                pieces.extend(signs.map(|c| match c {
                    '/' => Piece::End,
                    c => Piece::Sign(c),
                }));
                rest = &rest[end..];
            }
        }
    }
    pieces
}

/// What a Chinese digit or place counts.
fn value(c: char) -> Option<u64> {
    Some(match c {
        '〇' | '零' => 0,
        '一' => 1,
        '二' => 2,
        '三' => 3,
        '四' => 4,
        '五' => 5,
        '六' => 6,
        '七' => 7,
        '八' => 8,
        '九' => 9,
        '十' => 10,
        '百' => 100,
        _ => return None,
    })
}

/// 二十三, 一百零五, 二〇一八.
fn of_han(text: &str) -> Option<u64> {
    const LONGEST: usize = 12;
    if text.chars().count() > LONGEST {
        return None;
    }
    let (mut sum, mut digit) = (0_u64, None::<u64>);
    for value in text.chars().filter_map(value) {
        match value {
            10 | 100 => {
                sum += digit.take().unwrap_or(1) * value;
            }
            value => digit = Some(digit.unwrap_or(0) * 10 + value),
        }
    }
    Some(sum + digit.unwrap_or(0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_as_people_number_them() {
        let sorted = [
            ["1.docx", "2.docx", "10.docx", "A.docx"],
            ["a2.txt", "A10.txt", "a11.txt", "b1.txt"],
            ["第一期", "第二期", "第十期", "第十二期"],
            ["第九篇", "第二十篇", "第二十一篇", "第一百零五篇"],
            ["来稿/9.txt", "来稿/10.txt", "来稿2/1.txt", "来稿10/1.txt"],
            ["01.txt", "1.txt", "02.txt", "二〇一八"],
            ["1", "1a", "99999999999999999999999", "x"],
        ];
        for names in sorted {
            let mut turned = names;
            turned.reverse();
            turned.sort_by(|a, b| natural(a, b));
            assert_eq!(turned, names);
        }
    }
}
