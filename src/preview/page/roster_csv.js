// The leaders of the roster as a table for Excel and WPS, and back: a row for each post.

import { make } from "./dom.js";

// Columns, with the key of a person or of a post behind each.
const COLUMNS = [["姓名", "name"], ["职务", "title"], ["自", "from"], ["至", "to"], ["位次", "rank"], ["简称", "short-titles"], ["曾用名", "former-names"]];
const listed = (value) => (Array.isArray(value) ? value : value ? [value] : []).join("、");
const items = (text) => text.split(/[、，,；;]/).map((each) => each.trim()).filter(Boolean);

/** The table of `leaders`, as the form of the roster has them. */
export function leaders_table(leaders) {
  const people = (Array.isArray(leaders) ? leaders : []).map((person) => (typeof person === "string" ? { name: person } : person));
  const rows = people.flatMap((person) => {
    const posts = person.posts ? [person.posts].flat() : [{}];
    return posts.map((post) => (typeof post === "string" ? { title: post } : post)).map((post, index) => [
      person.name, post.title, post.from, post.to, post.rank, listed(post["short-titles"]), index === 0 ? listed(person["former-names"]) : "",
    ].map((cell) => cell || ""));
  });
  const quoted = (cell) => (/[",\r\n]/.test(cell) ? "\"" + cell.replaceAll("\"", "\"\"") + "\"" : cell);
  return [COLUMNS.map((column) => column[0]), ...rows].map((row) => row.map(quoted).join(",")).join("\r\n") + "\r\n";
}

/** The leaders of a table; throws a sentence where it is none. */
export function leaders_of(text) {
  const [head, ...rows] = cells_of(text.replace(/^\ufeff/, ""));
  const at = COLUMNS.map(([word]) => (head || []).findIndex((cell) => cell.trim() === word));
  if (at[0] < 0 || at[1] < 0) throw new Error("这张表的第一行要有「姓名」和「职务」；先导出一份，照它的样子填");
  const people = [];
  for (const row of rows) {
    const [name, title, from, to, rank, shorter, former] = at.map((column) => ((column < 0 ? "" : row[column]) || "").trim());
    if (!name && !title) continue;
    let person = people.find((each) => each.name === name);
    if (!person) people.push((person = { name, posts: [] }));
    if (former) person["former-names"] = items(former);
    if (!title) continue;
    const post = { title };
    if (from) post.from = from;
    if (to) post.to = to;
    if (rank) post.rank = rank;
    if (shorter) post["short-titles"] = items(shorter);
    person.posts.push(post);
  }
  if (people.some((person) => !person.name)) throw new Error("有一行没有写姓名，没有导入");
  for (const person of people) if (person.posts.length === 0) delete person.posts;
  return people;
}

function cells_of(text) {
  const rows = [[]];
  let cell = "";
  let inside = false;
  for (let at = 0; at < text.length; at += 1) {
    const c = text[at];
    if (inside) {
      if (c === "\"" && text[at + 1] === "\"") cell += text[(at += 1)];
      else if (c === "\"") inside = false;
      else cell += c;
    } else if (c === "\"" && cell === "") inside = true;
    else if (c === "," || c === "\t") {
      rows[rows.length - 1].push(cell);
      cell = "";
    } else if (c === "\n") {
      rows[rows.length - 1].push(cell.replace(/\r$/, ""));
      rows.push([]);
      cell = "";
    } else cell += c;
  }
  rows[rows.length - 1].push(cell);
  return rows.filter((row) => row.some((each) => each.trim()));
}

/** Buttons that write the table and read it; `paper` is the roster, `say` tells how it went. */
export function roster_acts(paper, say) {
  const write = make("button", { type: "button" }, "导出领导表（CSV）");
  write.addEventListener("click", () => {
    const leaders = paper.form.find((field) => field.name === "leaders");
    const link = make("a", { href: "data:text/csv;charset=utf-8," + encodeURIComponent("\ufeff" + leaders_table(leaders.value)), download: "名册-领导.csv" });
    link.click();
    say("已导出「名册-领导.csv」，用表格软件改好，另存为 CSV，再导入");
  });
  const file = make("input", { type: "file", accept: ".csv,text/csv", hidden: true, "aria-label": "领导表" });
  const read = make("button", { type: "button" }, "导入领导表（CSV）…");
  read.addEventListener("click", () => file.click());
  file.addEventListener("change", async () => {
    const [chosen] = file.files;
    if (!chosen) return;
    const bytes = await chosen.arrayBuffer();
    file.value = "";
    try {
      const people = leaders_of(decoded(bytes));
      await paper.set("leaders", people.length ? people : null);
      if (!paper.wrong) say("名册里现在有 " + people.length + " 位领导；不对的，可以撤销");
    } catch (error) {
      say(error.message, true);
    }
  });
  return make("p", { class: "work-acts" }, write, read, file);
}

// Excel writes the encoding of its Windows.
function decoded(bytes) {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder("gb18030").decode(bytes);
  }
}
