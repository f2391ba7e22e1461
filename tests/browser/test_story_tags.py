"""The tags of a story are chosen by typing on its screen, and made there where there is none."""

import re

import pytest
from playwright.sync_api import expect

from articles import tagging, working_copies
from articles.models import Tag
from history.models import Change
from tests.articles.stories import draft
from tests.browser.writing import SAVED, STATE, headline, newest, open_story

# What the page does later waits until goOn().
HOLD_TIMERS = """() => {
  const { setTimeout } = window;
  const waiting = [];
  window.setTimeout = (act) => {
    waiting.push(act);
    return 0;
  };
  window.goOn = () => {
    window.setTimeout = setTimeout;
    for (const act of waiting) act();
  };
}"""


class Tags:
    """The box in which a story's tags are typed."""

    def __init__(self, page, story):
        self.page = page
        self.story = story
        self.box = page.get_by_role("combobox", name="Tags")
        self.options = page.locator(".picks__list [role=option]")
        self.pointed = page.locator(".picks__list [aria-selected=true]")
        self.chosen = page.get_by_role("list", name="Tags, chosen")

    def begin(self):
        """Take every tag out, and leave the box empty."""
        while self.chosen.get_by_role("button", name="Remove").count():
            self.chosen.get_by_role("button", name="Remove").first.click()
        self.box.fill("")
        headline(self.page).focus()
        expect(self.options.first).to_be_hidden()

    def save(self, said=SAVED):
        """Save by key and return the names of the tags that are stored."""
        self.page.keyboard.press("Control+s")
        expect(self.page.locator(STATE)).to_have_text(said)
        return [Tag.objects.get(public_id=it).name for it in newest(self.story).content["tags"]]


@pytest.fixture
def tags(page, sign_in_to, ada):
    """The tags of a story that Ada has open; there are three to choose from."""
    tagging.save(Tag(name="HBO", slug="hbo"), by=None, synonyms=["Home Box Office"])
    for year in ("2019", "2020"):
        Tag.objects.create(name=f"Emmys {year}", slug=f"emmys-{year}")
    sign_in_to(page, ada)
    return Tags(page, open_story(page, draft(by=ada)))


def test_tags_are_found_by_typing_and_made_where_there_are_none(tags, held, barriers):
    say_that_what_was_only_typed_is_no_tag(tags)
    choose_two_in_their_order(tags)
    choose_by_a_synonym(tags, barriers)
    press_enter_before_the_answer(tags)
    keep_what_an_arrow_led_to(tags, held)
    make_it_by_enter(tags)
    make_it_after_what_exists(tags)
    say_why_it_cant_be_made(tags)


def test_what_was_begun_in_the_box_is_kept_and_comes_back_with_the_copy(tags, ada):
    tags.page.on("dialog", lambda dialog: dialog.accept())  # it warns before unsaved text is left
    tags.box.click()
    tags.box.type("emmys 20")
    expect(tags.page.locator(STATE)).to_have_text(SAVED)
    expect(tags.page.locator("#story")).to_have_attribute("data-state", "dirty")
    [copy] = working_copies.unsaved(ada, tags.story)
    tags.page.goto(working_copies.UnsavedText.of(copy).restore)
    expect(tags.box).to_have_value("emmys 20")
    tags.box.focus()
    expect(tags.options).to_have_text(["Emmys 2019", "Emmys 2020", "New tag “emmys 20”"])
    tags.page.keyboard.press("Enter")
    assert tags.save() == ["Emmys 2019"]
    tags.page.reload()
    expect(tags.box).to_have_value("")


def test_who_may_make_no_tags_is_told_so(page, sign_in_to, bo):
    sign_in_to(page, bo)
    tags = Tags(page, open_story(page, draft(by=bo)))
    tags.box.click()
    tags.box.type("brand new tag")
    said = page.get_by_text("There is no tag “brand new tag” yet. Ask an editor to add it.")
    expect(said).to_be_visible()
    tags.page.keyboard.press("Enter")
    expect(said).to_be_visible()
    assert Tag.objects.count() == 0


def say_that_what_was_only_typed_is_no_tag(tags):
    tags.box.click()
    tags.page.keyboard.type("brand new tag")
    assert tags.save(re.compile("^Saved .+“brand new tag” isn’t a tag yet")) == []
    expect(tags.box).to_have_value("brand new tag")


def choose_two_in_their_order(tags):
    tags.begin()
    for typed in ("hb", "em"):
        tags.box.click()
        tags.box.type(typed)
        expect(tags.pointed).to_be_visible()
        tags.page.keyboard.press("Enter")
    assert tags.save() == ["HBO", "Emmys 2019"]


def choose_by_a_synonym(tags, barriers):
    tags.begin()
    tags.box.click()
    tags.box.type("home box")
    expect(tags.pointed).to_have_text("HBO also “Home Box Office”")
    assert barriers(tags.page) == []
    tags.box.press("Enter")
    expect(tags.chosen).to_have_text("HBO×")
    assert tags.save() == ["HBO"]


def press_enter_before_the_answer(tags):
    """The question about other words is dropped, and what they had found can't be chosen."""
    tags.begin()
    tags.page.route("**/*term=", lambda _: None)  # before a word is typed: no answer
    tags.page.evaluate(HOLD_TIMERS)
    with tags.page.expect_request("**/*term="):
        tags.box.click()
    with tags.page.expect_event("requestfailed"):
        tags.page.keyboard.insert_text("hb")
    tags.page.keyboard.press("Enter")  # nothing was found for these words yet
    expect(tags.chosen).to_be_hidden()
    tags.page.evaluate("goOn()")
    expect(tags.pointed).to_have_text("HBO")
    tags.page.keyboard.press("Enter")
    assert tags.save() == ["HBO"]
    tags.page.unroute("**/*term=")


def keep_what_an_arrow_led_to(tags, held):
    """A list that comes late doesn't take it back."""
    tags.begin()
    tags.box.click()
    tags.box.type("emm")
    expect(tags.pointed).to_have_text("Emmys 2019")
    answers = held(tags.page, "**/*term=*")
    tags.box.type("y")
    tags.page.keyboard.press("ArrowDown")  # none is chosen for other words: it leads to the first
    tags.page.keyboard.press("ArrowDown")
    answers.release()
    expect(tags.pointed).to_have_text("Emmys 2020")
    tags.page.keyboard.press("Enter")
    assert tags.save() == ["Emmys 2020"]
    tags.page.unroute("**/*term=*")


def make_it_by_enter(tags):
    tags.begin()
    tags.box.click()
    tags.page.keyboard.type("brand new tag")
    expect(tags.pointed).to_have_text("New tag “brand new tag”")
    tags.page.keyboard.press("Enter")
    expect(tags.chosen).to_have_text("brand new tag×")
    expect(tags.box).to_be_focused()
    expect(tags.box).to_have_value("")
    made = Tag.objects.get(slug="brand-new-tag")
    assert Change.objects.touching("tag", made.public_id).get().verb == "created"
    assert tags.save() == ["brand new tag"]


def make_it_after_what_exists(tags):
    tags.begin()
    tags.box.click()
    tags.box.type("emmys")
    expect(tags.options).to_have_text(["Emmys 2019", "Emmys 2020", "New tag “emmys”"])
    expect(tags.options.first).to_have_attribute("aria-selected", "true")
    tags.box.fill("Emmys 2021")
    expect(tags.options).to_have_text(["New tag “Emmys 2021”"])
    tags.options.click()
    expect(tags.chosen).to_have_text("Emmys 2021×")
    assert tags.save() == [Tag.objects.get(slug="emmys-2021").name]


def say_why_it_cant_be_made(tags):
    tags.begin()
    tags.box.click()
    tags.box.type("Émmys: 2019")  # another name of an address that is taken
    expect(tags.options.last).to_have_text("New tag “Émmys: 2019”")
    tags.page.keyboard.press("ArrowUp")
    expect(tags.pointed).to_have_text("New tag “Émmys: 2019”")
    tags.page.keyboard.press("Enter")
    expect(tags.page.locator(".picks__said")).to_contain_text(
        re.compile("belongs to another tag|already")
    )
    expect(tags.box).to_have_value("Émmys: 2019")
    assert not Tag.objects.filter(name="Émmys: 2019").exists()
