//! Columns of Chinese text, aligned: a Chinese character is two cells wide on a terminal.

use std::io::{self, Write};

use unicode_width::UnicodeWidthStr;

/// Writes rows with their columns aligned; the last column is not padded.
pub fn write<const N: usize>(output: &mut impl Write, rows: &[[String; N]]) -> io::Result<()> {
    let widths: [usize; N] =
        std::array::from_fn(|column| rows.iter().map(|row| row[column].width()).max().unwrap_or(0));
    for row in rows {
        let mut line = String::new();
        for (cell, width) in row.iter().zip(widths) {
            line.push_str(cell);
            line.push_str(&" ".repeat(width - cell.width() + 2));
        }
        writeln!(output, "{}", line.trim_end())?;
    }
    Ok(())
}
