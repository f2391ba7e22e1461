"""What the pages of people, companies and productions show about awards.

Those pages are in `people`, which may not import this app, so `newsroom/urls.py` passes one of the
functions here to each of them.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from django.db.models import Q

from awards.ledger import AwardRecord, LedgerLine, record_of
from awards.models import Award, Ceremony
from awards.pages import record_table
from awards.pages.nominations import NominationRow, nominations_of
from awards.pages.record_chart import RecordChart, tall_chart, wide_chart
from people.models import Company, Entity, Kind, Person, Production
from people.models.entity import public_entity
from people.pages.facts import Fact, folded
from people.pages.honors import NONE, Honors
from words.wording import number_of

TALLIES = 3  # awards with a box of their own
NOMINATIONS = 8  # before the fold


@dataclass(frozen=True)
class Awarded:
    """An entity's wins and nominations, and the ceremonies it hosted, presents or broadcast."""

    entity: Entity
    record: AwardRecord
    hosted: tuple[Ceremony, ...] = ()
    presents: tuple[Award, ...] = ()
    broadcast: tuple[Ceremony, ...] = ()

    @property
    def is_empty(self) -> bool:
        return not (self.record.lines or self.hosted or self.presents or self.broadcast)

    @property
    def sums(self) -> tuple[record_table.Sum, ...]:
        return record_table.sums(self.record)

    @property
    def rows(self) -> tuple[record_table.RecordRow, ...]:
        return record_table.rows(self.record)

    @property
    def coverage(self) -> str:
        return record_table.coverage(self.record)

    @property
    def table_caption(self) -> str:
        return f"Nominations and wins of {self.entity.name}"

    def of_production(self, pk: int) -> Honors:
        """Return this person's or company's wins and nominations for a production."""
        lines = self._lines_by_production.get(pk)
        if lines is None:
            return NONE
        return Honors(
            wins=sum(line.is_win for line in lines),
            nominations=sum(line.is_nomination for line in lines),
            words=tuple(record_table.honors(lines)),
        )

    @cached_property
    def _lines_by_production(self) -> dict[int, list[LedgerLine]]:
        lines: dict[int, list[LedgerLine]] = {}
        for line in self.record.lines:
            if line.nomination.production_id:
                lines.setdefault(line.nomination.production_id, []).append(line)
        return lines


@dataclass(frozen=True)
class PersonAwarded(Awarded):
    """The same for a person, with the two charts of their record."""

    @cached_property
    def wide(self) -> RecordChart:
        return wide_chart(self.record, name=self.entity.name)

    @cached_property
    def tall(self) -> RecordChart:
        return tall_chart(self.record, name=self.entity.name)


@dataclass(frozen=True)
class ProductionAwarded:
    """What a production was nominated for, as a list of nominees."""

    record: AwardRecord
    nominations: tuple[NominationRow, ...]
    more: tuple[NominationRow, ...]

    @property
    def is_empty(self) -> bool:
        return not self.nominations

    @property
    def facts(self) -> tuple[Fact, ...]:
        """Boxes for the page's facts: "Emmys: 4 nominations, 1 won"."""
        return tuple(
            Fact(tally.award.label, text=record_table.in_short(tally))
            for tally in self.record.tallies[:TALLIES]
            if tally.award
        )

    @property
    def coverage(self) -> str:
        return record_table.coverage_of_a_title(self.record)

    @property
    def counts(self) -> str:
        """ "3 nominations, 1 won"."""
        numbers = self.record.nominations, self.record.wins
        nominations = number_of(numbers[0], "nomination")
        return f"{nominations}, {numbers[1]} won" if numbers[1] else nominations


def of_person(person: Person, *, at: datetime) -> PersonAwarded:
    """Return a person's awards. Three queries: the ledger's two, and the ceremonies they hosted."""
    hosted = (
        Ceremony.objects.public(at)
        .filter(public_entity("award__", at=at), hosts=person)
        .select_related("award")
        .order_by("-held_on", "-pk")
    )
    return PersonAwarded(person, record_of(person, at=at, now=at), hosted=tuple(hosted))


def of_company(company: Company, *, at: datetime) -> Awarded:
    """Return a company's awards. Three queries: the ledger's two, and what it presents or broadcast."""
    found = (
        Entity.objects.public(at)
        .filter(
            Q(as_award__body=company)
            | Q(public_entity("as_ceremony__award__", at=at), as_ceremony__broadcaster=company)
        )
        .select_related("as_award", "as_ceremony__award")
    )
    rows = list(found)
    ceremonies = [row.as_ceremony for row in rows if row.kind == Kind.CEREMONY]
    ceremonies.sort(key=lambda one: one.held_on.iso if one.held_on else one.year_label)
    return Awarded(
        company,
        record_of(company, at=at, now=at),
        presents=tuple(row.as_award for row in rows if row.kind == Kind.AWARD),
        broadcast=tuple(reversed(ceremonies)),
    )


def of_production(production: Production, *, at: datetime) -> ProductionAwarded:
    """Return a production's awards. Three queries: the ledger's two, and the nominees."""
    record = record_of(production, at=at, now=at)
    nominations, more = folded(nominations_of(record), NOMINATIONS)
    return ProductionAwarded(record, nominations, more)
