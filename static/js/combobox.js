/*
 * ARIA's combobox: a field with a list of choices. What an arrow led to stays marked in newer lists.
 *
 * A use passes `find(text, signal)`, `draw(found, text)`, which calls show(), and what differs from the members here.
 */
let made = 0;

/** Ask `find(signal)` now, or `soon` after the last call. Earlier questions are dropped. */
export function lookup({ pause, find, found, failed }) {
  let timer;
  let request = new AbortController();
  const stop = () => {
    clearTimeout(timer);
    request.abort();
  };
  const now = async () => {
    stop();
    const { signal } = (request = new AbortController());
    try {
      const answer = await find(signal);
      if (!signal.aborted) found(answer);
    } catch (failure) {
      if (!signal.aborted) failed(failure);
    }
  };
  const soon = () => {
    stop();
    timer = setTimeout(now, pause);
  };
  return { now, soon, stop };
}

const meaning = (option) => option.meaning ?? option.href;

export class Combobox {
  pause = 150; // ms
  shortest = 1; // fewer characters find nothing
  stopsAtField = false; // if so, no option is marked beyond either end
  left = () => this.close();
  failed = () => this.close();

  constructor({ field, list, status, ...own }) {
    Object.assign(this, { field, list, status, marked: null }, own);
    list.id ||= `choices-${++made}`;
    list.role = "listbox";
    list.addEventListener("mousedown", (event) => event.preventDefault()); // it would take the focus
    list.addEventListener("click", (event) => {
      const option = event.target.closest("[role=option]");
      if (option) this.choose?.(option);
    });
    this.lookup = lookup({
      pause: this.pause,
      find: (signal) => this.find(this.text(), signal),
      found: (found) => this.draw(found, this.text()),
      failed: (failure) => this.failed(failure),
    });
    if (!field.matches("input")) return; // an editor passes its own keys
    const attributes = { role: "combobox", "aria-autocomplete": "list", "aria-controls": this.list.id, "aria-expanded": false };
    for (const name in attributes) field.setAttribute(name, attributes[name]);
    field.addEventListener("input", () => this.typed());
    field.addEventListener("blur", () => this.left());
    const onKey = (event) => {
      if (!this.takesKey(event)) return;
      event.preventDefault();
      event.stopImmediatePropagation();
    };
    field.addEventListener("keydown", onKey, { capture: true }); // before the field's own keys
  }

  get options() {
    return [...this.list.querySelectorAll("[role=option]")];
  }

  get isOpen() {
    return !this.list.hidden;
  }

  text() {
    return this.field.value.trim();
  }

  typed() {
    this.mark(null); // it was found for other words
    this.ask(this.lookup.soon);
  }

  ask(when = this.lookup.now) {
    return this.text().length < this.shortest ? this.close() : when();
  }

  show(children, first = null) {
    const { meant } = this;
    this.list.replaceChildren(...children);
    const { options } = this;
    options.forEach((option, i) => (option.id ||= `${this.list.id}-${i}`));
    this.open(children.length > 0);
    this.announce(options.length ? `${options.length} found` : "");
    const same = meant && options.find((option) => meaning(option) === meant);
    this.mark(same ?? first, same);
  }

  open(isOpen) {
    this.list.hidden = !isOpen;
    this.field.setAttribute("aria-expanded", this.options.length > 0);
  }

  close() {
    this.lookup.stop();
    this.list.replaceChildren();
    this.mark(null);
    this.open(false);
    this.announce("");
  }

  announce(words) {
    this.status.textContent = words;
  }

  mark(option, isByArrow) {
    this.marked = option;
    this.meant = option && isByArrow ? meaning(option) : null;
    for (const each of this.options) each.setAttribute("aria-selected", each === option);
    if (!option) return this.field.removeAttribute("aria-activedescendant");
    this.field.setAttribute("aria-activedescendant", option.id);
    return option.scrollIntoView({ block: "nearest" });
  }

  takesKey(event) {
    if (event.isComposing || event.keyCode === 229) return false; // Safari ends a composition by an Enter of 229
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) return this.move(step);
    if (event.key === "Enter") return this.enter();
    if (event.key !== "Escape" || !this.isOpen) return false;
    this.close();
    return true;
  }

  move(step) {
    const stops = [...(this.stopsAtField ? [null] : []), ...this.options];
    const from = stops.indexOf(this.marked);
    this.mark(stops.at(from < 0 && step < 0 ? -1 : (from + step) % stops.length), true);
    return this.options.length > 0;
  }

  enter() {
    const { marked } = this;
    marked?.click();
    return !!marked;
  }
}
