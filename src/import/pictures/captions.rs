//! What is said of pictures: the line 图为…… or 图1 …… below one belongs to it.

use crate::import::document::{Block, Content, Paragraph, Script, Shown};
use crate::import::scripts;

/// The most characters of a caption; more is a paragraph of text.
const LONGEST: usize = 100;
/// How captions begin that have no number.
const STARTS: &[&str] = &[
    "图为",
    "上图为",
    "上图：",
    "图：",
    "图:",
    "图片：",
    "图片:",
    "图片说明：",
    "图说：",
    "图注：",
];
/// What stands before the number of a figure.
const NUMBERED: &[&str] = &["图表", "图片", "附图", "照片", "图"];

/// Gives pictures their captions, and takes these out of the text. Captions above their pictures stay
/// where they are.
pub fn settle(body: &mut Vec<Block>) {
    let is_line = |at: Option<usize>| {
        at.and_then(|at| said(body.get(at)?)).is_some_and(|text| is_caption(&text))
    };
    let (mut below, mut above) = (0, 0);
    for (at, block) in body.iter().enumerate() {
        if pictures(block).is_some() {
            below += usize::from(is_line(at.checked_add(1)) || marked(body.get(at + 1)));
            above += usize::from(is_line(at.checked_sub(1)));
        }
    }
    if above > below {
        return;
    }
    let mut settled: Vec<Block> = Vec::with_capacity(body.len());
    for block in std::mem::take(body) {
        let caption = said(&block).filter(|text| is_caption(text) || marked(Some(&block)));
        let taken = match (caption, settled.last_mut().and_then(pictures_mut)) {
            (Some(caption), Some(shown)) => give(shown, &caption),
            _ => false,
        };
        if !taken {
            settled.push(block);
        }
    }
    *body = settled;
}

/// Whether the file itself calls a paragraph a caption.
fn marked(block: Option<&Block>) -> bool {
    matches!(block, Some(Block::Paragraph(paragraph)) if paragraph.is_caption)
}

/// Gives one caption to the pictures of a paragraph. False where it is of all of them together: it
/// stays a paragraph below them.
fn give(mut shown: Vec<&mut Shown>, caption: &str) -> bool {
    let several = several(caption);
    match shown.as_mut_slice() {
        [one] => one.caption = caption.to_owned(),
        many if several.len() == many.len() => {
            for (one, caption) in many.iter_mut().zip(several) {
                one.caption = caption.to_owned();
            }
        }
        many => {
            many.iter_mut().for_each(|one| one.alt = bare(caption).to_owned());
            return false;
        }
    }
    true
}

/// The pictures of a paragraph that has nothing else and no captions yet.
fn pictures(block: &Block) -> Option<usize> {
    let Block::Paragraph(paragraph) = block else { return None };
    let free =
        |shown: &Shown| matches!(shown.content, Content::Picture(_)) && shown.caption.is_empty();
    (paragraph.is_wordless() && paragraph.has_pictures() && paragraph.pictures().all(free))
        .then(|| paragraph.pictures().count())
}

fn pictures_mut(block: &mut Block) -> Option<Vec<&mut Shown>> {
    pictures(block)?;
    let Block::Paragraph(paragraph) = block else { return None };
    Some(paragraph.runs.iter_mut().filter_map(|run| run.picture_mut()).collect())
}

/// What a paragraph says that a caption can say: no looks but bold, no notes, no pictures.
fn said(block: &Block) -> Option<String> {
    let Block::Paragraph(paragraph) = block else { return None };
    words(paragraph).filter(|text| text.chars().count() <= LONGEST)
}

/// The words of a paragraph, where they have no look that a caption cannot have.
pub fn words(paragraph: &Paragraph) -> Option<String> {
    let mut text = String::new();
    for run in &paragraph.runs {
        if run.inset.is_some() || run.struck {
            return None;
        }
        match run.script {
            Script::Line => text.push_str(&run.text),
            script => text.push_str(&scripts::written(&run.text, script)?),
        }
    }
    let lines: Vec<&str> = text.split('\n').map(str::trim).filter(|it| !it.is_empty()).collect();
    Some(lines.join(" ")).filter(|text| !text.is_empty())
}

/// Whether a line is what is said of the picture above it.
fn is_caption(text: &str) -> bool {
    let text = inner(text);
    STARTS.iter().any(|start| text.starts_with(start)) || after_number(text).is_some()
}

/// Without brackets around all of it, and without the triangle that points to the picture.
fn inner(text: &str) -> &str {
    let text = text.trim().trim_start_matches(['▲', '△', '↑', '■', '◆']).trim_start();
    let bracketed = text.strip_prefix(['（', '(']).and_then(|it| it.strip_suffix(['）', ')']));
    bracketed.filter(|it| !it.contains(['（', '('])).unwrap_or(text)
}

/// What stands behind the number of a figure: 图1 ……, 图1-2：……, 图一　……. Not 图1显示，……: a sentence.
fn after_number(text: &str) -> Option<&str> {
    let rest = NUMBERED.iter().find_map(|word| text.strip_prefix(word))?.trim_start();
    let number =
        |c: char| c.is_ascii_digit() || "-—.一二三四五六七八九十１２３４５６７８９".contains(c);
    let behind = rest.trim_start_matches(number);
    let ends = [' ', '　', '：', ':', '、', '．'];
    // The point of 「图1.」 was read with its number.
    let stands = behind.starts_with(ends) || rest[..rest.len() - behind.len()].ends_with('.');
    let sentence = behind.trim_end_matches('。').contains('。');
    let starts = rest.starts_with(|c: char| number(c) && !"-—.".contains(c));
    (starts && stands && !sentence).then(|| behind.trim_start_matches(ends))
}

/// 图1 会场　　图2 现场: one for each picture of a row.
fn several(caption: &str) -> Vec<&str> {
    let mut starts = vec![0];
    for (at, _) in caption.match_indices([' ', '　']) {
        let behind = caption[at..].trim_start();
        let begins = behind.len() < caption[at..].len() && after_number(behind).is_some();
        let wide = caption[at..].starts_with("  ") || caption[at..].starts_with('　');
        let start = caption.len() - behind.len();
        if (begins || wide) && !behind.is_empty() && starts.last() != Some(&start) {
            starts.push(start);
        }
    }
    // Only what has a number, or no number at all, can be told apart.
    let numbered: Vec<usize> =
        starts.iter().copied().filter(|at| after_number(&caption[*at..]).is_some()).collect();
    let starts = if numbered.len() > 1 { numbered } else { starts };
    let ends = starts.iter().skip(1).copied().chain([caption.len()]);
    starts.iter().zip(ends).map(|(start, end)| caption[*start..end].trim()).collect()
}

/// What a caption says, without 图为 or a number: the description of its picture.
pub fn bare(caption: &str) -> &str {
    let text = inner(caption);
    let said = STARTS.iter().find_map(|start| text.strip_prefix(start));
    let said = said.or_else(|| after_number(text)).unwrap_or(text);
    let said = said.trim().trim_end_matches('。').trim_end();
    if said.is_empty() { caption.trim() } else { said }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::document::Run;

    #[test]
    fn what_is_a_caption() {
        for (text, want) in [
            ("图为施工现场。", "施工现场"),
            ("（图为施工现场）", "施工现场"),
            ("图：施工现场", "施工现场"),
            ("图1 施工现场", "施工现场"),
            ("图 1　施工现场", "施工现场"),
            ("图1-2：施工现场", "施工现场"),
            ("图1.施工现场", "施工现场"),
            ("图一 施工现场", "施工现场"),
            ("▲图为施工现场（李明 摄）", "施工现场（李明 摄）"),
            ("图为施工现场。李明 摄", "施工现场。李明 摄"),
            ("图表2 收储进度", "收储进度"),
            ("图1显示，进度较快。", ""),
            ("图书馆建成", ""),
            ("图1 显示进度较快。下一步要加强。", ""),
            ("表1 收储进度", ""),
            ("图", ""),
            ("", ""),
        ] {
            let found = if is_caption(text) { bare(text) } else { "" };
            assert_eq!(found, want, "{text}");
        }
    }

    #[test]
    fn captions_of_a_row() {
        let of = |text: &str| several(text).join("¶");
        assert_eq!(of("图1 会场　　图2 现场"), "图1 会场¶图2 现场");
        assert_eq!(of("图1 会场 图2 现场"), "图1 会场¶图2 现场");
        assert_eq!(of("会场    现场"), "会场¶现场");
        assert_eq!(of("图为 会场 和 现场"), "图为 会场 和 现场");
    }

    /// `1` is a picture, `2` two of them in a row.
    fn settled(lines: &[&str]) -> String {
        let block = |line: &&str| {
            let picture =
                || Run::of_picture(Shown { content: Content::Picture(0), ..Shown::default() });
            let runs = match *line {
                "1" => vec![picture()],
                "2" => vec![picture(), picture()],
                text => vec![Run { text: text.to_owned(), ..Run::default() }],
            };
            Block::Paragraph(Paragraph { runs, ..Paragraph::default() })
        };
        let mut body: Vec<Block> = lines.iter().map(block).collect();
        settle(&mut body);
        let shown = body.iter().map(|block| match block {
            Block::Paragraph(it) => {
                let captions =
                    it.pictures().map(|shown| format!("[{}{}]", shown.alt, shown.caption));
                it.text() + &captions.collect::<String>()
            }
            Block::Table(_) => String::new(),
        });
        shown.collect::<Vec<_>>().join("¶")
    }

    #[test]
    fn captions_go_to_their_pictures() {
        assert_eq!(settled(&["1", "图为甲。", "文。"]), "[图为甲。]¶文。");
        assert_eq!(settled(&["1", "图1 甲", "1", "图2 乙"]), "[图1 甲]¶[图2 乙]");
        assert_eq!(settled(&["图1 甲", "1", "图2 乙", "1"]), "图1 甲¶[]¶图2 乙¶[]");
        assert_eq!(settled(&["1", "1", "图为甲。"]), "[]¶[图为甲。]");
        assert_eq!(settled(&["2", "图1 甲　　图2 乙"]), "[图1 甲][图2 乙]");
        assert_eq!(settled(&["2", "图为甲和乙。"]), "[甲和乙][甲和乙]¶图为甲和乙。");
        assert_eq!(settled(&["1", "文。"]), "[]¶文。");
        assert_eq!(settled(&["图为甲。"]), "图为甲。");
    }
}
