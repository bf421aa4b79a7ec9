//! Styles: whether text is hidden, struck or of a symbol font, and which list a paragraph is of.

use std::collections::BTreeMap;

use super::tree::Node;

/// How text looks, as far as what it says depends on it.
#[derive(Clone, Debug, Default)]
pub struct Run {
    pub hidden: bool,
    pub struck: bool,
    pub raised: bool,
    pub lowered: bool,
    pub capitals: bool,
    /// The face for Latin letters, which symbols are given by.
    pub face: String,
}

/// A list and the level in it.
#[derive(Clone, Debug, Default)]
pub struct Place {
    pub list: Option<String>,
    pub level: Option<usize>,
}

/// The styles of a document.
#[derive(Default)]
pub struct Styles {
    all: BTreeMap<String, Node>,
    of_paragraphs: Option<String>,
    defaults: Option<Node>,
}

impl Styles {
    pub fn new(part: Option<Node>) -> Self {
        let mut styles = Self::default();
        let Some(part) = part else { return styles };
        styles.defaults = part.at(&["w:docDefaults", "w:rPrDefault", "w:rPr"]).cloned();
        for style in part.children.into_iter().filter(|node| node.name == "w:style") {
            let Some(id) = style.attribute("w:styleId").map(str::to_owned) else { continue };
            let default = style.attribute("w:default").is_some_and(|it| it == "1" || it == "true");
            if default && style.attribute("w:type") == Some("paragraph") {
                styles.of_paragraphs = Some(id.clone());
            }
            styles.all.insert(id, style);
        }
        styles
    }

    /// A style and those that it is based on, the first the nearest.
    fn chain(&self, id: Option<&str>) -> Vec<&Node> {
        let mut found: Vec<&Node> = Vec::new();
        let mut next = id.map(str::to_owned);
        while let Some(style) = next.and_then(|id| self.all.get(&id)) {
            if found.len() > 30 {
                break;
            }
            found.push(style);
            next = style.value("w:basedOn").map(str::to_owned);
        }
        found
    }

    fn paragraph_chain(&self, properties: Option<&Node>) -> Vec<&Node> {
        let named = properties.and_then(|it| it.value("w:pStyle"));
        self.chain(named.or(self.of_paragraphs.as_deref()))
    }

    /// The look of a run in a paragraph.
    pub fn run(&self, paragraph: Option<&Node>, own: Option<&Node>) -> Run {
        let named = own.and_then(|it| it.value("w:rStyle"));
        let of_style = |style: &'_ Node| style.child("w:rPr").cloned();
        let mut layers: Vec<Node> = own.cloned().into_iter().collect();
        layers.extend(self.chain(named).into_iter().filter_map(of_style));
        layers.extend(self.paragraph_chain(paragraph).into_iter().filter_map(of_style));
        layers.extend(self.defaults.clone());
        // What two sorts of styles both set is off again; what the run says itself holds.
        let own_chain = self.chain(named);
        let chains = [own_chain, self.paragraph_chain(paragraph)];
        let on = |name: &str| {
            own.and_then(|it| it.is_on(name)).unwrap_or_else(|| {
                let of = |chain: &Vec<&Node>| {
                    let looks = chain.iter().filter_map(|style| style.child("w:rPr"));
                    looks.filter_map(|look| look.is_on(name)).next().unwrap_or(false)
                };
                let by_default = self.defaults.as_ref().and_then(|it| it.is_on(name));
                chains.iter().filter(|chain| of(chain)).count() % 2 == 1
                    || by_default.unwrap_or(false)
            })
        };
        // Small digits set higher are raised, too.
        let moved =
            own.filter(|it| it.child("w:sz").is_some()).and_then(|it| it.value("w:position"));
        let moved: i32 = moved.and_then(|it| it.parse().ok()).unwrap_or(0);
        let height = layers.iter().find_map(|it| it.value("w:vertAlign")).unwrap_or_default();
        let face = layers.iter().find_map(|it| {
            let fonts = it.child("w:rFonts")?;
            fonts.attribute("w:ascii").or(fonts.attribute("w:hAnsi")).map(str::to_owned)
        });
        Run {
            hidden: on("w:vanish"),
            struck: on("w:strike") || on("w:dstrike"),
            raised: height == "superscript" || moved > 0,
            lowered: height == "subscript" || moved < 0,
            capitals: on("w:caps") || on("w:smallCaps"),
            face: face.unwrap_or_default(),
        }
    }

    /// The list of a paragraph.
    pub fn place(&self, properties: Option<&Node>) -> Place {
        let mut place = Place::default();
        let own = properties.and_then(|it| it.child("w:numPr")).into_iter();
        let chain = self.paragraph_chain(properties);
        let of_styles = chain.iter().filter_map(|style| style.at(&["w:pPr", "w:numPr"]));
        for found in own.chain(of_styles) {
            place.list = place.list.or(found.value("w:numId").map(str::to_owned));
            let level = found.value("w:ilvl").and_then(|level| level.parse().ok());
            place.level = place.level.or(level);
        }
        place
    }

    /// The names of the paragraph's style and of those that it is based on.
    pub fn names(&self, properties: Option<&Node>) -> Vec<String> {
        let id = |style: &&Node| style.attribute("w:styleId").map(str::to_owned);
        self.paragraph_chain(properties).iter().filter_map(id).collect()
    }

    /// Whether it is a line of a table of contents.
    pub fn is_contents(&self, properties: Option<&Node>) -> bool {
        let chain = self.paragraph_chain(properties);
        let Some(style) = chain.first() else { return false };
        let name = style.value("w:name").unwrap_or_default().to_lowercase();
        name.strip_prefix("toc ").is_some_and(|level| level.parse::<u8>().is_ok())
    }

    /// The list that a style of lists stands for.
    pub fn list_of(&self, style: &str) -> Option<String> {
        Some(self.all.get(style)?.at(&["w:pPr", "w:numPr"])?.value("w:numId")?.to_owned())
    }
}
