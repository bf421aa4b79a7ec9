//! What may stand in a drawing, and what of the rest is more than out of place: scripts, and references
//! to anything outside of it.

use base64::Engine;
use base64::alphabet::STANDARD;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use usvg::roxmltree::Node;

use super::styles;

/// What may stand in a drawing: lines and areas, writing, colours and those that run into one another,
/// what cuts off, and pictures. Each is drawn once for each time that it is shown, so that counting is
/// enough to know what a drawing takes. Patterns, masks, markers and filters multiply one another.
const DRAWN: &[&str] = &[
    "svg g defs symbol use switch a view title desc metadata style",
    "path rect circle ellipse line polyline polygon image",
    "text tspan textPath linearGradient radialGradient stop clipPath",
    // Letters that a program puts along; they are not used.
    "font font-face font-face-src font-face-name missing-glyph glyph hkern vkern",
];

/// What a program for drawing calls the others.
const OTHERS: &[(&str, &str)] = &[
    ("pattern", "图案填充"),
    ("hatch", "图案填充"),
    ("mask", "蒙版"),
    ("marker", "箭头一类的线端标记"),
    ("filter", "阴影、模糊一类的滤镜"),
    ("animate", "动画"),
    ("animateMotion", "动画"),
    ("animateTransform", "动画"),
    ("animateColor", "动画"),
    ("set", "动画"),
];

/// Elements of web pages.
const OF_WEB_PAGES: &[&str] = &[
    "foreignobject",
    "iframe",
    "object",
    "embed",
    "audio",
    "video",
    "canvas",
    "handler",
    "listener",
];

/// The name spaces of what is drawn.
pub(super) const DRAWN_SPACES: &[&str] = &[
    "http://www.w3.org/2000/svg",
    "http://www.w3.org/1999/xlink",
    "http://www.w3.org/XML/1998/namespace",
];

/// What is wrong with a single node, as a clause.
pub(super) fn forbidden(node: Node) -> Option<String> {
    if let Some(instruction) = node.pi() {
        let sheet = instruction.target.eq_ignore_ascii_case("xml-stylesheet");
        return sheet.then(|| "引用了外部样式（<?xml-stylesheet?>）".to_owned());
    }
    if !node.is_element() {
        return None;
    }
    let name = node.tag_name().name();
    let lower = name.to_lowercase();
    if lower == "script" {
        return Some("有脚本（<script>）".to_owned());
    }
    let html = node.tag_name().namespace() == Some("http://www.w3.org/1999/xhtml");
    if html || OF_WEB_PAGES.contains(&lower.as_str()) {
        return Some(format!("有网页内容（<{name}>）"));
    }
    if lower == "style"
        && let Some(what) = of_style(&written(node))
    {
        return Some(what);
    }
    node.attributes().find_map(|attribute| {
        let (name, value) = (attribute.name(), attribute.value().trim());
        let lower = name.to_lowercase();
        if lower.starts_with("on") {
            return Some(format!("有脚本（{name}）"));
        }
        if lower == "href" || lower == "src" {
            // Pictures within are looked at when they are unpacked.
            let within = value.is_empty() || value.starts_with('#');
            let carried = node.tag_name().name() == "image" && carried(value).is_some();
            let shown: String = value.chars().take(60).collect();
            return (!within && !carried).then(|| format!("引用了外部的「{shown}」"));
        }
        let xml = attribute.namespace() == Some("http://www.w3.org/XML/1998/namespace");
        if xml && lower == "base" && !value.is_empty() {
            return Some("引用了外部的地址（xml:base）".to_owned());
        }
        match attribute.namespace() {
            None if lower == "style" => of_style(value),
            // What a program keeps for itself is not drawn, and taken out.
            Some(space) if !DRAWN_SPACES.contains(&space) => None,
            _ => reaching_out(value),
        }
    })
}

/// What a node is that no drawing may have, as a clause. What a program keeps for itself is not drawn.
pub(super) fn other(node: Node) -> Option<String> {
    let name = node.tag_name().name();
    let foreign = node.tag_name().namespace().is_some_and(|space| !DRAWN_SPACES.contains(&space));
    if node.is_element()
        && !foreign
        && !DRAWN.iter().any(|names| names.split(' ').any(|it| it == name))
    {
        let called = OTHERS.iter().find(|(other, _)| *other == name);
        let called = called.map_or("画不出来的内容", |(_, called)| called);
        return Some(format!("有{called}（<{name}>）"));
    }
    // A filter may be told by its property alone.
    let sheet = if name == "style" { written(node) } else { String::new() };
    let own = node.attribute("style").unwrap_or_default();
    let told = node.attribute("filter").is_some_and(|value| value.trim() != "none")
        || [&sheet, own].into_iter().any(|style| filters(&styles::without_comments(style)));
    told.then(|| "有阴影、模糊一类的滤镜（filter）".to_owned())
}

/// All text in an element.
fn written(node: Node) -> String {
    node.descendants().filter(Node::is_text).filter_map(|text| text.text()).collect()
}

/// Whether a style without comments asks for a filter.
fn filters(style: &str) -> bool {
    let lower = style.to_lowercase();
    lower.match_indices("filter").any(|(at, word)| {
        let value = lower[at + word.len()..].trim_start().strip_prefix(':');
        value.is_some_and(|value| !value.trim_start().starts_with("none"))
    })
}

/// What is wrong with a style, as it is written and as it is without its comments.
fn of_style(style: &str) -> Option<String> {
    escaped(style)
        .or_else(|| reaching_out(style))
        .or_else(|| reaching_out(&styles::without_comments(style)))
}

/// An escape in a style could write the word for a reference otherwise.
fn escaped(style: &str) -> Option<String> {
    style.contains('\\').then(|| "样式里有转义写法（\\）".to_owned())
}

/// What a style, or an attribute that may hold one, fetches from somewhere else.
fn reaching_out(style: &str) -> Option<String> {
    let lower = style.to_lowercase();
    if lower.contains("@import") {
        return Some("引用了外部样式（@import）".to_owned());
    }
    let elsewhere = |(at, call): (usize, &str)| {
        let target =
            lower[at + call.len()..].trim_start_matches([' ', '\t', '\r', '\n', '"', '\'']);
        let shown: String =
            target.chars().take_while(|c| !matches!(c, ')' | '"' | '\'')).take(60).collect();
        (!target.starts_with('#')).then(|| format!("引用了外部的「{shown}」"))
    };
    lower.match_indices("url(").find_map(elsewhere)
}

/// As programs write it, with or without its padding.
pub(super) const BASE64: GeneralPurpose = GeneralPurpose::new(
    &STANDARD,
    GeneralPurposeConfig::new()
        .with_decode_padding_mode(DecodePaddingMode::Indifferent)
        .with_decode_allow_trailing_bits(true),
);

/// The bytes that an address carries itself, in base64; `None` where it does otherwise.
pub(super) fn carried(address: &str) -> Option<Vec<u8>> {
    let (head, data) = address.trim().split_once(',')?;
    let head = head.to_lowercase();
    if !head.starts_with("data:") || !head.ends_with(";base64") {
        return None;
    }
    BASE64.decode(data.split_whitespace().collect::<String>()).ok()
}
