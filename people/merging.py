"""Merge two entities of the record.

Afterward every row of any app that referred to the loser refers to the survivor: the relations are
read from the models, so that a new one can't be forgotten. Only the log stays as it was written; the
survivor's history shows the loser's lines too (`people.changes.changes_of`). Links in stories keep the
loser's public id, which leads to the survivor when they are shown.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any, cast

from django.contrib.auth.models import AbstractUser
from django.db import IntegrityError, models, transaction
from django.utils import timezone

from history.recording import record
from history.snapshots import difference
from people import addresses, printed_names, search_rows
from people.changes import snapshot, write
from people.models import KINDS, Address, Entity, EntityName, Kind, Release
from people.naming import faults
from verbs.merging import copy_fields, dry_run, lock_both, missing_fields
from verbs.refusals import Refused

# No constraint keeps these from being there twice: a title may be shown in two places on one day.
# If the loser and the survivor have the same one, it is one fact that was entered twice.
ONCE_PER_ENTITY = (Release,)


@dataclass(frozen=True)
class MergeResult:
    """What a merge did, or would do. The two entities are as they are afterward.

    `moved` has the keys of the rows that refer to the survivor now, by model and field; `dropped`
    the rows that were deleted because the survivor had the same.
    """

    loser: Entity
    survivor: Entity
    moved: dict[str, list[Any]]
    dropped: dict[str, Any]
    before: dict[str, Any]  # the loser, and the survivor's fields that were replaced
    new_fields: dict[str, Any]  # the survivor's fields that were the loser's
    names: list[EntityName]
    addresses: list[Address]


@transaction.atomic
def merge(
    loser: Entity,
    *,
    into: Entity,
    by: AbstractUser | None,
    shown: str = EntityName.Shown.NEVER,
    take_fields: Collection[str] | None = None,
    why: str = "",
) -> None:
    """Merge the loser into the other entity: what it had becomes the survivor's, its addresses redirect.

    The survivor gets the loser's values in `take_fields`; without it, in the fields where it has no
    value of its own. The name that isn't kept becomes an alias, shown to readers as `shown` says:
    never, unless an editor decides otherwise. A name shown in credits only stays on the credits and
    nominations that had it. Where both are in one place (on one nomination, in one story, with one
    credit) the survivor's row is kept, and filled in from the loser's.

    Raises Refused, with nothing changed, if the two are of different kinds or awards, if rows that
    belong to them have to be merged first, or if a third entity has the name or address chosen.
    """
    result = _merge(loser, into, shown=shown, take_fields=take_fields)
    record(
        "merged",
        by=by,
        touched=[result.survivor, result.loser],
        before=result.before | {"dropped": result.dropped},
        after={"moved": result.moved}
        | ({"fields": result.new_fields} if result.new_fields else {}),
        note=why,
    )
    for row in (result.loser, result.survivor):
        search_rows.write(row)
        search_rows.write_related(row)
    loser.refresh_from_db()
    into.refresh_from_db()


def preview(loser: Entity, *, into: Entity) -> MergeResult:
    """Return what `merge` would do, without doing it. Raises Refused as `merge` would."""
    return dry_run(_merge, loser, into, shown=EntityName.Shown.NEVER, take_fields=())


def _merge(
    loser: Entity, survivor: Entity, *, shown: str, take_fields: Collection[str] | None
) -> MergeResult:
    locked = lock_both(Entity.objects.all(), loser, survivor)
    _check(*locked)
    loser, survivor = (KINDS[row.kind].objects.get(pk=row.pk) for row in locked)
    before = snapshot(loser)
    if loser.kind == Kind.AWARD:
        _rescope(loser, survivor)
    moved: dict[str, list[Any]] = {}
    dropped: dict[str, Any] = {}
    addresses.remember_old(loser)
    if shown == EntityName.Shown.CREDITS_ONLY:
        renamed = survivor if "name" in (take_fields or ()) else loser
        printed_names.keep(renamed.name, party=renamed.pk)
    for field in fields_pointing_at(KINDS[loser.kind]):
        _move(field, loser, survivor, moved, dropped)
    changed = {"version": models.F("version") + 1, "updated_at": timezone.now()}
    Entity.objects.filter(pk=loser.pk).update(merged_into=survivor, published_at=None, **changed)
    Entity.objects.filter(pk=survivor.pk).update(**changed)
    names = {loser.name, survivor.name}
    replaced, new_fields = _take_fields(take_fields, loser, survivor)
    for name in names - {survivor.name}:
        EntityName.objects.get_or_create(
            entity=survivor,
            name=name,
            kind=EntityName.NameKind.ALIAS,
            defaults={"shown": shown},
        )
    return MergeResult(
        loser,
        survivor,
        moved,
        dropped,
        {"loser": before} | ({"fields": replaced} if replaced else {}),
        new_fields,
        list(survivor.names.all()),
        list(survivor.addresses.order_by("pk")),
    )


def _take_fields(
    names: Collection[str] | None, loser: Entity, survivor: Entity
) -> tuple[dict[str, Any], dict[str, Any]]:
    """Give the survivor the loser's values. Return the fields that changed, before and after."""
    names = missing_fields(loser, survivor) if names is None else names
    if not names:
        return {}, {}
    before = snapshot(survivor)
    addresses.remember_old(survivor)
    _free_unique_columns(loser, names)
    copy_fields(names, source=loser, target=survivor)
    if wrong := faults(survivor):
        raise Refused(*wrong.values())
    survivor.version, survivor.updated_at = survivor.version + 1, timezone.now()
    try:
        write(survivor)
        addresses.remember_new(survivor)
    except Refused as refused:
        # By field they would be put at the boxes of the page, which are named otherwise.
        raise Refused(*refused.sentences) from refused
    return difference(before, snapshot(survivor))


def _free_unique_columns(loser: Entity, names: Collection[str]) -> None:
    """Empty the loser's columns that are about to be the survivor's and that are unique."""
    unique = {
        name
        for rule in loser._meta.constraints
        if isinstance(rule, models.UniqueConstraint)
        for name in rule.fields
    }
    emptied = [name for name in unique & set(names) if loser._meta.get_field(name).null]
    if emptied:
        type(loser)._default_manager.filter(pk=loser.pk).update(**dict.fromkeys(emptied))


def fields_pointing_at(model: type[Entity]) -> list[models.ForeignKey]:
    """Return every foreign key of any app that can refer to a row of the model.

    Hidden ones too, and for a relation to many the key in the table between.
    """
    relations: list[Any] = [
        relation
        for relation in model._meta.get_fields(include_hidden=True)
        if relation.auto_created
        and not relation.concrete
        and (relation.one_to_many or relation.one_to_one)
    ]
    fields = [relation.field for relation in relations]
    return [field for field in dict.fromkeys(fields) if not field.remote_field.parent_link]


def _check(loser: Entity, survivor: Entity) -> None:
    if loser.kind != survivor.kind:
        raise Refused(
            f"“{loser}” and “{survivor}” are of different types ({loser.kind} and {survivor.kind}), "
            "so they can’t be merged."
        )
    if loser.scope != survivor.scope:
        raise Refused(
            f"“{loser}” and “{survivor}” belong to different awards, so they can’t be merged."
        )
    for row in (loser, survivor):
        if row.merged_into:
            raise Refused(
                f"“{row}” was already merged into “{row.merged_into}”. Choose that one instead."
            )
    if loser.published_at and not survivor.published_at:
        raise Refused(
            f"Readers can see “{loser}” but not “{survivor}”. Publish “{survivor}” first, or merge "
            "the other way around."
        )


def _rescope(loser: Entity, survivor: Entity) -> None:
    """Move an award's ceremonies and categories to the survivor: their scope is its public id."""
    try:
        with transaction.atomic():
            for rows in (Entity.objects.all(), Address.objects.all()):
                rows.filter(scope=loser.public_id).update(scope=survivor.public_id)
    except IntegrityError as clash:
        raise Refused(
            f"“{loser}” and “{survivor}” each have, or had, a ceremony or category with the same name "
            f"or address. Rename the one in “{loser}”, merge the awards, then merge those two."
        ) from clash


def _move(
    field: models.ForeignKey,
    loser: Entity,
    survivor: Entity,
    moved: dict[str, list[Any]],
    dropped: dict[str, Any],
) -> None:
    """Make the rows that refer to the loser by this field refer to the survivor.

    All in one query if no constraint is in the way, otherwise one by one. Their keys are added to
    `moved`, what the deleted ones held to `dropped`.
    """
    name = f"{field.model._meta.label_lower}.{field.name}"
    rows = field.model._base_manager.filter(**{field.name: loser.pk})
    keys = list(rows.values_list("pk", flat=True))
    if not keys:
        return
    if field.model not in ONCE_PER_ENTITY and _point(rows, field, survivor):
        moved[name] = keys
        return
    for row in rows:
        if _has_same_row(row, field, survivor):
            dropped[f"{name} {row.pk}"] = snapshot(row)
            row.delete()
        elif _point(field.model._base_manager.filter(pk=row.pk), field, survivor):
            moved.setdefault(name, []).append(row.pk)
        else:
            dropped[f"{name} {row.pk}"] = snapshot(row)
            _drop_duplicate(row, field, loser, survivor)


def _has_same_row(row: models.Model, field: models.ForeignKey, survivor: Entity) -> bool:
    """Return whether the survivor has an equal row, of a model without a constraint against that."""
    if type(row) not in ONCE_PER_ENTITY:
        return False
    values = {each.attname: getattr(row, each.attname) for each in row._meta.concrete_fields}
    values.pop(row._meta.pk.attname)
    return type(row)._base_manager.filter(**values | {field.attname: survivor.pk}).exists()


def _point(rows: models.QuerySet[Any], field: models.ForeignKey, survivor: Entity) -> bool:
    """Make the rows refer to the survivor. Return False, with nothing changed, if it has the same."""
    try:
        with transaction.atomic():
            rows.update(**{field.name: survivor.pk})
    except IntegrityError:
        return False
    return True


def _drop_duplicate(
    row: models.Model, field: models.ForeignKey, loser: Entity, survivor: Entity
) -> None:
    """Delete the loser's row and fill in the survivor's from it.

    Raises Refused for a row that others need and for an entity, which is never deleted: those are
    duplicates that have to be merged first.
    """
    kept = _duplicate_of(row, field, survivor)
    try:
        if isinstance(row, Entity):
            raise models.ProtectedError("An entity is merged, never deleted.", {row})
        with transaction.atomic():
            row.delete()
    except models.ProtectedError as needed:
        raise Refused(f"Both have “{row}”. Merge those two first.") from needed
    if kept is not None:
        _fill_in(kept, row, field, except_name=loser.name)


def _duplicate_of(
    row: models.Model, field: models.ForeignKey, survivor: Entity
) -> models.Model | None:
    """Return the survivor's row that a unique constraint says is the same as `row`, or None."""
    for names in _unique_together(row):
        if field.name in names:
            keys = [cast("models.Field", row._meta.get_field(name)).attname for name in names]
            same = {key: getattr(row, key) for key in keys} | {field.attname: survivor.pk}
            kept = type(row)._base_manager.filter(**same).first()
            if kept is not None:
                return kept
    return None


def _unique_together(row: models.Model) -> Iterable[tuple[str, ...]]:
    yield from (tuple(names) for names in row._meta.unique_together)
    yield from ((each.name,) for each in row._meta.concrete_fields if each.unique)
    for rule in row._meta.constraints:
        if isinstance(rule, models.UniqueConstraint):
            yield tuple(rule.fields)


def _fill_in(
    kept: models.Model, dropped: models.Model, field: models.ForeignKey, *, except_name: str
) -> None:
    """Fill the empty columns of `kept` from `dropped`, and save; lists get what only `dropped` has.

    Not with `except_name`, the loser's: where the survivor was credited too, its own was printed.
    If a yes-or-no field differs, its default wins: a nominee that either row counts is counted, and one
    that either row credits is credited.
    """
    changed = []
    value: Any
    for column in kept._meta.concrete_fields:
        ours, theirs = getattr(kept, column.attname), getattr(dropped, column.attname)
        if column == field or ours == theirs:
            continue
        if isinstance(ours, list):
            value = [*ours, *(item for item in theirs if item not in ours)]
        elif isinstance(ours, bool):
            value = column.get_default()
        elif (
            column.blank
            and ours in column.empty_values
            and theirs not in (*column.empty_values, except_name)
        ):
            value = theirs
        else:
            continue
        setattr(kept, column.attname, value)
        changed.append(column.name)
    if changed:
        kept.save(update_fields=changed)
