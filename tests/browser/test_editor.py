"""Writing a story: what is typed and put in, saved, reopened and shown to a reader."""

import pytest
from playwright.sync_api import expect

from articles.models import Article
from tests.articles.stories import draft


@pytest.fixture
def writing(page, sign_in_to, ada):
    """`writing(body)`: ada has a story of that body open; the cursor is at its end."""
    sign_in_to(page, ada)

    def writing(body="<p>Before.</p>", **changes):
        story = draft(by=ada, body=body, **changes)
        page.goto(f"/admin/articles/article/{story.pk}/change/")
        text = page.get_by_role("textbox", name="Body")
        expect(page.locator(".ProseMirror")).to_be_visible()
        end = "(b) => b.story.editor.commands.setTextSelection(b.story.editor.state.doc.content.size)"
        body_field(page).evaluate(end)
        text.focus()
        return story

    return writing


def body_field(page):
    return page.locator("[data-story-editor]")


def held(page):
    """The body as the editor holds it."""
    return body_field(page).evaluate("(b) => b.story.html()")


def save(page):
    page.locator("input[name=_continue], button[name=_continue]").first.click()
    page.wait_for_load_state()
    expect(page.locator(".ProseMirror")).to_be_visible()


def stored(story):
    return Article.objects.get(pk=story.pk).newest.content["body"]


def test_what_is_typed_is_saved(page, writing):
    story = writing()
    page.keyboard.press("Enter")
    page.keyboard.type("Some 6 million watched.")
    save(page)
    assert stored(story) == "<p>Before.</p><p>Some 6 million watched.</p>"
    assert held(page) == stored(story)
