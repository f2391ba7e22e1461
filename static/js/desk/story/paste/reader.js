/*
 * Turns pasted elements into paragraphs, headings, lists and boxes, by the rules of articles/body/parsing.py.
 *
 * The document is walked once. Words are added to the open line; a line break opens the next one; the start or end of a
 * block closes them all, and plain_text.js then decides which lines are one paragraph.
 */
import { isTable, readTable } from "desk/story/paste/tables";
import { paragraphsAndLists } from "desk/story/paste/plain_text";
import { Blocks } from "desk/story/paste/blocks";
import { emojiOf, headingOf, isBlock, isItem, isTracker, levelOf, listOf, typedSign, videoOf, wordItem } from "desk/story/paste/programs";
import { PLAIN, withMarks, normalizeSpaces, joinLines, contextIn } from "desk/story/paste/inline";

const FRAMES = { blockquote: ["speaker", "how", "record"], aside: ["pull"] };
const BOXES = { figure: ["picture", "caption", "size"], div: ["embed", "nominees", "tally", "award"] };

export class Reader {
  constructor(style) {
    this.style = style;
    this.out = new Blocks();
    this.lines = [[]];
    this.pictures = 0;
    this.hasBlocks = false;
  }

  /** Read a document's body and return elements of the vocabulary. */
  read(body, context = PLAIN) {
    this.children(body, context);
    if (this.lines.at(-1).at(-1)?.isLayout) this.lines.at(-1).pop();
    return this.finish();
  }

  /** Read lines of plain text. A single line keeps the spaces at its ends: it may be pasted into a sentence. */
  readLines(lines) {
    this.lines = lines.map((text) => [{ text, context: PLAIN }]);
    this.hasBlocks = lines.filter((line) => line.trim()).length > 1;
    return this.finish();
  }

  finish() {
    this.flush(PLAIN);
    return this.out.finished();
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
      // A line end in the markup between two blocks, or at the edge of a clip, isn't a space in the text.
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
    const inside = contextIn(element, style, around);
    if (!isBlock(element, style)) return this.children(element, inside);
    this.hasBlocks = true;
    this.flush(around);
    this.block(element, inside, around);
  }

  block(element, inside, around) {
    const tag = element.localName;
    const list = listOf(element);
    const word = tag === "li" ? null : wordItem(element, this.style);
    const boxed = BOXES[tag]?.filter((name) => element.getAttribute(`data-${name}`));
    if (isTable(element) && this.out.isAtTop && readTable(this, element, inside)) return undefined;
    if (boxed?.length) return this.out.put(this.out.box(tag, element.dataset, boxed));
    if (FRAMES[tag] && this.out.isAtTop) return this.enter(this.out.put(this.out.box(tag, element.dataset, FRAMES[tag])), element, inside);
    if (list) return this.walk(element, { ...inside, kind: list, depth: around.depth + 1, list: around.list ?? element });
    if (isItem(element)) {
      const inList = around.list ?? element.parentElement;
      const said = levelOf(element) ?? { level: Math.max(1, around.depth), group: inList };
      return this.enter(this.out.item({ ...said, inList, kind: around.kind || "ul" }), element, inside);
    }
    if (word) {
      word.marker?.remove();
      return this.enter(this.out.item(word), element, inside, !word.marker);
    }
    return this.walk(element, { ...inside, heading: headingOf(element) || around.heading });
  }

  walk(element, context, hasSign = false) {
    this.children(element, context);
    this.flush(context, hasSign);
  }

  enter(frame, element, context, hasSign) {
    this.out.inside(frame, () => this.walk(element, context, hasSign));
  }

  /** Turn the open lines into blocks; `hasSign`: a typed bullet before them is removed. */
  flush(context, hasSign = false) {
    const lines = this.lines;
    this.lines = [[]];
    const words = lines.map((line) => line.map(({ text }) => text).join(""));
    if (!words.some((each) => each.trim() || each.includes("\u00a0"))) {
      // A space between two inline pieces only counts next to words: it is kept for a clip without blocks.
      if (!this.hasBlocks && words.length === 1) this.lines = lines;
      return;
    }
    const isOne = context.heading || hasSign || lines.length === 1;
    const all = { tag: "p", lines: words.map((each, at) => ({ at, cut: hasSign && !at ? typedSign(each).length : 0 })) };
    const groups = isOne ? [all] : paragraphsAndLists(words.map((each) => each.replace(/[\u00a0\u2007\u202f]/g, " ")));
    for (const { tag, items, lines: places } of groups) {
      if (tag === "p") this.paragraph(context, joinLines(places, lines));
      else {
        this.out.list(items.map(({ lines: own, ...item }) => [item, () => this.paragraph({ ...context, heading: 0 }, joinLines(own, lines))]));
      }
    }
  }

  paragraph({ heading }, runs) {
    const block = this.out.box(heading && this.out.isAtTop ? `h${heading}` : "p");
    for (const run of normalizeSpaces(runs, this.hasBlocks)) block.append(withMarks(run, block.ownerDocument, block.localName !== "p"));
    if (block.textContent.trim() || (!this.hasBlocks && block.textContent)) this.out.put(block);
  }

  picture(element, context) {
    const emoji = element.localName === "img" && emojiOf(element);
    if (emoji) this.text(emoji, context);
    else if (!isTracker(element)) this.pictures += 1;
  }

  frame(element, context) {
    const embed = videoOf(element);
    if (!embed) return;
    this.hasBlocks = true;
    this.flush(context);
    this.out.put(this.out.box("div", { embed }, ["embed"]));
  }
}
