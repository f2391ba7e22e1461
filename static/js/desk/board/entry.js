/*
 * The field at the end of a contest, where a nominee is typed. Enter adds the first suggestion.
 *
 * The next name joins the same nomination; Enter in the empty field begins the next one.
 */
import { Choices } from "../choices.js";
import { crel } from "../crel.js";
import { inTurn, say, send } from "./action_queue.js";

export class Entry {
  constructor(form) {
    this.form = form;
    this.field = form.elements.typed;
    this.role = form.elements.role;
    this.held = null; // the row chosen with Tab, while its role is typed
    this.nobody = ""; // the sentence for a list without matches
    this.choices = new Choices({
      field: this.field,
      label: "Matching names",
      floats: true,
      pause: 100,
      shortest: 1,
      find: (text, signal) => this.find(text, signal),
      draw: (found) => this.show(found),
      failed: () => {
        this.choices.close();
        say("Suggestions aren’t available right now. Enter still adds the name.", { isRefused: true });
      },
      choose: (row) => this.enter(row),
      unmet: () => say(`${this.nobody} Press the down arrow to add them, or check the spelling.`),
      early: () => {
        this.enter({ take: "likeliest" }); // the desk takes the first match: typing needn’t wait for the list
        return true;
      },
      tab: () => this.hold(),
    });
    form.append(crel("div", {}, [this.choices.dom]));
    this.field.addEventListener("input", () => (this.held = null));
    const isEnter = (event) => event.key === "Enter" && !event.isComposing && event.keyCode !== 229; // as in combobox.js
    for (const field of [this.field, this.role]) {
      field.addEventListener("keydown", (event) => isEnter(event) && this.submit(event));
    }
  }

  get on() {
    return this.form.elements.nomination;
  }

  async find(text, signal) {
    const query = new URLSearchParams({ q: text, contest: this.form.elements.contest.value, nomination: this.on.value });
    const answer = await fetch(`${this.form.action}?${query}`, { headers: { Accept: "application/json" }, signal });
    if (!answer.ok || answer.redirected) throw new Error("refused");
    return answer.json();
  }

  show({ rows, add, name, role, detail }) {
    if (detail) return this.choices.show([], `Enter notes that it is for “${detail}”.`);
    const added = add.map((each) => ({ name: `Add “${name}”`, line: each.called, new: each.new, isAction: true }));
    this.nobody = `No results for “${name}”.`;
    const as = role ? `With the role “${role}”. ` : "";
    return this.choices.show([...rows, ...added], `${as}${rows.length ? `${rows.length} found` : this.nobody}`);
  }

  /** Take the marked name, so that its role can be typed before it is entered. Tab still moves the focus on. */
  hold() {
    const { isStale, marked } = this.choices;
    if (isStale || !marked || marked.row.isAction) return false;
    this.field.value = marked.row.name;
    this.held = marked.row;
    this.choices.close();
    return false;
  }

  submit(event) {
    event.preventDefault();
    if (this.choices.options.length && !this.choices.marked) return this.choices.unmet();
    if (this.field.value.trim()) return this.enter(this.held ?? {});
    return inTurn(() => {
      this.on.value = "";
      say("Starting the next nomination.");
    });
  }

  /** Send what is typed as that row: an entity, somebody new, the likeliest match, or whoever the desk finds. */
  async enter({ id, new: kind, take }) {
    const { value: typed } = this.field;
    const { value: role } = this.role;
    this.field.value = this.role.value = "";
    this.held = null;
    this.choices.close();
    this.field.focus();
    const chosen = { ...(id && { entity: id }), ...(kind && { new: kind }), ...(take && { take }) };
    const answer = await inTurn(() => send(this.form, { typed, role, nomination: this.on.value, ...chosen }));
    if (!answer?.isDone) this.giveBack(typed, role, answer);
  }

  /** Put what was refused back into the field, or name it in the message if something else is typed there by now. */
  giveBack(typed, role, answer) {
    const left = `“${typed}” was not added.`;
    const words = answer?.words && [...answer.words, ` ${left}`];
    if (this.field.value) return say(`${answer?.message ?? ""} ${left}`.trim(), { isRefused: true, words });
    this.field.value = typed;
    this.role.value = role;
    if (answer?.rows) this.show(answer);
    return null;
  }
}
