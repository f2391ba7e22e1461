"""Notes what a page is made from, while it is made.

Whoever reads rows for a page says so: `made_from("story", article.pk)`. Where no page is recorded, as
at the desk or in a test of one function, it does nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any, Self

from django.db import models
from django.utils import timezone

from press.position import Position


@dataclass(frozen=True)
class Recording:
    """A page that is being made: what was read for it, and the position at which that began."""

    begun_at: Position
    identities: set[str]


_recording: ContextVar[Recording | None] = ContextVar("press_recording", default=None)


def identity(kind: str, key: object) -> str:
    """Return the identity of a row or a list as the log of changes writes it: "story:12"."""
    return f"{kind}:{key}"


def made_from(kind: str, *keys: object) -> None:
    """Note that the page being made shows something of these."""
    if (recording := _recording.get()) is not None:
        recording.identities.update(identity(kind, key) for key in keys)


def made_from_each(kind: str, keys: Iterable[object]) -> None:
    """The same for many keys; they are not even read where no page is recorded."""
    if _recording.get() is not None:
        made_from(kind, *keys)


def made_from_day() -> None:
    """Note that what is read is told otherwise once the newsroom's day is over."""
    if _recording.get() is not None:
        made_from("day", timezone.localdate(timezone.now(), timezone.get_default_timezone()))


def being_made() -> Recording | None:
    """Return the page that is being made, None where no page is recorded."""
    return _recording.get()


@contextmanager
def recorded(recording: Recording | None) -> Iterator[None]:
    """Note what is read until the block ends; with None, note nothing."""
    token = _recording.set(recording)
    try:
        yield
    finally:
        _recording.reset(token)


class RecordedModel(models.Model):
    """A model whose rows are noted whenever one is read while a page is being made.

    Rows that are read as values, or only counted, aren't: whoever reads them so calls `made_from`.
    """

    recorded_as = ""  # the kind in the identity

    class Meta:
        abstract = True

    @classmethod
    def from_db(cls, db: Any, field_names: Any, values: Any, **options: Any) -> Self:
        row = super().from_db(db, field_names, values, **options)
        if (recording := _recording.get()) is not None:
            recording.identities.add(identity(cls.recorded_as, row.pk))
        return row
