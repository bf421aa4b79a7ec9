//! EQ fields: Word's own small language for characters in circles, fractions, raised and stacked text.
//!
//! `\o\ac(○,1)` is ①, `\f(a,b)` a fraction, `H\s\do3(2)O` is H₂O; 合并字符 and 拼音指南 write it too.

use std::iter::Peekable;
use std::str::Chars;

use super::formula::{self, Line};
use crate::import::document::{Dropped, Script};

/// How deep switches stand in each other.
const DEEPEST: usize = 16;

/// A piece of a code.
enum Piece {
    Text(String),
    Switch(Switch),
}

/// `\f(…,…)` with the options between its name and its brackets.
struct Switch {
    name: char,
    options: Vec<String>,
    elements: Vec<Vec<Piece>>,
}

/// What a code shows, without the EQ before it; `None` where no line says it.
pub fn shown(code: &str) -> Option<Line> {
    let mut rest = code.trim().chars().peekable();
    let pieces = pieces(&mut rest, 0)?;
    rest.next().is_none().then_some(())?;
    line(&pieces)
}

/// Reads up to what ends an element: a comma, a bracket, the end.
fn pieces(rest: &mut Peekable<Chars<'_>>, depth: usize) -> Option<Vec<Piece>> {
    let mut pieces = Vec::new();
    if depth > DEEPEST {
        return None;
    }
    let push = |c: char, pieces: &mut Vec<Piece>| match pieces.last_mut() {
        Some(Piece::Text(text)) => text.push(c),
        _ => pieces.push(Piece::Text(c.to_string())),
    };
    let mut brackets = 0_usize;
    while let Some(&c) = rest.peek() {
        match c {
            ',' | ';' if depth > 0 && brackets == 0 => break,
            ')' if depth > 0 && brackets == 0 => break,
            '\\' => {
                rest.next();
                match rest.peek() {
                    Some('*') => {
                        rest.next();
                        format(rest);
                    }
                    Some(letter) if letter.is_ascii_alphabetic() => {
                        pieces.push(Piece::Switch(switch(rest, depth)?));
                    }
                    Some(_) => push(rest.next()?, &mut pieces),
                    None => return None,
                }
            }
            _ => {
                brackets += usize::from(c == '(' && depth > 0);
                brackets = brackets.saturating_sub(usize::from(c == ')'));
                rest.next();
                push(c, &mut pieces);
            }
        }
    }
    // Blanks around the switches of a code are none of its text.
    if let Some(Piece::Text(text)) = pieces.last_mut() {
        text.truncate(text.trim_end().len());
    }
    if let Some(Piece::Text(text)) = pieces.first_mut() {
        *text = text.trim_start().to_owned();
    }
    Some(pieces)
}

/// Passes over what says how a result is formatted: \* jc2 \* "Font:宋体".
fn format(rest: &mut Peekable<Chars<'_>>) {
    blanks(rest);
    if rest.next_if_eq(&'"').is_some() {
        while rest.next().is_some_and(|c| c != '"') {}
    } else {
        while rest.next_if(|c| !c.is_whitespace() && *c != '\\').is_some() {}
    }
    blanks(rest);
}

fn blanks(rest: &mut Peekable<Chars<'_>>) {
    while rest.next_if(|c| c.is_whitespace()).is_some() {}
}

/// Reads a switch; its backslash is read already.
fn switch(rest: &mut Peekable<Chars<'_>>, depth: usize) -> Option<Switch> {
    let name = rest.next()?.to_ascii_lowercase();
    let mut options = Vec::new();
    loop {
        blanks(rest);
        match rest.next()? {
            '(' => break,
            '\\' => {
                let mut option = String::new();
                while let Some(letter) = rest.next_if(char::is_ascii_alphabetic) {
                    option.push(letter.to_ascii_lowercase());
                }
                if matches!(option.as_str(), "lc" | "rc" | "bc") {
                    // The bracket itself, with a backslash before it.
                    blanks(rest);
                    rest.next_if_eq(&'\\');
                    option.push(rest.next()?);
                } else {
                    blanks(rest);
                    while rest.next_if(|c| c.is_ascii_digit() || "+-.".contains(*c)).is_some() {}
                }
                options.push(option);
            }
            _ => return None,
        }
    }
    let mut elements = Vec::new();
    loop {
        elements.push(pieces(rest, depth + 1)?);
        match rest.next()? {
            ')' => break,
            _ => continue,
        }
    }
    Some(Switch { name, options, elements })
}

/// The line of pieces.
fn line(pieces: &[Piece]) -> Option<Line> {
    let mut line = Line::default();
    for piece in pieces {
        match piece {
            Piece::Text(text) => line.add(text, Script::Line)?,
            Piece::Switch(switch) => switch.add_to(&mut line)?,
        }
    }
    Some(line)
}

impl Switch {
    fn has(&self, option: &str) -> bool {
        self.options.iter().any(|own| own == option)
    }

    fn add_to(&self, line: &mut Line) -> Option<()> {
        let element = |at: usize| self.elements.get(at).and_then(|pieces| self::line(pieces));
        let only = || element(0).filter(|_| self.elements.len() == 1);
        match self.name {
            'o' => self.over(line),
            // Room in the line only.
            's' if self.has("ai") || self.has("di") => line.append(only()?),
            's' if self.has("do") => line.script(only()?, Script::Lowered),
            's' => line.script(only()?, Script::Raised),
            'f' if self.elements.len() == 2 => line.fraction(element(0)?, element(1)?),
            'r' if self.elements.len() == 1 => line.root(&Line::default(), element(0)?),
            'r' if self.elements.len() == 2 => line.root(&element(0)?, element(1)?),
            'b' => {
                let of = |side: &str, default: char| {
                    let mut own = self.options.iter().filter_map(|own| own.strip_prefix(side));
                    own.next().and_then(|own| own.chars().next()).unwrap_or(default)
                };
                let both = of("bc", '(');
                let mate = match both {
                    '(' => ')',
                    '[' => ']',
                    '{' => '}',
                    '<' => '>',
                    other => other,
                };
                line.add(&of("lc", both).to_string(), Script::Line)?;
                line.append(only()?)?;
                line.add(&of("rc", mate).to_string(), Script::Line)
            }
            'l' => self.elements.iter().enumerate().try_for_each(|(at, element)| {
                if at > 0 {
                    line.add(",", Script::Line)?;
                }
                line.append(self::line(element)?)
            }),
            'a' => line.append(only()?),
            // A line above a term is a sign; a frame is not.
            'x' if self.options.is_empty() || self.has("bo") => {
                let inner = only()?;
                line.told.push((Dropped::Enclosed, inner.text()));
                line.append(inner)
            }
            'd' => Some(()),
            _ => None,
        }
    }

    /// Characters over each other.
    fn over(&self, line: &mut Line) -> Option<()> {
        let lines: Vec<Line> =
            self.elements.iter().map(|it| self::line(it)).collect::<Option<_>>()?;
        let frame = |line: &Line| {
            let text = line.text();
            let mut signs = text.trim().chars();
            let sign = signs.next().filter(|c| "○◯〇⭕□◻△◇▢".contains(*c));
            sign.filter(|_| signs.next().is_none())
        };
        if let Some(at) =
            lines.iter().position(|line| frame(line).is_some()).filter(|_| lines.len() > 1)
        {
            let sign = frame(&lines[at]).unwrap_or('○');
            let others = lines.iter().enumerate().filter(|(index, _)| *index != at);
            let inner: String = others.map(|(_, line)| line.text()).collect();
            let inner = inner.trim();
            let one = match sign {
                '○' | '◯' | '〇' | '⭕' => formula::circled(inner),
                '□' | '◻' | '▢' => match inner {
                    "√" | "✓" | "✔" => Some('☑'),
                    "×" | "✕" | "╳" | "X" | "x" => Some('☒'),
                    _ => None,
                },
                _ => None,
            };
            return match one {
                Some(one) => line.add(one.encode_utf8(&mut [0; 4]), Script::Line),
                None if inner.is_empty() => line.add(sign.encode_utf8(&mut [0; 4]), Script::Line),
                None => {
                    line.told.push((Dropped::Enclosed, inner.to_owned()));
                    line.add(inner, Script::Line)
                }
            };
        }
        let is_moved =
            |pieces: &[Piece]| matches!(pieces, [Piece::Switch(switch)] if switch.name == 's');
        match self.elements.as_slice() {
            [_] => line.append(lines.into_iter().next()?),
            // 拼音指南: how the second is read stands above it.
            [above, below] if is_moved(above) && !is_moved(below) => {
                let base = lines.get(1)?.text();
                let above = lines.first()?.text();
                if base.is_empty() {
                    return line.add(&above, Script::Line);
                }
                line.told.push((Dropped::Ruby, format!("{base}（{above}）")));
                line.append(lines.into_iter().nth(1)?)
            }
            // 合并字符: small characters in two rows, read one after the other.
            all if all.iter().all(|it| is_moved(it)) => {
                lines.iter().try_for_each(|it| line.add(&it.text(), Script::Line))
            }
            _ => {
                let texts: Vec<String> =
                    lines.iter().map(|it| it.text().trim().to_owned()).collect();
                match texts.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
                    ["=", "/"] | ["/", "="] => line.add("≠", Script::Line),
                    _ => None,
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The line with its scripts: ^ raised, _ lowered.
    fn read(code: &str) -> Option<String> {
        let line = shown(code)?;
        let mut pieces = line.pieces.iter().map(|(text, script)| match script {
            Script::Line => text.clone(),
            Script::Raised => format!("^{text}"),
            Script::Lowered => format!("_{text}"),
        });
        let said: Vec<&str> = line.told.iter().map(|(_, said)| said.as_str()).collect();
        let text: String = pieces.by_ref().collect();
        Some(if said.is_empty() { text } else { format!("{text} | {}", said.join(" ")) })
    }

    #[test]
    fn codes_that_a_line_says() {
        for (code, text) in [
            (r"\o\ac(○,1)", "①"),
            (r"\O\AC( ○ , 12 )", "⑫"),
            (r"\o(○,三)", "㊂"),
            (r"\o\ac(1,○)", "①"),
            (r"\o\ac(○,密)", "密 | 密"),
            (r"\o\ac(□,√)", "☑"),
            (r"\o\ac(△,3)", "3 | 3"),
            (r"\f(1,2)", "1/2 | 1/2"),
            (r"K=\f(已完成,总任务)×100%", "K=已完成/总任务×100% | 已完成/总任务"),
            (r"\f((a+b),c)", "(a+b)/c | (a+b)/c"),
            (r"H\s\do3(2)O", "H_2O"),
            (r"x\s\up8(2)+y\s\up 8(2)", "x^2+y^2"),
            (r"\f(x\s\up5(2),2)", "x^2/2 | x2/2"),
            (r"\r(2)", "√2"),
            (r"\r(3,8)", "∛8"),
            (r#"\* jc2 \* "Font:宋体" \* hps10 \o\ad(\s\up 9(xué),峃)"#, "峃 | 峃（xué）"),
            (r"\o(\s\up 5(联合),\s\do 2(发文))", "联合发文"),
            (r"\b\bc\[(a,b)", ""),
            (r"\b\bc\[(a\,b)", "[a,b]"),
            (r"\b\lc\{(甲)", "{甲)"),
            (r"\l(1,2,3)", "1,2,3"),
            (r"\x(重要)", "重要 | 重要"),
            (r"\o(=,/)", "≠"),
            (r"甲\,乙\(丙\)", "甲,乙(丙)"),
            (r"1 \* MERGEFORMAT", "1"),
            (r"\d \fo10 \li()", ""),
        ] {
            let want = Some(text).filter(|_| !code.ends_with("(a,b)") || code.contains(r"\l"));
            assert_eq!(read(code).as_deref(), want, "{code}");
        }
    }

    #[test]
    fn codes_that_no_line_says() {
        for code in [
            r"\f(a+b,c)",
            r"2\f(1,2)",
            r"\f(1,2)3",
            r"\f(\f(1,2),3)",
            r"\i(0,1,x)",
            r"\x\to(x)",
            r"\r(5,x)",
            r"\r(a+b)",
            r"\a(甲,乙)",
            r"\o(X,¯)",
            r"\f(1,2",
            r"\o\ac(○",
            r"\",
            r"\f",
            r"\s\up5(\s\up5(2))",
            &r"\o(".repeat(40),
        ] {
            assert_eq!(read(code), None, "{code}");
        }
    }
}
