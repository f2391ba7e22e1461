/*
 * The dialogs that ask what goes into a box, before it is inserted or when it is changed.
 */
import { pm } from "django-prose-editor/editor";
import { ask } from "desk/story/form_dialog";
import { choosePicture } from "desk/story/library";
import { findRows, embedService, remember, settings } from "desk/story/lookups";

const DIALOGS = {
  async figureRef(attrs) {
    const row = await choosePicture();
    return row && { ...attrs, picture: row.id };
  },

  async nomineesBox(attrs) {
    const answers = await ask({
      title: "Nominees of a contest",
      fields: [
        {
          name: "row",
          label: "Find by category, award or year",
          placeholder: "lead actor limited 2020",
          kind: "row",
          isLast: true,
          needed: "Choose a contest from the list.",
          none: "No contests match.",
          find: (q, signal) => findRows("contests", { q }, signal),
        },
      ],
    });
    if (!answers) return null;
    remember("contest", answers.row);
    return { ...attrs, nominees: answers.row.id };
  },

  async tallyBox(attrs) {
    let person = null;
    const answers = await ask({
      title: "Tally of a person at an award",
      fields: [
        {
          name: "person",
          label: "Person",
          kind: "row",
          needed: "Choose a person from the list.",
          none: "No people match.",
          chosen: (row) => (person = row),
          find: (q, signal) => findRows("records", { q, kind: "person" }, signal),
        },
        {
          name: "award",
          label: "Award",
          kind: "row",
          isLast: true,
          needed: "Choose an award from the list.",
          none: "The record has no nominations for this person at a matching award.",
          find: async (q, signal) => {
            const rows = person ? await findRows("awards", { person: person.id }, signal) : [];
            return rows.filter((row) => row.name.toLowerCase().includes(q.toLowerCase()));
          },
        },
      ],
    });
    if (!answers) return null;
    remember("record", answers.person);
    return { ...attrs, tally: answers.person.id, award: answers.award.id };
  },

  async embed(attrs) {
    const names = [...new Set(Object.values(settings().hosts))];
    const list = `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;
    const answers = await ask({
      title: "Post or video by its address",
      fields: [{ name: "address", label: "Address", value: attrs.embed ?? "", most: 2000, placeholder: "https://", needed: "Paste the address of a post or a video." }],
      wrong: ({ address }) =>
        embedService(address)
          ? ""
          : `A story shows posts and videos of ${list}, by an address that begins with https://. Anything else can be a link.`,
    });
    return answers && { ...attrs, embed: answers.address };
  },
};

/** Ask for the attributes of a box; null after Cancel. */
const askFor = (name, attrs = {}) => DIALOGS[name](attrs);

/** Ask for a box and insert it at the cursor: in place of an empty paragraph, or else after the block. */
export async function insertBox(name, editor) {
  const attrs = await askFor(name);
  if (attrs) putBox(name, attrs, editor);
  else editor.view.focus();
}

export function putBox(name, attrs, editor) {
  const { $from } = editor.state.selection;
  const isBlank = $from.depth === 1 && $from.parent.isTextblock && !$from.parent.content.size;
  const at = isBlank ? { from: $from.before(1), to: $from.after(1) } : $from.depth ? $from.after(1) : editor.state.selection.to;
  const isLast = (isBlank ? at.to : at) >= editor.state.doc.content.size;
  const content = [{ type: name, attrs }, ...(isLast ? [{ type: "paragraph" }] : [])];
  const start = isBlank ? at.from : at;
  editor
    .chain()
    .command(({ tr }) => pm.history.closeHistory(tr)) // an undo step of its own
    .insertContentAt(at, content, { updateSelection: false })
    .setTextSelection(start + (isLast ? 2 : 1))
    .run();
  editor.view.focus();
}

/** Ask what the box at getPos() should show instead. */
export async function changeBox(name, editor, getPos) {
  const node = editor.state.doc.nodeAt(getPos());
  const attrs = await askFor(name, node.attrs);
  if (attrs) editor.view.dispatch(pm.history.closeHistory(editor.state.tr).setNodeMarkup(getPos(), null, attrs));
  editor.view.focus();
}
