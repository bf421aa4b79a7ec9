//! Pages saved as a single file (.mht): the page, and what lies beside it, out of one text.

use base64::alphabet::STANDARD;
use base64::engine::general_purpose::{GeneralPurpose, GeneralPurposeConfig};
use base64::engine::{DecodePaddingMode, Engine as _};

/// The most parts of a file.
const PARTS: usize = 2_000;
/// How deep parts lie within parts.
const DEPTH: usize = 8;
/// The most bytes of the lines before a part.
const HEAD: usize = 64 << 10;

/// A file of several parts.
pub struct Archive<'b> {
    parts: Vec<Part<'b>>,
}

struct Part<'b> {
    /// Its kind, such as `text/html`, in lower case.
    kind: String,
    charset: Option<String>,
    /// Whether its bytes are base64, or quoted-printable, or as they are.
    encoding: String,
    /// What the page names it by.
    names: Vec<String>,
    body: &'b [u8],
}

/// The name and the value of a line before a part.
type Line = (String, String);

/// Whether a file begins like a letter or a page in one file, and what it says of itself.
pub fn kind(bytes: &[u8]) -> Option<String> {
    let (head, _) = head(bytes)?;
    let is_mime = value(&head, "mime-version").is_some() || value(&head, "from").is_some();
    let kind = value(&head, "content-type")?;
    is_mime.then(|| kind.split(';').next().unwrap_or_default().trim().to_lowercase())
}

impl<'b> Archive<'b> {
    /// The parts of a file.
    pub fn open(bytes: &'b [u8]) -> Option<Self> {
        let mut parts = Vec::new();
        let mut open = vec![(bytes, 0)];
        while let Some((bytes, depth)) = open.pop() {
            let Some((head, body)) = head(bytes) else { continue };
            let kind = value(&head, "content-type").unwrap_or_default();
            match parameter(&kind, "boundary").filter(|_| kind.to_lowercase().contains("multipart"))
            {
                Some(_) if depth == DEPTH => return None,
                Some(boundary) => {
                    let inner = split(body, boundary.as_bytes());
                    open.extend(inner.into_iter().rev().map(|part| (part, depth + 1)));
                }
                None => parts.push(Part::of(&head, &kind, body)),
            }
            if parts.len() + open.len() > PARTS {
                return None;
            }
        }
        Some(Self { parts })
    }

    /// The page: its bytes, and the encoding that the letter around it names.
    pub fn page(&self) -> Option<(Vec<u8>, Option<&str>)> {
        let html =
            |part: &&Part<'_>| ["text/html", "application/xhtml+xml"].contains(&part.kind.as_str());
        let page = self.parts.iter().find(html)?;
        Some((page.bytes(), page.charset.as_deref()))
    }

    /// What the page names by an address.
    pub fn find(&self, address: &str, most: usize) -> Option<Vec<u8>> {
        let wanted = address.strip_prefix("cid:").unwrap_or(address);
        let fits = |name: &String| {
            name == wanted
                || (!wanted.contains(':')
                    && !wanted.is_empty()
                    && name.ends_with(&format!("/{wanted}")))
        };
        let part = self.parts.iter().find(|part| part.names.iter().any(fits))?;
        (part.body.len() <= most).then(|| part.bytes())
    }
}

impl<'b> Part<'b> {
    fn of(head: &[Line], kind: &str, body: &'b [u8]) -> Self {
        let names = [value(head, "content-location"), value(head, "content-id")];
        let bare = |name: String| name.trim_matches(['<', '>', ' ']).to_owned();
        Self {
            kind: kind.split(';').next().unwrap_or_default().trim().to_lowercase(),
            charset: parameter(kind, "charset"),
            encoding: value(head, "content-transfer-encoding").unwrap_or_default().to_lowercase(),
            names: names.into_iter().flatten().map(bare).collect(),
            body,
        }
    }

    fn bytes(&self) -> Vec<u8> {
        match self.encoding.trim() {
            "base64" => from_base64(self.body),
            "quoted-printable" => unquoted(self.body),
            _ => self.body.to_vec(),
        }
    }
}

/// The lines before a part, each with what goes on in the next, and the part.
fn head(bytes: &[u8]) -> Option<(Vec<Line>, &[u8])> {
    let mut lines: Vec<Line> = Vec::new();
    let mut rest = bytes;
    loop {
        let end = rest.iter().take(HEAD).position(|byte| *byte == b'\n')?;
        let line = String::from_utf8_lossy(&rest[..end]).into_owned();
        let line = line.trim_end();
        let is_blank = line.is_empty();
        rest = &rest[end + 1..];
        if is_blank && lines.is_empty() {
            // Before the first line there may be blank ones.
            continue;
        }
        if is_blank || bytes.len() - rest.len() > HEAD {
            return is_blank.then_some((lines, rest));
        }
        match (line.starts_with([' ', '\t']), line.split_once(':'), lines.last_mut()) {
            (true, _, Some(last)) => {
                last.1.push(' ');
                last.1.push_str(line.trim());
            }
            (false, Some((name, value)), _) if !name.contains(' ') => {
                lines.push((name.to_lowercase(), value.trim().to_owned()));
            }
            _ => return None,
        }
    }
}

fn value(head: &[Line], name: &str) -> Option<String> {
    head.iter().find(|line| line.0 == name).map(|line| line.1.clone())
}

/// `boundary` of `multipart/related; boundary="a"`.
fn parameter(kind: &str, name: &str) -> Option<String> {
    kind.split(';').skip(1).find_map(|part| {
        let (own, value) = part.split_once('=')?;
        own.trim().eq_ignore_ascii_case(name).then(|| value.trim().trim_matches('"').to_owned())
    })
}

/// What stands between lines that are the boundary.
fn split<'b>(body: &'b [u8], boundary: &[u8]) -> Vec<&'b [u8]> {
    let mut parts = Vec::new();
    let mut start = None;
    let mut at = 0;
    while at < body.len() {
        let end =
            body[at..].iter().position(|byte| *byte == b'\n').map_or(body.len(), |it| at + it + 1);
        let line = body[at..end].trim_ascii_end();
        let rest = line.strip_prefix(b"--").and_then(|line| line.strip_prefix(boundary));
        if let Some(rest) = rest.filter(|rest| rest.is_empty() || *rest == b"--") {
            if let Some(start) = start {
                parts.push(&body[start..at]);
            }
            start = Some(end);
            if rest == b"--" {
                return parts;
            }
        }
        at = end;
    }
    // One that breaks off.
    parts.extend(start.map(|start| &body[start..]));
    parts
}

/// Bytes written as `=E4=BD=A0`, with line ends that are none.
fn unquoted(text: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(text.len());
    let mut rest = text;
    while let [first, more @ ..] = rest {
        let digits = || std::str::from_utf8(more.get(..2)?).ok();
        match (*first, more) {
            (b'=', [b'\n', behind @ ..]) | (b'=', [b'\r', b'\n', behind @ ..]) => rest = behind,
            (b'=', _) => match digits().and_then(|digits| u8::from_str_radix(digits, 16).ok()) {
                Some(byte) => {
                    out.push(byte);
                    rest = &more[2..];
                }
                None => {
                    out.push(b'=');
                    rest = more;
                }
            },
            (byte, _) => {
                out.push(byte);
                rest = more;
            }
        }
    }
    out
}

/// The bytes of a text in base64, of either alphabet; line ends and other signs between are nothing.
pub fn from_base64(text: &[u8]) -> Vec<u8> {
    const ENGINE: GeneralPurpose = GeneralPurpose::new(
        &STANDARD,
        GeneralPurposeConfig::new()
            .with_decode_padding_mode(DecodePaddingMode::RequireNone)
            .with_decode_allow_trailing_bits(true),
    );
    let digits = text.iter().take_while(|byte| **byte != b'=').filter_map(|byte| match byte {
        b'-' => Some(b'+'),
        b'_' => Some(b'/'),
        b'+' | b'/' | b'0'..=b'9' | b'A'..=b'Z' | b'a'..=b'z' => Some(*byte),
        _ => None,
    });
    let mut digits: Vec<u8> = digits.collect();
    // One digit alone is half a byte of a text that breaks off.
    if digits.len() % 4 == 1 {
        digits.pop();
    }
    ENGINE.decode(digits).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base64_of_each_length() {
        let cases: [(&str, &[u8]); 7] = [
            ("", b""),
            ("YQ==", b"a"),
            ("YWI=", b"ab"),
            ("YWJj", b"abc"),
            ("YW\r\nJj YWJj", b"abcabc"),
            ("YWI", b"ab"),
            ("_-8=", &[0xFF, 0xEF]),
        ];
        for (text, wanted) in cases {
            assert_eq!(from_base64(text.as_bytes()), wanted, "{text}");
        }
    }

    const FILE: &str = "From: <Saved by Blink>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n\
        \ttype=\"text/html\"; boundary=\"--b\"\r\n\r\n----b\r\nContent-Type: text/html; charset=gb2312\r\n\
        Content-Transfer-Encoding: quoted-printable\r\n\r\n<p>=CD=FB=\r\n=BA=D3</p>\r\n----b\r\n\
        Content-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n\
        Content-Location: file:///C:/a.files/image001.png\r\nContent-ID: <x@y>\r\n\r\nAA\r\nEC\r\n----b--\r\n";

    #[test]
    fn a_page_in_one_file() {
        assert_eq!(kind(FILE.as_bytes()).as_deref(), Some("multipart/related"));
        let archive = Archive::open(FILE.as_bytes()).expect("an archive");
        let (page, charset) = archive.page().expect("a page");
        assert_eq!(page.trim_ascii(), b"<p>\xCD\xFB\xBA\xD3</p>");
        assert_eq!(charset, Some("gb2312"));
        for address in ["a.files/image001.png", "cid:x@y", "file:///C:/a.files/image001.png"] {
            assert_eq!(archive.find(address, 100), Some(vec![0, 1, 2]), "{address}");
        }
        assert_eq!(archive.find("image002.png", 100), None);
        assert_eq!(archive.find("cid:x@y", 1), None);
    }

    #[test]
    fn what_is_no_letter() {
        for text in ["", "山阴县\n", "标题：甲\n\n乙", "a: b\n", "<html>\n\n"] {
            assert_eq!(kind(text.as_bytes()), None, "{text}");
        }
        let within =
            "MIME-Version: 1.0\nContent-Type: multipart/related; boundary=a\n\n--a\n".repeat(50);
        assert!(Archive::open(within.as_bytes()).is_none_or(|it| it.page().is_none()));
    }
}
