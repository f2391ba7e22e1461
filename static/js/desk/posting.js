/*
 * Posts what somebody typed to the desk, also after they signed in again in another tab.
 *
 * Signing in makes this page's CSRF token invalid, so a new one is read from the page as it is now; but not if somebody
 * else has signed in, in whose name the text would be kept.
 */
import { SignedOut } from "./signed_out.js";

const TOKEN = "csrfmiddlewaretoken";
const user = (page) => page.querySelector("[data-user]")?.dataset.user;

export const parsed = async (answer) => new DOMParser().parseFromString(await answer.text(), "text/html");
export const token = () => document.querySelector(`[name=${TOKEN}]`).value;

async function renew(then) {
  const answer = await fetch(location.href);
  const page = await parsed(answer);
  if (page.querySelector("input[type=password]")) throw new SignedOut(answer.url, then);
  if (user(page) !== undefined && user(page) !== user(document)) throw new Error("Somebody else signed in, in another tab. Sign in as before to go on.");
  const fresh = page.querySelector(`[name=${TOKEN}]`)?.value;
  for (const field of document.querySelectorAll(`[name=${TOKEN}]`)) field.value = fresh;
}

/** Post, and return the answer. `then` is what to do after signing in again, for the message. */
export async function post(address, data, { then, isSecond = false, ...options }) {
  data.set(TOKEN, token());
  const answer = await fetch(address, { method: "POST", body: data, ...options });
  if (answer.status !== 403 || isSecond) return answer;
  await renew(then);
  return post(address, data, { then, isSecond: true, ...options });
}
