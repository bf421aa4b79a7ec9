//! What a document has that no entry can have, and how it is told.

use std::collections::BTreeSet;

/// How often something was left out or changed, and what it said.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Left {
    /// How often.
    pub times: usize,
    /// The words.
    pub said: Vec<String>,
}

/// Something of a document that an entry cannot have.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Dropped {
    /// Text that was struck out in a revision.
    Deletion,
    /// Text that was put in by a revision and is kept.
    Insertion,
    /// Remarks at the margin.
    Comment,
    /// Marks of footnotes and endnotes that have no text.
    Note,
    /// Headers and footers with text in them.
    Header,
    /// Text that is not shown.
    Hidden,
    /// Text boxes, whose text is kept as paragraphs.
    TextBox,
    /// Words drawn as a picture.
    Art,
    /// Formulas that no line of text can say, in whose place a mark is left.
    Formula,
    /// Fractions, which are written in one line.
    Fraction,
    /// Text that its author struck out and that is kept so.
    Struck,
    /// Text of a colour, which is kept without it.
    Coloured,
    /// Text with a ground of another colour, which is kept without it.
    Highlighted,
    /// How characters are read, written above them.
    Ruby,
    /// Characters in circles or squares that have no sign of their own, kept without these.
    Enclosed,
    /// Mathematical letters, made plain.
    Letter,
    /// Fields that show nothing: what they would fetch.
    Field,
    /// What Word writes where a reference leads nowhere; a mark is left in its place.
    Reference,
    /// Tables of contents.
    Contents,
    /// What a form says where nobody has filled it in.
    Prompt,
    /// Other files that belong into the text, in whose place a mark is left.
    Outside,
    /// What is written only for programs newer than this one.
    Unknown,
    /// Charts, diagrams, embedded objects.
    Object,
    /// Pictures that cannot be set.
    Picture,
    /// Pictures whose file was made anew.
    Reworked,
    /// Pictures that are not shown.
    HiddenPicture,
    /// Pictures in headers and footers.
    HeaderPicture,
    /// Characters of a symbol font that have no equal.
    Symbol,
    /// Cells that were one across rows or columns.
    Merged,
    /// Tables within tables.
    NestedTable,
    /// Addresses behind links.
    Link,
    /// Numbers of pages between the lines of a text.
    PageNumber,
    /// What stands around the article of a page: navigation, other articles, who made the site.
    Around,
    /// Text that a page was saved with as hidden though it is most of what the page says: kept.
    Revealed,
    /// What may be chosen or pressed in a page and was not: other choices of a list, buttons.
    Control,
    /// The name of a page, which stands for the title that its text lacks.
    PageName,
    /// What a file is by its bytes, where its name says otherwise.
    Misnamed,
    /// The encoding of a text, where it is none of those usual here.
    Encoding,
    /// Bytes that are no character of the encoding, each with a sign at its place.
    Undecoded,
    /// The head of an e-mail that was copied with its text.
    Mail,
    /// Lines of plain text that were broken within a sentence and are joined: both sides.
    Joined,
    /// Lines of which one ends and the next begins with a digit, joined with a blank between.
    Severed,
}

impl Dropped {
    /// What is told about it.
    pub fn told(self, left: &Left) -> String {
        let times = left.times;
        let what = match self {
            Self::Deletion => format!("修订中删去的文字 {times} 处，没有用"),
            Self::Insertion => format!("修订中添上的文字 {times} 处，已用上"),
            Self::Comment => format!("批注 {times} 条，没有用"),
            Self::Note => format!("脚注或尾注的记号 {times} 个，没有对应的内容，没有用"),
            Self::Header => "页眉页脚里有文字，没有用".to_owned(),
            Self::Hidden => format!("隐藏的文字 {times} 处，没有用"),
            Self::TextBox => format!("文本框 {times} 个，文字放在原来的地方"),
            Self::Art => format!("艺术字 {times} 处，没有用"),
            Self::Object => format!("图表或嵌入的对象 {times} 个，留了「【待补」的记号"),
            Self::Picture => {
                format!("图片 {times} 张放不进稿件，正文里的写成了「【待补：图片】」")
            }
            Self::Reworked => format!("图片 {times} 张改了才能用"),
            Self::HiddenPicture => format!("隐藏的图片 {times} 张，没有用"),
            Self::HeaderPicture => format!("页眉页脚里的图片 {times} 张，没有用"),
            Self::Formula => format!("公式 {times} 个，留了「【待补：公式】」的记号"),
            Self::Fraction => format!("分数 {times} 个，写成了一行"),
            Self::Struck => format!("有删除线的文字 {times} 处，留下了，标了删除线"),
            Self::Coloured => format!("彩色的文字 {times} 处，文字留下了，颜色没有用"),
            Self::Highlighted => format!("加了底色的文字 {times} 处，文字留下了，底色没有用"),
            Self::Ruby => format!("注音 {times} 处，没有用"),
            Self::Enclosed => format!("带圈或带框的字 {times} 处，只留下里面的字"),
            Self::Letter => format!("数学字母 {times} 处，换成了普通字母"),
            Self::Field => format!("没有结果的域 {times} 个，没有用"),
            Self::Reference => format!("引用出错的地方 {times} 处，留了「【待补：引用】」的记号"),
            Self::Contents => format!("目录 {times} 处，没有用"),
            Self::Prompt => format!("没有填写的提示文字 {times} 处，没有用"),
            Self::Outside => {
                format!("嵌入或链接的文件 {times} 个，没有读进来，留了「【待补」的记号")
            }
            Self::Unknown => format!("只有更新的软件才认识的内容 {times} 处，没有用"),
            Self::Symbol => format!("特殊符号 {times} 个，换成了「□」"),
            Self::Merged => format!("合并的单元格 {times} 处，已拆开"),
            Self::NestedTable => format!("表中的表 {times} 个，只留下文字"),
            Self::Link => format!("超链接 {times} 个，只留下文字"),
            Self::PageNumber => format!("页码 {times} 处，没有用"),
            Self::Around => format!("网页上正文以外的文字 {times} 处，没有用"),
            Self::Revealed => {
                format!("网页存下来时正文是隐藏的（{times} 处），已照读，请与原网页核对")
            }
            Self::Control => format!("网页上没有选的选项、按钮 {times} 处，没有用"),
            Self::PageName => "网页的文字里没有标题，用网页的名称作标题，请核对".to_owned(),
            Self::Misnamed => "文件的后缀与内容不符，按内容读的，内容是".to_owned(),
            Self::Encoding => "文字的编码不常见，已转换，请核对有没有认错的字。编码是".to_owned(),
            Self::Undecoded => format!("认不出的字 {times} 处，留了「【待补」的记号"),
            Self::Joined => format!("断在句中的行 {times} 处，接成一段"),
            Self::Severed => {
                format!("两行之间数字连着数字 {times} 处，中间留了空格，请核对是不是一个数")
            }
            Self::Mail => format!("邮件的抬头 {times} 行，不放进正文"),
        };
        // Of a dozen pictures of one format, the format is said once.
        let mut said = left.said.clone();
        if matches!(self, Self::Picture | Self::Reworked) {
            let mut seen = BTreeSet::new();
            said.retain(|text| seen.insert(text.clone()));
            return format!("{what}：{}", quoted(&said, said.len()));
        }
        match said.as_slice() {
            [] => what,
            said => format!("{what}：{}", quoted(said, times)),
        }
    }
}

/// What was left out, in its own words, each on one line; `times` in all.
pub fn quoted(said: &[String], times: usize) -> String {
    let all = said.iter().map(|text| format!("「{}」", text.replace('\n', " ")));
    let more = if times > said.len() { "等" } else { "" };
    all.chain([more.to_owned()]).collect()
}
