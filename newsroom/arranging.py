"""The verbs of the front page: put a story on a place, take it off, move it, take the last change back.

A place holds one story at a time. Who stands in the way of a new one ends when it begins, and comes
back after it where the new one has an end. Every verb gives what it changed, so that it can be undone,
and writes a line to the log. Each locks the whole front page first, so that two editors' changes come
one after the other.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils.dateparse import parse_datetime

from articles.models import Article
from history.recording import record
from history.snapshots import as_json
from newsroom.front import places
from newsroom.models import FrontPage, FrontSlot
from verbs.refusals import Refused
from words.times import dated

if TYPE_CHECKING:
    from newsroom.models import User

ROW = ("place", "article_id", "from_at", "until_at", "chosen_by_id")
Row = dict[str, Any]


@dataclass(frozen=True)
class Change:
    """What was done, and each row before and after it; None where there was none. As JSON holds it."""

    said: str
    rows: dict[str, tuple[Row | None, Row | None]]
    place: int = 0

    def as_json(self) -> dict[str, Any]:
        return {"said": self.said, "rows": self.rows, "place": self.place}


class _Pen:
    """Writes slots, and remembers what they were."""

    def __init__(self, by: User) -> None:
        self.by = by
        self.before: dict[int, Row | None] = {}

    def end(self, slot: FrontSlot, at: datetime) -> None:
        """It stands until then; one that would only have begun then is taken away."""
        self.before.setdefault(slot.pk, _row(slot))
        if slot.from_at >= at:
            FrontSlot.objects.filter(pk=slot.pk).delete()
        else:
            FrontSlot.objects.filter(pk=slot.pk).update(until_at=at)

    def begin(
        self, story: Article, place: int, from_at: datetime, until_at: datetime | None
    ) -> FrontSlot:
        slot = FrontSlot(place=place, article=story, from_at=from_at, until_at=until_at)
        slot.chosen_by = self.by
        slot.save()
        self.before[slot.pk] = None
        return slot

    def change(self, verb: str, sentence: str, place: int = 0) -> Change:
        """Write a line to the log, and return what changed."""
        now = {slot.pk: _row(slot) for slot in FrontSlot.objects.filter(pk__in=self.before)}
        rows = {f"{pk}": (was, now.get(pk)) for pk, was in self.before.items()}
        _record(verb, by=self.by, before=self.before.values(), after=now.values())
        return Change(sentence, rows, place)


@transaction.atomic
def put(
    story: Article,
    *,
    place: int,
    by: User,
    at: datetime,
    from_at: datetime | None = None,
    until_at: datetime | None = None,
) -> Change:
    """The story has the place from then on, or from `at`; until then, or until what is planned there.

    Raises Refused for a story that is not out and not scheduled, for an end before the beginning,
    and for an end after something planned begins.
    """
    FrontPage.lock()
    begins = max(from_at or at, at)
    if story.published_at is None or story.withdrawn_at:
        raise Refused("Only a published or scheduled story can stand on the front page.")
    if until_at and until_at <= begins:
        raise Refused("“Until” has to be later than “from”. Change one of them.")
    in_the_way = _on(place, begins)
    planned = [slot for slot in in_the_way if slot.from_at > begins]
    if planned and until_at and planned[0].from_at < until_at:
        raise Refused(
            f"“{planned[0].article}” has place {place} from {dated(planned[0].from_at)}. "
            "End this one by then, or take that one off first."
        )
    ends = until_at or (planned[0].from_at if planned else None)
    pen = _Pen(by)
    for slot in in_the_way:
        if slot.from_at <= begins:
            pen.end(slot, begins)
            comes_back = slot.article_id != story.pk
            if until_at and comes_back and (slot.until_at is None or slot.until_at > until_at):
                pen.begin(slot.article, place, until_at, slot.until_at)
    for slot in FrontSlot.objects.active(begins).filter(article=story).exclude(place=place):
        pen.end(slot, begins)
    pen.begin(story, place, begins, ends)
    return pen.change("placed", f"Put “{story}” on place {place}{_span(begins, ends, at)}.", place)


@transaction.atomic
def take_off(slot: FrontSlot, *, by: User, at: datetime) -> Change:
    """The place is filled by recency from `at` on.

    Raises Refused for a slot that is over by then, and for one that somebody else took off.
    """
    FrontPage.lock()
    stored = FrontSlot.objects.select_related("article").filter(pk=slot.pk).first()
    if stored is None:
        raise Refused("Somebody took that off already.")
    if stored.until_at and stored.until_at <= at:
        raise Refused("That is over by then anyway.")
    pen = _Pen(by)
    pen.end(stored, at)
    return pen.change(
        "taken off", f"Took “{stored.article}” off place {stored.place}.", stored.place
    )


@transaction.atomic
def move(*, place: int, by: User, at: datetime, down: bool) -> Change:
    """What stands on a place at `at` and its neighbor change places, each with its own end.

    A neighbor that stood there by recency flows on. Raises Refused at either end of the page.
    """
    FrontPage.lock()
    to = place + (1 if down else -1)
    shown = places(at=at)
    if not (1 <= place <= len(shown) and 1 <= to <= len(shown)):
        raise Refused("There is no place further that way.")
    pen = _Pen(by)
    stories = {place: shown[place - 1], to: shown[to - 1]}
    slots = {}
    for slot in FrontSlot.objects.active(at).filter(place__in=stories):
        if slot.article_id == stories[slot.place].pk:
            slots[slot.place] = slot
        pen.end(slot, at)
    for origin, target in ((place, to), (to, place)):
        if origin in slots or origin == place:
            ends = slots[origin].until_at if origin in slots else None
            pen.begin(stories[origin], target, at, _clipped(target, at, ends))
    moved = stories[place]
    return pen.change("moved", f"Moved “{moved}” from place {place} to {to}.", to)


@transaction.atomic
def plan(slot: FrontSlot, *, by: User) -> None:
    """The slot is stored as it is in memory, new or changed.

    Raises Refused where another story has its place at that time.
    """
    FrontPage.lock()
    try:
        slot.clean()
    except ValidationError as taken:  # since the form asked
        raise Refused(fields={"place": " ".join(taken.messages)}) from taken
    stored = FrontSlot.objects.filter(pk=slot.pk).first()
    slot.chosen_by = by
    slot.save()
    before = [_row(stored)] if stored else []
    _record("changed" if stored else "planned", by=by, before=before, after=[_row(slot)])


@transaction.atomic
def remove(slot: FrontSlot, *, by: User) -> None:
    """The slot is gone, and its place is filled by recency also where it was until now."""
    FrontPage.lock()
    stored = FrontSlot.objects.filter(pk=slot.pk).first()
    if stored is not None:
        _record("deleted", by=by, before=[_row(stored)], after=[])
        stored.delete()


@transaction.atomic
def undo(change: dict[str, Any], *, by: User) -> str:
    """Every row is as it was before the change; raises Refused if somebody changed one since."""
    FrontPage.lock()
    rows = change["rows"]
    now = {f"{slot.pk}": _row(slot) for slot in FrontSlot.objects.filter(pk__in=rows)}
    if any(now.get(pk) != after for pk, (_, after) in rows.items()):
        raise Refused("The front page was changed since, so that can’t be taken back.")
    for pk, (before, _) in rows.items():
        if before is None:
            FrontSlot.objects.filter(pk=pk).delete()
    for pk, (before, _) in rows.items():
        if before is not None:
            moments = {name: before[name] and parse_datetime(before[name]) for name in ROW[2:4]}
            FrontSlot(pk=int(pk), **(before | moments)).save()
    was, became = zip(*rows.values(), strict=True)
    _record("taken back", by=by, before=became, after=was)
    return f"Taken back: {change['said']}"


def _on(place: int, begins: datetime) -> list[FrontSlot]:
    """What stands on a place then, and what is planned there, in the order of their beginnings."""
    rows = FrontSlot.objects.filter(Q(until_at=None) | Q(until_at__gt=begins), place=place)
    return list(rows.select_related("article").order_by("from_at", "pk"))


def _clipped(place: int, at: datetime, until: datetime | None) -> datetime | None:
    """The end, or the beginning of what is planned on the place if that comes earlier."""
    planned = FrontSlot.objects.filter(place=place, from_at__gt=at).order_by("from_at").first()
    ends = [moment for moment in (until, planned.from_at if planned else None) if moment]
    return min(ends, default=None)


def _record(
    verb: str, *, by: User, before: Iterable[Row | None], after: Iterable[Row | None]
) -> None:
    """Write to the log which slots there were and are: place, story, and from when until when."""
    sides = [[row for row in rows if row] for rows in (before, after)]
    stories = Article.objects.in_bulk({row["article_id"] for rows in sides for row in rows})
    told = [
        sorted(
            (
                {
                    "place": row["place"],
                    "story": stories[row["article_id"]].public_id,
                    "from": _utc(row["from_at"]),
                    "until": _utc(row["until_at"]),
                }
                for row in rows
            ),
            key=lambda slot: (slot["place"], slot["from"]),
        )
        for rows in sides
    ]
    record(
        verb,
        by=by,
        touched=[FrontPage(), *stories.values()],
        before={"places": told[0]},
        after={"places": told[1]},
    )


def _utc(moment: str | None) -> Any:
    return as_json(parse_datetime(moment)) if moment else None


def _row(slot: FrontSlot) -> Row:
    values = {name: getattr(slot, name) for name in ROW}
    return values | {name: values[name] and values[name].isoformat() for name in ROW[2:4]}


def _span(begins: datetime, ends: datetime | None, at: datetime) -> str:
    since = f" from {dated(begins)}" if begins > at else ""
    until = f" until {dated(ends)}" if ends else ""
    return since + until
