// Remembers what a reader chose; a browser may refuse to store anything, and then nothing is remembered.

function shelf(lasting) {
  return lasting ? window.localStorage : window.sessionStorage;
}

/** What was remembered under `name`, or null. `lasting` outlives the tab. */
export function recall(name, lasting) {
  try {
    return JSON.parse(shelf(lasting).getItem("jianbao " + name));
  } catch {
    return null;
  }
}

/** Remembers `value` under `name`. */
export function remember(name, value, lasting) {
  try {
    shelf(lasting).setItem("jianbao " + name, JSON.stringify(value));
  } catch {
    // Private windows and full disks: the choice holds until the page is left.
  }
}
