"""The nominations of the best match, beside what else a search found."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from awards.ledger import AwardRecord
from awards.wording import printed_as
from people.models import Entity

SHOWN = 4


@dataclass(frozen=True)
class Nominated:
    """One line: what for, where and when, on which title, and whether it won."""

    year: int
    name: str
    url: str
    award: str
    title: str
    role: str
    is_win: bool


@dataclass(frozen=True)
class Nominations:
    """The newest of them, how many there are, and where all are if there are more."""

    lines: tuple[Nominated, ...] = ()
    count: int = 0
    more: str = ""


def nominations_of(entity: Entity, record: AwardRecord) -> Nominations:
    """As the ledger says, withdrawn ones left out. No query."""
    lines = [line for line in record.lines if line.stands]
    more = entity.get_absolute_url() if len(lines) > SHOWN else ""
    shown = AwardRecord(lines=tuple(lines[:SHOWN]))
    return Nominations(tuple(_lines(entity, shown)), len(lines), more)


def _lines(entity: Entity, record: AwardRecord) -> Iterable[Nominated]:
    for line in record.lines:
        contest, production = line.nomination.contest, line.nomination.production
        contest.category.scope_slug = line.award.slug
        other = production and production.pk != entity.pk
        yield Nominated(
            year=line.year,
            name=printed_as(contest),
            url=contest.category.get_absolute_url(),
            award=line.award.label,
            title=production.name if production and other else "",
            role=line.role,
            is_win=line.is_win,
        )
