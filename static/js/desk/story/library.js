/*
 * The picture library as a dialog: search, filter by rights, choose from previews, add a file and describe it.
 *
 * choosePicture({ title }) is a promise of the chosen row, as the desk's lookups return it, or of null.
 */
import { crel } from "../crel.js";
import { messageOf } from "../signed_out.js";
import { lookUp, remember, settings } from "desk/story/lookups";
import { pictureForm } from "desk/story/picture_form";
import { hasFiles, uploadPicture } from "desk/story/uploads";

const PAUSE = 150; // ms between the last key and the search
const NONE = "No picture matches. Try other words or other rights, or add a picture.";
const EMPTY = "The library is empty. Add a picture: choose its file, or drop it here.";
let made = 0;

export function choosePicture({ title = "Choose a picture" } = {}) {
  return new Promise((resolve) => new Chooser(title, resolve));
}

class Chooser {
  constructor(title, resolve) {
    made += 1;
    const id = `library-${made}`;
    Object.assign(this, { id, resolve, chosen: null, next: 0, request: new AbortController(), answer: null });
    this.opener = document.activeElement;
    this.search = crel("input", { type: "text", role: "searchbox", id: `${id}-find`, autocomplete: "off", maxLength: 100, placeholder: "Title, caption, alt text or credit" });
    this.rights = crel("select", { id: `${id}-rights` }, settings().rights.map(([value, text]) => crel("option", { value, textContent: text })));
    this.file = crel("input", { type: "file", multiple: true, accept: settings().takes, hidden: true });
    this.add = crel("button", { type: "button", className: "button button--quiet button--small", textContent: "Add a picture", hidden: !settings().upload });
    this.grid = crel("ul", { role: "listbox", className: "chooser__grid", "aria-label": "Pictures" });
    this.more = crel("button", { type: "button", className: "button button--quiet button--small", textContent: "Show more", hidden: true });
    this.status = crel("p", { role: "status", className: "chooser__said" });
    const close = crel("button", { type: "button", className: "icon-button chooser__close", "aria-label": "Close", textContent: "×" });
    const field = (label, input) => crel("div", { className: "text-field" }, [crel("label", { htmlFor: input.id, textContent: label }), input]);
    this.browse = crel("div", { className: "chooser__browse" }, [
      crel("div", { className: "chooser__find" }, [field("Search", this.search), field("Rights", this.rights), this.add, this.file]),
      this.status,
      this.grid,
      crel("p", { className: "chooser__more" }, [this.more]),
    ]);
    this.dialog = crel("dialog", { className: "chooser", "aria-labelledby": `${id}-title` }, [
      crel("div", { className: "chooser__head" }, [crel("h2", { id: `${id}-title`, textContent: title }), close]),
      this.browse,
    ]);
    close.addEventListener("click", () => this.dialog.close());
    this.dialog.addEventListener("close", () => this.done());
    this.search.addEventListener("input", () => {
      this.request.abort(); // Enter must not choose from an answer to other words
      this.answer = null;
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.look(), PAUSE);
    });
    this.search.addEventListener("keydown", (event) => this.keyOfSearch(event));
    this.rights.addEventListener("change", () => this.look());
    this.more.addEventListener("click", () => this.showMore());
    this.grid.addEventListener("keydown", (event) => this.keyOfGrid(event));
    this.grid.addEventListener("click", (event) => this.take(event.target.closest("[role=option]")));
    this.add.addEventListener("click", () => this.file.click());
    this.file.addEventListener("change", () => {
      const files = [...this.file.files];
      this.file.value = "";
      this.bring(files);
    });
    this.takeDrops();
    document.body.append(this.dialog);
    this.dialog.showModal();
    this.search.focus();
    this.look();
  }

  done() {
    clearTimeout(this.timer);
    this.request.abort();
    this.dialog.remove();
    if (this.opener?.isConnected) this.opener.focus();
    if (this.chosen) remember("picture", this.chosen);
    this.resolve(this.chosen);
  }

  /** Show the first pictures for the words and the rights in the fields. */
  look() {
    clearTimeout(this.timer);
    this.answer = this.ask(0).then((answer) => {
      if (!answer) return [];
      this.grid.replaceChildren();
      this.show(answer);
      const isFiltered = this.search.value.trim() || this.rights.value;
      const { length } = answer.rows;
      this.tell(length ? `${length}${answer.next ? " or more" : ""} ${length === 1 ? "picture" : "pictures"}` : isFiltered ? NONE : EMPTY, !length);
      this.dialog.scrollTop = 0;
      return answer.rows;
    });
  }

  async ask(from) {
    this.request.abort();
    this.request = new AbortController();
    const { signal } = this.request;
    this.grid.setAttribute("aria-busy", "true");
    try {
      const answer = await lookUp("pictures", { q: this.search.value.trim(), rights: this.rights.value, from }, signal);
      return signal.aborted ? null : answer;
    } catch (failure) {
      if (failure.name !== "AbortError") this.tell(messageOf(failure), true);
      return null;
    } finally {
      if (!signal.aborted) this.grid.removeAttribute("aria-busy");
    }
  }

  show({ rows, next }) {
    this.next = next;
    this.more.hidden = !next;
    this.grid.append(...rows.map((row) => this.option(row)));
    this.grid.hidden = !this.options.length;
    if (!this.grid.querySelector("[tabindex='0']")) this.point(this.options[0], false);
  }

  async showMore() {
    const answer = await this.ask(this.next);
    if (!answer) return;
    const before = this.options.length;
    this.show(answer);
    this.tell(`${this.options.length}${answer.next ? " or more" : ""} pictures`);
    this.point(this.options[before]);
  }

  get options() {
    return [...this.grid.children];
  }

  option(row) {
    const image = crel("img", { src: row.picture, srcset: `${row.picture} 320w, ${row.wider} 640w`, sizes: "12.5rem", alt: "", loading: "lazy", width: 320, height: 213 });
    const marks = [
      crel("span", { className: `dot dot--${row.dot}`, textContent: row.status }),
      ...(row.isRecent ? [crel("span", { className: "chooser__recent", textContent: "Used by you lately" })] : []),
    ];
    const words = crel("span", { className: "chooser__words" }, [crel("b", { textContent: row.name }), crel("span", { textContent: row.line }), ...marks]);
    const option = crel("li", { role: "option", "aria-selected": "false", tabIndex: -1 }, [image, words]);
    option.row = row;
    return option;
  }

  point(option, isFocused = true) {
    if (!option) return;
    for (const each of this.options) {
      each.tabIndex = each === option ? 0 : -1;
      each.setAttribute("aria-selected", String(each === option));
    }
    if (isFocused) option.focus();
  }

  async keyOfSearch(event) {
    if (event.isComposing) return;
    if (event.key === "ArrowDown" && this.options.length) {
      event.preventDefault();
      this.point(this.options[0]);
    } else if (event.key === "Enter") {
      event.preventDefault();
      if (event.repeat) return; // the Enter that opened the library, held down a little long
      if (!this.answer) this.look();
      const typed = this.search.value;
      const [first] = await this.answer;
      if (first && typed === this.search.value) this.choose(first);
    }
  }

  keyOfGrid(event) {
    const all = this.options;
    const at = all.indexOf(event.target);
    if (at < 0 || event.altKey || event.ctrlKey || event.metaKey) return;
    const across = all.filter((each) => each.offsetTop === all[0].offsetTop).length;
    const to = {
      ArrowRight: at + 1,
      ArrowLeft: at - 1,
      ArrowDown: Math.min(at + across, all.length - 1),
      ArrowUp: at - across,
      Home: 0,
      End: all.length - 1,
    }[event.key];
    if (event.key === "Enter" || event.key === " ") {
      if (!event.repeat) this.take(event.target);
    } else if (event.key === "ArrowUp" && to < 0) {
      this.search.focus();
    } else if (to !== undefined) {
      this.point(all[to]);
    } else {
      return;
    }
    event.preventDefault();
  }

  take(option) {
    if (option) this.choose(option.row);
  }

  choose(row) {
    this.chosen = row;
    this.dialog.close();
  }

  tell(words, isBad = false) {
    this.status.replaceChildren(...[words].flat());
    this.status.classList.toggle("is-shown", isBad);
  }

  takeDrops() {
    const isOver = (on) => this.dialog.classList.toggle("is-over", on);
    this.dialog.addEventListener("dragover", (event) => {
      if (!hasFiles(event)) return;
      event.preventDefault();
      isOver(Boolean(settings().upload));
    });
    this.dialog.addEventListener("dragleave", (event) => this.dialog.contains(event.relatedTarget) || isOver(false));
    this.dialog.addEventListener("drop", (event) => {
      if (!hasFiles(event)) return;
      event.preventDefault();
      event.stopPropagation();
      isOver(false);
      if (settings().upload) this.bring([...event.dataTransfer.files]);
    });
  }

  /** Add files to the library. A single one is described next; several then lead the grid. */
  async bring(files) {
    if (!files.length || this.isSending) return;
    this.isSending = true;
    this.add.disabled = true;
    const added = [];
    const refused = [];
    for (const [place, file] of files.entries()) {
      this.tell(files.length > 1 ? `Adding picture ${place + 1} of ${files.length}…` : `Adding ${file.name}…`, true);
      try {
        added.push(await uploadPicture(file));
      } catch (failure) {
        refused.push(...(refused.length ? [" "] : []), ...(files.length > 1 ? [`${file.name}: `] : []), ...messageOf(failure));
      }
    }
    this.isSending = false;
    this.add.disabled = false;
    if (!this.dialog.open) return;
    if (added.length === 1 && !refused.length) return void this.describe(added[0]);
    if (added.length) {
      this.search.value = this.rights.value = "";
      this.look();
      await this.answer;
    }
    const counted = added.length === 1 ? "Added 1 picture. " : added.length ? `Added ${added.length} pictures. ` : "";
    this.tell([counted, ...refused], true);
  }

  describe(added) {
    const back = () => {
      form.remove();
      this.browse.hidden = false;
      this.look();
      this.search.focus();
    };
    const form = pictureForm(added, { id: this.id, use: (row) => this.choose(row), back });
    this.browse.hidden = true;
    this.dialog.append(form);
    form.querySelector("input, textarea").focus();
  }
}
