"""What an entity card in a story prints."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from awards.cards import cards
from awards.ledger import records_of
from people.models import Person, Release
from tests.people.pages import rows

pytestmark = pytest.mark.django_db
BEGAN = datetime(2020, 9, 20, 17, tzinfo=ZoneInfo("America/Los_Angeles"))


@pytest.fixture
def emmys():
    academy = rows.company("Television Academy", type="academy")
    return rows.award(body=academy)


@pytest.fixture
def contest(emmys):
    night = rows.ceremony(emmys, 2020, held_at=BEGAN, broadcaster=rows.company("ABC"))
    return rows.contest(night, rows.category(emmys))


def card(entity, at=None):
    return cards([entity], at=at)[entity.pk]


def test_a_person_has_an_occupation_and_what_was_won(contest):
    person = rows.person("Mark Ruffalo", occupations="actor, producer")
    rows.nomination(contest, person, won=True)
    found = card(person)
    assert (found.kind_line, found.facts) == (
        "Actor, producer",
        (("Emmys", "1 won, 1 nomination"),),
    )


def test_its_figures_are_as_of_the_story(contest):
    person = rows.person("Mark Ruffalo")
    rows.nomination(contest, person, won=True)
    assert card(person, at=BEGAN - timedelta(minutes=1)).facts == (("Emmys", "1 nomination"),)
    assert card(person, at=BEGAN - timedelta(days=90)).facts == ()


def test_a_person_without_occupations_has_those_of_the_credits():
    person = rows.person("Derek Cianfrance")
    series = rows.production("I Know This Much Is True")
    for role in ("writer", "director"):
        rows.credit(series, person, role)
    coming = rows.production("Roofman", status="in production")
    rows.credit(coming, person, "director")
    found = card(person)
    assert found.kind_line == "Director, writer"
    assert found.facts == (("Upcoming", "Roofman"), ("In the record", "2 productions"))


def test_a_production_has_its_kind_house_and_first_day(contest):
    series = rows.production(
        "I Know This Much Is True",
        year="2020-05-10",
        house=rows.company("HBO"),
        summary="Six parts.",
    )
    rows.nomination(contest, rows.person("Mark Ruffalo"), production=series, won=True)
    found = card(series)
    assert (found.kind_line, found.year, found.note) == (
        "Limited series, HBO",
        "2020",
        "Six parts.",
    )
    assert found.facts == (("First shown", "May 10, 2020"), ("Emmys", "1 won, 1 nomination"))


def test_an_upcoming_production_has_its_status_and_when_it_is_due():
    film = rows.production("Newsflash", type="film", status="in development")
    rows.credit(film, rows.person("David Gordon Green"), "director")
    found = card(film)
    assert (found.kind_line, found.year) == ("Film", "upcoming")
    assert found.facts == (("Status", "In development"), ("Director", "David Gordon Green"))
    Release.objects.create(production=film, kind="expected", label="fall 2021")
    assert card(film).facts == (("Status", "In development"), ("Due", "fall 2021"))


def test_a_novel_was_published_and_has_an_author():
    novel = rows.production("I Know This Much Is True", type="novel", year="1998")
    rows.credit(novel, rows.person("Wally Lamb"), "author")
    assert card(novel).facts == (("Published", "1998"), ("Author", "Wally Lamb"))


def test_companies_awards_ceremonies_and_categories_say_what_they_are(emmys, contest):
    rows.contest(contest.ceremony, rows.category(emmys, "Directing"))
    rows.nomination(contest, rows.person("Mark Ruffalo"), won=True)
    told = {
        entity.name: (found.kind_line, found.facts)
        for entity in (emmys, contest.ceremony, contest.category, emmys.body)
        for found in (card(entity),)
    }
    assert told == {
        "Primetime Emmy Awards": ("Award", (("Presented by", "Television Academy"),)),
        "Emmys 2020": (
            "Ceremony, ABC",
            (("Held", "September 20, 2020"), ("Announced", "1 of 2 in the record")),
        ),
        "Lead Actor in a Limited Series or Movie": ("Emmy category", (("In the record", "2020"),)),
        "Television Academy": ("Academy", ()),
    }


def test_a_ceremony_has_announced_nothing_before_it_began(contest):
    rows.nomination(contest, rows.person("Mark Ruffalo"), won=True)
    found = card(contest.ceremony, at=BEGAN - timedelta(minutes=1))
    assert found.facts[1] == ("Announced", "0 of 1 in the record")


def test_nothing_hidden_is_on_a_card(emmys, contest):
    hidden = rows.person("Hidden")
    rows.hide(hidden)
    rows.hide(emmys.body)
    rows.hide(contest.ceremony.broadcaster)
    assert cards([hidden]) == {}
    assert card(emmys).facts == ()
    assert card(contest.ceremony).kind_line == "Ceremony"


def test_five_queries_for_one_card_or_sixty(emmys, contest, django_assert_num_queries):
    made = [contest.ceremony, contest.category, emmys]
    for number in range(20):
        person, house = rows.person(f"Person {number}"), rows.company(f"House {number}")
        series = rows.production(f"Title {number}", year="2020", house=house)
        rows.credit(series, person)
        rows.nomination(contest, person, production=series)
        made += [person, house, series]
    with django_assert_num_queries(5):
        cards(made[3:4])
    with django_assert_num_queries(5):
        found = cards(made)
    standings = records_of(Person.objects.all())
    with django_assert_num_queries(3):
        cards(made, records=standings)
    with django_assert_num_queries(0):
        for entity in made:
            _ = (found[entity.pk].entity.get_absolute_url(), found[entity.pk].entity.picture)
    assert len(found) == 63
