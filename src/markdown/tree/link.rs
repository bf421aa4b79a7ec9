//! The addresses of links.

use std::collections::BTreeSet;
use std::ops::Range;

use pulldown_cmark::{Event, LinkType, RefDefs, Tag};

use crate::diagnostic::{Diagnostic, code};
use crate::markdown::findings::Findings;
use crate::markdown::parser_copy::ParserCopy;
use crate::markdown::picture::shortened;

/// The schemes that a printed briefing may point to.
const SCHEMES: [&str; 5] = ["http", "https", "mailto", "tel", "ftp"];

/// The longest address, in bytes.
const LONGEST: usize = 2000;

/// The address to link to, or what is wrong with it.
pub(super) fn address(link_type: LinkType, destination: &str) -> Result<String, Box<Diagnostic>> {
    let warning = |message: String, help: &str| {
        Err(Box::new(Diagnostic::warning(code::LINK, message).help(help)))
    };
    if destination.is_empty() {
        return warning("链接没有写地址，只印文字".into(), "在圆括号里写上网址");
    }
    if destination.len() > LONGEST {
        return warning(
            format!("链接的地址「{}」太长，只印文字", shortened(destination)),
            "地址不超过 2000 字节",
        );
    }
    if link_type == LinkType::Email {
        return Ok(format!("mailto:{destination}"));
    }
    let scheme = destination.split_once(':').map_or("", |(scheme, _)| scheme);
    let known = SCHEMES.iter().any(|known| known.eq_ignore_ascii_case(scheme));
    if known && !destination.contains(char::is_control) {
        return Ok(destination.to_owned());
    }
    warning(
        format!("链接的地址「{}」不是网址，只印文字", shortened(destination)),
        "网址以 http:// 或 https:// 开头",
    )
}

/// Reports link definitions that nothing uses: `[注]: 说明` looks like a remark and is one.
pub(super) fn report_unused(
    definitions: &RefDefs,
    events: &[(Event, Range<usize>)],
    copy: &ParserCopy,
    findings: &mut Findings,
) {
    let mut used = BTreeSet::new();
    for (event, _) in events {
        if let Event::Start(Tag::Link { id, .. } | Tag::Image { id, .. }) = event
            && let Some(definition) = definitions.get(id)
        {
            used.insert(definition.span.start);
        }
    }
    // The definitions are kept in a hash map; the findings are sorted by place in the end.
    for (label, definition) in definitions.iter() {
        if !used.contains(&definition.span.start) {
            let label = shortened(&copy.restore(label));
            let message = format!("「[{label}]: …」这一行是链接的定义，不会印出来");
            let help = format!("要印出来，写成 \\[{label}]：…；不用的就删去");
            let finding = Diagnostic::warning(code::LINK, message).help(help);
            findings.add(&definition.span, finding);
        }
    }
}
