//! How long one issue may take, and that a crash while it is set concerns this issue only.
//!
//! Neither Tera nor Typst can be interrupted. So an issue is set on threads of its own, and whoever
//! wants it waits for so long and no longer. What is not done then is told, it gets no PDF, and its
//! threads are left to themselves; they end with the process. Only the files of `--keep-typ`, which
//! show how far it came, are written by them.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::time::Duration;

use super::Press;
use crate::diagnostic::{Checked, Diagnostic, code};
use crate::error::Error;
use crate::model::{IssueId, Limit};
use crate::read;

/// Stack of a thread that sets pages, in bytes: enough for the deepest text that is read.
const STACK: usize = 32 * 1024 * 1024;
/// How often an issue may go on without anybody waiting for it: each takes a core and memory that the
/// others lack.
const MOST_LEFT: usize = 4;
/// What makes an issue slow.
const LIKELY: &str = "多半是模板里循环太多，或有特别大的表格";
/// What to do about those that still go on.
const MEND_FIRST: &str = "先改正没有排完的那几期，再重新运行；预览要停止后重新打开";
/// How many there are in this process.
static LEFT: AtomicUsize = AtomicUsize::new(0);

impl Press {
    /// Does some work on an issue, with as many threads as this one's pool has, and waits for it as
    /// long as the house allows. The value is missing where it was not done by then.
    ///
    /// # Errors
    /// Those of the work, and [`Error::Threads`] when the system gives none.
    pub(super) fn in_time<T: Send + 'static>(
        &self,
        id: IssueId,
        work: impl FnOnce(&Self) -> Result<Checked<T>, Error> + Send + 'static,
    ) -> Result<Checked<T>, Error> {
        if LEFT.load(Ordering::SeqCst) >= MOST_LEFT {
            let message = format!("「{id}」没有排：前面有 {MOST_LEFT} 次没有按时排完，还占着机器");
            return self.unfinished(id, message, MEND_FIRST.to_owned());
        }
        let seconds = self.house.limits().time;
        let press = self.clone();
        let (sender, done) = mpsc::channel();
        // Set by the work when it is done and by whoever waits when he leaves: the second of them knows
        // of the other.
        let over = Arc::new(AtomicBool::new(false));
        let told = Arc::clone(&over);
        let pool = rayon::ThreadPoolBuilder::new()
            .num_threads(rayon::current_num_threads())
            .stack_size(STACK)
            .build()
            .map_err(|error| Error::Threads(error.to_string()))?;
        pool.spawn(move || {
            // Whoever has left does not listen.
            let _ = sender.send(guarded(id, || work(&press)));
            if told.swap(true, Ordering::SeqCst) {
                LEFT.fetch_sub(1, Ordering::SeqCst);
            }
        });
        let crashed = || Error::Crashed { issue: id.to_string() };
        match done.recv_timeout(Duration::from_secs(seconds.into())) {
            Ok(result) => result,
            Err(RecvTimeoutError::Timeout) => {
                LEFT.fetch_add(1, Ordering::SeqCst);
                if over.swap(true, Ordering::SeqCst) {
                    // It was done at the last moment.
                    LEFT.fetch_sub(1, Ordering::SeqCst);
                    return done.recv().unwrap_or_else(|_| Err(crashed()));
                }
                let message = format!("「{id}」排了 {seconds} 秒还没有排完，没有等下去");
                let help = format!("{LIKELY}；{}", Limit::TIME.remedy(seconds));
                self.unfinished(id, message, help)
            }
            Err(RecvTimeoutError::Disconnected) => Err(crashed()),
        }
    }

    /// What is told of an issue that was not set in time: that, and what is wrong with its files.
    fn unfinished<T>(
        &self,
        id: IssueId,
        message: String,
        help: String,
    ) -> Result<Checked<T>, Error> {
        let (folder, read) = self.read(id)?;
        let at = read::head_of(&self.house.workspace, &folder.path)?;
        let mut diagnostics = vec![Diagnostic::error(code::TOO_SLOW, message).at(at).help(help)];
        diagnostics.extend(read.diagnostics);
        Ok(Checked { value: None, diagnostics })
    }
}

/// Does some work for an issue; a crash is an error, for it concerns this issue only.
///
/// # Errors
/// Those of the work, and [`Error::Crashed`].
pub fn guarded<T>(id: IssueId, work: impl FnOnce() -> Result<T, Error>) -> Result<T, Error> {
    catch_unwind(AssertUnwindSafe(work))
        .unwrap_or_else(|_| Err(Error::Crashed { issue: id.to_string() }))
}
