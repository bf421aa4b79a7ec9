//! Formulas of the equation editor (OMML) → one line of text, where such a line says the same.

use super::formula::Line;
use super::xml::Element;
use super::xml::words;
use crate::import::document::{Dropped, Script};
use crate::import::symbols::Faces;

/// What revisions deleted in a formula or put into it, in its words.
pub type Revised = Vec<(Dropped, String)>;

/// The line of `m:oMath` or `m:oMathPara`; `None` where no line says it.
pub fn line(formula: &Element, revised: &mut Revised) -> Option<Line> {
    let mut line = Line::default();
    add(formula, &mut line, revised)?;
    Some(line)
}

/// Adds all that stands in an element.
fn add(parent: &Element, line: &mut Line, revised: &mut Revised) -> Option<()> {
    let part = |element: &Element, name: &str, revised: &mut Revised| match element.child(name) {
        Some(part) => self::line(part, revised),
        None => Some(Line::default()),
    };
    let mut formulas = 0;
    for element in parent.children() {
        if is_deleted(element) {
            revised.push((Dropped::Deletion, words(element)));
            continue;
        }
        match element.name.as_str() {
            "m:oMath" => {
                // One below the other.
                if formulas > 0 && !line.text().ends_with('\n') {
                    line.add("\n", Script::Line)?;
                }
                formulas += 1;
                add(element, line, revised)?;
            }
            "m:r" | "w:r" => run(element, line, revised)?,
            "m:f" if element.at(&["m:fPr", "m:type"]).is_none_or(is_with_bar) => {
                let (above, below) =
                    (part(element, "m:num", revised)?, part(element, "m:den", revised)?);
                line.fraction(above, below)?;
            }
            "m:sSup" => {
                line.append(part(element, "m:e", revised)?)?;
                line.script(part(element, "m:sup", revised)?, Script::Raised)?;
            }
            "m:sSub" => {
                line.append(part(element, "m:e", revised)?)?;
                line.script(part(element, "m:sub", revised)?, Script::Lowered)?;
            }
            "m:sSubSup" => {
                line.append(part(element, "m:e", revised)?)?;
                line.script(part(element, "m:sub", revised)?, Script::Lowered)?;
                line.script(part(element, "m:sup", revised)?, Script::Raised)?;
            }
            "m:sPre" => {
                line.script(part(element, "m:sub", revised)?, Script::Lowered)?;
                line.script(part(element, "m:sup", revised)?, Script::Raised)?;
                line.append(part(element, "m:e", revised)?)?;
            }
            "m:d" => bracketed(element, line, revised)?,
            "m:box" | "m:e" => add(element.child("m:e").unwrap_or(element), line, revised)?,
            "w:ins" | "w:moveTo" => {
                revised.push((Dropped::Insertion, words(element)));
                add(element, line, revised)?;
            }
            "w:hyperlink" | "w:smartTag" | "w:customXml" => add(element, line, revised)?,
            // Properties, bookmarks, marks of spelling.
            name if name.ends_with("Pr") || !name.starts_with("m:") => {}
            _ => return None,
        }
    }
    Some(())
}

/// The characters of a run, and its breaks.
fn run(run: &Element, line: &mut Line, revised: &mut Revised) -> Option<()> {
    for element in run.children() {
        match element.name.as_str() {
            // Within a formula, revisions stand in the run that they are about.
            "w:ins" | "w:moveTo" => {
                revised.push((Dropped::Insertion, words(element)));
                self::run(element, line, revised)?;
            }
            "w:del" | "w:moveFrom" => revised.push((Dropped::Deletion, words(element))),
            "m:t" | "w:t" => line.add(&element.text(), Script::Line)?,
            "w:br" | "w:cr" => line.add("\n", Script::Line)?,
            "w:tab" => line.add("\t", Script::Line)?,
            "w:sym" => {
                let mut is_known = true;
                let faces = Faces::default();
                let sign = super::run::symbol(element, &faces, &mut |_| is_known = false);
                if !is_known {
                    return None;
                }
                line.add(sign.encode_utf8(&mut [0; 4]), Script::Line)?;
            }
            "w:drawing" | "w:pict" | "w:object" => return None,
            _ => {}
        }
    }
    Some(())
}

/// What stands in brackets of any sort, with signs between its parts.
fn bracketed(element: &Element, line: &mut Line, revised: &mut Revised) -> Option<()> {
    let sign = |name: &str, default: &'static str| {
        let own = element.child("m:dPr").and_then(|it| it.child(name));
        own.map_or(default, |own| own.attribute("m:val").unwrap_or_default()).to_owned()
    };
    line.add(&sign("m:begChr", "("), Script::Line)?;
    for (at, inner) in element.children().filter(|child| child.name == "m:e").enumerate() {
        if at > 0 {
            line.add(&sign("m:sepChr", "|"), Script::Line)?;
        }
        line.append(self::line(inner, revised)?)?;
    }
    line.add(&sign("m:endChr", ")"), Script::Line)
}

fn is_with_bar(kind: &Element) -> bool {
    kind.attribute("m:val") != Some("noBar")
}

/// Whether a part was deleted in a revision: by an element around it, by its run, by its frame.
fn is_deleted(element: &Element) -> bool {
    let is_mark = |name: &str| matches!(name, "w:del" | "w:moveFrom");
    let marks = |look: &Element| look.children().any(|mark| is_mark(&mark.name));
    let of_run = || {
        element.name == "m:r"
            && element
                .children()
                .any(|look| matches!(look.name.as_str(), "w:rPr" | "m:rPr") && marks(look))
    };
    // m:fPr of m:f, and so on.
    let of_frame = || {
        let frame =
            element.children().find(|it| it.name.starts_with("m:") && it.name.ends_with("Pr"));
        let control = frame.and_then(|it| it.child("m:ctrlPr"));
        control.is_some_and(|it| marks(it) || it.child("w:rPr").is_some_and(marks))
    };
    is_mark(&element.name) || of_run() || (element.name != "m:r" && of_frame())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::docx::xml;

    fn read(inner: &str) -> String {
        let text = format!(
            r#"<m:oMath xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">{inner}</m:oMath>"#
        );
        let mut revised = Vec::new();
        let line = line(&xml::parse(text.as_bytes()).expect("XML"), &mut revised);
        let shown = line.map_or("—".to_owned(), |line| {
            let pieces = line.pieces.iter().map(|(text, script)| match script {
                Script::Line => text.clone(),
                Script::Raised => format!("^{text}"),
                Script::Lowered => format!("_{text}"),
            });
            pieces.collect()
        });
        let told = revised.iter().map(|(what, said)| match what {
            Dropped::Deletion => format!(" 删{said}"),
            _ => format!(" 添{said}"),
        });
        shown + &told.collect::<String>()
    }

    fn run(text: &str) -> String {
        format!("<m:r><m:t>{text}</m:t></m:r>")
    }

    fn fraction(above: &str, below: &str) -> String {
        format!("<m:f><m:num>{above}</m:num><m:den>{below}</m:den></m:f>")
    }

    #[test]
    fn formulas_that_a_line_says() {
        let (a, b) = (run("已完成"), run("总任务"));
        assert_eq!(read(&(run("K=") + &fraction(&a, &b) + &run("×100%"))), "K=已完成/总任务×100%");
        let sup = |base: &str, up: &str| {
            format!("<m:sSup><m:sSupPr/><m:e>{base}</m:e><m:sup>{up}</m:sup></m:sSup>")
        };
        assert_eq!(read(&sup(&run("x"), &run("2"))), "x^2");
        let sub = |base: &str, down: &str| {
            format!("<m:sSub><m:e>{base}</m:e><m:sub>{down}</m:sub></m:sSub>")
        };
        assert_eq!(read(&(sub(&run("H"), &run("2")) + &run("O"))), "H_2O");
        let both = "<m:sSubSup><m:e><m:r><m:t>x</m:t></m:r></m:e><m:sub><m:r><m:t>1</m:t></m:r></m:sub><m:sup><m:r><m:t>2</m:t></m:r></m:sup></m:sSubSup>";
        assert_eq!(read(both), "x_1^2");
        let bracket = format!(
            "<m:d><m:dPr><m:begChr m:val=\"[\"/><m:endChr m:val=\"]\"/></m:dPr><m:e>{}</m:e></m:d>",
            run("a+b")
        );
        assert_eq!(read(&bracket), "[a+b]");
        assert_eq!(read(&format!("<m:d><m:e>{}</m:e></m:d>", run("a+b"))), "(a+b)");
        assert_eq!(read(""), "");
    }

    #[test]
    fn formulas_that_no_line_says() {
        let half = fraction(&run("1"), &run("2"));
        for inner in [
            fraction(&run("a+b"), &run("c")),
            fraction(&half, &run("3")),
            run("2") + &half,
            half.clone() + &run("3"),
            half.replace("<m:num>", "<m:fPr><m:type m:val=\"noBar\"/></m:fPr><m:num>"),
            format!("<m:rad><m:deg/><m:e>{}</m:e></m:rad>", run("2")),
            format!("<m:nary><m:e>{}</m:e></m:nary>", run("x")),
            format!("<m:m><m:mr><m:e>{}</m:e></m:mr></m:m>", run("1")),
            format!("<m:acc><m:e>{}</m:e></m:acc>", run("x")),
            format!("<m:d><m:e><m:eqArr><m:e>{}</m:e></m:eqArr></m:e></m:d>", run("x")),
        ] {
            assert_eq!(read(&inner), "—", "{inner}");
        }
    }

    #[test]
    fn deletions_in_formulas() {
        let del = "<w:del w:id=\"1\"><m:r><m:t>旧</m:t></m:r></w:del>";
        assert_eq!(read(&(run("x=") + del + &run("1"))), "x=1 删旧");
        let own = "<m:r><w:rPr><w:del w:id=\"1\"/></w:rPr><m:t>5</m:t></m:r>";
        assert_eq!(read(&(run("x=") + own + &run("1"))), "x=1 删5");
        let ctrl = "<m:f><m:fPr><m:ctrlPr><w:del w:id=\"1\"/></m:ctrlPr></m:fPr><m:num><m:r><m:t>1</m:t></m:r></m:num><m:den><m:r><m:t>2</m:t></m:r></m:den></m:f>";
        assert_eq!(read(&(run("x") + ctrl)), "x 删12");
        let inner = format!("<w:ins w:id=\"1\">{}</w:ins>", run("7"));
        assert_eq!(read(&inner), "7 添7");
        let mark =
            |name: &str| format!("<m:r><w:{name} w:id=\"1\"><w:rPr/><m:t>2</m:t></w:{name}></m:r>");
        assert_eq!(read(&(run("A=") + &mark("ins") + &run("πr"))), "A=2πr 添2");
        assert_eq!(read(&(run("A=") + &mark("del") + &run("πr"))), "A=πr 删2");
    }
}
