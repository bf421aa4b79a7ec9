//! Rows as a reader sees them: `/` marks where a row ends.

use proptest::prelude::*;

use super::*;

/// Latin letters and digits half an em wide, spaces a quarter, everything else one.
fn pieces(text: &str) -> Vec<Piece> {
    let width = |c: char| match c {
        ' ' => 0.25,
        _ if c.is_ascii() => 0.5,
        _ => 1.0,
    };
    text.chars().map(|c| Piece::Char(c, width(c))).collect()
}

fn rows(text: &str, widths: Widths, rules: Rules) -> Vec<Row> {
    break_rows(&items(&pieces(text), rules), widths, Options::DEFAULT)
}

/// The expected rows are the text itself with `/` at the breaks; spaces stay at a row's end.
fn check_with(width: f64, rules: Rules, expected: &str) {
    let text = expected.replace('/', "");
    let chars: Vec<char> = text.chars().collect();
    let rows = rows(&text, Widths { first: width, rest: width }, rules);
    let shown: Vec<String> =
        rows.iter().map(|row| chars[row.items.clone()].iter().collect()).collect();
    assert_eq!(shown.join("/"), expected, "{width} em");
}

fn check(width: f64, expected: &str) {
    check_with(width, Rules::default(), expected);
}

#[test]
fn han_fill_the_row() {
    check(5.0, "");
    check(5.0, "一");
    check(5.0, "一二三四五");
    check(5.0, "一二三四五/六");
    check(5.95, "一二三四五/六七八九十/一");
    check(0.5, "一/二/三");
}

#[test]
fn the_first_row_is_indented() {
    let rows = rows("一二三四五六七八", Widths { first: 3.0, rest: 5.0 }, Rules::default());
    assert_eq!(rows.iter().map(|row| row.items.clone()).collect::<Vec<_>>(), [0..3, 3..8]);
    assert_eq!((rows[0].width, rows[1].width, rows[1].natural), (3.0, 5.0, 5.0));
}

#[test]
fn marks_give_way() {
    // One mark: a row of 5.95 em takes six cells, as No. 28 takes 26 in 25.95.
    check(5.95, "一，二三四五/六七八九十/一");
    check(5.95, "一二三四五，/六");
    check(5.5, "一，二三四五/六");
    check(5.4, "一，二三四/五六");
    // Two give no more than one: half an em in all.
    check(5.0, "一，二，三/四五六");
    check(5.5, "一，二，三四/五六");
    check(5.5, "（一）二三四/五");
}

#[test]
fn a_closing_mark_never_starts_a_row() {
    // Squeezed to its ink, or past the edge where the row has nothing to squeeze.
    check(5.5, "一二三四五。/六");
    check(5.0, "一二三四五。/六");
    check(5.0, "一二三四五”/六");
    // A pair takes one em and half of it may stand outside.
    check(5.5, "一二三四五。”/六");
    check(5.5, "一二三四五），/六");
    // No room for both: the character before goes with them.
    check(5.0, "一二三四/五。”六");
    // Nothing to hang.
    check(5.0, "一二三四/五％六");
    check(5.0, "。。。。。。/。。。。。。/。");
}

#[test]
fn a_house_may_squeeze_less() {
    let rows = |squeeze| {
        let items = items(&pieces("一，二，三四五，六"), Rules::default());
        let options = Options { squeeze, hang: 0.0, ..Options::DEFAULT };
        break_rows(&items, Widths { first: 5.0, rest: 5.0 }, options)[0].items.end
    };
    assert_eq!((rows(1.0), rows(0.5), rows(0.0)), (6, 5, 5));
    assert_eq!(rows(f64::INFINITY), 6);
}

#[test]
fn hanging_is_told() {
    let rows = rows("一二三四五。六", Widths { first: 5.0, rest: 5.0 }, Rules::default());
    assert!((rows[0].hang() - 0.5).abs() < 1e-9, "{rows:?}");
    assert!((rows[0].excess() - 1.0).abs() < 1e-9, "{rows:?}");
    assert_eq!(rows[1].hang(), 0.0);
}

#[test]
fn an_opening_mark_never_ends_a_row() {
    check(5.0, "一二三四/（五）六");
    check(5.0, "一二三四/“五”六");
    check(5.0, "一二三四，/“五六”七");
    check(5.0, "一二三四：/“《五》”");
    check(5.0, "一二三四/“《五》六”");
}

#[test]
fn dashes_and_ellipses_are_one() {
    check(5.0, "一二三四/——五六");
    check(5.0, "一二三四/……五六");
    check(5.0, "一二三——/四");
    check(5.0, "一二三……/四");
    check(5.0, "—————/—————");
}

#[test]
fn words_and_numbers_are_whole() {
    check(5.0, "一二三四/Rust五六");
    check(5.0, "一二三四/2018五六");
    check(5.25, "一二三 Rust /四五");
    check(5.0, "一二三 /Rust 四五");
    check(5.0, "a bc def /ghi");
    check(5.0, "增长12.5%，/二");
    check(5.0, "一二三四/café五");
    check(5.0, "一二三（a）/二");
}

#[test]
fn what_is_wider_than_a_row_is_cut() {
    check(5.0, "aaaaaaaaaa/aaaaaaaaaa/aaa");
    // Where little would be left empty it starts a row of its own.
    check(5.0, "一二三四/aaaaaaaaaa/aaaa");
    // Where much would, the row is filled.
    check(5.0, "一aaaaaaaa/aaaaaaaaaa/aaaa");
    check(0.25, "a/a/a");
}

#[test]
fn accents_stay_with_their_letters() {
    let text: Vec<Piece> = "一二e\u{301}三"
        .chars()
        .map(|c| Piece::Char(c, if c == '\u{301}' { 0.0 } else { 1.0 }))
        .collect();
    let rows = break_rows(
        &items(&text, Rules::default()),
        Widths { first: 3.0, rest: 3.0 },
        Options::DEFAULT,
    );
    assert_eq!(rows[0].items, 0..4);
}

#[test]
fn objects_stand_like_characters() {
    let mut text = pieces("一二三四五");
    text.insert(3, Piece::Object { width: 0.6, leans: true });
    let rows = break_rows(
        &items(&text, Rules::default()),
        Widths { first: 3.0, rest: 3.0 },
        Options::DEFAULT,
    );
    // 二三 and the mark of the footnote: 三 may not be parted from it.
    assert_eq!(rows[0].items, 0..2);
    assert_eq!(rows[1].items, 2..5);
}

#[test]
fn units_stay_with_their_numbers() {
    let rules = Rules { units: true, ..Rules::default() };
    let loose = Rules::default();
    check_with(5.0, loose, "一二三 11 /月四五");
    check_with(5.0, rules, "一二三 /11 月四五");
    check_with(5.0, loose, "一二三第 /28 期四");
    check_with(5.0, rules, "一二三/第 28 期四");
    check_with(6.0, rules, "一二三四/130 多株五");
    check_with(6.0, rules, "一二三四/3 万公里五");
    check_with(6.0, rules, "一二三四五/4 天内六");
    // More than three em would be missing.
    check_with(6.0, rules, "一1234567万/人二三四");
}

#[test]
fn names_stay_whole() {
    let rules = Rules { names: &["马占文", "向阳堡乡"], ..Rules::default() };
    check_with(6.0, Rules::default(), "一二三四马占/文要求");
    check_with(6.0, rules, "一二三四/马占文要求");
    check_with(6.0, rules, "一二向阳堡乡/马占文");
    check_with(6.0, rules, "一二三，/向阳堡乡");
}

#[test]
fn stiff_quotes_give_nothing() {
    let rules = Rules { stiff_quotes: true, ..Rules::default() };
    check_with(5.0, rules, "“一”二三/四");
    check(5.5, "“一”二三四/五");
}

fn texts() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        8 => "[一-龥]{1,8}",
        4 => "[，。、；：？！”’）》】]",
        2 => "[“‘（《【]",
        1 => "[0-9]{1,4}",
        1 => "[a-z]{1,9}",
        1 => prop::sample::select(vec!["——", "……", " ", "·", "％", ".", "11 月", "第 28 期"]).prop_map(str::to_owned),
    ];
    prop::collection::vec(piece, 0..60).prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn rows_are_the_text(text in ".{0,80}", width in 0.1..30.0) {
        let rows = rows(&text, Widths { first: width / 2.0, rest: width }, Rules { units: true, ..Rules::default() });
        let mut at = 0;
        for row in &rows {
            prop_assert_eq!(row.items.start, at);
            prop_assert!(row.items.end > at);
            at = row.items.end;
        }
        prop_assert_eq!(at, text.chars().count());
    }

    #[test]
    fn rows_keep_the_rules(text in texts(), width in 12.0..30.0, units: bool) {
        let rules = Rules { units, ..Rules::default() };
        let items = items(&pieces(&text), rules);
        let options = Options::DEFAULT;
        let rows = break_rows(&items, Widths { first: width - 2.0, rest: width }, options);
        for row in &rows {
            let visible: Vec<&Item> = items[row.items.clone()].iter().filter(|item| !item.space).collect();
            let marks_only = visible.iter().all(|item| !item.may_start || !item.may_end);
            // Never more than the marks can give, but for what may hang.
            prop_assert!(row.excess() <= row.shrink + options.hang + 1e-6, "{row:?}");
            if let (Some(first), Some(last)) = (visible.first(), visible.last()) && !marks_only {
                let longest_run = items.split(|item| item.may_start && item.may_end).map(<[Item]>::len).max();
                if longest_run < Some(6) {
                    prop_assert!(first.may_start || row.items.start == 0, "{text}: {row:?}");
                    prop_assert!(last.may_end || row.items.end == items.len(), "{text}: {row:?}");
                }
            }
        }
        // Greedy: with what follows up to the next place to break, no row would fit.
        for row in rows.iter().filter(|row| row.items.end < items.len()) {
            let next = (row.items.end + 1..=items.len()).find(|&end| {
                end == items.len()
                    || items[end - 1].after == After::Free
                        && items[end].may_start
                        && items[..end].iter().rev().find(|item| !item.space).is_some_and(|last| last.may_end)
            });
            let longer = super::row(&items, row.items.start..next.unwrap_or(items.len()), row.width, options);
            let last = items[longer.items.clone()].iter().rev().find(|item| !item.space);
            let hang = if last.is_some_and(Item::hangs) { options.hang } else { 0.0 };
            prop_assert!(longer.excess() > longer.shrink + hang - 1e-6, "{text}: {row:?}");
        }
    }
}
