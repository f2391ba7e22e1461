/*
 * What is pasted becomes what a story holds, before the editor reads it. Whose habits are met on the way is in `omissions`
 * and `quirks`.
 */
import { linesOf } from "desk/story/lines";
import { joinPlainText, takeOut, trimToFragment } from "desk/story/omissions";
import { Reader } from "desk/story/reading";
import { disarmed, stylesOf } from "desk/story/styles";

/**
 * { html, pictures, leftOut, isEmpty }: the markup, how many pictures had to stay behind, what else did in the words of
 * a note, and whether nothing is left.
 */
export function tidied(html) {
  const { text, sheets } = disarmed(html);
  const { body } = new DOMParser().parseFromString(text, "text/html");
  const style = stylesOf(body, sheets);
  const leftOut = takeOut(body, style);
  trimToFragment(body);
  joinPlainText(body);
  const reader = new Reader(style);
  const root = reader.read(body);
  return { html: root.innerHTML, pictures: reader.pictures, leftOut, isEmpty: !root.hasChildNodes() };
}

/** Plain text as markup: paragraphs and lists. */
export const tidiedText = (text) => new Reader(() => new Map()).readLines(linesOf(text)).innerHTML;
