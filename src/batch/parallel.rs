//! One job for each issue, on all cores, results in the order asked for.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::mpsc::{self, Receiver, Sender};
use std::sync::{Condvar, Mutex, PoisonError};
use std::thread;
use std::time::Duration;

use super::Interrupt;
use crate::error::Error;
use crate::model::IssueId;
use crate::typeset::Typesetter;

/// Stack of a thread, in bytes: deeply nested text needs more than the two megabytes of a default.
const STACK: usize = 16 * 1024 * 1024;
/// How many issues long Typst remembers what it computed. Neighbours share templates and masthead
/// and nothing else, so more only costs memory.
const REMEMBERED: usize = 4;

/// How many results may wait for the one before them.
#[derive(Clone, Copy, Debug)]
pub struct Ahead(pub usize);

impl Ahead {
    /// As many as there are: they are small.
    pub const ANY: Self = Self(usize::MAX);
    /// Whole issues wait, with their pages: memory must not grow with their number.
    pub const FEW: Self = Self(16);
}

/// How many results were handed on, for those who may not run far ahead of it.
#[derive(Default)]
struct Progress {
    done: Mutex<usize>,
    changed: Condvar,
    /// Whether a job broke off: nobody waits for its result.
    broken: AtomicBool,
}

impl Progress {
    /// How long whoever waits looks away from Ctrl-C.
    const LOOK: Duration = Duration::from_millis(50);

    fn advance(&self) {
        *self.done.lock().unwrap_or_else(PoisonError::into_inner) += 1;
        self.changed.notify_all();
    }

    /// Waits until an issue is not too far ahead.
    fn wait(&self, index: usize, ahead: Ahead, interrupt: Option<&Interrupt>) {
        let mut done = self.done.lock().unwrap_or_else(PoisonError::into_inner);
        while index >= done.saturating_add(ahead.0)
            && !self.broken.load(Ordering::SeqCst)
            && !interrupt.is_some_and(Interrupt::is_asked)
        {
            let waited = self.changed.wait_timeout(done, Self::LOOK);
            done = waited.unwrap_or_else(PoisonError::into_inner).0;
        }
    }
}

/// Notes when a job breaks off.
struct Watch<'p>(&'p Progress);

impl Drop for Watch<'_> {
    fn drop(&mut self) {
        if thread::panicking() {
            self.0.broken.store(true, Ordering::SeqCst);
        }
    }
}

/// What a job tells.
pub enum Step<R> {
    /// An issue is begun.
    Begun(IssueId),
    /// An issue is done, and all before it.
    Done(R),
}

/// Runs `job` for each issue, on `threads` threads (as many as there are cores where `None`), each
/// with an engine of its own: threads that took work from each other's issues would hold many half
/// set ones in memory. No result is further `ahead` of those handed on. `step` is called on the calling thread. A job that gives `None` was stopped.
///
/// # Errors
/// [`Error::Threads`] when the system gives none.
pub fn each<R: Send>(
    ids: &[IssueId],
    threads: Option<usize>,
    interrupt: Option<&Interrupt>,
    ahead: Ahead,
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
    let progress = Progress::default();
    let work = |sender: Sender<(usize, Step<R>)>| {
        let _watch = Watch(&progress);
        while !interrupt.is_some_and(Interrupt::is_asked) {
            let index = next.fetch_add(1, Ordering::SeqCst);
            let Some(&id) = ids.get(index) else { return };
            progress.wait(index, ahead, interrupt);
            if interrupt.is_some_and(Interrupt::is_asked) {
                return;
            }
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
        in_order(steps, &mut |event: Step<R>| {
            let is_done = matches!(event, Step::Done(_));
            step(event);
            if is_done {
                progress.advance();
            }
        });
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::IssueNumber;

    #[test]
    fn nobody_runs_far_ahead_of_what_was_handed_on() {
        let ids: Vec<IssueId> =
            (1..=60).map(|n| IssueId { year: 2024, number: IssueNumber::Regular(n) }).collect();
        let (begun, handed) = (AtomicUsize::new(0), AtomicUsize::new(0));
        let farthest = Mutex::new(0);
        let job = |id: IssueId| {
            // The one at hand counts as begun, and the one that is being handed on is not done.
            let ahead = begun.fetch_add(1, Ordering::SeqCst) + 1 - handed.load(Ordering::SeqCst);
            let mut most = farthest.lock().expect("sound");
            *most = ahead.max(*most);
            Some(id)
        };
        let mut done = Vec::new();
        each(&ids, Some(4), None, Ahead::FEW, job, |step| {
            if let Step::Done(id) = step {
                thread::sleep(Duration::from_millis(2));
                handed.fetch_add(1, Ordering::SeqCst);
                done.push(id);
            }
        })
        .expect("threads");
        assert_eq!(done, ids);
        let most = *farthest.lock().expect("sound");
        assert!(most <= Ahead::FEW.0 + 5, "{most}");
    }
}
