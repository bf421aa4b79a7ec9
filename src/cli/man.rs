//! `jianbao man`: the manual page.

use super::{Exit, Stop};

pub fn run(program: clap::Command) -> Result<Exit, Stop> {
    clap_mangen::Man::new(program).render(&mut crate::cli::output::stdout())?;
    Ok(Exit::Fine)
}
