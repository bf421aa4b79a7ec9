// A picture of an entry's text: what is printed below it, how wide it is, and whether text stands beside it.

import { make, painted } from "./dom.js";

const PICTURE = /!\[([^\]]*)\]\((\S+?)(?:\s+"([^"]*)")?\)(?:\{([^}]*)\})?/g;
const WIDTHS = [["", "原来的大小"], ["4cm", "4厘米"], ["6cm", "6厘米"], ["8cm", "8厘米"], ["10cm", "10厘米"], ["100%", "与文字同宽"]];
const PLACES = [["", "单独占一行"], ["右", "在下一段右边"], ["左", "在下一段左边"]];

/** The picture at `at` in `text`: its place, `about`, `file`, `caption`, `width` and `place`; null where there is none. */
export function picture_at(text, at) {
  for (const found of text.matchAll(PICTURE)) {
    const [from, to] = [found.index, found.index + found[0].length];
    if (at < from || at > to) continue;
    const traits = Object.fromEntries((found[4] || "").split(/\s+/).filter(Boolean).map((each) => each.split(/[=＝]/)));
    return { from, to, about: found[1], file: found[2], caption: found[3] || "", width: traits["宽"] || "", place: traits["位置"] || "" };
  }
  return null;
}

/** How a picture is written. */
export function picture_text({ about, file, caption, width, place }) {
  const bare = caption.replace(/["\n]/g, "").trim();
  const traits = [width && "宽=" + width, place && "位置=" + place].filter(Boolean).join(" ");
  return "![" + (about || bare).replace(/[[\]\n]/g, "") + "](" + file + (bare ? " \"" + bare + "\"" : "") + ")" + (traits ? "{" + traits + "}" : "");
}

/** Asks how a picture is to stand; gives it with the answers, or null. */
export function ask_picture(picture) {
  return new Promise((resolve) => {
    const caption = make("input", { type: "text", autocomplete: "off", value: picture.caption });
    const select = (pairs, value) => {
      const known = pairs.some((pair) => pair[0] === value) ? pairs : [...pairs, [value, value]];
      const made = make("select", {}, ...known.map(([each, shown]) => make("option", { value: each }, shown)));
      made.value = value;
      return made;
    };
    const width = select(WIDTHS, picture.width);
    const place = select(PLACES, picture.place);
    const line = (words, input) => make("label", { class: "line" }, words, input);
    const dialog = make("dialog", { "aria-label": "图片" }, make("form", { method: "dialog" }, make("h2", {}, "图片"),
      line("图题（印在图下面，可以不写）", caption), line("宽度", width), line("位置", place),
      make("p", { class: "ends" }, make("button", { value: "cancel", formNoValidate: true }, "不了"), " ", make("button", { value: "yes", class: "chief" }, "写进稿件"))));
    caption.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.isComposing) return;
      event.preventDefault();
      dialog.close("yes");
    });
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve(dialog.returnValue === "yes" ? { ...picture, caption: caption.value, width: width.value, place: place.value } : null);
    });
    document.body.append(dialog);
    dialog.showModal();
    painted().then(() => caption.focus());
  });
}
