/*
 * The last touches to what was read: lists as a story has them.
 */
const DEEPEST_LIST = 3; // as in articles/body/vocabulary.py

/** Outlook and PDFs in a browser write a list as paragraphs with a bullet in front. */
const BULLET = /^[•◦▪▫‣⁃●○■□\uf0b7\uf0a7]\s*(?=\S)/u;
const isBulleted = (element) => element?.localName === "p" && BULLET.test(element.textContent);

function withoutBullet(paragraph) {
  let left = BULLET.exec(paragraph.textContent)[0].length;
  const words = paragraph.ownerDocument.createTreeWalker(paragraph, NodeFilter.SHOW_TEXT);
  for (let node = words.nextNode(); node && left; node = words.nextNode()) {
    const taken = Math.min(left, node.length);
    node.deleteData(0, taken);
    left -= taken;
  }
  return paragraph;
}

/** Lists no deeper than a story's, no item without words; and bullets typed before paragraphs are a list. */
export function tidyLists(root) {
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
