//! What the signs of the symbol fonts of Windows are in Unicode, font by font.
//!
//! After the mapping files of Unicode (Symbol) and its proposal for the Wingdings and Webdings,
//! L2/12-368. A sign that no face of this program has is given as the one that looks like it (arrows
//! of all weights, shadowed boxes, heavy dots); where there is none, it is left out, as are pictures
//! (clocks, signs of the zodiac, telephones of all ages), which no briefing prints.

/// Rows of signs, each with the code of its first. A blank is a sign that has no equal.
pub type Table = &'static [(u8, &'static str)];

/// Symbol: the Greek alphabet, and the signs of mathematics.
pub const SYMBOL: Table = &[
    (0x20, " !∀#∃%&∋()*+,−./"),
    (0x30, "0123456789:;<=>?"),
    (0x40, "≅ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟ"),
    (0x50, "ΠΘΡΣΤΥςΩΞΨΖ[∴]⊥_"),
    (0x60, "‾αβχδεφγηιϕκλμνο"),
    (0x70, "πθρστυϖωξψζ{|}~"),
    (0xA0, "€ϒ′≤/∞ƒ♣♦♥♠↔←↑→↓"),
    (0xB0, "°±″≥×∝∂•÷≠≡≈…│─"),
    (0xC0, "ℵ   ⊗⊕∅∩∪⊃⊇⊄⊂⊆∈∉"),
    (0xD0, "∠∇®©™∏√·¬∧∨⇔⇐⇧⇒⇩"),
    (0xE0, "◊〈®©™∑⎛⎜⎝⎡⎢⎣⎧⎨⎩⎪"),
    (0xF0, " 〉∫ │ ⎞⎟⎠⎤⎥⎦⎫⎬⎭"),
];

/// Wingdings: bullets, boxes, circled numbers, arrows, ticks.
pub const WINGDINGS: Table = &[
    (0x20, "  ✂     ☎☎✉✉"),
    (0x40, "     ☜☞☝☟"),
    (0x50, "           ☯"),
    (0x60, "          &&●○■□"),
    (0x70, "□□□◆◆◆❖◆☒ ⌘  “”"),
    (0x80, "⓪①②③④⑤⑥⑦⑧⑨⑩⓿❶❷❸❹"),
    (0x90, "❺❻❼❽❾❿        ·•"),
    (0xA0, "▪○○○◉◎○▪□ ★★"),
    (0xB0, "      ☆"),
    (0xD0, "     ⌫⌦◀▶▲▼←▶↑↓←"),
    (0xE0, "→↑↓↖↗↙↘←→↑↓↖↗↙↘⇦"),
    (0xF0, "⇨⇧⇩⇔↕↖↗↙↘ ▫×√☒☑"),
];

/// Wingdings 2: ticked and crossed boxes (WPS takes its own from it), circled numbers, dots, stars.
pub const WINGDINGS_2: Table = &[
    (0x20, "       ☎☎"),
    (0x40, "  ☜☞      ☝☟   ×"),
    (0x50, "√☒☑☒☒⊗⊗⊘     ‽"),
    (0x60, "         ⓪①②③④⑤⑥"),
    (0x70, "⑦⑧⑨⑩⓿❶❷❸❹❺❻❼❽❾❿"),
    (0x80, "☉"),
    (0x90, "     ·••●○○○◉⊙⦿▪"),
    (0xA0, "▪■■□□□□▣▣▣  ◆◆◆◇"),
    (0xB0, "◇◇◇◇ ◆◆◆◊     ■◆"),
    (0xC0, "      +++++++×××"),
    (0xD0, "××××************"),
    (0xE0, "**     ★★ ★ ★"),
    (0xF0, "   ☆    ※⁂"),
];

/// Wingdings 3: arrows and triangles.
pub const WINGDINGS_3: Table = &[
    (0x20, " ←→↑↓↖↗↙↘"),
    (0x30, " ↔↕"),
    (0x50, "          ←→←→←→"),
    (0x60, "←→    ←→↑↓↖↗↙↘↔↕"),
    (0x70, "▲▼△▽◀▶◁▷◣◢◤◥◀▶▲"),
    (0x80, "▼▲▼◀▶←→↑↓←→↑↓←→↑"),
    (0x90, "↓←→↑↓←→↑↓←→↑↓←→↑"),
    (0xA0, "↓←→↑↓←→←→←→←"),
    (0xB0, "→←→←→←→↑↓←→↑↓←→↑"),
    (0xC0, "↓←→↑↓←→↑↓"),
    (0xD0, " ←→↑↓↖↗↙↘←→↑↓↖↗↙"),
    (0xE0, "↘←→↑↓↖↗↙↘←→↑↓←→↑"),
    (0xF0, "↓"),
];

/// Webdings: mostly pictures.
pub const WEBDINGS: Table = &[
    (0x30, "   ◀▶▲▼     ■●"),
    (0x60, " √ □   ■      ●"),
    (0x70, "  ×？    ⊘⊖  │"),
    (0x90, "        ★✉✉✉"),
    (0xC0, "        ☎☎"),
    (0xD0, "         ☁"),
    (0xE0, "        Ⓟ"),
];
