// The text of an entry, to be typed into: what is wrong is underlined, and mended where it stands.

import { Annotation, Decoration, defaultKeymap, EditorState, EditorView, history, historyKeymap, hoverTooltip, keymap, StateEffect, StateField, tooltips } from "./codemirror.js";
import { make } from "./dom.js";
import { plain_editor } from "./plain_editor.js";

// A change that comes from elsewhere and is not typed.
const Elsewhere = Annotation.define();
const Found = StateEffect.define();

// Colours are the page's own; they reach in here as the page's variables.
const LOOK = EditorView.theme({
  "&": { height: "100%", color: "inherit", backgroundColor: "transparent", fontSize: "16px" },
  "&.cm-focused": { outline: "none" },
  ".cm-scroller": { fontFamily: "inherit", lineHeight: "1.75", overflow: "auto" },
  ".cm-content": { padding: "8px 14px", caretColor: "var(--ink)" },
  ".cm-line": { padding: "0" },
  ".cm-found": { textDecorationLine: "underline", textDecorationStyle: "wavy", textDecorationThickness: "1.5px", textUnderlineOffset: "4px", textDecorationSkipInk: "none" },
  ".cm-found-error": { textDecorationColor: "var(--error)" },
  ".cm-found-warning": { textDecorationColor: "var(--warning)" },
  ".cm-found-hint": { textDecorationColor: "var(--hint)" },
  ".cm-tooltip": { maxWidth: "min(460px, 90vw)", padding: "8px 12px", color: "var(--ink)", backgroundColor: "var(--raised)", border: "1px solid var(--line)", borderRadius: "4px", boxShadow: "0 2px 10px rgb(0 0 0 / 25%)" },
  ".cm-tooltip p": { margin: "0 0 6px" },
  ".cm-tooltip button": { marginRight: "8px", font: "inherit", cursor: "pointer" },
});

const underlined = StateField.define({
  create: () => Decoration.none,
  update(marks, transaction) {
    marks = marks.map(transaction.changes);
    for (const effect of transaction.effects) if (effect.is(Found)) marks = effect.value;
    return marks;
  },
  provide: (field) => EditorView.decorations.from(field),
});

/**
 * An editor in `parent`. `options` has the `text`, a `label`, and what is told: `on_change(text)`, `on_cursor(at)`,
 * `on_mend(index)`, `on_silence(index)` of a finding, `on_picture(file)` that was pasted or dropped.
 */
export function create_editor(parent, options) {
  // Styles that no policy has to be loosened for come with these alone.
  if (!("adoptedStyleSheets" in Document.prototype)) return plain_editor(parent, options);
  const host = make("div", { class: "editor-host" });
  parent.replaceChildren(host);
  const root = host.attachShadow({ mode: "open" });
  const picture = (files) => [...files].find((each) => each.type.startsWith("image/"));
  const view = new EditorView({
    root,
    parent: root,
    state: EditorState.create({
      doc: options.text,
      extensions: [
        history(),
        keymap.of([...defaultKeymap, ...historyKeymap]),
        EditorView.lineWrapping,
        EditorView.contentAttributes.of({ "aria-label": options.label, spellcheck: "false" }),
        LOOK,
        underlined,
        tooltips({ position: "absolute" }),
        hoverTooltip((editor, at) => tooltip(editor, at, options), { hoverTime: 200 }),
        EditorView.updateListener.of((update) => {
          const typed = update.transactions.some((each) => each.docChanged && !each.annotation(Elsewhere));
          if (typed) options.on_change(update.state.doc.toString());
          if (update.selectionSet || typed) options.on_cursor(update.state.selection.main.head);
        }),
        EditorView.domEventHandlers({
          paste: (event) => {
            const file = event.clipboardData && picture(event.clipboardData.files);
            if (!file) return false;
            options.on_picture(file);
            return true;
          },
          drop: (event, editor) => {
            const file = event.dataTransfer && picture(event.dataTransfer.files);
            if (!file) return false;
            const at = editor.posAtCoords({ x: event.clientX, y: event.clientY });
            if (at !== null) editor.dispatch({ selection: { anchor: at } });
            options.on_picture(file);
            event.preventDefault();
            event.stopPropagation();
            return true;
          },
        }),
      ],
    }),
  });
  const within = (at) => Math.max(0, Math.min(at, view.state.doc.length));
  return {
    text: () => view.state.doc.toString(),
    set_text: (text) => view.dispatch({ changes: difference(view.state.doc.toString(), text), annotations: Elsewhere.of(true) }),
    findings: (all) => {
      const marks = all
        .filter((each) => each.from < each.to && each.to <= view.state.doc.length)
        .map((each) => Decoration.mark({ class: "cm-found cm-found-" + each.severity, finding: each }).range(each.from, each.to));
      view.dispatch({ effects: Found.of(Decoration.set(marks, true)) });
    },
    go: (from, to) => {
      view.dispatch({ selection: { anchor: within(from), head: within(to) }, effects: EditorView.scrollIntoView(within(from), { y: "center" }) });
      view.focus();
    },
    has_focus: () => view.hasFocus,
    destroy: () => {
      view.destroy();
      host.remove();
    },
  };
}

/** What is said of the findings at a place. */
function tooltip(editor, at, options) {
  const found = [];
  editor.state.field(underlined).between(at, at, (from, to, mark) => {
    found.push({ from, to, finding: mark.spec.finding });
  });
  if (found.length === 0) return null;
  return {
    pos: Math.min(...found.map((each) => each.from)),
    end: Math.max(...found.map((each) => each.to)),
    above: true,
    create: () => {
      const button = (words, run) => {
        const made = make("button", { type: "button" }, words);
        made.addEventListener("click", run);
        return made;
      };
      const said = found.map(({ finding }) => make("div", {},
        make("p", {}, finding.message + (finding.help ? "；" + finding.help : "")),
        finding.mend ? button("改正", () => options.on_mend(finding.index)) : null,
        finding.severity !== "error" || finding.mend ? button("这处不算…", () => options.on_silence(finding.index)) : null));
      return { dom: make("div", {}, ...said) };
    },
  };
}

/** The one stretch in which two texts differ. */
function difference(old, text) {
  let from = 0;
  while (from < old.length && from < text.length && old[from] === text[from]) from += 1;
  let end = 0;
  while (end < old.length - from && end < text.length - from && old[old.length - 1 - end] === text[text.length - 1 - end]) end += 1;
  return { from, to: old.length - end, insert: text.slice(from, text.length - end) };
}
