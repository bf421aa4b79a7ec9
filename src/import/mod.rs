//! Dispatches as they come in → entries: Word files, text, web pages, and archives of these.

pub mod document;
pub mod docx;
