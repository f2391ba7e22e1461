/*
 * Collects the blocks that a paste becomes, each in the list or quotation that is open, and tidies its lists.
 */
const DEEPEST_LIST = 3; // as in articles/body/vocabulary.py

export class Blocks {
  constructor() {
    this.root = document.implementation.createHTMLDocument("").body;
    this.into = this.root;
    this.open = null; // the list that the next item would join: { group, inList, at, levels: [{ level, list }] }
  }

  get isAtTop() {
    return this.into === this.root;
  }

  finished() {
    tidyLists(this.root);
    return this.root;
  }

  /** Return a new element with the named data attributes. It isn't inserted yet. */
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

  /** Run `fill` with `frame` as the place where blocks are added. */
  inside(frame, fill) {
    const before = this.into;
    this.into = frame;
    fill();
    this.into = before;
  }

  /** Add an item at its level to the open list, or to a new list if the group is another one. */
  item({ level, group, kind, inList = null }) {
    // In some programs only some of the items of a list state their level.
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

  /** Add a separate list. Each row is [{ level, tag }, a function that fills the item]. */
  list(rows) {
    const outer = this.open;
    const group = {};
    for (const [{ level, tag }, fill] of rows) this.inside(this.item({ level, group, kind: tag }), fill);
    this.open = outer?.at === this.into ? null : outer;
  }
}

/** Outlook, and PDFs opened in a browser, write a list as paragraphs with a bullet in front. */
const BULLET = /^[•◦▪▫‣⁃●○■□\uf0b7\uf0a7]\s*(?=\S)/u;
const isBulleted = (element) => element?.localName === "p" && BULLET.test(element.textContent);

function withoutBullet(paragraph) {
  let left = BULLET.exec(paragraph.textContent)[0].length;
  const words = paragraph.ownerDocument.createTreeWalker(paragraph, NodeFilter.SHOW_TEXT);
  for (let node = words.nextNode(); node && left; node = words.nextNode()) {
    const cut = Math.min(left, node.length);
    node.deleteData(0, cut);
    left -= cut;
  }
  return paragraph;
}

/** Flatten lists that are deeper than a story's, drop empty items, and make lists of bulleted paragraphs. */
function tidyLists(root) {
  const deepest = Array(DEEPEST_LIST).fill(":is(ul, ol)").join(" ");
  for (const list of root.querySelectorAll(`${deepest} :is(ul, ol)`)) {
    list.closest("li").after(...list.children);
    list.remove();
  }
  for (const item of [...root.querySelectorAll("li")].reverse()) {
    if (item.firstElementChild?.matches("ul, ol")) item.replaceWith(...item.firstElementChild.children, ...(item.children.length > 1 ? [item] : []));
    else if (!item.firstElementChild) item.remove();
  }
  root.querySelectorAll("ul:empty, ol:empty, blockquote:empty, aside:empty").forEach((empty) => empty.remove());
  for (const first of [...root.querySelectorAll(":scope > p")]) {
    if (!first.parentNode || !isBulleted(first) || !isBulleted(first.nextElementSibling)) continue;
    const list = root.ownerDocument.createElement("ul");
    first.before(list);
    while (isBulleted(list.nextElementSibling)) {
      const item = root.ownerDocument.createElement("li");
      item.append(withoutBullet(list.nextElementSibling));
      list.append(item);
    }
  }
}
