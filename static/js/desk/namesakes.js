/*
 * Says under a name, while it is typed, who in the record has it already. The desk is asked at
 * [data-namesakes]; what it answers about other words than those in the box is thrown away.
 */
const WAIT = 200; // ms after the last key
const box = document.querySelector("[data-namesakes]");
const said = document.querySelector("[data-namesakes-said]");
const form = box.closest("form");
const asked = ["name", "disambiguation", "type"].map((each) => form.elements[each]).filter(Boolean);
const [name] = asked;

let timer;
let asking;

const typed = () => new URLSearchParams(asked.map((each) => [each.name, each.value.trim()]));

function show(html) {
  box.innerHTML = html;
  box.hidden = !box.firstElementChild;
  const sentence = box.firstElementChild?.dataset.said ?? "";
  if (said.textContent !== sentence) said.textContent = sentence;
}

async function look() {
  asking?.abort();
  if (!name.value.trim()) return show("");
  asking = new AbortController();
  const words = typed();
  const address = new URL(box.dataset.namesakes, location.href);
  for (const [each, value] of words) address.searchParams.set(each, value);
  try {
    const answer = await fetch(address, { signal: asking.signal });
    const html = answer.ok && !answer.redirected ? await answer.text() : "";
    if (`${words}` === `${typed()}`) show(html);
  } catch (failure) {
    if (failure.name !== "AbortError") show(""); // saving says it still
  }
}

name.closest(".fieldBox").append(box);
for (const each of asked) {
  each.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(look, WAIT);
  });
}
if (name.value && "namesakesNow" in box.dataset) look();
