/*
 * Typographic quotes, dashes and ellipses, as somebody types and for text that is already there.
 *
 * " and ' become curly, -- and --- an em dash, ... an ellipsis. Primes stay straight (5'11", a 6" cut), and so does
 * everything in an address. Each replacement is an undo step of its own: undo, or Backspace right after it, takes back
 * only the replacement.
 */
import { Extension, pm } from "django-prose-editor/editor";

const key = new pm.state.PluginKey("typography");

const BEFORE = "(?:^|[\\s([{<“—–/-])"; // what may stand before an opening mark
const OPENS_DOUBLE = /(?:^|[\s([{<‘—–/-])$/u;
const OPENS_SINGLE = new RegExp(`${BEFORE}$`, "u");
const IN_DOUBLE = /“[^”]*$/u; // opened and not closed
const IN_SINGLE = new RegExp(`${BEFORE}‘(?:[^‘’]|’(?=\\p{L}))*$`, "u");
const PRIME = /\p{N}$/u;
const FEET = /\d['’] ?\d{1,2}$/;
const AND = new RegExp(`${BEFORE}‘([Nn])$`, "u"); // rock ’n’ roll
// Words that begin with an apostrophe: only at their end is it clear that it opened no quotation.
const SHORTENED = new RegExp(`${BEFORE}‘(?:\\d\\ds?|[Ee]m|[Tt]il|[Tt]is|[Tt]was|cause|bout|round)$`, "u");
const IN_ADDRESS = /(?:[a-z][a-z\d+.-]*:\/\/|\bwww\.|\bmailto:)\S*$/i;
const IN_WORD = /[\p{L}\p{N}]/u;

function quoted(before, sign) {
  const isDouble = sign === '"';
  const isInside = (isDouble ? IN_DOUBLE : IN_SINGLE).test(before);
  if (PRIME.test(before) && (!isInside || FEET.test(before))) return sign; // feet, inches, minutes
  const closes = (isInside && /[—–]$/.test(before)) || !(isDouble ? OPENS_DOUBLE : OPENS_SINGLE).test(before); // “I was—”
  return isDouble ? (closes ? "”" : "“") : closes ? "’" : "‘";
}

/** Return what typing `sign` after `before` changes in both together, in order: [{ from, to, put }]. "\n" ends the words. */
function changes(before, sign) {
  const end = before.length;
  const one = (from, to, put) => [{ from, to, put }];
  if (sign === "'") {
    if (IN_ADDRESS.test(before)) return [];
    const and = AND.exec(before);
    if (and) return one(end - 2, end + 1, `’${and[1]}’`);
    const mark = quoted(before, sign);
    return mark === sign ? [] : one(end, end + 1, mark);
  }
  if (IN_WORD.test(sign)) return /\p{N}'$/u.test(before) && /[^\dx]/.test(sign) ? one(end - 1, end, "’") : []; // 2010’s
  const found = SHORTENED.test(before) && sign !== "’" ? one(before.lastIndexOf("‘"), before.lastIndexOf("‘") + 1, "’") : [];
  if (sign === '"') {
    const mark = quoted(before, sign);
    if (mark !== sign) found.push({ from: end, to: end + 1, put: mark });
  } else if (!IN_ADDRESS.test(before)) {
    if (sign === "-" && /(?:^|[^-])-$/.test(before)) found.push({ from: end - 1, to: end + 1, put: "—" });
    if (sign === "-" && before.endsWith("—")) found.push({ from: end, to: end + 1, put: "" });
    if (sign === "." && /(?:^|[^.])\.\.$/.test(before)) found.push({ from: end - 2, to: end + 1, put: "…" });
  }
  return found;
}

/** Return the changes that make existing words typographic, as if they were typed again: [{ from, to, put }]. */
export function replacements(words) {
  const signs = []; // the text so far, each character with the range of `words` that it replaces
  let before = "";
  for (let at = 0; at <= words.length; at += 1) {
    const sign = words[at] ?? "\n";
    const found = changes(before, sign);
    signs.push({ text: sign, from: at, to: at + 1 });
    for (const { from, to, put } of found.reverse()) {
      const range = { from: signs[from].from, to: signs[to - 1].to };
      if (!put) signs[from - 1].to = range.to;
      signs.splice(from, to - from, ...[...put].map((text) => ({ text, ...range })));
    }
    before = found.length ? signs.map(({ text }) => text).join("") : before + sign;
  }
  return [...Map.groupBy(signs, ({ from }) => from).values()]
    .map((group) => ({ from: group[0].from, to: group[0].to, put: group.map(({ text }) => text).join("") }))
    .filter(({ from, to, put }) => from < words.length && put !== words.slice(from, to));
}

/** Add changes to a block's words to a transaction, as an undo step of their own. */
function put(tr, start, found) {
  for (const change of [...found].reverse()) {
    const [from, to] = [start + change.from, start + change.to];
    if (change.put) tr.insertText(change.put, from, to);
    else tr.delete(from, to);
  }
  return pm.history.closeHistory(tr);
}

/** Make the selection typographic, or the whole text if nothing is selected. Return the number of changes. */
export function makeTypographic(editor) {
  const { doc, tr, selection } = editor.state;
  const [first, last] = selection.empty ? [0, doc.content.size] : [selection.from, selection.to];
  const blocks = [];
  doc.nodesBetween(first, last, (node, at) => {
    if (!node.isTextblock) return true;
    const isWithin = ({ from, to }) => at + 1 + from >= first && at + 1 + to <= last;
    blocks.push([at + 1, replacements(node.textContent).filter(isWithin)]);
    return false;
  });
  for (const [start, found] of blocks.reverse()) put(tr, start, found);
  if (tr.docChanged) editor.view.dispatch(tr);
  return blocks.reduce((sum, [, found]) => sum + found.length, 0);
}

/** Replace straight quotes and dashes in a plain field while somebody types. Undo reverts each replacement. */
export function improveAsTyped(field) {
  let isOurs = false;
  const insert = (words) => document.execCommand(words ? "insertText" : "delete", false, words); // unlike field.value, it keeps the undo history
  field.addEventListener("beforeinput", (event) => {
    if (isOurs || event.isComposing || event.inputType !== "insertText" || event.data?.length !== 1) return;
    const { selectionStart, value } = field;
    const found = changes(value.slice(0, selectionStart), event.data);
    if (!found.length) return;
    event.preventDefault();
    isOurs = true;
    insert(event.data);
    let caret = selectionStart + 1;
    for (const { from, to, put: words } of found.reverse()) {
      field.setSelectionRange(from, to);
      insert(words);
      caret += words.length - (to - from);
    }
    field.setSelectionRange(caret, caret);
    isOurs = false;
  });
}

export const Typography = Extension.create({
  name: "typography",
  priority: 1110,
  addProseMirrorPlugins: () => {
    /** Insert what was typed, and then apply what it changes, so that undo reverts only the change. */
    const improve = (view, raw, start, found) => {
      if (raw) view.dispatch(raw);
      const tr = put(view.state.tr, start, found);
      view.dispatch(tr.setMeta(key, true).scrollIntoView());
      view.dispatch(pm.history.closeHistory(view.state.tr)); // later typing isn’t part of this step
    };
    const wordsBefore = ($at) => $at.parent.textBetween(0, $at.parentOffset, "\ufffc", "\ufffc");
    return [
      new pm.state.Plugin({
        key,
        // Whether a replacement was the last thing that happened.
        state: { init: () => false, apply: (tr, now) => Boolean(tr.getMeta(key)) || (now && !tr.docChanged && !tr.selectionSet) },
        props: {
          handleTextInput(view, from, to, text) {
            const $from = view.state.doc.resolve(from);
            if (text.length !== 1 || view.composing || !$from.parent.isTextblock) return false;
            const found = changes(wordsBefore($from), text);
            if (found.length) improve(view, view.state.tr.insertText(text, from, to), $from.start(), found);
            return found.length > 0;
          },
          handleKeyDown(view, event) {
            const { $from, empty } = view.state.selection;
            const isPlain = empty && $from.parent.isTextblock && !event.isComposing;
            if (event.key === "Backspace" && isPlain && key.getState(view.state)) return pm.history.undo(view.state, view.dispatch);
            if (event.key === "Enter" && isPlain) {
              const found = changes(wordsBefore($from), "\n");
              if (found.length) improve(view, null, $from.start(), found);
            }
            return false;
          },
        },
      }),
    ];
  },
});
