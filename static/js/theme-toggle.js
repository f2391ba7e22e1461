/*
 * Switches the page between light and dark, and remembers the choice for theme.js.
 *
 * Works on [data-theme-toggle]; without script the stylesheet hides it.
 */
const root = document.documentElement;

const isDark = () =>
  root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;

/** @param {HTMLButtonElement} button */
function toggles(button) {
  const say = () => button.setAttribute("aria-label", isDark() ? "Use the light theme" : "Use the dark theme");
  say();
  button.addEventListener("click", () => {
    root.dataset.theme = isDark() ? "light" : "dark";
    try {
      localStorage.setItem("theme", root.dataset.theme);
    } catch {
      // Storage refused: the choice lasts as long as the page.
    }
    say();
  });
}

document.querySelectorAll("[data-theme-toggle]").forEach(toggles);
