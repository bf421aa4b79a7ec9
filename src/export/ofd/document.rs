//! What a file says of the document as a whole: its pages, faces, pictures, headings and attachments.

use super::faces::Faces;
use super::package::Package;
use super::particulars::Particulars;
use super::xml::{PLACES, Xml, physical_box};
use crate::typeset::{PictureFormat, Scene, SceneHeading, ScenePlace};

/// The identifiers of a document: whole numbers from 1, each given once.
#[derive(Default)]
pub struct Ids(u32);

impl Ids {
    /// The next one.
    pub fn next(&mut self) -> u32 {
        self.0 += 1;
        self.0
    }
}

/// The identifiers of what pages and other parts name.
pub struct Document {
    pages: Vec<u32>,
    /// Of the faces, by their places in the scene.
    pub faces: Vec<u32>,
    /// Of the pictures, by their places in the scene.
    pub pictures: Vec<u32>,
}

/// Readers of records take a file for text by this ending, whatever is in it.
const TEXT: &str = "txt";

impl Document {
    /// Gives identifiers to all that is named from elsewhere.
    pub fn new(scene: &Scene, faces: &Faces, ids: &mut Ids) -> Self {
        let mut some = |count: usize| (0..count).map(|_| ids.next()).collect();
        Self {
            pages: some(scene.pages.len()),
            faces: some(faces.len()),
            pictures: some(scene.pictures.len()),
        }
    }

    /// A place that something leads to.
    pub fn destination(&self, place: ScenePlace, xml: &mut Xml) {
        let Some(page) = self.pages.get(place.page).or(self.pages.last()) else { return };
        xml.open("Actions").open("Action").attribute("Event", "CLICK").open("Goto");
        xml.open("Dest").attribute("Type", "XYZ").id("PageID", *page);
        xml.numbers("Left", &[place.x], PLACES).numbers("Top", &[place.y], PLACES);
        xml.numbers("Zoom", &[0.0], 0);
        xml.close().close().close().close();
    }

    /// Writes everything but the pages and the head.
    pub fn write(
        &self,
        scene: &Scene,
        about: &Particulars,
        faces: Faces,
        ids: &mut Ids,
        package: &mut Package,
    ) {
        let attachments: Vec<(u32, &(String, Vec<u8>))> =
            about.attachments.iter().map(|file| (ids.next(), file)).collect();
        package.text("Doc_0/Document.xml", self.root(scene, &attachments, ids));
        self.fonts(faces, package);
        self.pictures(scene, package);
        if !attachments.is_empty() {
            attach(&attachments, package);
        }
    }

    fn root(&self, scene: &Scene, attachments: &[(u32, &(String, Vec<u8>))], ids: &Ids) -> Vec<u8> {
        let mut xml = Xml::new("Document");
        xml.open("CommonData");
        xml.element("MaxUnitID", &ids.0.to_string());
        let first = scene.pages.first().map_or((210.0, 297.0), |page| (page.width, page.height));
        xml.open("PageArea");
        physical_box(first, &mut xml);
        xml.close();
        xml.element("PublicRes", "PublicRes.xml");
        if !self.pictures.is_empty() {
            xml.element("DocumentRes", "DocumentRes.xml");
        }
        xml.close();
        xml.open("Pages");
        for (index, id) in self.pages.iter().enumerate() {
            let path = format!("Pages/Page_{index}/Content.xml");
            xml.open("Page").id("ID", *id).attribute("BaseLoc", &path).close();
        }
        xml.close();
        if !scene.headings.is_empty() {
            xml.open("Outlines");
            self.outline(&scene.headings, &mut xml);
            xml.close();
        }
        if !attachments.is_empty() {
            xml.element("Attachments", "Attachs/Attachments.xml");
        }
        xml.finish()
    }

    /// Headings, each within the one before it that is of a higher level.
    fn outline(&self, headings: &[SceneHeading], xml: &mut Xml) {
        let mut open: Vec<usize> = Vec::new();
        for (index, heading) in headings.iter().enumerate() {
            while open.last().is_some_and(|level| *level >= heading.level) {
                open.pop();
                xml.close();
            }
            let below = headings[index + 1..].iter().take_while(|it| it.level > heading.level);
            xml.open("OutlineElem").attribute("Title", &heading.title);
            xml.attribute("Count", &below.count().to_string());
            self.destination(heading.place, xml);
            open.push(heading.level);
        }
        for _ in open {
            xml.close();
        }
    }

    fn fonts(&self, faces: Faces, package: &mut Package) {
        let mut xml = Xml::new("Res");
        xml.attribute("BaseLoc", "Res");
        if !self.faces.is_empty() {
            xml.open("Fonts");
        }
        for (id, face) in self.faces.iter().zip(faces.into_cut()) {
            // Outlines of PostScript have a mark of their own at the head of the file.
            let ending = if face.bytes.starts_with(b"OTTO") { "otf" } else { "ttf" };
            let file = format!("font_{id}.{ending}");
            xml.open("Font").id("ID", *id);
            xml.attribute("FontName", &face.name).attribute("FamilyName", &face.stand_in);
            xml.element("FontFile", &file).close();
            package.text(&format!("Doc_0/Res/{file}"), face.bytes);
        }
        package.text("Doc_0/PublicRes.xml", xml.finish());
    }

    fn pictures(&self, scene: &Scene, package: &mut Package) {
        if self.pictures.is_empty() {
            return;
        }
        let mut xml = Xml::new("Res");
        xml.attribute("BaseLoc", "Res").open("MultiMedias");
        for (id, picture) in self.pictures.iter().zip(&scene.pictures) {
            let (kind, ending) = match picture.format {
                PictureFormat::Png => ("PNG", "png"),
                PictureFormat::Jpeg => ("JPEG", "jpg"),
            };
            let file = format!("image_{id}.{ending}");
            xml.open("MultiMedia").id("ID", *id);
            xml.attribute("Type", "Image").attribute("Format", kind);
            xml.element("MediaFile", &file).close();
            package.packed(&format!("Doc_0/Res/{file}"), picture.bytes.clone());
        }
        package.text("Doc_0/DocumentRes.xml", xml.finish());
    }
}

/// Texts that go with a document; archives take no other files (GB/T 42133).
fn attach(files: &[(u32, &(String, Vec<u8>))], package: &mut Package) {
    let mut xml = Xml::new("Attachments");
    for (id, (path, bytes)) in files {
        let file = format!("attach_{id}.{TEXT}");
        xml.open("Attachment").id("ID", *id);
        xml.attribute("Name", &format!("{path}.{TEXT}")).attribute("Format", TEXT);
        xml.element("FileLoc", &file).close();
        package.text(&format!("Doc_0/Attachs/{file}"), bytes.clone());
    }
    package.text("Doc_0/Attachs/Attachments.xml", xml.finish());
}
