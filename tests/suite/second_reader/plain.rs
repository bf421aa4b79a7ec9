//! Text, Markdown and pages kept as one mail, read a second way.

use super::shown::{Gap, HOLE, Look, Shown, Text};
use super::{entry, page};

/// Text in whatever encoding the first bytes or the words themselves show.
pub fn decoded(bytes: &[u8]) -> String {
    let wide = |bytes: &[u8], unit: fn([u8; 2]) -> u16| {
        let units: Vec<u16> = bytes.chunks_exact(2).map(|it| unit([it[0], it[1]])).collect();
        String::from_utf16_lossy(&units)
    };
    match bytes {
        [0xFF, 0xFE, rest @ ..] => return wide(rest, u16::from_le_bytes),
        [0xFE, 0xFF, rest @ ..] => return wide(rest, u16::from_be_bytes),
        _ => {}
    }
    if let Ok(text) = std::str::from_utf8(bytes)
        && !text.contains('\0')
    {
        return text.trim_start_matches('\u{FEFF}').to_owned();
    }
    // Bytes of Big5 read as GB18030 are characters that nobody writes.
    let common =
        |text: &str| text.chars().filter(|c| "的年月日，。縣县市會会、".contains(*c)).count();
    let narrow = [encoding_rs::GB18030, encoding_rs::BIG5].map(|encoding| {
        let (text, wrong) = encoding.decode_without_bom_handling(bytes);
        (!wrong && !text.contains('\0')).then(|| text.into_owned())
    });
    if let Some(text) = narrow.into_iter().flatten().max_by_key(|text| common(text)) {
        return text;
    }
    // The order in which more of it is Chinese.
    let chinese = |text: &str| text.chars().filter(|c| ('一'..='龥').contains(c)).count();
    let (little, big) = (wide(bytes, u16::from_le_bytes), wide(bytes, u16::from_be_bytes));
    if chinese(&little) >= chinese(&big) { little } else { big }
}

/// A text file: each line as it stands. Where a chat had a picture, no entry can hold it.
pub fn plain(bytes: &[u8]) -> Shown {
    let mut body = Text::default();
    body.is_wrapped = true;
    for line in decoded(bytes).replace('\r', "\n").lines() {
        body.push_str(&line.replace("[图片]", &HOLE.to_string()), Look::default());
        body.part(Gap::Line);
    }
    let pictures = body.signs.iter().filter(|sign| sign.c == HOLE).count();
    Shown { body, pictures, ..Shown::default() }
}

/// Markdown: the lines of a head as labels, the rest with its marks undone.
pub fn markdown(bytes: &[u8]) -> Shown {
    let text = decoded(bytes);
    let mut body = Text::default();
    if let Some((head, _)) = text.strip_prefix("---\n").and_then(|it| it.split_once("\n---\n")) {
        for line in head.lines() {
            body.push_str(line, Look::default());
            body.part(Gap::Paragraph);
        }
    }
    let entry = entry::read(&text);
    body.append(entry.body);
    let notes = entry.marks.iter().map(|mark| entry.notes.get(mark).cloned().unwrap_or_default());
    let (notes, pictures) = (notes.collect(), entry.pictures);
    Shown { body, notes, pictures, ..Shown::default() }
}

/// A page as one mail: the part that is a page.
pub fn mail(bytes: &[u8]) -> Shown {
    let text = String::from_utf8_lossy(bytes);
    let lower = text.to_ascii_lowercase();
    let Some(at) = lower.find("\ncontent-type: text/html") else { return page::read(bytes) };
    let part = text[at..].replace("\r\n", "\n");
    let (head, body) = part.trim_start().split_once("\n\n").unwrap_or_default();
    let body = body.split("\n--").next().unwrap_or_default();
    match head.to_ascii_lowercase() {
        head if head.contains("quoted-printable") => page::read(&quoted(body)),
        _ => page::read(body.as_bytes()),
    }
}

/// Bytes written as `=E5`.
fn quoted(text: &str) -> Vec<u8> {
    let bytes = text.replace("=\n", "").into_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        let hex = bytes.get(at + 1..at + 3).and_then(|hex| std::str::from_utf8(hex).ok());
        match hex.and_then(|hex| u8::from_str_radix(hex, 16).ok()).filter(|_| *byte == b'=') {
            Some(byte) => {
                out.push(byte);
                at += 3;
            }
            None => {
                out.push(*byte);
                at += 1;
            }
        }
    }
    out
}
