//! Rows for spreadsheets: CSV with a byte-order mark, and no cell that a spreadsheet would reckon.

use std::io::{self, Write};

/// Writes rows of cells, the heads first. Without the mark in front, Excel takes the Chinese for
/// another encoding.
pub fn write<const N: usize>(
    output: &mut impl Write,
    heads: [&str; N],
    rows: impl Iterator<Item = [String; N]>,
) -> io::Result<()> {
    output.write_all("\u{feff}".as_bytes())?;
    let mut writer = csv::Writer::from_writer(output);
    writer.write_record(heads)?;
    for row in rows {
        writer.write_record(row.map(harmless))?;
    }
    writer.flush()
}

/// A cell that begins like a formula, as text: a spreadsheet shows what is behind the apostrophe and
/// reckons nothing. What comes in dispatches is nobody's formula.
fn harmless(cell: String) -> String {
    let begins = |c: char| "=+-@\t\r\n＝＋－＠".contains(c);
    if cell.starts_with(begins) { format!("'{cell}") } else { cell }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_cell_is_a_formula() {
        let cells =
            ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "＝1", "甲=乙", "", "1-2", "'x"];
        let mut written = Vec::new();
        write(&mut written, ["格"], cells.iter().map(|cell| [(*cell).to_owned()]))
            .expect("written");
        let text = String::from_utf8(written).expect("UTF-8");
        let read = text.strip_prefix('\u{feff}').expect("a mark");
        let mut reader = csv::Reader::from_reader(read.as_bytes());
        let rows: Vec<String> =
            reader.records().map(|row| row.expect("a row")[0].to_owned()).collect();
        let want = [
            "'=1+1",
            "'+1",
            "'-1",
            "'@SUM(A1)",
            "'\t=1",
            "'\r=1",
            "'＝1",
            "甲=乙",
            "",
            "1-2",
            "'x",
        ];
        assert_eq!(rows, want);
    }
}
