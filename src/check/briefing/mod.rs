//! Rules about what makes a dispatch fit for a briefing. What `read` tells already (no title, no
//! body) is not told twice.

mod blanks;
mod press;
mod remarks;
mod source;
mod voice;

use super::across::Archive;
use super::rule::rules;
use super::{Draft, Findings, Group, Part, Passage, Rulebook, Story};
use crate::check::lists::words;
use crate::diagnostic::{Diagnostic, Severity, Span};

/// The rules.
pub const GROUP: Group = Group { name: "简报的体例", rules: RULES, check };

rules! {
    /// 标题末尾有句号、逗号一类的标点。
    ///
    /// 标题末尾不用点号，问号、叹号可以用（GB/T 15834 附录 A.1）。
    ///
    /// - 错：标题: 山阴县召开推进会。
    /// - 对：标题: 山阴县召开推进会
    TITLE_MARK = "title-mark", Warning;
    /// 稿件里还留着「待核实」「TODO」一类的记号。
    ///
    /// 这是写稿的人留给自己的话，不能印出去：有它就不能印发（`jianbao publish` 不登记）。
    /// 还没有填的空也一样：「　月　日」「××亿元」「___户」「（ ）%」「？？户」「【】」，Word、Excel 的出错文字
    /// （「错误!未找到引用源。」「#REF!」），合并两个版本时留下的 `<<<<<<<`、`=======`、`>>>>>>>`。
    ///
    /// 方括号、圆括号里写给自己的话（「【讲话稿待核】」「（此处补充数据）」「（标题，不超过20字）」「{{单位名称}}」）、
    /// 写给编辑和领导的话（「请贵县核实。」「以上内容请领导审定。」）也一样；「地点待定」只提醒（警告）。
    ///
    /// 改法：核实以后改掉；暂时核实不了的，去掉这一句，或把稿件写上「暂缓: 是」。
    ///
    /// 有删除线的文字（`~~32~~`）也提醒（警告）：删去，或去掉「~~」留下。
    ///
    /// 导入的稿件，拿不准的项目前有一行「# 请核对」；它还在，就提醒（警告），也不能印发：核对以后删去这一行。
    /// 确实来不及核对就要印发的，用 `jianbao publish 28 --unread "原因"`，原因记在 `ledger.yaml` 里。
    LEFT_OVER = "left-over", Error;
    /// 段首手工写了「◆」「●」一类的符号。
    ///
    /// 栏目前的符号由版式加上，写在稿件里会印两遍，或与别的稿件不一致。
    ///
    /// 改法：删去这个符号。
    HAND_MADE_MARK = "hand-made-mark", Warning;
    /// 正文只有一句话。
    ///
    /// 可能没有粘全。确实只有一句的，忽略这一条。
    SHORT_ENTRY = "short-entry", Hint;
    /// 同一期别的稿件都写了来源，这一篇没有写。
    ///
    /// 改法：补上一行「来源: 报送单位」。
    MISSING_SOURCE = "missing-source", Warning;
    /// 正文开头又写了一遍标题。
    ///
    /// 标题由版式排印，正文里再写就印了两遍。从 Word 整篇粘贴时最容易这样。
    ///
    /// 改法：删去正文开头的这一段。
    REPEATED_TITLE = "repeated-title", Warning;
    /// 新闻稿的说法没有改掉。
    ///
    /// 开头的「本报讯」「记者从……获悉」，末尾的责任编辑、通讯员、记者署名，没有照片的「图为……」，文中的「笔者看到」
    /// 「小编提醒」「（下转第三版）」「点击查看」「走进某村，只见……」：来稿是照新闻稿改的，没有改完。
    ///
    /// - 错：本报讯　山阴县建成公墓6处。记者从县教育局获悉，……（责任编辑：张伟）
    /// - 对：山阴县建成公墓6处。
    ///
    /// 改法：删去，直接写单位和事情。
    NEWS_VOICE = "news-voice", Warning;
    /// 「我县」「我局」没有改成名称。
    ///
    /// 简报由市里编发，来稿里的「我县」「我局」「我镇」要写明是哪个县、哪个单位。「我市」「我省」「我国」不算，引语里的不算；
    /// 只看写到了名册里某个县区的稿件。
    ///
    /// - 错：近日，我县建成智慧交通指挥中心。（山阴县委办公室）
    /// - 对：近日，山阴县建成智慧交通指挥中心。
    ///
    /// 改法：写明名称，或「该县」「该局」。
    OWN_VOICE = "own-voice", Warning;
    /// 来源写的县区，正文里一次也没有提到，说的是另一个县区。
    ///
    /// 多半是来源写错了，或照别的稿件改的，没有改完。只看名册里写了「县区: 是」的单位。
    ///
    /// 文末、段首括号里写的供稿单位是另一个县区的，也提醒。
    ///
    /// 例　错：来源是山阴县，正文说的是「应县召开推进会，应县县委要求……」
    ///
    /// 改法：核对来源。
    SOURCE_COUNTY = "source-county", Warning;
}

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

/// What people write where something is still to come.
const LEFT_OVERS: &[&str] = words!("words.txt", "LEFT_OVERS");

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

fn tell(passage: &Passage<'_>, range: std::ops::Range<usize>, out: &mut Findings<'_>) {
    let message = format!("「{}」还没有处理", &passage.text[range.clone()]);
    out.tell(
        LEFT_OVER,
        passage,
        range,
        message,
        "核实以后改掉；暂时核实不了的，去掉这一句，或给稿件写上「暂缓: 是」",
    );
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
