//! Entries with a fault put in on purpose, as an import could make it: the second reader must see each.

/// What is wrong where two paragraphs have become one.
pub const JOINED: &str = "two paragraphs are one";

/// What puts a fault into a text, where the text has what it is made of.
type Fault = fn(&str) -> Option<String>;

/// An entry in several forms, each with one fault, where it has what the fault is made of.
pub fn entries(text: &str) -> Vec<(&'static str, String)> {
    let Some((head, body)) = text.split_once("\n---\n") else { return Vec::new() };
    let faults: [(&'static str, Fault); 4] = [
        ("a clause is gone", without_clause),
        ("two cells are one", with_joined_cells),
        ("a picture is gone", without_picture),
        (JOINED, with_joined_paragraphs),
    ];
    let made = faults.into_iter().filter_map(|(how, fault)| Some((how, fault(body)?)));
    made.map(|(how, body)| (how, format!("{head}\n---\n{body}"))).collect()
}

/// Whether a line is a paragraph of running text.
fn is_text(line: &str) -> bool {
    !line.starts_with(['|', '!', '#', '[', '-', ' ']) && line.chars().count() > 30
}

/// Without what stands between two commas of the longest paragraph.
fn without_clause(body: &str) -> Option<String> {
    let line = body.lines().filter(|line| is_text(line)).max_by_key(|line| line.len())?;
    let start = line.find('，')? + '，'.len_utf8();
    let end = start + line[start..].find(['，', '。'])?;
    let clause = &line[start..end];
    let is_long = clause.chars().filter(|c| c.is_alphanumeric()).count() > 3;
    let rest = format!("{}{}", &line[..start], &line[end..]);
    is_long.then(|| body.replacen(line, &rest, 1))
}

/// With the first two cells of a row in one.
fn with_joined_cells(body: &str) -> Option<String> {
    let is_row = |line: &&str| {
        let mut cells = line.trim_matches('|').split(" | ").map(str::trim);
        let is_full =
            |cell: Option<&str>| cell.is_some_and(|cell| cell.chars().any(char::is_alphanumeric));
        line.starts_with('|') && is_full(cells.next()) && is_full(cells.next())
    };
    let row = body.lines().find(is_row)?;
    Some(body.replacen(row, &row.replacen(" | ", "", 1), 1))
}

/// Without the first picture.
fn without_picture(body: &str) -> Option<String> {
    let start = body.find("![")?;
    let end = start + body[start..].find('\n')?;
    Some(format!("{}{}", &body[..start], &body[end..]))
}

/// With two paragraphs in one.
fn with_joined_paragraphs(body: &str) -> Option<String> {
    let mut parts = body.split("\n\n").map(str::trim);
    let mut before = parts.next()?;
    for part in parts {
        if is_text(before) && is_text(part) && !part.contains('\n') {
            return Some(body.replacen(
                &format!("{before}\n\n{part}"),
                &format!("{before}{part}"),
                1,
            ));
        }
        before = part;
    }
    None
}
