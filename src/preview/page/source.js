// The source of what was clicked: its lines with the very place marked, and the ways to the editor.

import { find, make, write } from "./dom.js";
import { config, get } from "./get.js";
import { named } from "./outline.js";
import { character_end, line_column, lines_of, moved, offset_of_line } from "./place.js";

// Lines shown above and below the place.
const AROUND = 4;

/** The panel `#source`. */
export class Source {
  constructor() {
    this.panel = find("source");
    this.sources = {};
    this.shown = null;
    // Where entries can be opened, whoever opens them.
    this.desk = null;
    find("open-editor").hidden = config.static || !config.editor;
    find("open-editor").addEventListener("click", () => this.open());
    find("copy-place").addEventListener("click", () => this.copy());
    find("close-source").addEventListener("click", () => this.close());
  }

  /** Where the files are now; what is shown is shown anew, at the place where it went. */
  renew(sources) {
    this.sources = sources;
    if (!this.shown) return;
    const { path, address } = this.shown;
    if (!sources[path]) this.close();
    else if (sources[path] !== address) this.follow(path);
  }

  async follow(path) {
    const before = this.shown;
    try {
      const { text } = await get(this.sources[path]);
      if (this.shown !== before) return;
      const from = moved(before.text, text, before.from);
      const to = Math.max(from, moved(before.text, text, before.to));
      this.draw({ path, text, from, to, address: this.sources[path], message: before.message });
    } catch {
      // The next sheet brings the next chance; what is shown stays.
    }
  }

  /**
   * Shows `place`: a `path`, and `at` (an offset), `field` or `range` (two offsets), or a `line`. `message` is said
   * above the lines. Resolves when it is shown.
   */
  async show(place) {
    if (this.desk && this.desk.takes(place)) return;
    const address = this.sources[place.path];
    const ask = (this.asked = {});
    if (!address) {
      this.say("这里没有「" + place.path + "」的原稿");
      return;
    }
    try {
      const { text } = await get(address);
      if (this.asked !== ask) return;
      const [from, to] = stretch(text, place);
      this.draw({ path: place.path, text, from, to, address, message: place.message || "" });
    } catch (error) {
      if (this.asked === ask) this.say("读不到「" + place.path + "」：" + error.message);
    }
  }

  /** Says something instead of lines. */
  say(message) {
    this.shown = null;
    this.panel.hidden = false;
    delete this.panel.dataset.path;
    delete this.panel.dataset.line;
    find("source-lines").replaceChildren();
    write(find("source-place"), "");
    write(find("source-message"), message);
    this.panel.classList.add("empty");
  }

  /** Closes the panel. */
  close() {
    this.asked = null;
    this.shown = null;
    this.panel.hidden = true;
    delete this.panel.dataset.path;
    delete this.panel.dataset.line;
  }

  draw(shown) {
    const { path, text, from, to, message } = shown;
    const { line, column } = line_column(text, from);
    this.shown = { ...shown, line, column };
    this.panel.hidden = false;
    this.panel.classList.remove("empty");
    this.panel.dataset.path = path;
    this.panel.dataset.line = String(line);
    write(find("source-place"), named(path, line, column));
    write(find("source-message"), message);
    const lines = lines_of(text);
    const last = line_column(text, to).line;
    const list = find("source-lines");
    const shown_lines = lines.slice(Math.max(0, line - 1 - AROUND), last + AROUND);
    const first = Math.max(0, line - 1 - AROUND) + 1;
    list.replaceChildren(...shown_lines.map((each, index) => source_line(each, first + index, from, to)));
    const mark = list.querySelector("mark");
    const target = mark || list.querySelector("[data-here]");
    if (!target) return;
    const box = list.getBoundingClientRect();
    const own = target.getBoundingClientRect();
    list.scrollTop += own.top - box.top - Math.max(8, (box.height - own.height) / 3);
  }

  async open() {
    if (!this.shown) return;
    const { path, line, column } = this.shown;
    if (config.editor === "vscode" && config.root) {
      const root = config.root.replaceAll("\\", "/").replace(/^\/*/, "/").replace(/\/$/, "");
      location.assign("vscode://file" + encodeURI(root + "/" + path).replace(/[?#]/g, encodeURIComponent) + ":" + line + ":" + column);
      return;
    }
    let problem = "预览程序没有回应，编辑器没有打开";
    try {
      const answer = await fetch("/-/open", {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify({ token: config.token, path, line, column }),
      });
      problem = answer.ok ? "" : await answer.text();
    } catch {
      // The sentence above says it.
    }
    write(find("source-message"), problem || "已在编辑器里打开");
  }

  async copy() {
    if (!this.shown) return;
    const text = named(this.shown.path, this.shown.line);
    write(find("source-message"), (await copied(text)) ? "已复制「" + text + "」" : "浏览器不让复制，请选中上面的文字后复制");
  }
}

function stretch(text, place) {
  if (place.range) return [place.range[0], Math.max(place.range[1], character_end(text, place.range[0]))];
  if (place.field) return place.field;
  if (place.at !== undefined && place.at !== null) return [place.at, character_end(text, place.at)];
  const start = offset_of_line(text, place.line || 1);
  if (!place.column) return [start, start];
  const at = start + [...text.slice(start)].slice(0, place.column - 1).join("").length;
  return [at, character_end(text, at)];
}

function source_line(line, number, from, to) {
  const end = line.start + line.text.length;
  const begin = Math.max(from, line.start) - line.start;
  const stop = Math.min(to, end) - line.start;
  const text = make("span", { class: "code" });
  if (to > from && begin < stop) {
    text.append(line.text.slice(0, begin), make("mark", {}, line.text.slice(begin, stop)), line.text.slice(stop));
  } else {
    text.append(line.text || "\u200b");
  }
  const item = make("li", { "data-number": number }, make("span", { class: "line", "aria-hidden": "true" }, String(number)), text);
  if (from >= line.start && from <= end) item.dataset.here = "";
  return item;
}

// The clipboard is only there for pages that came over a safe way; a static page did not.
async function copied(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    const field = make("textarea", { value: text, class: "aside-text" });
    const focused = document.activeElement;
    document.body.append(field);
    field.select();
    const done = document.execCommand("copy");
    field.remove();
    if (focused) focused.focus({ preventScroll: true });
    return done;
  }
}
