/*
 * The blocks that a paste becomes, one after the other, each in the list or quotation that is open.
 */
import { tidyLists } from "desk/story/lists";

export class Outline {
  constructor() {
    this.root = document.implementation.createHTMLDocument("").body;
    this.into = this.root;
    this.open = null; // the list that an item would go on with: { group, inList, at, levels: [{ level, list }] }
  }

  get isAtTop() {
    return this.into === this.root;
  }

  tidied() {
    tidyLists(this.root);
    return this.root;
  }

  /** A block with those of the data that a story has. It is in no document yet. */
  box(tag, data = {}, names = []) {
    const made = this.root.ownerDocument.createElement(tag);
    for (const name of names) if (data[name]) made.dataset[name] = data[name];
    if (tag === "blockquote") made.dataset.speaker ??= "";
    if (tag === "aside") made.dataset.pull ??= "";
    return made;
  }

  put(block) {
    if (this.open?.at === this.into) this.open = null;
    this.into.append(block);
    return block;
  }

  /** What `fill` puts stands in the frame. */
  inside(frame, fill) {
    const before = this.into;
    this.into = frame;
    fill();
    this.into = before;
  }

  /** A new item of the list that is open, at its level; of a new list where another group begins. */
  item({ level, group, kind, inList = null }) {
    // Only some items of one list may say their level.
    const isSame = this.open && (this.open.group === group || (inList && this.open.inList === inList));
    if (!isSame) this.open = { group, at: this.into, levels: [] };
    this.open.inList = inList;
    const { levels, at } = this.open;
    let last = null;
    while (levels.length && levels.at(-1).level > level) last = levels.pop();
    if (levels.length && levels.at(-1).level === level && levels.at(-1).list.localName !== kind) levels.pop();
    else if (!levels.length && last?.list.localName === kind) levels.push({ level, list: last.list });
    if (levels.at(-1)?.level !== level) {
      const list = this.box(kind);
      (levels.at(-1)?.list.lastElementChild ?? at).append(list);
      levels.push({ level, list });
    }
    const item = this.box("li");
    levels.at(-1).list.append(item);
    return item;
  }

  /** A list of its own where the walk is: of [{ level, tag }, what fills it] each an item. */
  list(rows) {
    const outer = this.open;
    const group = {};
    for (const [{ level, tag }, fill] of rows) this.inside(this.item({ level, group, kind: tag }), fill);
    this.open = outer?.at === this.into ? null : outer;
  }
}
