/*
 * Starts the story's editor on every textarea[data-story-editor], whose value is the vocabulary's configuration.
 *
 * The textarea stays what the form sends. It dispatches `input` at the first change after a pause, `story:changed` {
 * html } at each pause, `story:counted` { words, minutes, tks } and `story:ready` { editor, isReadOnly }; all bubble.
 * `textarea.story` is { editor, html(), isReadOnly, say(...words) }. say() shows a sentence, or its words and links, in
 * a bar that stays on the screen; without words it clears the bar. It returns a function that clears it only if nothing
 * else has been said since.
 */
import * as pe from "django-prose-editor/editor";
import * as boxes from "desk/story/boxes";
import { WordCount } from "desk/story/word_count";
import { FindReplace } from "desk/story/find_replace";
import { InsertMenu } from "desk/story/commands";
import { LinkDialog } from "desk/story/link_dialog";
import { RecordMenu } from "desk/story/links";
import { configure } from "desk/story/lookups";
import * as marks from "desk/story/marks";
import { missingFrom, forEditor, missingWarning, leftOutRemarks } from "desk/story/round_trip";
import { Pasting } from "desk/story/paste/pasting";
import * as quotes from "desk/story/quotes";
import { TableKeys } from "desk/story/table_keys";
import * as tables from "desk/story/tables";
import { ToolbarKey, buildToolbar } from "desk/story/toolbar";
import { Typography } from "desk/story/typography";

const { crel } = pe;
const KNOWN = { ...pe, ...marks, ...quotes, ...boxes, ...tables };
const ALWAYS = [pe.Document, pe.Text, pe.History, pe.Gapcursor, pe.Dropcursor.configure({ color: false, class: "drop-here" })];
const PAUSE = 400; // ms between the last key and `story:changed`

const placeFor = (textarea, name, otherwise) =>
  (textarea.form ?? document).querySelector(`[data-editor-${name}]`) ?? document.querySelector(`[data-editor-${name}]`) ?? otherwise;

/** Start the editor on one textarea. */
export function start(textarea) {
  const { extensions, ...config } = JSON.parse(textarea.dataset.storyEditor);
  configure(config);
  const element = crel("div", { className: "story-editor prose" });
  const tools = crel("div", { className: "story-tools" });
  const note = crel("div", { className: "story-says", role: "status" }); // a live region is only read out if it exists before its words do
  textarea.before(tools, element, note);
  const label = document.querySelector(`label[for="${textarea.id}"]`);
  if (label) label.id ||= `${textarea.id}-label`;
  const named = label ? { "aria-labelledby": label.id } : { "aria-label": "Body" };

  const room = { top: 5, left: 5, right: 5, get bottom() { return note.offsetHeight + 24; } }; // px, so that the cursor isn’t behind the note

  const say = (...words) => {
    const close = crel("button", { type: "button", className: "mini", textContent: "Close" });
    close.addEventListener("click", () => {
      note.replaceChildren();
      editor.view.focus();
    });
    const said = crel("p", { className: "story-note" }, words);
    note.replaceChildren(...(words.length ? [said, close] : []));
    if (words.length) editor.view.dispatch(editor.state.tr.scrollIntoView());
    return () => said.isConnected && note.replaceChildren();
  };
  const tell = (name, detail) => textarea.dispatchEvent(new CustomEvent(`story:${name}`, { detail, bubbles: true }));
  const counter = placeFor(textarea, "count", null) ?? tools.appendChild(crel("p", { className: "story-tools__count meta" }));
  const counted = (found) => {
    counter.textContent = `${found.words.toLocaleString("en-US")} ${found.words === 1 ? "word" : "words"}, ${found.minutes} ${found.minutes === 1 ? "minute" : "minutes"}${found.tks.length ? `, ${found.tks.length} TK` : ""}`;
    tell("counted", { words: found.words, minutes: found.minutes, tks: found.tks.length });
  };

  const editor = new pe.Editor({
    element,
    injectCSS: false,
    content: forEditor(textarea.value),
    parseOptions: { preserveWhitespace: true },
    editorProps: {
      scrollMargin: room,
      scrollThreshold: room,
      attributes: { id: `${textarea.id}-editor`, role: "textbox", "aria-multiline": "true", spellcheck: "true", ...named },
    },
    extensions: [
      ...ALWAYS,
      ...Object.entries(extensions)
        .filter(([name, options]) => options && KNOWN[name])
        .map(([name, options]) => (typeof options === "object" ? KNOWN[name].configure(options) : KNOWN[name])),
      RecordMenu,
      InsertMenu,
      LinkDialog,
      TableKeys,
      Typography,
      FindReplace,
      ToolbarKey,
      Pasting.configure({ say }),
      WordCount.configure({ counted }),
    ],
  });

  const html = () => (editor.isEmpty ? "" : editor.getHTML());
  const missing = textarea.value.trim() ? missingFrom(forEditor(textarea.value), editor.getHTML()) : [];
  const isReadOnly = missing.length > 0 || textarea.disabled || textarea.readOnly;
  const fill = () => {
    if (!isReadOnly) textarea.value = html();
  };
  textarea.hidden = true;
  if (isReadOnly) editor.setEditable(false);
  if (missing.length) offerHTML(textarea, element, missingWarning(missing));

  const toolbar = buildToolbar(editor, placeFor(textarea, "toolbar", tools), `${textarea.id}-editor`);
  editor.storage.toolbarKey.enter = toolbar.enter;
  editor.storage.findReplace.host = toolbar.bar.parentNode;
  label?.addEventListener("click", () => editor.view.focus()); // its own target is hidden

  let timer = 0;
  editor.on("update", () => {
    if (!timer) textarea.dispatchEvent(new Event("input", { bubbles: true }));
    clearTimeout(timer);
    timer = setTimeout(() => {
      timer = 0;
      fill();
      tell("changed", { html: textarea.value });
    }, PAUSE);
  });
  textarea.form?.addEventListener("submit", fill, { capture: true });
  textarea.form?.addEventListener("formdata", (event) => {
    fill();
    if (textarea.name && !textarea.disabled) event.formData.set(textarea.name, textarea.value);
  });
  textarea.form?.addEventListener("desk:saved", (event) => event.detail.remarks.push(...leftOutRemarks(textarea.value)));
  textarea.story = { editor, html, isReadOnly, say };
  tell("ready", { editor, isReadOnly });
}

/** Offer to edit the HTML of a story that can't be edited here. */
function offerHTML(textarea, element, sentence) {
  const button = crel("button", { type: "button", className: "mini", textContent: "Edit its HTML" });
  element.before(crel("p", { className: "story-note story-note--bad", role: "status" }, [`${sentence} `, button]));
  button.addEventListener("click", () => {
    element.hidden = true;
    button.hidden = true;
    textarea.hidden = false;
    textarea.focus();
  });
}

pe.initializeEditors(start, "[data-story-editor]");
