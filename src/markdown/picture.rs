//! The address of a picture → its path within the folder, or why there is none.

use crate::diagnostic::{Diagnostic, code};

/// The formats that can be set.
const EXTENSIONS: [&str; 6] = ["png", "jpg", "jpeg", "svg", "gif", "webp"];

/// The longest address that a message shows in full, in characters.
const SHOWN: usize = 60;

/// How wide a picture is to be.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Width {
    /// In mm.
    Millimetres(f64),
    /// In parts of a hundred of the width of the text.
    Percent(f64),
}

/// At which side of a paragraph a picture stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// 左.
    Left,
    /// 右.
    Right,
}

/// What stands in the braces behind a picture: {宽=6cm 位置=右}.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Wish {
    pub(super) width: Option<Width>,
    pub(super) side: Option<Side>,
}

/// The words for a width, and for a side.
const WIDTH: [&str; 3] = ["宽", "宽度", "width"];
const SIDE: [&str; 2] = ["位置", "position"];

impl Wish {
    /// What braces say, without them; `None` where anything in them is not understood.
    pub(super) fn of(braces: &str) -> Option<Self> {
        let mut wish = Self::default();
        let mut rest = braces.trim();
        while !rest.is_empty() {
            let (key, after) = rest.split_once(['=', '＝'])?;
            // Up to the next word with a sign behind it: blanks stand within a value too.
            let begins = |at: &usize, word: &str| {
                after[at + word.len()..].trim_start().starts_with(['=', '＝'])
            };
            let words = WIDTH.iter().chain(&SIDE);
            let places = words.flat_map(|&word| {
                after.match_indices(word).map(|(at, _)| at).filter(move |at| begins(at, word))
            });
            let end = places.min().unwrap_or(after.len());
            let between =
                |c: char| c.is_whitespace() || matches!(c, ',' | '，' | ';' | '；' | '、');
            let value = after[..end].trim_matches(between);
            rest = &after[end..];
            match key.trim() {
                key if WIDTH.contains(&key) && wish.width.is_none() => {
                    wish.width = Some(Width::of(value)?);
                }
                key if SIDE.contains(&key) && wish.side.is_none() => {
                    wish.side = Some(Side::of(value)?);
                }
                _ => return None,
            }
        }
        (wish != Self::default()).then_some(wish)
    }
}

impl Side {
    fn of(value: &str) -> Option<Self> {
        match value {
            "左" | "左边" | "左侧" | "left" => Some(Self::Left),
            "右" | "右边" | "右侧" | "right" => Some(Self::Right),
            _ => None,
        }
    }

    /// As the page library is told.
    pub(super) fn typst(self) -> &'static str {
        match self {
            Self::Left => "left",
            Self::Right => "right",
        }
    }
}

impl Width {
    /// A width as it is written: 6cm, 50%.
    fn of(value: &str) -> Option<Self> {
        let number = |unit: &str| value.strip_suffix(unit)?.trim_end().parse::<f64>().ok();
        let any = |units: [&str; 2]| units.into_iter().find_map(number);
        let width = any(["cm", "厘米"]).map(|number| Self::Millimetres(number * 10.0));
        let width = width.or_else(|| any(["mm", "毫米"]).map(Self::Millimetres));
        let width = width.or_else(|| any(["%", "％"]).map(Self::Percent));
        width.filter(|width| match width {
            Self::Millimetres(mm) => (1.0..=1000.0).contains(mm),
            Self::Percent(percent) => (1.0..=100.0).contains(percent),
        })
    }

    /// As Typst writes it.
    pub(super) fn typst(self) -> String {
        match self {
            Self::Millimetres(mm) => format!("{mm}mm"),
            Self::Percent(percent) => format!("{percent}%"),
        }
    }
}

/// The normalized path that an address means, relative to the folder.
pub(super) fn locate(address: &str) -> Result<String, Box<Diagnostic>> {
    let path = String::from_utf8(percent_decoded(address)).unwrap_or_else(|_| address.to_owned());
    let shown = shortened(&path);
    let outside = |help: &str| {
        let message = format!("图片「{shown}」不在本期文件夹内");
        Err(Box::new(Diagnostic::error(code::PICTURE_OUTSIDE, message).help(help)))
    };
    let keep_in_folder = "把图片复制到本期文件夹的 assets 里，写成 assets/文件名";
    if has_scheme(&path) {
        return outside("先把图片保存到本期文件夹的 assets 里，写成 assets/文件名");
    }
    if path.contains('\\') {
        return outside("路径用「/」分隔，从本期文件夹写起，如 assets/1.jpg");
    }
    if path.starts_with('/') {
        return outside(keep_in_folder);
    }
    let mut parts = Vec::new();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                if parts.pop().is_none() {
                    return outside(keep_in_folder);
                }
            }
            part => parts.push(part),
        }
    }
    let unusable = |message: String, help: &str| {
        Err(Box::new(Diagnostic::error(code::PICTURE, message).help(help)))
    };
    let Some(name) = parts.last() else {
        return unusable("图片没有写地址".into(), "在圆括号里写图片的路径，如 assets/1.jpg");
    };
    if path.chars().any(char::is_control) {
        return unusable(format!("图片路径「{shown}」含有控制字符"), "重新输入图片的路径");
    }
    if path.ends_with('/') {
        let message = format!("「{shown}」是文件夹，不是图片");
        return unusable(message, "写到文件夹里的图片文件，如 assets/1.jpg");
    }
    let extension = name.rsplit_once('.').map_or("", |(_, extension)| extension);
    if extension.is_empty() {
        return unusable(
            format!("图片「{shown}」没有扩展名"),
            "写上图片文件的扩展名：.png、.jpg、.jpeg、.gif、.webp 或 .svg；文件本身没有的，先给它改名加上",
        );
    }
    if !EXTENSIONS.iter().any(|known| known.eq_ignore_ascii_case(extension)) {
        return unusable(
            format!("图片「{shown}」的扩展名不是能用的"),
            "扩展名应是 .png、.jpg、.jpeg、.gif、.webp 或 .svg：图片本来就是其中一种的，给文件改名；不是的，在画图软件里另存为 PNG 或 JPEG",
        );
    }
    Ok(parts.join("/"))
}

/// Whether an address starts with a scheme such as `http:` or a drive letter.
pub(super) fn has_scheme(address: &str) -> bool {
    address.split_once(':').is_some_and(|(scheme, _)| {
        scheme.starts_with(|first: char| first.is_ascii_alphabetic())
            && scheme.chars().all(|each| each.is_ascii_alphanumeric() || "+.-".contains(each))
    })
}

/// A text short enough for a message, without control characters.
pub(super) fn shortened(text: &str) -> String {
    let mut shown: String =
        text.chars().take(SHOWN).filter(|character| !character.is_control()).collect();
    if text.chars().nth(SHOWN).is_some() {
        shown.push('…');
    }
    shown
}

/// The bytes that an address stands for, with `%E5` and the like decoded.
pub fn percent_decoded(address: &str) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(address.len());
    let mut rest = address.as_bytes();
    while let Some((&first, after)) = rest.split_first() {
        let digit = |at: usize| char::from(*after.get(at)?).to_digit(16);
        match (first, digit(0), digit(1)) {
            (b'%', Some(high), Some(low)) => {
                bytes.extend(u8::try_from(high * 16 + low));
                rest = &after[2..];
            }
            _ => {
                bytes.push(first);
                rest = after;
            }
        }
    }
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(address: &str, expected: &str) {
        let found = locate(address).unwrap_or_else(|finding| finding.code.name.to_owned());
        assert_eq!(found, expected, "{address}");
    }

    #[test]
    fn what_stands_in_braces() {
        let of = |braces: &str| {
            let Some(Wish { width, side }) = Wish::of(braces) else { return "?".to_owned() };
            let width = width.map(Width::typst).unwrap_or_default();
            format!("{width} {}", side.map(Side::typst).unwrap_or_default())
        };
        for (braces, want) in [
            ("宽=6cm", "60mm "),
            ("宽＝6.5 厘米", "65mm "),
            (" width = 45mm", "45mm "),
            ("宽度=50%", "50% "),
            ("位置=右", " right"),
            ("position = left", " left"),
            ("宽=6cm 位置=右", "60mm right"),
            ("位置＝左侧，宽度 = 30 毫米", "30mm left"),
            ("宽=6 cm;位置=右", "60mm right"),
            ("宽=6", "?"),
            ("宽=0cm", "?"),
            ("宽=120%", "?"),
            ("宽=infcm", "?"),
            ("高=6cm", "?"),
            ("宽=6cm 高=3cm", "?"),
            ("宽=6cm 宽=3cm", "?"),
            ("位置=上", "?"),
            ("宽=6cm #a", "?"),
            ("宽", "?"),
            (" ", "?"),
        ] {
            assert_eq!(of(braces), want, "{braces}");
        }
    }

    #[test]
    fn locates_pictures() {
        check("assets/1.png", "assets/1.png");
        check("./assets//a/../图.JPG", "assets/图.JPG");
        check("assets/%E5%9B%BE%201.jpeg", "assets/图 1.jpeg");
        check("100%.svg", "100%.svg");
        check("%FF.png", "%FF.png");
        check("a/../../1.png", "picture-outside");
        check("a/%2E%2E/%2e%2e/1.png", "picture-outside");
        check("/etc/1.png", "picture-outside");
        check("assets\\1.png", "picture-outside");
        check("C:/1.png", "picture-outside");
        check("http://a/1.png", "picture-outside");
        check("data:image/png;base64,AA", "picture-outside");
        check("", "picture");
        check("..", "picture-outside");
        check("a/..", "picture");
        check("1.bmp", "picture");
        check("1", "picture");
        check("a%0A.png", "picture");
    }
}
