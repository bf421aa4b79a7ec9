// A list whose items are put in another order, with the mouse or with Alt and the arrows.

/** `on_drop(ids)` is called with the ids (`data-id`) in their new order. */
export function sortable(list, { on_drop }) {
  const ids = () => [...list.children].map((item) => item.dataset.id);
  let moved = null;
  let before = null;
  const grip = () => {
    for (const item of list.children) item.draggable = true;
  };
  new MutationObserver(grip).observe(list, { childList: true });
  grip();
  list.addEventListener("dragstart", (event) => {
    moved = event.target.closest("li");
    before = ids().join("\n");
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", moved.dataset.id);
    moved.classList.add("moving");
  });
  list.addEventListener("dragover", (event) => {
    if (!moved) return;
    event.preventDefault();
    const over = event.target.closest("li");
    if (!over || over === moved || over.parentElement !== list) return;
    const box = over.getBoundingClientRect();
    list.insertBefore(moved, event.clientY < box.top + box.height / 2 ? over : over.nextSibling);
  });
  list.addEventListener("dragend", () => {
    if (!moved) return;
    moved.classList.remove("moving");
    moved = null;
    if (ids().join("\n") !== before) on_drop(ids());
  });
  list.addEventListener("keydown", (event) => {
    const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    if (!step || !event.altKey || event.isComposing) return;
    const item = event.target.closest("li");
    const other = item && (step < 0 ? item.previousElementSibling : item.nextElementSibling);
    if (!other) return;
    event.preventDefault();
    event.stopPropagation();
    const focused = document.activeElement;
    list.insertBefore(item, step < 0 ? other : other.nextSibling);
    focused.focus();
    on_drop(ids());
  });
  return { ids };
}
