"""Who and what a story names, in order of billing.

People and productions stand first, in the order in which the text names them, then companies,
awards and the rest in theirs.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from awards.cards import Card
from awards.contests import ContestReading
from people import roles
from people.models import Credit, Entity, Kind
from people.pages.wording import played
from people.roles import Role
from words.wording import capitalized

# A call sheet has the cast first, and whose production it is at its foot.
BILLED = (Kind.PERSON, Kind.PRODUCTION)
ROLES = 2  # of several that somebody had on one production


@dataclass(frozen=True)
class Named:
    """A name, and in a line what it has to do with the story; `title` ends the line in italics."""

    number: int
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

    A person stands there for what they did on a production that is named too, else as a nominee
    of a box, else for what they are, as everything else does.
    """
    places = {key: place for place, key in enumerate(key for key in keys if key in cards)}
    billed = sorted(places, key=lambda key: cards[key].entity.kind not in BILLED)  # stable
    works = _works(places, cards, at=at)
    nominated = _nominated(readings)
    named = []
    for number, key in enumerate(billed, start=1):
        if work := _told_by(works.get(key, []), places[key], places):
            line, title = _line(work, cards, places)
        elif key in nominated:
            line, title = "Nominee", nominated[key]
        else:
            line, title = ", ".join(filter(None, (cards[key].kind_line, cards[key].year))), ""
        named.append(Named(number, cards[key].entity, line, title))
    return tuple(named)


def _told_by(works: list[_Work], place: int, places: Mapping[int, int]) -> _Work | None:
    """The work that a story names somebody for.

    That is the book for its author, else the last production named before them, else the first
    one after: "*The Normal Heart*, by Ryan Murphy", "Hugh Jackman was there for *Bad Education*".
    """

    def distance(work: _Work) -> tuple[bool, bool, int]:
        behind = place - places[work.production]
        return not work.is_written, behind < 0, abs(behind)

    return min(works, key=distance, default=None)


def _line(work: _Work, cards: Mapping[int, Card], places: Mapping[int, int]) -> tuple[str, str]:
    """What it was; and on what, unless that is what the story names first."""
    first = next(key for key in places if cards[key].entity.kind == Kind.PRODUCTION)
    title = cards[work.production].entity
    line = f"Author of the {title.as_production.type}" if work.is_written else work.line
    return line, "" if title.name == cards[first].entity.name else title.name


def _works(
    keys: Iterable[int], cards: Mapping[int, Card], *, at: datetime
) -> dict[int, list[_Work]]:
    """What each person did on each of the productions."""
    by_kind: dict[str, list[int]] = {Kind.PERSON: [], Kind.PRODUCTION: []}
    for key in keys:
        by_kind.setdefault(cards[key].entity.kind, []).append(key)
    credits = Credit.objects.public(at).filter(
        party__in=by_kind[Kind.PERSON], production__in=by_kind[Kind.PRODUCTION]
    )
    together: dict[tuple[int, int], list[Credit]] = {}
    for credit in credits:
        together.setdefault((credit.party_id, credit.production_id), []).append(credit)
    works: dict[int, list[_Work]] = {}
    for (party, production), rows in together.items():
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
