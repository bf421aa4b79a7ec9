//! The controls of a form, as they stand on the page: ticked, chosen, filled in.

use scraper::{ElementRef, Selector};

/// What a control shows, and what it shows nobody.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Control {
    /// Its text on the page.
    pub shown: String,
    /// What it offers beside that: other choices, the words of a button.
    pub left_out: Vec<String>,
}

/// The names of elements that are controls.
pub fn is_control(name: &str) -> bool {
    ["input", "select", "button", "meter", "progress"].contains(&name)
}

/// What a control shows.
pub fn read(element: ElementRef<'_>) -> Control {
    let attr = |name: &str| element.attr(name).unwrap_or_default().to_owned();
    let words = |element: ElementRef<'_>| {
        let text: String = element.text().collect();
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    let shown = |shown: &str| Control { shown: shown.to_owned(), ..Control::default() };
    let left_out = |words: String| Control {
        left_out: Some(words).into_iter().filter(|it| !it.trim().is_empty()).collect(),
        ..Control::default()
    };
    match element.value().name() {
        "button" => left_out(words(element)),
        "select" => {
            let Ok(options) = Selector::parse("option") else { return Control::default() };
            let all: Vec<ElementRef<'_>> = element.select(&options).collect();
            let mut chosen: Vec<usize> =
                (0..all.len()).filter(|at| all[*at].attr("selected").is_some()).collect();
            if element.attr("multiple").is_none() {
                // The last that is marked counts; without a mark the first is shown.
                chosen =
                    chosen.last().copied().or((!all.is_empty()).then_some(0)).into_iter().collect();
            }
            let label = |option: &ElementRef<'_>| match words(*option) {
                words if words.is_empty() => option.attr("label").unwrap_or_default().to_owned(),
                words => words,
            };
            let shown = chosen.iter().map(|at| label(&all[*at])).collect::<Vec<_>>().join("、");
            let others = (0..all.len()).filter(|at| !chosen.contains(at)).map(|at| label(&all[at]));
            Control { shown, left_out: others.filter(|it| !it.is_empty()).collect() }
        }
        "input" => match attr("type").to_lowercase().as_str() {
            "checkbox" | "radio" if element.attr("checked").is_some() => shown("☑"),
            "checkbox" | "radio" => shown("☐"),
            "submit" | "button" | "reset" => left_out(attr("value")),
            "hidden" | "password" | "image" | "file" | "range" | "color" => Control::default(),
            _ => shown(&attr("value")),
        },
        _ => Control::default(),
    }
}

#[cfg(test)]
mod tests {
    use scraper::Html;

    use super::*;

    #[test]
    fn controls_as_they_stand() {
        let cases = [
            ("<input id=x type=CheckBox checked=''>", "☑", ""),
            ("<input id=x type=radio>", "☐", ""),
            ("<input id=x value='30户'>", "30户", ""),
            ("<input id=x type=number value=30>", "30", ""),
            ("<input id=x type=hidden value=a>", "", ""),
            ("<input id=x type=submit value=提交>", "", "提交"),
            ("<button id=x>返 回</button>", "", "返 回"),
            ("<select id=x><option>甲<option selected>乙</select>", "乙", "甲"),
            ("<select id=x><option>甲<option>乙</select>", "甲", "乙"),
            ("<select id=x multiple><option selected>甲<option selected>乙</select>", "甲、乙", ""),
            ("<select id=x multiple><option>甲</select>", "", "甲"),
            ("<select id=x></select>", "", ""),
        ];
        for (page, wanted, left_out) in cases {
            let html = Html::parse_document(page);
            let target = Selector::parse("#x").expect("a selector");
            let control = read(html.select(&target).next().expect("an element"));
            assert_eq!(
                (control.shown.as_str(), control.left_out.concat().as_str()),
                (wanted, left_out),
                "{page}"
            );
        }
    }
}
