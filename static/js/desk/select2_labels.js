/*
 * Gives the boxes of Select2 (Django admin's autocomplete) the labels of their fields.
 *
 * Select2 names a box only by what is chosen in it, which at first is nothing. Boxes come late, with rows added to a
 * form: each is labeled when it appears.
 */

/** @param {HTMLElement} box .select2-container, after the select that it stands for */
function name(box) {
  const select = box.previousElementSibling;
  const label = select?.id && document.querySelector(`label[for="${CSS.escape(select.id)}"]`);
  const combobox = box.querySelector(".select2-selection");
  if (!label || !combobox) return;
  label.id ||= `${select.id}-label`;
  const chosen = box.querySelector(".select2-selection__rendered");
  chosen?.removeAttribute("role"); // Select2 makes it a text box without a name
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
