//! Whether a colour of a style sheet stands out from black on white.

/// The least difference between the strongest and the weakest part of a colour that is none of grey.
const CHROMA: i32 = 48;
/// From here on a colour is as good as white.
const WHITE: i32 = 0xF0;

/// Names of colours between black and white.
const GREYS: &[&str] = &[
    "black",
    "gray",
    "grey",
    "silver",
    "dimgray",
    "dimgrey",
    "darkgray",
    "darkgrey",
    "lightgray",
    "lightgrey",
    "gainsboro",
    "slategray",
    "slategrey",
    "darkslategray",
    "darkslategrey",
    "lightslategray",
    "lightslategrey",
];
/// Names of colours that are as good as white.
const WHITES: &[&str] = &[
    "white",
    "whitesmoke",
    "snow",
    "ivory",
    "ghostwhite",
    "floralwhite",
    "mintcream",
    "azure",
    "aliceblue",
    "transparent",
];
/// Words that name no colour.
const NONE: &[&str] = &[
    "inherit",
    "initial",
    "unset",
    "revert",
    "currentcolor",
    "none",
    "auto",
    "windowtext",
    "window",
    "canvas",
    "canvastext",
    "background",
    "no-repeat",
    "repeat",
    "scroll",
    "center",
    "left",
    "right",
    "top",
    "bottom",
    "fixed",
    "cover",
    "contain",
    "border-box",
    "padding-box",
];

/// What a colour is to a reader.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Colour {
    /// Black, or grey.
    Dark,
    /// White, or none.
    White,
    /// Any other.
    Bright,
}

/// The colour that a value names first; `None` where it names none.
pub fn named(value: &str) -> Option<Colour> {
    if let Some(at) = value.find("rgb") {
        let inner = value[at..].split_once('(')?.1.split(')').next()?;
        let parts: Vec<f32> = inner
            .split([',', ' ', '/'])
            .filter(|part| !part.trim().is_empty())
            .filter_map(|part| match part.trim().strip_suffix('%') {
                Some(percent) => percent.parse::<f32>().ok().map(|it| it * 2.55),
                None => part.trim().parse().ok(),
            })
            .collect();
        if let [.., alpha] = parts.as_slice()
            && parts.len() == 4
            && *alpha == 0.0
        {
            return Some(Colour::White);
        }
        let [red, green, blue, ..] = parts.as_slice() else { return None };
        return Some(of([*red as i32, *green as i32, *blue as i32]));
    }
    if let Some((_, digits)) = value.split_once('#') {
        let digits: Vec<i32> =
            digits.chars().map_while(|c| c.to_digit(16)).map(|digit| digit as i32).collect();
        return match digits.as_slice() {
            [red, green, blue] | [red, green, blue, _] => {
                Some(of([red * 17, green * 17, blue * 17]))
            }
            [a, b, c, d, e, f] | [a, b, c, d, e, f, _, _] => {
                Some(of([a * 16 + b, c * 16 + d, e * 16 + f]))
            }
            _ => None,
        };
    }
    if value.contains("url(") || value.contains("var(") || value.contains("gradient(") {
        return None;
    }
    let word = value
        .split_whitespace()
        .find(|word| word.chars().all(|c| c.is_ascii_alphabetic()) && !NONE.contains(word))?;
    Some(match word {
        word if GREYS.contains(&word) => Colour::Dark,
        word if WHITES.contains(&word) => Colour::White,
        _ => Colour::Bright,
    })
}

fn of(parts: [i32; 3]) -> Colour {
    let most = parts.into_iter().max().unwrap_or_default();
    let least = parts.into_iter().min().unwrap_or_default();
    match () {
        () if least >= WHITE => Colour::White,
        () if most - least >= CHROMA => Colour::Bright,
        () => Colour::Dark,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colours_as_pages_write_them() {
        for value in [
            "#f00",
            "#FF0000".to_lowercase().as_str(),
            "rgb(255, 0, 0)",
            "red",
            "#ff0 none",
            "rgb(100% 0% 0%)",
            "yellow",
            "#c00000",
        ] {
            assert_eq!(named(value), Some(Colour::Bright), "{value}");
        }
        for value in ["#333", "black", "rgb(63,63,63)", "rgba(0, 0, 0, 0.9)", "#2c3e50", "gray"] {
            assert_eq!(named(value), Some(Colour::Dark), "{value}");
        }
        for value in ["#fff", "white", "transparent", "rgba(255,0,0,0)", "#fefefe"] {
            assert_eq!(named(value), Some(Colour::White), "{value}");
        }
        for value in ["inherit", "var(--a)", "url(a.png) no-repeat", "", "#", "windowtext"] {
            assert_eq!(named(value), None, "{value}");
        }
    }
}
