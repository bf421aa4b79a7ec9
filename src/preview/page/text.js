// The transparent text over a picture: what find-in-page, copying and screen readers meet.

import { make, MM } from "./dom.js";

/** Fills `layer` with the rows of a page (mm); the layer itself is scaled with the page. */
export function fill_text(layer, rows) {
  const lines = rows.map((row) => {
    const line = make("div", { class: "row" }, row.text);
    if (row.kind === "heading") {
      line.setAttribute("role", "heading");
      line.setAttribute("aria-level", "3");
    }
    line.style.left = row.x0 + "mm";
    line.style.top = row.top + "mm";
    line.style.fontSize = (row.bottom - row.top) * MM + "px";
    return line;
  });
  layer.replaceChildren(...lines);
  // The browser has other faces than the page. All widths are asked before any is changed: that is one layout.
  const widths = lines.map((line) => line.offsetWidth);
  lines.forEach((line, index) => {
    const { x0, x1 } = rows[index];
    if (widths[index] > 0) line.style.transform = "scaleX(" + ((x1 - x0) * MM) / widths[index] + ")";
  });
}
