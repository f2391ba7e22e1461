/*
 * The field at the end of a category, where a nominee is typed. Enter adds the first suggestion.
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
    this.held = null; // who was chosen before the role is typed
    this.nobody = ""; // says that the list found nobody
    this.choices = new Choices({
      field: this.field,
      label: "Who is meant",
      floats: true,
      pause: 100,
      shortest: 1,
      find: (text, signal) => this.find(text, signal),
      draw: (found) => this.show(found),
      failed: () => {
        this.choices.close();
        say("The desk can’t be asked now. Enter tries it all the same.", { isRefused: true });
      },
      choose: (row) => this.enter(row),
      unmet: () => say(`${this.nobody} Arrow down to add them, or look at the spelling.`),
      early: () => {
        this.enter({ take: "likeliest" }); // who would be listed first: nobody has to wait for the list
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
    if (detail) return this.choices.show([], `Enter says that it is for “${detail}”.`);
    const added = add.map((each) => ({ name: `Add “${name}”`, line: each.called, new: each.new, isAction: true }));
    this.nobody = `Nobody in the record is called “${name}”.`;
    const as = role ? `With the role “${role}”. ` : "";
    return this.choices.show([...rows, ...added], `${as}${rows.length ? `${rows.length} found` : this.nobody}`);
  }

  /** Take the marked name, so that its role can be typed before it is entered. The Tab itself leads on. */
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
      say("The next nomination.");
    });
  }

  /** Sends what is typed as that row: an entity, somebody new, the likeliest, or the only one. */
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
