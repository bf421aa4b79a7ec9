// The entry that is open: its fields, its text, what is wrong in it, and what can be done to it.

import { upload } from "./act.js";
import { ask_line, choose_one } from "./dialogs.js";
import { find, make, renew, write } from "./dom.js";
import { create_editor } from "./editor.js";
import { make_form, renew_form } from "./form.js";
import { get } from "./get.js";
import { open_history } from "./history.js";
import { open_original } from "./original.js";
import { finding_item } from "./outline.js";
import { Paper } from "./paper.js";
import { ask_picture, picture_at, picture_text } from "./picture.js";
import { edit_table, table_at, table_text } from "./table.js";

// What a form of an entry does not show: the text has its editor, the original is the program's.
const HIDDEN = ["original", "hold"];
// What every entry has.
const MAIN = ["title", "column", "source", "date", "body"];
// What stands before the text of an entry: its keys, which the form shows, and blank lines.
const HEAD = /^\s*---[ \t]*\n(?:[\s\S]*?\n)?(?:---|\.\.\.)[ \t]*\n(?:[ \t]*\n)*/;

const DOUBT = /^#?[ \t]*请核对([^：:\n]+)[：:]/;

/** The place at the right where an entry lies open. */
export class EntryDesk {
  constructor(work) {
    this.work = work;
    this.file = null;
    this.paper = null;
    this.findings = [];
    this.head = "";
    this.element = make("section", { id: "entry", "aria-label": "打开的稿件", hidden: true });
    this.state = make("span", { class: "under", role: "status", "aria-live": "polite" });
    this.name = make("h2", {});
    const button = (words, title, run) => {
      const made = make("button", { type: "button", title }, words);
      made.addEventListener("click", run);
      return made;
    };
    this.fields = make("div", {});
    this.details = make("details", { open: true }, make("summary", {}, "项目：标题、栏目、来源、日期……"), this.fields);
    this.body = make("div", { id: "entry-text" });
    this.problems = make("ol", { id: "entry-findings", "aria-label": "这篇稿件的问题" });
    this.picture = make("input", { type: "file", accept: "image/*", hidden: true });
    this.picture.addEventListener("change", () => {
      if (this.picture.files[0]) this.add_picture(this.picture.files[0]);
      this.picture.value = "";
    });
    this.element.append(
      make("div", { class: "source-head" }, button("← 稿件", "回到稿件列表（Esc）", () => this.close()), this.name, this.state),
      make("div", { class: "work-acts" },
        button("图片…", "光标停在图片上的，改图题和大小；不在图片上的，插入一张。也可以把图片拖进正文，或粘贴", () => this.edit_picture()),
        button("表格…", "改光标所在的表格；不在表格里的，插入一个", () => this.edit_table()),
        (this.original = button("看原稿", "来稿本来的样子，同稿件对照", () => open_original(this.work.issue, this.file))),
        button("移到别的期…", "移到另一期，连同图片和原稿", () => this.transfer()),
        button("以前的样子", "看这篇稿件以前的样子，恢复到某一次", () => open_history(this.work, this.file)),
        button("删去", "从本期删去；可以撤销", () => this.remove())),
      this.details, this.body, this.problems, this.picture);
    this.element.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || event.isComposing || event.defaultPrevented) return;
      event.stopPropagation();
      this.close();
    });
  }

  is_open() {
    return Boolean(this.paper && this.paper.is_open);
  }

  async save() {
    if (this.paper) await this.paper.save();
  }

  async close() {
    await this.save();
    this.file = null;
    this.paper = null;
    this.element.hidden = true;
    document.querySelector("#panel .lists").hidden = false;
    this.work.draw();
    const first = document.querySelector("#entries .open");
    if (first) first.focus();
  }

  /** Opens a file of the issue; `at` is an offset in its text as the server has it. */
  async open(file, at) {
    if (file !== this.file) {
      await this.save();
      this.file = file;
      const paper = new Paper(this.work.issue, file, () => this.changed(), (mine, now) => this.work.settle(paper, file, mine, now));
      this.paper = paper;
      paper.told = (words, wrong) => {
        if (this.paper !== paper) return;
        write(this.state, words);
        this.state.dataset.wrong = wrong ? "yes" : "no";
      };
      paper.told("");
      this.form = null;
      this.at = null;
      if (this.editor) this.editor.destroy();
      this.editor = null;
      await paper.load();
      if (this.paper !== paper) return;
      find("source").hidden = true;
      document.querySelector("#panel .lists").hidden = true;
      this.element.hidden = false;
      write(this.name, file);
      this.mark();
    }
    if (at === undefined || !this.editor) return;
    const [place] = await this.placed([at]);
    this.go(place, place);
  }

  /** The whole text as it is here. */
  text() {
    return this.head + this.editor.text();
  }

  /** Another text, as a change that somebody made. */
  change(text) {
    this.editor.set_text(text.slice(this.head.length), true);
    this.paper.type(text);
    return this.paper.save();
  }

  /** Shows on the page where somebody types. */
  cursor(at) {
    this.at = at;
    const { path } = this;
    if (!path || !this.editor.has_focus()) return;
    const before = this.text().slice(0, this.head.length + at);
    const more = this.has_crlf ? before.split("\n").length - 1 : 0;
    this.work.page.marks.cursor(path, before.length + more);
  }

  /** Selects a stretch of the text; what stands in the head is in the form. */
  go(from, to) {
    if (from >= this.head.length && !this.body.hidden) {
      this.editor.go(from - this.head.length, to - this.head.length);
      return;
    }
    this.details.open = true;
    const lines = this.paper.text.slice(0, from + 1).split("\n").reverse();
    const keys = this.paper.form ? [...this.form.querySelectorAll("[data-name]")] : [];
    for (const line of lines) {
      const name = line.split(/[:：]/)[0].trim();
      const field = keys.find((each) => {
        const words = each.querySelector("label, legend");
        return each.dataset.name === name || (words && words.firstChild.textContent === name);
      });
      const input = field && field.querySelector("input, textarea, select");
      if (!input) continue;
      input.focus();
      return;
    }
  }

  /** What is known of the file changed. */
  changed() {
    const { paper } = this;
    if (!paper || paper.text === null) return;
    this.original.hidden = !paper.form || !paper.form.some((field) => field.name === "original" && field.value);
    // A file of keys alone has its text among them.
    const has_text = /\.md$/i.test(this.file) || !paper.form;
    this.body.hidden = !has_text;
    const typed = this.editor && paper.is_open ? this.text() : paper.text;
    const head = paper.form && has_text ? HEAD.exec(typed) : null;
    this.head = head ? head[0] : "";
    const text = typed.slice(this.head.length);
    if (!this.editor) {
      this.editor = create_editor(this.body, {
        text,
        label: "稿件的文字",
        on_change: (changed) => paper.type(this.head + changed),
        on_cursor: (at) => this.cursor(at),
        on_mend: (index) => this.mend(index),
        on_silence: (index) => this.silence(index),
        on_picture: (file) => this.add_picture(file),
      });
    } else if (!paper.is_open && this.editor.text() !== text) {
      this.editor.set_text(text, true);
    }
    if (!paper.form) {
      this.form = null;
      this.fields.replaceChildren(make("p", { class: "under" }, "项目区有错，先照下面列出的改好文字"));
    } else if (this.form) {
      renew_form(this.form, paper.form);
    } else {
      const { view } = this.work;
      const lists = {
        column: view.columns.map((each) => [each.id, each.title || each.id]).concat([["附件", "附件"]]),
        kind: view.kinds,
        source: view.units,
        name: view.people.map((each) => each[0]),
        post: [...new Set(view.people.flatMap((each) => each[1]))],
      };
      this.form = make_form(paper.form, (name, value) => paper.set(name, value), { lists, hidden: has_text ? [...HIDDEN, "body"] : HIDDEN, main: MAIN, confirm: (name) => paper.confirm(name) });
      this.fields.replaceChildren(this.form);
    }
  }

  /** The files were looked at again. */
  refresh(view) {
    if (!this.paper) return;
    const entry = view.entries.find((each) => each.file === this.file);
    if (!entry) {
      // Renamed or gone; what was typed meanwhile is offered for copying rather than lost.
      if (!this.paper.is_open) this.close();
      else this.paper.say("这篇稿件已改名或移走，没有保存；请把文字复制出来", true);
    } else if (entry.view && entry.view.digest !== this.paper.digest && !this.paper.is_open) {
      this.paper.load();
    }
  }

  /** Pages of a new version, with what is wrong. */
  shown() {
    this.mark();
  }

  get path() {
    const { sheet } = this.work;
    return sheet && this.file ? Object.keys(sheet.sources).find((path) => path.endsWith("/" + this.file)) : null;
  }

  /** Offsets of the server's text as offsets here, where lines end in one character. */
  async placed(offsets) {
    const { path } = this;
    if (!path) return offsets;
    try {
      const { text } = await get(this.work.sheet.sources[path]);
      this.source_text = text.replace(/\r\n/g, "\n");
      this.has_crlf = text.includes("\r\n");
      if (!this.has_crlf) return offsets;
      return offsets.map((at) => text.slice(0, at).replace(/\r\n/g, "\n").length);
    } catch {
      return offsets;
    }
  }

  async mark() {
    const { sheet } = this.work;
    const { path } = this;
    if (!sheet || !this.paper) return;
    const own = path ? sheet.findings.filter((each) => each.path === path) : [];
    const placed = await this.placed(own.flatMap((each) => each.at || [0, 0]));
    const mends = await this.placed(own.flatMap((each) => each.fix.flatMap((edit) => edit.slice(0, 2))));
    let at = 0;
    this.findings = own.map((finding, index) => ({
      finding,
      from: placed[2 * index],
      to: placed[2 * index + 1],
      fix: finding.fix.map((edit) => [mends[at++], mends[at++], edit[2]]),
    }));
    // What import was not sure of is said as a comment before its key.
    const doubted = this.findings.map(({ from }) => DOUBT.exec((this.source_text || "").slice(from)));
    renew(this.problems, own.map((finding, index) => ({ ...finding, doubt: doubted[index] ? doubted[index][1] : null })), (finding) => this.problem(finding));
    if (!this.editor) return;
    const inside = this.findings.map((each, index) => ({ ...each, index })).filter((each) => each.from >= this.head.length);
    this.editor.findings(inside.map(({ finding, from, to, fix, index }) => ({
      from: from - this.head.length, to: to - this.head.length, index, severity: finding.severity, message: finding.message, help: finding.help, mend: fix.length > 0,
    })));
  }

  problem(finding) {
    const item = finding_item(finding);
    const index = () => Number(item.dataset.index);
    item.querySelector("button").addEventListener("click", () => {
      const { from, to } = this.findings[index()];
      this.go(from, to);
    });
    const acts = make("p", { class: "work-acts" });
    if (finding.doubt) {
      const right = make("button", { type: "button", class: "chief" }, "没问题");
      right.addEventListener("click", () => this.paper.confirm(finding.doubt));
      acts.append(right);
      item.append(acts);
      return item;
    }
    if (finding.fix.length > 0) {
      const mend = make("button", { type: "button", class: "chief" }, "改正");
      mend.addEventListener("click", () => this.mend(index()));
      acts.append(mend);
    }
    if (finding.severity !== "error" || finding.fix.length > 0) {
      const silence = make("button", { type: "button", title: "写明原因，以后这一段不再提这一条" }, "这处不算…");
      silence.addEventListener("click", () => this.silence(index()));
      acts.append(silence);
    }
    acts.append(make("a", { href: "/-/guide#rules--" + finding.code, target: "_blank", rel: "noopener" }, "说明"));
    item.append(acts);
    return item;
  }

  /** Does the mend of a finding, where the text is still the one it is about. */
  async mend(index) {
    const { fix } = this.findings[index];
    const text = this.text();
    if (text !== this.source_text) {
      this.paper.say("文字刚改过，等页面更新后再改正");
      return;
    }
    let mended = text;
    for (const [from, to, with_text] of [...fix].sort((a, b) => b[0] - a[0])) mended = mended.slice(0, from) + with_text + mended.slice(to);
    await this.change(mended);
  }

  /** Keeps a rule off the paragraph of a finding, with a reason. */
  async silence(index) {
    const { finding, from } = this.findings[index];
    const reason = await ask_line("这处不算", "原因", "写上", "写明为什么不改，如「来稿原文如此」；以后这一段不再提这一条");
    if (!reason) return;
    const text = this.text();
    const fences = [...text.matchAll(/^---$/gm)].map((found) => found.index);
    const in_head = fences.length > 1 && from < fences[1];
    const words = "jianbao: 忽略 " + finding.code + "：" + reason.replaceAll("--", "—");
    const line = in_head ? "# " + words + "\n" : "<!-- " + words + " -->\n";
    // In running text before the paragraph, in the head before the line.
    const blank = text.lastIndexOf("\n\n", from);
    const begin = in_head ? text.lastIndexOf("\n", from - 1) + 1 : Math.max(blank < 0 ? 0 : blank + 2, fences.length > 1 ? fences[1] + 4 : 0);
    const mended = text.slice(0, begin) + line + text.slice(begin);
    await this.change(mended);
  }

  async add_picture(file) {
    const done = await this.work.do({ verb: "picture", issue: this.work.issue, file: await upload(file) });
    if (!done || !this.editor) return;
    const picture = { about: "", file: encodeURI(done.file), caption: "", width: "", place: "" };
    await this.put(picture_text((await ask_picture(picture)) || picture));
  }

  /** The picture at the cursor, or a new one. */
  async edit_picture() {
    if (!this.editor || this.body.hidden) return;
    const picture = picture_at(this.editor.text(), this.at === null ? -1 : this.at);
    if (!picture) {
      this.picture.click();
      return;
    }
    const edited = await ask_picture(picture);
    if (!edited || !this.editor) return;
    const text = this.editor.text();
    await this.change(this.head + text.slice(0, picture.from) + picture_text(edited) + text.slice(picture.to));
  }

  /** Puts a block behind the paragraph in which the cursor is. */
  async put(block) {
    const text = this.editor.text();
    const end = text.indexOf("\n", this.at === null ? text.length : this.at);
    const before = (end < 0 ? text : text.slice(0, end)).trimEnd();
    const after = end < 0 ? "" : text.slice(end).trimStart();
    await this.change(this.head + (before ? before + "\n\n" : "") + block + "\n" + (after ? "\n" + after : ""));
  }

  /** The table in which the cursor is, or a new one. */
  async edit_table() {
    if (!this.editor || this.body.hidden) return;
    const table = table_at(this.editor.text(), this.at || 0);
    const edited = await edit_table(table || { rows: [["", ""], ["", ""]], dashes: [] });
    if (!edited || !this.editor) return;
    const written = table_text(edited.rows, edited.dashes);
    if (!table) {
      await this.put(written);
      return;
    }
    const text = this.editor.text();
    await this.change(this.head + text.slice(0, table.from) + written + text.slice(table.to));
  }

  async transfer() {
    let archive;
    try {
      archive = await get("archive.json");
    } catch (error) {
      this.paper.say(error.message, true);
      return;
    }
    const others = archive.years.flatMap((year) => year.issues).filter((each) => each.issue !== this.work.issue && each.state !== "published");
    const to = await choose_one("移到别的期", others.map((each) => [each.issue, each.name + (each.date ? "　" + each.date : "")]), "还没有别的没印发的期；先在「全部各期」里新建一期");
    if (!to) return;
    const { file } = this;
    await this.save();
    const done = await this.work.do({ verb: "move", at: { issue: this.work.issue, file }, to });
    if (done) this.close();
  }

  async remove() {
    const { file, paper } = this;
    await this.save();
    const done = await this.work.do({ verb: "remove", at: { issue: this.work.issue, file }, based: paper.digest });
    if (done && this.file === file) this.close();
  }
}
