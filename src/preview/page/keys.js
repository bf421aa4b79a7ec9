// The keyboard: leafing, size, rows one by one, and the dialog that tells of it.

import { find, steering, typing } from "./dom.js";
import { toggle_pane } from "./panes.js";
import { print_pages } from "./print.js";

/** Lets the keys do what the dialog `#help` says. */
export function start_keys({ sheets, zoom, marks, source, since }) {
  const leaf = (by) => sheets.turn(sheets.current + by);
  const keys = {
    ArrowLeft: () => leaf(-1),
    ArrowRight: () => leaf(1),
    PageUp: () => leaf(-1),
    PageDown: () => leaf(1),
    Home: () => sheets.turn(1),
    End: () => sheets.turn(sheets.sections.length),
    ArrowUp: () => up_or_down(-1),
    ArrowDown: () => up_or_down(1),
    "+": () => zoom.step(1),
    "=": () => zoom.step(1),
    "-": () => zoom.step(-1),
    "−": () => zoom.step(-1),
    0: () => zoom.set(1),
    f: () => zoom.other_fit(),
    d: () => zoom.pair(),
    s: () => row(0),
    j: () => row(1),
    k: () => row(-1),
    n: () => since.next(),
    "[": () => toggle_pane("strip"),
    "]": () => toggle_pane("panel"),
    "?": () => find("help").showModal(),
    "？": () => find("help").showModal(),
    Escape: () => {
      marks.clear();
      source.close();
    },
  };
  // Without a server there may be no map: nothing to show then, and the pages stay.
  const row = (by) => marks.step(by).catch(() => source.say("查不到这一行是从哪里来的"));
  const up_or_down = (by) => {
    const list = document.activeElement && document.activeElement.closest("#outline, #findings, #thumbs");
    if (list) {
      const buttons = [...list.querySelectorAll("button")];
      const next = buttons[buttons.indexOf(document.activeElement) + by];
      if (next) next.focus();
    } else if (find("source").contains(document.activeElement)) {
      row(by);
    } else {
      sheets.scroller.scrollBy({ top: by * 80 });
    }
  };
  document.addEventListener("keydown", (event) => {
    if (document.querySelector("dialog[open]") || event.isComposing) return;
    if ((event.ctrlKey || event.metaKey) && event.key === "p" && !event.shiftKey && !event.altKey) {
      event.preventDefault();
      print_pages(sheets);
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey || typing()) return;
    if (steering() && /^(Arrow|Page|Home|End|\d$)/.test(event.key)) return;
    const act = keys[event.key.length === 1 ? event.key.toLowerCase() : event.key];
    if (!act) return;
    event.preventDefault();
    act();
  });
  find("help-open").addEventListener("click", () => find("help").showModal());
}
