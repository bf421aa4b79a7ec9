//! Bytes → [`SourceFile`]: encodings, the byte-order mark, the size limit.
//!
//! Knows nothing of what the text says. Line ends stay as they are, so that offsets
//! are those of the author's file (after decoding).

use std::ops::Range;
use std::path::Path;
use std::sync::Arc;

use encoding_rs::{Encoding, GB18030, UTF_16BE, UTF_16LE};

use crate::diagnostic::{Diagnostic, SourceFile, Span, code};
use crate::error::{COPY_IN, Error};
use crate::model::{Limit, megabytes};
use crate::workspace::Workspace;

/// Largest file of settings that is read, in MB. Fixed: what else there may be stands in one of them.
const SETTINGS_LIMIT: u32 = 2;

/// This many characters outside ASCII before the first bad byte cannot be chance:
/// the file is UTF-8 and damaged, and reading it as GB18030 would only give mojibake.
const SURELY_UTF8: usize = 4;

/// Reads and decodes a file of settings; the inner error is the author's to mend.
///
/// # Errors
/// [`Error::Read`] when the file cannot be opened or read.
pub(super) fn load(
    workspace: &Workspace,
    path: &Path,
) -> Result<Result<Arc<SourceFile>, Box<Diagnostic>>, Error> {
    let help = "设置文件不应有这么大，请检查是否粘进了别的内容；这个上限不能改";
    load_up_to(workspace, path, SETTINGS_LIMIT, || help.to_owned())
}

/// Reads and decodes an entry or a template, of which `most` MB are allowed.
///
/// # Errors
/// [`Error::Read`] when the file cannot be opened or read.
pub(super) fn load_within(
    workspace: &Workspace,
    path: &Path,
    most: u32,
) -> Result<Result<Arc<SourceFile>, Box<Diagnostic>>, Error> {
    load_up_to(workspace, path, most, || {
        let remedy = Limit::FILE_SIZE.remedy(most);
        format!("这里应是文字，请检查是否粘进了图片或整个 Word 文件；{remedy}")
    })
}

fn load_up_to(
    workspace: &Workspace,
    path: &Path,
    most: u32,
    help: impl Fn() -> String,
) -> Result<Result<Arc<SourceFile>, Box<Diagnostic>>, Error> {
    let shown = workspace.display(path);
    let bytes = match workspace.bytes(path, megabytes(most)) {
        Err(error @ Error::Outside { .. }) => {
            let found = Diagnostic::error(code::LINK_OUTSIDE, error.to_string());
            return Ok(Err(Box::new(found.at(top(&empty(shown))).help(COPY_IN))));
        }
        bytes => bytes?,
    };
    Ok(match bytes {
        Some(bytes) => decode(shown, &bytes),
        None => Err(Box::new(too_large(shown, megabytes(most)).help(help()))),
    })
}

/// The finding for a file over a limit in bytes.
pub(super) fn too_large(path: String, limit: u64) -> Diagnostic {
    let message = format!("文件「{path}」超过 {} MB", limit / 1024 / 1024);
    Diagnostic::error(code::TOO_LARGE, message).at(top(&empty(path)))
}

/// A text in the encoding of the file that it is to be put at the end of.
pub(super) fn encode_like(file: &[u8], text: &str) -> Vec<u8> {
    match file {
        [0xEF, 0xBB, 0xBF, ..] => text.as_bytes().to_vec(),
        [0xFF, 0xFE, ..] => text.encode_utf16().flat_map(u16::to_le_bytes).collect(),
        [0xFE, 0xFF, ..] => text.encode_utf16().flat_map(u16::to_be_bytes).collect(),
        _ if std::str::from_utf8(file).is_ok() => text.as_bytes().to_vec(),
        _ => GB18030.encode(text).0.into_owned(),
    }
}

/// A file's bytes as text; what cannot be decoded is left out.
pub fn decoded(path: &str, bytes: &[u8]) -> Arc<SourceFile> {
    let file = decode(path.to_owned(), bytes);
    file.unwrap_or_else(|finding| finding.span.map_or(empty(path.to_owned()), |span| span.file))
}

/// Bytes as text in the encoding that has such a name on the web, with U+FFFD for what is none of its
/// characters; `None` where nothing has the name.
pub fn decoded_as(name: &str, bytes: &[u8]) -> Option<String> {
    let encoding = Encoding::for_label(name.as_bytes())?;
    Some(encoding.decode_without_bom_handling(bytes).0.into_owned())
}

/// A file's bytes with some of its text replaced: what is not replaced stays byte for byte. `None`
/// where that cannot be promised, because the bytes are not the ones its text would be written as.
///
/// `edits` are ranges of the decoded text, ascending and apart from each other.
pub fn rewritten(bytes: &[u8], edits: &[(Range<usize>, &str)]) -> Option<Vec<u8>> {
    let file = decode(String::new(), bytes).ok()?;
    let mark: &[u8] = match bytes {
        [0xEF, 0xBB, 0xBF, ..] => &bytes[..3],
        [0xFF, 0xFE, ..] | [0xFE, 0xFF, ..] => &bytes[..2],
        _ => &[],
    };
    if [mark, &encode_like(bytes, &file.text)].concat() != bytes {
        return None;
    }
    let mut text = String::with_capacity(file.text.len());
    let mut done = 0;
    for (range, new) in edits {
        text.push_str(file.text.get(done..range.start)?);
        text.push_str(new);
        done = range.end;
    }
    text.push_str(file.text.get(done..)?);
    let written = [mark, &encode_like(bytes, &text)].concat();
    // GB18030 that has become plain ASCII, or by chance valid UTF-8, would be read otherwise.
    let read = decode(String::new(), &written).ok()?;
    (read.text == text).then_some(written)
}

/// A file's bytes as text: UTF-8 or UTF-16 with their byte-order marks, plain UTF-8, otherwise GB18030.
///
/// # Errors
/// What is wrong with bytes that are none of these.
pub fn decode(path: String, bytes: &[u8]) -> Result<Arc<SourceFile>, Box<Diagnostic>> {
    let text = match bytes {
        [0xEF, 0xBB, 0xBF, rest @ ..] => return finish(path, utf8(rest)),
        [0xFF, 0xFE, rest @ ..] => strict(UTF_16LE, rest),
        [0xFE, 0xFF, rest @ ..] => strict(UTF_16BE, rest),
        _ => match utf8(bytes) {
            Err(good) if good.chars().filter(|c| !c.is_ascii()).count() < SURELY_UTF8 => {
                strict(GB18030, bytes)
            }
            utf8 => utf8,
        },
    };
    finish(path, text)
}

/// A span at the top of a file, for findings about the file as a whole.
pub(super) fn top(file: &Arc<SourceFile>) -> Span {
    Span::new(file, 0..0)
}

/// A file of which only the name matters.
pub(super) fn empty(path: String) -> Arc<SourceFile> {
    Arc::new(SourceFile { path, text: String::new() })
}

/// The text, or as much of it as is good.
fn utf8(bytes: &[u8]) -> Result<String, String> {
    match std::str::from_utf8(bytes) {
        Ok(text) => Ok(text.to_owned()),
        Err(error) => {
            let good = bytes.get(..error.valid_up_to()).unwrap_or_default();
            Err(String::from_utf8_lossy(good).into_owned())
        }
    }
}

fn strict(encoding: &'static Encoding, bytes: &[u8]) -> Result<String, String> {
    match encoding.decode_without_bom_handling_and_without_replacement(bytes) {
        Some(text) => Ok(text.into_owned()),
        None => Err(String::new()),
    }
}

fn finish(path: String, text: Result<String, String>) -> Result<Arc<SourceFile>, Box<Diagnostic>> {
    let (problem, text) = match text {
        Ok(text) if text.contains('\0') => ("中有空字节，不是文本文件", text),
        Ok(text) => return Ok(Arc::new(SourceFile { path, text })),
        Err(good) if good.is_empty() => ("的编码无法识别", good),
        Err(good) => ("中有损坏的字符", good),
    };
    let at = text.find('\0').unwrap_or(text.len());
    let message = format!("文件「{path}」{problem}");
    let file = Arc::new(SourceFile { path, text });
    Err(Box::new(
        Diagnostic::error(code::UNREADABLE_ENCODING, message).at(Span::new(&file, at..at)).help(
            "用记事本打开，另存为 UTF-8 编码的文本文件；Word 文件请把文字复制到新的文本文件里",
        ),
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(bytes: &[u8], want: &str) {
        let got = match decode("a.md".to_owned(), bytes) {
            Ok(file) => file.text.clone(),
            Err(found) => {
                let (line, column) = found.span.as_ref().expect("a place").line_column();
                format!("{line}:{column} {} {}", found.code.name, found.message)
            }
        };
        assert_eq!(got, want);
    }

    #[test]
    fn encodings_of_daily_life() {
        check("山阴县".as_bytes(), "山阴县");
        check(b"\xEF\xBB\xBFa\r\nb", "a\r\nb");
        check(&GB18030.encode("标题：山阴县㐀𠀀").0, "标题：山阴县㐀𠀀");
        check(b"\xFF\xFEa\0\x71\x5C", "a山");
        check(b"\xFE\xFF\0a\x5C\x71", "a山");
        check(b"", "");
    }

    #[test]
    fn encodings_by_the_names_of_the_web() {
        assert_eq!(decoded_as("GB2312", b"\xC9\xBD\xFF").as_deref(), Some("山\u{FFFD}"));
        assert_eq!(decoded_as("big5", b"\xA4s").as_deref(), Some("山"));
        assert_eq!(decoded_as("shift_jis", b"\x8ER").as_deref(), Some("山"));
        assert_eq!(decoded_as("墨", b"a"), None);
    }

    #[test]
    fn what_is_not_text_is_refused() {
        check(b"a\nb\0c", "2:2 unreadable-encoding 文件「a.md」中有空字节，不是文本文件");
        check(b"\x89PNG\xFF\xFF", "1:1 unreadable-encoding 文件「a.md」的编码无法识别");
        check(b"\xFF\xFE\x00\xD8", "1:1 unreadable-encoding 文件「a.md」的编码无法识别");
        // Chopped UTF-8 must not come out as GB18030 mojibake.
        check(
            &"山阴县人民政府".as_bytes()[..20],
            "1:7 unreadable-encoding 文件「a.md」中有损坏的字符",
        );
    }
}
