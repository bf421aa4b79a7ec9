//! `jianbao import`: what becomes of the pictures of a dispatch, in the entry, the report, the folder
//! and the PDF.

use std::fs;
use std::io::Read;

use crate::importing::{entries, house, import};
use crate::outside::have;
use crate::project::{Output, Project, repository};

/// Documents with pictures that leave no gap.
const WHOLE: &[&str] = &[
    "照片表格.docx",
    "表格里的图片.docx",
    "标题段锚定图片.docx",
    "落款段锚定印章.docx",
    "CMYK照片.docx",
    "图片题注.docx",
    "句中图片.docx",
];
/// Documents whose pictures an entry cannot hold.
const GAPS: &[&str] = &["图片格式.docx", "图表和对象.docx", "网页图片.html"];

/// What a report says of changes, file by file.
fn remarks(output: &Output) -> String {
    let lines = output.stdout.lines().filter(|line| {
        (line.starts_with("2018/029/") && line.ends_with(".md")) || line.starts_with("  说明")
    });
    lines.collect::<Vec<_>>().join("\n")
}

fn assets(project: &Project) -> Vec<String> {
    let names = fs::read_dir(project.path("2018/029/assets")).expect("a folder");
    let mut names: Vec<String> = names
        .map(|entry| entry.expect("an entry").file_name().into_string().expect("UTF-8"))
        .collect();
    names.sort();
    names
}

/// Each picture that is changed, moved or left out is told.
#[test]
fn the_report_tells_of_pictures() {
    let project = house();
    let output = import(&project, &[WHOLE, GAPS].concat(), &[]);
    assert_eq!(output.status, 0, "{output}");
    insta::assert_snapshot!("import_report_of_pictures", remarks(&output));
}

/// A seal is kept nowhere; a picture that stands in two places is kept once.
#[test]
fn pictures_that_are_kept() {
    let project = house();
    import(&project, &["落款段锚定印章.docx", "句中图片.docx"], &[]);
    let want = ["句中图片-1.png", "句中图片-2.jpg", "句中图片-3.jpg", "落款段锚定印章-1.jpg"];
    assert_eq!(assets(&project), want);
}

/// The colours of print come out as those of screens, and as they looked.
#[test]
fn colours_of_print() {
    let project = house();
    import(&project, &["CMYK照片.docx"], &[]);
    let bytes = fs::read(project.path("2018/029/assets/CMYK照片-1.jpg")).expect("read");
    let image = image::load_from_memory(&bytes).expect("a picture");
    assert_eq!(image.color(), image::ColorType::Rgb8);
    let image = image.to_rgb8();
    let near = |x: u32, y: u32, want: [u8; 3]| {
        let pixel = image.get_pixel(x, y).0;
        assert!(pixel.iter().zip(want).all(|(a, b)| a.abs_diff(b) < 20), "{pixel:?} {want:?}");
    };
    near(8, 8, [200, 30, 30]);
    near(45, 30, [70, 140, 70]);
    near(84, 54, [30, 60, 200]);
}

/// The PDF comes out, with each caption once.
#[test]
fn pictures_are_printed() {
    let project = house();
    import(&project, WHOLE, &[]);
    let output = project.run(["build", "29", "--format", "short"]);
    assert_eq!(output.status, 0, "{output}");
    if !have(&["pdftotext"]) {
        return;
    }
    let pdf = project.path("out/2018-029.pdf");
    let text = crate::outside::ask("pdftotext", &["-raw"], &pdf, &["-"]);
    let text: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    for caption in [
        "整改前",
        "整改后",
        "图1会场",
        "图2现场（李明摄）",
        "图为施工现场。（李明摄）",
        "图2会场",
        "图3现场",
        "图4“两清”与\\反斜杠",
        "摄影：王芳",
        "图为巡查现场",
        "表1先进个人",
    ] {
        assert_eq!(text.matches(caption).count(), 1, "{caption}");
    }
    // Title, unit and date are those of the dispatch, whatever stands over them.
    for (_, entry) in entries(&project) {
        for line in ["标题: 望河县", "来源: 望河县人民政府办公室\n", "日期: 2018-11-20\n"]
        {
            assert!(entry.contains(line), "{entry}");
        }
    }
}

/// A picture in the colours of print that nobody imported is told by its name and place.
#[test]
fn colours_of_print_by_hand() {
    let file = fs::File::open(repository().join("tests/dispatches/CMYK照片.docx")).expect("opened");
    let mut zip = zip::ZipArchive::new(file).expect("a zip");
    let mut photo = Vec::new();
    zip.by_name("word/media/a.jpg").expect("a photo").read_to_end(&mut photo).expect("read");
    let project = Project::with_body("![会场](assets/会场.jpg)");
    let entry = project.path("2024/001/assets/会场.jpg");
    fs::create_dir_all(entry.parent().expect("a folder")).expect("made");
    fs::write(&entry, photo).expect("written");
    let output = project.run(["build", "--all", "--format", "short"]);
    assert_eq!(output.status, 0, "{output}");
    let told = "警告[picture]: 图片「assets/会场.jpg」用的是印刷用的颜色（CMYK），已换成普通颜色";
    assert!(output.stdout.contains(told), "{output}");
}
