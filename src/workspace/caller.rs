//! Who works on a workspace: what others are told of it who have to wait, and how one is told oneself.
//!
//! The library asks neither the system nor the clock for these; whoever runs it says who that is.

use std::time::SystemTime;

/// Who works on a workspace.
#[derive(Clone, Debug)]
pub struct Caller {
    /// The number of the process.
    pub process: u32,
    /// The name of the computer; empty where it is not known.
    pub host: String,
    /// The command, as it was typed.
    pub command: String,
    /// Told once, after a second, when somebody else has to finish first, and who that is where it
    /// is known.
    pub waiting: fn(Option<&Holder>),
}

/// Who holds what another one waits for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Holder {
    /// The number of the process.
    pub process: u32,
    /// The name of the computer; empty where it is not known.
    pub host: String,
    /// The command, as it was typed.
    pub command: String,
    /// Since when, by the clock of the disk.
    pub since: SystemTime,
}

/// The longest command that is kept, in characters.
const LONGEST: usize = 200;

impl Caller {
    /// Itself as the one line of a file.
    pub fn line(&self) -> String {
        let plain = |text: &str| -> String {
            text.chars().map(|c| if c.is_control() { ' ' } else { c }).take(LONGEST).collect()
        };
        format!("{}\t{}\t{}\n", self.process, plain(&self.host), plain(&self.command))
    }
}

impl Holder {
    /// What such a line says; none where somebody is just writing it, or it is something else.
    pub fn of_line(text: &str, since: SystemTime) -> Option<Self> {
        let (line, _) = text.split_once('\n')?;
        let mut parts = line.splitn(3, '\t');
        Some(Self {
            process: parts.next()?.parse().ok()?,
            host: parts.next()?.to_owned(),
            command: parts.next()?.to_owned(),
            since,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read() {
        let since = SystemTime::UNIX_EPOCH;
        for (host, command) in [("办公室-01", "jianbao import 来稿"), ("", "a\tb\nc"), ("h", "")]
        {
            let caller = Caller {
                process: 7,
                host: host.to_owned(),
                command: command.to_owned(),
                waiting: |_| {},
            };
            let read = Holder::of_line(&(caller.line() + "rest of a longer one"), since);
            let command = command.replace(['\t', '\n'], " ");
            let holder = Holder { process: 7, host: host.to_owned(), command, since };
            assert_eq!(read, Some(holder));
        }
        for text in ["", "7", "7\th\tc", "x\th\tc\n", "7\n"] {
            assert_eq!(Holder::of_line(text, since), None, "{text:?}");
        }
    }
}
