//! What an import came to, for programs.

use std::io::{self, Write};

use serde_json::{Value, json};

use super::done::Done;
use super::report::{guesses, remarks};
use crate::diagnostic::Diagnostic;
use crate::import::{Item, Outcome, Plan, Written};
use crate::model::Column;

/// Everything.
pub fn write(
    output: &mut impl Write,
    items: &[Item],
    done: &[Done],
    columns: &[Column],
) -> io::Result<()> {
    let mut done = done.iter();
    let rows = items.iter().map(|item| match &item.outcome {
        Outcome::Refused(finding) => refused(item, finding),
        Outcome::Known(entry) => {
            json!({ "file": item.shown, "outcome": "known", "entry": entry })
        }
        Outcome::Superseded(entry) => {
            json!({ "file": item.shown, "outcome": "superseded", "entry": entry })
        }
        Outcome::TakenOut(original) => {
            json!({ "file": item.shown, "outcome": "taken-out", "original": original })
        }
        Outcome::Entry(plan) => match done.next().and_then(Option::as_ref) {
            Some(Err(finding)) => refused(item, finding),
            Some(Ok(written)) => entry(item, plan, Some(written), columns),
            None => entry(item, plan, None, columns),
        },
    });
    writeln!(output, "{:#}", Value::from(rows.collect::<Vec<_>>()))
}

fn refused(item: &Item, finding: &Diagnostic) -> Value {
    json!({ "file": item.shown, "outcome": "refused", "problem": finding.message, "help": finding.help })
}

fn entry(item: &Item, plan: &Plan, written: Option<&Written>, columns: &[Column]) -> Value {
    let guesses = guesses(&plan.dispatch, columns).into_iter().map(|told| {
        json!({ "field": told.key, "value": told.value, "confidence": told.sure, "reason": told.reason })
    });
    let outcome = match (written, &plan.earlier) {
        (Some(Written { kept: Some(_), .. }), _) => "replaced",
        (Some(_), _) => "imported",
        (None, Some(_)) => "changed",
        (None, None) => "unfinished",
    };
    json!({
        "file": item.shown,
        "outcome": outcome,
        "entry": written.map(|written| &written.entry).or(plan.earlier.as_ref()),
        "guesses": guesses.collect::<Vec<Value>>(),
        "remarks": remarks(plan, written),
    })
}
