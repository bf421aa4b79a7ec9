// The workbench on the page of all issues: a new issue, dispatches, and what the house has set down.

import { act, ask, Refused, upload } from "./act.js";
import { ask_line, choose_one } from "./dialogs.js";
import { find, make, write } from "./dom.js";
import { make_form, renew_form } from "./form.js";
import { get } from "./get.js";
import { Paper } from "./paper.js";
import { choose_between } from "./clash.js";
import { roster_acts } from "./roster_csv.js";

const HOUSE = [
  ["jianbao.yaml", "单位设置", "名称、编发单位、栏目、报尾、版式"],
  ["roster.yaml", "名册", "领导的姓名和职务，各单位的名称"],
  ["lexicon.yaml", "词表", "本单位的错词，和不查的词"],
];

// What a house sets down first.
const MAIN = ["name", "issuer", "columns", "distribution", "leaders", "units", "slips", "allowed"];

/** Puts what may be done onto the page of all issues. */
export function start_archive_work() {
  document.head.append(make("link", { rel: "stylesheet", href: "/-/work.css" }));
  const message = make("p", { class: "under", role: "status" });
  const say = (words, wrong) => {
    write(message, words);
    message.dataset.wrong = wrong ? "yes" : "no";
  };
  const button = (words, title, run, kind) => {
    const made = make("button", { type: "button", title, class: kind || "" }, words);
    made.addEventListener("click", () => run().catch((error) => say(error.message, true)));
    return made;
  };
  const file = make("input", { type: "file", multiple: true, hidden: true, "aria-label": "来稿文件" });
  file.addEventListener("change", () => {
    take([...file.files], say).catch((error) => say(error.message, true));
    file.value = "";
  });
  const inbox = make("details", { class: "waiting", hidden: true });
  const undo = async (verb) => say((await act({ verb })).said);
  find("years").before(make("div", { class: "work-acts", role: "group", "aria-label": "编简报" },
    button("新建一期…", "取下一个期号", () => begin(false), "chief"),
    button("新建增刊…", "增刊单独编号", () => begin(true)),
    button("放入来稿…", "选 Word、文字、网页文件或压缩包；也可以直接拖到页面上", async () => file.click()),
    ...HOUSE.map(([name, words, about]) => button(words + "…", about, () => open_house(name, words, say))),
    button("撤销", "撤销上一步", () => undo("undo")),
    button("重做", "重做", () => undo("redo")),
    make("a", { class: "button", href: "/-/guide", target: "_blank", rel: "noopener" }, "手册")), message, file, inbox);
  show_inbox(inbox, say);
  write(find("nothing"), "还没有一期简报。点「新建一期」，它就会出现在这里");
  const carries = (event) => event.dataTransfer && [...event.dataTransfer.types].includes("Files");
  window.addEventListener("dragover", (event) => {
    if (carries(event)) event.preventDefault();
  });
  window.addEventListener("drop", (event) => {
    if (!carries(event)) return;
    event.preventDefault();
    take([...event.dataTransfer.files], say).catch((error) => say(error.message, true));
  });
}

/** What lies in the folder for what comes in and is in no issue yet. */
async function show_inbox(inbox, say) {
  const waiting = await ask("inbox.json").catch(() => []);
  inbox.hidden = waiting.length === 0;
  if (waiting.length === 0) return;
  const boxes = waiting.map((file) => make("input", { type: "checkbox", checked: true, value: file }));
  const take = make("button", { type: "button", class: "chief" }, "放进一期…");
  take.addEventListener("click", async () => {
    const files = boxes.filter((each) => each.checked).map((each) => each.value);
    try {
      const issue = files.length > 0 && await open_issue("放进哪一期");
      if (!issue) return;
      say("正在导入 " + files.length + " 个文件…");
      say((await act({ verb: "take", issue, files })).said);
      location.assign(address_of(issue));
    } catch (error) {
      say(error.message, true);
    }
  });
  inbox.replaceChildren(make("summary", {}, "「来稿」文件夹里有 " + waiting.length + " 份还没有用上"),
    make("ul", {}, ...waiting.map((file, index) => make("li", {}, make("label", {}, boxes[index], " " + file)))), take);
}

/** The one issue that is not issued, or which of them is meant. */
async function open_issue(heading) {
  const { years } = await get("archive.json");
  const open = years.flatMap((year) => year.issues).filter((each) => each.state !== "published");
  if (open.length === 1) return open[0].issue;
  return choose_one(heading, open.map((each) => [each.issue, each.name + (each.date ? "　" + each.date : "")]), "没有还没印发的一期；先新建一期");
}

async function begin(supplement) {
  const now = new Date();
  const two = (number) => String(number).padStart(2, "0");
  const today = now.getFullYear() + "-" + two(now.getMonth() + 1) + "-" + two(now.getDate());
  const date = await ask_line(supplement ? "新建增刊" : "新建一期", "印发日期", "新建", "取下一个期号；日期以后还可以改", today);
  if (!date) return;
  const { issue } = await act({ verb: "new", date, supplement });
  location.assign(address_of(issue));
}

// `2018-028` is read at `/2018/28`.
function address_of(issue) {
  const [year, ...rest] = issue.split("-");
  const number = rest.join("-").replace(/^(增刊)?0+/, "$1").replace(/-0+/, "-");
  return "/" + year + "/" + encodeURIComponent(number);
}

/** Dispatches into an issue that is asked for, where there are several that are not issued. */
async function take(files, say) {
  if (files.length === 0) return;
  const issue = await open_issue("放进哪一期");
  if (!issue) return;
  say("正在导入 " + files.length + " 个文件…");
  const done = await act({ verb: "drop", issue, files: await Promise.all(files.map(upload)) });
  say(done.said);
  location.assign(address_of(issue));
}

/** The form of a file of the house, which is made where there is none. */
async function open_house(name, words, say) {
  try {
    await ask("form/-/" + name);
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    await act({ verb: "make", file: name });
  }
  let form = null;
  const state = make("span", { class: "under", role: "status" });
  const paper = new Paper(null, name, () => {
    if (form && paper.form) renew_form(form, paper.form);
  }, async (mine, now) => {
    const text = await choose_between(name, mine, now.text);
    if (text !== null) paper.settle(now, text);
  });
  paper.told = (told, wrong) => {
    write(state, told);
    state.dataset.wrong = wrong ? "yes" : "no";
  };
  await paper.load();
  if (!paper.form) {
    say("「" + name + "」有错，先用记事本改好", true);
    return;
  }
  form = make_form(paper.form, (key, value) => paper.set(key, value), { main: MAIN });
  const close = make("button", { type: "button", class: "chief" }, "关上");
  const dialog = make("dialog", { class: "settings", "aria-label": words }, make("h2", {}, words + " "), state, name === "roster.yaml" ? roster_acts(paper, paper.told) : null, form, make("p", { class: "ends" }, close));
  close.addEventListener("click", () => dialog.close());
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
}
