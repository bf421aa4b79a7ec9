//! Draws No. 28 and the sample workspaces under `tests/projects/` as a contact sheet: `docs/gallery.png`.
//!
//! Run with `cargo run --release --example gallery`.

use std::error::Error;
use std::path::Path;

use jianbao::testing::{Press, Workspace};
use tiny_skia::{Color, Pixmap, PixmapPaint, Transform};
use typst_render::RenderOptions;

/// The samples, in the order of the sheet.
const SAMPLES: [&str; 7] = [
    "briefings",
    "tests/projects/jiyao",
    "tests/projects/joint",
    "tests/projects/grid",
    "tests/projects/distribution",
    "tests/projects/kinds",
    "tests/projects/full",
];
/// Pages in a row of the sheet.
const ACROSS: u32 = 6;
/// The most pages of one sample.
const MOST: usize = 3;
/// Pixels to a point.
const SCALE: f64 = 0.3;
/// Pixels between pages.
const GAP: u32 = 8;

fn main() -> Result<(), Box<dyn Error>> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut pages = Vec::new();
    for sample in SAMPLES {
        let workspace = Workspace::open(&root.join(sample))?;
        let press = Press::new(&workspace)?;
        for id in workspace.issues()? {
            let Some(typeset) = press.typeset(id, false)?.value else { continue };
            let options = RenderOptions { pixel_per_pt: SCALE.into(), ..RenderOptions::default() };
            let upright = typeset
                .pages()
                .pages()
                .iter()
                .filter(|page| page.frame.height() > page.frame.width());
            pages.extend(upright.take(MOST).map(|page| typst_render::render(page, &options)));
        }
    }
    let (width, height) =
        pages.first().map(|page| (page.width(), page.height())).ok_or("no pages")?;
    let down = u32::try_from(pages.len())?.div_ceil(ACROSS);
    let mut sheet = Pixmap::new(ACROSS * (width + GAP) + GAP, down * (height + GAP) + GAP)
        .ok_or("too large")?;
    sheet.fill(Color::from_rgba8(0xd8, 0xd8, 0xd8, 0xff));
    for (index, page) in (0..).zip(&pages) {
        let x = GAP + index % ACROSS * (width + GAP);
        let y = GAP + index / ACROSS * (height + GAP);
        sheet.draw_pixmap(
            i32::try_from(x)?,
            i32::try_from(y)?,
            page.as_ref(),
            &PixmapPaint::default(),
            Transform::identity(),
            None,
        );
    }
    sheet.save_png(root.join("docs/gallery.png"))?;
    Ok(())
}
