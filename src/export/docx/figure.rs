//! Pictures: in a line, alone, beside each other, and beside a paragraph.

use std::fmt::Write;

use super::body::{Props, Writer, run};
use super::copy::Image;
use super::page::twips_of_mm;
use super::styles::Style;
use super::xml::escaped;
use crate::markdown::{Figure, FigureSide, FigureWidth, Figures, Look};

/// English Metric Units in a twentieth of a point (ISO/IEC 29500-1, 20.1.10.16).
const EMU: i64 = 635;
/// A pixel in twentieths of a point: 96 to the inch, whatever density a file states, as in the PDF.
const PIXEL: f64 = 15.0;

impl Writer<'_> {
    /// Pictures of a paragraph of their own.
    pub fn figures(&mut self, figures: &Figures, name: &str) {
        let mark = format!("{name}g{}", figures.number);
        let said: Vec<&str> = figures.figures.iter().map(|it| it.path.as_str()).collect();
        let said = said.join("\n");
        let before = self.before(0);
        match figures.figures.as_slice() {
            [figure] => {
                let runs = self.drawn(figure, self.width, self.highest(figure));
                let runs = self.marked(&mark, &said, &runs);
                let keep = !figure.caption.is_empty();
                self.paragraph(Style::Picture, &Props { keep, before, ..Props::default() }, &runs);
                if keep {
                    let name = format!("{name}k{}x1", figures.number);
                    let runs = self.caption(figure, &name);
                    self.paragraph(Style::Caption, &Props::default(), &runs);
                }
            }
            several => self.beside_each_other(several, &mark, &said, figures.number, name, before),
        }
    }

    /// A caption within its bookmark.
    fn caption(&mut self, figure: &Figure, name: &str) -> String {
        let runs = run(&Look::default(), &figure.caption);
        self.marked(name, &figure.caption, &runs)
    }

    fn beside_each_other(
        &mut self,
        figures: &[Figure],
        mark: &str,
        said: &str,
        number: usize,
        name: &str,
        before: i64,
    ) {
        let count = i64::try_from(figures.len()).unwrap_or(1).max(1);
        let each = self.width / count;
        let room = each - self.page.cell;
        let half = self.page.lines / 2 * self.page.row;
        if before > 0 {
            self.paragraph(Style::Normal, &Props { exact: Some(before), ..Props::default() }, "");
        }
        let mut out = format!(
            "<w:tbl><w:tblPr><w:tblW w:w=\"{}\" w:type=\"dxa\"/><w:jc w:val=\"center\"/>\
             <w:tblLayout w:type=\"fixed\"/></w:tblPr><w:tblGrid>",
            each * count
        );
        for _ in figures {
            let _ = write!(out, "<w:gridCol w:w=\"{each}\"/>");
        }
        out.push_str("</w:tblGrid><w:tr><w:trPr><w:cantSplit/></w:trPr>");
        for (index, figure) in figures.iter().enumerate() {
            let mut runs = self.drawn(figure, room, half);
            runs = match index {
                0 => self.marked(mark, said, &runs),
                // The first one stands for all of them.
                _ => self.marked(&format!("x_{mark}x{index}"), "", &runs),
            };
            let _ = write!(
                out,
                "<w:tc><w:tcPr><w:tcW w:w=\"{each}\" w:type=\"dxa\"/><w:vAlign w:val=\"bottom\"/></w:tcPr>\
                 <w:p><w:pPr><w:pStyle w:val=\"{}\"/></w:pPr>{runs}</w:p>",
                Style::Picture.id()
            );
            if !figure.caption.is_empty() {
                let runs = self.caption(figure, &format!("{name}k{number}x{}", index + 1));
                let style = Style::Caption.id();
                let _ =
                    write!(out, "<w:p><w:pPr><w:pStyle w:val=\"{style}\"/></w:pPr>{runs}</w:p>");
            }
            out.push_str("</w:tc>");
        }
        out.push_str("</w:tr></w:tbl>");
        self.put_table(&out);
    }

    /// The highest that a picture is set: three fifths of the 版心, unless its author gave it a width.
    fn highest(&self, figure: &Figure) -> i64 {
        let caption = if figure.caption.is_empty() { 0 } else { self.page.row };
        match figure.width {
            Some(_) => self.page.height() - caption,
            None => self.page.height() * 3 / 5 - caption,
        }
    }

    /// A picture in a line of text, one row high at most.
    pub fn in_line(&mut self, figure: &Figure) -> String {
        let high = (self.page.body * 20.0) as i64;
        self.drawn(figure, self.width, high)
    }

    /// A picture within a bound, as a run; its description where the copy has no such picture.
    fn drawn(&mut self, figure: &Figure, wide: i64, high: i64) -> String {
        let Some((name, image)) = self.medium(&figure.path) else { return missing(figure) };
        let (width, height) = self.sized(figure, &image, wide, high);
        let inside = self.graphic(figure, &name, width, height);
        format!(
            "<w:r><w:drawing><wp:inline distT=\"0\" distB=\"0\" distL=\"0\" distR=\"0\">{inside}\
             </wp:inline></w:drawing></w:r>"
        )
    }

    /// A picture at the side of the paragraph whose first run it is.
    pub fn floating(&mut self, figure: &Figure) -> String {
        let Some((name, image)) = self.medium(&figure.path) else { return missing(figure) };
        // It takes half of the text's width at most, and always leaves ten characters to the paragraph.
        let most = if figure.width.is_none() { self.width / 2 } else { self.width };
        let most = most.min((self.width - 11 * self.page.cell).max(self.width / 4));
        let (width, height) = self.sized(figure, &image, most, self.highest(figure));
        let side = if figure.side == Some(FigureSide::Left) { "left" } else { "right" };
        let inside = self.graphic(figure, &name, width, height);
        let gap = self.page.cell * EMU;
        let inside =
            inside.replacen("<wp:docPr", "<wp:wrapSquare wrapText=\"bothSides\"/><wp:docPr", 1);
        format!(
            "<w:r><w:drawing><wp:anchor distT=\"0\" distB=\"0\" distL=\"{gap}\" distR=\"{gap}\" \
             simplePos=\"0\" relativeHeight=\"251658240\" behindDoc=\"0\" locked=\"0\" layoutInCell=\"1\" \
             allowOverlap=\"0\"><wp:simplePos x=\"0\" y=\"0\"/><wp:positionH relativeFrom=\"margin\">\
             <wp:align>{side}</wp:align></wp:positionH><wp:positionV relativeFrom=\"paragraph\">\
             <wp:posOffset>0</wp:posOffset></wp:positionV>{inside}</wp:anchor></w:drawing></w:r>"
        )
    }

    /// How large a picture is: as its author wants it, or by its pixels, and within a bound.
    fn sized(&self, figure: &Figure, image: &Image, wide: i64, high: i64) -> (i64, i64) {
        let own = (image.pixels.0.max(1.0) * PIXEL, image.pixels.1.max(1.0) * PIXEL);
        let wanted = match figure.width {
            Some(FigureWidth::Millimetres(mm)) => twips_of_mm(mm) as f64 / own.0,
            Some(FigureWidth::Percent(percent)) => self.width as f64 * percent / 100.0 / own.0,
            None => 1.0,
        };
        let scale = wanted.min(wide as f64 / own.0).min(high as f64 / own.1);
        (((own.0 * scale) as i64).max(1), ((own.1 * scale) as i64).max(1))
    }

    fn graphic(&mut self, figure: &Figure, name: &str, width: i64, height: i64) -> String {
        let relation = self.relate("image", name.to_owned(), false);
        let id = self.next_id();
        let (width, height) = (width * EMU, height * EMU);
        let alt = escaped(&figure.alt);
        format!(
            "<wp:extent cx=\"{width}\" cy=\"{height}\"/><wp:docPr id=\"{id}\" name=\"图片 {id}\" \
             descr=\"{alt}\"/><wp:cNvGraphicFramePr><a:graphicFrameLocks noChangeAspect=\"1\"/>\
             </wp:cNvGraphicFramePr><a:graphic>\
             <a:graphicData uri=\"http://schemas.openxmlformats.org/drawingml/2006/picture\"><pic:pic>\
             <pic:nvPicPr><pic:cNvPr id=\"{id}\" name=\"图片 {id}\"/><pic:cNvPicPr/></pic:nvPicPr>\
             <pic:blipFill><a:blip r:embed=\"{relation}\"/><a:stretch><a:fillRect/></a:stretch>\
             </pic:blipFill><pic:spPr><a:xfrm><a:off x=\"0\" y=\"0\"/>\
             <a:ext cx=\"{width}\" cy=\"{height}\"/></a:xfrm><a:prstGeom prst=\"rect\"><a:avLst/>\
             </a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic>"
        )
    }
}

/// What stands in the place of a picture that Word cannot show.
pub fn instead(figure: &Figure) -> String {
    let name = figure.path.rsplit('/').next().unwrap_or_default();
    let said = if figure.alt.is_empty() { name } else { figure.alt.as_str() };
    format!("〔图：{said}〕")
}

fn missing(figure: &Figure) -> String {
    run(&Look::default(), &instead(figure))
}
