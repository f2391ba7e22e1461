"""Contests as readers see them at a moment: who was nominated for what, and who had won."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import F
from django.utils import timezone

from awards.models import Contest, Nomination, Nominee
from awards.models.award import ContestQuerySet
from people.credits import company_of
from people.models import Entity, Production

ENDED_WITHOUT_WINNER = {
    Contest.Outcome.NO_AWARD.value: "No award",
    Contest.Outcome.RESCINDED.value: "Award rescinded",
}


@dataclass(frozen=True)
class Entry:
    """One nomination of a contest. Print this `result`: the nomination's own is today's."""

    nomination: Nomination
    nominees: tuple[Nominee, ...]  # each with its party loaded, in printed order
    production: Production | None
    is_win: bool
    company: Entity | None  # the company printed after the title

    @property
    def is_active(self) -> bool:
        """False for a nomination that was withdrawn or rescinded: show it with its note."""
        return self.nomination.result in Nomination.ACTIVE

    @property
    def result(self) -> str:
        """One of `Nomination.Result`, as of the moment."""
        known = self.is_win or not self.is_active
        return self.nomination.result if known else Nomination.Result.NOMINATED


@dataclass(frozen=True)
class ContestReading:
    """A contest with its nominations: winners first once the outcome is known, else in printed order."""

    contest: Contest
    entries: tuple[Entry, ...]
    is_known: bool

    @property
    def winners(self) -> tuple[Entry, ...]:
        return tuple(entry for entry in self.entries if entry.is_win)

    @property
    def word(self) -> str:
        """ "No award" or "Award rescinded", once that is known; else ""."""
        return ENDED_WITHOUT_WINNER.get(self.contest.outcome, "") if self.is_known else ""


def load_contests(
    contests: ContestQuerySet | Iterable[str],
    *,
    at: datetime | None = None,
    now: datetime | None = None,
) -> dict[str, ContestReading]:
    """Return the public contests of a queryset, or with these public ids, by public id, in order.

    Outcomes are as of `at`, now if it isn't given. `now` decides what is public and which nominations
    are announced. Three queries for any number of contests. The queryset must not be sliced.
    """
    moment = at or timezone.now()
    if not isinstance(contests, ContestQuerySet):
        contests = Contest.objects.filter(public_id__in=list(contests))
    rows = list(contests.public(now).select_related("ceremony__award", "category"))
    entries = _entries(rows, moment, now)
    return {row.public_id: _reading(row, entries[row.pk], moment) for row in rows}


def _reading(contest: Contest, entries: list[Entry], moment: datetime) -> ContestReading:
    contest.category.award = contest.ceremony.award  # spares a query for its address
    won = any(entry.is_win for entry in entries)
    decided = won or contest.outcome != Contest.Outcome.OPEN
    if won:
        entries = sorted(entries, key=lambda entry: not entry.is_win)
    return ContestReading(contest, tuple(entries), decided and contest.is_known(moment))


def _entries(
    contests: list[Contest], moment: datetime, now: datetime | None
) -> dict[int, list[Entry]]:
    by_key = {contest.pk: contest for contest in contests}
    # A row for each nominee, and one for a nomination without any: one query instead of two.
    found = (
        Nomination.objects.public(now)
        .filter(contest__in=by_key)
        .select_related("production__picture")
        .annotate(
            company_key=company_of("production", at=now),
            nominee_key=F("nominees__pk"),
            nominee_position=F("nominees__position"),
            nominee_party=F("nominees__party"),
            nominee_name=F("nominees__name_as_given"),
            nominee_role=F("nominees__role"),
            nominee_counts=F("nominees__counts"),
        )
        .order_by("position", "pk", "nominee_position", "nominee_key")
    )
    rows: list[Any] = list(found)
    keys = {row.nominee_party for row in rows} | {row.company_key for row in rows}
    entities = Entity.objects.select_related("picture").in_bulk(keys - {None})

    nominations: dict[int, Any] = {}
    nominees: dict[int, list[Nominee]] = defaultdict(list)
    for row in rows:
        nomination = nominations.setdefault(row.pk, row)
        if row.nominee_key is not None:
            nominees[row.pk].append(_nominee(row, nomination, entities))

    entries: dict[int, list[Entry]] = defaultdict(list)
    for nomination in nominations.values():
        contest = nomination.contest = by_key[nomination.contest_id]
        known = contest.is_known(moment)
        if not nomination.is_known(now):
            continue
        if not known and not nomination.counts_as_nomination:
            continue  # it was never announced, so that showing it would reveal the winner
        entry = Entry(
            nomination=nomination,
            nominees=tuple(nominees[nomination.pk]),
            production=nomination.production,
            is_win=nomination.is_win and known,
            company=entities.get(nomination.company_key),
        )
        entries[contest.pk].append(entry)
    return entries


def _nominee(row: Any, nomination: Nomination, entities: dict[int, Entity]) -> Nominee:
    nominee = Nominee(
        pk=row.nominee_key,
        nomination=nomination,
        position=row.nominee_position,
        name_as_given=row.nominee_name,
        role=row.nominee_role,
        counts=row.nominee_counts,
    )
    nominee.party = entities.get(row.nominee_party)
    return nominee
