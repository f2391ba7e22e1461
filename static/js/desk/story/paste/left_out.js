/*
 * Takes out of a paste what isn't copy: comments, tracked deletions, what a page hides, its controls.
 *
 * Each rule names the program whose habit it is. It is tried on an element of the parsed document, its classes and its
 * style: `style(element)` is a Map of the element's declarations. What other programs mean by the rest is in
 * `programs`.
 */
import { hasClassStarting, hasClass, declares } from "desk/story/paste/programs";

const isStruck = (style) =>
  `${style.get("text-decoration") ?? ""} ${style.get("text-decoration-line") ?? ""}`.split(/\s+/).includes("line-through");

/** What is left out and named in a note: [its name there, whose habit it is, the test]. */
const LEFT_OUT = [
  ["comments", "Word puts its comments after the text…", (e, style) => declares(style, "mso-element", "comment-list", "comment")],
  ["comments", "…or loose, where only a part of the document was copied", (e) => hasClass(e, "msocomtxt", "MsoCommentText", "MsoCommentSubject")],
  ["comments", "Word's anchors of comments: [JD1]", (e, style) =>
    hasClass(e, "MsoCommentReference", "msocomanchor", "msocomoff") || declares(style, "mso-special-character", "comment")],
  ["comments", "Google Docs saved as HTML: the anchor [a], and the box that it leads to", (e) =>
    /^#cmnt\d/.test(e.getAttribute("href") ?? "") || isDocsComment(e)],
  ["comments", "LibreOffice's and others' own elements for comments", (e) =>
    /^(office:annotation(-end)?|w:comment.*)$/.test(e.localName) || e.getAttribute("role") === "comment"],
  ["deleted text", "Word's tracked deletions, GitHub, Wikipedia", (e) => e.localName === "del" || e.getAttribute("role") === "deletion"],
  ["deleted text", "Word's and Word for the web's classes for tracked deletions", (e) => hasClass(e, "msoDel") || hasClassStarting(e, "TrackChangeTextDeletion")],
  ["struck-out text", "struck by an element or a class: Slack, Teams, Notion, LibreOffice, Word for the web", (e) =>
    ["s", "strike"].includes(e.localName) || hasClass(e, "Strikethrough")],
  ["struck-out text", "struck by style: Google Docs, Apple Notes, Outlook; Word has a property of its own for double lines", (e, style) =>
    isStruck(style) || !declares(style, "text-line-through", undefined, "none")],
  ["hidden text", "Word's hidden text, the preview line of a mail, what a page keeps folded", (e, style) =>
    e.hasAttribute("hidden") || declares(style, "display", "none") || declares(style, "visibility", "hidden", "collapse")],
  ["a video or sound", "web pages", (e) => ["video", "audio", "object", "embed", "canvas"].includes(e.localName)],
];

/** What is left out without a note, since it is never copy. */
const SILENTLY_REMOVED = [
  ["controls, scripts and drawings of a page", (e) =>
    /^(script|style|link|meta|title|template|noscript|svg|math|button|input|select|textarea|xml)$/.test(e.localName)],
  ["Word for the web's sign at the end of each paragraph", (e) => hasClass(e, "EOP")],
];

/** Return whether this is a comment that Google Docs saves below the text: a link back to its anchor, then words. */
function isDocsComment(element) {
  if (!/^(div|p|aside)$/.test(element.localName)) return false;
  const isBack = (child) => child.localName === "a" && /^#cmnt_ref/.test(child.getAttribute("href") ?? "");
  const isLine = (child) => isBack(child) || (/^(p|span)$/.test(child.localName) && [...child.children].some(isBack));
  return [...element.children].some(isLine) && !element.querySelector('a[href^="#cmnt"]:not([href^="#cmnt_ref"])');
}

/** Remove what isn't copy. Return the names of what a note should mention, each once, in the order of the rules. */
export function removeLeftOut(body, style) {
  const found = new Set();
  for (const element of body.querySelectorAll("*")) {
    if (!body.contains(element)) continue;
    const rule = LEFT_OUT.find(([, , test]) => test(element, style(element)));
    // An empty <del> isn't worth a note.
    if (rule && (element.textContent.trim() || rule[0] === "a video or sound")) found.add(rule[0]);
    if (rule || SILENTLY_REMOVED.some(([, test]) => test(element, style(element)))) element.remove();
  }
  return LEFT_OUT.map(([what]) => what).filter((what, at, all) => found.has(what) && all.indexOf(what) === at);
}

/** Turn Outlook's paragraphs, one for each line of a plain-text mail, back into lines. */
export function joinPlainText(body) {
  for (const line of body.querySelectorAll("p.MsoPlainText")) {
    const before = line.previousElementSibling;
    if (!before?.matches("p.MsoPlainText")) continue;
    before.append(body.ownerDocument.createElement("br"), ...line.childNodes);
    line.remove();
  }
}

/** Cut a clip to its selection: on Windows, Chromium, Word and Outlook put the rest of the document around two markers. */
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
