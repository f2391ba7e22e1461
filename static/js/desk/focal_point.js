/*
 * Sets a picture's focal point by click, by dragging or with the arrow keys; the crops follow.
 *
 * [data-focal] holds the picture. The form's two number fields keep the values.
 */
const CROPS = { wide: 2, card: 3 / 2, square: 1, portrait: 4 / 5, poster: 2 / 3 };
const STEPS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

const frame = document.querySelector("[data-focal]");
const fields = [document.getElementById("id_focal_x"), document.getElementById("id_focal_y")];
const status = document.querySelector("[data-focal-said]");
const width = Number(frame?.dataset.width);
const height = Number(frame?.dataset.height);

const clamp = (number, most) => Math.min(Math.max(number, 0), most);
const point = () => fields.map((field) => clamp(Math.round(Number(field.value)) || 0, 100));

/** Return the object-position, in percent of the leftover length, of a crop of `part` that keeps the focal point. */
function positionOf(whole, part, percent) {
  const left = clamp((whole * percent) / 100 - part / 2, whole - part);
  return whole - part < 0.5 ? 50 : (left / (whole - part)) * 100;
}

function show() {
  const [x, y] = point();
  for (const circle of frame.querySelectorAll("circle")) {
    circle.setAttribute("cx", `${x}%`);
    circle.setAttribute("cy", `${y}%`);
  }
  for (const image of document.querySelectorAll("[data-crop]")) {
    const shape = CROPS[image.dataset.crop];
    const across = Math.min(width, height * shape);
    image.style.objectPosition = `${positionOf(width, across, x)}% ${positionOf(height, across / shape, y)}%`;
  }
  status.textContent = `Focal point ${x}, ${y}. Click, drag, or use the arrow keys; with Shift they go ten at a time.`;
  frame.setAttribute("aria-valuenow", x);
  frame.setAttribute("aria-valuetext", `${x} percent from the left, ${y} percent from the top`);
}

function setPoint(x, y) {
  [x, y].forEach((number, axis) => {
    fields[axis].value = clamp(Math.round(number), 100);
    fields[axis].dispatchEvent(new Event("change", { bubbles: true }));
  });
}

function setFromPointer(event) {
  const box = frame.getBoundingClientRect();
  setPoint(((event.clientX - box.left) / box.width) * 100, ((event.clientY - box.top) / box.height) * 100);
}

function start() {
  const whole = frame.querySelector("img");
  for (const image of document.querySelectorAll("[data-crop]")) image.src = whole.src;
  whole.draggable = false;
  const roles = { role: "slider", tabindex: 0, "aria-label": "Focal point", "aria-valuemin": 0, "aria-valuemax": 100, "aria-describedby": "focal-said" };
  for (const [name, value] of Object.entries(roles)) frame.setAttribute(name, value);
  frame.classList.add("is-live");

  frame.addEventListener("pointerdown", (event) => {
    if (event.button) return;
    frame.setPointerCapture(event.pointerId);
    setFromPointer(event);
  });
  frame.addEventListener("pointermove", (event) => frame.hasPointerCapture(event.pointerId) && setFromPointer(event));
  frame.addEventListener("keydown", (event) => {
    const step = STEPS[event.key];
    if (!step || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    const [x, y] = point();
    const many = event.shiftKey ? 10 : 1;
    setPoint(x + step[0] * many, y + step[1] * many);
  });
  for (const field of fields) for (const name of ["input", "change"]) field.addEventListener(name, show);
  show();
}

if (frame && fields[0] && fields[1]) start();
