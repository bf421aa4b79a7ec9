//! `jianbao explain`: the page of a finding.

use std::io::Write;

use super::{Exit, ExplainArgs, Stop};
use crate::diagnostic::{Code, code};
use crate::error::Error;

pub fn run(args: &ExplainArgs) -> Result<Exit, Stop> {
    let mut output = anstream::stdout();
    let Some(wanted) = &args.code else {
        for code in code::ALL {
            writeln!(
                output,
                "{:<22} {}",
                code.name,
                code.page.lines().next().unwrap_or_default().trim()
            )?;
        }
        return Ok(Exit::Fine);
    };
    let Some(code) = Code::find(wanted) else {
        return Err(
            Error::Usage(format!("没有代号「{wanted}」；用 jianbao explain 列出全部代号")).into()
        );
    };
    writeln!(output, "{}\n", code.name)?;
    for line in code.page.lines() {
        writeln!(output, "{}", line.trim())?;
    }
    Ok(Exit::Fine)
}
