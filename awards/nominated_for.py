"""What an entity was nominated for, as its form lists it: all of it, public or not."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from awards.ledger import Line, record_of
from awards.models import Nomination, Nominee
from people.models import Entity, Kind

READ = ("contest__ceremony__award", "contest__category", "production")
LISTED = 200  # the others are in a list of their own
NOT_KNOWN = "No: something that it names isn’t public, or it isn’t announced yet"


@dataclass(frozen=True)
class Row:
    """A nomination in a line. `counts` says whether it is in the tally, and why not."""

    nomination: Nomination
    what: str
    counts: str

    @property
    def result(self) -> str:
        return self.nomination.get_result_display().partition(":")[0]

    @property
    def board(self) -> str:
        """The contest's place on its ceremony's board."""
        contest = self.nomination.contest
        board = reverse("admin:awards_ceremony_board", args=[contest.ceremony_id])
        return f"{board}?open={contest.pk}#contest-{contest.pk}"


def listed(entity: Entity) -> dict[str, Any]:
    """What the form of an entity prints of its nominations: the newest, how many, and their list."""
    found = nominations_of(entity)
    path = "production" if entity.kind == Kind.PRODUCTION else "nominees__party"
    address = reverse("admin:awards_nomination_changelist")
    return {
        "nominations": found[:LISTED],
        "nominations_count": len(found),
        "all_nominations": f"{address}?{path}={entity.pk}",
    }


def nominations_of(entity: Entity) -> list[Row]:
    """The newest ceremony first. Four queries at most, however many there are."""
    counted = {line.nomination.pk: line for line in record_of(entity).lines}
    found = _of_a_production(entity) if entity.kind == Kind.PRODUCTION else _of_a_name(entity)
    rows = [
        Row(nomination, what, _counts(nomination, counted.get(nomination.pk), is_named=is_named))
        for nomination, what, is_named in found
    ]
    rows.sort(key=lambda row: (row.nomination.contest.position, row.nomination.pk))
    return sorted(rows, key=lambda row: _night(row.nomination), reverse=True)


def _of_a_production(entity: Entity) -> Iterable[tuple[Nomination, str, bool]]:
    rows = Nomination.objects.filter(production=entity.pk).select_related(*READ)
    for row in rows.prefetch_related("nominees__party"):
        yield row, _joined(*(nominee.name for nominee in row.nominees.all()), row.detail), True


def _of_a_name(entity: Entity) -> Iterable[tuple[Nomination, str, bool]]:
    read = [f"nomination__{path}" for path in READ]
    for nominee in Nominee.objects.filter(party=entity.pk).select_related(*read):
        row = nominee.nomination
        title = row.production.label if row.production else ""
        yield row, _joined(title, row.detail, nominee.role), nominee.counts


def _counts(nomination: Nomination, line: Line | None, *, is_named: bool) -> str:
    if not is_named:
        return "No: not for this name"
    if nomination.result not in Nomination.STANDING:
        return "No"
    if line is None:
        return NOT_KNOWN
    if line.is_honorary:
        return "Beside the tally: it is given, not competed for"
    if line.is_nomination:
        return "Yes"
    return "As a win alone" if line.is_win else "No"


def _night(nomination: Nomination) -> tuple[Any, ...]:
    ceremony = nomination.contest.ceremony
    return ceremony.year, str(ceremony.held_on or ""), ceremony.pk


def _joined(*said: str) -> str:
    return ", ".join(filter(None, said))
