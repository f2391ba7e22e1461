"""The verbs of an awards night: who won, who shares it, who withdrew, and where nobody won.

The result of a nomination and the outcome of its contest change in one transaction. Each verb
takes the contest's row for itself first, so that two editors can't both enter a sole winner.
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


@transaction.atomic
def set_winner(
    nomination: Nomination,
    *,
    by: AbstractUser | None,
    shared: bool = False,
    why: str = "",
    now: datetime | None = None,
) -> None:
    """The nomination has won, and its contest is decided.

    With `shared`, those who had won share it with this one: a tie, or one of a jury's several.
    Where others share it already, it is shared in any case. Raises Refused for a nomination that
    doesn't stand, and where somebody else has won it alone. Entered on the day of a ceremony of
    which nobody wrote down the hour, it is known from now on.
    """
    night = _Night(nomination.contest_id)
    mine = night.take(nomination)
    if mine.result not in Nomination.STANDING:
        raise Refused(
            f"This nomination was {mine.result}. Put it back among the nominees before it wins."
        )
    others = [won for won in night.winners if won != mine]
    alone = next((won for won in others if won.result == Result.WON), None)
    if alone and not shared:
        raise Refused(
            f"{_who(alone)} has won this already. If that was wrong, unset it first; if both won, "
            "enter this one as sharing it."
        )
    for won in (*others, mine) if others or shared else ():
        won.result = Result.SHARED_WIN
    if not others and not shared:
        mine.result = Result.WON
    night.contest.outcome = Outcome.AWARDED
    night.stamp(now or timezone.now())
    night.keep("winner set", by=by, why=why)
    nomination.refresh_from_db()


@transaction.atomic
def unset_winner(
    contest: Contest,
    *,
    by: AbstractUser | None,
    nomination: Nomination | None = None,
    why: str = "",
) -> None:
    """Nobody has won the contest, or only that nomination has not: it is a nominee as before.

    Where one of those who shared it is left, that one has won it alone. Where none is, or where
    no award was declared, the contest is open again.
    """
    night = _Night(contest.pk)
    for won in night.winners:
        if nomination is None or won == nomination:
            won.result = Result.NOMINATED
    if len(night.winners) == 1:
        night.winners[0].result = Result.WON
    night.contest.outcome = Outcome.AWARDED if night.winners else Outcome.OPEN
    night.keep("winner unset", by=by, why=why)
    contest.refresh_from_db()


@transaction.atomic
def declare_no_award(contest: Contest, *, by: AbstractUser | None, why: str = "") -> None:
    """The contest is decided, and nobody won it. Raises Refused where somebody has."""
    night = _Night(contest.pk)
    if night.winners:
        raise Refused(f"{_who(night.winners[0])} has won this. Unset the winner first.")
    night.contest.outcome = Outcome.NO_AWARD
    night.stamp(timezone.now())
    night.keep("no award", by=by, why=why)
    contest.refresh_from_db()


@transaction.atomic
def set_result(
    nomination: Nomination,
    result: str,
    *,
    by: AbstractUser | None,
    note: str = "",
    why: str = "",
) -> None:
    """The nomination stands, is withdrawn or is rescinded; a win among them is unset.

    Readers see a withdrawn or rescinded one with its note, so there must be one. Where the only win
    is rescinded, so is the contest's outcome, until that nomination stands again or another wins. A
    win is set as `set_winner` does.
    """
    if result not in Result.values:
        raise Refused(f"“{result}” is no result. Choose one of: {', '.join(Result.values)}.")
    if result in Nomination.WINS:
        set_winner(nomination, by=by, shared=result == Result.SHARED_WIN, why=why)
        return
    night = _Night(nomination.contest_id)
    mine = night.take(nomination)
    mine.note = note.strip() or mine.note
    if result not in Nomination.STANDING and not mine.note:
        raise Refused(fields={"note": f"Say in the note why it was {result}: readers see it."})
    was, mine.result = mine.result, result
    if was in Nomination.WINS:
        if len(night.winners) == 1:
            night.winners[0].result = Result.WON
        taken_back = Outcome.RESCINDED if result == Result.RESCINDED else Outcome.OPEN
        night.contest.outcome = Outcome.AWARDED if night.winners else taken_back
    elif night.contest.outcome == Outcome.RESCINDED and not night.has_rescinded:
        night.contest.outcome = Outcome.OPEN
    night.keep("result set", by=by, why=why)
    nomination.refresh_from_db()


def results_of(contest: Contest) -> dict[str, Any]:
    """Every result of the contest and its outcome, as JSON holds them, for `put_back`. In the
    caller's transaction: nobody changes them until it ends.
    """
    return _Night(contest.pk).state()


@transaction.atomic
def put_back(contest: Contest, results: dict[str, Any], *, by: AbstractUser | None) -> None:
    """The results are what `results_of` once said; a nomination that wasn't there keeps its own."""
    night = _Night(contest.pk)
    for nomination in night.nominations:
        kept = results.get(nomination.public_id, [nomination.result, nomination.note])
        nomination.result, nomination.note = kept
    moment = results["presented_at"]
    night.contest.outcome = results["outcome"]
    night.contest.presented_at = parse_datetime(moment) if moment else None
    night.keep("result taken back", by=by, why="")
    contest.refresh_from_db()


class _Night:
    """A contest and its nominations, taken for us until the transaction ends."""

    def __init__(self, contest: int) -> None:
        self.contest = (
            Contest.objects.select_for_update(of=("self",))
            .select_related("ceremony")
            .get(pk=contest)
        )
        nominations = self.contest.nominations.select_for_update(of=("self",))
        self.nominations = list(nominations.select_related("production"))
        self._before = self.state()

    @property
    def winners(self) -> list[Nomination]:
        return [nomination for nomination in self.nominations if nomination.is_win]

    @property
    def has_rescinded(self) -> bool:
        return any(nomination.result == Result.RESCINDED for nomination in self.nominations)

    def take(self, nomination: Nomination) -> Nomination:
        """Our row of the nomination."""
        return next(mine for mine in self.nominations if mine.pk == nomination.pk)

    def stamp(self, now: datetime) -> None:
        """Known from now on, where only the day is written down and the day is today."""
        ceremony = self.contest.ceremony
        if self.contest.presented_at or ceremony.held_at or not ceremony.held_on:
            return
        if ceremony.held_on.start(ceremony.zone) <= now <= ceremony.held_on.end(ceremony.zone):
            self.contest.presented_at = now

    def keep(self, verb: str, *, by: AbstractUser | None, why: str) -> None:
        """Store what changed, and write a line to the log about the contest, touching its ceremony."""
        before, after = difference(self._before, self.state())
        if not after:
            return
        changed = [row for row in self.nominations if row.public_id in after]
        for nomination in changed:
            nomination.save(update_fields=["result", "note"])
        self.contest.save(update_fields=["outcome", "presented_at"])
        touched = [self.contest, self.contest.ceremony, *changed]
        before, after = _as_logged(before), _as_logged(after)
        record(verb, by=by, touched=touched, before=before, after=after, note=why)

    def state(self) -> dict[str, Any]:
        results = {row.public_id: [row.result, row.note] for row in self.nominations}
        moment = as_json(self.contest.presented_at)
        return results | {"outcome": str(self.contest.outcome), "presented_at": moment}


def _as_logged(state: dict[str, Any]) -> dict[str, Any]:
    """Return the contest's fields as they are, and of each nomination its fields under its name."""
    return {
        f"nomination {name}" if isinstance(value, list) else name: (
            dict(zip(("result", "note"), value, strict=True)) if isinstance(value, list) else value
        )
        for name, value in state.items()
    }


def _who(nomination: Nomination) -> str:
    nominees = [nominee.name for nominee in nomination.nominees.select_related("party")[:3]]
    return " and ".join(nominees) or str(nomination.production or nomination.public_id)
