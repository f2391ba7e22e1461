/*
 * The search at the head of the desk, form[data-jump]: what is typed is looked up, and the arrows choose among what is
 * found. Without script it leads to a page of the same results, and so does Enter when nothing is marked.
 */
import { Combobox } from "../combobox.js";

const form = document.querySelector("[data-jump]");
const field = form.querySelector("input");
const list = document.getElementById("jump-list");

const box = new Combobox({
  field,
  list,
  status: form.querySelector("[role=status]"),
  pause: 120,
  async find(text, signal) {
    const answer = await fetch(`${form.action}?${new URLSearchParams({ q: text, list: "1" })}`, { signal });
    return answer.ok && !answer.redirected ? answer.text() : "";
  },
  draw(html) {
    box.show([...new DOMParser().parseFromString(html, "text/html").body.children]);
    if (!box.options.length && html) box.announce("No results");
    list.setAttribute("role", box.options.length ? "listbox" : "none"); // a sentence isn't a choice
  },
});

field.addEventListener("focus", () => box.ask());
field.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || event.isComposing) return;
  event.preventDefault(); // Chrome would empty the field
  field.blur(); // the list was closed before
});
