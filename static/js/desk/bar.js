/*
 * The line in a story's bar that says how safe is what was typed.
 *
 * It is for the eye. What matters is read out too; a text that is kept every few seconds isn't worth a word each time.
 */
const form = document.getElementById("story");
const line = document.querySelector("[data-swap=state]");
const aloud = document.querySelector("[data-said]");

/** Shows the words. `kind` is what then holds of the story: saved, dirty, saving, refused or failed. */
export function say(words, kind = form.dataset.state, { isQuiet = false } = {}) {
  line.replaceChildren(...words);
  form.dataset.state = kind;
  line.classList.toggle("field-error", kind === "failed" || kind === "refused");
  if (!isQuiet) aloud.textContent = line.textContent;
}

export const said = () => line.textContent;
