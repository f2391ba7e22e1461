"""How a verb writes to the log, in the transaction of what it does."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import models, transaction
from django.utils import timezone

from history.models import Change, Touched
from history.snapshots import difference

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractUser

EMPTY: tuple[Any, ...] = (None, "", [], {})
LONGEST_NAME = Change._meta.get_field("subject_name").max_length
LONGEST_NOTE = Change._meta.get_field("note").max_length


def kind_of(model: type[models.Model]) -> str:
    """Return what the log calls rows of the model: "picture", "tag"; "entity" for a person."""
    parents = model._meta.get_parent_list()
    return str((parents[-1] if parents else model)._meta.model_name)


@transaction.atomic
def record(
    verb: str,
    *,
    by: AbstractUser | None,
    touched: Iterable[Any],
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
    note: str = "",
    at: datetime | None = None,
) -> Change | None:
    """Write what `by` did to the log, and return the line.

    `touched` are the rows concerned, each with a public id; `before` and `after` are about the first
    of them. Without `before` it is new, without `after` it is gone. Only what differs between the two
    is kept, and of a row that is new or gone only what isn't empty. Where nothing differs, nothing
    was done: nothing is written, and None returned. Two queries.
    """
    before, after = difference(before or {}, after or {})
    before = {name: value for name, value in before.items() if name in after or value not in EMPTY}
    after = {name: value for name, value in after.items() if name in before or value not in EMPTY}
    if not before and not after:
        return None
    moment, touched = at or timezone.now(), list(touched)
    identities = list(dict.fromkeys((kind_of(row._meta.model), row.public_id) for row in touched))
    kind, public_id = identities[0]
    change = Change.objects.create(
        at=moment,
        by_id=by.pk if by else None,
        verb=verb,
        subject_kind=kind,
        subject_id=public_id,
        subject_name=str(touched[0])[:LONGEST_NAME],
        before=before,
        after=after,
        note=note.strip()[:LONGEST_NOTE],
    )
    Touched.objects.bulk_create(
        Touched(change=change, kind=kind, public_id=public_id, at=moment)
        for kind, public_id in identities
    )
    return change
