//! Automatic numbers, counted as Word counts them.

use std::collections::BTreeMap;

use super::looks::{Place, Styles};
use super::tree::Node;

/// What stands before a paragraph of a list.
#[derive(Debug, PartialEq, Eq)]
pub enum Mark {
    /// A number, and whether a blank follows it.
    Number(String, bool),
    Bullet,
}

/// Lists and how far they have been counted.
#[derive(Default)]
pub struct Numbers {
    outlines: BTreeMap<String, Node>,
    lists: BTreeMap<String, Node>,
    /// By outline: the number last given at each level.
    counts: BTreeMap<String, Vec<Option<i64>>>,
    /// Lists whose own beginning has been used, with the level.
    begun: BTreeMap<(String, usize), ()>,
}

const LEVELS: usize = 9;

impl Numbers {
    pub fn new(part: Option<Node>) -> Self {
        let mut numbers = Self::default();
        for node in part.map(|part| part.children).unwrap_or_default() {
            let (id, into) = match node.name.as_str() {
                "w:abstractNum" => ("w:abstractNumId", &mut numbers.outlines),
                "w:num" => ("w:numId", &mut numbers.lists),
                _ => continue,
            };
            if let Some(id) = node.attribute(id).map(str::to_owned) {
                into.insert(id, node);
            }
        }
        numbers
    }

    /// The outline of a list, through the style that may stand between.
    fn outline(&self, list: &str, styles: &Styles) -> Option<String> {
        let mut list = list.to_owned();
        for _ in 0..5 {
            let id = self.lists.get(&list)?.value("w:abstractNumId")?.to_owned();
            let outline = self.outlines.get(&id)?;
            match outline.value("w:numStyleLink").and_then(|style| styles.list_of(style)) {
                Some(other) if other != list => list = other,
                _ => return Some(id),
            }
        }
        None
    }

    fn override_of(&self, list: &str, level: usize) -> Option<&Node> {
        let level = level.to_string();
        self.lists.get(list)?.children.iter().find(|node| {
            node.name == "w:lvlOverride" && node.attribute("w:ilvl") == Some(level.as_str())
        })
    }

    fn level<'n>(&'n self, list: &str, outline: &str, level: usize) -> Option<&'n Node> {
        if let Some(own) = self.override_of(list, level).and_then(|it| it.child("w:lvl")) {
            return Some(own);
        }
        let level = level.to_string();
        self.outlines
            .get(outline)?
            .children
            .iter()
            .find(|node| node.name == "w:lvl" && node.attribute("w:ilvl") == Some(level.as_str()))
    }

    /// Counts a paragraph.
    pub fn next(&mut self, place: &Place, names: &[String], styles: &Styles) -> Option<Mark> {
        let list = place.list.as_deref().filter(|list| *list != "0")?;
        let outline = self.outline(list, styles)?;
        let bound = |level: &usize| {
            let style = self.level(list, &outline, *level).and_then(|it| it.value("w:pStyle"));
            style.is_some_and(|style| names.iter().any(|name| name == style))
        };
        let level = place.level.or_else(|| (0..LEVELS).find(bound)).unwrap_or(0).min(LEVELS - 1);
        let own = self.level(list, &outline, level)?.clone();
        let start = |numbers: &Self, level: usize| -> i64 {
            let node = numbers.level(list, &outline, level);
            node.and_then(|it| it.value("w:start")).and_then(|it| it.parse().ok()).unwrap_or(0)
        };
        let restart = |numbers: &Self, level: usize| -> Option<i64> {
            numbers.override_of(list, level)?.value("w:startOverride")?.parse().ok()
        };
        let mut counts = self.counts.get(&outline).cloned().unwrap_or_else(|| vec![None; LEVELS]);
        // What a list says of the levels above holds from its first item on.
        for (above, count) in counts.iter_mut().enumerate().take(level) {
            if let Some(first) = restart(self, above)
                && self.begun.insert((list.to_owned(), above), ()).is_none()
            {
                *count = Some(first);
            }
        }
        let begins = self.begun.insert((list.to_owned(), level), ()).is_none();
        counts[level] = Some(match (restart(self, level), counts[level]) {
            (Some(first), _) if begins => first,
            (_, Some(last)) => last + 1,
            (_, None) => start(self, level),
        });
        for (above, count) in counts.iter_mut().enumerate().take(level) {
            if count.is_none() {
                *count = Some(start(self, above));
            }
        }
        for (below, count) in counts.iter_mut().enumerate().skip(level + 1) {
            let rule = self.level(list, &outline, below).and_then(|it| it.value("w:lvlRestart"));
            let rule: Option<usize> = rule.and_then(|it| it.parse().ok());
            // Counted anew after any level above; or only after one that high; or never.
            if rule.is_none_or(|rule| rule > 0 && level < rule) {
                *count = None;
            }
        }
        let mark = self.mark(list, &outline, &own, &counts);
        self.counts.insert(outline, counts);
        mark
    }

    fn mark(&self, list: &str, outline: &str, own: &Node, counts: &[Option<i64>]) -> Option<Mark> {
        let format = format_of(own);
        if format == "bullet" {
            return (own.value("w:lvlText") != Some("")).then_some(Mark::Bullet);
        }
        if own.at(&["w:rPr"]).and_then(|look| look.is_on("w:vanish")) == Some(true) {
            return None;
        }
        let text = own.value("w:lvlText").unwrap_or_default();
        let legal = own.is_on("w:isLgl") == Some(true);
        let mut out = String::new();
        let mut signs = text.chars().peekable();
        while let Some(c) = signs.next() {
            let digit = signs.peek().and_then(|it| it.to_digit(10)).filter(|it| *it > 0);
            let Some(digit) = digit.filter(|_| c == '%') else {
                out.push(c);
                continue;
            };
            signs.next();
            let level = digit as usize - 1;
            let format = self.level(list, outline, level).map(format_of).unwrap_or_default();
            let format = if legal { "decimal".to_owned() } else { format };
            let count = counts.get(level).copied().flatten().unwrap_or(0);
            out.push_str(&written(&format, count));
        }
        let blank = own.value("w:suff") != Some("nothing");
        (!out.trim().is_empty()).then_some(Mark::Number(out, blank))
    }
}

fn format_of(level: &Node) -> String {
    let direct = level.child("w:numFmt");
    let other = || level.at(&["mc:AlternateContent", "mc:Fallback", "w:numFmt"]);
    let new = level.at(&["mc:AlternateContent", "mc:Choice", "w:numFmt"]);
    let custom = new
        .and_then(|it| it.attribute("w:format"))
        .or_else(|| direct.and_then(|it| it.attribute("w:format")));
    if let Some(custom) = custom.filter(|it| it.starts_with('0')) {
        return format!("zeros{}", custom.split(',').next().unwrap_or_default().trim().len());
    }
    let found = direct.or_else(other).and_then(|it| it.attribute("w:val"));
    found.unwrap_or("decimal").to_owned()
}

pub fn written(format: &str, count: i64) -> String {
    let of = |table: &str, from: i64| -> String {
        let signs: Vec<char> = table.chars().collect();
        let index = usize::try_from(count - from).ok().and_then(|at| signs.get(at)).copied();
        index.map_or_else(|| count.to_string(), String::from)
    };
    let letters = |first: u8| -> String {
        let Ok(at) = usize::try_from(count - 1) else { return count.to_string() };
        char::from(first + (at % 26) as u8).to_string().repeat(at / 26 + 1)
    };
    match format {
        "none" => String::new(),
        "decimalZero" => format!("{count:02}"),
        _ if format.starts_with("zeros") => {
            let width: usize = format[5..].parse().unwrap_or(1);
            format!("{count:0width$}")
        }
        "upperLetter" => letters(b'A'),
        "lowerLetter" => letters(b'a'),
        "upperRoman" => roman(count),
        "lowerRoman" => roman(count).to_lowercase(),
        "ordinal" => {
            let ending = match (count % 10, count % 100) {
                (_, 11..=13) => "th",
                (1, _) => "st",
                (2, _) => "nd",
                (3, _) => "rd",
                _ => "th",
            };
            format!("{count}{ending}")
        }
        "decimalFullWidth" | "decimalFullWidth2" => count
            .to_string()
            .chars()
            .map(|c| char::from_u32(u32::from(c) - 0x30 + 0xFF10).unwrap_or(c))
            .collect(),
        "decimalEnclosedCircle" | "decimalEnclosedCircleChinese" => of("①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳", 1),
        "decimalEnclosedFullstop" => of("⒈⒉⒊⒋⒌⒍⒎⒏⒐⒑⒒⒓⒔⒕⒖⒗⒘⒙⒚⒛", 1),
        "decimalEnclosedParen" => of("⑴⑵⑶⑷⑸⑹⑺⑻⑼⑽⑾⑿⒀⒁⒂⒃⒄⒅⒆⒇", 1),
        "ideographEnclosedCircle" => of("㊀㊁㊂㊃㊄㊅㊆㊇㊈㊉", 1),
        "ideographTraditional" => of("甲乙丙丁戊己庚辛壬癸", 1),
        "ideographZodiac" => of("子丑寅卯辰巳午未申酉戌亥", 1),
        "chineseCounting"
        | "chineseCountingThousand"
        | "japaneseCounting"
        | "taiwaneseCounting"
        | "taiwaneseCountingThousand"
        | "koreanDigital2" => chinese(count, "\u{FFFB}一二三四五六七八九", ["", "十", "百", "千"]),
        "chineseLegalSimplified" => chinese(count, "零壹贰叁肆伍陆柒捌玖", ["", "拾", "佰", "仟"]),
        "ideographDigital" | "japaneseDigitalTenThousand" | "taiwaneseDigital" => {
            let digits: Vec<char> = "〇一二三四五六七八九".chars().collect();
            count.to_string().bytes().map(|digit| digits[usize::from(digit - b'0') % 10]).collect()
        }
        _ => count.to_string(),
    }
}

fn roman(count: i64) -> String {
    const PARTS: [(i64, &str); 13] = [
        (1000, "M"),
        (900, "CM"),
        (500, "D"),
        (400, "CD"),
        (100, "C"),
        (90, "XC"),
        (50, "L"),
        (40, "XL"),
        (10, "X"),
        (9, "IX"),
        (5, "V"),
        (4, "IV"),
        (1, "I"),
    ];
    if !(1..4000).contains(&count) {
        return count.to_string();
    }
    let (mut left, mut out) = (count, String::new());
    for (value, part) in PARTS {
        while left >= value {
            out.push_str(part);
            left -= value;
        }
    }
    out
}

fn chinese(count: i64, digits: &str, units: [&str; 4]) -> String {
    let digits: Vec<char> = digits.chars().collect();
    if !(0..10_000).contains(&count) {
        return count.to_string();
    }
    if count == 0 {
        return digits[0].to_string();
    }
    let text = count.to_string();
    let mut out = String::new();
    let mut skipped = false;
    for (at, digit) in text.bytes().enumerate() {
        let digit = usize::from(digit - b'0');
        let unit = units[text.len() - 1 - at];
        if digit == 0 {
            skipped = true;
            continue;
        }
        if skipped && !out.is_empty() {
            out.push(digits[0]);
        }
        skipped = false;
        let ten = digit == 1 && unit == "十" && out.is_empty();
        if !ten {
            out.push(digits[digit]);
        }
        out.push_str(unit);
    }
    out
}
