// How large the pages are: fit the width, fit the page, or a share of their true millimetres.

import { find, MM } from "./dom.js";
import { recall, remember } from "./memory.js";

const STEPS = [0.25, 0.33, 0.5, 0.67, 0.75, 0.9, 1, 1.1, 1.25, 1.5, 1.75, 2, 2.5, 3, 4, 5];
const LEAST = STEPS[0];
const MOST = STEPS[STEPS.length - 1];
// The card that everybody has at hand to hold against the screen: ISO/IEC 7810 ID-1, in mm.
const CARD = 85.6;

/** The size of the pages in `sheets`, its switches in the toolbar, and the dialog that tells the screen's millimetres. */
export class Zoom {
  constructor(sheets) {
    this.sheets = sheets;
    const kept = recall("zoom", true) || {};
    this.mode = ["width", "page", "fixed"].includes(kept.mode) ? kept.mode : "width";
    this.scale = kept.scale > 0 ? kept.scale : 1;
    this.two = kept.two === true;
    this.screen = recall("screen", true) || 1;
    this.select = find("zoom");
    this.select.addEventListener("change", () => {
      const value = this.select.value;
      if (value === "screen") this.open_dialog();
      else if (value === "width" || value === "page") this.fit(value);
      else this.set(Number(value));
      this.tell();
    });
    find("larger").addEventListener("click", () => this.step(1));
    find("smaller").addEventListener("click", () => this.step(-1));
    find("two").addEventListener("click", () => this.pair());
    sheets.resized = (returning) => {
      this.apply();
      if (returning) sheets.restore();
    };
    const scroller = sheets.scroller;
    scroller.addEventListener("wheel", (event) => {
      if (!event.ctrlKey && !event.metaKey) return;
      event.preventDefault();
      this.set(this.scale * Math.exp(-Math.max(-60, Math.min(60, event.deltaY)) / 300), event);
    }, { passive: false });
    new ResizeObserver(() => this.hold(() => this.apply())).observe(scroller);
    this.start_dialog();
    this.apply();
  }

  /** `width` or `page`: the pages follow the window. */
  fit(mode) {
    this.mode = mode;
    this.hold(() => this.apply());
    this.keep();
  }

  /** The other way to fit. */
  other_fit() {
    this.fit(this.mode === "width" ? "page" : "width");
  }

  /** A share of the true size; the point under `pointer` stays where it is, or else the window's middle. */
  set(scale, pointer) {
    this.mode = "fixed";
    this.scale = Math.max(LEAST, Math.min(MOST, scale));
    this.hold(() => this.apply(), pointer);
    this.keep();
  }

  /** The next larger or smaller step. */
  step(direction) {
    const steps = direction > 0 ? STEPS : [...STEPS].reverse();
    const next = steps.find((each) => (each - this.scale) * direction > 0.005);
    if (next) this.set(next);
  }

  /** One page beside the other, or all in one column. */
  pair() {
    this.two = !this.two;
    this.hold(() => this.apply());
    this.keep();
  }

  hold(change, pointer) {
    const box = this.sheets.scroller.getBoundingClientRect();
    const place = this.sheets.place();
    const x = pointer ? pointer.clientX - box.left - box.width / 2 : 0;
    const y = pointer ? pointer.clientY - box.top - box.height / 2 : 0;
    const section = place && this.sheets.sections[place.page - 1];
    if (section && pointer) {
      const own = section.getBoundingClientRect();
      place.at += y / own.height;
      place.across += x / own.width;
    }
    change();
    if (!place) return;
    this.sheets.go(place);
    if (pointer) {
      this.sheets.scroller.scrollTop -= y;
      this.sheets.scroller.scrollLeft -= x;
    }
  }

  apply() {
    const { scroller, list, sections } = this.sheets;
    if (this.mode !== "fixed" && scroller.clientWidth > 0) {
      const style = getComputedStyle(list);
      const across = this.two ? 2 : 1;
      const gaps = parseFloat(style.paddingLeft) + parseFloat(style.paddingRight) + (across - 1) * (parseFloat(style.columnGap) || 0);
      const wide = Math.max(210, ...sections.map((section) => section.page.width));
      const high = Math.max(...sections.map((section) => section.page.height), 1);
      const by_width = (scroller.clientWidth - gaps) / (wide * across * MM * this.screen);
      const by_height = (scroller.clientHeight - 2 * parseFloat(style.paddingTop)) / (high * MM * this.screen);
      const fitting = this.mode === "page" && sections.length ? Math.min(by_width, by_height) : Math.min(by_width, 2.5);
      this.scale = Math.max(LEAST, Math.min(MOST, fitting));
    }
    list.style.setProperty("--zoom", this.scale * this.screen);
    list.classList.toggle("two", this.two);
    this.tell();
  }

  tell() {
    const percent = Math.round(this.scale * 100);
    this.select.dataset.zoom = String(percent);
    this.select.dataset.mode = this.mode;
    find("two").setAttribute("aria-pressed", String(this.two));
    const own = this.select.querySelector("option[data-own]");
    own.textContent = percent + "%";
    own.value = String(this.scale);
    for (const option of this.select.options) {
      if (option.value === "width") option.textContent = "适合页宽" + (this.mode === "width" ? " " + percent + "%" : "");
      if (option.value === "page") option.textContent = "适合整页" + (this.mode === "page" ? " " + percent + "%" : "");
    }
    const named = [...this.select.options].find((option) => !option.dataset.own && Number(option.value) === this.scale);
    own.hidden = this.mode !== "fixed" || Boolean(named);
    if (this.mode === "fixed") (named || own).selected = true;
    else this.select.value = this.mode;
  }

  keep() {
    remember("zoom", { mode: this.mode, scale: this.scale, two: this.two }, true);
  }

  open_dialog() {
    find("screen-size").value = String(this.screen);
    find("screen-size").dispatchEvent(new Event("input"));
    find("screen-dialog").showModal();
  }

  start_dialog() {
    const size = find("screen-size");
    size.addEventListener("input", () => {
      find("card").style.width = CARD * Number(size.value) + "mm";
      find("card").style.height = 54 * Number(size.value) + "mm";
      size.setAttribute("aria-valuetext", Math.round(Number(size.value) * 100) + "%");
    });
    find("screen-dialog").addEventListener("close", () => {
      if (find("screen-dialog").returnValue !== "keep") return;
      this.screen = Number(size.value);
      remember("screen", this.screen, true);
      this.set(1);
    });
  }
}
