/*
 * What other programs put on the clipboard that is no copy, and how they say what HTML has an element for.
 *
 * Each rule is one program's habit, tried on the parsed document: an element, its classes (whole names), its
 * declarations. `style(element)` gives these.
 */
const has = (element, ...names) => names.some((name) => element.classList.contains(name));
const begins = (element, start) => [...element.classList].some((name) => name.startsWith(start));
const says = (style, name, ...values) => values.includes(style.get(name));
const isStruck = (style) =>
  `${style.get("text-decoration") ?? ""} ${style.get("text-decoration-line") ?? ""}`.split(/\s+/).includes("line-through");

/** What is left out and said so: [what the note calls it, whose habit, the test]. */
const LEFT_OUT = [
  ["comments", "Word puts its comments after the text…", (e, style) => says(style, "mso-element", "comment-list", "comment")],
  ["comments", "…or loose, where only a part of the document was copied", (e) => has(e, "msocomtxt", "MsoCommentText", "MsoCommentSubject")],
  ["comments", "Word's anchors of comments: [JD1]", (e, style) =>
    has(e, "MsoCommentReference", "msocomanchor", "msocomoff") || says(style, "mso-special-character", "comment")],
  ["comments", "Google Docs saved as HTML: the anchor [a], and the box that it leads to", (e) =>
    /^#cmnt\d/.test(e.getAttribute("href") ?? "") || isDocsComment(e)],
  ["comments", "LibreOffice's and others' own elements for comments", (e) =>
    /^(office:annotation(-end)?|w:comment.*)$/.test(e.localName) || e.getAttribute("role") === "comment"],
  ["deleted text", "Word's tracked deletions, GitHub, Wikipedia", (e) => e.localName === "del" || e.getAttribute("role") === "deletion"],
  ["deleted text", "Word's and Word for the web's classes for tracked deletions", (e) => has(e, "msoDel") || begins(e, "TrackChangeTextDeletion")],
  ["struck-out text", "struck by an element or a class: Slack, Teams, Notion, LibreOffice, Word for the web", (e) =>
    ["s", "strike"].includes(e.localName) || has(e, "Strikethrough")],
  ["struck-out text", "struck by style: Google Docs, Apple Notes, Outlook; Word has a property of its own for double lines", (e, style) =>
    isStruck(style) || !says(style, "text-line-through", undefined, "none")],
  ["hidden text", "Word's hidden text, the preview line of a mail, what a page keeps folded", (e, style) =>
    e.hasAttribute("hidden") || says(style, "display", "none") || says(style, "visibility", "hidden", "collapse")],
  ["a video or sound", "web pages", (e) => ["video", "audio", "object", "embed", "canvas"].includes(e.localName)],
];

/** Gone without a word: no part of the copy in any program. */
const GONE = [
  ["controls, scripts and drawings of a page", (e) =>
    /^(script|style|link|meta|title|template|noscript|svg|math|button|input|select|textarea|xml)$/.test(e.localName)],
  ["Word for the web's sign at the end of each paragraph", (e) => has(e, "EOP")],
];

/** The box of a comment that Google Docs saves below the text: a link back to the anchor, then the words. */
function isDocsComment(element) {
  if (!/^(div|p|aside)$/.test(element.localName)) return false;
  const isBack = (child) => child.localName === "a" && /^#cmnt_ref/.test(child.getAttribute("href") ?? "");
  const isLine = (child) => isBack(child) || (/^(p|span)$/.test(child.localName) && [...child.children].some(isBack));
  return [...element.children].some(isLine) && !element.querySelector('a[href^="#cmnt"]:not([href^="#cmnt_ref"])');
}

/** Takes out of the document what is no copy; what must be said of it, each kind once, in the order of the rules. */
export function takeOut(body, style) {
  const found = new Set();
  for (const element of body.querySelectorAll("*")) {
    if (!body.contains(element)) continue;
    const rule = LEFT_OUT.find(([, , test]) => test(element, style(element)));
    // A rule without words says nothing: an empty <del> is no news.
    if (rule && (element.textContent.trim() || rule[0] === "a video or sound")) found.add(rule[0]);
    if (rule || GONE.some(([, test]) => test(element, style(element)))) element.remove();
  }
  return LEFT_OUT.map(([what]) => what).filter((what, at, all) => found.has(what) && all.indexOf(what) === at);
}

/** Outlook makes each line of a mail in plain text a paragraph: they are lines again. */
export function joinPlainText(body) {
  for (const line of body.querySelectorAll("p.MsoPlainText")) {
    const before = line.previousElementSibling;
    if (!before?.matches("p.MsoPlainText")) continue;
    before.append(body.ownerDocument.createElement("br"), ...line.childNodes);
    line.remove();
  }
}

/** Windows marks what was selected: Chromium, Word and Outlook put the rest of the document around it. */
export function trimToFragment(body) {
  const comments = body.ownerDocument.createTreeWalker(body, NodeFilter.SHOW_COMMENT);
  const marks = {};
  for (let comment = comments.nextNode(); comment; comment = comments.nextNode()) marks[comment.data.trim()] ??= comment;
  const around = body.ownerDocument.createRange();
  if (marks.EndFragment) {
    around.selectNodeContents(body);
    around.setStartAfter(marks.EndFragment);
    around.deleteContents();
  }
  if (marks.StartFragment) {
    around.selectNodeContents(body);
    around.setEndBefore(marks.StartFragment);
    around.deleteContents();
  }
}

/** The level of a heading, 2 or 3, or 0. Word for the web says it by role; pages too. */
export function headingOf(element) {
  const role = element.getAttribute("role");
  const level = role === "heading" ? Number(element.getAttribute("aria-level") ?? 2) : Number(/^h([1-6])$/.exec(element.localName)?.[1] ?? 0);
  if (!level || role === "presentation" || role === "none") return 0;
  return level <= 2 ? 2 : 3;
}

/** "ul" or "ol" for a list, by element or role. */
export function listOf(element) {
  if (["ul", "ol"].includes(element.localName)) return element.localName;
  if (["menu", "dir"].includes(element.localName)) return "ul";
  return element.getAttribute("role") === "list" ? "ul" : "";
}

export const isItem = (element) => element.localName === "li" || element.getAttribute("role") === "listitem";

/**
 * { level, group } where an item says its level itself, not by what it stands in; `group` tells lists apart.
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

/** { level, group, kind, marker } of a paragraph that Word means as a line of a list: its sign is in a marker, or typed. */
export function wordItem(element, style) {
  const said = (style(element).get("mso-list") ?? "").split(/\s+/);
  const isList = /^l\d+$/.test(said[0]);
  if (!isList && !begins(element, "MsoListParagraph")) return null;
  const marker = [...element.querySelectorAll("*")].find((each) => says(style(each), "mso-list", "ignore"));
  const level = Number(/^level(\d)$/.exec(said[1] ?? "")?.[1] ?? 1);
  const sign = (marker?.textContent ?? typedSign(element.textContent)).trim();
  if (!isList && !sign) return null; // a line that was set in by hand, or goes on under the one before
  const kind = /^\(?[\da-z]{1,4}[.)]/i.test(sign) ? "ol" : "ul";
  return { level, group: `word ${isList ? said[0] : ""}`, kind, marker };
}
const SIGN = /^\s*(?:[·•§▪o\uf0b7\uf0a7-]|\(?[\da-z]{1,3}[.)])[\s\u00a0]+/i;

/** The sign of a list that stands before words, with the spaces around it; "" without one. */
export const typedSign = (words) => SIGN.exec(words)?.[0] ?? "";

const BLOCKS = new Set(
  ("address article aside blockquote body caption center dd details dir div dl dt fieldset figcaption figure footer form h1 h2 h3 " +
    "h4 h5 h6 header hgroup hr legend li main menu nav ol p pre search section summary table tbody td tfoot th thead tr ul").split(" "),
);
const BLOCK_ROLES = ["heading", "list", "listitem", "paragraph", "row", "cell"];

/** Whether an element begins a line of its own. Chats say it by style of what is a span, and the other way round. */
export function isBlock(element, style) {
  const display = (style.get("display") ?? "").split(" ")[0];
  if (/^(block|flex|grid|flow-root|list-item|table|table-row)$/.test(display)) return true;
  if (display === "inline" && /^(div|p|section|article)$/.test(element.localName)) return false;
  return BLOCKS.has(element.localName) || BLOCK_ROLES.includes(element.getAttribute("role"));
}

/** What weight and slant an element has by itself: true, false, or null for those of what it stands in. */
export function emphasisOf(element, style) {
  const weight = style.get("font-weight") ?? shorthand(style, /^(bold|bolder|[6-9]00)$/);
  const slant = style.get("font-style") ?? shorthand(style, /^(italic|oblique)$/);
  if (element.id.startsWith("docs-internal-guid")) return { bold: false, italic: null }; // Google Docs' wrapper is a <b>
  return {
    bold: weigh(weight) ?? (["b", "strong"].includes(element.localName) || null),
    italic: lean(slant) ?? (["i", "em"].includes(element.localName) || null),
  };
}

/** Apple's programs say weight and slant in `font`. */
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

/** Whether spaces and line ends count where an element says so: chats, mail in plain text, code. */
export function keepsLines(element, style) {
  const said = style.get("white-space");
  if (said) return /^(pre|pre-wrap|pre-line|break-spaces)$/.test(said.split(" ")[0]);
  return ["pre", "listing", "xmp"].includes(element.localName) || null;
}

/** The emoji that a picture stands for in Slack, Teams, Gmail and on X; "" for a real picture. */
export function emojiOf(image) {
  const words = image.dataset.emoji ?? image.getAttribute("alt") ?? "";
  return /\p{Extended_Pictographic}|\p{Regional_Indicator}|\u20e3/u.test(words) && !/[\p{L}\s]/u.test(words) ? words : "";
}

/** A dot that tells a mail's sender that it was opened is no picture. */
export const isTracker = (image) => ["width", "height"].some((side) => /^[0-2](px)?$/.test(image.getAttribute(side) ?? ""));
