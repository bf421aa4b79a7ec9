//! What is written in several forms, for newer and older programs: which of them is read.

use super::xml::Element;

/// The namespaces that are understood here, by their customary prefixes.
const UNDERSTOOD: &[&str] = &[
    "w", "r", "m", "a", "c", "v", "o", "wp", "pic", "wps", "wpg", "wpc", "wne", "w10", "w14",
    "w15", "wp14", "a14", "c14",
];

/// Which child of `mc:AlternateContent` is read: the first choice of which all that it requires is
/// understood, or else what is there for everybody (ISO/IEC 29500-3, 7.6). `None` where no form can be
/// read.
pub fn chosen(element: &Element) -> Option<usize> {
    let is_read = |form: &Element| match form.name.as_str() {
        "mc:Choice" => {
            let required = form.attribute("Requires").unwrap_or_default();
            required.split_whitespace().all(|prefix| UNDERSTOOD.contains(&prefix))
        }
        "mc:Fallback" => true,
        _ => false,
    };
    element.children().position(is_read)
}

#[cfg(test)]
mod tests {
    use crate::import::docx::xml;

    #[test]
    fn the_first_form_that_is_understood() {
        let names = concat!(
            r#"xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" "#,
            r#"xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" "#,
            r#"xmlns:x="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" "#,
            r#"xmlns:new="http://example.com/new""#,
        );
        let read = |forms: &str| {
            let text =
                format!("<w:p {names}><mc:AlternateContent>{forms}</mc:AlternateContent></w:p>");
            let root = xml::parse(text.as_bytes()).expect("XML");
            root.children().map(|child| child.name.to_string()).collect::<Vec<_>>().join(" ")
        };
        let (a, b) = ("<w:a/>", "<w:b/>");
        let choice =
            |of: &str, inner: &str| format!(r#"<mc:Choice Requires="{of}">{inner}</mc:Choice>"#);
        let back = |inner: &str| format!("<mc:Fallback>{inner}</mc:Fallback>");
        // The prefix says nothing, its namespace does.
        assert_eq!(read(&(choice("x", a) + &back(b))), "w:a");
        assert_eq!(read(&(choice("new", a) + &back(b))), "w:b");
        assert_eq!(read(&(choice("x new", a) + &back(b))), "w:b");
        assert_eq!(read(&(choice("unbound", a) + &back(b))), "w:b");
        assert_eq!(read(&(choice("new", a) + &choice("w x", b) + &back("<w:c/>"))), "w:b");
        assert_eq!(read(&(choice("x", "") + &back(b))), "");
        assert_eq!(read(&choice("new", a)), "mc:AlternateContent");
        let inner = format!("<mc:AlternateContent>{}</mc:AlternateContent>", choice("x", b));
        assert_eq!(read(&back(&inner)), "w:b");
        assert_eq!(read(&choice("x", "<x:txbxContent/>")), "w:txbxContent");
    }
}
