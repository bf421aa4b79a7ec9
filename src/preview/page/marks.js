// Both ways between page and source: a click finds what was written there, a choice in a list finds its place.

import { make } from "./dom.js";
import { get } from "./get.js";
import { areas_of, character_at, written_at, written_rows } from "./map.js";

/** The marks over the pages of `sheets`; `source` shows what was clicked, `chosen(path)` hears of its file. */
export class Marks {
  constructor(sheets, source, chosen) {
    this.sheets = sheets;
    this.source = source;
    this.chosen = chosen;
    this.maps = new Map();
    this.mark = null;
    this.at_row = null;
    let pressed = null;
    const scroller = sheets.scroller;
    scroller.addEventListener("mousedown", (event) => {
      pressed = { x: event.clientX, y: event.clientY };
    });
    scroller.addEventListener("mouseup", (event) => {
      const moved_by = pressed ? Math.abs(event.clientX - pressed.x) + Math.abs(event.clientY - pressed.y) : 99;
      pressed = null;
      if (event.button === 0 && moved_by < 6) this.click(event);
    });
  }

  /** After new pages were painted: maps are those of the new version, and marks go where their text went. */
  renew() {
    this.maps.clear();
    if (!this.mark) return;
    // The lists' numbers may have changed with the text; a file keeps its name.
    this.mark.areas = null;
    if (!this.mark.is_cursor) this.mark.place = null;
    this.draw_all();
  }

  /** Draws the marks of a page that came near the window. */
  arrived(section) {
    if (this.mark) this.draw(section);
  }

  /** Takes all marks away. */
  clear() {
    this.mark = null;
    this.at_row = null;
    for (const section of this.sheets.sections) section.querySelector(".marks").replaceChildren();
  }

  map_of(section) {
    const path = section.page.map;
    if (!this.maps.has(path)) {
      const asked = get(path);
      this.maps.set(path, asked);
      asked.catch(() => this.maps.delete(path));
    }
    return this.maps.get(path);
  }

  async click(event) {
    const section = event.target.closest(".sheet");
    const selection = getSelection();
    if (!section || (selection && !selection.isCollapsed)) return;
    const box = section.getBoundingClientRect();
    const x = (event.clientX - box.left) / box.width * section.page.width;
    const y = (event.clientY - box.top) / box.height * section.page.height;
    let map;
    try {
      map = await this.map_of(section);
    } catch (error) {
      this.source.say("查不到这里是从哪里来的：" + error.message);
      return;
    }
    const found = character_at(map, x, y);
    if (!found) {
      this.clear();
      this.chosen(null);
      return;
    }
    const near = written_rows(map).findIndex(({ run }) => run.top < found.run.bottom && run.bottom > found.run.top);
    this.at_row = { page: Number(section.dataset.page), row: near };
    this.point(map, found);
  }

  async point(map, { run, index }) {
    const written = written_at(map, run, index);
    if (!written) {
      this.clear();
      this.chosen(null);
      this.source.say("这几个字是版式里的，不在稿件里");
      return;
    }
    this.mark = { path: written.path, place: written, kind: "place", areas: null };
    this.draw_all();
    this.chosen(written.path);
    await this.source.show(written);
  }

  /** Goes to the next (1), the previous (-1) or the first (0) row of the page and shows what was written there. */
  async step(direction) {
    const kept = direction !== 0 && this.at_row;
    let page = kept ? kept.page : Math.max(1, this.sheets.current);
    let row = kept ? kept.row + direction : 0;
    for (;;) {
      const section = this.sheets.sections[page - 1];
      if (!section) return;
      const map = await this.map_of(section);
      const rows = written_rows(map);
      if (row < 0) {
        page -= 1;
        const before = this.sheets.sections[page - 1];
        if (!before) return;
        row = written_rows(await this.map_of(before)).length - 1;
        if (row < 0) continue;
      } else if (row >= rows.length) {
        page += 1;
        row = 0;
      } else {
        const { run } = rows[row];
        this.at_row = { page, row };
        this.sheets.reveal(page, { x0: run.x[0], y0: run.top, x1: run.x[run.x.length - 1], y1: run.bottom });
        await this.point(map, rows[row]);
        return;
      }
    }
  }

  /** Marks where somebody types, at an offset of the file `path`, and brings it into view. */
  async cursor(path, at) {
    const mark = { path, place: { path, at, is_cursor: true }, kind: "place", areas: null, is_cursor: true };
    this.mark = mark;
    this.at_row = null;
    this.draw_all();
    // Most often it is on a page that is in view.
    const sections = [...this.sheets.sections].sort((one, other) => Number(other.near) - Number(one.near));
    for (const section of sections) {
      const map = await this.map_of(section).catch(() => null);
      if (this.mark !== mark) return;
      const [area] = map ? areas_of(map, same_place(mark.place)) : [];
      if (!area) continue;
      this.sheets.reveal(Number(section.dataset.page), area);
      return;
    }
  }

  /** Marks an entry or a finding: `areas` in mm, `kind` as the class of the marks, `path` of its file. */
  show(path, kind, areas) {
    this.mark = { path: kind === "entry" ? path : null, place: null, kind, areas };
    this.at_row = null;
    if (areas.length > 0) this.sheets.reveal(areas[0].page, areas[0]);
    this.draw_all();
  }

  draw_all() {
    for (const section of this.sheets.sections) {
      if (section.near) this.draw(section);
      else section.querySelector(".marks").replaceChildren();
    }
  }

  async draw(section) {
    const mark = this.mark;
    const page = Number(section.dataset.page);
    const boxes = (mark.areas || []).filter((area) => area.page === page).map((area) => rectangle(area, mark.kind));
    if (mark.path) {
      try {
        const map = await this.map_of(section);
        if (this.mark !== mark) return;
        if (!mark.areas) boxes.push(...areas_of(map, (path) => path === mark.path).map((area) => rectangle(area, "entry")));
        if (mark.place) boxes.push(...areas_of(map, same_place(mark.place)).map((area) => rectangle(area, "place")));
      } catch {
        // Marks of an older version are better than none, and the next version brings its own maps.
        return;
      }
    }
    section.querySelector(".marks").replaceChildren(...boxes);
  }
}

function same_place(place) {
  return (path, at, field) => {
    if (path !== place.path) return false;
    if (place.field) return Boolean(field) && field[0] === place.field[0] && field[1] === place.field[1];
    // The cursor stands between two characters.
    return at === place.at || (Boolean(place.is_cursor) && at === place.at - 1);
  };
}

function rectangle(area, kind) {
  const box = make("div", { class: "mark " + kind });
  box.style.left = area.x0 + "mm";
  box.style.top = area.y0 + "mm";
  box.style.width = area.x1 - area.x0 + "mm";
  box.style.height = area.y1 - area.y0 + "mm";
  return box;
}
