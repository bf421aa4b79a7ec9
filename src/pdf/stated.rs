//! What a PDF says of itself: its metadata, which archive PDFs leave uncompressed.
//!
//! Follows nothing: the words are searched for in the bytes, so that the end of a file is enough.

/// The end of a file, in bytes, in which the metadata of a briefing of a few pages stand.
pub const SHORT_TAIL: u64 = 24 * 1024;
/// The end of a file, in bytes, in which those of any briefing stand.
pub const TAIL: u64 = 512 * 1024;

/// What a PDF says of itself, as far as it says it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Stated {
    /// What it is, in the words of whoever made it.
    pub description: Option<String>,
    /// The title.
    pub title: Option<String>,
    /// The day it is dated, `2018-11-27`.
    pub date: Option<String>,
    /// The program that made it.
    pub program: Option<String>,
    /// How many pages there are.
    pub pages: Option<usize>,
}

/// Reads it from the bytes of a file, or from its end.
pub fn stated(bytes: &[u8]) -> Stated {
    // Attached files stand before it: of several, the last is the document's own.
    let Some(start) = rfind(bytes, b"<rdf:RDF") else { return Stated::default() };
    let text = String::from_utf8_lossy(&bytes[start..]);
    let text = text.split("</rdf:RDF>").next().unwrap_or_default();
    let date = value(text, "xmp:CreateDate").map(|date| date.chars().take(10).collect());
    Stated {
        description: item(text, "dc:description"),
        title: item(text, "dc:title"),
        date,
        program: value(text, "xmp:CreatorTool"),
        pages: value(text, "xmpTPg:NPages").and_then(|pages| pages.parse().ok()),
    }
}

fn rfind(bytes: &[u8], words: &[u8]) -> Option<usize> {
    bytes.windows(words.len()).rposition(|window| window == words)
}

/// `<name>VALUE</name>`.
fn value(text: &str, name: &str) -> Option<String> {
    let (_, rest) = text.split_once(&format!("<{name}>"))?;
    let (value, _) = rest.split_once(&format!("</{name}>"))?;
    Some(plain(value))
}

/// The only item of a list in an element.
fn item(text: &str, name: &str) -> Option<String> {
    let list = {
        let (_, rest) = text.split_once(&format!("<{name}>"))?;
        rest.split_once(&format!("</{name}>"))?.0
    };
    let (_, rest) = list.split_once("<rdf:li")?;
    let (_, rest) = rest.split_once('>')?;
    Some(plain(rest.split_once("</rdf:li>")?.0))
}

fn plain(text: &str) -> String {
    let marks = [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&apos;", "'"), ("&amp;", "&")];
    marks.iter().fold(text.to_owned(), |text, (from, to)| text.replace(from, to))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_last_metadata_say() {
        let of = |title: &str| {
            format!(
                "<rdf:RDF><dc:title><rdf:Alt><rdf:li xml:lang=\"x-default\">{title}</rdf:li></rdf:Alt>\
                 </dc:title><xmp:CreateDate>2018-11-27T00:00:00Z</xmp:CreateDate>\
                 <xmpTPg:NPages>5</xmpTPg:NPages></rdf:RDF>"
            )
        };
        let text = format!("%PDF {} endstream {} xref", of("附件"), of("甲 &lt;乙&gt; &amp;amp;"));
        let said = stated(text.as_bytes());
        assert_eq!(said.title.as_deref(), Some("甲 <乙> &amp;"));
        assert_eq!((said.date.as_deref(), said.pages), (Some("2018-11-27"), Some(5)));
        assert_eq!((said.description, said.program), (None, None));
        for broken in ["", "<rdf:RDF", "<rdf:RDF><dc:title><rdf:li", "<rdf:RDF><xmpTPg:NPages>"] {
            assert_eq!(stated(broken.as_bytes()), Stated::default(), "{broken}");
        }
    }
}
