// A dispatch as it came, over the pages, beside the entry that was made of it.

import { ask } from "./act.js";
import { find, make } from "./dom.js";

/** Shows what the dispatch of an entry said; a second time, it is closed. */
export async function open_original(issue, file) {
  const open = document.getElementById("original");
  if (open) open.remove();
  if (open && open.dataset.file === file) return;
  const close = make("button", { type: "button" }, "关上");
  const body = make("div", { class: "sheet-of-original" });
  const panel = make("section", { id: "original", "data-file": file, "aria-label": "原稿", tabIndex: -1 },
    make("div", { class: "source-head" }, make("h2", {}, "原稿（来稿本来的样子）"), close), body);
  const end = () => panel.remove();
  close.addEventListener("click", end);
  panel.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || event.isComposing) return;
    event.stopPropagation();
    end();
  });
  find("pages").parentElement.append(panel);
  panel.focus();
  try {
    body.append(...(await ask("original/" + issue + "/" + file)).map(part));
  } catch (error) {
    body.append(make("p", { class: "wrong" }, error.message));
  }
}

function part(seen) {
  if (seen.table) {
    return make("table", {}, make("tbody", {}, ...seen.table.map((row) => make("tr", {}, ...row.map((cell) => make("td", {}, cell))))));
  }
  const { align, runs } = seen.paragraph;
  return make("p", { class: align }, ...runs.map(([text, bold]) => (bold ? make("strong", {}, text) : text)));
}
