/*
 * The search of the head: what is typed is looked up, and the arrows choose among what is found.
 * The form is [data-jump]; without script it leads to a page of the same results.
 */
const WAIT = 120; // ms after the last key
const form = document.querySelector("[data-jump]");
const input = form.querySelector("input");
const list = document.getElementById("jump-list");
const said = form.querySelector("[role=status]");
const known = new Map();

let timer;
let asking;
let at = -1;

const options = () => [...list.querySelectorAll("[role=option]")];

/** @param {number} step 1 or -1; from either end to the other */
function choose(step) {
  const all = options();
  if (!all.length) return;
  at = at < 0 && step < 0 ? all.length - 1 : (at + step + all.length) % all.length;
  all.forEach((option, index) => option.setAttribute("aria-selected", String(index === at)));
  input.setAttribute("aria-activedescendant", all[at].id);
  all[at].scrollIntoView({ block: "nearest" });
}

function chooseNone() {
  at = -1;
  options().forEach((option) => option.setAttribute("aria-selected", "false"));
  input.removeAttribute("aria-activedescendant");
}

function close() {
  clearTimeout(timer);
  asking?.abort();
  list.hidden = true;
  chooseNone();
  input.setAttribute("aria-expanded", "false");
}

function show(html) {
  const meant = options()[at]?.href; // by an arrow, while this was on its way
  list.innerHTML = html;
  list.hidden = false;
  chooseNone();
  const count = options().length;
  if (count) list.setAttribute("role", "listbox");
  else list.removeAttribute("role"); // a sentence is no choice
  input.setAttribute("aria-expanded", String(count > 0));
  said.textContent = count ? `${count} found` : "Nothing found";
  const kept = options().findIndex((option) => option.href === meant);
  if (kept >= 0) choose(kept + 1);
}

async function look(text) {
  asking?.abort();
  if (!text) return close();
  if (known.has(text)) return show(known.get(text));
  asking = new AbortController();
  try {
    const address = new URL(form.action);
    address.search = new URLSearchParams({ q: text, list: "1" });
    const answer = await fetch(address, { signal: asking.signal });
    if (!answer.ok || answer.redirected) return close();
    const html = await answer.text();
    known.set(text, html);
    if (input.value.trim() === text && document.activeElement === input) show(html);
  } catch (error) {
    if (error.name !== "AbortError") close(); // Enter still leads to the page
  }
}

input.setAttribute("role", "combobox");
input.setAttribute("aria-autocomplete", "list");
input.setAttribute("aria-controls", list.id);
input.setAttribute("aria-expanded", "false");

input.addEventListener("input", () => {
  chooseNone(); // what was found for other words is nothing that Enter may choose
  clearTimeout(timer);
  timer = setTimeout(look, WAIT, input.value.trim());
});
input.addEventListener("focus", () => input.value.trim() && look(input.value.trim()));
input.addEventListener("keydown", (event) => {
  const chosen = options()[at];
  if (event.key === "ArrowDown" && !list.hidden) choose(1);
  else if (event.key === "ArrowUp" && !list.hidden) choose(-1);
  else if (event.key === "Enter" && chosen && !list.hidden) chosen.click();
  else if (event.key === "Escape" && !list.hidden) close();
  else if (event.key === "Escape") input.blur();
  else return;
  event.preventDefault();
});
form.addEventListener("focusout", (event) => {
  if (!form.contains(event.relatedTarget)) close();
});
