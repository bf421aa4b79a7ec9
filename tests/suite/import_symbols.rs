//! Every sign of every symbol font becomes a character that this program can set, or is told.

use std::io::{Cursor, Write};

use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use crate::importing::{entries, house};

const FONTS: [&str; 5] = ["Symbol", "Wingdings", "Wingdings 2", "Wingdings 3", "Webdings"];

/// A document with all codes of a font.
fn document(font: &str) -> Vec<u8> {
    let w = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
    let line = |text: &str| format!("<w:p><w:r><w:t>{text}</w:t></w:r></w:p>");
    let signs: String = (0x21..=0xFF)
        .map(|code| format!("<w:sym w:font=\"{font}\" w:char=\"F0{code:02X}\"/>"))
        .collect();
    let body = line(&format!("望河县公布{font}符号对照表"))
        + &line("11月19日，望河县公布符号对照表，供各乡镇各部门报送材料时使用。")
        + &format!("<w:p><w:r><w:t>符号：</w:t>{signs}<w:t>。</w:t></w:r></w:p>");
    let document = format!("<w:document xmlns:w=\"{w}\"><w:body>{body}</w:body></w:document>");
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    zip.start_file("word/document.xml", SimpleFileOptions::default()).expect("begun");
    zip.write_all(document.as_bytes()).expect("written");
    zip.finish().expect("finished").into_inner()
}

#[test]
fn every_sign_has_a_face_or_is_told() {
    let project = house();
    for font in FONTS {
        let name = format!("{font}.docx");
        project.write(&name, &document(font));
        let output = project.run(["import", &name, "--issue", "29"]);
        assert_eq!(output.status, 0, "{output}");
        let told = format!("换成了「□」：「{font} 字体 F0");
        assert!(output.stdout.contains(&told), "{output}");
    }
    let all = entries(&project);
    assert_eq!(all.len(), FONTS.len());
    let text: String = all.iter().map(|(_, text)| text.as_str()).collect();
    let private = |c: char| ('\u{E000}'..='\u{F8FF}').contains(&c);
    assert!(!text.contains(private), "{text}");
    for row in ["αβχδεφγηι", "①②③④⑤⑥⑦⑧⑨⑩", "←→↑↓↖↗↙↘", "±″≥×∝∂•÷≠≡≈…"]
    {
        assert!(text.contains(row), "{row}: {text}");
    }
    // The envelope alone is no sign of any face here; whoever uses it is told by the build.
    assert!(text.contains('✉'), "{text}");
    for (name, text) in &all {
        project.write(&format!("2018/029/{name}"), text.replace('✉', "").as_bytes());
    }
    let output = project.run(["build", "29"]);
    assert!(!format!("{output}").contains("missing-glyph"), "{output}");
    assert!(project.path("out").is_dir(), "{output}");
}
