//! Pictures that are broken, in strange colours or too much, and how large the others come out: told
//! in drafts, in the preview and when an issue is issued, in Chinese, with place and remedy.

use std::io::Cursor;

use image::codecs::jpeg::JpegEncoder;
use image::{DynamicImage, ImageFormat, Rgb, RgbImage};

use crate::project::{Output, Project};

/// A photograph in which no two parts are alike.
fn photograph(width: u32, height: u32) -> DynamicImage {
    let colour = |x: u32, y: u32| {
        let part = |value: u32| u8::try_from(value % 256).expect("a byte");
        Rgb([part(x * 7 + y), part(y * 5 + x * x / 9), part(x * y)])
    };
    DynamicImage::ImageRgb8(RgbImage::from_fn(width, height, colour))
}

fn file(image: &DynamicImage, format: ImageFormat) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    image.write_to(&mut bytes, format).expect("written");
    bytes.into_inner()
}

fn with_picture(name: &str, bytes: &[u8]) -> Project {
    Project::with_body(&format!("正文。\n\n![图](assets/{name})"))
        .bytes(&format!("2024/001/assets/{name}"), bytes)
}

/// All commands that tell what is wrong with an issue before it is issued, and issuing it.
const COMMANDS: [&[&str]; 4] = [
    &["check", "1", "--format", "short"],
    &["build", "1", "--draft", "--format", "short"],
    &["build", "1", "--format", "short"],
    &["publish", "--yes", "1"],
];

/// What the preview says of the issue, as JSON.
fn preview(project: &Project) -> String {
    let output = project.run(["preview", "1", "--once", "shown"]);
    assert!(output.status <= 1, "{output}");
    let mut said = String::new();
    let mut folders = vec![project.path("shown")];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.to_string_lossy().contains("sheet") {
                said.push_str(&std::fs::read_to_string(&path).unwrap_or_default());
            }
        }
    }
    said
}

#[track_caller]
fn told(project: &Project, said: &[&str]) {
    for command in COMMANDS {
        let output = project.run_with(command);
        assert_eq!(output.status, 1, "{output}");
        let words: String =
            format!("{}{}", output.stdout, output.stderr).split_whitespace().collect();
        for said in said {
            assert!(words.contains(said), "{said}\n{output}");
        }
        assert!(words.contains("2024/001/10-a.md"), "{output}");
    }
    let shown: String = preview(project).split_whitespace().collect();
    for said in said {
        assert!(shown.contains(said), "{said} not in the preview: {shown}");
    }
    assert!(!project.path("out/2024-001.pdf").exists());
    assert!(!project.path("out/2024-001-草稿.pdf").exists());
}

/// Whatever is cut off a picture, it is told, or nothing of the picture is missing.
#[test]
fn pictures_that_break_off() {
    let image = photograph(96, 64);
    for (name, format) in [
        ("a.png", ImageFormat::Png),
        ("a.jpg", ImageFormat::Jpeg),
        ("a.gif", ImageFormat::Gif),
        ("a.webp", ImageFormat::WebP),
        // By what it is and not by its name.
        ("a.gif", ImageFormat::Jpeg),
    ] {
        let whole = file(&image, format);
        let project = with_picture(name, &whole);
        let output = project.run(["build", "1", "--draft", "--format", "short"]);
        assert_eq!(output.status, 0, "{name}: {output}");
        for part in [3, 5, 8] {
            let cut = whole.len() * part / 10;
            project.write(&format!("2024/001/assets/{name}"), &whole[..cut]);
            let output = project.run(["build", "1", "--draft", "--format", "short"]);
            assert_eq!(output.status, 1, "{name}, {cut} of {}: {output}", whole.len());
            let place = format!("2024/001/10-a.md:6:1: 错误[picture]: 图片「assets/{name}」");
            assert!(output.findings().iter().any(|it| it.starts_with(&place)), "{output}");
        }
    }
    let half = file(&image, ImageFormat::Jpeg);
    told(
        &with_picture("a.jpg", &half[..half.len() / 2]),
        &["「assets/a.jpg」不完整，后面的没有了"],
    );
    told(&with_picture("a.png", b""), &["「assets/a.png」是空的（0字节）"]);
}

/// A photograph whose programs send it roughly first, then finer and finer, made with Python's Pillow:
/// 64 × 48 pixels, ten scans.
const PROGRESSIVE: &[u8] = include_bytes!("../pictures/progressive.jpg");
/// In the colours of print, with Adobe's mark: red at the left, green at the right.
const OF_PRINT: &[u8] = include_bytes!("../pictures/cmyk.jpg");

#[test]
fn photographs_that_come_roughly_first() {
    let project = with_picture("a.jpg", PROGRESSIVE);
    let build = || project.run(["build", "1", "--format", "short"]);
    let output = build();
    assert_eq!(output.status, 0, "{output}");
    for part in 1..10 {
        let cut = PROGRESSIVE.len() * part / 10;
        // Also where a program wrote the last mark behind it.
        for end in [&b""[..], &[0xFF, 0xD9]] {
            project.write("2024/001/assets/a.jpg", &[&PROGRESSIVE[..cut], end].concat());
            let output = build();
            let whole = output.status == 0 && part > 3 && !end.is_empty();
            assert!(output.status == 1 || whole, "{part}: {output}");
        }
    }
}

#[test]
fn colours_of_print_are_converted_and_told() {
    let project = with_picture("a.jpg", OF_PRINT);
    for command in [["build", "1", "--draft"], ["build", "1", "--format=short"]] {
        let output = project.run_with(&command);
        assert_eq!(output.status, 0, "{output}");
        let words: String = output.stdout.split_whitespace().collect();
        assert!(
            words.contains("图片「assets/a.jpg」用的是印刷用的颜色（CMYK），已换成"),
            "{output}"
        );
    }
    let pdf = project.pdf("2024-001.pdf");
    assert!(!pdf.windows(10).any(|part| part == b"DeviceCMYK"));
    // Without Adobe's mark nobody knows which way round they are.
    let at = OF_PRINT.windows(5).position(|part| part == b"Adobe").expect("a mark");
    let mut unmarked = OF_PRINT.to_vec();
    unmarked[at..at + 5].copy_from_slice(b"Other");
    told(&with_picture("a.jpg", &unmarked), &["CMYK", "没有写明怎样读"]);
    // Within a drawing it stays what it is.
    let carried = base64(OF_PRINT);
    let drawing = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"80\" height=\"80\"><image width=\"40\" \
         height=\"40\" href=\"data:image/jpeg;base64,{carried}\"/></svg>"
    );
    told(&with_picture("a.svg", drawing.as_bytes()), &["里面的图片用的是印刷用的颜色（CMYK）"]);
}

fn base64(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let four = |three: &[u8]| {
        let all = three.iter().fold(0u32, |all, byte| all << 8 | u32::from(*byte));
        let all = all << (8 * (3 - three.len()));
        let letter = |at: usize| char::from(LETTERS[(all >> (18 - 6 * at)) as usize & 63]);
        (0..4).map(|at| if at > three.len() { '=' } else { letter(at) }).collect::<String>()
    };
    bytes.chunks(3).map(four).collect()
}

#[test]
fn what_is_no_picture_is_named() {
    for (bytes, said) in [
        (b"BM\x36\0\0\0".as_slice(), "里面是BMP图"),
        (b"\0\0\0\x18ftypheic\0\0\0\0", "HEIC"),
        (b"<!DOCTYPE html><html></html>", "里面是网页"),
        (&[0; 500], "里面是空白"),
    ] {
        let output = with_picture("a.jpg", bytes).run(["build", "1", "--draft"]);
        let words: String = output.stdout.split_whitespace().collect();
        assert!(output.status == 1 && words.contains(said), "{said}: {output}");
    }
}

/// Sixteen bits, palettes, greys, both: all are drawn.
#[test]
fn sorts_of_pixels() {
    let image = photograph(24, 16);
    for image in [
        DynamicImage::ImageRgb16(image.to_rgb16()),
        DynamicImage::ImageRgba16(image.to_rgba16()),
        DynamicImage::ImageLuma16(image.to_luma16()),
        DynamicImage::ImageLumaA8(image.to_luma_alpha8()),
        DynamicImage::ImageRgba8(image.to_rgba8()),
    ] {
        let output = with_picture("a.png", &file(&image, ImageFormat::Png)).run(["build", "1"]);
        assert_eq!(output.status, 0, "{:?}: {output}", image.color());
    }
    let mut grey = Vec::new();
    let encoder = JpegEncoder::new(&mut grey);
    DynamicImage::ImageLuma8(image.to_luma8()).write_with_encoder(encoder).expect("written");
    let output = with_picture("a.jpg", &grey).run(["build", "1"]);
    assert_eq!(output.status, 0, "{output}");
}

/// A drawing, on a square of 80.
fn drawing(inner: &str) -> String {
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" xmlns:xlink=\"http://www.w3.org/1999/xlink\" \
         width=\"80\" height=\"80\">{inner}</svg>"
    )
}

#[test]
fn letters_in_drawings_that_no_face_has() {
    let text = drawing("<text y=\"40\" font-size=\"16\">河\u{10FFFD}东\u{2FFFD}</text>");
    told_by_pages(
        &with_picture("a.svg", text.as_bytes()),
        &["图片「assets/a.svg」里的", "所有字体里都没有"],
    );
    let text = drawing("<text y=\"40\" font-size=\"16\" font-family=\"NoSuchFace\">河东 AB</text>");
    let output = with_picture("a.svg", text.as_bytes()).run(["build", "1"]);
    assert_eq!(output.status, 0, "{output}");
}

/// The same, of what is found only when pages are set.
#[track_caller]
fn told_by_pages(project: &Project, said: &[&str]) {
    for command in [&COMMANDS[1], &COMMANDS[2], &COMMANDS[3]] {
        let output = project.run_with(command);
        let words: String =
            format!("{}{}", output.stdout, output.stderr).split_whitespace().collect();
        assert_eq!(output.status, 1, "{output}");
        for said in said {
            assert!(words.contains(said), "{said}\n{output}");
        }
    }
    let shown: String = preview(project).split_whitespace().collect();
    for said in said {
        assert!(shown.contains(said), "{said} not in the preview: {shown}");
    }
}

/// A line of dashes is as many lines, however that is said.
#[test]
fn dashes_count() {
    let line = "d=\"M0 10h78m0 9h-78\"";
    let wave = "d=\"M0 10c99 99 99 -99 0 0\"";
    let thin = "stroke=\"red\" stroke-dasharray=\"0.0001 0.0001\"";
    for inner in [
        format!("<path {line} {thin}/>"),
        format!("<path {wave} {thin} fill=\"none\"/>"),
        format!("<g {thin}><path {line}/></g>"),
        "<g transform=\"scale(1000)\"><path d=\"M0 0h.08\" stroke=\"red\" stroke-width=\"0.01\" stroke-dasharray=\"1e-7\"/></g>".to_owned(),
        format!("<style>.a{{stroke:red;stroke-dasharray:0.0001,0.0001}}</style><path class=\"a\" {line}/>"),
        format!("<path style=\"stroke:red;stroke-dasharray:.0001px .0001px\" {line}/>"),
        format!("<path pathLength=\"1\" {line} {thin}/>"),
        "<circle cx=\"40\" cy=\"40\" r=\"30\" stroke=\"red\" stroke-dasharray=\"0.001%\"/>".to_owned(),
        "<rect width=\"70\" height=\"70\" stroke=\"red\" stroke-linecap=\"round\" stroke-dasharray=\"0 0.0005\"/>".to_owned(),
        "<path d=\"M0 0H1e30\" stroke=\"red\" stroke-dasharray=\"5\"/>".to_owned(),
        "<path d=\"M0 0H70\" stroke=\"red\" stroke-dasharray=\"1e-38\"/>".to_owned(),
        // Each few, together many.
        format!(
            "<defs><path id=\"p\" d=\"M0 0h70\" stroke=\"red\" stroke-dasharray=\"0.01\"/></defs>{}",
            "<use href=\"#p\"/>".repeat(100)
        ),
        format!(
            "<pattern id=\"p\" width=\"9\" height=\"9\" patternUnits=\"userSpaceOnUse\"><path {line} {thin}/></pattern>\
             <rect width=\"70\" height=\"70\" fill=\"url(#p)\"/>"
        ),
        format!("<mask id=\"m\"><path {line} {thin}/></mask><rect width=\"70\" height=\"70\" mask=\"url(#m)\"/>"),
    ] {
        let output = with_picture("a.svg", drawing(&inner).as_bytes()).run(["build", "1", "--draft"]);
        let words: String = output.stdout.split_whitespace().collect();
        // Patterns and masks are no part of what is drawn.
        let listed = !inner.contains("<pattern") && !inner.contains("<mask");
        let told = match listed {
            true => words.contains("虚线太密") || words.contains("太大或太复杂"),
            false => words.contains("没有使用"),
        };
        assert!(output.status == 1 && told, "{inner}\n{output}");
    }
    let letters = "<text y=\"40\" font-size=\"40\" fill=\"none\" stroke=\"red\" stroke-dasharray=\"0.001\">河东</text>";
    let output = with_picture("a.svg", drawing(letters).as_bytes()).run(["build", "1", "--draft"]);
    let words: String = output.stdout.split_whitespace().collect();
    assert!(output.status == 1 && words.contains("文字是用虚线描的"), "{output}");
    for inner in [
        "<path d=\"M0 10h78\" stroke=\"red\" stroke-dasharray=\"4 2\"/>".to_owned(),
        "<path d=\"M0 10h78\" stroke=\"red\" stroke-dasharray=\"none\"/>".to_owned(),
        "<path d=\"M0 10h78\" stroke=\"red\" stroke-dasharray=\"0 0\"/>".to_owned(),
        "<circle cx=\"40\" cy=\"40\" r=\"30\" stroke=\"red\" stroke-dasharray=\"0.5\"/>"
            .repeat(100),
        "<text y=\"40\" font-size=\"40\" stroke=\"red\" stroke-dasharray=\"1\">河东</text>"
            .to_owned(),
    ] {
        let output = with_picture("a.svg", drawing(&inner).as_bytes()).run(["build", "1"]);
        assert_eq!(output.status, 0, "{inner}\n{output}");
    }
}

/// Verifying what was issued with as many dashes as are allowed takes little memory.
#[test]
fn dashes_are_verified_in_little_memory() {
    let inner = "<path d=\"M0 10h78\" stroke=\"red\" stroke-dasharray=\"0.0008\"/>";
    let project = with_picture("a.svg", drawing(inner).as_bytes());
    let small =
        |output: &Output| assert!(output.peak_mib < 400, "{} MiB: {output}", output.peak_mib);
    let output = project.run(["publish", "--yes", "1"]);
    assert_eq!(output.status, 0, "{output}");
    small(&output);
    project.write(
        "2024/001/10-a.md",
        "---\ntitle: 标题\n---\n改过。\n\n![图](assets/a.svg)\n".as_bytes(),
    );
    let output = project.run(["verify", "--all"]);
    assert_eq!(output.status, 1, "{output}");
    small(&output);
}

/// The pictures of an issue are counted before pages are made of them.
#[test]
fn very_many_pictures() {
    let picture = file(&photograph(40, 30), ImageFormat::Png);
    for unit in ["![](assets/a.png)", "![](assets/a.png)\n\n", "字![](assets/a.png)"] {
        let body = unit.repeat((2 * 1024 * 1024 - 100) / unit.len());
        let project = Project::with_body(&body).bytes("2024/001/assets/a.png", &picture);
        let output = project.run(["build", "1", "--draft", "--format", "short"]);
        assert_eq!(output.status, 1, "{}", output.stderr);
        let told = output.stdout.contains("错误[too-many]: 这一期的图片超过");
        assert!(told && output.peak_mib < 700, "{} MiB", output.peak_mib);
    }
}
