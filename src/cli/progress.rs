//! A bar on the terminal while many issues are built.
//!
//! Where standard error is no terminal there is none, and what is printed is the same on every run.

use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};

use crate::batch::{Event, Outcome};
use crate::model::IssueId;

/// Up to this many issues there is no bar and no sum, and each has its line.
pub const FEW: usize = 3;

/// What the bar shows: how far, the issue under way, issues a second, the time left.
const TEMPLATE: &str = "{bar:24} {pos}/{len} 期　{msg}　每秒 {per_sec} 期　还需 {eta}";

/// The bar, or nothing.
pub struct Progress {
    bar: ProgressBar,
}

impl Progress {
    /// A bar for a batch of more than a few issues; hidden where standard error is no terminal.
    pub fn new(issues: usize) -> Self {
        let bar =
            if issues > FEW { ProgressBar::new(issues as u64) } else { ProgressBar::hidden() };
        if let Ok(style) = ProgressStyle::with_template(TEMPLATE) {
            bar.set_style(style.with_key("per_sec", per_second).with_key("eta", time_left));
        }
        bar.enable_steady_tick(Duration::from_millis(200));
        Self { bar }
    }

    /// Shows what happened.
    pub fn take(&self, event: &Event) {
        match event {
            Event::Planned { stale, .. } => self.plan(*stale),
            Event::Begun(id) => self.bar.set_message(id.spoken()),
            Event::Done(report) => {
                let fresh = matches!(report.outcome, Outcome::Fresh { .. });
                self.bar.inc(u64::from(!fresh));
            }
        }
    }

    /// How many issues there will be.
    pub fn plan(&self, issues: usize) {
        self.bar.set_length(issues as u64);
    }

    /// One more is done.
    pub fn done(&self, id: IssueId) {
        self.bar.set_message(id.spoken());
        self.bar.inc(1);
    }

    /// Whether somebody sees it.
    pub fn is_shown(&self) -> bool {
        !self.bar.is_hidden()
    }

    /// Lets `print` write to the terminal without the bar in its way.
    pub fn aside<T>(&self, print: impl FnOnce() -> T) -> T {
        self.bar.suspend(print)
    }

    /// Takes it away.
    pub fn finish(&self) {
        self.bar.finish_and_clear();
    }
}

fn per_second(state: &indicatif::ProgressState, out: &mut dyn std::fmt::Write) {
    let _ = write!(out, "{:.1}", state.per_sec());
}

fn time_left(state: &indicatif::ProgressState, out: &mut dyn std::fmt::Write) {
    let seconds = state.eta().as_secs();
    let _ = match seconds {
        0..60 => write!(out, "{seconds} 秒"),
        _ => write!(out, "{} 分 {} 秒", seconds / 60, seconds % 60),
    };
}
