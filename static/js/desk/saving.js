/*
 * Saves the story without leaving it, warns before unsaved text is left, and saves before a verb is asked for.
 *
 * The form #story says `desk:dirty` { isDirty } when that changes, and `desk:saved` and `desk:unsaved` after a try.
 * To the `remarks` of `desk:saved` whoever hears it adds a sentence for what of the screen is not in the story.
 * What the answer has anew is put in place by [data-swap]. Without script the form is sent like any other.
 */
import { SignedOut, wordsOf } from "./signed_out.js";

const form = document.getElementById("story");
const button = document.querySelector("button[form=story][name=_continue]");
const state = document.querySelector("[data-swap=state]");
const PAUSE = 500; // ms until what was typed is compared with what was saved
const CARRIED = "desk-story-carried";
const OWN = ["csrfmiddlewaretoken", "based_on"];

let saved = "";
let lastSaid = ""; // when it was saved, while the screen says that it isn't
let isDirty = false;
let running = null;
let goesOn = ""; // the verb that follows when the story has been saved
let timer;

const held = () => JSON.stringify([...new FormData(form)].filter(([name]) => !OWN.includes(name)));
const tell = (name, detail = {}) => form.dispatchEvent(new CustomEvent(`desk:${name}`, { detail }));

function say(sentence, kind = "") {
  state.textContent = sentence;
  form.dataset.state = kind;
  state.classList.toggle("field-error", kind === "failed");
}

function mark(now) {
  if (now === isDirty) return;
  isDirty = now;
  if (now) {
    lastSaid = state.textContent;
    say("Not saved yet", "dirty");
  }
  tell("dirty", { isDirty });
}

function typed() {
  mark(true);
  clearTimeout(timer);
  timer = setTimeout(() => {
    if (!isDirty || running || held() !== saved) return;
    mark(false);
    say(lastSaid, "saved");
  }, PAUSE);
}

function swap(page, only = "") {
  for (const part of page.querySelectorAll("[data-swap]")) {
    const here = document.querySelector(`[data-swap="${part.dataset.swap}"]`);
    if (here && (!only || part.dataset.swap === only)) here.replaceChildren(...document.adoptNode(part).childNodes);
  }
}

const parsed = async (answer) => new DOMParser().parseFromString(await answer.text(), "text/html");

/** Signing in anew, in another tab, makes the page's token worthless: the page as it is now has another. */
async function renewed() {
  const answer = await fetch(location.href);
  const page = await parsed(answer);
  const token = page.querySelector("#story [name=csrfmiddlewaretoken]");
  if (!token) throw new SignedOut(answer.url, "save");
  form.elements.csrfmiddlewaretoken.value = token.value;
}

async function sent(submitter, isSecond = false) {
  const answer = await fetch(form.getAttribute("action") || location.href, { method: "POST", body: new FormData(form, submitter) });
  if (answer.status === 403 && !isSecond) {
    await renewed();
    return sent(submitter, true);
  }
  if (answer.status >= 400) throw new Error(answer.status === 403 ? "You may not change this story now." : `The desk could not save this (${answer.status}). Try again.`);
  const page = await parsed(answer);
  if (page.querySelector("input[type=password]")) throw new SignedOut(answer.url, "save");
  if (!page.getElementById("story")) throw new Error("The story is no longer yours to change.");
  return { page, isSaved: answer.redirected, address: answer.url };
}

/** Beside when it was saved: what was not. */
function remark(sentences) {
  if (sentences.length) state.append(`. ${sentences.join(" ")}`);
}

/** The first save leads to the story's own page: where somebody was, what they had only begun, and what is said of it. */
function carry(remarks) {
  const begun = [...form.querySelectorAll(".picks > input")].map(({ id, value }) => [id, value]);
  const { head } = form.elements.body.story?.editor.state.selection ?? {};
  const kept = { focus: document.activeElement.id, head, begun, remarks, goesOn };
  try {
    sessionStorage.setItem(CARRIED, JSON.stringify(kept));
  } catch {
    // A browser that keeps nothing begins at the top of the page.
  }
}

function arrive() {
  let kept;
  try {
    kept = JSON.parse(sessionStorage.getItem(CARRIED));
    sessionStorage.removeItem(CARRIED);
  } catch {
    return;
  }
  if (!kept || form.dataset.story === "new") return;
  for (const [id, value] of kept.begun) document.getElementById(id).value = value;
  const { editor } = form.elements.body.story ?? {};
  editor?.commands.setTextSelection(kept.head);
  const here = document.getElementById(kept.focus) ?? button;
  (here === editor?.view.dom ? editor.view : here).focus();
  remark(kept.remarks);
  if (kept.goesOn) press(kept.goesOn);
}

/** Opens the dialog of a verb, if the story still has it. */
function press(verb) {
  const control = document.querySelector(`[data-verb="${verb}"]`);
  control?.focus();
  control?.click();
}

/** Whether it was saved. */
async function save(submitter) {
  const holding = held();
  say("Saving…", "saving");
  try {
    const { page, isSaved, address } = await sent(submitter);
    if (!isSaved) {
      swap(page, "faults");
      for (const each of document.querySelectorAll("[data-copy-mine]")) each.hidden = false;
      say("Not saved: see above the text", "failed");
      document.querySelector("[data-swap=faults]").focus();
      tell("unsaved");
      return false;
    }
    saved = holding;
    mark(held() !== saved);
    const remarks = [];
    tell("saved", { remarks });
    if (form.dataset.story === "new") {
      carry(remarks);
      location.replace(address);
      return false;
    }
    swap(page);
    remark(remarks);
    form.dataset.state = isDirty ? "dirty" : "saved";
    state.classList.remove("field-error");
    return true;
  } catch (failure) {
    say("", "failed");
    state.replaceChildren(...(failure instanceof TypeError ? ["The desk can’t be reached."] : wordsOf(failure)), " Your text is kept in this browser.");
    tell("unsaved");
    return false;
  }
}

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  running ??= save(event.submitter ?? button).finally(() => (running = null));
});
form.addEventListener("input", typed);
form.addEventListener("change", typed);

document.addEventListener("keydown", (event) => {
  if (!(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey || event.key.toLowerCase() !== "s") return;
  event.preventDefault();
  if (!document.querySelector("dialog[open]")) form.requestSubmit(button);
});

// A verb acts on what was saved last, so what is on the screen is saved before.
document.addEventListener(
  "click",
  async (event) => {
    const control = event.target.closest?.("[data-verb]");
    if (!control || !(isDirty || form.dataset.story === "new")) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    goesOn = control.dataset.verb;
    running ??= save(button).finally(() => (running = null));
    if (await running) press(goesOn);
  },
  { capture: true },
);

document.addEventListener("click", (event) => event.target.closest?.("[data-take-theirs]") && mark(false));

addEventListener("beforeunload", (event) => {
  if (isDirty) event.preventDefault();
});
addEventListener("load", () => {
  saved = held();
  form.dataset.state = "saved";
  if (form.dataset.story === "new") form.elements.headline.focus();
  arrive();
});
