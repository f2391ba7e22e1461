/*
 * Ctrl+S saves a form of the admin and stays on it. A form in a window of its own closes, as with its button.
 */
document.addEventListener("keydown", (event) => {
  if (!(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey || event.key.toLowerCase() !== "s") return;
  const button = document.querySelector(".desk-form [name=_continue]") ?? document.querySelector(".desk-form [name=_save]");
  if (!button || event.defaultPrevented) return;
  event.preventDefault();
  if (!event.repeat && !document.querySelector("dialog[open]")) button.form.requestSubmit(button);
});

/* Django's clock offers "Midnight" and "6 a.m.": here as the desk writes times. It is read when the page has loaded. */
if (window.DateTimeShortcuts) window.DateTimeShortcuts.clockHours.default_ = [["Now", -1], ["12 am", 0], ["6 am", 6], ["12 pm", 12], ["6 pm", 18]];
