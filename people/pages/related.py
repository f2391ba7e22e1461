"""What a production is based on or follows, and what it led to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from people.models import Credit, Production, Relation, Release
from people.models.entity import public_entity
from people.models.production import WRITTEN_TYPES
from people.pages import credited
from people.pages.facts import Link
from people.pages.wording import kind_of
from people.roles import Role
from words.wording import capitalized

Type = Production.Type


@dataclass(frozen=True)
class Related:
    """A source of this production, or a production it led to."""

    production: Production
    how: str  # "Based on", "Remake of"
    by: tuple[Link, ...]
    year: str
    note: str

    @property
    def is_written(self) -> bool:
        return self.production.type in WRITTEN_TYPES

    @property
    def kind(self) -> str:
        return kind_of(self.production)

    @property
    def line(self) -> str:
        """ "Limited series, 2020": the line under a production that this one led to."""
        how = "" if self.how == "Based on" else f"{self.how} it"
        return ", ".join(filter(None, (self.kind, self.year or "upcoming", how)))


def relations_of(production: Production, *, at: datetime) -> list[Relation]:
    """Return the relations to and from it between public productions. One query."""
    return list(
        Relation.objects.filter(
            Q(from_production=production) | Q(to_production=production),
            public_entity("from_production__", at=at),
            public_entity("to_production__", at=at),
        ).select_related("from_production__picture", "to_production__picture")
    )


def first_of(releases: list[Release]) -> Release | None:
    """Return the first release that isn't merely expected. `releases` are in date order."""
    dated_ones = (r for r in releases if r.date and r.kind != Release.Kind.EXPECTED)
    return next(dated_ones, None)


def year_of(releases: list[Release]) -> str:
    first = first_of(releases)
    return str(first.date.year) if first and first.date else ""


def related(
    production: Production,
    relations: list[Relation],
    authors: dict[int, list[Credit]],
    releases: dict[int, list[Release]],
) -> tuple[tuple[Related, ...], tuple[Related, ...]]:
    """Return a production's sources, and what it led to, by year."""
    sources: list[Related] = []
    led_to: list[Related] = []
    for relation in relations:
        is_source = relation.from_production_id == production.pk
        other = relation.to_production if is_source else relation.from_production
        found = Related(
            production=other,
            how=capitalized(str(relation.type)),
            by=tuple(credited.link(credit) for credit in _authors_of(authors[other.pk])),
            year=year_of(releases[other.pk]),
            note=relation.note,
        )
        (sources if is_source else led_to).append(found)
    return tuple(sources), tuple(sorted(led_to, key=lambda each: each.year or "9999"))


def _authors_of(credits: list[Credit]) -> list[Credit]:
    """Return who wrote a book, or who created a film or series."""
    for role in (Role.AUTHOR, Role.CREATOR, Role.WRITER):
        if found := credited.by(credits, role):
            return found
    return []
