/*
 * Gives Select2's boxes the names of the fields that they stand for: it names them by what is chosen
 * alone, which is nothing at first. Boxes come late, and with rows added later: whenever one appears.
 */

/** @param {HTMLElement} box .select2-container, after the select that it stands for */
function name(box) {
  const select = box.previousElementSibling;
  const label = select?.id && document.querySelector(`label[for="${CSS.escape(select.id)}"]`);
  const combobox = box.querySelector(".select2-selection");
  if (!label || !combobox) return;
  label.id ||= `${select.id}-label`;
  const chosen = box.querySelector(".select2-selection__rendered");
  chosen?.removeAttribute("role"); // a text box of its own, without a name
  chosen?.removeAttribute("aria-readonly");
  combobox.setAttribute("aria-labelledby", `${label.id} ${chosen?.id ?? ""}`.trim());
  box.querySelector(".select2-search__field")?.setAttribute("aria-labelledby", label.id);
}

const nameAll = () => document.querySelectorAll("select + .select2-container").forEach(name);

new MutationObserver((changes) => {
  const added = changes.flatMap((change) => [...change.addedNodes]);
  if (added.some((node) => node.classList?.contains("select2-container"))) nameAll();
}).observe(document.body, { childList: true, subtree: true });
nameAll();
