//! The head of an issue: 密级 and 份号, the masthead's name and prefix, 期号, 编发单位, date.

use chrono::NaiveDate;

use super::aside::{is_aside, secrecy, serial};
use super::lines::{HouseFiles, date_in, is_name, is_rule, leading, segments};
use super::number::{self, Numbered};
use super::parts::MARKS;
use super::{labels, unfold};
use crate::import::bare::dense;
use crate::import::document::{Block, Paragraph};
use crate::import::recognise::{Confidence, Guess, dates, units};
use crate::model::{Roster, plain_name};

/// What the head says.
#[derive(Clone, Debug, Default)]
pub struct Head {
    /// 期号, 增刊 and the year that stands in it.
    pub number: Option<Numbered>,
    /// How it is written.
    pub written: String,
    /// 总期号.
    pub total: Option<u32>,
    /// 印发日期.
    pub date: Option<Guess<NaiveDate>>,
    /// How it is written.
    pub dated: String,
    /// The lines above the name.
    pub prefix: Vec<String>,
    /// The name.
    pub name: Option<Guess<String>>,
    /// 编发单位.
    pub issuers: Vec<String>,
    /// 密级.
    pub classification: Option<String>,
    /// 份号.
    pub serial: Option<String>,
    /// 编辑, 审核, 签发, where they stand at the head.
    pub signed: Vec<(labels::Slot, String)>,
    /// Lines that an issue has no place for, with what they are.
    pub left_out: Vec<(&'static str, String)>,
    /// Whether pictures stood in it.
    pub pictured: bool,
    /// Words of it that are struck out.
    pub struck: Vec<String>,
}

/// Takes the head off.
pub fn take(blocks: &mut Vec<Block>, known: HouseFiles<'_>) -> Head {
    let mut head = Head::default();
    unfold::unfold(blocks, known);
    head.pictured = unfold::pictures_off(blocks);
    let number = find_number(&leading(blocks), known);
    if let Some(number) = number {
        unfold::name_first(blocks, number, known);
    }
    let lines = leading(blocks);
    let number = find_number(&lines, known);
    let name = find_name(&lines, number, known);
    let last = number.or(name.map(|name| name + 1)).unwrap_or(0);
    for (at, line) in lines[..last].iter().enumerate() {
        for part in line.text().split('\n').filter(|part| !part.trim().is_empty()) {
            if Some(at) == name {
                head.note_name(part, known);
            } else if head.note_aside(part)
                || head.note_date(part, "报头里")
                || head.note_signed(part)
            {
            } else if at < name.unwrap_or(last) {
                head.prefix.push(joined(part));
            } else {
                head.left_out.push(("报头里的其他文字", part.to_owned()));
            }
        }
    }
    let mut taken = last;
    if let Some(number) = number {
        head.note_number(&lines[number], number > 0, known);
        taken = number + 1;
    }
    taken += below(&lines[taken..], known, &mut head);
    for line in blocks.drain(..taken.min(blocks.len())) {
        let Block::Paragraph(line) = line else { continue };
        head.pictured |= line.has_pictures();
        head.struck.extend(line.struck());
    }
    head
}

/// Where the number stands.
fn find_number(lines: &[Paragraph], known: HouseFiles<'_>) -> Option<usize> {
    let named = |index: usize| is_name(&dense(&lines[index].text()), known);
    (0..lines.len()).find(|index| {
        let text = lines[*index].text();
        // A bare number is one below a name only.
        let above = (0..*index).any(named);
        number::find(&text, above).is_some_and(|found| {
            let rest = [found.before.as_str(), found.behind.as_str()].concat();
            let own = dates::first(&rest).is_some() || is_name(&dense(&found.before), known);
            above || dense(&rest).is_empty() || own
        })
    })
}

/// Where the name stands, unless it is in the line of the number.
fn find_name(lines: &[Paragraph], number: Option<usize>, known: HouseFiles<'_>) -> Option<usize> {
    let before = number.unwrap_or(lines.len().min(6));
    if let Some(number) = number
        && let Some(found) = number::find(&lines[number].text(), false)
        && is_name(&dense(&found.before), known)
    {
        return None;
    }
    let named = (0..before).rev().find(|index| {
        let text = dense(&lines[*index].text());
        // Without a number, a title may end in 情况 or 信息 as well.
        let sure = number.is_some()
            || ["简报", "专报", "快报", "要情"].iter().any(|it| text.ends_with(it));
        let own = dense(&plain_name(known.settings.name.as_str()));
        is_name(&text, known) && (sure || (!own.is_empty() && text.ends_with(&own)))
    });
    // Without a word that names a briefing, the largest line above the number.
    let size = |index: &usize| (lines[*index].size().map_or(0, |it| (it * 10.0) as i64), *index);
    let shown = |index: &usize| {
        let text = lines[*index].text();
        !is_aside(&text) && !text.trim().is_empty() && dates::whole(&text).is_none()
    };
    named.or_else(|| number.and_then(|_| (0..before).filter(shown).max_by_key(size)))
}

/// A line of the masthead without the blanks that spread it: 工 作 简 报.
fn joined(line: &str) -> String {
    let mut out = String::new();
    let signs: Vec<char> = line.trim().chars().collect();
    for (at, c) in signs.iter().enumerate() {
        // Between Latin words only, a blank is one.
        let before = signs[..at].iter().rev().find(|c| !c.is_whitespace());
        let behind = signs[at..].iter().find(|c| !c.is_whitespace());
        let latin = |c: Option<&char>| c.is_some_and(char::is_ascii_alphanumeric);
        if !c.is_whitespace() {
            out.push(*c);
        } else if latin(before) && latin(behind) && !out.ends_with(' ') {
            out.push(' ');
        }
    }
    out
}

/// The lines below the number: units and the date. Returns how many they are.
fn below(lines: &[Paragraph], known: HouseFiles<'_>, head: &mut Head) -> usize {
    /// How far below the number the date may stand.
    const FAR: usize = 8;
    /// The most characters of a row of a long name.
    const ROW: usize = 30;
    let short = lines.iter().take_while(|line| !is_content(line)).take(FAR).count();
    let dated = (0..short).find(|index| date_in(&lines[*index].text()).is_some());
    let mut at = 0;
    // The first row of a name that takes two (中央生态环境保护督察“回头看”) has the second below it.
    let begins_issuer = |at: usize| {
        let text = lines[at].text();
        text.chars().count() <= ROW
            && !text.contains(['，', '。', '；'])
            && at + 1 < short
            && is_issuer(&lines[at + 1].text(), known)
    };
    if head.date.is_none()
        && let Some(dated) = dated
        && (at..dated).all(|at| is_of_head(&lines[at].text(), known) || begins_issuer(at))
    {
        while at <= dated {
            head.note_below(&lines[at].text(), known);
            at += 1;
        }
    }
    // 编发单位 below the date, and lines of other sorts.
    while at < short {
        let text = lines[at].text();
        let unit = head.issuers.is_empty() && is_issuer(&text, known);
        let other = is_rule(&text)
            || secrecy(&text).is_some()
            || serial(&text).is_some()
            || labels::signs(&text)
            || (head.date.is_none() && date_in(&text).is_some() && is_of_head(&text, known));
        if !(unit || other) {
            break;
        }
        head.note_below(&text, known);
        at += 1;
    }
    at
}

/// Whether a line begins what is no head any more.
fn is_content(line: &Paragraph) -> bool {
    let text = line.text();
    text.chars().count() > 60
        || text.contains('。')
        || super::contents::is_heading(&text)
        || text.trim_start().starts_with(|c| MARKS.contains(c))
}

/// Whether a line may stand between number and date.
fn is_of_head(text: &str, known: HouseFiles<'_>) -> bool {
    is_rule(text)
        || secrecy(text).is_some()
        || labels::signs(text)
        || number::find(text, false).is_some()
        || date_in(text).is_some()
        || is_issuer(text, known)
}

fn is_issuer(text: &str, known: HouseFiles<'_>) -> bool {
    // Names of groups quote what they are for: 中央生态环境保护督察“回头看”朔州市协调联络领导小组.
    let unquoted = |text: &str| dense(text).replace(['“', '”'], "");
    let bare = unquoted(text);
    let of_house: String =
        known.settings.issuers.iter().map(|own| unquoted(own.as_str())).collect();
    let part = bare.chars().count() >= 6 && of_house.contains(&bare);
    let bare = ["编印", "主办", "主编", "编发", "编", "印"]
        .iter()
        .find_map(|end| bare.strip_suffix(end))
        .unwrap_or(&bare)
        .to_owned();
    part || units::looks_like_one(&bare, known.roster)
}

impl Head {
    /// A line of the name; one above it is of the prefix.
    fn note_name(&mut self, line: &str, known: HouseFiles<'_>) {
        if let Some(above) = self.name.take() {
            self.prefix.push(above.value);
        }
        let (confidence, reason) = match is_name(&dense(line), known) {
            true => (Confidence::High, "期号上面的一行"),
            false => (Confidence::Medium, "期号上面字最大的一行"),
        };
        self.name = Some(Guess::new(joined(line), confidence, reason));
    }

    /// The line with the number, and what else stands in it.
    fn note_number(&mut self, line: &Paragraph, below: bool, known: HouseFiles<'_>) {
        let text = line.text();
        let Some(found) = number::find(&text, below) else { return };
        let end = text.trim_end().len() - found.behind.len();
        let start = text
            .trim_start()
            .strip_prefix(found.before.as_str())
            .map_or(0, |_| text.len() - text.trim_start().len() + found.before.len());
        self.written = text.get(start..end).unwrap_or(&text).trim().to_owned();
        self.total = found.total;
        if !found.before.is_empty() {
            // 山阴县工作简报（第12期）
            if self.name.is_none() && is_name(&dense(&found.before), known) {
                let name = joined(&found.before);
                self.name = Some(Guess::new(name, Confidence::High, "期号前面的文字"));
            } else if self.name.as_ref().is_none_or(|name| !name.value.contains(&found.before)) {
                self.note_below(&found.before, known);
            }
        }
        if !found.behind.is_empty() {
            self.note_below(&found.behind, known);
        }
        self.number = Some(found);
    }

    /// A line below the number.
    fn note_below(&mut self, line: &str, known: HouseFiles<'_>) {
        if is_rule(line) {
            return self.left_out.push(("分隔线", line.to_owned()));
        }
        if self.note_aside(line) || self.note_signed(line) {
            return;
        }
        if self.number.is_some()
            && let Some(found) = number::find(line, false)
        {
            self.total = self.total.or(found.total);
            match self.number.as_mut().filter(|own| own.number.is_none()) {
                Some(own) => own.number = found.number,
                None if found.total.is_some() => {}
                None => self.left_out.push(("另一个期号", line.to_owned())),
            }
            self.written.push(' ');
            self.written.push_str(line);
            return;
        }
        if let Some((found, text)) = date_in(line) {
            let (before, behind) = (&text[..found.range.start], &text[found.range.end..]);
            let shown = text[found.range.clone()].to_owned();
            self.put_date(&found, &shown, "报头里");
            for part in [before, behind] {
                let bracket: String = part.chars().filter(|c| "（）()".contains(*c)).collect();
                if !bracket.is_empty() {
                    self.left_out.push(("日期旁的括号", bracket));
                }
                let part = part.trim_matches([' ', '　', '（', '）', '(', ')', '\n']);
                if part == "印发" || part == "印" {
                    self.left_out.push(("日期后的文字", part.to_owned()));
                } else if !part.is_empty() {
                    self.note_units(part, known.roster);
                }
            }
            return;
        }
        self.note_units(line, known.roster);
    }

    /// One unit, or several with blanks between.
    fn note_units(&mut self, line: &str, roster: &Roster) {
        let parts = segments(line);
        let all = parts.len() > 1 && parts.iter().all(|part| units::looks_like_one(part, roster));
        let parts = if all { parts } else { vec![line.replace('\n', "")] };
        for part in parts {
            let part = joined(&part);
            let whole = |text: &str| units::looks_like_one(text.trim_end_matches('编'), roster);
            // A name over two rows is one: 中央生态环境保护督察“回头看” 朔州市协调联络领导小组.
            match self.issuers.last_mut() {
                Some(last) if !whole(last) => *last = format!("{last}{part}"),
                _ => self.issuers.push(part),
            }
        }
    }

    fn note_date(&mut self, line: &str, place: &str) -> bool {
        let Some(found) = dates::whole(line).filter(dates::Found::has_year) else { return false };
        self.put_date(&found, line, place);
        true
    }

    fn put_date(&mut self, found: &dates::Found, shown: &str, place: &str) {
        let day = found.on(NaiveDate::MAX);
        match (day, &self.date) {
            (Some(day), None) => {
                let reason = format!("{place}的「{}」", shown.trim());
                self.date = Some(Guess::new(day, Confidence::High, reason));
                self.dated = shown.trim().to_owned();
            }
            (Some(day), Some(own)) if own.value == day => {}
            _ => self.left_out.push(("另一个日期", shown.to_owned())),
        }
    }

    /// 密级 and 份号.
    fn note_aside(&mut self, line: &str) -> bool {
        if is_rule(line) {
            self.left_out.push(("分隔线", line.to_owned()));
            return true;
        }
        let Some((marking, rest)) = secrecy(line) else {
            let Some(number) = serial(line) else { return false };
            self.put_serial(line, number);
            return true;
        };
        match &self.classification {
            None => self.classification = Some(marking),
            Some(_) => self.left_out.push(("另一个密级", marking)),
        }
        if let Some(rest) = rest {
            match serial(&rest) {
                Some(number) => self.put_serial(&rest, number),
                None => self.left_out.push(("密级旁的文字", rest)),
            }
        }
        true
    }

    fn put_serial(&mut self, line: &str, number: String) {
        if number.chars().count() < line.trim().chars().count() {
            self.left_out.push(("份号前的文字", line.trim().trim_end_matches(&number).to_owned()));
        }
        match &self.serial {
            None => self.serial = Some(number),
            Some(_) => self.left_out.push(("另一个份号", number)),
        }
    }

    fn note_signed(&mut self, line: &str) -> bool {
        let signs = labels::signs(line);
        if signs {
            let (found, rest) = labels::labelled(line);
            self.signed.extend(found);
            self.left_out.extend(rest.into_iter().map(|text| ("报头里的其他文字", text)));
        }
        signs
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::document::Run;
    use crate::read::Settings;

    #[track_caller]
    fn check(lines: &[&str], want: &str) {
        let block = |line: &&str| {
            let run = Run { text: (*line).to_owned(), ..Run::default() };
            Block::Paragraph(Paragraph { runs: vec![run], ..Paragraph::default() })
        };
        let mut blocks: Vec<Block> = lines.iter().map(block).collect();
        let (settings, roster) = (Settings::default(), Roster::default());
        let head = take(&mut blocks, HouseFiles { settings: &settings, roster: &roster });
        let number = head.number.and_then(|found| found.number);
        let mut got = vec![
            head.prefix.join("/"),
            head.name.map_or_else(String::new, |name| name.value),
            number.map_or_else(String::new, |number| number.to_string()),
            head.total.map_or_else(String::new, |total| total.to_string()),
            head.issuers.join("/"),
            head.date.map_or_else(String::new, |date| date.value.to_string()),
        ];
        got.extend(head.classification.map(|it| format!("密{it}")));
        got.extend(head.serial.map(|it| format!("份{it}")));
        got.extend(head.left_out.iter().map(|(_, text)| format!("?{text}")));
        got.push(format!("余{}", blocks.len()));
        assert_eq!(got.join("|"), want, "{lines:?}");
    }

    #[test]
    fn heads_of_every_hand() {
        let unit = "望河县人民政府办公室";
        let text = "望河县召开会议，部署工作。";
        check(
            &["工 作 简 报", "第28期", unit, "2018年11月27日", text],
            "|工作简报|28||望河县人民政府办公室|2018-11-27|余1",
        );
        check(
            &[
                "望河县|优化营商环境",
                "工作简报\n第 3 期（总第 9 期）",
                &format!("{unit}　　2026年3月5日"),
                text,
            ],
            "望河县|优化营商环境|工作简报|3|9|望河县人民政府办公室|2026-03-05|余1",
        );
        // Number, unit and date in one row; the name before the number.
        check(
            &["望河信息（第12期）", &format!("{unit}编  2026年3月5日"), text],
            "|望河信息|12||望河县人民政府办公室编|2026-03-05|余1",
        );
        check(
            &["工作简报", &format!("第3期　　{unit}　　2026年3月5日"), text],
            "|工作简报|3||望河县人民政府办公室|2026-03-05|余1",
        );
        // The date first; a rule; the corners.
        check(
            &[
                "内部资料　注意保存　　000012",
                "工作简报",
                "2026年第3期",
                "2026年3月5日",
                unit,
                "————",
                text,
            ],
            "|工作简报|3||望河县人民政府办公室|2026-03-05|密内部资料　注意保存|份000012|?————|余1",
        );
        // A name over two rows, two units, a number that only counts all.
        check(
            &[
                "工作简报",
                "总第128期",
                "第28期",
                "中央生态环境保护督察“回头看”",
                "朔州市协调联络领导小组",
                "2018年11月27日",
                text,
            ],
            "|工作简报|28|128|中央生态环境保护督察“回头看”朔州市协调联络领导小组|2018-11-27|余1",
        );
        check(
            &["工作简报", "（28）", "望河县委办公室", "望河县政府办公室", "2018.11.27", text],
            "|工作简报|28||望河县委办公室/望河县政府办公室|2018-11-27|余1",
        );
        check(
            &["督查专报", "〔2026〕第 7 期", "2026年4月1日", text],
            "|督查专报|7|||2026-04-01|余1",
        );
        // A column and a title before the date are none of the head.
        check(
            &["工作简报", "第3期", "◆ 县区动态", "抓好春耕备耕", "2018年11月27日", text],
            "|工作简报|3||||余4",
        );
        check(
            &["工作简报", "第3期", "县区动态", "抓好春耕备耕", "2018年11月27日", text],
            "|工作简报|3||||余4",
        );
        check(&[text], "||||||余1");
    }
}
