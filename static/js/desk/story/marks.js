/*
 * The marks of a story's text (links, record links, titles, bold, emphasis), and its lists, as the vocabulary has them.
 */
import {
  Bold as AnyBold,
  BulletList as AnyBulletList,
  Italic as AnyItalic,
  ListItem as AnyListItem,
  Mark,
  OrderedList as AnyOrderedList,
  markInputRule,
  pm,
  wrappingInputRule,
} from "django-prose-editor/editor";

const DEEPEST_LIST = 3; // as in articles/body/vocabulary.py

const fromData = (name) => ({
  default: null,
  parseHTML: (element) => element.getAttribute(name),
  renderHTML: (attributes) => ({ [name]: attributes[name.replace("data-", "")] }),
});

export const RecordLink = Mark.create({
  name: "recordLink",
  priority: 1100,
  inclusive: false,
  excludes: "link recordLink",
  addAttributes: () => ({ record: fromData("data-record") }),
  parseHTML: () => [{ tag: "a[data-record]", priority: 60 }],
  renderHTML: ({ HTMLAttributes }) => ["a", HTMLAttributes, 0],
});

export const Link = Mark.create({
  name: "link",
  priority: 1000,
  inclusive: false,
  excludes: "link recordLink",
  addOptions: () => ({}), // the vocabulary's options are for the package's own link
  addAttributes: () => ({ href: fromData("href") }),
  parseHTML: () => [{ tag: "a[href]" }],
  renderHTML: ({ HTMLAttributes }) => ["a", HTMLAttributes, 0],
});

/*
 * A mark that signs make, as *stars* make a title. As in articles/titles.py, a sign inside a word does nothing: where a
 * letter follows the sign that made the mark, the signs are put back ("*NSYNC and O*Town").
 */
const undoneByALetter = (editor) =>
  new pm.state.Plugin({
    props: {
      handleTextInput(view, from, to, text) {
        const { $from, empty } = view.state.selection;
        const follows = empty && from === $from.pos && to === from; // not a replacement of selected text
        const made = follows && /^[\p{L}\p{N}_]/u.test(text) && $from.nodeBefore?.marks.length;
        if (!made || !editor.can().undoInputRule()) return false;
        // In one step: in between, a headline would turn the signs into a title again.
        const insert = ({ tr }) => Boolean(tr.insertText(text).scrollIntoView());
        return editor.chain().undoInputRule().command(insert).run();
      },
    },
  });

/** A title, also by typing *stars*, as in a headline. */
export const Title = Mark.create({
  name: "title",
  parseHTML: () => [{ tag: "cite" }],
  renderHTML: ({ HTMLAttributes }) => ["cite", HTMLAttributes, 0],
  addKeyboardShortcuts() {
    return { "Mod-Shift-i": () => this.editor.commands.toggleMark(this.name) };
  },
  addInputRules() {
    return [markInputRule({ find: /(?<=^|[\s(“‘—])(\*(?!\s)([^*]+)(?<!\s)\*)$/, type: this.type })];
  },
  addProseMirrorPlugins() {
    return [undoneByALetter(this.editor)];
  },
});

/** Bold, also by typing **stars**. Stars in pasted text stay as they are. */
export const Bold = AnyBold.extend({ addPasteRules: () => [] });

/** Emphasis, also by typing _underscores_. Underscores in pasted text stay as they are. */
export const Italic = AnyItalic.extend({
  addInputRules() {
    return [markInputRule({ find: /(?<=^|[\s(“‘—])(_(?!\s)([^_]+)(?<!\s)_)$/, type: this.type })];
  },
  addPasteRules: () => [],
});

const depth = ({ $from }) => {
  let lists = 0;
  for (let level = $from.depth; level > 0; level -= 1) lists += $from.node(level).type.name.endsWith("List");
  return lists;
};

export const ListItem = AnyListItem.extend({
  content: "paragraph (paragraph | bulletList | orderedList)*",
  addKeyboardShortcuts() {
    return {
      Enter: () => this.editor.commands.splitListItem(this.name),
      "Shift-Enter": () => this.editor.commands.splitBlock(),
      Tab: () => {
        const lists = depth(this.editor.state.selection);
        if (!lists) return false; // Tab moves on from the text
        return lists < DEEPEST_LIST ? this.editor.commands.sinkListItem(this.name) || true : true;
      },
      "Shift-Tab": () => this.editor.commands.liftListItem(this.name),
    };
  },
});

export const BulletList = AnyBulletList;
/** Without the package's own paste rule, which would take numbered lines before `pasting` sees them. */
export const OrderedList = AnyOrderedList.extend({
  addAttributes: () => ({}),
  addInputRules() {
    return [wrappingInputRule({ find: /^1\.\s$/, type: this.type })];
  },
  addProseMirrorPlugins: () => [],
});
