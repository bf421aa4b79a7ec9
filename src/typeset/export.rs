//! What the export of a PDF finds, in the author's terms.
//!
//! A picture without a description takes PDF/UA-1 from the PDF, not PDF/A-2a: a stand-in text keeps
//! the archive copy whole, and a warning says so. A clerk with forty pictures gets the issue out.

use crate::diagnostic::{Diagnostic, Span, code};

/// What the exporter says, what is meant by it, and what to do.
const KNOWN: &[(&str, &str, &str)] = &[
    (
        "could not be displayed",
        "有字在所有字体里都没有，不能归档",
        "请核对是否错字；确是生僻字，请把含有它的字体文件放进工作区的 fonts 文件夹",
    ),
    (
        "contains the codepoint",
        "有自造字或特殊符号（字符的私用区），别的电脑上认不出，不能归档",
        "换成普通的字或符号；自造的字，用图片代替",
    ),
    (
        "contains text with",
        "有自造字或特殊符号，别的电脑上认不出，不能归档",
        "换成普通的字或符号；自造的字，用图片代替",
    ),
    (
        "not mapped to a code point",
        "有的字在字体里没有写明是什么字，不能归档",
        "工作区的 fonts 文件夹里有残缺的字体，请换一个完整的",
    ),
    (
        "missing codepoints",
        "有的字在字体里没有写明是什么字，不能归档",
        "工作区的 fonts 文件夹里有残缺的字体，请换一个完整的",
    ),
    (
        "too restrictive",
        "有一个字体不许放进 PDF",
        "把这个字体从工作区的 fonts 文件夹里移走，换一个许可放进 PDF 的",
    ),
    (
        "CMYK",
        "用了印刷的颜色（CMYK），不能归档",
        "模板里的 cmyk(…) 改成 rgb(…)；图片另存为普通颜色（RGB）的",
    ),
    ("process image", "有一张图片不能放进 PDF", "请用看图软件打开这一期的图片，另存为 PNG 或 JPEG"),
    ("smooth scaling", "模板让图片放大时变得平滑，不能归档", "删去模板里 image(…) 的 scaling 参数"),
    ("PostScript", "用了归档 PDF 不许有的渐变颜色", "模板或图片里的锥形渐变（conic）改成别的颜色"),
    (
        "too high q nesting",
        "图片里一层套一层，太深了，不能归档",
        "把图片在画图软件里另存为 PNG，再用",
    ),
    ("indirect objects", "这一期太大，一个 PDF 放不下", "把这一期分成几期"),
];

/// A finding of the export; `place` is what its author wrote there, if that is known.
pub fn finding(message: &str, place: Option<Span>) -> Diagnostic {
    let known = KNOWN.iter().find(|(said, ..)| message.contains(said));
    let (what, help) = known.map_or(
        (
            "这一期不能做成 PDF",
            "先去掉最近改动的模板、字体或图片再试；原来的内容请保留，以便查找原因",
        ),
        |(_, what, help)| (what, help),
    );
    Diagnostic::error(code::TYPESET, format!("无法生成 PDF：{what}"))
        .at(place)
        .help(help)
        .note(format!("排版程序的原话：{message}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_exporter_says_is_told_in_plain_words() {
        for (said, told) in [
            ("PDF/A-2a error: the PDF is missing a CMYK profile", "印刷的颜色"),
            ("PDF/A-2a error: license of font \"A\" is too restrictive", "不许放进 PDF"),
            ("PDF/A-2a error: the text contains the codepoint `\"\\u{e000}\"`", "私用区"),
            ("something else", "这一期不能做成 PDF"),
        ] {
            let found = finding(said, None);
            assert!(found.message.contains(told), "{}", found.message);
            assert!(found.note.is_some_and(|note| note.contains(said)) && found.help.is_some());
        }
    }
}
