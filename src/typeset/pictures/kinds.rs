//! What a file is that was meant to be a picture and is none that can be used: by how it begins,
//! whatever its name says.

use super::refuse;
use crate::diagnostic::{Diagnostic, code};

/// Formats by their first bytes, with what they are called and where they come from.
const KINDS: &[(&[u8], &str)] = &[
    (b"BM", "BMP 图"),
    (b"II*\0", "TIFF 图"),
    (b"MM\0*", "TIFF 图"),
    (b"II\xBC", "JPEG XR 图"),
    (b"\0\0\0\x0CjP", "JPEG 2000 图"),
    (b"\xFF\x4F\xFF\x51", "JPEG 2000 图"),
    (b"8BPS", "Photoshop 图"),
    (b"%PDF", "PDF"),
    (b"%!PS", "EPS 图"),
    (b"\xC5\xD0\xD3\xC6", "EPS 图"),
    (b"\xD7\xCD\xC6\x9A", "WMF 图"),
    (b"\x01\0\x09\0", "WMF 图"),
    (b"\0\0\x01\0", "图标（ICO）"),
    (b"PK\x03\x04", "Word、Excel 等文档或压缩包"),
    (b"\xD0\xCF\x11\xE0", "老式的 Word、Excel 等文档"),
    (b"Rar!", "压缩包"),
    (b"7z\xBC\xAF", "压缩包"),
];

/// Says of a file what it is.
pub fn foreign(shown: &str, bytes: &[u8]) -> Box<Diagnostic> {
    let (message, help) = match name(bytes) {
        Some(name) => (
            format!("「{shown}」不是可用的图片：里面是{name}"),
            "请用看图软件打开它，另存为 PNG 或 JPEG；只改扩展名没有用",
        ),
        None => (
            format!("「{shown}」不是可用的图片"),
            "图片格式应为 PNG、JPEG、GIF、WebP 或 SVG，请用看图软件另存",
        ),
    };
    refuse(code::PICTURE, message, help)
}

fn name(bytes: &[u8]) -> Option<&'static str> {
    if bytes.get(40..44) == Some(b" EMF") {
        return Some("EMF 图");
    }
    // A size, and what it is.
    if let Some(brand) = bytes.get(4..12).and_then(|bytes| bytes.strip_prefix(b"ftyp")) {
        let photograph = [&b"heic"[..], b"heix", b"mif1", b"msf1", b"hevc", b"avif", b"avis"];
        return Some(if photograph.contains(&brand) { "手机的 HEIC 图" } else { "视频" });
    }
    if let Some((_, name)) = KINDS.iter().find(|(start, _)| bytes.starts_with(start)) {
        return Some(name);
    }
    if bytes.iter().take(64).all(|byte| *byte == 0) {
        return Some("空白，多半没有传完");
    }
    let text = String::from_utf8_lossy(&bytes[..bytes.len().min(512)]).trim_start().to_lowercase();
    let page = ["<!doctype html", "<html", "<head", "<body"];
    page.iter().any(|start| text.starts_with(start)).then_some("网页，不是图片")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_known_by_how_they_begin() {
        let emf = [&[1, 0, 0, 0], [0; 36].as_slice(), b" EMF"].concat();
        for (bytes, want) in [
            (b"BM....".as_slice(), "：里面是BMP 图"),
            (b"\0\0\0\x18ftypheicxxxx", "：里面是手机的 HEIC 图"),
            (b"\0\0\0\x18ftypisomxxxx", "：里面是视频"),
            (&emf, "：里面是EMF 图"),
            (b"%PDF-1.7", "：里面是PDF"),
            (&[0; 100], "：里面是空白，多半没有传完"),
            (b"\n<!DOCTYPE html><title>404</title>", "：里面是网页，不是图片"),
            (b"hello", ""),
        ] {
            let found = foreign("a.jpg", bytes);
            assert_eq!(found.message, format!("「a.jpg」不是可用的图片{want}"), "{bytes:?}");
        }
    }
}
