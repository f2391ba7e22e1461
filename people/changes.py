"""Storing a row of the record, what the log keeps of it, and what the log says of an entity."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import AbstractUser
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import IntegrityError, models, transaction

from history import snapshots
from history.models import Change, ChangeQuerySet
from people.models import Entity
from verbs.refusals import Refused
from words import storable

# Columns that are made from others, or count the changes themselves.
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


def write(row: models.Model) -> None:
    """Check and store a row. Raises Refused where a field is wrong or the database can't hold it.

    Characters that nobody can see are taken out of its texts first.
    """
    storable.strip_unseen(row)
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
            f"Somebody entered the same {row._meta.verbose_name} a moment ago. Check theirs, and "
            "enter yours only if it is a different one."
        ) from clash


def snapshot(row: models.Model) -> dict[str, Any]:
    """Return every column that somebody may have chosen, as JSON holds it. May query for relations."""
    fields = row._meta.concrete_fields
    return snapshots.snapshot(row, {field.name for field in fields} - DERIVED)


def changes_of(entity: Entity) -> ChangeQuerySet:
    """Return the changes that touched the entity or a row that was merged into it, newest first.

    One query for the merged rows; what the log says of them stays as it was written.
    """
    # A merge points the rows merged into the loser at the survivor too: one step finds them all.
    merged = Entity.objects.filter(merged_into=entity.pk).values_list("public_id", flat=True)
    return Change.objects.touching(entity.kind, entity.public_id, *merged)


def last_editor(entity: Entity, *, but: AbstractUser | None = None) -> str:
    """Return the name of who changed the entity last, or of who did except for `but`. One query."""
    changes = Change.objects.touching(entity.kind, entity.public_id).select_related("by")
    change = (changes.exclude(by=but.pk) if but else changes).first()
    if change is None or change.by is None:
        return "Somebody"
    return change.by.display_name
