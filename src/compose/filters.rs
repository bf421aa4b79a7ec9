//! Filters that templates use beside Tera's own.

use std::io::{self, Write};

use chrono::{Datelike, NaiveDate};
use tera::{Error, Kwargs, State, Tera, TeraResult, Value};

use crate::markdown;

/// Adds the filters and the escaping of Typst markup.
pub fn register(tera: &mut Tera) {
    tera.autoescape_on([".typ"]);
    tera.set_escape_fn(escape);
    tera.register_filter("typst_string", typst_string);
    tera.register_filter("chinese_date", chinese_date);
    tera.register_filter("han_date", han_date);
}

fn escape(text: &str, output: &mut dyn Write) -> io::Result<()> {
    output.write_all(markdown::escape(text).as_bytes())
}

/// `{{ title | typst_string }}`: a string literal of Typst code, quotes included.
fn typst_string(value: &str, _: Kwargs, _: &State) -> Value {
    Value::safe_string(&markdown::string_literal(value))
}

/// `{{ date | chinese_date }}`: 2018年11月27日, no leading zeros (GB/T 9704 7.3.5).
fn chinese_date(value: &str, _: Kwargs, _: &State) -> TeraResult<String> {
    let date = parse(value)?;
    Ok(format!("{}年{}月{}日", date.year(), date.month(), date.day()))
}

/// `{{ date | han_date }}`: 二〇一八年十一月二十七日.
fn han_date(value: &str, _: Kwargs, _: &State) -> TeraResult<String> {
    let date = parse(value)?;
    let year: String = date
        .year()
        .to_string()
        .chars()
        .map(|digit| digit.to_digit(10).map_or(digit, |value| DIGITS[value as usize]))
        .collect();
    Ok(format!("{year}年{}月{}日", han_number(date.month()), han_number(date.day())))
}

fn parse(value: &str) -> TeraResult<NaiveDate> {
    value
        .parse()
        .map_err(|_| Error::message(format!("「{value}」不是日期，应为 2018-11-27 的样子")))
}

const DIGITS: [char; 10] = ['〇', '一', '二', '三', '四', '五', '六', '七', '八', '九'];

/// 1 to 99 as 一, 十, 十一, 二十, 二十一.
pub fn han_number(number: u32) -> String {
    let digit = |n: u32| DIGITS[(n % 10) as usize];
    match (number / 10, number % 10) {
        (0, ones) => digit(ones).to_string(),
        (1, 0) => "十".to_owned(),
        (1, ones) => format!("十{}", digit(ones)),
        (tens, 0) => format!("{}十", digit(tens)),
        (tens, ones) => format!("{}十{}", digit(tens), digit(ones)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn render(template: &str) -> String {
        let mut tera = Tera::new();
        register(&mut tera);
        tera.add_raw_template("t.typ", template).expect("a template");
        let mut context = tera::Context::new();
        context.insert("date", "2018-11-27");
        context.insert("first", "2020-10-01");
        context.insert("text", "#f(\"x\")");
        tera.render("t.typ", &context).expect("rendered")
    }

    #[test]
    fn values_reach_the_page_as_text() {
        assert_eq!(render("{{ text }}"), r#"\#f\(\"x\"\)"#);
        assert_eq!(render("#f({{ text | typst_string }})"), r##"#f("#f(\"x\")")"##);
        assert_eq!(
            render("{{ date | chinese_date }} {{ first | chinese_date }}"),
            "2018年11月27日 2020年10月1日"
        );
        assert_eq!(
            render("{{ date | han_date }} {{ first | han_date }}"),
            "二〇一八年十一月二十七日 二〇二〇年十月一日"
        );
        assert_eq!(render("{{ 22.5 }} {{ true }}"), "22.5 true");
    }
}
