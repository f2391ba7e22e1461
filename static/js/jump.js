/*
 * Says in the jump navigation of a long page which part is on the screen.
 * Found by .jump; its links lead to ids of the same page.
 */
const READING_LINE = "-20% 0px -70% 0px"; // the band of the window in which a part counts as being read

/** @param {HTMLElement} nav */
function follow(nav) {
  const links = [...nav.querySelectorAll("a[href^='#']")];
  const seen = new IntersectionObserver(
    (entries) => {
      for (const { isIntersecting, target } of entries) {
        if (!isIntersecting) continue;
        for (const link of links) {
          if (link.hash === `#${target.id}`) link.setAttribute("aria-current", "true");
          else link.removeAttribute("aria-current");
        }
      }
    },
    { rootMargin: READING_LINE },
  );
  for (const link of links) {
    const part = document.getElementById(decodeURIComponent(link.hash.slice(1)));
    if (part) seen.observe(part);
  }
}

document.querySelectorAll(".jump").forEach(follow);
