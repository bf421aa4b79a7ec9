//! 期号: the number of an issue, and the year it belongs to.

use std::fmt;
use std::str::FromStr;

/// The number of an issue within its series.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum IssueNumber {
    /// 正刊: 第 N 期.
    Regular(u32),
    /// 增刊: a series of its own.
    Supplement(u32),
}

impl IssueNumber {
    /// The bare number.
    pub fn value(self) -> u32 {
        match self {
            Self::Regular(n) | Self::Supplement(n) => n,
        }
    }

    /// Whether it belongs to the 增刊 series.
    pub fn is_supplement(self) -> bool {
        matches!(self, Self::Supplement(_))
    }
}

/// `28` or `增刊1`, as on the command line and in folder names (leading zeros are accepted).
impl FromStr for IssueNumber {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let (digits, make): (&str, fn(u32) -> Self) = match text.strip_prefix("增刊") {
            Some(rest) => (rest, Self::Supplement),
            None => (text, Self::Regular),
        };
        if digits.is_empty() || digits.len() > 6 || !digits.bytes().all(|b| b.is_ascii_digit()) {
            return Err(());
        }
        match digits.parse() {
            Ok(0) | Err(_) => Err(()),
            Ok(n) => Ok(make(n)),
        }
    }
}

impl fmt::Display for IssueNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Regular(n) => write!(f, "{n}"),
            Self::Supplement(n) => write!(f, "增刊{n}"),
        }
    }
}

/// Year and number: what names an issue in a workspace, e.g. `2018/28`, `2018/增刊1`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct IssueId {
    /// The folder's year, four digits.
    pub year: u16,
    /// The number.
    pub number: IssueNumber,
}

impl IssueId {
    /// File name of its output without extension: `2018-028`, `2018-增刊01`.
    pub fn file_stem(self) -> String {
        match self.number {
            IssueNumber::Regular(n) => format!("{}-{n:03}", self.year),
            IssueNumber::Supplement(n) => format!("{}-增刊{n:02}", self.year),
        }
    }
}

impl fmt::Display for IssueId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.year, self.number)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_as_clerks_write_them() {
        for (text, number) in [
            ("28", Some(IssueNumber::Regular(28))),
            ("028", Some(IssueNumber::Regular(28))),
            ("增刊1", Some(IssueNumber::Supplement(1))),
            ("增刊02", Some(IssueNumber::Supplement(2))),
            ("0", None),
            ("增刊", None),
            ("-1", None),
            ("2８", None),
            ("9999999", None),
        ] {
            assert_eq!(text.parse().ok(), number, "{text}");
        }
    }

    #[test]
    fn output_names_sort_with_the_numbers() {
        let id = |text: &str| IssueId { year: 2018, number: text.parse().expect("a number") };
        assert_eq!(id("28").file_stem(), "2018-028");
        assert_eq!(id("增刊1").file_stem(), "2018-增刊01");
        assert_eq!(id("增刊1").to_string(), "2018/增刊1");
    }
}
