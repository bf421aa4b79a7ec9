//! 期号: the number of an issue, and the year it belongs to.

use std::fmt;
use std::str::FromStr;

/// The number of an issue within its series. Sorted by series, then by number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum IssueNumber {
    /// 正刊: 第 N 期.
    Regular(u32),
    /// 合刊: one issue that takes the numbers from the first to the last, 第 7—8 期.
    Joint(u32, u32),
    /// 增刊: a series of its own.
    Supplement(u32),
}

/// The most numbers that a 合刊 takes: those of a year of months.
const MOST_JOINT: u32 = 12;

impl IssueNumber {
    /// The bare number; the first of a 合刊.
    pub fn value(self) -> u32 {
        match self {
            Self::Regular(n) | Self::Joint(n, _) | Self::Supplement(n) => n,
        }
    }

    /// The last number that it takes.
    pub fn last(self) -> u32 {
        match self {
            Self::Regular(n) | Self::Joint(_, n) | Self::Supplement(n) => n,
        }
    }

    /// How many numbers it takes.
    pub fn count(self) -> u32 {
        self.last() - self.value() + 1
    }

    /// Every number that it takes.
    pub fn all(self) -> std::ops::RangeInclusive<u32> {
        self.value()..=self.last()
    }

    /// Whether it belongs to the 增刊 series.
    pub fn is_supplement(self) -> bool {
        matches!(self, Self::Supplement(_))
    }

    /// Whether two of them take a number that cannot be both's.
    pub fn meets(self, other: Self) -> bool {
        self.is_supplement() == other.is_supplement()
            && self.value() <= other.last()
            && other.value() <= self.last()
    }

    /// The numbers alone as in folder names, without zeros: `28`, `7-8`.
    pub fn digits(self) -> String {
        match self {
            Self::Regular(n) | Self::Supplement(n) => n.to_string(),
            Self::Joint(first, last) => format!("{first}-{last}"),
        }
    }

    /// 第28期, 第7—8期, 增刊第1期.
    pub fn spoken(self) -> String {
        match self {
            Self::Regular(n) => format!("第{n}期"),
            Self::Joint(first, last) => format!("第{first}—{last}期"),
            Self::Supplement(n) => format!("增刊第{n}期"),
        }
    }
}

impl Ord for IssueNumber {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        let key = |number: &Self| (number.is_supplement(), number.value(), number.last());
        key(self).cmp(&key(other))
    }
}

impl PartialOrd for IssueNumber {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

/// `28`, `7-8` or `增刊1`, as on the command line and in folder names (leading zeros are accepted).
impl FromStr for IssueNumber {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let one = |digits: &str| match digits.len() {
            1..=6 if digits.bytes().all(|b| b.is_ascii_digit()) => {
                digits.parse::<u32>().ok().filter(|n| *n > 0).ok_or(())
            }
            _ => Err(()),
        };
        if let Some(rest) = text.strip_prefix("增刊") {
            return one(rest).map(Self::Supplement);
        }
        match text.split_once(['-', '—', '–']) {
            Some((first, last)) => {
                let (first, last) = (one(first)?, one(last)?);
                let joint = first < last && last - first < MOST_JOINT;
                if joint { Ok(Self::Joint(first, last)) } else { Err(()) }
            }
            None => one(text).map(Self::Regular),
        }
    }
}

impl fmt::Display for IssueNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.is_supplement() {
            f.write_str("增刊")?;
        }
        f.write_str(&self.digits())
    }
}

/// Year and number: what names an issue in a workspace, e.g. `2018/28`, `2018/7-8`, `2018/增刊1`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct IssueId {
    /// The folder's year, four digits.
    pub year: u16,
    /// The number.
    pub number: IssueNumber,
}

impl IssueId {
    /// File name of its output without extension: `2018-028`, `2018-007-008`, `2018-增刊01`.
    pub fn file_stem(self) -> String {
        match self.number {
            IssueNumber::Regular(n) => format!("{}-{n:03}", self.year),
            IssueNumber::Joint(first, last) => format!("{}-{first:03}-{last:03}", self.year),
            IssueNumber::Supplement(n) => format!("{}-增刊{n:02}", self.year),
        }
    }

    /// The one whose [`file_stem`](Self::file_stem) it is.
    pub fn of_file_stem(stem: &str) -> Option<Self> {
        let (year, number) = stem.split_once('-')?;
        let id = Self { year: year.parse().ok()?, number: number.parse().ok()? };
        (id.file_stem() == stem).then_some(id)
    }

    /// As it is said: 2018年第28期, 2018年增刊第1期.
    pub fn spoken(self) -> String {
        format!("{}年{}", self.year, self.number.spoken())
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
            ("7-8", Some(IssueNumber::Joint(7, 8))),
            ("007-008", Some(IssueNumber::Joint(7, 8))),
            ("7—8", Some(IssueNumber::Joint(7, 8))),
            ("8-7", None),
            ("7-7", None),
            ("7-", None),
            ("-8", None),
            ("1-13", None),
            ("2018-11-27", None),
            ("增刊1-2", None),
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
        assert_eq!(id("7-8").file_stem(), "2018-007-008");
        assert_eq!(id("007-008").to_string(), "2018/7-8");
        let mut sorted = ["增刊1", "9", "7-8", "6", "10-11"].map(id);
        sorted.sort();
        assert_eq!(sorted.map(|id| id.number.to_string()), ["6", "7-8", "9", "10-11", "增刊1"]);
    }
}
