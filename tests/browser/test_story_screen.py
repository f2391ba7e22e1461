"""The story's screen in a browser: saving, leaving, clashing, previewing and publishing, by key alone."""

import json
import re

import pytest
from django.contrib.sessions.models import Session
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from articles import publishing, tagging
from articles.models import Article, Revision, Tag
from newsroom.templatetags.desk import zone_name
from tests.articles.stories import content, draft

STATE = "[data-swap=state]"
SAVED = re.compile("^Saved ")


def address(story):
    return reverse("admin:articles_article_change", args=[story.pk])


@pytest.fixture
def opened(page, sign_in_to, ada):
    """`opened(story)`: ada has it open, ready to be typed in."""
    sign_in_to(page, ada)

    def opened(story, where=page):
        where.goto(address(story))
        ready(where)
        return story

    return opened


def ready(page):
    expect(page.locator(".ProseMirror")).to_be_visible()
    expect(page.locator("#story")).to_have_attribute("data-state", "saved")


def headline(page):
    return page.get_by_label("Headline")


def tags_of(story):
    return [Tag.objects.get(public_id=each).name for each in newest(story).content["tags"]]


def newest(story):
    return Article.objects.get(pk=story.pk).newest


def test_a_save_by_key_stays_on_the_page_and_adds_a_revision(page, opened, ada):
    story = opened(draft(by=ada))
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


def test_what_cant_be_saved_is_said_and_stays(page, opened, ada):
    story = opened(draft(by=ada))
    headline(page).fill("")
    page.keyboard.press("Control+s")
    expect(page.get_by_role("alert")).to_contain_text("This was not saved.")
    expect(page.get_by_role("alert").get_by_role("link", name="Headline")).to_be_visible()
    assert newest(story).number == 1
    headline(page).fill("Better")
    page.keyboard.press("Control+s")
    expect(page.locator(STATE)).to_have_text(SAVED)
    expect(page.get_by_role("alert")).to_have_count(0)


def test_leaving_with_unsaved_text_warns_and_with_saved_text_does_not(page, opened, ada):
    opened(draft(by=ada))
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    page.goto("/admin/")
    assert asked == []
    opened(Article.objects.get())
    page.locator(".ProseMirror").click()
    page.keyboard.type("More. ")
    page.goto("/admin/")
    assert asked == ["beforeunload"]


def test_text_that_was_left_unsaved_is_offered_and_brought_back(page, opened, ada):
    tag = Tag.objects.create(name="HBO", slug="hbo")
    story = opened(draft(by=ada, body="<p>Before.</p>", tags=(tag.public_id,)))
    page.on("dialog", lambda dialog: dialog.accept())
    headline(page).fill("Nearly lost")
    page.locator(".ProseMirror").click()
    page.keyboard.press("Control+End")
    page.keyboard.type(" After.")
    page.get_by_role("button", name="Take out HBO").click()
    page.goto("/admin/")
    opened(story)
    assert headline(page).input_value() == "An envelope is opened"  # never silently
    page.get_by_role("button", name="Bring it back").click()
    expect(headline(page)).to_have_value("Nearly lost")
    page.keyboard.press("Control+s")
    expect(page.locator(STATE)).to_have_text(SAVED)
    held = newest(story).content
    assert (held["headline"], held["body"], held["tags"]) == (
        "Nearly lost",
        "<p>Before. After.</p>",
        [],
    )
    page.reload()
    ready(page)
    expect(page.locator("[data-kept]")).to_be_hidden()


def test_the_hour_of_kept_text_is_the_newsrooms(chromium, live_server, sign_in_to, ada):
    context = chromium.new_context(base_url=live_server.url, timezone_id="Asia/Tokyo")
    page = context.new_page()
    sign_in_to(page, ada)
    page.on("dialog", lambda dialog: dialog.accept())
    story = draft(by=ada)
    page.goto(address(story))
    ready(page)
    headline(page).fill("Nearly lost")
    page.goto("/admin/")
    page.goto(address(story))
    here = timezone.localtime()
    hour = (here.hour - 1) % 12 + 1
    expect(page.locator("[data-kept] p").first).to_contain_text(
        re.compile(rf"until {here:%b} {here.day}, {here.year}, {hour}:.+M {zone_name()} was")
    )
    context.close()


def test_the_keys_of_writing_come_first_where_a_story_is_written(page, opened, ada):
    opened(draft(by=ada))
    page.get_by_role("button", name="Save", exact=True).focus()
    page.keyboard.press("?")
    first = page.locator("#keys table").first
    expect(first).to_contain_text("While writing a story")
    expect(first.get_by_role("row", name="Alt+F10")).to_be_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("/")
    expect(page.locator("#jump")).to_be_focused()  # what "/" does outside of the text


def test_kept_text_can_be_thrown_away(page, opened, ada):
    story = opened(draft(by=ada))
    page.on("dialog", lambda dialog: dialog.accept())
    headline(page).fill("Never mind")
    page.goto("/admin/")
    opened(story)
    page.get_by_role("button", name="Discard it").click()
    page.reload()
    ready(page)
    expect(page.locator("[data-kept]")).to_be_hidden()


def test_a_session_that_ended_loses_nothing_and_signing_in_elsewhere_saves_it(
    page, opened, ada, sign_in_to
):
    story = opened(draft(by=ada))
    headline(page).fill("Typed while signed out")
    Session.objects.all().delete()
    page.keyboard.press("Control+s")
    expect(page.locator(STATE)).to_contain_text("Your text is kept in this browser.")
    expect(headline(page)).to_have_value("Typed while signed out")
    with page.expect_popup() as popup:
        page.locator(STATE).get_by_role("link", name="Sign in again").click()
    expect(popup.value.get_by_label("Password")).to_be_visible()
    popup.value.close()
    assert newest(story).number == 1
    sign_in_to(page, ada)
    page.keyboard.press("Control+s")
    expect(page.locator(STATE)).to_have_text(SAVED)
    assert newest(story).headline == "Typed while signed out"


def test_a_desk_that_cant_be_reached_loses_nothing(page, opened, ada):
    page = page.context.new_page()  # its console complains of the lost desk, rightly
    story = opened(draft(by=ada), page)
    headline(page).fill("Typed in a tunnel")
    page.route("**/change/", lambda route: route.abort())
    page.keyboard.press("Control+s")
    expect(page.locator(STATE)).to_contain_text("The desk can’t be reached.")
    kept = page.evaluate(
        "Object.entries(localStorage).find(([key]) => key.startsWith('desk-story'))[1]"
    )
    assert ["headline", "Typed in a tunnel"] in json.loads(kept)["entries"]
    page.unroute("**/change/")
    page.keyboard.press("Control+s")
    expect(page.locator(STATE)).to_have_text(SAVED)
    assert newest(story).headline == "Typed in a tunnel"


def test_two_windows_in_one_story_overwrite_nobody(page, opened, ada, bo):
    story = opened(draft(by=ada, body="<p>He won.</p>"))
    publishing.save(story, content(headline="Theirs", body="<p>He won.</p>"), by=bo)
    headline(page).fill("Mine")
    page.keyboard.press("Control+s")
    clash = page.get_by_role("region", name="Somebody was faster")
    expect(clash).to_contain_text("saved Blue after")
    expect(clash.locator(".sides")).to_contain_text("Theirs")
    assert newest(story).headline == "Theirs"
    clash.get_by_role("button", name="Save mine on top of theirs").click()
    expect(page.locator(STATE)).to_have_text(SAVED)
    assert [r.headline for r in Revision.objects.order_by("number")][1:] == ["Theirs", "Mine"]
    expect(clash).to_have_count(0)


def test_mine_is_copied_for_whoever_takes_theirs(page, opened, ada, bo):
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    story = opened(draft(by=ada, body="<p>He won.</p>"))
    publishing.save(story, content(headline="Theirs"), by=bo)
    headline(page).fill("Mine")
    page.keyboard.press("Control+s")
    page.get_by_role("button", name="Copy mine").click()
    expect(page.locator(STATE)).to_have_text("Your text is on the clipboard")
    assert page.evaluate("navigator.clipboard.readText()") == "Mine\n\n\n\nHe won."
    page.get_by_role("link", name="Go on with theirs").click()
    ready(page)
    expect(headline(page)).to_have_value("Theirs")
    expect(page.locator("[data-kept]")).to_be_hidden()


def test_the_preview_follows_what_is_typed_and_keeps_its_place(page, opened, ada):
    long = "".join(f"<p>Paragraph {n} of a long story about an award.</p>" for n in range(60))
    opened(draft(by=ada, body=long))
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


def press_until(page, what, key="Tab", most=80):
    """Presses the key until the element has the focus, as somebody without a mouse does."""
    for _ in range(most):
        if what.evaluate("(it) => it === document.activeElement"):
            return
        page.keyboard.press(key)
    raise AssertionError(f"{most} times {key} don’t lead to {what}")


def test_a_story_is_written_and_published_by_key_alone(page, sign_in_to, ada):
    content()
    sign_in_to(page, ada)
    page.goto("/admin/articles/article/add/")
    ready(page)
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
    page.keyboard.press("Control+s")
    page.wait_for_url("**/change/")
    ready(page)
    publish = page.get_by_role("link", name="Publish now")
    press_until(page, publish)
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog")
    does_it = dialog.get_by_role("button", name="Publish now")
    expect(does_it).to_be_focused()
    expect(dialog).to_contain_text("The story has no tags.")
    expect(dialog).to_contain_text("The section Awards")
    page.keyboard.press("Escape")
    expect(publish).to_be_focused()
    page.keyboard.press("Enter")
    expect(does_it).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator(".messagelist")).to_contain_text("Readers see “Written by key” now.")
    assert Article.objects.get().is_public()


def test_a_verb_saves_what_is_on_the_screen_before(page, opened, ada):
    story = opened(draft(by=ada))
    headline(page).fill("Changed at the last minute")
    page.get_by_role("link", name="Publish now").click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("Changed at the last minute")
    dialog.get_by_role("button", name="Publish now").click()
    expect(page.locator(".messagelist")).to_contain_text("Readers see")
    story.refresh_from_db()
    assert story.headline == "Changed at the last minute"


def test_an_hour_that_comes_twice_is_chosen_in_the_dialog(page, opened, ada):
    story = opened(draft(by=ada))
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


def test_a_synonym_offers_its_tag(page, opened, ada, barriers):
    tag = Tag(name="HBO", slug="hbo")
    tagging.save(tag, synonyms=["Home Box Office"])
    story = opened(draft(by=ada))
    box = page.get_by_role("combobox", name="Tags")
    box.click()
    box.type("home box")
    option = page.locator(".picks__list [aria-selected=true]")
    expect(option).to_have_text("HBO also “Home Box Office”")
    assert barriers(page) == []
    box.press("Enter")
    expect(page.get_by_role("list", name="Tags, chosen")).to_have_text("HBO×")
    page.keyboard.press("Control+s")
    expect(page.locator(STATE)).to_have_text(SAVED)
    assert newest(story).content["tags"] == [tag.public_id]


def test_a_tag_that_there_is_not_is_made_from_the_story_after_what_exists(page, opened, ada):
    Tag.objects.create(name="Emmys 2020", slug="emmys-2020")
    story = opened(draft(by=ada))
    box = page.get_by_role("combobox", name="Tags")
    box.click()
    box.type("emmys")
    options = page.locator(".picks__list [role=option]")
    expect(options).to_have_text(["Emmys 2020", "New tag “emmys”"])
    expect(options.first).to_have_attribute("aria-selected", "true")
    box.fill("Emmys 2021")
    expect(options).to_have_text(["New tag “Emmys 2021”"])
    with page.expect_popup() as opened_popup:
        options.click()
    popup = opened_popup.value
    expect(popup.locator("#id_slug")).to_have_value("emmys-2021")
    with popup.expect_event("close"):
        popup.locator("[name=_save]").click()
    expect(page.get_by_role("list", name="Tags, chosen")).to_have_text("Emmys 2021×")
    page.keyboard.press("Control+s")
    expect(page.locator(STATE)).to_have_text(SAVED)
    assert newest(story).content["tags"] == [Tag.objects.get(slug="emmys-2021").public_id]


def test_the_enter_that_ends_a_new_tag_opens_its_form(page, opened, ada):
    opened(draft(by=ada))
    page.get_by_role("combobox", name="Tags").click()
    page.keyboard.type("brand new tag")
    pointed = page.locator(".picks__list [aria-selected=true]")
    expect(pointed).to_have_text("New tag “brand new tag”")
    with page.expect_popup() as popup:
        page.keyboard.press("Enter")
    expect(popup.value.locator("#id_name")).to_have_value("brand new tag")


def test_a_tag_that_was_typed_and_not_chosen_stays_and_is_said_to_be_none(page, opened, ada):
    opened(draft(by=ada))
    page.get_by_role("combobox", name="Tags").click()
    page.keyboard.type("brand new tag")
    page.keyboard.press("Control+s")
    expect(page.locator(STATE)).to_have_text(re.compile("^Saved .+“brand new tag” is no tag yet"))
    expect(page.get_by_role("combobox", name="Tags")).to_have_value("brand new tag")


def test_the_first_save_leaves_everybody_where_they_were(page, sign_in_to, ada):
    content()
    sign_in_to(page, ada)
    page.goto(reverse("admin:articles_article_add"))
    ready(page)
    expect(headline(page)).to_be_focused()
    page.keyboard.type("Begun at night")
    page.get_by_label("Section", exact=True).select_option("Awards")
    page.get_by_role("combobox", name="Tags").click()
    page.keyboard.type("brand new tag")
    page.locator(".ProseMirror").click()
    page.keyboard.type("Before.")
    page.keyboard.press("Control+s")
    expect(page).to_have_url(re.compile(r"/\d+/change/"))
    expect(page.locator(STATE)).to_have_text(re.compile("^Saved .+“brand new tag” is no tag yet"))
    expect(page.locator(".ProseMirror")).to_be_focused()
    page.keyboard.type(" After.")
    page.keyboard.press("Control+s")
    expect(page.locator(STATE)).to_have_text(SAVED)
    assert newest(Article.objects.get()).content["body"] == "<p>Before. After.</p>"
    expect(page.get_by_role("combobox", name="Tags")).to_have_value("brand new tag")


def test_tags_are_found_by_typing_and_kept_in_their_order(page, opened, ada):
    for name in ("Emmys", "HBO"):
        Tag.objects.create(name=name, slug=name.lower())
    story = opened(draft(by=ada))
    box = page.get_by_role("combobox", name="Tags")
    for typed in ("hb", "em"):
        box.click()
        box.type(typed)
        expect(page.locator(".picks__list [aria-selected=true]")).to_be_visible()
        page.keyboard.press("Enter")
    page.keyboard.press("Control+s")
    expect(page.locator(STATE)).to_have_text(SAVED)
    assert tags_of(story) == ["HBO", "Emmys"]


def test_an_answer_to_other_words_chooses_nothing(page, opened, ada):
    for name in ("Emmys", "HBO"):
        Tag.objects.create(name=name, slug=name.lower())
    story = opened(draft(by=ada))
    held = []
    page.route("**/*term=", lambda route: held.append(route))  # asked before a word is typed
    page.clock.install()
    box = page.get_by_role("combobox", name="Tags")
    box.click()
    page.clock.pause_at(page.evaluate("Date.now() + 1000"))
    page.keyboard.insert_text("hb")
    with page.expect_response("**/*term="):
        held[0].continue_()
    page.evaluate("() => fetch('/robots.txt').then((answer) => answer.text())")  # a turn later
    page.keyboard.press("Enter")  # nothing was found for these words yet
    page.clock.resume()
    expect(page.locator(".picks__list [aria-selected=true]")).to_have_text("HBO")
    page.keyboard.press("Enter")
    page.keyboard.press("Control+s")
    expect(page.locator(STATE)).to_have_text(SAVED)
    assert tags_of(story) == ["HBO"]


def test_what_an_arrow_led_to_stays_when_a_list_comes_late(page, opened, ada, held):
    for name in ("Emmys 2019", "Emmys 2020"):
        Tag.objects.create(name=name, slug=name.lower().replace(" ", "-"))
    story = opened(draft(by=ada))
    box = page.get_by_role("combobox", name="Tags")
    box.click()
    box.type("emm")
    expect(page.locator(".picks__list [aria-selected=true]")).to_have_text("Emmys 2019")
    answers = held(page, "**/*term=*")
    box.type("y")
    page.keyboard.press("ArrowDown")  # none is chosen for other words: it leads to the first
    page.keyboard.press("ArrowDown")
    answers.release()
    expect(page.locator(".picks__list [aria-selected=true]")).to_have_text("Emmys 2020")
    page.keyboard.press("Enter")
    page.keyboard.press("Control+s")
    expect(page.locator(STATE)).to_have_text(SAVED)
    assert tags_of(story) == ["Emmys 2020"]


@pytest.mark.parametrize("width", [1440, 390])
def test_nothing_keeps_anybody_from_the_screen(page, opened, ada, barriers, width):
    page.set_viewport_size({"width": width, "height": 900})
    story = opened(draft(by=ada, headline="An envelope TK", section=""))
    publishing.save(story, content(headline="Again TK", section=""), by=ada)
    page.reload()
    ready(page)
    assert barriers(page) == []
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    page.get_by_role("link", name="Embargo").click()
    expect(page.get_by_role("dialog")).to_be_visible()
    assert barriers(page) == []
    page.keyboard.press("Escape")
    for name, query in (("revisions", ""), ("compare", "?from=1&to=2"), ("history", "")):
        page.goto(reverse(f"admin:articles_article_{name}", args=[story.pk]) + query)
        assert barriers(page) == []
