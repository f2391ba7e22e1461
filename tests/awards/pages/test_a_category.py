"""What readers see of a category's line through the years."""

import pytest

from people.models import Person
from tests.people.pages import reading, rows

pytestmark = pytest.mark.django_db
PAGE = "/awards/emmys/categories/lead-actor-in-a-limited-series-or-movie/"
OLD = "Outstanding Lead Actor in a Miniseries or a Movie"


@pytest.fixture
def emmys():
    return rows.award()


@pytest.fixture
def line(emmys):
    return rows.category(emmys)


def win(line, year, name, *, called="", title="", house=None):
    """Somebody won it that year, for a production of its own on the house."""
    made = rows.production(title or f"Film of {year}", year=year, house=house)
    found = Person.objects.filter(name=name).first() or rows.person(name)
    contest = rows.contest(rows.ceremony(line.award, year), line, called)
    rows.nomination(contest, found, production=made, won=True)
    return contest


def test_winners_stand_under_the_name_the_category_then_had(client, line):
    hbo = rows.company("HBO")
    win(line, 2013, "Michael Douglas", called=OLD, house=hbo)
    win(line, 2014, "Benedict Cumberbatch", called=OLD)
    win(line, 2015, "Richard Jenkins", house=hbo)
    tree = reading.page(client.get(PAGE))
    assert reading.rows(tree, "ledger") == [
        ["Outstanding Lead Actor in a Limited Series or Movie, from 2015"],
        ["2015", "Richard Jenkins", "Film of 2015", "HBO"],
        [f"{OLD}, 2013 to 2014"],
        ["2014", "Benedict Cumberbatch", "Film of 2014", ""],
        ["2013", "Michael Douglas", "Film of 2013", "HBO"],
    ]
    names = reading.section(tree, "Category history")
    assert reading.all_words(names, "li") == [
        "2015Limited Series or MovieFrom 2015: one winner in the record.",
        "2013Miniseries or a Movie2013 to 2014: two winners in the record.",
    ]


def test_another_spelling_is_not_another_name(client, line):
    win(line, 2014, "Ann Lee", called="Outstanding Lead Actor In A Limited Series Or Movie")
    win(line, 2015, "Bo Reyes")
    assert (
        len(reading.section(reading.page(client.get(PAGE)), "Category history").findall(".//li"))
        == 1
    )


def test_a_gap_of_the_record_shows_in_the_line(client, line):
    win(line, 1990, "Hume Cronyn", called=OLD)
    win(line, 2015, "Richard Jenkins")
    names = reading.section(reading.page(client.get(PAGE)), "Category history")
    assert [li.get("class") for li in names.iter("li")] == ["now", None]
    assert "Earlier years aren’t listed yet." in reading.words(names)


def test_a_winner_is_nobody_before_the_ceremony(client, clock, line):
    win(line, 2020, "Mark Ruffalo")
    clock.set("2020-09-20 12:00:00")
    tree = reading.page(client.get(PAGE))
    assert reading.rows(tree, "ledger")[1] == ["2020", "Not yet announced"]
    assert reading.all_words(reading.section(tree, "Nominees of 2020"), "li") == [
        "Mark Ruffalo Film of 2020"
    ]


def test_a_year_without_a_winner_in_the_record_says_so(client, line):
    rows.contest(rows.ceremony(line.award, 2019), line)
    win(line, 2020, "Mark Ruffalo")
    assert reading.rows(reading.page(client.get(PAGE)), "ledger")[2] == [
        "2019",
        "Winner not in the record",
    ]


def test_who_won_more_than_once_is_counted(client, line):
    for year, name in [(2004, "Al Pacino"), (2006, "Andre Braugher"), (2010, "Al Pacino")]:
        win(line, year, name)
    tree = reading.page(client.get(PAGE))
    assert reading.rows(tree, "tallytable") == [["Al Pacino", "2004, 2010", "2"]]


def test_the_chart_of_networks_is_drawn_from_eight_winners_on(client, line):
    hbo, fx = rows.company("HBO"), rows.company("FX")
    for year in range(2001, 2008):
        win(line, year, f"Winner {year}", house=hbo)
    assert reading.section(reading.page(client.get(PAGE)), "Where it was shown") is None
    win(line, 2008, "Winner 2008", house=fx)
    drawn = reading.section(reading.page(client.get(PAGE)), "Where it was shown")
    assert reading.all_words(drawn, "p") == ["7 of the 8 winners in the record were on HBO"]
    assert [c.get("class") for c in drawn.iter("circle")] == ["on"] * 7 + ["off"]


def test_a_hidden_winner_leaves_the_year_without_one(client, line):
    contest = win(line, 2020, "Mark Ruffalo")
    rows.hide(contest.nominations.get().nominees.get().party)
    answer = client.get(PAGE)
    assert reading.rows(reading.page(answer), "ledger")[1] == ["2020", "Winner not in the record"]
    assert b"Ruffalo" not in answer.content


def test_a_line_without_contests_is_kept_from_search_engines(client, line):
    tree = reading.page(client.get(PAGE))
    assert [m.get("content") for m in tree.findall(".//meta[@name='robots']")] == ["noindex"]
    assert reading.all_words(tree, "div[@class='empty']/b") == ["No winners yet"]
