/*
 * Checks that a story comes out of the editor unchanged.
 *
 * An editor silently drops what its schema doesn't know, and the next save would lose it for good. So the editor's content
 * is compared with what was stored, and a story that would lose something can't be edited here.
 */
import { unstyled } from "desk/story/paste/styles";

const SAME_TAG = { B: "STRONG", I: "EM" };
const SPACE_BETWEEN_BLOCKS = /\s+(?=<\/?(?:p|h2|h3|ul|ol|li|table|tbody|tr|th|td|blockquote|aside|figure|div)\b)/g;

/** Return the stored body as the editor reads it, without the white space between blocks. */
export const forEditor = (html) => unstyled(html).replace(SPACE_BETWEEN_BLOCKS, "").trim();

function inventory(html) {
  const found = new Map();
  const add = (what) => found.set(what, (found.get(what) ?? 0) + 1);
  const { body } = new DOMParser().parseFromString(html, "text/html");
  for (const element of body.querySelectorAll("*")) {
    const isEmptyText = /^(P|H2|H3)$/.test(element.tagName) && !element.textContent;
    const tag = (SAME_TAG[element.tagName] ?? element.tagName).toLowerCase();
    // The editor splits and joins marks, so they are compared by their words below.
    if (!/^(a|strong|em|cite)$/.test(tag) && !isEmptyText) add(`<${tag}>`);
    for (const { name, value } of element.attributes) if (value) add(`${name}="${value}"`.slice(0, 80));
  }
  const marked = new Map();
  for (const mark of body.querySelectorAll("strong, b, em, i, cite, a")) {
    const tag = (SAME_TAG[mark.tagName] ?? mark.tagName).toLowerCase();
    marked.set(tag, (marked.get(tag) ?? "") + mark.textContent);
  }
  const text = body.textContent.replace(/\s+/g, " ").trim();
  return { found, marked, text };
}

/** Return descriptions of what is in the stored body and not in the editor; empty if nothing is missing. */
export function missingFrom(stored, held) {
  const before = inventory(stored);
  const after = inventory(held);
  const missing = [];
  for (const [what, times] of before.found) {
    // The editor may split a link where the style of its words changes.
    if ((after.found.get(what) ?? 0) < (/^(href|data-record)=/.test(what) ? 1 : times)) missing.push(what.replace(/^data-was-/, ""));
  }
  for (const [tag, words] of before.marked) if ((after.marked.get(tag) ?? "") !== words) missing.push(`<${tag}>`);
  if (before.text.replace(/ /g, "") !== after.text.replace(/ /g, "")) missing.push("some words");
  return [...new Set(missing)];
}

/** Return the note above a story that can't be edited. */
export const missingWarning = (missing) =>
  `This story contains something that the editor doesn’t know (${missing.slice(0, 5).join(", ")}${missing.length > 5 ? " and more" : ""}), ` +
  "so you can read it here but not edit it. Nothing is lost: edit its HTML, or restore an earlier revision.";

/** Return a sentence for each quotation, pull quote and table that saving leaves out because it has no words. */
export function leftOutRemarks(html) {
  const { body } = new DOMParser().parseFromString(html, "text/html");
  const isBlank = (part) => !part.textContent.trim();
  const tables = [...body.querySelectorAll("table")].filter(isBlank).map(() => "A table is left out of the story until it has words.");
  const said = [...body.querySelectorAll("blockquote, aside")]
    .filter(isBlank)
    .map((part) => [part.matches("aside") ? "pull quote" : "speech", part.dataset.speaker || part.dataset.pull])
    .filter(([, who]) => who)
    .map(([what, who]) => `The ${what} of “${who}” is left out of the story until it has words.`);
  return [...said, ...new Set(tables)];
}
