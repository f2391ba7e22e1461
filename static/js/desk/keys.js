/*
 * The desk's keyboard shortcuts, listed in the dialog #keys.
 *
 * A row's data-key is what to type ("g s"); its link, or the action that its data-does names, is what follows.
 * Shortcuts never work while somebody types in a field. [data-keys-on] turns the single keys off in this browser.
 */
const DIALOG = document.getElementById("keys");
const LONGEST_PAUSE = 1200; // ms between the keys of one sequence
const FIELDS = "input, textarea, select, [contenteditable]:not([contenteditable=false])";
const STORED_AS = "desk-keys-off";

const rows = new Map([...DIALOG.querySelectorAll("[data-key]")].map((row) => [row.dataset.key, row]));
const box = document.getElementById("jump");

const actions = {
  jump: () => {
    box.focus();
    box.select();
  },
  keys: () => DIALOG.showModal(),
};

function areOn() {
  try {
    return localStorage.getItem(STORED_AS) !== "yes";
  } catch {
    return true;
  }
}

/** @param {KeyboardEvent} event */
function isTyping(event) {
  const field = event.target.closest?.(FIELDS);
  return Boolean(field) && !(field instanceof HTMLInputElement && ["checkbox", "radio", "submit", "button"].includes(field.type));
}

const isShown = (element) => element && element.getClientRects().length > 0;

let typed = "";
let timer;

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.isComposing) return;
  if ((event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey && event.key.toLowerCase() === "k") {
    // The text editor uses Ctrl+K too, and prevents the default when it does.
    if (document.querySelector("dialog[open]")) return;
    event.preventDefault();
    if (isShown(box)) actions.jump();
    else location.assign(box.form.action);
    return;
  }
  if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event) || !areOn()) return;
  if (event.key.length !== 1 || document.querySelector("dialog[open]")) return;

  clearTimeout(timer);
  typed = typed ? `${typed} ${event.key}` : event.key;
  if (!rows.has(typed)) typed = [...rows.keys()].some((keys) => keys.startsWith(`${typed} `)) ? typed : event.key;
  timer = setTimeout(() => (typed = ""), LONGEST_PAUSE);

  const row = rows.get(typed);
  if (!row) return;
  typed = "";
  event.preventDefault();
  const link = row.querySelector("a[href]");
  if (link) link.click();
  else if (row.dataset.does === "jump" && !isShown(box)) location.assign(box.form.action);
  else actions[row.dataset.does]?.();
});

const choice = DIALOG.querySelector("[data-keys-on]");
choice.checked = areOn();
choice.addEventListener("change", () => {
  try {
    if (choice.checked) localStorage.removeItem(STORED_AS);
    else localStorage.setItem(STORED_AS, "yes");
  } catch {
    choice.checked = true; // the choice can't be stored, so the keys stay on
  }
});
