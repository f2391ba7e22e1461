/*
 * Quotations with their speaker and pull quotes with their attribution, edited in place.
 *
 * Tab moves from the text of a quotation to the speaker's field. Shift+Tab, Enter and Escape move back to the same place
 * in the text.
 */
import { Node, crel } from "django-prose-editor/editor";
import { findRow } from "desk/story/lookups";
import { fieldFor, goBack, setAttributes } from "desk/story/node_fields";
import { chooseSpeaker, offerSpeakers } from "desk/story/speakers";

const dataAttribute = (name, always) => ({
  default: null,
  parseHTML: (element) => element.getAttribute(`data-${name}`) || null,
  renderHTML: (attributes) => (attributes[name] || always ? { [`data-${name}`]: attributes[name] ?? "" } : {}),
});

/** Return a key handler that moves from the text of a node to its speaker's field. */
const toSpeaker = (name) => ({ editor }) => {
  const { $from } = editor.state.selection;
  if ($from.depth < 2 || $from.node(-1).type.name !== name) return false;
  const input = editor.view.nodeDOM($from.before(-1)).querySelector(".said__by input:enabled");
  input?.focus();
  return Boolean(input);
};

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
  addAttributes: () => ({ speaker: dataAttribute("speaker", true), how: dataAttribute("how"), record: dataAttribute("record") }),
  parseHTML: () => [{ tag: "blockquote" }],
  renderHTML: ({ HTMLAttributes }) => ["blockquote", HTMLAttributes, 0],
  addKeyboardShortcuts: () => ({ Tab: toSpeaker("quotation") }),
  addNodeView: () =>
    view(({ node, editor, getPos, head, contentDOM }) => {
      const field = (name, label, placeholder) => fieldFor({ name, label, placeholder, most: 200, node, editor, getPos });
      const fields = { speaker: field("speaker", "Who says it"), how: field("how", "How or to whom", "how, or to whom") };
      const link = crel("button", { type: "button", className: "mini", disabled: !editor.isEditable });
      link.addEventListener("click", () => chooseSpeaker(editor, getPos));
      head.append(fields.speaker, fields.how, link);
      offerSpeakers(fields.speaker, editor, (row) => setAttributes(editor, getPos, { speaker: row.name, record: row.id }));
      const more = async ({ attrs: { record } }) => {
        link.textContent = record ? "In the record" : "Link to the record";
        const row = record && (await findRow("record", record).catch(() => null));
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
  addAttributes: () => ({ pull: dataAttribute("pull", true) }),
  parseHTML: () => [{ tag: "aside" }],
  renderHTML: ({ HTMLAttributes }) => ["aside", HTMLAttributes, 0],
  addKeyboardShortcuts: () => ({ Tab: toSpeaker("pullQuote") }),
  addNodeView: () =>
    view(({ node, editor, getPos, head, contentDOM }) => {
      const pull = fieldFor({ name: "pull", label: "Attribution", placeholder: "Who, and when", most: 200, node, editor, getPos });
      head.append(pull);
      return { dom: crel("div", { className: "said said--pull", role: "group", "aria-label": "Pull quote" }, [contentDOM, head]), fields: { pull } };
    }),
});
