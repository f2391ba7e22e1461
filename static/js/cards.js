/*
 * Opens the card of a person, company or production beside its name.
 *
 * <a class="entity" href="..." data-card="ID"> and <div class="pop" popover="manual" id="ID">: pointing at one of the
 * links, or reaching it with the keyboard, opens the card; leaving link and card, Escape or scrolling closes it. A card
 * holds no controls, and the link leads to the same facts.
 */
const WAIT_TO_OPEN = 220; // ms: passing over a name on the way elsewhere opens nothing
const WAIT_TO_CLOSE = 180; // ms: time to reach the card
const MARGIN = 16; // px between the card and the window's edge

const canHover = matchMedia("(hover: hover)").matches;
let open = null;

/** Place the card under the line of the link that was pointed at, or above it where there is no room. */
function place(card, link, y) {
  const lines = [...link.getClientRects()];
  const line = lines.find((rect) => y >= rect.top && y <= rect.bottom) ?? lines[0];
  const { width, height } = card.getBoundingClientRect();
  const below = innerHeight - line.bottom > height + 20 || line.top < height + 20;
  card.style.insetInlineStart = `${Math.max(MARGIN, Math.min(line.left - 12, innerWidth - width - MARGIN))}px`;
  card.style.insetBlockStart = `${below ? line.bottom + 8 : line.top - height - 8}px`;
}

/** @param {HTMLElement} card  @param {HTMLAnchorElement[]} links */
function attach(card, links) {
  let timer;
  const after = (wait, act) => {
    clearTimeout(timer);
    timer = setTimeout(act, wait);
  };
  const close = () => {
    clearTimeout(timer);
    if (open?.card === card) open = null;
    if (card.matches(":popover-open")) card.hidePopover();
  };
  const show = (link, y) => {
    if (open && open.card !== card) open.close();
    open = { card, close };
    if (!card.matches(":popover-open")) card.showPopover();
    place(card, link, y);
  };
  for (const link of links) {
    link.setAttribute("aria-describedby", card.id);
    link.addEventListener("focus", () => link.matches(":focus-visible") && after(0, () => show(link)));
    link.addEventListener("blur", () => after(120, close));
    if (!canHover) continue;
    link.addEventListener("pointerenter", (event) => after(WAIT_TO_OPEN, () => show(link, event.clientY)));
    link.addEventListener("pointerleave", () => after(WAIT_TO_CLOSE, close));
  }
  card.addEventListener("pointerenter", () => clearTimeout(timer));
  card.addEventListener("pointerleave", () => after(WAIT_TO_CLOSE, close));
}

if (HTMLElement.prototype.showPopover) {
  for (const card of document.querySelectorAll(".pop[popover]")) {
    attach(card, [...document.querySelectorAll(`a[data-card="${CSS.escape(card.id)}"]`)]);
  }
  addEventListener("keydown", (event) => event.key === "Escape" && open?.close());
  addEventListener("scroll", () => open?.close(), { passive: true });
}
