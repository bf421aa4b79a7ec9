//! Who this process is, for those who have to wait for it, and what it says while it waits itself.

use std::io::Write;
use std::sync::Mutex;

use chrono::{DateTime, Local};

use crate::workspace::{Caller, Holder};

/// This process.
pub fn this() -> Caller {
    let words: Vec<String> =
        std::env::args_os().skip(1).map(|arg| arg.to_string_lossy().into_owned()).collect();
    Caller {
        process: std::process::id(),
        host: host(),
        command: format!("jianbao {}", words.join(" ")),
        waiting,
    }
}

/// The name of this computer; empty where the system does not tell.
fn host() -> String {
    let told = std::env::var("COMPUTERNAME").ok();
    let told = told.or_else(|| std::fs::read_to_string("/proc/sys/kernel/hostname").ok());
    let told = told.or_else(|| std::fs::read_to_string("/etc/hostname").ok());
    told.unwrap_or_default().trim().to_owned()
}

/// Says whom it waits for; the same is said once, however many threads wait.
fn waiting(holder: Option<&Holder>) {
    static SAID: Mutex<String> = Mutex::new(String::new());
    let whose = match holder {
        Some(holder) => {
            let since: DateTime<Local> = holder.since.into();
            let host = match holder.host.as_str() {
                "" => String::new(),
                host => format!("电脑「{host}」上的"),
            };
            format!(
                "{host}进程 {}（{}，{} 起）",
                holder.process,
                holder.command,
                since.format("%-m月%-d日 %H:%M:%S")
            )
        }
        None => "另一个 jianbao".to_owned(),
    };
    let line = format!("正在等{whose}把手上的做完，做完就接着做；不等了按 Ctrl-C");
    let Ok(mut said) = SAID.lock() else { return };
    if *said != line {
        // Where nobody can be told, the work goes on all the same.
        let _ = writeln!(crate::cli::output::stderr(), "{line}");
        *said = line;
    }
}
