/*
 * A list that opens in the text at a sign ("@" or "/") and is narrowed by what is typed after it.
 */
import { Extension, pm } from "django-prose-editor/editor";
import { wordsOf } from "../signed_out.js";
import { Choices } from "desk/story/choices";

const PAUSE = 120; // ms between the last key and the question
const LONGEST = 60;

/** An extension. `find(text, editor, signal)` gives rows, `choose(row, editor, { from, to })` does what is chosen. */
export const suggesting = ({ name, sign, label, hint, none, find, choose }) =>
  Extension.create({
    name,
    priority: 1200, // before the keys of lists and blocks
    addProseMirrorPlugins() {
      return [plugin({ sign, label, hint, none, find, choose, editor: this.editor })];
    },
  });

const isNone = (rows) => rows.every((row) => row.isAction);

function plugin({ sign, label, hint, none, find, choose, editor }) {
  const key = new pm.state.PluginKey(`suggesting${sign}`);
  let list = null;
  const close = (view) => view.dispatch(view.state.tr.setMeta(key, { close: true }));

  const typedAfter = (state, from) => {
    const { $head, empty } = state.selection;
    if (!empty || $head.pos <= from || from < $head.start()) return null;
    const text = state.doc.textBetween(from, $head.pos, "\n", "\n");
    return text.startsWith(sign) && text.length <= LONGEST ? text.slice(sign.length) : null;
  };

  return new pm.state.Plugin({
    key,
    state: {
      init: () => null,
      apply(tr, now, before, after) {
        const meta = tr.getMeta(key);
        if (meta?.close) return null;
        const from = meta ? meta.open : now && tr.mapping.map(now.from, -1);
        const text = from === null ? null : typedAfter(after, from);
        return text === null ? null : { from, text };
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
        return list.key(event);
      },
      handleDOMEvents: { blur: (view) => key.getState(view.state) && close(view) && false },
    },
    view(view) {
      list = new Choices({
        field: view.dom,
        label,
        floating: true,
        choose: (row) => {
          const { from } = key.getState(view.state);
          const range = { from, to: view.state.selection.head };
          close(view);
          choose(row, editor, range);
        },
        unmet: () => {
          close(view);
          editor.commands.enter();
        },
      });
      view.dom.parentNode.append(list.dom);
      let timer;
      let asked = new AbortController();
      const search = async (now) => {
        asked.abort();
        asked = new AbortController();
        const { signal } = asked;
        let rows = [];
        let said = "";
        try {
          rows = await find(now.text.trim(), editor, signal);
          if (isNone(rows)) said = now.text.trim() ? none(now.text.trim()) : hint;
        } catch (failure) {
          if (failure.name === "AbortError") return;
          said = wordsOf(failure);
        }
        const still = key.getState(view.state);
        if (signal.aborted || still?.text !== now.text) return;
        if (isNone(rows) && /\s\s|[.,;:!?)]\s/.test(now.text)) return list.entered ? list.unmet() : close(view);
        list.show(rows, said, () => view.coordsAtPos(key.getState(view.state)?.from ?? view.state.selection.head));
      };
      return {
        update(_, before) {
          const now = key.getState(view.state);
          const was = key.getState(before);
          if (now === was || (now && was && now.text === was.text)) return;
          clearTimeout(timer);
          if (now) {
            list.goesStale();
            timer = setTimeout(() => search(now), was ? PAUSE : 0);
          } else {
            asked.abort();
            list.hide();
          }
        },
        destroy: () => list.dom.remove(),
      };
    },
  });
}
