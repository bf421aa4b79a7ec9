// Prints the pages, each on a sheet of its own, when all their pictures are there.

import { find } from "./dom.js";

/** Lets `#print` print `sheets`. */
export function start_print(sheets) {
  find("print").addEventListener("click", () => print_pages(sheets));
  // The browser's own menu does not wait, but what it still lacks is asked for.
  window.addEventListener("beforeprint", () => sheets.all());
}

/** Fetches what is missing and opens the browser's print dialog. */
export async function print_pages(sheets) {
  const button = find("print");
  button.disabled = true;
  await sheets.all();
  button.disabled = false;
  window.print();
}
