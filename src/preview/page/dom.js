// Makes and renews elements; data only ever become text, never markup.

/** CSS pixels in a CSS millimetre. */
export const MM = 96 / 25.4;

// Kinds of fields that are steered and not typed into.
const STEERED = ["checkbox", "radio", "range", "button"];

/** The element with this id. */
export function find(id) {
  return document.getElementById(id);
}

/** A new element; `traits` are properties, but `class`, `data-*`, `aria-*`, `role` and `for` are attributes. */
export function make(tag, traits, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(traits || {})) {
    if (value === null || value === undefined) continue;
    if (/^(class|role|for|data-.*|aria-.*)$/.test(name)) element.setAttribute(name, value);
    else element[name] = value;
  }
  element.append(...children.filter((child) => child !== null && child !== undefined));
  return element;
}

/** Writes a text only where it is another one: a live region would speak it again. */
export function write(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

/**
 * Makes the children of `list` show `items`. A child whose item is the same as before stays the same node, so that
 * neither focus nor selection is lost; `make_item(item)` makes the others.
 */
export function renew(list, items, make_item) {
  const kept = new Map();
  for (const child of list.children) {
    const same = kept.get(child.made_of) || [];
    same.push(child);
    kept.set(child.made_of, same);
  }
  const focused = [...list.children].findIndex((child) => child.contains(document.activeElement));
  const children = items.map((item, index) => {
    const key = JSON.stringify(item);
    const child = (kept.get(key) || []).shift() || make_item(item);
    child.made_of = key;
    child.dataset.index = String(index);
    return child;
  });
  const unchanged = children.length === list.children.length && children.every((child, at) => child === list.children[at]);
  if (unchanged) return;
  list.replaceChildren(...children);
  if (focused < 0 || list.contains(document.activeElement)) return;
  const heir = children[Math.min(focused, children.length - 1)];
  const target = heir && heir.querySelector("button, a");
  if (target) target.focus({ preventScroll: true });
}

/** Resolves when the browser has painted what was changed before the call; in a tab nobody sees, soon. */
export function painted() {
  return new Promise((resolve) => {
    if (document.hidden) setTimeout(resolve, 0);
    else requestAnimationFrame(() => requestAnimationFrame(resolve));
    // A tab may be hidden while it waits, and is given no frames then.
    setTimeout(resolve, 1000);
  });
}

/** Whether what is typed now goes into a field as text. */
export function typing() {
  let at = document.activeElement;
  while (at && at.shadowRoot && at.shadowRoot.activeElement) at = at.shadowRoot.activeElement;
  if (!at) return false;
  if (at.tagName === "TEXTAREA" || at.isContentEditable) return true;
  return at.tagName === "INPUT" && !STEERED.includes(at.type);
}

/** Whether the arrows now belong to a choice or a slider, which has the focus. */
export function steering() {
  const at = document.activeElement;
  return Boolean(at) && (at.tagName === "SELECT" || (at.tagName === "INPUT" && STEERED.includes(at.type)));
}
