/*
 * Turns a select of several rows into a box to type in, select[multiple][data-pick]: data-pick is the desk's address for
 * what is typed.
 *
 * The select stays what the form sends, in the order in which its rows were chosen. With data-new, the address of the
 * admin's form, Enter makes a row that doesn't exist yet; what exists is listed first. Without it data-not-new says who
 * can make one. Words that are typed but not chosen are sent as NAME_begun, for working copies, and come back in
 * data-begun.
 */
import { Combobox } from "../combobox.js";
import { crel } from "./crel.js";
import { addByName } from "./popup.js";
import { messageOf } from "./signed_out.js";

let made = 0;

class MultiSelect {
  constructor(select) {
    made += 1;
    this.select = select;
    const label = document.querySelector(`label[for="${select.id}"]`);
    this.called = select.getAttribute("aria-label") ?? label?.textContent ?? "Choose";
    this.chips = crel("ul", { className: "picks__chosen", "aria-label": `${this.called}, chosen` });
    const list = crel("ul", { className: "picks__list", id: `picks-${made}`, "aria-label": this.called, hidden: true });
    const status = crel("p", { className: "vh", role: "status" });
    this.input = crel("input", { type: "text", id: `${select.id}-typed`, autocomplete: "off", spellcheck: false, "aria-label": this.called, placeholder: "Type to search" });
    if (select.name) this.input.name = `${select.name}_begun`; // autosave keeps it in the working copy
    this.input.value = select.dataset.begun ?? "";
    if (label) label.htmlFor = this.input.id;
    select.hidden = true;
    select.after(crel("div", { className: "picks" }, [this.chips, this.input, list, status]));
    this.box = new Combobox({
      field: this.input,
      list,
      status,
      shortest: 0,
      find: (text, signal) => this.find(text, signal),
      draw: (found, text) => this.show(found.results, text),
      failed: () => this.tell("Search isn’t available right now. Try again in a moment."),
      announce: (words) => Object.assign(status, { textContent: words, className: "vh" }),
      choose: ({ row, isNew }) => (isNew ? this.make(this.box.text()) : this.choose(String(row.id), row.text)),
    });
    this.input.addEventListener("change", (event) => event.stopPropagation());
    this.input.addEventListener("focus", () => this.box.ask());
    this.input.addEventListener("keydown", (event) => this.key(event));
    this.chips.addEventListener("click", ({ target }) => target.value && this.remove(target.value));
    select.addEventListener("change", () => this.draw());
    select.form?.addEventListener("desk:saved", ({ detail }) => {
      const text = this.box.text();
      const called = select.dataset.newCalled ?? "choice";
      if (text) detail.remarks.push(`“${text}” isn’t a ${called} yet: choose it from the list under ${this.called}.`);
    });
    this.draw();
  }

  get chosen() {
    return [...this.select.selectedOptions].filter((option) => option.value);
  }

  draw() {
    this.chips.replaceChildren(
      ...this.chosen.map(({ value, textContent }) => {
        const text = textContent.trim();
        return crel("li", {}, [text, crel("button", { type: "button", value, "aria-label": `Remove ${text}`, textContent: "×" })]);
      }),
    );
    this.chips.hidden = !this.chosen.length;
  }

  async find(text, signal) {
    const address = new URL(this.select.dataset.pick, location.href);
    address.searchParams.set("term", text);
    return (await fetch(address, { signal })).json();
  }

  show(rows, text) {
    const { newCalled, notNew } = this.select.dataset;
    const chosen = new Set(this.chosen.map((option) => option.value));
    const options = rows
      .filter((row) => !chosen.has(String(row.id)))
      // The note tells what it was found by, if not its name: "also “Home Box Office”".
      .map((row) => Object.assign(option([row.text, ...(row.note ? [" ", crel("span", { className: "meta", textContent: row.note })] : [])]), { row, meaning: String(row.id) }));
    const found = options.length;
    if (this.isNew(rows, text)) options.push(Object.assign(option([`New ${newCalled} “${text}”`]), { isNew: true, meaning: "new" }));
    this.box.show(options, text ? options[0] : null);
    if (!found) this.tell(notNew && !rows.length && text ? notNew.replace("{}", text) : "No other results.");
  }

  /** Return whether a row with this name can be made: none has it as its name or as a synonym. */
  isNew(rows, text) {
    const name = text.toLowerCase();
    const isSame = (row) => row.text.toLowerCase() === name || row.note?.toLowerCase().includes(`“${name}”`);
    return Boolean(this.select.dataset.new && name && !rows.some(isSame) && !this.chosen.some((each) => each.text.trim().toLowerCase() === name));
  }

  /** Show words; announce() only has them read out. */
  tell(...words) {
    this.box.announce("");
    this.box.status.append(...words);
    this.box.status.className = "picks__said";
  }

  key(event) {
    if (event.isComposing) return;
    const last = this.chosen.at(-1);
    if (event.key === "ArrowDown" && !this.box.isOpen) this.box.ask();
    else if (event.key === "Backspace" && !this.input.value && last) this.remove(last.value);
    else if (event.key !== "Enter") return; // it would submit the form
    event.preventDefault();
  }

  async make(name) {
    if (this.isMaking) return;
    this.isMaking = true;
    this.box.close();
    this.tell(`Adding “${name}”…`);
    try {
      const made = await addByName(this.select.dataset.new, name);
      this.choose(String(made.key), made.text);
    } catch (failure) {
      this.tell(...messageOf(failure));
    } finally {
      this.isMaking = false;
    }
  }

  choose(value, text) {
    const own = [...this.select.options].find((each) => each.value === value) ?? new Option(text, value);
    this.select.append(own); // the last chosen comes last
    own.selected = true;
    this.input.value = "";
    this.box.close();
    this.changed(`${own.textContent} added`);
  }

  remove(value) {
    const option = this.chosen.find((each) => each.value === value);
    option.selected = false;
    this.changed(`${option.textContent} removed`);
    this.input.focus();
  }

  changed(sentence) {
    this.select.dispatchEvent(new Event("change", { bubbles: true }));
    this.box.announce(sentence);
  }
}

const option = (children) => crel("li", { role: "option" }, children);

for (const select of document.querySelectorAll("select[multiple][data-pick]")) new MultiSelect(select);
