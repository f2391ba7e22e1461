/*
 * What comes in by the clipboard or is dropped: tidied markup, addresses that become links to the record, pictures.
 */
import { Extension, pm } from "django-prose-editor/editor";
import { takePictures } from "desk/story/dropping";
import { putBox } from "desk/story/filling";
import { insertRecord, linkRange } from "desk/story/linking";
import { embedService, isAddress, ownPath, recordAt, remember } from "desk/story/lookups";
import { tidied, unstyled } from "desk/story/tidying";

const key = new pm.state.PluginKey("pasting");

/** Every link to a page of the record becomes one by identity, wherever it has been meanwhile. */
export async function settle(editor) {
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

/** An address pasted alone: a link over the selection, an embed on an empty line, else a name or its own words. */
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

export const Pasting = Extension.create({
  name: "pasting",
  priority: 1200,
  addOptions: () => ({ say: () => {} }),
  addProseMirrorPlugins() {
    const { editor } = this;
    const { say } = this.options;
    return [
      new pm.state.Plugin({
        key,
        props: {
          transformPastedHTML(html) {
            if (/data-pm-slice/.test(html)) return unstyled(html); // from a story: it is as it should be
            const { html: clean, pictures } = tidied(html);
            if (pictures) {
              const some = pictures === 1 ? "A picture was" : `${pictures} pictures were`;
              say(`${some} left out of what you pasted. Save the file and drop it into the text to add it to the library.`);
            }
            return clean;
          },
          handlePaste(view, event) {
            const { clipboardData: data } = event;
            if (data.files.length && !data.getData("text/html").trim()) {
              takePictures(editor, [...data.files], say);
              return true;
            }
            const text = data.getData("text/plain").trim();
            if (isAddress(text) && !text.startsWith("/")) {
              pasteAddress(editor, text);
              return true;
            }
            setTimeout(() => settle(editor));
            return false;
          },
          handleDrop(view, event) {
            const files = [...(event.dataTransfer?.files ?? [])];
            if (!files.length) return false;
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
