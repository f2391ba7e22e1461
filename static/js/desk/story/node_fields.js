/*
 * Fields inside the text of a story, each for one attribute of the block around it, such as who said a quotation.
 */
import { crel, pm } from "django-prose-editor/editor";
import { improveAsTyped } from "desk/story/typography";

/** Sets attributes of the node at a place, as one step that undo takes back. */
export function setAttributes(editor, getPos, attributes) {
  const at = getPos();
  const node = editor.state.doc.nodeAt(at);
  if (node) editor.view.dispatch(editor.state.tr.setNodeMarkup(at, null, { ...node.attrs, ...attributes }));
}

/** Back into the text at a node, at the place in it that was left. */
export function goBack(editor, getPos) {
  const at = getPos();
  const { tr, doc, selection: { from } } = editor.state;
  if (from <= at || from >= at + doc.nodeAt(at).nodeSize) editor.view.dispatch(tr.setSelection(pm.state.Selection.near(doc.resolve(at + 1))));
  editor.view.focus(); // at once: Tiptap's own focus waits for a frame, and loses keys
}

/** A field in the text for one attribute of a node. The vocabulary has no < and > in words. */
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
    event.preventDefault(); // no form is sent from here
    goBack(editor, getPos);
  });
  return input;
}
