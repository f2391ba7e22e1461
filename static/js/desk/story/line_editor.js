/*
 * A one-line editor for the headline or the dek, in which titles are italic.
 *
 * The form still sends the original field, with titles in *stars*. The field dispatches `input` when the editor changes,
 * and the editor follows when other scripts change the field. Enter moves to the next field; Ctrl+I makes a title, as
 * typing stars does; pasted text becomes one line.
 */
import { Document, Editor, Extension, History, Paragraph, Text, crel, pm } from "django-prose-editor/editor";
import { WordCount } from "desk/story/word_count";
import { flat } from "desk/story/paste/flat";
import { Title as AnyTitle } from "desk/story/marks";
import { cleaned } from "desk/story/paste/clean";
import { runsOf, stored, titlesIn } from "desk/story/titles";
import { Typography } from "desk/story/typography";

const Title = AnyTitle.extend({
  parseHTML: () => ["cite", "em", "i"].map((tag) => ({ tag })),
  addKeyboardShortcuts() {
    const toggle = () => this.editor.commands.toggleMark(this.name);
    return { "Mod-i": toggle, "Mod-Shift-i": toggle };
  },
});

const runsIn = (doc) => {
  const runs = [];
  doc.firstChild.forEach(({ text, marks }) => runs.push([text, marks.length > 0]));
  return runs;
};
const oneLine = (words) => words.replace(/\s*[\r\n]+\s*/g, " ");
const textOf = (doc) => stored(runsIn(doc));

/**
 * Return a transaction that turns *stars* into titles, or null if there are none. It skips a title whose last star
 * was just typed, at `typed`, because the title may go on.
 */
function withTitles(state, typed = -1) {
  const { doc, tr, schema } = state;
  const isNew = ({ from, to }) => to + 1 !== typed && !doc.rangeHasMark(from + 1, to + 1, schema.marks.title);
  const found = titlesIn(doc.textContent).filter(isNew);
  for (const { from, to } of found.reverse()) {
    tr.addMark(from + 2, to, schema.marks.title.create()).delete(to, to + 1).delete(from + 1, from + 2);
  }
  return found.length ? tr.removeStoredMark(schema.marks.title) : null;
}

/** Keeps the editor to one line: handles Enter, pasted text and the maximum length. */
const OneLine = Extension.create({
  name: "oneLine",
  priority: 1200,
  addOptions: () => ({ most: 0, goOn: () => {} }),
  addProseMirrorPlugins() {
    const { most, goOn } = this.options;
    const isFull = (doc) => most > 0 && [...textOf(doc)].length > most;
    return [
      new pm.state.Plugin({
        filterTransaction: (tr, { doc }) => !tr.docChanged || !isFull(tr.doc) || textOf(tr.doc).length <= textOf(doc).length,
        appendTransaction(all, before, state) {
          const isTyped = state.selection.empty && state.doc.content.size === before.doc.content.size + 1;
          return all.some((tr) => tr.docChanged) ? withTitles(state, isTyped ? state.selection.head : -1) : null;
        },
        props: {
          handleKeyDown(view, event) {
            if (/^(Backspace|Delete)$/.test(event.key)) view.domObserver.flush(); // ProseMirror may not know the latest selection yet
            if (event.key !== "Enter" || event.isComposing || event.ctrlKey || event.metaKey) return false;
            goOn();
            return true;
          },
          transformPastedHTML: (html) => cleaned(html).html,
          clipboardTextParser(text, _, __, view) {
            return new pm.model.Slice(pm.model.Fragment.from(text ? view.state.schema.text(oneLine(text)) : []), 0, 0);
          },
          transformPasted(slice, view) {
            const line = flat(slice, view.state.schema);
            // Cut a paste that is too long, as any field does: filterTransaction would refuse all of it.
            const room = most - [...textOf(view.state.doc)].length + (view.state.selection.to - view.state.selection.from);
            return most > 0 && line.size > room ? new pm.model.Slice(line.content.cut(0, Math.max(0, room)), 0, 0) : line;
          },
        },
      }),
    ];
  },
});

/** Replace a field by a one-line editor; Enter calls `goOn`. Return { editor, field, toggleTitle }. */
export function lineBox(field, goOn) {
  const label = document.querySelector(`label[for="${field.id}"]`);
  label.id ||= `${field.id}-label`;
  const element = crel("div");
  field.before(element);
  const attributes = { id: `${field.id}-line`, role: "textbox", "aria-multiline": "false", "aria-labelledby": label.id, class: "line-box", spellcheck: "true", enterkeyhint: "next" };
  for (const name of ["aria-invalid", "aria-describedby"]) if (field.hasAttribute(name)) attributes[name] = field.getAttribute(name);
  if (field.required) attributes["aria-required"] = "true";
  const words = () => (field.value ? [{ type: "text", text: oneLine(field.value) }] : []);
  const asContent = () => ({ type: "doc", content: [{ type: "paragraph", content: words() }] });
  const editor = new Editor({
    element,
    injectCSS: false,
    content: asContent(),
    editable: !field.disabled && !field.readOnly,
    editorProps: { attributes },
    extensions: [Document.extend({ content: "paragraph" }), Paragraph, Text, History, Title, Typography, WordCount, OneLine.configure({ most: field.maxLength, goOn })],
  });
  const { view } = editor;
  view.dom.classList.remove("ProseMirror", "tiptap"); // their styles are for the story's text
  const isWrittenIn = document.activeElement === field; // the user is already typing here: keep focus and cursor
  if (isWrittenIn) editor.commands.setTextSelection({ from: field.selectionStart + 1, to: field.selectionEnd + 1 });
  const begun = withTitles(editor.state);
  if (begun) view.dispatch(begun.setMeta("addToHistory", false));

  let isOwn = false;
  editor.on("update", () => {
    const text = textOf(editor.state.doc);
    if (text === field.value) return;
    field.value = text;
    isOwn = true;
    field.dispatchEvent(new Event("input", { bubbles: true }));
    isOwn = false;
  });
  const redraw = () => editor.commands.setContent(asContent(), { emitUpdate: false });
  const follow = () => isOwn || field.value === textOf(editor.state.doc) || redraw();
  for (const name of ["input", "change"]) field.addEventListener(name, follow);
  // Close a title that was left open, and show what stars can’t express, such as half a word in italics, as it is stored.
  editor.on("blur", () => {
    const ended = withTitles(editor.state);
    if (ended) view.dispatch(ended);
    if (JSON.stringify(runsIn(editor.state.doc)) !== JSON.stringify(runsOf(field.value))) redraw();
  });

  field.hidden = true;
  // Enter in the previous field moves to the end of this one. Set the selection first: focus() applies it.
  field.focus = () => {
    editor.commands.setTextSelection(editor.state.doc.content.size);
    view.focus();
  };
  if (isWrittenIn) view.focus();
  label.removeAttribute("for");
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.(`a[href="#${field.id}"]`); // an error message about the field links here
    if (link) event.preventDefault();
    if (link || event.target === label) view.focus();
  });
  view.dom.line = { editor, field, toggleTitle: () => editor.commands.toggleMark("title") };
  label.after(titleButton(editor, label));
  return view.dom.line;
}

function titleButton(editor, label) {
  const button = crel("button", { type: "button", className: "linkish line-title", textContent: "Title" });
  button.setAttribute("aria-describedby", label.id);
  button.title = /Mac|iPhone|iPad/.test(navigator.platform) ? "Title (⌘+I)" : "Title (Ctrl+I)";
  button.addEventListener("mousedown", (event) => event.preventDefault()); // the selection stays
  button.addEventListener("click", () => {
    editor.view.focus();
    editor.commands.toggleMark("title");
  });
  const paint = () => button.setAttribute("aria-pressed", String(editor.isActive("title")));
  editor.on("transaction", paint);
  paint();
  return button;
}
