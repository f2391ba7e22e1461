/*
 * Keeps what is typed until it is saved: in this browser at each pause, and at the desk two seconds after the last key.
 *
 * Each window has a random key of its own, under which the browser and the desk keep its copy; `version` counts the
 * copies, so that a late request overwrites nothing newer. Listens to the events that saving.js sends on the form
 * #story. While the desk doesn't answer, it tries again every ten seconds and says so.
 */
import { say } from "./save_status.js";
import { asForm, drop, write } from "./browser_copies.js";
import { post, token } from "./posting.js";
import { SignedOut, messageOf } from "./signed_out.js";

const form = document.getElementById("story");
const KEY = [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
const { copies } = document.querySelector("[data-copies]").dataset;
const NOT_COPIED = ["csrfmiddlewaretoken", "based_on", "copies"];
const BROWSER_PAUSE = 800; // ms after the last key until the copy is stored in this browser
const DESK_PAUSE = 2_000; // ms after the last key until it is sent to the desk
const LONGEST_WAIT = 10_000; // ms after the first key, while somebody types on
const RETRY_AFTER = 10_000; // ms until the next try after the desk didn't answer
const LONG_FAILURE = 120_000; // ms without an answer until the warning says so
const KEEPALIVE_LIMIT = 60_000; // bytes; browsers send at most 64 KB for a page that was left

let version = 0;
let isDirty = false;
let isSaving = false;
let isInBrowser = true; // whether the copy is stored in this browser
let deskContent = ""; // the content that the desk has
let isAtDesk = false; // whether the desk has a copy of this window
let sending = null;
let failingSince = 0;
let lastWarning = ""; // so that a warning is read out only once
let firstKeyAt = 0;
let browserTimer;
let deskTimer;
let discarding;

form.dataset.key = KEY;

const contentOf = ({ fields }) => JSON.stringify(fields);

/** Return a numbered copy of what is on the screen, and store it in this browser. */
function takeSnapshot() {
  const fields = {};
  for (const [name, value] of new FormData(form)) if (!NOT_COPIED.includes(name)) (fields[name] ??= []).push(value);
  const { story } = form.dataset;
  version += 1;
  const copy = { story: story === "new" ? "" : story, based_on: form.elements.based_on.value, version, fields };
  copy.replaces = [...form.querySelectorAll("[name=copies]")].map(({ value }) => value);
  isInBrowser = write(KEY, copy);
  return copy;
}

function saveInBrowser() {
  clearTimeout(browserTimer);
  if (isDirty) takeSnapshot();
}

async function send(copy, options = {}) {
  const answer = await post(`${copies}${KEY}/`, asForm(copy), { then: "go on", headers: { Accept: "application/json" }, ...options });
  if (answer.redirected) throw new SignedOut(answer.url, "go on");
  const isJSON = answer.headers.get("Content-Type")?.includes("json");
  const { message, why } = isJSON ? await answer.json() : {};
  if (answer.ok && message) return message;
  throw new Error(why ?? (answer.status === 403 ? "You may not change this story now." : `The desk could not keep this (${answer.status}).`));
}

async function saveAtDesk() {
  clearTimeout(deskTimer);
  if (!isDirty || isSaving || sending) return;
  clearTimeout(browserTimer);
  const copy = takeSnapshot();
  firstKeyAt = 0;
  if (contentOf(copy) === deskContent) return;
  if (!failingSince) showStatus("Saving…");
  sending = send(copy);
  try {
    const message = await sending;
    deskContent = contentOf(copy);
    isAtDesk = true;
    if (failingSince) announce([message], "dirty");
    else showStatus(message);
    failingSince = 0;
    lastWarning = "";
  } catch (failure) {
    failed(failure);
  } finally {
    sending = null;
  }
  if (firstKeyAt && !failingSince) saveSoon();
}

function showStatus(sentence) {
  if (isDirty && !isSaving && form.dataset.state !== "refused") say([sentence], "dirty", { isQuiet: true });
}

function announce(words, kind) {
  if (isDirty && !isSaving) say(words, kind);
}

function failed(failure) {
  failingSince ||= Date.now();
  const isLong = Date.now() - failingSince > LONG_FAILURE;
  const why = failure instanceof TypeError ? ["The desk can’t be reached."] : messageOf(failure);
  const where = isInBrowser ? " Your text is kept in this browser." : " This browser can’t keep it either: leave this window open.";
  const since = isLong ? " Nothing has reached the desk for minutes. The desk is tried again every 10 seconds." : "";
  const words = [...why, where, since].map((each) => each.textContent ?? each).join("");
  if (words !== lastWarning) announce([...why, where, since], "failed"); // only once, not at every try
  lastWarning = words;
  deskTimer = setTimeout(saveAtDesk, RETRY_AFTER);
}

function saveSoon() {
  clearTimeout(browserTimer);
  browserTimer = setTimeout(saveInBrowser, BROWSER_PAUSE);
  firstKeyAt ||= Date.now();
  if (failingSince) return; // the retry is scheduled
  clearTimeout(deskTimer);
  deskTimer = setTimeout(saveAtDesk, Math.max(0, Math.min(DESK_PAUSE, firstKeyAt + LONGEST_WAIT - Date.now())));
}

/** Discard the copies: the text is as it was saved again, or somebody continues with another version. */
async function discardCopy() {
  clearTimeout(browserTimer);
  clearTimeout(deskTimer);
  firstKeyAt = 0;
  drop(KEY);
  await sending?.catch(() => {});
  if (!isAtDesk || isDirty) return;
  isAtDesk = false;
  deskContent = "";
  const data = new FormData();
  data.set("version", version);
  await post(`${copies}${KEY}/discard/`, data, { then: "go on", headers: { Accept: "application/json" }, keepalive: true }).catch(() => {});
}

form.addEventListener("desk:dirty", (event) => {
  ({ isDirty } = event.detail);
  if (isDirty) saveSoon();
  else if (!isSaving) discarding = discardCopy();
});
for (const name of ["input", "change"]) {
  form.addEventListener(name, () => {
    if (!isDirty) return;
    if (form.dataset.state === "dirty" && !sending) showStatus("Not saved yet");
    saveSoon();
  });
}
form.addEventListener("story:changed", () => isDirty && saveSoon());

form.addEventListener("desk:saving", ({ detail: { data } }) => {
  isSaving = true;
  clearTimeout(deskTimer);
  // The save includes all earlier copies; the higher version keeps a late request from bringing one back.
  version += 1;
  data.append("copies", `${KEY}:${version}`);
});
form.addEventListener("desk:saved", () => {
  isSaving = isAtDesk = false;
  failingSince = 0;
  lastWarning = "";
  deskContent = "";
  if (isDirty) saveSoon();
  else drop(KEY);
});
form.addEventListener("desk:unsaved", () => {
  isSaving = false;
  isDirty = true;
  lastWarning = ""; // the message about the save has replaced it
  saveInBrowser();
  saveSoon();
});

document.addEventListener("click", async (event) => {
  const link = event.target.closest?.("[data-take-theirs]");
  if (!link) return;
  event.preventDefault();
  await discarding; // set off by saving.js, which handles the click first
  location.assign(link.href);
});

function sendOnLeaving() {
  if (!isDirty) return;
  const copy = takeSnapshot();
  if (contentOf(copy) === deskContent || contentOf(copy).length > KEEPALIVE_LIMIT) return;
  const data = asForm(copy);
  data.set("csrfmiddlewaretoken", token());
  fetch(`${copies}${KEY}/`, { method: "POST", body: data, keepalive: true }).catch(() => {});
}

const onVisibilityChange = () => {
  if (document.visibilityState === "visible" && !failingSince) return;
  saveAtDesk();
};

addEventListener("pagehide", sendOnLeaving);
addEventListener("online", saveAtDesk);
addEventListener("pageshow", ({ persisted }) => persisted && saveAtDesk());
document.addEventListener("visibilitychange", onVisibilityChange);
