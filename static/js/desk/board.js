/*
 * Keyboard control of a ceremony's board.
 *
 * The arrow keys move from contest to contest and from nomination to nomination; with Alt they reorder them. On a
 * nomination, W sets the winner and Delete removes it. 0 marks a contest without a winner, and U undoes the last change.
 * Each key presses a button that is also on the page.
 */
import { Entry } from "./board/entry.js";
import { inTurn, say, send } from "./board/action_queue.js";

const board = document.querySelector("[data-board]");
const toast = document.querySelector("[data-toast]");
const entries = new Map([...board.querySelectorAll("[data-entry]")].map((form) => [form, new Entry(form)]));

document.addEventListener("submit", (event) => {
  const { target: form, submitter } = event;
  if (form !== toast && !board.contains(form)) return;
  if (["remove", "order"].includes(submitter?.name)) return; // these reload the board
  event.preventDefault();
  const entry = entries.get(form);
  if (entry && submitter?.name === "entity") entry.enter({ id: submitter.value });
  else if (entry && submitter?.name === "new") entry.enter({ new: submitter.value });
  else if (entry) entry.submit(event);
  else if (submitter) inTurn(() => send(form, { [submitter.name]: submitter.value }));
});

const undo = () => (toast.querySelector("[data-undo]").hidden ? say("There is nothing to undo.") : toast.querySelector("[data-undo]").click());

/** Return the elements that the arrow keys stop at: each contest, and in an open one its nominations and its field. */
const stops = () =>
  [...board.querySelectorAll("[data-fold] > summary, [data-fold][open] [data-pick], [data-fold][open] [name=typed]")];

function moveFocus(from, step) {
  const all = stops();
  const to = all[all.indexOf(from) + step];
  if (!to) return false;
  to.focus();
  to.scrollIntoView({ block: "nearest" });
  return true;
}

function keyOnNomination(pick, key) {
  const line = pick.closest("[data-nomination]");
  if (key === "w") {
    if (pick.name === "win") pick.click();
    else say("This can’t win: no award was declared, or the nomination was withdrawn or rescinded. Change that first.", { isRefused: true });
    return true;
  }
  if (key !== "Delete" && key !== "Backspace") return false;
  const out = line.querySelector("[data-out]");
  if (out) out.click();
  else say("This nomination has won. Press W to unset that, then remove it.", { isRefused: true });
  return true;
}

function keyOnStop(stop, key) {
  const fold = stop.closest("[data-fold]");
  if (key === "u") undo();
  else if (key === "0") {
    const nobody = fold.querySelector("[name=nobody]");
    if (nobody) nobody.click();
    else say("This category has a winner. Press W on the winner to unset it first.", { isRefused: true });
  } else if (key === "ArrowRight") fold.open = true;
  else if (key === "ArrowLeft") {
    fold.open = false;
    fold.querySelector("summary").focus();
  } else return false;
  return true;
}

function handleKey(event) {
  const { target, key } = event;
  const isField = target.name === "typed";
  if (event.ctrlKey || event.metaKey) {
    if (key !== "z" || (isField && target.value)) return false;
    undo();
    return true;
  }
  const step = { ArrowDown: 1, ArrowUp: -1 }[key];
  if (event.altKey) {
    const way = step > 0 ? "down" : "up";
    const line = target.closest("[data-nomination]");
    const button = step && (line ? line.querySelector(`[data-move=${way}]`) : target.matches("summary") && target.closest("[data-fold]").querySelector(`[data-order=${way}]`));
    button?.click();
    return Boolean(button);
  }
  if (step) return moveFocus(target, step);
  if (isField) return false;
  const pressed = key.length === 1 ? key.toLowerCase() : key;
  return (target.matches("[data-pick]") && keyOnNomination(target, pressed)) || keyOnStop(target, pressed);
}

board.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.isComposing || !event.target.matches("[data-fold] > summary, [data-pick], [name=typed]")) return;
  if (handleKey(event)) event.preventDefault();
});

// Links from other pages open the contest.
const meant = location.hash.startsWith("#contest-") && document.getElementById(location.hash.slice(1));
if (meant) meant.open = true;
