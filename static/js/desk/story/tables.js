/*
 * Tables: a caption, an optional head row, and rows of words. Their keys are in table_keys, their commands in
 * table_commands.
 */
import { Node, crel, pm } from "django-prose-editor/editor";
import { fieldFor } from "desk/story/node_fields";
import { TABLE_COMMANDS, hasHead } from "desk/story/table_commands";
import { tableAt } from "desk/story/table_keys";

/** The table with the cursor shows its buttons. A head cell without words isn't announced as a heading. */
function decorations(editor) {
  const { doc } = editor.state;
  const decorate = (node, from, attributes) => pm.view.Decoration.node(from, from + node.nodeSize, attributes);
  const rect = tableAt(editor);
  const all = rect ? [decorate(rect.table, rect.tableStart - 1, { class: "is-here" })] : [];
  doc.descendants((node, from) => {
    if (node.type.name === "tableHeader" && !node.content.size) all.push(decorate(node, from, { role: "cell" }));
    return /^table(Row)?$/.test(node.type.name);
  });
  return pm.view.DecorationSet.create(doc, all);
}

function view({ node, editor, getPos }) {
  const contentDOM = crel("tbody");
  const caption = fieldFor({ name: "caption", label: "Caption of the table", placeholder: "Caption", most: 300, node, editor, getPos });
  caption.addEventListener("keydown", (event) => {
    if (event.key !== "Tab" || event.shiftKey) return;
    event.preventDefault();
    const { tr } = editor.state;
    editor.view.dispatch(tr.setSelection(pm.state.Selection.near(tr.doc.resolve(getPos() + 1))));
    editor.view.focus();
  });
  const buttons = TABLE_COMMANDS.map((command) => {
    const button = crel("button", { type: "button", className: "mini", textContent: command.label });
    if (command.isOn) button.setAttribute("aria-pressed", String(hasHead({ table: node })));
    button.addEventListener("mousedown", (event) => event.preventDefault()); // it would take the cursor out of its cell
    button.addEventListener("click", () => command.run(editor));
    return button;
  });
  const head = crel("div", { className: "grid__caption" }, [caption]);
  const foot = crel("div", { className: "grid__do", role: "group", "aria-label": "Rows and columns" }, buttons);
  for (const part of [head, foot]) part.contentEditable = "false";
  const dom = crel("div", { className: "grid", role: "group", "aria-label": "Table" }, [
    head,
    crel("div", { className: "grid__rows" }, [crel("table", {}, [contentDOM])]),
    foot,
  ]);
  const isOurs = (target) => head.contains(target) || foot.contains(target);
  return {
    dom,
    contentDOM,
    update(now) {
      if (now.type !== node.type) return false;
      node = now;
      if (caption.value.trim() !== (now.attrs.caption ?? "")) caption.value = now.attrs.caption ?? "";
      buttons[TABLE_COMMANDS.findIndex((command) => command.isOn)].setAttribute("aria-pressed", String(hasHead({ table: now })));
      return true;
    },
    stopEvent: (event) => isOurs(event.target),
    ignoreMutation: (change) => change.type !== "selection" && !contentDOM.contains(change.target),
  };
}

export const Table = Node.create({
  name: "table",
  group: "block",
  content: "tableRow+",
  tableRole: "table",
  isolating: true,
  allowGapCursor: false,
  addAttributes: () => ({
    caption: {
      default: null,
      parseHTML: (element) => element.dataset.caption || null,
      renderHTML: ({ caption }) => (caption ? { "data-caption": caption } : {}),
    },
  }),
  parseHTML: () => [{ tag: "table" }],
  renderHTML: ({ HTMLAttributes }) => ["table", HTMLAttributes, ["tbody", 0]],
  extendNodeSchema: ({ config }) => (config.tableRole ? { tableRole: config.tableRole } : {}),
  addNodeView: () => view,
  addProseMirrorPlugins() {
    return [
      new pm.state.Plugin({ props: { decorations: () => decorations(this.editor) } }),
      pm.tables.tableEditing({ allowTableNodeSelection: true }),
    ];
  },
});

const own = (value) => ({ default: value, rendered: false, parseHTML: () => value });

const cell = (name, tag, tableRole) =>
  Node.create({
    name,
    content: "inline*",
    tableRole,
    isolating: true,
    // A story has no merged cells, but prosemirror-tables reads these attributes.
    addAttributes: () => ({ colspan: own(1), rowspan: own(1), colwidth: own(null) }),
    parseHTML: () => [{ tag }],
    renderHTML: ({ HTMLAttributes }) => [tag, HTMLAttributes, 0],
  });

export const TableRow = Node.create({
  name: "tableRow",
  content: "(tableCell | tableHeader)+",
  tableRole: "row",
  allowGapCursor: false,
  parseHTML: () => [{ tag: "tr" }],
  renderHTML: ({ HTMLAttributes }) => ["tr", HTMLAttributes, 0],
});
export const TableCell = cell("tableCell", "td", "cell");
export const TableHeader = cell("tableHeader", "th", "header_cell");
