/*
 * Suggests speakers of a quotation: the people whom the story names, while a name is typed, and anybody else of the
 * record in a dialog.
 */
import { Choices } from "../choices.js";
import { ask } from "desk/story/form_dialog";
import { findRows, remember, findRow } from "desk/story/lookups";
import { setAttributes } from "desk/story/node_fields";

/** Return the rows of the people whom the story links to or quotes, in the order of the text. */
async function peopleIn({ doc }) {
  const ids = new Set();
  doc.descendants((node) => {
    for (const id of [node.attrs.record, ...node.marks.map((mark) => mark.attrs.record)]) if (id) ids.add(id);
  });
  const rows = await Promise.all([...ids].map((id) => findRow("record", id).catch(() => null)));
  return rows.filter((row) => row?.kind === "person");
}

const folded = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
const wordsOf = (text) => folded(text).split(/[\s.]+/).filter(Boolean);

/** Suggest the people in the story under a field; `choose(row)` is called with the chosen one. */
export function offerSpeakers(input, editor, choose) {
  const list = new Choices({
    field: input,
    label: "People in this story",
    floats: true,
    pause: 0,
    find: () => peopleIn(editor.state),
    draw(people, text) {
      const typed = wordsOf(text);
      const rows = people.filter(({ name }) => name !== text && typed.every((word) => wordsOf(name).some((part) => part.startsWith(word))));
      if (!rows.length) return list.close();
      // Enter completes the beginning of a name. A whole word such as "Ruffalo" may be what the editor wants to keep.
      const isBegun = typed.length > 0 && !rows.some(({ name }) => wordsOf(name).includes(typed.at(-1)));
      return list.show(rows, "", isBegun ? rows[0] : null);
    },
    early: () => list.isOpen && list.wait(),
    choose(row) {
      list.close();
      input.value = row.name;
      choose(row);
    },
  });
  input.autocomplete = "off";
  input.addEventListener("focus", () => list.ask());
  queueMicrotask(() => input.parentNode?.append(list.dom)); // the caller has inserted the field by then
}

/** Ask for the person of the record who is the speaker, whatever the story calls them. */
export async function chooseSpeaker(editor, getPos) {
  const { record, speaker } = editor.state.doc.nodeAt(getPos()).attrs;
  const value = record ? await findRow("record", record).catch(() => null) : null;
  const answers = await ask({
    title: "Link the speaker to the record",
    action: "Link",
    fields: [
      {
        name: "row",
        label: "Name",
        kind: "row",
        value,
        text: speaker ?? "",
        isLast: true,
        find: (text, signal) => findRows("records", { q: text }, signal),
        none: "No results in the record. Leave the field empty for no link.",
      },
    ],
  });
  if (answers?.row) remember("record", answers.row);
  if (answers) setAttributes(editor, getPos, { record: answers.row?.id ?? null, speaker: speaker || answers.row?.name || null });
  editor.view.focus();
}
