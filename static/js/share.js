/*
 * Copies the page's canonical address, and reports in the element that [data-copy="ID"] names; or opens the device's share
 * sheet, if it has one: [data-share].
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
