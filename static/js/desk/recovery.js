/*
 * Offers to restore or discard text that was typed and never saved, in [data-swap=copies].
 *
 * Copies that only this browser kept are handed to the desk first. Discard works in place and can be undone there;
 * without script each offer is a form of its own. This window's own copies aren't offered in it.
 */
import { all, asForm, drop } from "./browser_copies.js";
import { crel } from "./crel.js";
import { parsed, post } from "./posting.js";

const place = document.querySelector("[data-swap=copies]");
const { copies } = place.dataset;
const form = document.getElementById("story");
const JSON_PLEASE = { Accept: "application/json" };

function removeOwn() {
  const own = [...document.querySelectorAll("#story [name=copies]")].map(({ value }) => value.split(":")[0]);
  own.push(form?.dataset.key);
  for (const each of place.querySelectorAll("[data-copy]")) if (own.includes(each.dataset.copy)) each.remove();
  if (!place.querySelector("[data-copy]")) place.replaceChildren();
}

async function refresh() {
  const page = await parsed(await fetch(location.href));
  const fresh = page.querySelector("[data-swap=copies]");
  if (!fresh) return;
  place.replaceChildren(...document.adoptNode(fresh).childNodes);
  removeOwn();
}

/** Send the copies that other windows left in this browser to the desk. A copy that it refuses stays here. */
async function sendLeftBehind() {
  let hasNew = false;
  for (const [key, copy] of all()) {
    if (key === form?.dataset.key) continue;
    const answer = await post(`${copies}${key}/`, asForm(copy), { then: "go on", headers: JSON_PLEASE });
    if (!answer.ok || answer.redirected) continue;
    drop(key);
    hasNew = true;
  }
  if (hasNew) await refresh();
}

place.addEventListener("submit", async (event) => {
  event.preventDefault();
  const offer = event.target.closest("[data-copy]");
  const answer = await post(event.target.action, new FormData(event.target), { then: "try again", headers: JSON_PLEASE }).catch(() => null);
  if (!answer?.ok || answer.redirected) return event.target.submit(); // the page itself says what is wrong
  drop(offer.dataset.copy);
  const undo = crel("button", { type: "button", className: "mini", textContent: "Undo" });
  const row = [...offer.childNodes];
  undo.addEventListener("click", async () => {
    const data = new FormData();
    data.set("undo", "1");
    const back = await post(event.target.action, data, { then: "try again", headers: JSON_PLEASE });
    if (!back.ok) return;
    offer.replaceChildren(...row);
    offer.querySelector("button").focus();
  });
  offer.replaceChildren(crel("span", { role: "status", textContent: "Discarded." }), undo);
  undo.focus();
});

form?.addEventListener("desk:saved", removeOwn);
addEventListener("load", () => sendLeftBehind().catch(() => {})); // the copies stay in the browser until the next page
