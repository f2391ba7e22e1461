"""An editor keeps the record at the desk, in a real browser, under the strict policy."""

import re

import pytest
from django.contrib import admin
from playwright.sync_api import expect

from articles.bin import move_to_bin
from articles.models import Article
from awards.models import Contest, Nomination
from people.models import Person, Production
from photos.models import Picture
from tests.articles.stories import draft
from tests.newsroom.whole_desk import furnish, pages
from tests.people.pages import rows
from tests.photos.pictures import jpeg


@pytest.fixture
def desk(page, sign_in_to, ada):
    sign_in_to(page, ada)
    return page


def choose(page, box, text):
    """In a box that suggests: it is opened, something is typed, and what is suggested is taken."""
    page.locator(f"#{box} + .select2").click()
    page.locator(".select2-search__field").last.press_sequentially(text, delay=20)
    option = page.locator(".select2-results__option--highlighted")
    expect(option).to_contain_text(text)
    said = option.inner_text()
    option.click()
    return said


def save(page, button="_save"):
    page.locator(f"[name={button}]").first.click()


def test_a_second_person_of_one_name_is_told_from_the_first(desk, barriers, held):
    actor = rows.person("Steve McQueen", disambiguation="actor")
    rows.person("Steve Martin")
    desk.goto("/admin/people/person/add/")
    show_who_has_the_name_while_it_is_typed(desk, barriers, actor)
    ignore_a_late_answer_about_another_name(desk, held)
    desk.goto("/admin/people/person/add/")
    enter_the_second_of_the_name(desk)


def show_who_has_the_name_while_it_is_typed(desk, barriers, actor):
    box, shown = desk.locator("#id_name"), desk.locator(".namesakes")
    expect(shown).to_be_hidden()
    box.press_sequentially("Steve", delay=10)
    expect(shown.get_by_role("listitem")).to_have_count(2)
    box.press_sequentially(" McQueen", delay=10)
    expect(shown.get_by_role("listitem")).to_have_count(1)
    expect(shown).to_contain_text("say what tells it apart")
    expect(desk.locator("[data-namesakes-said]")).to_contain_text("say what tells it apart")
    assert barriers(desk) == []
    with desk.expect_popup() as opened:
        shown.get_by_role("link", name="Steve McQueen (actor)").click()
    expect(opened.value).to_have_url(re.compile(rf"/person/{actor.pk}/change/$"))
    desk.locator("#id_disambiguation").fill("director")
    expect(shown).to_contain_text("The record has this name already")
    box.fill("")
    expect(shown).to_be_hidden()


def ignore_a_late_answer_about_another_name(desk, held):
    box, shown = desk.locator("#id_name"), desk.locator(".namesakes")
    about_steve = re.compile(r"namesakes/\?name=Steve(&|$)")
    late = held(desk, about_steve)
    with desk.expect_request(about_steve):
        box.fill("Steve")
    with desk.expect_response(re.compile("Nobody")):
        box.fill("Nobody at all")
    for route in late.asked:
        route.continue_()
        if answer := route.request.response():  # none where the page no longer wants it
            answer.finished()
    desk.evaluate("() => new Promise((done) => setTimeout(done, 50))")
    expect(shown).to_be_hidden()
    desk.unroute(about_steve)


def enter_the_second_of_the_name(desk):
    desk.locator("#id_name").fill("Steve McQueen")
    save(desk)
    expect(desk.locator(".errorlist").first).to_contain_text(
        "“Steve McQueen (actor)” is in the record already."
    )
    desk.locator("#id_disambiguation").fill("director")
    desk.locator("#id_born").fill("9 October 1969")
    save(desk)
    expect(desk.locator("#changelist")).to_contain_text("Steve McQueen (director)")
    assert str(Person.objects.get(disambiguation="director").born) == "October 9, 1969"


def test_a_production_and_a_contest_are_entered_up_to_the_winner(desk, reader):
    night = rows.ceremony(rows.award(), 2020)
    rows.category(night.award, "Lead Actor")
    rows.production("The Twins")
    for name in ("Mark Ruffalo", "Hugh Jackman"):
        rows.person(name)
    desk.goto("/admin/people/production/add/")
    enter_a_production_with_its_twins_and_a_director_who_is_new(desk)
    give_a_contest_its_nominees_and_its_winner(desk, reader, night)
    choose_a_moment_from_calendar_and_clock(desk, night)


def enter_a_production_with_its_twins_and_a_director_who_is_new(desk):
    desk.locator("#id_name").fill("I Know This Much Is True")
    desk.locator("#id_type").select_option("limited series")

    cast = desk.locator("#credits-group")
    cast.locator(".add-row a").click()
    assert choose(desk, "id_credits-0-party", "Mark Ruff") == "Mark Ruffalo"
    desk.locator("#id_credits-0-characters").fill("Dominick Birdsey; Thomas Birdsey")

    cast.locator(".add-row a").click()
    with desk.expect_popup() as opened:
        desk.locator("#add_id_credits-1-party").click()
    popup = opened.value
    popup.get_by_role("link", name="Person", exact=True).click()
    popup.locator("#id_name").fill("Derek Cianfrance")
    with popup.expect_event("close"):
        save(popup)
    expect(desk.locator("#id_credits-1-party + .select2")).to_contain_text("Derek Cianfrance")
    desk.locator("#id_credits-1-role").select_option("director")
    save(desk)

    expect(desk.locator("#changelist")).to_contain_text("I Know This Much Is True")
    made = Production.objects.get(name="I Know This Much Is True")
    assert [(str(c.party), c.role, c.characters) for c in made.credits.order_by("pk")] == [
        ("Mark Ruffalo", "actor", ["Dominick Birdsey", "Thomas Birdsey"]),
        ("Derek Cianfrance", "director", []),
    ]


def give_a_contest_its_nominees_and_its_winner(desk, reader, night):
    desk.goto(f"/admin/awards/ceremony/{night.pk}/change/")
    desk.locator("#contests-group .add-row a").click()
    assert choose(desk, "id_contests-0-category", "Lead") == "Lead Actor, Emmys"
    desk.locator("#id_contests-0-name").fill("Outstanding Lead Actor")
    save(desk, "_continue")
    desk.get_by_role("link", name="Nominations: Outstanding Lead Actor").click()

    nominations = desk.locator("#nominations-group")
    for number, name in enumerate(["Mark Ruffalo", "Hugh Jackman"]):
        nominations.locator(".add-row a").click()
        desk.locator(f"#id_nominations-{number}-nominees + .select2").click()
        box = desk.locator(f"#id_nominations-{number}-nominees + .select2 .select2-search__field")
        box.press_sequentially(name, delay=20)
        desk.locator(".select2-results__option--highlighted", has_text=name).click()
    choose(desk, "id_nominations-0-production", "Twins")
    save(desk, "_continue")

    desk.get_by_role("link", name="Set the winner").click()
    expect(desk.locator("main, #content").first).to_contain_text("say so at once")
    desk.get_by_label("Mark Ruffalo, The Twins").check()
    desk.get_by_role("button", name="Set the winner").click()
    expect(desk.locator(".messagelist")).to_contain_text("Set the winner of")
    contest = Contest.objects.get()
    assert [one.result for one in Nomination.objects.filter(contest=contest)] == [
        "won",
        "nominated",
    ]
    assert "1 win" in reader.get("/people/mark-ruffalo/").content.decode().lower()


def choose_a_moment_from_calendar_and_clock(desk, night):
    desk.goto(f"/admin/awards/ceremony/{night.pk}/change/")
    desk.locator("#calendarlink0").click()
    desk.locator("#calendarin0").get_by_role("link", name="15", exact=True).click()
    desk.locator("#clocklink0").click()
    desk.locator("#clockbox0").get_by_role("link", name="6 pm", exact=True).click()
    expect(desk.locator("#id_held_at_0")).to_have_value(re.compile(r"^\d{4}-\d\d-15$"))
    expect(desk.locator("#id_held_at_1")).to_have_value("18:00:00")


def test_two_rows_of_one_person_are_merged(desk, barriers):
    gone, stays = rows.person("Mark Rufalo", born="1968"), rows.person("Mark Ruffalo", born="1967")
    desk.goto(f"/admin/people/person/{gone.pk}/change/")
    desk.get_by_role("link", name="Merge").click()
    choose(desk, "id_into", "Mark Ruffalo")
    desk.get_by_role("button", name="Compare the two").click()
    name = desk.get_by_role("radiogroup", name="Name", exact=True)
    expect(name.get_by_label("From the one kept")).to_be_checked()
    desk.wait_for_load_state()
    assert barriers(desk) == []
    desk.get_by_role("radiogroup", name="Born").get_by_label("From the one merged away").check()
    desk.get_by_role("button", name="Merge").click()
    expect(desk).to_have_url(re.compile(rf"/admin/people/person/{stays.pk}/change/$"))
    gone.refresh_from_db()
    stays.refresh_from_db()
    assert (gone.merged_into_id, stays.name, str(stays.born)) == (stays.pk, "Mark Ruffalo", "1968")


# Pages --------------------------------------------------------------------------------------------

# The editor, inline rows with boxes that suggest, and the focal point with its crops: no other three
# forms have more of the elements, classes and data attributes of all pages (296 of 587).
SAMPLE = (Article, Production, Picture)


def test_three_kinds_of_page_are_open_to_everybody_fit_a_phone_and_keep_the_policy(
    desk, ada, barriers
):
    world = furnish(ada)
    addresses = [changing(model._default_manager.first()) for model in SAMPLE]
    look_at(desk, barriers, addresses)
    visit_pages_that_may_break_the_policy(desk, world)


@pytest.mark.everything
@pytest.mark.parametrize("app", ["articles", "history", "newsroom", "people", "photos"])
def test_every_page_of_the_desk_is_open_to_everybody_and_fits_a_phone(desk, ada, barriers, app):
    world = furnish(ada)
    models = [model for model in admin.site._registry if model._meta.app_label == app]
    addresses = [address for model in models for address in pages(model) if "?" not in address]
    if app == "articles":
        story = f"/admin/articles/article/{Article.objects.filter(live__isnull=False)[0].pk}"
        addresses += [f"{story}/revisions/", f"{story}/do/withdraw/", f"{story}/do/correct/"]
        move_to_bin(draft(by=ada, headline="Never seen by readers"), by=ada)
        addresses.append("/admin/articles/article/bin/")
    if app == "people":
        addresses.append(f"/admin/awards/ceremony/{world.ceremony.pk}/board/")
    look_at(desk, barriers, addresses)


def changing(row):
    return f"/admin/{row._meta.app_label}/{row._meta.model_name}/{row.pk}/change/"


def look_at(desk, barriers, addresses):
    grey = jpeg()
    desk.set_viewport_size({"width": 390, "height": 844})
    desk.route("**/pictures/**", lambda asked: asked.fulfill(body=grey))  # they have no files
    found = [it for address in addresses for it in trouble(desk, barriers, address)]
    assert addresses
    assert found == []


def trouble(desk, barriers, address):
    """What keeps somebody out of the page, and whether it has to be scrolled sideways."""
    desk.goto(address)
    over = desk.evaluate("document.documentElement.scrollWidth - innerWidth")
    found = [*barriers(desk), *([f"{over} px too wide"] if over > 0 else [])]
    return [f"{address}: {it}" for it in found]


def visit_pages_that_may_break_the_policy(desk, world):
    """The console's complaints fail the test: `page` sees to it."""
    for address in ("", "account/", "account/sessions/", "people/", "no/such/page/"):
        desk.goto(f"/admin/{address}")
    for verb in ("rename", "merge", "unpublish"):
        desk.goto(f"/admin/people/person/{world.person.pk}/do/{verb}/")
    for row in (Contest.objects.first(), world.person.party_credits.first()):
        desk.goto(f"/admin/people/{row._meta.model_name}/{row.pk}/delete/")
    desk.goto("/admin/awards/contest/")
    desk.locator("#action-toggle").check()
    desk.locator("select[name=action]").select_option("delete_selected")
    with desk.expect_navigation():
        desk.locator("button[name=index]").click()
