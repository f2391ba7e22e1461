/*
 * Lists as Word writes them, made lists.
 */
export const STYLE = "data-was-style"; // what tidying renames `style` to

/** What an element's style said, evened out. */
export const style = (element) => (element.getAttribute(STYLE) ?? "").toLowerCase().replace(/\s*([:;])\s*/g, "$1");

/** Word writes a list as paragraphs with a marker in front, told apart by a number and a level. */
export function wordLists(body) {
  let lists = []; // those that are open, the outermost first
  let last = null;
  let before = "";
  for (const line of [...body.querySelectorAll("p")]) {
    const [, number = "", level = "1"] = /mso-list:(l\d+)\s+level(\d)/.exec(style(line)) ?? [];
    if (!number && !/MsoListParagraph/.test(line.className)) continue;
    const marker = line.querySelector(`[${STYLE}*="mso-list:Ignore"], [${STYLE}*="mso-list: Ignore"]`);
    const sign = (marker ?? line).textContent.trim();
    marker?.remove();
    if (!marker) line.innerHTML = line.innerHTML.replace(/^\s*(?:[·•§o-]|\(?[\da-z]{1,3}[.)])(?:&nbsp;|\s)+/i, "");
    if (last?.nextElementSibling !== line || number !== before) lists = [];
    lists.length = Math.min(lists.length, Number(level));
    while (lists.length < Number(level)) {
      const list = line.ownerDocument.createElement(/^\(?[\da-z]{1,3}[.)]/i.test(sign) ? "ol" : "ul");
      const around = lists.at(-1)?.lastElementChild ?? lists.at(-1);
      if (around) around.append(list);
      else line.before(list);
      lists.push(list);
    }
    const item = line.ownerDocument.createElement("li");
    lists.at(-1).append(item);
    item.append(line);
    [last, before] = [lists[0], number];
  }
}
