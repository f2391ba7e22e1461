/*
 * Suggests speakers of a quotation: the people whom the story names, while a name is typed, and anybody else of the
 * record in a dialog.
 */
import { Choices } from "../choices.js";
import { ask } from "desk/story/form_dialog";
import { findRows, remember, findRow } from "desk/story/lookups";
import { setAttributes } from "desk/story/node_fields";

/** The rows of the people whom the story links to or quotes, in the order of the text. */
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

/** Offers them under a field; `choose(row)` is told of the one that is chosen. */
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
      // Enter takes what is only begun. A whole name, "Ruffalo", may be just what is meant.
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
  queueMicrotask(() => input.parentNode?.append(list.dom)); // it stands by then
}

/** Links the speaker to anybody of the record, whatever the story calls them. */
export async function chooseSpeaker(editor, getPos) {
  const { record, speaker } = editor.state.doc.nodeAt(getPos()).attrs;
  const value = record ? await findRow("record", record).catch(() => null) : null;
  const given = await ask({
    title: "Who says it, in the record",
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
        none: "Nothing in the record is called that. Leave the field empty for no link.",
      },
    ],
  });
  if (given?.row) remember("record", given.row);
  if (given) setAttributes(editor, getPos, { record: given.row?.id ?? null, speaker: speaker || given.row?.name || null });
  editor.view.focus();
}
