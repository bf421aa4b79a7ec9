// Reads position maps: which character is under a point, and where a file's characters stand. Plain numbers, no page.

// Farther than this from any character (mm), a click means the paper and not the text.
const REACH = 4;
// Characters no one wrote (the number of a list, a template's words) belong to the next written one within this (mm).
const NEIGHBOUR = 12;

function distance(value, from, to) {
  if (value < from) return from - value;
  return value > to ? value - to : 0;
}

/** The character nearest to the point (mm): `{ run, index }`, or null where there is only paper. */
export function character_at(map, x, y) {
  let best = null;
  for (const run of map.runs) {
    const down = distance(y, run.top, run.bottom);
    if (down > REACH) continue;
    const across = distance(x, run.x[0], run.x[run.x.length - 1]);
    // Within the row first: a point between two rows belongs to the nearer one, however far its text is.
    const cost = down * 1000 + across;
    if (best && best.cost <= cost) continue;
    best = { run, cost, across };
  }
  if (!best || best.across > NEIGHBOUR) return null;
  let index = 0;
  while (index < best.run.at.length - 1 && x >= best.run.x[index + 1]) index += 1;
  return { run: best.run, index };
}

/** What the author wrote at a character: `{ path, at, field }`, or null where nobody did. */
export function written_at(map, run, index) {
  const near = nearest_written(map, run, index);
  if (!near) return null;
  return { path: map.files[near.run.file[near.index]], at: near.run.at[near.index], field: near.run.field[near.index] };
}

function nearest_written(map, run, index) {
  const x = (run.x[index] + run.x[index + 1]) / 2;
  let best = null;
  for (const other of map.runs) {
    if (other.top >= run.bottom || other.bottom <= run.top) continue;
    for (let at = 0; at < other.file.length; at += 1) {
      if (other.file[at] < 0) continue;
      const away = distance(x, other.x[at], other.x[at + 1]);
      if (away <= NEIGHBOUR && (!best || away < best.away)) best = { run: other, index: at, away };
    }
  }
  return best;
}

/** Where characters stand that `wanted(path, at, field)` wants, as areas in mm, one for each unbroken stretch. */
export function areas_of(map, wanted) {
  const areas = [];
  for (const run of map.runs) {
    let open = null;
    for (let at = 0; at < run.file.length; at += 1) {
      const file = run.file[at];
      if (file >= 0 && wanted(map.files[file], run.at[at], run.field[at])) {
        if (!open) areas.push((open = { x0: run.x[at], y0: run.top, x1: 0, y1: run.bottom }));
        open.x1 = run.x[at + 1];
      } else {
        open = null;
      }
    }
  }
  return areas;
}

/** The rows of a page that an author wrote, from the top: `{ run, index }` of the first written character of each. */
export function written_rows(map) {
  const rows = [];
  const runs = [...map.runs].sort((a, b) => a.top - b.top || a.x[0] - b.x[0]);
  for (const run of runs) {
    const index = run.file.findIndex((file) => file >= 0);
    if (index < 0) continue;
    const last = rows[rows.length - 1];
    const same = last && Math.min(last.run.bottom, run.bottom) - Math.max(last.run.top, run.top) > (run.bottom - run.top) / 2;
    if (!same) rows.push({ run, index });
  }
  return rows;
}
