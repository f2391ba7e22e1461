/*
 * Turns lines of text into paragraphs and lists: plain text, and what stands between line breaks in HTML.
 *
 * Plain text doesn't say what a line end means. Mail, terminals and PDFs wrap running text at some width; chats and
 * notes put one item on each line. So running text is recognized by where its lines break.
 */
import { bullets, width } from "desk/story/paste/bullets";

const NARROWEST = 30; // characters; running text is never set in shorter lines
const WIDE = 60; // characters; lines as wide as this are running text if each breaks where the next word had no room
// A line was broken for lack of room if it and the next word together reach this share of the longest line, since the
// letters of PDFs differ in width. Where no blank lines separate paragraphs, a sentence that ends early ends one.
const RAGGED = 0.75;
const EARLY = 0.9;
const GOES_ON = /(?:[,;–—-]|\b(?:the|an?|of|and|or|to|in|on|at|for|by|with|that|from|as|is|was|were|has|had|his|her|their|its))$/i;
const ENDED = /[.!?…:][”’"')\]]*$/;
const LOWER = /^["“‘'(]?\p{Ll}/u;

const first = (line) => /^\S*/.exec(line)[0].length;

/**
 * Group lines into [{ tag: "p", lines: [{ at, cut }] }] and lists, { tag: "ul" or "ol", items: [{ level, lines }] }. `at` is
 * the index of a line, `cut` the length of its bullet.
 */
export function paragraphsAndLists(lines) {
  const markers = bullets(lines);
  const hasBlanks = lines.join("\n").trim().split("\n").some((line) => !line.trim());
  const groups = [];
  let list = null;
  let stretch = [];
  const endStretch = () => {
    for (const together of paragraphs(stretch.map((at) => lines[at]), hasBlanks)) {
      groups.push({ tag: "p", lines: together.map((place) => ({ at: stretch[place], cut: 0 })) });
    }
    if (stretch.length) list = null;
    stretch = [];
  };
  lines.forEach((line, at) => {
    const marker = markers[at];
    if (!line.trim()) endStretch();
    else if (marker) {
      endStretch();
      if (list?.tag !== marker.tag && !(list && marker.level > 1)) {
        list = { tag: marker.tag, items: [] };
        groups.push(list);
      }
      list.items.push({ level: marker.level, tag: marker.tag, lines: [{ at, cut: marker.cut }] });
    } else if (list && !stretch.length && lines[at - 1]?.trim() && continues(line, lines, at, list)) {
      list.items.at(-1).lines.push({ at, cut: 0 });
    } else stretch.push(at);
  });
  endStretch();
  return groups;
}

/** Return whether a line below an item belongs to it: it is indented, or goes on with the sentence. */
function continues(line, lines, at, list) {
  const start = list.items.at(-1).lines[0].at;
  const set = width(/^\s*/.exec(line)[0]) > width(/^\s*/.exec(lines[start])[0]);
  return set || (LOWER.test(line.trim()) && !ENDED.test(lines[at - 1].trim()));
}

/** Group the indexes of lines without a blank one between them by paragraph. */
function paragraphs(lines, hasBlanks) {
  if (!lines.length) return [];
  const trimmed = lines.map((line) => line.trim());
  const longest = Math.max(...trimmed.map((line) => line.length));
  const ends = trimmed.slice(0, -1).map((line, at) => {
    const next = trimmed[at + 1];
    const needed = line.length + 1 + first(next);
    const isFull = needed > longest * (hasBlanks || !ENDED.test(line) ? RAGGED : EARLY);
    return { line, isFull, isWrapped: needed > longest, isLower: LOWER.test(next) };
  });
  const goesOn = ({ line, isLower, isFull }) => isFull && (isLower || GOES_ON.test(line));
  const isRunning =
    !lines.some((line) => line.trim().includes("\t")) &&
    longest >= NARROWEST &&
    (ends.some(goesOn) ||
      (longest >= WIDE && ends.every((end) => end.isWrapped) && ends.some((end) => !ENDED.test(end.line))));
  const together = [[0]];
  ends.forEach((end, at) => {
    const isSetIn = /^(?: {2,}|\t)/.test(lines[at + 1]) && !/^\s/.test(lines[at]);
    const isNew = !isRunning || isSetIn || (!end.isFull && (ENDED.test(end.line) || !end.isLower));
    if (isNew) together.push([]);
    together.at(-1).push(at + 1);
  });
  return together;
}

/** Return what joins two lines of one paragraph: a space, or nothing after a hyphen at the end of a word. */
export const separatorOf = (before, after) => (/[\p{L}\d][-‐—]$/u.test(before.trim()) && /^\s*[\p{L}\d]/u.test(after) ? "" : " ");

/** Split plain text at the line ends of any program. */
export const splitLines = (text) =>
  text
    .replace(/\x1b\[[\d;?]*[A-Za-z]/g, "") // colors of a terminal
    .replace(/\u00ad[ \t]*\r?\n[ \t]*/g, "") // a word that was hyphenated at the end of a line
    .replace(/\u2029|\f/g, "\n\n") // the end of a paragraph, or of a page in a PDF
    .split(/\r\n|[\r\n\v\x85\u2028]/);
