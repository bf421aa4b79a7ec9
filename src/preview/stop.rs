//! When a server ends.

use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use futures_util::future::select;
use tokio::sync::Notify;

use super::lines::Lines;

/// Ends a preview.
#[derive(Clone, Debug, Default)]
pub struct Stop(Arc<Notify>);

impl Stop {
    /// Asks the preview to end; it does so within a second.
    pub fn ask(&self) {
        self.0.notify_one();
    }
}

/// Returns when somebody asks for the end, or nobody has looked for so long.
pub async fn ended(stop: &Stop, lines: &Lines, left: Option<Duration>) {
    let asked = stop.0.notified();
    match left {
        Some(patience) => {
            select(pin!(asked), pin!(lines.left(patience))).await;
        }
        None => asked.await,
    }
}
