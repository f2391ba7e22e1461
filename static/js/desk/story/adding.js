/*
 * A row of the record made from inside a story, in a window of its own: the admin's form as a pop-up, which tells the
 * page that opened it when it has saved.
 */
import { ask } from "desk/story/lookups";

const NAME = "story-adds";
let waiting = null;

/** The row made at an address of the admin, or null if the window was closed without one. */
export function adding(address) {
  const made = open(address, NAME, "width=900,height=800,resizable=yes,scrollbars=yes");
  if (!made) return Promise.resolve(null);
  return new Promise((resolve) => {
    const watch = setInterval(() => made.closed && done(null), 400);
    const done = (row) => {
      clearInterval(watch);
      waiting = null;
      resolve(row);
    };
    waiting = async (key) => {
      clearInterval(watch);
      made.close();
      const [row] = await ask("records", { key }).catch(() => []);
      done(row ?? null);
    };
  });
}

// The admin's own answer to a pop-up calls this by name; other fields of the page may wait for it too.
const others = window.dismissAddRelatedObjectPopup;
window.dismissAddRelatedObjectPopup = (made, key, ...more) => {
  if (made.name === NAME) waiting?.(key);
  else others?.(made, key, ...more);
};
