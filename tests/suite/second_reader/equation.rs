//! EQ fields: signs set over and beside each other by their code, as Word reads it.

use super::shown::{Height, Look, Text};

/// What a code shows, and the readings above characters in it.
#[derive(Default)]
pub struct Equation {
    pub text: Text,
    pub readings: Vec<String>,
}

/// Reads the code of an EQ field.
pub fn read(code: &str) -> Equation {
    let code: Vec<char> = code.trim().chars().skip(2).collect();
    let mut out = Equation::default();
    let mut at = 0;
    list(&code, &mut at, Height::Line, &mut out);
    out
}

fn look(height: Height) -> Look {
    Look { formula: true, height, ..Look::default() }
}

/// Signs and functions up to the end of an argument.
fn list(code: &[char], at: &mut usize, height: Height, out: &mut Equation) {
    while let Some(c) = code.get(*at).copied() {
        match c {
            ',' | ';' | ')' => return,
            '\\' => function(code, at, height, out),
            ' ' => *at += 1,
            c => {
                out.text.push(c, look(height));
                *at += 1;
            }
        }
    }
}

fn word(code: &[char], at: &mut usize) -> String {
    let start = *at;
    while code.get(*at).is_some_and(char::is_ascii_alphabetic) {
        *at += 1;
    }
    code[start..*at].iter().collect::<String>().to_lowercase()
}

fn function(code: &[char], at: &mut usize, height: Height, out: &mut Equation) {
    *at += 1;
    if code.get(*at) == Some(&'*') {
        // \* jc2, \* "Font:…": how it is set.
        *at += 1;
        while code.get(*at) == Some(&' ') {
            *at += 1;
        }
        let quoted = code.get(*at) == Some(&'"');
        let ends = |c: &char| if quoted { *c == '"' } else { *c == ' ' || *c == '\\' };
        *at += usize::from(quoted);
        *at += code[*at..].iter().take_while(|c| !ends(c)).count() + usize::from(quoted);
        return;
    }
    let name = word(code, at);
    let mut options = Vec::new();
    loop {
        let mut next = *at;
        while code.get(next).is_some_and(|c| *c == ' ' || c.is_ascii_digit()) {
            next += 1;
        }
        if code.get(next) != Some(&'\\') || name.is_empty() {
            *at = if code.get(next) == Some(&'(') { next } else { *at };
            break;
        }
        *at = next + 1;
        options.push(word(code, at));
    }
    let mut arguments = Vec::new();
    if code.get(*at) == Some(&'(') {
        loop {
            *at += 1;
            let mut own = Equation::default();
            list(code, at, height, &mut own);
            arguments.push(own);
            if !matches!(code.get(*at), Some(',' | ';')) {
                break;
            }
        }
        *at += usize::from(code.get(*at) == Some(&')'));
    }
    let has = |option: &str| options.iter().any(|it| it == option);
    match name.as_str() {
        "s" if has("up") || has("do") => {
            let height = if has("up") { Height::Raised } else { Height::Lowered };
            for own in arguments {
                own.text.signs.iter().for_each(|sign| out.text.push(sign.c, look(height)));
            }
        }
        "o" => over(arguments, has("ad"), out),
        "f" => {
            for (index, own) in arguments.into_iter().enumerate() {
                if index > 0 {
                    out.text.push('/', look(height));
                }
                out.text.append(own.text);
            }
        }
        _ => arguments.into_iter().for_each(|own| out.text.append(own.text)),
    }
}

/// One above the other: a ring and what is in it, a reading and its character, two lines in one.
fn over(arguments: Vec<Equation>, is_reading: bool, out: &mut Equation) {
    let signs = |own: &Equation| own.text.signs.iter().map(|sign| sign.c).collect::<String>();
    let said: Vec<String> = arguments.iter().map(signs).collect();
    match said.as_slice() {
        [ring, inner] if matches!(ring.as_str(), "○" | "〇" | "◯") => {
            let ringed = inner.parse::<u32>().ok().and_then(|it| match it {
                1..=20 => char::from_u32(0x2460 + it - 1),
                _ => None,
            });
            let han = "一二三四五六七八九十".chars().position(|c| *inner == c.to_string());
            let han = han.and_then(|at| char::from_u32(0x3280 + at as u32));
            match ringed.or(han) {
                Some(c) => out.text.push(c, Look::default()),
                None => out.text.push_str(inner, Look::default()),
            }
        }
        [reading, base] if is_reading => {
            out.text.push_str(base, Look::default());
            out.readings.push(format!("{base}（{reading}）"));
        }
        _ => said.iter().for_each(|own| out.text.push_str(own, Look::default())),
    }
}
