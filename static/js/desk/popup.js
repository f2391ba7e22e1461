/*
 * The admin's form as a pop-up: a window of its own, which tells the page that opened it what it saved.
 */
const waiting = new Map();

/** What was made at an address of the admin, as {key, text}; null if the window was closed without it. */
export function madeAt(address, name) {
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

// The admin's own answer to a pop-up calls this by name; other fields of the page may wait for it too.
const others = window.dismissAddRelatedObjectPopup;
window.dismissAddRelatedObjectPopup = (made, key, text, ...more) => {
  const wanted = waiting.get(made.name);
  if (wanted) wanted({ key, text });
  else others?.(made, key, text, ...more);
};
