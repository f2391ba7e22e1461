/*
 * Shortcuts on a story's screen: keys for Publish (or Submit) and Preview, and links from a check to the field that
 * needs work. Such a link has data-go-to, the id of the field's box.
 */
const KEYS = { enter: ".edit-bar [data-verb]", p: ".edit-bar [data-preview-open]" };
const FIELDS = "select, textarea, button, input:not([type=hidden]), [contenteditable=true], [tabindex='0']";

const isShown = (element) => element.getClientRects().length > 0;

// Captured before the editor, which would insert a line break for Ctrl+Enter.
document.addEventListener(
  "keydown",
  (event) => {
    const control = document.querySelector(KEYS[event.key.toLowerCase()] ?? "no-key");
    if (!control || !(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey || document.querySelector("dialog[open]")) return;
    event.preventDefault();
    event.stopPropagation();
    if (!event.repeat) control.click();
  },
  { capture: true },
);

document.addEventListener("click", (event) => {
  const link = event.target.closest?.("[data-go-to]");
  const box = link && document.getElementById(link.dataset.goTo);
  if (!box) return; // outside the story's screen it is an ordinary link
  event.preventDefault();
  link.closest("dialog")?.close();
  box.closest("details")?.setAttribute("open", "");
  box.scrollIntoView({ block: "center" });
  const texts = box.querySelectorAll("[contenteditable=true]"); // preferred to a button above the text
  [...texts, ...box.querySelectorAll(FIELDS)].find(isShown)?.focus({ preventScroll: true });
});
