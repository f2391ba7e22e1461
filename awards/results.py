"""The verbs of an awards night: set winners, ties, withdrawn nominations and contests without an award.

The result of a nomination and the outcome of its contest change in one transaction. Each verb
locks the contest's row first, so that two editors can't both enter a sole winner. Each returns the
old values of what it changed, for `put_back`: {} if it changed nothing.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib.auth.models import AbstractUser
from django.db import transaction
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from awards.models import Contest, Nomination
from history.recording import record
from history.snapshots import as_json, difference
from verbs.refusals import Refused

Result = Nomination.Result
Outcome = Contest.Outcome
DECIDE = "awards.decide_contest"  # the permission for these verbs


@transaction.atomic
def set_winner(
    nomination: Nomination,
    *,
    by: AbstractUser | None,
    shared: bool = False,
    why: str = "",
    now: datetime | None = None,
) -> dict[str, Any]:
    """Make the nomination a winner of its contest, and the contest decided.

    With `shared`, earlier winners share the win with this one: a tie, or one of a jury's several
    winners. If others share it already, this one does too, with or without `shared`. Raises Refused
    for a nomination that was withdrawn or rescinded, and if another is the sole winner. On the day
    of a ceremony whose start time isn't recorded, readers see the win from now on.
    """
    locked = _LockedContest(nomination.contest_id)
    mine = locked.row_of(nomination)
    if mine.result not in Nomination.ACTIVE:
        raise Refused(
            f"This nomination was {mine.result}. Restore it before marking it as the winner."
        )
    others = [won for won in locked.winners if won != mine]
    alone = next((won for won in others if won.result == Result.WON), None)
    if alone and not shared:
        raise Refused(
            f"{_who(alone)} has already won this. If that is wrong, unset it first. If both won, "
            "mark this one as sharing the win."
        )
    for won in (*others, mine) if others or shared else ():
        won.result = Result.SHARED_WIN
    if not others and not shared:
        mine.result = Result.WON
    locked.contest.outcome = Outcome.AWARDED
    locked.show_from(now or timezone.now())
    before = locked.save_and_log("winner set", by=by, why=why)
    nomination.refresh_from_db()
    return before


@transaction.atomic
def unset_winner(
    contest: Contest,
    *,
    by: AbstractUser | None,
    nomination: Nomination | None = None,
    why: str = "",
) -> dict[str, Any]:
    """Make every winner of the contest, or only `nomination`, a nominee again.

    If one of several winners is left, that one is the sole winner. If none is, or if no award had
    been declared, the contest is open again.
    """
    locked = _LockedContest(contest.pk)
    for won in locked.winners:
        if nomination is None or won == nomination:
            won.result = Result.NOMINATED
    if len(locked.winners) == 1:
        locked.winners[0].result = Result.WON
    locked.contest.outcome = Outcome.AWARDED if locked.winners else Outcome.OPEN
    before = locked.save_and_log("winner unset", by=by, why=why)
    contest.refresh_from_db()
    return before


@transaction.atomic
def declare_no_award(contest: Contest, *, by: AbstractUser | None, why: str = "") -> dict[str, Any]:
    """Decide the contest without a winner. Raises Refused if it has one."""
    locked = _LockedContest(contest.pk)
    if locked.winners:
        raise Refused(f"{_who(locked.winners[0])} has won this. Unset the winner first.")
    locked.contest.outcome = Outcome.NO_AWARD
    locked.show_from(timezone.now())
    before = locked.save_and_log("no award", by=by, why=why)
    contest.refresh_from_db()
    return before


@transaction.atomic
def set_result(
    nomination: Nomination,
    result: str,
    *,
    by: AbstractUser | None,
    note: str = "",
    why: str = "",
) -> dict[str, Any]:
    """Make the nomination a nominee again, withdrawn or rescinded. That unsets its win, if it won.

    Readers see a withdrawn or rescinded nomination with its note, so it must have one. If the only
    win is rescinded, so is the contest's outcome, until that nomination is restored or another
    wins. A win is set by `set_winner`.
    """
    if result not in Result.values:
        raise Refused(f"“{result}” isn’t a result. Choose one of: {', '.join(Result.values)}.")
    if result in Nomination.WINS:
        return set_winner(nomination, by=by, shared=result == Result.SHARED_WIN, why=why)
    locked = _LockedContest(nomination.contest_id)
    mine = locked.row_of(nomination)
    mine.note = note.strip() or mine.note
    if result not in Nomination.ACTIVE and not mine.note:
        raise Refused(fields={"note": f"Say in the note why it was {result}. Readers see it."})
    old, mine.result = mine.result, result
    if old in Nomination.WINS:
        if len(locked.winners) == 1:
            locked.winners[0].result = Result.WON
        taken_back = Outcome.RESCINDED if result == Result.RESCINDED else Outcome.OPEN
        locked.contest.outcome = Outcome.AWARDED if locked.winners else taken_back
    elif locked.contest.outcome == Outcome.RESCINDED and not locked.has_rescinded:
        locked.contest.outcome = Outcome.OPEN
    before = locked.save_and_log("result set", by=by, why=why)
    nomination.refresh_from_db()
    return before


@transaction.atomic
def put_back(contest: Contest, before: dict[str, Any], *, by: AbstractUser | None) -> None:
    """Undo a verb of this module, given what it returned."""
    locked = _LockedContest(contest.pk)
    for nomination in locked.nominations:
        if nomination.public_id in before:
            nomination.result, nomination.note = before[nomination.public_id]
    locked.contest.outcome = before.get("outcome", locked.contest.outcome)
    if "presented_at" in before:
        moment = before["presented_at"]
        locked.contest.presented_at = parse_datetime(moment) if moment else None
    locked.save_and_log("result taken back", by=by, why="")
    contest.refresh_from_db()


class _LockedContest:
    """A contest and its nominations, locked until the caller's transaction ends. Two queries."""

    def __init__(self, contest: int) -> None:
        self.contest = (
            Contest.objects.select_for_update(of=("self",))
            .select_related("ceremony")
            .get(pk=contest)
        )
        nominations = self.contest.nominations.select_for_update(of=("self",))
        self.nominations = list(nominations.select_related("production"))
        self._before = self._state()

    @property
    def winners(self) -> list[Nomination]:
        return [nomination for nomination in self.nominations if nomination.is_win]

    @property
    def has_rescinded(self) -> bool:
        return any(nomination.result == Result.RESCINDED for nomination in self.nominations)

    def row_of(self, nomination: Nomination) -> Nomination:
        """Return our locked instance of the caller's nomination."""
        return next(mine for mine in self.nominations if mine.pk == nomination.pk)

    def show_from(self, now: datetime) -> None:
        """Let readers see the outcome from `now` if the ceremony is today and its start time is unknown.

        Otherwise a winner entered during the show would stay hidden until the day is over.
        """
        ceremony = self.contest.ceremony
        if self.contest.presented_at or ceremony.held_at or not ceremony.held_on:
            return
        if ceremony.held_on.start(ceremony.zone) <= now <= ceremony.held_on.end(ceremony.zone):
            self.contest.presented_at = now

    def save_and_log(self, verb: str, *, by: AbstractUser | None, why: str) -> dict[str, Any]:
        """Save what changed, with one line in the log, and return what it was before.

        The line is about the contest; it touches its ceremony and the nominations that changed.
        """
        before, after = difference(self._before, self._state())
        if not after:
            return {}
        changed = [row for row in self.nominations if row.public_id in after]
        Nomination.objects.bulk_update(changed, ["result", "note"])
        self.contest.save(update_fields=["outcome", "presented_at"])
        touched = [self.contest, self.contest.ceremony, *changed]
        record(
            verb,
            by=by,
            touched=touched,
            before=_as_logged(before),
            after=_as_logged(after),
            note=why,
        )
        return before

    def _state(self) -> dict[str, Any]:
        """Return, as JSON values, the results by nomination's public id, the outcome and its moment."""
        results = {row.public_id: [row.result, row.note] for row in self.nominations}
        moment = as_json(self.contest.presented_at)
        return results | {"outcome": str(self.contest.outcome), "presented_at": moment}


def _as_logged(state: dict[str, Any]) -> dict[str, Any]:
    """Return the state as the log has it: {"outcome": ..., "nomination abc": {"result": ..., "note": ...}}."""
    return {
        f"nomination {name}" if isinstance(value, list) else name: (
            dict(zip(("result", "note"), value, strict=True)) if isinstance(value, list) else value
        )
        for name, value in state.items()
    }


def _who(nomination: Nomination) -> str:
    nominees = [nominee.name for nominee in nomination.nominees.select_related("party")[:3]]
    return " and ".join(nominees) or str(nomination.production or nomination.public_id)
