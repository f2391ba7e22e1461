/*
 * Handles what is pasted or dropped: cleans markup, links addresses to the record, adds pictures to the library.
 */
import { Extension, pm } from "django-prose-editor/editor";
import { withoutUnseen } from "desk/story/characters";
import { takePictures } from "desk/story/dropped_pictures";
import { putBox } from "desk/story/box_dialogs";
import { insertRecord, linkRange } from "desk/story/links";
import { embedService, isAddress, ownPath, recordAt, remember } from "desk/story/lookups";
import { unstyled } from "desk/story/paste/styles";
import { cleaned, cleanedText } from "desk/story/paste/clean";

const key = new pm.state.PluginKey("pasting");

/** Turn all links to pages of the record into record links, wherever in the text they are by now. */
async function settle(editor) {
  const { link, recordLink } = editor.schema.marks;
  const hrefs = new Set();
  editor.state.doc.descendants((node) => {
    const mark = link.isInSet(node.marks);
    if (mark && ownPath(mark.attrs.href)) hrefs.add(mark.attrs.href);
  });
  for (const href of hrefs) {
    const row = await recordAt(href).catch(() => null);
    if (!row || editor.isDestroyed) continue;
    remember("record", row);
    const { tr } = editor.state;
    tr.doc.descendants((node, at) => {
      if (link.isInSet(node.marks)?.attrs.href !== href) return;
      tr.removeMark(at, at + node.nodeSize, link).addMark(at, at + node.nodeSize, recordLink.create({ record: row.id }));
    });
    if (tr.docChanged) editor.view.dispatch(tr.setMeta("addToHistory", false));
  }
}

/** Paste an address by itself: as a link on the selection, an embed on an empty line, or else a linked name or address. */
async function pasteAddress(editor, address) {
  const { from, to, empty, $from } = editor.state.selection;
  const href = ownPath(address) || address;
  if (empty && $from.depth === 1 && !$from.parent.content.size && embedService(address)) {
    return putBox("embed", { embed: address }, editor);
  }
  if (!empty) {
    linkRange(editor, { from, to }, { href });
    return settle(editor);
  }
  const text = editor.schema.text(href, [editor.schema.marks.link.create({ href })]);
  editor.view.dispatch(editor.state.tr.replaceWith(from, to, text).setStoredMarks([]).scrollIntoView());
  const row = await recordAt(href).catch(() => null);
  const end = from + href.length;
  const isStill = end <= editor.state.doc.content.size && editor.state.doc.textBetween(from, end) === href;
  if (row && isStill) insertRecord(editor, row, { from, to: end });
  return undefined;
}

const MODIFIERS = ["Alt", "AltGraph", "CapsLock", "Control", "Fn", "Meta", "NumLock", "ScrollLock", "Shift"];

/** Return a note about what a paste left out, or "". */
function noteOf({ leftOut, pictures }) {
  const some = pictures === 1 ? "a picture" : `${pictures} pictures`;
  const all = [...leftOut, ...(pictures ? [some] : [])];
  if (!all.length) return "";
  const list = all.length > 1 ? `${all.slice(0, -1).join(", ")} and ${all.at(-1)}` : all[0];
  const help = pictures ? " To add a picture, save its file and drop it into the text." : "";
  return `Left out of what you pasted: ${list}.${help}`;
}

const isSlice = (html) => /data-pm-slice/.test(html); // copied from a story, so it needs no cleaning

export const Pasting = Extension.create({
  name: "pasting",
  priority: 1200,
  addOptions: () => ({ say: () => () => {} }),
  addProseMirrorPlugins() {
    const { editor } = this;
    const { say } = this.options;
    let known = {}; // the last clip that was cleaned: handlePaste needs it before the editor reads it
    const tidy = (html) => (known.of === html ? known : (known = { of: html, ...cleaned(html) }));
    let endNote = () => {};

    /** Show the note until the next paste or key. */
    const sayWhatIsMissing = (clip) => {
      const note = noteOf(clip);
      if (!note) return;
      const close = say(note);
      const onKey = ({ key }) => MODIFIERS.includes(key) || endNote();
      endNote = () => {
        document.removeEventListener("keydown", onKey, true);
        endNote = () => {};
        close();
      };
      document.addEventListener("keydown", onKey, true);
    };

    const parser = pm.model.DOMParser.fromSchema(editor.schema);
    const whole = { preserveWhitespace: true }; // cleaned markup has no extra spaces
    return [
      new pm.state.Plugin({
        key,
        props: {
          clipboardParser: { parseSlice: (dom, options) => parser.parseSlice(dom, { ...options, ...whole }) },
          clipboardTextParser(text, context) {
            const { body } = new DOMParser().parseFromString(cleanedText(text), "text/html");
            const slice = parser.parseSlice(body, { ...whole, context });
            return pm.model.Slice.maxOpen(slice.content, false);
          },
          transformPastedHTML(html) {
            return isSlice(html) ? unstyled(html) : tidy(html).html;
          },
          handlePaste(view, event) {
            endNote();
            const { clipboardData: data } = event;
            const html = data.getData("text/html").trim();
            const clip = html && !isSlice(html) ? tidy(data.getData("text/html")) : null;
            // A picture copied in a browser comes with its file. Office adds a drawing to all copied text, which is ignored.
            if (data.files.length && (!html || (clip?.isEmpty && clip.pictures))) {
              takePictures(editor, [...data.files], say);
              return true;
            }
            const text = withoutUnseen(data.getData("text/plain")).trim();
            if (isAddress(text) && !text.startsWith("/")) {
              pasteAddress(editor, text);
              return true;
            }
            if (clip) sayWhatIsMissing(clip);
            setTimeout(() => settle(editor));
            return Boolean(clip?.isEmpty); // so the selection isn’t replaced by nothing
          },
          handleDrop(view, event) {
            endNote();
            const files = [...(event.dataTransfer?.files ?? [])];
            if (!files.length) {
              const html = event.dataTransfer?.getData("text/html") ?? "";
              if (html && !isSlice(html)) sayWhatIsMissing(tidy(html));
              return false;
            }
            const spot = view.posAtCoords({ left: event.clientX, top: event.clientY });
            if (spot) editor.commands.setTextSelection(spot.pos);
            event.preventDefault();
            takePictures(editor, files, say);
            return true;
          },
        },
      }),
    ];
  },
});
