"""What was known when: counts as of an instant, and the instants themselves."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from awards.ledger import as_of, record_of
from awards.models import Contest, Nomination
from tests.people.pages import rows
from words.partial_dates import PartialDate

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
LOS_ANGELES = ZoneInfo("America/Los_Angeles")


@pytest.fixture
def emmys():
    return rows.award()


@pytest.fixture
def night(emmys):
    """Announced on July 28; five in the afternoon on September 20, in Los Angeles."""
    return rows.ceremony(
        emmys, 2020, held_at=datetime(2020, 9, 20, 17, tzinfo=LOS_ANGELES), year_label="2020"
    )


@pytest.fixture
def win(emmys, night):
    contest = rows.contest(night, rows.category(emmys))
    return rows.nomination(contest, rows.person("Mark Ruffalo"), won=True)


def known(nomination, at):
    """Nominations and wins of the one who was nominated."""
    standing = record_of(nomination.nominees.get().party, at=at)
    return standing.nominations, standing.wins


def test_a_minute_before_the_ceremony_it_is_a_nomination(win, night):
    assert known(win, night.held_at - timedelta(minutes=1)) == (1, 0)
    assert known(win, night.held_at) == (1, 1)


def test_a_result_that_is_not_known_yet_does_not_show(win, night):
    person = win.nominees.get().party
    (line,) = record_of(person, at=night.held_at - timedelta(seconds=1)).lines
    assert (line.is_win, line.result, line.won_at) == (False, "nominated", None)
    (line,) = record_of(person, at=night.held_at).lines
    assert (line.is_win, line.result, line.won_at) == (True, "won", night.held_at)


def test_before_the_announcement_there_is_nothing(win):
    assert known(win, "2014-01-01") == known(win, "2020-07-27") == (0, 0)
    assert record_of(win.nominees.get().party, at="2020-07-27").lines == ()


def test_a_date_means_its_end_in_the_newsrooms_zone(win, night):
    night.held_at = datetime(2020, 9, 21, 3, tzinfo=UTC)  # eight in the evening of the 20th
    night.save()
    assert known(win, "2020-09-20") == (1, 1)
    assert known(win, "2020-09") == known(win, PartialDate("2020")) == (1, 1)
    assert known(win, "2020-09-19") == (1, 0)
    assert known(win, datetime(2020, 9, 21, 2, 59, tzinfo=UTC)) == (1, 0)


def test_a_ceremony_without_an_hour_counts_from_the_end_of_its_day_in_its_own_zone(win, night):
    night.held_at, night.time_zone = None, "Europe/London"
    night.save()
    midnight = datetime(2020, 9, 21, tzinfo=ZoneInfo("Europe/London"))
    assert known(win, midnight - timedelta(seconds=1)) == (1, 0)
    assert known(win, midnight) == (1, 1)


def test_a_ceremony_without_a_day_counts_from_the_end_of_the_year_it_is_called_by(win, night):
    night.held_at, night.held_on, night.year_label = None, "", "1929/30"
    night.nominations_announced_on = ""
    night.save()
    assert known(win, "1929-12-30") == (0, 0)
    assert known(win, "1929") == (1, 1)
    assert record_of(night).lines[0].year == 1929


def test_winners_given_a_week_early_are_known_a_week_early(win, night):
    early = night.held_at - timedelta(days=7)
    Contest.objects.update(presented_at=early)
    assert known(win, early - timedelta(minutes=1)) == (1, 0)
    assert known(win, early) == (1, 1)


def test_a_nominee_announced_apart_counts_from_that_moment(win, night):
    late = datetime(2020, 8, 1, 9, tzinfo=LOS_ANGELES)
    Nomination.objects.update(announced_at=late)
    assert known(win, "2020-07-31") == (0, 0)
    assert known(win, late) == (1, 0)


def test_nobody_is_known_later_than_the_result(win, night):
    night.nominations_announced_on = "2020"  # its end comes after the ceremony
    night.save()
    assert known(win, night.held_at - timedelta(minutes=1)) == (0, 0)
    assert known(win, night.held_at) == (1, 1)


def test_an_unannounced_winner_is_not_there_before_the_win(win, night):
    Nomination.objects.update(counts_as_nomination=False)
    person = win.nominees.get().party
    assert record_of(person, at=night.held_at - timedelta(minutes=1)).lines == ()
    assert known(win, night.held_at) == (0, 1)


def test_what_is_public_is_asked_of_now_and_not_of_then(win):
    """Nothing of the record was public in 2014; a story of that year still has its figures."""
    person = win.nominees.get().party
    rows.Person.objects.update(published_at=datetime(2024, 1, 1, tzinfo=UTC))
    assert known(win, "2020-09-20") == (1, 1)
    before = datetime(2023, 12, 31, tzinfo=UTC)
    assert record_of(person, at="2020-09-20", now=before).nominations == 0


def test_wins_are_numbered_by_the_moment_they_were_given(emmys, win):
    person = win.nominees.get().party
    line = rows.category(emmys, "Television Movie")
    rows.nomination(rows.contest(rows.ceremony(emmys, 2014), line), person, won=True)
    second, first = record_of(person).lines
    standing = record_of(person)
    assert (standing.ordinal(second), standing.ordinal(first)) == (2, 1)


def test_two_wins_of_one_night_have_no_number(emmys, night, win):
    person = win.nominees.get().party
    other = rows.contest(night, rows.category(emmys, "Limited Series"))
    rows.nomination(other, person, won=True)
    standing = record_of(person)
    assert [standing.ordinal(line) for line in standing.lines] == [None, None]
    Contest.objects.filter(pk=other.pk).update(presented_at=night.held_at + timedelta(hours=1))
    standing = record_of(person)
    assert sorted(standing.ordinal(line) for line in standing.lines) == [1, 2]


def test_an_honor_and_another_award_s_prize_are_no_number_of_an_emmy(emmys, win):
    person = win.nominees.get().party
    honor = rows.category(emmys, "Governors Award", tally="honorary")
    oscars = rows.award("Academy Awards", slug="oscars", short_name="Oscars", family="Oscar")
    for award, line, year in ((emmys, honor, 2012), (oscars, rows.category(oscars), 2015)):
        contest = rows.contest(rows.ceremony(award, year), line)
        rows.nomination(contest, person, won=True)
    standing = record_of(person)
    numbers = {line.year: standing.ordinal(line) for line in standing.lines if not line.is_honorary}
    assert numbers == {2020: 1, 2015: 1}


def test_beside_a_win_of_a_day_that_nobody_knows_no_win_has_a_number(emmys, win):
    person = win.nominees.get().party
    undated = rows.ceremony(emmys, 2014, held_on="", year_label="Early", slug="early")
    rows.nomination(rows.contest(undated, rows.category(emmys, "Movie")), person, won=True)
    standing = record_of(person)
    assert [(line.is_win, standing.ordinal(line)) for line in standing.lines] == [(True, None)] * 2


def test_a_nomination_has_no_number_among_wins(emmys, night):
    person = rows.person("Hugh Jackman")
    rows.nomination(rows.contest(night, rows.category(emmys)), person)
    standing = record_of(person)
    assert standing.ordinal(standing.lines[0]) is None


def test_moments_are_read_from_what_stories_and_forms_have():
    assert as_of("2020-09-20T18:31:00-07:00") == datetime(2020, 9, 21, 1, 31, tzinfo=UTC)
    assert as_of("May 2020") == PartialDate("2020-05").end()
    with pytest.raises(ValueError, match="“soon” is not a date"):
        as_of("soon")
    with pytest.raises(ValueError, match="a moment with a time zone"):
        as_of("2020-09-20T18:31:00")


def test_what_is_entered_before_anybody_wrote_down_a_date_counts_at_once(emmys, clock):
    now = clock.set("2026-07-14 08:35")
    coming = rows.ceremony(emmys, 2026, held_on="2026-09-14", nominations_announced_on="")
    contest = rows.contest(coming, rows.category(emmys))
    made = rows.nomination(contest, rows.person("Jean Smart"))
    assert made.announced_at == now
    assert known(made, now) == (1, 0)
    assert known(made, now - timedelta(minutes=1)) == (0, 0)


def test_what_is_entered_on_the_day_of_the_announcement_counts_at_once(emmys, clock):
    now = clock.set("2026-07-14 08:35")
    coming = rows.ceremony(emmys, 2026, held_on="", nominations_announced_on="2026-07-14")
    contest = rows.contest(coming, rows.category(emmys))
    assert known(rows.nomination(contest, rows.person("Jean Smart")), now) == (1, 0)


def test_an_embargoed_announcement_waits_for_its_hour(emmys, clock):
    now = clock.set("2026-07-14 05:00")
    hour = now + timedelta(hours=3)
    coming = rows.ceremony(emmys, 2026, held_on="", nominations_announced_at=hour)
    contest = rows.contest(coming, rows.category(emmys))
    made = rows.nomination(contest, rows.person("Jean Smart"))
    assert made.announced_at is None
    assert (known(made, now), known(made, hour)) == ((0, 0), (1, 0))
