/*
 * Turns pasted markup or text into what a story may hold, before the editor reads it.
 */
import { splitLines } from "desk/story/paste/plain_text";
import { joinPlainText, removeLeftOut, trimToFragment } from "desk/story/paste/left_out";
import { Reader } from "desk/story/paste/reader";
import { disarmed, stylesOf } from "desk/story/paste/styles";

/**
 * Return { html, pictures, leftOut, isEmpty }: the clean markup, the number of pictures left out, what else was left out (as
 * words for a note), and whether nothing remains.
 */
export function cleaned(html) {
  const { text, sheets } = disarmed(html);
  const { body } = new DOMParser().parseFromString(text, "text/html");
  const style = stylesOf(body, sheets);
  const leftOut = removeLeftOut(body, style);
  trimToFragment(body);
  joinPlainText(body);
  const reader = new Reader(style);
  const root = reader.read(body);
  return { html: root.innerHTML, pictures: reader.pictures, leftOut, isEmpty: !root.hasChildNodes() };
}

/** Return the paragraphs and lists of plain text as markup. */
export const cleanedText = (text) => new Reader(() => new Map()).readLines(splitLines(text)).innerHTML;
