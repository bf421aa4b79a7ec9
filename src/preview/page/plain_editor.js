// The text of an entry in a plain field, for browsers that are too old for the other one.

import { make } from "./dom.js";

/** See `create_editor`. */
export function plain_editor(parent, options) {
  const area = make("textarea", { value: options.text, spellcheck: false, class: "plain-editor", "aria-label": options.label });
  parent.replaceChildren(area);
  area.addEventListener("input", () => options.on_change(area.value));
  area.addEventListener("paste", (event) => {
    const file = [...event.clipboardData.files].find((each) => each.type.startsWith("image/"));
    if (!file) return;
    event.preventDefault();
    options.on_picture(file);
  });
  document.addEventListener("selectionchange", () => {
    if (document.activeElement === area) options.on_cursor(area.selectionStart);
  });
  return {
    text: () => area.value,
    set_text: (text) => {
      const { selectionStart, scrollTop } = area;
      area.value = text;
      area.setSelectionRange(selectionStart, selectionStart);
      area.scrollTop = scrollTop;
    },
    findings: () => {},
    go: (from, to) => {
      area.focus();
      area.setSelectionRange(from, to);
    },
    has_focus: () => document.activeElement === area,
    destroy: () => area.remove(),
  };
}
