// The entries in order, and what is wrong, worst first: two lists of buttons that lead to the page.

import { find, make, renew, write } from "./dom.js";

const WORDS = { error: "错误", warning: "警告", hint: "提示" };

/** `2处错误，1处警告`; empty where nothing is wrong. */
export function counted(findings) {
  return Object.entries(WORDS).map(([severity, word]) => {
    const count = findings.filter((finding) => finding.severity === severity).length;
    return count ? count + "处" + word : null;
  }).filter(Boolean).join("，");
}

/** `path:line:column`, as far as it is known. */
export function named(path, line, column) {
  return [path, line, column].filter((part) => part !== null && part !== undefined).join(":");
}

/** Shows the entries; `choose(index)` is called for the one pressed. */
export function show_outline(sheet, choose) {
  write(find("outline-count"), sheet.outline.length ? sheet.outline.length + "篇" : "");
  let column = null;
  const items = sheet.outline.map((entry, index) => {
    const first = entry.column !== column;
    column = entry.column;
    return { ...entry, heading: first ? entry.column : null, number: index + 1 };
  });
  renew(find("outline"), items, (entry) => {
    const under = [entry.source, entry.date].filter(Boolean).join(" · ");
    const item = make("li", {},
      entry.heading ? make("p", { class: "column" }, entry.heading) : null,
      make("button", { type: "button", title: named(entry.path, entry.line) },
        make("span", { class: "number" }, String(entry.number)),
        make("span", { class: "what" },
          make("span", { class: "title" }, entry.title || "（没有标题）"),
          under ? make("span", { class: "under" }, under) : null),
        entry.page ? make("span", { class: "page" }, "第" + entry.page + "页") : null));
    item.querySelector("button").addEventListener("click", () => choose(Number(item.dataset.index)));
    return item;
  });
}

/** Shows the findings; `choose(index)` is called for the one pressed. */
export function show_findings(findings, choose) {
  write(find("findings-count"), counted(findings) || "没有发现问题");
  find("findings-count").dataset.worst = findings.length ? findings[0].severity : "none";
  renew(find("findings"), findings, (finding) => {
    const item = finding_item(finding);
    item.querySelector("button").addEventListener("click", () => choose(Number(item.dataset.index)));
    return item;
  });
}

/** One finding in words; its button does nothing yet. */
export function finding_item(finding) {
  const place = finding.path ? named(finding.path, finding.line, finding.column) : null;
  return make("li", { "data-code": finding.code, "data-severity": finding.severity },
    make("button", { type: "button" },
      make("span", { class: "severity" }, WORDS[finding.severity] || finding.severity),
      make("span", { class: "what" },
        make("span", { class: "message" }, finding.message),
        place ? make("span", { class: "under path" }, place) : null)),
    finding.note ? make("p", { class: "note" }, finding.note) : null,
    finding.help ? make("p", { class: "help" }, finding.help) : null);
}

/** Marks the entry that was chosen last; -1 marks none. */
export function mark_outline(index) {
  for (const item of find("outline").children) {
    const button = item.querySelector("button");
    if (item.dataset.index === String(index)) button.setAttribute("aria-current", "true");
    else button.removeAttribute("aria-current");
  }
}
