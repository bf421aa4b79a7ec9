//! A web page in one file with its pictures (MHTML, RFC 2557), as programs put it into documents.

use std::collections::BTreeMap;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::chunk::decoded;

/// How deep parts stand in each other.
const DEEPEST: usize = 8;
/// The most parts.
const PARTS: usize = 2_000;

/// A page with what belongs to it.
#[derive(Debug, Default)]
pub struct Page {
    /// The page itself.
    pub text: String,
    /// Other parts, by their address and by their id.
    parts: BTreeMap<String, Vec<u8>>,
}

impl Page {
    /// A picture by the address that the page names.
    pub fn picture(&self, address: &str) -> Option<Vec<u8>> {
        let last = |address: &str| address.rsplit(['/', '\\']).next().map(str::to_owned);
        let id = address.strip_prefix("cid:").unwrap_or(address);
        let own = self.parts.get(id).or_else(|| self.parts.get(&last(id)?));
        own.cloned()
    }
}

/// Reads a file; `None` where there is no page in it.
pub fn page(bytes: &[u8]) -> Option<Page> {
    let mut page = Page::default();
    let mut left = PARTS;
    let is_found = part(bytes, 0, &mut left, &mut page);
    is_found.filter(|_| !page.text.is_empty()).map(|()| page)
}

/// Reads a part: heads, a blank line, and what it says.
fn part(bytes: &[u8], depth: usize, left: &mut usize, page: &mut Page) -> Option<()> {
    *left = left.checked_sub(1)?;
    let (head, body) = split(bytes);
    let heads = heads(&head);
    let of = |name: &str| heads.get(name).map(String::as_str).unwrap_or_default();
    let kind = of("content-type").to_lowercase();
    if kind.starts_with("multipart/") && depth < DEEPEST {
        let at = kind.find("boundary=")? + "boundary=".len();
        let written = of("content-type").get(at..)?;
        let boundary = match written.strip_prefix('"') {
            Some(quoted) => quoted.split('"').next()?,
            None => written.split([';', ' ']).next()?,
        };
        let mark = format!("--{boundary}");
        for inner in parted(body, mark.as_bytes()) {
            part(inner, depth + 1, left, page);
        }
        return Some(());
    }
    let bytes = unpacked(body, &of("content-transfer-encoding").to_lowercase());
    let is_page = kind.starts_with("text/html")
        || kind.contains("xhtml")
        || (kind.is_empty() && bytes.trim_ascii_start().starts_with(b"<"));
    if page.text.is_empty() && is_page {
        page.text = decoded(&bytes);
    } else if kind.starts_with("image/") {
        let place = of("content-location").rsplit(['/', '\\']).next().unwrap_or_default();
        let id = of("content-id").trim_matches(['<', '>']);
        let names = [of("content-location"), place, id];
        for name in names.into_iter().filter(|name| !name.is_empty()) {
            page.parts.entry(name.to_owned()).or_insert_with(|| bytes.clone());
        }
    }
    Some(())
}

/// The heads, and what follows the first blank line.
fn split(bytes: &[u8]) -> (String, &[u8]) {
    let mut at = 0;
    for line in bytes.split_inclusive(|byte| *byte == b'\n') {
        at += line.len();
        if line.trim_ascii().is_empty() && at > line.len() {
            break;
        }
    }
    (String::from_utf8_lossy(&bytes[..at]).into_owned(), &bytes[at..])
}

/// The heads by name; a line that begins with a blank goes on with the one before.
fn heads(text: &str) -> BTreeMap<String, String> {
    let mut heads = BTreeMap::new();
    let mut open: Option<(String, String)> = None;
    for line in text.lines() {
        match open.as_mut().filter(|_| line.starts_with([' ', '\t'])) {
            Some((_, value)) => {
                value.push(' ');
                value.push_str(line.trim());
            }
            None => {
                heads.extend(open.take());
                let parts = line.split_once(':');
                open = parts
                    .map(|(name, value)| (name.trim().to_lowercase(), value.trim().to_owned()));
            }
        }
    }
    heads.extend(open);
    heads
}

/// What stands between lines that begin with a mark.
fn parted<'b>(body: &'b [u8], mark: &[u8]) -> Vec<&'b [u8]> {
    let (mut parts, mut start, mut at) = (Vec::new(), None, 0);
    for line in body.split_inclusive(|byte| *byte == b'\n') {
        if line.starts_with(mark) {
            parts.extend(start.map(|start: usize| &body[start..at]));
            start = (!line[mark.len()..].starts_with(b"--")).then_some(at + line.len());
        }
        at += line.len();
    }
    parts.extend(start.map(|start| &body[start..]));
    parts
}

/// The bytes that a part was packed from.
fn unpacked(body: &[u8], packing: &str) -> Vec<u8> {
    match packing {
        "base64" => {
            let digits: Vec<u8> =
                body.iter().copied().filter(|byte| !byte.is_ascii_whitespace()).collect();
            STANDARD.decode(&digits).unwrap_or_default()
        }
        "quoted-printable" => {
            let mut out = Vec::with_capacity(body.len());
            let mut rest = body;
            while let [first, more @ ..] = rest {
                rest = more;
                match (first, more) {
                    (b'=', [b'\r', b'\n', more @ ..] | [b'\n', more @ ..]) => rest = more,
                    (b'=', [a, b, more @ ..]) => {
                        let digits = [*a, *b];
                        let digits = std::str::from_utf8(&digits).ok();
                        match digits.and_then(|digits| u8::from_str_radix(digits, 16).ok()) {
                            Some(byte) => {
                                out.push(byte);
                                rest = more;
                            }
                            None => out.push(b'='),
                        }
                    }
                    _ => out.push(*first),
                }
            }
            out
        }
        _ => body.to_vec(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_in_one_file() {
        let file = concat!(
            "MIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n\tboundary=\"B=1\"\r\n\r\n",
            "--B=1\r\nContent-Type: text/html; charset=\"utf-8\"\r\n",
            "Content-Transfer-Encoding: quoted-printable\r\n\r\n",
            "<p>=E5=85=A8=\r\n=E5=8E=BF</p>\r\n--B=1\r\nContent-Type: image/png\r\n",
            "Content-Transfer-Encoding: base64\r\nContent-Location: file:///C:/a/b.png\r\n\r\n",
            "AAEC\r\n--B=1--\r\n",
        );
        let found = page(file.as_bytes()).expect("a page");
        assert_eq!(found.text.trim(), "<p>全县</p>");
        for address in ["file:///C:/a/b.png", "b.png", "a/b.png"] {
            assert_eq!(found.picture(address), Some(vec![0, 1, 2]), "{address}");
        }
        assert_eq!(found.picture("c.png"), None);
        assert!(page(b"Content-Type: text/plain\n\nx").is_none() && page(b"").is_none());
    }
}
