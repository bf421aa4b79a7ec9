// The page of one issue: joins the parts, follows the issue, shows each sheet as it comes.

import { find, write } from "./dom.js";
import { config, get } from "./get.js";
import { stay } from "./here.js";
import { start_keys } from "./keys.js";
import { Follower, outlived } from "./live.js";
import { Marks } from "./marks.js";
import { recall, remember } from "./memory.js";
import { mark_outline, show_findings, show_outline } from "./outline.js";
import { drawers, open_pane, start_panes } from "./panes.js";
import { start_print } from "./print.js";
import { Sheets } from "./sheets.js";
import { Since } from "./since.js";
import { Source } from "./source.js";
import { say, show_status, watch_connection } from "./status.js";
import { start_theme } from "./theme.js";
import { Thumbs } from "./thumbs.js";
import { Zoom } from "./zoom.js";

/** Starts the page of the issue that the server named. */
export function start_issue() {
  start_theme();
  stay();
  start_panes();
  watch_connection();
  let sheet = null;
  let draft = config.draft;
  const source = new Source();
  const sheets = new Sheets((section) => {
    marks.arrived(section);
    since.arrived(section);
  }, (page) => {
    thumbs.mark(page);
    if (document.activeElement !== find("page-now")) find("page-now").value = String(page);
  });
  const thumbs = new Thumbs((page) => sheets.turn(page));
  const since = new Since(sheets, thumbs);
  const marks = new Marks(sheets, source, (path) => {
    mark_outline(path ? sheet.outline.findIndex((entry) => entry.path === path) : -1);
    if (path) open_pane("panel", true);
  });
  const zoom = new Zoom(sheets);
  start_keys({ sheets, zoom, marks, source, since });
  start_print(sheets);
  start_leafing(sheets);
  find("home").href = config.home;
  sheets.anchor = recall("place " + config.issue, false);
  window.addEventListener("pagehide", () => remember("place " + config.issue, sheets.place() || sheets.anchor, false));

  const choose = async (kind, index, entry) => {
    let areas = [];
    const { places } = sheet;
    try {
      areas = ((await get(places))[kind][index]) || [];
    } catch {
      // The place on the page is not known; the source still is.
    }
    if (sheet.places !== places) return;
    marks.show(entry.path, kind === "entries" ? "entry" : "finding", areas);
    // A drawer would hide the place it leads to.
    if (drawers() && areas.length > 0) open_pane("panel", false);
    else if (entry.path) await source.show({ ...entry, range: entry.at, at: null });
  };

  // Who may write gets the workbench; nobody else loads it.
  let work = null;
  if (!config.static && config.writes) {
    import("./work.js").then(({ Work }) => {
      work = new Work({ source, marks, choose: (index) => choose("entries", index, { path: sheet.outline[index].path, line: sheet.outline[index].line }) });
      if (sheet) work.shown(sheet);
    });
  }

  const show = (next) => {
    if (outlived(next.run)) return;
    sheet = next;
    say("");
    // Pages first: everything else may be a frame late.
    sheets.show(sheet);
    source.renew(sheet.sources);
    show_head(sheet);
    show_status(sheet);
    show_findings(sheet.findings, (index) => {
      choose("findings", index, sheet.findings[index]);
    });
    show_outline(sheet, (index) => {
      mark_outline(index);
      const entry = sheet.outline[index];
      choose("entries", index, { path: entry.path, line: entry.line });
    });
    if (work) work.shown(sheet);
    find("panel-count").textContent = sheet.findings.length ? String(sheet.findings.length) : "";
    find("panel-count").dataset.worst = sheet.findings.length ? sheet.findings[0].severity : "none";
  };
  sheets.after_paint = () => {
    thumbs.show(sheet);
    thumbs.mark(sheets.current);
    since.show(sheet);
    marks.renew();
  };

  let follower = null;
  const open = () => {
    if (config.static) {
      get("sheet/" + config.issue + (draft ? "-草稿" : "") + ".json").then(show, (error) => {
        say(error.message);
        if (sheet) choose_draft(sheet.draft);
      });
      return;
    }
    const events = "/-/events?issue=" + encodeURIComponent(config.issue) + "&draft=" + (draft ? 1 : 0);
    if (follower) follower.move(events);
    else follower = new Follower(events, { sheet: show });
  };
  const choose_draft = (value) => {
    draft = value;
    for (const choice of document.getElementsByName("draft")) choice.checked = choice.value === (value ? "1" : "0");
  };
  choose_draft(draft);
  // A folder holds one of the two.
  find("draft").hidden = config.static;
  find("draft").addEventListener("change", (event) => {
    draft = event.target.value === "1";
    if (!config.static) history.replaceState(null, "", location.pathname + (draft ? "?draft=1" : ""));
    open();
  });
  open();
}

function show_head(sheet) {
  write(find("name"), sheet.name);
  write(find("masthead"), sheet.masthead);
  write(find("date"), sheet.date || "");
  const title = sheet.name + (sheet.draft ? "（草稿）" : "") + " · " + sheet.masthead;
  if (document.title !== title) document.title = title;
  write(find("page-count"), String(sheet.pages.length));
  const pdf = find("pdf");
  if (sheet.pdf) {
    const query = "?draft=" + (sheet.draft ? 1 : 0) + "&save=1";
    pdf.href = config.static ? "pdf/" + encodeURIComponent(sheet.pdf) : "/-/pdf/" + encodeURIComponent(sheet.issue) + ".pdf" + query;
    pdf.removeAttribute("aria-disabled");
    pdf.title = "下载「" + sheet.pdf + "」";
  } else {
    pdf.removeAttribute("href");
    pdf.setAttribute("aria-disabled", "true");
    pdf.title = "稿件有错误，改好后才能出PDF";
  }
}

function start_leafing(sheets) {
  const now = find("page-now");
  now.addEventListener("focus", () => now.select());
  now.addEventListener("change", () => {
    const page = Number.parseInt(now.value, 10);
    if (page > 0) sheets.turn(page);
    now.value = String(sheets.current);
  });
  find("page-before").addEventListener("click", () => sheets.turn(sheets.current - 1));
  find("page-after").addEventListener("click", () => sheets.turn(sheets.current + 1));
}
