"""The figures that the Ruffalo story prints, asked of the sample record."""

from datetime import timedelta

import pytest

from awards.ledger import record_of, records_of
from awards.models import Award, Category, Ceremony, Contest
from people.models import Entity, Person

THAT_NIGHT = "2020-09-20"


@pytest.fixture
def ruffalo(sample):
    return Person.objects.get(public_id="mark-ruffalo")


@pytest.fixture
def emmys(ruffalo):
    return Award.objects.get(public_id="primetime-emmys")


def figures(entity, award, at):
    tally = record_of(entity, at=at).tally(award)
    return tally.nominations, tally.wins


def the(public_id):
    return Entity.objects.get(public_id=public_id)


def test_two_emmys_from_three_nominations_at_the_end_of_the_night(ruffalo, emmys):
    assert figures(ruffalo, emmys, THAT_NIGHT) == figures(ruffalo, "Emmy", THAT_NIGHT) == (3, 2)


def test_one_emmy_a_minute_before_that_ceremony(ruffalo, emmys):
    began = Ceremony.objects.get(award=emmys, number=72).held_at
    assert figures(ruffalo, emmys, began - timedelta(minutes=1)) == (3, 1)


def test_none_as_of_the_beginning_of_2014(ruffalo, emmys):
    assert figures(ruffalo, emmys, "2014-01-01") == (0, 0)


def test_two_nominations_and_a_win_between_the_two_ceremonies(ruffalo, emmys):
    assert figures(ruffalo, emmys, "2014-08-25") == (2, 1)


def test_three_oscar_nominations_in_2020_and_four_in_february_2024(ruffalo):
    assert figures(ruffalo, "Oscar", "2020") == (3, 0)
    assert figures(ruffalo, "Oscar", "2024-02-01") == (4, 0)


def test_his_second_emmy_and_his_last_win_as_a_producer(ruffalo):
    standing = record_of(ruffalo, at=THAT_NIGHT)
    wins = [line for line in standing.lines if line.is_win and line.award.family == "Emmy"]
    assert [(line.year, standing.ordinal(line)) for line in wins] == [(2020, 2), (2014, 1)]
    assert wins[1].role == "Co-Executive Producer"
    assert wins[1].nomination.contest.name == "Outstanding Television Movie"


def test_the_same_line_under_two_names(ruffalo, emmys):
    lines = record_of(ruffalo, at=THAT_NIGHT).lines
    acted = [
        line.nomination.contest
        for line in lines
        if line.award == emmys and "Actor" in line.nomination.contest.name
    ]
    assert {contest.category.public_id for contest in acted} == {acted[0].category.public_id}
    assert [contest.name for contest in acted] == [
        "Outstanding Lead Actor in a Limited Series or Movie",
        "Outstanding Lead Actor in a Miniseries or a Movie",
    ]


def test_the_series_had_one_nomination_and_it_won(ruffalo, emmys):
    series = record_of(ruffalo, at=THAT_NIGHT).lines[0].nomination.production
    assert figures(series, emmys, THAT_NIGHT) == (1, 1)
    assert figures(series, emmys, "2020-09-19") == (1, 0)
    assert figures(series, emmys, "2020-07-27") == (0, 0)


def test_the_line_and_the_night_count_every_contest_once(ruffalo, emmys):
    category = Category.objects.get(
        contests__nominations__nominees__party=ruffalo, contests__ceremony__number=72, award=emmys
    )
    night = Ceremony.objects.get(award=emmys, number=72)
    standings = records_of([category, night], at=THAT_NIGHT)
    contests = category.contests.filter(ceremony__held_on__lte=THAT_NIGHT)
    assert standings[category.pk].wins == contests.count() > 2
    won = {line.nomination.contest for line in standings[night.pk].lines if line.is_win}
    assert won == set(Contest.objects.filter(ceremony=night))
    named = [line.nomination.pk for line in standings[night.pk].lines]
    assert len(named) == len(set(named)) == standings[night.pk].nominations


def test_a_tie_a_shared_nomination_and_a_withdrawn_one(ruffalo):
    tie = Contest.objects.get(public_id="oscars-1969-lead-actress")
    winners = [nomination.production for nomination in tie.nominations.filter(result="shared win")]
    assert [record_of(winner, at="1969").wins for winner in winners] == [1, 1]
    assert record_of(tie.category, at="1969-04-13").wins == 0
    assert record_of(tie.category, at="1969").wins == 2

    movie = Contest.objects.get(ceremony__number=66, name="Outstanding Television Movie")
    named = [nominee.party for nominee in movie.nominations.get(result="won").nominees.all()]
    assert len(named) > 3
    standings = records_of(named, at="2014-08-25").values()
    assert {standing.tally("Emmy").wins for standing in standings} == {1}

    undone = record_of(the("alone-yet-not-alone"))
    assert [(line.result, line.is_active) for line in undone.lines] == [("rescinded", False)]
    assert undone.nominations == 0


def test_one_person_takes_two_queries_and_so_do_fifty(ruffalo, django_assert_num_queries):
    fifty = list(Person.objects.all()[:50])
    with django_assert_num_queries(2):
        record_of(ruffalo)
    with django_assert_num_queries(2):
        records_of(fifty)
