//! Names of originals: safe on every disk, told apart by a number.

use crate::workspace::is_portable;

/// A file's name in characters that no disk and no path minds.
pub fn safe_name(name: &str) -> String {
    let plain = |c: char| {
        if c.is_alphanumeric() || "._-（）()、·".contains(c) { c } else { '-' }
    };
    let is_ending = |(_, ending): &(&str, &str)| {
        (1..=8).contains(&ending.len()) && ending.chars().all(|c| c.is_ascii_alphanumeric())
    };
    let (stem, ending) = name.rsplit_once('.').filter(is_ending).unwrap_or((name, "txt"));
    let stem: String = stem.chars().map(plain).take(60).collect();
    let stem = stem.trim_matches(['.', '-', ' ']);
    let stem = if stem.is_empty() { "来稿" } else { stem };
    let name = format!("{stem}.{}", ending.to_lowercase());
    // What is left to mind are names that Windows keeps for devices.
    if is_portable(&name) { name } else { format!("来稿-{name}") }
}

/// The name that an original came under, where it is kept as `NAME-2.docx` because another has it.
pub fn family(name: &str) -> Option<String> {
    let (stem, ending) = name.rsplit_once('.')?;
    let (stem, count) = stem.rsplit_once('-')?;
    let is_count = count.parse::<u32>().is_ok_and(|count| count > 1) && !count.starts_with('0');
    is_count.then(|| format!("{stem}.{ending}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_no_disk_minds() {
        assert_eq!(safe_name("山阴县 11.25（终稿）.docx"), "山阴县-11.25（终稿）.docx");
        assert_eq!(safe_name("../../etc/passwd"), "etc-passwd.txt");
        assert_eq!(safe_name("con.DOCX"), "来稿-con.docx");
        assert_eq!(safe_name("Com2.tar.docx"), "来稿-Com2.tar.docx");
        assert_eq!(safe_name("nul .txt"), "来稿-nul.txt");
        assert_eq!(safe_name("..docx"), "来稿.docx");
        assert_eq!(safe_name("a:b|c\n.txt"), "a-b-c.txt");
    }

    #[test]
    fn names_that_came_with_a_number() {
        let family = |name| family(name);
        assert_eq!(family("简报-2.docx").as_deref(), Some("简报.docx"));
        assert_eq!(family("简报-10.docx").as_deref(), Some("简报.docx"));
        for name in ["简报.docx", "简报-1.docx", "简报-02.docx", "2018-x.docx", "简报", "-.txt"]
        {
            assert_eq!(family(name), None, "{name}");
        }
    }
}
