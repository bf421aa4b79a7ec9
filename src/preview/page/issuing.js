// Issuing: what is left to do, then one sentence and one button; and taking back.

import { act } from "./act.js";
import { ask_line } from "./dialogs.js";
import { make } from "./dom.js";

/** Opens the dialog in which the issue of `work` is issued. */
export async function open_issuing(work) {
  await work.desk.save();
  const dialog = make("dialog", { class: "issuing", "aria-labelledby": "issuing-heading" });
  const inside = make("div", { role: "status" }, "正在排版、检查…");
  const acts = make("p", { class: "ends" });
  const close = make("button", { type: "button" }, "关上");
  close.addEventListener("click", () => dialog.close());
  acts.append(close);
  dialog.append(make("h2", { id: "issuing-heading" }, "印发"), inside, acts);
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
  const published = work.sheet && work.sheet.published;
  if (published && !published.changed) {
    inside.replaceChildren(make("p", {}, work.sheet.name + "已在" + published.date + "印发，之后没有改动"));
    acts.prepend(withdraw(work, dialog), " ");
    return;
  }
  if (published) {
    inside.replaceChildren(make("p", {}, work.sheet.name + "已印发第" + published.edition + "版，之后改过。更正要写明原因，会印成第" + (published.edition + 1) + "版，旧版留存"));
    const again = make("button", { type: "button", class: "chief" }, "更正，重新印发…");
    again.addEventListener("click", async () => {
      const reason = await ask_line("更正", "原因", "接着印发", "例如：更正第3页的职务。原因记入登记");
      if (reason) plan(work, inside, acts, { reissue: reason });
    });
    acts.prepend(withdraw(work, dialog), " ", again, " ");
    return;
  }
  await plan(work, inside, acts, {});
}

async function plan(work, inside, acts, reasons) {
  let done;
  try {
    done = await act({ verb: "publish", issue: work.issue, sure: false, ...reasons });
  } catch (error) {
    inside.replaceChildren(make("p", { class: "wrong" }, error.message));
    return;
  }
  const { planned, stopped, held } = done.issuing;
  for (const old of acts.querySelectorAll(".chief")) old.remove();
  if (!planned) {
    inside.replaceChildren(make("p", {}, "还不能印发，先办好这几件："), make("ol", { class: "left" }, ...stopped.map((each) => {
      const finding = work.sheet && work.sheet.findings.find((known) => each.startsWith(known.message) && known.path);
      const entry = finding && work.view.entries.find((known) => finding.path.endsWith("/" + known.file));
      if (!entry) return make("li", {}, each);
      const lead = make("button", { type: "button", class: "link" }, each);
      lead.addEventListener("click", () => {
        inside.closest("dialog").close();
        work.open(entry.file, finding.at ? finding.at[0] : undefined);
      });
      return make("li", {}, lead);
    })));
    if (held > 0 && !reasons.unread) {
      const anyway = make("button", { type: "button", class: "chief" }, "已经口头核对过…");
      anyway.addEventListener("click", async () => {
        const reason = await ask_line("没有核对完就印发", "原因", "接着印发", "原因记入登记");
        if (reason) plan(work, inside, acts, { ...reasons, unread: reason });
      });
      acts.prepend(anyway, " ");
    }
    return;
  }
  const edition = planned.edition > 1 ? "，第" + planned.edition + "版" : "";
  inside.replaceChildren(make("p", { class: "large" }, "将印发" + planned.name + "，" + planned.date + "，" + planned.pages + "页，" + planned.entries + "篇" + edition),
    make("p", { class: "under" }, "印发以后不能撤销，只能撤回或更正。", pdf_link(work, "先看草稿 PDF", "draft=1")));
  const go = make("button", { type: "button", class: "chief" }, "印发");
  go.addEventListener("click", async () => {
    go.disabled = true;
    const issued = await work.do({ verb: "publish", issue: work.issue, sure: true, ...reasons });
    go.remove();
    if (!issued) {
      inside.replaceChildren(make("p", { class: "wrong" }, work.message.textContent));
      return;
    }
    inside.replaceChildren(issued.issuing.pdf
      ? make("p", {}, make("span", { class: "large" }, issued.said), " ", pdf_link(work, "打开这个 PDF", "issued=1"))
      : make("p", { class: "wrong" }, "没有印发：" + issued.issuing.stopped.join("；")));
  });
  acts.prepend(go, " ");
  go.focus();
}

function pdf_link(work, words, query) {
  return make("a", { href: "/-/pdf/" + encodeURIComponent(work.issue) + ".pdf?" + query, target: "_blank", rel: "noopener" }, words);
}

function withdraw(work, dialog) {
  const back = make("button", { type: "button" }, "撤回…");
  back.addEventListener("click", async () => {
    const reason = await ask_line("撤回", "原因", "撤回", "PDF 另存为「…-撤回.pdf」，期号和文件夹可以再用；原因记入登记");
    if (!reason) return;
    await work.do({ verb: "withdraw", issue: work.issue, reason });
    dialog.close();
  });
  return back;
}
