//! Which sort of document is used for what, and the words that go with it: 请示 asks, 报告 tells, an equal
//! is answered with 函复.

use std::ops::Range;
use std::sync::LazyLock;

use super::{DOCUMENT_NUMBER, DOCUMENT_TITLE};
use crate::check::context::is_quoted;
use crate::check::cues::{
    Cues, before, first_chars, han_before, han_behind, is_han, sentence_before,
};
use crate::check::lists::words;
use crate::check::{Findings, Passage};

static CUES: LazyLock<Cues> = LazyLock::new(|| {
    Cues::new(&[
        (&["的报告》", "的请示》", "的申请》"], kind),
        (&["请批示", "请批复", "请审批", "请批准", "请指示"], between_equals),
        (&["《"], opened),
        (&["颁布《", "颁发《", "颁行《"], proclaimed),
        (&["批转", "转发", "印发", "批示"], passed_on),
        (&["收息", "收希", "收稀", "收习", "收夕", "知息", "知希"], received),
        (&["抄报"], copied),
        (&["主送", "向"], addressees),
        (&["特级", "加级", "特集"], urgency),
        (&["贵", "你"], addressed),
        (&["中央1号文件", "委1号文件"], first_document),
        (&["、"], serials),
        (&["简称“"], short_name),
        (&["〔"], organ),
    ])
});

/// Looks at the documents that a passage names.
pub fn check(passage: &Passage<'_>, out: &mut Findings<'_>) {
    CUES.look(passage, out);
}

/// Kinds of documents that a title ends with.
const KINDS: &[&str] = words!("kinds.txt", "KINDS");

/// What asks for an answer, and what only tells.
const ASKS: &[&str] = words!("kinds.txt", "ASKS");
const TELLS: &[&str] =
    &["特此报告", "特此函告", "特此通知", "特此通报", "请审阅", "特此函复", "专此报告", "特此公告"];

/// The report that asks, the request that tells, the application of an office.
fn kind(passage: &Passage<'_>, cue: Range<usize>, out: &mut Findings<'_>) {
    let text = &*passage.text;
    let near = before(text, cue.start);
    let Some(open) = near.rfind('《') else { return };
    let start = cue.start - near.len() + open;
    let title = &text[start + '《'.len_utf8()..cue.end - '》'.len_utf8()];
    let word = cue.start + '的'.len_utf8()..cue.end - '》'.len_utf8();
    if title.contains(['〈', '》']) || !title.starts_with("关于") && !title.contains("关于") {
        return;
    }
    let rest = first_chars(&text[cue.end..], 90);
    let rest = rest.split(['\n', '《']).next().unwrap_or_default();
    let lead = text[..start].chars().next_back();
    let phrase = |words: &[&'static str]| {
        words.iter().find_map(|word| rest.find(word).map(|at| (cue.end + at, *word)))
    };
    let sends = ["报送", "呈报", "上报", "提交", "呈送", "报来"]
        .iter()
        .any(|verb| sentence_before(text, start).contains(verb));
    match &text[word.clone()] {
        "报告" => {
            let begs = ["请求", "申请", "恳请", "要求", "申拨", "追加", "申报", "请予"]
                .iter()
                .any(|verb| title.trim_start_matches("关于").starts_with(verb));
            let help = "请求批准的用「请示」，汇报情况的用「报告」";
            if let Some((at, said)) = phrase(ASKS) {
                // “以上报告，请批复”: the words are wrong, where they are quoted as its end.
                let quoted = is_quoted(text, at);
                let message = match quoted {
                    true => format!("报告里不写「{said}」，请求批准的另用「请示」"),
                    false => format!("「{said}」的公文是请示，不是报告"),
                };
                let range = if quoted { at..at + said.len() } else { word };
                if quoted || sends {
                    out.tell(DOCUMENT_TITLE, passage, range, message, help);
                }
            } else if begs {
                let message = "请求批准的公文是请示，不是报告".to_owned();
                out.tell(DOCUMENT_TITLE, passage, word, message, help);
            }
        }
        "请示" => {
            if let Some((at, said)) = phrase(TELLS).filter(|(at, _)| is_quoted(text, *at)) {
                let message = format!("请示的结尾不用「{said}」");
                let help = "请示的结尾用「妥否，请批复」";
                out.tell(DOCUMENT_TITLE, passage, at..at + said.len(), message, help);
            } else if ["情况的请示", "总结的请示", "进展的请示", "结果的请示", "汇报的请示"]
                .iter()
                .any(|end| title.ends_with(end))
            {
                let message = "汇报情况的公文是报告，不是请示".to_owned();
                out.tell(DOCUMENT_TITLE, passage, word, message, "改成「报告」");
            }
        }
        _ => {
            let of_office = lead.is_some_and(|c| "局府委镇乡会院办处校".contains(c));
            let answered = ["批复", "批准", "获", "收悉"].iter().any(|it| rest.contains(it));
            if of_office || sends || answered {
                let message = "公文里没有「申请」".to_owned();
                out.tell(
                    DOCUMENT_TITLE,
                    passage,
                    word,
                    message,
                    "请求批准用「请示」，与平级的单位商量用「函」",
                );
            }
        }
    }
}

/// A letter to an equal that ends with 请批示.
fn between_equals(passage: &Passage<'_>, cue: Range<usize>, out: &mut Findings<'_>) {
    let text = &*passage.text;
    let near = before(text, cue.start);
    let near = near.rfind('\n').map_or(near, |at| &near[at..]);
    let letter = ["致函", "发函", "去函", "函商", "函末", "来函", "的函》", "函请", "函告"]
        .iter()
        .filter_map(|word| near.rfind(word))
        .max();
    let other =
        ["请示》", "报告》", "呈报", "上报"].iter().filter_map(|word| near.rfind(word)).max();
    if letter.is_some() && letter > other && is_quoted(text, cue.start) {
        let message = format!("函是写给平级单位的，不用「{}」", &text[cue.clone()]);
        out.tell(DOCUMENT_TITLE, passage, cue, message, "改成「请函复」");
    }
}

/// 《平政办发〔2026〕22号》, 《…方案的方案》, 《关于对加强…》.
fn opened(passage: &Passage<'_>, cue: Range<usize>, out: &mut Findings<'_>) {
    let text = &*passage.text;
    let near = first_chars(&text[cue.end..], 80);
    let Some(length) = near.find(['》', '《', '\n']).filter(|at| near[*at..].starts_with('》'))
    else {
        return;
    };
    let title = &near[..length];
    let end = cue.end + length;
    if let Some(open) = title.find(['〔', '[', '（', '['])
        && title.ends_with('号')
        && open > 0
        && title[..open].chars().all(is_han)
        && title[..open].chars().count() <= 8
        && title[open..].chars().nth(1).is_some_and(|c| c.is_ascii_digit())
    {
        let message = format!("文号「{title}」不用书名号");
        return out.tell(
            DOCUMENT_NUMBER,
            passage,
            cue.start..end + '》'.len_utf8(),
            message,
            "去掉书名号，或写上标题",
        );
    }
    let doubled = KINDS.iter().find_map(|kind| {
        let lead = title.strip_suffix(kind)?;
        let lead = lead.strip_suffix('的').unwrap_or(lead);
        let whole = lead.ends_with(kind).then_some(title.len() - lead.len() + kind.len())?;
        // 《关于转发省厅关于…的通知的通知》 passes one on.
        let passes = ["转发", "印发", "批转", "下发"].iter().any(|verb| title.contains(verb));
        (!passes).then_some((kind, whole))
    });
    if let Some((kind, whole)) = doubled {
        let message = format!("文件名里的「{kind}」重复");
        return out.tell(DOCUMENT_TITLE, passage, end - whole..end, message, "删去重复的");
    }
    for lead in ["关于对", "关于就", "关于对于", "关于针对"] {
        let Some(rest) = title.strip_prefix(lead) else { continue };
        let verb = words!("kinds.txt", "opened.verb").iter().find(|verb| rest.starts_with(**verb));
        // 关于对推进项目进行督查: 对 belongs to 进行.
        let governs = ["进行", "予以", "给予", "的处", "的考"].iter().any(|it| rest.contains(it));
        if let Some(verb) = verb.filter(|_| !governs) {
            let extra = &lead["关于".len()..];
            let start = cue.end + "关于".len();
            let message = format!("「关于」后面多了「{extra}」");
            let range = start..start + extra.len() + verb.len();
            return out.tell(DOCUMENT_TITLE, passage, range, message, "只用一个介词");
        }
    }
}

/// 颁布《…的通知》: only laws are proclaimed.
fn proclaimed(passage: &Passage<'_>, cue: Range<usize>, out: &mut Findings<'_>) {
    let text = &*passage.text;
    let near = first_chars(&text[cue.end..], 80);
    let Some(length) = near.find('》') else { return };
    let title = near[..length].split('（').next().unwrap_or_default();
    let kind = [
        "通知", "通报", "意见", "方案", "计划", "要点", "函", "批复", "请示", "报告", "纪要",
        "预案",
    ]
    .iter()
    .find(|kind| title.ends_with(**kind));
    if let Some(kind) = kind {
        let verb = &text[cue.start..cue.end - '《'.len_utf8()];
        let message = format!("「{kind}」用「印发」，不用「{verb}」");
        let range = cue.start..cue.end + length + '》'.len_utf8();
        out.tell(DOCUMENT_TITLE, passage, range, message, "法律、法规才用「颁布」");
    }
}

/// How high who issues a document stands: 1 for a township, 2 for a county, 3 for a city, 4 above.
fn rank(name: &str) -> Option<u8> {
    let at = |words: &[char]| name.contains(words);
    if ["国家", "国务院", "中央", "中共中央", "省", "自治区", "教育部", "财政部"]
        .iter()
        .any(|word| name.starts_with(word))
    {
        return Some(4);
    }
    match () {
        () if at(&['镇', '乡']) || name.contains("街道") => Some(1),
        () if at(&['县']) => Some(2),
        () if at(&['市', '州']) => Some(3),
        () => None,
    }
}

/// 办公室批转上级文件, 县印发市局文件, 县政府转发县局文件, 批示…请示.
fn passed_on(passage: &Passage<'_>, cue: Range<usize>, out: &mut Findings<'_>) {
    let text = &*passage.text;
    let verb = &text[cue.clone()];
    let from = han_behind(&text[cue.end..], 20);
    let Some(rest) = text[cue.end + from.len()..].strip_prefix('《') else { return };
    let Some(title) = first_chars(rest, 80).split('》').next() else { return };
    let lead = crate::check::cues::clause_before(text, cue.start);
    let end = cue.end;
    if is_quoted(text, cue.start) {
        return;
    }
    if verb == "批示" {
        let of_unit = from.ends_with(['局', '委', '会', '镇', '乡', '府', '院', '办', '心']);
        if title.ends_with("的请示") && of_unit && lead.ends_with(['府', '委', '局', '室']) {
            let message = "答复请示的公文是批复，不是批示".to_owned();
            out.tell(DOCUMENT_TITLE, passage, cue, message, "改成「批复」");
        }
        return;
    }
    let issuer = from.ends_with(['局', '委', '府', '室', '厅', '部', '办', '会', '院', '组']);
    if !issuer || from.is_empty() {
        return;
    }
    let who = lead.trim_end_matches(|c: char| "近日前及时已联合".contains(c));
    let (Some(own), Some(other)) = (rank(who), rank(from)) else { return };
    // A county's name may stand before that of its city's bureau.
    let of_government =
        who.ends_with("人民政府") || who.ends_with("县政府") || who.ends_with("市政府");
    let message = match verb {
        "批转" if other > own => "上级的文件用「转发」，不用「批转」",
        "批转" if who.ends_with("办公室") || who.ends_with("政府办") => {
            "办公室用「转发」，不用「批转」"
        }
        "印发" if other > own && !title.starts_with("〈") => {
            "上级的文件用「转发」，不用「印发」"
        }
        "转发"
            if of_government
                && other == own
                && from.ends_with(['局', '委'])
                && !from.contains("县委") =>
        {
            "政府转发下级部门的文件用「批转」"
        }
        _ => return,
    };
    let help = "上级的、平级的用「转发」，下级的用「批转」，自己的用「印发」";
    out.tell(DOCUMENT_TITLE, passage, cue.start..end, message.to_owned(), help);
}

/// 《…的函》收息.
fn received(passage: &Passage<'_>, cue: Range<usize>, out: &mut Findings<'_>) {
    let text = &*passage.text;
    let word = &text[cue.clone()];
    let first = word.chars().next().unwrap_or(' ');
    let of =
        text[..cue.start].ends_with(['》', '函', '文', '示', '告', '件', '电', '信', '已', '）']);
    let closes = text[cue.end..].chars().next().is_none_or(|c| "。，；”！".contains(c));
    if of && closes {
        let message = format!("「{word}」应是「{first}悉」");
        out.tell(DOCUMENT_TITLE, passage, cue, message, "「悉」是知道的意思");
    }
}

/// 抄报县财政局.
fn copied(passage: &Passage<'_>, cue: Range<usize>, out: &mut Findings<'_>) {
    let text = &*passage.text;
    // A line that begins with it is told elsewhere.
    let is_line = text[..cue.start].trim().is_empty() && text[cue.end..].starts_with('：');
    let to = han_behind(&text[cue.end..], 16);
    let unit =
        ["局", "委", "府", "办", "部", "院", "会", "厅", "室"].iter().any(|it| to.contains(it));
    if !is_line && unit && !is_quoted(text, cue.start) {
        let message = "公文已经没有「抄报」，用「抄送」".to_owned();
        out.tell(DOCUMENT_TITLE, passage, cue, message, "改成「抄送」");
    }
}

/// 向市人民政府、市发展改革委报送《…的请示》.
fn addressees(passage: &Passage<'_>, cue: Range<usize>, out: &mut Findings<'_>) {
    let text = &*passage.text;
    let rest = crate::check::cues::sentence_behind(text, cue.end);
    let Some(stop) = rest.find(['，', '《', '：', '“']) else { return };
    let row = &rest[..stop];
    let end = cue.end + stop;
    let main = &text[cue.clone()] == "主送";
    let verb =
        ["报送", "呈报", "上报", "提交", "呈送", "报"].iter().find(|verb| row.ends_with(**verb));
    let names = match verb {
        Some(verb) => &row[..row.len() - verb.len()],
        None if main => row,
        None => return,
    };
    let asked = match main {
        true => sentence_before(text, cue.start).contains("请示》"),
        false => rest[stop..]
            .strip_prefix('《')
            .and_then(|title| title.split('》').next())
            .is_some_and(|title| title.ends_with("请示")),
    };
    let units: Vec<&str> = names.split(['、', '和', '及']).collect();
    let is_unit = |name: &&str| name.ends_with(['府', '委', '局', '办', '室', '部', '厅', '会']);
    if asked && units.len() >= 2 && units.iter().all(is_unit) {
        let message = "请示只送一个上级机关".to_owned();
        let range = cue.end..end - verb.map_or(0, |verb| verb.len());
        out.tell(DOCUMENT_TITLE, passage, range, message, "主送一个机关，别的用抄送");
    }
}

/// 特级公文.
fn urgency(passage: &Passage<'_>, cue: Range<usize>, out: &mut Findings<'_>) {
    let text = &*passage.text;
    let rest = &text[cue.end..];
    let paper = ["公文", "文件", "电报", "明电", "件", "电"].iter().any(|it| rest.starts_with(it));
    if paper {
        let right = format!("{}急", text[cue.clone()].chars().next().unwrap_or(' '));
        let message = format!("紧急程度是「{right}」，不是「{}」", &text[cue.clone()]);
        out.tell(DOCUMENT_TITLE, passage, cue, message, "紧急程度分「特急」「加急」");
    }
}

/// 函复县发展改革局：“贵委….
fn addressed(passage: &Passage<'_>, cue: Range<usize>, out: &mut Findings<'_>) {
    const UNITS: &[char] = &['局', '委', '办', '部', '厅', '院', '校', '会'];
    let text = &*passage.text;
    let Some(called) = text[cue.end..].chars().next().filter(|c| UNITS.contains(c)) else { return };
    let end = cue.end + called.len_utf8();
    if !text[end..].starts_with(['《', '关', '来', '报', '于', '，', '的', '提']) {
        return;
    }
    let lead = text[..cue.start].trim_end_matches('“');
    let Some(lead) = lead.strip_suffix('：') else { return };
    let name = han_before(lead, lead.len(), 16);
    let kind = match name.chars().next_back() {
        Some('会') if name.ends_with("委员会") => '委',
        Some('室') if name.ends_with("办公室") => '办',
        Some('学') => '校',
        Some(c) if UNITS.contains(&c) => c,
        _ => return,
    };
    if kind != called && name.chars().count() >= 3 {
        let range = cue.start..end;
        let message = format!("写给「{name}」的，称呼却是「{}」", &text[range.clone()]);
        out.tell(DOCUMENT_TITLE, passage, range, message, "称呼与单位一致");
    }
}

/// 中央1号文件.
fn first_document(passage: &Passage<'_>, cue: Range<usize>, out: &mut Findings<'_>) {
    let written = &passage.text[cue.clone()];
    let right = written.replace('1', "一");
    let message = format!("「{written}」的「1」用汉字");
    out.tell(DOCUMENT_TITLE, passage, cue, message, format!("改成「{right}」"));
}

/// 〔2026〕33、34号.
fn serials(passage: &Passage<'_>, cue: Range<usize>, out: &mut Findings<'_>) {
    let text = &*passage.text;
    let lead = text[..cue.start].trim_end_matches(|c: char| c.is_ascii_digit());
    let digits = text[cue.end..].bytes().take(5).take_while(u8::is_ascii_digit).count();
    let is_number = lead.ends_with('〕') && lead.len() < cue.start;
    if is_number && (1..5).contains(&digits) && text[cue.end + digits..].starts_with(['号', '、'])
    {
        let first = &text[lead.len()..cue.start];
        let start = before(lead, lead.len())
            .rfind('〔')
            .map_or(lead.len(), |at| lead.len() - before(lead, lead.len()).len() + at);
        let message = format!("文号「{first}」后面漏了「号」");
        let help = format!("改成「{first}号、{}号」", &text[cue.end..cue.end + digits]);
        out.tell(DOCUMENT_NUMBER, passage, start..cue.end + digits, message, &help);
    }
}

/// （以下简称“意见”）…《意见》: a title for short has the marks of a title.
fn short_name(passage: &Passage<'_>, cue: Range<usize>, out: &mut Findings<'_>) {
    let text = &*passage.text;
    let rest = first_chars(&text[cue.end..], 20);
    let Some(length) = rest.find('”') else { return };
    let name = &rest[..length];
    let used = text[cue.end..].contains(&format!("《{name}》"));
    let titled = sentence_before(text, cue.start).trim_end_matches("以下").ends_with("》（");
    let kind =
        KINDS.iter().any(|kind| name == *kind || name.ends_with(kind) && name.chars().count() <= 4);
    if used || titled && kind {
        let open = cue.end - '“'.len_utf8();
        let message = format!("文件的简称「{name}」用书名号");
        let range = open..cue.end + length + '”'.len_utf8();
        out.tell(DOCUMENT_TITLE, passage, range, message, format!("改成「《{name}》」"));
    }
}

/// 县人民政府办公室印发《…》（云政发〔2026〕38号）.
fn organ(passage: &Passage<'_>, cue: Range<usize>, out: &mut Findings<'_>) {
    let text = &*passage.text;
    let sign = han_before(text, cue.start, 6);
    let start = cue.start - sign.len();
    if !text[..start].ends_with("》（") {
        return;
    }
    let near = sentence_before(text, start);
    let Some(open) = near.rfind('《') else { return };
    let lead = near[..open].trim_end_matches(|c: char| "印制下转发出台公布关于".contains(c));
    if lead.len() == open {
        return;
    }
    let lead = lead.trim_end_matches(|c: char| "近日前联合".contains(c));
    let office = ["政府办公室", "政府办"].iter().any(|end| lead.ends_with(end));
    let of_party = ["县委办公室", "市委办公室", "区委办公室", "县委办", "市委办"]
        .iter()
        .any(|end| lead.ends_with(end));
    let message = if office && sign.ends_with("政发") {
        "办公室的文件，文号却是政府的"
    } else if of_party
        && sign.ends_with('发')
        && !sign.contains(['办', '厅', '室'])
        && !sign.contains("政")
    {
        "办公室的文件，文号却是党委的"
    } else {
        return;
    };
    let message = format!("{message}「{sign}」");
    out.tell(
        DOCUMENT_NUMBER,
        passage,
        start..cue.start,
        message,
        "核对文号的代字，如「政办发」「办发」",
    );
}
