"""Save the rows that belong to an entity: names, credits, releases, relations, nominations."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib.auth.models import AbstractUser
from django.db import models, transaction
from django.utils import timezone

from history.recording import record
from history.snapshots import difference
from people import search_rows
from people.changes import snapshot, write
from people.models import Credit, Entity
from verbs.refusals import Refused


@transaction.atomic
def save_rows(
    entity: Entity,
    *,
    by: AbstractUser | None,
    saved: Iterable[models.Model] = (),
    removed: Iterable[models.Model] = (),
    why: str = "",
) -> None:
    """Save and delete rows of the entity: unsaved instances, as a form leaves them.

    The contests, nominations and nominees of a ceremony belong to it. One line in the log for all
    of them. Raises Refused for a row that is wrong or the same as another.
    """
    removed, saved = list(removed), list(saved)
    before: dict[str, Any] = {}
    after: dict[str, Any] = {}
    neighbors: set[int] = set()
    for row in (*removed, *saved):
        stored = type(row)._default_manager.filter(pk=row.pk).first() if row.pk else None
        if stored is not None:
            before[_place(stored)] = snapshot(stored)
            neighbors |= _ends(stored)
    for row in removed:
        _remove(row)
    for row in saved:
        write(row)
        after[_place(row)] = snapshot(row)
        neighbors |= _ends(row)
    before, after = difference(before, after)
    if before or after:
        changed = Entity.objects.filter(pk=entity.pk)
        changed.update(version=models.F("version") + 1, updated_at=timezone.now())
        touched = [row for row in (*removed, *saved) if hasattr(row, "public_id")]
        record(
            "rows changed", by=by, touched=[entity, *touched], before=before, after=after, note=why
        )
        search_rows.write(entity)
        search_rows.write_these(neighbors - {entity.pk})
        entity.refresh_from_db(fields=["version", "updated_at"])


def _place(row: models.Model) -> str:
    """Return what the log calls the row: "credit 17", by its public id if it has one."""
    return f"{row._meta.model_name} {getattr(row, 'public_id', row.pk)}"


def _ends(row: models.Model) -> set[int]:
    """Return the entities whose pages print the credit's characters."""
    if not isinstance(row, Credit) or not row.characters:
        return set()
    return {row.production_id, row.party_id}


def _remove(row: models.Model) -> None:
    name = str(row)
    try:
        row.delete()
    except models.ProtectedError as needed:
        count = len(needed.protected_objects)
        others = "another row depends" if count == 1 else f"{count} other rows depend"
        raise Refused(
            f"“{name}” can’t be removed: {others} on it. Remove {'that' if count == 1 else 'those'} first."
        ) from needed
