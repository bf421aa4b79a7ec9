//! A file → [`Document`], by what its bytes are; its name only where they do not tell.

mod signature;

use super::beside::{Beside, PICTURE};
use super::document::{BLOCKS, Document, Dropped};
use super::mime::{self, Archive};
use super::sources::{Source, packed, refusal, refused};
use super::{clean, docx, encoding, html, marked, members, text};
use crate::diagnostic::Diagnostic;
use crate::read;

/// The largest text, in bytes.
const TEXT: usize = 4 << 20;
/// The largest page, in bytes: it may have its pictures in it.
const PAGE: usize = 16 << 20;
/// How much of a text tells what it is, in characters.
const START: usize = 4_000;
/// Endings of documents of writing programs.
const WRITTEN: &[&str] = &["docx", "docm", "doc", "wps", "dotx", "dot", "wpt", "rtf"];

/// Reads a file.
///
/// # Errors
/// Why it cannot be read, and the way out.
pub fn document(source: &Source) -> Result<Document, Box<Diagnostic>> {
    let mut document = read_source(source)?;
    encoding::settle(&mut document);
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

fn read_source(source: &Source) -> Result<Document, Box<Diagnostic>> {
    let Source { shown, bytes, .. } = source;
    let lower = source.name.to_lowercase();
    let ending = lower.rsplit_once('.').map_or("", |(_, ending)| ending);
    let no = |(what, help): signature::Refusal| refusal(format!("文件「{shown}」{what}"), help);
    if let [b'P', b'K', 3, 4, ..] | [b'P', b'K', 5, 6, ..] = bytes.as_slice() {
        return package(source);
    }
    if docx::is_flat(bytes) {
        return docx::read_flat(bytes).map_err(|damage| refused(shown, damage));
    }
    if let Some(found) = signature::refusal(bytes, &lower) {
        return Err(no(found));
    }
    if ["yaml", "yml"].contains(&ending) {
        return Err(no(("是设置或 YAML 稿件，不用导入", "YAML 稿件直接放进这一期的文件夹")));
    }
    match mime::kind(bytes).as_deref() {
        Some("multipart/related" | "text/html") => return letter(source),
        Some(_) => {
            let help = "打开邮件，把附件里的稿件另存下来，或把正文复制到 Word 里，再导入";
            return Err(no(("是电子邮件（.eml）", help)));
        }
        None => {}
    }
    let begins_as_page = looks_like_page(bytes);
    let is_page = begins_as_page || ["html", "htm", "xhtml", "mht", "mhtml"].contains(&ending);
    if bytes.len() > if is_page { PAGE } else { TEXT } {
        return Err(no(("的文字太多", "分成几个文件，再导入")));
    }
    let is_written = WRITTEN.contains(&ending);
    let decoded = match is_page {
        true => encoding::of_page(shown, bytes, None),
        false => encoding::of_text(shown, bytes),
    };
    let decoded = decoded.map_err(|problem| match is_written {
        true => refused(shown, docx::Damage::Zip),
        false => problem,
    })?;
    let start: String =
        decoded.text.trim_start().chars().take(START).collect::<String>().to_lowercase();
    if let Some(found) = signature::of_text(&start).filter(|_| !begins_as_page) {
        return Err(no(found));
    }
    let mut document = match () {
        () if is_page => page(source, &decoded.text)?,
        () if ["md", "markdown"].contains(&ending) => {
            let beside = Beside::Folder(source.folder.as_deref());
            marked::read(&decoded.text, &mut |address| beside.find(address))
        }
        () if is_written && is_binary(&decoded.text) => {
            return Err(refused(shown, docx::Damage::Zip));
        }
        () if is_written || ["txt", "text"].contains(&ending) || ending == lower => {
            text::plain(&decoded.text)
        }
        () if ["rar", "7z"].contains(&ending) => {
            let help = "请解压，再导入解出来的文件或文件夹；或另存为 .zip";
            return Err(no(("是压缩包", help)));
        }
        () => {
            let help = "核对这个文件；确是稿件的，用 Word 打开，另存为 .docx，再导入";
            return Err(no(("的内容与文件名的结尾不符，不是能读的稿件", help)));
        }
    };
    if let Some(unusual) = decoded.unusual {
        document.drop_text(Dropped::Encoding, &unusual);
    }
    let is_named = ["html", "htm", "xhtml", "mht", "mhtml"].contains(&ending);
    if (is_page && !is_named) || is_written {
        document.drop_text(Dropped::Misnamed, if is_page { "网页" } else { "纯文本" });
    }
    Ok(document)
}

/// Whether a text has signs that no text has: it is some other file whose bytes happen to decode.
fn is_binary(text: &str) -> bool {
    text.contains(|c: char| {
        c.is_control() && !matches!(c, '\t' | '\n' | '\r' | '\u{B}' | '\u{C}' | '\u{1A}')
    })
}

/// Whether the beginning of a file is that of a page.
fn looks_like_page(bytes: &[u8]) -> bool {
    let text = read::decoded_as("utf-8", &bytes[..bytes.len().min(START)]).unwrap_or_default();
    let start = text.trim_start_matches(['\u{FEFF}', ' ', '\t', '\r', '\n']).to_lowercase();
    // What a browser writes before the page it saves.
    let start = match start.strip_prefix("<!--").and_then(|rest| rest.split_once("-->")) {
        Some((_, rest)) => rest.trim_start(),
        None => start.as_str(),
    };
    let begins =
        ["<!doctype html", "<html", "<head", "<body"].iter().any(|it| start.starts_with(it));
    begins || (start.starts_with("<?xml") && start.contains("<html"))
}

/// Reads a Word document, or says what else the zip is.
fn package(source: &Source) -> Result<Document, Box<Diagnostic>> {
    let Source { shown, bytes, .. } = source;
    docx::read(bytes).map_err(|damage| {
        let members = members::list(bytes).unwrap_or_default();
        let packing = members.iter().find_map(members::Member::unknown_packing);
        match damage {
            docx::Damage::Zip if packing.is_some() => packed(shown, packing.unwrap_or_default()),
            docx::Damage::NoDocument => {
                let names: Vec<String> = members
                    .iter()
                    .map(|member| String::from_utf8_lossy(&member.name).replace('\\', "/"))
                    .collect();
                let (what, help) = signature::of_zip(&names);
                refusal(format!("文件「{shown}」{what}"), help)
            }
            damage => refused(shown, damage),
        }
    })
}

/// Reads a page with what lies beside it.
fn page(source: &Source, text: &str) -> Result<Document, Box<Diagnostic>> {
    let beside = Beside::Folder(source.folder.as_deref());
    of_page(&source.shown, text, &beside)
}

fn of_page(shown: &str, text: &str, beside: &Beside<'_>) -> Result<Document, Box<Diagnostic>> {
    let document = html::read(text, &mut |address| beside.find(address));
    let document = document.ok_or_else(|| {
        let help = "在浏览器里打开，把正文复制到 Word 里，另存为 .docx，再导入";
        refusal(format!("网页「{shown}」太大，或一层套一层太深，读不了"), help)
    })?;
    let is_frames = document.blocks.is_empty() && text.to_lowercase().contains("<frameset");
    match is_frames {
        true => Err(refusal(
            format!("网页「{shown}」只有框架，文字在另外的网页里"),
            "在浏览器里打开正文那一页，另存下来，再导入",
        )),
        false => Ok(document),
    }
}

/// Reads a page in one file.
fn letter(source: &Source) -> Result<Document, Box<Diagnostic>> {
    let shown = &source.shown;
    let no = || {
        let help = "在浏览器里打开，另存为「网页，全部」（.html），再导入";
        refusal(format!("文件「{shown}」是单个文件的网页（.mht），里面没有能读的网页"), help)
    };
    let archive = Archive::open(&source.bytes).ok_or_else(no)?;
    let (bytes, charset) = archive.page().ok_or_else(no)?;
    if bytes.len() > PAGE {
        return Err(refused(shown, docx::Damage::TooLarge));
    }
    let decoded = encoding::of_page(shown, &bytes, charset)?;
    let mut document = of_page(shown, &decoded.text, &Beside::Letter(&archive, PICTURE))?;
    if let Some(unusual) = decoded.unusual {
        document.drop_text(Dropped::Encoding, &unusual);
    }
    let lower = source.name.to_lowercase();
    if ![".mht", ".mhtml"].iter().any(|ending| lower.ends_with(ending)) {
        document.drop_text(Dropped::Misnamed, "单个文件的网页（.mht）");
    }
    Ok(document)
}
