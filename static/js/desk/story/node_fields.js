/*
 * Fields inside the text of a story, each for one attribute of the block around it, such as who said a quotation.
 */
import { crel, pm } from "django-prose-editor/editor";
import { improveAsTyped } from "desk/story/typography";

/** Set attributes of the node at getPos(), as one undo step. */
export function setAttributes(editor, getPos, attributes) {
  const at = getPos();
  const node = editor.state.doc.nodeAt(at);
  if (node) editor.view.dispatch(editor.state.tr.setNodeMarkup(at, null, { ...node.attrs, ...attributes }));
}

/** Move the focus back into the words of the node, to where it left them. */
export function goBack(editor, getPos) {
  const at = getPos();
  const { tr, doc, selection: { from } } = editor.state;
  if (from <= at || from >= at + doc.nodeAt(at).nodeSize) editor.view.dispatch(tr.setSelection(pm.state.Selection.near(doc.resolve(at + 1))));
  editor.view.focus(); // at once: Tiptap's own focus waits for a frame, and loses keys
}

/** Return a field for one attribute of a node. < and > are removed: the vocabulary has none in its attributes. */
export function fieldFor({ name, label, placeholder, most, node, editor, getPos }) {
  const input = crel("input", { type: "text", value: node.attrs[name] ?? "", "aria-label": label, maxLength: most });
  input.placeholder = placeholder ?? label;
  input.disabled = !editor.isEditable;
  improveAsTyped(input);
  input.addEventListener("input", () => {
    if (/[<>]/.test(input.value)) input.value = input.value.replace(/[<>]/g, "");
    setAttributes(editor, getPos, { [name]: input.value.trim() || null });
  });
  input.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" && event.key !== "Escape") return;
    event.preventDefault(); // it would submit the form
    goBack(editor, getPos);
  });
  return input;
}
