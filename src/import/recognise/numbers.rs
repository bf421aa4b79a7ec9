//! Numbers that head and tail are known by: of issues, of papers, of telephones.

use super::dates;
use crate::import::bare::dense;

/// 第28期, （总第128期）, 2018年第 12 期（总第 30 期）. Not 第三期干部培训班开班.
pub fn is_number_of_issue(line: &str) -> bool {
    let kept = dense(line);
    let rest = kept.trim_start_matches(['（', '(']);
    let year = |c: char| c.is_ascii_digit() || "〔〕[]年".contains(c);
    let rest = match rest.starts_with(|c: char| c.is_ascii_digit() || c == '〔' || c == '[') {
        true => rest.trim_start_matches(year),
        false => rest,
    };
    let Some(rest) = rest.trim_start_matches('总').strip_prefix('第') else { return false };
    let number = |c: char| c.is_ascii_digit() || "一二三四五六七八九十百〇".contains(c);
    let behind = rest.trim_start_matches(number);
    let Some(last) = behind.strip_prefix('期').filter(|_| behind.len() < rest.len()) else {
        return false;
    };
    let ends = last.is_empty() || last.starts_with(['（', '(', '）', ')', '总', '—', '-', '·']);
    (ends || last == "增刊") && kept.chars().count() <= 24
}

/// 怀环发〔2018〕86号.
pub fn is_number_of_paper(line: &str) -> bool {
    let Some((before, rest)) = line.split_once(['〔', '[', '［', '【']) else { return false };
    let Some((year, rest)) = rest.split_once(['〕', ']', '］', '】']) else { return false };
    let is_year = year.len() == 4 && year.bytes().all(|byte| byte.is_ascii_digit());
    let number = rest.trim().trim_start_matches('第').strip_suffix('号');
    let is_number = number.is_some_and(|number| number.bytes().all(|byte| byte.is_ascii_digit()));
    is_year && is_number && before.chars().count() <= 12
}

/// 某某 13800000000, 某某 0349-1234567: short, and a number of a telephone in it.
pub fn is_contact(line: &str) -> bool {
    let letters = line.chars().filter(|c| c.is_alphabetic()).count();
    // Without its area a number may be any, unless it is named.
    let named = ["电话", "手机", "传真"].iter().any(|name| line.contains(name));
    letters <= if named { 24 } else { 8 }
        && dates::first(line).is_none()
        && runs(line).any(|run| is_telephone(run) || named && is_local(run))
}

/// Whether a number of a telephone, with its area or a mobile one, is in a text.
pub fn has_telephone(text: &str) -> bool {
    runs(text).any(is_telephone)
}

/// Whether what stands behind a label is the number of a telephone, with a name or a unit before it:
/// not 回访1200人次. Hot lines have five digits.
pub fn is_telephone_of(said: &str) -> bool {
    let letters = said.chars().filter(|c| c.is_alphabetic()).count();
    let is_hotline = |run: &str| run.len() == 5 && run.bytes().all(|byte| byte.is_ascii_digit());
    let mut digits = runs(said).filter(|run| run.contains(|c: char| c.is_ascii_digit())).peekable();
    let is_rest = |run: &str| run.len() <= 4 && (letters == 0 || said.contains('转'));
    letters <= 20
        && !said.contains('。')
        && digits.peek().is_some()
        && digits.all(|run| is_telephone(run) || is_local(run) || is_hotline(run) || is_rest(run))
}

/// 共印120份, （共印120份）: not 共印发宣传册3000册.
pub fn is_print_run(line: &str) -> bool {
    let kept = dense(line);
    let rest = kept.trim_start_matches(['（', '(']).strip_prefix("共印");
    let number = |c: char| c.is_ascii_digit() || "：:一二三四五六七八九十百千两".contains(c);
    rest.is_some_and(|rest| {
        let behind = rest.trim_start_matches(number);
        behind.len() < rest.len()
            && behind.starts_with(['份', '本', '册'])
            && behind.chars().count() <= 3
    })
}

/// Digits with the strokes between and the brackets before them.
fn runs(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !(c.is_ascii_digit() || "-－—（）()".contains(c)))
        .map(|run| run.trim_matches(['（', '）', '(', ')', '-', '－', '—']))
        .filter(|run| !run.is_empty())
}

/// The groups of digits of a number, or none where more than one sign stands between two.
fn groups(run: &str) -> Vec<&str> {
    let groups: Vec<&str> = run.split(|c: char| !c.is_ascii_digit()).collect();
    if groups.contains(&"") { Vec::new() } else { groups }
}

/// 13800000000, 138-0000-0000, 0349-1234567, （0349）1234567.
fn is_telephone(run: &str) -> bool {
    let groups = groups(run);
    let lengths: Vec<usize> = groups.iter().map(|group| group.len()).collect();
    let is_mobile = |first: &str| {
        let mut digits = first.bytes();
        digits.next() == Some(b'1') && digits.next().is_some_and(|digit| digit >= b'3')
    };
    let area = groups.first().is_some_and(|first| first.starts_with('0'));
    match lengths.as_slice() {
        [11] | [3, 4, 4] | [3, 8] if groups.first().is_some_and(|first| is_mobile(first)) => true,
        [10..=12] => area,
        [3 | 4, 7 | 8] | [3 | 4, 7 | 8, 1..=4] => area,
        _ => false,
    }
}

/// 1234567.
fn is_local(run: &str) -> bool {
    matches!(groups(run).as_slice(), [only] if (7..=8).contains(&only.len()))
}

/// - 2 -, —2—, 第2页, 第 2 页 共 3 页: between two pages of a scan.
pub fn is_number_of_page(line: &str) -> bool {
    let kept = dense(line);
    let digits = |text: &str| {
        (1..=3).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit())
    };
    let dashes = ['-', '—', '－', '–', '·'];
    let inner = kept.trim_matches(dashes);
    let dashed = inner.len() < kept.len() && kept.starts_with(dashes) && kept.ends_with(dashes);
    let worded = kept.strip_prefix('第').and_then(|rest| rest.split_once('页'));
    let worded = worded.is_some_and(|(number, rest)| {
        let all = rest.trim_start_matches(['，', '/', '、']);
        let all = all.strip_prefix('共').and_then(|rest| rest.strip_suffix('页'));
        digits(number) && (rest.is_empty() || all.is_some_and(digits))
    });
    (dashed && digits(inner)) || worded
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn telephones_and_what_is_none() {
        for line in [
            "某某 13800000000",
            "某某0349-1234567",
            "某某（0349）1234567",
            "联系电话 1234567",
            "138-0000-0000",
            "0349-1234567-802",
        ] {
            assert!(is_contact(line), "{line}");
        }
        for line in [
            "编号：2019---001",
            "会议编号：2019-001",
            "2019—2020",
            "第20181127号",
            "1234567",
            "3000—5000亩",
            "20181127001",
            "2018-11-27",
            "编号 2018001-0000001",
            "13-15-20",
        ] {
            assert!(!is_contact(line), "{line}");
        }
    }

    #[test]
    fn numbers_of_pages() {
        for line in ["第 2 页 共 3 页", "—12—", "第3页"] {
            assert!(is_number_of_page(line), "{line}");
        }
        for line in ["-", "2018", "第2页的表", "－－－"] {
            assert!(!is_number_of_page(line), "{line}");
        }
    }
}
