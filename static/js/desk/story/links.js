/*
 * Links to the record: the "@" menu, and the functions that insert, change and find links.
 */
import { pm } from "django-prose-editor/editor";
import { addInWindow } from "../popup.js";
import { lookUp, findRows, remember } from "desk/story/lookups";
import { inlineMenu } from "desk/story/inline_menu";

/** Replace a range by the name of a row, linked to it. The name of a production is also a title. */
export function insertRecord(editor, row, { from, to }) {
  const { schema } = editor.state;
  remember("record", row);
  const marks = [schema.marks.recordLink.create({ record: row.id })];
  if (row.kind === "production") marks.push(schema.marks.title.create());
  const tr = pm.history.closeHistory(editor.state.tr); // an undo step of its own
  editor.view.dispatch(tr.replaceWith(from, to, schema.text(row.name, marks)).setStoredMarks([]).scrollIntoView());
  editor.view.focus();
}

/** Link the words of a range to a row of the record, or to an address. */
export function linkRange(editor, { from, to }, { row = null, href = "" }) {
  const { schema } = editor.state;
  const tr = pm.history.closeHistory(editor.state.tr);
  if (row) remember("record", row);
  const mark = row ? schema.marks.recordLink.create({ record: row.id }) : schema.marks.link.create({ href });
  tr.removeMark(from, to, schema.marks.link).removeMark(from, to, schema.marks.recordLink);
  editor.view.dispatch(tr.addMark(from, to, mark).setSelection(pm.state.TextSelection.create(tr.doc, to)));
  editor.view.focus();
}

/** Return the rows with such a name, and then actions that add it to the record. */
export async function findRecords(text, _, signal) {
  if (!text) return [];
  const { rows, add } = await lookUp("records", { q: text }, signal);
  return [...rows, ...add.map(({ called, address }) => ({ name: `Add “${text}”`, line: called, address, isAction: true }))];
}

/** Open the form of a new row in a window of its own, and link to the row once it is saved. */
export async function addRecord(editor, { address }, { from, to }) {
  const words = editor.state.doc.textBetween(from, to, " ");
  const saved = await addInWindow(address, "story-adds");
  const [row] = saved ? await findRows("records", { key: saved.key }).catch(() => []) : [];
  if (!row) return;
  const isStill = to <= editor.state.doc.content.size && editor.state.doc.textBetween(from, to, " ") === words;
  const { from: here, to: there } = isStill ? { from, to } : editor.state.selection;
  if (!isStill || here === there || words.startsWith("@")) insertRecord(editor, row, { from: here, to: there });
  else linkRange(editor, { from: here, to: there }, { row });
}

export const noneFound = (text) => `No results for “${text}” in the record.`;

export const RecordMenu = inlineMenu({
  name: "at",
  sign: "@",
  label: "Names in the record",
  hint: "Type a name from the record.",
  none: noneFound,
  find: findRecords,
  choose: (row, editor, range) => (row.isAction ? addRecord(editor, row, range) : insertRecord(editor, row, range)),
});

/** Return { mark, from, to } of the link that the cursor is in, or null. */
export function linkAt(state) {
  const { $from, from, to, empty } = state.selection;
  for (const type of [state.schema.marks.recordLink, state.schema.marks.link]) {
    const mark = type.isInSet(empty ? $from.marks() : ($from.nodeAfter?.marks ?? []));
    if (!mark) continue;
    const start = $from.start();
    let range = null;
    $from.parent.forEach((node, offset) => {
      const [a, b] = [start + offset, start + offset + node.nodeSize];
      if (!mark.isInSet(node.marks)) range = range?.closed || !range ? range : { ...range, closed: true };
      else if (!range || (range.closed && range.to < from)) range = { from: a, to: b };
      else if (!range.closed) range.to = b;
    });
    if (range && range.from <= from && range.to >= to) return { mark, from: range.from, to: range.to };
  }
  return null;
}
