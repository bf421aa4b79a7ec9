//! The stable names of findings, each with the page that `jianbao explain` prints.
//!
//! The pages are read by clerks, so they are in Chinese.

/// The name of a kind of finding and its page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Code {
    /// Kebab-case, never renamed.
    pub name: &'static str,
    /// What it means, why it matters, an example and the remedy, in Markdown.
    pub page: &'static str,
}

impl Code {
    /// Stands in a page for the list of the kinds of entries, which nothing here knows.
    pub const KINDS: &str = "{内置类型}";

    /// The code with this name.
    pub fn find(name: &str) -> Option<Self> {
        ALL.iter().copied().find(|code| code.name == name)
    }

    /// What it is, in one sentence.
    pub fn summary(&self) -> &'static str {
        let line = self.page.lines().next().unwrap_or_default().trim();
        line.strip_suffix('。').unwrap_or(line)
    }

    /// The page without the blank that doc comments begin their lines with. Where the kinds of entries
    /// are to be named stands [`Code::KINDS`].
    pub fn text(&self) -> String {
        let lines = self.page.lines().map(|line| line.strip_prefix(' ').unwrap_or(line));
        lines.collect::<Vec<_>>().join("\n").trim_end().to_owned()
    }
}

macro_rules! codes {
    ($($(#[doc = $page:literal])+ $ident:ident = $name:literal;)+) => {
        $($(#[doc = $page])+ pub const $ident: Code =
            Code { name: $name, page: concat!($($page, "\n"),+) };)+
        /// Every code, in the order of this file.
        pub const ALL: &[Code] = &[$($ident),+];
    };
}

codes! {
    /// 文件中有不认识的项目名（键）。
    ///
    /// 写错一个字，那一项就不会起作用，例如 `标提: …` 会让简报没有标题。
    ///
    /// 改法：照提示改成正确的名称；可用的名称见 `jianbao schema`。
    UNKNOWN_KEY = "unknown-key";
    /// 同一个项目名写了两次。
    ///
    /// 程序不知道该用哪一个。改法：删去其中一处。
    DUPLICATE_KEY = "duplicate-key";
    /// 缺少必须填写的项目。
    ///
    /// 例如 `issue.yaml` 没有期号或日期。改法：补上提示中的那一项。
    MISSING_KEY = "missing-key";
    /// 项目的值写法不对。
    ///
    /// 例如该写数字的地方写了文字，该写一段文字的地方写了列表。改法见提示。
    WRONG_VALUE = "wrong-value";
    /// 日期不存在或写法不对。
    ///
    /// 例如 `2018-11-31`。可以写成 `2018-11-27` 或 `2018年11月27日`。
    WRONG_DATE = "wrong-date";
    /// 期号写法不对，或与所在文件夹不一致。
    ///
    /// 期号是从 1 开始的整数，文件夹 `028` 里的 `issue.yaml` 应写 `number: 28`。
    WRONG_NUMBER = "wrong-number";
    /// 来稿导入不了。
    ///
    /// 能导入的有 `.docx`、`.txt`、`.md`、`.html`，以及装着这些的文件夹和 `.zip`。旧格式的 Word（`.doc`）、
    /// WPS（`.wps`）、RTF、PDF、加了密码的和损坏的文件都不行。
    ///
    /// 改法：用 Word 或 WPS 打开，另存为 `.docx`（有密码的先去掉密码），再导入。
    UNREADABLE_DISPATCH = "unreadable-dispatch";
    /// 稿件写的栏目不在 `jianbao.yaml`（或本期 `issue.yaml`）的栏目表中。
    UNKNOWN_COLUMN = "unknown-column";
    /// 稿件写的类型没有对应的模板。
    ///
    /// 内置类型有{内置类型}；
    /// 自己的类型要有模板 `templates/entries/类型.typ`。
    UNKNOWN_KIND = "unknown-kind";
    /// YAML 的写法有误，无法读取。
    ///
    /// 常见原因：缩进用了制表符、引号没有成对、列表或对齐不一致。
    YAML_SYNTAX = "yaml-syntax";
    /// 项目名后面用了全角冒号。
    ///
    /// 程序已按半角冒号处理。改法：把「：」改成「: 」（半角冒号加空格）。
    FULL_WIDTH_COLON = "full-width-colon";
    /// 一行里「 #」后面的字是注释，不会印出来。
    ///
    /// 改法：要印出来的，把整个值放进双引号，如 `标题: "大唐热电 #2 机组"`；确是注释的，在「#」后面空一格。
    CUT_BY_COMMENT = "cut-by-comment";
    /// 文件的编码无法识别。
    ///
    /// 支持 UTF-8 和 GB18030（GBK）。改法：用记事本另存为 UTF-8。
    UNREADABLE_ENCODING = "unreadable-encoding";
    /// 文件超过大小上限，或嵌套太深。
    ///
    /// 稿件是文字，不应有这么大。常见原因：把图片或整个 Word 文件粘了进来。
    ///
    /// 改法：确有需要的，在 `jianbao.yaml` 的「限制」里把「文件大小」或「嵌套」改大。`jianbao.yaml`、`issue.yaml`
    /// 等设置文件的大小、YAML 的嵌套和一行文字的字数不能改。
    TOO_LARGE = "too-large";
    /// 稿件数、期数或页数超过上限。
    ///
    /// 上限远远超过一份简报的需要，多半是放错了文件夹，或模板、稿件里重复了很多遍。
    ///
    /// 改法：确有需要的，在 `jianbao.yaml` 的「限制」里把提示中的那一项改大，例如 `限制: {页数: 2000}`。
    TOO_MANY = "too-many";
    /// 排一期用的时间超过上限，没有排完。
    ///
    /// 多半是工作区 `templates` 里改过的模板循环太多，也可能是表格特别大，或机器正忙。其他各期不受影响。
    /// 没有排完的一期，程序在结束以前不能完全停下它；这样的有了四次，就不再往下排。
    ///
    /// 改法：改正模板，或把特别大的表格拆开；确有需要的，在 `jianbao.yaml` 的「限制」里把「用时」改大。
    TOO_SLOW = "too-slow";
    /// Markdown 稿件开头的项目区（两行 `---` 之间）没有开始或没有结束。
    ///
    /// 项目区前后各要有一行 `---`，是三个半角减号，单独成行。
    UNCLOSED_FRONT_MATTER = "unclosed-front-matter";
    /// 稿件没有标题。
    MISSING_TITLE = "missing-title";
    /// 稿件没有正文。
    EMPTY_ENTRY = "empty-entry";
    /// 本期文件夹里有文件像稿件，但按名字或位置不算稿件，没有用上。
    ///
    /// 稿件是直接放在本期文件夹里、以 `.md`、`.yaml` 或 `.yml` 结尾的文件。Windows 常隐藏扩展名，
    /// `10-甲.md` 可能其实是 `10-甲.md.txt`。Word 文件用 `jianbao import` 导入。
    /// 名字以 `_`、`.` 或 `~` 开头的不算，也不提示。
    NOT_AN_ENTRY = "not-an-entry";
    /// 这一期里没有可用的稿件。
    ///
    /// 稿件是本期文件夹里的 `.md`、`.yaml`、`.yml` 文件，Word 文件用 `jianbao import` 导入；
    /// 文件名以 `_`、`.` 或 `~` 开头的、写了「暂缓: 是」的不算。
    NO_ENTRIES = "no-entries";
    /// 首页没有正文。
    ///
    /// 公文首页必须显示正文（GB/T 9704 7.3.3）。程序已依次收紧红线下的空行、报头的位置和首篇标题的字号，
    /// 仍然排不下。改法：缩短编者按，或去掉本期要目。
    FIRST_PAGE = "first-page";
    /// 正文里有网页代码（HTML），不能排版。
    ///
    /// 改法：删去尖括号里的代码，只留文字；要显示尖括号本身，写成 `\<`。
    RAW_HTML = "raw-html";
    /// 句号后面换了一行，没有空行，两行印成了一段。
    ///
    /// 另起一段，中间要空一行；行首有序号（一、（一）1.（1））、「一是」、四个空格、制表符或全角空格的，自动另起一段。
    /// 改法：要分段就空一行；本来就是一段的，把两行接成一行。
    MERGED_LINES = "merged-lines";
    /// 用全角符号写了标题、列表、图片或链接，没有当作 Markdown，会照原样印出。
    ///
    /// 改法：改成半角的 `#`、`-`、`>`、`[说明](地址)`；本来就要印这个符号的，不用改。
    FULL_WIDTH_MARKUP = "full-width-markup";
    /// 脚注只有引用没有内容，或只有内容没有引用。
    FOOTNOTE = "footnote";
    /// 图片文件找不到、打不开、不完整或格式不支持，或者图片后面花括号里写的看不懂、用不上。
    ///
    /// 图片放在本期文件夹的 `assets` 里，扩展名是 `.png`、`.jpg`、`.jpeg`、`.gif`、`.webp` 或 `.svg`；
    /// 究竟是其中哪一种，以文件内容为准。没有传完的照片（下半截是灰的）不能用；虚线太密的 SVG 图，有图案填充、
    /// 蒙版、线端标记（箭头）、滤镜（阴影、模糊）或动画的 SVG 图也不能用，要在画图软件里另存为 PNG；印刷用颜色
    /// （CMYK）的照片换成普通颜色印，并提醒核对。
    ///
    /// 图片按每英寸 96 个像素印成自己的大小，最宽与版心同宽，最高为版心的六成。要别的大小，在后面写宽度：
    /// `![说明](assets/1.jpg){宽=6cm}`，也可以是 `60mm`、`50%`。要放在一段文字旁边，写 `{位置=右}` 或
    /// `{位置=左}`，下面紧接这段文字；两样都写的，中间空一格：`{宽=4cm 位置=右}`。
    PICTURE = "picture";
    /// 图片路径指向了本期文件夹之外。
    ///
    /// 只能用本期文件夹以内的图片，网上的图片要先下载到 `assets` 里。
    PICTURE_OUTSIDE = "picture-outside";
    /// 图片（SVG）里有脚本，或引用了图片以外的东西。
    ///
    /// SVG 是写成文字的图，里面可以藏脚本、网页、外部图片和样式的地址。这样的图不能印进 PDF 归档：换一台电脑
    /// 看到的可能不同，来历不明的还可能有害。不许有的是：脚本（`<script>`、`onclick` 等）、网页内容
    /// （`<foreignObject>`）、`#` 以外的引用（`href`、`url(…)`、`@import`）、文档类型声明（`<!DOCTYPE … [`、
    /// `<!ENTITY`）。嵌在图里的图片只能是 PNG 或 JPEG。
    ///
    /// 改法：在画图软件里另存为 PNG，或另存为不带脚本、链接的普通 SVG。
    PICTURE_UNSAFE = "picture-unsafe";
    /// 文件或文件夹是链接，指向工作区之外。
    ///
    /// 链接指到外面，别人拿到这个工作区就打不开；来历不明的工作区，还会借它把这台电脑上别的文件印进 PDF。
    /// 所以稿件、图片、模板、字体、`jianbao.yaml` 等，只读真正在工作区里的；指向工作区以内的链接可以用。
    /// 放 PDF 的 `out` 文件夹可以是指向别处（如网络磁盘）的链接。
    ///
    /// 改法：删去链接，把它指向的文件（或文件夹）本身复制进来。
    LINK_OUTSIDE = "link-outside";
    /// 图片没有文字说明，PDF 不能标为无障碍（PDF/UA）。
    ///
    /// 改法：在方括号里写明图片内容，如 `![张祥在西兴街社区察看煤改气工程](assets/1.jpg)`。
    PICTURE_ALT = "picture-alt";
    /// 表格各行的格子数不一致，或要合并的格子合不起来。
    ///
    /// 一行的格子比表头多时，多出的会并入最后一格。改法：把表头补齐，或删去多余的「|」。
    ///
    /// 只写 `^^` 的格子并入上面的格子，只写 `<<` 的并入左边的格子。第一行上面、第一列左边没有格子，不能这样写；
    /// 合并的几格要成长方形。合不起来的照原样印成文字。本来就要印这两个符号的，写成 `\^^`、`\<<`。
    TABLE = "table";
    /// 链接的地址不能用。
    ///
    /// 可用的有 http、https、mailto、tel、ftp；别的地址印成普通文字。
    LINK = "link";
    /// 所有字体里都没有这个字，印出来会是空框。
    ///
    /// 改法：核对是否错字；确是生僻字，把含有它的字体放进工作区的 `fonts` 文件夹。
    MISSING_GLYPH = "missing-glyph";
    /// 行首出现了点号或后括号，或行尾出现了前括号、前引号。
    ///
    /// 多半是一连串标点造成的，排版程序找不到更好的断行处（GB/T 15834 5.1）。改法：核对这几个标点，或改动前后一两个字。
    ROW_EDGE = "row-edge";
    /// 文字伸出了版心，印不全。
    ///
    /// 常见原因：很长的网址或字母串中间没有可以换行的地方，或标题、编发单位、报送单位太长，或表格的列太多。
    ///
    /// 表格按内容分配各列的宽度，放不下时先缩小字号，再把太长的数字、网址拆成几行；还放不下的，指出是哪一格。
    /// 改法：减少几列，或在稿件里写一行「横排: 是」。
    OVERFLOW = "overflow";
    /// 模板有误。
    ///
    /// 工作区 `templates` 文件夹里的模板写法不对；删去或改名那个文件就会用回内置模板。
    TEMPLATE = "template";
    /// 排版程序报告的错误。
    TYPESET = "typeset";
    /// 排出来的页面与版式不符。
    ///
    /// 每次生成都量一遍自己的页面：纸张、行格、版心、页码、报头、红线、报尾、避头尾。用内置模板排的，与版式
    /// 不符只提醒，PDF 照常生成；用本单位自己的模板排的，改过的地方与版式不符就不出正式 PDF，草稿只提醒。
    ///
    /// 改法：用 `jianbao measure 期号` 查看全部量值，照提示改稿件或模板。行距、页码、期号、红线、字体等有现成的
    /// 设置，见 `jianbao profile --manual`，不必改模板。是特意这样排的，在 `jianbao.yaml` 里写明：
    /// `测量: {例外: {red-rule: 五角星, page-number: 居中}}`。
    ///
    /// 检查名是 `jianbao measure` 的「检查」或「项目」一栏里的。要改提醒的轻重，写
    /// 「检查: {级别: {page-geometry: 提示}}」。
    PAGE_GEOMETRY = "page-geometry";
    /// 段落的最后一行只有一两个字（孤字）。
    ///
    /// 孤字不成行：看起来空，还多占一行。改法：在这一段里删去提示的字数，或多写几个字。
    RUNT = "runt";
    /// 标题落在一页的最后一行，与下文分在两页。
    ///
    /// 改法：在这一页增删一两行。
    STRANDED_HEADING = "stranded-heading";
    /// 标题有一行比版心还宽，被硬断成两行。
    ///
    /// 改法：在标题里用「|」写明断行处，或缩短标题。
    TITLE_TOO_WIDE = "title-too-wide";
    /// 再删几行就能省一页。
    ///
    /// 最后一页只有几行正文，或只差几行报尾就能提前一页。改法：删去提示的行数；末行只有几个字的段落最好删，
    /// 用 `jianbao measure 期号` 查看它们。
    FEW_ROWS = "few-rows";
    /// 字体文件打不开、没有用途，或没有要用的字体。
    ///
    /// 各种用途的字体写在 `jianbao.yaml` 的「字体」里，如「字体: {报头: 方正大标宋简体}」，用字体自己的名称，字体文件放在工作区的
    /// `fonts` 文件夹里。没有这个名称的字体，不换别的字体代替，要改正。放在 `fonts` 里而没有写明用途的字体，只用来补别的字体没有的字；
    /// 本来就要它补字的，写「字体: {补字: 名称}」。
    FONT = "font";
    /// 同一个期号用了两次。
    ///
    /// 印出去以后，没有人知道说的是哪一期。常见的有两种：同一年里有两个文件夹是同一期（`28` 和 `028`）；
    /// 编号方式是「连续」，而两年里有相同的期号（`2018/28` 和 `2019/28`）。
    ///
    /// 改法：留下一个，另一个改成没有用过的期号（文件夹名和 `issue.yaml` 一起改）；每年从 1 编起的，
    /// 在 `jianbao.yaml` 里写「编号方式: 按年」。新的一期用 `jianbao new` 取号，就不会重。
    DOUBLED_NUMBER = "doubled-number";
    /// 期号不连续，中间缺了几期。
    ///
    /// 归档时会被当作丢失。例如有第 24 期和第 28 期，没有第 25、26、27 期。
    ///
    /// 印发后撤回、后面的又印发了的，也在这里提醒。第一期以前的不算缺。
    ///
    /// 改法：核对是不是编错了号；在别处印发的，把它的文件夹放进来；撤回的，改好后仍用这个期号印发。
    NUMBER_GAP = "number-gap";
    /// 日期比前一期还早。
    ///
    /// 期号往后，日期不会往前，多半有一期的日期或期号写错了，例如第 28 期是 11 月 27 日，第 29 期却是 11 月 20 日。
    ///
    /// 改法：核对提示里的两期，改正写错的那一期。
    DATE_BACKWARDS = "date-backwards";
    /// 总期号重复，或没有一期加一。
    ///
    /// 总期号是正刊、增刊合在一起、各年接着往下数的，每印一期加一，不能有两期相同。
    ///
    /// 改法：核对提示里的各期，改正 `issue.yaml` 里的「总期号」。
    TOTAL_NUMBER = "total-number";
    /// 印发登记 `ledger.yaml` 里有不对的地方。
    ///
    /// 它由程序写入，每印发一期加一条，靠它核对归档的 PDF。手工改动、合并时留下的痕迹会使它读不出来；
    /// 读不出来时，程序不会往里写，也不会取新的期号。登记少了，`out` 里有印发过的 PDF 却没有登记，被换下、撤回的
    /// PDF 不见了或改过，也这样提醒。
    ///
    /// 改法：照提示改正那一处；改不好时，从备份中取回这个文件。没有备份的，把它移到别处，运行
    /// `jianbao register rebuild`，照 `out` 里印发过的 PDF 重建。
    LEDGER = "ledger";
    /// 登记过的一期，文件夹不见了。
    ///
    /// `ledger.yaml` 里有这一期，工作区里却没有它的文件夹，不能再核对或重印。它的期号不会再给别的期用。
    ///
    /// 改法：从备份中取回它的文件夹；改过名的，改回原名。
    LOST_ISSUE = "lost-issue";
    /// 这一期已经印发过，现在排出来的与印发的不同。
    ///
    /// 印发过的 PDF 不会被悄悄换掉：`jianbao build` 把新排的另存在旁边（`…-重排.pdf`），`jianbao publish` 不再登记。
    ///
    /// 改法：先用 `jianbao verify` 看哪里不同。不该变的，把稿件改回去；确实要更正的，写明原因重新印发：
    /// `jianbao publish 28 --reissue "更正第3页的职务"`，上一版会存为 `…-第1版.pdf`，原因记在 `ledger.yaml` 里。
    /// 印错了要收回的，用 `jianbao publish 28 --withdraw "原因"` 撤回。
    ISSUED = "issued";
    /// 文件名里有别的系统上不能用的字符。
    ///
    /// 附在 PDF 里的稿件，以后要在任何一台电脑上都能取出来；Windows 的文件名里不能有 `? * : " < > |`，
    /// 也不能叫 `con`、`nul` 这样的名字；只差大小写的两个文件名，在那里是同一个文件。不附稿件的，只提醒。
    ///
    /// 改法：给文件改名；图片改名后，稿件里引用它的地方也要改。
    FILE_NAME = "file-name";
    /// 密级高于「内部」，而本程序不提供任何保密措施。
    ///
    /// 密级只是印在左上角的几个字。程序不加密、不控制谁能看，稿件、PDF 和缓存都是普通文件。涉密（秘密、机密、
    /// 绝密）的内容只能在涉密计算机上，按保密规定制作、传递、保存和销毁，不能放在联网的电脑上，也不能用
    /// `jianbao preview --listen` 给别人看。
    ///
    /// 改法：涉密的，停止在这台电脑上编排，请教单位的保密工作人员；不涉密的，改正密级，如「内部资料　注意保存」。
    CLASSIFICATION = "classification";
    /// 设置或稿件里写了一个没有的规则名。
    ///
    /// 写错一个字，要关掉的规则就关不掉。规则的名称见 `jianbao explain`。
    ///
    /// 改法：照提示改正名称。
    UNKNOWN_RULE = "unknown-rule";
    /// 忽略某条规则的说明没有起作用，或没有写原因。
    ///
    /// 稿件里的 `<!-- jianbao: 忽略 规则名：原因 -->` 让一条规则不查它后面的一段。那一段已经没有这个问题时，
    /// 说明就没有用了，留着会把以后的真错也放过去；没有写原因，别人就不知道为什么放过。
    ///
    /// 改法：没有用的删去；没有原因的，在规则名后面写上原因。
    SILENCE = "silence";
}
