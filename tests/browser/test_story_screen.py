"""The story's screen in a browser: saving, leaving, clashing, previewing and publishing, by key alone."""

import re

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from articles import publishing, working_copies
from articles.models import Article, Revision, Tag, WorkingCopy
from articles.working_copies import State
from newsroom.accounts.models import DeskSession
from newsroom.templatetags.sheet import clock
from tests.articles.stories import content, draft
from tests.browser.writing import (
    OFFERED,
    SAVED,
    STATE,
    Writing,
    headline,
    kept_here,
    newest,
    open_story,
    ready,
    stored_headline,
    the_record,
)

LONG = "".join(f"<p>Paragraph {n} of a long story about an award.</p>" for n in range(60))


WIDTHS = (390, 1440)  # of a phone and of a desk


@pytest.fixture
def opened(page, sign_in_to, ada):
    """`opened(story)`: ada has it open, ready to be typed in."""
    sign_in_to(page, ada)
    return lambda story: open_story(page, story)


def test_a_story_is_previewed_saved_refused_published_and_another_scheduled(page, opened, ada):
    story = opened(draft(by=ada, body=LONG))
    show_the_keys_of_writing_first(page)
    preview_what_is_typed(page)
    keep_publish_in_reach_at_the_foot_of_the_page(page)
    save_by_key(page, story)
    refuse_what_cant_be_saved(page, story)
    publish_what_is_on_the_screen(page, story)
    choose_an_hour_that_comes_twice(page, opened(draft(by=ada)))


def show_the_keys_of_writing_first(page):
    page.get_by_role("button", name="Save", exact=True).focus()
    page.keyboard.press("?")
    first = page.locator("#keys table").first
    expect(first).to_contain_text("While writing a story")
    expect(first.get_by_role("row", name="Alt+F10")).to_be_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("/")
    expect(page.locator("#jump")).to_be_focused()  # what "/" does outside of the text


def preview_what_is_typed(page):
    """The preview keeps its place, and makes no revision."""
    page.get_by_role("link", name="Preview", exact=True).click()
    frame = page.frame_locator("iframe")
    expect(frame.get_by_role("heading", level=1)).to_have_text("An envelope is opened")
    inner = page.frames[1]
    assert inner.evaluate("innerWidth") == 390
    inner.evaluate("scrollTo({ top: 900, behavior: 'instant' })")
    headline(page).fill("Opened *twice*")
    expect(frame.locator("h1 cite")).to_have_text("twice")
    assert inner.evaluate("scrollY") == 900
    page.get_by_role("button", name="Desktop").click()
    expect(page.get_by_role("button", name="Desktop")).to_have_attribute("aria-pressed", "true")
    assert inner.evaluate("innerWidth") == 1440
    box, view = page.locator("iframe").bounding_box(), page.locator(".pane__view").bounding_box()
    assert box["width"] <= view["width"] + 1
    page.keyboard.press("Escape")
    expect(page.locator("[data-pane]")).to_be_hidden()
    expect(page.get_by_role("link", name="Preview", exact=True)).to_be_focused()
    assert Revision.objects.count() == 1


def keep_publish_in_reach_at_the_foot_of_the_page(page):
    before = page.viewport_size
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        page.get_by_role("link", name="All of it").scroll_into_view_if_needed()
        page.evaluate("scrollTo({ top: document.body.scrollHeight, behavior: 'instant' })")
        for button in ("Save", "Publish now"):
            bar = page.locator(".edit-bar")
            expect(bar.get_by_role("button", name=button, exact=True)).to_be_in_viewport(ratio=1)
        expect(page.locator(STATE)).to_be_in_viewport(ratio=1)
        expect(page.locator("[data-swap=status]")).to_be_in_viewport(ratio=1)
    page.set_viewport_size(before)


def save_by_key(page, story):
    """Each save stays on the page and adds a revision."""
    headline(page).fill("Typed at night")
    expect(page.locator(STATE)).to_have_text("Not saved yet")
    page.keyboard.press("Control+s")
    expect(page.locator(STATE)).to_have_text(SAVED)
    expect(page.locator(".revs li").first).to_contain_text("Blue")
    assert (newest(story).number, newest(story).headline) == (2, "Typed at night")
    headline(page).fill("And once more")
    page.keyboard.press("Control+s")
    expect(page.locator(".revs li").first).to_contain_text("Pink")
    assert newest(story).headline == "And once more"


def refuse_what_cant_be_saved(page, story):
    """The screen says so, and keeps it until it can be saved."""
    stored_headline(page).evaluate("(it) => { it.value = 'x'.repeat(300) }")
    page.keyboard.press("Control+s")
    expect(page.get_by_role("alert")).to_contain_text("This was not saved.")
    page.get_by_role("alert").get_by_role("link", name="Headline").click()
    expect(headline(page)).to_be_focused()
    assert newest(story).number == 3
    headline(page).fill("Better")
    page.keyboard.press("Control+s")
    expect(page.locator(STATE)).to_have_text(SAVED)
    expect(page.get_by_role("alert")).to_have_count(0)


def publish_what_is_on_the_screen(page, story):
    """A verb saves what was typed before it asks."""
    headline(page).fill("Changed at the last minute")
    page.get_by_role("button", name="Publish now").click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("Changed at the last minute")
    dialog.get_by_role("button", name="Publish now").click()
    expect(page.locator(".messagelist")).to_contain_text("Readers see")
    story.refresh_from_db()
    assert story.headline == "Changed at the last minute"


def choose_an_hour_that_comes_twice(page, story):
    page.get_by_role("link", name="Schedule").click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("Pacific time")
    dialog.get_by_label("Day").fill("2099-11-01")
    dialog.get_by_label("Time").fill("01:30")
    dialog.get_by_role("button", name="Schedule").click()
    page.get_by_label(re.compile("1:30 am PST")).check()
    page.get_by_role("button", name="Schedule").click()
    expect(page.locator(".messagelist")).to_contain_text("goes out on")
    story.refresh_from_db()
    assert story.published_at.isoformat() == "2099-11-01T09:30:00+00:00"


def test_unsaved_text_warns_when_left_and_is_restored_or_discarded(page, opened, ada):
    tag = Tag.objects.create(name="HBO", slug="hbo")
    story = opened(draft(by=ada, body="<p>Before.</p>", tags=(tag.public_id,)))
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    type_without_saving(page)
    opened(story)
    assert asked == ["beforeunload"]
    restore_it(page, story)
    assert asked == ["beforeunload"]  # what was saved is left without a word
    headline(page).fill("Never mind")
    opened(story)
    discard_it_and_take_it_back(page)
    page.goto("/admin/")
    assert asked == ["beforeunload", "beforeunload"]


def type_without_saving(page):
    headline(page).fill("Nearly lost")
    page.locator(".ProseMirror").click()
    page.keyboard.press("Control+End")
    page.keyboard.type(" After.")
    page.get_by_role("button", name="Remove HBO").click()


def restore_it(page, story):
    assert stored_headline(page).input_value() == "An envelope is opened"  # never silently
    page.get_by_role("link", name="Compare: Nearly lost").click()
    sides = page.get_by_role("dialog").locator(".sides").first
    expect(sides).to_contain_text("Not saved")
    expect(sides).to_contain_text("Nearly lost")
    expect(sides.locator("mark.is-added")).to_have_text(["Nearly", "lost"])
    with page.expect_navigation():
        page.get_by_role("dialog").get_by_role("link", name="Restore").click()
    expect(stored_headline(page)).to_have_value("Nearly lost")
    expect(page.locator(OFFERED)).to_have_count(0)
    page.keyboard.press("Control+s")
    expect(page.locator("#story")).to_have_attribute("data-state", "saved")
    held = newest(story).content
    assert (held["headline"], held["body"], held["tags"]) == (
        "Nearly lost",
        "<p>Before. After.</p>",
        [],
    )
    page.reload()
    ready(page)
    expect(page.locator(OFFERED)).to_have_count(0)


def discard_it_and_take_it_back(page):
    page.get_by_role("button", name="Discard: Never mind").click()
    undo = page.get_by_role("button", name="Undo")
    expect(undo).to_be_focused()
    undo.click()
    page.get_by_role("button", name="Discard: Never mind").click()
    expect(undo).to_be_visible()
    page.reload()
    ready(page)
    expect(page.locator(OFFERED)).to_have_count(0)


def test_a_desk_that_cant_be_reached_loses_nothing_wherever_the_clock_is(another, sign_in_to, ada):
    page = another(timezone_id="Asia/Tokyo")  # its console complains of the lost desk, rightly
    sign_in_to(page, ada)
    page.on("dialog", lambda dialog: dialog.accept())
    story = open_story(page, draft(by=ada))
    keep_what_the_desk_didnt_get(page, story)
    read_when_it_was_typed(page, story)


def keep_what_the_desk_didnt_get(page, story):
    headline(page).fill("Typed in a tunnel")
    page.route("**/change/", lambda route: route.abort())
    page.keyboard.press("Control+s")
    expect(page.locator(STATE)).to_contain_text("The desk can’t be reached.")
    assert {"Typed in a tunnel"} == {each["fields"]["headline"][0] for each in kept_here(page)}
    page.unroute("**/change/")
    page.keyboard.press("Control+s")
    expect(page.locator("#story")).to_have_attribute("data-state", "saved")
    assert newest(story).headline == "Typed in a tunnel"
    assert kept_here(page) == []


def read_when_it_was_typed(page, story):
    """The hour is the newsroom's, not that of the desk's own clock."""
    headline(page).fill("Nearly lost")
    open_story(page, story)
    offer = page.locator(OFFERED)
    expect(offer).to_contain_text("Nearly lost")
    expect(offer).to_contain_text(clock(WorkingCopy.objects.get(closed_at=None).saved_at))


def test_a_session_that_ended_loses_nothing_and_signing_in_elsewhere_saves_it(
    page, opened, ada, sign_in_to
):
    story = opened(draft(by=ada))
    headline(page).fill("Typed while signed out")
    DeskSession.objects.all().delete()
    follow_to_the_door_from_the_list_of_names(page)
    page.keyboard.press("Control+s")
    expect(page.locator(STATE)).to_contain_text("Your text is kept in this browser.")
    expect(stored_headline(page)).to_have_value("Typed while signed out")
    follow_to_the_door(page, page.locator(STATE))
    assert newest(story).number == 1
    sign_in_to(page, ada)
    page.keyboard.press("Control+s")
    expect(page.locator(STATE)).to_have_text(SAVED)
    assert newest(story).headline == "Typed while signed out"


def follow_to_the_door_from_the_list_of_names(page):
    page.locator(".ProseMirror").click()
    page.keyboard.type(" @ruff")
    follow_to_the_door(page, page.locator(".offers"))


def follow_to_the_door(page, place):
    with page.expect_popup() as popup:
        place.get_by_role("link", name="Sign in again").click()
    expect(popup.value.get_by_label("Password")).to_be_visible()
    popup.value.close()


def test_two_people_in_one_story_overwrite_nobody(page, opened, ada, bo):
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    story = opened(draft(by=ada, body="<p>He won.</p>"))
    save_mine_on_top_of_theirs(page, story, bo)
    copy_mine_and_take_theirs(page, story, bo)


def save_mine_on_top_of_theirs(page, story, bo):
    publishing.save(story, content(headline="Theirs", body="<p>He won.</p>"), by=bo)
    headline(page).fill("Mine")
    page.keyboard.press("Control+s")
    clash = page.get_by_role("region", name="Somebody else saved first")
    expect(clash).to_contain_text("saved Blue after")
    expect(clash.locator(".sides")).to_contain_text("Theirs")
    assert newest(story).headline == "Theirs"
    clash.get_by_role("button", name="Save mine on top of theirs").click()
    expect(page.locator(STATE)).to_have_text(SAVED)
    assert [r.headline for r in Revision.objects.order_by("number")][1:] == ["Theirs", "Mine"]
    expect(clash).to_have_count(0)


def copy_mine_and_take_theirs(page, story, bo):
    publishing.save(story, content(headline="Theirs again"), by=bo)
    headline(page).fill("Mine again")
    page.keyboard.press("Control+s")
    page.get_by_role("button", name="Copy mine").click()
    expect(page.locator(STATE)).to_have_text("Your text is on the clipboard")
    assert page.evaluate("navigator.clipboard.readText()") == "Mine again\n\n\n\nHe won."
    page.get_by_role("link", name="Go on with theirs").click()
    ready(page)
    expect(stored_headline(page)).to_have_value("Theirs again")
    expect(page.locator(OFFERED)).to_have_count(0)


def press_until(page, what, key="Tab", most=80):
    """Presses the key until the element has the focus, as somebody without a mouse does."""
    for _ in range(most):
        if what.evaluate("(it) => it === document.activeElement"):
            return
        page.keyboard.press(key)
    raise AssertionError(f"{most} times {key} don’t lead to {what}")


def test_a_story_is_written_saved_and_published_by_key_alone(page, sign_in_to, ada):
    content()
    sign_in_to(page, ada)
    page.goto(reverse("admin:articles_article_add"))
    ready(page)
    write_by_key(page)
    save_where_everybody_is(page)
    publish_by_key(page)


def write_by_key(page):
    expect(headline(page)).to_be_focused()
    page.keyboard.type("Written by key")
    page.keyboard.press("Enter")
    page.keyboard.type("And nothing else.")
    press_until(page, page.locator(".ProseMirror"))
    page.keyboard.type("A little after six.")
    press_until(page, page.get_by_label("Section", exact=True))
    page.keyboard.type("Aw")
    press_until(page, page.get_by_label("Author 1"))
    page.keyboard.type("In")
    press_until(page, page.get_by_role("combobox", name="Tags"))
    page.keyboard.type("brand new tag")


def save_where_everybody_is(page):
    """The first save leads to the story's own page, and leaves the cursor and what was begun."""
    press_until(page, page.locator(".ProseMirror"), "Shift+Tab")
    page.keyboard.press("Control+s")
    expect(page).to_have_url(re.compile(r"/\d+/change/"))
    expect(page.locator(STATE)).to_have_text(re.compile("^Saved .+“brand new tag” isn’t a tag yet"))
    expect(page.locator(".ProseMirror")).to_be_focused()
    page.keyboard.type(" After.")
    page.keyboard.press("Control+s")
    expect(page.locator(STATE)).to_have_text(SAVED)
    held = newest(Article.objects.get()).content["body"]
    assert held == "<p>A little after six. After.</p>"
    expect(page.get_by_role("combobox", name="Tags")).to_have_value("brand new tag")


def publish_by_key(page):
    publish = page.locator(".edit-bar").get_by_role("button", name="Publish now")
    press_until(page, publish, "Shift+Tab")
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog")
    does_it = dialog.get_by_role("button", name="Publish now")
    expect(does_it).to_be_focused()
    expect(dialog).to_contain_text("The story has no tags.")
    expect(dialog).to_contain_text("The section Awards")
    page.keyboard.press("Escape")
    expect(publish).to_be_focused()
    page.keyboard.press("Control+Enter")
    go_from_a_check_to_its_field(page, dialog)
    page.keyboard.press("Control+Enter")
    expect(does_it).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator(".messagelist")).to_contain_text("Readers see “Written by key” now.")
    assert Article.objects.get().is_public()


def go_from_a_check_to_its_field(page, dialog):
    dialog.get_by_role("link", name="Go to tags").click()
    expect(dialog).to_have_count(0)
    expect(page.get_by_role("combobox", name="Tags")).to_be_focused()


def test_nothing_keeps_anybody_from_the_screen(page, sign_in_to, ada, barriers):
    sign_in_to(page, ada)
    the_record()
    body = (
        '<h2>A</h2><blockquote data-speaker="R"><p>Words</p></blockquote><aside data-pull="R"><p>W</p></aside>'
        '<figure data-picture="gone"></figure><div data-nominees="lead-2020"></div>'
        '<div data-embed="https://youtu.be/one"></div><p>TK</p>'
    )
    at = Writing(page, ada, body, headline="An envelope TK", section="")
    publishing.save(at.story, content(headline="Again TK", body=body, section=""), by=ada)
    for number in range(2):
        kept = {"headline": ["An envelope, *typed*"], "body": [f"<p>Typed {number}.</p>"]}
        state = State(f"{number:020}", 1)
        working_copies.keep(by=ada, state=state, story=at.story, based_on=1, typed=kept)
    at.open()
    write_with_the_finder_and_a_list_open(at, barriers)
    ask_for_an_embargo(at, barriers)
    for name, query in (("revisions", ""), ("compare", "?from=1&to=2"), ("history", "")):
        page.goto(reverse(f"admin:articles_article_{name}", args=[at.story.pk]) + query)
        meet_nothing_in_the_way(page, barriers)
    for address in (reverse("admin:articles_article_copy", args=["0" * 20]), "/admin/"):
        page.goto(address)
        expect(page.get_by_text("An envelope, typed").first).to_be_visible()
        meet_nothing_in_the_way(page, barriers)


def meet_nothing_in_the_way(page, barriers):
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        assert barriers(page) == [], f"{page.url} is {width} pixels wide"


def write_with_the_finder_and_a_list_open(at, barriers):
    at.press("Control+f")
    expect(at.page.get_by_label("Find in the story")).to_be_focused()
    at.text.focus()
    at.type(" @ruff")
    expect(at.option("Mark Ruffalo")).to_be_visible()
    for width in WIDTHS:
        at.page.set_viewport_size({"width": width, "height": 900})
        assert at.page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0, width
    meet_nothing_in_the_way(at.page, barriers)
    expect(at.option("Mark Ruffalo")).to_be_visible()
    expect(at.page.get_by_label("Find in the story")).to_be_visible()


def ask_for_an_embargo(at, barriers):
    at.store()
    at.page.get_by_role("link", name="Embargo").click()
    expect(at.page.get_by_role("dialog")).to_be_visible()
    meet_nothing_in_the_way(at.page, barriers)
    at.press("Escape")
