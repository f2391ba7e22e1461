/*
 * Keeps what is typed in this browser until it is saved, per story and user, and offers it at the next opening.
 *
 * It listens to saving.js on the form #story. [data-kept] is the offer: nothing is put back or thrown away unasked.
 */
const form = document.getElementById("story");
const offer = document.querySelector("[data-kept]");
const KEY = `desk-story ${form.dataset.user} ${form.dataset.story}`;
const BEFORE = `${KEY} before`; // what is on offer, while new text is kept beside it
const PAUSE = 800; // ms

let isDirty = false;
let timer;

const entries = () => [...new FormData(form)].filter(([name]) => name !== "csrfmiddlewaretoken");
const texts = (all) => JSON.stringify(all.filter(([name]) => name !== "based_on"));

function read(key) {
  try {
    return JSON.parse(localStorage.getItem(key));
  } catch {
    return null;
  }
}

function write(key, copy) {
  try {
    if (copy) localStorage.setItem(key, JSON.stringify(copy));
    else localStorage.removeItem(key);
  } catch {
    // A browser that keeps nothing still warns before the text is left.
  }
}

/** What the chosen rows are called, which a new page can't know. */
function labels() {
  const options = [...form.querySelectorAll("select option:checked")].filter((option) => option.value);
  return options.map((option) => [option.parentNode.name, option.value, option.textContent.trim()]);
}

function keep() {
  clearTimeout(timer);
  if (isDirty) write(KEY, { at: new Date().toISOString(), entries: entries(), labels: labels() });
}

function later() {
  clearTimeout(timer);
  timer = setTimeout(keep, PAUSE);
}

function putBack(copy) {
  const values = Map.groupBy(copy.entries, ([name]) => name);
  for (const select of form.querySelectorAll("select[multiple]")) if (!values.has(select.name)) values.set(select.name, []);
  for (const [name, pairs] of values) {
    const field = form.elements[name];
    if (!field) continue;
    const wanted = pairs.map(([, value]) => value);
    if (field instanceof HTMLSelectElement) choose(field, wanted, copy.labels);
    else field.value = wanted[0];
    field.story?.editor.commands.setContent(wanted[0], { emitUpdate: true, parseOptions: { preserveWhitespace: true } });
    field.dispatchEvent(new Event("input", { bubbles: true }));
    field.dispatchEvent(new Event("change", { bubbles: true }));
  }
}

function choose(select, wanted, known) {
  for (const value of wanted) {
    if (![...select.options].some((option) => option.value === value)) {
      const named = known.find(([name, each]) => name === select.name && each === value);
      select.add(new Option(named?.[2] ?? value, value));
    }
  }
  if (select.multiple) select.append(...wanted.map((value) => [...select.options].find((option) => option.value === value)));
  for (const option of select.options) option.selected = wanted.includes(option.value);
}

function propose() {
  const newest = read(KEY);
  if (newest) {
    write(BEFORE, newest);
    write(KEY, null);
  }
  const copy = newest ?? read(BEFORE);
  if (!copy || texts(copy.entries) === texts(entries())) return write(BEFORE, null);
  const when = new Date(copy.at).toLocaleString("en-US", { dateStyle: "medium", timeStyle: "short", timeZone: form.dataset.zone });
  const base = copy.entries.find(([name]) => name === "based_on")?.[1];
  const isOlder = base !== form.elements.based_on.value;
  offer.querySelector("p").textContent = `What you typed until ${when} ${form.dataset.zoneName} was not saved; this browser kept it.${isOlder ? " The story was saved since: both texts are shown when you save." : ""}`;
  offer.hidden = false;
  offer.addEventListener("click", (event) => {
    const { value } = event.target;
    if (!value) return;
    if (value === "restore") putBack(copy);
    write(BEFORE, null);
    offer.hidden = true;
    form.elements.headline.focus();
  });
}

document.addEventListener("click", async (event) => {
  if (!event.target.closest?.("[data-copy-mine]")) return;
  const { headline, dek, body } = form.elements;
  await navigator.clipboard.writeText([headline.value, dek.value, body.story?.editor.getText() ?? body.value].join("\n\n"));
  document.querySelector("[data-swap=state]").textContent = "Your text is on the clipboard";
});

form.addEventListener("desk:dirty", (event) => {
  ({ isDirty } = event.detail);
  if (isDirty) later();
  else write(KEY, null);
});
form.addEventListener("input", later);
form.addEventListener("story:changed", later);
form.addEventListener("desk:unsaved", () => {
  isDirty = true;
  keep();
});
form.addEventListener("desk:saved", () => {
  clearTimeout(timer);
  if (!isDirty) write(KEY, null);
});
addEventListener("pagehide", keep);
addEventListener("load", propose);
