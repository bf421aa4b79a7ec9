// The strip at the left and the panel at the right: open or shut, and how wide; narrow windows have them as drawers.

import { find } from "./dom.js";
import { recall, remember } from "./memory.js";

const NARROW = window.matchMedia("(max-width: 900px)");
const LEAST_WIDTH = 260;
const MOST_WIDTH = 640;

/** Lets the switches open and shut the panes. */
export function start_panes() {
  for (const name of ["strip", "panel", "more"]) {
    find(name + "-toggle").addEventListener("click", () => {
      open_pane(name, document.documentElement.dataset[name] !== "on");
      if (!NARROW.matches) remember(name, document.documentElement.dataset[name], true);
    });
  }
  NARROW.addEventListener("change", preset);
  preset();
  start_divider();
}

/** Opens or shuts a pane: `strip`, `panel` or `more`. */
export function open_pane(name, open) {
  document.documentElement.dataset[name] = open ? "on" : "off";
  find(name + "-toggle").setAttribute("aria-expanded", String(open));
  // Two drawers do not fit beside each other.
  if (open && NARROW.matches && name !== "more") {
    const other = name === "strip" ? "panel" : "strip";
    if (document.documentElement.dataset[other] === "on") open_pane(other, false);
  }
}

/** Opens the pane if it is shut, shuts it if it is open. */
export function toggle_pane(name) {
  find(name + "-toggle").click();
}

/** Whether the panes lie over the pages. */
export function drawers() {
  return NARROW.matches;
}

function preset() {
  for (const name of ["strip", "panel"]) open_pane(name, !NARROW.matches && recall(name, true) !== "off");
  open_pane("more", false);
}

function start_divider() {
  const divider = find("divider");
  const set = (width) => {
    const fitting = Math.round(Math.max(LEAST_WIDTH, Math.min(MOST_WIDTH, width)));
    document.documentElement.style.setProperty("--panel", fitting + "px");
    divider.setAttribute("aria-valuenow", String(fitting));
    remember("panel width", fitting, true);
    return fitting;
  };
  divider.setAttribute("aria-valuemin", String(LEAST_WIDTH));
  divider.setAttribute("aria-valuemax", String(MOST_WIDTH));
  let width = set(recall("panel width", true) || 380);
  divider.addEventListener("pointerdown", (event) => {
    divider.setPointerCapture(event.pointerId);
    const drag = (move) => {
      width = set(window.innerWidth - move.clientX);
    };
    divider.addEventListener("pointermove", drag);
    divider.addEventListener("pointerup", () => divider.removeEventListener("pointermove", drag), { once: true });
    event.preventDefault();
  });
  divider.addEventListener("keydown", (event) => {
    const step = { ArrowLeft: 20, ArrowRight: -20 }[event.key];
    if (!step) return;
    width = set(width + step);
    event.preventDefault();
    event.stopPropagation();
  });
}
