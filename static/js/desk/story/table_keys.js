/*
 * The keys of a table, and what can be pasted into its cells.
 *
 * Tab goes from cell to cell and adds a row after the last one; Enter goes down; Shift+Tab in the first cell leads to
 * the caption. The arrows lead out at the edges, and Escape from anywhere.
 */
import { Extension, pm } from "django-prose-editor/editor";
import { flat } from "desk/story/paste/flat";

const { TextSelection, Selection } = pm.state;

export const isInTable = (editor) => pm.tables.isInTable(editor.state);
export const tableAt = (editor) => (isInTable(editor) ? pm.tables.selectedRect(editor.state) : null);
export const run = (editor, command) => command(editor.state, editor.view.dispatch);

/** Put the cursor at the end of a cell. */
function goTo(editor, { tableStart, map, table }, row, column) {
  const place = map.map[row * map.width + column];
  const end = tableStart + place + 1 + table.nodeAt(place).content.size;
  editor.view.dispatch(editor.state.tr.setSelection(TextSelection.create(editor.state.doc, end)).scrollIntoView());
  return true;
}

/** Leave the table for the block after or before it, or for a new paragraph if there is none. */
function leave(editor, direction = 1) {
  const rect = tableAt(editor);
  if (!rect) return false;
  const { tr } = editor.state;
  const before = rect.tableStart - 1;
  const edge = direction > 0 ? before + rect.table.nodeSize : before;
  const $edge = tr.doc.resolve(edge);
  if (!(direction > 0 ? $edge.nodeAfter : $edge.nodeBefore)) {
    tr.insert(edge, editor.schema.nodes.paragraph.create()).setSelection(TextSelection.create(tr.doc, edge + 1));
  } else tr.setSelection(Selection.findFrom($edge, direction));
  editor.view.dispatch(tr.scrollIntoView());
  return true;
}

/** Leave the table if an arrow key points out of it at its edge. */
function leaveAtEdge(editor, key) {
  if (!isInTable(editor)) return false;
  editor.view.domObserver.flush(); // ProseMirror may not have seen the arrow before this one
  const rect = tableAt(editor);
  const { selection } = editor.state;
  if (!rect || !selection.empty || !editor.view.endOfTextblock(key.toLowerCase())) return false;
  const { top, bottom, left, right, map } = rect;
  const isFirst = top === 0 && (key === "Up" || (key === "Left" && left === 0));
  const isLast = bottom === map.height && (key === "Down" || (key === "Right" && right === map.width));
  return isFirst || isLast ? leave(editor, isLast ? 1 : -1) : false;
}

function goDown(editor) {
  const rect = tableAt(editor);
  if (!rect) return false;
  return rect.bottom < rect.map.height ? goTo(editor, rect, rect.bottom, rect.left) : leave(editor);
}

function goOn(editor) {
  if (!isInTable(editor)) return false;
  if (run(editor, pm.tables.goToNextCell(1))) return true;
  run(editor, pm.tables.addRowAfter);
  const rect = tableAt(editor);
  return goTo(editor, rect, rect.bottom, 0);
}

function goBack(editor) {
  if (!isInTable(editor)) return false;
  if (run(editor, pm.tables.goToNextCell(-1))) return true;
  const dom = editor.view.nodeDOM(tableAt(editor).tableStart - 1);
  dom.querySelector(".grid__caption input:enabled")?.focus();
  return true;
}

/** Join pasted blocks, since a cell holds only words. A table by itself fills the cells from there on. */
function flattened(slice, view) {
  if (!pm.tables.isInTable(view.state)) return slice;
  const { content } = slice;
  if (content.childCount === 1 && /^table/.test(content.firstChild.type.name)) return slice;
  return flat(slice, view.state.schema);
}

/** The priority puts these keys before those of lists and of the text. */
export const TableKeys = Extension.create({
  name: "tableKeys",
  priority: 1150,
  addKeyboardShortcuts() {
    const { editor } = this;
    const keys = { Tab: goOn, "Shift-Tab": goBack, Enter: goDown, "Shift-Enter": goDown, Escape: leave };
    for (const key of ["Up", "Down", "Left", "Right"]) keys[`Arrow${key}`] = () => leaveAtEdge(editor, key);
    // The border between two cells can't be deleted like a character.
    const isAtEdge = (edgeOf) => {
      if (!isInTable(editor)) return false;
      editor.view.domObserver.flush();
      const { $from, empty } = editor.state.selection;
      return empty && $from.parentOffset === edgeOf($from.parent);
    };
    keys.Backspace = () => isAtEdge(() => 0);
    keys.Delete = () => isAtEdge((words) => words.content.size);
    return Object.fromEntries(Object.entries(keys).map(([key, act]) => [key, () => act(editor)]));
  },
  addProseMirrorPlugins() {
    return [new pm.state.Plugin({ props: { transformPasted: flattened } })];
  },
});
