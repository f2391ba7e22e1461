/*
 * Pasted HTML becomes what a story holds, before the editor reads it.
 *
 * Under the desk's policy a browser ignores `style=` in whatever is parsed, and reports each one: Google Docs' wrapper
 * <b style="font-weight:normal"> would then turn a whole paste bold. So `style=` has another name before anything is
 * parsed, and is read by hand; `onclick=` and the like too, for their reports.
 */
import { isAddress, ownPath } from "desk/story/lookups";
import { STYLE, style, wordLists } from "desk/story/wordlists";

const GONE = "script,style,link,meta,title,template,noscript,svg,math,object,audio,video,form,input,button,select,textarea,o\\:p,xml";
const BLOCKS = "p,h1,h2,h3,h4,h5,h6,ul,ol,li,blockquote,aside,figure,div,table,tr,td,th,section,article,header,footer,pre,hr";

const TAG = /<[a-z](?:"[^"]*"|'[^']*'|[^'">])*>/gi;
const WITH_ALL_IN_IT = /<(style|script)\b[^>]*>[\s\S]*?<\/\1\s*>/gi;

export const unstyled = (html) =>
  html.replace(WITH_ALL_IN_IT, "").replace(TAG, (tag) => tag.replace(/([\s"'/])(style|on[a-z]+)(?=\s*=)/gi, "$1data-was-$2"));

const rename = (element, tag) => {
  const made = element.ownerDocument.createElement(tag);
  made.append(...element.childNodes);
  for (const { name, value } of [...element.attributes]) made.setAttribute(name, value);
  element.replaceWith(made);
  return made;
};
const unwrap = (element) => element.replaceWith(...element.childNodes);

/** { html, pictures }: the markup, and how many pictures had to stay behind. */
export function tidied(html) {
  const markup = unstyled(html.replace(/<!--\[if[\s\S]*?<!\[endif\]-->|<!\[(end)?if[^>]*>/gi, ""));
  const { body } = new DOMParser().parseFromString(markup, "text/html");
  body.querySelectorAll(GONE).forEach((element) => element.remove());
  wordLists(body);
  emphasis(body);
  for (const [from, to] of [["h1", "h2"], ["h4,h5,h6", "h3"]]) {
    body.querySelectorAll(from).forEach((element) => rename(element, to));
  }
  // A heading bold from end to end, as both programs write it, is a heading.
  body.querySelectorAll("h2 strong, h3 strong").forEach(unwrap);
  embeds(body);
  const pictures = body.querySelectorAll("img, picture").length;
  body.querySelectorAll("img, picture, source, figcaption:empty").forEach((element) => element.remove());
  body.querySelectorAll("a").forEach(link);
  cells(body);
  breaks(body);
  // The page's own marks of parts would be taken for ours.
  body.querySelectorAll("figure:not([data-picture])").forEach((element) => rename(element, "div"));
  body.querySelectorAll(`[${STYLE}], [class], [id]`).forEach((element) => {
    for (const name of [STYLE, "class", "id"]) element.removeAttribute(name);
  });
  return { html: body.innerHTML, pictures };
}

/** Weight and slant said by style become elements; elements that a style denies go. */
function emphasis(body) {
  for (const element of [...body.querySelectorAll("b, strong")]) {
    if (/font-weight:(normal|[1-4]00)/.test(style(element)) || element.id.startsWith("docs-internal-guid")) unwrap(element);
    else if (element.tagName === "B") rename(element, "strong");
  }
  for (const element of [...body.querySelectorAll("i, em")]) {
    if (/font-style:normal/.test(style(element))) unwrap(element);
    else if (element.tagName === "I") rename(element, "em");
  }
  for (const span of [...body.querySelectorAll("span, font")]) {
    if (!span.textContent.trim()) continue;
    const said = style(span);
    const wrap = (tag) => {
      const made = span.ownerDocument.createElement(tag);
      made.append(...span.childNodes);
      span.append(made);
    };
    if (/font-weight:(bold|[6-9]00)/.test(said)) wrap("strong");
    if (/font-style:(italic|oblique)/.test(said)) wrap("em");
  }
}

/** The words of a table's cells are paragraphs. */
function cells(body) {
  for (const cell of [...body.querySelectorAll("td, th")]) {
    if (cell.querySelector(BLOCKS)) unwrap(cell);
    else rename(cell, "p");
  }
}

function link(element) {
  let href = element.getAttribute("href") ?? "";
  const google = /^https:\/\/www\.google\.com\/url\?/.test(href) && new URL(href).searchParams.get("q");
  href = google || href;
  if (element.dataset.record) return;
  if (!isAddress(href)) unwrap(element);
  else element.setAttribute("href", ownPath(href) || href);
  // Google Docs leaves the spaces around a link in it.
  let [first, last] = [element, element];
  while (first.firstChild) first = first.firstChild;
  while (last.lastChild) last = last.lastChild;
  if (/^\s/.test(first.data ?? "")) {
    first.data = first.data.trimStart();
    element.before(" ");
  }
  if (/\s$/.test(last.data ?? "")) {
    last.data = last.data.trimEnd();
    element.after(" ");
  }
}

function embeds(body) {
  for (const frame of [...body.querySelectorAll("iframe")]) {
    const id = /^(?:https:)?\/\/(?:www\.)?youtube(?:-nocookie)?\.com\/embed\/([\w-]+)/.exec(frame.getAttribute("src") ?? "");
    const made = frame.ownerDocument.createElement("div");
    if (id) made.dataset.embed = `https://www.youtube.com/watch?v=${id[1]}`;
    if (id) frame.replaceWith(made);
    else frame.remove();
  }
}

/** A line break begins a paragraph. */
function breaks(body) {
  for (const br of [...body.querySelectorAll("br")]) {
    const around = br.closest("p");
    if (!around || !body.contains(around)) {
      if (br.parentNode.closest(BLOCKS) || br.parentNode === body) rename(br, "p");
      else br.replaceWith(" ");
      continue;
    }
    const rest = br.ownerDocument.createRange();
    rest.setStartAfter(br);
    rest.setEndAfter(around.lastChild);
    const next = around.cloneNode(false);
    next.append(rest.extractContents());
    around.after(next);
    br.remove();
  }
  body.querySelectorAll("p").forEach((each) => each.textContent.trim() || each.querySelector("div") || each.remove());
}
