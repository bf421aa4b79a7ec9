// The pages: swaps pictures without a flicker, fetches only what is near the window, and never moves the reader.

import { find, make, painted } from "./dom.js";
import { address, get } from "./get.js";
import { fill_text } from "./text.js";

// Pages closer than this many windows are fetched before they are seen.
const NEAR = 1;

/** The pages in `#sheets`, which `#pages` scrolls. */
export class Sheets {
  /** `arrived(section)` is called when a page comes near the window, `turned(page)` when another is in its middle. */
  constructor(arrived, turned) {
    this.scroller = find("pages");
    this.list = find("sheets");
    this.arrived = arrived;
    this.turned = turned;
    this.sections = [];
    this.version = null;
    this.current = 0;
    this.anchor = null;
    let asked = false;
    const look = () => {
      if (asked) return;
      asked = true;
      requestAnimationFrame(() => {
        asked = false;
        this.look();
      });
    };
    this.scroller.addEventListener("scroll", look, { passive: true });
    new ResizeObserver(look).observe(this.scroller);
  }

  /** Shows the pages of `sheet`. */
  show(sheet) {
    if (sheet.pages.length === 0 && this.sections.length > 0) this.anchor = this.place();
    const returning = this.sections.length === 0;
    while (this.sections.length > sheet.pages.length) this.sections.pop().remove();
    while (this.sections.length < sheet.pages.length) {
      const section = blank(this.sections.length + 1);
      this.sections.push(section);
      this.list.append(section);
    }
    sheet.pages.forEach((page, index) => {
      const section = this.sections[index];
      section.page = page;
      if (section.measure === page.width + " " + page.height) return;
      section.measure = page.width + " " + page.height;
      section.style.setProperty("--w", page.width);
      section.style.setProperty("--h", page.height);
      section.classList.toggle("landscape", page.width > page.height);
    });
    this.sheet = sheet;
    this.list.setAttribute("aria-label", "共" + sheet.pages.length + "页");
    this.resized(returning);
    this.look();
    this.settle();
  }

  /** For `zoom`, which overwrites it: the sizes of pages may have changed. */
  resized() {}

  /** Puts back the place that was kept while there were no pages. */
  restore() {
    if (this.anchor && this.sections.length > 0) {
      this.go(this.anchor);
      this.anchor = null;
    }
  }

  // When every page in the window shows its newest picture and the window was painted, the version is told.
  async settle() {
    const sheet = this.sheet;
    const visible = this.sections.filter((section) => section.visible);
    await Promise.all(visible.map((section) => this.load(section)));
    await painted();
    if (this.sheet !== sheet) return;
    document.documentElement.dataset.version = String(sheet.version);
    performance.mark("painted");
    // What is not seen at once can wait until what is seen has been painted.
    for (const section of this.sections) {
      if (section.near) this.fill(section);
    }
    this.after_paint();
  }

  /** For others, who overwrite it: the pages have been painted, there is time for small things. */
  after_paint() {}

  /** Looks which pages are in the window or near it, and which one is in its middle. */
  look() {
    const window_ = this.scroller.getBoundingClientRect();
    const margin = window_.height * NEAR;
    const middle = window_.top + window_.height / 2;
    let best = null;
    // All is measured before anything is changed, or each measure would lay the page out again.
    const seen = this.sections.map((section) => section.getBoundingClientRect());
    seen.forEach((box, index) => {
      const section = this.sections[index];
      const away = Math.max(window_.top - box.bottom, box.top - window_.bottom, 0);
      section.visible = away === 0;
      const near = away <= margin;
      if (near && !section.near) this.arrived(section);
      section.near = near;
      const off = Math.max(box.top - middle, middle - box.bottom, 0);
      if (!best || off < best.off) best = { off, page: index + 1 };
    });
    for (const section of this.sections) {
      if (section.visible) this.load(section);
    }
    for (const section of this.sections) {
      if (!section.near) continue;
      this.load(section);
      this.fill(section);
    }
    const page = best ? best.page : 0;
    if (page === this.current) return;
    this.current = page;
    this.turned(page);
  }

  /** Fetches the newest picture of a page and puts it in the old one's place when it can be painted at once. */
  load(section) {
    const picture = section.page.picture;
    if (section.wanted === picture) return section.loading;
    section.wanted = picture;
    section.loading = this.swap(section, picture);
    return section.loading;
  }

  async swap(section, picture) {
    const image = new Image();
    image.alt = "";
    image.decoding = "sync";
    image.draggable = false;
    image.src = address(picture);
    try {
      await image.decode();
    } catch {
      // Outdated before it was fetched, or the server is away: the next sheet asks again.
      if (section.wanted === picture) section.wanted = null;
      return;
    }
    if (section.wanted !== picture) return;
    section.querySelector(".paper").replaceChildren(image);
    section.classList.remove("loading");
    painted().then(() => {
      if (section.wanted === picture) section.dataset.picture = picture;
    });
  }

  async fill(section) {
    const text = section.page.text;
    if (section.texted === text) return;
    section.texted = text;
    try {
      const { rows } = await get(text);
      if (section.texted !== text) return;
      fill_text(section.querySelector(".text"), rows);
      section.dataset.text = text;
    } catch {
      if (section.texted === text) section.texted = null;
    }
  }

  /** Fetches all pages, seen or not; resolves when each can be painted. */
  async all() {
    await Promise.all(this.sections.map((section) => this.load(section)));
  }

  /** The place in the window's middle: `{ page, at }`, `at` the part of the page that is above it. */
  place() {
    const box = this.scroller.getBoundingClientRect();
    const middle = box.top + box.height / 2;
    const left = box.left + box.width / 2;
    const section = this.sections[this.current - 1] || this.sections[0];
    if (!section) return null;
    const own = section.getBoundingClientRect();
    return {
      page: Number(section.dataset.page),
      at: (middle - own.top) / own.height,
      across: (left - own.left) / own.width,
    };
  }

  /** Scrolls so that `place` is in the window's middle. */
  go(place) {
    const section = this.sections[Math.min(place.page, this.sections.length) - 1];
    if (!section) return;
    const box = this.scroller.getBoundingClientRect();
    const own = section.getBoundingClientRect();
    this.scroller.scrollTop += own.top + own.height * place.at - box.top - box.height / 2;
    if (place.across !== undefined) {
      this.scroller.scrollLeft += own.left + own.width * place.across - box.left - box.width / 2;
    }
    this.look();
  }

  /** Scrolls to the head of a page. */
  turn(page) {
    const section = this.sections[Math.max(1, Math.min(page, this.sections.length)) - 1];
    if (!section) return;
    const gap = parseFloat(getComputedStyle(this.list).paddingTop) || 0;
    const top = section.getBoundingClientRect().top - this.scroller.getBoundingClientRect().top;
    this.scroller.scrollTop += top - gap;
    this.look();
  }

  /** Scrolls an area of a page (mm) into the window's upper part, unless it is seen already. */
  reveal(page, area) {
    const section = this.sections[page - 1];
    if (!section) return;
    const box = this.scroller.getBoundingClientRect();
    const own = section.getBoundingClientRect();
    const scale = own.height / section.page.height;
    const top = own.top + area.y0 * scale - box.top;
    const left = own.left + area.x0 * scale - box.left;
    const margin = Math.min(80, box.height / 5);
    if (top < margin || top + (area.y1 - area.y0) * scale > box.height - margin) {
      this.scroller.scrollTop += top - box.height / 3;
    }
    if (left < 0 || left > box.width - margin) this.scroller.scrollLeft += left - box.width / 4;
    this.look();
  }
}

function blank(number) {
  return make("section", { class: "sheet loading", "data-page": number, "aria-label": "第" + number + "页" },
    make("div", { class: "paper" }),
    make("div", { class: "old", "aria-hidden": "true" }),
    make("div", { class: "marks", "aria-hidden": "true" }),
    make("div", { class: "text" }));
}
