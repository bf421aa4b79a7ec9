//! What cannot be said in plain paths, as a picture: 300 dots an inch.

use image::codecs::png::{CompressionType, FilterType, PngEncoder};
use image::{ExtendedColorType, ImageEncoder};
use resvg::tiny_skia::{Pixmap, Transform as Scaling};
use typst::foundations::{Content, Smart};
use typst::layout::{Abs, Frame, FrameItem, GroupItem, Point, Sides, Size, Transform};
use typst::syntax::Span;
use typst::utils::Scalar;
use typst::visualize::{Curve, Image, SvgImage};
use typst_layout::Page;
use typst_render::RenderOptions;

use super::Bounds;
use crate::model::MM_PER_PT;

/// Dots an inch, as offices scan.
const DPI: f64 = 300.0;
/// The most dots of one picture: an A3 page at 300 dots an inch has 17 million.
const MOST_DOTS: f64 = 20_000_000.0;

/// Something on a page, with what it is cut to.
pub struct Piece<'a> {
    pub item: &'a FrameItem,
    pub at: Transform,
    /// A curve and where it stands.
    pub clip: Option<(&'a Curve, Transform)>,
}

/// An area of a page, in mm, with one thing on it, as PNG. `page` lends its kind.
pub fn piece(page: &Page, piece: &Piece, area: Bounds) -> Option<Vec<u8>> {
    let size = Size::new(Abs::mm(area.x1 - area.x0), Abs::mm(area.y1 - area.y0));
    let shift = Transform::translate(-Abs::mm(area.x0), -Abs::mm(area.y0));
    let within = |item: FrameItem, transform: Transform, clip: Option<Curve>| {
        let mut frame = Frame::soft(size);
        frame.push(Point::zero(), item);
        FrameItem::Group(GroupItem { transform, clip, ..GroupItem::new(frame) })
    };
    let content = match piece.clip {
        None => within(piece.item.clone(), shift.pre_concat(piece.at), None),
        Some((curve, place)) => {
            let inner = place.invert()?.pre_concat(piece.at);
            let inner = within(piece.item.clone(), inner, None);
            within(inner, shift.pre_concat(place), Some(curve.clone()))
        }
    };
    let mut frame = Frame::hard(size);
    frame.push(Point::zero(), content);
    drawn(&Page { frame, fill: Smart::Custom(None), ..page.clone() })
}

/// A drawing by itself, as PNG; `size` is how large it stands on the page.
pub fn drawing(svg: &SvgImage, size: Size) -> Option<Vec<u8>> {
    let dots = dots_per_mm(size)?;
    let side = |length: Abs| (length.to_mm() * dots).round().max(1.0);
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "bounded above")]
    let mut drawn = Pixmap::new(side(size.x) as u32, side(size.y) as u32)?;
    let tree = svg.tree();
    #[expect(clippy::cast_precision_loss, reason = "pixels of a picture are few")]
    let scale = Scaling::from_scale(
        drawn.width() as f32 / tree.size().width(),
        drawn.height() as f32 / tree.size().height(),
    );
    resvg::render(tree, scale, &mut drawn.as_mut());
    png(drawn.width(), drawn.height(), &drawn.take_demultiplied())
}

/// Any other picture by itself, as PNG.
pub fn image(image: &Image, size: Size) -> Option<Vec<u8>> {
    let mut frame = Frame::hard(size);
    frame.push(Point::zero(), FrameItem::Image(image.clone(), size, Span::detached()));
    drawn(&Page {
        frame,
        bleed: Sides::default(),
        fill: Smart::Custom(None),
        numbering: None,
        supplement: Content::default(),
        number: 1,
    })
}

/// How many dots a millimetre is drawn with; fewer where the whole is large, `None` where it is nothing.
fn dots_per_mm(size: Size) -> Option<f64> {
    let inches = (size.x.to_mm() / 25.4) * (size.y.to_mm() / 25.4);
    let fits = inches.is_finite() && inches > 0.0;
    fits.then(|| DPI.min((MOST_DOTS / inches).sqrt()) / 25.4)
}

fn drawn(page: &Page) -> Option<Vec<u8>> {
    let dots = dots_per_mm(page.frame.size())?;
    let pixel_per_pt = Scalar::new(dots * MM_PER_PT);
    let drawn =
        typst_render::render(page, &RenderOptions { pixel_per_pt, ..RenderOptions::default() });
    png(drawn.width(), drawn.height(), &drawn.take_demultiplied())
}

fn png(width: u32, height: u32, pixels: &[u8]) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    // Drawings are of few colours: what guesses better takes five times as long.
    let encoder = PngEncoder::new_with_quality(&mut bytes, CompressionType::Fast, FilterType::Up);
    encoder.write_image(pixels, width, height, ExtendedColorType::Rgba8).ok()?;
    Some(bytes)
}
