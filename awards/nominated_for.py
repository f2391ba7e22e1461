"""What an entity was nominated for, as its form at the desk lists it: everything, public or not."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from awards.ledger import LedgerLine, record_of
from awards.models import Nomination, Nominee
from people.models import Entity, Kind

LOADED = ("contest__ceremony__award", "contest__category", "production")
LISTED = 200  # the rest are a click away, in the list of nominations
NOT_KNOWN = "No: something that it names isn’t public, or it isn’t announced yet"


@dataclass(frozen=True)
class FormLine:
    """A nomination on the form."""

    nomination: Nomination
    what: str  # who or what else it names: "Bo Ek, Ann Lee", "Watchmen, Writer"
    counts: str  # whether the ledger counts it, and if not, why

    @property
    def result(self) -> str:
        return self.nomination.get_result_display().partition(":")[0]

    @property
    def board(self) -> str:
        """The address of the contest on its ceremony's board."""
        contest = self.nomination.contest
        board = reverse("admin:awards_ceremony_board", args=[contest.ceremony_id])
        return f"{board}?open={contest.pk}#contest-{contest.pk}"


def form_context(entity: Entity) -> dict[str, Any]:
    """Return the form's context: the newest nominations, how many there are, and their list's address."""
    found = nominations_of(entity)
    path = "production" if entity.kind == Kind.PRODUCTION else "nominees__party"
    address = reverse("admin:awards_nomination_changelist")
    return {
        "nominations": found[:LISTED],
        "nominations_count": len(found),
        "all_nominations": f"{address}?{path}={entity.pk}",
    }


def nominations_of(entity: Entity) -> list[FormLine]:
    """Return all nominations, newest ceremony first. At most four queries."""
    counted = {line.nomination.pk: line for line in record_of(entity).lines}
    found = _of_a_production(entity) if entity.kind == Kind.PRODUCTION else _of_a_name(entity)
    rows = [
        FormLine(
            nomination, what, _counts(nomination, counted.get(nomination.pk), is_named=is_named)
        )
        for nomination, what, is_named in found
    ]
    rows.sort(key=lambda row: (row.nomination.contest.position, row.nomination.pk))
    return sorted(rows, key=lambda row: _night(row.nomination), reverse=True)


def _of_a_production(entity: Entity) -> Iterable[tuple[Nomination, str, bool]]:
    rows = Nomination.objects.filter(production=entity.pk).select_related(*LOADED)
    for row in rows.prefetch_related("nominees__party"):
        yield row, _joined(*(nominee.name for nominee in row.nominees.all()), row.detail), True


def _of_a_name(entity: Entity) -> Iterable[tuple[Nomination, str, bool]]:
    loaded = [f"nomination__{path}" for path in LOADED]
    for nominee in Nominee.objects.filter(party=entity.pk).select_related(*loaded):
        row = nominee.nomination
        title = row.production.label if row.production else ""
        yield row, _joined(title, row.detail, nominee.role), nominee.counts


def _counts(nomination: Nomination, line: LedgerLine | None, *, is_named: bool) -> str:
    if not is_named:
        return "No: not for this name"
    if nomination.result not in Nomination.ACTIVE:
        return "No"
    if line is None:
        return NOT_KNOWN
    if line.is_honorary:
        return "Separately, as an honorary award"
    if line.is_nomination:
        return "Yes"
    return "As a win only" if line.is_win else "No"


def _night(nomination: Nomination) -> tuple[Any, ...]:
    ceremony = nomination.contest.ceremony
    return ceremony.year, str(ceremony.held_on or ""), ceremony.pk


def _joined(*parts: str) -> str:
    return ", ".join(filter(None, parts))
