/*
 * A menu that opens in the text after a sign, "@" for names or "/" for commands, and is filtered by what is typed next.
 *
 * Enter may be pressed before the list has arrived. It then applies to the words typed so far, and typing goes on after
 * them: when the list arrives, a link replaces those words or, if nothing was found, the paragraph ends after them.
 */
import { Extension, pm } from "django-prose-editor/editor";
import { Choices } from "../choices.js";

const LONGEST = 60;

/** Return the extension. `find(text, editor, signal)` returns rows; `choose(row, editor, { from, to })` runs the chosen one. */
export const inlineMenu = ({ name, sign, label, hint, none = () => "", find, choose }) =>
  Extension.create({
    name,
    priority: 1200, // before the keys of lists and blocks
    addProseMirrorPlugins() {
      return [plugin({ sign, label, hint, none, find, choose, editor: this.editor })];
    },
  });

function plugin({ sign, label, hint, none, find, choose, editor }) {
  const key = new pm.state.PluginKey(`inlineMenu${sign}`);
  let list = null;
  const close = (view) => view.dispatch(view.state.tr.setMeta(key, { close: true }));

  const typedAfter = (state, from, to) => {
    const { $head, empty } = state.selection;
    const end = to ?? $head.pos;
    if (end <= from || (to === null && (!empty || from < $head.start()))) return null;
    const text = state.doc.textBetween(from, end, "\n", "\n");
    // With a space right after it, the sign opens no menu: "Doors @ 9 p.m."
    return text.startsWith(sign) && text.length <= LONGEST && !/^.\s/.test(text) ? text.slice(sign.length) : null;
  };

  return new pm.state.Plugin({
    key,
    state: {
      init: () => null,
      apply(tr, now, before, after) {
        const meta = tr.getMeta(key);
        if (meta?.close) return null;
        const from = meta?.open ?? (now && tr.mapping.map(now.from, -1));
        const to = meta?.upTo ?? (now && now.to !== null ? tr.mapping.map(now.to, -1) : null);
        const text = from === null ? null : typedAfter(after, from, to);
        return text === null ? null : { from, to, text };
      },
    },
    props: {
      handleTextInput(view, from, to, text) {
        if (text !== sign || !view.editable) return false;
        const $from = view.state.doc.resolve(from);
        const before = $from.parent.textBetween(0, $from.parentOffset, "\n", "\n").slice(-1);
        if (before && !/[\s(“‘"'—–[]/.test(before)) return false;
        view.dispatch(view.state.tr.insertText(text, from, to).setMeta(key, { open: from }).scrollIntoView());
        return true;
      },
      handleKeyDown(view, event) {
        if (!key.getState(view.state)) return false;
        if (event.key === "Escape") {
          close(view);
          return true;
        }
        if (key.getState(view.state).to !== null) return false; // Enter was already pressed, so later keys belong to the text
        const isTaken = list.takesKey(event);
        if (list.isEntered) view.dispatch(view.state.tr.setMeta(key, { upTo: view.state.selection.head }));
        return isTaken;
      },
      handleDOMEvents: { blur: (view) => key.getState(view.state) && close(view) && false },
    },
    view(view) {
      // Calls act() for the words after the sign, and leaves the cursor after what was typed in the meantime.
      const keepingCursor = (act) => {
        const { from, to } = key.getState(view.state);
        const { head } = view.state.selection;
        const rest = view.state.doc.content.size - head;
        close(view);
        act(from, to ?? head);
        if (to !== null && to < head) editor.commands.setTextSelection(editor.state.doc.content.size - rest);
      };
      list = new Choices({
        field: view.dom,
        label,
        floats: true,
        pause: 120,
        text: () => key.getState(view.state)?.text ?? "",
        spot: () => view.coordsAtPos(key.getState(view.state)?.from ?? view.state.selection.head),
        find: (text, signal) => find(text.trim(), editor, signal),
        draw(rows, text) {
          const isNone = rows.every((row) => row.isAction);
          if (isNone && /\s\s|[.,;:!?)]\s/.test(text)) return list.isEntered ? list.unmet() : close(view);
          if (!rows.length && text.trim()) return list.isEntered ? list.unmet() : list.close();
          return list.show(rows, isNone ? (text.trim() ? none(text.trim()) : hint) : "");
        },
        choose: (row) => keepingCursor((from, to) => choose(row, editor, { from, to })),
        unmet: () =>
          keepingCursor((from, to) => {
            editor.commands.setTextSelection(to);
            editor.commands.enter();
          }),
      });
      view.dom.parentNode.append(list.dom);
      return {
        update(_, before) {
          const now = key.getState(view.state);
          const was = key.getState(before);
          if (now === was || (now && was && now.text === was.text)) return;
          if (now) list.typed(was ? list.lookup.soon : list.lookup.now);
          else list.close();
        },
        destroy: () => list.dom.remove(),
      };
    },
  });
}
