/*
 * The field at the end of a fold: a name is typed, who may be meant is offered, Enter enters the first.
 * The next name joins the same nomination; Enter on the empty field begins the next one.
 */
import { crel } from "../crel.js";
import { Choices } from "../story/choices.js";
import { afterwards, say, send } from "./sending.js";

const PAUSE = 100; // ms

export class Entry {
  constructor(form) {
    this.form = form;
    this.field = form.elements.typed;
    this.role = form.elements.role;
    this.held = null; // who was chosen before the role is typed
    this.nobody = ""; // says whom the list did not find
    this.field.role = "combobox";
    this.field.setAttribute("aria-autocomplete", "list");
    this.field.setAttribute("aria-expanded", "false");
    this.choices = new Choices({
      field: this.field,
      label: "Who is meant",
      floating: true,
      choose: (row) => this.enter(row),
      unmet: () => say(`${this.nobody} Arrow down to add them, or look at the spelling.`),
    });
    form.append(crel("div", {}, [this.choices.dom]));
    this.field.addEventListener("input", () => this.ask());
    this.field.addEventListener("keydown", (event) => this.key(event));
    this.field.addEventListener("blur", () => this.close());
    this.role.addEventListener("keydown", (event) => event.key === "Enter" && !event.isComposing && this.submit(event));
  }

  get on() {
    return this.form.elements.nomination;
  }

  ask() {
    clearTimeout(this.timer);
    this.asking?.abort();
    this.held = null;
    if (!this.field.value.trim()) return this.choices.hide();
    this.choices.goesStale(); // what was found for other words is nothing that Enter may choose
    this.timer = setTimeout(() => this.look(), PAUSE);
  }

  async look() {
    const text = this.field.value.trim();
    const query = new URLSearchParams({ q: text, contest: this.form.elements.contest.value, nomination: this.on.value });
    this.asking = new AbortController();
    try {
      const response = await fetch(`${this.form.action}?${query}`, { headers: { Accept: "application/json" }, signal: this.asking.signal });
      if (!response.ok || response.redirected) throw new Error("refused");
      const found = await response.json();
      if (text === this.field.value.trim()) this.show(found);
    } catch (failure) {
      if (failure.name === "AbortError") return;
      this.choices.hide();
      say("The desk can’t be asked now. Enter tries it all the same.", { isRefused: true });
    }
  }

  show({ rows, add, name, role, detail }) {
    if (detail) return this.choices.show([], `Enter says that it is for “${detail}”.`, () => this.field.getBoundingClientRect());
    const added = add.map((each) => ({ name: `Add “${name}”`, line: each.called, new: each.new, isAction: true }));
    this.nobody = `Nobody in the record is called “${name}”.`;
    const as = role ? `With the role “${role}”. ` : "";
    return this.choices.show([...rows, ...added], `${as}${rows.length ? `${rows.length} found` : this.nobody}`, () => this.field.getBoundingClientRect());
  }

  close() {
    clearTimeout(this.timer);
    this.asking?.abort();
    this.choices.hide();
  }

  key(event) {
    const chosen = this.choices.rows[this.choices.at];
    if (event.key === "Tab") {
      if (chosen && !chosen.isAction && !this.choices.awaits) this.hold(chosen);
    } else if (event.key === "Escape" && this.choices.isOpen) {
      event.preventDefault();
      this.close();
    } else if (event.key === "Enter" && this.choices.awaits && !this.choices.meant && !event.isComposing) {
      event.preventDefault();
      this.enter({ take: "likeliest" }); // who would be offered first: nobody waits for the list to say it
    } else if (!this.choices.key(event) && event.key === "Enter" && !event.isComposing) {
      this.submit(event);
    }
  }

  /** The name is chosen, and its role may be typed before it is entered. */
  hold(row) {
    this.field.value = row.name;
    this.held = row;
    this.close();
  }

  submit(event) {
    event.preventDefault();
    if (this.choices.isOpen && this.choices.at < 0 && this.choices.rows.length) return this.choices.unmet();
    if (this.field.value.trim()) return this.enter(this.held ?? {});
    return afterwards(() => {
      this.on.value = "";
      say("The next nomination.");
    });
  }

  /** Sends what is typed as that row: an entity, somebody new, the likeliest, or the only one. */
  async enter({ id, new: kind, take }) {
    const { value: typed } = this.field;
    const { value: role } = this.role;
    this.field.value = this.role.value = "";
    this.held = null;
    this.close();
    this.field.focus();
    const chosen = { ...(id && { entity: id }), ...(kind && { new: kind }), ...(take && { take }) };
    const answer = await afterwards(() => send(this.form, { typed, role, nomination: this.on.value, ...chosen }));
    if (!answer?.isDone) this.giveBack(typed, role, answer);
  }

  /** What was refused stands in the field again, or is named where something else is typed by now. */
  giveBack(typed, role, answer) {
    const left = `Not entered: “${typed}”.`;
    const words = answer?.words && [...answer.words, ` ${left}`];
    if (this.field.value) return say(`${answer?.said ?? ""} ${left}`.trim(), { isRefused: true, words });
    this.field.value = typed;
    this.role.value = role;
    if (answer?.rows) this.show(answer);
    return null;
  }
}
