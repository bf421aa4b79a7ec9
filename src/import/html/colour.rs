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
/// Other names of colours that pages use, by their parts (CSS Color 4).
const BRIGHT: &[(&str, [i32; 3])] = &[
    ("red", [255, 0, 0]),
    ("blue", [0, 0, 255]),
    ("green", [0, 128, 0]),
    ("yellow", [255, 255, 0]),
    ("orange", [255, 165, 0]),
    ("navy", [0, 0, 128]),
    ("maroon", [128, 0, 0]),
    ("purple", [128, 0, 128]),
    ("teal", [0, 128, 128]),
    ("lime", [0, 255, 0]),
    ("aqua", [0, 255, 255]),
    ("cyan", [0, 255, 255]),
    ("fuchsia", [255, 0, 255]),
    ("magenta", [255, 0, 255]),
    ("pink", [255, 192, 203]),
    ("darkred", [139, 0, 0]),
    ("darkblue", [0, 0, 139]),
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

/// A colour by its parts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    /// Red, green and blue, 0 to 255.
    Of([i32; 3]),
    /// None: what is behind shows.
    Clear,
}

impl Tone {
    /// That of paper.
    pub const PAPER: Self = Self::Of([255; 3]);
    /// That of ink.
    pub const INK: Self = Self::Of([0; 3]);

    /// Whether nobody tells text of this tone from a ground.
    pub fn is_lost_on(self, ground: Self) -> bool {
        /// The most difference of a part that no eye sees on paper.
        const UNSEEN: i32 = 16;
        match (self, ground) {
            (Self::Of(text), Self::Of(ground)) => {
                text.iter().zip(ground).all(|(one, other)| (one - other).abs() <= UNSEEN)
            }
            (Self::Clear, _) => true,
            (Self::Of(_), Self::Clear) => false,
        }
    }
}

/// The colour that a value names first; `None` where it names none.
pub fn named(value: &str) -> Option<Colour> {
    match tone(value) {
        Some(Tone::Clear) => Some(Colour::White),
        Some(Tone::Of(parts)) => Some(of(parts)),
        None => word(value).map(|_| Colour::Bright),
    }
}

/// The tone that a value names first, where it is known.
pub fn tone(value: &str) -> Option<Tone> {
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
            return Some(Tone::Clear);
        }
        let [red, green, blue, ..] = parts.as_slice() else { return None };
        return Some(Tone::Of([*red as i32, *green as i32, *blue as i32]));
    }
    if let Some((_, digits)) = value.split_once('#') {
        let digits: Vec<i32> =
            digits.chars().map_while(|c| c.to_digit(16)).map(|digit| digit as i32).collect();
        return match digits.as_slice() {
            [red, green, blue] | [red, green, blue, _] => {
                Some(Tone::Of([red * 17, green * 17, blue * 17]))
            }
            [a, b, c, d, e, f] | [a, b, c, d, e, f, _, _] => {
                Some(Tone::Of([a * 16 + b, c * 16 + d, e * 16 + f]))
            }
            _ => None,
        };
    }
    match word(value)? {
        "transparent" => Some(Tone::Clear),
        "black" => Some(Tone::INK),
        word if WHITES.contains(&word) => Some(Tone::PAPER),
        word if GREYS.contains(&word) => Some(Tone::Of([128; 3])),
        word => BRIGHT.iter().find(|(name, _)| *name == word).map(|(_, parts)| Tone::Of(*parts)),
    }
}

/// Whether a value paints a ground of which no tone is known: a picture, a run of colours.
pub fn is_painted(value: &str) -> bool {
    ["url(", "gradient(", "var("].iter().any(|it| value.contains(it))
}

/// The word by which a value names a colour.
fn word(value: &str) -> Option<&str> {
    if is_painted(value) || value.contains('#') || value.contains("rgb") {
        return None;
    }
    value
        .split_whitespace()
        .find(|word| word.chars().all(|c| c.is_ascii_alphabetic()) && !NONE.contains(word))
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
        let lost = |text: &str, ground: &str| match (tone(text), tone(ground)) {
            (Some(text), Some(ground)) => text.is_lost_on(ground),
            _ => false,
        };
        for (text, ground) in
            [("#fff", "white"), ("#fefefe", "#fff"), ("red", "#f00"), ("transparent", "red")]
        {
            assert!(lost(text, ground), "{text} on {ground}");
        }
        for (text, ground) in
            [("#ccc", "white"), ("white", "#c00"), ("red", "#c00"), ("#333", "#fff")]
        {
            assert!(!lost(text, ground), "{text} on {ground}");
        }
        for value in ["inherit", "var(--a)", "url(a.png) no-repeat", "", "#", "windowtext"] {
            assert_eq!(named(value), None, "{value}");
        }
    }
}
