//! The pictures of an issue, read from its own folder and from nowhere else.

use std::path::Path;

use typst::foundations::Bytes;
use typst::visualize::{ImageFormat, RasterFormat, RasterImage, SvgImage, VectorFormat};

use crate::compose::{Document, Picture};
use crate::diagnostic::{Code, Diagnostic, code};
use crate::error::Error;
use crate::model::{Limit, Limits, megabytes};
use crate::workspace::fs;

/// Stands in for a picture that cannot be used, so that the page can be laid out and every
/// other finding be reported in the same run: one transparent pixel, as PNG.
const STAND_IN: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\x06\0\0\0\x1f\x15\xc4\x89\0\0\0\rIDATx\x9cc\xf8\xff\xff?\x03\0\x08\xfc\x02\xfe\xa7\x9a\xa0\xa0\0\0\0\0IEND\xaeB`\x82";

/// The bytes of a document's pictures by virtual path, and what is wrong with some of them.
pub struct Pictures {
    pub files: Vec<(String, Bytes)>,
    pub diagnostics: Vec<Diagnostic>,
}

/// Reads the pictures of a document from the folder.
///
/// # Errors
/// [`Error::Read`] when a picture exists but cannot be read.
pub fn load(document: &Document, folder: &Path) -> Result<Pictures, Error> {
    let mut pictures = Pictures { files: Vec::new(), diagnostics: Vec::new() };
    for picture in &document.pictures {
        let bytes = match read(picture, folder, &document.limits)? {
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
) -> Result<Result<Bytes, Box<Diagnostic>>, Error> {
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
    let Some(bytes) = fs::read_limited(&path, megabytes(limits.picture_size))? else {
        let remedy = Limit::PICTURE_SIZE.remedy(limits.picture_size);
        return Ok(Err(refuse(
            code::PICTURE,
            format!("图片「{shown}」超过 {} MB", limits.picture_size),
            &format!("请用看图软件缩小后再用；{remedy}"),
        )));
    };
    Ok(decode(shown, Bytes::new(bytes), limits))
}

/// Decodes a picture here, where its place in the text is known; Typst remembers the result.
fn decode(shown: &str, bytes: Bytes, limits: &Limits) -> Result<Bytes, Box<Diagnostic>> {
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

fn refuse(code: Code, message: String, help: &str) -> Box<Diagnostic> {
    Box::new(Diagnostic::error(code, message).help(help))
}
