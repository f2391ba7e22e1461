/*
 * Opens dialogs.
 *
 * [data-dialog="id"] opens the <dialog> of that id. A link with an empty data-dialog shows the [data-dialog-part] of
 * the page it leads to in a dialog; its form is sent like the page's own, so everything works without script too.
 * [data-dialog-first] gets the focus.
 */

async function fromPage(address) {
  const answer = await fetch(address, { headers: { Accept: "text/html" } });
  if (!answer.ok || answer.redirected) throw new Error(`${answer.status}`);
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const part = page.querySelector("[data-dialog-part]");
  if (!part) throw new Error("no part for a dialog");

  const dialog = document.createElement("dialog");
  dialog.className = "dialog";
  dialog.append(document.adoptNode(part));
  for (const form of dialog.querySelectorAll("form:not([method=dialog])")) {
    if (!form.getAttribute("action")) form.action = address;
  }
  const title = dialog.querySelector("h1, h2");
  if (title) {
    title.id ||= "dialog-title";
    dialog.setAttribute("aria-labelledby", title.id);
  }
  for (const close of dialog.querySelectorAll("[data-dialog-close]")) {
    close.addEventListener("click", (event) => {
      event.preventDefault();
      dialog.close();
    });
  }
  dialog.addEventListener("close", () => dialog.remove());
  // The Enter that opened the dialog, held down a little long, must not submit it.
  dialog.addEventListener("keydown", (event) => event.repeat && event.key === "Enter" && !event.target.matches("textarea") && event.preventDefault());
  document.body.append(dialog);
  return dialog;
}

document.addEventListener("click", async (event) => {
  const opener = event.target.closest?.("[data-dialog]");
  if (!opener || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
  event.preventDefault();
  const { dialog: id, address = opener.href } = opener.dataset;
  try {
    const dialog = id ? document.getElementById(id) : await fromPage(address);
    dialog.showModal();
    dialog.querySelector("[data-dialog-first]")?.focus();
    dialog.dispatchEvent(new CustomEvent("desk:opened", { bubbles: true }));
  } catch {
    location.assign(address); // the page explains what is wrong
  }
});

// A click outside a dialog closes it, unless it has fields, which may hold typing.
document.addEventListener("click", (event) => {
  const dialog = event.target;
  if (dialog instanceof HTMLDialogElement && !dialog.querySelector("textarea, input:not([type=hidden], [type=checkbox])"))
    dialog.close();
});
