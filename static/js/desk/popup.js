/*
 * Adds a row of the record or a tag from the page where it is needed, through Django admin's pop-up form.
 */
import { SignedOut } from "./signed_out.js";

const waiting = new Map();

/** Open a form of the admin in a window. Return a promise of the saved row, { key, text }, or of null if it is closed. */
export function addInWindow(address, name) {
  const made = open(address, name, "width=900,height=800,resizable=yes,scrollbars=yes");
  if (!made) return Promise.resolve(null);
  return new Promise((resolve) => {
    const watch = setInterval(() => made.closed && done(null), 400);
    const done = (row) => {
      clearInterval(watch);
      waiting.delete(name);
      resolve(row);
    };
    waiting.set(name, (row) => {
      clearInterval(watch);
      made.close();
      done(row);
    });
  });
}

/**
 * Add a row by its name alone through a form of the admin, without showing the form. Return { key, text }. Raises an Error
 * with the form's messages if it refuses the name.
 */
export async function addByName(address, name) {
  const asked = new URL(address, location.href);
  asked.search = new URLSearchParams({ name, _popup: "1" });
  const page = async (options) => {
    const answer = await fetch(asked, options).catch(() => {
      throw new Error("The desk can’t be reached. Try again in a moment.");
    });
    if (answer.redirected) throw new SignedOut(answer.url, "try again");
    if (!answer.ok) throw new Error(`The desk couldn’t answer (${answer.status}). Try again.`);
    return new DOMParser().parseFromString(await answer.text(), "text/html");
  };
  const form = (await page()).querySelector("input[name=name]").form;
  const answer = await page({ method: "POST", body: new FormData(form) });
  const made = answer.querySelector("[data-popup-response]");
  if (!made) throw new Error([...answer.querySelectorAll(".errorlist li")].map((fault) => fault.textContent).join(" ") || "The desk refused it.");
  const { value, obj } = JSON.parse(made.dataset.popupResponse);
  return { key: value, text: obj };
}

// The page that the admin returns to a pop-up calls this by name. Other fields of the page may wait for it too.
const others = window.dismissAddRelatedObjectPopup;
window.dismissAddRelatedObjectPopup = (made, key, text, ...more) => {
  const wanted = waiting.get(made.name);
  if (wanted) wanted({ key, text });
  else others?.(made, key, text, ...more);
};
