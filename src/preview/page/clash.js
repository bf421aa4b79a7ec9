// Two versions of one file, side by side: of each difference one side is chosen.

import { make } from "./dom.js";

// Beyond this many lines the two are shown as a whole.
const MOST = 3000;

/** Asks which of the differences between `mine` and `theirs` are kept; gives the text that results, or null. */
export function choose_between(name, mine, theirs) {
  return new Promise((resolve) => {
    const parts = differences(mine.split("\n"), theirs.split("\n"));
    const choices = [];
    const rows = parts.map((part) => {
      if (part.same) return make("p", { class: "same" }, part.same.length > 2 ? "（相同的 " + part.same.length + " 行）" : part.same.join("\n") || " ");
      const index = choices.length;
      choices.push("mine");
      const side = (which, words, lines) => {
        const radio = make("input", { type: "radio", name: "clash-" + index, checked: which === "mine" });
        radio.addEventListener("change", () => {
          choices[index] = which;
        });
        return make("label", { class: "side" }, make("span", { class: "under" }, radio, " " + words), make("span", { class: "lines" }, lines.join("\n") || "（没有这几行）"));
      };
      return make("div", { class: "difference" }, side("mine", "这里改的", part.mine), side("theirs", "别处改的", part.theirs));
    });
    const dialog = make("dialog", { class: "clash", "aria-label": "两处都改了" });
    const end = (text) => {
      dialog.close();
      dialog.remove();
      resolve(text);
    };
    const done = make("button", { type: "button", class: "chief" }, "就照选的写");
    const later = make("button", { type: "button" }, "先不写");
    done.addEventListener("click", () => {
      let at = 0;
      end(parts.flatMap((part) => part.same || part[choices[at++]]).join("\n"));
    });
    later.addEventListener("click", () => end(null));
    dialog.addEventListener("cancel", (event) => {
      event.preventDefault();
      end(null);
    });
    dialog.append(make("h2", {}, "「" + name + "」刚才在别处也改了"), make("p", {}, "不同的地方，每处选一边；没有写入以前，两边都还在"),
      make("div", { class: "differences" }, ...rows), make("p", { class: "ends" }, later, " ", done));
    document.body.append(dialog);
    dialog.showModal();
  });
}

// Runs of lines that are the same and runs that differ, by the longest common subsequence between head and tail.
function differences(mine, theirs) {
  let head = 0;
  while (head < mine.length && head < theirs.length && mine[head] === theirs[head]) head += 1;
  let tail = 0;
  while (tail < mine.length - head && tail < theirs.length - head && mine[mine.length - 1 - tail] === theirs[theirs.length - 1 - tail]) tail += 1;
  const a = mine.slice(head, mine.length - tail);
  const b = theirs.slice(head, theirs.length - tail);
  const parts = [];
  const add = (same, one, other) => {
    const last = parts[parts.length - 1];
    if (same !== null) {
      if (last && last.same) last.same.push(same);
      else parts.push({ same: [same] });
      return;
    }
    if (last && !last.same) {
      last.mine.push(...one);
      last.theirs.push(...other);
    } else parts.push({ mine: one, theirs: other });
  };
  for (const line of mine.slice(0, head)) add(line);
  if (a.length > MOST || b.length > MOST) add(null, a, b);
  else {
    const longest = Array.from({ length: a.length + 1 }, () => new Uint16Array(b.length + 1));
    for (let i = a.length - 1; i >= 0; i -= 1) {
      for (let j = b.length - 1; j >= 0; j -= 1) {
        longest[i][j] = a[i] === b[j] ? longest[i + 1][j + 1] + 1 : Math.max(longest[i + 1][j], longest[i][j + 1]);
      }
    }
    let i = 0;
    let j = 0;
    while (i < a.length || j < b.length) {
      if (i < a.length && j < b.length && a[i] === b[j]) {
        add(a[i]);
        i += 1;
        j += 1;
      } else if (j >= b.length || (i < a.length && longest[i + 1][j] >= longest[i][j + 1])) add(null, [a[i++]], []);
      else add(null, [], [b[j++]]);
    }
  }
  for (const line of mine.slice(mine.length - tail)) add(line);
  return parts;
}
