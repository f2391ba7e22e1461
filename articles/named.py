"""Who and what a story names, in order of billing.

People and productions stand first, in the order in which the text names them, then companies,
awards and the rest in theirs.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from people import roles
from people.cards import Card
from people.contests import ContestReading
from people.models import Credit, Entity, Kind
from people.pages.wording import capitalized, played
from people.roles import Role

# A call sheet has the cast first, and whose production it is at its foot.
BILLED = (Kind.PERSON, Kind.PRODUCTION)
ROLES = 2  # of several that somebody had on one production


@dataclass(frozen=True)
class Named:
    """A name, and in a line what it has to do with the story; `title` ends the line in italics."""

    entity: Entity
    line: str
    title: str = ""


@dataclass(frozen=True)
class _Work:
    """What somebody did on one production that the story names."""

    production: int
    roles: tuple[str, ...]
    characters: tuple[str, ...]

    @property
    def line(self) -> str:
        """ "Dominick and Thomas Birdsey", "Cast", "Writer, director"."""
        if self.characters:
            return played(self.characters)
        if any(role in roles.CAST for role in self.roles):
            return "Cast"
        return capitalized(", ".join(Role(role).label.lower() for role in self.roles[:ROLES]))

    @property
    def is_written(self) -> bool:
        return Role.AUTHOR in self.roles


def in_order(
    keys: Iterable[int],
    cards: Mapping[int, Card],
    readings: Iterable[ContestReading],
    *,
    at: datetime,
) -> tuple[Named, ...]:
    """Those of the keys that have a card; they come in the order of the text. One query.

    A person or company stands there for what they did on the first production named that they
    worked on (an author for the book), else as a nominee of a box, else for what they are.
    """
    found = [key for key in keys if key in cards]
    order = sorted(found, key=lambda key: cards[key].entity.kind not in BILLED)  # stable
    titles = [key for key in order if cards[key].entity.kind == Kind.PRODUCTION]
    works = _works(order, titles, at=at)
    nominated = _nominated(readings)
    named = []
    for key in order:
        card = cards[key]
        if key in works:
            work = min(
                works[key], key=lambda work: (not work.is_written, titles.index(work.production))
            )
            title = cards[work.production].entity
            beside = "" if title.name == cards[titles[0]].entity.name else title.name
            line = f"Author of the {title.as_production.type}" if work.is_written else work.line
            named.append(Named(card.entity, line, beside))
        elif key in nominated:
            named.append(Named(card.entity, "Nominee", nominated[key]))
        else:
            line = ", ".join(filter(None, (card.kind_line, card.year)))
            named.append(Named(card.entity, line))
    return tuple(named)


def _works(parties: list[int], productions: list[int], *, at: datetime) -> dict[int, list[_Work]]:
    found: dict[tuple[int, int], list[Credit]] = {}
    credits = Credit.objects.public(at).filter(party__in=parties, production__in=productions)
    for credit in credits:
        found.setdefault((credit.party_id, credit.production_id), []).append(credit)
    works: dict[int, list[_Work]] = {}
    for (party, production), rows in found.items():
        rows.sort(key=lambda credit: roles.ORDER[Role(credit.role)])
        work = _Work(
            production,
            tuple(dict.fromkeys(row.role for row in rows)),
            tuple(name for row in rows for name in row.characters),
        )
        works.setdefault(party, []).append(work)
    return works


def _nominated(readings: Iterable[ContestReading]) -> dict[int, str]:
    return {
        nominee.party.pk: entry.production.name if entry.production else ""
        for reading in readings
        for entry in reading.entries
        for nominee in entry.nominees
        if nominee.party
    }
