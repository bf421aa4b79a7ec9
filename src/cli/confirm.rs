//! Questions that are answered by 是 or 否, at a terminal only.

use std::io::{self, IsTerminal};

use super::import::ask_line;

/// Whether somebody is there to be asked.
pub fn is_possible() -> bool {
    io::stdin().is_terminal() && io::stderr().is_terminal()
}

/// Asks until it is answered; the end of input is a no.
pub fn yes(question: &str) -> io::Result<bool> {
    loop {
        match ask_line(&format!("{question}（是/否）"))?.as_deref() {
            Some("是" | "y" | "Y" | "yes") => return Ok(true),
            Some("否" | "n" | "N" | "no") | None => return Ok(false),
            Some(_) => {}
        }
    }
}
