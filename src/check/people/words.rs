//! Words about posts that several rules look for.

use crate::check::lists::words;

/// Posts of leaders, as they stand before their names and behind them.
pub const POSTS: &[&str] = words!("words.txt", "POSTS");

/// Who says this before a post speaks of another time, or of another post.
pub const OTHERWISE: &[char] = &['原', '前', '任', '副', '代', '兼', '总', '名', '助'];
