//! Dispatches as they come in → entries: Word files, text, web pages, and archives of these.

pub mod clean;
pub mod document;
pub mod docx;
pub mod html;
pub mod recognise;
pub mod text;
