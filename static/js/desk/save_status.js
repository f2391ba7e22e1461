/*
 * The line in a story's bar that says whether the text is saved.
 *
 * Only what matters is also read out to screen readers: a word every few seconds would drown everything else.
 */
const form = document.getElementById("story");
const line = document.querySelector("[data-swap=state]");
const aloud = document.querySelector("[data-said]");

/** Show the words. `kind` is the story's new state: saved, dirty, saving, refused or failed. */
export function say(words, kind = form.dataset.state, { isQuiet = false } = {}) {
  line.replaceChildren(...words);
  form.dataset.state = kind;
  line.classList.toggle("field-error", kind === "failed" || kind === "refused");
  if (!isQuiet) aloud.textContent = line.textContent;
}

export const statusText = () => line.textContent;
