//! Which encoding the bytes of a text or a page are in.

use super::document::{Block, Document, Dropped, Paragraph};
use super::text;
use crate::diagnostic::Diagnostic;
use crate::read;

/// What stands where a character could not be read.
const UNREAD: &str = "【待补：认不出的字】";
/// How far into a page its encoding is named, in bytes.
const HEAD: usize = 4_096;
/// One character in so many may be none of its encoding; with more it is another encoding.
const BAD: usize = 50;

/// A text, and its encoding where that is not usual here.
#[derive(Debug, PartialEq, Eq)]
pub struct Decoded {
    /// The text.
    pub text: String,
    /// The name of the encoding.
    pub unusual: Option<String>,
}

/// The text of a file.
///
/// # Errors
/// What is wrong with bytes that are no text.
pub fn of_text(shown: &str, bytes: &[u8]) -> Result<Decoded, Box<Diagnostic>> {
    let marked = text::with_mark(bytes);
    if marked.is_none()
        && std::str::from_utf8(bytes).is_err()
        && is_big5(bytes)
        && let Some(text) =
            read::decoded_as("big5", bytes).filter(|text| !text.contains('\u{FFFD}'))
    {
        return Ok(Decoded { text, unusual: Some("Big5".to_owned()) });
    }
    let file = read::decode(shown.to_owned(), marked.as_deref().unwrap_or(bytes))?;
    Ok(Decoded { text: file.text.clone(), unusual: None })
}

/// The text of a page: by its mark, by what it is, by what it says of itself. `named` is what the
/// letter says that it came in.
///
/// # Errors
/// What is wrong with bytes that are no text.
pub fn of_page(shown: &str, bytes: &[u8], named: Option<&str>) -> Result<Decoded, Box<Diagnostic>> {
    let strict = of_text(shown, bytes);
    let has_mark = matches!(bytes, [0xEF, 0xBB, 0xBF, ..] | [0xFF, 0xFE, ..] | [0xFE, 0xFF, ..]);
    let is_utf8 = std::str::from_utf8(bytes).is_ok();
    let is_utf16 = text::with_mark(bytes).is_some();
    let named = named.map(str::to_lowercase).or_else(|| named_by_itself(bytes));
    // Pages in ISO-2022 are pure ASCII to the eye.
    let is_escaped =
        named.as_deref().is_some_and(|it| it.starts_with("iso-2022") || it == "hz-gb-2312");
    if has_mark || is_utf16 || (is_utf8 && !is_escaped) {
        return strict;
    }
    let is_usual = |name: &str| {
        ["gb2312", "gbk", "gb18030", "x-gbk", "gb_2312-80", "utf-8", "utf8", "unicode"]
            .contains(&name)
    };
    let few = |text: &String| text.matches('\u{FFFD}').count() * BAD <= text.chars().count();
    let by_name = named.as_deref().and_then(|name| {
        let text = read::decoded_as(name, bytes).filter(few)?;
        let unusual = (!is_usual(name)).then(|| name.to_owned());
        Some(Decoded { text, unusual })
    });
    let by_custom = || {
        let text = read::decoded_as("gb18030", bytes).filter(few)?;
        Some(Decoded { text, unusual: None })
    };
    match (by_name, strict) {
        (Some(by_name), _) => Ok(by_name),
        (None, Ok(strict)) => Ok(strict),
        (None, Err(problem)) => by_custom().ok_or(problem),
    }
}

/// `<meta charset=…>`, `<meta … content="text/html; charset=…">`, `<?xml … encoding="…"?>`.
fn named_by_itself(bytes: &[u8]) -> Option<String> {
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(HEAD)]).to_lowercase();
    ["charset", "encoding"].iter().find_map(|word| {
        head.match_indices(word).find_map(|(at, _)| {
            let rest = head[at + word.len()..].trim_start().strip_prefix('=')?;
            let rest = rest.trim_start().trim_start_matches(['"', '\'']);
            let is_name = |c: char| c.is_ascii_alphanumeric() || "-_:".contains(c);
            let name = &rest[..rest.find(|c| !is_name(c)).unwrap_or(rest.len())];
            (!name.is_empty()).then(|| name.to_owned())
        })
    })
}

/// Whether bytes are Chinese in Big5 and not in GB18030: the second byte of half its characters is
/// one that GB2312 never has, and nearly all of them are of the frequent half of its table.
fn is_big5(bytes: &[u8]) -> bool {
    const LEAST: usize = 20;
    const LOOKED_AT: usize = 8_000;
    let (mut all, mut frequent, mut simple) = (0_usize, 0_usize, 0_usize);
    let mut rest = bytes;
    while let [first, more @ ..] = rest {
        rest = more;
        if first.is_ascii() {
            continue;
        }
        let Some((second, more)) = more.split_first() else { break };
        rest = more;
        all += 1;
        let trails = matches!(second, 0x40..=0x7E | 0xA1..=0xFE);
        frequent += usize::from(trails && matches!(first, 0xA1..=0xC6));
        simple += usize::from(*second >= 0xA1 && matches!(first, 0xA1..=0xA3 | 0xB0..=0xF7));
        if all == LOOKED_AT {
            break;
        }
    }
    all >= LEAST && frequent * 100 >= all * 96 && simple * 10 <= all * 7
}

/// Puts a sign in the place of each stretch of characters that could not be read.
pub fn settle(document: &mut Document) {
    let mut told: Vec<String> = Vec::new();
    let mut one = |paragraph: &mut Paragraph| {
        for run in paragraph.runs.iter_mut().filter(|run| run.text.contains('\u{FFFD}')) {
            let mut out = String::with_capacity(run.text.len());
            for part in run.text.split_inclusive('\u{FFFD}') {
                let words = part.trim_end_matches('\u{FFFD}');
                out.push_str(words);
                if words.len() < part.len() && !out.ends_with(UNREAD) {
                    let before: String = words.chars().rev().take(10).collect();
                    told.push(before.chars().rev().collect::<String>() + "？");
                    out.push_str(UNREAD);
                }
            }
            run.text = out;
        }
    };
    document.blocks.iter_mut().flat_map(Block::paragraphs_mut).for_each(&mut one);
    document.notes.iter_mut().flatten().for_each(&mut one);
    for words in told {
        document.drop_text(Dropped::Undecoded, &words);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 「望河縣召開會議，安排部署各項重點工作，要求抓好落實」 in Big5.
    const BIG5: &[u8] = b"\xb1\xe6\xaa\x65\xbf\xa4\xa5\x6c\xb6\x7d\xb7\x7c\xc4\xb3\xa1\x41\xa6\x77\
        \xb1\xc6\xb3\xa1\xb8\x70\xa6\x55\xb6\xb5\xad\xab\xc2\x49\xa4\x75\xa7\x40\xa1\x41\xad\x6e\xa8\x44\
        \xa7\xec\xa6\x6e\xb8\xa8\xb9\xea";

    #[test]
    fn big5_is_not_taken_for_gb18030() {
        let decoded = of_text("a", BIG5).expect("text");
        assert_eq!(decoded.text, "望河縣召開會議，安排部署各項重點工作，要求抓好落實");
        assert_eq!(decoded.unusual.as_deref(), Some("Big5"));
        // 「山阴县抓好春耕备耕。」 in GB18030, twice over.
        let gb =
            b"\xC9\xBD\xD2\xF5\xCF\xD8\xD7\xA5\xBA\xC3\xB4\xBA\xB8\xFB\xB1\xB8\xB8\xFB\xA1\xA3";
        assert!(!is_big5(&[&gb[..], gb, gb].concat()));
    }

    #[test]
    fn pages_by_what_they_are_and_say() {
        let of = |bytes: &[u8]| of_page("a", bytes, None).map(|it| it.text).unwrap_or_default();
        // What is UTF-8 is, whatever it says.
        assert_eq!(of("<meta charset=gb2312>山".as_bytes()), "<meta charset=gb2312>山");
        assert!(of(b"<meta charset=gb2312>\xC9\xBD\xD2\xF5").ends_with("山阴"));
        assert!(
            of(b"<meta http-equiv=a content='text/html; CHARSET = big5'>\xa4\x73").ends_with('山')
        );
        assert!(of(b"<?xml version='1.0' encoding=\"shift_jis\"?>\x8ER").ends_with('山'));
        // A character that was cut in two does not spoil the page.
        let cut =
            [&b"<meta charset=gbk>"[..], &b"\xC9\xBD\xD2\xF5".repeat(60), b"\xC9<p>"].concat();
        assert_eq!(of(&cut).matches("山阴").count(), 60);
        assert_eq!(of(&cut).matches('\u{FFFD}').count(), 1);
        assert!(of_page("a", &[0x81, 0xFF, 0xFE, 0xFF].repeat(50), None).is_err());
    }
}
