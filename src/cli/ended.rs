//! How a command ended, and what the shell is told of it.

use std::io;
use std::process::ExitCode;

use crate::error::Error;

/// How a run ended; of several, the last named counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Exit {
    /// All is well, warnings aside.
    Fine,
    /// The author has something to mend.
    Findings,
    /// The tool could not do its work.
    Failure,
    /// Somebody pressed Ctrl-C.
    Interrupted,
}

impl Exit {
    /// What shells report of a process that Ctrl-C ended.
    const INTERRUPTED: u8 = 130;

    /// That of a run in which something failed, or in which there is something to mend.
    pub fn of(is_failed: bool, is_wrong: bool) -> Self {
        match (is_failed, is_wrong) {
            (true, _) => Self::Failure,
            (false, true) => Self::Findings,
            (false, false) => Self::Fine,
        }
    }

    /// The process's exit code.
    pub fn code(self) -> u8 {
        match self {
            Self::Fine => 0,
            Self::Findings => 1,
            Self::Failure => 2,
            Self::Interrupted => Self::INTERRUPTED,
        }
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit.code())
    }
}

/// Why a command ended early.
pub enum Stop {
    Error(Error),
    /// Standard output is closed or full.
    Output(io::Error),
}

impl From<Error> for Stop {
    fn from(error: Error) -> Self {
        Self::Error(error)
    }
}

impl From<io::Error> for Stop {
    fn from(error: io::Error) -> Self {
        Self::Output(error)
    }
}
