//! Rules about characters and punctuation (GB/T 15834).

mod pairs;
mod runs;

use super::across::Archive;
use super::rule::rules;
use super::{Draft, Findings, Group, Rulebook};

/// The rules.
pub const GROUP: Group = Group { name: "标点和字符", rules: RULES, check };

rules! {
    /// 汉字之间用了半角标点。
    ///
    /// 中文里的逗号、分号、冒号、问号、叹号用全角。数字、网址、外文里的不算。
    ///
    /// - 错：各乡镇,各部门
    /// - 对：各乡镇，各部门
    HALF_WIDTH_MARK = "half-width-mark", Warning;
    /// 标点重复，或两个点号连在一起。
    ///
    /// 「？！」「！！」和省略号、破折号不算。
    ///
    /// - 错：抓好落实。。各乡镇，，各部门
    /// - 对：抓好落实。各乡镇，各部门
    DOUBLED_MARK = "doubled-mark", Warning;
    /// 省略号写成了几个句号或几个小点。
    ///
    /// 省略号是两个三连点，占两个字的位置（GB/T 15834 4.11）。
    ///
    /// - 错：煤改气、煤改电...
    /// - 对：煤改气、煤改电……
    ELLIPSIS = "ellipsis", Warning;
    /// 破折号写成了两个减号。
    ///
    /// 破折号占两个字的位置，中间不断开（GB/T 15834 4.10）。
    ///
    /// - 错：一个目标--空气质量改善
    /// - 对：一个目标——空气质量改善
    DASH = "dash", Warning;
    /// 数字、字母用了全角。
    ///
    /// 全角的数字和字母比汉字还疏，查找时也找不到。
    ///
    /// - 错：２０１８年、ＰＭ２．５
    /// - 对：2018年、PM2.5
    FULL_WIDTH_ALPHANUMERIC = "full-width-alphanumeric", Warning;
    /// 正文里两个汉字之间有空格。
    ///
    /// 多半是从网页或 Word 粘贴时带来的。两个字的姓名中间空一格、数字前后的空格、段首的缩进不算。
    ///
    /// - 错：全面抓好清洁 取暖改造工作
    /// - 对：全面抓好清洁取暖改造工作
    STRAY_SPACE = "stray-space", Hint;
    /// 有看不见或不该有的字符。
    ///
    /// 零宽空格、软连字符一类看不见，却会让查找、断行出错；「�」一类是编码转换时丢了字。
    ///
    /// 改法：看不见的可以自动删去；丢了字的，照来稿补上。
    CONTROL_CHARACTER = "control-character", Warning;
    /// 汉字数字里的「〇」写成了别的字符。
    ///
    /// - 错：二○一八年、二0一八年
    /// - 对：二〇一八年
    LOOKALIKE_CHARACTER = "lookalike-character", Warning;
    /// 引号没有成对。
    ///
    /// 一段里左引号和右引号应一样多。引文有几段、每段开头都用左引号的不算。
    ///
    /// 改法：补上缺的一个，或删去多的一个。
    UNPAIRED_QUOTE = "unpaired-quote", Warning;
    /// 括号没有成对。
    ///
    /// 改法：补上缺的一个，或删去多的一个。段首的序号「1）」不算。
    UNPAIRED_BRACKET = "unpaired-bracket", Warning;
    /// 书名号没有成对。
    ///
    /// - 错：根据《森林法等有关法律法规
    /// - 对：根据《森林法》等有关法律法规
    UNPAIRED_BOOK_TITLE = "unpaired-book-title", Warning;
    /// 双引号里面又用了双引号。
    ///
    /// 引号里面再用引号，外面用双引号，里面用单引号（GB/T 15834 4.8.3.4）。
    ///
    /// - 错：他说：“要做好“煤改气”工作。”
    /// - 对：他说：“要做好‘煤改气’工作。”
    NESTED_QUOTE = "nested-quote", Warning;
    /// 汉字旁边用了直引号。
    ///
    /// - 错：中央环保督察"回头看"
    /// - 对：中央环保督察“回头看”
    STRAIGHT_QUOTE = "straight-quote", Warning;
    /// 相邻的引号之间、相邻的书名号之间用了顿号。
    ///
    /// 并列的引号之间、书名号之间通常不用顿号（GB/T 15834 4.5.3.5）。
    ///
    /// - 错：“放管服”、“最多跑一次”
    /// - 对：“放管服”“最多跑一次”
    SERIAL_COMMA = "serial-comma", Hint;
}

fn check(draft: &Draft<'_>, _: &Rulebook, _: &Archive, out: &mut Findings<'_>) {
    for passage in draft.passages() {
        runs::check(passage, out);
        pairs::check(passage, out);
    }
}

/// Whether it is a 汉字.
fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{3FFFF}' | '〇')
}
