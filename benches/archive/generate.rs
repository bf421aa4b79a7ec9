//! An archive of made-up issues: as long as real ones, no two alike, the same for the same seed.
//!
//! The words are those of official prose, the places and offices nobody's, people are called 某.
//! Knows nothing of the program; tests include this file too.

use std::fmt::Write;
use std::fs;
use std::path::Path;

use tiny_skia::{ColorU8, Pixmap};

// Said in full, because tests include this file from elsewhere.
#[path = "words.rs"]
mod words;
use words::{
    AIMS, DOMAINS, Domain, MANNERS, MATTERS, MEETINGS, OFFICES, PLACES, SETTINGS, STATES, VERBS,
};

const A_YEAR: usize = 50;
const LAST_YEAR: usize = 2018;
/// Issues of the series before the first: 总期号 runs ahead of 期号 by so many.
const BEFORE: usize = 120;

/// Makes a workspace of `n` issues in `root`: the last in 2018, fifty a year, numbered on from
/// year to year (`2018/001` when n ≤ 50), a week apart. Each has 4 to 6 pages and 3 to 6 entries;
/// every fourth has a table, every fifth a picture.
pub fn make_archive(root: &Path, n: usize, seed: u64) {
    write(&root.join("jianbao.yaml"), SETTINGS.as_bytes());
    for index in 0..n {
        let mut draw = Draw(seed ^ (index as u64 + 1).wrapping_mul(0xD6E8_FEB8_6659_FD93));
        let years = n.div_ceil(A_YEAR);
        // The first year may be short, the others are full.
        let at = index + years * A_YEAR - n;
        let date = Date { year: LAST_YEAR + 1 - years + at / A_YEAR, day: 8 + at % A_YEAR * 7 };
        issue(root, index + 1, date, &mut draw);
    }
}

fn issue(root: &Path, number: usize, date: Date, draw: &mut Draw) {
    let folder = root.join(format!("{}/{number:03}", date.year));
    // With both, no text is left on page 1.
    let (contents, note) =
        (number.is_multiple_of(3) && !number.is_multiple_of(7), number.is_multiple_of(7));
    let (month, day) = date.month_and_day();
    let mut settings = format!(
        "number: {number}\ndate: {}-{month:02}-{day:02}\ntotal: {}\n",
        date.year,
        number + BEFORE
    );
    if contents {
        settings.push_str("contents: true\n");
    }
    if note {
        let _ = writeln!(settings, "editors-note: {}现予编发，供各地参考。", draw.aim());
    }
    write(&folder.join("issue.yaml"), settings.as_bytes());

    let table = number.is_multiple_of(4);
    let picture = number.is_multiple_of(5);
    let entries = 3 + draw.below(if table || picture { 2 } else { 4 });
    // Rows of text on three or four pages, less what masthead, titles and the rest take up; 28
    // characters a row, of which a paragraph's last row wastes half.
    let room = (64 + draw.below(16)
        - 6 * entries
        - if table { 9 } else { 0 }
        - if picture { 13 } else { 0 }
        - if contents { entries } else { 0 })
        * 25;
    for entry in 0..entries {
        let lead = entry == 0;
        let place = draw.pick(PLACES);
        let domain = draw.pick(DOMAINS);
        let mut text = String::from("---\n");
        let (column, title) = match lead {
            true => ("lead", format!("全市{}工作{}", domain.topic, draw.pick(STATES))),
            false => ("county", draw.title(place, domain)),
        };
        let source = if lead { draw.pick(OFFICES) } else { place };
        let _ = writeln!(text, "column: {column}\ntitle: {title}\nsource: {source}\n---");
        let share = room * if lead { 14 } else { 10 } / (10 * entries + 4);
        let mut prose = Prose { place, domain, date, draw };
        text.push_str(&prose.write(share));
        if lead && table {
            text.push_str(&prose.table());
        }
        if lead && picture {
            let _ = write!(
                text,
                "\n![{place}{}现场](assets/scene.png \"图1　{place}{}现场\")\n",
                domain.topic, domain.topic
            );
            write(&folder.join("assets/scene.png"), &scene(prose.draw));
        }
        write(&folder.join(format!("{}0-{place}.md", entry + 1)), text.as_bytes());
    }
    write(&folder.join("90-附件.md"), annex(draw).as_bytes());
}

/// A page of its own at the end, always as long: were the end of the text the end of the issue,
/// some would be a row or two on a new page, which is a warning.
fn annex(draw: &mut Draw) -> String {
    let mut text = String::from("---\nkind: annex\ntitle: 下一阶段重点任务安排\n---\n");
    for number in 1..=8 {
        let (step, office) = (draw.step(), draw.pick(OFFICES));
        let _ = writeln!(text, "{number}. {step}（{office}）。");
    }
    text
}

/// The prose of one entry.
struct Prose<'a> {
    place: &'static str,
    domain: &'static Domain,
    date: Date,
    draw: &'a mut Draw,
}

impl Prose<'_> {
    /// Paragraphs of about so many characters.
    fn write(&mut self, characters: usize) -> String {
        let mut text = self.opening() + &self.count() + "\n";
        while text.chars().count() + 60 < characters {
            text.push('\n');
            match self.draw.below(3) {
                0 => {
                    let (office, aim) = (self.draw.pick(OFFICES), self.draw.aim());
                    let _ = write!(text, "{office}要求，{aim}");
                    for word in ["一是", "二是", "三是"] {
                        let step = self.draw.step();
                        let _ = write!(text, "{word}{step}。");
                        text += &if self.draw.below(2) == 0 { self.count() } else { self.work() };
                    }
                }
                1 => text += &(self.work() + &self.handling() + &self.count()),
                _ => text += &(self.count() + &self.work() + &self.draw.aim()),
            }
            text.push('\n');
        }
        let (step, aim) = (self.draw.step(), self.draw.aim());
        let _ = write!(text, "\n下一步，{}将{step}，{aim}", self.place);
        text.push('\n');
        text
    }

    fn opening(&mut self) -> String {
        let (month, day) = self.a_day();
        let Self { place, domain, draw, .. } = self;
        let (office, meeting) = (draw.pick(OFFICES), draw.pick(MEETINGS));
        let (one, two) = (draw.pick(domain.works), draw.step());
        format!(
            "{month}月{day}日，{office}在{place}{meeting}，研究{}{one}，要求{two}。",
            domain.topic
        )
    }

    fn count(&mut self) -> String {
        let (month, day) = self.a_day();
        let Self { place, domain, draw, .. } = self;
        let all = 20 + draw.below(880);
        let done = all * (55 + draw.below(44)) / 100;
        let (thing, unit) = draw.pick(domain.counted);
        let scope = if draw.below(3) == 0 { "全市" } else { place };
        let (verb, more) = (draw.pick(&["排查", "摸底", "核查", "登记"]), 1 + draw.below(19));
        format!(
            "截至{month}月{day}日，{scope}共{verb}{thing}{all}{unit}，已完成{done}{unit}，完成率{}.{}%，比上月提高{more}个百分点。",
            done * 100 / all,
            done * 1000 / all % 10,
        )
    }

    fn work(&mut self) -> String {
        let Self { place, domain, draw, .. } = self;
        let (step, manner) = (draw.step(), draw.pick(MANNERS));
        let (teams, people, found) = (2 + draw.below(14), 12 + draw.below(180), 5 + draw.below(95));
        let one = draw.pick(domain.works);
        format!(
            "{place}抽调{people}人，组成{teams}个工作组，{manner}开展{one}，{step}，发现问题{found}个，当场整改{}个。",
            found * 2 / 3
        )
    }

    fn handling(&mut self) -> String {
        let (one, two) = (self.draw.below(4), self.draw.below(4));
        let cases = ["能够立即解决", "一时难以解决", "涉及几个部门", "群众反复反映"];
        let remedies = [
            "当日办结、当日回复",
            "列出清单、限期销号",
            "由牵头单位会商解决",
            "领导包案、一包到底",
        ];
        format!(
            "对{}的，{}；对{}的，{}，{}。",
            cases[one],
            remedies[one],
            cases[(one + 1 + two % 3) % 4],
            remedies[(one + 1 + two % 3) % 4],
            self.draw.step()
        )
    }

    fn table(&mut self) -> String {
        let (thing, unit) = self.draw.pick(self.domain.counted);
        let mut table = format!(
            "\n| 县（市、区） | {thing}（{unit}） | 完成（{unit}） | 完成率 |\n|---|--:|--:|--:|\n"
        );
        for place in PLACES.iter().take(6 + self.draw.below(4)) {
            let all = 20 + self.draw.below(200);
            let done = all * (50 + self.draw.below(50)) / 100;
            let _ = writeln!(table, "| {place} | {all} | {done} | {}% |", done * 100 / all);
        }
        table
    }

    /// A day of the week before the issue.
    fn a_day(&mut self) -> (usize, usize) {
        Date { day: self.date.day - self.draw.below(7), ..self.date }.month_and_day()
    }
}

/// A day by its number in the year, from 1.
#[derive(Clone, Copy)]
struct Date {
    year: usize,
    day: usize,
}

impl Date {
    fn month_and_day(self) -> (usize, usize) {
        let leap = self.year.is_multiple_of(4)
            && (!self.year.is_multiple_of(100) || self.year.is_multiple_of(400));
        let february = if leap { 29 } else { 28 };
        let mut day = self.day;
        for (month, length) in
            [31, february, 31, 30, 31, 30, 31, 31, 30, 31, 30].into_iter().enumerate()
        {
            if day <= length {
                return (month + 1, day);
            }
            day -= length;
        }
        (12, day)
    }
}

/// Something like a photo: sky over hills, and the grain that makes photos large.
fn scene(draw: &mut Draw) -> Vec<u8> {
    let (width, height) = (360, 220 + draw.below(60));
    let mut picture = Pixmap::new(width as u32, height as u32).expect("a size");
    let mut colour = |least: usize| [0; 3].map(|_: u8| (least + draw.below(80)) as u8);
    let (sky, hills) = (colour(150), colour(40));
    let (wide, shift) = (20.0 + draw.below(40) as f32, draw.below(100) as f32);
    for (at, pixel) in picture.pixels_mut().iter_mut().enumerate() {
        let (x, y) = ((at % width) as f32, at / width);
        let slope = ((x + shift) / wide).sin() + ((x + shift) / wide / 2.7).sin();
        let ridge = ((0.5 + slope / 8.0) * height as f32) as usize;
        let shade = (y * 60 / height) as u8;
        let grain = draw.next().to_le_bytes();
        let [red, green, blue] = [0, 1, 2].map(|part| {
            let colour = if y < ridge { sky[part] + shade / 4 } else { hills[part] + shade };
            colour + (grain[part] & 7)
        });
        *pixel = ColorU8::from_rgba(red, green, blue, 255).premultiply();
    }
    picture.encode_png().expect("a PNG")
}

/// A stream of numbers that depends on nothing but its seed (splitmix64).
struct Draw(u64);

impl Draw {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// 0 to `most` - 1.
    fn below(&mut self, most: usize) -> usize {
        (self.next() % most as u64) as usize
    }

    fn pick<T: Copy>(&mut self, from: &[T]) -> T {
        from[self.below(from.len())]
    }

    /// 压实属地责任.
    fn step(&mut self) -> String {
        format!("{}{}", self.pick(VERBS), self.pick(MATTERS))
    }

    /// A sentence of what is to come of it.
    fn aim(&mut self) -> String {
        let (one, two) = (self.step(), self.step());
        format!("{}{one}，{two}，{}。", self.pick(MANNERS), self.pick(AIMS))
    }

    fn title(&mut self, place: &str, domain: &Domain) -> String {
        let topic = domain.topic;
        match self.below(4) {
            0 => format!("{place}{}推进{topic}工作", self.pick(MANNERS)),
            1 => format!("{place}{} {}抓好{topic}", self.step(), self.pick(MANNERS)),
            2 => format!(
                "{place}“三个{}”推动{topic}见实效",
                self.pick(&["强化", "突出", "聚焦", "到位"])
            ),
            _ => format!("{place}召开{topic}工作推进会"),
        }
    }
}

fn write(path: &Path, bytes: &[u8]) {
    fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
    fs::write(path, bytes).expect("written");
}
