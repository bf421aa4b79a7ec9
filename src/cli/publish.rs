//! `jianbao publish`: the final PDF, and its entry in the register.

use std::path::Path;

use super::build::{drive, halt, nothing};
use super::{Exit, PublishArgs, Stop, select};
use crate::build::{BuildOptions, Publishing};
use crate::error::Error;

pub fn run(directory: Option<&Path>, args: &PublishArgs) -> Result<Exit, Stop> {
    let reason = args.reissue.as_deref().map(reason).transpose()?;
    let workspace = args.templates.open(directory)?;
    let selection = select::selected(&workspace, &args.select)?;
    if selection.ids.is_empty() {
        nothing(&workspace, &args.select, args.output.format)?;
        return Ok(Exit::Fine);
    }
    let options = BuildOptions {
        jobs: args.jobs.map(usize::from),
        program: std::env::current_exe().ok(),
        halt: Some(halt()),
        ..BuildOptions::default()
    };
    let how = publishing(reason, args.attach);
    drive(&workspace, &selection.ids, &options, Some(&how), args.output.format)?
        .finish(args.output.format)
}

/// How to issue at this moment.
pub fn publishing(reason: Option<String>, attach: bool) -> Publishing {
    Publishing { reason, attach, at: super::now::now().fixed_offset() }
}

/// A reason that says something.
pub fn reason(given: &str) -> Result<String, Error> {
    let reason = given.trim();
    if reason.is_empty() {
        let problem = "重新印发要写明原因，例如：--reissue \"更正第3页的职务\"".to_owned();
        return Err(Error::Usage(problem));
    }
    Ok(reason.to_owned())
}
