//! One value of the layout, reached by its key.
//!
//! Knows no single value, and not what they are values of: they are rows of a table there.

/// The value of a setting of the page.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum PageValue {
    /// A count.
    Integer(u32),
    /// A length or a size, in the unit of its field.
    Number(f64),
    /// Yes or no.
    Bool(bool),
    /// One of a few words, in English.
    Word(&'static str),
}

/// A field of a layout `T`.
#[derive(Debug)]
pub struct Field<T> {
    /// Its key under `layout`, levels joined by a full stop.
    pub key: &'static str,
    /// What `settings.typ` calls it, a group before a full stop; `None` where the page is not set by it
    /// but by what the program makes of it.
    pub typst: Option<&'static str>,
    /// Typst's unit; empty for what is counted, and for words.
    pub unit: &'static str,
    /// What `settings.typ` is given.
    pub given: fn(&T) -> PageValue,
    /// Puts a value into the field; one of another sort changes nothing.
    pub set: fn(&mut T, PageValue),
}

/// What a field may be.
pub(super) trait Setting: Sized {
    fn value(self) -> PageValue;
    fn of(value: PageValue) -> Option<Self>;
}

macro_rules! setting {
    ($($kind:ty: $variant:ident),+) => {
        $(impl Setting for $kind {
            fn value(self) -> PageValue {
                PageValue::$variant(self)
            }

            fn of(value: PageValue) -> Option<Self> {
                match value {
                    PageValue::$variant(value) => Some(value),
                    _ => None,
                }
            }
        })+
    };
}

setting!(u32: Integer, f64: Number, bool: Bool);

/// A row: the field, its key, what `settings.typ` calls it, its unit there.
macro_rules! field {
    ($($path:ident).+ = $key:literal) => {
        field!(@ $($path).+, $key, None, "")
    };
    ($($path:ident).+ = $key:literal, $typst:literal) => {
        field!(@ $($path).+, $key, Some($typst), "")
    };
    ($($path:ident).+ = $key:literal, $typst:literal, $unit:literal) => {
        field!(@ $($path).+, $key, Some($typst), $unit)
    };
    (@ $($path:ident).+, $key:literal, $typst:expr, $unit:literal) => {
        Field {
            key: $key,
            typst: $typst,
            unit: $unit,
            given: |layout| layout.$($path).+.value(),
            set: |layout, value| {
                if let Some(value) = Setting::of(value) {
                    layout.$($path).+ = value;
                }
            },
        }
    };
}

pub(super) use field;
