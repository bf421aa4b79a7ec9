//! `jianbao completions`: a script for the shell.

use std::io::Write;

use super::{CompletionsArgs, Exit, Stop};

pub fn run(args: &CompletionsArgs) -> Result<Exit, Stop> {
    // The generator panics when it cannot write, so it writes to memory.
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut super::command(), "jianbao", &mut script);
    crate::cli::output::stdout().write_all(&script)?;
    Ok(Exit::Fine)
}
