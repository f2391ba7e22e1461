/*
 * Sends the actions of a ceremony's board to the desk, one at a time, and shows each answer.
 *
 * After a refusal the actions waiting behind it are dropped: they were meant for a list that has changed.
 */
import { SignedOut } from "../signed_out.js";

const status = document.querySelector("[data-status]");
const toast = document.querySelector("[data-toast]");
let waiting = Promise.resolve();
let refusals = 0;

/** Show a message and read it out. `undo` is what the Undo button beside it reverts, or "" for no button. */
export function say(sentence, { undo, isRefused = false, words = [sentence] } = {}) {
  status.textContent = sentence;
  toast.hidden = false;
  toast.querySelector("[data-said]").replaceChildren(...words);
  toast.classList.toggle("is-refused", isRefused);
  if (undo !== undefined) toast.querySelector("[data-undo]").hidden = !undo;
}

/** Run `action` after all earlier ones; the promise is of null if one of those was refused meanwhile. */
export function inTurn(action) {
  const before = refusals;
  const mine = waiting.then(() => (before === refusals ? action() : null));
  waiting = mine.catch(() => {});
  return mine;
}

/** Send a form of the board with these fields, show the answer and return it, with `isDone`. */
export async function send(form, fields) {
  const body = new URLSearchParams();
  for (const name of ["csrfmiddlewaretoken", "contest", "seen"]) {
    if (form.elements[name]) body.set(name, form.elements[name].value);
  }
  for (const [name, value] of Object.entries(fields)) body.set(name, value);
  let answer;
  try {
    const response = await fetch(form.action, { method: "POST", body, headers: { Accept: "application/json" } });
    if (response.redirected) throw new SignedOut(response.url, "try again");
    if (response.status === 403) throw new Error("Your role may not do this. Ask a managing editor.");
    if (!response.headers.get("Content-Type")?.includes("json")) throw new Error(`The desk couldn’t answer (${response.status}). Nothing was changed: try again.`);
    answer = { ...(await response.json()), isDone: response.ok };
  } catch (failure) {
    const message = failure instanceof TypeError ? "The desk can’t be reached. Nothing was changed: try again in a moment." : failure.message;
    answer = { message, words: failure.words, isDone: false };
  }
  if (!answer.isDone) refusals += 1;
  if (answer.fold) show(answer);
  say(answer.message, { undo: answer.undo, isRefused: !answer.isDone, words: answer.words });
  return answer;
}

/** Replace the parts of the contest by those the desk sent; the focus stays where it was, or next to it. */
function show({ contest, fold: html }) {
  const fold = document.getElementById(`contest-${contest}`);
  const fresh = new DOMParser().parseFromString(html, "text/html").querySelector("[data-fold]");
  const focused = fold.contains(document.activeElement) ? document.activeElement : null;
  const line = focused?.closest("[data-nomination]");
  const place = line ? [...line.parentElement.children].indexOf(line) : -1;
  for (const part of fresh.querySelectorAll("[data-part]")) fold.querySelector(`[data-part="${part.dataset.part}"]`)?.replaceWith(part);
  for (const seen of fold.querySelectorAll("input[name=seen]")) seen.value = fresh.querySelector("input[name=seen]").value;
  if (focused && !focused.isConnected) {
    const lines = [...fold.querySelectorAll("[data-nomination]")];
    const same = lines.find((each) => each.dataset.nomination === line?.dataset.nomination);
    const beside = same ?? lines[Math.min(Math.max(place, 0), lines.length - 1)];
    (beside?.querySelector("[data-pick]") ?? fold.querySelector("[name=typed]") ?? fold.querySelector("summary")).focus();
  }
  const decided = document.querySelectorAll("[data-part=state]:is(.dot--good, .dot--bad)");
  document.querySelector("[data-decided]").textContent = decided.length;
}
