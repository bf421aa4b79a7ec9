//! The pictures of an issue, read from its own folder and from nowhere else.

use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};

use typst::foundations::Bytes;
use typst::visualize::{ImageFormat, RasterFormat, RasterImage, SvgImage, VectorFormat};

use super::metadata;
use super::svg::{self, Flaw};
use crate::compose::{Document, Picture};
use crate::diagnostic::{Code, Diagnostic, code};
use crate::error::Error;
use crate::model::{Digest, Limit, Limits, megabytes};
use crate::workspace::fs;

/// Stands in for a picture that cannot be used, so that the page can be laid out and every
/// other finding be reported in the same run: one transparent pixel, as PNG.
const STAND_IN: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\x06\0\0\0\x1f\x15\xc4\x89\0\0\0\rIDATx\x9cc\xf8\xff\xff?\x03\0\x08\xfc\x02\xfe\xa7\x9a\xa0\xa0\0\0\0\0IEND\xaeB`\x82";

/// The bytes of a document's pictures by virtual path, and what is wrong with some of them.
pub struct Pictures {
    pub files: Vec<(String, Bytes)>,
    /// Their files as they were read, by path within the folder.
    pub digests: Vec<Digest>,
    pub diagnostics: Vec<Diagnostic>,
}

/// Reads the pictures of a document from the folder.
///
/// # Errors
/// [`Error::Read`] when a picture exists but cannot be read.
pub fn load(document: &Document, folder: &Path) -> Result<Pictures, Error> {
    let mut pictures = Pictures { files: Vec::new(), digests: Vec::new(), diagnostics: Vec::new() };
    for picture in &document.pictures {
        let read = read(picture, folder, &document.limits)?;
        let file = read.as_deref().unwrap_or(STAND_IN);
        pictures.digests.push(Digest { path: picture.path.clone(), sha256: fs::sha256(file) });
        let bytes = match read.and_then(|file| decode(&picture.path, file, &document.limits)) {
            Ok(bytes) => bytes,
            Err(diagnostic) => {
                pictures.diagnostics.push((*diagnostic).at(picture.span.clone()));
                Bytes::new(STAND_IN)
            }
        };
        pictures.files.push((format!("/{}", picture.path), bytes));
    }
    Ok(pictures)
}

fn read(
    picture: &Picture,
    folder: &Path,
    limits: &Limits,
) -> Result<Result<Vec<u8>, Box<Diagnostic>>, Error> {
    let shown = &picture.path;
    let path = folder.join(shown);
    let (Ok(real), Ok(root)) = (path.canonicalize(), folder.canonicalize()) else {
        return Ok(Err(refuse(
            code::PICTURE,
            format!("找不到图片「{shown}」"),
            "请检查文件名（含扩展名）是否一致，图片应放在本期文件夹的 assets 里",
        )));
    };
    if !real.starts_with(&root) {
        let message = format!("图片「{shown}」是指向本期文件夹之外的链接");
        return Ok(Err(refuse(
            code::PICTURE_OUTSIDE,
            message,
            "请把图片文件本身复制到本期文件夹的 assets 里",
        )));
    }
    if real.is_dir() {
        let message = format!("「{shown}」是文件夹，不是图片");
        return Ok(Err(refuse(code::PICTURE, message, "写到文件夹里的图片文件，如 assets/1.jpg")));
    }
    let Some(bytes) = fs::read_limited(&path, megabytes(limits.picture_size))? else {
        let remedy = Limit::PICTURE_SIZE.remedy(limits.picture_size);
        return Ok(Err(refuse(
            code::PICTURE,
            format!("图片「{shown}」超过 {} MB", limits.picture_size),
            &format!("请用看图软件缩小后再用；{remedy}"),
        )));
    };
    Ok(Ok(bytes))
}

/// Decodes a picture here, where its place in the text is known; Typst remembers the result. What
/// nobody sees of it is left out.
fn decode(shown: &str, bytes: Vec<u8>, limits: &Limits) -> Result<Bytes, Box<Diagnostic>> {
    let cleaned = metadata::cleaned(bytes.clone());
    // By what is used: a long comment may hide what kind of file it was.
    if let Some(ImageFormat::Vector(VectorFormat::Svg)) = ImageFormat::detect(&cleaned) {
        // First as it was written, where the places are the author's.
        drawing(shown, &bytes, limits)?;
        if cleaned != bytes {
            drawing(shown, &cleaned, limits)?;
        }
    }
    let bytes = Bytes::new(cleaned);
    let unusable = |why: String| {
        let message = format!("图片「{shown}」打不开，可能已损坏");
        let mut finding = refuse(code::PICTURE, message, "请用看图软件打开它，另存为 PNG 或 JPEG");
        finding.note = Some(format!("解码程序的原话：{why}"));
        finding
    };
    match ImageFormat::detect(&bytes) {
        Some(ImageFormat::Raster(RasterFormat::Exchange(format))) => {
            let size = imagesize::blob_size(&bytes).map_err(|error| unusable(error.to_string()))?;
            let most = limits.picture_pixels;
            let pixels = size.width.saturating_mul(size.height);
            if pixels > usize::try_from(most).unwrap_or(usize::MAX).saturating_mul(1_000_000) {
                let message = format!(
                    "图片「{shown}」有 {} × {} 像素，超过 {most} 百万像素",
                    size.width, size.height
                );
                let help = format!(
                    "请用看图软件缩小后再用，宽 2000 像素足够印刷；{}",
                    Limit::PICTURE_PIXELS.remedy(most)
                );
                return Err(refuse(code::PICTURE, message, &help));
            }
            if is_of_print(&bytes) {
                // It would go into the PDF as it is, and an archive PDF bears no such colours.
                return Err(refuse(
                    code::PICTURE,
                    format!("图片「{shown}」用的是印刷的颜色（CMYK），不能用"),
                    "请用看图软件或画图软件打开它，另存为普通颜色（RGB）的 JPEG 或 PNG",
                ));
            }
            RasterImage::plain(bytes.clone(), format).map_err(|why| unusable(why.into()))?;
        }
        Some(ImageFormat::Vector(VectorFormat::Svg)) => {
            SvgImage::new(bytes.clone()).map_err(|_| unusable("SVG 内容有误".to_owned()))?;
        }
        _ => {
            return Err(refuse(
                code::PICTURE,
                format!("「{shown}」不是可用的图片"),
                "图片格式应为 PNG、JPEG、GIF、WebP 或 SVG，请用看图软件另存",
            ));
        }
    }
    Ok(bytes)
}

/// Whether a picture is a JPEG in the four colours of print: its frame says of how many it is.
fn is_of_print(bytes: &[u8]) -> bool {
    let mut rest = bytes.get(2..).filter(|_| bytes.starts_with(&[0xFF, 0xD8])).unwrap_or_default();
    while let [0xFF, kind, high, low, content @ ..] = rest {
        // Tables lie among the frames' numbers.
        if matches!(kind, 0xC0..=0xCF) && !matches!(kind, 0xC4 | 0xC8 | 0xCC) {
            return content.get(5) == Some(&4);
        }
        let length = usize::from(u16::from_be_bytes([*high, *low]));
        rest = content.get(length.saturating_sub(2)..).unwrap_or_default();
    }
    false
}

/// Looks a drawing through before it is drawn.
fn drawing(shown: &str, bytes: &[u8], limits: &Limits) -> Result<(), Box<Diagnostic>> {
    // All that are in it are unpacked at once.
    let most = usize::try_from(limits.picture_pixels).unwrap_or(usize::MAX);
    let left = AtomicUsize::new(most.saturating_mul(1_000_000));
    let inner = |bytes: &[u8]| {
        let bytes = metadata::cleaned(bytes.to_vec());
        let broken = |_| "打不开".to_owned();
        let size = imagesize::blob_size(&bytes).map_err(broken)?;
        let pixels = size.width.saturating_mul(size.height);
        let take = |left: usize| left.checked_sub(pixels);
        left.fetch_update(Ordering::Relaxed, Ordering::Relaxed, take)
            .map_err(|_| "太大了".to_owned())?;
        match ImageFormat::detect(&bytes) {
            Some(ImageFormat::Raster(RasterFormat::Exchange(format))) => {
                RasterImage::plain(Bytes::new(bytes.to_vec()), format)
                    .map(drop)
                    .map_err(|_| "打不开".to_owned())
            }
            _ => Err("打不开".to_owned()),
        }
    };
    let png = "请在画图软件里另存为 PNG，再用";
    Err(match svg::check(bytes, inner) {
        Ok(()) => return Ok(()),
        Err(Flaw::Unsafe(what)) => refuse(
            code::PICTURE_UNSAFE,
            format!("图片「{shown}」里{what}，没有使用"),
            "请在画图软件里另存为 PNG；或另存为不带脚本、链接的普通 SVG",
        ),
        Err(Flaw::TooMuch) => {
            refuse(code::PICTURE, format!("图片「{shown}」太大或太复杂，超出限度"), png)
        }
        Err(Flaw::Packed) => {
            refuse(code::PICTURE, format!("图片「{shown}」是压缩过的 SVG（SVGZ），不能用"), png)
        }
        Err(Flaw::Damaged(why)) => {
            let message = format!("图片「{shown}」打不开，可能已损坏");
            let mut finding = refuse(code::PICTURE, message, png);
            finding.note = Some(format!("解码程序的原话：{why}"));
            finding
        }
    })
}

fn refuse(code: Code, message: String, help: &str) -> Box<Diagnostic> {
    Box::new(Diagnostic::error(code, message).help(help))
}
