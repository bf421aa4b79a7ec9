//! How large pictures come out, measured on the finished page.

use image::{DynamicImage, GrayImage, ImageFormat};
use jianbao::testing::{Press, Workspace};
use std::io::Cursor;

use crate::project::Project;

/// Width and height of the 版心 in mm.
const TEXT: (f64, f64) = (156.0, 225.0);

fn png(width: u32, height: u32) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    let image = DynamicImage::ImageLuma8(GrayImage::new(width, height));
    image.write_to(&mut bytes, ImageFormat::Png).expect("written");
    bytes.into_inner()
}

/// A PNG that states so many pixels to the metre.
fn dense(width: u32, height: u32, density: u32) -> Vec<u8> {
    let plain = png(width, height);
    let mut content = b"pHYs".to_vec();
    content.extend(density.to_be_bytes());
    content.extend(density.to_be_bytes());
    content.push(1);
    let mut crc = flate2::Crc::new();
    crc.update(&content);
    let chunk = [&9u32.to_be_bytes()[..], &content, &crc.sum().to_be_bytes()].concat();
    // Behind the head, which is 33 bytes long.
    [&plain[..33], &chunk, &plain[33..]].concat()
}

/// Width and height in mm of the pictures on the pages, and where they begin.
fn pictures(project: &Project) -> Vec<(f64, f64, f64)> {
    let workspace = Workspace::open(&project.path("")).expect("a workspace");
    let press = Press::new(&workspace).expect("a press");
    let id = workspace.issues().expect("issues")[0];
    let set = press.typeset(id, false).expect("set");
    let errors: Vec<_> = set.diagnostics.iter().filter(|it| it.is_error()).collect();
    assert!(errors.is_empty(), "{errors:?}");
    let typeset = set.value.expect("pages");
    let pages = typeset.measured().pages.iter();
    pages.flat_map(|page| &page.pictures).map(|it| (it.x1 - it.x0, it.y1 - it.y0, it.x0)).collect()
}

#[track_caller]
fn sizes(body: &str, files: &[(&str, Vec<u8>)], want: &[(f64, f64)]) {
    let mut project = Project::with_body(body);
    for (name, bytes) in files {
        project = project.bytes(&format!("2024/001/{name}"), bytes);
    }
    let found = pictures(&project);
    let near = |(a, b): (&(f64, f64, f64), &(f64, f64))| {
        (a.0 - b.0).abs() < 0.2 && (a.1 - b.1).abs() < 0.2
    };
    let same = found.len() == want.len() && found.iter().zip(want).all(near);
    assert!(same, "{body}\nfound {found:?}\nwant {want:?}");
}

#[test]
fn pictures_have_their_own_size() {
    let mm = |pixels: f64| pixels * 25.4 / 96.0;
    let one = |bytes: Vec<u8>, want: (f64, f64)| {
        sizes("正文。\n\n![图](a.png)\n\n正文。", &[("a.png", bytes)], &[want]);
    };
    // A code to be read with a telephone stays one.
    one(png(120, 120), (mm(120.0), mm(120.0)));
    one(png(300, 60), (mm(300.0), mm(60.0)));
    // Whatever its file states.
    one(dense(200, 100, 11_811), (mm(200.0), mm(100.0)));
    one(dense(200, 100, 2_835), (mm(200.0), mm(100.0)));
    // The width of the text, and three fifths of its height.
    one(png(2_000, 1_000), (TEXT.0, TEXT.0 / 2.0));
    one(png(1_000, 2_000), (0.6 * TEXT.1 / 2.0, 0.6 * TEXT.1));
    let drawing = |size: &str| {
        format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" {size}><rect width=\"9\" height=\"9\"/></svg>"
        )
    };
    one(drawing("width=\"96\" height=\"48\"").into_bytes(), (25.4, 12.7));
    one(drawing("width=\"5cm\" height=\"20mm\"").into_bytes(), (50.0, 20.0));
}

/// A camera that was held upright says so.
#[test]
fn photographs_stand_upright() {
    let mut plain = Vec::new();
    let image = DynamicImage::ImageLuma8(GrayImage::new(192, 96));
    image.write_to(&mut Cursor::new(&mut plain), ImageFormat::Jpeg).expect("written");
    let turned = [
        b"\xFF\xE1\0\x22Exif\0\0II*\0\x08\0\0\0\x01\0".as_slice(),
        b"\x12\x01\x03\0\x01\0\0\0\x06\0\0\0\0\0\0\0",
    ];
    let turned = [&plain[..2], &turned.concat(), &plain[2..]].concat();
    sizes("![图](a.jpg)", &[("a.jpg", plain)], &[(50.8, 25.4)]);
    sizes("![图](a.jpg)", &[("a.jpg", turned)], &[(25.4, 50.8)]);
}

#[test]
fn widths_that_authors_give() {
    let files = [("a.png", png(120, 120)), ("b.png", png(400, 200))];
    for (braces, want) in [
        ("{宽=6cm}", (60.0, 60.0)),
        ("{宽=50%}", (78.0, 78.0)),
        ("{宽=15cm}", (150.0, 150.0)),
        ("{宽=40cm}", (156.0, 156.0)),
    ] {
        sizes(&format!("正文。\n\n![图](a.png){braces}"), &files[..1], &[want]);
    }
    // Beside each other: none larger than its own size, what is given as it is given.
    let mm = |pixels: f64| pixels * 25.4 / 96.0;
    sizes("![a](a.png) ![a](a.png)", &files[..1], &[(mm(120.0), mm(120.0)); 2]);
    sizes("![a](a.png){宽=2cm} ![b](b.png)", &files, &[(20.0, 20.0), (mm(400.0), mm(200.0))]);
    let large = [("a.png", png(1_200, 1_200)), ("b.png", png(2_400, 1_200))];
    let height = (TEXT.0 - 16.0 * 25.4 / 72.0) / 3.0;
    sizes("![a](a.png) ![b](b.png)", &large, &[(height, height), (2.0 * height, height)]);
    let mixed = [("a.png", png(100, 100)), ("b.png", png(4_000, 2_000))];
    let small = mm(100.0);
    let rest = TEXT.0 - 16.0 * 25.4 / 72.0 - small;
    sizes("![a](a.png) ![b](b.png)", &mixed, &[(small, small), (rest, rest / 2.0)]);
}

#[test]
fn pictures_beside_paragraphs_stand_on_the_grid() {
    let text = "河东市各乡镇扎实推进清洁取暖工作，完成改造三千余户。".repeat(6);
    let files = [("a.png", png(160, 160))];
    for (side, left) in [("左", true), ("右", false)] {
        let body =
            format!("正文一段。\n\n![图](a.png){{宽=5cm 位置={side}}}\n\n{text}\n\n又一段。");
        let project = Project::with_body(&body).bytes("2024/001/a.png", &files[0].1);
        let found = pictures(&project);
        assert!(found.len() == 1 && (found[0].0 - 50.0).abs() < 0.2, "{found:?}");
        assert_eq!(found[0].2 < 80.0, left, "{found:?}");
        let output = project.run(["build", "1", "--format", "short"]);
        assert_eq!(output.status, 0, "{output}");
        assert!(!output.stdout.contains("page-geometry"), "{output}");
        let output = project.run(["measure", "1"]);
        assert_eq!(output.status, 0, "{output}");
    }
    // A long paragraph flows over the page; nothing of it is lost.
    let long = (0..160).map(|at| format!("第{at}户已经完成改造。")).collect::<String>();
    let body = format!("![图](a.png){{位置=右}}\n\n{long}[^1]\n\n[^1]: 据统计。");
    let project = Project::with_body(&body).bytes("2024/001/a.png", &files[0].1);
    let output = project.run(["build", "1", "--format", "short"]);
    assert_eq!(output.status, 0, "{output}");
    let workspace = Workspace::open(&project.path("")).expect("a workspace");
    let press = Press::new(&workspace).expect("a press");
    let id = workspace.issues().expect("issues")[0];
    let typeset = press.typeset(id, false).expect("set").value.expect("pages");
    let rows = typeset.measured().pages.iter().flat_map(|page| &page.rows);
    let shown: String = rows.map(|row| row.text.as_str()).collect();
    assert!((0..160).all(|at| shown.contains(&format!("第{at}户"))), "{shown}");
}

/// A picture that a cell holds alone has the width that its author wants, as far as the cell has it.
#[test]
fn pictures_of_cells_have_their_width() {
    let one = |picture: &str, pixels: (u32, u32), want: (f64, f64)| {
        let body = format!("| 整改前 | 整改后 |\n|--|--|\n| {picture} | 甲 |\n");
        sizes(&body, &[("a.png", png(pixels.0, pixels.1))], &[want]);
    };
    one("![图](a.png){宽=3cm}", (300, 200), (30.0, 20.0));
    one("![图](a.png)", (96, 48), (25.4, 12.7));
    one("![图](a.png){宽=50%}", (300, 200), (TEXT.0 / 2.0, TEXT.0 / 3.0));
}

/// The rows of a paragraph beside a picture are narrower than all others, also those below it: none is
/// taken for a full one.
#[test]
fn rows_beside_a_picture_are_not_counted() {
    let text =
        "各级各部门要深入贯彻落实中央生态环境保护督察整改要求坚持问题导向强化责任落实".repeat(12);
    for (side, width) in [("左", "4cm"), ("右", "5cm"), ("左", "50%")] {
        for profile in ["gb9704", "shuozhou-2018"] {
            let body = format!("![图](a.png){{宽={width} 位置={side}}}\n\n{text}。\n");
            let project = Project::with_body(&body).bytes("2024/001/a.png", &png(300, 100));
            let settings = std::fs::read_to_string(project.path("jianbao.yaml")).expect("UTF-8");
            let layout = format!("\n版式: {{方案: {profile}}}\n");
            project.write("jianbao.yaml", (settings + &layout).as_bytes());
            let output = project.run(["measure", "1"]);
            assert!(output.stdout.contains("全部合格"), "{side} {width} {profile}: {output}");
        }
    }
}
