//! Questions at the terminal about what is not certain.

use std::io::{self, BufRead, Write};

use crate::import::{Confidence, Guess, House, Plan};
use crate::read;

/// One line of an answer; `None` at the end of input.
pub fn line(question: &str) -> io::Result<Option<String>> {
    let mut output = anstream::stderr();
    write!(output, "{question}：")?;
    output.flush()?;
    let mut answer = String::new();
    let read = io::stdin().lock().read_line(&mut answer)?;
    Ok((read > 0).then(|| answer.trim().to_owned()))
}

/// Asks about the guesses of a dispatch that are not certain. An empty answer keeps a guess.
pub fn about(shown: &str, plan: &mut Plan, house: House<'_>) -> io::Result<()> {
    let dispatch = &mut plan.dispatch;
    let mut said = false;
    let mut head = |text: &str| -> io::Result<()> {
        if !std::mem::replace(&mut said, true) {
            writeln!(anstream::stderr(), "\n{shown}")?;
        }
        writeln!(anstream::stderr(), "  {text}")
    };
    for (key, guess) in [("标题", &mut dispatch.title), ("来源", &mut dispatch.source)] {
        if !is_uncertain(guess.as_ref()) {
            continue;
        }
        let is_inspection = dispatch.inspector.is_some() && key == "来源";
        if is_inspection {
            continue;
        }
        head(&told(key, guess.as_ref().map(|it| (it.value.as_str(), it.reason.as_str()))))?;
        if let Some(answer) = line(&format!("  {key}（回车：照旧）"))?.filter(|it| !it.is_empty())
        {
            *guess = Some(Guess::new(answer, Confidence::High, "操作员填写"));
        } else if let Some(guess) = guess {
            guess.confidence = Confidence::High;
        }
    }
    if is_uncertain(dispatch.date.as_ref()) {
        let shown = dispatch.date.as_ref().map(|it| (it.value.to_string(), it.reason.clone()));
        head(&told("日期", shown.as_ref().map(|(day, why)| (day.as_str(), why.as_str()))))?;
        while let Some(answer) = line("  日期（如 2018-11-27；回车：照旧）")? {
            if answer.is_empty() {
                if let Some(guess) = &mut dispatch.date {
                    guess.confidence = Confidence::High;
                }
                break;
            }
            match read::read_date(&answer) {
                Ok(day) => {
                    dispatch.date = Some(Guess::new(day, Confidence::High, "操作员填写"));
                    break;
                }
                Err(finding) => writeln!(anstream::stderr(), "  {}", finding.message)?,
            }
        }
    }
    if let Some(guess) = dispatch.column.as_mut().filter(|it| it.confidence < Confidence::High) {
        let names: Vec<&str> = house
            .columns
            .iter()
            .map(|column| column.title.as_ref().map_or(column.id.as_str(), |it| it.as_str()))
            .collect();
        let own = names.get(guess.value).copied().unwrap_or_default();
        head(&told("栏目", Some((own, guess.reason.as_str()))))?;
        while let Some(answer) = line(&format!("  栏目（{}；回车：照旧）", names.join("、")))?
        {
            let wanted = names.iter().position(|name| *name == answer);
            if let Some(index) = wanted.or_else(|| answer.is_empty().then_some(guess.value)) {
                *guess = Guess::new(index, Confidence::High, "操作员填写");
                break;
            }
            writeln!(anstream::stderr(), "  没有栏目「{answer}」")?;
        }
    }
    Ok(())
}

fn is_uncertain<T>(guess: Option<&Guess<T>>) -> bool {
    guess.is_none_or(|guess| guess.confidence < Confidence::High)
}

fn told(key: &str, guess: Option<(&str, &str)>) -> String {
    match guess {
        Some((value, reason)) => format!("{key}：{value}（{reason}）"),
        None => format!("{key}：没有找到"),
    }
}
