//! Sayings that everybody cites, with a character mistaken: 绿水青山就是金山很山.

use super::DOCUMENT_TITLE;
use crate::check::cues::first_chars;
use crate::check::{Findings, Passage};

/// Sayings of documents and reports that are cited word for word.
const SAYINGS: &[&str] = &[
    "绿水青山就是金山银山",
    "江山就是人民、人民就是江山",
    "江山就是人民，人民就是江山",
    "人民对美好生活的向往",
    "不忘初心、牢记使命",
    "空谈误国、实干兴邦",
    "打铁必须自身硬",
    "全心全意为人民服务",
    "房子是用来住的、不是用来炒的",
    "把权力关进制度的笼子里",
    "撸起袖子加油干",
    "发展是第一要务",
    "人才是第一资源",
    "创新是第一动力",
    "人民至上、生命至上",
    "节水优先、空间均衡、系统治理、两手发力",
    "党政同责、一岗双责",
    "产业兴旺、生态宜居、乡风文明、治理有效、生活富裕",
    "学有所教、劳有所得、病有所医、老有所养、住有所居",
    "幼有所育、学有所教、劳有所得、病有所医、老有所养、住有所居、弱有所扶",
    "小事不出村、大事不出镇、矛盾不上交",
    "学思想、强党性、重实践、建新功",
    "共抓大保护、不搞大开发",
    "中国人的饭碗任何时候都要牢牢端在自己手中",
    "稳中求进工作总基调",
    "铸牢中华民族共同体意识",
];

/// Looks for sayings that are nearly right.
pub fn check(passage: &Passage<'_>, out: &mut Findings<'_>) {
    if !out.wants(DOCUMENT_TITLE) {
        return;
    }
    let text = &*passage.text;
    let mut told = 0;
    for saying in SAYINGS {
        let head = first_chars(saying, 3);
        if !passage.may_have(head) {
            continue;
        }
        for (at, _) in passage.find_word(head) {
            let length = saying.chars().count();
            let own = first_chars(&text[at..], length);
            let wrong: Vec<usize> = own
                .chars()
                .zip(saying.chars())
                .enumerate()
                .filter(|(_, (a, b))| a != b)
                .map(|(index, _)| index)
                .collect();
            let &[index] = &wrong[..] else { continue };
            let Some((from, c)) = own.char_indices().nth(index) else { continue };
            // Another mark between the halves is no slip of the words; a short saying may be another.
            let is_word = crate::check::cues::is_han(c);
            if !is_word || own.chars().count() < length || length < 7 || at < told {
                continue;
            }
            told = at + own.len();
            let right: String = saying.chars().skip(index).take(1).collect();
            let message = format!("「{own}」的「{c}」应是「{right}」");
            let range = at + from..at + from + c.len_utf8();
            if let Some(found) = out.add(DOCUMENT_TITLE, passage, range, message) {
                found.help = Some(format!("原话是「{saying}」"));
            }
        }
    }
}
