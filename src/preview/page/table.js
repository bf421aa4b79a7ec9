// A table of an entry's text, edited as a table: its rows are lines of cells between bars.

import { make, painted } from "./dom.js";

const DELIMITER = /^\s*\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)*\|?\s*$/;

/** The table that stands at `at` in `text`: its place, its rows of cells, and the line of dashes; null where there is none. */
export function table_at(text, at) {
  const lines = text.split("\n");
  const starts = lines.reduce((all, line) => [...all, all[all.length - 1] + line.length + 1], [0]);
  const own = lines.findIndex((line, index) => at >= starts[index] && at <= starts[index] + line.length);
  const is_row = (index) => index >= 0 && index < lines.length && lines[index].includes("|");
  if (!is_row(own)) return null;
  let [first, last] = [own, own];
  while (is_row(first - 1)) first -= 1;
  while (is_row(last + 1)) last += 1;
  if (last === first || !DELIMITER.test(lines[first + 1])) return null;
  const rows = [first, ...Array.from({ length: last - first - 1 }, (_, index) => first + 2 + index)].map((index) => cells_of(lines[index]));
  return { from: starts[first], to: starts[last] + lines[last].length, rows, dashes: cells_of(lines[first + 1]) };
}

function cells_of(line) {
  const bare = line.trim().replace(/^\|/, "").replace(/(^|[^\\])\|$/, "$1");
  return bare.split(/(?<!\\)\|/).map((cell) => cell.trim().replaceAll("\\|", "|"));
}

/** The lines of a table. */
export function table_text(rows, dashes) {
  const line = (cells) => "| " + cells.join(" | ") + " |";
  const plain = (cell) => cell.trim().replace(/\s*\n\s*/g, " ").replaceAll("|", "\\|");
  const [head, ...rest] = rows.map((cells) => line(cells.map(plain)));
  return [head, line(rows[0].map((_, index) => dashes[index] || "---")), ...rest].join("\n");
}

/** Lets somebody edit rows of cells; gives the new ones with the line of dashes, or null. */
export function edit_table({ rows, dashes }) {
  return new Promise((resolve) => {
    const width = Math.max(...rows.map((cells) => cells.length));
    let all = rows.map((cells) => [...cells, ...Array(width - cells.length).fill("")]);
    let widths = [...dashes];
    const grid = make("table", { class: "grid" });
    const input = (row, column) => {
      const made = make("textarea", { value: all[row][column], rows: 1, "aria-label": "第" + (row + 1) + "行第" + (column + 1) + "列" });
      made.addEventListener("input", () => {
        all[row][column] = made.value;
      });
      return made;
    };
    const out = (words, run) => {
      const made = make("button", { type: "button", class: "quiet-button", "aria-label": words, title: words }, "✕");
      made.addEventListener("click", run);
      return made;
    };
    const draw = () => {
      const columns = all[0].map((_, column) => make("td", {}, all[0].length > 1 ? out("去掉第" + (column + 1) + "列", () => {
        all = all.map((cells) => cells.filter((_cell, index) => index !== column));
        widths = widths.filter((_dash, index) => index !== column);
        draw();
      }) : null));
      grid.replaceChildren(make("tbody", {},
        ...all.map((cells, row) => make("tr", { class: row === 0 ? "head" : "" }, ...cells.map((_, column) => make("td", {}, input(row, column))),
          make("td", {}, row > 0 && all.length > 2 ? out("去掉第" + (row + 1) + "行", () => {
            all.splice(row, 1);
            draw();
          }) : null))),
        make("tr", {}, ...columns)));
    };
    draw();
    const more = (words, run) => {
      const made = make("button", { type: "button" }, words);
      made.addEventListener("click", () => {
        run();
        draw();
      });
      return made;
    };
    const dialog = make("dialog", { class: "settings", "aria-label": "表格" }, make("form", { method: "dialog" },
      make("h2", {}, "表格"), make("p", { class: "under" }, "第一行是表头；与上一格合并写 ^^，与左一格合并写 <<"), grid,
      make("p", { class: "work-acts" }, more("加一行", () => all.push(all[0].map(() => ""))), more("加一列", () => {
        all = all.map((cells) => [...cells, ""]);
      })),
      make("p", { class: "ends" }, make("button", { value: "cancel", formNoValidate: true }, "不了"), " ", make("button", { value: "yes", class: "chief" }, "写进稿件"))));
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve(dialog.returnValue === "yes" ? { rows: all, dashes: widths } : null);
    });
    document.body.append(dialog);
    dialog.showModal();
    painted().then(() => grid.querySelector("textarea").focus());
  });
}
