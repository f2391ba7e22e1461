/*
 * Arranges the front page by dragging and by key, without aiming at small buttons.
 *
 * A [data-story] is dragged to a [data-place], or the keys 1 to 5 put it there; Alt with an arrow moves the story on a
 * place. Each of these presses a button of the form #arrange, so messages and undo work as they do without script.
 */
const form = document.getElementById("arrange");
const KIND = "application/x-story";

function put(story, place) {
  const wanted = document.createElement("input");
  wanted.type = "hidden";
  wanted.name = "put";
  wanted.value = `${story}:${place}`;
  form.append(wanted);
  form.requestSubmit();
}

function start() {
  for (const item of document.querySelectorAll("[data-story]")) {
    item.draggable = true;
    item.addEventListener("dragstart", (event) => {
      event.dataTransfer.setData(KIND, item.dataset.story);
      event.dataTransfer.effectAllowed = "move";
    });
  }

  for (const place of document.querySelectorAll("[data-place]")) {
    place.addEventListener("dragover", (event) => {
      if (!event.dataTransfer.types.includes(KIND)) return;
      event.preventDefault();
      place.classList.add("is-over");
    });
    place.addEventListener("dragleave", (event) => place.contains(event.relatedTarget) || place.classList.remove("is-over"));
    place.addEventListener("drop", (event) => {
      const story = event.dataTransfer.getData(KIND);
      place.classList.remove("is-over");
      if (!story) return;
      event.preventDefault();
      if (story !== place.dataset.story) put(story, place.dataset.place);
    });
  }

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.target.matches("input, textarea, select")) return;
    const item = event.target.closest("[data-story]");
    if (!item) return;
    if (event.altKey && (event.key === "ArrowUp" || event.key === "ArrowDown")) {
      const button = item.querySelector(`[data-move=${event.key === "ArrowUp" ? "up" : "down"}]`);
      if (!button) return;
      event.preventDefault();
      button.click();
    } else if (!event.altKey && /^[1-5]$/.test(event.key)) {
      event.preventDefault();
      put(item.dataset.story, event.key);
    }
  });

  // Focus the place of the last change.
  const changed = location.hash.startsWith("#place-") && document.getElementById(location.hash.slice(1));
  if (changed) changed.focus({ preventScroll: true });
}

if (form) start();
