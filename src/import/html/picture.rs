//! Pictures of a page, from what lies beside it or stands in its address.

use base64::prelude::{BASE64_STANDARD, Engine as _};
use scraper::ElementRef;

use super::look::Look;
use super::reader::Reader;
use crate::import::document::{Content, Dropped, Picture, Run, Shown};
use crate::import::pictures::bytes::{Shape, settable};
use crate::import::pictures::lengths;

impl Reader<'_, '_> {
    /// A picture where it stands, or a gap where it is missing.
    pub(super) fn image(&mut self, element: ElementRef<'_>, look: &Look) {
        let attribute = |name: &str| element.value().attr(name).unwrap_or_default();
        let length = |name: &str| {
            let own = lengths::property(attribute("style"), name).unwrap_or(attribute(name));
            lengths::of(own, "px")
        };
        let (width, height) = (length("width"), length("height"));
        // What counts readers is seen by none.
        const DOT: f32 = 1.0;
        if width.is_some_and(|it| it < DOT) || height.is_some_and(|it| it < DOT) {
            return;
        }
        let address = match attribute("src").trim() {
            "" => attribute("data-src").trim(),
            address => address,
        };
        if address.is_empty() {
            return;
        }
        // The same one may stand in many places.
        let known = match self.pictures.get(address) {
            Some(known) => known.clone(),
            None => self.fetch(address),
        };
        let mut shown = Shown { width, height, ..Shown::default() };
        let told = match &known {
            Ok((index, done)) => {
                shown.content = Content::Picture(*index);
                // A sign that has no width of its own is one by its pixels.
                let own = self.document.pictures.get(*index).and_then(Picture::natural);
                if let Some((width, height)) = own.filter(|_| width.is_none() && height.is_none()) {
                    let (width, height) = (Some(width), Some(height));
                    let sign = Shown { width, height, ..shown.clone() };
                    shown = if sign.is_small() { sign } else { shown };
                }
                (Dropped::Reworked, done.clone())
            }
            Err(what) => {
                let said = [what.as_str(), attribute("alt").trim()];
                let said: Vec<&str> = said.into_iter().filter(|it| !it.is_empty()).collect();
                (Dropped::Picture, said.join("："))
            }
        };
        let is_dot = shown.width < Some(DOT) && shown.height < Some(DOT) && shown.width.is_some();
        if !is_dot {
            let is_new = !self.pictures.contains_key(address);
            if known.is_err() || (is_new && !told.1.is_empty()) {
                self.document.drop_text(told.0, &told.1);
            }
            self.run(Run::of_picture(shown), look);
        }
        self.pictures.insert(address.to_owned(), known);
    }

    /// A picture by its address: its place among those of the document and what was done to it, or
    /// what it is that cannot be set.
    fn fetch(&mut self, address: &str) -> Result<(usize, String), String> {
        let bytes = match address.strip_prefix("data:") {
            Some(inline) => {
                let packed = inline.split_once(";base64,").map(|(_, packed)| packed);
                let packed = packed.map(|it| it.split_ascii_whitespace().collect::<String>());
                let bytes = packed.and_then(|packed| BASE64_STANDARD.decode(packed).ok());
                bytes.ok_or("网页里的、不认得格式的图")?
            }
            None => {
                let is_outside = address.starts_with("http") || address.starts_with("//");
                let missing = if is_outside {
                    "网上的图，没有存下来"
                } else {
                    "旁边没有的图"
                };
                (self.beside)(address).ok_or(missing)?
            }
        };
        let settable = settable(bytes, Shape::default(), None, &mut self.pixels)?;
        let length = settable.picture.bytes.len();
        self.left = self.left.checked_sub(length).ok_or("太大的图")?;
        self.document.pictures.push(settable.picture);
        Ok((self.document.pictures.len() - 1, settable.done))
    }
}
