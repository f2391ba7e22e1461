/*
 * Copies the page's address, and hands it to the device's own list of places to share to.
 *
 * [data-copy="ID"] copies and says so in the element with that id. [data-share] is hidden until it is known that the
 * device has such a list. The address is the canonical one where the page names one.
 */
const address = document.querySelector("link[rel=canonical]")?.href ?? location.href;

for (const button of document.querySelectorAll("[data-copy]")) {
  button.addEventListener("click", async () => {
    const said = document.getElementById(button.dataset.copy);
    try {
      await navigator.clipboard.writeText(address);
      said.textContent = "Link copied";
    } catch {
      said.textContent = "Copying was refused: take the link from the address bar.";
    }
  });
}

for (const button of document.querySelectorAll("[data-share]")) {
  if (!navigator.share) continue;
  button.hidden = false;
  button.addEventListener("click", async () => {
    try {
      await navigator.share({ title: document.title, url: address });
    } catch {
      // Closed without sharing.
    }
  });
}
