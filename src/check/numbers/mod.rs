//! Rules about numbers and dates (GB/T 15835).

mod about;
mod agreement;
mod amounts;
mod approximate;
mod average;
mod bracketed;
mod change;
mod dates;
mod figures;
mod forms;
mod hours;
mod lists;
mod loose;
mod measures;
mod named;
mod opposites;
mod paragraphs;
mod per;
mod periods;
mod plausible;
mod products;
mod quantities;
mod rates;
pub mod rules;
mod spans;
mod stated;
mod sums;
mod totals;
mod typed;
mod writing;

use quantities::RECKON;
use rules::{
    APPROXIMATE, AVERAGE, CHANGE, DATE_WEEKDAY, DATE_WRITING, DECREASE, DOUBLE_APPROXIMATE, FIGURE,
    IMPOSSIBLE_DATE, LATER_THAN_ISSUE, LEADING_ZERO, LUNAR_DATE, MIXED_NUMERAL, NUMBER_RANGE,
    PERCENTAGE, PERIOD, RELATIVE_DATE, RULES, SHARE, STALE_DISPATCH, SUM_MISMATCH, TWO_DIGIT_YEAR,
    UNIT_WRITING, WRONG_HOUR,
};
use std::collections::BTreeSet;

use chrono::{Datelike, NaiveDate};

use super::across::Archive;
use super::{Draft, Findings, Group, Passage, Rulebook, Story};
use crate::diagnostic::{Diagnostic, Span};

/// The rules.
pub const GROUP: Group = Group { name: "数字和日期", rules: RULES, check };

fn check(draft: &Draft<'_>, book: &Rulebook, _: &Archive, out: &mut Findings<'_>) {
    let issued = draft.issue.date;
    let mut years = BTreeSet::new();
    for passage in &draft.note {
        dates::check(passage, issued, &years, out);
        years.extend(dates::years_named(&passage.text));
        figures(passage, out);
        forms::check(passage, issued.year(), out);
        loose::check(passage, issued.year(), out);
        sums::check(passage, out);
    }
    for story in &draft.stories {
        let day = story.entry.date.unwrap_or(issued);
        let mut years = BTreeSet::new();
        for passage in &story.passages {
            dates::check(passage, day, &years, out);
            years.extend(dates::years_named(&passage.text));
            figures(passage, out);
            forms::check(passage, day.year(), out);
            loose::check(passage, day.year(), out);
            sums::check(passage, out);
            typed::check(passage, out);
            named::check(passage, day.year(), out);
            spans::check(passage, day, out);
        }
        paragraphs::check(story, out);
        totals::check(story, out);
        // Without a date of its own nothing is late for the issue.
        if draft.issue.is_dated {
            timeliness(story, issued, book.stale_after, out);
        }
    }
}

/// What a passage says in figures, whatever its day.
fn figures(passage: &Passage<'_>, out: &mut Findings<'_>) {
    hours::check(passage, out);
    about::check(passage, out);
    approximate::check(passage, out);
    writing::check(passage, out);
    amounts::check(passage, out);
    change::check(passage, out);
    average::check(passage, out);
    periods::check(passage, out);
    rates::check(passage, out);
    measures::check(passage, out);
    agreement::check(passage, out);
    products::check(passage, out);
    per::check(passage, out);
    lists::check(passage, out);
    stated::check(passage, out);
    bracketed::check(passage, out);
    plausible::check(passage, out);
}

/// Whether a story can have happened when the issue says, and not too long before.
fn timeliness(story: &Story<'_>, issued: NaiveDate, stale_after: u32, out: &mut Findings<'_>) {
    let (day, span): (NaiveDate, Option<Span>) = match story.entry.date {
        Some(day) => (day, story.entry.date_line.clone()),
        None => match dates::opening(story, issued) {
            Some((day, span)) => (day, span),
            None => return,
        },
    };
    let shown = day.format("%Y年%-m月%-d日");
    let of_issue = issued.format("%Y年%-m月%-d日");
    if day > issued {
        let message = format!("稿件的日期「{shown}」比本期的日期还晚");
        let finding = Diagnostic::error(LATER_THAN_ISSUE.code, message).at(span);
        let help = format!("核对这个日期，或 issue.yaml 里的日期（{of_issue}）");
        out.push(LATER_THAN_ISSUE, finding.help(help));
    } else if (issued - day).num_days() > i64::from(stale_after) {
        let days = (issued - day).num_days();
        let message = format!("稿件的日期「{shown}」比本期早了 {days} 天");
        let finding = Diagnostic::error(STALE_DISPATCH.code, message).at(span);
        out.push(
            STALE_DISPATCH,
            finding.help("核对日期有没有写错；确实用旧稿的，忽略这一条并写明原因"),
        );
    }
}
