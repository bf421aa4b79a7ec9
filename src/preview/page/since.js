// What changed since a chosen point: marks the pages, and wipes the old ones over the new.

import { find, make, write } from "./dom.js";
import { address, config, get } from "./get.js";

/** The choice `#since`, the bar under the toolbar with the slider `#wipe`, and the marks on `sheets` and `thumbs`. */
export class Since {
  constructor(sheets, thumbs) {
    this.sheets = sheets;
    this.thumbs = thumbs;
    this.select = find("since");
    this.from = null;
    this.pages = [];
    this.chosen = "";
    find("since-group").hidden = config.static;
    this.select.addEventListener("change", () => this.choose(this.select.value));
    find("revision-form").addEventListener("submit", (event) => {
      event.preventDefault();
      this.ask_revision();
    });
    find("wipe").addEventListener("input", () => this.wipe(Number(find("wipe").value)));
    find("next-change").addEventListener("click", () => this.next());
    find("end-since").addEventListener("click", () => {
      this.select.value = "";
      this.choose("");
      this.select.focus();
    });
  }

  choose(value) {
    this.chosen = value;
    find("since-bar").hidden = value === "";
    find("revision-form").hidden = value !== "git";
    this.from = null;
    this.clear();
    if (value === "git") {
      write(find("since-label"), "写明与哪个版本对照，例如 HEAD 或 v2018.27");
      find("revision").focus();
      return;
    }
    this.from = value || null;
    if (this.from) this.renew();
  }

  ask_revision() {
    const revision = find("revision").value.trim();
    if (!revision) return;
    this.from = "git:" + revision;
    this.renew();
  }

  /** What can be compared with, for this sheet. */
  show(sheet) {
    this.sheet = sheet;
    const option = this.select.querySelector('option[value="published"]');
    option.disabled = !sheet.published;
    option.textContent = sheet.published ? "与印发的对照" : "与印发的对照（还没有印发）";
    if (this.from) this.renew();
  }

  /** Asks again what changed since the chosen point. */
  async renew() {
    const ask = (this.asked = {});
    const query = "draft=" + (this.sheet.draft ? 1 : 0) + "&from=" + encodeURIComponent(this.from);
    let answer;
    try {
      answer = await get("since/" + this.sheet.issue + ".json", query);
    } catch (error) {
      answer = { label: "", pages: [], message: error.message };
    }
    if (this.asked !== ask || !this.from) return;
    if (answer.message) {
      this.clear();
      write(find("since-label"), answer.message);
      return;
    }
    this.pages = answer.pages;
    this.draw(answer.label);
  }

  draw(label) {
    const now = this.sheets.sections.length;
    const changed = [];
    this.sheets.sections.forEach((section, index) => {
      const old = this.pages[index];
      const differs = !old || old.changed;
      if (differs) changed.push(index + 1);
      section.classList.toggle("changed", differs);
      const item = this.thumbs.items[index];
      if (item) {
        item.classList.toggle("changed", differs);
        item.firstElementChild.setAttribute("aria-label", "到第" + (index + 1) + "页" + (differs ? "（有改动）" : ""));
      }
      if (section.near) this.arrived(section);
    });
    const were = this.pages.filter((page) => page.picture).length;
    const said = [label];
    said.push(changed.length ? "第" + changed.join("、") + "页有改动" : "各页都没有改动");
    if (were !== now) said.push("那时共" + were + "页，现在" + now + "页");
    write(find("since-label"), said.filter(Boolean).join("："));
    find("wipe").disabled = changed.length === 0;
    find("next-change").disabled = changed.length === 0;
  }

  /** Lays the old picture on a page that came near the window. */
  async arrived(section) {
    const layer = section.querySelector(".old");
    const old = this.pages[Number(section.dataset.page) - 1];
    const wanted = !this.from || !section.classList.contains("changed") ? "" : (old && old.picture) || "none";
    if (section.old_wanted === wanted) return;
    section.old_wanted = wanted;
    if (wanted === "" || wanted === "none") {
      layer.replaceChildren(...(wanted ? [make("p", {}, "那时没有这一页")] : []));
      return;
    }
    const image = new Image();
    image.alt = "";
    image.decoding = "sync";
    image.src = address(wanted);
    try {
      await image.decode();
    } catch {
      if (section.old_wanted === wanted) section.old_wanted = null;
      return;
    }
    if (section.old_wanted === wanted) layer.replaceChildren(image);
  }

  /** Shows the old pages up to `share` percent of their width. */
  wipe(share) {
    const slider = find("wipe");
    slider.setAttribute("aria-valuetext", share === 0 ? "只看新的" : share === 100 ? "只看旧的" : "左边" + share + "%是旧的");
    this.sheets.list.style.setProperty("--wipe", share);
    this.sheets.list.classList.toggle("wiping", share > 0);
  }

  /** Goes to the next page that changed. */
  next() {
    const changed = this.sheets.sections.filter((section) => section.classList.contains("changed"));
    const next = changed.find((section) => Number(section.dataset.page) > this.sheets.current) || changed[0];
    if (next) this.sheets.turn(Number(next.dataset.page));
  }

  clear() {
    this.asked = null;
    this.pages = [];
    for (const section of this.sheets.sections) {
      section.classList.remove("changed");
      section.old_wanted = "";
      section.querySelector(".old").replaceChildren();
    }
    this.thumbs.items.forEach((item, index) => {
      item.classList.remove("changed");
      item.firstElementChild.setAttribute("aria-label", "到第" + (index + 1) + "页");
    });
    write(find("since-label"), "");
    find("wipe").value = "0";
    find("wipe").disabled = true;
    find("next-change").disabled = true;
    this.wipe(0);
  }
}
