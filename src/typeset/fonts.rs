//! The faces of each font role: the workspace's own first, then the six in the binary.
//!
//! System fonts are never looked at: the same input must give the same bytes everywhere.
//!
//! The set is our own: embedded faces by reference, parsed on first use, workspace files before
//! them. Lists are filtered to what is there, because Typst warns of every name it does not find.
//! Workspace faces that no role names come last in every role.

use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::sync::{Arc, LazyLock, OnceLock};

use typst::foundations::{Bytes, Regex};
use typst::layout::{Abs, Frame, FrameItem};
use typst::text::{Font, FontBook, FontInfo, FontVariant, FontVariations};
use typst::utils::LazyHash;

use crate::diagnostic::{Diagnostic, Text, code};
use crate::error::{COPY_IN, Error};
use crate::model::{Digest, FaceWishes as Wanted};
use crate::workspace::fs;

/// Fonts above this size are refused (a CJK collection has at most some 120 MB).
const MAX_FONT_BYTES: u64 = 256 * 1024 * 1024;
/// Far more names than a face has.
const MOST_NAMES: usize = 1000;
/// Far more faces than a collection has; a damaged one may claim four billion.
const MOST_FACES: u32 = 1024;

macro_rules! embedded {
    ($($file:literal),+) => {
        /// File name and bytes of each face in the binary; the licences lie in `fonts/licenses/`.
        pub const EMBEDDED: &[(&str, &[u8])] =
            &[$(($file, include_bytes!(concat!("../../fonts/", $file)))),+];
    };
}

embedded!(
    "ZhuqueFangsong-Regular.ttf",
    "LXGWWenKaiGBLite-Regular.ttf",
    "NotoSerifSC_700Bold.ttf",
    "NotoSansSC_500Medium.ttf",
    "LiberationSerif-Regular.ttf",
    "LiberationSerif-Bold.ttf"
);

/// ASCII only: quotes, dashes and dots must come from the Chinese face.
const ASCII: &str = r"[\u{20}-\u{7e}]";
/// Marks that the bundled 仿宋 draws too small or not at all.
const SYMBOLS: &str = "[◆◇●○★☆■□▲△①-⑳※№℃]";
/// Marks that the bundled 楷体 draws narrow.
const QUOTES: &str = "[“”‘’·]";

/// The size at which advances are asked for, in pt; only variable fonts with an optical size care.
const REFERENCE_SIZE: f64 = 16.0;

const ZHUQUE: &str = "Zhuque Fangsong (technical preview)";
const WENKAI: &str = "LXGW WenKai GB Lite";

/// A family in a role's list, perhaps for some characters only.
type Family = (&'static str, Option<&'static str>);

const fn all(name: &'static str) -> Family {
    (name, None)
}

/// The lists, best first: licensed faces by every name their files are known under, then the
/// bundled ones, then whatever else in the binary may have a rare character.
const ROLES: &[(&str, &[Family])] = &[
    (
        "title",
        &[
            all("FZXiaoBiaoSong-B05S"),
            all("FZXiaoBiaoSong-B05"),
            all("方正小标宋简体"),
            all("方正小标宋_GBK"),
            all("CESI_XBS_GB2312"),
            all("CESI_XBS_GB13000"),
            all("CESI_XBS_GB18030"),
            all("GB_XBS_GB18030"),
            all("STZhongsong"),
            all("华文中宋"),
            all("Noto Serif SC"),
            all("Noto Serif CJK SC"),
            all("Source Han Serif SC"),
            all("Source Han Serif"),
            all("FandolSong"),
            all(WENKAI),
        ],
    ),
    (
        "body",
        &[
            ("Times New Roman", Some(ASCII)),
            ("Liberation Serif", Some(ASCII)),
            all("FangSong_GB2312"),
            all("仿宋_GB2312"),
            all("FangSong"),
            all("仿宋"),
            all("FZFangSong-Z02"),
            all("FZFangSong-Z02S"),
            all("方正仿宋_GBK"),
            all("方正仿宋简体"),
            all("CESI_FS_GB2312"),
            all("CESI_FS_GB13000"),
            all("CESI_FS_GB18030"),
            all("GB_FS_GB18030"),
            all("STFangsong"),
            all("华文仿宋"),
            (WENKAI, Some(SYMBOLS)),
            all(ZHUQUE),
            all("FandolFang R"),
            all(WENKAI),
            all("Noto Serif SC"),
            all("Liberation Serif"),
        ],
    ),
    (
        "kai",
        &[
            ("Times New Roman", Some(ASCII)),
            ("Liberation Serif", Some(ASCII)),
            all("KaiTi_GB2312"),
            all("楷体_GB2312"),
            all("KaiTi"),
            all("楷体"),
            all("FZKai-Z03"),
            all("FZKai-Z03S"),
            all("方正楷体_GBK"),
            all("方正楷体简体"),
            all("CESI_KT_GB2312"),
            all("CESI_KT_GB13000"),
            all("CESI_KT_GB18030"),
            all("GB_KT_GB18030"),
            all("STKaiti"),
            all("Kaiti SC"),
            all("华文楷体"),
            (ZHUQUE, Some(QUOTES)),
            all(WENKAI),
            all("FandolKai"),
            all("Noto Serif SC"),
            all("Liberation Serif"),
        ],
    ),
    (
        "hei",
        &[
            all("SimHei"),
            all("黑体"),
            all("FZHei-B01"),
            all("FZHei-B01S"),
            all("方正黑体_GBK"),
            all("方正黑体简体"),
            all("CESI_HT_GB2312"),
            all("CESI_HT_GB13000"),
            all("CESI_HT_GB18030"),
            all("GB_HT_GB18030"),
            all("STHeiti"),
            all("Heiti SC"),
            all("华文黑体"),
            all("Noto Sans SC"),
            all("Noto Sans CJK SC"),
            all("Source Han Sans SC"),
            all("Source Han Sans"),
            all("FandolHei"),
            all(WENKAI),
        ],
    ),
    // Page numbers: 宋体 half-width digits; the Latin face of 宋体 is close to Times.
    ("latin", &[all("SimSun"), all("宋体"), all("Times New Roman"), all("Liberation Serif")]),
];

/// All faces that a run may use, with what Typst needs to choose among them.
pub struct FontSet {
    book: LazyHash<FontBook>,
    slots: Vec<Slot>,
    /// Each role and its families that are here, best first.
    lists: Vec<(&'static str, Vec<Listed>)>,
    /// Families of the workspace that no role names: tried last, for characters nothing else has.
    others: Vec<String>,
}

/// A family of a role by the name that Typst knows it by, perhaps for some characters only.
type Listed = (String, Option<&'static str>);

/// The role of the masthead's name; its faces are those of titles where the house names none.
const MASTHEAD: &str = "masthead";

/// A face that is parsed when a page first uses it.
struct Slot {
    file: Arc<FontFile>,
    index: u32,
    font: OnceLock<Option<Font>>,
}

/// A file with one face or several.
struct FontFile {
    /// `fonts/NAME` of the workspace, `内置/NAME` in the binary.
    path: String,
    data: Bytes,
    sha256: OnceLock<String>,
}

impl FontSet {
    /// The embedded faces alone.
    pub fn embedded() -> Self {
        let mut set = Self::empty();
        let mut book = FontBook::new();
        set.add_embedded(&mut book);
        set.book = LazyHash::new(book);
        set.list(&[]);
        set
    }

    fn empty() -> Self {
        Self {
            book: LazyHash::new(FontBook::new()),
            slots: Vec::new(),
            lists: Vec::new(),
            others: Vec::new(),
        }
    }

    fn add_embedded(&mut self, book: &mut FontBook) {
        for (name, bytes) in EMBEDDED {
            self.add(book, format!("内置/{name}"), Bytes::new(*bytes));
        }
    }

    /// The faces in `dir` (`.ttf`, `.otf`, `.ttc`, `.otc`; sorted by name) before the embedded
    /// ones, and a warning for each file there that is no font, or has no role. A missing folder is an
    /// empty one. The faces that the house wants come first in their roles; a name that no face has is
    /// an error.
    ///
    /// Neither the folder nor a file in it may be a link that leads out of `root`.
    ///
    /// # Errors
    /// [`Error::Read`] when the folder or a font in it cannot be read.
    pub fn with_folder(
        root: &Path,
        dir: &Path,
        wanted: &Wanted,
    ) -> Result<(Self, Vec<Diagnostic>), Error> {
        let mut set = Self::empty();
        let mut book = FontBook::new();
        let mut diagnostics = Vec::new();
        let outside =
            |error: Error| Diagnostic::error(code::LINK_OUTSIDE, error.to_string()).help(COPY_IN);
        diagnostics.extend(fs::contained(root, dir).err().map(outside));
        for path in Self::files(root, dir)? {
            if let Err(error) = fs::contained(root, &path) {
                diagnostics.push(outside(error));
                continue;
            }
            let bytes = fs::read_limited(&path, MAX_FONT_BYTES)?.unwrap_or_default();
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            if set.add(&mut book, format!("fonts/{name}"), Bytes::new(bytes)) == 0 {
                diagnostics.push(
                    Diagnostic::warning(
                        code::FONT,
                        format!("字体文件「fonts/{name}」无法识别，没有使用"),
                    )
                    .help("请重新复制这个字体文件，或把它移出 fonts 文件夹"),
                );
            }
        }
        let own: Vec<String> = book.families().map(|(family, _)| family.to_owned()).collect();
        set.add_embedded(&mut book);
        set.book = LazyHash::new(book);
        let mut found: Vec<(&'static str, String)> = Vec::new();
        for (role, name) in &wanted.wanted {
            match set.known_as(name.as_str()) {
                Some(family) => found.push((role, family)),
                None => diagnostics.push(no_face(name, &own)),
            }
        }
        set.others = own;
        set.others.retain(|family| {
            !named_in_a_role(family) && found.iter().all(|(_, wanted)| wanted != family)
        });
        diagnostics.extend(set.others.iter().map(|family| set.without_role(family)));
        set.list(&found);
        Ok((set, diagnostics))
    }

    /// The family that a face of a name belongs to: any of the names that its file gives it, Chinese
    /// or not.
    fn known_as(&self, name: &str) -> Option<String> {
        let wanted = name.trim().to_lowercase();
        if let Some((family, _)) =
            self.book.families().find(|(family, _)| family.to_lowercase() == wanted)
        {
            return Some(family.to_owned());
        }
        let at = self.slots.iter().position(|slot| {
            names_of(&slot.file.data, slot.index).iter().any(|name| name.to_lowercase() == wanted)
        })?;
        Some(self.book.info(at)?.family.clone())
    }

    /// A face of the workspace that only fills in for others.
    fn without_role(&self, family: &str) -> Diagnostic {
        let of = |(at, _): &(usize, &Slot)| {
            self.book.info(*at).is_some_and(|info| info.family == family)
        };
        let slot = self.slots.iter().enumerate().find(of).map(|(_, slot)| slot);
        let (path, names) = slot.map_or_else(Default::default, |slot| {
            (slot.file.path.clone(), names_of(&slot.file.data, slot.index))
        });
        // As clerks know it.
        let shown = names.iter().find(|name| !name.is_ascii()).map_or(family, String::as_str);
        let message =
            format!("字体文件「{path}」里的「{shown}」没有写明用途，只用来补别的字体没有的字");
        Diagnostic::warning(code::FONT, message).help(format!(
            "在 jianbao.yaml 里写明用途，如「字体: {{报头: {shown}}}」；只要它补字的，写「字体: {{补字: {shown}}}」"
        ))
    }

    /// Puts the lists together: what the house wants, then what is known to be good.
    fn list(&mut self, wanted: &[(&'static str, String)]) {
        let of = |role: &str| -> Vec<Listed> {
            let mine = wanted.iter().filter(|(known, _)| *known == role);
            mine.map(|(_, family)| (family.clone(), None)).collect()
        };
        let latin = of("latin").into_iter().map(|(family, _)| (family, Some(ASCII)));
        let latin: Vec<Listed> = latin.collect();
        let mut lists = Vec::new();
        for (role, known) in ROLES {
            let known = known.iter().filter(|family| self.has(family));
            let known: Vec<Listed> =
                known.map(|(name, covers)| ((*name).to_owned(), *covers)).collect();
            // Digits and letters are set in a face of their own where the role has one.
            let ascii = known.iter().take_while(|(_, covers)| *covers == Some(ASCII)).count();
            let own = if ascii > 0 { latin.clone() } else { Vec::new() };
            lists.push((
                *role,
                [own, known[..ascii].to_vec(), of(role), known[ascii..].to_vec()].concat(),
            ));
        }
        let masthead = of(MASTHEAD);
        if let Some((_, title)) = lists.iter().find(|(role, _)| *role == "title")
            && !masthead.is_empty()
        {
            let masthead = [masthead, title.clone()].concat();
            lists.push((MASTHEAD, masthead));
        }
        for (_, list) in &mut lists {
            list.extend(of(Wanted::FALLBACK));
            list.extend(self.others.iter().map(|family| (family.clone(), None)));
        }
        self.lists = lists;
    }

    /// The font files in a folder below `root`, sorted by name; none in one that a link leads out
    /// to.
    ///
    /// # Errors
    /// [`Error::Read`] when the folder cannot be listed.
    pub fn files(root: &Path, dir: &Path) -> Result<Vec<PathBuf>, Error> {
        if fs::contained(root, dir).is_err() {
            return Ok(Vec::new());
        }
        let mut files = fs::list(dir)?;
        files.retain(|path| is_font_name(path));
        Ok(files)
    }

    /// Adds every face of a file; returns how many there were.
    fn add(&mut self, book: &mut FontBook, path: String, data: Bytes) -> usize {
        let mut count = 0;
        let file = Arc::new(FontFile { path, data, sha256: OnceLock::new() });
        let claimed = ttf_parser::fonts_in_collection(&file.data).unwrap_or(1);
        for index in 0..claimed.min(MOST_FACES) {
            let Some(info) = FontInfo::new(&file.data, index) else { continue };
            book.push(info);
            self.slots.push(Slot { file: Arc::clone(&file), index, font: OnceLock::new() });
            count += 1;
        }
        count
    }

    /// What Typst chooses from.
    pub fn book(&self) -> &LazyHash<FontBook> {
        &self.book
    }

    /// The face at an index of the book, parsed on first use.
    pub fn font(&self, index: usize) -> Option<Font> {
        let slot = self.slots.get(index)?;
        slot.font.get_or_init(|| Font::new(slot.file.data.clone(), slot.index)).clone()
    }

    /// The files whose faces stand in some frames, sorted by path.
    pub fn files_in<'a>(&self, frames: impl Iterator<Item = &'a Frame>) -> Vec<Digest> {
        let mut seen = Vec::new();
        for frame in frames {
            faces_in(frame, &mut seen);
        }
        let used = |slot: &&Slot| seen.contains(&(slot.file.data.as_ptr(), slot.index));
        let digest = |slot: &Slot| {
            let sha256 = slot.file.sha256.get_or_init(|| fs::sha256(&slot.file.data)).clone();
            Digest { path: slot.file.path.clone(), sha256 }
        };
        let mut files: Vec<Digest> = self.slots.iter().filter(used).map(digest).collect();
        files.sort();
        files.dedup();
        files
    }

    /// The families a role really has here, best first.
    pub fn families(&self, role: &str) -> Vec<&str> {
        self.of(role).iter().map(|(name, _)| name.as_str()).collect()
    }

    fn of(&self, role: &str) -> &[Listed] {
        self.lists.iter().find(|(name, _)| *name == role).map_or(&[], |(_, list)| list)
    }

    /// `fonts.typ`: each role's list, without the families that are not here, which Typst
    /// would otherwise warn about one by one.
    pub fn typst_source(&self) -> String {
        let mut source = String::from(
            "// The faces of each role, best first; made by jianbao.\n#let fonts = (\n",
        );
        for (role, list) in &self.lists {
            let _ = write!(source, "  {role}: (");
            for (name, covers) in list {
                let name = quoted(name);
                let _ = match covers {
                    None => write!(source, "{name}, "),
                    Some(covers) => {
                        write!(source, "(name: {name}, covers: regex(\"{covers}\")), ")
                    }
                };
            }
            source.push_str("),\n");
        }
        source.push_str(")\n");
        source
    }

    /// Whether any face has a character.
    pub fn has_character(&self, c: char) -> bool {
        let faces = (0..self.slots.len()).filter_map(|index| self.book.info(index));
        faces.into_iter().any(|face| face.coverage.contains(u32::from(c)))
    }

    /// The width in em of a character in the face that Typst would choose for it in a role; half
    /// an em where no face has it, for which the layout has an error of its own.
    ///
    /// Characters are measured one by one: what kerning takes away is not counted.
    pub fn advance(&self, role: &str, c: char) -> f64 {
        self.of(role)
            .iter()
            .filter(|(_, covers)| covers.is_none_or(|covers| is_among(covers, c)))
            .filter_map(|(name, _)| {
                let index = self.book.select(&name.to_lowercase(), FontVariant::default())?;
                let font = self.font(index)?;
                let face = font.instantiate(
                    FontVariant::default(),
                    Abs::pt(REFERENCE_SIZE),
                    &FontVariations::default(),
                );
                let glyph = face.ttf().glyph_index(c)?;
                Some(face.x_advance(glyph.0)?.get())
            })
            .next()
            .unwrap_or(0.5)
    }

    fn has(&self, family: &Family) -> bool {
        self.book.contains_family(&family.0.to_lowercase())
    }
}

/// Whether a character is one of those that a family covers in a role. What says so is read once.
fn is_among(covers: &str, c: char) -> bool {
    static CLASSES: LazyLock<Vec<(&str, Regex)>> = LazyLock::new(|| {
        let class = |covers| Some((covers, Regex::new(covers).ok()?));
        [ASCII, SYMBOLS, QUOTES].into_iter().filter_map(class).collect()
    });
    let class = CLASSES.iter().find(|(known, _)| *known == covers);
    class.is_some_and(|(_, class)| class.is_match(c.encode_utf8(&mut [0; 4])))
}

/// Adds the faces in a frame, by where the bytes of their file lie in memory.
fn faces_in(frame: &Frame, seen: &mut Vec<(*const u8, u32)>) {
    for (_, item) in frame.items() {
        match item {
            FrameItem::Group(group) => faces_in(&group.frame, seen),
            FrameItem::Text(text) => {
                let font = text.font.font();
                let face = (font.data().as_ptr(), font.index());
                if !seen.contains(&face) {
                    seen.push(face);
                }
            }
            _ => {}
        }
    }
}

/// Every name of a face: of its family and in full, in each language that its file has.
fn names_of(data: &[u8], index: u32) -> Vec<String> {
    use ttf_parser::name_id::{FAMILY, FULL_NAME, POST_SCRIPT_NAME, TYPOGRAPHIC_FAMILY};
    let Ok(face) = ttf_parser::Face::parse(data, index) else { return Vec::new() };
    let wanted = [FAMILY, TYPOGRAPHIC_FAMILY, FULL_NAME, POST_SCRIPT_NAME];
    let names = face.names().into_iter().take(MOST_NAMES);
    let mut names: Vec<String> = names
        .filter(|name| wanted.contains(&name.name_id))
        .filter_map(|name| name.to_string())
        .map(|name| name.trim().to_owned())
        .filter(|name| !name.is_empty())
        .collect();
    names.dedup();
    names
}

/// That no face has the name that the house wants for a role.
fn no_face(name: &Text, own: &[String]) -> Diagnostic {
    let have = match own {
        [] => "fonts 文件夹里现在没有字体".to_owned(),
        own => format!("fonts 文件夹里现有：{}", own.join("、")),
    };
    let message = format!("没有叫「{}」的字体", name.as_str());
    Diagnostic::error(code::FONT, message)
        .at(name.whole())
        .help(format!("把字体文件放进 fonts 文件夹，名称照字体自己的写；{have}"))
}

fn named_in_a_role(family: &str) -> bool {
    ROLES.iter().flat_map(|(_, list)| *list).any(|(name, _)| name.eq_ignore_ascii_case(family))
}

/// A Typst string literal of a name that came from a font file.
fn quoted(family: &str) -> String {
    format!("\"{}\"", family.replace('\\', "\\\\").replace('"', "\\\""))
}

fn is_font_name(path: &Path) -> bool {
    let extension = path.extension().unwrap_or_default().to_string_lossy().to_lowercase();
    ["ttf", "otf", "ttc", "otc"].contains(&extension.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_role_ends_in_an_embedded_face() {
        let set = FontSet::embedded();
        for (role, _) in ROLES {
            assert!(!set.families(role).is_empty(), "{role}");
        }
        assert_eq!(
            set.families("kai"),
            ["Liberation Serif", ZHUQUE, WENKAI, "Noto Serif SC", "Liberation Serif"]
        );
    }

    #[test]
    fn characters_have_the_width_of_their_face() {
        let set = FontSet::embedded();
        // Liberation Serif is as wide as Times: digits half an em, spaces a quarter.
        assert_eq!(set.advance("body", '1'), 0.5);
        assert_eq!(set.advance("body", ' '), 0.25);
        assert!((set.advance("kai", 'W') - 0.944).abs() < 0.001);
        assert_eq!(set.advance("body", '①'), 1.0);
    }
}
