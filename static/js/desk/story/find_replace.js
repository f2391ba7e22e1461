/*
 * Find and replace in the story. Mod-F in the text opens it, Escape goes back to the text.
 */
import { Extension, crel, pm } from "django-prose-editor/editor";

const key = new pm.state.PluginKey("findReplace");

function hits(doc, { text, isExact }) {
  const found = [];
  if (!text) return found;
  const pattern = new RegExp(text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"), isExact ? "gu" : "giu");
  doc.descendants((node, at) => {
    if (!node.isTextblock) return true;
    for (const hit of node.textContent.matchAll(pattern)) found.push({ from: at + 1 + hit.index, to: at + 1 + hit.index + hit[0].length });
    return false;
  });
  return found;
}

const NOTHING = { text: "", isExact: false, found: [], at: 0 };

export const FindReplace = Extension.create({
  name: "findReplace",
  priority: 1200,
  addStorage: () => ({ host: null, bar: null }),
  addKeyboardShortcuts: () => ({ "Mod-f": ({ editor }) => (openFinder(editor), true) }),
  addProseMirrorPlugins: () => [
    new pm.state.Plugin({
      key,
      state: {
        init: () => NOTHING,
        apply(tr, now) {
          const meta = tr.getMeta(key);
          if (!meta && (!tr.docChanged || !now.text)) return now;
          const next = { ...now, ...meta };
          const found = hits(tr.doc, next);
          return { ...next, found, at: Math.max(0, Math.min(next.at, found.length - 1)) };
        },
      },
      props: {
        decorations(state) {
          const { found, at } = key.getState(state);
          if (!found.length) return null;
          const marks = found.map(({ from, to }, place) => pm.view.Decoration.inline(from, to, { class: place === at ? "hit hit--here" : "hit" }));
          return pm.view.DecorationSet.create(state.doc, marks);
        },
      },
    }),
  ],
});

/** Open the bar with the selected words, or move the focus to it. */
export function openFinder(editor) {
  const { from, to } = editor.state.selection;
  const words = editor.state.doc.textBetween(from, to, " ");
  editor.storage.findReplace.bar ??= build(editor);
  const { bar, text, seek } = editor.storage.findReplace.bar;
  bar.hidden = false;
  if (words && words.length < 100) text.value = words;
  seek(hits(editor.state.doc, { text: text.value }).findIndex((hit) => hit.from >= from));
  text.focus();
  text.select();
}

function build(editor) {
  const { view } = editor;
  const state = () => key.getState(editor.state);
  const field = (label) => crel("input", { type: "text", "aria-label": label, placeholder: label, autocomplete: "off" });
  const button = (label, act) => {
    const made = crel("button", { type: "button", className: "mini", textContent: label });
    made.addEventListener("click", act);
    return made;
  };
  const text = field("Find in the story");
  const instead = field("Replace with");
  const exact = crel("input", { type: "checkbox" });
  const status = crel("span", { role: "status", className: "finder__said" });

  const seek = (at = state().at) => {
    view.dispatch(editor.state.tr.setMeta(key, { text: text.value, isExact: exact.checked, at: Math.max(0, at) }));
    const { found, at: here } = state();
    status.textContent = text.value ? (found.length ? `${here + 1} of ${found.length}` : "Not found") : "";
    view.dom.querySelector(".hit--here")?.scrollIntoView({ block: "center" });
  };
  const step = (by) => seek((state().at + by + state().found.length) % (state().found.length || 1));
  const replace = (ranges) => {
    if (!editor.isEditable || !ranges.length) return;
    const { tr } = editor.state;
    for (const { from, to } of [...ranges].reverse()) instead.value ? tr.insertText(instead.value, from, to) : tr.delete(from, to);
    const { at } = state();
    view.dispatch(tr);
    seek(at);
  };
  const replaceAll = () => {
    const { found } = state();
    replace(found);
    if (found.length) status.textContent = `${found.length} replaced`;
  };
  const close = () => {
    const { found, at } = state();
    bar.hidden = true;
    const { tr } = editor.state;
    if (found[at]) tr.setSelection(pm.state.TextSelection.create(tr.doc, found[at].from, found[at].to));
    view.dispatch(tr.setMeta(key, NOTHING));
    view.focus();
  };

  text.addEventListener("input", () => seek(0));
  exact.addEventListener("change", () => seek(0));
  const bar = crel("div", { className: "finder", role: "search", "aria-label": "In this story" }, [
    text,
    status,
    button("Previous", () => step(-1)),
    button("Next", () => step(1)),
    crel("label", { className: "finder__exact" }, [exact, " Match case"]),
    instead,
    button("Replace", () => replace(state().found.slice(state().at, state().at + 1))),
    button("Replace all", replaceAll),
    button("Close", close),
  ]);
  bar.addEventListener("keydown", (event) => {
    if (event.key === "Escape") close();
    else if (event.key === "Enter" && event.target === text) step(event.shiftKey ? -1 : 1);
    else if (event.key === "Enter" && event.target === instead) replace(state().found.slice(state().at, state().at + 1));
    else return;
    event.preventDefault();
  });
  editor.storage.findReplace.host.append(bar);
  return { bar, text, seek };
}
