//! Pictures of pixels: whether all of one is there, and in colours that an archive PDF bears.

use std::io::Cursor;
use std::panic::catch_unwind;

use image::codecs::jpeg::{JpegDecoder, JpegEncoder};
use image::{DynamicImage, ImageDecoder};
use typst::foundations::Bytes;
use typst::visualize::{ExchangeFormat, ImageFormat, RasterFormat, RasterImage};

use super::{Usable, Verdict, jpeg, kinds, refuse};
use crate::diagnostic::{Diagnostic, code};
use crate::model::{Limit, Limits};

/// How well a photograph is packed that had to be unpacked: of 100, where 90 is hardly told from the
/// picture itself.
const QUALITY: u8 = 92;

/// The colours of print, as they are told in messages.
const OF_PRINT: &str = "印刷用的颜色（CMYK）";

/// What becomes of a picture; `bytes` are its file, `cleaned` those without what nobody sees.
pub fn usable(shown: &str, bytes: &[u8], cleaned: Vec<u8>, limits: &Limits) -> Verdict {
    let Some(format) = format(&cleaned) else { return Err(kinds::foreign(shown, bytes)) };
    let size = imagesize::blob_size(&cleaned).map_err(|_| broken_off(shown))?;
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
    let mut cleaned = Bytes::new(cleaned);
    let mut finding = None;
    if format == ExchangeFormat::Jpg {
        // In the file itself: the end may have been mended.
        if !jpeg::is_whole(bytes) {
            return Err(broken_off(shown));
        }
        if jpeg::colours(&cleaned) == Some(4) {
            cleaned = Bytes::new(of_screens(shown, &cleaned)?);
            finding = Some(
                Diagnostic::warning(
                    code::PICTURE,
                    format!("图片「{shown}」用的是{OF_PRINT}，已换成普通颜色（RGB）印，颜色可能略有出入"),
                )
                .help("请核对印出来的颜色；要自己定颜色的，用看图软件另存为普通颜色（RGB）的 JPEG 或 PNG"),
            );
        }
    }
    match RasterImage::plain(cleaned.clone(), format) {
        Ok(image) => {
            let size = (f64::from(image.width()), f64::from(image.height()));
            Ok(Usable { bytes: cleaned, size, finding })
        }
        // Decoders say it in many ways; a file that opens to nothing but for its end is cut.
        Err(why) if is_about_the_end(&why) => Err(broken_off(shown)),
        Err(why) => Err(unusable(shown, why.into())),
    }
}

/// Whether a picture within a drawing can be used, by its file.
///
/// # Errors
/// What is wrong with it, as a clause.
pub fn within(bytes: &[u8]) -> Result<(), &'static str> {
    let cleaned = super::metadata::cleaned(bytes.to_vec());
    let format = format(&cleaned).ok_or("打不开")?;
    if format == ExchangeFormat::Jpg {
        if !jpeg::is_whole(bytes) {
            return Err("不完整，后面的没有了");
        }
        if jpeg::colours(&cleaned) == Some(4) {
            return Err("用的是印刷用的颜色（CMYK）");
        }
    }
    RasterImage::plain(Bytes::new(cleaned), format).map(drop).map_err(|_| "打不开")
}

/// How many pixels a picture has; `None` where it does not say.
pub fn pixels(bytes: &[u8]) -> Option<usize> {
    let size = imagesize::blob_size(bytes).ok()?;
    Some(size.width.saturating_mul(size.height))
}

/// A picture that does not open.
pub fn unusable(shown: &str, why: String) -> Box<Diagnostic> {
    let message = format!("图片「{shown}」打不开，可能已损坏");
    let mut finding = refuse(code::PICTURE, message, "请用看图软件打开它，另存为 PNG 或 JPEG");
    finding.note = Some(format!("解码程序的原话：{why}"));
    finding
}

fn broken_off(shown: &str) -> Box<Diagnostic> {
    refuse(
        code::PICTURE,
        format!("图片「{shown}」不完整，后面的没有了，多半是没有传完"),
        "请从原来的地方重新复制或下载；原图也是这样的，用看图软件打开，裁去缺的部分，另存为 PNG 或 JPEG",
    )
}

fn is_about_the_end(why: &str) -> bool {
    let why = why.to_lowercase();
    ["eof", "end of file", "unexpected end", "no more", "not enough data", "fill whole buffer"]
        .iter()
        .any(|said| why.contains(said))
}

fn format(bytes: &[u8]) -> Option<ExchangeFormat> {
    match ImageFormat::detect(bytes)? {
        ImageFormat::Raster(RasterFormat::Exchange(format)) => Some(format),
        _ => None,
    }
}

/// A photograph in the colours of print as one in those of screens, the right way up. A decoder that
/// panics met a file made to break it.
fn of_screens(shown: &str, bytes: &[u8]) -> Result<Vec<u8>, Box<Diagnostic>> {
    if !jpeg::has_mark(bytes) {
        // Whether its values are of ink or of paper, nobody knows.
        return Err(refuse(
            code::PICTURE,
            format!("图片「{shown}」用的是{OF_PRINT}，又没有写明怎样读，不能用"),
            "请用看图软件或画图软件打开它，另存为普通颜色（RGB）的 JPEG 或 PNG",
        ));
    }
    let work = || {
        let mut decoder = JpegDecoder::new(Cursor::new(bytes)).ok()?;
        let orientation = decoder.orientation().ok()?;
        let mut image = DynamicImage::from_decoder(decoder).ok()?;
        image.apply_orientation(orientation);
        let mut packed = Vec::new();
        let encoder = JpegEncoder::new_with_quality(&mut packed, QUALITY);
        DynamicImage::ImageRgb8(image.to_rgb8()).write_with_encoder(encoder).ok()?;
        Some(packed)
    };
    catch_unwind(work).ok().flatten().ok_or_else(|| unusable(shown, OF_PRINT.to_owned()))
}
