//! The Word copy of an issue (`.docx`): for leaders and offices who correct in Word or WPS.
//!
//! From the same model, Markdown tree and numbers as the PDF. Everything that an author wrote carries a
//! bookmark, so that what somebody changed in the copy finds its way back (see `merge`). Reads no file:
//! pictures are handed in. Faces are named, never embedded.

mod body;
mod copy;
mod figure;
mod head;
mod marks;
mod package;
mod page;
mod parts;
mod sheet;
mod styles;
mod table;
mod tail;
mod text;
mod track;
mod write;
mod xml;

pub use body::{flow_of, squeezed};
pub use copy::{Copy, Faces, Image, Since, Touch};
pub use figure::instead;
pub use marks::{BASE_PART, PROPERTY, digest, digits, entry_property, file_of, named, prefix};
pub use write::write;
