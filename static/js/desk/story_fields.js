/*
 * The small fields of a story: the length counters of headline and dek, as many byline rows as needed, and the lead
 * picture chosen from the library.
 */
import { crel } from "./crel.js";
import { choosePicture } from "desk/story/library";
import { lineBox } from "desk/story/line_editor";
import { lookUp } from "desk/story/lookups";

const form = document.getElementById("story");
const SIZES_ITSELF = CSS.supports("field-sizing: content");

function count(field) {
  const counter = document.querySelector(`[data-count-of="${field.id}"]`);
  const best = Number(field.dataset.count);
  const { length } = [...field.value.replaceAll("*", "")];
  counter.textContent = field.value ? `${length} of ${best}` : "";
  counter.classList.toggle("is-over", length > best);
}

function fitHeight(field) {
  if (SIZES_ITSELF || field.tagName !== "TEXTAREA") return;
  field.style.blockSize = "auto";
  field.style.blockSize = `${field.scrollHeight}px`;
}

for (const field of form.querySelectorAll("[data-count]")) {
  const now = () => {
    count(field);
    fitHeight(field);
  };
  field.addEventListener("input", now);
  now();
}

lineBox(form.elements.headline, () => form.elements.dek.focus());
lineBox(form.elements.dek, () => form.elements.body.story?.editor.view.focus());

const bylines = form.querySelector("[data-bylines]");
const MOST = 12;
bylines.addEventListener("change", () => {
  const rows = bylines.children;
  const [author] = rows[rows.length - 1].querySelectorAll("select");
  if (!author.value || rows.length >= MOST) return;
  const row = rows[rows.length - 1].cloneNode(true);
  [...row.querySelectorAll("select")].forEach((select, place) => {
    const number = 2 * rows.length + place;
    select.name = `bylines_${number}`;
    select.id = `id_bylines_${number}`;
    select.setAttribute("aria-label", `${place ? "Role" : "Author"} ${rows.length + 1}`);
    select.value = "";
  });
  bylines.append(row);
});

const lead = form.querySelector("[data-lead]");
const select = form.elements.lead_picture;
const figure = lead.querySelector("[data-lead-shown]");
const button = (text, act) => {
  const made = crel("button", { type: "button", className: "linkish", textContent: text });
  made.addEventListener("click", act);
  return made;
};
const change = button("Change", async () => {
  const row = await choosePicture({ title: "Choose the lead picture" });
  if (row) showChosen(row);
});
const remove = button("Remove", () => {
  select.value = "";
  select.dispatchEvent(new Event("change", { bubbles: true }));
  change.focus();
});
lead.querySelector(".field-label").append(crel("span", { className: "row" }, [change, remove]));
const label = lead.querySelector("label");
label.replaceWith(crel("span", { textContent: label.textContent }));
select.hidden = true;

const shown = new Map();
function showChosen(row) {
  shown.set(row.id, row);
  if (![...select.options].some((option) => option.value === row.id)) select.add(new Option(row.name, row.id));
  select.value = row.id;
  select.dispatchEvent(new Event("change", { bubbles: true }));
}

async function draw() {
  const id = select.value;
  figure.hidden = !id;
  remove.hidden = !id;
  change.textContent = id ? "Change" : "Choose a picture";
  if (!id || figure.dataset.id === id) return;
  const row = shown.get(id) ?? (await lookUp("shown", { picture: id })).picture[id];
  if (!row || select.value !== id) return;
  figure.dataset.id = id;
  const caption = [row.caption, row.isCleared ? row.line : `${row.line}. Not cleared: it can’t be published yet.`].filter(Boolean).join(" ");
  figure.replaceChildren(crel("img", { src: row.large, alt: row.alt ?? "" }), crel("figcaption", { textContent: caption }));
}
figure.dataset.id = select.value;
select.addEventListener("change", draw);
draw();
