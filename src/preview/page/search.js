// Finds words in titles and texts of all issues, and the words around them. Plain texts, no page.

// Characters shown before and after a found word.
const BEFORE = 12;
const AFTER = 48;
// Entries of one issue that are shown with their words.
const MOST_HITS = 3;

/** A text as it is compared: letters small, full-width letters and digits as narrow ones; as long as the text. */
export function folded(text) {
  return text.replace(/[\uff01-\uff5e]/g, (wide) => String.fromCharCode(wide.charCodeAt(0) - 0xfee0))
    .replace(/[A-Z]+/g, (large) => large.toLowerCase());
}

/** The words of a query, folded. */
export function query_words(query) {
  return [...new Set(folded(query).split(/[\s\u3000]+/).filter(Boolean))];
}

/** What is searched of an issue: its own words, and its entries once their texts are known. */
export function searchable(own, entries) {
  const parts = (entries || []).map((entry) => {
    const title = [entry.title, entry.source].filter(Boolean).join("　");
    return { title, text: entry.text, folded_title: folded(title), folded_text: folded(entry.text) };
  });
  return { own: folded(own), parts };
}

/** Whether every word is somewhere in the issue. */
export function contains(subject, words) {
  return words.every((word) => subject.own.includes(word)
    || subject.parts.some((part) => part.folded_title.includes(word) || part.folded_text.includes(word)));
}

/** The entries with most of the words: `{ title, text }`, each a list of `{ text, found }`. */
export function hits(subject, words) {
  return subject.parts
    .map((part, order) => ({ part, order, count: words.filter((word) => part.folded_title.includes(word) || part.folded_text.includes(word)).length }))
    .filter(({ count }) => count > 0)
    .sort((a, b) => b.count - a.count || a.order - b.order)
    .slice(0, MOST_HITS)
    .map(({ part }) => ({ title: split(part.title, part.folded_title, words), text: around(part, words) }));
}

/** A text cut where words of the query begin and end. */
export function split(text, folded_text, words) {
  const pieces = [];
  let from = 0;
  while (from < text.length) {
    let at = -1;
    let length = 0;
    for (const word of words) {
      const next = folded_text.indexOf(word, from);
      if (next >= 0 && (at < 0 || next < at || (next === at && word.length > length))) {
        at = next;
        length = word.length;
      }
    }
    if (at < 0) break;
    if (at > from) pieces.push({ text: text.slice(from, at), found: false });
    pieces.push({ text: text.slice(at, at + length), found: true });
    from = at + length;
  }
  if (from < text.length) pieces.push({ text: text.slice(from), found: false });
  return pieces;
}

// Where words stand near each other, one stretch shows them all.
function around(part, words) {
  const stretches = [];
  const places = words.map((word) => part.folded_text.indexOf(word)).filter((at) => at >= 0).sort((a, b) => a - b);
  const after = Math.max(16, Math.round(AFTER / Math.max(1, places.length)));
  for (const at of places) {
    const last = stretches[stretches.length - 1];
    const to = Math.min(part.text.length, at + after);
    if (last && at - BEFORE <= last.to) last.to = Math.max(last.to, to);
    else stretches.push({ from: Math.max(0, at - BEFORE), to });
  }
  if (stretches.length === 0) return [];
  let text = stretches[0].from > 0 ? "…" : "";
  for (const { from, to } of stretches) text += part.text.slice(from, to).replace(/\s/g, " ") + (to < part.text.length ? "…" : "");
  return split(text, folded(text), words);
}
