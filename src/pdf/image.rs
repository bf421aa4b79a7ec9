//! Pages as pixels: drawn, compared, and set side by side.

use hayro::hayro_interpret::InterpreterSettings;
use hayro::hayro_syntax::page::Page;
use hayro::vello_cpu::Pixmap;
use hayro::vello_cpu::color::PremulRgba8;
use hayro::vello_cpu::color::palette::css::WHITE;
use hayro::{RenderCache, RenderSettings, render};

use super::Unreadable;

/// A page of the format counts 72 units an inch.
const POINTS_PER_INCH: f32 = 72.0;
/// Most pixels of one page: A2 at 300 an inch.
const MAX_PIXELS: f32 = 40e6;
/// The longest side: two of them and the gap must fit into the 65 535 of a picture.
const MAX_SIDE: f32 = 20_000.0;

/// Between the two pages of a comparison.
const GAP: usize = 8;
const GAP_COLOUR: [u8; 4] = [96, 96, 96, 255];
/// Where a page is missing.
const BLANK: [u8; 4] = [224, 224, 224, 255];
/// How far a spot that differs shines beyond itself, so that a single full stop is seen.
const HALO: usize = 3;

/// An opaque picture.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Image {
    /// Pixels in a row.
    pub width: usize,
    /// Rows.
    pub height: usize,
    /// Red, green, blue and 255 of each pixel, row by row from the top.
    pub pixels: Vec<[u8; 4]>,
}

impl Image {
    fn blank(width: usize, height: usize, colour: [u8; 4]) -> Self {
        Self { width, height, pixels: vec![colour; width * height] }
    }

    fn pixel(&self, x: usize, y: usize) -> Option<[u8; 4]> {
        (x < self.width).then(|| self.pixels.get(y * self.width + x).copied()).flatten()
    }

    /// How much of the picture, 0 to 1, is not as in the other; what only one of them has differs.
    pub fn difference(&self, other: &Self) -> f64 {
        if self == other {
            return 0.0;
        }
        let (width, height) = self.common_size(other);
        let places = (0..height).flat_map(|y| (0..width).map(move |x| (x, y)));
        let differing = places.filter(|&(x, y)| self.pixel(x, y) != other.pixel(x, y)).count();
        differing as f64 / (width * height) as f64
    }

    /// Between which heights it is not as the other, from 0 at the top to 1 at the foot.
    pub fn differs_between(&self, other: &Self) -> (f64, f64) {
        let (width, height) = self.common_size(other);
        let differs = |y: &usize| (0..width).any(|x| self.pixel(x, *y) != other.pixel(x, *y));
        let first = (0..height).find(differs).unwrap_or(0);
        let last = (first..height).rev().find(differs).map_or(first, |last| last + 1);
        (first as f64 / height as f64, last as f64 / height as f64)
    }

    fn common_size(&self, other: &Self) -> (usize, usize) {
        (self.width.max(other.width), self.height.max(other.height))
    }

    /// As a PNG.
    pub fn png(self) -> Option<Vec<u8>> {
        let (width, height) = (self.width.try_into().ok()?, self.height.try_into().ok()?);
        let data = self.pixels.into_iter().map(|[r, g, b, a]| PremulRgba8 { r, g, b, a });
        Pixmap::from_parts_with_opacity(data.collect(), width, height, false).into_png().ok()
    }
}

/// Draws a page on white paper. `cache` is for all pages of its document.
pub fn draw<'a>(page: &'a Page<'a>, cache: &RenderCache<'a>, dpi: f32) -> Image {
    let (width, height) = page.render_dimensions();
    // Also where the file has sizes that are no numbers.
    let [width, height] = [width, height].map(|side| if side >= 1.0 { side.min(1e9) } else { 1.0 });
    let wanted = dpi.max(1.0) / POINTS_PER_INCH;
    let most = (MAX_SIDE / width.max(height)).min((MAX_PIXELS / (width * height)).sqrt());
    let scale = wanted.min(most);
    let side = |points: f32| (points * scale).round().clamp(1.0, MAX_SIDE) as u16;
    let settings = RenderSettings {
        x_scale: scale,
        y_scale: scale,
        width: Some(side(width)),
        height: Some(side(height)),
        bg_color: WHITE,
    };
    let drawn = render(page, cache, &InterpreterSettings::default(), &settings);
    let (width, height) = (usize::from(drawn.width()), usize::from(drawn.height()));
    let pixels = drawn.take().into_iter().map(|pixel| [pixel.r, pixel.g, pixel.b, 255]);
    Image { width, height, pixels: pixels.collect() }
}

/// A page of the one document left and of the other right, as a PNG; what differs is red on the
/// right. Where one has no such page there is grey; the other is drawn nevertheless.
///
/// # Errors
/// [`Unreadable::Broken`] when a page cannot be drawn.
pub fn side_by_side(
    kept: &super::Pdf,
    new: &super::Pdf,
    page: usize,
    dpi: f32,
) -> Result<Vec<u8>, Unreadable> {
    let (left, right) = match (kept.pixels(page, dpi)?, new.pixels(page, dpi)?) {
        (Some(left), Some(right)) => {
            let right = marked(&left, &right);
            (left, right)
        }
        (Some(left), None) => {
            let right = Image::blank(left.width, left.height, BLANK);
            (left, right)
        }
        (None, Some(right)) => (Image::blank(right.width, right.height, BLANK), right),
        (None, None) => (Image::blank(1, 1, BLANK), Image::blank(1, 1, BLANK)),
    };
    beside(&left, &right).png().ok_or(Unreadable::Broken)
}

fn beside(left: &Image, right: &Image) -> Image {
    let height = left.height.max(right.height);
    let mut both = Image::blank(left.width + GAP + right.width, height, BLANK);
    for y in 0..height {
        let row = &mut both.pixels[y * (left.width + GAP + right.width)..];
        row[left.width..left.width + GAP].fill(GAP_COLOUR);
        for (image, start) in [(left, 0), (right, left.width + GAP)] {
            if y < image.height {
                let from = &image.pixels[y * image.width..(y + 1) * image.width];
                row[start..start + image.width].copy_from_slice(from);
            }
        }
    }
    both
}

/// The picture with everything red that is not as in the one before, legible still.
fn marked(before: &Image, image: &Image) -> Image {
    let (width, height) = (image.width, image.height);
    let mut spots = vec![false; width * height];
    for y in 0..height {
        for x in (0..width).filter(|&x| before.pixel(x, y) != image.pixel(x, y)) {
            for near in y.saturating_sub(HALO)..(y + HALO + 1).min(height) {
                let row = near * width;
                let reach = row + x.saturating_sub(HALO)..row + (x + HALO + 1).min(width);
                spots[reach].fill(true);
            }
        }
    }
    let pixels = image.pixels.iter().zip(spots).map(|(&pixel, spot)| {
        let [red, green, blue, alpha] = pixel;
        let paler = |part: u8| part - part / 3;
        if spot { [red.max(200), paler(green), paler(blue), alpha] } else { pixel }
    });
    Image { width, height, pixels: pixels.collect() }
}
