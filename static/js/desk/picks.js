/*
 * Makes a select of several rows a box to type in: what is typed is asked of the desk at data-pick.
 *
 * The select stays what the form sends, in the order in which its rows were chosen. With data-new, the
 * address of the admin's form, a row that there isn't is made by Enter: what exists is offered before. Without it
 * data-not-new says who can make one. What is typed and not chosen goes along as NAME_begun, for working copies, and
 * comes back in data-begun.
 */
import { madeInPlace } from "./popup.js";
import { wordsOf } from "./signed_out.js";

const PAUSE = 150; // ms
let made = 0;

const element = (tag, attributes = {}, ...children) => {
  const it = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) it.setAttribute(name, value);
  it.append(...children);
  return it;
};

/** Why it was found, if not by what it is called: "also “Home Box Office”". */
const note = (row) => (row.note ? [" ", element("span", { class: "meta" }, row.note)] : []);

/** What choosing the option does, whatever is typed. */
const does = (option) => option.dataset.value ?? "make";

class Picks {
  constructor(select) {
    made += 1;
    this.select = select;
    this.known = new Map();
    const label = document.querySelector(`label[for="${select.id}"]`);
    const named = select.getAttribute("aria-label") ?? label?.textContent ?? "Choose";
    this.chips = element("ul", { class: "picks__chosen", "aria-label": `${named}, chosen` });
    this.list = element("ul", { class: "picks__list", role: "listbox", id: `picks-${made}`, "aria-label": named, hidden: "" });
    this.said = element("p", { class: "vh", role: "status" });
    this.input = element("input", { type: "text", role: "combobox", id: `${select.id}-typed`, autocomplete: "off", spellcheck: "false", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": this.list.id, "aria-label": named, placeholder: "Type to find" });
    if (select.name) this.input.name = `${select.name}_begun`; // a working copy keeps it
    this.input.value = select.dataset.begun ?? "";
    if (label) label.htmlFor = this.input.id;
    select.hidden = true;
    select.after(element("div", { class: "picks" }, this.chips, this.input, this.list, this.said));
    this.input.addEventListener("input", () => {
      this.point(null); // what was found for other words is nothing that Enter may choose
      this.meant = null;
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.look(), PAUSE);
    });
    this.input.addEventListener("change", (event) => event.stopPropagation());
    this.input.addEventListener("focus", () => this.look());
    this.input.addEventListener("blur", () => this.close());
    this.input.addEventListener("keydown", (event) => this.key(event));
    this.list.addEventListener("mousedown", (event) => event.preventDefault());
    this.list.addEventListener("click", (event) => this.take(event.target.closest("[role=option]")));
    this.chips.addEventListener("click", (event) => {
      if (event.target.value) this.remove(event.target.value);
    });
    select.addEventListener("change", () => this.draw());
    select.form?.addEventListener("desk:saved", (event) => {
      const text = this.input.value.trim();
      const called = select.dataset.newCalled ?? "choice";
      if (text) event.detail.remarks.push(`“${text}” is no ${called} yet: choose it from the list under ${named}.`);
    });
    this.draw();
  }

  get chosen() {
    return [...this.select.selectedOptions].filter((option) => option.value);
  }

  draw() {
    this.chips.replaceChildren(
      ...this.chosen.map((option) => {
        const text = option.textContent.trim();
        return element("li", {}, text, element("button", { type: "button", value: option.value, "aria-label": `Take out ${text}` }, "×"));
      }),
    );
    this.chips.hidden = !this.chosen.length;
  }

  async look() {
    const address = new URL(this.select.dataset.pick, location.href);
    const text = this.input.value.trim();
    address.searchParams.set("term", text);
    this.asking?.abort();
    this.asking = new AbortController();
    try {
      const { results } = await (await fetch(address, { signal: this.asking.signal })).json();
      if (document.activeElement === this.input && text === this.input.value.trim()) this.show(results);
    } catch (failure) {
      if (failure.name !== "AbortError") this.tell("The desk can’t be asked now.", true);
    }
  }

  show(rows) {
    const has = new Set(this.chosen.map((option) => option.value));
    const free = rows.filter((row) => !has.has(String(row.id)));
    this.list.replaceChildren(
      ...free.map((row) => this.option({ "data-value": row.id, "data-text": row.text }, row.text, ...note(row))),
      ...(this.isNew(rows) ? [this.option({ "data-make": this.input.value.trim() }, `New ${this.select.dataset.newCalled} “${this.input.value.trim()}”`)] : []),
    );
    [...this.list.children].forEach((option, place) => option.setAttribute("id", `${this.list.id}-${place}`));
    this.open(this.list.children.length > 0);
    this.tell(free.length ? `${free.length} found` : this.noneOf(rows), !free.length);
    const meant = [...this.list.children].findIndex((option) => does(option) === this.meant);
    if (meant >= 0) this.point(meant);
    else if (this.input.value && (free.length || this.list.children.length === 1)) this.point(0);
  }

  noneOf(rows) {
    const { notNew } = this.select.dataset;
    return notNew && !rows.length && this.input.value.trim() ? notNew.replace("{}", this.input.value.trim()) : "Nothing else has this name.";
  }

  option(attributes, ...children) {
    return element("li", { role: "option", "aria-selected": "false", ...attributes }, ...children);
  }

  /** Whether what is typed may be made: nothing is called so, not even by another word. */
  isNew(rows) {
    const text = this.input.value.trim().toLowerCase();
    const isSo = (row) => row.text.toLowerCase() === text || row.note?.toLowerCase().includes(`“${text}”`);
    return Boolean(this.select.dataset.new && text && !rows.some(isSo) && !this.chosen.some((each) => each.text.trim().toLowerCase() === text));
  }

  tell(sentence, isShown = false) {
    this.said.textContent = sentence;
    this.said.className = isShown ? "picks__said" : "vh";
  }

  open(isOpen) {
    this.list.hidden = !isOpen;
    this.input.setAttribute("aria-expanded", String(isOpen));
    this.input.removeAttribute("aria-activedescendant");
  }

  close() {
    this.open(false);
    this.tell("");
    clearTimeout(this.timer);
    this.asking?.abort();
  }

  point(place) {
    const all = [...this.list.children];
    const at = all.length && place !== null ? (place + all.length) % all.length : -1;
    all.forEach((option, index) => option.setAttribute("aria-selected", String(index === at)));
    if (at < 0) return void this.input.removeAttribute("aria-activedescendant");
    this.input.setAttribute("aria-activedescendant", all[at].id);
    all[at].scrollIntoView({ block: "nearest" });
  }

  /** To where an arrow leads: a list that comes late doesn't take it back. */
  lead(place) {
    this.point(place);
    const option = this.list.querySelector("[aria-selected=true]");
    this.meant = option && does(option);
  }

  key(event) {
    const all = [...this.list.children];
    const at = all.findIndex((option) => option.getAttribute("aria-selected") === "true");
    if (event.key === "ArrowDown" && this.list.hidden) this.look();
    else if (event.key === "ArrowDown") this.lead(at + 1);
    else if (event.key === "ArrowUp") this.lead(at < 0 ? -1 : at - 1);
    else if (event.key === "Enter") this.take(all[at]);
    else if (event.key === "Escape" && !this.list.hidden) this.close();
    else if (event.key === "Backspace" && !this.input.value && this.chosen.length) this.remove(this.chosen.at(-1).value);
    else return;
    event.preventDefault();
  }

  take(option) {
    if (!option) return;
    if (option.dataset.make) return void this.make(this.input.value.trim());
    this.choose(option.dataset);
  }

  async make(name) {
    if (this.isMaking) return;
    this.isMaking = true;
    this.close();
    this.tell(`Adding “${name}”…`, true);
    try {
      const made = await madeInPlace(this.select.dataset.new, name);
      this.choose({ value: String(made.key), text: made.text });
    } catch (failure) {
      this.tell("", true);
      this.said.append(...wordsOf(failure));
    } finally {
      this.isMaking = false;
    }
  }

  choose({ value, text }) {
    const own = [...this.select.options].find((each) => each.value === value) ?? new Option(text, value);
    this.select.append(own); // the last chosen comes last
    own.selected = true;
    this.input.value = "";
    this.close();
    this.changed(`${own.textContent} is chosen`);
  }

  remove(value) {
    const option = this.chosen.find((each) => each.value === value);
    option.selected = false;
    this.changed(`${option.textContent} is taken out`);
    this.input.focus();
  }

  changed(sentence) {
    this.select.dispatchEvent(new Event("change", { bubbles: true }));
    this.tell(sentence);
  }
}

for (const select of document.querySelectorAll("select[multiple][data-pick]")) new Picks(select);
