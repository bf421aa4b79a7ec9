// The page of all issues: by year, newest first, with their state; search over titles and texts.

import { find, make, renew, typing, write } from "./dom.js";
import { config, get } from "./get.js";
import { stay } from "./here.js";
import { Follower } from "./live.js";
import { finding_item } from "./outline.js";
import { contains, folded, hits, query_words, searchable, split } from "./search.js";
import { start_theme } from "./theme.js";

// Titles shown of an issue that is not searched for.
const MOST_TITLES = 3;
// Found issues whose words are shown; behind these, titles must do.
const MOST_SHOWN = 100;

/** Starts the page of all issues. */
export function start_archive() {
  start_theme();
  stay();
  const archive = new Archive();
  // Who may write gets the workbench; nobody else loads it.
  if (!config.static && config.writes) import("./archive_work.js").then((work) => work.start_archive_work());
  if (config.static) archive.renew();
  else new Follower("/-/events", { archive: () => archive.renew() });
  const root = document.documentElement;
  new MutationObserver(() => {
    const off = root.dataset.live === "off";
    find("band-live").hidden = !off;
    write(find("band-live"), off ? "预览程序没有回应，正在重新连接。如果程序已经退出，请重新运行 jianbao preview" : "");
  }).observe(root, { attributes: true, attributeFilter: ["data-live"] });
}

class Archive {
  constructor() {
    this.list = find("years");
    this.items = new Map();
    this.texts = new Map();
    this.texts_wanted = false;
    this.search = find("search");
    this.search.addEventListener("focus", () => this.fetch_texts());
    this.search.addEventListener("input", () => this.filter());
    find("search-form").addEventListener("submit", (event) => {
      event.preventDefault();
      const first = this.list.querySelector("section:not([hidden]) li:not([hidden]) > a");
      if (first && this.search.value.trim()) first.click();
    });
    document.addEventListener("keydown", (event) => this.key(event));
    if (this.search.value || document.activeElement === this.search) this.fetch_texts();
  }

  /** Fetches the list again and shows what changed in it. */
  async renew() {
    let archive;
    try {
      archive = await get("archive.json");
    } catch (error) {
      find("band-message").hidden = false;
      write(find("band-message"), error.message);
      return;
    }
    find("band-message").hidden = true;
    this.archive = archive;
    this.draw();
    this.filter();
    if (!this.texts_wanted) return;
    this.texts_wanted = false;
    this.fetch_texts();
  }

  draw() {
    const { name, issuer, years, findings, notices } = this.archive;
    write(find("name"), name);
    write(find("issuer"), issuer || "");
    document.title = name + " · 全部各期";
    renew(find("notices"), notices, (notice) => make("li", {}, notice));
    find("notices").hidden = notices.length === 0;
    renew(find("findings"), findings, plain_finding);
    find("workspace-findings").hidden = findings.length === 0;
    const items = new Map();
    const sections = years.map(({ year, issues }) => {
      const section = this.list.querySelector('section[data-year="' + year + '"]') || make("section", { "data-year": year },
        make("h2", {}, String(year), "年 ", make("span", { class: "under" })), make("ol", { class: "issues" }));
      const children = issues.map((issue) => {
        const key = JSON.stringify(issue);
        const before = this.items.get(issue.issue);
        const item = before && before.key === key ? before : { key, year, issue, element: issue_item(issue), ...this.subject(issue) };
        items.set(issue.issue, item);
        return item.element;
      });
      const list = section.lastElementChild;
      if (children.length !== list.children.length || children.some((child, at) => child !== list.children[at])) list.replaceChildren(...children);
      return section;
    });
    this.items = items;
    if (sections.length !== this.list.children.length || sections.some((section, at) => section !== this.list.children[at])) {
      this.list.replaceChildren(...sections);
    }
    renew(find("jump"), years.length > 1 ? years.map(({ year }) => year) : [], (year) => {
      const link = make("a", { href: "#" }, year + "年");
      link.addEventListener("click", (event) => {
        event.preventDefault();
        this.list.querySelector('section[data-year="' + year + '"]').scrollIntoView();
      });
      return make("li", {}, link);
    });
    find("nothing").hidden = items.size > 0;
  }

  subject(issue) {
    const own = [issue.issue, issue.name, issue.date || "", ...issue.titles].join("\n");
    return { subject: searchable(own, this.texts.get(issue.issue)) };
  }

  async fetch_texts() {
    if (this.texts_wanted) return;
    this.texts_wanted = true;
    try {
      const { issues } = await get("texts.json");
      this.texts = new Map(issues.map((issue) => [issue.issue, issue.entries]));
      for (const item of this.items.values()) Object.assign(item, this.subject(item.issue));
    } catch {
      // Titles can still be searched; the next look at the box asks again.
      this.texts_wanted = false;
    }
    this.filter();
  }

  /** Shows the issues with all words of the search box. */
  filter() {
    const words = query_words(this.search.value);
    const query = words.join(" ");
    let count = 0;
    for (const item of this.items.values()) {
      const found = words.length === 0 || contains(item.subject, words);
      if (item.element.hidden === found) item.element.hidden = !found;
      if (found) count += 1;
      // The same words over the same texts have been shown already.
      const shown = found && words.length > 0 && count <= MOST_SHOWN ? query : "";
      if (item.shown === shown && (shown === "" || item.shown_of === item.subject)) continue;
      item.shown = shown;
      item.shown_of = item.subject;
      show_titles(item, shown ? words : []);
    }
    for (const section of this.list.children) {
      const shown = section.querySelectorAll("li:not([hidden])").length;
      section.hidden = shown === 0;
      write(section.querySelector("h2 .under"), shown + "期");
    }
    const total = this.items.size;
    write(find("found"), words.length === 0 ? "共" + total + "期" : count === 0 ? "没有哪一期同时有这些词" : "找到" + count + "期，共" + total + "期");
  }

  key(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (event.key === "/" && !typing()) {
      event.preventDefault();
      this.search.focus();
      this.search.select();
      return;
    }
    if (event.key === "Escape" && document.activeElement === this.search) {
      this.search.value = "";
      this.filter();
      return;
    }
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step || (typing() && document.activeElement !== this.search)) return;
    const links = [...this.list.querySelectorAll("section:not([hidden]) li:not([hidden]) > a")];
    const at = links.indexOf(document.activeElement);
    if (at < 0 && document.activeElement !== this.search && document.activeElement !== document.body) return;
    event.preventDefault();
    if (at + step < 0) this.search.focus();
    else if (links[at + step]) links[at + step].focus();
  }
}

function issue_item(issue) {
  const link = make("a", { href: issue.href },
    make("span", { class: "number" }, issue.name),
    make("span", { class: "date" }, issue.date || (issue.problem ? "" : "没有日期")),
    make("span", { class: "titles" }),
    make("span", { class: "pages" }, issue.pages ? issue.pages + "页" : ""),
    make("span", { class: "chip", "data-state": issue.state }, state_words(issue)));
  return make("li", { "data-issue": issue.issue, "data-state": issue.state }, link);
}

function state_words(issue) {
  const counts = [issue.errors ? issue.errors + "处错误" : "", issue.warnings ? issue.warnings + "处警告" : ""].filter(Boolean).join("，");
  if (issue.state === "published") return issue.edition > 1 ? "已印发第" + issue.edition + "版" : "已印发";
  return { errors: counts || "有错误", findings: counts || "有警告", clean: "没有问题", checking: "正在检查" }[issue.state] || issue.state;
}

function show_titles(item, words) {
  const { issue, subject } = item;
  const lines = [];
  if (issue.problem) lines.push(make("span", { class: "problem" }, issue.problem));
  const found = words.length > 0 ? hits(subject, words) : [];
  for (const hit of found) {
    lines.push(make("span", { class: "title" }, ...pieces_of(hit.title)));
    if (hit.text.length > 0) lines.push(make("span", { class: "under" }, ...pieces_of(hit.text)));
  }
  if (found.length === 0) {
    for (const title of issue.titles.slice(0, MOST_TITLES)) lines.push(make("span", { class: "title" }, ...pieces_of(split(title, folded(title), words))));
    if (issue.titles.length > MOST_TITLES) lines.push(make("span", { class: "under" }, "等" + issue.titles.length + "篇"));
    if (issue.titles.length === 0 && !issue.problem) lines.push(make("span", { class: "under" }, "还没有稿件"));
  }
  item.element.querySelector(".titles").replaceChildren(...lines);
}

function pieces_of(pieces) {
  return pieces.map(({ text, found }) => (found ? make("mark", {}, text) : text));
}

function plain_finding(finding) {
  const item = finding_item(finding);
  const button = item.querySelector("button");
  button.replaceWith(make("div", { class: "finding" }, ...button.childNodes));
  return item;
}
