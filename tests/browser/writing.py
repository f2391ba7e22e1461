"""A story open at the desk, for tests: how to write in it and what it holds."""

import io
import re

from django.urls import reverse
from playwright.sync_api import expect

from articles.models import Article
from photos import editing
from tests.articles.stories import draft
from tests.people.pages import rows
from tests.photos.pictures import jpeg

STATE = "[data-swap=state]"
OFFERED = "[data-copy]"
SAVED = re.compile("^Saved ")
PASTE = """(text, [html, plain]) => {
  const data = new DataTransfer();
  if (html) data.setData("text/html", html);
  data.setData("text/plain", plain);
  text.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
}"""
BRING = """(text, [how, files]) => {
  const data = new DataTransfer();
  for (const [name, type] of files) data.items.add(new File(["nothing of use"], name, { type }));
  const { left, top } = text.getBoundingClientRect();
  const options = { bubbles: true, cancelable: true, clientX: left + 5, clientY: top + 5 };
  const event =
    how === "paste"
      ? new ClipboardEvent("paste", { ...options, clipboardData: data })
      : new DragEvent("drop", { ...options, dataTransfer: data });
  text.dispatchEvent(event);
}"""
SELECT = """(body, words) => {
  const { editor } = body.story;
  editor.state.doc.descendants((node, at) => {
    const start = node.isTextblock ? node.textContent.indexOf(words) : -1;
    if (start < 0) return;
    const from = at + 1 + start;
    editor.commands.setTextSelection({ from, to: from + words.length });
  });
  editor.view.focus();
}"""
CURSOR_AT_END = """(body) => {
  const { editor } = body.story;
  editor.commands.setTextSelection(editor.state.doc.content.size);
  editor.view.focus();
}"""
BEGIN = """async (body, html) => {
  const { editor } = body.story;
  const { pm } = await import("django-prose-editor/editor");
  editor.commands.setContent(html, { emitUpdate: false, parseOptions: { preserveWhitespace: true } });
  const { doc, plugins } = editor.state;
  editor.view.updateState(pm.state.EditorState.create({ doc, plugins }));
}"""


def open_story(page, story):
    """Open the story's screen, wait until it can be typed in, and return the story."""
    page.goto(reverse("admin:articles_article_change", args=[story.pk]))
    ready(page)
    return story


def ready(page):
    """Wait until the story on the screen can be typed in."""
    expect(page.locator(".ProseMirror")).to_be_visible()
    expect(page.locator("#story")).to_have_attribute("data-state", "saved")


def headline(page):
    return page.get_by_label("Headline")


def stored_headline(page):
    """The field that the form sends: the headline with its titles in stars."""
    return page.locator("[name=headline]")


def newest(story):
    """Return the story's newest revision, as it is stored now."""
    return Article.objects.get(pk=story.pk).newest


def kept_here(page):
    """Return what the window's browser keeps of what was typed at the desk."""
    return page.evaluate(
        "Object.entries(localStorage).filter(([name]) => name.startsWith('desk-copy '))"
        ".map(([, copy]) => JSON.parse(copy))"
    )


class Writing:
    """Somebody's story in a window, the cursor at the end of its body."""

    def __init__(self, page, by, body="<p>Before.</p>", **changes):
        self.page = page
        self.story = draft(by=by, body=body, **changes)
        self.text = page.locator(".ProseMirror")
        self.field = page.locator("[data-story-editor]")
        self.open()

    def open(self):
        self.page.goto(f"/admin/articles/article/{self.story.pk}/change/")
        expect(self.text).to_be_visible()
        self.field.evaluate(CURSOR_AT_END)

    def begin(self, body="<p>Before.</p>"):
        """Put another body into the open editor, with nothing to undo and the cursor at its end.

        Loads nothing: a journey takes its next step without waiting for the screen again.
        """
        self.field.evaluate(BEGIN, body)
        self.field.evaluate(CURSOR_AT_END)

    def type(self, words):
        self.page.keyboard.type(words)

    def press(self, *keys):
        for key in keys:
            self.page.keyboard.press(key)

    def select(self, words):
        self.field.evaluate(SELECT, words)

    def paste(self, html, plain="pasted"):
        self.text.evaluate(PASTE, [html, plain])

    def bring(self, how, *files):
        """Pastes or drops files that are no pictures, by (name, type)."""
        self.text.evaluate(BRING, [how, files])

    def button(self, name):
        return self.page.get_by_role("toolbar", name="Text").get_by_role(
            "button", name=name, exact=True
        )

    def option(self, name):
        return self.page.get_by_role("option", name=name)

    @property
    def held(self):
        return self.field.evaluate("(body) => body.story.html()")

    def store(self):
        """Save without leaving the screen and return the stored body."""
        before = self.revisions
        self.page.locator("[name=_continue]").first.click()
        expect(self.page.locator("#story[data-state=saved]")).to_be_attached()
        assert self.revisions == before + 1, f"Save added {self.revisions - before} revisions"
        return self.stored

    def save(self):
        """Save, open the same story again and return the stored body."""
        self.store()
        self.page.reload()
        expect(self.text).to_be_visible()
        return self.stored

    @property
    def revisions(self):
        return self.story.revisions.count()

    @property
    def stored(self):
        return newest(self.story).content["body"]


def the_record():
    """Ruffalo and his Emmy; two people called Steve McQueen."""
    hbo = rows.company("HBO")
    series = rows.production("I Know This Much Is True", year=2020, house=hbo, public_id="ikt")
    mark = rows.person("Mark Ruffalo", occupations="actor, producer", public_id="mark-ruffalo")
    rows.credit(series, mark)
    emmys = rows.award(public_id="emmys")
    contest = rows.contest(rows.ceremony(emmys, 2020), rows.category(emmys), public_id="lead-2020")
    rows.nomination(contest, mark, production=series, won=True)
    rows.person(
        "Steve McQueen", slug="steve-mcqueen", disambiguation="actor, 1930", public_id="mcqueen-1"
    )
    rows.person("Steve McQueen", slug="mcqueen-2", disambiguation="director", public_id="mcqueen-2")


def a_picture(title="The twins", **words):
    said = {"alt": "Two profiles", "caption": "One face.", "credit": "Ann Lee", "rights": "owned"}
    return editing.add(by=None, file=io.BytesIO(jpeg()), title=title, **(said | words))
