"""The desk and the search in a browser that runs no script."""

import pytest
from playwright.sync_api import expect

from awards.models import Nomination
from people import editing
from people.models import Company, Person
from tests.people.pages import rows


@pytest.fixture
def window(another):
    """A window without script."""
    return another(java_script_enabled=False)


def test_an_editor_finds_somebody_merges_two_rows_and_enters_a_contest(window, sign_in_to, ada):
    editing.create(Person, by=ada, name="Mark Ruffalo", occupations="actor")
    editing.create(Company, by=ada, name="Ruffalo Films", type="studio")
    sign_in_to(window, ada)
    window.goto("/admin/")
    find_somebody_and_see_the_keys(window)
    merge_two_rows(window)
    enter_a_contest_and_decide_it(window)


def find_somebody_and_see_the_keys(window):
    window.get_by_label("Search stories, names and pages of the desk").fill("ruffalo")
    window.get_by_role("button", name="Search", exact=True).click()
    window.get_by_role("main").get_by_role("link", name="Mark Ruffalo").click()
    expect(window.get_by_role("heading", level=1)).to_have_text("Mark Ruffalo")
    window.get_by_role("link", name="Keys").first.click()
    expect(window.get_by_role("heading", level=1)).to_have_text("Keys")


def merge_two_rows(window):
    gone = rows.person("Hugh Jakman", summary="He plays the twins.")
    stays = rows.person("Hugh Jackman", summary="An actor.")
    window.goto(f"/admin/people/person/{gone.pk}/do/merge/")
    window.get_by_label("Its name").fill("jackman")
    window.get_by_role("button", name="Compare the two").click()
    window.get_by_role("link", name="Hugh Jackman", exact=True).click()
    summary = window.get_by_role("radiogroup", name="Summary")
    summary.get_by_label("From the one merged away").check()
    window.get_by_role("button", name="Merge").click()
    expect(window.locator(".messagelist")).to_contain_text("Merged into “Hugh Jackman”.")
    stays.refresh_from_db()
    assert stays.summary == "He plays the twins."


def enter_a_contest_and_decide_it(window):
    night = rows.ceremony(rows.award(), 2020)
    line = rows.category(night.award, "Limited Series", basis="production")
    contest = rows.contest(night, line)
    for title in ("Watchmen", "Watch This"):
        rows.production(title, year="2020")
    for name in ("Damon Lindelof", "Kerry Washington", "Kerry Condon"):
        rows.person(name)
    said = window.locator(".messagelist")
    window.goto(f"/admin/awards/ceremony/{night.pk}/board/")
    window.locator("summary", has_text="Outstanding Limited Series").click()
    for words, answer in (
        ("Watchmen", "Added Watchmen as nomination 1."),
        ("Damon Lindelof as producer", "Added Damon Lindelof, Producer, to nomination 1."),
    ):
        window.get_by_label("Title, person or company").fill(words)
        window.keyboard.press("Enter")
        expect(said).to_contain_text(answer)
    window.get_by_label("Title, person or company").fill("kerry")
    window.get_by_role("button", name="Add", exact=True).click()
    window.get_by_role("button", name="Kerry Washington").click()
    expect(said).to_contain_text("Added Kerry Washington to nomination 1.")
    window.get_by_role("button", name="Set winner").click()
    expect(said).to_contain_text("Won by Watchmen")
    window.get_by_role("button", name="Undo").click()
    expect(said).to_contain_text("Undone")
    window.locator("summary", has_text="Change").click()
    window.get_by_role("button", name="Remove Kerry Washington").click()
    expect(said).to_contain_text("Kerry Washington")
    nomination = Nomination.objects.get(contest=contest)
    assert (str(nomination.production), nomination.result) == ("Watchmen", "nominated")
    assert [(one.name, one.role) for one in nomination.nominees.all()] == [
        ("Damon Lindelof", "Producer")
    ]


def test_a_reader_finds_somebody_and_narrows_the_results(window, sample):
    window.goto("/")
    window.locator("#q-top").fill("ruf")
    window.locator("#q-top").press("Enter")
    window.get_by_role("link", name="Mark Ruffalo").click()
    assert window.url.endswith("/people/mark-ruffalo/")

    window.goto("/search/?q=ruffalo")
    for kind in ("Stories", "People", "Companies", "Awards"):
        window.get_by_role("checkbox", name=kind).uncheck()
    window.get_by_role("button", name="Apply").click()
    assert window.url.endswith("/search/?q=ruffalo&kind=productions&order=relevance")
    assert window.get_by_role("heading", name="Stories").count() == 0
