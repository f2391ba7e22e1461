"""A contest as readers see it: who was nominated, and who had won by a moment."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from awards.contests import load_contests
from awards.models import Contest, Nomination, Nominee
from people.models import Credit
from tests.people.pages import rows

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
BEGAN = datetime(2020, 9, 20, 17, tzinfo=ZoneInfo("America/Los_Angeles"))
BEFORE = BEGAN - timedelta(minutes=1)


@pytest.fixture
def emmys():
    return rows.award()


@pytest.fixture
def contest(emmys):
    """Three nominees in printed order, of whom the second won."""
    contest = rows.contest(rows.ceremony(emmys, 2020, held_at=BEGAN), rows.category(emmys))
    names = ("Jeremy Irons", "Mark Ruffalo", "Jeremy Pope")
    for place, name in enumerate(names):
        series = rows.production(f"Series of {name}", house=rows.company(f"House of {name}"))
        rows.nomination(
            contest, rows.person(name), production=series, position=place, won=name == names[1]
        )
    contest.refresh_from_db()
    return contest


def reading(contest, at=None):
    return load_contests([contest.public_id], at=at)[contest.public_id]


def names(found):
    return [nominee.name for entry in found.entries for nominee in entry.nominees]


def test_the_winner_stands_first_once_it_is_known(contest):
    found = reading(contest)
    assert found.is_known
    assert names(found) == ["Mark Ruffalo", "Jeremy Irons", "Jeremy Pope"]
    assert [entry.is_win for entry in found.entries] == [True, False, False]
    assert found.winners == found.entries[:1]


def test_before_that_the_order_does_not_tell(contest):
    found = reading(contest, at=BEFORE)
    assert not found.is_known
    assert names(found) == ["Jeremy Irons", "Mark Ruffalo", "Jeremy Pope"]
    assert [entry.result for entry in found.entries] == ["nominated"] * 3
    assert found.winners == ()


def test_each_entry_has_what_is_printed_beside_the_name(contest):
    first = reading(contest).entries[0]
    assert first.production.name == "Series of Mark Ruffalo"
    assert first.company.name == "House of Mark Ruffalo"
    assert first.nominees[0].party.get_absolute_url() == "/people/mark-ruffalo/"


def test_a_night_that_is_over_without_a_winner_entered_is_not_known(contest):
    Nomination.objects.update(result="nominated")
    Contest.objects.update(outcome="open")
    assert not reading(contest).is_known


def test_no_award_is_known_and_nobody_won(contest):
    Nomination.objects.update(result="nominated")
    Contest.objects.update(outcome="no award")
    found = reading(contest)
    assert (found.is_known, found.word, found.winners) == (True, "No award", ())
    assert reading(contest, at=BEFORE).word == ""


def test_those_who_share_it_stand_first_together(contest):
    Nomination.objects.filter(result="won").update(result="shared win")
    Nomination.objects.filter(position=2).update(result="shared win")
    assert names(reading(contest)) == ["Mark Ruffalo", "Jeremy Pope", "Jeremy Irons"]


def test_a_withdrawn_nominee_stays_in_its_place_and_says_so(contest):
    Nomination.objects.filter(position=0).update(result="withdrawn", note="Asked to be left out.")
    found = reading(contest, at=BEFORE).entries[0]
    assert (found.is_active, found.result, found.is_win) == (False, "withdrawn", False)


def test_a_winner_whom_nobody_announced_is_not_there_before(contest):
    Nomination.objects.filter(result="won").update(counts_as_nomination=False)
    assert names(reading(contest, at=BEFORE)) == ["Jeremy Irons", "Jeremy Pope"]
    assert names(reading(contest, at=BEGAN))[0] == "Mark Ruffalo"


def test_nominees_are_there_from_the_moment_they_are_announced_whatever_the_story_is_of(
    contest, clock
):
    """A story's own moment may lie before the end of the day that is all anybody wrote down."""
    for moment, count in (("07-28 23:59:58", 0), ("07-29 00:00:00", 3)):
        clock.set(f"2020-{moment}")
        assert len(reading(contest).entries) == count
    assert len(reading(contest, at=BEGAN - timedelta(days=60)).entries) == 3


def test_a_nominee_announced_apart_comes_when_that_is(contest, clock):
    at = clock.set("2020-08-01 09:00:00")
    Nomination.objects.filter(position=2).update(announced_at=at)
    clock.set("2020-08-01 08:59:59")
    assert names(reading(contest)) == ["Jeremy Irons", "Mark Ruffalo"]
    clock.set("2020-08-01 09:00:00")
    assert names(reading(contest)) == ["Jeremy Irons", "Mark Ruffalo", "Jeremy Pope"]


def test_nominees_of_one_nomination_keep_their_order(contest):
    shared = contest.nominations.get(position=0)
    Nominee.objects.create(nomination=shared, party=rows.person("Second"), position=2)
    Nominee.objects.create(nomination=shared, name_as_given="A Third, unmatched", position=1)
    found = next(e for e in reading(contest).entries if e.nomination == shared)
    assert [n.name for n in found.nominees] == ["Jeremy Irons", "A Third, unmatched", "Second"]
    assert [n.party and n.party.name for n in found.nominees] == ["Jeremy Irons", None, "Second"]


def test_a_nomination_of_a_production_alone_is_there(contest):
    alone = rows.nomination(contest, production=rows.production("Unorthodox"), position=9)
    entry = reading(contest).entries[-1]
    assert (entry.nomination, entry.nominees, entry.company) == (alone, (), None)


@pytest.mark.parametrize("kind", ["party", "production"])
def test_a_nomination_that_needs_somebody_hidden_is_not_there(contest, kind):
    nominee = Nominee.objects.get(nomination__position=0)
    rows.hide(nominee.party if kind == "party" else nominee.nomination.production)
    assert names(reading(contest)) == ["Mark Ruffalo", "Jeremy Pope"]


def test_a_hidden_company_is_not_printed_after_the_title(contest):
    won = Nomination.objects.get(result="won")
    rows.hide(Credit.objects.get(production=won.production).party)
    assert reading(contest).entries[0].company is None


@pytest.mark.parametrize("needed", ["ceremony", "category"])
def test_a_contest_of_something_hidden_is_not_there(contest, needed):
    rows.hide(getattr(contest, needed))
    assert load_contests([contest.public_id]) == {}


def test_what_is_unknown_is_left_out_and_the_order_is_the_ceremonys(contest, emmys):
    first = rows.contest(contest.ceremony, rows.category(emmys, "Directing"), position=0)
    Contest.objects.filter(pk=contest.pk).update(position=1)
    found = load_contests([contest.public_id, "nobody", first.public_id])
    assert list(found) == [first.public_id, contest.public_id]
    assert found[first.public_id].entries == ()


def test_three_queries_read_one_contest_or_thirty(contest, emmys, django_assert_num_queries):
    with django_assert_num_queries(3):
        reading(contest)
    for number in range(30):
        line = rows.category(emmys, f"Category {number}")
        another = rows.contest(contest.ceremony, line)
        rows.nomination(
            another,
            rows.person(f"Person {number}"),
            rows.person(f"Other {number}"),
            production=rows.production(f"Title {number}", house=rows.company(f"House {number}")),
        )
    with django_assert_num_queries(3):
        found = load_contests(Contest.objects.filter(ceremony=contest.ceremony))
        for one in found.values():
            _ = (one.contest.ceremony.get_absolute_url(), one.contest.category.get_absolute_url())
            for entry in one.entries:
                _ = (entry.nomination.contest.name, entry.production and entry.production.name)
                _ = [nominee.party.picture for nominee in entry.nominees]
    assert len(found) == 31
