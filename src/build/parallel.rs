//! One job for each issue, on all cores, results in the order asked for.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{self, Receiver, Sender};
use std::thread;

use super::Halt;
use crate::error::Error;
use crate::model::IssueId;
use crate::typeset::Typesetter;

/// Stack of a thread, in bytes: deeply nested text needs more than the two megabytes of a default.
const STACK: usize = 16 * 1024 * 1024;
/// How many issues long Typst remembers what it computed. Neighbours share templates and masthead
/// and nothing else, so more only costs memory.
const REMEMBERED: usize = 4;

/// What a job tells.
pub enum Step<R> {
    /// An issue is begun.
    Begun(IssueId),
    /// An issue is done, and all before it.
    Done(R),
}

/// Runs `job` for each issue, on `threads` threads (as many as there are cores where `None`), each
/// with an engine of its own: threads that took work from each other's issues would hold many half
/// set ones in memory. `step` is called on the calling thread. A job that gives `None` was stopped.
///
/// # Errors
/// [`Error::Threads`] when the system gives none.
pub fn each<R: Send>(
    ids: &[IssueId],
    threads: Option<usize>,
    halt: Option<&Halt>,
    job: impl Fn(IssueId) -> Option<R> + Sync,
    mut step: impl FnMut(Step<R>),
) -> Result<(), Error> {
    let threads = threads.unwrap_or_else(rayon::current_num_threads).max(1);
    let workers = threads.min(ids.len()).max(1);
    let mut pools = Vec::new();
    for _ in 0..workers {
        let pool = rayon::ThreadPoolBuilder::new()
            .num_threads((threads / workers).max(1))
            .stack_size(STACK)
            .build()
            .map_err(|error| Error::Threads(error.to_string()))?;
        pools.push(pool);
    }
    let next = AtomicUsize::new(0);
    let work = |sender: Sender<(usize, Step<R>)>| {
        while !halt.is_some_and(Halt::is_asked) {
            let index = next.fetch_add(1, Ordering::SeqCst);
            let Some(&id) = ids.get(index) else { return };
            // Whoever listens does so to the end.
            let _ = sender.send((index, Step::Begun(id)));
            let result = job(id);
            Typesetter::forget(REMEMBERED);
            let Some(result) = result else { return };
            let _ = sender.send((index, Step::Done(result)));
        }
    };
    let (sender, steps) = mpsc::channel();
    thread::scope(|scope| {
        for pool in pools {
            let (sender, work) = (sender.clone(), &work);
            scope.spawn(move || pool.install(|| work(sender)));
        }
        drop(sender);
        in_order(steps, &mut step);
    });
    Ok(())
}

/// Hands results on in the order of their issues, whichever thread is done first. Of a run that was
/// stopped, what is done is handed on, though one before it is not.
fn in_order<R>(steps: Receiver<(usize, Step<R>)>, step: &mut impl FnMut(Step<R>)) {
    let mut waiting = BTreeMap::new();
    let mut next = 0;
    for (index, event) in steps {
        match event {
            Step::Begun(_) => step(event),
            Step::Done(_) => {
                waiting.insert(index, event);
                while let Some(event) = waiting.remove(&next) {
                    step(event);
                    next += 1;
                }
            }
        }
    }
    waiting.into_values().for_each(step);
}
