//! `jianbao completions`: a script for the shell.

use std::io::Write;

use clap::Args;

use super::{Exit, Stop, usage};

#[derive(Debug, Args)]
#[command(help_template = usage::TEMPLATE, override_usage = "jianbao completions <SHELL>")]
pub struct CompletionsArgs {
    /// 哪一种命令行：bash、zsh、fish、powershell、elvish
    #[arg(value_enum, value_name = "SHELL", hide_possible_values = true)]
    pub shell: clap_complete::Shell,
}

pub fn run(args: &CompletionsArgs, program: &mut clap::Command) -> Result<Exit, Stop> {
    // The generator panics when it cannot write, so it writes to memory.
    let mut script = Vec::new();
    clap_complete::generate(args.shell, program, "jianbao", &mut script);
    crate::cli::output::stdout().write_all(&script)?;
    Ok(Exit::Fine)
}
