// Where data come from: the server, or the scripts of a static folder. No other module knows the difference.

/** What the server wrote into the page. */
export const config = JSON.parse(document.querySelector('meta[name="jianbao"]').content);

const waiting = new Map();
const known = new Map();

function encoded(path) {
  return path.split("/").map(encodeURIComponent).join("/");
}

/** The address of a data file, such as a picture. */
export function address(path) {
  return (config.static ? "data/" : "/-/data/") + encoded(path);
}

/** Asks for the data at `path`; `query` (live only) is appended as it is. Rejects with a sentence to show. */
export function get(path, query) {
  return config.static ? from_script(path) : from_server(path, query);
}

async function from_server(path, query) {
  let answer;
  try {
    answer = await fetch(address(path) + (query ? "?" + query : ""));
  } catch {
    throw new Error("预览程序没有回应");
  }
  if (!answer.ok) throw new Error((await answer.text()).slice(0, 300) || "没有取到所需的内容");
  return answer.json();
}

// A page opened from a disk may fetch nothing, but it may insert scripts.
function from_script(path) {
  if (known.has(path)) return known.get(path);
  const promise = new Promise((resolve, reject) => {
    const script = document.createElement("script");
    waiting.set(path, resolve);
    script.src = address(path).replace(/\.json$/, ".js");
    script.onload = () => {
      script.remove();
      if (waiting.delete(path)) reject(new Error("文件夹里的「" + path + "」不完整"));
    };
    script.onerror = () => {
      script.remove();
      waiting.delete(path);
      known.delete(path);
      reject(new Error("文件夹里没有「" + path + "」"));
    };
    document.head.append(script);
  });
  known.set(path, promise);
  return promise;
}

window.jianbao_data = (path, value) => {
  const resolve = waiting.get(path);
  waiting.delete(path);
  if (resolve) resolve(value);
};
