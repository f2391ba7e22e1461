/*
 * [data-copy="ID"] copies the page's canonical address, and says in the element ID whether that worked. [data-share] opens the
 * device's share sheet, and stays hidden if it has none.
 */
const address = document.querySelector("link[rel=canonical]")?.href ?? location.href;

for (const button of document.querySelectorAll("[data-copy]")) {
  button.addEventListener("click", async () => {
    const status = document.getElementById(button.dataset.copy);
    try {
      await navigator.clipboard.writeText(address);
      status.textContent = "Link copied";
    } catch {
      status.textContent = "Couldn’t copy the link. Copy it from the address bar.";
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
