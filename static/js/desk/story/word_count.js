/*
 * Counts words, minutes to read and TKs, and marks each TK in the text.
 */
import { Extension, pm } from "django-prose-editor/editor";
import { settings } from "desk/story/lookups";

const PAUSE = 250; // ms
const LETTER = /[\p{L}\p{N}_]/u; // a word has at least one, as in articles/body/plain_text.py
const TK = /(?<![\p{L}\p{N}_])(?:TK)+K*(?![\p{L}\p{N}_])/gu; // as in articles/checks.py
const perBlock = new WeakMap();

function counted(block) {
  let found = perBlock.get(block);
  if (!found) {
    const text = block.textContent;
    found = {
      words: text.split(/\s+/).filter((word) => LETTER.test(word)).length,
      tks: text.includes("TK") ? [...text.matchAll(TK)].map(({ 0: { length }, index }) => [index, index + length]) : [],
    };
    perBlock.set(block, found);
  }
  return found;
}

/** Round half to even, as Python does on the server. */
const roundHalfEven = (number) => (number % 1 === 0.5 ? 2 * Math.round(number / 2) : Math.round(number));

/** Return { words, minutes, tks } of a document, where tks are ranges. Counts only blocks that changed. */
function count(doc) {
  let words = 0;
  const tks = [];
  doc.descendants((node, at) => {
    if (!node.isTextblock) return true;
    const found = counted(node);
    words += found.words;
    for (const [from, to] of found.tks) tks.push([at + 1 + from, at + 1 + to]);
    return false;
  });
  return { words, minutes: Math.max(1, roundHalfEven(words / settings().wordsAMinute)), tks };
}

export const WordCount = Extension.create({
  name: "counting",
  addOptions: () => ({ counted: () => {} }),
  onCreate() {
    this.options.counted(count(this.editor.state.doc));
  },
  onUpdate() {
    clearTimeout(this.storage.timer);
    this.storage.timer = setTimeout(() => this.options.counted(count(this.editor.state.doc)), PAUSE);
  },
  onDestroy() {
    clearTimeout(this.storage.timer);
  },
  addStorage: () => ({ timer: 0 }),
  addProseMirrorPlugins() {
    const marked = (doc) => {
      const { Decoration, DecorationSet } = pm.view;
      return DecorationSet.create(doc, count(doc).tks.map(([from, to]) => Decoration.inline(from, to, { class: "tk" })));
    };
    const key = new pm.state.PluginKey("tk");
    return [
      new pm.state.Plugin({
        key,
        state: { init: (_, { doc }) => marked(doc), apply: (tr, now) => (tr.docChanged ? marked(tr.doc) : now) },
        props: { decorations: (state) => key.getState(state) },
      }),
    ];
  },
});
