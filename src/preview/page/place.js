// Places in a source text: offsets (UTF-16, as JavaScript counts), lines and columns from 1. No page.

/** The line of an offset, and the column, which counts characters as an editor does. */
export function line_column(text, at) {
  const before = text.slice(0, at);
  const start = before.lastIndexOf("\n") + 1;
  let line = 1;
  for (let next = before.indexOf("\n"); next >= 0; next = before.indexOf("\n", next + 1)) line += 1;
  return { line, column: [...before.slice(start)].length + 1 };
}

/** The offset where a line begins; the end of the text for lines behind it. */
export function offset_of_line(text, line) {
  let at = 0;
  for (let left = line; left > 1; left -= 1) {
    const end = text.indexOf("\n", at);
    if (end < 0) return text.length;
    at = end + 1;
  }
  return at;
}

/** The lines of `text` as `{ start, text }`, without their ends. */
export function lines_of(text) {
  let start = 0;
  return text.split("\n").map((line) => {
    const entry = { start, text: line.replace(/\r$/, "") };
    start += line.length + 1;
    return entry;
  });
}

/** Where an offset of `before` went in `after`, if one stretch of the text was edited. */
export function moved(before, after, at) {
  if (before === after) return at;
  const most = Math.min(before.length, after.length);
  let head = 0;
  while (head < most && before[head] === after[head]) head += 1;
  let tail = 0;
  while (tail < most - head && before[before.length - 1 - tail] === after[after.length - 1 - tail]) tail += 1;
  if (at <= head) return at;
  if (at >= before.length - tail) return at + after.length - before.length;
  return Math.min(at, after.length - tail);
}

/** The end of the character that begins at `at`: some take two units. */
export function character_end(text, at) {
  const code = text.codePointAt(at);
  if (code === undefined) return at;
  return at + (code > 0xffff ? 2 : 1);
}
