//! The pictures of an issue, read from its own folder and from nowhere else.
//!
//! Typst chooses the decoder by a path's extension, and clerks' `.png` is often a JPEG: `read(path,
//! encoding: none)` lets it look at the content. And each picture is decoded once beforehand, here,
//! where its place in the text is known; Typst remembers the result. One that cannot be used is
//! replaced by a transparent pixel, so that the page is laid out and all other findings are told
//! too. Size and pixels are checked before decoding. Before that, `metadata` takes out what nobody
//! sees, because Typst puts a JPEG into the PDF as it is. A drawing is looked through by `svg` with
//! usvg, the parser that Typst draws it with (and its roxmltree): no other could say what will be
//! drawn. It may have what is on a list (`svg::listed`): lines, areas, writing, colours, clips,
//! pictures. Patterns, masks, markers and filters multiply one another; they are refused by name,
//! so that counting is enough to bound what a drawing takes.
//!
//! A photograph that breaks off is gone through code by code (`jpeg`), because decoders fill what
//! is missing with grey in silence. Dashes of drawings are counted in usvg's finished tree
//! (`svg::drawn`), letters that no face has are looked for once faces are known (`lettering`), and
//! what only the export would find is asked of it for drafts too (`Typeset::archive_faults`).

mod huffman;
mod jpeg;
mod kinds;
mod raster;
mod verdict;

use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};

use typst::foundations::{Bytes, Repr, Str};
use typst::visualize::{ImageFormat, SvgImage, VectorFormat};

use super::metadata;
use super::svg::{self, Flaw};
use crate::compose::{Document, Picture};
use crate::diagnostic::{Diagnostic, code};
use crate::error::Error;
use crate::model::{Digest, Limit, Limits, megabytes};
use crate::workspace::fs;
use verdict::{Usable, Verdict, refuse};

/// Stands in for a picture that cannot be used, so that the page can be laid out and every
/// other finding be reported in the same run: one transparent pixel, as PNG.
const STAND_IN: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\x06\0\0\0\x1f\x15\xc4\x89\0\0\0\rIDATx\x9cc\xf8\xff\xff?\x03\0\x08\xfc\x02\xfe\xa7\x9a\xa0\xa0\0\0\0\0IEND\xaeB`\x82";

/// The bytes of a document's pictures by virtual path, and what is wrong with some of them.
pub struct Pictures {
    pub files: Vec<(String, Bytes)>,
    /// Across and down, by virtual path.
    sizes: BTreeMap<String, (f64, f64)>,
    /// Their files as they were read, by path within the folder.
    pub digests: Vec<Digest>,
    pub diagnostics: Vec<Diagnostic>,
}

impl Pictures {
    /// `pictures.typ`: the pixels of each, as they are shown, across and down; a drawing's are those
    /// that it says it has.
    pub fn typst_source(&self) -> String {
        let mut source = String::from("#let pixels = (:");
        for (path, (width, height)) in &self.sizes {
            let path = Str::from(path.as_str()).repr();
            let _ = write!(source, ", {path}: ({width:?}, {height:?})");
        }
        source.replacen("(:, ", "(", 1) + ")\n"
    }
}

/// What was found out about the files of an issue: going through a photograph takes a while, and
/// between two settings few change.
#[derive(Default)]
pub struct Examined {
    /// By path and digest.
    verdicts: BTreeMap<(String, String), Verdict>,
    limits: Limits,
}

/// Reads the pictures of a document from the folder.
///
/// # Errors
/// [`Error::Read`] when a picture exists but cannot be read.
pub fn load(document: &Document, folder: &Path, known: &mut Examined) -> Result<Pictures, Error> {
    let mut pictures = Pictures {
        files: Vec::new(),
        sizes: BTreeMap::new(),
        digests: Vec::new(),
        diagnostics: Vec::new(),
    };
    let before = std::mem::take(known);
    known.limits = document.limits;
    let kept = |key: &(String, String)| {
        before.verdicts.get(key).filter(|_| before.limits == document.limits).cloned()
    };
    for picture in &document.pictures {
        let read = read(picture, folder, &document.limits)?;
        let file = read.as_deref().unwrap_or(STAND_IN);
        let sha256 = fs::sha256(file);
        pictures.digests.push(Digest { path: picture.path.clone(), sha256: sha256.clone() });
        let verdict = read.and_then(|file| {
            let key = (picture.path.clone(), sha256);
            let found = kept(&key).unwrap_or_else(|| decode(&picture.path, file, &document.limits));
            known.verdicts.insert(key, found.clone());
            found
        });
        let (used, finding) = match verdict {
            Ok(Usable { bytes, size, finding }) => (Some((bytes, size)), finding),
            Err(finding) => (None, Some(*finding)),
        };
        let here = finding.map(|finding| finding.at(picture.span.clone()));
        pictures.diagnostics.extend(here);
        let (bytes, size) = used.unwrap_or_else(|| (Bytes::new(STAND_IN), (1.0, 1.0)));
        let path = format!("/{}", picture.path);
        pictures.sizes.insert(path.clone(), size);
        pictures.files.push((path, bytes));
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
fn decode(shown: &str, bytes: Vec<u8>, limits: &Limits) -> Verdict {
    if bytes.is_empty() {
        let message = format!("图片「{shown}」是空的（0 字节）");
        return Err(refuse(code::PICTURE, message, "请重新复制一份完整的图片"));
    }
    let cleaned = svg::cleaned(&bytes).unwrap_or_else(|| metadata::cleaned(bytes.clone()));
    // By what is used: a long comment may hide what kind of file it was.
    match ImageFormat::detect(&cleaned) {
        Some(ImageFormat::Vector(VectorFormat::Svg)) => {
            // First as it was written, where the places are the author's.
            drawing(shown, &bytes, limits)?;
            if cleaned != bytes {
                drawing(shown, &cleaned, limits)?;
            }
            let cleaned = Bytes::new(cleaned);
            let drawn = SvgImage::new(cleaned.clone())
                .map_err(|_| raster::unusable(shown, "SVG 内容有误".to_owned()))?;
            let size = (drawn.width(), drawn.height());
            Ok(Usable { bytes: cleaned, size, finding: None })
        }
        Some(ImageFormat::Raster(_)) => raster::usable(shown, &bytes, cleaned, limits),
        _ => Err(kinds::foreign(shown, &bytes)),
    }
}

/// Looks a drawing through before it is drawn.
fn drawing(shown: &str, bytes: &[u8], limits: &Limits) -> Result<(), Box<Diagnostic>> {
    // All that are in it are unpacked at once.
    let most = usize::try_from(limits.picture_pixels).unwrap_or(usize::MAX);
    let left = AtomicUsize::new(most.saturating_mul(1_000_000));
    let inner = |bytes: &[u8]| {
        let pixels = raster::pixels(&metadata::cleaned(bytes.to_vec())).ok_or("打不开")?;
        let take = |left: usize| left.checked_sub(pixels);
        left.fetch_update(Ordering::Relaxed, Ordering::Relaxed, take).map_err(|_| "太大了")?;
        raster::within(bytes)
    };
    let png = "请在画图软件里另存为 PNG，再用";
    Err(match svg::check(bytes, |bytes| inner(bytes).map_err(str::to_owned)) {
        Ok(()) => return Ok(()),
        Err(Flaw::Unsafe(what)) => refuse(
            code::PICTURE_UNSAFE,
            format!("图片「{shown}」里{what}，没有使用"),
            "请在画图软件里另存为 PNG；或另存为不带脚本、链接的普通 SVG",
        ),
        Err(Flaw::Unlisted(what)) => refuse(
            code::PICTURE,
            format!("图片「{shown}」里{what}，没有使用"),
            "请在画图软件里把整幅图另存为 PNG，再用",
        ),
        Err(Flaw::Within(what)) => refuse(
            code::PICTURE_UNSAFE,
            format!("图片「{shown}」里面的图片{what}，没有使用"),
            "请在画图软件里换掉里面的这张图片，或把整幅图另存为 PNG，再用",
        ),
        Err(Flaw::TooMuch) => {
            refuse(code::PICTURE, format!("图片「{shown}」太大或太复杂，超出限度"), png)
        }
        Err(Flaw::Dashed) => refuse(
            code::PICTURE,
            format!("图片「{shown}」里的虚线太密，超出限度"),
            "请在画图软件里把虚线改疏（每段不短于 0.1 毫米）或改成实线；也可以把整幅图另存为 PNG",
        ),
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
