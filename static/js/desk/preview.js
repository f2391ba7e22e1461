/*
 * The preview beside the text: readers' page of what is on the screen, in a frame of a chosen width.
 *
 * Only the <main> in the frame is replaced, so it stays where it was scrolled to. Without script the link opens the
 * page of the last save.
 */
const form = document.getElementById("story");
const pane = document.querySelector("[data-pane]");
const view = pane.querySelector(".pane__view");
const frame = pane.querySelector("iframe");
const status = pane.querySelector("[data-pane-said]");
const PAUSE = 500; // ms
const widths = [...pane.querySelectorAll("button[aria-pressed]")];

let width = 390;
let opener = null;
let request = null;
let timer;

/** Make the frame as wide as the chosen screen, and scale it down to the room there is. */
function fitFrame() {
  const scale = Math.min(1, view.clientWidth / width);
  frame.style.inlineSize = `${width}px`;
  frame.style.blockSize = `${view.clientHeight / scale}px`;
  frame.style.transform = `scale(${scale})`;
  frame.style.marginInlineStart = `${Math.max(0, (view.clientWidth - width * scale) / 2)}px`;
}

async function update() {
  clearTimeout(timer);
  if (pane.hidden) return;
  request?.abort();
  request = new AbortController();
  const { signal } = request;
  try {
    const answer = await fetch(form.dataset.preview, { method: "POST", body: new FormData(form), signal });
    if (!answer.ok || answer.redirected) throw new Error("The preview isn’t available right now.");
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const inner = frame.contentDocument;
    const main = inner.getElementById("main");
    const { scrollX: left, scrollY: top } = frame.contentWindow;
    main.replaceWith(inner.adoptNode(page.getElementById("main")));
    frame.contentWindow.scrollTo({ left, top, behavior: "instant" });
    status.textContent = "";
  } catch (failure) {
    if (failure.name !== "AbortError") status.textContent = failure instanceof TypeError ? "The desk can’t be reached." : failure.message;
  }
}

function updateSoon() {
  clearTimeout(timer);
  timer = setTimeout(update, PAUSE);
}

function choose(wanted) {
  width = Number(wanted);
  for (const each of widths) each.setAttribute("aria-pressed", String(Number(each.value) === width));
  fitFrame();
}

function open(by) {
  opener = by;
  pane.hidden = false;
  form.classList.add("is-previewed");
  choose(by.value || by.dataset.width || width);
  if (frame.getAttribute("src")) update();
  else frame.src = form.dataset.preview;
  pane.querySelector("[aria-pressed=true]").focus();
}

function close() {
  pane.hidden = true;
  form.classList.remove("is-previewed");
  (opener?.isConnected ? opener : document.querySelector("[data-preview-open]"))?.focus();
}

frame.addEventListener("load", () => {
  // Links in the preview open in another tab, so that they don't replace it.
  frame.contentDocument.addEventListener("click", (event) => {
    const link = event.target.closest?.("a[href]");
    if (!link || link.getAttribute("href").startsWith("#")) return;
    event.preventDefault();
    openElsewhere(link.href);
  });
  update();
});

const openElsewhere = (address) => window.open(address, "_blank", "noopener");

document.addEventListener("click", (event) => {
  const by = event.target.closest?.("[data-preview-open]");
  if (!by || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  if (pane.hidden) open(by);
  else if (by.dataset.width) choose(by.dataset.width);
  else close();
});
pane.addEventListener("click", (event) => {
  const { value } = event.target.closest("button") ?? {};
  if (value === "close") close();
  else if (value) choose(value);
});
pane.addEventListener("keydown", (event) => {
  if (event.key === "Escape") close();
});
for (const name of ["input", "change", "story:changed"]) form.addEventListener(name, updateSoon);
new ResizeObserver(() => pane.hidden || fitFrame()).observe(view);
