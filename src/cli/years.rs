//! `--years`: which years of the archive.

use crate::error::Error;
use crate::model::half_width;

/// Years, both ends included.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Years {
    from: Option<u16>,
    to: Option<u16>,
}

impl Years {
    /// `2026`, `2023..2026`, `2023..`, `..2023`; all of them where nothing is written.
    ///
    /// # Errors
    /// [`Error::Selection`] when it is written otherwise, or backwards.
    pub fn parse(written: Option<&str>) -> Result<Self, Error> {
        let Some(written) = written else { return Ok(Self::default()) };
        let wrong = |problem: String| Error::Selection {
            problem,
            remedy: "写一年或从哪年到哪年，如 2026、2023..2026、2023..".to_owned(),
        };
        let plain: String = written
            .chars()
            .filter(|c| !c.is_whitespace() && *c != '年')
            .map(|c| if c == '。' { '.' } else { half_width(c) })
            .collect();
        let marks = ["..", "——", "—", "–", "-", "~", "～", "至", "到"];
        let ends = marks.iter().find_map(|mark| plain.split_once(mark));
        let (from, to) = ends.unwrap_or((&plain, &plain));
        let year = |text: &str| match text.trim_matches('.') {
            "" => Ok(None),
            digits if digits.len() == 4 => digits.parse().map(Some).map_err(|_| ()),
            _ => Err(()),
        };
        let (Ok(from), Ok(to)) = (year(from), year(to)) else {
            return Err(wrong(format!("「{written}」不是年份")));
        };
        if from.is_none() && to.is_none() {
            return Err(wrong(format!("「{written}」不是年份")));
        }
        if from.zip(to).is_some_and(|(from, to)| from > to) {
            return Err(wrong(format!("「{written}」的两端写反了")));
        }
        Ok(Self { from, to })
    }

    /// Whether a year is among them.
    pub fn contain(self, year: u16) -> bool {
        self.from.is_none_or(|from| from <= year) && self.to.is_none_or(|to| year <= to)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn years_as_people_write_them() {
        let check = |written: &str, want: Option<(Option<u16>, Option<u16>)>| {
            let got = Years::parse(Some(written)).ok().map(|years| (years.from, years.to));
            assert_eq!(got, want, "{written}");
        };
        check("2026", Some((Some(2026), Some(2026))));
        check("2023..2026", Some((Some(2023), Some(2026))));
        check("2023年至2026年", Some((Some(2023), Some(2026))));
        check("２０２３－２０２６", Some((Some(2023), Some(2026))));
        check("2023-2026", Some((Some(2023), Some(2026))));
        check("2023..", Some((Some(2023), None)));
        check("..2023", Some((None, Some(2023))));
        check("2023—2026", Some((Some(2023), Some(2026))));
        check("2026..2023", None);
        check("", None);
        check("..", None);
        check("26", None);
        check("去年", None);
        assert!(Years::parse(None).is_ok_and(|years| years.contain(1999)));
    }
}
