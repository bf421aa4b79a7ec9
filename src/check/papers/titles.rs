//! How documents are named in running text: their titles, and where their numbers stand.

use std::ops::Range;
use std::sync::LazyLock;

use super::{ANNEX_MARK, DOCUMENT_NUMBER, DOCUMENT_TITLE};
use crate::check::context::is_quoted;
use crate::check::cues::{Cues, before, behind, first_chars, han_before, is_han, sentence_before};
use crate::check::lists::words;
use crate::check::{Findings, Passage};

static CUES: LazyLock<Cues> = LazyLock::new(|| {
    Cues::new(&[
        (&["》（"], version),
        (&["）《", ")《"], number_first),
        (&["》"], bare_number),
        (&["关于"], untitled),
        (&["〔", "["], misplaced),
        (&["号）》"], number_inside),
        (&["）文件", "）要求", "）精神"], number_alone),
        (&["号号", "〕年"], doubled),
        (&["〕 "], spaced),
        (&["请示报告", "函请", "意见函"], kind),
        (
            &[
                "〔试行〕",
                "〔暂行〕",
                "[试行]",
                "[暂行]",
                "【试行】",
                "〔修订〕",
                "〔草案〕",
                "〔征求意见稿〕",
            ],
            brackets,
        ),
        (&["的回复》"], answer),
        (&["发2", "函2", "字2", "办2", "政2", "电2"], unbracketed),
    ])
});

/// Looks at the documents that a passage names.
pub fn check(passage: &Passage<'_>, out: &mut Findings<'_>) {
    CUES.look(passage, out);
    archaic(passage, out);
}

/// 《防汛应急预案》（试行）.
fn version(passage: &Passage<'_>, cue: Range<usize>, out: &mut Findings<'_>) {
    const VERSIONS: &[&str] = words!("titles.txt", "VERSIONS");
    let text = &*passage.text;
    let rest = &text[cue.end..];
    let Some(length) = rest.find('）') else { return };
    let word = &rest[..length];
    let near = before(text, cue.start);
    let Some(open) = near.rfind('《').map(|at| cue.start - near.len() + at) else { return };
    if VERSIONS.contains(&word) {
        let range = open..cue.end + length + '）'.len_utf8();
        let message = format!("「（{word}）」是文件名的一部分，写在书名号里面");
        out.tell(DOCUMENT_TITLE, passage, range, message, format!("改成「……（{word}）》」"));
    }
}

/// Whether a text is the number of a document: 市政办发〔2025〕8号.
fn is_number(text: &str) -> bool {
    let year = text.find(['〔', '[', '（', '［']);
    text.ends_with('号')
        && text.chars().count() <= 24
        && year.is_some_and(|at| text[at..].chars().skip(1).take(2).all(|c| c.is_ascii_digit()))
}

/// （市政办发〔2025〕8号）《关于…的通知》: the title comes first.
fn number_first(passage: &Passage<'_>, cue: Range<usize>, out: &mut Findings<'_>) {
    let text = &*passage.text;
    let near = before(text, cue.start);
    let Some(open) = near.rfind(['（', '(']) else { return };
    let start = cue.start - near.len() + open;
    let width = text[start..].chars().next().map_or(0, char::len_utf8);
    let inside = &text[start + width..cue.start];
    // 《甲》（甲发〔2025〕8号）《乙》: the number is that of the title before.
    if !is_number(inside) || text[..start].ends_with('》') {
        return;
    }
    let title = behind(text, cue.end);
    let Some(close) = title.find('》') else { return };
    let end = cue.end + close + '》'.len_utf8();
    let message = "引用公文先写标题，后写文号".to_owned();
    out.tell(DOCUMENT_TITLE, passage, start..end, message, "把文号移到书名号后面");
}

/// 《…的通知（望政发〔2025〕3号）》.
fn number_inside(passage: &Passage<'_>, cue: Range<usize>, out: &mut Findings<'_>) {
    let text = &*passage.text;
    let near = before(text, cue.start);
    let Some(open) = near.rfind('（').map(|at| cue.start - near.len() + at) else { return };
    let number = &text[open + '（'.len_utf8()..cue.start + '号'.len_utf8()];
    if is_number(number) {
        let message = "文号不是文件名的一部分，写在书名号外面".to_owned();
        out.tell(
            DOCUMENT_TITLE,
            passage,
            open..cue.end,
            message,
            format!("改成「》（{number}）」"),
        );
    }
}

/// 〔2025〕 12号.
fn spaced(passage: &Passage<'_>, cue: Range<usize>, out: &mut Findings<'_>) {
    let text = &*passage.text;
    let serial = text[cue.end..].bytes().take(5).take_while(u8::is_ascii_digit).count();
    if serial > 0 && text[cue.end + serial..].starts_with('号') {
        let range = cue.start..cue.end + serial + '号'.len_utf8();
        let message = "文号中间多了空格".to_owned();
        out.tell(DOCUMENT_NUMBER, passage, range, message, "删去空格");
    }
}

/// 根据（市水发〔2025〕6号）文件: brackets around a number that explains no title.
fn number_alone(passage: &Passage<'_>, cue: Range<usize>, out: &mut Findings<'_>) {
    let text = &*passage.text;
    let near = before(text, cue.start);
    let Some(open) = near.rfind('（').map(|at| cue.start - near.len() + at) else { return };
    let number = &text[open + '（'.len_utf8()..cue.start];
    let lead = ["根据", "按照", "依据", "落实", "贯彻", "执行", "对照"]
        .iter()
        .any(|word| text[..open].ends_with(word));
    if lead && is_number(number) {
        let message = "文号前面没有文件的标题".to_owned();
        out.tell(
            DOCUMENT_TITLE,
            passage,
            open..cue.start + '）'.len_utf8(),
            message,
            "写上标题，或去掉括号",
        );
    }
}

/// 〔2025〕3号号, 〔2025〕年16号.
fn doubled(passage: &Passage<'_>, cue: Range<usize>, out: &mut Findings<'_>) {
    let text = &*passage.text;
    let serial = text[cue.end..].bytes().take(5).take_while(u8::is_ascii_digit).count();
    let is_year = text[cue.clone()].starts_with('〕');
    let digit = text[..cue.start].ends_with(|c: char| c.is_ascii_digit());
    if (is_year && !(serial > 0 && text[cue.end + serial..].starts_with('号'))) || !digit {
        return;
    }
    let extra = if is_year { '年' } else { '号' };
    let message = format!("文号里多了「{extra}」");
    out.tell(DOCUMENT_NUMBER, passage, cue, message, format!("删去「{extra}」"));
}

/// 《关于…的通知》市政发〔2025〕8号: the number stands in brackets.
fn bare_number(passage: &Passage<'_>, cue: Range<usize>, out: &mut Findings<'_>) {
    let text = &*passage.text;
    let rest = first_chars(&text[cue.end..], 24);
    let Some(end) = rest.find('号').map(|at| at + '号'.len_utf8()) else { return };
    let number = &rest[..end];
    if is_number(number)
        && number.starts_with(is_han)
        && number.contains('〔')
        && !number.contains(['，', '。', '、', '和', '《'])
    {
        let range = cue.end..cue.end + end;
        let message = format!("书名号后面的文号「{number}」没有加括号");
        out.tell(DOCUMENT_NUMBER, passage, range, message, format!("改成「（{number}）」"));
    }
}

/// What documents with a title of their own end with.
const KINDS: &[&str] = words!("titles.txt", "KINDS");

/// 根据市教育局关于做好寒假工作的通知要求.
fn untitled(passage: &Passage<'_>, cue: Range<usize>, out: &mut Findings<'_>) {
    let text = &*passage.text;
    if text[..cue.start].ends_with(['《', '〈', '“', '（'])
        || is_quoted(text, cue.start)
        || !passage.part.is_body()
    {
        return;
    }
    let rest = first_chars(&text[cue.end..], 44);
    let clause = rest
        .find(['，', '。', '；', '：', '、', '！', '\n', '《', '”'])
        .map_or(rest, |end| &rest[..end]);
    let Some((at, kind)) = KINDS
        .iter()
        .filter_map(|kind| Some((clause.find(kind)?, *kind)))
        .min_by_key(|(at, kind)| (*at, std::cmp::Reverse(kind.len())))
    else {
        return;
    };
    let end = cue.end + at + kind.len();
    let after = &text[end..];
    // Who it is from stands before, and what is done with it around.
    let lead = sentence_before(text, cue.start);
    let lead = lead.rfind('，').map_or(lead, |mark| &lead[mark + '，'.len_utf8()..]);
    let used = [
        "根据", "按照", "依据", "落实", "贯彻", "印发", "下发", "转发", "执行", "学习", "出台",
        "发布", "遵照", "传达", "制发", "对照",
    ]
    .iter()
    .any(|word| lead.contains(word));
    let issuer = words!("titles.txt", "untitled.issuer").iter().any(|word| lead.ends_with(word));
    let cited = ["要求", "精神", "部署", "规定", "，", "（", "。", "文件", "下发", "印发"]
        .iter()
        .any(|word| after.starts_with(word));
    let length = text[cue.start..end].chars().count();
    if used && issuer && cited && (8..=40).contains(&length) {
        let title = &text[cue.start..end];
        let message = "文件的标题没有用书名号".to_owned();
        out.tell(DOCUMENT_TITLE, passage, cue.start..end, message, format!("改成「《{title}》」"));
    }
}

/// 柳政办发2025〔33〕号.
fn misplaced(passage: &Passage<'_>, cue: Range<usize>, out: &mut Findings<'_>) {
    let text = &*passage.text;
    let year = text[..cue.start].bytes().rev().take(5).take_while(u8::is_ascii_digit).count();
    let start = cue.start - year.min(cue.start);
    let rest = &text[cue.end..];
    let serial = rest.bytes().take(5).take_while(u8::is_ascii_digit).count();
    let Some(close) = rest[serial..].chars().next().filter(|c| matches!(c, '〕' | ']')) else {
        return;
    };
    let behind = &rest[serial + close.len_utf8()..];
    let issuer = text[..start].ends_with(is_han);
    if year == 4 && (1..=4).contains(&serial) && behind.starts_with('号') && issuer {
        let end = text.len() - behind.len() + '号'.len_utf8();
        let right = format!("〔{}〕{}号", &text[start..cue.start], &rest[..serial]);
        let message = format!("文号「{}」的括号括错了，括的是年份", &text[start..end]);
        out.mend(DOCUMENT_NUMBER, passage, start..end, message, format!("改成「{right}」"), right);
    }
}

/// 市政发2025—8号, 市政发2025年8号.
fn unbracketed(passage: &Passage<'_>, cue: Range<usize>, out: &mut Findings<'_>) {
    let text = &*passage.text;
    let start = cue.end - 1;
    let rest = &text[start..];
    let year = rest.bytes().take(5).take_while(u8::is_ascii_digit).count();
    if year != 4 || !rest.starts_with("20") || han_before(text, start, 3).chars().count() < 3 {
        return;
    }
    let behind = rest[4..].trim_start_matches(['年', '-', '—', '第', '〕', ' ']);
    let gap = rest.len() - 4 - behind.len();
    let serial = behind.bytes().take(4).take_while(u8::is_ascii_digit).count();
    if gap == 0 || !(1..=3).contains(&serial) || !behind[serial..].starts_with('号') {
        return;
    }
    let end = text.len() - behind.len() + serial + '号'.len_utf8();
    let right = format!("〔{}〕{}号", &rest[..4], &behind[..serial]);
    let message = format!("文号「{}」的年份没有用六角括号", &text[start..end]);
    out.tell(DOCUMENT_NUMBER, passage, start..end, message, format!("改成「{right}」"));
}

/// 《…办法〔试行〕》: what stands behind a title has round brackets; an answer is a 批复.
fn brackets(passage: &Passage<'_>, cue: Range<usize>, out: &mut Findings<'_>) {
    let message = format!("「{}」的括号用圆括号", &passage.text[cue.clone()]);
    out.tell(DOCUMENT_TITLE, passage, cue, message, "改成「（）」");
}

/// 《关于…用地预审的回复》.
fn answer(passage: &Passage<'_>, cue: Range<usize>, out: &mut Findings<'_>) {
    let lead = before(&passage.text, cue.start);
    if lead.rfind('《').is_some_and(|at| lead[at..].starts_with("《关于")) {
        let message = "公文里没有「回复」".to_owned();
        let help = "答复请示用「批复」，答复来函用「复函」";
        out.tell(DOCUMENT_TITLE, passage, cue, message, help);
    }
}

/// 请示报告: two kinds of documents in one.
fn kind(passage: &Passage<'_>, cue: Range<usize>, out: &mut Findings<'_>) {
    let text = &*passage.text;
    let word = &text[cue.clone()];
    let titled = text[cue.end..].starts_with('》')
        || (before(text, cue.start).contains("《关于") && is_quoted(text, cue.start));
    if titled && text[cue.end..].starts_with('》') {
        let message = format!("「{word}」是两种公文，只能用一种");
        out.tell(
            DOCUMENT_TITLE,
            passage,
            cue,
            message,
            "请求批准的用「请示」，汇报情况的用「报告」",
        );
    }
}

/// 抄报 and 主题词, which documents no longer have; dates in 汉字 below them; names of annexes in 《》.
fn archaic(passage: &Passage<'_>, out: &mut Findings<'_>) {
    let text = passage.text.trim();
    let start = passage.text.len() - passage.text.trim_start().len();
    for (word, why) in [
        ("主题词：", "公文已经不标主题词（GB/T 9704—2012）"),
        ("抄报：", "公文已经没有「抄报」，用「抄送」"),
    ] {
        if text.starts_with(word) {
            out.tell(
                DOCUMENT_TITLE,
                passage,
                start..start + word.len(),
                why.to_owned(),
                "删去，或改用现在的写法",
            );
        }
    }
    let numeral = |c: char| "〇零○一二三四五六七八九十年月日".contains(c);
    // Before 2012 it was so written.
    let old = ["一九", "二〇〇", "二○○", "二零零", "二〇一〇", "二〇一一"]
        .iter()
        .any(|year| text.starts_with(year));
    if !old
        && text.chars().count() <= 14
        && text.contains('年')
        && text.ends_with('日')
        && text.chars().all(numeral)
    {
        let message = "成文日期用阿拉伯数字（GB/T 9704 7.3.5.4）".to_owned();
        out.tell(
            DOCUMENT_TITLE,
            passage,
            start..start + text.len(),
            message,
            "如「2025年11月3日」",
        );
    }
    // 附件：1.《…方案》
    if let Some(rest) = text.strip_prefix("附件") {
        let rest = rest.trim_start_matches(|c: char| c.is_ascii_digit());
        let Some(name) = rest.strip_prefix('：') else { return };
        let bare = name.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.' || c == ' ');
        if bare.starts_with('《') && bare.ends_with('》') && bare.matches('《').count() == 1 {
            let at = start + text.len() - bare.len();
            let message = "附件说明里的名称不加书名号".to_owned();
            out.tell(ANNEX_MARK, passage, at..start + text.len(), message, "去掉书名号");
        }
    }
}

/// 2025年3月，…印发《…》（市水发〔2026〕6号）: a document is not issued before the year of its number.
pub fn years(passage: &Passage<'_>, year: i32, out: &mut Findings<'_>) {
    let text = &*passage.text;
    for (at, open) in passage.find('〔') {
        let inside = &text[at + open.len()..];
        let Some(number) = inside.get(..4).and_then(|digits| digits.parse::<i32>().ok()) else {
            continue;
        };
        let Some(rest) = inside[4..].strip_prefix('〕') else { continue };
        let serial = rest.bytes().take(5).take_while(u8::is_ascii_digit).count();
        if serial == 0 || !rest[serial..].starts_with('号') {
            continue;
        }
        let end = text.len() - rest.len() + serial + '号'.len_utf8();
        let sentence = sentence_before(text, at);
        let issued = ["印发", "下发", "出台", "发布", "制定", "转发", "公布"]
            .iter()
            .find_map(|verb| sentence.rfind(verb));
        // 今年8月出台…（〔2025〕16号）, in a text of 2026.
        let this_year = issued.is_some_and(|verb| {
            sentence[..verb]
                .rfind("今年")
                .is_some_and(|at| sentence[at..verb].contains('月') && verb - at <= 48)
        });
        let said = issued.and_then(|verb| {
            let (mark, _) = sentence[..verb].match_indices('年').next_back()?;
            let before = &sentence[..mark];
            let digits = before.bytes().rev().take(5).take_while(u8::is_ascii_digit).count();
            (digits == 4).then(|| before[mark - 4..].parse::<i32>().ok())?
        });
        let message = match said {
            Some(said) if number > said => {
                format!("{said}年印发的文件，文号不会是「〔{number}〕」")
            }
            None if this_year && (year - 2..year).contains(&number) => {
                format!("稿件是{year}年的，今年印发的文件，文号不会是「〔{number}〕」")
            }
            _ if number > year + 1 => format!("文号的年份「〔{number}〕」比稿件的日期还晚"),
            _ => continue,
        };
        out.tell(DOCUMENT_NUMBER, passage, at..end, message, "核对文号和日期");
    }
}
