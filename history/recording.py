"""How a verb writes to the log, in the transaction of what it does."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import models, transaction
from django.utils import timezone

from history.models import LONGEST_NAME, Change, Touched
from history.snapshots import difference
from words.folding import fold

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractUser

EMPTY: tuple[Any, ...] = (None, "", [], {})


def kind_of(row: models.Model | type[models.Model]) -> str:
    """Return what the log calls the row, or the rows of a model: "picture", "tag", "person".

    That is the name of the model, unless a row has a `history_kind` of its own.
    """
    if isinstance(row, models.Model) and (kind := getattr(row, "history_kind", "")):
        return str(kind)
    return str(row._meta.model_name)


@transaction.atomic(savepoint=False)
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
    identities = list(dict.fromkeys((kind_of(row), row.public_id) for row in touched))
    kind, public_id = identities[0]
    name = str(touched[0])
    change = Change.objects.create(
        at=moment,
        by_id=by.pk if by else None,
        verb=verb,
        subject_kind=kind,
        subject_id=public_id,
        subject_name=name[:LONGEST_NAME],
        folded_name=fold(name)[:LONGEST_NAME],
        before=before,
        after=after,
        note=note.strip(),
    )
    Touched.objects.bulk_create(
        Touched(change=change, kind=kind, public_id=public_id, at=moment)
        for kind, public_id in identities
    )
    return change
