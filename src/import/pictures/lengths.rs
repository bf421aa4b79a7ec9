//! Lengths as Word and pages write them → millimetres.

/// The width of the text in mm (GB/T 9704-2012, 5.2).
pub const TEXT_WIDTH: f32 = 156.0;

/// The most that a length may be, in mm: no paper is wider.
const LONGEST: f32 = 5_000.0;

/// A length in English metric units, of which 36,000 are a millimetre (ECMA-376, 20.1.2.1).
pub fn of_emu(text: &str) -> Option<f32> {
    bounded(text.trim().parse::<f32>().ok()? / 36_000.0)
}

/// A length with its unit; a bare number has the unit given.
pub fn of(text: &str, bare: &str) -> Option<f32> {
    const UNITS: &[(&str, f32)] = &[
        ("mm", 1.0),
        ("cm", 10.0),
        ("in", 25.4),
        ("pt", 25.4 / 72.0),
        ("pc", 25.4 / 6.0),
        ("px", 25.4 / 96.0),
        ("%", TEXT_WIDTH / 100.0),
    ];
    let text = text.trim().to_ascii_lowercase();
    let text = text.trim_end_matches("!important").trim_end();
    let known = UNITS.iter().find_map(|(unit, factor)| Some((text.strip_suffix(unit)?, factor)));
    let (number, factor) = match known {
        Some(known) => known,
        None => (text, &UNITS.iter().find(|(unit, _)| *unit == bare)?.1),
    };
    bounded(number.trim().parse::<f32>().ok()? * factor)
}

fn bounded(length: f32) -> Option<f32> {
    (length > 0.0 && length <= LONGEST).then_some(length)
}

/// The value of a property in a `style`.
pub fn property<'s>(style: &'s str, name: &str) -> Option<&'s str> {
    style.split(';').find_map(|one| {
        let (own, value) = one.split_once(':')?;
        own.trim().eq_ignore_ascii_case(name).then_some(value.trim())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_as_they_are_written() {
        let mm = |text: &str| of(text, "px").map(|length| (length * 10.0).round() / 10.0);
        for (text, want) in [
            ("72pt", Some(25.4)),
            ("1in", Some(25.4)),
            ("6cm", Some(60.0)),
            (" 45 MM ", Some(45.0)),
            ("96", Some(25.4)),
            ("96px !important", Some(25.4)),
            ("50%", Some(78.0)),
            ("auto", None),
            ("", None),
            ("-3cm", None),
            ("0", None),
            ("inf", None),
            ("nancm", None),
            ("1e30cm", None),
        ] {
            assert_eq!(mm(text), want, "{text}");
        }
        assert_eq!(of_emu("2160000"), Some(60.0));
        assert_eq!(of_emu("-1"), None);
    }

    #[test]
    fn properties_of_styles() {
        let style = "position:absolute; Width : 12pt;max-width:3cm;";
        assert_eq!(property(style, "width"), Some("12pt"));
        assert_eq!(property(style, "height"), None);
        assert_eq!(property("width", "width"), None);
    }
}
