/*
 * Copies the page's address, or opens the device's own share sheet.
 *
 * [data-copy="ID"] copies and reports in the element with that id. [data-share] stays hidden where the device has no
 * share sheet. The address is the canonical one if the page names it.
 */
const address = document.querySelector("link[rel=canonical]")?.href ?? location.href;

for (const button of document.querySelectorAll("[data-copy]")) {
  button.addEventListener("click", async () => {
    const status = document.getElementById(button.dataset.copy);
    try {
      await navigator.clipboard.writeText(address);
      status.textContent = "Link copied";
    } catch {
      status.textContent = "Copying didn’t work. Copy the link from the address bar.";
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
