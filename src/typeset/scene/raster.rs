//! What cannot be said in plain paths, as a picture: 300 dots an inch.

use image::codecs::png::{CompressionType, FilterType, PngEncoder};
use image::{ExtendedColorType, ImageEncoder};
use typst::foundations::Smart;
use typst::layout::{Abs, Axes, Frame, FrameItem, GroupItem, Point, Size, Transform};
use typst::syntax::Span;
use typst::utils::Scalar;
use typst::visualize::{Curve, Image};
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

/// A drawing by itself, as PNG; `scale` is how much larger it stands on the page than `size` says.
pub fn image(image: &Image, size: Size, scale: Axes<f64>) -> Option<Vec<u8>> {
    let size = Size::new(size.x * scale.x, size.y * scale.y);
    let mut frame = Frame::hard(size);
    frame.push(Point::zero(), FrameItem::Image(image.clone(), size, Span::detached()));
    drawn(&Page {
        frame,
        bleed: Default::default(),
        fill: Smart::Custom(None),
        numbering: None,
        supplement: Default::default(),
        number: 1,
    })
}

fn drawn(page: &Page) -> Option<Vec<u8>> {
    let size = page.frame.size();
    let inches = (size.x.to_mm() / 25.4) * (size.y.to_mm() / 25.4);
    if !inches.is_finite() || inches <= 0.0 {
        return None;
    }
    let dpi = DPI.min((MOST_DOTS / inches).sqrt());
    let options = RenderOptions {
        pixel_per_pt: Scalar::new(dpi * MM_PER_PT / 25.4),
        ..RenderOptions::default()
    };
    let drawn = typst_render::render(page, &options);
    let (width, height) = (drawn.width(), drawn.height());
    let pixels = drawn.take_demultiplied();
    let mut bytes = Vec::new();
    // Drawings are of few colours: what guesses better takes five times as long.
    let encoder = PngEncoder::new_with_quality(&mut bytes, CompressionType::Fast, FilterType::Up);
    encoder.write_image(&pixels, width, height, ExtendedColorType::Rgba8).ok()?;
    Some(bytes)
}
