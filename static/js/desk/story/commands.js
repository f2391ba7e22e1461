/*
 * The commands of the toolbar and of the "/" menu.
 */
import { insertBox } from "desk/story/box_dialogs";
import { openFinder } from "desk/story/find_replace";
import { icon } from "desk/story/icons";
import { openLinkDialog } from "desk/story/link_dialog";
import { linkAt } from "desk/story/links";
import { inlineMenu } from "desk/story/inline_menu";
import { TABLE_COMMANDS, insertTable } from "desk/story/table_commands";
import { isInTable } from "desk/story/table_keys";
import { makeTypographic } from "desk/story/typography";

const mac = /Mac|iPhone|iPad/.test(navigator.platform);
/** Return "Mod-Shift-i" in the notation of aria-keyshortcuts; keysShown() returns it as people read it. */
export const keysFor = (keys) => keys.replace("Mod", mac ? "Meta" : "Control").replaceAll("-", "+");
export const keysShown = (keys) => keys.replace("Mod", mac ? "⌘" : "Ctrl").replace("-Shift", "-Shift").replaceAll("-", "+");

const letter = (text, className) => () => Object.assign(document.createElement("span"), { textContent: text, className });

/** Turn the selected blocks into a quotation, or back into paragraphs. */
function wrap(name) {
  return (editor) => {
    editor.view.focus();
    if (editor.isActive(name)) return editor.commands.lift(name);
    return editor.chain().clearNodes().wrapIn(name).run();
  };
}

/** Run a command with the focus in the text. Tiptap's own focus command waits for a frame, and loses keys typed before. */
const inText = (act) => (editor) => {
  editor.view.focus();
  act(editor.commands);
};
const mark = (name) => ({ run: inText((commands) => commands.toggleMark(name)), isOn: (editor) => editor.isActive(name) });
const isLinked = (type) => (editor) => linkAt(editor.state)?.mark.type.name === type;

/** Make the selection typographic, or else all of the text and the headline and dek in `lines`. */
function improve(editor, lines = []) {
  const all = [editor, ...lines.map(({ line }) => line.editor)];
  const changed = all.reduce((sum, each) => sum + makeTypographic(each), 0);
  const { story } = document.querySelector("[data-story-editor]");
  story.say(changed ? `${changed} ${changed === 1 ? "place" : "places"} changed. Undo reverts it.` : "There are no straight quotes, double hyphens or three periods to change.");
}

export const COMMANDS = [
  { label: "Bold", keys: "Mod-b", face: letter("B", "serif"), ...mark("bold") },
  { label: "Emphasis", keys: "Mod-i", face: letter("I", "serif-i"), inLine: (line) => line.toggleTitle(), ...mark("italic") },
  { label: "Title", keys: "Mod-Shift-i", face: letter("Title", "serif-i"), inLine: (line) => line.toggleTitle(), ...mark("title") },
  {
    label: "Heading",
    keys: "Mod-Alt-2",
    name: "heading",
    words: "h2 section",
    run: inText((commands) => commands.toggleHeading({ level: 2 })),
    isOn: (editor) => editor.isActive("heading", { level: 2 }),
  },
  {
    label: "Smaller heading",
    keys: "Mod-Alt-3",
    name: "subheading",
    words: "h3",
    run: inText((commands) => commands.toggleHeading({ level: 3 })),
    isOn: (editor) => editor.isActive("heading", { level: 3 }),
  },
  {
    label: "List",
    keys: "Mod-Shift-8",
    name: "bullets",
    words: "bullets",
    run: inText((commands) => commands.toggleBulletList()),
    isOn: (editor) => editor.isActive("bulletList"),
  },
  {
    label: "Numbered list",
    keys: "Mod-Shift-7",
    name: "numbers",
    words: "ordered 1",
    run: inText((commands) => commands.toggleOrderedList()),
    isOn: (editor) => editor.isActive("orderedList"),
  },
  null,
  { label: "Link", name: "link", words: "address url", run: (editor) => openLinkDialog(editor, { label: "Link to an address or a name" }), isOn: isLinked("link") },
  { label: "Link a name in the record", keys: "Mod-k", name: "record", words: "person production", run: (editor) => openLinkDialog(editor), isOn: isLinked("recordLink") },
  null,
  { label: "Speech", name: "speech", words: "quotation quote said", run: wrap("quotation"), isOn: (editor) => editor.isActive("quotation") },
  { label: "Pull quote", name: "pull", words: "aside", run: wrap("pullQuote"), isOn: (editor) => editor.isActive("pullQuote") },
  { label: "Table", name: "table", words: "rows columns cells grid", run: insertTable, isOn: isInTable },
  { label: "Picture", name: "picture", words: "figure photo image", run: (editor) => insertBox("figureRef", editor) },
  { label: "Tally from the record", name: "tally", words: "facts box wins", run: (editor) => insertBox("tallyBox", editor) },
  { label: "Nominees from the record", name: "nominees", words: "contest winner box", run: (editor) => insertBox("nomineesBox", editor) },
  { label: "Embed", name: "embed", words: "video post youtube vimeo instagram x", run: (editor) => insertBox("embed", editor) },
  null,
  {
    label: "Use typographic quotes and dashes",
    face: letter("“”", "serif"),
    run: (editor) => improve(editor, editor.state.selection.empty ? [...document.querySelectorAll(".line-box")] : []),
    inLine: (line) => improve(line.editor),
    isTool: true,
  },
  { label: "Find and replace", keys: "Mod-f", name: "find", words: "search", run: (editor) => openFinder(editor), isTool: true },
];

const IN_TABLES = TABLE_COMMANDS.map((command) => ({ ...command, name: "table" }));

/** The menu of "/" on a new line or after a space: everything that can be inserted, or in a cell the table's commands. */
export const InsertMenu = inlineMenu({
  name: "slash",
  sign: "/",
  label: "Insert",
  hint: "",
  find: (text, editor) => {
    const wanted = text.toLowerCase();
    const all = isInTable(editor) ? IN_TABLES : COMMANDS;
    return all
      .filter((item) => item?.name && !item.isTool)
      .filter((item) => `${item.label} ${item.words}`.toLowerCase().split(" ").some((word) => word.startsWith(wanted)))
      .map((item) => ({ name: item.label, line: item.keys ? keysShown(item.keys) : "", icon: () => icon(item.name), item }));
  },
  choose: ({ item }, editor, range) => {
    editor.chain().deleteRange(range).run();
    item.run(editor);
  },
});
