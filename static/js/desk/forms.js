/*
 * Ctrl+S saves a form of the admin and stays on it; a form in a window of its own closes, as by its button.
 */
document.addEventListener("keydown", (event) => {
  if (!(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey || event.key.toLowerCase() !== "s") return;
  const button = document.querySelector(".desk-form [name=_continue]") ?? document.querySelector(".desk-form [name=_save]");
  if (!button || event.defaultPrevented) return;
  event.preventDefault();
  if (!event.repeat && !document.querySelector("dialog[open]")) button.form.requestSubmit(button);
});
