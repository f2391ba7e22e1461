"""The names in a story as its call sheet lists them, in order of billing.

People and productions come first, in the order in which the text names them; companies, awards and
the rest follow in theirs. A film's call sheet does the same: it has the cast first, and the company at its foot.
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

FIRST = (Kind.PERSON, Kind.PRODUCTION)
ROLES = 2  # printed of the roles that somebody had on one production


@dataclass(frozen=True)
class BilledName:
    """A name and a line saying why the story names it. The line ends with `title`, in italics."""

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


def billed_names(
    keys: Iterable[int],
    cards: Mapping[int, Card],
    readings: Iterable[ContestReading],
    *,
    at: datetime,
) -> tuple[BilledName, ...]:
    """Return the names of the entities in `keys` that have a card, billed. One query.

    `keys` are in the order of the text. A person's line is what they did on a production that the
    story names too, else "Nominee" if they are in a nominees box, else what they are; for everything
    else it is always the latter.
    """
    places = {key: place for place, key in enumerate(key for key in keys if key in cards)}
    billed = sorted(places, key=lambda key: cards[key].entity.kind not in FIRST)  # stable
    works = _works(places, cards, at=at)
    nominated = _nominated(readings)
    named = []
    for number, key in enumerate(billed, start=1):
        if work := _nearest_work(works.get(key, []), places[key], places):
            line, title = _line(work, cards, places)
        elif key in nominated:
            line, title = "Nominee", nominated[key]
        else:
            line, title = ", ".join(filter(None, (cards[key].kind_line, cards[key].year))), ""
        named.append(BilledName(number, cards[key].entity, line, title))
    return tuple(named)


def _nearest_work(works: list[_Work], place: int, places: Mapping[int, int]) -> _Work | None:
    """Return the work that the story most likely names somebody for.

    That is the book for its author, else the last production named before them, else the first
    one after: "*The Normal Heart*, by Ryan Murphy", "Hugh Jackman was there for *Bad Education*".
    """

    def distance(work: _Work) -> tuple[bool, bool, int]:
        behind = place - places[work.production]
        return not work.is_written, behind < 0, abs(behind)

    return min(works, key=distance, default=None)


def _line(work: _Work, cards: Mapping[int, Card], places: Mapping[int, int]) -> tuple[str, str]:
    """Return what somebody did, and the title unless it is the first that the story names."""
    first = next(key for key in places if cards[key].entity.kind == Kind.PRODUCTION)
    title = cards[work.production].entity
    line = f"Author of the {title.as_production.type}" if work.is_written else work.line
    return line, "" if title.name == cards[first].entity.name else title.name


def _works(
    keys: Iterable[int], cards: Mapping[int, Card], *, at: datetime
) -> dict[int, list[_Work]]:
    """Return what each person did on each of the productions. One query."""
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
    """Return the titles that people are nominated for in the boxes, by the person's key."""
    return {
        nominee.party.pk: entry.production.name if entry.production else ""
        for reading in readings
        for entry in reading.entries
        for nominee in entry.nominees
        if nominee.party
    }
