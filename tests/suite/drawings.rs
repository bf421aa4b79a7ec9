//! Pictures that are more than pictures: drawings with scripts or references, and files that unfold
//! to what no computer has room for. Each is refused where it stands in the entry, in little memory.

use std::io::Write;

use flate2::Compression;
use flate2::write::{GzEncoder, ZlibEncoder};

use crate::outside::{ask, have};
use crate::project::{Output, Project};

/// What none of these may take, in MiB: fonts, pages and one picture of the largest size.
const MEMORY: u64 = 700;

/// Builds an issue with one picture.
fn build(name: &str, bytes: &[u8]) -> (Project, Output) {
    let project = Project::with_body(&format!("![图](assets/{name})"))
        .bytes(&format!("2024/001/assets/{name}"), bytes);
    let output = project.run(["build", "1", "--format", "short"]);
    assert!(output.peak_mib < MEMORY, "{name}: {} MiB\n{output}", output.peak_mib);
    (project, output)
}

#[track_caller]
fn refused(name: &str, bytes: &[u8], code: &str, said: &str) {
    let (project, output) = build(name, bytes);
    let shown: String = String::from_utf8_lossy(bytes).chars().take(300).collect();
    assert_eq!(output.status, 1, "{shown}\n{output}");
    let start = format!("2024/001/10-a.md:4:1: 错误[{code}]: 图片「assets/{name}」");
    let found = output.findings().iter().any(|it| it.starts_with(&start) && it.contains(said));
    assert!(found, "wanted {start} … {said}\n{shown}\n{output}");
    assert!(!project.path("out/2024-001.pdf").exists(), "{shown}");
}

#[track_caller]
fn used(name: &str, bytes: &[u8]) -> Project {
    let (project, output) = build(name, bytes);
    let shown: String = String::from_utf8_lossy(bytes).chars().take(300).collect();
    assert_eq!(output.status, 0, "{shown}\n{output}");
    project
}

/// A drawing of a square, with something in it, before it and among the attributes of its root.
fn svg_with(inner: &str, before: &str, attributes: &str) -> Vec<u8> {
    format!(
        "{before}<svg xmlns=\"http://www.w3.org/2000/svg\" \
         xmlns:xlink=\"http://www.w3.org/1999/xlink\" width=\"80\" height=\"80\" {attributes}>\n\
         <rect id=\"r\" width=\"40\" height=\"40\"/>\n{inner}\n</svg>\n"
    )
    .into_bytes()
}

fn svg(inner: &str) -> Vec<u8> {
    svg_with(inner, "", "")
}

#[test]
fn drawings_with_scripts() {
    for inner in [
        "<script>alert(1)</script>",
        "<script xlink:href=\"#r\"/>",
        "<svg:script xmlns:svg=\"http://www.w3.org/2000/svg\"/>",
        "<SCRIPT/>",
        "<g onclick=\"alert(1)\"/>",
        "<rect width=\"1\" height=\"1\" OnLoad=\"x()\"/>",
    ] {
        refused("a.svg", &svg(inner), "picture-unsafe", "里有脚本（");
    }
    refused(
        "a.svg",
        &svg_with("", "", "onload=\"x()\""),
        "picture-unsafe",
        "有脚本（onload）（第 1 行）",
    );
    for inner in [
        "<foreignObject width=\"9\" height=\"9\"><body xmlns=\"http://www.w3.org/1999/xhtml\"/></foreignObject>",
        "<iframe src=\"#r\"/>",
        "<b xmlns=\"http://www.w3.org/1999/xhtml\">a</b>",
    ] {
        refused("a.svg", &svg(inner), "picture-unsafe", "里有网页内容（<");
    }
}

#[test]
fn drawings_that_reach_out() {
    for (inner, said) in [
        (
            "<image href=\"file:///etc/passwd\" width=\"9\" height=\"9\"/>",
            "外部的「file:///etc/passwd」",
        ),
        ("<image xlink:href=\"b.png\" width=\"9\" height=\"9\"/>", "外部的「b.png」（第 3 行）"),
        ("<image href=\" ../../a.png\" width=\"9\" height=\"9\"/>", "外部的「../../a.png」"),
        ("<use href=\"http://example.org/a.svg#x\"/>", "外部的「http://example.org/a.svg#x」"),
        ("<use xlink:href=\"other.svg#x\"/>", "外部的「other.svg#x」"),
        (
            "<a href=\"https://example.org\"><rect width=\"1\" height=\"1\"/></a>",
            "外部的「https://",
        ),
        ("<a href=\"javascript:alert(1)\"/>", "外部的「javascript:"),
        ("<use href=\"data:image/svg+xml,%3Csvg/%3E#a\"/>", "外部的「data:"),
        ("<filter id=\"f\"><feImage href=\"http://example.org/a\"/></filter>", "外部的「http://"),
        ("<style>@import 'http://example.org/a.css';</style>", "外部样式（@import）"),
        (
            "<style>.a { fill: url(http://example.org/a#b) }</style>",
            "外部的「http://example.org/a#b」",
        ),
        ("<style><![CDATA[ .a { mask: URL( \"a.svg#b\" ) } ]]></style>", "外部的「a.svg#b」"),
        ("<style>.a { fill: u\\72l(http://example.org) }</style>", "转义"),
        ("<g style=\"background: url('x.png')\"/>", "外部的「x.png」"),
        ("<g fill=\"url(x.svg#a)\"/>", "外部的「x.svg#a」"),
        ("<g xml:base=\"http://example.org/\"/>", "xml:base"),
        (
            "<image href=\"data:image/svg+xml;base64,PHN2Zy8+\" width=\"9\" height=\"9\"/>",
            "image/svg+xml",
        ),
        ("<image href=\"data:text/plain,%1F%8B\" width=\"9\" height=\"9\"/>", "text/plain"),
        (
            "<image href=\"data:image/png;base64,AAAA\" width=\"9\" height=\"9\"/>",
            "里面的图片打不开",
        ),
    ] {
        refused("a.svg", &svg(inner), "picture-unsafe", said);
    }
    for before in [
        "<?xml-stylesheet href=\"http://example.org/a.css\"?>",
        "<!DOCTYPE svg SYSTEM \"file:///etc/passwd\">",
        "<!DOCTYPE svg PUBLIC \"-//W3C//DTD SVG 1.1//EN\" \"http://example.org/svg11.dtd\">",
        "<!DOCTYPE svg [<!ENTITY a SYSTEM \"file:///etc/passwd\">]>",
        "<?xml version=\"1.0\"?><!-- a --><!DOCTYPE svg [<!ENTITY a \"b\">]>",
    ] {
        refused("a.svg", &svg_with("", before, ""), "picture-unsafe", "");
    }
}

/// A comment so long that the file is not known for a drawing until it is taken out.
#[test]
fn drawings_behind_long_comments() {
    let long = format!("<!-- {} -->", "a".repeat(3_000));
    for (inner, said) in [
        ("<script>alert(1)</script>", "里有脚本（<script>）"),
        ("<image href=\"http://example.org/a.png\"/>", "外部的「http://example.org/a.png」"),
    ] {
        refused("a.svg", &svg_with(inner, &long, ""), "picture-unsafe", said);
        refused("a.png", &svg_with(inner, &long, ""), "picture-unsafe", said);
    }
    used("a.svg", &svg_with("<g/>", &long, ""));
}

#[test]
fn drawings_as_programs_write_them() {
    let inkscape = "<!-- Created with Inkscape -->\n\
        <metadata><rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">\
        <rdf:type rdf:resource=\"http://purl.org/dc/dcmitype/StillImage\"/></rdf:RDF></metadata>\
        <defs><linearGradient id=\"g\"><stop offset=\"0\"/><stop offset=\"1\" stop-color=\"red\"/>\
        </linearGradient><linearGradient id=\"h\" xlink:href=\"#g\"/></defs>\
        <style>.a { fill: url(#h); font-family: 'A B' }</style>\
        <rect class=\"a\" width=\"20\" height=\"20\"/><use xlink:href=\"#r\" x=\"40\"/>\
        <g style=\"fill:url('#h')\"><circle r=\"9\"/></g><text>文字</text>";
    let habit = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!-- Generator: A -->\n\
        <!DOCTYPE svg PUBLIC \"-//W3C//DTD SVG 1.1//EN\"\n  \
        \"http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd\">\n";
    used("a.svg", &svg(inkscape));
    used("a.svg", &svg_with(inkscape, habit, ""));
    let pixel = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR4nGP4//8/AwAI/AL+p5qgoAAAAABJRU5ErkJggg==";
    used(
        "a.svg",
        &svg(&format!("<image href=\"data:image/png;base64,{pixel}\" width=\"9\" height=\"9\"/>")),
    );
}

/// What would unfold, or call itself again and again.
#[test]
fn drawings_made_to_be_endless() {
    let laughs: String = (1..30)
        .map(|level| format!("<!ENTITY a{level} \"{}\">", format!("&a{};", level - 1).repeat(9)))
        .collect();
    let laughs = format!("<!DOCTYPE svg [<!ENTITY a0 \"ha\">{laughs}]>");
    refused("a.svg", &svg_with("&a29;", &laughs, ""), "picture-unsafe", "文档类型声明");
    let deep = |tag: &str, count: usize| {
        format!("{}{}", format!("<{tag}>").repeat(count), format!("</{tag}>").repeat(count))
    };
    for count in [200, 5_000, 190_000] {
        refused("a.svg", &svg(&deep("g", count)), "picture", "太大或太复杂");
    }
    used("a.svg", &svg(&deep("g", 60)));
    // Each shows the one before ten times.
    let level = |tag: &str, inner: &dyn Fn(usize) -> String| -> String {
        (1..12).map(|at| format!("<{tag} id=\"l{at}\">{}</{tag}>", inner(at - 1))).collect()
    };
    let first = "<rect id=\"l0\" width=\"9\" height=\"9\"/>";
    let uses = level("g", &|at| format!("<use href=\"#l{at}\"/>").repeat(10));
    refused(
        "a.svg",
        &svg(&format!("<defs>{first}{uses}</defs><use href=\"#l11\"/>")),
        "picture",
        "太复杂",
    );
    // Each is cut off by the one before, ten times; the same said in a style sheet; one in each.
    let clips = |count: usize, times: usize| -> String {
        let inner = |at: usize| {
            format!("<rect width=\"9\" height=\"9\" clip-path=\"url(#l{at})\"/>").repeat(times)
        };
        (1..count)
            .map(|at| format!("<clipPath id=\"l{at}\">{}</clipPath>", inner(at - 1)))
            .collect()
    };
    let base = "<clipPath id=\"l0\"><rect width=\"3\" height=\"3\"/></clipPath>";
    for (count, times) in [(12, 10), (5_000, 1)] {
        let last = count - 1;
        let all = clips(count, times);
        let last = format!("<rect width=\"40\" height=\"40\" clip-path=\"url(#l{last})\"/>");
        refused("a.svg", &svg(&format!("{base}{all}{last}")), "picture", "太复杂");
        let classes: String =
            (0..count).map(|at| format!(".c{at} {{ clip-path: url(#l{at}) }}")).collect();
        let styled = format!("<style>{classes}</style>{base}{all}{last}")
            .replace("clip-path=\"url(#l", "class=\"c")
            .replace(")\"/>", "\"/>");
        refused("a.svg", &svg(&styled), "picture", "太复杂");
    }
    // They call themselves.
    for inner in [
        "<g id=\"a\"><use href=\"#a\"/></g>",
        "<use id=\"a\" href=\"#b\"/><use id=\"b\" href=\"#a\"/>",
        "<linearGradient id=\"a\" href=\"#b\"/><linearGradient id=\"b\" href=\"#a\"/><rect width=\"9\" height=\"9\" fill=\"url(#a)\"/>",
        "<clipPath id=\"a\" clip-path=\"url(#a)\"><rect width=\"9\" height=\"9\"/></clipPath><rect width=\"9\" height=\"9\" clip-path=\"url(#a)\"/>",
    ] {
        let (_, output) = build("a.svg", &svg(inner));
        assert!(output.status == 0 || output.status == 1, "{inner}\n{output}");
    }
}

/// What a page cannot be drawn with in bounded time, and what programs may do on the screen only:
/// refused by name, with what to do instead.
#[test]
fn drawings_with_what_is_not_on_the_list() {
    let pattern = "<pattern id=\"p\" width=\"9\" height=\"9\"><rect width=\"3\" height=\"3\"/></pattern>\
        <rect width=\"40\" height=\"40\" fill=\"url(#p)\"/>";
    for (inner, said) in [
        (pattern, "里有图案填充（<pattern>）（第 3 行），没有使用"),
        ("<mask id=\"m\"/>", "里有蒙版（<mask>）"),
        ("<g>\n<marker id=\"m\"/></g>", "里有箭头一类的线端标记（<marker>）（第 4 行）"),
        ("<filter id=\"f\"><feTurbulence numOctaves=\"4000000000\"/></filter>", "（<filter>）"),
        ("<g filter=\"blur(9)\"/>", "里有阴影、模糊一类的滤镜（filter）"),
        ("<set attributeName=\"xlink:href\" to=\"http://example.org\"/>", "里有动画（<set>）"),
    ] {
        refused("a.svg", &svg(inner), "picture", said);
    }
    let project =
        Project::with_body("![图](assets/a.svg)").bytes("2024/001/assets/a.svg", &svg(pattern));
    let output = project.run(["build", "1"]);
    assert!(output.to_string().contains("请在画图软件里把整幅图另存为 PNG，再用"), "{output}");
}

/// A few hundred bytes that would take hours.
#[test]
fn drawings_that_take_long() {
    let rules = "*{fill:url(#a)}".repeat(200_000);
    let drawing = format!("<style>{rules}</style>{}", "<g/>".repeat(1_000));
    refused("a.svg", &svg(&drawing), "picture", "太复杂");
}

#[test]
fn drawings_that_are_said_to_be_huge() {
    let inner = "<rect width=\"1000000\" height=\"1000000\"/>";
    for size in ["1000000", "1e9", "1e30"] {
        let drawing = format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{size}\" height=\"{size}\">{inner}</svg>"
        );
        let (_, output) = build("a.svg", drawing.as_bytes());
        assert!(output.status == 0 || output.status == 1, "{size}\n{output}");
    }
}

#[test]
fn packed_drawings_are_not_unpacked() {
    let mut packed = GzEncoder::new(Vec::new(), Compression::best());
    packed.write_all(&svg("")).expect("packed");
    let blank = vec![b' '; 1 << 20];
    for _ in 0..300 {
        packed.write_all(&blank).expect("packed");
    }
    let packed = packed.finish().expect("packed");
    refused("a.svg", &packed, "picture", "SVGZ");
    refused("a.png", &packed, "picture", "SVGZ");
    // 20 MB that are not packed.
    refused("a.svg", &svg(&" ".repeat(20 << 20)), "picture", "太大");
}

fn packed(bytes: &mut dyn Iterator<Item = Vec<u8>>) -> Vec<u8> {
    let mut zlib = ZlibEncoder::new(Vec::new(), Compression::best());
    bytes.for_each(|bytes| zlib.write_all(&bytes).expect("packed"));
    zlib.finish().expect("packed")
}

/// A chunk of a PNG.
fn chunk(kind: &[u8; 4], content: &[u8]) -> Vec<u8> {
    let mut crc = flate2::Crc::new();
    crc.update(kind);
    crc.update(content);
    let length = u32::try_from(content.len()).expect("short").to_be_bytes();
    [&length[..], kind, content, &crc.sum().to_be_bytes()].concat()
}

/// A black PNG, with 8 bits of grey a pixel.
fn png(width: u32, height: u32, before: &[Vec<u8>]) -> Vec<u8> {
    let mut head = [width.to_be_bytes(), height.to_be_bytes()].concat();
    head.extend([8, 0, 0, 0, 0]);
    let row = vec![0; width as usize + 1];
    let rows = packed(&mut (0..height).map(|_| row.clone()));
    let signature = b"\x89PNG\r\n\x1a\n".to_vec();
    let chunks =
        [chunk(b"IHDR", &head), before.concat(), chunk(b"IDAT", &rows), chunk(b"IEND", b"")];
    [signature, chunks.concat()].concat()
}

#[test]
fn pictures_that_unfold() {
    // As many pixels as are allowed, and more.
    used("a.png", &png(9_000, 9_000, &[]));
    refused("a.png", &png(20_000, 20_000, &[]), "picture", "20000 × 20000 像素，超过 100 百万像素");
    let half_a_gigabyte = packed(&mut (0..512).map(|_| vec![0; 1 << 20]));
    for (kind, head) in
        [(b"zTXt", &b"Comment\0\0"[..]), (b"iTXt", b"Comment\0\x01\0\0\0"), (b"iCCP", b"icc\0\0")]
    {
        let bomb = chunk(kind, &[head, &half_a_gigabyte].concat());
        let (_, output) = build("a.png", &png(9, 9, &[bomb]));
        assert!(output.status == 0 || output.status == 1, "{output}");
        assert!(output.peak_mib < 400, "{kind:?}: {} MiB", output.peak_mib);
    }
    // Heads that promise much.
    let mut screen = b"GIF89a\xff\xff\xff\xff\0\0\0".to_vec();
    screen.extend(b"\x2c\0\0\0\0\xff\xff\xff\xff\0\x02\x02\x4c\x01\0\x3b");
    refused("a.gif", &screen, "picture", "65535 × 65535");
    // Only the picture on the screen is that large.
    let mut frame = b"GIF89a\x09\0\x09\0\x80\0\0\0\0\0\xff\xff\xff".to_vec();
    frame.extend(b"\x2c\0\0\0\0\xff\xff\xff\xff\0\x02\x02\x4c\x01\0\x3b");
    let (_, output) = build("a.gif", &frame);
    assert!(output.status == 0 || output.status == 1, "{output}");
    let webp = b"RIFF\x2a\0\0\0WEBPVP8X\x0a\0\0\0\0\0\0\0\xff\xff\xff\xff\xff\xffVP8L\x0c\0\0\0\x2f\xff\xff\xff\x0f\0\0\0\0\0\0\0";
    let (_, output) = build("a.webp", webp);
    assert_eq!(output.status, 1, "{output}");
    let jpeg = |size: u16| {
        let [high, low] = size.to_be_bytes();
        let frame = [0xFF, 0xC0, 0, 11, 8, high, low, high, low, 1, 1, 0x11, 0];
        let scan = [0xFF, 0xDA, 0, 8, 1, 1, 0, 0, 63, 0, 0, 0xFF, 0xD9];
        [&[0xFF, 0xD8][..], &frame, &scan].concat()
    };
    refused("a.jpg", &jpeg(60_000), "picture", "60000 × 60000");
    let (_, output) = build("a.jpg", &jpeg(9_900));
    assert!(output.status == 0 || output.status == 1, "{output}");
}

/// What is drawn is drawn as before when the notes of its program are left out.
#[test]
fn drawings_stay_what_they_are() {
    if !have(&["pdftotext"]) {
        return;
    }
    let text = "<metadata>他人</metadata><!-- 批注 --><text x=\"4\" y=\"60\" font-size=\"16\">图中文字</text>";
    let project =
        used("a.svg", &svg_with(text, "<!-- 前言 -->", "xmlns:i=\"urn:i\" i:docname=\"C:\\a\""));
    let pdf = project.path("out/2024-001.pdf");
    assert!(ask("pdftotext", &["-raw"], &pdf, &["-"]).contains("图中文字"));
}
