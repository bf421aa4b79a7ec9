// What was done, step by step, and what a file was before.

import { ask } from "./act.js";
import { make } from "./dom.js";

const clock = (at) => {
  const time = new Date(at);
  const day = time.toLocaleDateString("zh-CN", { month: "long", day: "numeric" });
  return day + " " + time.toLocaleTimeString("zh-CN", { hour12: false });
};

/** Shows the steps of the workspace, or where a `file` is named, what it was before. */
export async function open_history(work, file) {
  let rows;
  try {
    rows = file ? await ask("versions/" + work.issue + "/" + file) : await ask("steps.json");
  } catch (error) {
    work.say(error.message, true);
    return;
  }
  const dialog = make("dialog", { class: "history", "aria-labelledby": "history-heading" });
  const close = make("button", { type: "button", class: "chief" }, "关上");
  close.addEventListener("click", () => dialog.close());
  const list = make("ol", { class: "steps" }, ...rows.map((row) => {
    const words = make("span", { class: "what" }, make("span", {}, row.what), make("span", { class: "under" }, clock(row.at || row.until) + (row.undone ? "　已撤销" : "")));
    if (!file) return make("li", { "data-undone": row.undone ? "yes" : "no" }, words);
    const back = make("button", { type: "button" }, "恢复到这一步以前");
    back.addEventListener("click", async () => {
      dialog.close();
      const entry = work.view.entries.find((each) => each.file === file);
      await work.do({ verb: "restore", at: { issue: work.issue, file }, based: entry.view.digest, version: row.digest });
    });
    return make("li", {}, words, back);
  }));
  dialog.append(make("h2", { id: "history-heading" }, file ? "「" + file + "」以前的样子" : "做过的每一步"),
    rows.length ? list : make("p", {}, file ? "这篇稿件在这里还没有改过" : "在这里还没有改过什么"),
    make("p", { class: "ends" }, close));
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
}
