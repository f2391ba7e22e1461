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
const OWN = ["csrfmiddlewaretoken", "based_on", "copies"];
const HERE = 800; // ms after the last key until this browser keeps it
const THERE = 2_000; // the same for the desk
const AT_MOST = 10_000; // and while somebody types on
const AGAIN = 10_000; // until the desk is asked again that didn't answer
const LONG = 120_000; // without an answer: it is said louder
const SMALL = 60_000; // bytes that a browser sends for a page it has left

let version = 0;
let isDirty = false;
let isSaving = false;
let isHere = true; // whether this browser keeps it
let kept = ""; // what the desk had last
let isThere = false; // whether it has anything of this window
let asking = null;
let failingSince = 0;
let complaint = ""; // what was said of it
let firstKey = 0;
let here;
let there;
let discarding;

form.dataset.key = KEY;

const held = ({ fields }) => JSON.stringify(fields);

/** What is on the screen now, counted; this browser has it then. */
function taken() {
  const fields = {};
  for (const [name, value] of new FormData(form)) if (!OWN.includes(name)) (fields[name] ??= []).push(value);
  const { story } = form.dataset;
  version += 1;
  const copy = { story: story === "new" ? "" : story, based_on: form.elements.based_on.value, version, fields };
  copy.replaces = [...form.querySelectorAll("[name=copies]")].map(({ value }) => value);
  isHere = write(KEY, copy);
  return copy;
}

function keepHere() {
  clearTimeout(here);
  if (isDirty) taken();
}

async function send(copy, options = {}) {
  const answer = await post(`${copies}${KEY}/`, asForm(copy), { then: "go on", headers: { Accept: "application/json" }, ...options });
  if (answer.redirected) throw new SignedOut(answer.url, "go on");
  const isJSON = answer.headers.get("Content-Type")?.includes("json");
  const { said, why } = isJSON ? await answer.json() : {};
  if (answer.ok && said) return said;
  throw new Error(why ?? (answer.status === 403 ? "You may not change this story now." : `The desk could not keep this (${answer.status}).`));
}

async function keepThere() {
  clearTimeout(there);
  if (!isDirty || isSaving || asking) return;
  clearTimeout(here);
  const copy = taken();
  firstKey = 0;
  if (held(copy) === kept) return;
  if (!failingSince) quietly("Saving…");
  asking = send(copy);
  try {
    const said = await asking;
    kept = held(copy);
    isThere = true;
    if (failingSince) loudly([said], "dirty");
    else quietly(said);
    failingSince = 0;
    complaint = "";
  } catch (failure) {
    failed(failure);
  } finally {
    asking = null;
  }
  if (firstKey && !failingSince) later();
}

function quietly(sentence) {
  if (isDirty && !isSaving && form.dataset.state !== "refused") say([sentence], "dirty", { isQuiet: true });
}

function loudly(words, kind) {
  if (isDirty && !isSaving) say(words, kind);
}

function failed(failure) {
  failingSince ||= Date.now();
  const isLong = Date.now() - failingSince > LONG;
  const why = failure instanceof TypeError ? ["The desk can’t be reached."] : messageOf(failure);
  const where = isHere ? " Your text is kept in this browser." : " This browser can’t keep it either: leave this window open.";
  const since = isLong ? " Nothing has reached the desk for minutes. The desk is tried again every 10 seconds." : "";
  const words = [...why, where, since].map((each) => each.textContent ?? each).join("");
  if (words !== complaint) loudly([...why, where, since], "failed"); // once, and not each time
  complaint = words;
  there = setTimeout(keepThere, AGAIN);
}

function later() {
  clearTimeout(here);
  here = setTimeout(keepHere, HERE);
  firstKey ||= Date.now();
  if (failingSince) return; // it is asked again in time
  clearTimeout(there);
  there = setTimeout(keepThere, Math.max(0, Math.min(THERE, firstKey + AT_MOST - Date.now())));
}

/** What was typed is as it was saved, or somebody goes on with another text: nothing is left to offer. */
async function letGo() {
  clearTimeout(here);
  clearTimeout(there);
  firstKey = 0;
  drop(KEY);
  await asking?.catch(() => {});
  if (!isThere || isDirty) return;
  isThere = false;
  kept = "";
  const data = new FormData();
  data.set("version", version);
  await post(`${copies}${KEY}/discard/`, data, { then: "go on", headers: { Accept: "application/json" }, keepalive: true }).catch(() => {});
}

form.addEventListener("desk:dirty", (event) => {
  ({ isDirty } = event.detail);
  if (isDirty) later();
  else if (!isSaving) discarding = letGo();
});
for (const name of ["input", "change"]) {
  form.addEventListener(name, () => {
    if (!isDirty) return;
    if (form.dataset.state === "dirty" && !asking) quietly("Not saved yet");
    later();
  });
}
form.addEventListener("story:changed", () => isDirty && later());

form.addEventListener("desk:saving", ({ detail: { data } }) => {
  isSaving = true;
  clearTimeout(there);
  // Whatever was sent before is in what is saved now, and no late request brings it back.
  version += 1;
  data.append("copies", `${KEY}:${version}`);
});
form.addEventListener("desk:saved", () => {
  isSaving = isThere = false;
  failingSince = 0;
  complaint = "";
  kept = "";
  if (isDirty) later();
  else drop(KEY);
});
form.addEventListener("desk:unsaved", () => {
  isSaving = false;
  isDirty = true;
  complaint = ""; // what was said of the save hides it
  keepHere();
  later();
});

document.addEventListener("click", async (event) => {
  const link = event.target.closest?.("[data-take-theirs]");
  if (!link) return;
  event.preventDefault();
  await discarding; // saving.js heard the click before
  location.assign(link.href);
});

function leave() {
  if (!isDirty) return;
  const copy = taken();
  if (held(copy) === kept || held(copy).length > SMALL) return;
  const data = asForm(copy);
  data.set("csrfmiddlewaretoken", token());
  fetch(`${copies}${KEY}/`, { method: "POST", body: data, keepalive: true }).catch(() => {});
}

const askNow = () => {
  if (document.visibilityState === "visible" && !failingSince) return;
  keepThere();
};

addEventListener("pagehide", leave);
addEventListener("online", keepThere);
addEventListener("pageshow", ({ persisted }) => persisted && keepThere());
document.addEventListener("visibilitychange", askNow);
