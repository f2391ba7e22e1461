/*
 * Warns while a name is typed that the record already has somebody or something of that name.
 *
 * [data-namesakes] is the address to ask.
 */
import { lookup } from "../combobox.js";

const box = document.querySelector("[data-namesakes]");
const status = document.querySelector("[data-namesakes-said]");
const { elements } = box.closest("form");
const fields = ["name", "disambiguation", "type"].map((each) => elements[each]).filter(Boolean);
const [name] = fields;

function show(html) {
  box.innerHTML = html;
  box.hidden = !box.firstElementChild;
  const sentence = box.firstElementChild?.dataset.said ?? "";
  if (status.textContent !== sentence) status.textContent = sentence; // read out once, not at every letter
}

const { soon, now } = lookup({
  pause: 200,
  async find(signal) {
    if (!name.value.trim()) return "";
    const address = new URL(box.dataset.namesakes, location.href);
    for (const field of fields) address.searchParams.set(field.name, field.value.trim());
    const answer = await fetch(address, { signal });
    return answer.ok && !answer.redirected ? answer.text() : "";
  },
  found: show,
  failed: () => show(""), // saving still warns
});

name.closest(".fieldBox").append(box);
for (const field of fields) field.addEventListener("input", soon);
if (name.value && "namesakesNow" in box.dataset) now();
