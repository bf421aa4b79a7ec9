//! `jianbao man`: the manual page.

use super::{Exit, Stop};

pub fn run() -> Result<Exit, Stop> {
    clap_mangen::Man::new(super::command()).render(&mut crate::cli::output::stdout())?;
    Ok(Exit::Fine)
}
