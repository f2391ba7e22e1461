/*
 * The boxes between paragraphs: a picture of the library, the nominees of a contest, a tally, an embed.
 *
 * Each is stored as a reference; the desk is asked what it refers to, which is shown as a card with its own fields.
 */
import { Node, crel, pm } from "django-prose-editor/editor";
import { messageOf } from "../signed_out.js";
import { icon } from "desk/story/icons";
import { embedService, findRow } from "desk/story/lookups";
import { fieldFor, setAttributes } from "desk/story/node_fields";
import { changeBox } from "desk/story/box_dialogs";

const reference = (name) => ({
  default: null,
  parseHTML: (element) => element.getAttribute(`data-${name}`) || null,
  renderHTML: (attributes) => (attributes[name] ? { [`data-${name}`]: attributes[name] } : {}),
});

function box({ name, tag, called, sign, attributes, needs, tell, fields = () => [] }) {
  return Node.create({
    name,
    group: "block",
    atom: true,
    draggable: true,
    addAttributes: () => Object.fromEntries(attributes.map((each) => [each, reference(each)])),
    parseHTML: () => [{ tag: tag + needs.map((each) => `[data-${each}]`).join(""), priority: 60 }],
    renderHTML: ({ HTMLAttributes }) => [tag, HTMLAttributes],
    addNodeView: () => ({ node, editor, getPos }) => {
      const title = crel("b");
      const line = crel("span", { className: "box__line" });
      const face = crel("div", { className: "box__face" }, [icon(sign)]);
      const own = fields({ node, editor, getPos });
      const again = crel("button", { type: "button", className: "mini", textContent: "Change" });
      const away = crel("button", { type: "button", className: "mini", textContent: "Remove" });
      again.addEventListener("click", () => changeBox(name, editor, getPos));
      away.addEventListener("click", () => {
        const at = getPos();
        editor.view.dispatch(pm.history.closeHistory(editor.state.tr).delete(at, at + 1));
        editor.view.focus();
      });
      const buttons = crel("p", { className: "box__do", hidden: !editor.isEditable }, [again, away]);
      const text = crel("div", { className: "box__told" }, [crel("span", { className: "box__kind", textContent: called }), title, line, ...own.map((each) => each.dom), buttons]);
      const dom = crel("div", { className: `box box--${sign}`, role: "group", "aria-label": called }, [face, text]);
      dom.contentEditable = "false";
      const fill = async (attrs) => {
        try {
          const row = await tell(attrs);
          title.textContent = row.name;
          line.textContent = row.line ?? "";
          if (row.large) face.replaceChildren(crel("img", { src: row.large, alt: row.alt ?? "" }));
          for (const each of own) each.loaded?.(row);
        } catch (failure) {
          line.replaceChildren(...messageOf(failure));
        }
      };
      fill(node.attrs);
      return {
        dom,
        ignoreMutation: () => true,
        stopEvent: (event) => /^(INPUT|SELECT|BUTTON|OPTION)$/.test(event.target.tagName),
        update(now) {
          if (now.type.name !== name) return false;
          const isOther = needs.some((each) => now.attrs[each] !== node.attrs[each]);
          node = now;
          for (const each of own) each.update(now);
          if (isOther) fill(now.attrs);
          return true;
        },
      };
    },
  });
}

const GONE = { name: "No longer available", line: "Readers see nothing here. Change it or remove it." };

function captionField({ node, editor, getPos }) {
  const input = fieldFor({ name: "caption", label: "Caption in this story", most: 600, node, editor, getPos });
  return {
    dom: input,
    update: (now) => input.value.trim() !== (now.attrs.caption ?? "") && (input.value = now.attrs.caption ?? ""),
    loaded: (row) => (input.placeholder = row.caption ? `As in the library: ${row.caption}` : "Caption in this story"),
  };
}

function sizeField({ node, editor, getPos }) {
  const sizes = [["", "As wide as the text"], ["wide", "Wide"]];
  const select = crel("select", { "aria-label": "Size", disabled: !editor.isEditable }, sizes.map(([value, text]) => crel("option", { value, textContent: text })));
  const value = (attrs) => (attrs.size === "wide" ? "wide" : "");
  select.value = value(node.attrs);
  select.addEventListener("change", () => setAttributes(editor, getPos, { size: select.value || null }));
  return { dom: select, update: (now) => (select.value = value(now.attrs)) };
}

export const FigureRef = box({
  name: "figureRef",
  tag: "figure",
  called: "Picture",
  sign: "picture",
  attributes: ["picture", "caption", "size"],
  needs: ["picture"],
  fields: (about) => [captionField(about), sizeField(about)],
  tell: async ({ picture }) => {
    const row = await findRow("picture", picture);
    if (!row) return GONE;
    return row.isCleared ? row : { ...row, line: `${row.line}. Not cleared: it can’t be published yet.` };
  },
});

export const NomineesBox = box({
  name: "nomineesBox",
  tag: "div",
  called: "Nominees",
  sign: "nominees",
  attributes: ["nominees"],
  needs: ["nominees"],
  tell: async ({ nominees }) => (await findRow("contest", nominees)) ?? GONE,
});

export const TallyBox = box({
  name: "tallyBox",
  tag: "div",
  called: "Tally",
  sign: "tally",
  attributes: ["tally", "award"],
  needs: ["tally", "award"],
  tell: async ({ tally, award }) => {
    const [person, given] = await Promise.all([findRow("record", tally), findRow("record", award)]);
    return person && given ? { name: person.name, line: given.name, picture: person.picture } : GONE;
  },
});

export const Embed = box({
  name: "embed",
  tag: "div",
  called: "Embed",
  sign: "embed",
  attributes: ["embed"],
  needs: ["embed"],
  tell: async ({ embed }) => ({ name: embedService(embed) || "An address that can’t be shown", line: embed }),
});
