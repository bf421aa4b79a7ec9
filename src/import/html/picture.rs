//! Pictures of a page, from what lies beside it or stands in its address.

use scraper::ElementRef;

use super::address;
use super::look::Look;
use super::reader::Reader;
use crate::import::beside::{inline, is_inline};
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
        let wanted = address::wanted(element);
        let is_dot = width.is_some_and(|it| it < DOT) || height.is_some_and(|it| it < DOT);
        if is_dot && !wanted.is_lazy {
            return;
        }
        if look.is_unseen() {
            self.document.drop(Dropped::HiddenPicture);
            return;
        }
        let (width, height) = if is_dot { (None, None) } else { (width, height) };
        // The first that is there; what stands for it until it is loaded is none.
        let mut first = None;
        let mut found = None;
        for address in &wanted.addresses {
            if wanted.is_lazy && self.stand_ins.contains(address) {
                continue;
            }
            // The same one may stand in many places.
            let is_new = !self.pictures.contains_key(address);
            let known = match self.pictures.get(address) {
                Some(known) => known.clone(),
                None => self.fetch(address),
            };
            self.pictures.insert(address.clone(), known.clone());
            match known {
                Ok((index, done)) if !(wanted.is_lazy && self.is_dot(index)) => {
                    found = Some((index, if is_new { done } else { String::new() }));
                    break;
                }
                Ok(_) => {}
                Err(what) => first = first.or(Some(what)),
            }
        }
        let mut shown = Shown { width, height, ..Shown::default() };
        let Some((index, done)) = found else {
            let what = match first {
                Some(what) => what,
                None if wanted.is_lazy => "网页没有载入的图".to_owned(),
                // An empty place that no reader of the page sees.
                None if !address::is_described(element) => return,
                None => "没有地址的图".to_owned(),
            };
            let said = [what.as_str(), attribute("alt").trim()];
            let said: Vec<&str> = said.into_iter().filter(|it| !it.is_empty()).collect();
            self.document.drop_text(Dropped::Picture, &said.join("："));
            self.run(Run::of_picture(shown), look);
            return;
        };
        shown.content = Content::Picture(index);
        // A sign that has no width of its own is one by its pixels.
        let own = self.document.pictures.get(index).and_then(Picture::natural);
        if let Some((width, height)) = own.filter(|_| width.is_none() && height.is_none()) {
            let (width, height) = (Some(width), Some(height));
            let sign = Shown { width, height, ..shown.clone() };
            shown = if sign.is_small() { sign } else { shown };
        }
        let is_dot = shown.width < Some(DOT) && shown.height < Some(DOT) && shown.width.is_some();
        if !is_dot {
            if !done.is_empty() {
                self.document.drop_text(Dropped::Reworked, &done);
            }
            self.run(Run::of_picture(shown), look);
        }
    }

    /// Whether a picture that was fetched is a dot, in mm.
    fn is_dot(&self, index: usize) -> bool {
        let size = self.document.pictures.get(index).and_then(Picture::natural);
        size.is_some_and(|(width, height)| width < 1.0 && height < 1.0)
    }

    /// A picture by its address: its place among those of the document and what was done to it, or
    /// what it is that cannot be set.
    fn fetch(&mut self, address: &str) -> Result<(usize, String), String> {
        let bytes = match is_inline(address) {
            true => inline(address).ok_or("网页里的、不认得格式的图")?,
            false => {
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
