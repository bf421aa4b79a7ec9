//! The `jianbao` command; see [`jianbao::cli`].

use std::process::ExitCode;
use std::thread;

/// Stack of the thread that does the work, in bytes. The one that a program begins with has eight
/// megabytes on Linux, but one on Windows: too little for deeply nested text.
const STACK: usize = 8 << 20;

fn main() -> ExitCode {
    let run = || jianbao::cli::run(std::env::args_os());
    match thread::Builder::new().name("main".to_owned()).stack_size(STACK).spawn(run) {
        // What goes wrong there has been told by then.
        Ok(work) => work.join().unwrap_or(ExitCode::from(101)),
        // Where the system gives no thread, the first one has to do.
        Err(_) => run(),
    }
}
