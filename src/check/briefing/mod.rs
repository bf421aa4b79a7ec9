//! Rules about what makes a dispatch fit for a briefing. What `read` tells already (no title, no
//! body) is not told twice.

mod blanks;
mod left;
mod press;
mod remarks;
pub mod rules;
mod source;
mod voice;

use super::across::Archive;
use super::{Draft, Findings, Group, Part, Passage, Rulebook, Story};
use crate::diagnostic::{Diagnostic, Severity, Span};
use left::{LEFT_OVERS, tell};
use rules::{
    HAND_MADE_MARK, LEFT_OVER, MISSING_SOURCE, NEWS_VOICE, OWN_VOICE, REPEATED_TITLE, RULES,
    SHORT_ENTRY, SOURCE_COUNTY, TITLE_MARK,
};

/// The rules.
pub const GROUP: Group = Group { name: "简报的体例", rules: RULES, check };

fn check(draft: &Draft<'_>, book: &Rulebook, _: &Archive, out: &mut Findings<'_>) {
    for passage in draft.passages() {
        left_over(passage, out);
        blanks::check(passage, out);
        remarks::check(passage, out);
        press::check(passage, out);
        struck(passage, out);
        hand_made(passage, out);
    }
    merge_marks(draft, out);
    let sourced = draft.stories.iter().filter(|story| story.entry.source.is_some()).count();
    for story in &draft.stories {
        unchecked(story, out);
        source::check(story, &book.directory, out);
        voice::check(story, &book.directory, out);
        if let Some(title) = story.title() {
            title_mark(title, out);
            repeated_title(story, title, out);
            let of_kind = story.entry.kind.as_str() == "update";
            if of_kind
                && story.entry.source.is_none()
                && sourced >= 2
                && sourced * 2 > draft.stories.len()
                && let Some(found) =
                    out.add(MISSING_SOURCE, title, 0..title.text.len(), "稿件没有写来源")
            {
                found.help = Some("补上一行「来源: 报送单位」".to_owned());
            }
        }
        let mut body = story.body();
        if let (Some(only), None) = (body.next(), body.next())
            && only.text.matches('。').count() <= 1
            && only.text.chars().count() < 60
            && !story.entry.is_annex()
            && let Some(found) = out.add(SHORT_ENTRY, only, 0..only.text.len(), "正文只有一句话")
        {
            found.help = Some("核对来稿有没有粘全".to_owned());
        }
    }
}

/// A title with fewer characters may well be a word of the text.
const SHORTEST_TITLE: usize = 6;

fn repeated_title(story: &Story<'_>, title: &Passage<'_>, out: &mut Findings<'_>) {
    let plain = |text: &str| -> String {
        text.chars().filter(|c| !c.is_whitespace() && *c != '|').collect()
    };
    let Some(first) = story.body().next() else { return };
    // A paragraph that is much longer cannot be the title.
    if first.text.len() > title.text.len() * 2 {
        return;
    }
    let own = plain(&title.text);
    if own.chars().count() >= SHORTEST_TITLE
        && plain(&first.text) == own
        && let Some(found) =
            out.add(REPEATED_TITLE, first, 0..first.text.len(), "正文开头又写了一遍标题")
    {
        found.help = Some("删去这一段，标题由版式排印".to_owned());
    }
}

fn title_mark(title: &Passage<'_>, out: &mut Findings<'_>) {
    let text = title.text.trim_end();
    let bare = text.trim_end_matches(['。', '，', '、', '；', '：', ',', ';', '.']);
    // 3.5. is no sentence, and a title of nothing but marks is another matter.
    if bare.len() == text.len()
        || bare.is_empty()
        || bare.ends_with(|c: char| c.is_ascii_alphanumeric())
    {
        return;
    }
    let range = bare.len()..text.len();
    let message = format!("标题末尾的「{}」不要", &text[range.clone()]);
    out.mend(TITLE_MARK, title, range, message, "删去", "");
}

fn left_over(passage: &Passage<'_>, out: &mut Findings<'_>) {
    let text = &*passage.text;
    // In brackets it is a note; in a sentence (情况待核实) it may be what is reported.
    for (at, open) in passage.find_any(&['【', '〔', '（', '(', '[', '［']) {
        let inner = &text[at + open.len()..];
        // Notes are short.
        let Some((length, close)) =
            inner.char_indices().take(16).find(|(_, c)| "】〕）)]］".contains(*c))
        else {
            continue;
        };
        let note = &inner[..length];
        let whole = at..at + open.len() + length + close.len_utf8();
        let only = LEFT_OVERS.iter().any(|word| note.starts_with(word) || note.ends_with(word));
        if only || note == "？" || note == "??" || note == "？？" {
            tell(passage, whole, out);
        }
    }
    for word in ["TODO", "FIXME", "TBD"].into_iter().filter(|word| passage.may_have(word)) {
        for (at, _) in passage.find_word(word) {
            let letter = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
            let end = at + word.len();
            if !letter(text[..at].chars().next_back()) && !letter(text[end..].chars().next()) {
                tell(passage, at..end, out);
            }
        }
    }
}

/// The lines that a merge leaves where two people changed the same place.
const MERGE_MARKS: &[char] = &['<', '|', '=', '>'];

/// How many of one sign make such a mark.
const MERGE_MARK: usize = 7;

/// Marks of a merge that went wrong: what stands between them would be printed in both versions.
fn merge_marks(draft: &Draft<'_>, out: &mut Findings<'_>) {
    if !out.wants(LEFT_OVER) {
        return;
    }
    let of_note = draft.note.iter().find_map(|passage| passage.span(0..0)).map(|span| span.file);
    for file in of_note.into_iter().chain(draft.stories.iter().filter_map(Story::file)) {
        // Most files have none, and that is seen at a glance.
        if !file.text.contains("<<<<<<<") && !file.text.contains(">>>>>>>") {
            continue;
        }
        let mut at = 0;
        for line in file.text.split_inclusive('\n') {
            let start = at;
            at += line.len();
            let line = line.trim_end();
            let Some(sign) = line.chars().next().filter(|c| MERGE_MARKS.contains(c)) else {
                continue;
            };
            let rest = line.trim_start_matches(sign);
            let is_mark =
                line.len() - rest.len() == MERGE_MARK && (rest.is_empty() || rest.starts_with(' '));
            if is_mark {
                let message = format!("「{}」是合并两个版本时留下的", &line[..MERGE_MARK]);
                let finding = Diagnostic::error(LEFT_OVER.code, message)
                    .at(Span::new(&file, start..start + line.len()))
                    .help("两个版本留下一个，删去另一个和这些记号所在的行");
                out.push(LEFT_OVER, finding);
            }
        }
    }
}

/// What somebody struck out, and nobody has decided on.
fn struck(passage: &Passage<'_>, out: &mut Findings<'_>) {
    for range in &passage.struck {
        let said = &passage.text[range.clone()];
        // Whole paragraphs may be struck out.
        let shown = match said.char_indices().nth(40) {
            Some((end, _)) => format!("{}……", &said[..end]),
            None => said.to_owned(),
        };
        let message = format!("有删除线的文字「{shown}」还没有处理");
        let finding = Diagnostic::warning(LEFT_OVER.code, message)
            .at(passage.span(range.clone()))
            .help("要删的，连同「~~」一起删去；要留的，只删去两头的「~~」");
        out.push_at(LEFT_OVER, Severity::Warning, finding);
    }
}

/// What `import` was not sure of, and nobody has looked at.
fn unchecked(story: &Story<'_>, out: &mut Findings<'_>) {
    for place in &story.entry.comments {
        let words = place.file.text[place.range.clone()].trim_start_matches('#').trim_start();
        let Some(rest) = words.strip_prefix("请核对") else { continue };
        let what = rest.split(['：', ':']).next().unwrap_or_default().trim();
        let message = match what {
            "" => "还有一处没有核对".to_owned(),
            what => format!("还有一处没有核对：{what}"),
        };
        let finding = Diagnostic::warning(LEFT_OVER.code, message).help("核对后删去这一行");
        out.push_at(LEFT_OVER, Severity::Warning, finding.at(place.clone()));
    }
}

fn hand_made(passage: &Passage<'_>, out: &mut Findings<'_>) {
    if !(passage.part.is_body() || passage.part == Part::Title) {
        return;
    }
    let text = passage.text.trim_start();
    let start = passage.text.len() - text.len();
    if let Some(mark) = text.chars().next().filter(|c| "◆◇●■★☆▲△◎※➢✦".contains(*c))
    {
        let end = start + mark.len_utf8();
        // ★★★ is a rating, and a mark alone is a cell of a table.
        let more = text[mark.len_utf8()..].trim_start().chars().next();
        if more.is_some_and(|c| c != mark)
            && !matches!(passage.part, Part::Block(crate::markdown::Block::Cell))
            && let Some(found) =
                out.add(HAND_MADE_MARK, passage, start..end, format!("开头的「{mark}」是手工写的"))
        {
            found.help = Some("删去；栏目前的符号由版式加上".to_owned());
        }
    }
}
