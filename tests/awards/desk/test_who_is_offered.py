"""Of those whom a name typed on the board may mean, the likeliest is offered first."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from people.models import Person
from tests.awards.desk.test_board import board, press
from tests.people.pages import rows


@pytest.fixture
def night(db):
    return rows.ceremony(rows.award(), 2020, name="72nd Emmys")


@pytest.fixture
def contest(night):
    return rows.contest(night, rows.category(night.award, "Lead Actor"), position=1)


@pytest.fixture
def jackman(contest):
    """The nomination of Hugh Jackman, second of two."""
    rows.nomination(contest, rows.person("Mark Ruffalo"), position=1)
    return rows.nomination(contest, rows.person("Hugh Jackman"), position=2)


def offered(desk, text, contest, nomination=None):
    """What tells the rows apart that are offered in the contest's field, likeliest first."""
    place = {"contest": contest.pk, "nomination": nomination.pk if nomination else ""}
    answer = desk.get(board(contest.ceremony), {"q": text} | place)
    return [row["note"] or row["line"] for row in answer.json()["rows"]]


def titled(name, type_, year, *credited):
    note = f"{type_}, {year}"
    slug = f"{type_}-{year}".replace(" ", "-")
    made = rows.production(name, type=type_, year=year, disambiguation=note, slug=slug)
    for party in credited:
        rows.credit(made, party)
    return made


@pytest.mark.both_databases
def test_a_title_that_the_nominee_is_credited_on_is_offered_first(desk, contest, jackman):
    titled("Bad Education", "film", 2004)
    titled("Bad Education", "series", 2012)
    titled("Bad Education", "television movie", 2019, Person.objects.get(name="Hugh Jackman"))
    titled("Bad Education", "limited series", 2020)
    first, *others = offered(desk, "bad education", contest, jackman)
    assert first == "television movie, 2019"
    assert sorted(others) == ["film, 2004", "limited series, 2020", "series, 2012"]
    answer = press(desk, contest, typed="bad education", nomination=jackman.pk, add="1")
    offers = re.findall(r'name="entity" value="\d+">([^<·]+) ·', answer.content.decode())
    assert offers[0].strip() == "Bad Education (television movie, 2019)"


def test_who_is_credited_on_the_title_is_offered_before_others_of_the_name(desk, contest):
    title = titled("The Twins", "limited series", 1990)
    for note in ("actor", "cameraman", "producer"):
        rows.person("Steve McQueen", disambiguation=note, slug=f"steve-{note}")
    rows.credit(title, Person.objects.get(disambiguation="producer"), "producer")
    nomination = rows.nomination(contest, production=title)
    assert offered(desk, "steve mcqueen", contest)[0] == "actor"
    assert offered(desk, "steve mcqueen", contest, nomination)[0] == "producer"


@pytest.mark.parametrize(
    ("contest_name", "first"),
    [
        ("Lead Actor in a Limited Series or Movie", "limited series, 2020"),
        ("Television Movie", "television movie, 2020"),
        ("Comedy Series", "series, 2020"),
        ("Variety Special (Pre-Recorded)", "special, 2020"),
        ("Live Action Short Film", "short, 2020"),
        ("Animated Feature Film", "film, 2020"),
    ],
)
def test_of_one_year_s_titles_that_of_the_contest_s_form_is_first(desk, night, contest_name, first):
    forms = ("film", "limited series", "television movie", "series", "special", "short")
    for type_ in forms:
        titled("Normal", type_, 2020)
    contest = rows.contest(night, rows.category(night.award, contest_name))
    assert offered(desk, "normal", contest)[0] == first


@pytest.mark.both_databases
def test_of_one_form_s_titles_that_of_the_ceremony_s_year_is_first(desk, night):
    for year in (1996, 2009, 2019, 2021):
        titled("Little Women", "film", year)
    contest = rows.contest(night, rows.category(night.award, "Picture", basis="production"))
    order = offered(desk, "little women", contest)
    assert (order[0], order[-1]) == ("film, 2019", "film, 2021")


def test_a_series_that_began_long_ago_is_likelier_than_a_film_of_then(desk, night):
    titled("Fargo", "film", 2012)
    titled("Fargo", "series", 2013)
    contest = rows.contest(night, rows.category(night.award, "Directing"))
    assert offered(desk, "fargo", contest)[0] == "series, 2013"


def test_where_the_contest_says_no_form_earlier_nominations_for_the_award_do(desk, night, contest):
    titled("Normal", "limited series", 2020)
    titled("Normal", "film", 2020)
    assert offered(desk, "normal", contest)[0] == "film, 2020"
    earlier = rows.contest(rows.ceremony(night.award, 2019), contest.category)
    rows.nomination(earlier, production=rows.production("Watchmen"))
    assert offered(desk, "normal", contest)[0] == "limited series, 2020"


@pytest.mark.parametrize(
    ("contest_name", "first"),
    [("Lead Actor", "actor"), ("Directing for a Drama Series", "director"), ("Writing", "writer")],
)
def test_of_namesakes_whoever_has_the_contest_s_job_is_first(desk, night, contest_name, first):
    for job in ("actor", "director", "painter"):
        person = rows.person("Steve McQueen", disambiguation=job, slug=f"steve-{job}")
        Person.objects.filter(pk=person.pk).update(occupations=job)
    writer = rows.person("Steve McQueen", disambiguation="writer", slug="steve-writer")
    rows.credit(rows.production("Hunger", year=1990), writer, "writer")
    contest = rows.contest(night, rows.category(night.award, contest_name))
    assert offered(desk, "steve mcqueen", contest)[0] == first


def test_who_is_called_exactly_so_is_before_who_is_credited_on_the_title(desk, contest):
    hugh = rows.person("Hugh")
    title = titled("Bad Education", "television movie", 2019, rows.person("Hugh Jackman"))
    on = rows.nomination(contest, production=title)
    answer = desk.get(
        board(contest.ceremony), {"q": "hugh", "contest": contest.pk, "nomination": on.pk}
    )
    assert [row["name"] for row in answer.json()["rows"]] == [hugh.name, "Hugh Jackman"]


@pytest.mark.parametrize("sent", ["", "x", "0", "9" * 40, "²"])
def test_a_place_that_is_none_is_answered_all_the_same(desk, contest, sent):
    rows.person("Mark Ruffalo")
    place = {"contest": sent, "nomination": sent}
    answer = desk.get(board(contest.ceremony), {"q": "ruffalo"} | place)
    assert [row["name"] for row in answer.json()["rows"]] == ["Mark Ruffalo"]


def test_names_are_ranked_in_as_many_queries_for_one_candidate_as_for_fifty(desk, contest, jackman):
    def cost():
        with CaptureQueriesContext(connection) as asked:
            offered(desk, "twins", contest, jackman)
        return len(asked)

    titled("The Twins", "film", 1950, jackman.nominees.get().party)
    offered(desk, "twins", contest, jackman)
    one = cost()
    for year in range(1951, 2000):
        title = titled("The Twins", "film", year)
        rows.credit(title, rows.person(f"Twin {year}"))
        rows.nomination(contest, production=title)
    assert cost() == one
