/*
 * The toolbar over the text. It is one stop for Tab, with arrows inside it; Alt+F10 enters it from the text, and Escape
 * goes back.
 */
import { Extension, crel } from "django-prose-editor/editor";
import { icon } from "desk/story/icons";
import { COMMANDS, keysFor, keysShown } from "desk/story/commands";

export function buildToolbar(editor, host, controls) {
  const bar = crel("div", { role: "toolbar", "aria-label": "Text", "aria-controls": controls, className: "toolbar" });
  const buttons = [];
  for (const item of COMMANDS) {
    if (!item) {
      bar.append(crel("hr", { "aria-hidden": "true" }));
      continue;
    }
    const button = crel("button", { type: "button", "aria-label": item.label, tabIndex: buttons.length ? -1 : 0 }, [
      item.face ? item.face() : icon(item.name),
    ]);
    button.title = item.keys ? `${item.label} (${keysShown(item.keys)})` : item.label;
    if (item.keys) button.setAttribute("aria-keyshortcuts", keysFor(item.keys));
    if (item.isOn) button.setAttribute("aria-pressed", "false");
    button.addEventListener("mousedown", (event) => event.preventDefault()); // it would clear the selection
    button.addEventListener("click", () => {
      const { line } = document.activeElement;
      if (line && item.inLine) item.inLine(line);
      else if (editor.isEditable) item.run(editor);
    });
    bar.append(button);
    buttons.push({ button, item });
  }

  const goTo = (place) => {
    const at = (place + buttons.length) % buttons.length;
    buttons.forEach(({ button }, each) => (button.tabIndex = each === at ? 0 : -1));
    buttons[at].button.focus();
  };
  bar.addEventListener("keydown", (event) => {
    const at = buttons.findIndex(({ button }) => button === document.activeElement);
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: buttons.length - 1 }[event.key];
    if (event.key === "Escape") editor.view.focus();
    else if (to === undefined) return;
    else goTo(to);
    event.preventDefault();
  });

  let frame = 0;
  const paint = () => {
    frame = 0;
    for (const { button, item } of buttons) {
      const isOff = String(!editor.isEditable);
      if (button.getAttribute("aria-disabled") !== isOff) button.setAttribute("aria-disabled", isOff);
      const isOn = item.isOn && String(Boolean(item.isOn(editor)));
      if (isOn && button.getAttribute("aria-pressed") !== isOn) button.setAttribute("aria-pressed", isOn);
    }
  };
  editor.on("transaction", () => (frame ||= requestAnimationFrame(paint)));
  paint();
  host.append(bar);
  return { bar, enter: () => goTo(buttons.findIndex(({ button }) => button.tabIndex === 0)) };
}

/** Alt+F10 in the text. editor.js sets `enter` once the toolbar exists. */
export const ToolbarKey = Extension.create({
  name: "toolbarKey",
  addStorage: () => ({ enter: () => {} }),
  addKeyboardShortcuts() {
    return { "Alt-F10": () => (this.storage.enter(), true) };
  },
});
