//! A character or a word that is written twice: 会议议, 的的, 做好做好.

use std::ops::Range;

use crate::check::lists::words;
use crate::check::marks::is_surname;
use crate::dictionary::{Class, Piece, lookup};

/// What is said twice by right: 山阴县县长, 市市场监管局.
const TWICE: &str = "在以和为地内全工机档展作对千股建舱伞船航跳医数生水街班管许等新下步习暖市县区旗州省镇乡村会部局院厅处科组队所站社校委人大中行厂家天日年月个一二三四五六七八九十的了是不有多大小层级次条项件户些点国与军舰学党民司馆团员师河山江湖路桥城港";

/// Small words, which make no others with what stands beside them.
const SMALL: &str = "的了和与及在是为对把将被由向从到已也都要就还又再更很最不等";

/// A character that is written once more than its word has it: 会议议, 落落实.
fn character(text: &str, pieces: &[Piece], index: usize) -> Option<Range<usize>> {
    let piece = pieces.get(index).filter(|piece| piece.is_single())?;
    let own = text[piece.range().clone()].chars().next()?;
    if TWICE.contains(own) {
        return None;
    }
    let long = |piece: &&Piece| {
        !piece.is_single()
            && piece.entry().is_some_and(|entry| {
                entry.frequency() >= 80.0 && !matches!(entry.class, Class::Person | Class::Place)
            })
    };
    let before = index.checked_sub(1).and_then(|at| pieces.get(at)).filter(long);
    let behind = pieces.get(index + 1).filter(long);
    let ends = before.is_some_and(|piece| text[piece.range().clone()].ends_with(own));
    let begins = behind.is_some_and(|piece| text[piece.range().clone()].starts_with(own));
    // 一间间, 一台台: one after the other.
    let pair = if ends { piece.range().start - piece.range().len() } else { piece.range().start };
    if text[..pair].ends_with('一') {
        return None;
    }
    // 耕地地力: each belongs to a word of its own.
    let is_word = |range: Range<usize>| text.get(range).is_some_and(|it| lookup(it).is_some());
    let width = piece.range().len();
    let own_word = match ends {
        true => is_word(piece.range().start..piece.range().end + width),
        false => {
            piece.range().start >= width && is_word(piece.range().start - width..piece.range().end)
        }
    };
    if own_word {
        return None;
    }
    // 新规|规定, 冲积扇|扇缘: what stands alone on the other side may make a word with it.
    let alone = |at: Option<usize>| {
        let piece = at.and_then(|at| pieces.get(at)).filter(|piece| piece.is_single());
        piece
            .and_then(|piece| text[piece.range()].chars().next())
            .is_some_and(|c| !SMALL.contains(c))
    };
    if begins && alone(index.checked_sub(1)) || ends && alone(Some(index + 1)) {
        return None;
    }
    // 王伟伟: a name.
    let named = text[..piece.range().start].chars().rev().take(2).any(is_surname);
    ((ends || begins) && !named).then(|| piece.range().clone())
}

/// What stands at a piece for the second time.
pub fn doubled(text: &str, chars: &[char], pieces: &[Piece], index: usize) -> Option<Range<usize>> {
    let piece = pieces.get(index)?.chars();
    let own = chars.get(piece.start)?;
    // What is written twice begins twice, and what is one character stands twice: most does not.
    let stands = |at: Option<usize>| at.and_then(|at| chars.get(at)) == Some(own);
    let begins = |at: usize| stands(pieces.get(at).map(|piece| piece.chars().start));
    let again = begins(index + 1) || begins(index + 2);
    if !again && !stands(piece.start.checked_sub(1)) && !stands(Some(piece.end)) {
        return None;
    }
    character(text, pieces, index)
        .or_else(|| particle(text, pieces, index))
        .or_else(|| word(text, pieces, index))
}

/// Small words that are never said twice.
const ONCE: &str = "的了和与在将把被为及或以从向由于";

/// 企业的的信贷: a small word and itself again.
fn particle(text: &str, pieces: &[Piece], index: usize) -> Option<Range<usize>> {
    let (one, other) = (pieces.get(index)?, pieces.get(index + 1)?);
    let own = &text[one.range()];
    let is_twice = one.is_single() && own == &text[other.range()] && ONCE.contains(own);
    if !is_twice {
        return None;
    }
    // 现在在深圳, 山丹丹和和平的: each belongs to a word of its own. 的的确确.
    let (before, behind) =
        (text[..one.range().start].chars().next_back(), &text[other.range().end..]);
    let is_word = |word: String| lookup(&word).is_some();
    let of_before = before.is_some_and(|c| is_word(format!("{c}{own}")));
    let of_behind = behind.chars().next().is_some_and(|c| is_word(format!("{own}{c}")));
    (!of_before && !of_behind && !behind.starts_with(own)).then(|| other.range())
}

/// 做好做好追肥: a word and itself again, or two words and themselves again.
fn word(text: &str, pieces: &[Piece], index: usize) -> Option<Range<usize>> {
    let row = |from: usize, count: usize| {
        let row = pieces.get(from..from + count)?;
        Some(row.first()?.range().start..row.last()?.range().end)
    };
    for count in [1, 2] {
        let (Some(one), Some(other)) = (row(index, count), row(index + count, count)) else {
            continue;
        };
        let own = &text[one.clone()];
        let pieces = &pieces[index..index + count];
        if own != &text[other.clone()]
            || pieces.iter().all(Piece::is_single)
            || own.chars().count() < 2
            // 一个一个地抓, 研究研究.
            || own.starts_with(|c| NUMERALS.contains(c))
            || pieces.iter().any(|piece| is_said_twice(&text[piece.range()], piece))
            // A third time: a row of sounds.
            || text[other.end..].starts_with(own)
        {
            continue;
        }
        return Some(other);
    }
    None
}

const NUMERALS: &str = "一二两三四五六七八九十百千几半";

/// What may be said twice: 考虑考虑, a measure, a name.
fn is_said_twice(word: &str, piece: &Piece) -> bool {
    const VERBS: &[&str] = words!("doubled.txt", "VERBS");
    VERBS.contains(&word)
        || piece.entry().is_none_or(|entry| {
            matches!(
                entry.class,
                Class::Person | Class::Place | Class::Measure | Class::Number | Class::Other
            )
        }) && !piece.is_single()
}
