// The strip of small pages at the left; it shows the pictures the pages already fetched, after these were painted.

import { find, make } from "./dom.js";
import { address } from "./get.js";

/** The strip in `#thumbs`; `turn(page)` is called when a small page is chosen. */
export class Thumbs {
  constructor(turn) {
    this.list = find("thumbs");
    this.turn = turn;
    this.items = [];
    this.watcher = new IntersectionObserver((entries) => {
      for (const entry of entries) {
        entry.target.seen = entry.isIntersecting;
        if (entry.isIntersecting) draw(entry.target);
      }
    }, { root: this.list.parentElement, rootMargin: "300px 0px" });
  }

  /** Shows the pages of `sheet`. */
  show(sheet) {
    while (this.items.length > sheet.pages.length) {
      const item = this.items.pop();
      this.watcher.unobserve(item);
      item.remove();
    }
    while (this.items.length < sheet.pages.length) {
      const item = this.small(this.items.length + 1);
      this.items.push(item);
      this.list.append(item);
      this.watcher.observe(item);
    }
    sheet.pages.forEach((page, index) => {
      const item = this.items[index];
      item.page = page;
      if (item.seen) draw(item);
    });
  }

  /** Marks the page that is being read. */
  mark(page) {
    this.items.forEach((item, index) => {
      const button = item.firstElementChild;
      if (index + 1 !== page) {
        button.removeAttribute("aria-current");
        return;
      }
      button.setAttribute("aria-current", "page");
      // scrollIntoView would scroll every box around the strip too.
      const strip = this.list.parentElement;
      const box = strip.getBoundingClientRect();
      const own = item.getBoundingClientRect();
      if (own.top < box.top) strip.scrollTop += own.top - box.top - 8;
      else if (own.bottom > box.bottom) strip.scrollTop += own.bottom - box.bottom + 8;
    });
  }

  small(number) {
    const button = make("button", { type: "button", "aria-label": "到第" + number + "页" },
      make("span", { class: "small-paper" }), make("span", { class: "small-number" }, String(number)));
    button.addEventListener("click", () => this.turn(number));
    return make("li", {}, button);
  }
}

function draw(item) {
  const { picture, width, height } = item.page;
  if (item.drawn === picture) return;
  item.drawn = picture;
  const image = new Image();
  image.alt = "";
  image.decoding = "async";
  image.draggable = false;
  image.src = address(picture);
  image.decode().then(() => {
    if (item.drawn !== picture) return;
    const paper = item.querySelector(".small-paper");
    paper.style.aspectRatio = width + " / " + height;
    paper.replaceChildren(image);
  }, () => {
    if (item.drawn === picture) item.drawn = null;
  });
}
