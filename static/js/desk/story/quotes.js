/*
 * What somebody said: a quotation with its speaker, and a pull quote with its attribution, each edited in its place.
 * Tab goes from the words to who says them; Shift+Tab, Enter and Escape go back to where the words were left.
 */
import { Node, crel, pm } from "django-prose-editor/editor";
import { shown } from "desk/story/lookups";
import { chooseSpeaker, offerSpeakers } from "desk/story/speakers";
import { improveAsTyped } from "desk/story/typography";

const kept = (name, always) => ({
  default: null,
  parseHTML: (element) => element.getAttribute(`data-${name}`) || null,
  renderHTML: (attributes) => (attributes[name] || always ? { [`data-${name}`]: attributes[name] ?? "" } : {}),
});

/** Sets attributes of the node at a place, as one step that undo takes back. */
export function setAttributes(editor, getPos, attributes) {
  const at = getPos();
  const node = editor.state.doc.nodeAt(at);
  if (node) editor.view.dispatch(editor.state.tr.setNodeMarkup(at, null, { ...node.attrs, ...attributes }));
}

/** Back into the text at a node, at the place in it that was left. */
function goBack(editor, getPos) {
  const at = getPos();
  const { tr, doc, selection: { from } } = editor.state;
  if (from <= at || from >= at + doc.nodeAt(at).nodeSize) editor.view.dispatch(tr.setSelection(pm.state.Selection.near(doc.resolve(at + 1))));
  editor.view.focus(); // at once: Tiptap's own focus waits for a frame, and loses keys
}

/** From the words of a node of this name to the first field of who says them. */
const toWho = (name) => ({ editor }) => {
  const { $from } = editor.state.selection;
  if ($from.depth < 2 || $from.node(-1).type.name !== name) return false;
  const input = editor.view.nodeDOM($from.before(-1)).querySelector(".said__by input:enabled");
  input?.focus();
  return Boolean(input);
};

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

const view = (make) => ({ node, editor, getPos }) => {
  const contentDOM = crel("div", { className: "said__words" });
  const head = crel("div", { className: "said__by" });
  head.contentEditable = "false";
  head.addEventListener("keydown", (event) => {
    if (event.key !== "Tab" || !event.shiftKey || event.target !== head.querySelector("input")) return;
    event.preventDefault();
    goBack(editor, getPos);
  });
  const { dom, fields, more = () => {} } = make({ node, editor, getPos, head, contentDOM });
  const update = (now) => {
    if (now.type !== node.type) return false;
    for (const [name, input] of Object.entries(fields)) {
      const value = now.attrs[name] ?? "";
      if (input.value.trim() !== value) input.value = value;
    }
    more(now);
    return true;
  };
  more(node);
  return {
    dom,
    contentDOM,
    update,
    stopEvent: (event) => head.contains(event.target),
    ignoreMutation: (change) => change.type !== "selection" && !contentDOM.contains(change.target),
  };
};

export const Quotation = Node.create({
  name: "quotation",
  group: "block",
  content: "paragraph+",
  defining: true,
  addAttributes: () => ({ speaker: kept("speaker", true), how: kept("how"), record: kept("record") }),
  parseHTML: () => [{ tag: "blockquote" }],
  renderHTML: ({ HTMLAttributes }) => ["blockquote", HTMLAttributes, 0],
  addKeyboardShortcuts: () => ({ Tab: toWho("quotation") }),
  addNodeView: () =>
    view(({ node, editor, getPos, head, contentDOM }) => {
      const field = (name, label, placeholder) => fieldFor({ name, label, placeholder, most: 200, node, editor, getPos });
      const fields = { speaker: field("speaker", "Who says it"), how: field("how", "How or to whom", "to whom, how") };
      const link = crel("button", { type: "button", className: "mini", disabled: !editor.isEditable });
      link.addEventListener("click", () => chooseSpeaker(editor, getPos));
      head.append(fields.speaker, fields.how, link);
      offerSpeakers(fields.speaker, editor, (row) => setAttributes(editor, getPos, { speaker: row.name, record: row.id }));
      const more = async ({ attrs: { record } }) => {
        link.textContent = record ? "In the record" : "Link to the record";
        const row = record && (await shown("record", record).catch(() => null));
        if (row) link.textContent = `In the record: ${row.name}`;
      };
      return { dom: crel("blockquote", { className: "said said--speech" }, [head, contentDOM]), fields, more };
    }),
});

export const PullQuote = Node.create({
  name: "pullQuote",
  group: "block",
  content: "paragraph+",
  defining: true,
  addAttributes: () => ({ pull: kept("pull", true) }),
  parseHTML: () => [{ tag: "aside" }],
  renderHTML: ({ HTMLAttributes }) => ["aside", HTMLAttributes, 0],
  addKeyboardShortcuts: () => ({ Tab: toWho("pullQuote") }),
  addNodeView: () =>
    view(({ node, editor, getPos, head, contentDOM }) => {
      const pull = fieldFor({ name: "pull", label: "Attribution", placeholder: "Who, and when", most: 200, node, editor, getPos });
      head.append(pull);
      return { dom: crel("div", { className: "said said--pull", role: "group", "aria-label": "Pull quote" }, [contentDOM, head]), fields: { pull } };
    }),
});
