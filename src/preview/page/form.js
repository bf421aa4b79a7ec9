// The keys of a file as fields of a form, made from what the server says of each.

import { make } from "./dom.js";

// The texts of a list stand one in a line.
const as_lines = (value) => (Array.isArray(value) ? value : value === null ? [] : [value])
  .filter((each) => typeof each === "string").join("\n");
const of_lines = (text) => text.split("\n").map((line) => line.trim()).filter(Boolean);
let count = 0;

/**
 * A form for `fields`; `set(name, value)` is called when somebody has changed one, `confirm(name)` when one that import
 * was not sure of is right. `lists` are words to choose from, by the name of the field, as pairs of the word and what is
 * shown where one of them it must be; `hidden` are names that are not shown. Where there are `main` ones, others in which
 * nothing is written wait behind 「更多」.
 */
export function make_form(fields, set, { lists = {}, hidden = [], main = null, confirm = null } = {}) {
  const form = make("div", { class: "form" });
  const more = make("div", {});
  for (const field of fields) {
    if (hidden.includes(field.name)) continue;
    const shown = !main || field.required || field.value !== null || field.doubt || main.includes(field.name);
    (shown ? form : more).append(...field_of(field, (value) => set(field.name, value), lists, confirm));
  }
  if (more.childElementCount > 0) form.append(make("details", { class: "more" }, make("summary", {}, "更多"), more));
  return form;
}

/** Shows other values in a form of the same fields; the one that is being typed into stays. */
export function renew_form(form, fields) {
  for (const element of form.querySelectorAll("[data-name]")) {
    // Fields of a group are shown with it.
    if (element.parentElement.closest("[data-name]")) continue;
    const field = fields.find((each) => each.name === element.dataset.name);
    if (!field) continue;
    if (!element.contains(document.activeElement)) element.show(field.value);
    if (element.doubt) element.doubt(field.doubt);
  }
}

function field_of(field, set, lists, confirm) {
  const id = "field-" + ++count;
  const label = (target) => make("label", { for: target, title: field.about }, field.label, field.required ? make("span", { class: "must", "aria-hidden": "true" }, " *") : null);
  if (field.kind === "map" || field.kind === "maps") return [group_of(field, set, lists)];
  const input = input_of(field, id, lists[field.name]);
  const row = make("div", { class: "field", "data-kind": field.kind, "data-name": field.name }, label(id), input.element, ...(input.beside || []));
  const about = make("span", { class: "unseen", id: id + "-about" }, field.about);
  input.element.setAttribute("aria-describedby", about.id);
  row.append(about);
  row.show = (value) => {
    row.value = value;
    input.show(value);
  };
  row.show(field.value);
  row.doubt = (reason) => {
    const old = row.querySelector(".doubt");
    if (old && old.dataset.reason === reason) return;
    if (old) old.remove();
    row.classList.toggle("doubtful", Boolean(reason));
    if (!reason || !confirm) return;
    const right = make("button", { type: "button", "aria-label": field.label + "没问题" }, "没问题");
    right.addEventListener("click", () => confirm(field.name));
    row.append(make("p", { class: "doubt", "data-reason": reason }, make("span", {}, "请核对：" + reason), " ", right));
  };
  row.doubt(field.doubt);
  input.element.addEventListener("change", () => {
    const value = input.read();
    if (JSON.stringify(value) === JSON.stringify(row.value)) return;
    row.value = value;
    set(value);
  });
  return [row];
}

function input_of(field, id, words) {
  const text = (element) => ({
    element,
    show: (value) => {
      element.value = typeof value === "string" ? value : as_lines(value);
    },
    read: () => element.value.trim() || null,
  });
  switch (field.kind) {
    case "markdown":
      return text(make("textarea", { id, rows: field.name === "body" ? 16 : 3, spellcheck: false }));
    case "texts": {
      const element = make("textarea", { id, rows: 2, spellcheck: false });
      return {
        ...text(element),
        read: () => {
          const lines = of_lines(element.value);
          return lines.length === 0 ? null : lines.length === 1 ? lines[0] : lines;
        },
      };
    }
    case "bool": {
      const element = make("input", { id, type: "checkbox" });
      return {
        element,
        show: (value) => {
          element.checked = ["是", "true", "yes", "on"].includes(value);
        },
        read: () => (element.checked ? true : null),
      };
    }
    case "choice":
      return choice_of(id, field.choices.map((each) => [each, each]));
    case "words": {
      const element = make("textarea", { id, rows: 2, spellcheck: false, placeholder: "一行一条，写成「名称: 内容」" });
      return {
        element,
        show: (value) => {
          element.value = Object.entries(value || {}).map(([name, each]) => name + ": " + each).join("\n");
        },
        read: () => {
          const lines = of_lines(element.value).map((line) => line.split(/[:：]\s*/));
          return lines.length === 0 ? null : Object.fromEntries(lines.map(([name, ...rest]) => [name.trim(), rest.join(":").trim()]));
        },
      };
    }
    default: {
      if (field.name === "title") return title_of(id);
      if (words && Array.isArray(words[0])) return choice_of(id, words);
      const element = make("input", { id, type: "text", autocomplete: "off", spellcheck: false });
      if (field.kind === "number") element.inputMode = "numeric";
      if (!words || words.length === 0) return text(element);
      const list = make("datalist", { id: id + "-words" }, ...words.map((each) => make("option", { value: each })));
      element.setAttribute("list", list.id);
      return { ...text(element), beside: [list] };
    }
  }
}

// One of a few words.
function choice_of(id, pairs) {
  const element = make("select", { id }, make("option", { value: "" }, "（不写）"), ...pairs.map(([value, shown]) => make("option", { value }, shown)));
  return {
    element,
    show: (value) => {
      if (value && ![...element.options].some((each) => each.value === value)) element.append(make("option", { value }, value));
      element.value = value || "";
    },
    read: () => element.value || null,
  };
}

// A title: where it is broken, a line ends here too. In the file a `|` stands there.
function title_of(id) {
  const element = make("textarea", { id, rows: 2, spellcheck: false, title: "要在哪里换行，就在哪里按回车" });
  return {
    element,
    show: (value) => {
      element.value = (value || "").replaceAll("|", "\n");
    },
    read: () => of_lines(element.value).join("|") || null,
  };
}

// A mapping: its own fields in a group; a list of them: groups that can be added and taken out.
function group_of(field, set, lists) {
  const box = make("fieldset", { class: "field", "data-kind": field.kind, "data-name": field.name, title: field.about }, make("legend", {}, field.label));
  const inside = make("div", {});
  box.append(inside);
  let value = null;
  const is_list = field.kind === "maps";
  const given = () => (is_list ? (Array.isArray(value) ? value : value === null ? [] : [value]) : [value]);
  const told = (items) => {
    value = is_list ? (items.length ? items : null) : items[0];
    set(value);
  };
  const one = (item, index) => {
    // What is only a word stands for the first of the keys that name it.
    const main = field.fields.find((each) => ["title", "name", "id"].includes(each.name)) || field.fields[0];
    const map = typeof item === "string" ? { [main.name]: item } : item || {};
    const fields = field.fields.map((each) => ({ ...each, value: map[each.name] === undefined ? null : map[each.name] }));
    const form = make_form(fields, (name, given_value) => {
      const items = given();
      const now = { ...(typeof items[index] === "string" ? { [main.name]: items[index] } : items[index] || {}) };
      if (given_value === null) delete now[name];
      else now[name] = given_value;
      const rest = Object.keys(now);
      // Written as it was: one word where there is nothing else.
      items[index] = rest.length === 0 ? null : typeof item === "string" && rest.length === 1 && now[main.name] ? now[main.name] : now;
      told(is_list ? items.filter((each) => each !== null) : items);
    }, { lists });
    if (!is_list) return form;
    const out = make("button", { type: "button", class: "quiet-button" }, "去掉");
    out.addEventListener("click", () => {
      const items = given();
      items.splice(index, 1);
      told(items);
      draw();
    });
    return make("div", { class: "one" }, form, out);
  };
  const draw = () => {
    inside.replaceChildren(...given().map(one));
    if (!is_list) return;
    const more = make("button", { type: "button", class: "quiet-button" }, "加一" + (field.label.length > 3 ? "条" : "个") + field.label);
    more.addEventListener("click", () => {
      const items = inside.querySelectorAll(".one").length;
      inside.insertBefore(one({}, items), more);
      value = [...given(), {}];
      const first = inside.querySelectorAll(".one")[items].querySelector("input, textarea, select");
      if (first) first.focus();
    });
    inside.append(more);
  };
  box.show = (next) => {
    value = next;
    draw();
  };
  box.show(field.value);
  return box;
}
