/*
 * How other programs write headings, lists, bold, italics and line breaks without the HTML elements for them.
 *
 * Each rule names the program whose habit it is. It is tried on an element of the parsed document, its classes and its
 * style: `style(element)` is a Map of the element's declarations. What is left out of a paste is in `left_out`.
 */
export const hasClass = (element, ...names) => names.some((name) => element.classList.contains(name));
export const hasClassStarting = (element, start) => [...element.classList].some((name) => name.startsWith(start));
export const declares = (style, name, ...values) => values.includes(style.get(name));

/** Return the level of a heading, 2 or 3, or 0. Word for the web and some pages use a role. */
export function headingOf(element) {
  const role = element.getAttribute("role");
  const level = role === "heading" ? Number(element.getAttribute("aria-level") ?? 2) : Number(/^h([1-6])$/.exec(element.localName)?.[1] ?? 0);
  if (!level || role === "presentation" || role === "none") return 0;
  return level <= 2 ? 2 : 3;
}

/** Return "ul" or "ol" for a list, by element or role, or "". */
export function listOf(element) {
  if (["ul", "ol"].includes(element.localName)) return element.localName;
  if (["menu", "dir"].includes(element.localName)) return "ul";
  return element.getAttribute("role") === "list" ? "ul" : "";
}

export const isItem = (element) => element.localName === "li" || element.getAttribute("role") === "listitem";

/**
 * Return { level, group } of an item that states its level itself, or null if its nesting does. `group` tells lists apart.
 *
 * Word for the web gives each item a list of its own, Slack each stretch of one level, Quill (LinkedIn and many
 * newsroom tools) all of them one flat list.
 */
export function levelOf(item) {
  const list = item.parentElement?.closest("ul, ol, [role=list]");
  const aria = item.getAttribute("data-aria-level") ?? (list?.parentElement?.closest("li, [role=listitem]") ? null : item.getAttribute("aria-level"));
  if (aria) return { level: Number(aria) || 1, group: `aria ${item.dataset.listid ?? ""}` };
  const slack = list?.dataset.indent;
  if (slack) return { level: Number(slack) + 1 || 1, group: "slack" };
  const quill = /(?:^|\s)ql-indent-(\d)(?:\s|$)/.exec(item.className);
  if (quill) return { level: Number(quill[1]) + 1, group: list };
  return null;
}

/** Return { level, group, kind, marker } of a paragraph that is a list item in Word, or null. Its sign may be typed text. */
export function wordItem(element, style) {
  const value = (style(element).get("mso-list") ?? "").split(/\s+/);
  const isList = /^l\d+$/.test(value[0]);
  if (!isList && !hasClassStarting(element, "MsoListParagraph")) return null;
  const marker = [...element.querySelectorAll("*")].find((each) => declares(style(each), "mso-list", "ignore"));
  const level = Number(/^level(\d)$/.exec(value[1] ?? "")?.[1] ?? 1);
  const sign = (marker?.textContent ?? typedSign(element.textContent)).trim();
  if (!isList && !sign) return null; // indented by hand, or a second paragraph of the item before
  const kind = /^\(?[\da-z]{1,4}[.)]/i.test(sign) ? "ol" : "ul";
  return { level, group: `word ${isList ? value[0] : ""}`, kind, marker };
}
const SIGN = /^\s*(?:[·•§▪o\uf0b7\uf0a7-]|\(?[\da-z]{1,3}[.)])[\s\u00a0]+/i;

/** Return the bullet or number typed before words, with the spaces around it, or "". */
export const typedSign = (words) => SIGN.exec(words)?.[0] ?? "";

const BLOCKS = new Set(
  ("address article aside blockquote body caption center dd details dir div dl dt fieldset figcaption figure footer form h1 h2 h3 " +
    "h4 h5 h6 header hgroup hr legend li main menu nav ol p pre search section summary table tbody td tfoot th thead tr ul").split(" "),
);
const BLOCK_ROLES = ["heading", "list", "listitem", "paragraph", "table", "grid", "row", "cell", "gridcell", "columnheader"];

/** Return whether an element begins a new line. Chats style spans as blocks, and blocks as inline. */
export function isBlock(element, style) {
  const display = (style.get("display") ?? "").split(" ")[0];
  if (/^(block|flex|grid|flow-root|list-item|table|table-row)$/.test(display)) return true;
  if (display === "inline" && /^(div|p|section|article)$/.test(element.localName)) return false;
  return BLOCKS.has(element.localName) || BLOCK_ROLES.includes(element.getAttribute("role"));
}

/** Return { bold, italic } as an element itself sets them: true, false, or null where it inherits. */
export function emphasisOf(element, style) {
  const weight = style.get("font-weight") ?? shorthand(style, /^(bold|bolder|[6-9]00)$/);
  const slant = style.get("font-style") ?? shorthand(style, /^(italic|oblique)$/);
  if (element.id.startsWith("docs-internal-guid")) return { bold: false, italic: null }; // Google Docs wraps everything in a <b>
  return {
    bold: weigh(weight) ?? (["b", "strong"].includes(element.localName) || null),
    italic: lean(slant) ?? (["i", "em"].includes(element.localName) || null),
  };
}

/** Apple's programs put weight and slant into the `font` shorthand. */
const shorthand = (style, pattern) => (style.get("font") ?? "").split(/\s+/).find((word) => pattern.test(word));

function weigh(weight) {
  if (weight === undefined || ["inherit", "initial", "unset", "revert"].includes(weight)) return null;
  if (["bold", "bolder"].includes(weight) || Number(weight) >= 600) return true;
  return ["normal", "lighter"].includes(weight) || Number(weight) <= 400 ? false : null;
}

function lean(slant) {
  const word = slant?.split(" ")[0];
  return { italic: true, oblique: true, normal: false }[word] ?? null;
}

/** Return whether an element keeps spaces and line ends (chats, plain-text mail, code), or null where it inherits. */
export function keepsLines(element, style) {
  const value = style.get("white-space");
  if (value) return /^(pre|pre-wrap|pre-line|break-spaces)$/.test(value.split(" ")[0]);
  return ["pre", "listing", "xmp"].includes(element.localName) || null;
}

/** Return the emoji that an image stands for in Slack, Teams, Gmail and on X; "" for a real picture. */
export function emojiOf(image) {
  const words = image.dataset.emoji ?? image.getAttribute("alt") ?? "";
  return /\p{Extended_Pictographic}|\p{Regional_Indicator}|\u20e3/u.test(words) && !/[\p{L}\s]/u.test(words) ? words : "";
}

/** Return whether an image is a tracking pixel, which tells a mail's sender that it was opened. */
export const isTracker = (image) => ["width", "height"].some((side) => /^[0-2](px)?$/.test(image.getAttribute(side) ?? ""));

/** Return the address of an embedded YouTube video as stories store it; "" for any other frame. */
export function videoOf(frame) {
  const id = /^(?:https:)?\/\/(?:www\.)?youtube(?:-nocookie)?\.com\/embed\/([\w-]+)/.exec(frame.getAttribute("src") ?? "");
  return id ? `https://www.youtube.com/watch?v=${id[1]}` : "";
}
