//! Pictures as files that every reader opens: PNG and JPEG as they are, anything else drawn.

use typst::layout::{Axes, Size};
use typst::visualize::{ExchangeFormat, Image, ImageKind, RasterFormat, RasterImage};

use super::raster;
use super::{Matrix, PictureFile, PictureFormat};

/// A picture's file, and from the square between (0, 0) and (1, 1) of the picture as it is meant to that
/// of its file: a camera held upright is told by a mark that not every reader heeds.
pub fn file(image: &Image, size: Size, scale: Axes<f64>) -> Option<(PictureFile, Matrix)> {
    const UPRIGHT: Matrix = [1.0, 0.0, 0.0, 1.0, 0.0, 0.0];
    let size = Size::new(size.x * scale.x, size.y * scale.y);
    let raster = match image.kind() {
        ImageKind::Raster(raster) => raster,
        other => {
            let bytes = match other {
                ImageKind::Svg(svg) => raster::drawing(svg, size)?,
                _ => raster::image(image, size)?,
            };
            return Some((PictureFile { format: PictureFormat::Png, bytes }, UPRIGHT));
        }
    };
    let bytes = raster.data().to_vec();
    match (raster.format(), raster.exif_rotation()) {
        (RasterFormat::Exchange(ExchangeFormat::Png), None | Some(1)) => {
            Some((PictureFile { format: PictureFormat::Png, bytes }, UPRIGHT))
        }
        (RasterFormat::Exchange(ExchangeFormat::Jpg), turn) if is_plain(&bytes) => {
            let bytes = without_exif(&bytes)?;
            Some((PictureFile { format: PictureFormat::Jpeg, bytes }, turned(turn)))
        }
        _ => Some((PictureFile { format: PictureFormat::Png, bytes: encoded(raster)? }, UPRIGHT)),
    }
}

/// A picture as it is shown, as PNG.
fn encoded(raster: &RasterImage) -> Option<Vec<u8>> {
    let mut bytes = std::io::Cursor::new(Vec::new());
    raster.dynamic().write_to(&mut bytes, image::ImageFormat::Png).ok()?;
    Some(bytes.into_inner())
}

/// Where a mark of Exif (6.4, tag 0x0112) puts the corners of the file.
fn turned(mark: Option<u32>) -> Matrix {
    match mark {
        Some(2) => [-1.0, 0.0, 0.0, 1.0, 1.0, 0.0],
        Some(3) => [-1.0, 0.0, 0.0, -1.0, 1.0, 1.0],
        Some(4) => [1.0, 0.0, 0.0, -1.0, 0.0, 1.0],
        Some(5) => [0.0, 1.0, 1.0, 0.0, 0.0, 0.0],
        Some(6) => [0.0, 1.0, -1.0, 0.0, 1.0, 0.0],
        Some(7) => [0.0, -1.0, -1.0, 0.0, 1.0, 1.0],
        Some(8) => [0.0, -1.0, 1.0, 0.0, 0.0, 1.0],
        _ => [1.0, 0.0, 0.0, 1.0, 0.0, 0.0],
    }
}

/// The segments before the scan of a JPEG: kind, where each begins and ends.
fn segments(bytes: &[u8]) -> Vec<(u8, usize, usize)> {
    let mut found = Vec::new();
    let mut at = 2;
    while let Some([0xFF, kind]) = bytes.get(at..at + 2) {
        if *kind == 0xFF {
            at += 1;
            continue;
        }
        let Some([high, low]) = bytes.get(at + 2..at + 4) else { break };
        let end = at + 2 + usize::from(u16::from_be_bytes([*high, *low]));
        if end > bytes.len() || *kind == 0xDA {
            break;
        }
        found.push((*kind, at, end));
        at = end;
    }
    found
}

/// Whether a JPEG is grey or of three colours: readers do not agree on those of print.
fn is_plain(bytes: &[u8]) -> bool {
    let is_frame = |kind: u8| matches!(kind, 0xC0..=0xCF) && !matches!(kind, 0xC4 | 0xC8 | 0xCC);
    let frame = segments(bytes).into_iter().find(|(kind, ..)| is_frame(*kind));
    frame.and_then(|(_, at, _)| bytes.get(at + 9)).is_some_and(|parts| matches!(parts, 1 | 3))
}

/// A JPEG without its Exif, so that nobody turns it once more.
fn without_exif(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut kept = bytes.get(..2)?.to_vec();
    let mut from = 2;
    for (kind, at, end) in segments(bytes) {
        if kind == 0xE1 {
            kept.extend_from_slice(bytes.get(from..at)?);
            from = end;
        }
    }
    kept.extend_from_slice(bytes.get(from..)?);
    Some(kept)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_exif_is_taken_out_of_a_jpeg() {
        let bytes = b"\xFF\xD8\xFF\xE0\0\x04ab\xFF\xE1\0\x04cd\xFF\xC0\0\x0b\x08\0\x01\0\x01\x03\xAA\xBB\xCC\xFF\xDA\0\x02scan\xFF\xD9";
        assert!(is_plain(bytes));
        let kept = without_exif(bytes).expect("a JPEG");
        assert_eq!(kept.len(), bytes.len() - 6);
        assert!(!kept.windows(2).any(|two| two == b"cd"));
        for end in 0..bytes.len() {
            let _ = (is_plain(&bytes[..end]), without_exif(&bytes[..end]));
        }
    }

    #[test]
    fn a_mark_puts_the_corners_where_the_camera_says() {
        // Held so that the first row of the file is the right side: its first corner is the upper right.
        let [a, b, c, d, e, f] = turned(Some(6));
        let put = |x: f64, y: f64| (a * x + c * y + e, b * x + d * y + f);
        assert_eq!(
            (put(0.0, 0.0), put(1.0, 0.0), put(0.0, 1.0)),
            ((1.0, 0.0), (1.0, 1.0), (0.0, 0.0))
        );
        for mark in 1..=8 {
            let [a, b, c, d, e, f] = turned(Some(mark));
            for (x, y) in [(0.0, 0.0), (1.0, 0.0), (0.0, 1.0), (1.0, 1.0)] {
                let put = (a * x + c * y + e, b * x + d * y + f);
                assert!([put.0, put.1].iter().all(|at| [0.0, 1.0].contains(at)), "{mark}: {put:?}");
            }
        }
    }
}
