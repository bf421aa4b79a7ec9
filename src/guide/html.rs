//! All pages as one HTML file: the contents at the side, links between pages as links within the file.

use pulldown_cmark::{
    CowStr, Event, HeadingLevel, LinkType, Options, Parser, Tag, TagEnd, html::push_html,
};

use super::{Chapter, Page, SUMMARY, chapters};

/// How the guide looks.
pub const STYLE: &str = include_str!("guide.css");

/// The whole guide as one file, `pages` in the order of its summary.
pub fn book(pages: &[Page]) -> String {
    whole(pages, &format!("<style>\n{STYLE}</style>"))
}

/// The whole guide where a server has its [`STYLE`] at this address.
pub fn served(pages: &[Page], style: &str) -> String {
    whole(pages, &format!("<link rel=\"stylesheet\" href=\"{style}\">"))
}

fn whole(pages: &[Page], style: &str) -> String {
    let (mut contents, mut body) = (String::new(), String::new());
    for chapter in chapters(SUMMARY) {
        match chapter {
            Chapter::Part(title) => {
                contents.push_str(&format!("<h2>{}</h2>\n", escaped(&title)));
            }
            Chapter::Page { title, name } => {
                let Some(page) = pages.iter().find(|page| page.name == name) else { continue };
                contents.push_str(&format!("<a href=\"#{name}\">{}</a>\n", escaped(&title)));
                body.push_str(&format!("<section id=\"{name}\">\n{}</section>\n", section(page)));
            }
        }
    }
    format!(
        "<!DOCTYPE html>\n<html lang=\"zh-CN\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <title>jianbao 手册</title>\n{style}\n</head>\n<body>\n\
         <nav>\n{contents}</nav>\n<main>\n{body}</main>\n</body>\n</html>\n"
    )
}

/// The place of a heading in the file: what a link to it names.
pub fn anchor(page: &str, heading: &str) -> String {
    format!("{page}--{}", slug(heading))
}

/// Where the first page or heading stands that has these words, pages before headings.
pub fn find(pages: &[Page], words: &str) -> Option<String> {
    let listed: Vec<(String, &Page)> = chapters(SUMMARY)
        .into_iter()
        .filter_map(|chapter| match chapter {
            Chapter::Page { title, name } => {
                pages.iter().find(|page| page.name == name).map(|page| (title, page))
            }
            Chapter::Part(_) => None,
        })
        .collect();
    let titled = listed.iter().find(|(title, page)| title.contains(words) || page.name == words);
    titled.map(|(_, page)| page.name.clone()).or_else(|| {
        let mut headings = listed.iter().flat_map(|(_, page)| {
            headings(&page.text).map(move |heading| (heading, page.name.as_str()))
        });
        let found = headings.find(|(heading, _)| heading.contains(words))?;
        Some(anchor(found.1, found.0))
    })
}

/// The headings of a page below its title, as they are written.
fn headings(text: &str) -> impl Iterator<Item = &str> {
    let mut in_code = false;
    text.lines().filter_map(move |line| {
        in_code ^= line.trim_start().starts_with("```");
        let level = line.bytes().take_while(|byte| *byte == b'#').count();
        (!in_code && level > 1).then(|| line[level..].trim()).filter(|it| !it.is_empty())
    })
}

/// The name of a heading as GitHub and mdBook make it.
fn slug(heading: &str) -> String {
    let fit = |c: char| match c {
        ' ' => Some('-'),
        c if c.is_alphanumeric() || c == '-' || c == '_' => Some(c),
        _ => None,
    };
    heading.to_lowercase().chars().filter_map(fit).collect()
}

/// One page. A link to something that is not in the file is shown as its words.
fn section(page: &Page) -> String {
    let options = Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH;
    let events: Vec<Event<'_>> = Parser::new_ext(&page.text, options).collect();
    let mut written = Vec::with_capacity(events.len());
    let mut open_links = Vec::new();
    let mut in_picture = false;
    for (index, event) in events.iter().enumerate() {
        match event {
            Event::Start(Tag::Heading { level, classes, attrs, .. }) => {
                let id = heading_id(&page.name, *level, &events[index + 1..]);
                let (level, classes, attrs) = (*level, classes.clone(), attrs.clone());
                written.push(Event::Start(Tag::Heading { level, id, classes, attrs }));
            }
            Event::Start(Tag::Link { dest_url, title, id, .. }) => {
                let target = target(&page.name, dest_url);
                open_links.push(target.is_some());
                if let Some(target) = target {
                    written.push(Event::Start(Tag::Link {
                        link_type: LinkType::Inline,
                        dest_url: target.into(),
                        title: title.clone(),
                        id: id.clone(),
                    }));
                }
            }
            Event::End(TagEnd::Link) => {
                if open_links.pop() == Some(true) {
                    written.push(Event::End(TagEnd::Link));
                }
            }
            // Pictures are not carried along, nor are the marks between which the program writes.
            Event::Start(Tag::Image { .. }) => in_picture = true,
            Event::End(TagEnd::Image) => in_picture = false,
            Event::Html(_) | Event::InlineHtml(_) => {}
            _ if in_picture => {}
            event => written.push(event.clone()),
        }
    }
    let mut html = String::new();
    push_html(&mut html, written.into_iter());
    html
}

/// The id of a heading; that of the page's own title is the page's.
fn heading_id<'e>(page: &str, level: HeadingLevel, rest: &[Event<'e>]) -> Option<CowStr<'e>> {
    if level == HeadingLevel::H1 {
        return None;
    }
    let mut heading = String::new();
    for event in rest {
        match event {
            Event::Text(text) | Event::Code(text) => heading.push_str(text),
            Event::End(TagEnd::Heading(_)) => break,
            _ => {}
        }
    }
    Some(anchor(page, &heading).into())
}

/// Where a link leads within the file, or on the net; `None` for the files of the repository.
fn target(page: &str, link: &str) -> Option<String> {
    if link.starts_with("https://") {
        return Some(link.to_owned());
    }
    let (file, heading) = link.split_once('#').unwrap_or((link, ""));
    let name = match file {
        "" => page,
        file => file.strip_suffix(".md").filter(|name| !name.contains('/'))?,
    };
    Some(match heading {
        "" => format!("#{name}"),
        heading => format!("#{name}--{heading}"),
    })
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}
