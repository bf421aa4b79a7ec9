//! Numbers with their units, and names, kept whole where Typst breaks the rows.
//!
//! Where rows are decided here (`linebreaks: office`) they are kept whole there instead.

use super::office::{Insertion, insert};
use super::rows::{self, After, Piece, Rules};
use crate::markdown::{Markup, Paragraph, Shown};

/// A longer group could not be kept whole without a ragged row.
const LONGEST: usize = 12;

/// Puts each group into a box, which Typst does not break.
pub fn keep_whole(markup: &mut Markup, names: &[String]) {
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let insertions: Vec<Insertion> =
        markup.paragraphs.iter().flat_map(|paragraph| boxes(paragraph, &names)).collect();
    insert(markup, &insertions);
}

fn boxes(paragraph: &Paragraph, names: &[&str]) -> Vec<Insertion> {
    let visible = &paragraph.visible;
    let pieces: Vec<Piece> = visible
        .iter()
        .map(|each| match each.shown {
            Shown::Char(c) if !each.code => Piece::Char(c, 1.0),
            _ => Piece::Object { width: 1.0, leans: false },
        })
        .collect();
    let items = rows::items(&pieces, Rules { units: true, names, stiff_quotes: false });
    let mut boxes = Vec::new();
    let mut start = 0;
    while start < items.len() {
        let length = items[start..].iter().take_while(|item| item.after != After::Free).count();
        let group = start..(start + length + 1).min(items.len());
        let held = items[group.clone()].iter().any(|item| item.after == After::Held);
        let parts = &visible[group.clone()];
        // Bold that begins or ends within the group is markup between its characters.
        let unbroken = parts.windows(2).all(|pair| pair[0].range.end == pair[1].range.start);
        if held && unbroken && group.len() <= LONGEST {
            boxes.push(Insertion { at: parts[0].range.start, text: "#box[".to_owned() });
            let end = parts[parts.len() - 1].range.end;
            boxes.push(Insertion { at: end, text: "]".to_owned() });
        }
        start = group.end;
    }
    boxes
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Text;
    use crate::markdown::to_typst;

    fn check(markdown: &str, typst: &str) {
        let mut markup = to_typst(&Text::unplaced(markdown), "e1", false);
        keep_whole(&mut markup, &["张祥".to_owned()]);
        assert_eq!(markup.typst, typst, "{markdown}");
        for visible in markup.paragraphs.iter().flat_map(|paragraph| &paragraph.visible) {
            if let Shown::Char(c) = visible.shown {
                let at = markup.map.resolve(visible.range.start);
                let source = at.and_then(|at| markdown.get(at..)).unwrap_or_default();
                assert!(source.trim_start_matches('\\').starts_with(c), "{c} in {markdown}");
            }
        }
    }

    #[test]
    fn groups_stand_in_boxes() {
        check("11 月 27 日，张祥在场", "#box[11 月] #box[27 日]，#box[张祥]在场");
        check("林地内 130 多株", "林地内 #box[130 多株]");
        check("第28期**3**天", "#box[第28期]#strong[3]天");
        check("增长77.8%。", "增长77\\.8\\%。");
        check("地址 www.example.org 与 `3天`", "地址 www\\.example\\.org 与 #code(\"3天\")");
        check("2018年", "#box[2018年]");
        check("无数字", "无数字");
    }
}
