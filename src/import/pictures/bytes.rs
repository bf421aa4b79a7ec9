//! The bytes of a picture → what an entry can hold: PNG and JPEG in the colours of screens, as they are
//! wherever possible.
//!
//! What Word does to a picture without changing its file (cutting its sides, turning it) is done to
//! the file here: what Word hides must not come back.

use std::io::Cursor;
use std::panic::catch_unwind;

use image::codecs::jpeg::JpegEncoder;
use image::codecs::png::PngEncoder;
use image::metadata::Orientation;
use image::{DynamicImage, ImageDecoder, ImageEncoder, ImageFormat, ImageReader};

use super::{jpeg, png};
use crate::import::document::Picture;

/// The most pixels of a picture that is unpacked.
const PIXELS: u64 = 40_000_000;
/// The most pixels that are unpacked for one dispatch.
pub const ALL_PIXELS: u64 = 120_000_000;
/// How good a JPEG is that is made anew, of 100.
const QUALITY: u8 = 92;

/// What Word does to a picture when it shows it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Shape {
    /// What is cut off at the left, the top, the right and below, in parts of 100,000.
    pub cut: [u32; 4],
    /// How often it is turned by 90° to the right: 0 to 3.
    pub turns: u8,
    /// Whether left and right, and top and bottom, are exchanged, before it is turned.
    pub mirrored: [bool; 2],
}

/// A picture that an entry can hold, and what was done to it.
pub struct Settable {
    /// The picture.
    pub picture: Picture,
    /// What was done, in words; empty where it is as it came.
    pub done: String,
}

/// What a picture comes to. `ratio` is its width against its height as Word shows it, before it is
/// turned; `left` are the pixels that may still be unpacked.
///
/// # Errors
/// What the picture is that an entry cannot hold, in words.
pub fn settable(
    mut bytes: Vec<u8>,
    shape: Shape,
    ratio: Option<f32>,
    left: &mut u64,
) -> Result<Settable, String> {
    let (format, size, colours) = known(&bytes)?;
    let mut done = Vec::new();
    if format == ImageFormat::Jpeg
        && let Some((start, end)) = jpeg::read(&bytes).camera
        && is_shown_as_stored(&bytes, size, shape, ratio)
    {
        bytes.drain(start..end);
        done.push("相机记的方向 Word 没有用，去掉了".to_owned());
    }
    let reshaped = shape != Shape::default();
    let as_it_is = match format {
        ImageFormat::Png => Some("png"),
        ImageFormat::Jpeg if !colours => Some("jpg"),
        _ => None,
    };
    if let Some(extension) = as_it_is.filter(|_| !reshaped) {
        return Ok(Settable { picture: Picture { extension, bytes }, done: done.concat() });
    }
    let pixels = u64::from(size.0) * u64::from(size.1);
    if pixels > *left && pixels <= PIXELS {
        return Err(format!("{} 图，这一份来稿里要换的图太多", name(format)));
    }
    if pixels > PIXELS {
        return Err(format!("{} 图，太大（{} × {}）", name(format), size.0, size.1));
    }
    *left -= pixels;
    let broken = || format!("{} 图，打不开", name(format));
    let (image, profile) = unpacked(&bytes, format).ok_or_else(broken)?;
    let image = self::reshaped(image, shape);
    let is_photo = format == ImageFormat::Jpeg;
    // The profile of print is none of screens.
    let profile = profile.filter(|_| !colours);
    let bytes = packed(&image, is_photo, profile).ok_or_else(broken)?;
    if !is_photo && format != ImageFormat::Png {
        done.push(format!("{} 换成了 PNG", name(format)));
    }
    if colours {
        done.push("印刷用的颜色（CMYK）换成了 RGB，颜色请核对".to_owned());
    }
    if shape.cut != [0; 4] {
        done.push("照 Word 里的样子裁去了边".to_owned());
    }
    if shape.turns > 0 || shape.mirrored.contains(&true) {
        done.push("照 Word 里的样子转了方向".to_owned());
    }
    let extension = if is_photo { "jpg" } else { "png" };
    Ok(Settable { picture: Picture { extension, bytes }, done: done.join("，") })
}

/// The format, width and height of a picture, and whether its colours are those of print.
fn known(bytes: &[u8]) -> Result<(ImageFormat, (u32, u32), bool), String> {
    let sized = |format: ImageFormat| {
        let size = imagesize::blob_size(bytes).map_err(|_| format!("{} 图，残缺", name(format)))?;
        let size = (u32::try_from(size.width), u32::try_from(size.height));
        match size {
            (Ok(width), Ok(height)) if width > 0 && height > 0 => {
                Ok((format, (width, height), false))
            }
            _ => Err(format!("{} 图，里面是空的", name(format))),
        }
    };
    match bytes {
        [0x89, b'P', b'N', b'G', 0x0D, 0x0A, 0x1A, 0x0A, ..] => {
            let size = png::size(bytes).ok_or("PNG 图，残缺")?;
            Ok((ImageFormat::Png, size, false))
        }
        [0xFF, 0xD8, 0xFF, ..] => {
            let jpeg = jpeg::read(bytes);
            if !jpeg.is_whole || jpeg.width == 0 || jpeg.height == 0 {
                return Err("JPEG 图，残缺".to_owned());
            }
            let of_print = jpeg.components == 4;
            if !jpeg.is_common || !matches!(jpeg.components, 1 | 3 | 4) {
                return Err("少见的 JPEG 图".to_owned());
            }
            if of_print && !jpeg.has_mark {
                // Whether its values are of ink or of paper, nobody knows.
                return Err("JPEG 图，印刷用的颜色（CMYK），没有写明怎样读".to_owned());
            }
            Ok((ImageFormat::Jpeg, (jpeg.width, jpeg.height), of_print))
        }
        [b'G', b'I', b'F', b'8', ..] => sized(ImageFormat::Gif),
        [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => {
            sized(ImageFormat::WebP)
        }
        [b'B', b'M', ..] => sized(ImageFormat::Bmp),
        [] => Err("空的图片文件".to_owned()),
        _ => Err(foreign(bytes).to_owned()),
    }
}

/// What formats are called that cannot be used.
fn foreign(bytes: &[u8]) -> &'static str {
    let text = String::from_utf8_lossy(&bytes[..bytes.len().min(512)]).to_lowercase();
    match bytes {
        [0x1F, 0x8B, ..] => "压缩的 EMF 或 WMF 图（.emz、.wmz）",
        [1, 0, 0, 0, ..] if bytes.get(40..44) == Some(b" EMF".as_slice()) => "EMF 图",
        [0xD7, 0xCD, 0xC6, 0x9A, ..] | [1 | 2, 0, 9, 0, ..] => "WMF 图",
        [b'I', b'I', 42, 0, ..] | [b'M', b'M', 0, 42, ..] => "TIFF 图",
        [b'I', b'I', 0xBC, ..] => "JPEG XR 图",
        [0, 0, 0, 12, b'j', b'P', ..] | [0xFF, 0x4F, 0xFF, 0x51, ..] => "JPEG 2000 图",
        [_, _, _, _, b'f', b't', b'y', b'p', ..] => "HEIC 或 AVIF 图",
        [b'8', b'B', b'P', b'S', ..] => "Photoshop 图",
        [0, 0, 1 | 2, 0, ..] => "图标（.ico）",
        [b'%', b'P', b'D', b'F', ..] => "PDF",
        [b'%', b'!', b'P', b'S', ..] | [0xC5, 0xD0, 0xD3, 0xC6, ..] => "EPS 图",
        _ if text.contains("<svg") => "SVG 图",
        _ => "不认得格式的图",
    }
}

fn name(format: ImageFormat) -> &'static str {
    match format {
        ImageFormat::Png => "PNG",
        ImageFormat::Jpeg => "JPEG",
        ImageFormat::Gif => "GIF",
        ImageFormat::WebP => "WebP",
        _ => "BMP",
    }
}

/// A picture the right way up, and the profile of its colours. A decoder that panics met a file made
/// to break it: one picture must not end a run over a hundred dispatches.
fn unpacked(bytes: &[u8], format: ImageFormat) -> Option<(DynamicImage, Option<Vec<u8>>)> {
    let work = || {
        let reader = ImageReader::with_format(Cursor::new(bytes), format);
        let mut decoder = reader.into_decoder().ok()?;
        let orientation = decoder.orientation().ok()?;
        let profile = decoder.icc_profile().ok().flatten();
        let mut image = DynamicImage::from_decoder(decoder).ok()?;
        image.apply_orientation(orientation);
        Some((image, profile))
    };
    catch_unwind(work).ok().flatten()
}

/// Whether Word shows a photograph as it is stored, whichever way up its camera says that it was held:
/// older ones do, and turn it themselves. The frame around it tells, where it is not square.
fn is_shown_as_stored(bytes: &[u8], size: (u32, u32), shape: Shape, ratio: Option<f32>) -> bool {
    let reader = || ImageReader::with_format(Cursor::new(bytes), ImageFormat::Jpeg);
    let work = || reader().into_decoder().ok()?.orientation().ok();
    let orientation = catch_unwind(work).ok().flatten();
    let [left, top, right, below] = shape.cut.map(|part| part as f32 / 100_000.0);
    let (wide, high) = (1.0 - left - right, 1.0 - top - below);
    let stored = size.0 as f32 / size.1 as f32;
    match (orientation, ratio) {
        (None | Some(Orientation::NoTransforms), _) | (_, None) => false,
        (Some(Orientation::Rotate180), _) => shape.turns == 2,
        (Some(Orientation::FlipHorizontal | Orientation::FlipVertical), _) => false,
        (_, Some(ratio)) => {
            let far = |own: f32| (ratio / (own * wide / high)).ln().abs();
            far(stored) < far(stored.recip())
        }
    }
}

fn reshaped(mut image: DynamicImage, shape: Shape) -> DynamicImage {
    let [left, top, right, below] = shape.cut.map(|part| f64::from(part) / 100_000.0);
    let part = |whole: u32, part: f64| (f64::from(whole) * part).round() as u32;
    let (width, height) = (image.width(), image.height());
    let (x, y) = (part(width, left).min(width - 1), part(height, top).min(height - 1));
    let wide = width.saturating_sub(x + part(width, right)).max(1);
    let high = height.saturating_sub(y + part(height, below)).max(1);
    if (wide, high) != (width, height) {
        image = image.crop_imm(x, y, wide, high);
    }
    if shape.mirrored[0] {
        image = image.fliph();
    }
    if shape.mirrored[1] {
        image = image.flipv();
    }
    match shape.turns {
        1 => image.rotate90(),
        2 => image.rotate180(),
        3 => image.rotate270(),
        _ => image,
    }
}

fn packed(image: &DynamicImage, is_photo: bool, profile: Option<Vec<u8>>) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    if is_photo {
        let mut encoder = JpegEncoder::new_with_quality(&mut bytes, QUALITY);
        // Without its profile, it shows colours a little other; that is all.
        let _ = profile.map(|profile| encoder.set_icc_profile(profile));
        match image {
            DynamicImage::ImageLuma8(_) => image.write_with_encoder(encoder),
            _ => DynamicImage::ImageRgb8(image.to_rgb8()).write_with_encoder(encoder),
        }
        .ok()?;
    } else {
        let mut encoder = PngEncoder::new(&mut bytes);
        let _ = profile.map(|profile| encoder.set_icc_profile(profile));
        image.write_with_encoder(encoder).ok()?;
    }
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use image::{Rgb, RgbImage};

    use super::*;

    /// Two rows of three pixels, each of its own colour.
    fn pixels() -> DynamicImage {
        let colour = |x: u32, y: u32| Rgb([(x * 100) as u8, (y * 200) as u8, 50]);
        DynamicImage::ImageRgb8(RgbImage::from_fn(3, 2, colour))
    }

    fn file(format: ImageFormat) -> Vec<u8> {
        let mut bytes = Cursor::new(Vec::new());
        pixels().write_to(&mut bytes, format).expect("written");
        bytes.into_inner()
    }

    fn come(bytes: Vec<u8>, shape: Shape) -> Result<Settable, String> {
        settable(bytes, shape, None, &mut 1_000)
    }

    #[test]
    fn what_an_entry_can_hold_stays_as_it_is() {
        for (format, extension) in [(ImageFormat::Png, "png"), (ImageFormat::Jpeg, "jpg")] {
            let bytes = file(format);
            let Settable { picture, done } = come(bytes.clone(), Shape::default()).expect("taken");
            assert_eq!((picture, done.as_str()), (Picture { extension, bytes }, ""));
        }
    }

    #[test]
    fn other_formats_become_png() {
        for format in [ImageFormat::Gif, ImageFormat::WebP, ImageFormat::Bmp] {
            let Settable { picture, done } = come(file(format), Shape::default()).expect("taken");
            assert_eq!(done, format!("{} 换成了 PNG", name(format)));
            let image = image::load_from_memory(&picture.bytes).expect("a picture").to_rgb8();
            assert_eq!(image, pixels().to_rgb8(), "{format:?}");
        }
    }

    #[test]
    fn what_word_hides_is_cut_off() {
        let of = |shape: Shape| {
            let came = come(file(ImageFormat::Png), shape).expect("taken");
            let image = image::load_from_memory(&came.picture.bytes).expect("a picture").to_rgb8();
            let shown = image.pixels().map(|pixel| format!("{}{}", pixel[0] / 100, pixel[1] / 200));
            format!("{}×{} {}", image.width(), image.height(), shown.collect::<Vec<_>>().join(" "))
        };
        let shape = |cut, turns, mirrored| Shape { cut, turns, mirrored };
        let plain = [false, false];
        for (shape, want) in [
            (shape([33_333, 0, 0, 0], 0, plain), "2×2 10 20 11 21"),
            (shape([0, 0, 33_333, 50_000], 0, plain), "2×1 00 10"),
            (shape([0; 4], 1, plain), "2×3 01 00 11 10 21 20"),
            (shape([0; 4], 2, plain), "3×2 21 11 01 20 10 00"),
            (shape([0; 4], 0, [true, false]), "3×2 20 10 00 21 11 01"),
            // Nothing can be left.
            (shape([99_999, 99_999, 0, 0], 0, plain), "1×1 21"),
        ] {
            assert_eq!(of(shape), want, "{shape:?}");
        }
    }

    /// A camera that was held upright says so; Word may follow it or not.
    #[test]
    fn photographs_stand_as_in_word() {
        let turned = [
            b"\xFF\xE1\0\x22Exif\0\0II*\0\x08\0\0\0\x01\0".as_slice(),
            b"\x12\x01\x03\0\x01\0\0\0\x06\0\0\0\0\0\0\0",
        ];
        let plain = file(ImageFormat::Jpeg);
        let turned = [&plain[..2], &turned.concat(), &plain[2..]].concat();
        let of = |ratio: Option<f32>, shape: Shape| {
            let came = settable(turned.clone(), shape, ratio, &mut 1_000).expect("taken");
            if came.picture.bytes == turned {
                return "带方向".to_owned();
            }
            let (image, _) = unpacked(&came.picture.bytes, ImageFormat::Jpeg).expect("a picture");
            format!("{}×{} {}", image.width(), image.height(), came.done)
        };
        let upright = Shape::default();
        let by_word = Shape { turns: 1, ..upright };
        let gone = "相机记的方向 Word 没有用，去掉了";
        assert_eq!(of(None, upright), "带方向");
        assert_eq!(of(Some(2.0 / 3.0), upright), "带方向");
        assert_eq!(of(Some(1.5), upright), format!("3×2 {gone}"));
        assert_eq!(of(Some(1.5), by_word), format!("2×3 {gone}，照 Word 里的样子转了方向"));
    }

    #[test]
    fn what_breaks_off_is_none() {
        for format in [ImageFormat::Png, ImageFormat::Jpeg] {
            let bytes = file(format);
            for length in 0..bytes.len() {
                let cut = come(bytes[..length].to_vec(), Shape::default());
                assert!(cut.is_err(), "{format:?}, {length} of {}", bytes.len());
            }
        }
        for format in [ImageFormat::Gif, ImageFormat::WebP, ImageFormat::Bmp] {
            let bytes = file(format);
            for length in 0..bytes.len() {
                // Whatever comes of it, it comes.
                let _ = come(bytes[..length].to_vec(), Shape::default());
            }
        }
        assert!(settable(file(ImageFormat::Gif), Shape::default(), None, &mut 5).is_err());
    }

    #[test]
    fn what_cannot_be_used_is_named() {
        let of = |bytes: &[u8]| come(bytes.to_vec(), Shape::default()).err().unwrap_or_default();
        let emf = [&[1, 0, 0, 0], [0; 36].as_slice(), b" EMF"].concat();
        for (bytes, want) in [
            (b"".as_slice(), "空的图片文件"),
            (&emf, "EMF 图"),
            (&[0xD7, 0xCD, 0xC6, 0x9A, 0], "WMF 图"),
            (&[0x1F, 0x8B, 8], "压缩的 EMF 或 WMF 图（.emz、.wmz）"),
            (b"II*\0", "TIFF 图"),
            (b"<?xml version='1.0'?><SVG>", "SVG 图"),
            (b"\0\0\0\x18ftypheic", "HEIC 或 AVIF 图"),
            (b"\0\0\0\0", "不认得格式的图"),
            (b"\x89PNG\r\n\x1a\n", "PNG 图，残缺"),
        ] {
            assert_eq!(of(bytes), want, "{bytes:?}");
        }
    }
}
