//! One row of the table: what is wanted, what was measured, and whether that will do.

use std::fmt;

use crate::diagnostic::{Code, Span, code};

/// What a measurement should be.
#[derive(Clone, Debug, PartialEq)]
pub enum Want {
    /// This, within the tolerance.
    Near(f64),
    /// This or less, beyond it by the tolerance at most.
    AtMost(f64),
    /// This or more, short of it by the tolerance at most.
    AtLeast(f64),
    /// These very words.
    Text(String),
}

/// What was measured.
#[derive(Clone, Debug, PartialEq)]
pub enum Got {
    /// A length, a size or a count.
    Number(f64),
    /// Words.
    Text(String),
}

/// One measurement against the layout.
#[derive(Clone, Debug, PartialEq)]
pub struct Check {
    /// What is measured, in Chinese.
    pub name: &'static str,
    /// The page, from 1; `None` for what concerns the whole issue.
    pub page: Option<usize>,
    /// Which of several, in Chinese: 第 5 行「…」.
    pub subject: Option<String>,
    /// What the layout asks.
    pub want: Want,
    /// What the page has.
    pub got: Got,
    /// How far off is still right, in the unit; `None` for words.
    pub tolerance: Option<f64>,
    /// 毫米, 磅, 字, 行 or 页.
    pub unit: &'static str,
    /// The clause that asks for it, or 惯例 where only practice does.
    pub clause: &'static str,
    /// Whether it is right.
    pub ok: bool,
    /// What the house says of it where it is wrong on purpose.
    pub exception: Option<String>,
    /// The finding it raises when it is wrong; `None` where another stage tells the author.
    pub code: Option<Code>,
    /// The author's text it concerns.
    pub span: Option<Span>,
}

impl Check {
    fn new(name: &'static str, want: Want, got: Got, ok: bool) -> Self {
        Self {
            name,
            page: None,
            subject: None,
            want,
            got,
            tolerance: None,
            unit: "",
            clause: "惯例",
            ok,
            exception: None,
            code: Some(code::PAGE_GEOMETRY),
            span: None,
        }
    }

    fn number(
        name: &'static str,
        want: Want,
        got: f64,
        tolerance: f64,
        unit: &'static str,
    ) -> Self {
        let check = Self::new(name, want, Got::Number(got), true);
        let ok = check.error() <= tolerance + ROUNDING;
        Self { tolerance: Some(tolerance), unit, ok, ..check }
    }

    /// `got` is to be `want`, give or take `tolerance`.
    pub fn near(
        name: &'static str,
        want: f64,
        got: f64,
        tolerance: f64,
        unit: &'static str,
    ) -> Self {
        Self::number(name, Want::Near(want), got, tolerance, unit)
    }

    /// `got` is not to be more than `want` by more than `tolerance`.
    pub fn at_most(
        name: &'static str,
        want: f64,
        got: f64,
        tolerance: f64,
        unit: &'static str,
    ) -> Self {
        Self::number(name, Want::AtMost(want), got, tolerance, unit)
    }

    /// `got` is not to be less than `want` by more than `tolerance`.
    pub fn at_least(
        name: &'static str,
        want: f64,
        got: f64,
        tolerance: f64,
        unit: &'static str,
    ) -> Self {
        Self::number(name, Want::AtLeast(want), got, tolerance, unit)
    }

    /// `got` is to be `want`, letter by letter.
    pub fn same(name: &'static str, want: impl Into<String>, got: impl Into<String>) -> Self {
        let (want, got) = (want.into(), got.into());
        let ok = want == got;
        Self::new(name, Want::Text(want), Got::Text(got), ok)
    }

    /// Whether it is wrong, and nobody has said that it may be.
    pub fn fails(&self) -> bool {
        !self.ok && self.exception.is_none()
    }

    /// On which page.
    #[must_use]
    pub fn on(mut self, page: usize) -> Self {
        self.page = Some(page);
        self
    }

    /// By which clause.
    #[must_use]
    pub fn by(mut self, clause: &'static str) -> Self {
        self.clause = clause;
        self
    }

    /// Which of several, and where the author wrote it.
    #[must_use]
    pub fn of(mut self, subject: impl Into<String>, span: Option<Span>) -> Self {
        self.subject = Some(subject.into());
        self.span = span;
        self
    }

    /// What to tell the author when it is wrong.
    #[must_use]
    pub fn raises(mut self, code: Option<Code>) -> Self {
        self.code = code;
        self
    }

    /// How far a number is from right; 0 for words.
    pub fn error(&self) -> f64 {
        match (&self.want, &self.got) {
            (Want::Near(want), Got::Number(got)) => (got - want).abs(),
            (Want::AtMost(want), Got::Number(got)) => got - want,
            (Want::AtLeast(want), Got::Number(got)) => want - got,
            _ => 0.0,
        }
    }
}

/// What computing in binary adds to a difference.
const ROUNDING: f64 = 1e-9;

impl fmt::Display for Want {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Near(number) => f.write_str(&shown(*number)),
            Self::AtMost(number) => write!(f, "≤ {}", shown(*number)),
            Self::AtLeast(number) => write!(f, "≥ {}", shown(*number)),
            Self::Text(text) => f.write_str(text),
        }
    }
}

impl fmt::Display for Got {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Number(number) => f.write_str(&shown(*number)),
            Self::Text(text) => f.write_str(text),
        }
    }
}

/// Three places at most, without zeros at the end.
fn shown(number: f64) -> String {
    let text = format!("{number:.3}");
    let text = text.trim_end_matches('0').trim_end_matches('.');
    if text == "-0" { "0".to_owned() } else { text.to_owned() }
}

/// Of checks of one kind the one that is furthest off, so that the table names each kind once.
pub fn worst(checks: impl IntoIterator<Item = Check>) -> Option<Check> {
    let beyond = |check: &Check| {
        // What is wrong by its words is as wrong as can be.
        if check.ok || check.tolerance.is_some() {
            check.error() - check.tolerance.unwrap_or(0.0)
        } else {
            f64::MAX
        }
    };
    checks.into_iter().reduce(|a, b| if beyond(&b) > beyond(&a) { b } else { a })
}
