/*
 * Ctrl+S saves an admin form and stays on it. In a popup window it saves and closes, as its Save button does.
 */
document.addEventListener("keydown", (event) => {
  if (!(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey || event.key.toLowerCase() !== "s") return;
  const button = document.querySelector(".desk-form [name=_continue]") ?? document.querySelector(".desk-form [name=_save]");
  if (!button || event.defaultPrevented) return;
  event.preventDefault();
  if (!event.repeat && !document.querySelector("dialog[open]")) button.form.requestSubmit(button);
});

/* Django's time picker offers "Midnight" and "6 a.m." This writes them as the desk does; Django reads it after the page has loaded. */
if (window.DateTimeShortcuts) window.DateTimeShortcuts.clockHours.default_ = [["Now", -1], ["12 am", 0], ["6 am", 6], ["12 pm", 12], ["6 pm", 18]];
