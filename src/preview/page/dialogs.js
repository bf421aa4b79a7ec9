// Small questions: a line of text, one of several.

import { make, painted } from "./dom.js";

/** Asks for a line of text; gives it without blanks around it, or null. */
export function ask_line(heading, label, yes, about, value) {
  return new Promise((resolve) => {
    const input = make("input", { type: "text", autocomplete: "off", "aria-label": label, value: value || "" });
    const form = make("form", { method: "dialog" }, make("h2", {}, heading), about ? make("p", {}, about) : null, make("label", { class: "line" }, label, input),
      make("p", { class: "ends" }, make("button", { value: "cancel", formNoValidate: true }, "不了"), " ", make("button", { value: "yes", class: "chief" }, yes)));
    const dialog = make("dialog", { "aria-label": heading }, form);
    // Enter would choose the first button, which is the one that gives up.
    input.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.isComposing) return;
      event.preventDefault();
      dialog.close("yes");
    });
    dialog.addEventListener("close", () => {
      const written = input.value.trim();
      dialog.remove();
      resolve(dialog.returnValue === "yes" && written ? written : null);
    });
    document.body.append(dialog);
    dialog.showModal();
    painted().then(() => input.focus());
  });
}

/** Asks which of several is meant (pairs of a value and what is shown); gives the value, or null. */
export function choose_one(heading, pairs, otherwise) {
  return new Promise((resolve) => {
    const list = make("ol", { class: "choices" }, ...pairs.map(([value, shown]) => {
      const button = make("button", { value }, shown);
      return make("li", {}, button);
    }));
    const dialog = make("dialog", { "aria-label": heading }, make("form", { method: "dialog" }, make("h2", {}, heading),
      pairs.length ? list : make("p", {}, otherwise), make("p", { class: "ends" }, make("button", { value: "" }, "不了"))));
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve(dialog.returnValue || null);
    });
    document.body.append(dialog);
    dialog.showModal();
  });
}
