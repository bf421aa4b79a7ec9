//! Questions at the terminal about what is not certain.
//!
//! An answer takes the place of a guess; `=` confirms it. Enter alone leaves the guess as it is, with
//! its 「请核对」, and so does the end of input for all that is left.

use std::io::{self, BufRead, Read, Write};

use chrono::NaiveDate;

use crate::import::{Block, Confidence, Dispatch, Guess, Item, Outcome, Reference};
use crate::model::{Column, EntryKind};
use crate::read;

/// The most bytes of an answer that are read.
const LONGEST: u64 = 10_000;

/// One line of an answer; `None` at the end of input.
pub fn line(question: &str) -> io::Result<Option<String>> {
    answer(question, &mut io::stdin().lock(), &mut crate::cli::output::stderr())
}

/// Asks about the guesses of all dispatches that are not certain, and says how many are left.
pub fn about(items: &mut [Item], house: Reference<'_>) -> io::Result<()> {
    let mut asking = Asking::new(io::stdin().lock(), crate::cli::output::stderr());
    for item in items {
        if let Outcome::Entry(plan) = &mut item.outcome {
            asking.dispatch(&item.shown, &mut plan.dispatch, house)?;
        }
    }
    asking.close()
}

/// A question, and what was typed.
fn answer(
    question: &str,
    input: &mut impl BufRead,
    output: &mut impl Write,
) -> io::Result<Option<String>> {
    write!(output, "{question}：")?;
    output.flush()?;
    let mut typed = Vec::new();
    let read = input.take(LONGEST).read_until(b'\n', &mut typed)?;
    Ok((read > 0).then(|| String::from_utf8_lossy(&typed).trim().to_owned()))
}

/// Where it is asked, and what came of it.
struct Asking<R, W> {
    input: R,
    output: W,
    /// Whether nobody answers any more.
    ended: bool,
    /// The dispatch, until its first question is asked.
    head: Option<String>,
    /// What was left of the dispatch.
    left: Vec<&'static str>,
    /// Of how many dispatches something was left, and how much.
    all: (usize, usize),
}

impl<R: BufRead, W: Write> Asking<R, W> {
    fn new(input: R, output: W) -> Self {
        Self { input, output, ended: false, head: None, left: Vec::new(), all: (0, 0) }
    }

    fn dispatch(
        &mut self,
        shown: &str,
        dispatch: &mut Dispatch,
        house: Reference<'_>,
    ) -> io::Result<()> {
        let begins = begins(&dispatch.body);
        self.head = Some(format!("\n{shown}\n  正文：{begins}"));
        self.kind(dispatch)?;
        self.text("标题", &mut dispatch.title, true)?;
        if dispatch.inspector.is_none() {
            let needed = dispatch.needs_source();
            self.text("来源", &mut dispatch.source, needed)?;
        }
        self.text("作者", &mut dispatch.author, false)?;
        self.date(&mut dispatch.date)?;
        self.leader(dispatch)?;
        self.column(dispatch, house.columns)?;
        let left = std::mem::take(&mut self.left);
        if !left.is_empty() {
            self.all = (self.all.0 + 1, self.all.1 + left.len());
            if !self.ended {
                writeln!(self.output, "  还有 {} 项没有核对：{}", left.len(), left.join("、"))?;
            }
        }
        Ok(())
    }

    /// How much is left of all.
    fn close(mut self) -> io::Result<()> {
        let (dispatches, items) = self.all;
        if items > 0 {
            writeln!(
                self.output,
                "\n共 {dispatches} 份来稿、{items} 项没有核对，照原来猜的写，稿件里写着「请核对」\n"
            )?;
        }
        Ok(())
    }

    /// Asks until the answer is one that `read` understands. `None` where there is none.
    fn ask<T>(
        &mut self,
        key: &'static str,
        guess: Option<(&str, &str)>,
        hint: &str,
        read: &dyn Fn(&str) -> Result<T, String>,
    ) -> io::Result<Option<T>> {
        if !self.ended {
            if let Some(head) = self.head.take() {
                writeln!(self.output, "{head}")?;
            }
            let told = match guess {
                Some((value, reason)) => format!("{key}：{value}（{reason}）"),
                None => format!("{key}：没有找到"),
            };
            writeln!(self.output, "  {told}")?;
        }
        while !self.ended {
            let confirm = if guess.is_some() { "=：对，就用这个；" } else { "" };
            let question = format!("  {key}（{hint}{confirm}回车：先不定）");
            let typed = answer(&question, &mut self.input, &mut self.output)?;
            match typed.as_deref() {
                None => {
                    self.ended = true;
                    writeln!(self.output, "\n没有再回答")?;
                }
                Some("") => break,
                Some(typed) if typed.contains('\u{FFFD}') => {
                    writeln!(self.output, "  输入的字看不懂，请再写一遍")?;
                }
                Some(typed) => match read(guess.map_or(typed, |(value, _)| match typed {
                    "=" | "＝" => value,
                    typed => typed,
                })) {
                    Ok(value) => return Ok(Some(value)),
                    Err(why) => writeln!(self.output, "  {why}")?,
                },
            }
        }
        self.left.push(key);
        Ok(None)
    }

    /// Asks about a text; one that is missing only where it is needed.
    fn text(
        &mut self,
        key: &'static str,
        slot: &mut Option<Guess<String>>,
        needed: bool,
    ) -> io::Result<()> {
        if slot.as_ref().map_or(!needed, is_certain) {
            return Ok(());
        }
        let shown = slot.as_ref().map(|it| (it.value.as_str(), it.reason.as_str()));
        if let Some(typed) = self.ask(key, shown, "", &|typed| Ok(typed.replace('｜', "|")))? {
            *slot = Some(answered(typed, slot.as_ref()));
        }
        Ok(())
    }

    fn date(&mut self, slot: &mut Option<Guess<NaiveDate>>) -> io::Result<()> {
        if slot.as_ref().is_some_and(is_certain) {
            return Ok(());
        }
        let shown = slot.as_ref().map(|it| (it.value.to_string(), it.reason.clone()));
        let shown = shown.as_ref().map(|(day, why)| (day.as_str(), why.as_str()));
        let read = |typed: &str| {
            read::read_date(typed)
                .map_err(|finding| format!("{}，例如 2018-11-27", finding.message))
        };
        if let Some(day) = self.ask("日期", shown, "如 2018-11-27；", &read)? {
            *slot = Some(answered(day, slot.as_ref()));
        }
        Ok(())
    }

    fn kind(&mut self, dispatch: &mut Dispatch) -> io::Result<()> {
        let Some(guess) = dispatch.kind.as_mut().filter(|guess| !is_certain(guess)) else {
            return Ok(());
        };
        // The one that most dispatches are of comes first.
        let mut kinds: Vec<&EntryKind> = EntryKind::ALL.iter().collect();
        kinds.sort_by_key(|kind| kind.name != EntryKind::DEFAULT);
        let own = EntryKind::named(guess.value).map_or(guess.value, |kind| kind.chinese);
        let names: Vec<&str> = kinds.iter().map(|kind| kind.chinese).collect();
        let shown = Some((own, guess.reason.as_str()));
        let read = |typed: &str| chosen(typed, &names).map(|at| kinds[at].name);
        if let Some(kind) = self.ask("类型", shown, &numbered(&names), &read)? {
            *guess = answered(kind, Some(guess));
        }
        Ok(())
    }

    /// What only the kind that tells of a leader has, where it was not found.
    fn leader(&mut self, dispatch: &mut Dispatch) -> io::Result<()> {
        let Some(inspector) = &mut dispatch.inspector else { return Ok(()) };
        let inspector = &mut inspector.value;
        for (key, slot) in [
            ("职务", &mut inspector.post),
            ("地点", &mut inspector.place),
            ("事项", &mut inspector.topic),
        ] {
            if slot.is_none() {
                *slot = self.ask(key, None, "", &|typed| Ok(typed.to_owned()))?;
            }
        }
        Ok(())
    }

    fn column(&mut self, dispatch: &mut Dispatch, columns: &[Column]) -> io::Result<()> {
        let is_annex = dispatch.kind.as_ref().is_some_and(|kind| kind.value == "annex");
        let certain = dispatch.column.as_ref().is_some_and(is_certain);
        if certain || is_annex || columns.is_empty() {
            return Ok(());
        }
        let name = |column: &Column| {
            column.title.as_ref().map_or_else(|| column.id.clone(), |title| title.value.clone())
        };
        let names: Vec<String> = columns.iter().map(name).collect();
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        let guess = dispatch.column.as_ref();
        let shown = guess.and_then(|it| Some((*names.get(it.value)?, it.reason.as_str())));
        let read = |typed: &str| {
            let id = columns.iter().position(|column| column.id == typed);
            id.map_or_else(|| chosen(typed, &names), Ok)
        };
        if let Some(at) = self.ask("栏目", shown, &numbered(&names), &read)? {
            dispatch.column = Some(Guess::new(at, Confidence::High, "操作员填写"));
        }
        Ok(())
    }
}

/// The first words of a text, so that nobody must open the file to know which it is.
fn begins(body: &[Block]) -> String {
    const MOST: usize = 60;
    let worded = |block: &Block| match block {
        Block::Paragraph(paragraph) => {
            Some(paragraph.text().split_whitespace().collect::<String>())
        }
        Block::Table(_) => None,
    };
    let text = body.iter().filter_map(worded).find(|text| !text.is_empty()).unwrap_or_default();
    match text.char_indices().nth(MOST) {
        Some((end, _)) => format!("{}……", &text[..end]),
        None => text,
    }
}

fn is_certain<T>(guess: &Guess<T>) -> bool {
    guess.confidence == Confidence::High
}

/// What was typed, with what it takes the place of: a line that was read there is not forgotten.
fn answered<T: std::fmt::Display>(value: T, before: Option<&Guess<T>>) -> Guess<T> {
    let reason = match before {
        Some(guess) => format!("操作员填写；原来是「{}」，{}", guess.value, guess.reason),
        None => "操作员填写".to_owned(),
    };
    Guess::new(value, Confidence::High, reason)
}

/// The choices with their numbers.
fn numbered(names: &[&str]) -> String {
    let choices: Vec<String> =
        names.iter().enumerate().map(|(at, name)| format!("{} {name}", at + 1)).collect();
    format!("{}；写名称或序号；", choices.join("　"))
}

/// The choice that a name or a number means.
fn chosen(typed: &str, names: &[&str]) -> Result<usize, String> {
    let number = typed.parse::<usize>().ok().and_then(|number| number.checked_sub(1));
    let by_name = names.iter().position(|name| *name == typed);
    by_name
        .or(number.filter(|at| *at < names.len()))
        .ok_or_else(|| format!("没有「{typed}」，可用的：{}", names.join("、")))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Text;
    use crate::model::Roster;

    fn columns() -> Vec<Column> {
        let column = |id: &str, title: &str| Column {
            id: id.to_owned(),
            title: Some(Text::unplaced(title)),
            kind: Text::unplaced("update"),
            mark: None,
        };
        vec![column("county", "县区动态"), column("office", "部门信息")]
    }

    /// A dispatch without a date, whose title and column are not certain and whose unit is.
    fn dispatch() -> Dispatch {
        let guess = |text: &str, sure| Guess::new(text.to_owned(), sure, "第一行");
        Dispatch {
            title: Some(guess("抓好春耕", Confidence::Medium)),
            source: Some(guess("望河县", Confidence::High)),
            kind: Some(Guess::new("update", Confidence::High, "")),
            column: Some(Guess::new(0, Confidence::Low, "几个都可以")),
            ..Dispatch::default()
        }
    }

    /// What comes of answers: the dispatch, and what was shown.
    fn asked(typed: &str, mut dispatch: Dispatch) -> (Dispatch, String) {
        let (roster, columns) = (Roster::default(), columns());
        let date = NaiveDate::from_ymd_opt(2018, 12, 3).expect("a day");
        let house = Reference { roster: &roster, columns: &columns, date };
        let mut shown = Vec::new();
        let mut asking = Asking::new(typed.as_bytes(), &mut shown);
        asking.dispatch("来稿.docx", &mut dispatch, house).expect("asked");
        asking.close().expect("closed");
        (dispatch, String::from_utf8(shown).expect("UTF-8"))
    }

    #[test]
    fn answers_take_the_place_of_guesses() {
        let (got, shown) = asked("抓实春耕\n十一月\n2018-11-27\n第三栏\n9\n2\n", dispatch());
        let title = got.title.expect("a title");
        assert_eq!((title.value.as_str(), title.confidence), ("抓实春耕", Confidence::High));
        assert_eq!(title.reason, "操作员填写；原来是「抓好春耕」，第一行");
        assert_eq!(got.date.expect("a date").value.to_string(), "2018-11-27");
        assert_eq!(got.column.expect("a column").value, 1);
        assert!(shown.contains("  标题：抓好春耕（第一行）\n"), "{shown}");
        assert!(shown.contains("  日期：没有找到\n"), "{shown}");
        assert!(shown.contains("没有「第三栏」，可用的：县区动态、部门信息"), "{shown}");
        assert!(!shown.contains("来源") && !shown.contains("没有核对"), "{shown}");
    }

    #[test]
    fn a_sign_confirms_a_guess() {
        let (got, shown) = asked("=\n=\n2018-11-27\n=\n", dispatch());
        let title = got.title.expect("a title");
        assert_eq!((title.value.as_str(), title.confidence), ("抓好春耕", Confidence::High));
        // There is no date to confirm.
        assert!(shown.contains("日期「=」的写法不对，例如 2018-11-27"), "{shown}");
        let column = got.column.expect("a column");
        assert_eq!((column.value, column.confidence), (0, Confidence::High));
        assert!(!shown.contains("没有核对"), "{shown}");
    }

    #[test]
    fn enter_alone_leaves_a_guess_as_it_is() {
        let (got, shown) = asked("\n\n部门信息\n", dispatch());
        assert_eq!(got.title, dispatch().title);
        assert_eq!(got.date, None);
        assert_eq!(got.column.expect("a column").value, 1);
        assert!(shown.contains("还有 2 项没有核对：标题、日期"), "{shown}");
        assert!(shown.contains("共 1 份来稿、2 项没有核对"), "{shown}");
    }

    #[test]
    fn the_end_of_input_leaves_the_rest() {
        let (got, shown) = asked("抓实春耕\n", dispatch());
        assert_eq!(got.title.expect("a title").value, "抓实春耕");
        assert_eq!(got.column, dispatch().column);
        assert_eq!(shown.matches("没有再回答").count(), 1, "{shown}");
        assert!(shown.contains("共 1 份来稿、2 项没有核对"), "{shown}");
        assert!(!shown.contains("栏目"), "{shown}");
    }

    #[test]
    fn what_a_kind_has_of_its_own() {
        let mut annex = dispatch();
        annex.kind = Some(Guess::new("annex", Confidence::Medium, "文首写着「附件4」"));
        annex.column = None;
        let (got, shown) = asked("\n\n\n", annex.clone());
        assert_eq!(got.kind.expect("a kind").confidence, Confidence::Medium);
        assert!(!shown.contains("栏目"), "{shown}");
        // It is none: then it needs a column.
        let (got, _) = asked("县区动态\n\n\n1\n", annex);
        assert_eq!(got.kind.expect("a kind").value, "update");
        assert_eq!(got.column.expect("a column").value, 0);
    }
}
