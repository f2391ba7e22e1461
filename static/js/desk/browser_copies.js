/*
 * Stores copies of unsaved text in this browser, one for each window and user.
 *
 * A browser may refuse to store anything (a private window, no space left): write() returns whether it did.
 */
const { user } = document.querySelector("[data-user]").dataset;
const PREFIX = `desk-copy ${user} `;

export function write(key, copy) {
  try {
    localStorage.setItem(PREFIX + key, JSON.stringify(copy));
    return true;
  } catch {
    return false;
  }
}

export function drop(key) {
  try {
    localStorage.removeItem(PREFIX + key);
  } catch {
    // Nothing was stored.
  }
}

/** Return [key, copy] of each stored copy. */
export function all() {
  try {
    const keys = Object.keys(localStorage).filter((name) => name.startsWith(PREFIX));
    return keys.map((name) => [name.slice(PREFIX.length), JSON.parse(localStorage.getItem(name))]);
  } catch {
    return [];
  }
}

/** Return a copy as the form data that the desk expects. */
export function asForm({ fields, ...about }) {
  const data = new FormData();
  for (const [name, values] of Object.entries(fields)) for (const value of values) data.append(name, value);
  for (const name of ["story", "based_on", "version"]) data.set(name, about[name]);
  for (const each of about.replaces ?? []) data.append("replaces", each);
  data.set("user", user);
  return data;
}
