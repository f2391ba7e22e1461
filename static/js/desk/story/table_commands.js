/*
 * The commands of a table: rows, columns, head row, removal.
 */
import { pm } from "django-prose-editor/editor";
import { tableAt, run } from "desk/story/table_keys";

const BLANK = { rows: 2, columns: 3 };

export const hasHead = (rect) => rect.table.firstChild.firstChild.type.name === "tableHeader";
const removeTable = (editor) => run(editor, pm.tables.deleteTable);

/** The commands for the table with the cursor: its buttons, and the menu of "/" in a cell. */
export const TABLE_COMMANDS = [
  { label: "Row above", words: "add insert", act: (editor, rect) => run(editor, hasHead(rect) && !rect.top ? pm.tables.addRowAfter : pm.tables.addRowBefore) },
  { label: "Row below", words: "add insert", act: (editor) => run(editor, pm.tables.addRowAfter) },
  { label: "Column before", words: "add insert left", act: (editor) => run(editor, pm.tables.addColumnBefore) },
  { label: "Column after", words: "add insert right", act: (editor) => run(editor, pm.tables.addColumnAfter) },
  { label: "Remove row", words: "delete", act: (editor) => run(editor, pm.tables.deleteRow) || removeTable(editor) },
  { label: "Remove column", words: "delete", act: (editor) => run(editor, pm.tables.deleteColumn) || removeTable(editor) },
  { label: "Head row", words: "header title", act: (editor) => run(editor, pm.tables.toggleHeaderRow), isOn: hasHead },
  { label: "Remove table", words: "delete", act: removeTable },
].map((command) => ({
  ...command,
  run(editor) {
    editor.view.focus();
    const rect = editor.isEditable && tableAt(editor);
    if (!rect) return;
    editor.view.dispatch(pm.history.closeHistory(editor.state.tr)); // an undo step of its own
    command.act(editor, rect);
  },
}));

/** Insert a blank table with a head row in place of an empty paragraph, or else after the block with the cursor. */
export function insertTable(editor) {
  const { nodes } = editor.schema;
  const row = (type) => nodes.tableRow.create(null, Array.from({ length: BLANK.columns }, () => type.create()));
  const table = nodes.table.create(null, [row(nodes.tableHeader), ...Array.from({ length: BLANK.rows }, () => row(nodes.tableCell))]);
  const { $from, to } = editor.state.selection;
  const isBlank = $from.depth === 1 && $from.parent.isTextblock && !$from.parent.content.size;
  const start = isBlank ? $from.before(1) : $from.depth ? $from.after(1) : to;
  const tr = pm.history.closeHistory(editor.state.tr).replaceWith(start, isBlank ? $from.after(1) : start, table);
  editor.view.dispatch(tr.setSelection(pm.state.TextSelection.create(tr.doc, start + 3)).scrollIntoView());
  editor.view.focus();
}
