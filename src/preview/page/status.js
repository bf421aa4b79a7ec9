// Says how things stand: the word in the toolbar, the bands over the pages, the bar below, the live region.

import { find, write } from "./dom.js";
import { config } from "./get.js";
import { counted } from "./outline.js";

const STATES = { fresh: "最新", old: "出错前的页面", partial: "页面不完整", none: "没有页面" };
const BANDS = {
  fresh: "",
  old: "有错误，这里仍是出错前的页面；错误列在「问题」里",
  partial: "有错误，页面不完整，仅供参考；错误列在「问题」里",
  none: "",
};

/** Shows how `sheet` stands. */
export function show_status(sheet) {
  const state = find("state");
  standing = stands(sheet);
  state.dataset.state = sheet.state;
  state.classList.toggle("altered", sheet.state === "fresh" && changed(sheet));
  show_standing();
  find("pages").dataset.state = sheet.state;
  band("band-state", sheet.state === "fresh" && changed(sheet) ? "这一期已经印发，印发后稿件有改动：这里是改动后的，不是印发的那一份" : BANDS[sheet.state] || "");
  band("band-failure", sheet.failure || "");
  write(find("status"), spoken(sheet));
  write(find("rows"), sheet.rows ? "第" + sheet.rows.page + "页 " + sheet.rows.used + "/" + sheet.rows.of + " 行" : "");
  find("rows").title = sheet.rows ? "第" + sheet.rows.page + "页用了" + sheet.rows.used + "行，一页有" + sheet.rows.of + "行" : "";
  write(find("built"), config.static ? "" : sheet.built + " 更新，用时" + duration(sheet.took));
  const parts = sheet.parts || {};
  find("built").title = [["读稿", parts.read], ["组稿", parts.compose], ["排版", parts.typeset], ["检查", parts.findings], ["出页", parts.pages]]
    .filter(([, took]) => took !== undefined).map(([name, took]) => name + duration(took)).join("，");
  show_published(sheet);
  find("nothing").hidden = sheet.pages.length > 0;
  write(find("nothing-why"), sheet.findings.some((finding) => finding.severity === "error")
    ? "改好「问题」里列出的错误并保存，页面就会出现在这里" : "在这一期的文件夹里写好稿件并保存，页面就会出现在这里");
}

// What the word in the toolbar says while the server answers.
let standing = "正在打开";

function changed(sheet) {
  return Boolean(sheet.published && sheet.published.changed);
}

function stands(sheet) {
  if (sheet.state !== "fresh") return STATES[sheet.state] || sheet.state;
  if (changed(sheet)) return "印发后有改动";
  return config.static ? config.saved + " 存下的副本" : STATES.fresh;
}

function show_standing() {
  write(find("state"), document.documentElement.dataset.live === "off" ? "连接断开" : standing);
}

function show_published(sheet) {
  const link = find("published");
  const { published } = sheet;
  write(link, published ? "已印发" + (published.edition > 1 ? "第" + published.edition + "版" : "")
    + (published.date ? "（" + published.date + "）" : "") + "：看印发的 PDF" : "");
  if (!published) link.removeAttribute("href");
  else link.href = config.static ? "pdf/" + encodeURIComponent(sheet.issue) + ".pdf" : "/-/pdf/" + encodeURIComponent(sheet.issue) + ".pdf?issued=1";
}

/** Says something that came from elsewhere than a sheet, such as that a folder has no draft in it; empty takes it away. */
export function say(message) {
  band("band-message", message);
}

/** Shows whether the server answers: watches what `live` writes on the root element. */
export function watch_connection() {
  const root = document.documentElement;
  const show = () => {
    const off = root.dataset.live === "off";
    show_standing();
    write(find("connection"), config.static ? config.saved + " 存下的副本" : off ? "连接断开" : root.dataset.live === "on" ? "随稿件更新" : "正在连接");
    band("band-live", off ? "预览程序没有回应，正在重新连接；页面停在断开之前的样子。如果程序已经退出，请重新运行 jianbao preview" : "");
  };
  new MutationObserver(show).observe(root, { attributes: true, attributeFilter: ["data-live"] });
  show();
}

function band(id, message) {
  find(id).hidden = message === "";
  write(find(id), message);
}

function spoken(sheet) {
  const errors = sheet.findings.filter((finding) => finding.severity === "error").length;
  if (sheet.failure) return sheet.failure;
  if (sheet.state === "old") return "有" + errors + "处错误，页面是出错前的";
  if (sheet.state === "partial") return "有" + errors + "处错误，页面不完整";
  if (sheet.state === "none") return errors ? "有" + errors + "处错误，没有可看的页面" : "还没有可看的页面";
  return "已更新，共" + sheet.pages.length + "页，" + (counted(sheet.findings) || "没有发现问题");
}

function duration(ms) {
  if (ms >= 1000) return (ms / 1000).toFixed(1) + "秒";
  return (ms >= 10 ? Math.round(ms) : Math.round(ms * 10) / 10) + "毫秒";
}
