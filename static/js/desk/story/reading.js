/*
 * Pasted elements become paragraphs, headings, lists and boxes of a story, as articles/body/reading.py does it there.
 *
 * The document is walked once. Words go into the line that is open; a line break opens the next; what begins or ends a
 * block closes them all, and then `lines` says which of them are one paragraph.
 */
import { arranged } from "desk/story/lines";
import { tidyLists } from "desk/story/lists";
import { emojiOf, emphasisOf, headingOf, isBlock, isItem, isTracker, keepsLines, levelOf, listOf, typedSign, wordItem } from "desk/story/quirks";
import { dressed, evened, joined, linkOf } from "desk/story/runs";

const FRAMES = { blockquote: ["speaker", "how", "record"], aside: ["pull"] };
const BOXES = { figure: ["picture", "caption", "size"], div: ["embed", "nominees", "tally", "award"] };
const PLAIN = { bold: false, italic: false, title: false, link: null, heading: 0, pre: false, depth: 0, kind: "", list: null };

export class Reader {
  constructor(style) {
    this.style = style;
    this.root = document.implementation.createHTMLDocument("").body;
    this.into = this.root;
    this.lines = [[]];
    this.list = null; // the list that an item would go on with: { group, at, open: [{ level, list }] }
    this.pictures = 0;
    this.hasBlocks = false;
  }

  /** What is read, as elements of the vocabulary. */
  read(body) {
    this.children(body, PLAIN);
    if (this.lines.at(-1).at(-1)?.isLayout) this.lines.at(-1).pop();
    return this.finish();
  }

  /** The same of plain text, given in lines. One line is words alone, with the spaces at its ends. */
  readLines(lines) {
    this.lines = lines.map((text) => [{ text, context: PLAIN }]);
    this.hasBlocks = lines.filter((line) => line.trim()).length > 1;
    return this.finish();
  }

  finish() {
    this.flush(PLAIN);
    tidyLists(this.root);
    return this.root;
  }

  children(element, context) {
    for (const child of [...element.childNodes]) {
      if (child.nodeType === Node.TEXT_NODE) this.text(child.data, context);
      else if (child.nodeType === Node.ELEMENT_NODE) this.element(child, context);
    }
  }

  text(words, context) {
    const line = () => this.lines.at(-1);
    if (!context.pre) {
      // A line end in the markup between two blocks, or at the edge of a clip, is nobody's space.
      const isLayout = /^[ \t\r\n\f]*\n[ \t\r\n\f]*$/.test(words);
      const isFirst = !line().some(({ text }) => text.trim());
      if (!isLayout || !isFirst) line().push({ text: words.replace(/[ \t\r\n\f]+/g, " "), context, isLayout });
      return;
    }
    words.split(/\r\n|[\r\n]/).forEach((part, at) => {
      if (at) this.lines.push([]);
      if (part) line().push({ text: part, context });
    });
  }

  element(element, around) {
    const tag = element.localName;
    const style = this.style(element);
    if (tag === "br") return around.heading ? this.text(" ", around) : void this.lines.push([]);
    if (tag === "img" || tag === "picture") return this.picture(element, around);
    if (tag === "iframe") return this.frame(element, around);
    const { bold, italic } = emphasisOf(element, style);
    const inside = {
      ...around,
      bold: bold ?? around.bold,
      italic: italic ?? around.italic,
      title: around.title || tag === "cite",
      link: tag === "a" ? (linkOf(element) ?? around.link) : around.link,
      pre: keepsLines(element, style) ?? around.pre,
    };
    if (!isBlock(element, style)) return this.children(element, inside);
    this.hasBlocks = true;
    this.flush(around);
    this.block(element, inside, around);
    return undefined;
  }

  block(element, inside, around) {
    const tag = element.localName;
    const list = listOf(element);
    const word = element.localName === "li" ? null : wordItem(element, this.style);
    const boxed = BOXES[tag]?.filter((name) => element.getAttribute(`data-${name}`));
    if (boxed?.length) return this.put(copy(element, tag, boxed));
    if (FRAMES[tag] && this.into === this.root) return this.enter(this.put(copy(element, tag, FRAMES[tag])), element, inside);
    if (list) return this.walk(element, { ...inside, kind: list, depth: around.depth + 1, list: around.list ?? element });
    if (isItem(element)) {
      const inList = around.list ?? element.parentElement;
      const said = levelOf(element) ?? { level: Math.max(1, around.depth), group: inList };
      if (this.list?.inList === inList) said.group = this.list.group; // only some of its items may say their level
      const item = this.item({ ...said, kind: around.kind || "ul" });
      this.list.inList = inList;
      return this.enter(item, element, inside);
    }
    if (word) {
      word.marker?.remove();
      return this.enter(this.item(word), element, inside, !word.marker);
    }
    return this.walk(element, { ...inside, heading: headingOf(element) || around.heading });
  }

  walk(element, context, hasSign = false) {
    this.children(element, context);
    this.flush(context, hasSign);
  }

  enter(frame, element, context, hasSign) {
    const before = this.into;
    this.into = frame;
    this.walk(element, context, hasSign);
    this.into = before;
  }

  put(block) {
    if (this.list?.at === this.into) this.list = null;
    this.into.append(block);
    return block;
  }

  /** A new item of the list that is open, at its level; of a new list where another group begins. */
  item({ level, group, kind }) {
    if (this.list?.group !== group) this.list = { group, at: this.into, open: [] };
    const { open, at } = this.list;
    let last = null;
    while (open.length && open.at(-1).level > level) last = open.pop();
    if (open.length && open.at(-1).level === level && open.at(-1).list.localName !== kind) open.pop();
    else if (!open.length && last?.list.localName === kind) open.push({ level, list: last.list });
    if (open.at(-1)?.level !== level) {
      const list = this.root.ownerDocument.createElement(kind);
      (open.at(-1)?.list.lastElementChild ?? at).append(list);
      open.push({ level, list });
    }
    const item = this.root.ownerDocument.createElement("li");
    open.at(-1).list.append(item);
    return item;
  }

  /** The lines that are open become blocks where the walk is, without the sign of a list that was typed before them. */
  flush(context, hasSign = false) {
    const lines = this.lines;
    this.lines = [[]];
    const words = lines.map((line) => line.map(({ text }) => text).join(""));
    if (!words.some((each) => each.trim() || each.includes("\u00a0"))) {
      // A space between two inline pieces is one only beside words: kept for a clip that has no block.
      if (!this.hasBlocks && words.length === 1) this.lines = lines;
      return;
    }
    const isOne = context.heading || hasSign || lines.length === 1;
    const all = { tag: "p", lines: words.map((each, at) => ({ at, cut: hasSign && !at ? typedSign(each).length : 0 })) };
    const groups = isOne ? [all] : arranged(words.map((each) => each.replace(/[\u00a0\u2007\u202f]/g, " ")));
    for (const { tag, items, lines: places } of groups) {
      if (tag === "p") this.paragraph(context, joined(places, lines));
      else {
        const outer = this.list;
        const group = {};
        for (const { level, tag: kind, lines: own } of items) {
          const before = this.into;
          this.into = this.item({ level, group, kind });
          this.paragraph({ ...context, heading: 0 }, joined(own, lines));
          this.into = before;
        }
        this.list = outer?.at === this.into ? null : outer;
      }
    }
  }

  paragraph({ heading }, runs) {
    const tag = heading && this.into === this.root ? `h${heading}` : "p";
    const block = this.root.ownerDocument.createElement(tag);
    for (const run of evened(runs, this.hasBlocks)) block.append(dressed(run, block.ownerDocument, tag !== "p"));
    if (block.textContent.trim() || (!this.hasBlocks && block.textContent)) this.put(block);
  }

  picture(element, context) {
    const emoji = element.localName === "img" ? emojiOf(element) : "";
    if (emoji) this.text(emoji, context);
    else if (!isTracker(element)) this.pictures += 1;
  }

  frame(element, context) {
    const id = /^(?:https:)?\/\/(?:www\.)?youtube(?:-nocookie)?\.com\/embed\/([\w-]+)/.exec(element.getAttribute("src") ?? "");
    if (!id) return;
    this.hasBlocks = true;
    this.flush(context);
    const box = this.root.ownerDocument.createElement("div");
    box.dataset.embed = `https://www.youtube.com/watch?v=${id[1]}`;
    this.put(box);
  }
}

function copy(element, tag, names) {
  const made = element.ownerDocument.createElement(tag);
  for (const name of names) if (element.dataset[name]) made.dataset[name] = element.dataset[name];
  if (tag === "blockquote") made.dataset.speaker ??= "";
  if (tag === "aside") made.dataset.pull ??= "";
  return made;
}
