/*
 * Runs of pasted words, { text, context }: joins the lines of a paragraph, evens out its spaces, puts marks on the
 * words.
 */
import { withoutUnseen, withPlainSpaces } from "desk/story/characters";
import { separatorOf } from "desk/story/paste/plain_text";
import { isAddress, ownPath } from "desk/story/lookups";
import { emphasisOf, keepsLines } from "desk/story/paste/programs";

const MARKS = [["title", "cite"], ["italic", "em"], ["bold", "strong"]]; // the innermost first

/** The context of words outside any element. */
export const PLAIN = { bold: false, italic: false, title: false, link: null, heading: 0, pre: false, depth: 0, kind: "", list: null };

/** Return the context of words inside an element, from the context `around` it. */
export function contextIn(element, style, around) {
  const { bold, italic } = emphasisOf(element, style);
  return {
    ...around,
    bold: bold ?? around.bold,
    italic: italic ?? around.italic,
    title: around.title || element.localName === "cite",
    link: element.localName === "a" ? (linkOf(element) ?? around.link) : around.link,
    pre: keepsLines(element, style) ?? around.pre,
  };
}

/** Join the runs of the lines of one paragraph, with a space or nothing between two lines. */
export function joinLines(places, lines) {
  const all = [];
  for (const { at, cut } of places) {
    const words = lines[at].map(({ text }) => text).join("");
    if (all.length) {
      const space = separatorOf(all.map(({ text }) => text).join(""), words);
      all.push({ text: space, context: { ...all.at(-1).context, link: null } });
    }
    let left = cut;
    const start = all.length ? /^\s*/.exec(words)[0].length : 0;
    left = Math.max(left, start);
    for (const { text, context } of lines[at]) {
      const taken = Math.min(left, text.length);
      left -= taken;
      if (taken < text.length) all.push({ text: text.slice(taken), context });
    }
  }
  return all;
}

/**
 * Reduce the spaces in runs to single plain ones. None stay at the ends of a link, nor at the ends of the runs, unless the
 * clip is only words.
 */
export function normalizeSpaces(runs, isBlock) {
  const seen = runs.map((run) => ({ ...run, text: withoutUnseen(run.text) })).filter(({ text }) => text);
  const words = withPlainSpaces(seen.map(({ text }) => text).join(""));
  let at = 0;
  let before = isBlock ? " " : "";
  const even = [];
  for (const { text, context } of seen) {
    const own = words.slice(at, at + text.length);
    at += text.length;
    const single = (before.endsWith(" ") ? own.replace(/^\s+/, "") : own).replace(/[^\S\u00a0]+/g, " ");
    if (!single) continue;
    before = single;
    const parts = context.link ? /^( ?)(.*?)( ?)$/.exec(single).slice(1) : ["", single, ""];
    parts.forEach((part, place) => {
      if (part) even.push({ text: part, context: place === 1 ? context : { ...context, link: null } });
    });
  }
  if (isBlock) while (even.length && !(even.at(-1).text = even.at(-1).text.trimEnd())) even.pop();
  return even;
}

/** Return the text of a run in the elements of its marks. Headings lose their bold: Word and Google Docs make them all bold. */
export function withMarks({ text, context }, document, isHeading) {
  let node = document.createTextNode(text);
  for (const [name, mark] of MARKS) if (context[name] && !(name === "bold" && isHeading)) node = wrapped(node, mark);
  return context.link ? wrapped(node, "a", context.link) : node;
}

function wrapped(node, tag, attributes = {}) {
  const made = node.ownerDocument.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(node);
  return made;
}

/** Return the attribute of a link that a story keeps, or null. */
function linkOf(element) {
  if (element.dataset.record) return { "data-record": element.dataset.record };
  let href = element.getAttribute("href") ?? "";
  // Google Docs sends every link through a redirect.
  if (/^https:\/\/www\.google\.com\/url\?/.test(href)) href = new URL(href).searchParams.get("q") || href;
  return isAddress(href) ? { href: ownPath(href) || href } : null;
}
