//! Numbers of levels as they are written, and what follows what.

/// The number that a text begins with, 一 to 九十九, and its length in bytes.
pub fn ordinal(text: &str) -> Option<(u32, usize)> {
    const DIGITS: &str = "一二三四五六七八九";
    let digit = |c: char| DIGITS.chars().position(|each| each == c).map(|at| at as u32 + 1);
    let length = text.chars().take(4).take_while(|c| digit(*c).is_some() || *c == '十').count();
    let chars: Vec<char> = text.chars().take(length).collect();
    let number = match chars.as_slice() {
        ['十'] => 10,
        ['十', ones] => 10 + digit(*ones)?,
        [tens, '十'] => digit(*tens)? * 10,
        [tens, '十', ones] => digit(*tens)? * 10 + digit(*ones)?,
        [ones] => digit(*ones)?,
        _ => return None,
    };
    Some((number, '一'.len_utf8() * chars.len()))
}

/// What follows a number in a run, and what does not.
pub fn fault(last: u32, number: u32, before: &str, name: impl Fn(u32) -> String) -> Option<String> {
    let shown = name(number);
    match number {
        _ if number == last + 1 || number == 1 => None,
        _ if number == last => Some(format!("「{shown}」重复")),
        _ if number > last => {
            Some(format!("{before}「{}」之后是「{shown}」，中间缺了", name(last)))
        }
        _ => Some(format!("{before}「{}」之后又是「{shown}」", name(last))),
    }
}

/// A number up to 99 in Chinese numerals.
pub fn chinese(number: u32) -> String {
    const DIGITS: [&str; 10] = ["", "一", "二", "三", "四", "五", "六", "七", "八", "九"];
    let digit = |at: u32| DIGITS[at as usize % 10];
    match number {
        0..10 => digit(number).to_owned(),
        10..20 => format!("十{}", digit(number % 10)),
        _ => format!("{}十{}", digit(number / 10), digit(number % 10)),
    }
}
