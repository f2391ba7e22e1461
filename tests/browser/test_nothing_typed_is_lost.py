"""What is typed at the desk is kept while it is typed, and offered after whatever happens to the window."""

import re

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from articles import working_copies
from articles.models import Article, Revision
from newsroom.accounts.models import DeskSession
from tests.articles.stories import content, draft
from tests.browser.writing import (
    OFFERED,
    SAVED,
    STATE,
    headline,
    kept_here,
    newest,
    open_story,
    ready,
    stored_headline,
)

ADD = reverse("admin:articles_article_add")
HEARD = "[data-said]"
COPIES = "**/copies/**"
PARAGRAPHS = "".join(f"<p>Paragraph {n} of a long story about an award.</p>" for n in range(60))
HANDED_IN = """async () => {
  const isKept = () => Object.keys(localStorage).some((name) => name.startsWith("desk-copy "));
  while (isKept()) await new Promise((done) => setTimeout(done, 50));
}"""
AT = """(body) => {
  const { head } = body.story.editor.state.selection;
  return { head, scroll: scrollY, focus: document.activeElement.className };
}"""


@pytest.fixture
def window(another, sign_in_to, ada):
    """`window(address)`: ada has it open in one more window of one browser, whose console may complain."""
    first = another()
    sign_in_to(first, ada)

    def window(address=ADD):
        page = first.context.new_page()
        page.on("dialog", lambda dialog: dialog.accept())
        page.goto(address)
        return page

    return window


def kept(by, story=None):
    return sorted(
        working_copies.text(copy, "headline") for copy in working_copies.unsaved(by, story)
    )


def test_what_is_typed_is_kept_by_itself_and_makes_no_revision(page, sign_in_to, ada):
    sign_in_to(page, ada)
    story = open_story(page, draft(by=ada))
    page.locator(".ProseMirror").click()
    page.keyboard.press("Control+End")
    page.keyboard.type(" And then")
    expect(page.locator(STATE)).to_have_text(SAVED)
    expect(page.locator("#story")).to_have_attribute("data-state", "dirty")
    assert page.locator(HEARD).text_content() == ""  # nobody is told of it each time
    page.keyboard.type(" some")  # where the cursor was
    [copy] = working_copies.unsaved(ada, story)
    assert "after six. And then</p>" in working_copies.text(copy, "body")
    assert Revision.objects.count() == 1
    page.keyboard.press("Control+s")
    expect(page.locator(HEARD)).to_have_text(SAVED)
    assert "after six. And then some</p>" in newest(story).content["body"]
    assert (kept(ada, story), kept_here(page)) == ([], [])
    with page.expect_response(COPIES):
        headline(page).fill("Not this")
    with page.expect_response("**/discard/"):
        headline(page).fill("An envelope is opened")  # as it was saved: nothing is left to keep
    expect(page.locator("#story")).to_have_attribute("data-state", "saved")
    assert (kept(ada, story), kept_here(page)) == ([], [])
    with page.expect_navigation():
        page.reload()
    ready(page)
    expect(page.locator(OFFERED)).to_have_count(0)


def test_two_new_stories_in_two_windows_are_kept_apart_and_found_on_the_dashboard(window, ada):
    content()
    one, other = window(), window()
    headline(one).fill("Written in one")
    headline(other).fill("Written in the other")
    for page in (one, other):
        expect(page.locator(STATE)).to_have_text(SAVED)
    assert kept(ada) == ["Written in one", "Written in the other"]
    one.keyboard.press("Control+s")
    expect(one).to_have_url(re.compile(r"/\d+/change/"))
    assert kept(ada) == ["Written in the other"]
    other.close()
    home = window("/admin/")
    expect(home.locator(OFFERED)).to_contain_text("New story")
    with home.expect_navigation():
        home.get_by_role("link", name="Restore: Written in the other").click()
    expect(stored_headline(home)).to_have_value("Written in the other")
    home.keyboard.press("Control+s")
    expect(home).to_have_url(re.compile(r"/\d+/change/"))
    assert kept(ada) == []
    assert Article.objects.count() == 2


def test_autosave_goes_on_by_itself_when_the_desk_is_back(window, ada):
    story = draft(by=ada)
    page = window(reverse("admin:articles_article_change", args=[story.pk]))
    ready(page)
    page.route(COPIES, lambda route: route.abort())
    headline(page).fill("Typed in a tunnel")
    expect(page.locator(STATE)).to_contain_text("The desk can’t be reached.")
    expect(page.locator(HEARD)).to_contain_text("Your text is kept in this browser.")
    page.unroute(COPIES)
    expect(page.locator(HEARD)).to_have_text(SAVED)
    assert kept(ada, story) == ["Typed in a tunnel"]


def test_who_was_signed_out_is_told_and_nothing_is_kept_in_another_s_name(
    window, ada, bo, sign_in_to
):
    story = draft(by=ada)
    page = window(reverse("admin:articles_article_change", args=[story.pk]))
    ready(page)
    DeskSession.objects.all().delete()
    headline(page).fill("Typed while signed out")
    expect(page.locator(STATE)).to_contain_text("You’re signed out. Sign in again")
    sign_in_to(page, bo)
    page.evaluate("dispatchEvent(new Event('online'))")
    expect(page.locator(STATE)).to_contain_text("You are signed in as Bo Reyes now")
    assert (kept(bo, story), kept(ada, story)) == ([], [])
    sign_in_to(page, ada)
    page.evaluate("dispatchEvent(new Event('online'))")
    expect(page.locator(STATE)).to_have_text(SAVED)
    assert kept(ada, story) == ["Typed while signed out"]


def test_what_only_the_browser_kept_reaches_the_desk_with_the_next_window(window, ada):
    story = draft(by=ada)
    screen = reverse("admin:articles_article_change", args=[story.pk])
    page = window(screen)
    ready(page)
    page.route(COPIES, lambda route: route.abort())
    headline(page).fill("Only here")
    expect(page.locator(STATE)).to_contain_text("kept in this browser")
    page.close()
    page = window("/admin/")
    expect(page.locator(OFFERED)).to_contain_text("Only here")
    page.evaluate(HANDED_IN)
    assert (kept(ada, story), kept_here(page)) == (["Only here"], [])
    page.goto(screen)
    expect(page.locator(OFFERED)).to_contain_text("Only here")


def test_a_browser_that_keeps_nothing_is_kept_for_by_the_desk(another, sign_in_to, ada):
    page = another()
    page.add_init_script(
        "Object.defineProperty(window, 'localStorage', { get() { throw new Error('Private'); } })"
    )
    sign_in_to(page, ada)
    story = open_story(page, draft(by=ada))
    headline(page).fill("Typed in private")
    expect(page.locator(STATE)).to_have_text(SAVED)
    assert kept(ada, story) == ["Typed in private"]
    page.route(COPIES, lambda route: route.abort())
    headline(page).fill("And more")
    expect(page.locator(STATE)).to_contain_text("leave this window open")


def test_the_first_save_moves_neither_the_page_nor_the_cursor(page, sign_in_to, ada):
    content()
    sign_in_to(page, ada)
    page.goto(ADD)
    ready(page)
    body = page.locator("[data-story-editor]")
    body.evaluate("(body, html) => body.story.editor.commands.setContent(html)", PARAGRAPHS)
    page.locator(".ProseMirror p").nth(40).click()
    page.keyboard.press("End")
    page.keyboard.type(" Here")
    before = body.evaluate(AT)
    assert before["scroll"] > 200
    page.keyboard.press("Control+s")
    expect(page).to_have_url(re.compile(r"/\d+/change/"))
    expect(page).to_have_title(re.compile("^Untitled"))
    expect(page.locator("#story")).to_have_attribute("data-state", "saved")
    assert body.evaluate(AT) == before
    page.keyboard.type(", and there")
    page.keyboard.press("Control+z")  # what was typed before the save can be taken back, too
    page.keyboard.press("Control+y")
    page.keyboard.press("Control+s")
    expect(page.locator(".revs li").first).to_contain_text("Blue")
    story = Article.objects.get()
    assert (
        "Paragraph 40 of a long story about an award. Here, and there</p>"
        in (newest(story).content["body"])
    )
    expect(page.get_by_role("link", name="Publish now")).to_have_count(0)  # it has no headline
    page.reload()
    ready(page)
    expect(page.locator(OFFERED)).to_have_count(0)
