/*
 * Uploads many files to the picture library, chosen or dropped on form[data-drop].
 *
 * They are sent one at a time, each with its progress and then its picture, or the reason why it was refused. Without
 * script the form sends all of them at once.
 */
import { crel } from "./crel.js";
import { SignedOut, messageOf } from "./signed_out.js";

const form = document.querySelector("form[data-drop]");
const list = document.querySelector("[data-drop-list]");
const status = document.querySelector("[data-drop-said]");
const panel = form?.closest(".drop");

const waiting = [];
let isSending = false;
let added = 0;
let refused = 0;

function addRow(file) {
  const bar = crel("progress", { max: 1, value: 0, "aria-label": `Sending ${file.name}` });
  const name = crel("span", { className: "drop__name", textContent: file.name });
  const item = crel("li", { className: "drop__one" }, [name, bar, crel("span", { className: "meta", textContent: "Waiting" })]);
  list.prepend(item);
  return item;
}

/** Return a promise of the picture that a file became. It fails with an Error whose message is a sentence to show. */
function send(file, progress) {
  return new Promise((resolve, reject) => {
    const data = new FormData(form);
    data.delete("files");
    data.append("file", file);
    const request = new XMLHttpRequest();
    request.open("POST", form.action);
    request.setRequestHeader("Accept", "application/json");
    request.responseType = "json";
    request.upload.addEventListener("progress", (event) => event.lengthComputable && progress(event.loaded / event.total));
    request.addEventListener("load", () => {
      const answer = request.response;
      if (request.status === 200 && answer?.public_id) resolve(answer);
      else if (request.responseURL !== form.action) reject(new SignedOut(request.responseURL, "choose it again"));
      else reject(new Error(answer?.error ?? `The desk refused the file (${request.status}). Choose it again.`));
    });
    request.addEventListener("error", () => reject(new Error("The desk can’t be reached. Choose it again when you are back online.")));
    request.send(data);
  });
}

function showPicture(item, picture) {
  const creditNote = picture.from_file.credit ? `The file’s credit is “${picture.from_file.credit}”: check it on the picture’s page.` : "";
  const words = ["Added. Say what it shows, whose it is and what we may do with it.", creditNote, picture.remark].filter(Boolean).join(" ");
  item.replaceChildren(
    crel("img", { src: picture.thumb, alt: "" }),
    crel("a", { href: picture.address, textContent: picture.title }),
    crel("span", { className: "meta", textContent: words }),
  );
}

function showRefusal(item, file, failure) {
  item.classList.add("is-refused");
  item.replaceChildren(crel("span", { className: "drop__name", textContent: file.name }), crel("span", { className: "field-error" }, messageOf(failure)));
}

async function sendNext() {
  if (isSending) return;
  isSending = true;
  for (let one = waiting.shift(); one; one = waiting.shift()) {
    const [file, item] = one;
    const [, bar, word] = item.children;
    word.textContent = "Sending";
    try {
      const picture = await send(file, (share) => {
        bar.value = share;
        if (share === 1) word.textContent = "Processing";
      });
      added += 1;
      showPicture(item, picture);
    } catch (failure) {
      refused += 1;
      showRefusal(item, file, failure);
    }
  }
  isSending = false;
  status.textContent = `${added} added${refused ? `, ${refused} refused` : ""}.`;
}

function addFiles(files) {
  for (const file of files) waiting.push([file, addRow(file)]);
  sendNext();
}

if (form) {
  const input = form.elements.files;
  form.querySelector(".drop__hint").hidden = false;
  form.querySelector("button").hidden = true;
  form.addEventListener("submit", (event) => event.preventDefault());
  input.addEventListener("change", () => {
    addFiles([...input.files]);
    input.value = "";
  });
  addEventListener("beforeunload", (event) => isSending && event.preventDefault());
  const hasFiles = (event) => event.dataTransfer?.types.includes("Files");
  document.addEventListener("dragover", (event) => {
    if (!hasFiles(event)) return;
    event.preventDefault();
    panel.classList.add("is-over");
  });
  document.addEventListener("dragleave", (event) => event.relatedTarget || panel.classList.remove("is-over"));
  document.addEventListener("drop", (event) => {
    if (!hasFiles(event)) return;
    event.preventDefault();
    panel.classList.remove("is-over");
    addFiles([...event.dataTransfer.files]);
  });
}
