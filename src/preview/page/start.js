// The page on which a workspace begins: a form with the first page beside it, or a workspace that there is.

import { find, make, write } from "./dom.js";
import { config } from "./get.js";
import { start_theme } from "./theme.js";

// After the last key, in ms, the page is set again.
const REST = 250;
// Between two looks whether the workspace is there, in ms.
const PACE = 150;

const FIELDS = [
  { name: "name", label: "简报名称", value: "工作简报", about: "印在第一页的大红字；太长的，在要换行的地方写 |" },
  { name: "issuer", label: "编发单位", value: "", about: "写全称，如：望河县人民政府办公室" },
  { name: "number", label: "第一期的期号", value: "1", about: "以前在别处印过的，接着编" },
  { name: "date", label: "印发日期", value: "", type: "date" },
  { name: "columns", label: "栏目", value: "", about: "几个用顿号隔开，如：领导活动、县区动态；没有就空着" },
  { name: "tail", label: "报尾", value: "", about: "如：报：县委、县政府；送：县直各单位；发：各乡镇；120份" },
];

/** Starts the page. */
export function start_beginning() {
  start_theme();
  // While the line is open the program goes on.
  const line = new EventSource("/-/events");
  const form = find("form");
  const inputs = FIELDS.map((field) => {
    const about = field.about ? make("p", { class: "under", id: "about-" + field.name }, field.about) : null;
    const input = make("input", { type: field.type || "text", name: field.name, id: "field-" + field.name, value: field.value, autocomplete: "off", spellcheck: false, "aria-describedby": about ? about.id : null });
    form.append(make("p", { class: "row" }, make("label", { for: input.id }, field.label), input), about || "");
    return input;
  });
  const where = make("p", { class: "under", id: "where" });
  const message = make("p", { id: "start-message", role: "status" });
  const begin = make("button", { type: "submit", class: "chief" }, "建好，开始编");
  form.append(where, message, make("p", { class: "ends" }, begin));
  const say = (words, wrong) => {
    write(message, words);
    message.dataset.wrong = wrong ? "yes" : "no";
  };
  const written = () => Object.fromEntries(inputs.map((input) => [input.name, input.value]));

  let folder = null;
  const show_where = () => {
    if (!folder) return;
    const name = inputs[0].value.replace(/[|｜]/g, "").trim() || "简报名称";
    write(where, "放在：" + folder.folder + (folder.inside ? folder.separator + name : ""));
  };

  let timer = null;
  let asked = 0;
  const renew = async () => {
    show_where();
    const own = ++asked;
    try {
      const { pages } = await post("pages", { ...written(), issuer: written().issuer || "编发单位" });
      if (own !== asked) return;
      say("");
      show_pages(pages);
    } catch (error) {
      if (own === asked) say(error.message, true);
    }
  };
  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(renew, REST);
  });
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    clearTimeout(timer);
    asked += 1;
    begin.disabled = true;
    try {
      const { address } = await post("begin", written());
      say("已经建好，正在打开…");
      line.close();
      await follow(address);
    } catch (error) {
      say(error.message, true);
      begin.disabled = false;
      const empty = inputs.find((input) => ["name", "issuer", "number", "date"].includes(input.name) && !input.value.trim());
      if (empty) empty.focus();
    }
  });

  fetch("/-/start.json").then((told) => told.json()).then((told) => {
    folder = { ...told, separator: told.folder.includes("\\") ? "\\" : "/" };
    const date = inputs.find((input) => input.name === "date");
    if (!date.value) date.value = told.date;
    find("known-section").hidden = told.known.length === 0;
    find("known").append(...told.known.map((known, index) => {
      const open = make("button", { type: "button" }, make("strong", {}, known.name), " ", make("span", { class: "under" }, known.folder));
      open.addEventListener("click", async () => {
        try {
          const { address } = await post("open", { known: index });
          say("正在打开…");
          line.close();
          await follow(address);
        } catch (error) {
          say(error.message, true);
        }
      });
      return make("li", {}, open);
    }));
    renew();
    const first = told.known.length ? find("known").querySelector("button") : inputs[0];
    first.focus();
    if (first.select) first.select();
  });
}

/** The pages as pictures, in which nothing can run. */
function show_pages(pages) {
  find("first").replaceChildren(...pages.map((page, index) => make("img", { alt: "第 " + (index + 1) + " 页", src: "data:image/svg+xml;charset=utf-8," + encodeURIComponent(page) })));
}

async function post(verb, body) {
  let answer;
  try {
    answer = await fetch("/-/start/" + verb, {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-Jianbao-Token": config.token },
      body: JSON.stringify(body),
    });
  } catch {
    throw new Error("程序没有回应；如果它已经退出，请重新打开它");
  }
  if (!answer.ok) throw new Error((await answer.text()).slice(0, 500));
  return answer.json();
}

/** Goes to `address` once the workspace is served there: the program opens it now. */
async function follow(address) {
  for (;;) {
    await new Promise((resolve) => setTimeout(resolve, PACE));
    try {
      const answer = await fetch("/", { cache: "no-store" });
      if (!(await answer.text()).includes('data-kind="start"')) break;
    } catch {
      // In between nobody answers.
    }
  }
  location.assign(address);
}
