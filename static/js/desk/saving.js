/*
 * Saves the story without leaving it, warns before unsaved text is left, and saves before a dialog such as Publish
 * opens.
 *
 * The form #story sends `desk:dirty` { isDirty } when that changes, `desk:saving` { data } with what is about to be
 * sent, and then `desk:saved` or `desk:unsaved`. A listener of `desk:saved` adds sentences to its `remarks` for what is
 * on the screen but not in the story. The [data-swap] parts of the answer replace those of the page: the first save of
 * a new story gives its screen an address and leaves the rest where it is. Without script the form is sent like any
 * other.
 */
import { statusText, say } from "./save_status.js";
import { parsed, post } from "./posting.js";
import { SignedOut, messageOf } from "./signed_out.js";

const form = document.getElementById("story");
const button = document.querySelector("button[form=story][name=_continue]");
const PAUSE = 500; // ms after the last key until the text is compared with what was saved
const NOT_COMPARED = ["csrfmiddlewaretoken", "based_on", "copies"];

let saved = "";
let statusBefore = ""; // the status before "Not saved yet", for somebody who undoes their typing
let isDirty = false;
let running = null;
let timer;

const formState = () => JSON.stringify([...new FormData(form)].filter(([name]) => !NOT_COMPARED.includes(name)));
const dispatch = (name, detail = {}) => form.dispatchEvent(new CustomEvent(`desk:${name}`, { detail }));

function mark(now) {
  if (now === isDirty) return;
  isDirty = now;
  if (now) {
    statusBefore = statusText();
    say(["Not saved yet"], "dirty", { isQuiet: true });
  }
  dispatch("dirty", { isDirty });
}

function typed() {
  mark(true);
  clearTimeout(timer);
  timer = setTimeout(() => {
    if (!isDirty || running || formState() !== saved) return;
    mark(false);
    say([statusBefore], "saved", { isQuiet: true });
  }, PAUSE);
}

function swap(page, only = "") {
  for (const part of page.querySelectorAll("[data-swap]")) {
    const here = document.querySelector(`[data-swap="${part.dataset.swap}"]`);
    if (here && (!only || part.dataset.swap === only)) here.replaceChildren(...document.adoptNode(part).childNodes);
  }
}

async function sent(submitter) {
  const data = new FormData(form, submitter);
  dispatch("saving", { data });
  const answer = await post(form.getAttribute("action") || location.href, data, { then: "save" });
  if (answer.status === 503) throw new Error((await parsed(answer)).querySelector("[data-sentence]")?.textContent ?? "The desk is too busy to save this. Try again.");
  if (answer.status >= 400) throw new Error(answer.status === 403 ? "You may not change this story now." : `The desk could not save this (${answer.status}). Try again.`);
  const page = await parsed(answer);
  if (page.querySelector("input[type=password]")) throw new SignedOut(answer.url, "save");
  if (!page.getElementById("story")) throw new Error("The story is no longer yours to change.");
  return { page, isSaved: answer.redirected, address: answer.url };
}

/** Press the button of a verb, if the story still has it. */
function pressVerb(verb) {
  const control = document.querySelector(`[data-verb="${verb}"]`);
  control?.focus();
  control?.click();
}

/** Give the screen of a new story its address. */
function adoptAddress(page, address) {
  Object.assign(form.dataset, { story: page.getElementById("story").dataset.story, preview: page.getElementById("story").dataset.preview });
  document.title = page.title;
  history.replaceState(history.state, "", address);
}

/** Save, and return whether it worked. */
async function save(submitter) {
  const sentState = formState();
  say(["Saving…"], "saving");
  try {
    const { page, isSaved, address } = await sent(submitter);
    if (!isSaved) {
      swap(page, "faults");
      for (const each of document.querySelectorAll("[data-copy-mine]")) each.hidden = false;
      say(["Not saved: see above the text"], "refused");
      document.querySelector("[data-swap=faults]").focus();
      dispatch("unsaved");
      return false;
    }
    saved = sentState;
    mark(formState() !== saved);
    if (form.dataset.story === "new") adoptAddress(page, address);
    swap(page);
    const remarks = [];
    dispatch("saved", { remarks });
    say([remarks.length ? `${statusText()}. ${remarks.join(" ")}` : statusText()], isDirty ? "dirty" : "saved");
    return true;
  } catch (failure) {
    say([...(failure instanceof TypeError ? ["The desk can’t be reached."] : messageOf(failure)), " Your text is kept in this browser."], "failed");
    dispatch("unsaved");
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

// A verb acts on the newest saved revision, so what is on the screen is saved first.
document.addEventListener(
  "click",
  async (event) => {
    const control = event.target.closest?.("[data-verb]");
    if (!control || !(isDirty || form.dataset.story === "new")) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    running ??= save(button).finally(() => (running = null));
    if (await running) pressVerb(control.dataset.verb);
  },
  { capture: true },
);

document.addEventListener("click", (event) => event.target.closest?.("[data-take-theirs]") && mark(false));
document.addEventListener("click", async (event) => {
  if (!event.target.closest?.("[data-copy-mine]")) return;
  const { headline, dek, body } = form.elements;
  await navigator.clipboard.writeText([headline.value, dek.value, body.story?.editor.getText() ?? body.value].join("\n\n"));
  say(["Your text is on the clipboard"]);
});

addEventListener("beforeunload", (event) => {
  if (isDirty) event.preventDefault();
});
addEventListener("load", () => {
  form.dataset.state = "saved";
  if (form.dataset.story === "new") form.elements.headline.focus();
  if (form.dataset.restored === undefined) saved = formState();
  else {
    // A restored copy is now only on this screen. Reloading the page shouldn't restore it a second time.
    history.replaceState(history.state, "", location.pathname);
    mark(true);
  }
});
