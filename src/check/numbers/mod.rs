//! Rules about numbers and dates (GB/T 15835).

mod about;
mod agreement;
mod amounts;
mod approximate;
mod average;
mod bracketed;
mod change;
mod dates;
mod figures;
mod forms;
mod hours;
mod lists;
mod loose;
mod measures;
mod named;
mod opposites;
mod paragraphs;
mod per;
mod periods;
mod plausible;
mod products;
mod quantities;
mod rates;
mod spans;
mod stated;
mod sums;
mod totals;
mod typed;
mod writing;

use std::collections::BTreeSet;

use chrono::{Datelike, NaiveDate};

use super::across::Archive;
use super::rule::rules;
use super::{Draft, Findings, Group, Passage, Rulebook, Story};
use crate::diagnostic::{Diagnostic, Span};

/// What is to be done where figures do not agree.
const RECKON: &str = "算一算，改正写错的那个数";

/// The rules.
pub const GROUP: Group = Group { name: "数字和日期", rules: RULES, check };

rules! {
    /// 日期不存在。
    ///
    /// 例如「11月31日」「2月30日」「13月5日」；2月29日只在闰年有，年份看这句话前面写的，没有写就看稿件或本期的日期。
    /// 印出去以后，没有人知道说的是哪一天。
    ///
    /// - 错：11月31日，全市召开推进会。
    /// - 对：11月30日，全市召开推进会。
    ///
    /// 改法：核对来稿或日历。
    IMPOSSIBLE_DATE = "impossible-date", Error;
    /// 日期与星期对不上。
    ///
    /// 年份看日期里写的，写了的是错误；没有写的，看标题和前面写到的各年、离稿件（或本期）日期最近的那一年，
    /// 都对不上才提醒（警告）。日期和星期总有一个写错了，是哪一个要问来稿单位。
    ///
    /// - 错：2018年11月27日（星期三）
    /// - 对：2018年11月27日（星期二）
    ///
    /// 改法：核对日历，改日期，或改星期。
    DATE_WEEKDAY = "date-weekday", Error;
    /// 日期里的月、日前面多了一个 0。
    ///
    /// 正文里的日期不编虚位（GB/T 15835 4.2；GB/T 9704 7.3.5.4）。
    ///
    /// - 错：2018年08月05日、2018年08月
    /// - 对：2018年8月5日、2018年8月
    LEADING_ZERO = "leading-zero", Warning;
    /// 上午、下午和钟点对不上，或钟点不存在。
    ///
    /// 写了「下午」就用 12 小时的说法，用 24 小时的说法就不写「下午」。
    ///
    /// 晚上的钟点不说「下午」，凌晨只到6时；24时以后是第二天；起止的钟点不能颠倒。
    ///
    /// - 错：下午15时、上午14时、下午9时30分、11月27日25时、24时30分、8:00至7:30
    /// - 对：下午3时，或15时；晚上9时30分；次日0时30分
    WRONG_HOUR = "wrong-hour", Warning;
    /// 稿件的日期比本期的印发日期还晚。
    ///
    /// 事情还没有发生，不会登在简报上，多半是有一个日期写错了。稿件没有写日期的，看正文开头的日期；
    /// 「将于」「起」「前」一类说以后的事的不算。
    ///
    /// 正文里「于3月25日竣工，目前已通过验收」，而那一天还没有到，也提醒。
    ///
    /// 改法：核对稿件的日期和 `issue.yaml` 里的日期。
    LATER_THAN_ISSUE = "later-than-issue", Warning;
    /// 稿件的日期比本期早得太多。
    ///
    /// 简报讲时效。默认早 30 天以上提醒，天数在 `jianbao.yaml` 里改：`检查: {来稿期限: 15}`。
    ///
    /// 改法：核对日期有没有写错；确实用旧稿的，忽略这一条。
    STALE_DISPATCH = "stale-dispatch", Warning;
    /// 概数中间多了顿号。
    ///
    /// 相邻的两个数字连用表示概数，中间不用顿号（GB/T 15834 4.5.3.6）。
    ///
    /// - 错：走访五、六个村；评出三、四十名先进个人；跑三、五趟；走访5、6户
    /// - 对：走访五六个村；评出三四十名先进个人；跑三五趟；走访五六户
    APPROXIMATE = "approximate", Warning;
    /// 用了「昨天」「本周」一类要看是哪天说的日期。
    ///
    /// 简报印出来、读到时已经过了几天，「昨天」就不知道是哪一天。引语里的、「今天的中国」一类不算。
    ///
    /// 改法：改成几月几日。
    RELATIVE_DATE = "relative-date", Warning;
    /// 年份只写了两位。
    ///
    /// 年份要写全，不用简写（GB/T 15835 5.1.4）。「刑期12年6月」一类说多长时间的不算。
    ///
    /// - 错：18年11月、从18年起、截至18年底、18年计划新建8个、2021-25年、90年代
    /// - 对：2018年11月、从2018年起、截至2018年底、2021—2025年、20世纪90年代
    TWO_DIGIT_YEAR = "two-digit-year", Warning;
    /// 百分数的写法不对。
    ///
    /// 两个百分数相减，差用「个百分点」，不用「%」；「增速」「比重」「满意度」的升降也是这样。合格率、参训率一类不会超过100%。
    ///
    /// - 错：提高5%个百分点、提高5百分点、百分之30、由71.3%提高到74.5%，提高3.2%
    /// - 对：提高5个百分点、30%、由71.3%提高到74.5%，提高3.2个百分点
    PERCENTAGE = "percentage", Warning;
    /// 数值范围的写法不对。
    ///
    /// 数值范围用一字线「—」或浪纹线「～」，不用短横；前一个数的「%」「万」「亿」不能省（GB/T 15835 5.1.3）。
    /// 后一个数比前一个小的，多半写颠倒了。
    ///
    /// - 错：增长10—20%、投资3-5亿元、5%-10%、2021-2025年、11月20-25日、5—3天、3月15日至10日
    /// - 对：增长10%—20%、投资3亿—5亿元、5%—10%、2021—2025年、11月20—25日、3—5天、3月10日至15日
    NUMBER_RANGE = "number-range", Warning;
    /// 减少、下降用了倍数。
    ///
    /// 减少一倍就没有了，说减少用百分数或分数。
    ///
    /// - 错：事故起数下降了2倍
    /// - 对：事故起数下降了三分之二
    DECREASE = "decrease-by-times", Warning;
    /// 阿拉伯数字和汉字数字混用。
    ///
    /// 「万」「亿」可以和阿拉伯数字连用，「百」「千」「几」不可以；「千瓦」「千克」一类是单位，不算。
    ///
    /// 用汉字写的年份，零写成「〇」（GB/T 15835 5.1.4）。
    ///
    /// 同一句里同类的数用同一种写法；「数」「上」「几」后面用汉字；票据上的大写数字不用在正文里。
    /// 「零距离」「第一书记」“十四五”「星期三」一类词里的数用汉字；「俩」「仨」后面没有量词。
    ///
    /// - 错：补助3千元、走访20几户、二〇二二年9月、二零一八年、五十六户和42名、数10户、叁万亩
    /// - 对：补助3000元、走访二十几户、2022年9月、二〇一八年、56户和42名、数十户、3万亩
    MIXED_NUMERAL = "mixed-numeral", Warning;
    /// 列出的和说的对不上。
    ///
    /// 「等」后面写了几个，前面列出来的却不止几个：数字或名单有一个错了。列出的比说的少，是举例，不算；
    /// 名单里有括号、「和」的，数不准，不查。「共几人：」后面全是姓名的，多了少了都提醒。
    ///
    /// 紧挨着名单写的「四县」「五大行动，即……」，多了少了都提醒。
    ///
    /// 各项的数加起来不等于总数，减下来不等于「其余」的，也提醒；「其中」只举几项的、单位不同的不查。
    ///
    /// 「三项措施：」「“三到位”：」后面整齐列出的，「甲、乙、丙4人」的姓名，「3万户中已有4万户」「发出500份、收回532份」，
    /// 「第一批、第二批、第二批」，「3600万元（3.6亿元）」，另起一段的「其中」「剩余」，也都看。
    ///
    /// 「其中」各项加起来超过总数，「满意」「基本满意」「不满意」加起来超过100%，亩和公顷换算不对，也提醒。
    ///
    /// 表格里「合计」「总计」一行，与各行加起来不等的，也提醒；有「小计」「其中」、合并的单元格的表，比率、序号一类的列，不查。
    ///
    /// - 错：山阴县、应县、右玉县等2个县；共85人（男40人、女35人）；检查20家，其中合格5家，其余14家整改
    /// - 对：山阴县、应县、右玉县等3个县；共85人（男45人、女40人）；检查20家，其中合格5家，其余15家整改
    SUM_MISMATCH = "sum-mismatch", Warning;
    /// 百分比与前面的两个数对不上。
    ///
    /// 前面紧挨着写了总数和其中的一部分，后面是「完成率」「占比」一类的百分比，算出来却不是这个数：三个数里有一个写错了。
    /// 四舍五入的差别不算。「超七成（63.5%）」「三分之一（60家）」「占1/3」「超出任务（40公里）10%」也看。
    ///
    /// - 错：应改120户，已改96户，完成率85%；超七成的群众（63.5%）
    /// - 对：应改120户，已改96户，完成率80%；超六成的群众（63.5%）
    SHARE = "share-mismatch", Warning;
    /// 约数前后说了两遍。
    ///
    /// 「近」「约」和「余」「多」「左右」都是说大概，只用一个（GB/T 15835 4.2.3）；「超」「至少」「不超过」后面也不再用
    /// 「多」「以上」「以内」。
    ///
    /// - 错：近3000余户、约50人左右、超4万多户、至少3名以上、300余户左右、100多余人
    /// - 对：近3000户、3000余户、约50人、超4万户、至少3名、300余户、100余人
    DOUBLE_APPROXIMATE = "double-approximate", Warning;
    /// 数字里的小数点、千位写错了。
    ///
    /// 小数点用半角的「.」，前面的 0 不能省；千位不用中文逗号，会读成两个数（GB/T 15835 5.1.1、5.1.2）。
    ///
    /// 半角的逗号只写在千位上；「万」「亿」不叠用；单位、月份不写两遍；数里没有字母；
    /// 「投入资金1200，」漏了单位；「零下」和负号只用一个。
    ///
    /// 大得、小得不像的也提醒：寒潮里的40℃、时速820公里、人均3.2亿元、老年大学招收16岁以上的。上一段是「42家企业」，
    /// 下一段「24家企业」，多半是一个数写颠倒了。
    ///
    /// - 错：增长.8%、6．5%、1..2万亩、3.8余万株、投资1，280万元、1,23吨、3.5亿万元
    /// - 对：增长0.8%、6.5%、1.2万亩、3.8万余株、投资1280万元、123吨、3.5亿元
    FIGURE = "figure", Warning;
    /// 计量单位的写法不对。
    ///
    /// 单位的字母大小写有规定，平方、立方写成上标（GB 3100）。降雨量不用公斤、存栏不用吨、装机容量不用千瓦时；
    /// 大得不可能的（亩产286吨、厂房1.2万平方公里、路宽6.5公里）也提醒。
    ///
    /// - 错：时速30公里/小时、￥3000元、PH值、5m3、220KV、30KM、摄氏25度、千瓦小时、4.2万平米、3500万方
    /// - 对：时速30公里、3000元、pH值、5m³、220kV、30km、25摄氏度、千瓦时、4.2万平方米、3500万立方米
    UNIT_WRITING = "unit-writing", Warning;
    /// 农历的日期用了阿拉伯数字。
    ///
    /// 农历的月、日用汉字（GB/T 15835 4.2.1）。
    ///
    /// - 错：农历8月15、腊月23
    /// - 对：农历八月十五、腊月二十三
    LUNAR_DATE = "lunar-date", Warning;
    /// 增减的幅度与前后两个数对不上。
    ///
    /// 「由甲增至乙，增长丙」「乙，比上年的甲增加丙」：丙与两个数的差、百分比、倍数对不上，或动词的方向反了。
    /// 「近」「约」「超」的不查，四舍五入的差别不算。「增长」后面不写负数；「由300户增加了450户」要写「增加到」；
    /// 数量增减的幅度不用百分点。「同比增加240起，增长24.8%」两个对不上，
    /// 与上年比说成「环比」、与上月比说成「同比」，「比第一名高」，也提醒。
    ///
    /// - 错：由200万人次增至250万人次，增长20%；由40万件增长到160万件，增长4倍；从1亿元增长到2亿元，翻了两番；增长-3.2%
    /// - 对：由200万人次增至250万人次，增长25%；由40万件增长到160万件，增长3倍；从1亿元增长到2亿元，翻了一番；下降3.2%
    CHANGE = "change-mismatch", Warning;
    /// 平均数与总数对不上。
    ///
    /// 一句话里写了总数、个数和「人均」「户均」「日均」「平均每个」，总数除以个数不是这个数；人数乘标准、面积乘亩产、
    /// 「每百人」乘人口不是后面的总数，也提醒。
    ///
    /// - 错：为1500名学生发放助学金180万元，人均1500元
    /// - 对：为1500名学生发放助学金180万元，人均1200元
    AVERAGE = "average-mismatch", Warning;
    /// 时段的名称、长短与日期对不上。
    ///
    /// 上半年是1—6月，“十四五”是2021—2025年，3日至6日是四天。年龄、周年、「几年来」与年份，「提前几天」「距年底几天」与日期，
    /// 「次日」「连续三天」与括号里的日子，节气、农时与月份，也都看。
    ///
    /// - 错：上半年（1—7月）；“十四五”时期（2020—2025年）；11月3日至6日，为期5天
    /// - 对：上半年（1—6月）；“十四五”时期（2021—2025年）；11月3日至6日，为期4天
    PERIOD = "period-mismatch", Warning;
    /// 日期的写法不合书面的习惯。
    ///
    /// 正文里写「日」，不写「号」；年、月、日之间不用点、斜线、短横（GB/T 9704 7.3.5.4）。引语、表格里的不算。
    ///
    /// - 错：11月9号召开推进会、于2026.11.12召开
    /// - 对：11月9日召开推进会、于2026年11月12日召开
    DATE_WRITING = "date-writing", Warning;
}

fn check(draft: &Draft<'_>, book: &Rulebook, _: &Archive, out: &mut Findings<'_>) {
    let issued = draft.issue.date;
    let mut years = BTreeSet::new();
    for passage in &draft.note {
        dates::check(passage, issued, &years, out);
        years.extend(dates::years_named(&passage.text));
        figures(passage, out);
        forms::check(passage, issued.year(), out);
        loose::check(passage, issued.year(), out);
        sums::check(passage, out);
    }
    for story in &draft.stories {
        let day = story.entry.date.unwrap_or(issued);
        let mut years = BTreeSet::new();
        for passage in &story.passages {
            dates::check(passage, day, &years, out);
            years.extend(dates::years_named(&passage.text));
            figures(passage, out);
            forms::check(passage, day.year(), out);
            loose::check(passage, day.year(), out);
            sums::check(passage, out);
            typed::check(passage, out);
            named::check(passage, day.year(), out);
            spans::check(passage, day, out);
        }
        paragraphs::check(story, out);
        totals::check(story, out);
        // Without a date of its own nothing is late for the issue.
        if draft.issue.is_dated {
            timeliness(story, issued, book.stale_after, out);
        }
    }
}

/// What a passage says in figures, whatever its day.
fn figures(passage: &Passage<'_>, out: &mut Findings<'_>) {
    hours::check(passage, out);
    about::check(passage, out);
    approximate::check(passage, out);
    writing::check(passage, out);
    amounts::check(passage, out);
    change::check(passage, out);
    average::check(passage, out);
    periods::check(passage, out);
    rates::check(passage, out);
    measures::check(passage, out);
    agreement::check(passage, out);
    products::check(passage, out);
    per::check(passage, out);
    lists::check(passage, out);
    stated::check(passage, out);
    bracketed::check(passage, out);
    plausible::check(passage, out);
}

/// Whether a story can have happened when the issue says, and not too long before.
fn timeliness(story: &Story<'_>, issued: NaiveDate, stale_after: u32, out: &mut Findings<'_>) {
    let (day, span): (NaiveDate, Option<Span>) = match story.entry.date {
        Some(day) => (day, story.entry.date_line.clone()),
        None => match dates::opening(story, issued) {
            Some((day, span)) => (day, span),
            None => return,
        },
    };
    let shown = day.format("%Y年%-m月%-d日");
    let of_issue = issued.format("%Y年%-m月%-d日");
    if day > issued {
        let message = format!("稿件的日期「{shown}」比本期的日期还晚");
        let finding = Diagnostic::error(LATER_THAN_ISSUE.code, message).at(span);
        let help = format!("核对这个日期，或 issue.yaml 里的日期（{of_issue}）");
        out.push(LATER_THAN_ISSUE, finding.help(help));
    } else if (issued - day).num_days() > i64::from(stale_after) {
        let days = (issued - day).num_days();
        let message = format!("稿件的日期「{shown}」比本期早了 {days} 天");
        let finding = Diagnostic::error(STALE_DISPATCH.code, message).at(span);
        out.push(
            STALE_DISPATCH,
            finding.help("核对日期有没有写错；确实用旧稿的，忽略这一条并写明原因"),
        );
    }
}
