/*
 * The form for a picture that was just added: its credit, its alt text, its rights.
 */
import { crel } from "../crel.js";
import { messageOf } from "../signed_out.js";
import { lookUp, settings } from "desk/story/lookups";
import { postFields } from "desk/story/uploads";

const FIELDS = [
  { name: "credit", label: "Credit, as it is printed", tag: "input", most: 200, help: "Without a credit and rights the picture can’t be published." },
  { name: "alt", label: "Alt text", tag: "textarea", most: 300, help: "Describe the picture for people who can’t see it." },
];

/** Return the form. It calls `use(row)` once the picture is described and saved, or `back()` to choose another one. */
export function pictureForm(added, { id, use, back }) {
  const inputs = {};
  const parts = FIELDS.map(({ name, label, tag, most, help }) => {
    const input = crel(tag, { id: `${id}-${name}`, name, maxLength: most, value: added.words[name] || (added.from_file[name] ?? "") });
    inputs[name] = input;
    const isOffered = !added.words[name] && added.from_file[name];
    return fieldRow(input, label, [...(isOffered ? [crel("b", { className: "from-file", textContent: "From the file. Check it, then save." })] : []), ` ${help}`]);
  });
  inputs.rights = crel("select", { id: `${id}-stated`, name: "rights" }, settings().stated.map(([value, text]) => crel("option", { value, textContent: text })));
  inputs.rights.value = added.words.rights;
  parts.push(fieldRow(inputs.rights, "Rights", ["The file can’t tell what we may do with it. Choose."]));

  const error = crel("p", { className: "field-error", role: "alert", hidden: true });
  const save = crel("button", { type: "submit", className: "button button--small", textContent: "Save and use" });
  const other = crel("button", { type: "button", className: "button button--quiet button--small", textContent: "Back to the library" });
  const page = crel("a", { href: added.address, target: "_blank", rel: "noopener" }, ["All its fields", crel("span", { className: "vh", textContent: " (opens in a new tab)" })]);
  const form = crel("form", { className: "chooser__describe", noValidate: true }, [
    crel("img", { src: added.large, alt: "", width: added.width, height: added.height }),
    crel("div", {}, [
      crel("h3", { textContent: added.title }),
      crel("p", { className: "meta", textContent: `Added to the library. ${added.remark}`.trim() }),
      ...parts,
      error,
      crel("p", { className: "row" }, [save, other, page]),
    ]),
  ]);
  other.addEventListener("click", back);
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    save.disabled = true;
    try {
      await postFields(added.words_address, new FormData(form));
      const { picture } = await lookUp("shown", { picture: added.public_id });
      use(picture[added.public_id]);
    } catch (failure) {
      error.replaceChildren(...messageOf(failure));
      error.hidden = false;
      save.disabled = false;
    }
  });
  return form;
}

function fieldRow(input, label, help) {
  const note = crel("p", { className: "help", id: `${input.id}-help` }, help);
  input.setAttribute("aria-describedby", note.id);
  return crel("div", { className: "text-field" }, [crel("label", { htmlFor: input.id, textContent: label }), input, note]);
}
