"""Entering winners, ties, withdrawals and mistakes, as on the night."""

from contextlib import suppress
from datetime import timedelta

import pytest

from awards.contests import load_contests
from awards.ledger import record_of
from awards.models import Contest, Nomination
from awards.results import declare_no_award, set_result, set_winner, unset_winner
from history.models import Change
from people.editing import Refused
from tests.people.pages import rows

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


@pytest.fixture
def contest():
    emmys = rows.award()
    contest = rows.contest(rows.ceremony(emmys, 2020), rows.category(emmys))
    for place, name in enumerate(("Jeremy Irons", "Mark Ruffalo", "Jeremy Pope")):
        rows.nomination(contest, rows.person(name), position=place)
    return contest


@pytest.fixture
def nominees(contest):
    return list(contest.nominations.all())


def results(contest):
    contest.refresh_from_db()
    return [nomination.result for nomination in contest.nominations.all()], contest.outcome


def refused(contest, sentence, verb, *args, **kwargs):
    before = results(contest), Change.objects.count()
    with pytest.raises(Refused, match=sentence):
        verb(*args, **kwargs)
    assert (results(contest), Change.objects.count()) == before


def test_a_winner_decides_the_contest(contest, nominees, ada):
    set_winner(nominees[1], by=ada)
    assert results(contest) == (["nominated", "won", "nominated"], "awarded")
    assert (nominees[1].result, record_of(nominees[1].nominees.get().party).wins) == ("won", 1)


def test_a_second_sole_winner_is_refused_by_the_name_of_the_first(contest, nominees, ada):
    set_winner(nominees[1], by=ada)
    refused(
        contest,
        "Mark Ruffalo has already won this. If that is wrong, unset it first. If both won, "
        "mark this one as sharing the win.",
        set_winner,
        nominees[0],
        by=ada,
    )


def test_a_tie_is_shared_by_both(contest, nominees, ada):
    set_winner(nominees[1], by=ada)
    set_winner(nominees[0], shared=True, by=ada)
    assert results(contest) == (["shared win", "shared win", "nominated"], "awarded")


def test_who_joins_those_who_share_it_shares_it(contest, nominees, ada):
    set_winner(nominees[0], shared=True, by=ada)
    set_winner(nominees[1], by=ada)
    set_winner(nominees[2], by=ada)
    assert results(contest) == (["shared win"] * 3, "awarded")


def test_the_wrong_envelope(contest, nominees, ada, bo):
    set_winner(nominees[0], by=ada)
    unset_winner(contest, by=bo, why="The wrong envelope was read.")
    assert results(contest) == (["nominated"] * 3, "open")
    set_winner(nominees[1], by=bo)
    assert results(contest) == (["nominated", "won", "nominated"], "awarded")


def test_unsetting_one_of_two_leaves_the_other_a_sole_winner(contest, nominees, ada):
    set_winner(nominees[0], by=ada)
    set_winner(nominees[1], shared=True, by=ada)
    unset_winner(contest, nomination=nominees[0], by=ada)
    assert results(contest) == (["nominated", "won", "nominated"], "awarded")


def test_unsetting_one_of_three_leaves_two_to_share_it(contest, nominees, ada):
    for nomination in nominees:
        set_winner(nomination, shared=True, by=ada)
    unset_winner(contest, nomination=nominees[0], by=ada)
    assert results(contest) == (["nominated", "shared win", "shared win"], "awarded")


def test_nobody_may_win(contest, nominees, ada):
    declare_no_award(contest, by=ada)
    assert results(contest) == (["nominated"] * 3, "no award")
    assert load_contests([contest.public_id])[contest.public_id].word == "No award"
    unset_winner(contest, by=ada)
    assert results(contest)[1] == "open"
    set_winner(nominees[0], by=ada)
    refused(contest, "Jeremy Irons has won this. Unset", declare_no_award, contest, by=ada)


def test_a_withdrawal_says_why_and_takes_the_win_along(contest, nominees, ada):
    refused(
        contest,
        "Say in the note why it was withdrawn. Readers see it.",
        set_result,
        nominees[1],
        "withdrawn",
        by=ada,
    )
    set_winner(nominees[1], by=ada)
    set_result(nominees[1], "rescinded", note="Not eligible.", by=ada)
    assert results(contest) == (["nominated", "rescinded", "nominated"], "rescinded")
    assert nominees[1].note == "Not eligible."
    refused(contest, "This nomination was rescinded", set_winner, nominees[1], by=ada)
    set_result(nominees[1], "nominated", by=ada)
    assert results(contest) == (["nominated"] * 3, "open")
    set_winner(nominees[1], by=ada)
    assert results(contest) == (["nominated", "won", "nominated"], "awarded")


def test_a_note_stays_until_another_is_written(contest, nominees, ada):
    set_result(nominees[1], "withdrawn", note="He asked for it.", by=ada)
    set_result(nominees[1], "rescinded", by=ada)
    assert (nominees[1].result, nominees[1].note) == ("rescinded", "He asked for it.")
    set_result(nominees[1], "rescinded", note="The jury took it back.", by=ada)
    assert nominees[1].note == "The jury took it back."


def test_an_award_that_was_taken_back_stays_so_whatever_becomes_of_the_others(
    contest, nominees, ada
):
    set_winner(nominees[1], by=ada)
    set_result(nominees[1], "rescinded", note="Not eligible.", by=ada)
    set_result(nominees[0], "withdrawn", note="Left.", by=ada)
    set_result(nominees[0], "nominated", by=ada)
    assert results(contest)[1] == "rescinded"
    set_winner(nominees[2], by=ada)
    assert results(contest) == (["nominated", "rescinded", "won"], "awarded")


def test_when_one_of_two_is_rescinded_the_other_has_won_alone(contest, nominees, ada):
    for nomination in nominees[:2]:
        set_winner(nomination, shared=True, by=ada)
    set_result(nominees[0], "rescinded", note="Not eligible.", by=ada)
    assert results(contest) == (["rescinded", "won", "nominated"], "awarded")


def test_a_result_can_be_set_by_its_name(contest, nominees, ada):
    set_result(nominees[0], "shared win", by=ada)
    set_result(nominees[1], "won", by=ada)
    assert results(contest)[0] == ["shared win", "shared win", "nominated"]
    refused(contest, "“lost” isn’t a result. Choose one", set_result, nominees[2], "lost", by=ada)


def test_the_log_has_who_set_what_and_what_was_before(contest, nominees, ada, bo):
    set_winner(nominees[1], by=ada)
    set_winner(nominees[0], shared=True, by=bo, why="A tie.")
    change = Change.objects.first()
    first, second = nominees[0].public_id, nominees[1].public_id
    assert (change.verb, change.by, change.subject_id, change.note) == (
        "winner set",
        bo,
        contest.public_id,
        "A tie.",
    )
    assert change.subject_name == f"{contest.name}, {contest.ceremony}"
    touched = (("ceremony", contest.ceremony.public_id), ("nomination", first))
    assert [Change.objects.touching(kind, row).first() for kind, row in touched] == [change] * 2
    assert change.before == {
        f"nomination {first}": {"result": "nominated", "note": ""},
        f"nomination {second}": {"result": "won", "note": ""},
    }
    assert change.after == {
        f"nomination {first}": {"result": "shared win", "note": ""},
        f"nomination {second}": {"result": "shared win", "note": ""},
    }


def test_what_changes_nothing_is_not_logged(contest, nominees, ada):
    set_winner(nominees[1], by=ada)
    set_winner(nominees[1], by=ada)
    set_result(nominees[0], "nominated", by=ada)
    assert Change.objects.count() == 1


def test_a_winner_entered_on_the_night_is_known_at_once(ada, clock):
    """Only the day is written down, and a day means its end."""
    now = clock.set("2026-09-14 18:33")
    emmys = rows.award()
    night = rows.ceremony(emmys, 2026, held_on="2026-09-14", nominations_announced_on="2026-07-14")
    contest = rows.contest(night, rows.category(emmys))
    person = rows.person("Jean Smart")
    set_winner(rows.nomination(contest, person), by=ada)
    assert record_of(person, at=now).wins == 1
    assert record_of(person, at=now - timedelta(minutes=1)).wins == 0


def test_a_winner_entered_days_before_waits_for_the_night(ada, clock):
    clock.set("2026-09-10 12:00")
    emmys = rows.award()
    night = rows.ceremony(emmys, 2026, held_on="2026-09-14", nominations_announced_on="2026-07-14")
    contest = rows.contest(night, rows.category(emmys))
    person = rows.person("Jean Smart")
    set_winner(rows.nomination(contest, person), by=ada)
    assert (record_of(person).nominations, record_of(person).wins) == (1, 0)
    assert not load_contests([contest.public_id])[contest.public_id].is_known
    assert record_of(person, at="2026-09-14").wins == 1


def test_a_winner_entered_hours_before_the_telecast_waits_for_it(ada, clock):
    """Of this one the hour is written down, and the winners came under embargo."""
    starts = clock.set("2026-09-14 17:00")
    clock.set("2026-09-14 12:00")
    emmys = rows.award()
    night = rows.ceremony(
        emmys,
        2026,
        held_on="2026-09-14",
        held_at=starts,
        nominations_announced_on="2026-07-14",
    )
    contest = rows.contest(night, rows.category(emmys))
    person = rows.person("Jean Smart")
    set_winner(rows.nomination(contest, person), by=ada)
    assert (record_of(person).nominations, record_of(person).wins) == (1, 0)
    assert record_of(person, at=starts).wins == 1


def test_sole_and_shared_never_stand_side_by_side(contest, nominees, ada):
    """Whatever is entered in whatever order."""
    moves = [
        lambda n: set_winner(n, by=ada),
        lambda n: set_winner(n, shared=True, by=ada),
        lambda n: unset_winner(contest, nomination=n, by=ada),
        lambda n: set_result(n, "withdrawn", note="Left.", by=ada),
        lambda n: set_result(n, "nominated", by=ada),
    ]
    for step in range(90):
        nomination = nominees[(step * step + step // 7) % 3]
        with suppress(Refused):
            moves[(step * 7 + step // 3) % 5](nomination)
        found, outcome = results(contest)
        wins = [result for result in found if result in Nomination.WINS]
        assert wins in ([], ["won"], ["shared win"] * len(wins)), found
        assert outcome == (Contest.Outcome.AWARDED if wins else Contest.Outcome.OPEN)
