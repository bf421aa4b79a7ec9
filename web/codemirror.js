// What the editor of the page takes from CodeMirror; `build.sh` makes one file of it.

export { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
export { Annotation, EditorState, StateEffect, StateField } from "@codemirror/state";
export { Decoration, EditorView, hoverTooltip, keymap, tooltips } from "@codemirror/view";
