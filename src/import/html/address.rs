//! By which addresses a page names a picture: its own, and those from which a script would load it.

use std::collections::{BTreeMap, BTreeSet};

use scraper::{ElementRef, Html, Selector};

/// Where pages keep the address of a picture that is loaded when a reader comes to it.
const LAZY: &[&str] = &[
    "data-src",
    "data-original",
    "data-actualsrc",
    "data-lazy-src",
    "data-lazy",
    "data-lazyload",
    "data-original-src",
    "data-echo",
    "data-url",
];
/// The most pictures of a page that are looked at for stand-ins.
const MOST: usize = 20_000;

/// The addresses of a picture, the one that is wanted most first.
#[derive(Debug, Default)]
pub struct Wanted {
    pub addresses: Vec<String>,
    /// Whether there are others than its own, which then may only stand for them.
    pub is_lazy: bool,
}

/// By which addresses a picture is named.
pub fn wanted(element: ElementRef<'_>) -> Wanted {
    let attribute = |name: &str| element.attr(name).map(str::trim).filter(|it| !it.is_empty());
    let is_address = |value: &str| value.contains(['.', '/', ':']);
    let mut addresses: Vec<&str> =
        LAZY.iter().filter_map(|name| attribute(name)).filter(|it| is_address(it)).collect();
    for name in ["data-srcset", "srcset"] {
        addresses.extend(attribute(name).map(of_set).unwrap_or_default());
    }
    let is_lazy = !addresses.is_empty();
    addresses.extend(attribute("src"));
    let around = element.parent().and_then(ElementRef::wrap);
    for source in around.iter().filter(|it| it.value().name() == "picture").flat_map(|it| {
        it.children().filter_map(ElementRef::wrap).filter(|it| it.value().name() == "source")
    }) {
        let sets = ["srcset", "data-srcset"].iter().filter_map(|name| source.attr(name));
        addresses.extend(sets.flat_map(of_set));
    }
    let mut seen = BTreeSet::new();
    addresses.retain(|address| seen.insert(*address));
    Wanted { addresses: addresses.into_iter().map(str::to_owned).collect(), is_lazy }
}

/// The addresses of a set, the largest picture first: `a.jpg 1x, b.jpg 2x`.
fn of_set(set: &str) -> Vec<&str> {
    let mut found: Vec<(f32, &str)> = Vec::new();
    let mut rest = set;
    loop {
        rest = rest.trim_start_matches(|c: char| c.is_ascii_whitespace() || c == ',');
        let end = rest.find(|c: char| c.is_ascii_whitespace()).unwrap_or(rest.len());
        let (address, behind) = rest.split_at(end);
        if address.is_empty() {
            break;
        }
        if address.ends_with(',') {
            found.push((1.0, address.trim_end_matches(',')));
            rest = behind;
            continue;
        }
        let (size, next) = behind.split_once(',').unwrap_or((behind, ""));
        let size = size.trim().trim_end_matches(['x', 'w', 'h']);
        found.push((size.parse().unwrap_or(1.0), address));
        rest = next;
    }
    found.sort_by(|one, other| other.0.total_cmp(&one.0));
    found.into_iter().map(|(_, address)| address).collect()
}

/// Whether a picture without an address says that it is one.
pub fn is_described(element: ElementRef<'_>) -> bool {
    let says = |(name, value): (&str, &str)| {
        (matches!(name, "alt" | "class" | "title") || name.starts_with("data-"))
            && !value.trim().is_empty()
    };
    element.value().attrs().any(says)
}

/// Whether a picture is named at all, by an address or as one that has none.
pub fn is_named(element: ElementRef<'_>) -> bool {
    element.value().name() == "img"
        && (!wanted(element).addresses.is_empty() || is_described(element))
}

/// The addresses of pictures that stand for others until these are loaded: by what they are called, or
/// because one stands for several.
pub fn stand_ins(html: &Html) -> BTreeSet<String> {
    const CALLED: &[&str] = &[
        "loading",
        "lazy",
        "placeholder",
        "blank",
        "spacer",
        "transparent",
        "grey",
        "gray",
        "pixel",
        "1x1",
    ];
    let Ok(pictures) = Selector::parse("img[src]") else { return BTreeSet::new() };
    let mut stand_for: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
    for element in html.select(&pictures).take(MOST) {
        let wanted = wanted(element);
        let own = element.attr("src").unwrap_or_default().trim();
        if let Some(other) = wanted.addresses.first().filter(|it| wanted.is_lazy && *it != own) {
            stand_for.entry(own).or_default().insert(other.clone());
        }
    }
    let is_called = |address: &str| {
        let file = address.split(['?', '#']).next().unwrap_or_default();
        let name = file.rsplit('/').next().unwrap_or_default().to_lowercase();
        !address.starts_with("data:") && CALLED.iter().any(|word| name.contains(word))
    };
    let found = stand_for.into_iter().filter(|(own, others)| others.len() > 1 || is_called(own));
    found.map(|(own, _)| own.to_owned()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(page: &str) -> String {
        let html = Html::parse_document(page);
        let all = Selector::parse("img").expect("a selector");
        let stand_ins = stand_ins(&html);
        let one = |element| {
            let Wanted { addresses, is_lazy } = wanted(element);
            let marked = addresses.iter().map(|it| match stand_ins.contains(it) {
                true => format!("({it})"),
                false => it.clone(),
            });
            let lazy = if is_lazy { "~" } else { "" };
            lazy.to_owned() + &marked.collect::<Vec<_>>().join(" ")
        };
        html.select(&all).map(one).collect::<Vec<_>>().join("|")
    }

    #[test]
    fn which_address_is_wanted() {
        for (page, want) in [
            ("<img src=a.png>", "a.png"),
            ("<img>", ""),
            ("<img src=' ' data-original=a.png data-lazy=true>", "~a.png"),
            ("<img src=loading.gif data-src=a.png>", "~a.png (loading.gif)"),
            ("<img src=a_files/640.png data-src=http://x/640>", "~http://x/640 a_files/640.png"),
            (
                "<img src=0.gif data-actualsrc=a.png><img src=0.gif data-lazy-src=b.png>",
                "~a.png (0.gif)|~b.png (0.gif)",
            ),
            ("<img src=s.png srcset='m.png 2x, s.png 1x, l.png 3x'>", "~l.png m.png s.png"),
            ("<img srcset='a.png, b.png 400w,c.png 900w'>", "~c.png b.png a.png"),
            ("<picture><source srcset=b.webp><img src=a.png></picture>", "a.png b.webp"),
        ] {
            assert_eq!(of(page), want, "{page}");
        }
    }
}
