//! Hours in running text.

use super::WRONG_HOUR;
use crate::check::{Findings, Passage};

/// Parts of the day, with the hours that do not go with them: 下午15时 says the same twice.
const PARTS: &[(&str, &[std::ops::RangeInclusive<u32>])] = &[
    ("上午", &[0..=4, 13..=99]),
    ("早上", &[0..=3, 11..=99]),
    ("早晨", &[0..=3, 11..=99]),
    ("清晨", &[0..=3, 10..=99]),
    ("凌晨", &[7..=11, 13..=99]),
    ("中午", &[0..=10, 15..=99]),
    ("下午", &[0..=0, 8..=11, 13..=99]),
    ("傍晚", &[0..=3, 9..=15, 20..=99]),
    ("晚上", &[2..=4, 13..=99]),
    ("深夜", &[3..=9, 13..=20]),
];

/// Looks at the hours of a passage.
pub fn check(passage: &Passage<'_>, out: &mut Findings<'_>) {
    if !out.wants(WRONG_HOUR) {
        return;
    }
    let text = &*passage.text;
    for (part, wrong) in PARTS.iter().filter(|(part, _)| passage.may_have(part)) {
        for (at, _) in passage.find_word(part) {
            let behind = text[at + part.len()..].trim_start_matches(' ');
            let count = behind.bytes().take(3).take_while(u8::is_ascii_digit).count();
            let rest = behind[count..].trim_start_matches(' ');
            let Some(unit) = rest.chars().next().filter(|c| "时点：:".contains(*c)) else {
                continue;
            };
            // 上午14点位 counts places; 下午15:3 is a score.
            let after = &rest[unit.len_utf8()..];
            let minutes = after.bytes().take(2).filter(u8::is_ascii_digit).count();
            if after.starts_with('位') || ("：:".contains(unit) && minutes < 2) {
                continue;
            }
            let Ok(hour) = behind[..count].parse::<u32>() else { continue };
            // 晚上24时 is the end of the day.
            let midnight = *part == "晚上" && hour == 24;
            if (1..=2).contains(&count)
                && wrong.iter().any(|range| range.contains(&hour))
                && !midnight
            {
                let end = text.len() - behind.len() + count;
                let message = match hour {
                    25.. => format!("没有「{hour}{unit}」这个钟点"),
                    13.. if matches!(*part, "下午" | "晚上") => {
                        format!("「{part}」和「{hour}{unit}」说了两遍")
                    }
                    _ => format!("「{part}」和「{hour}{unit}」对不上"),
                };
                if let Some(found) = out.add(WRONG_HOUR, passage, at..end, message) {
                    let half = if *part == "晚上" { part } else { "下午" };
                    found.help = Some(match hour {
                        13..=23 if matches!(*part, "上午" | "下午" | "晚上") => format!(
                            "写成「{half}{}时」一类，或去掉「{part}」写成「{hour}时」",
                            hour - 12
                        ),
                        _ => "核对钟点".to_owned(),
                    });
                }
            }
        }
    }
}
