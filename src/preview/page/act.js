// Asks the server to do something to the files, and reads what forms show of them.

import { config } from "./get.js";

/** Why something was not done; `now` is what stands in the file that somebody else has changed. */
export class Refused extends Error {
  constructor(message, now) {
    super(message);
    this.now = now || null;
  }
}

/** Does `action` (a `verb` and what it is about) and gives what came of it. Rejects with `Refused`. */
export async function act(action) {
  let answer;
  try {
    answer = await fetch("/-/act", {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-Jianbao-Token": config.token },
      body: JSON.stringify(action),
    });
  } catch {
    throw new Refused("程序没有回应，没有写入；如果程序已经退出，请重新打开它");
  }
  return read(answer);
}

/** What the server knows of `path`, below `/-/workbench/`. */
export async function ask(path) {
  let answer;
  try {
    answer = await fetch("/-/workbench/" + path.split("/").map(encodeURIComponent).join("/"));
  } catch {
    throw new Refused("程序没有回应");
  }
  return read(answer);
}

async function read(answer) {
  const is_json = (answer.headers.get("Content-Type") || "").startsWith("application/json");
  if (answer.ok) return is_json ? answer.json() : null;
  if (!is_json) throw new Refused((await answer.text()).slice(0, 500) || "没有做成");
  const { why, now } = await answer.json();
  throw new Refused(why, now);
}

/** A file's bytes in Base64, with its name, as the server takes it. */
export function upload(file) {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve({ name: file.name, data: String(reader.result).split(",")[1] || "" });
    reader.onerror = () => reject(new Refused("读不了「" + file.name + "」"));
    reader.readAsDataURL(file);
  });
}
