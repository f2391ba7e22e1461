/*
 * A list to choose from by keyboard or pointer, for a field that keeps the focus.
 *
 * A row has a name, and may have a line that says what it is, a note that tells it from its namesakes, a picture and
 * a mark ("not public"). `floating` opens it over the page, beside what `where()` answers. After `goesStale()` Enter
 * waits for the next `show`, and takes its first row; where it has none to take, `unmet` is called. A row that an
 * arrow led to is the one that is meant, whatever else is found meanwhile.
 */
import { crel } from "../crel.js";

let made = 0;
const EDGE = 8; // px between the list and the window's edge

/** Under a place on the screen, or above it where there is no room; inside the window. */
export function putBeside(dom, spot) {
  const { width, height } = dom.getBoundingClientRect();
  const below = innerHeight - spot.bottom > height + EDGE || spot.top < height + EDGE;
  dom.style.left = `${Math.max(EDGE, Math.min(spot.left, document.documentElement.clientWidth - width - EDGE))}px`;
  dom.style.top = `${below ? spot.bottom + 4 : spot.top - height - 4}px`;
}

/** Whether both stand for one thing. An action names what is typed: it is the same for other words. */
const isSame = (one, other) =>
  one.isAction ? Boolean(other.isAction) && one.line === other.line : JSON.stringify(one) === JSON.stringify(other);

export class Choices {
  constructor({ field, label, choose, unmet = () => {}, floating = false }) {
    made += 1;
    Object.assign(this, { field, choose, unmet, floating, isEager: true, rows: [], at: -1, meant: null, where: null, awaits: false, entered: false });
    this.list = crel("ul", { role: "listbox", "aria-label": label, id: `offers-${made}`, className: "offers__list" });
    this.said = crel("p", { role: "status", className: "offers__said" });
    this.dom = crel("div", { className: floating ? "offers offers--over" : "offers" }, [this.list, this.said]);
    this.dom.addEventListener("mousedown", (event) => event.preventDefault()); // the focus stays where it is
    if (floating) {
      this.dom.popover = "manual";
      this.follow = () => this.place();
    }
  }

  get isOpen() {
    return !this.floating || this.dom.matches(":popover-open");
  }

  /** What is shown answers other words than those now typed. */
  goesStale() {
    this.awaits = true;
    this.meant = null;
  }

  /** Shows rows, the one that was meant or else the first one chosen, and a sentence, or its words and links, under them. */
  show(rows, said = "", where = null) {
    const { entered, meant } = this;
    this.awaits = this.entered = false;
    this.rows = rows;
    this.at = meant ? rows.findIndex((row) => isSame(row, meant)) : -1;
    if (this.at < 0 && rows.length && this.isEager && !rows[0].isAction) this.at = 0; // what does more than link is never chosen by itself
    this.meant = (meant && rows[this.at]) ?? null;
    this.where = where ?? this.where;
    this.list.replaceChildren(...rows.map((row, place) => this.option(row, place)));
    this.list.hidden = !rows.length;
    this.said.replaceChildren(...[said].flat());
    this.said.hidden = !said;
    if (this.floating && !this.isOpen) {
      this.dom.showPopover();
      addEventListener("scroll", this.follow, { passive: true, capture: true });
      addEventListener("resize", this.follow);
    }
    this.field.setAttribute("aria-controls", this.list.id);
    if (this.field.role === "combobox") this.field.setAttribute("aria-expanded", String(rows.length > 0));
    this.place();
    this.mark();
    if (entered) this.at < 0 ? this.unmet() : this.choose(rows[this.at]);
  }

  hide() {
    this.awaits = this.entered = false;
    this.meant = null;
    if (this.floating && this.isOpen) {
      this.dom.hidePopover();
      removeEventListener("scroll", this.follow, { capture: true });
      removeEventListener("resize", this.follow);
    }
    this.rows = [];
    this.at = -1;
    this.list.replaceChildren();
    this.field.removeAttribute("aria-activedescendant");
    if (this.field.role === "combobox") this.field.setAttribute("aria-expanded", "false");
    else this.field.removeAttribute("aria-controls");
  }

  /** Takes the keys that a list has; true if this was one of them. */
  key(event) {
    if (event.isComposing) return false;
    const step = this.rows.length && { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const isTaking = event.key === "Enter" || (event.key === "Tab" && this.floating && !event.shiftKey);
    if (this.awaits && isTaking) {
      this.entered = true;
    } else if (step) {
      this.at = (this.at + step + this.rows.length) % this.rows.length;
      this.meant = this.rows[this.at];
      this.awaits &&= Boolean(this.meant.isAction); // with other words an action does something else
      this.mark();
    } else if (this.at >= 0 && isTaking) {
      this.choose(this.rows[this.at]);
    } else {
      return false;
    }
    event.preventDefault();
    return true;
  }

  option(row, place) {
    const told = [crel("b", { textContent: row.name })];
    const line = [row.note, row.line].filter(Boolean).join(" · ");
    if (line) told.push(crel("span", { className: "offers__line", textContent: line }));
    const marks = [row.mark, row.isPublic === false && "Not public yet"].filter(Boolean);
    if (marks.length) told.push(crel("span", { className: "offers__mark", textContent: marks.join(" · ") }));
    const face = row.picture
      ? crel("img", { src: row.picture, alt: "", loading: "lazy" })
      : crel("span", { className: "offers__face", "aria-hidden": "true" }, row.icon ? [row.icon()] : []);
    const option = crel("li", { role: "option", id: `${this.list.id}-${place}` }, [face, crel("span", {}, told)]);
    option.addEventListener("click", () => this.choose(row));
    return option;
  }

  mark() {
    [...this.list.children].forEach((option, place) => option.setAttribute("aria-selected", String(place === this.at)));
    const marked = this.list.children[this.at];
    if (!marked) return this.field.removeAttribute("aria-activedescendant");
    this.field.setAttribute("aria-activedescendant", marked.id);
    return marked.scrollIntoView({ block: "nearest" });
  }

  place() {
    if (this.floating && this.isOpen && this.where) putBeside(this.dom, this.where());
  }
}
