//! A file → [`Document`], by what its bytes are; its name only where they do not tell.

use std::path::Path;

use super::document::{BLOCKS, Document};
use super::sources::{Source, refusal, refused};
use super::{clean, docx, html, text};
use crate::diagnostic::Diagnostic;
use crate::read;
use crate::workspace::fs;

/// The largest text, in bytes.
const TEXT: usize = 4 << 20;
/// The largest picture beside a page, in bytes.
const PICTURE: u64 = 16 << 20;

/// Reads a file.
///
/// # Errors
/// Why it cannot be read, and the way out.
pub fn document(source: &Source) -> Result<Document, Box<Diagnostic>> {
    let mut document = read(source)?;
    clean::document(&mut document);
    if document.blocks.len() > BLOCKS {
        return Err(refused(&source.shown, docx::Damage::TooLarge));
    }
    if document.blocks.is_empty() {
        let help = "核对文件；若内容是图片（扫描件），先识别成文字，另存为 .docx 或 .txt";
        return Err(refusal(format!("文件「{}」里没有文字", source.shown), help));
    }
    Ok(document)
}

fn read(source: &Source) -> Result<Document, Box<Diagnostic>> {
    let Source { shown, bytes, .. } = source;
    let lower = source.name.to_lowercase();
    let no = |what: &str, help: &str| Err(refusal(format!("文件「{shown}」{what}"), help));
    let save = "用 Word 或 WPS 打开，另存为 .docx，再导入";
    match bytes.as_slice() {
        [] => return no("是空的", "核对文件，或请报送单位重新发送"),
        [b'P', b'K', 3, 4, ..] | [b'P', b'K', 5, 6, ..] => {
            return docx::read(bytes).map_err(|damage| refused(shown, damage));
        }
        // The container of the older formats, and of encrypted new ones.
        [0xD0, 0xCF, 0x11, 0xE0, ..] => {
            let name: Vec<u8> =
                "EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes).collect();
            let is_encrypted = bytes.windows(name.len()).any(|window| window == name);
            return match is_encrypted {
                true => no("加了密码", "用 Word 或 WPS 打开，去掉密码，另存为 .docx"),
                false if lower.ends_with(".wps") => no("是 WPS 的旧格式（.wps）", save),
                false => no("是 Word 的旧格式（.doc）", save),
            };
        }
        [b'{', b'\\', b'r', b't', b'f', ..] => return no("是 RTF 格式", save),
        [b'%', b'P', b'D', b'F', ..] => {
            return no("是 PDF", "请报送单位发 Word 文件；或把文字复制到 Word 里，另存为 .docx");
        }
        [0x89, b'P', b'N', b'G', ..] | [0xFF, 0xD8, 0xFF, ..] | [b'G', b'I', b'F', b'8', ..] => {
            return no("是图片", "先识别成文字，另存为 .docx 或 .txt");
        }
        _ => {}
    }
    if docx::is_flat(bytes) {
        return docx::read_flat(bytes).map_err(|damage| refused(shown, damage));
    }
    if [".yaml", ".yml"].iter().any(|ending| lower.ends_with(ending)) {
        return no("是设置或 YAML 稿件，不用导入", "YAML 稿件直接放进这一期的文件夹");
    }
    if lower.ends_with(".docx") || lower.ends_with(".docm") {
        return Err(refused(shown, docx::Damage::Zip));
    }
    if bytes.len() > TEXT {
        return no("的文字太多", "分成几个文件，再导入");
    }
    let marked = text::with_mark(bytes);
    let file = read::decode(shown.clone(), marked.as_deref().unwrap_or(bytes))?;
    let text = &file.text;
    let start: String = text.trim_start().chars().take(2000).collect::<String>().to_lowercase();
    if start.starts_with("mime-version:") || start.contains("\ncontent-type: multipart/related") {
        return no("是浏览器存的单个文件（.mht）", "在浏览器里另存为「网页，全部」（.html）");
    }
    let is_html = [".html", ".htm"].iter().any(|ending| lower.ends_with(ending));
    if is_html || start.starts_with("<!doctype html") || start.starts_with("<html") {
        let folder = source.folder.clone();
        let mut picture = |address: &str| beside(folder.as_deref()?, address);
        let document = html::read(text, &mut picture);
        return document.ok_or_else(|| refused(shown, docx::Damage::TooLarge));
    }
    if lower.ends_with(".md") || lower.ends_with(".markdown") {
        return Ok(text::markdown(text));
    }
    Ok(text::plain(text))
}

/// A picture that lies beside a page or in a folder there, and nowhere else.
fn beside(folder: &Path, address: &str) -> Option<Vec<u8>> {
    let decoded = percent_decoded(address);
    let path = Path::new(&decoded);
    let plain = path
        .components()
        .all(|part| matches!(part, std::path::Component::Normal(_) | std::path::Component::CurDir));
    if !plain || decoded.contains([':', '\\']) {
        return None;
    }
    let (folder, file) = (folder.canonicalize().ok()?, folder.join(path).canonicalize().ok()?);
    // A link may lead anywhere.
    file.starts_with(&folder).then(|| fs::read_limited(&file, PICTURE).ok().flatten()).flatten()
}

fn percent_decoded(address: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = address.as_bytes();
    while let [first, more @ ..] = rest {
        let code = more.get(..2).and_then(|digits| std::str::from_utf8(digits).ok());
        match code.and_then(|digits| u8::from_str_radix(digits, 16).ok()).filter(|_| *first == b'%')
        {
            Some(byte) => {
                bytes.push(byte);
                rest = &more[2..];
            }
            None => {
                bytes.push(*first);
                rest = more;
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}
