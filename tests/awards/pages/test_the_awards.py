"""What readers see of the awards: their index, one award, and a ceremony."""

import pytest

from awards import results
from awards.models import Award, Contest
from awards.wording import several_of
from tests.people.pages import reading, rows

pytestmark = pytest.mark.django_db
NIGHT = "/awards/emmys/2020/"


@pytest.fixture
def emmys():
    return rows.award(body=rows.company("Television Academy"))


@pytest.fixture
def night(emmys):
    return rows.ceremony(emmys, 2020, number=72)


@pytest.fixture
def lead(emmys):
    return rows.category(emmys, "Lead Actor", group="Limited series", position=1)


@pytest.fixture
def contest(night, lead):
    return rows.contest(night, lead)


@pytest.fixture
def twins():
    return rows.production(
        "I Know This Much Is True", year=2020, house=rows.company("HBO", short_name="HBO")
    )


@pytest.fixture
def ballot(contest, twins):
    """Jackman is printed first, and Ruffalo wins."""
    rows.nomination(contest, rows.person("Hugh Jackman"), position=1)
    rows.nomination(contest, rows.person("Mark Ruffalo"), production=twins, position=2, won=True)
    return contest


# The index and an award --------------------------------------------------------------------------


def test_the_index_gives_each_award_with_its_latest_ceremony(client, clock, emmys, lead):
    for year in (2014, 2020, 2021):
        rows.ceremony(emmys, year)
    rows.hide(rows.award("Hidden Awards", slug="hidden", short_name="Hidden", family=""))
    clock.set("2020-10-01 12:00:00")
    tree = reading.page(client.get("/awards/"))
    assert reading.all_words(tree.find(".//main"), "h2") == ["Primetime Emmy Awards"]
    assert reading.facts(tree) == {
        "Latest ceremony": "Emmys 2020",
        "Held": "September 20, 2020",
        "Ceremonies in the record": "3",
        "Categories": "1",
    }


def test_an_award_lists_its_ceremonies_newest_first_and_its_categories_by_group(
    client, emmys, contest
):
    rows.ceremony(emmys, 2014)
    rows.category(emmys, "Directing", group="Limited series", position=2)
    rows.category(emmys, "Guest Actor", position=3)
    tree = reading.page(client.get("/awards/emmys/"))
    assert reading.rows(tree, "ledger") == [
        ["2020", "Emmys 2020", "September 20, 2020", "1"],
        ["2014", "Emmys 2014", "September 20, 2014", "0"],
    ]
    assert reading.all_words(reading.section(tree, "Categories"), "dl/div") == [
        "Limited seriesLead ActorDirecting",
        "OtherGuest Actor",
    ]
    assert reading.facts(tree)["Presented by"] == "Television Academy"


def test_an_award_without_categories_has_no_heading_for_them(client, emmys):
    tree = reading.page(client.get("/awards/emmys/"))
    assert reading.all_words(tree.find(".//main"), "h2") == ["Ceremonies"]
    assert tree.findall(".//a[@href='#categories']") == []


def test_hidden_ceremonies_and_categories_are_not_on_the_page_of_their_award(
    client, emmys, night, lead
):
    rows.hide(night)
    rows.hide(lead)
    answer = client.get("/awards/emmys/")
    assert reading.facts(reading.page(answer))["Ceremonies in the record"] == "0"
    assert b"Lead Actor" not in answer.content


# A ceremony --------------------------------------------------------------------------------------


def test_the_form_of_a_ceremony_says_who_when_and_where(client, emmys, night):
    rows.ceremony(emmys, 2019, number=71)
    rows.ceremony(emmys, 2021, number=73)
    abc = rows.company("ABC")
    type(night).objects.filter(pk=night.pk).update(venue="Staples Center", broadcaster=abc)
    night.hosts.add(rows.person("Jimmy Kimmel"))
    tree = reading.page(client.get(NIGHT))
    assert reading.facts(tree) == {
        "Held": "September 20, 2020",
        "Host": "Jimmy Kimmel",
        "From": "Staples Center",
        "Shown on": "ABC",
        "Presented by": "Television Academy",
        "Previous, next": "71st and 73rd",
    }


def test_a_nominee_who_does_not_stand_says_why(client, ballot):
    ballot.nominations.filter(position=1).update(result="withdrawn", note="At his own wish.")
    tree = reading.page(client.get(NIGHT))
    assert reading.all_words(tree, "ul[@class='picks']/li")[1] == (
        "Hugh Jackman At his own wish.Withdrawn"
    )


def test_an_award_that_was_given_and_taken_back_says_so(client, ballot):
    winner = ballot.nominations.get(position=2)
    results.set_result(winner, "rescinded", by=None, note="Not eligible.")
    tree = reading.page(client.get(NIGHT))
    assert reading.all_words(tree, "span[@class='label sealed']") == ["Award rescinded"]
    assert reading.all_words(tree, "ul[@class='picks']/li")[1] == (
        "Mark Ruffalo I Know This Much Is True Not eligible.Rescinded"
    )
    tree = reading.page(client.get(ballot.category.get_absolute_url()))
    assert reading.rows(tree, "ledger")[1] == ["2020", "Award rescinded"]
    assert "Not eligible." in reading.words(tree)


def test_the_winner_stands_first_and_is_named_one_in_words(client, ballot):
    tree = reading.page(client.get(NIGHT))
    assert reading.all_words(tree, "ul[@class='picks']/li") == [
        "Mark Ruffalo I Know This Much Is True Winner",
        "Hugh Jackman",
    ]
    assert reading.all_words(tree, "nav[@class='jump']//li") == ["Limited series 1"]


def test_a_ceremony_that_has_not_been_held_shows_nobody_as_winner(client, clock, ballot):
    clock.set("2020-09-20 12:00:00")
    answer = client.get(NIGHT)
    tree = reading.page(answer)
    assert reading.all_words(tree, "ul[@class='picks']/li") == [
        "Hugh Jackman",
        "Mark Ruffalo I Know This Much Is True",
    ]
    assert b"Winner" not in answer.content
    assert reading.all_words(tree, "div[@class='category__head']") == ["Lead Actor Sealed"]
    assert reading.section(tree, "Score") is None


def test_a_past_contest_without_a_winner_says_that_the_record_lacks_it(client, contest):
    rows.nomination(contest, rows.person("Hugh Jackman"))
    tree = reading.page(client.get(NIGHT))
    assert reading.all_words(tree, "div[@class='category__head']") == [
        "Lead Actor Winner not in the record"
    ]


def test_an_award_that_nobody_was_given_says_so(client, contest):
    rows.nomination(contest, rows.person("Hugh Jackman"))
    Contest.objects.update(outcome="no award")
    tree = reading.page(client.get(NIGHT))
    assert reading.all_words(tree, "div[@class='category__head']") == ["Lead Actor No award"]


def test_a_tie_has_two_winners(client, contest):
    for name in ("Ann Lee", "Bo Reyes"):
        rows.nomination(contest, rows.person(name), won=True, result="shared win")
    assert reading.all_words(reading.page(client.get(NIGHT)), "ul[@class='picks']/li") == [
        "Ann Lee Winner",
        "Bo Reyes Winner",
    ]


def test_a_category_of_productions_prints_the_title_and_its_network(client, night, emmys, twins):
    line = rows.category(emmys, "Limited Series", basis="production")
    people = [rows.person(f"Producer {letter}") for letter in "ABCDEF"]
    rows.nomination(rows.contest(night, line), *people, production=twins, won=True)
    assert reading.all_words(reading.page(client.get(NIGHT)), "ul[@class='picks']/li") == [
        "I Know This Much Is True HBO Winner"
    ]


def test_many_nominees_on_one_nomination_are_counted_after_the_fourth(client, night, emmys):
    line = rows.category(emmys, "Writing")
    rows.nomination(
        rows.contest(night, line),
        *[rows.person(f"Writer {letter}") for letter in "ABCDEF"],
        detail="Happy Ending",
    )
    assert reading.all_words(reading.page(client.get(NIGHT)), "ul[@class='picks']/li") == [
        "Writer A, Writer B, Writer C, Writer D and 2 others “Happy Ending”"
    ]


def test_a_nominee_who_is_not_in_the_record_is_named_without_a_link(client, contest):
    made = rows.nomination(contest)
    made.nominees.create(name_as_given="Nobody Known")
    tree = reading.page(client.get(NIGHT))
    assert reading.all_words(tree, "ul[@class='picks']/li") == ["Nobody Known"]
    assert "Nobody Known" not in reading.links(tree)


def test_a_hidden_nominee_takes_the_whole_nomination_off(client, ballot):
    rows.hide(ballot.nominations.get(position=2).nominees.get().party)
    answer = client.get(NIGHT)
    assert reading.all_words(reading.page(answer), "ul[@class='picks']/li") == ["Hugh Jackman"]
    assert b"Ruffalo" not in answer.content


def test_the_score_counts_wins_by_program_and_by_network(client, night, emmys, twins):
    other = rows.production("Watchmen", year=2019, house=rows.company("FX"))
    for place, made in enumerate([twins, twins, other]):
        line = rows.category(emmys, f"Category {place}")
        rows.nomination(
            rows.contest(night, line), rows.person(f"P {place}"), production=made, won=True
        )
    tree = reading.page(client.get(NIGHT))
    tables = [
        [reading.words(row) for row in table.iter("tr")]
        for table in tree.findall(".//table[@class='tallytable']")
    ]
    assert tables == [["I Know This Much Is True2", "Watchmen1"], ["HBO2", "FX1"]]
    captions = reading.all_words(tree, "table[@class='tallytable']/caption")
    assert captions == ["Wins by program", "Wins by network"]
    counted = "Counted from the 3 categories in the record."
    assert reading.words(tree).count(counted) == 2
    type(night).objects.update(winners_complete=True)
    assert counted not in client.get(NIGHT).content.decode()


def test_the_page_says_how_much_of_the_night_the_record_has(client, contest, night):
    tree = reading.page(client.get(NIGHT))
    assert "Our record has one contest of this ceremony." in reading.words(tree)
    type(night).objects.update(nominees_complete=True, winners_complete=True)
    tree = reading.page(client.get(NIGHT))
    assert "Every contest of this ceremony is in the record" in reading.words(tree)


def test_only_what_was_given_apart_from_the_evening_says_when(client, clock, night, emmys):
    evening = clock.set("2020-09-20 17:00:00")
    type(night).objects.update(held_at=evening)
    rows.contest(night, rows.category(emmys, "Of the evening"))
    rows.contest(
        night, rows.category(emmys, "A week before"), presented_at=clock.set("2020-09-14 20:00:00")
    )
    clock.set("2021-01-01 00:00:00")
    tree = reading.page(client.get(NIGHT))
    heads = reading.all_words(tree, "div[@class='category__head']")
    assert heads == [
        "A week before Winner not in the record",
        "Of the evening Winner not in the record",
    ]
    Contest.objects.update(outcome="no award")
    rows.nomination(Contest.objects.get(category__name="A week before"), won=True)
    heads = reading.all_words(reading.page(client.get(NIGHT)), "div[@class='category__head']")
    assert heads == ["A week before September 14", "Of the evening No award"]


@pytest.mark.parametrize(
    ("label", "family", "one"),
    [
        ("Emmys", "Emmy", "Emmy"),
        ("Screen Actors Guild awards", "Screen Actors Guild", "Screen Actors Guild award"),
        ("Television Academy Honors", "Emmy", "Television Academy Honor"),
        ("Cannes", "", "Cannes"),
        ("Cannes", "Cannes", "Cannes"),
    ],
)
def test_one_award_drops_the_s_of_several_but_not_of_a_place(label, family, one):
    assert several_of(Award(name="A", short_name=label, family=family), 1) == one
