/*
 * The field of Ctrl+K, over the selection or at the cursor: a name of the record or an address is typed into it and
 * becomes a link.
 */
import { Extension, crel, pm } from "django-prose-editor/editor";
import { Choices, putBeside } from "../choices.js";
import { addRecord, findRecords, insertRecord, linkAt, linkRange, noneFound } from "desk/story/links";
import { isAddress, recordAt } from "desk/story/lookups";

const key = new pm.state.PluginKey("linker");

/** Open the field for a link on the selection, or at the cursor. */
export function openLinkDialog(editor, { label = "Link to a name or an address" } = {}) {
  const { state, view } = editor;
  const link = linkAt(state);
  const range = link ?? { from: state.selection.from, to: state.selection.to };
  const words = state.doc.textBetween(range.from, range.to, " ").trim();
  const value = link?.mark.attrs.href ?? words.replace(/[’']s?$/, "").slice(0, 100);
  const input = crel("input", { type: "text", "aria-label": label, autocomplete: "off", placeholder: "A name, or an address", value });
  const off = crel("button", { type: "button", className: "mini", textContent: "Remove the link", hidden: !link });
  const frame = crel("div", { className: "offers offers--over linker", role: "dialog", "aria-label": label }, [input]);
  frame.popover = "manual";

  const close = () => {
    if (!frame.isConnected) return;
    list.lookup.stop();
    frame.remove();
    view.dispatch(view.state.tr.setMeta(key, null));
  };
  const choose = (row) => {
    close();
    if (row.href) setAddress(editor, range, words, row.href);
    else if (row.isAction) addRecord(editor, row, range);
    else if (range.from === range.to) insertRecord(editor, row, range);
    else linkRange(editor, range, { row });
  };
  const list = new Choices({
    field: input,
    label,
    pause: 120,
    async find(text, signal) {
      if (!isAddress(text)) return findRecords(text, editor, signal);
      return [(await recordAt(text)) ?? { name: `Link to ${text}`, href: text }];
    },
    draw(rows, text) {
      list.show(rows, !text || rows.some((row) => !row.isAction) ? "" : noneFound(text));
      putBeside(frame, view.coordsAtPos(range.from)); // its height has changed
    },
    choose,
  });
  frame.append(list.dom, off);
  off.addEventListener("click", () => {
    close();
    const { schema, tr } = editor.state;
    view.dispatch(tr.removeMark(range.from, range.to, schema.marks.link).removeMark(range.from, range.to, schema.marks.recordLink));
    view.focus();
  });

  frame.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && event.target === input) event.preventDefault(); // it would submit the form
    if (event.key === "Escape") {
      event.preventDefault();
      event.stopPropagation();
      close();
      view.focus();
    }
  });
  frame.addEventListener("focusout", (event) => event.relatedTarget && !frame.contains(event.relatedTarget) && close());

  view.dom.parentNode.append(frame);
  frame.showPopover();
  view.dispatch(view.state.tr.setMeta(key, range));
  putBeside(frame, view.coordsAtPos(range.from));
  input.focus();
  input.select();
  list.ask();
}

function setAddress(editor, range, words, href) {
  if (words) return linkRange(editor, range, { href });
  const text = editor.schema.text(href, [editor.schema.marks.link.create({ href })]);
  editor.view.dispatch(editor.state.tr.replaceWith(range.from, range.to, text).setStoredMarks([]));
  return editor.view.focus();
}

/** Mod-K opens the field. While it is open, the words that will become a link are highlighted. */
export const LinkDialog = Extension.create({
  name: "linker",
  priority: 1200,
  addKeyboardShortcuts: () => ({ "Mod-k": ({ editor }) => (openLinkDialog(editor), true) }),
  addProseMirrorPlugins: () => [
    new pm.state.Plugin({
      key,
      state: {
        init: () => null,
        apply: (tr, now) => {
          const meta = tr.getMeta(key);
          if (meta !== undefined) return meta;
          return now && { from: tr.mapping.map(now.from), to: tr.mapping.map(now.to) };
        },
      },
      props: {
        decorations(state) {
          const range = key.getState(state);
          if (!range || range.from === range.to) return null;
          const { Decoration, DecorationSet } = pm.view;
          return DecorationSet.create(state.doc, [Decoration.inline(range.from, range.to, { class: "is-sought" })]);
        },
      },
    }),
  ],
});
