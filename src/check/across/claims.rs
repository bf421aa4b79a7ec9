//! What two entries of an issue say of the same thing in words of their own: its figures, its day,
//! who led it, and running totals that fall.
//!
//! A figure is known by its county and by what is counted; that two of them are of one event shows
//! in the words that both sentences share.

use std::collections::BTreeMap;
use std::ops::Range;

use super::{DIFFERING_FIGURES, FALLING_TOTAL};
use crate::check::cues::{first_chars, han_before, is_han};
use crate::check::lists::words;
use crate::check::people::Directory;
use crate::check::{Draft, Findings, Part, Passage};
use crate::diagnostic::{Diagnostic, Severity};
use crate::markdown::Block;

/// Figures of one key that are held against each other.
const MOST_ALIKE: usize = 24;
/// How many pairs of sentences are held against each other in an issue.
const COMPARED: usize = 2_000;
/// The longest sentence that is read.
const LONGEST: usize = 600;
/// So many 汉字 in a row that two sentences share are no chance.
const SHARED: usize = 5;

/// A sentence that says something in figures.
struct Sentence<'d, 'a> {
    story: usize,
    passage: &'d Passage<'a>,
    range: Range<usize>,
    /// The counties that it, or else its story, is about.
    county: Option<usize>,
    /// The day and the month that it names, if it names one.
    day: Option<(u32, u32)>,
    day_range: Range<usize>,
    /// The month up to which it counts.
    until: Option<u32>,
}

/// A figure of a sentence.
struct Claim {
    sentence: usize,
    range: Range<usize>,
    value: f64,
    rounded: bool,
    /// Whether what is counted stands between the verb and the figure.
    topical: bool,
}

/// Looks at the entries of an issue.
pub(super) fn check(draft: &Draft<'_>, directory: &Directory, out: &mut Findings<'_>) {
    let stories = draft.stories.iter().filter(|story| !story.entry.is_annex()).count();
    if stories < 2 || !(out.wants(DIFFERING_FIGURES) || out.wants(FALLING_TOTAL)) {
        return;
    }
    let sentences = sentences(draft, directory);
    let mut claims: BTreeMap<(usize, String), Vec<Claim>> = BTreeMap::new();
    for (index, sentence) in sentences.iter().enumerate() {
        let Some(county) = sentence.county else { continue };
        for (key, claim) in claims_of(sentence, index) {
            claims.entry((county, key)).or_default().push(claim);
        }
    }
    let mut told: Vec<(usize, Range<usize>)> = Vec::new();
    let mut left = COMPARED;
    let groups = claims.iter().filter(|(_, group)| (2..=MOST_ALIKE).contains(&group.len()));
    for (key, group) in groups {
        // 新建甲6亩 and 新建乙8亩 are two things; 新建8亩 is that of its sentence.
        let by_verb = key.1.contains('*');
        for (at, later) in group.iter().enumerate() {
            let own = &sentences[later.sentence];
            for earlier in &group[..at] {
                let other = &sentences[earlier.sentence];
                let known = told
                    .iter()
                    .any(|(sentence, range)| *sentence == later.sentence && *range == later.range);
                let differ = (later.value - earlier.value).abs() > 1e-9 * later.value.max(1.0);
                let apart = by_verb && later.topical == earlier.topical;
                if own.story == other.story || known || !differ || left == 0 || apart {
                    continue;
                }
                left -= 1;
                if held_against(draft, (own, later), (other, earlier), out) {
                    told.push((later.sentence, later.range.clone()));
                }
            }
        }
    }
    events(draft, directory, &sentences, out);
}

/// The sentences of an issue that have figures or days.
fn sentences<'d, 'a>(draft: &'d Draft<'a>, directory: &Directory) -> Vec<Sentence<'d, 'a>> {
    let mut found = Vec::new();
    for (story, entry) in
        draft.stories.iter().enumerate().filter(|(_, story)| !story.entry.is_annex())
    {
        let of_source = entry
            .entry
            .source
            .as_ref()
            .and_then(|source| directory.counties(source.as_str()).next());
        let passages = entry.body().filter(|passage| passage.part != Part::Block(Block::Cell));
        for passage in passages.filter(|passage| passage.has_digits()) {
            let text = &*passage.text;
            let mut start = 0;
            for piece in text.split_inclusive(['。', '！', '？', '\n']) {
                let range = start..start + piece.len();
                start = range.end;
                if piece.len() > LONGEST || !piece.bytes().any(|b| b.is_ascii_digit()) {
                    continue;
                }
                let mut named = directory.counties(piece);
                let first = named.next();
                // A sentence about several counties is about none.
                let county = match first {
                    Some(first) if named.all(|other| other == first) => Some(first),
                    Some(_) => None,
                    None => of_source,
                };
                let (day, day_range) = day_of(text, &range);
                found.push(Sentence {
                    story,
                    passage,
                    until: until(piece),
                    range,
                    county,
                    day,
                    day_range,
                });
            }
        }
    }
    found
}

fn digits_before(text: &str, at: usize) -> Option<(u32, usize)> {
    let count = text[..at].bytes().rev().take(3).take_while(u8::is_ascii_digit).count();
    (1..=2).contains(&count).then(|| text[at - count..at].parse().ok().map(|it| (it, count)))?
}

/// The day that a sentence names first: 12月2日.
fn day_of(text: &str, range: &Range<usize>) -> (Option<(u32, u32)>, Range<usize>) {
    for (at, moon) in text[range.clone()].match_indices('月') {
        let at = range.start + at;
        let Some((month, count)) = digits_before(text, at) else { continue };
        let rest = &text[at + moon.len()..range.end];
        let length = rest.bytes().take(3).take_while(u8::is_ascii_digit).count();
        let Ok(day) = rest[..length].parse() else { continue };
        // A range of days is no day.
        let behind = rest.get(length + '日'.len_utf8()..).unwrap_or_default();
        let is_range = behind
            .strip_prefix(['至', '—', '到', '-'])
            .is_some_and(|to| to.starts_with(|c: char| c.is_ascii_digit()));
        if rest[length..].starts_with('日') && !is_range && length < 3 {
            return (Some((month, day)), at - count..at + moon.len() + length + '日'.len_utf8());
        }
    }
    (None, 0..0)
}

/// The month up to which a sentence counts: 截至9月底, 1—8月, 前三季度.
fn until(sentence: &str) -> Option<u32> {
    for (at, _) in sentence.match_indices('月') {
        let Some((month, count)) = digits_before(sentence, at) else { continue };
        let lead = &sentence[..at - count];
        let counts = ["截至", "截止", "截至目前", "到"].iter().any(|word| lead.ends_with(word))
            || lead.ends_with("年") && (lead.contains("截至") || lead.contains("截止"))
            || lead.ends_with(['—', '-', '－', '至', '～']);
        if counts && (1..=12).contains(&month) {
            return Some(month);
        }
    }
    [("前三季度", 9), ("上半年", 6), ("一季度", 3), ("全年", 12)]
        .iter()
        .find(|(word, _)| sentence.starts_with(word))
        .map(|(_, month)| *month)
}

/// What is done to so much of something.
const VERBS: &[&str] =
    &["新建", "改造", "建成", "完成", "发放", "培训", "签约", "新增", "种植", "收购", "整治"];

/// Words before a figure that say nothing of what is counted.
const EMPTY: &[char] = &[
    '约', '达', '到', '为', '共', '了', '近', '超', '已', '计', '有', '的', '额', '总', '各', '全',
];

/// The figures of a sentence, each with what it counts.
fn claims_of(sentence: &Sentence<'_, '_>, index: usize) -> Vec<(String, Claim)> {
    let text = &*sentence.passage.text;
    let bytes = text.as_bytes();
    let mut found = Vec::new();
    let mut at = sentence.range.start;
    while let Some(digit) = bytes[at..sentence.range.end].iter().position(u8::is_ascii_digit) {
        let start = at + digit;
        let length = bytes[start..sentence.range.end]
            .iter()
            .take_while(|b| b.is_ascii_digit() || **b == b'.')
            .count();
        at = start + length;
        let Ok(value) = text[start..at].parse::<f64>() else { continue };
        let rest = &text[at..sentence.range.end];
        let (scale, rest) = match rest.chars().next() {
            Some('万') => (1e4, &rest['万'.len_utf8()..]),
            Some('亿') => (1e8, &rest['亿'.len_utf8()..]),
            _ => (1.0, rest),
        };
        let Some(unit) = rest.chars().next().filter(|c| {
            "户人名家个处件项次亩吨辆台套座所元公平米头株起场份张只批篇条".contains(*c)
        }) else {
            continue;
        };
        let before = text[..start].chars().next_back();
        if before.is_some_and(|c| c.is_ascii_alphanumeric() || "第-—－~～./:：〔至".contains(c))
        {
            continue;
        }
        let end = text.len() - (text.len() - sentence.range.end) - rest.len() + unit.len_utf8();
        let claim = |range| Claim {
            sentence: index,
            range,
            topical: true,
            value: value * scale,
            rounded: rest[unit.len_utf8()..].starts_with(['多', '余', '左'])
                || before.is_some_and(|c| "近超约逾".contains(c)),
        };
        // 签约人才86名: the words before.
        let lead = han_before(text, start, 14);
        let lead = lead.trim_end_matches(EMPTY);
        let words: Vec<char> = lead.chars().collect();
        if words.len() >= 2 {
            let tail: String = words[words.len().saturating_sub(4)..].iter().collect();
            found.push((format!("{tail}#{unit}"), claim(start..end)));
            let short: String = words[words.len() - 2..].iter().collect();
            if short != tail {
                found.push((format!("{short}#{unit}"), claim(start..end)));
            }
        }
        // 总长860米 and 全长680米, 总投资 and 投资.
        for (names, key) in [(&["总长", "全长", "长"][..], "长"), (&["总投资", "投资"][..], "投资")]
        {
            if names
                .iter()
                .any(|name| lead.ends_with(name) || han_before(text, start, 14).ends_with(name))
            {
                found.push((format!("{key}#{unit}"), claim(start..end)));
            }
        }
        // 今年新建6.8万亩, where the sentence has said of what before.
        let verb = VERBS.iter().find_map(|verb| Some((lead.rfind(verb)?, *verb)));
        if let Some((at, verb)) = verb {
            let topic = &lead[at + verb.len()..];
            found.push((
                format!("{verb}*{unit}"),
                Claim { topical: !topic.is_empty(), ..claim(start..end) },
            ));
        }
        // 53座小型水库: the words behind.
        let behind: String =
            rest[unit.len_utf8()..].chars().take(4).take_while(|c| is_han(*c)).collect();
        // 16所乡镇卫生院 is 乡镇卫生院16所: the last characters of what it may be.
        let run: Vec<char> =
            rest[unit.len_utf8()..].chars().take(6).take_while(|c| is_han(*c)).collect();
        for length in 4..=run.len() {
            let tail: String = run[length - 4..length].iter().collect();
            found.push((format!("{tail}#{unit}"), claim(start..end)));
        }
        if behind.chars().count() == 4 {
            found.push((format!("#{unit}{behind}"), claim(start..end)));
        }
        at = end.max(at);
    }
    found
}

/// Whether two sentences are of one event: what they share, longest first.
fn shared(own: &Sentence<'_, '_>, other: &Sentence<'_, '_>) -> usize {
    let plain = |sentence: &Sentence<'_, '_>| -> Vec<char> {
        sentence.passage.text[sentence.range.clone()]
            .chars()
            .filter(|c| !c.is_whitespace())
            .collect()
    };
    let (a, b) = (plain(own), plain(other));
    let mut best = 0;
    let mut row = vec![0_usize; b.len() + 1];
    for x in &a {
        let mut last = 0;
        for (at, y) in b.iter().enumerate() {
            let kept = row[at + 1];
            row[at + 1] = if x == y && is_han(*x) { last + 1 } else { 0 };
            best = best.max(row[at + 1]);
            last = kept;
        }
    }
    best
}

/// Tells of two figures of one thing that differ; whether it did.
fn held_against(
    draft: &Draft<'_>,
    (own, later): (&Sentence<'_, '_>, &Claim),
    (other, earlier): (&Sentence<'_, '_>, &Claim),
    out: &mut Findings<'_>,
) -> bool {
    if later.rounded || earlier.rounded {
        return false;
    }
    let written = |sentence: &Sentence<'_, '_>, claim: &Claim| {
        sentence.passage.text[claim.range.clone()].to_owned()
    };
    let (here, there) = (written(own, later), written(other, earlier));
    let file = &draft.stories[other.story].entry.file;
    if let (Some(month), Some(before)) = (own.until, other.until)
        && month != before
    {
        // A count of one year that goes on does not fall.
        let (low, high) = if month > before { (later, earlier) } else { (earlier, later) };
        let counts =
            shared(own, other) >= SHARED && low.value < high.value && low.value > high.value * 0.3;
        if !counts {
            return false;
        }
        let message =
            format!("「{here}」和本期「{file}」里的「{there}」对不上：后一个月累计的反而少");
        let finding = Diagnostic::warning(FALLING_TOTAL.code, message)
            .at(own.passage.span(later.range.clone()))
            .help("向报送单位核实，哪一处写错了");
        out.push_at(FALLING_TOTAL, Severity::Warning, finding);
        return true;
    }
    // 石梁县发放 is said of many things.
    let plain = common(own, other, SHARED).is_some_and(|name| {
        let behind = name.find('县').map_or(name, |at| &name[at + '县'.len_utf8()..]);
        behind.chars().count() < SHARED - 1
    });
    if plain {
        return false;
    }
    // 第一污水处理厂 and 第二污水处理厂 are two.
    let two = common(own, other, SHARED - 1).is_some_and(|name| {
        let sign = |sentence: &Sentence<'_, '_>| {
            let text = &sentence.passage.text[sentence.range.clone()];
            text.find(name).and_then(|at| text[..at].chars().next_back())
        };
        let apart = |c: char| "一二三四五六七八九十东西南北上下前后新老甲乙".contains(c);
        matches!((sign(own), sign(other)), (Some(a), Some(b)) if a != b && apart(a) && apart(b))
    });
    if two {
        return false;
    }
    let same_day = own.day == other.day || own.day.is_none() || other.day.is_none();
    let least = if transposed(&here, &there) { SHARED - 1 } else { SHARED };
    if own.until != other.until || !same_day || shared(own, other) < least {
        return false;
    }
    let message = format!("同一件事，这里是「{here}」，本期的「{file}」里是「{there}」");
    let finding = Diagnostic::warning(DIFFERING_FIGURES.code, message)
        .at(own.passage.span(later.range.clone()))
        .help("向报送单位核实，两处改成一致；不是同一件事的，忽略这一条");
    out.push_at(DIFFERING_FIGURES, Severity::Warning, finding);
    true
}

/// 312 and 321: the same digits in another order are one number, and a slip.
fn transposed(one: &str, other: &str) -> bool {
    let digits = |text: &str| {
        let mut digits: Vec<char> =
            text.chars().filter(|c| c.is_ascii_digit() || *c == '.').collect();
        digits.sort_unstable();
        digits
    };
    let own = digits(one);
    own.len() >= 2 && own == digits(other)
}

/// What events are called by.
const EVENTS: &[&str] = words!("claims.txt", "EVENTS");

/// How many sentences with a day are held against each other.
const MOST_DAYS: usize = 60;

/// One event told with two days, or with two leaders.
fn events(
    draft: &Draft<'_>,
    directory: &Directory,
    sentences: &[Sentence<'_, '_>],
    out: &mut Findings<'_>,
) {
    let dated: Vec<&Sentence<'_, '_>> =
        sentences.iter().filter(|it| it.day.is_some()).take(MOST_DAYS).collect();
    for (at, own) in dated.iter().enumerate() {
        for other in &dated[..at] {
            if own.story != other.story && own.day != other.day && city_meeting(own, other) {
                let file = &draft.stories[other.story].entry.file;
                let there = &other.passage.text[other.day_range.clone()];
                let here = &own.passage.text[own.day_range.clone()];
                let message = format!("全市的同一个会，这里是{here}，本期的「{file}」里是{there}");
                out.tell(
                    DIFFERING_FIGURES,
                    own.passage,
                    own.day_range.clone(),
                    message,
                    "核对日期，两处改成一致",
                );
                break;
            }
            // Who led a meeting of the whole city is told by any county.
            let of_city = own.story != other.story
                && own.day == other.day
                && common(own, other, 8).is_some_and(|name| name.contains("全市"));
            let same = own.county.is_some() && own.county == other.county;
            if own.story == other.story || !(same || of_city) {
                continue;
            }
            let file = &draft.stories[other.story].entry.file;
            if own.day != other.day {
                let Some(name) =
                    event(own, other).filter(|_| own.until.is_none() && other.until.is_none())
                else {
                    continue;
                };
                let there = &other.passage.text[other.day_range.clone()];
                let here = &own.passage.text[own.day_range.clone()];
                let message = format!("「{name}」这里是{here}，本期的「{file}」里是{there}");
                out.tell(
                    DIFFERING_FIGURES,
                    own.passage,
                    own.day_range.clone(),
                    message,
                    "向报送单位核实，两处改成一致",
                );
                break;
            }
            // One day, one errand, two leaders.
            let (Some((a, place)), Some((b, _))) =
                (leader(own, directory), leader(other, directory))
            else {
                continue;
            };
            if a != b && errand(own, other) {
                let (here, there) = (&directory.leaders[a].name, &directory.leaders[b].name);
                let message = format!(
                    "同一天的同一件事，这里是「{}」，本期的「{file}」里是「{}」",
                    here.as_str(),
                    there.as_str()
                );
                out.tell(
                    DIFFERING_FIGURES,
                    own.passage,
                    place,
                    message,
                    "向报送单位核实，两处改成一致；两人都去了的，写全",
                );
                break;
            }
        }
    }
}

/// The only leader of a sentence.
fn leader(sentence: &Sentence<'_, '_>, directory: &Directory) -> Option<(usize, Range<usize>)> {
    let text = &sentence.passage.text[sentence.range.clone()];
    let mut names = directory.people(text);
    let (person, range) = names.next()?;
    names
        .all(|(other, _)| other == person)
        .then(|| (person, sentence.range.start + range.start..sentence.range.start + range.end))
}

/// The runs of 汉字 that two sentences share, the longest.
fn common<'s>(
    own: &'s Sentence<'_, '_>,
    other: &Sentence<'_, '_>,
    least: usize,
) -> Option<&'s str> {
    let text = &own.passage.text[own.range.clone()];
    let against = &other.passage.text[other.range.clone()];
    let places: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
    let mut best: Option<&str> = None;
    let mut start = 0;
    while start + least < places.len() {
        let mut end = start + least;
        let run = |end: usize| &text[places[start]..places[end]];
        if run(end).chars().all(is_han) && against.contains(run(end)) {
            while end + 1 < places.len()
                && run(end + 1).chars().all(is_han)
                && against.contains(run(end + 1))
            {
                end += 1;
            }
            if best.is_none_or(|best| best.len() < run(end).len()) {
                best = Some(&text[places[start]..places[end]]);
            }
            start = end - least + 1;
        } else {
            start += 1;
        }
    }
    best
}

/// The name of an event that both sentences have right beside their day.
fn event<'s>(own: &'s Sentence<'_, '_>, other: &Sentence<'_, '_>) -> Option<&'s str> {
    let name = common(own, other, 6)?;
    // 第三届…节, or what ends as an event does; a habit of words is neither.
    let named = EVENTS.iter().filter_map(|word| name.find(word)).min();
    let shown = named.is_some_and(|named| name[..named].chars().count() >= 4);
    let near = |sentence: &Sentence<'_, '_>| {
        let text = &sentence.passage.text[sentence.range.clone()];
        let held = [
            "开幕", "举办", "召开", "举行", "启动", "开赛", "开班", "开工", "揭牌", "闭幕", "开馆",
            "成立",
        ];
        let clause = first_chars(text, 70);
        clause.contains(name) && held.iter().any(|word| clause.contains(word))
    };
    // Meetings of one name are held again and again.
    let again = ["会议", "调度会", "例会", "专题会", "部署会", "座谈会", "推进会", "动员会"]
        .iter()
        .any(|word| name.ends_with(word));
    let again = again && !name.contains('届');
    (shown && !again && near(own) && near(other)).then_some(name)
}

/// Whether the days of two sentences stand right beside the name of one meeting of the city.
fn city_meeting(own: &Sentence<'_, '_>, other: &Sentence<'_, '_>) -> bool {
    let near = match (own.day, other.day) {
        (Some(a), Some(b)) => a.0 == b.0 && a.1.abs_diff(b.1) <= 2,
        _ => false,
    };
    let Some(name) = common(own, other, 8).filter(|_| near) else {
        return false;
    };
    let Some(at) = name.find("全市").filter(|_| name.contains('会')) else { return false };
    let name = &name[at..];
    let beside = |sentence: &Sentence<'_, '_>| {
        let text = &*sentence.passage.text;
        let day = &sentence.day_range;
        let behind = first_chars(&text[day.end..], 14);
        behind.trim_start_matches(['，', '上', '下', '午']).starts_with(name)
            || text[..day.start].trim_end_matches('于').ends_with(name)
    };
    name.chars().count() >= 7 && beside(own) && beside(other)
}

/// Whether two sentences tell of one errand: 督导秋冬种.
fn errand(own: &Sentence<'_, '_>, other: &Sentence<'_, '_>) -> bool {
    const ERRANDS: &[&str] = words!("claims.txt", "ERRANDS");
    // 特教学校, that both went to see.
    let school = common(own, other, 4).is_some_and(|shared| {
        ["学校", "医院", "小学", "中学", "公司", "敬老院", "水库", "工地", "项目", "企业", "产业园"]
            .iter()
            .any(|word| shared.ends_with(word) && shared.len() > word.len())
    });
    let both = |sentence: &Sentence<'_, '_>| {
        let text = &sentence.passage.text[sentence.range.clone()];
        ERRANDS.iter().any(|word| text.contains(word))
    };
    if school && both(own) && both(other) {
        return true;
    }
    // 到柳溪县调研 is what many do: what they came for stands behind.
    let same = |shared: &str| {
        let errand = ERRANDS.iter().filter_map(|word| Some(shared.rfind(word)? + word.len())).max();
        let meets = ["主持", "召开", "出席", "会"].iter().any(|word| shared.contains(word));
        errand.map(|end| meets || shared[end..].chars().count() >= 2)
    };
    common(own, other, SHARED).is_some_and(|shared| same(shared) == Some(true))
        || common(own, other, 7).is_some_and(|shared| same(shared) != Some(false))
}
