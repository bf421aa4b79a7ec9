//! Lines that stay open, on which pages hear of changes: no more of them than leave room for
//! whoever comes next.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use tokio::sync::Notify;

/// All lines that are open, the oldest first.
#[derive(Debug)]
pub struct Lines {
    most: usize,
    open: Mutex<Open>,
}

#[derive(Debug, Default)]
struct Open {
    last: u64,
    lines: VecDeque<(u64, Arc<Notify>)>,
}

/// How often it is looked whether anybody is left.
const LOOK: Duration = Duration::from_secs(5);

/// A line, open until it is dropped.
#[derive(Debug)]
pub struct Line {
    lines: Arc<Lines>,
    number: u64,
    end: Arc<Notify>,
}

impl Lines {
    /// Lines for so many connections at a time: a quarter of these is for everything else.
    pub fn new(connections: usize) -> Arc<Self> {
        let most = (connections - connections / 4).max(1);
        Arc::new(Self { most, open: Mutex::default() })
    }

    /// Opens another one. Where there are too many, the oldest is asked to end.
    pub fn open(self: &Arc<Self>) -> Line {
        let mut open = self.lock();
        open.last += 1;
        let (number, end) = (open.last, Arc::new(Notify::new()));
        open.lines.push_back((number, Arc::clone(&end)));
        while open.lines.len() > self.most {
            if let Some((_, oldest)) = open.lines.pop_front() {
                oldest.notify_one();
            }
        }
        Line { lines: Arc::clone(self), number, end }
    }

    /// Notes that somebody is there without a line.
    pub fn seen(&self) {
        self.lock().last += 1;
    }

    /// Returns when no line was open, nor anybody seen, for so long; looks every few seconds.
    pub async fn left(&self, patience: Duration) {
        let mut last = (Instant::now(), 0);
        loop {
            tokio::time::sleep(LOOK.min(patience)).await;
            let open = self.lock();
            // Whoever came and went in between was here.
            if !open.lines.is_empty() || open.last != last.1 {
                last = (Instant::now(), open.last);
            } else if last.0.elapsed() >= patience {
                return;
            }
        }
    }

    fn lock(&self) -> MutexGuard<'_, Open> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Line {
    /// Returns when the line is to make room.
    pub async fn ends(&self) {
        self.end.notified().await;
    }
}

impl Drop for Line {
    fn drop(&mut self) {
        let mut open = self.lines.lock();
        // Numbers are in order.
        if let Ok(at) = open.lines.binary_search_by_key(&self.number, |(number, _)| *number) {
            open.lines.remove(at);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_oldest_makes_room() {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build();
        runtime.expect("a runtime").block_on(async {
            let lines = Lines::new(4);
            let [first, second, third] = [lines.open(), lines.open(), lines.open()];
            drop(second);
            let _fourth = lines.open();
            let soon = std::time::Duration::from_millis(20);
            assert!(tokio::time::timeout(soon, first.ends()).await.is_err(), "three have room");
            let _fifth = lines.open();
            assert!(tokio::time::timeout(soon, first.ends()).await.is_ok(), "the oldest goes");
            assert!(tokio::time::timeout(soon, third.ends()).await.is_err(), "and no other");
        });
    }
}
