"""What merges in all apps share: locking the two rows, comparing their fields, and a dry run.

The `survivor` stays, the `loser` goes. The app's own verb moves what refers to the loser.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any, TypeVar

from django.db import models, transaction

from verbs.refusals import Refused
from words.folding import fold

Row = TypeVar("Row", bound=models.Model)
Result = TypeVar("Result")


def lock_both(rows: models.QuerySet[Row], loser: models.Model, survivor: models.Model) -> list[Row]:
    """Return the loser and the survivor as stored, both locked until the transaction ends.

    Raises Refused if they are the same row, or if one was deleted. Locks are taken in the order of
    primary keys, so that two merges of the same pair wait for each other instead of deadlocking. One query.
    """
    if loser.pk == survivor.pk:
        raise Refused(f"You can’t merge “{loser}” into itself.")
    found = rows.select_for_update().order_by("pk").in_bulk([loser.pk, survivor.pk])
    if len(found) < 2:
        raise Refused("One of the two was deleted. Go back to the list and choose again.")
    return [found[loser.pk], found[survivor.pk]]


def dry_run(merge: Callable[..., Result], *args: Any, **kwargs: Any) -> Result:
    """Run the merge, roll everything back, and return what it returned. Raises what it raises."""
    with transaction.atomic():
        result = merge(*args, **kwargs)
        transaction.set_rollback(True)
    return result


@dataclass(frozen=True)
class FieldPair:
    """One field's value in both rows. `is_missing`: the survivor has none, and the loser has one."""

    field: models.Field
    survivor: Any
    loser: Any
    is_missing: bool

    @property
    def name(self) -> str:
        return self.field.name

    @property
    def differs(self) -> bool:
        return bool(self.survivor != self.loser)


def compare(loser: models.Model, survivor: models.Model) -> list[FieldPair]:
    """Return every field that an editor can fill in, in the model's order. No query."""
    pairs = []
    for field in _editable_fields(type(survivor)):
        ours, theirs = entered_value(survivor, field), entered_value(loser, field)
        is_missing = ours in field.empty_values and theirs not in field.empty_values
        # A disambiguation only told these two namesakes apart: the survivor doesn't need it.
        if field.name == "disambiguation" and fold(loser.name) == fold(survivor.name):  # type: ignore[attr-defined]
            is_missing = False
        pairs.append(FieldPair(field, ours, theirs, is_missing))
    return pairs


def missing_fields(loser: models.Model, survivor: models.Model) -> set[str]:
    """Return the names of the fields that only the loser has a value for."""
    return {pair.name for pair in compare(loser, survivor) if pair.is_missing}


def copy_fields(names: Collection[str], *, source: models.Model, target: models.Model) -> None:
    """Copy these fields from `source` to `target` in memory; nothing is saved.

    Derived values of `target` are emptied, so that saving derives them again from the copied ones.
    """
    fields = _editable_fields(type(target))
    chosen = [(field, source if field.name in names else target) for field in fields]
    values = {field.attname: entered_value(row, field) for field, row in chosen}
    for attname, value in values.items():
        setattr(target, attname, value)


def entered_value(row: models.Model, field: models.Field) -> Any:
    """Return what an editor entered in the column, or "" for a value that the model derived.

    A model with such columns has a method `is_derived(name)`, as `people.models.Entity` does.
    """
    is_derived: Callable[[str], bool] | None = getattr(row, "is_derived", None)
    return "" if is_derived and is_derived(field.name) else getattr(row, field.attname)


def _editable_fields(model: type[models.Model]) -> list[models.Field]:
    """Return the columns that forms show, except the model's `holder`, which is the same in both rows."""
    return [
        field
        for field in model._meta.concrete_fields
        if field.editable and not field.primary_key and field.name != getattr(model, "holder", "")
    ]
