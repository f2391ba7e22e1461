"""Edit the front page: pin a story to a place, unpin it, move it, undo the last change.

A place holds one story at a time. When a new story starts there, the present one ends; it comes back
afterwards if the new one has an end. Every verb logs what it did and returns it, so that it can be
undone. Each one locks the whole front page first, so that two editors' changes come one after the other.
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
from newsroom.front_page.page import stories_by_place
from newsroom.models import FrontPage, FrontSlot
from verbs.refusals import Refused
from words.times import dated

if TYPE_CHECKING:
    from newsroom.models import User

COLUMNS = ("place", "article_id", "from_at", "until_at", "chosen_by_id")
Values = dict[str, Any]
"""The columns of a slot as JSON can hold them: moments are ISO text."""


@dataclass(frozen=True)
class FrontPageChange:
    """What an editor did: a message for them, and every slot before and after it, by primary key.

    A slot that didn't exist is None. `place` is the one to show next.
    """

    message: str
    rows: dict[str, tuple[Values | None, Values | None]]
    place: int = 0

    def as_json(self) -> dict[str, Any]:
        return {"message": self.message, "rows": self.rows, "place": self.place}


class _SlotWriter:
    """Writes slots, and remembers what they were before."""

    def __init__(self, by: User) -> None:
        self.by = by
        self.before: dict[int, Values | None] = {}

    def end(self, slot: FrontSlot, at: datetime) -> None:
        """End the slot at `at`; delete one that would start then or later."""
        self.before.setdefault(slot.pk, _values(slot))
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

    def log(self, verb: str, message: str, place: int = 0) -> FrontPageChange:
        """Log everything that was written, and return it as one change."""
        now = {slot.pk: _values(slot) for slot in FrontSlot.objects.filter(pk__in=self.before)}
        rows = {f"{pk}": (was, now.get(pk)) for pk, was in self.before.items()}
        _log(verb, by=self.by, before=self.before.values(), after=now.values())
        return FrontPageChange(message, rows, place)


@transaction.atomic
def pin(
    story: Article,
    *,
    place: int,
    by: User,
    at: datetime,
    from_at: datetime | None = None,
    until_at: datetime | None = None,
) -> FrontPageChange:
    """Pin the story to a place, from `from_at` or `at` to `until_at` or the next pin planned there.

    Raises Refused for a story that is neither published nor scheduled, for an end before the start,
    and for an end after the next planned pin starts.
    """
    FrontPage.lock()
    starts = max(from_at or at, at)
    if story.published_at is None or story.withdrawn_at:
        raise Refused("Only a published or scheduled story can go on the front page.")
    if until_at and until_at <= starts:
        raise Refused("The end must be later than the start. Change one of them.")
    pins = _pins_from(place, starts)
    planned = [slot for slot in pins if slot.from_at > starts]
    if planned and until_at and planned[0].from_at < until_at:
        raise Refused(
            f"“{planned[0].article}” is scheduled for place {place} from {dated(planned[0].from_at)}. "
            "End this one by then, or remove that one first."
        )
    ends = until_at or (planned[0].from_at if planned else None)
    writer = _SlotWriter(by)
    for slot in pins:
        if slot.from_at <= starts:
            writer.end(slot, starts)
            comes_back = slot.article_id != story.pk
            if until_at and comes_back and (slot.until_at is None or slot.until_at > until_at):
                writer.begin(slot.article, place, until_at, slot.until_at)
    for slot in FrontSlot.objects.active(starts).filter(article=story).exclude(place=place):
        writer.end(slot, starts)
    writer.begin(story, place, starts, ends)
    return writer.log(
        "placed", f"Pinned “{story}” to place {place}{_span(starts, ends, at)}.", place
    )


@transaction.atomic
def unpin(slot: FrontSlot, *, by: User, at: datetime) -> FrontPageChange:
    """End the slot at `at`; from then on the newest stories fill its place.

    Raises Refused for a slot that has ended by then, and for one that someone else has removed.
    """
    FrontPage.lock()
    stored = FrontSlot.objects.select_related("article").filter(pk=slot.pk).first()
    if stored is None:
        raise Refused("Someone has already removed that story.")
    if stored.until_at and stored.until_at <= at:
        raise Refused("That slot has already ended by then.")
    writer = _SlotWriter(by)
    writer.end(stored, at)
    return writer.log(
        "taken off", f"Removed “{stored.article}” from place {stored.place}.", stored.place
    )


@transaction.atomic
def move(*, place: int, by: User, at: datetime, down: bool) -> FrontPageChange:
    """Swap the story that a place shows at `at` with its neighbor; each keeps its own end.

    A neighbor that is there only because it is new isn't pinned. Raises Refused at either end of the
    page.
    """
    FrontPage.lock()
    to = place + (1 if down else -1)
    shown = stories_by_place(at=at)
    if not (1 <= place <= len(shown) and 1 <= to <= len(shown)):
        raise Refused("It is already at the end.")
    writer = _SlotWriter(by)
    stories = {place: shown[place - 1], to: shown[to - 1]}
    slots = {}
    for slot in FrontSlot.objects.active(at).filter(place__in=stories):
        if slot.article_id == stories[slot.place].pk:
            slots[slot.place] = slot
        writer.end(slot, at)
    for origin, target in ((place, to), (to, place)):
        if origin in slots or origin == place:
            ends = slots[origin].until_at if origin in slots else None
            writer.begin(stories[origin], target, at, _clipped(target, at, ends))
    moved = stories[place]
    return writer.log("moved", f"Moved “{moved}” from place {place} to place {to}.", to)


@transaction.atomic
def save_slot(slot: FrontSlot, *, by: User) -> None:
    """Save a new or changed slot. Raises Refused if another story has its place at that time."""
    FrontPage.lock()
    try:
        slot.clean()
    except ValidationError as taken:  # by somebody else since the form was checked
        raise Refused(fields={"place": " ".join(taken.messages)}) from taken
    stored = FrontSlot.objects.filter(pk=slot.pk).first()
    slot.chosen_by = by
    slot.save()
    before = [_values(stored)] if stored else []
    _log("changed" if stored else "planned", by=by, before=before, after=[_values(slot)])


@transaction.atomic
def delete_slot(slot: FrontSlot, *, by: User) -> None:
    """Delete the slot, its past included; one that is gone already is no error."""
    FrontPage.lock()
    stored = FrontSlot.objects.filter(pk=slot.pk).first()
    if stored is not None:
        _log("deleted", by=by, before=[_values(stored)], after=[])
        stored.delete()


@transaction.atomic
def undo(change: dict[str, Any], *, by: User) -> str:
    """Put every slot of a change back, and return a message.

    `change` is a `FrontPageChange` as JSON. Raises Refused if anybody has changed one of the slots since.
    """
    FrontPage.lock()
    rows = change["rows"]
    now = {f"{slot.pk}": _values(slot) for slot in FrontSlot.objects.filter(pk__in=rows)}
    if any(now.get(pk) != after for pk, (_, after) in rows.items()):
        raise Refused("The front page has changed since then, so this can’t be undone.")
    for pk, (before, _) in rows.items():
        if before is None:
            FrontSlot.objects.filter(pk=pk).delete()
    for pk, (before, _) in rows.items():
        if before is not None:
            moments = {name: before[name] and parse_datetime(before[name]) for name in COLUMNS[2:4]}
            FrontSlot(pk=int(pk), **(before | moments)).save()
    was, became = zip(*rows.values(), strict=True)
    _log("taken back", by=by, before=became, after=was)
    return f"Undone: {change['message']}"


def _pins_from(place: int, moment: datetime) -> list[FrontSlot]:
    """Return the slots of a place that end after `moment`, by their start."""
    rows = FrontSlot.objects.filter(Q(until_at=None) | Q(until_at__gt=moment), place=place)
    return list(rows.select_related("article").order_by("from_at", "pk"))


def _clipped(place: int, at: datetime, until: datetime | None) -> datetime | None:
    """Return `until`, or the start of the next slot planned on the place if that is earlier."""
    planned = FrontSlot.objects.filter(place=place, from_at__gt=at).order_by("from_at").first()
    ends = [moment for moment in (until, planned.from_at if planned else None) if moment]
    return min(ends, default=None)


def _log(
    verb: str, *, by: User, before: Iterable[Values | None], after: Iterable[Values | None]
) -> None:
    """Write the slots before and after a change to the log: place, story, start and end."""
    sides = [[row for row in rows if row] for rows in (before, after)]
    stories = Article.objects.in_bulk({row["article_id"] for rows in sides for row in rows})
    slots = [
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
        before={"places": slots[0]},
        after={"places": slots[1]},
    )


def _utc(moment: str | None) -> Any:
    return as_json(parse_datetime(moment)) if moment else None


def _values(slot: FrontSlot) -> Values:
    values = {name: getattr(slot, name) for name in COLUMNS}
    return values | {name: values[name] and values[name].isoformat() for name in COLUMNS[2:4]}


def _span(starts: datetime, ends: datetime | None, at: datetime) -> str:
    since = f" from {dated(starts)}" if starts > at else ""
    until = f" until {dated(ends)}" if ends else ""
    return since + until
