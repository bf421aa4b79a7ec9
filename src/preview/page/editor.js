// The text of an entry, to be typed into.

import { make } from "./dom.js";

/** An editor in `parent`; see `options` where it is used. */
export function create_editor(parent, options) {
  const area = make("textarea", { value: options.text, spellcheck: false, class: "plain-editor", "aria-label": options.label, readOnly: Boolean(options.readonly) });
  parent.replaceChildren(area);
  area.addEventListener("input", () => options.on_change(area.value));
  area.addEventListener("paste", (event) => {
    const file = [...event.clipboardData.files].find((each) => each.type.startsWith("image/"));
    if (!file || !options.on_picture) return;
    event.preventDefault();
    options.on_picture(file);
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
    insert: (text) => area.setRangeText(text, area.selectionStart, area.selectionEnd, "end"),
    focus: () => area.focus(),
    destroy: () => area.remove(),
  };
}
