// The workbench beside the pages of an issue: its entries in order, the one that is open, what is done to them.

import { act, ask, upload } from "./act.js";
import { ask_line } from "./dialogs.js";
import { make, renew, write } from "./dom.js";
import { EntryDesk } from "./entry.js";
import { make_form, renew_form } from "./form.js";
import { config } from "./get.js";
import { open_history } from "./history.js";
import { open_issuing } from "./issuing.js";
import { drawers, open_pane } from "./panes.js";
import { Paper } from "./paper.js";
import { choose_between } from "./clash.js";
import { sortable } from "./order.js";

// Between two looks at the files, in ms: saves may follow each other fast.
const REST = 300;

/** The workbench of the issue that this page shows; `page` has `source`, `marks` and `choose(path)`. */
export class Work {
  constructor(page) {
    this.page = page;
    this.issue = config.issue;
    this.view = null;
    this.sheet = null;
    this.desk = new EntryDesk(this);
    this.build();
    page.source.desk = this;
    document.addEventListener("keydown", (event) => this.key(event));
    window.addEventListener("beforeunload", (event) => {
      if (!this.desk.is_open()) return;
      this.desk.save();
      event.preventDefault();
      event.returnValue = "";
    });
    document.addEventListener("visibilitychange", () => {
      if (document.hidden) this.desk.save();
    });
    this.refresh();
  }

  build() {
    document.head.append(make("link", { rel: "stylesheet", href: "/-/work.css" }));
    const button = (words, title, run) => {
      const made = make("button", { type: "button", title }, words);
      made.addEventListener("click", run);
      return made;
    };
    this.message = make("p", { id: "work-message", role: "status", class: "under" });
    this.list = make("ol", { id: "entries", "aria-label": "稿件，按版面先后；Alt 加上下键换先后" });
    this.empty = make("p", { id: "no-entries", hidden: true }, "还没有稿件。把收到的 Word 文件拖到这里，或点「放入来稿」");
    this.file = make("input", { type: "file", multiple: true, hidden: true, "aria-label": "来稿文件" });
    this.file.addEventListener("change", () => {
      this.drop([...this.file.files]);
      this.file.value = "";
    });
    this.report = make("ul", { id: "dropped", "aria-label": "导入结果" });
    const heading = make("div", { class: "work-acts" },
      button("放入来稿…", "选 Word、文字、网页文件或压缩包；也可以直接拖到页面上", () => this.file.click()),
      button("写一篇", "新建一篇空白稿件", () => this.new_entry()),
      button("本期设置", "期号、日期、编者按、报尾", () => this.open_settings()));
    const section = make("section", { id: "work-section", "aria-labelledby": "work-heading" },
      make("h2", { id: "work-heading" }, "稿件"), heading, this.message, this.report, this.list, this.empty, this.file);
    const lists = document.querySelector("#panel .lists");
    lists.prepend(section);
    document.getElementById("outline").closest("section").hidden = true;
    document.querySelector("#panel .tip").textContent = "点页面上的任何一个字，就打开那篇稿件，光标停在那个字上";
    document.getElementById("panel").append(this.desk.element);
    const issuing = button("印发…", "看还差什么，然后印发", () => open_issuing(this));
    issuing.className = "chief";
    const undo = button("撤销", "撤销上一步（Ctrl+Alt+Z）", () => this.do({ verb: "undo" }));
    const redo = button("重做", "重做（Ctrl+Alt+Y）", () => this.do({ verb: "redo" }));
    const past = button("历史", "做过的每一步", () => open_history(this, null));
    document.getElementById("panel-toggle").before(make("div", { class: "group", role: "group", "aria-label": "改稿" }, undo, redo, past, issuing,
      make("a", { class: "button", href: "/-/guide", target: "_blank", rel: "noopener" }, "手册")));
    this.take_drops();
  }

  /** Does an action and shows what came of it. Gives null where it was not done. */
  async do(action) {
    await this.desk.save();
    try {
      const done = await act(action);
      if (done.said) this.say(done.said);
      await this.refresh();
      return done;
    } catch (error) {
      this.say(error.message, true);
      await this.refresh();
      return null;
    }
  }

  say(words, wrong) {
    write(this.message, words);
    this.message.dataset.wrong = wrong ? "yes" : "no";
  }

  /** Pages of a new version: the files may be others. */
  shown(sheet) {
    this.sheet = sheet;
    this.desk.shown(sheet);
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.refresh(), REST);
  }

  async refresh() {
    try {
      this.view = await ask("issue/" + this.issue + ".json");
    } catch (error) {
      this.say(error.message, true);
      return;
    }
    this.draw();
    this.desk.refresh(this.view);
    if (this.settings && this.view.settings && this.view.settings.form) {
      this.settings.paper.digest = this.view.settings.digest;
      renew_form(this.settings.form, this.view.settings.form);
    }
  }

  draw() {
    const { entries, columns } = this.view;
    this.empty.hidden = entries.length > 0;
    let last = null;
    const items = entries.map((entry) => {
      const column = entry.held ? "暂缓，本期不用" : entry.column === null ? "有错误，还排不出来" : entry.column < columns.length ? columns[entry.column].title || "" : "附件";
      const heading = column === last ? null : column;
      last = column;
      const outline = this.sheet && this.sheet.outline.find((each) => each.path.endsWith("/" + entry.file));
      const findings = this.sheet ? this.sheet.findings.filter((each) => each.path && each.path.endsWith("/" + entry.file)).length : 0;
      return { file: entry.file, title: entry.title, held: entry.held, heading, page: outline ? outline.page : null, findings };
    });
    renew(this.list, items, (item) => this.item(item));
    for (const child of this.list.children) {
      const button = child.querySelector(".open");
      if (child.dataset.file === this.desk.file) button.setAttribute("aria-current", "true");
      else button.removeAttribute("aria-current");
    }
    if (!this.sorting) this.sorting = sortable(this.list, { on_drop: (files) => this.do({ verb: "order", issue: this.issue, files }) });
  }

  item(item) {
    const hold = make("input", { type: "checkbox", checked: !item.held, title: "本期用这篇" , "aria-label": "本期用「" + (item.title || item.file) + "」" });
    hold.addEventListener("change", () => this.do({ verb: "hold", issue: this.issue, files: [item.file], hold: !hold.checked }));
    const open = make("button", { type: "button", class: "open", title: item.file },
      make("span", { class: "what" }, make("span", { class: "title" }, item.title || "（没有标题）")),
      item.findings ? make("span", { class: "count", "data-worst": "warning" }, String(item.findings)) : null,
      item.page ? make("span", { class: "entry-page under" }, "第" + item.page + "页") : null);
    open.addEventListener("click", () => this.open(item.file));
    return make("li", { "data-file": item.file, "data-id": item.file },
      item.heading === null ? null : make("p", { class: "column" }, item.heading),
      make("div", { class: "entry-row" }, hold, open));
  }

  /** Opens an entry, with the cursor at `at` (an offset in its text as the server has it), or shows it on the page. */
  async open(file, at) {
    await this.show(file, at);
    const path = this.sheet && this.sheet.outline.findIndex((each) => each.path.endsWith("/" + file));
    if (at === undefined && path >= 0 && !drawers()) this.page.choose(path);
  }

  async show(file, at) {
    open_pane("panel", true);
    await this.desk.open(file, at);
    this.draw();
  }

  /** Whether a place that was clicked on the page is in an entry of this issue; then it is opened there. */
  takes(place) {
    const entry = this.view && this.view.entries.find((each) => place.path && place.path.endsWith("/" + each.file));
    if (!entry || !this.sheet || !this.sheet.sources[place.path]) return false;
    const at = place.range ? place.range[0] : place.field ? place.field[0] : place.at;
    this.show(entry.file, at === null ? undefined : at);
    return true;
  }

  async new_entry() {
    const title = await ask_line("写一篇", "标题", "新建");
    if (!title) return;
    const column = this.view.columns.length > 1 ? this.view.columns[0].id : null;
    const done = await this.do({ verb: "entry", issue: this.issue, title, column });
    if (done) this.open(done.file);
  }

  /** Dispatches dropped on the page, or chosen. */
  async drop(files) {
    if (files.length === 0) return;
    this.say("正在导入 " + files.length + " 个文件…");
    open_pane("panel", true);
    let uploads;
    try {
      uploads = await Promise.all(files.map(upload));
    } catch (error) {
      this.say(error.message, true);
      return;
    }
    const done = await this.do({ verb: "drop", issue: this.issue, files: uploads });
    if (!done) return;
    const known = make("button", { type: "button", class: "quiet-button" }, "知道了");
    known.addEventListener("click", () => this.report.replaceChildren());
    this.report.replaceChildren(...done.dropped.map((each) => {
      const name = make(each.entry ? "button" : "strong", each.entry ? { type: "button", class: "link" } : {}, each.name);
      if (each.entry) name.addEventListener("click", () => this.open(each.entry));
      return make("li", { "data-new": each.is_new ? "yes" : "no" }, name, make("span", { class: "under" }, " " + (each.is_new ? "已导入" : "没有导入")),
        ...each.told.map((told) => make("p", { class: "under" }, told)));
    }), make("li", { class: "ends" }, known));
    const first = done.dropped.find((each) => each.is_new);
    if (first) this.open(first.entry);
  }

  take_drops() {
    const over = (event) => event.dataTransfer && [...event.dataTransfer.types].includes("Files");
    window.addEventListener("dragover", (event) => {
      if (!over(event)) return;
      event.preventDefault();
      document.documentElement.dataset.dropping = "yes";
    });
    window.addEventListener("dragleave", (event) => {
      if (!event.relatedTarget) delete document.documentElement.dataset.dropping;
    });
    window.addEventListener("drop", (event) => {
      delete document.documentElement.dataset.dropping;
      if (!over(event) || event.defaultPrevented) return;
      event.preventDefault();
      this.drop([...event.dataTransfer.files]);
    });
  }

  async open_settings() {
    const paper = new Paper(this.issue, "issue.yaml", () => {
      if (paper.form && this.settings) renew_form(this.settings.form, paper.form);
    }, (mine, now) => this.settle(paper, "issue.yaml", mine, now));
    const state = make("span", { class: "under", role: "status" });
    paper.told = (words, wrong) => {
      write(state, words);
      state.dataset.wrong = wrong ? "yes" : "no";
    };
    await paper.load();
    if (!paper.form) {
      this.say("本期设置（issue.yaml）有错，先改好列出的错误", true);
      return;
    }
    const form = make_form(paper.form, (name, value) => paper.set(name, value), { main: ["number", "date", "editors-note", "contents", "distribution"] });
    const dialog = make("dialog", { class: "settings", "aria-labelledby": "settings-heading" });
    const close = make("button", { type: "button", class: "chief" }, "关上");
    close.addEventListener("click", () => dialog.close());
    dialog.append(make("h2", { id: "settings-heading" }, "本期设置 "), state, form, make("p", { class: "ends" }, close));
    dialog.addEventListener("close", () => {
      dialog.remove();
      this.settings = null;
    });
    this.settings = { paper, form };
    document.body.append(dialog);
    dialog.showModal();
  }

  /** Lets somebody choose where a file was changed here and elsewhere. */
  async settle(paper, file, mine, now) {
    if (this.settling) return;
    this.settling = true;
    const text = await choose_between(file, mine, now.text);
    this.settling = false;
    if (text !== null) await paper.settle(now, text);
    this.refresh();
  }

  key(event) {
    if (event.isComposing || !event.ctrlKey || !event.altKey) return;
    const key = event.key.toLowerCase();
    if (key !== "z" && key !== "y") return;
    event.preventDefault();
    this.do({ verb: key === "z" ? "undo" : "redo" });
  }
}
