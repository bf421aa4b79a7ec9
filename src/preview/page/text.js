// The transparent text over a picture: what find-in-page, copying and screen readers meet.

import { make, MM } from "./dom.js";

let ruler = null;

// How wide the browser sets a text of one millimetre's size, in mm.
function natural_width(text) {
  if (!ruler) {
    ruler = document.createElement("canvas").getContext("2d");
    ruler.font = "100px sans-serif";
  }
  return ruler.measureText(text).width / 100;
}

/** Fills `layer` with the rows of a page (mm); the layer itself is scaled with the page. */
export function fill_text(layer, rows) {
  layer.replaceChildren(...rows.map((row) => {
    const size = row.bottom - row.top;
    const line = make("div", { class: "row" }, row.text);
    if (row.kind === "heading") {
      line.setAttribute("role", "heading");
      line.setAttribute("aria-level", "3");
    }
    line.style.left = row.x0 + "mm";
    line.style.top = row.top + "mm";
    line.style.fontSize = size * MM + "px";
    const width = natural_width(row.text) * size;
    if (width > 0) line.style.transform = "scaleX(" + (row.x1 - row.x0) / width + ")";
    return line;
  }));
}
