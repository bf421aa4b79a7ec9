// Light or dark: as the system says, until the reader chooses.

import { find } from "./dom.js";
import { recall, remember } from "./memory.js";

const THEMES = [
  { theme: "system", name: "跟随系统" },
  { theme: "light", name: "浅色" },
  { theme: "dark", name: "深色" },
];

/** Applies the chosen theme and lets `#theme` cycle through them. */
export function start_theme() {
  const button = find("theme");
  let at = Math.max(0, THEMES.findIndex((each) => each.theme === recall("theme", true)));
  const apply = () => {
    const { theme, name } = THEMES[at];
    if (theme === "system") delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = theme;
    button.title = "颜色：" + name + "（按一下换一种）";
    button.setAttribute("aria-label", "颜色：" + name);
    button.dataset.theme = theme;
  };
  button.addEventListener("click", () => {
    at = (at + 1) % THEMES.length;
    remember("theme", THEMES[at].theme, true);
    apply();
  });
  apply();
}
