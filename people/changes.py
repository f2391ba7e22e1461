"""Writing a row of the record, and what the log keeps of it: what was there before, what after."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable
from typing import Any

from django.contrib.auth.models import AbstractUser
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import IntegrityError, models, transaction

from history import snapshots
from people.models import Entity, Event
from verbs.refusals import Refused
from words import storable

# Columns that follow from others, or count the changes themselves.
DERIVED = {
    "id",
    "entity",
    "entity_ptr",
    "folded_name",
    "sort_key",
    "stored_nominations_counted_from",
    "stored_wins_counted_from",
    "version",
    "created_at",
    "updated_at",
}

WHY_LENGTH = 500


def write(row: models.Model) -> None:
    """The row is stored, if it is whole and the database can hold it; else Refused says why not.

    Characters that nobody can see are taken out of its texts first.
    """
    storable.take_out(row)
    if unfit := storable.faults(row):
        raise Refused(fields=unfit)
    links_to_parents = {link.name for link in row._meta.parents.values() if link}
    try:
        row.full_clean(exclude=links_to_parents)
    except ValidationError as wrong:
        fields = {name: " ".join(said) for name, said in wrong.message_dict.items()}
        whole = fields.pop(NON_FIELD_ERRORS, "")
        raise Refused(*filter(None, [whole]), fields=fields) from wrong
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as clash:  # it was free when we looked
        raise Refused(
            f"Somebody entered the same {row._meta.verbose_name} a moment ago. Look at theirs, and "
            "enter yours only if it is another one."
        ) from clash


def snapshot(row: models.Model) -> dict[str, Any]:
    """Return every column that somebody may have chosen, as JSON holds it. May query for relations."""
    fields = row._meta.concrete_fields
    return snapshots.snapshot(row, {field.name for field in fields} - DERIVED)


def log(
    entity: Entity | None,
    verb: str,
    *,
    by: AbstractUser | None,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
    why: str = "",
) -> Event:
    """A line is added to the log."""
    return Event.objects.create(
        entity_id=entity.pk if entity else None,
        by_id=by.pk if by else None,
        verb=verb,
        before=before or {},
        after=after or {},
        why=why.strip()[:WHY_LENGTH],
    )


def digest(rows: Iterable[models.Model], *, names: Collection[str] | None = None) -> str:
    """What the rows hold, in a few letters: they differ once anything in them does.

    With `names` only these columns count.
    """
    held = [
        [
            str(getattr(row, f.attname))
            for f in row._meta.concrete_fields
            if names is None or f.name in names
        ]
        for row in rows
    ]
    return hashlib.sha256(repr(held).encode()).hexdigest()[:20]


def last_hand(entity: Entity, *, but: AbstractUser | None = None) -> str:
    """Who changed it last, by name; with `but`, who of the others. One query."""
    events = Event.objects.filter(entity=entity.pk).select_related("by")
    event = (events.exclude(by=but.pk) if but else events).first()
    if event is None or event.by is None:
        return "Somebody"
    return event.by.display_name
