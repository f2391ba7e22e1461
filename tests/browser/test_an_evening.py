"""Evenings at the desk, from signing in to what a reader then sees."""

import re

import pytest
from playwright.sync_api import expect

from articles.models import Article, Author, Section, Tag
from awards.models import Award
from photos.models import Picture
from tests.articles.stories import published
from tests.browser.writing import a_picture, ready, the_record
from tests.people.pages import rows
from tests.photos.pictures import jpeg

PASSWORD = "a long way from Oz"


@pytest.fixture
def newsroom(db):
    """What stands before the first story: a section, an author, a tag and some of the record."""
    the_record()
    Section.objects.create(name="Awards", slug="awards")
    Author.objects.create(name="Ines Calloway", slug="ines-calloway")
    Tag.objects.create(name="Limited series", slug="limited-series")


@pytest.fixture
def stranger(another):
    """A reader's window, signed in nowhere."""
    return another()


def signs_in(page, user):
    user.set_password(PASSWORD)
    user.save()
    page.goto("/admin/")
    page.get_by_label("User name").fill(user.username)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()


def adds_a_picture(page):
    page.goto("/admin/photos/picture/")
    page.get_by_text("What is true of all of them").click()
    page.get_by_label("Credit, as it is printed").fill("Ann Lee/Reuters")
    file = {"name": "IMG_1.jpg", "mimeType": "image/jpeg", "buffer": jpeg(1200, 800)}
    page.locator("#drop-files").set_input_files(file)
    expect(page.locator("[data-drop-said]")).to_have_text("1 added.")
    page.goto(f"/admin/photos/picture/{Picture.objects.get().pk}/change/")
    page.get_by_label("Title").fill("The actor at home")
    page.get_by_label("Alt text").fill("A man in a dark suit holds a statuette.")
    page.get_by_role("radio", name="Agency").check()
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator(".messagelist")).to_be_visible()


def writes(page):
    page.goto("/admin/")
    page.get_by_role("link", name="New story").first.click()
    ready(page)
    page.get_by_label("Headline").fill("An actor plays two brothers, and wins")
    page.get_by_label("Dek").fill("It was his second.")
    page.locator(".ProseMirror").click()
    page.keyboard.type("On Sunday @ruff")
    expect(page.get_by_role("option", name="Mark Ruffalo")).to_be_visible()
    page.keyboard.press("Enter")
    page.keyboard.type(" won.")
    page.get_by_label("Section", exact=True).select_option(label="Awards")
    page.get_by_label("Author 1").select_option(label="Ines Calloway")
    page.get_by_role("combobox", name="Tags").click()
    page.keyboard.type("lim")
    expect(page.locator(".picks__list [aria-selected=true]")).to_have_text("Limited series")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Choose a picture").click()
    page.keyboard.type("actor at")
    page.get_by_role("option", name="The actor at home").click()
    page.keyboard.press("Control+s")
    page.wait_for_url("**/change/")
    expect(page.locator("#story")).to_have_attribute("data-state", "saved")


def does(page, verb, said, **typed):
    """Presses a verb's button, fills in what its dialog asks for, and reads what was done."""
    page.locator("[data-verb]").get_by_text(verb, exact=True).click()
    dialog = page.get_by_role("dialog")
    for label, text in typed.items():
        dialog.get_by_label(label).fill(text)
    dialog.get_by_role("button", name=verb, exact=True).click()
    expect(page.locator(".messagelist")).to_contain_text(said)


def saves(page, **typed):
    for label, text in typed.items():
        page.get_by_label(label).fill(text)
    page.keyboard.press("Control+s")
    expect(page.locator("[data-swap=state]")).to_have_text(re.compile("^Saved "))


def test_from_signing_in_to_a_reader_who_walks_through_the_story(page, stranger, ada, newsroom):
    signs_in(page, ada)
    adds_a_picture(page)
    writes(page)
    story = Article.objects.get()
    assert stranger.goto("/").ok
    expect(stranger.get_by_text("two brothers")).to_have_count(0)

    does(page, "Publish now", "Readers see")
    story.refresh_from_db()
    stranger.goto("/")
    stranger.get_by_role("link", name=story.headline).first.click()
    expect(stranger.get_by_role("heading", level=1)).to_have_text(story.headline)
    picture = stranger.get_by_alt_text("A man in a dark suit holds a statuette.").first
    expect(picture).not_to_have_js_property("naturalWidth", 0)
    expect(stranger.get_by_text("Ann Lee/Reuters").first).to_be_visible()
    for where in ("Mark Ruffalo", "Limited series", "Ines Calloway", "Awards"):
        stranger.goto(story.get_absolute_url())
        stranger.get_by_role("main").get_by_role("link", name=where, exact=True).first.click()
        expect(stranger.get_by_role("heading", level=1)).to_contain_text(where)
        expect(stranger.get_by_role("link", name=story.headline).first).to_be_visible()
    assert stranger.url.endswith("/news/awards/")


class Hand:
    """Works a page and counts what it does: a click, a key, or a run of typing, each is one action."""

    def __init__(self, page):
        self.page = page
        self.actions = 0

    def clicks(self, what, **how):
        self.actions += 1
        what.click(**how)

    def presses(self, key):
        self.actions += 1
        self.page.keyboard.press(key)

    def types(self, *lines):
        """Type the lines with Enter between them, which in a headline or a dek goes on to the next field."""
        self.actions += 1
        for number, line in enumerate(lines):
            if number:
                self.page.keyboard.press("Enter")
            self.page.keyboard.type(line)

    def fills(self, field, value):
        self.actions += 1
        field.fill(value)

    def publishes(self):
        self.presses("Control+Enter")
        button = self.page.get_by_role("dialog").get_by_role("button", name="Publish now")
        expect(button).to_be_focused()
        self.presses("Enter")
        expect(self.page.locator(".messagelist")).to_contain_text("Readers see")


def test_the_five_commonest_jobs_take_this_many_actions(page, stranger, ada):
    the_record()
    a_picture("The twins")
    Author.objects.create(name=ada.get_full_name(), slug="ada")
    published(by=ada, headline="The first")
    signs_in(page, ada)
    assert {
        "new story to published": publish_a_new_story(page, stranger, ada),
        "typo in a live story": mend_a_typo_in_the_live_story(page, stranger),
        "link a name": link_a_name(page),
        "picture into text": put_a_picture_into_the_text(page),
        "schedule": schedule_it(page),
    } == {
        "new story to published": 5,
        "typo in a live story": 5,
        "link a name": 2,
        "picture into text": 4,
        "schedule": 4,
    }


def publish_a_new_story(page, stranger, ada):
    """Byline and section begin with the writer's own."""
    page.wait_for_url("**/admin/")
    hand = Hand(page)
    hand.presses("n")
    ready(page)
    expect(page.get_by_label("Headline")).to_be_focused()
    hand.types("An actor wins again", "", "")
    hand.types("It was his sceond.")
    hand.publishes()
    stranger.goto(Article.objects.get(headline="An actor wins again").get_absolute_url())
    expect(stranger.locator(".prose")).to_contain_text("It was his sceond.")
    expect(stranger.get_by_role("main")).to_contain_text(ada.get_full_name())
    expect(stranger.get_by_role("main")).to_contain_text("Awards")
    return hand.actions


def mend_a_typo_in_the_live_story(page, stranger):
    page.goto("/admin/")
    hand = Hand(page)
    hand.clicks(page.get_by_role("link", name="An actor wins again").first)
    ready(page)
    left, middle = page.locator(".ProseMirror p").evaluate(
        """(paragraph) => {
          const range = document.createRange();
          const text = paragraph.firstChild, at = text.data.indexOf("sceond");
          range.setStart(text, at);
          range.setEnd(text, at + 6);
          const word = range.getBoundingClientRect(), box = paragraph.getBoundingClientRect();
          return [word.x + word.width / 2 - box.x, word.y + word.height / 2 - box.y];
        }"""
    )
    hand.clicks(page.locator(".ProseMirror p"), click_count=2, position={"x": left, "y": middle})
    hand.types("second")
    hand.publishes()
    stranger.reload()
    expect(stranger.locator(".prose")).to_contain_text("It was his second.")
    return hand.actions


def link_a_name(page):
    """In a draft, where the cursor is at the end of the text already, as for the next two jobs."""
    page.goto("/admin/")
    page.keyboard.press("n")
    ready(page)
    page.keyboard.type("Tomorrow")
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    page.keyboard.type("For ")
    hand = Hand(page)
    hand.types("@ruff")
    expect(page.get_by_role("option", name="Mark Ruffalo")).to_be_visible()
    hand.presses("Enter")
    expect(page.locator(".ProseMirror a")).to_have_text("Mark Ruffalo")
    return hand.actions


def put_a_picture_into_the_text(page):
    page.keyboard.press("Enter")
    hand = Hand(page)
    hand.types("/picture")
    hand.presses("Enter")
    expect(page.get_by_role("dialog").get_by_label("Search")).to_be_focused()
    hand.types("twins")
    found = page.get_by_role("dialog").get_by_role("listbox", name="Pictures").get_by_role("option")
    expect(found).to_have_count(1)
    hand.presses("Enter")
    expect(page.get_by_role("group", name="Picture")).to_contain_text("The twins")
    return hand.actions


def schedule_it(page):
    saves(page)
    hand = Hand(page)
    hand.clicks(page.locator("[data-verb]").get_by_text("Schedule", exact=True))
    dialog = page.get_by_role("dialog")
    hand.fills(dialog.get_by_label("Day"), "2099-11-02")
    hand.fills(dialog.get_by_label("Time"), "09:00")
    hand.clicks(dialog.get_by_role("button", name="Schedule", exact=True))
    expect(page.locator(".messagelist")).to_contain_text("goes out on")
    return hand.actions


def refuses_to_publish_and_leads_to_the_section(page):
    page.locator(".edit-bar").get_by_role("button", name="Publish now").click()
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_role("button", name="Publish now")).to_be_disabled()
    dialog.get_by_role("link", name="Go to section").click()
    expect(page.get_by_label("Section", exact=True)).to_be_focused()


@pytest.mark.both_databases
def test_a_writer_hands_in_an_editor_sends_back_publishes_and_corrects(
    page, another, stranger, bo, enters, newsroom
):
    desk = another()
    edie = enters("edie", "Edie Marsh", "Editor")
    signs_in(page, bo)
    page.get_by_role("link", name="New story").first.click()
    ready(page)
    page.get_by_label("Headline").fill("A statue for an actor")
    page.locator(".ProseMirror").click()
    page.keyboard.type("On Sundy an actor won.")
    page.keyboard.press("Control+s")
    page.wait_for_url("**/change/")
    expect(page.get_by_role("button", name="Publish now")).to_have_count(0)
    does(page, "Submit", "is with the editors")

    signs_in(desk, edie)
    desk.get_by_role("link", name="A statue for an actor").first.click()
    does(
        desk,
        "Send back",
        "was sent back to its writer",
        Reason="Which Sunday, and what was it for?",
    )

    page.goto("/admin/")
    page.get_by_role("link", name="A statue for an actor").first.click()
    expect(page.locator("[aria-labelledby=panel-log]")).to_contain_text("Which Sunday")
    ready(page)
    saves(page, Headline="An Emmy for an actor")
    does(page, "Submit", "is with the editors")

    desk.reload()
    expect(desk.get_by_label("Headline")).to_have_text("An Emmy for an actor")
    refuses_to_publish_and_leads_to_the_section(desk)
    desk.get_by_label("Section", exact=True).select_option(label="Awards")
    desk.get_by_label("Author 1").select_option(label="Ines Calloway")
    saves(desk)
    does(desk, "Publish now", "Readers see")
    story = Article.objects.get()
    stranger.goto(story.get_absolute_url())
    expect(stranger.locator(".prose")).to_contain_text("On Sundy")

    desk.locator(".ProseMirror").click()
    desk.keyboard.press("Control+a")
    desk.keyboard.type("On Sunday an actor won.")
    saves(desk)
    stranger.reload()
    expect(stranger.locator(".prose")).to_contain_text("On Sundy")
    why = "An earlier version misspelled Sunday."
    does(desk, "Correct", "The correction to", Text=why)
    stranger.reload()
    expect(stranger.locator(".prose")).to_contain_text("On Sunday an actor")
    expect(stranger.get_by_text(why).first).to_be_visible()
    stranger.goto("/corrections/")
    expect(stranger.get_by_role("main")).to_contain_text(why)


def test_a_record_editor_enters_a_winner_and_merges_two_rows_and_readers_see_it(
    page, stranger, enters
):
    the_record()
    twin = rows.person("Mark Rufalo")
    emmys = Award.objects.get()
    night = rows.ceremony(emmys, 2014)
    rows.contest(night, rows.category(emmys, "Television Movie", basis="production"))
    rows.credit(rows.production("The Normal Heart", year=2014), twin)
    stranger.goto("/people/mark-ruffalo/")
    expect(stranger.get_by_text("The Normal Heart")).to_have_count(0)

    signs_in(page, enters("rex", "Rex Adler", "Record editor"))
    page.get_by_role("link", name="Ceremonies").first.click()
    page.get_by_role("link", name=f"Board: {night}").click()
    page.wait_for_url("**/board/", wait_until="load")
    expect(page.locator("[data-fold] > summary")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("ArrowDown")
    for typed in ("normal heart", "mark ruffalo as producer"):
        page.keyboard.type(typed)
        page.keyboard.press("Enter")
    expect(page.locator("[data-status]")).to_have_text(
        "Added Mark Ruffalo, Producer, to nomination 1."
    )
    page.keyboard.press("ArrowUp")
    page.keyboard.press("w")
    expect(page.locator("[data-part=state]")).to_have_text("Won by The Normal Heart")
    stranger.goto(night.get_absolute_url())
    expect(stranger.get_by_role("main")).to_contain_text("Winner")

    page.goto(f"/admin/people/person/{twin.pk}/change/")
    page.get_by_role("link", name="Merge").click()
    page.get_by_role("link", name="Mark Ruffalo", exact=True).first.click()
    expect(page.get_by_role("main")).to_contain_text("1 credit")
    page.get_by_role("button", name="Merge").click()
    expect(page.locator(".messagelist")).to_contain_text("Merged into “Mark Ruffalo”.")
    stranger.goto(twin.get_absolute_url())
    expect(stranger).to_have_url(re.compile("/people/mark-ruffalo/$"))
    expect(stranger.get_by_role("main")).to_contain_text("The Normal Heart")
