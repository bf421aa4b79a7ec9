//! Pictures of a page, from what lies beside it.

use scraper::ElementRef;

use super::look::Look;
use super::reader::Reader;
use crate::import::document::{Dropped, Picture, Run, Shown};

impl Reader<'_, '_> {
    /// A picture where it stands, or a mark that it is missing.
    pub(super) fn image(&mut self, element: ElementRef<'_>, look: &Look) {
        let address = element.value().attr("src").unwrap_or_default();
        // The same one may stand in many places.
        let index = match self.pictures.get(address) {
            Some(index) => *index,
            None => {
                let room = |picture: &Picture| picture.bytes.len() <= self.left;
                let picture = (self.beside)(address).and_then(Picture::of).filter(room);
                let index = picture.map(|picture| {
                    self.left -= picture.bytes.len();
                    self.document.pictures.push(picture);
                    self.document.pictures.len() - 1
                });
                self.pictures.insert(address.to_owned(), index);
                index
            }
        };
        match index {
            Some(picture) => {
                let shown = Shown { picture, width: None };
                self.run(Run::of_picture(shown), look);
            }
            None => {
                self.document.drop(Dropped::Object);
                self.text("【待补：此处原有图片】", &Look { align: look.align, ..Look::default() });
            }
        }
    }
}
