//! Ending a batch early: what is being made is given up, what is being written is written.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};

/// A request to stop, shared between a batch and whoever may ask.
#[derive(Debug, Default)]
pub struct Interrupt {
    asked: AtomicBool,
    writing: RwLock<()>,
}

impl Interrupt {
    /// Asks: no further issue is begun.
    pub fn ask(&self) {
        self.asked.store(true, Ordering::SeqCst);
    }

    /// Whether somebody asked.
    pub fn is_asked(&self) -> bool {
        self.asked.load(Ordering::SeqCst)
    }

    /// Held by whoever is putting a file in its place.
    pub fn writing(&self) -> RwLockReadGuard<'_, ()> {
        self.writing.read().unwrap_or_else(PoisonError::into_inner)
    }

    /// Waits until nobody is putting a file in its place, and keeps everybody from beginning: the
    /// process can be ended then and leaves whole files only.
    pub fn wait(&self) -> RwLockWriteGuard<'_, ()> {
        self.writing.write().unwrap_or_else(PoisonError::into_inner)
    }
}
