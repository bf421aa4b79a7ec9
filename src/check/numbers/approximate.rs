//! Numbers side by side that mean about so many: 五、六个, 三、五趟, 5、6户.

use super::APPROXIMATE;
use crate::check::lists::words;
use crate::check::{Findings, Passage};

const DIGITS: &str = "一二三四五六七八九";

/// What is counted behind such a pair.
const COUNTED: &str = "个天人斤亩户趟遍次回名家位块倍辆台只头棵株吨栋间桌";

/// The same where a longer word is no other thing: 三、五年, but not 三、五年级.
const LONGER: &[&str] = words!("approximate.txt", "LONGER");

/// What before the pair counts schools, floors, annexes: 高三、四个班级, 附件三、四个表格.
const NAMED: &str = "第、期季十百千万高初大组件表图条款章节项班级“‘（(《【年";

const SURELY_COUNTED: &[char] = &[
    '个', '人', '名', '户', '家', '亩', '元', '位', '次', '吨', '里', '天', '年', '件', '台', '公',
    '米', '斤', '岁', '块', '万', '辆', '棵', '株',
];

/// Looks at the pairs of numbers of a passage.
pub fn check(passage: &Passage<'_>, out: &mut Findings<'_>) {
    if !out.wants(APPROXIMATE) {
        return;
    }
    let text = &*passage.text;
    for (at, comma) in passage.find('、') {
        let before = text[..at].chars().next_back();
        let mut behind = text[at + comma.len()..].chars();
        let (Some(first), Some(second), Some(counted)) = (before, behind.next(), behind.next())
        else {
            continue;
        };
        let start = at - first.len_utf8();
        let lead = text[..start].chars().next_back();
        let noun = &text[at + comma.len() + second.len_utf8()..];
        let longer = LONGER.iter().any(|word| noun.starts_with(word));
        let place = |digit: char| DIGITS.chars().position(|each| each == digit);
        let figure = first.is_ascii_digit() && second.is_ascii_digit();
        let value =
            |c: char| place(c).map(|at| at + 1).or_else(|| c.to_digit(10).map(|it| it as usize));
        let (Some(a), Some(b)) = (value(first), value(second)) else { continue };
        // 三、四个意识 at the start is a heading; 一二三、四个 and 第三、四个 are no such pair.
        let opens = lead.is_none_or(|c| {
            c == '\n'
                || c.is_whitespace()
                || NAMED.contains(c)
                || place(c).is_some()
                || c.is_ascii_digit()
                || c == '.'
        });
        // 三、四十名: what is counted stands behind the ten.
        let scaled = matches!(counted, '十' | '百' | '千' | '万')
            && !figure
            && noun[counted.len_utf8()..].starts_with(SURELY_COUNTED);
        let year = counted == '年'
            && !figure
            && !["级", "期", "度", "制", "间"].iter().any(|word| noun[3..].starts_with(word));
        let measure =
            ["公里", "里地", "里路", "分钟", "小时", "米", "件", "元", "岁", "成", "公斤"]
                .iter()
                .any(|word| noun.starts_with(word));
        let next = b == a + 1 || ((a, b) == (3, 5) && !figure);
        let counted_by = COUNTED.contains(counted) || (!figure && (year || measure));
        if !next
            || opens
            || longer
            || figure && (b != a + 1 || !"个户名家天趟次人位".contains(counted))
            || !(scaled || counted_by)
        {
            continue;
        }
        let end = at + comma.len() + second.len_utf8() + counted.len_utf8();
        let message = format!("概数「{}」中间不用顿号", &text[start..end]);
        if let Some(found) = out.add(APPROXIMATE, passage, start..end, message) {
            let numeral = |c: char| {
                c.to_digit(10)
                    .and_then(|it| DIGITS.chars().nth((it as usize).wrapping_sub(1)))
                    .unwrap_or(c)
            };
            found.help = Some(format!("写成「{}{}{counted}」", numeral(first), numeral(second)));
        }
    }
}
