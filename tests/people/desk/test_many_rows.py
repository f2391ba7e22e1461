"""A contest of thousands of nominations, a company of thousands of credits: its form has pages."""

import itertools

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles.models import CuratedList, CuratedStory
from awards import nominated_for, nominating
from awards.models import Nomination, Nominee
from desk import row_pages
from history.models import Change
from people.models import Credit
from tests.articles.stories import published
from tests.people.desk.typing import change, errors, filled, with_rows
from tests.people.pages import rows

pytestmark = pytest.mark.both_databases

MANY = 25


@pytest.fixture
def few(monkeypatch):
    """Twenty rows are in one form, and ten on a page of more: two hundred and a hundred take long to make."""
    assert (row_pages.ALL_AT_ONCE, row_pages.ON_A_PAGE) == (200, 100)
    monkeypatch.setattr(row_pages, "ALL_AT_ONCE", 20)
    monkeypatch.setattr(row_pages, "ON_A_PAGE", 10)


@pytest.fixture
def contest(db):
    emmys = rows.award()
    return rows.contest(rows.ceremony(emmys, 2020), rows.category(emmys))


@pytest.fixture
def large(few, contest):
    """A contest of `MANY` nominations, each of one person."""
    people = [rows.person(f"Actor {number:03}") for number in range(MANY)]
    made = Nomination.objects.bulk_create(
        Nomination(contest=contest, position=place, public_id=f"nomination-{place}")
        for place in range(MANY)
    )
    Nominee.objects.bulk_create(
        Nominee(nomination=nomination, party=person)
        for nomination, person in zip(made, people, strict=True)
    )
    return contest


def shown(page):
    formset = page.context["inline_admin_formsets"][0].formset
    return [form.instance for form in formset.initial_forms]


def held():
    return list(Nomination.objects.order_by("pk").values()), list(Nominee.objects.values())


def test_a_small_contest_has_all_its_rows_in_one_form(desk, contest):
    for place in range(35):
        rows.nomination(contest, rows.person(f"Actor {place}"), position=place)
    page = desk.get(change(contest))
    assert len(shown(page)) == 35
    assert "row-pages" not in page.content.decode()
    # Whatever the address says: nothing is searched, nothing left out.
    assert len(shown(desk.get(f"{change(contest)}?nominations-q=Actor+1&nominations-p=2"))) == 35


def test_each_page_of_a_large_contest_is_saved_on_its_own(desk, large):
    first, second = desk.get(change(large)), desk.get(f"{change(large)}?nominations-p=2")
    assert [row.position for row in shown(first)] == [*range(10)]
    assert [row.position for row in shown(second)] == [*range(10, 20)]
    assert f"1–10 of {MANY} nominations." in first.content.decode()
    before = held()
    address = f"{change(large)}?nominations-p=2"
    assert desk.post(address, filled(second) | {"_continue": "1"})["Location"] == address
    assert held() == before
    assert Change.objects.count() == 0
    sent = filled(second) | {"nominations-7-detail": "A song", "nominations-8-DELETE": "on"}
    assert desk.post(address, sent).status_code == 302
    assert large.nominations.get(detail="A song").position == 17
    assert sorted(set(range(MANY)) - {row.position for row in large.nominations.all()}) == [18]


def test_a_page_saves_the_rows_that_it_showed_though_others_came_before_them(desk, large):
    address = f"{change(large)}?nominations-p=2"
    sent = filled(desk.get(address)) | {
        "nominations-0-detail": "A song",
        "nominations-9-DELETE": "on",
    }
    for number in range(5):
        rows.nomination(large, rows.person(f"Somebody {number}"), position=0)
    assert desk.post(address, sent).status_code == 302
    assert large.nominations.get(detail="A song").position == 10
    assert not large.nominations.filter(position=19).exists()
    assert large.nominations.count() == MANY + 4


def test_a_page_that_is_refused_shows_its_own_rows_with_what_was_typed(desk, large):
    address = f"{change(large)}?nominations-p=3"
    sent = filled(desk.get(address)) | {"name": "", "nominations-4-detail": "A song"}
    page = desk.post(address, sent)
    assert list(errors(page)) == ["name"]
    assert [row.position for row in shown(page)] == [*range(20, MANY)]
    assert "A song" in page.content.decode()
    assert f"21–{MANY} of {MANY} nominations." in page.content.decode()


def test_a_row_is_found_by_a_nominee_and_changed_there(desk, large):
    address = f"{change(large)}?nominations-q=actor+012"
    page = desk.get(address)
    assert [row.position for row in shown(page)] == [12]
    assert f"1 of {MANY} nominations match “actor 012”." in page.content.decode()
    desk.post(address, filled(page) | {"nominations-0-detail": "A song"})
    assert large.nominations.get(detail="A song").position == 12
    assert large.nominations.count() == MANY


def test_a_row_is_added_from_any_page(desk, large):
    star = rows.person("Cate Blanchett")
    typed = {"nominees": [star.pk], "position": "900"}
    address = f"{change(large)}?nominations-p=2"
    assert desk.post(address, with_rows(filled(desk.get(address)), "nominations", typed))
    assert large.nominations.count() == MANY + 1
    assert large.nominations.last().nominees.get().party_id == star.pk


@pytest.mark.parametrize("box", ["detail", "DELETE"])
def test_a_row_that_a_colleague_changed_since_is_not_overwritten_or_removed(desk, bo, contest, box):
    nomination = rows.nomination(contest, rows.person("Mark Ruffalo"))
    typed = filled(desk.get(change(contest)))
    nominating.set_detail(contest, "Bo’s song", by=bo, nomination=nomination)
    page = desk.post(change(contest), typed | {f"nominations-0-{box}": "on"})
    assert "Somebody changed this after you opened it." in page.content.decode()
    assert Nomination.objects.get(pk=nomination.pk).detail == "Bo’s song"
    again = filled(desk.get(change(contest))) | {f"nominations-0-{box}": "on"}
    assert desk.post(change(contest), again).status_code == 302
    assert not Nomination.objects.filter(detail="Bo’s song").exists()


def test_a_change_that_doesnt_say_from_what_it_began_is_refused(desk, contest):
    nomination = rows.nomination(contest, rows.person("Mark Ruffalo"))
    typed = filled(desk.get(change(contest))) | {"nominations-0-detail": "A song"}
    forged = {name: value for name, value in typed.items() if name != "nominations-0-seen"}
    assert desk.post(change(contest), forged).status_code == 200
    nomination.refresh_from_db()
    assert nomination.detail == ""
    assert desk.post(change(contest), typed).status_code == 302


def test_a_company_s_credits_and_a_long_list_have_pages_too(few, desk, monkeypatch):
    company = rows.company("HBO")
    made = [rows.production(f"Title {number:03}") for number in range(MANY)]
    Credit.objects.bulk_create(
        Credit(production=title, party=company, role="network") for title in made
    )
    page = desk.get(f"{change(company)}?party_credits-q=title+007")
    assert f"1 of {MANY} credits match" in page.content.decode()
    kept = CuratedList.objects.create(name="Best of", slug="best")
    story = published(headline="Zorblatt opens")
    CuratedStory.objects.create(curated_list=kept, article=story, position=900)
    address = f"/admin/articles/curatedlist/{kept.pk}/change/"
    assert "row-pages" not in desk.get(address).content.decode()
    monkeypatch.setattr(row_pages, "ALL_AT_ONCE", 0)  # as if there were as many stories
    assert [row.article for row in shown(desk.get(f"{address}?places-q=zorblatt"))] == [story]
    assert shown(desk.get(f"{address}?places-q=nothing")) == []
    for long in ("word+" * 1000, "x" * 10_000, "a%00b"):
        assert desk.get(f"{address}?places-q={long}&places-p=²").status_code == 200


def queries(desk, address, sent=None):
    with CaptureQueriesContext(connection) as asked:
        answer = desk.post(address, sent) if sent else desk.get(address)
    assert answer.status_code in (200, 302)
    return len(asked)


def test_no_row_costs_a_query_shown_or_sent(desk, contest):
    songs = itertools.count()

    def cost():
        typed = filled(desk.get(change(contest)))
        return (
            queries(desk, change(contest)),
            queries(desk, change(contest), typed),
            queries(desk, change(contest), typed | {"name": ""}),
            queries(desk, change(contest), typed | {"nominations-0-detail": f"Song {next(songs)}"}),
        )

    title = rows.production("The Twins")
    rows.nomination(contest, rows.person("Actor 0"), production=title)
    cost()
    one = cost()
    for place in range(1, 30):
        rows.nomination(contest, rows.person(f"Actor {place}"), production=title, position=place)
    assert cost() == one


def test_a_form_lists_the_newest_nominations_and_leads_to_all(desk, contest, monkeypatch):
    star = rows.person("Mark Ruffalo")
    for place in range(4):
        rows.nomination(contest, star, position=place)
    assert "All 4 nominations" not in desk.get(change(star)).content.decode()
    monkeypatch.setattr(nominated_for, "LISTED", 3)
    page = desk.get(change(star))
    assert len(page.context["nominations"]) == 3
    address = f"/admin/awards/nomination/?nominees__party={star.pk}"
    assert f'<a href="{address}">All 4 nominations</a>' in page.content.decode()
    assert desk.get(address).context["cl"].result_count == 4
