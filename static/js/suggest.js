/*
 * Suggests names of the record in the search forms, form[data-suggest], while a reader types.
 *
 * suggest/ under the form's address answers with a list of links. Enter follows the marked one, or else sends the form.
 */
import { Combobox } from "./combobox.js";

for (const form of document.querySelectorAll("form[data-suggest]")) {
  const list = document.createElement("div");
  Object.assign(list, { className: "suggest", ariaLabel: "Suggestions", hidden: true });
  const status = document.createElement("p");
  Object.assign(status, { className: "vh", role: "status" });
  form.append(list, status);

  const box = new Combobox({
    field: form.querySelector("input[type=search]"),
    list,
    status,
    shortest: 2,
    stopsAtField: true,
    async find(text, signal) {
      const answer = await fetch(`${form.action}suggest/?${new URLSearchParams({ q: text })}`, { signal });
      return answer.ok ? answer.text() : "";
    },
    draw(html) {
      const links = [...new DOMParser().parseFromString(html, "text/html").links];
      for (const link of links) Object.assign(link, { role: "option", tabIndex: -1 });
      box.show(links);
    },
  });
  form.addEventListener("submit", () => box.close());
}
