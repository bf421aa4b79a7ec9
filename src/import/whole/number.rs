//! 期号 as mastheads write it: 第28期, 第二十八期, （28）, 2018年第3期（总第 128 期）, 增刊第2期.

use crate::model::{IssueNumber, is_han};

/// The highest number there can be.
const MOST: u32 = 999_999;

/// What a line says of the number of an issue.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Numbered {
    /// 第 N 期 or 增刊; none where the line has only the 总期号.
    pub number: Option<IssueNumber>,
    /// The year, where it is part of the number.
    pub year: Option<u16>,
    /// 总第 N 期.
    pub total: Option<u32>,
    /// What stands before and behind it in the line.
    pub before: String,
    /// What stands behind it.
    pub behind: String,
}

/// Finds the number in a line. `bare`: 28 and （28） without further words are one too.
pub fn find(line: &str, bare: bool) -> Option<Numbered> {
    let signs: Vec<char> = line.chars().collect();
    for start in 0..signs.len() {
        // No number begins within another one.
        let inside =
            start > 0 && digit(signs[start]).is_some() && digit(signs[start - 1]).is_some();
        if inside {
            continue;
        }
        if let Some((mut found, end)) = at(&signs, start) {
            found.before = signs[..start].iter().collect::<String>().trim().to_owned();
            found.behind = signs[end..].iter().collect::<String>().trim().to_owned();
            // Of brackets around all of it.
            if found.before.is_empty() && found.behind.chars().all(|c| "）)〕]".contains(c)) {
                found.behind.clear();
            }
            return Some(found);
        }
    }
    let inner = line.trim().trim_start_matches(['（', '(', '〔', '[']);
    let inner = inner.trim_end_matches(['）', ')', '〕', ']']).trim();
    let all: Vec<char> = inner.chars().collect();
    let (number, end) = value(&all, 0).filter(|_| bare)?;
    (end == all.len() && all.len() <= 4).then(|| Numbered {
        number: Some(IssueNumber::Regular(number)),
        year: None,
        total: None,
        before: String::new(),
        behind: String::new(),
    })
}

/// A number that begins at a place, and where it ends.
fn at(signs: &[char], start: usize) -> Option<(Numbered, usize)> {
    let mut cursor = Cursor { signs, at: start };
    // 〔2018〕第3期, （2018年第3期）: the bracket may be the year's or that of all of it.
    let first = cursor.year();
    let opened = first.is_none() && cursor.one(&['（', '(', '〔', '[']);
    let year = first.or_else(|| cursor.year());
    let mut found =
        Numbered { number: None, year, total: None, before: String::new(), behind: String::new() };
    let early = cursor.word("增刊");
    let nested = early && cursor.one(&['（', '(']);
    if let Some(total) = cursor.total().filter(|_| !early) {
        found.total = Some(total);
    } else {
        let Some(number) = cursor.ordinal() else {
            // 增刊 alone in its line is the first of its series.
            let alone =
                early && signs[..start].iter().chain(cursor.rest()).all(|c| c.is_whitespace());
            found.number = Some(IssueNumber::Supplement(1));
            return alone.then_some((found, signs.len()));
        };
        let end = cursor.at;
        let late = {
            let bracket = cursor.one(&['（', '(']);
            let late = cursor.word("增刊");
            if !late {
                cursor.at = end;
            } else if bracket {
                cursor.one(&['）', ')']);
            }
            late
        };
        found.number = Some(match early || late {
            true => IssueNumber::Supplement(number),
            false => IssueNumber::Regular(number),
        });
    }
    if nested {
        cursor.one(&['）', ')']);
    }
    if opened {
        cursor.one(&['）', ')', '〕', ']']);
    }
    if found.total.is_none() {
        let end = cursor.at;
        let bracket = cursor.one(&['（', '(', '〔', '[', '，', ',', '·']);
        found.total = cursor.total();
        match found.total {
            Some(_) if bracket => drop(cursor.one(&['）', ')', '〕', ']'])),
            Some(_) => {}
            None => cursor.at = end,
        }
    } else if let Some(number) = cursor.ordinal() {
        found.number = Some(IssueNumber::Regular(number));
    }
    Some((found, cursor.at))
}

/// A place in a line; blanks do not count.
struct Cursor<'s> {
    signs: &'s [char],
    at: usize,
}

impl<'s> Cursor<'s> {
    fn blanks(&self) -> usize {
        let rest = &self.signs[self.at..];
        self.at + rest.iter().take_while(|c| c.is_whitespace()).count()
    }

    fn rest(&self) -> &'s [char] {
        &self.signs[self.at..]
    }

    fn one(&mut self, of: &[char]) -> bool {
        let at = self.blanks();
        let there = self.signs.get(at).is_some_and(|c| of.contains(c));
        if there {
            self.at = at + 1;
        }
        there
    }

    fn word(&mut self, word: &str) -> bool {
        let before = self.at;
        let there = word.chars().all(|c| self.one(&[c]));
        if !there {
            self.at = before;
        }
        there
    }

    fn value(&mut self) -> Option<u32> {
        let (value, end) = value(self.signs, self.blanks())?;
        self.at = end;
        Some(value)
    }

    /// 2018年, 〔2018〕, 二〇一八年.
    fn year(&mut self) -> Option<u16> {
        let before = self.at;
        let bracket = self.one(&['〔', '[', '（', '(']);
        let start = self.blanks();
        let digits: Vec<u32> = self.signs[start..].iter().map_while(|c| digit(*c)).collect();
        self.at = start + digits.len();
        let year = digits.iter().fold(0, |sum, digit| sum * 10 + digit);
        let closed = self.one(&['〕', ']', '）', ')']);
        let named = self.one(&['年']);
        if digits.len() == 4 && (1900..=2200).contains(&year) && (named || (bracket && closed)) {
            return u16::try_from(year).ok();
        }
        self.at = before;
        None
    }

    /// 第 28 期.
    fn ordinal(&mut self) -> Option<u32> {
        let before = self.at;
        let found = self.one(&['第']).then(|| self.value()).flatten();
        let found = found.filter(|_| self.one(&['期', '号']));
        // 第三期干部培训班 counts something else.
        let word = self.rest().first().is_some_and(|c| is_han(*c) && !"总增编".contains(*c));
        if found.is_none() || word {
            self.at = before;
        }
        found.filter(|_| !word)
    }

    /// 总第 128 期, 总128期.
    fn total(&mut self) -> Option<u32> {
        let before = self.at;
        let found = self.one(&['总']).then(|| {
            self.one(&['第']);
            self.value()
        });
        let found = found.flatten().filter(|_| self.one(&['期', '号']));
        if found.is_none() {
            self.at = before;
        }
        found
    }
}

/// The number that begins at a place, in Arabic or Chinese, and where it ends; blanks may stand
/// between its digits.
fn value(signs: &[char], start: usize) -> Option<(u32, usize)> {
    let (mut whole, mut last, mut end, mut any) = (0_u32, None::<u32>, start, false);
    let mut at = start;
    while let Some(c) = signs.get(at) {
        if let Some(digit) = digit(*c) {
            last = Some(last.map_or(digit, |last| last.saturating_mul(10).saturating_add(digit)));
        } else if let Some(unit) = match c {
            '十' => Some(10),
            '百' => Some(100),
            _ => None,
        } {
            whole = whole.saturating_add(last.take().unwrap_or(1).saturating_mul(unit));
        } else if c.is_whitespace() && any {
            at += 1;
            continue;
        } else {
            break;
        }
        any = true;
        at += 1;
        end = at;
    }
    let value = whole.saturating_add(last.unwrap_or(0));
    (any && (1..=MOST).contains(&value)).then_some((value, end))
}

fn digit(c: char) -> Option<u32> {
    match c {
        '0'..='9' => c.to_digit(10),
        '０'..='９' => Some(u32::from(c) - u32::from('０')),
        '〇' | '○' | '零' => Some(0),
        '两' => None,
        _ => "一二三四五六七八九".chars().position(|own| own == c).map(|at| at as u32 + 1),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(line: &str, want: &str) {
        let shown = find(line, true).map_or_else(
            || "-".to_owned(),
            |it| {
                let number = it.number.map_or("?".to_owned(), |number| number.to_string());
                let part = |mark: &str, value: Option<u32>| {
                    value.map_or_else(String::new, |value| format!("{mark}{value}"))
                };
                let year = part("年", it.year.map(u32::from));
                let around = [it.before, it.behind].concat();
                let around = if around.is_empty() { around } else { format!(" {around}") };
                format!("{number}{}{year}{around}", part("总", it.total))
            },
        );
        assert_eq!(shown, want, "{line}");
    }

    #[test]
    fn numbers_of_every_hand() {
        check("第28期", "28");
        check("第 28 期", "28");
        check("第 2 8 期", "28");
        check("第二十八期", "28");
        check("第一百零二期", "102");
        check("第二〇三期", "203");
        check("（28）", "28");
        check("28", "28");
        check("（第28期）", "28");
        check("第28期（总第128期）", "28总128");
        check("第２８期　总第１２８期", "28总128");
        check("2018年第3期", "3年2018");
        check("二〇一八年第三期（总第 12 期）", "3总12年2018");
        check("（2018）第3期", "3年2018");
        check("〔2018〕第3期", "3年2018");
        check("（2018年第3期）", "3年2018");
        check("总第128期", "?总128");
        check("增刊第2期", "增刊2");
        check("第2期（增刊）", "增刊2");
        check("第2期增刊", "增刊2");
        check("增刊（第 2 期）", "增刊2");
        check("增 刊", "增刊1");
        check("山阴县工作简报（第12期）", "12 山阴县工作简报");
        check("第3期　　望河县委办公室编　　2026年1月5日", "3 望河县委办公室编　　2026年1月5日");
        check("第三期干部培训班开班", "-");
        check("2018年11月27日", "-");
        check("工作简报", "-");
        check("第0期", "-");
        check("第99999999999999999999期", "-");
    }
}
