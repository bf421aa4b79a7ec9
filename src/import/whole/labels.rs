//! 报：, 送：, 责任编辑：, 共印 N 份: what labels in a tail name.

use crate::import::bare::dense;

/// Where an issue keeps what a label names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Slot {
    /// 报.
    Report,
    /// 送.
    Send,
    /// 发.
    Issue,
    /// 增发.
    Extra,
    /// 编辑.
    Editor,
    /// 审核.
    Reviewer,
    /// 签发.
    Approver,
}

impl Slot {
    /// What the page prints before it.
    pub fn printed(self) -> &'static str {
        match self {
            Self::Report => "报",
            Self::Send => "送",
            Self::Issue => "发",
            Self::Extra => "本期增发",
            Self::Editor => "编辑",
            Self::Reviewer => "审核",
            Self::Approver => "签发",
        }
    }

    /// Whether it names people who made the issue.
    pub fn is_person(self) -> bool {
        matches!(self, Self::Editor | Self::Reviewer | Self::Approver)
    }
}

/// Labels and where what is behind them belongs.
pub const LABELS: &[(&str, Slot)] = &[
    ("本期增发", Slot::Extra),
    ("增发", Slot::Extra),
    ("责任编辑", Slot::Editor),
    ("本期编辑", Slot::Editor),
    ("编辑", Slot::Editor),
    ("责编", Slot::Editor),
    ("审核人", Slot::Reviewer),
    ("审核", Slot::Reviewer),
    ("核稿", Slot::Reviewer),
    ("审稿", Slot::Reviewer),
    ("签发人", Slot::Approver),
    ("签发", Slot::Approver),
    ("抄报", Slot::Report),
    ("呈报", Slot::Report),
    ("上报", Slot::Report),
    ("主送", Slot::Report),
    ("报送", Slot::Report),
    ("报", Slot::Report),
    ("抄送", Slot::Send),
    ("呈送", Slot::Send),
    ("分送", Slot::Send),
    ("送", Slot::Send),
    ("印发", Slot::Issue),
    ("下发", Slot::Issue),
    ("分发", Slot::Issue),
    ("抄发", Slot::Issue),
    ("发", Slot::Issue),
];

/// Whether a line begins with a label.
pub fn starts_labelled(line: &str) -> bool {
    let bare = dense(line);
    LABELS.iter().any(|(label, _)| {
        bare.strip_prefix(label).is_some_and(|rest| rest.starts_with(['：', ':']))
    })
}

/// Whether a line says who edited, reviewed or signed.
pub fn signs(line: &str) -> bool {
    let (found, rest) = labelled(line);
    let short = found.iter().all(|(_, name)| name.chars().count() <= 20);
    let rest: usize = rest.iter().map(|rest| rest.chars().count()).sum();
    !found.is_empty() && found.iter().all(|(slot, _)| slot.is_person()) && short && rest <= 30
}

/// What the labels of a line name, in order, and what is before the first.
pub fn labelled(line: &str) -> (Vec<(Slot, String)>, Vec<String>) {
    let (found, rest, _) = parts(line);
    (found, rest)
}

/// The labels of a line with what they name, what is before the first, and the labels as written.
pub fn parts(line: &str) -> (Vec<(Slot, String)>, Vec<String>, Vec<String>) {
    // (where the label begins, where its text begins, what it is)
    let mut marks: Vec<(usize, usize, Slot, String)> = Vec::new();
    for (at, colon) in line.match_indices(['：', ':']) {
        let from = marks.last().map_or(0, |(_, text, ..)| *text);
        let before = &line[from..at];
        // The label is what stands before the colon, blanks aside: 报　送：.
        let mut best: Option<(usize, Slot, String)> = None;
        for (label, slot) in LABELS {
            let Some(start) = ends_spaced(before, label) else { continue };
            let edge = before[..start].trim_end_matches([' ', '　']);
            let free = edge.is_empty()
                || edge.len() < start
                || edge.ends_with(['。', '；', '，', '）', ')', '.', ';', '（', '(']);
            if free && best.as_ref().is_none_or(|(other, ..)| start < *other) {
                best = Some((start, *slot, (*label).to_owned()));
            }
        }
        if let Some((start, slot, label)) = best {
            marks.push((from + start, at + colon.len(), slot, label));
        }
    }
    let mut found = Vec::new();
    for (index, (_, text, slot, _)) in marks.iter().enumerate() {
        let end = marks.get(index + 1).map_or(line.len(), |(start, ..)| *start);
        found.push((*slot, line[*text..end].trim_matches([' ', '　']).to_owned()));
    }
    let first = line[..marks.first().map_or(line.len(), |(start, ..)| *start)].trim();
    let rest = if first.is_empty() { Vec::new() } else { vec![first.to_owned()] };
    (found, rest, marks.into_iter().map(|(.., label)| label).collect())
}

/// Where a label begins that ends a text, blanks between its characters aside.
fn ends_spaced(text: &str, label: &str) -> Option<usize> {
    let mut rest = text.trim_end_matches([' ', '　']);
    for c in label.chars().rev() {
        rest = rest.trim_end_matches([' ', '　']).strip_suffix(c)?;
    }
    Some(rest.len())
}

/// 共印120份, （印 120 份）, 印数：120: the number, and the line without it.
pub fn copies(line: &str) -> Option<(u32, String)> {
    let bare: Vec<(usize, char)> =
        line.char_indices().filter(|(_, c)| !c.is_whitespace()).collect();
    let text: String = bare.iter().map(|(_, c)| *c).collect();
    for word in ["共印发", "共印制", "共印", "印数", "印刷", "印制", "印"] {
        let Some(start) = text.find(word) else { continue };
        let rest = text[start + word.len()..].trim_start_matches(['：', ':']);
        let digits = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        let counted = rest[digits..].starts_with('份') || word == "印数";
        let Some(number) = rest[..digits].parse().ok().filter(|it| *it > 0 && counted) else {
            continue;
        };
        let from = text[..start].chars().count();
        let length = text.len() - rest.len() + digits - start;
        let shown = text[start..start + length].chars().count();
        let unit = usize::from(rest[digits..].starts_with('份'));
        let (mut first, mut last) = (from, from + shown + unit);
        let is = |at: usize, of: &[char]| bare.get(at).is_some_and(|(_, c)| of.contains(c));
        if first > 0 && is(first - 1, &['（', '(']) && is(last, &['）', ')']) {
            (first, last) = (first - 1, last + 1);
        }
        let byte = |at: usize| bare.get(at).map_or(line.len(), |(at, _)| *at);
        let rest = [line[..byte(first)].trim_end(), line[byte(last)..].trim()].concat();
        return Some((number, rest));
    }
    None
}
