/*
 * The desk's combobox. Its options are rows: a name, a line that says what it is, a note that tells it from its namesakes,
 * a picture or an icon, and a mark ("Not public yet"). A row with `isAction` does something with the words that are
 * typed, such as adding them to the record; it is chosen only on purpose.
 *
 * The list is part of a dialog, or `floats` over the page. Enter before the list has come waits for it and then takes the
 * marked row; if there is none, `unmet()` is called.
 */
import { Combobox } from "../combobox.js";
import { crel } from "./crel.js";
import { messageOf } from "./signed_out.js";

const EDGE = 8; // px between the list and the window's edge

/** Put an element under a spot on the screen, or above it where there is no room; inside the window. */
export function putBeside(dom, spot) {
  const { width, height } = dom.getBoundingClientRect();
  const below = innerHeight - spot.bottom > height + EDGE || spot.top < height + EDGE;
  dom.style.left = `${Math.max(EDGE, Math.min(spot.left, document.documentElement.clientWidth - width - EDGE))}px`;
  dom.style.top = `${below ? spot.bottom + 4 : spot.top - height - 4}px`;
}

export class Choices extends Combobox {
  /** `choose(row)` is called for the chosen row. `spot()` returns where a floating list opens; by default, the field. */
  constructor({ field, label, choose, floats = false, ...own }) {
    const list = crel("ul", { "aria-label": label, className: "offers__list" });
    const status = crel("p", { role: "status" });
    super({
      field,
      list,
      status,
      floats,
      shortest: 0,
      choose: (option) => choose(option.row),
      spot: () => field.getBoundingClientRect(),
      left: () => floats && this.close(),
      failed: (failure) => this.show([], messageOf(failure)),
      ...own,
    });
    this.dom = crel("div", { className: floats ? "offers offers--over" : "offers" }, [list, status]);
    this.dom.addEventListener("mousedown", (event) => event.preventDefault()); // the field keeps the focus
    if (floats) this.dom.popover = "manual";
    this.place = () => putBeside(this.dom, this.spot());
  }

  get isOpen() {
    return this.floats && this.dom.matches(":popover-open");
  }

  /** The marked row stays marked until the next list comes, so that an arrow goes on from it. */
  typed(when = this.lookup.soon) {
    this.isStale = true;
    this.isEntered = false;
    this.meant = null;
    this.ask(when);
  }

  /** Show rows, and under them `said`: a sentence, or its words and links. */
  show(rows, said = "", first = rows[0]?.isAction ? null : rows[0]) {
    const { isEntered } = this;
    const options = rows.map(optionOf);
    this.isStale = this.isEntered = false;
    this.said = said;
    super.show(options, options[rows.indexOf(first)]);
    if (!isEntered) return;
    if (this.marked) this.marked.click();
    else this.unmet();
  }

  close() {
    this.isStale = this.isEntered = false;
    this.said = "";
    super.close();
  }

  open(isOpen) {
    const { dom, field, list, place } = this;
    list.hidden = !isOpen;
    if (field.matches("input")) field.setAttribute("aria-expanded", isOpen);
    else if (isOpen) field.setAttribute("aria-controls", list.id);
    else field.removeAttribute("aria-controls");
    const isWanted = isOpen || Boolean(this.said);
    if (!this.floats || isWanted === this.isOpen) return;
    dom.togglePopover(isWanted);
    const listen = isWanted ? addEventListener : removeEventListener;
    listen("scroll", place, { passive: true, capture: true });
    listen("resize", place);
  }

  announce(words) {
    this.status.replaceChildren(...[this.said || words].flat());
    this.status.className = this.said ? "offers__said" : "vh";
    if (this.isOpen) this.place(); // its height has changed
  }

  takesKey(event) {
    const isTab = event.key === "Tab" && this.floats && !event.shiftKey && !event.isComposing;
    return isTab ? this.tab() : super.takesKey(event);
  }

  tab() {
    return this.enter();
  }

  enter() {
    if (this.isStale && this.meant === null) return this.early();
    if (this.isStale && this.marked.row.isAction) return this.wait(); // it acts on the words, the last of which are still on their way
    return super.enter();
  }

  /** Called for an Enter before the list. Returns whether the list takes the key. */
  early() {
    return this.wait();
  }

  wait() {
    this.isEntered = true;
    return true;
  }

  unmet() {}
}

function optionOf(row) {
  const words = [crel("b", { textContent: row.name })];
  const line = [row.note, row.line].filter(Boolean).join(" · ");
  if (line) words.push(crel("span", { className: "offers__line", textContent: line }));
  const marks = [row.mark, row.isPublic === false && "Not public yet"].filter(Boolean);
  if (marks.length) words.push(crel("span", { className: "offers__mark", textContent: marks.join(" · ") }));
  const face = row.picture
    ? crel("img", { src: row.picture, alt: "", loading: "lazy" })
    : crel("span", { className: "offers__face", "aria-hidden": "true" }, row.icon ? [row.icon()] : []);
  const option = crel("li", { role: "option" }, [face, crel("span", {}, words)]);
  // The name of an action contains what is typed, so it is recognized by its line.
  return Object.assign(option, { row, meaning: row.isAction ? `action ${row.line}` : JSON.stringify(row) });
}
