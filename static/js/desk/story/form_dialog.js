/*
 * Asks the editor something in a dialog: words, one of several options, or a row of the record.
 *
 * ask({ title, action, fields: [{ name, label, value, kind: "words" | "options" | "row", ... }] }) is a promise of the
 * values by name, or of null after Cancel. `wrong(values)` may return a sentence that keeps the dialog open.
 */
import { crel } from "django-prose-editor/editor";
import { Choices } from "../choices.js";

let made = 0;

export function ask({ title, action = "Insert", fields, wrong = () => "" }) {
  made += 1;
  const id = `story-dialog-${made}`;
  const parts = fields.map((field, place) => ({ field, ...built(field, `${id}-${place}`, () => goOn(place)) }));
  const goOn = (place) => (fields[place].isLast ? form.requestSubmit() : parts[place + 1]?.input.focus());
  const error = crel("p", { className: "field-error", role: "alert", hidden: true });
  const back = crel("button", { type: "button", className: "button button--quiet button--small", textContent: "Cancel" });
  const go = crel("button", { type: "submit", className: "button button--small", textContent: action });
  const form = crel("form", { method: "dialog", className: "story-dialog__form", noValidate: true }, [
    crel("h2", { id: `${id}-title`, textContent: title }),
    ...parts.map((part) => part.dom),
    error,
    crel("p", { className: "row" }, [go, back]),
  ]);
  const dialog = crel("dialog", { className: "story-dialog", "aria-labelledby": `${id}-title` }, [form]);

  return new Promise((resolve) => {
    let values = null;
    back.addEventListener("click", () => dialog.close());
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const given = Object.fromEntries(parts.map((part) => [part.field.name, part.value()]));
      const missing = parts.find((part) => part.field.needed && !given[part.field.name]);
      const sentence = missing ? missing.field.needed : wrong(given);
      error.hidden = !sentence;
      error.textContent = sentence;
      if (sentence) return (missing ?? parts[0]).input.focus();
      values = given;
      return dialog.close();
    });
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve(values);
    });
    document.body.append(dialog);
    dialog.showModal();
    parts[0].input.focus();
  });
}

function built(field, id, goOn) {
  const label = crel("label", { htmlFor: id, textContent: field.label });
  const make = { words, options, row }[field.kind ?? "words"];
  const { input, value, more = [] } = make(field, id, goOn);
  return { dom: crel("div", { className: "text-field" }, [label, input, ...more]), input, value };
}

function words(field, id) {
  const tag = field.long ? "textarea" : "input";
  const input = crel(tag, { id, value: field.value ?? "", maxLength: field.most ?? 200, placeholder: field.placeholder ?? "" });
  return { input, value: () => input.value.trim() };
}

function options(field, id) {
  const all = field.options.map(([value, text]) => crel("option", { value, textContent: text }));
  const input = crel("select", { id }, all);
  input.value = field.value ?? field.options[0][0];
  return { input, value: () => input.value };
}

/** A field for a row of the record. The chosen row shows in the field, and the focus moves on to the next one. */
function row(field, id, goOn) {
  let chosen = field.value ?? null;
  const input = crel("input", { id, type: "text", autocomplete: "off", placeholder: field.placeholder ?? "", value: chosen?.name ?? field.text ?? "" });
  const list = new Choices({
    field: input,
    label: field.label,
    find: field.find,
    draw: (rows) => list.show(rows, rows.length ? "" : field.none),
    choose: (found) => {
      list.lookup.stop();
      chosen = found;
      input.value = found.name;
      list.show([], [found.name, found.note, found.line].filter(Boolean).join(" · "));
      field.chosen?.(found);
      goOn();
    },
  });
  input.addEventListener("input", () => (chosen = null));
  input.addEventListener("focus", () => chosen || list.ask());
  return { input, value: () => chosen, more: [list.dom] };
}
