"""Two rows of the record become one.

Every row of any app that points at the loser points at the survivor afterwards: the relations are
read from the models, so that a new one can't be forgotten. The log alone stays as it was written;
the survivor's history reads the loser's lines too (`Event.objects.about`). A body keeps the loser's
public id, which leads to the survivor when it is shown.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any, cast

from django.contrib.auth.models import AbstractUser
from django.db import IntegrityError, models, transaction
from django.utils import timezone

from history.snapshots import difference
from people import addresses, printed_names, search_rows, sides
from people.changes import log, snapshot, write
from people.models import KINDS, Address, Entity, EntityName, Event, Kind, Release
from people.naming import faults
from verbs.refusals import Refused

# A place may be shown twice on one day; that two rows say so of a merged title is one thing said.
TWICE_THE_SAME = (Release,)


@dataclass(frozen=True)
class Outcome:
    """What a merge did, or would do. The two rows are as they are afterwards.

    `moved` has the keys of the rows that point at the survivor now, by model and field; `dropped`
    the rows that gave way because the survivor had the same.
    """

    gone: Entity
    stays: Entity
    moved: dict[str, list[Any]]
    dropped: dict[str, Any]
    was: dict[str, Any]  # the loser before, and what the survivor's fields were
    taken: dict[str, Any]  # the survivor's fields that are the loser's now
    names: list[EntityName]
    addresses: list[Address]


@transaction.atomic
def merge(
    loser: Entity,
    *,
    into: Entity,
    by: AbstractUser | None,
    shown: str = EntityName.Shown.NEVER,
    take: Collection[str] | None = None,
    why: str = "",
) -> None:
    """The loser is gone from everywhere; what was its is the survivor's, and its addresses lead there.

    Of the fields named in `take` the loser's value stays; without it, of those that the survivor
    lacks. The name that goes becomes an alias, under the rule `shown`: found at the desk and nowhere
    else, unless an editor decides that readers may see it. Shown in credits only, it stays on the
    credits and nominations that had it. Where both stand in one place (on one
    nomination, in one story, with one credit) the survivor's row stays, and takes over what it
    lacks. Raises Refused, with nothing changed, where the two are of different kinds or awards,
    where a duplicate below them has to go first, and where a name or address that was chosen is a
    third one's.
    """
    done = _carry_out(loser, into, shown=shown, take=take)
    log(
        done.stays,
        "merged",
        by=by,
        before=done.was | {"dropped": done.dropped},
        after={"moved": done.moved} | ({"fields": done.taken} if done.taken else {}),
        why=why,
    )
    for row in (done.gone, done.stays):
        search_rows.write(row)
        search_rows.write_related(row)
    loser.refresh_from_db()
    into.refresh_from_db()


def foresee(loser: Entity, *, into: Entity) -> Outcome:
    """What `merge` would do: all of it is done, and taken back. Raises Refused as that would."""
    with transaction.atomic():
        outcome = _carry_out(loser, into, shown=EntityName.Shown.NEVER, take=())
        transaction.set_rollback(True)
    return outcome


def _carry_out(loser: Entity, into: Entity, *, shown: str, take: Collection[str] | None) -> Outcome:
    rows = Entity.objects.select_for_update().order_by("pk").in_bulk([loser.pk, into.pk])
    _refuse(rows[loser.pk], rows[into.pk])
    gone, stays = (
        KINDS[row.kind].objects.get(pk=row.pk) for row in (rows[loser.pk], rows[into.pk])
    )
    before = snapshot(gone)
    if gone.kind == Kind.AWARD:
        _rescope(gone, stays)
    moved: dict[str, list[Any]] = {}
    dropped: dict[str, Any] = {}
    addresses.leave(gone)
    if shown == EntityName.Shown.CREDITS_ONLY:
        printed = stays if "name" in (take or ()) else gone
        printed_names.keep(printed.name, party=printed.pk)
    for field in fields_pointing_at(KINDS[gone.kind]):
        _move(field, gone, stays, moved, dropped)
    changed = {"version": models.F("version") + 1, "updated_at": timezone.now()}
    Entity.objects.filter(pk=gone.pk).update(merged_into=stays, published_at=None, **changed)
    Entity.objects.filter(pk=stays.pk).update(**changed)
    name = stays.name
    was, taken = _take(take, of=gone, to=stays)
    for leaves in {gone.name, name} - {stays.name}:
        EntityName.objects.get_or_create(
            entity=stays,
            name=leaves,
            kind=EntityName.NameKind.ALIAS,
            defaults={"shown": shown},
        )
    return Outcome(
        gone,
        stays,
        moved,
        dropped,
        {"loser": before} | ({"fields": was} if was else {}),
        taken,
        list(stays.names.all()),
        list(stays.addresses.order_by("pk")),
    )


def _take(
    names: Collection[str] | None, *, of: Entity, to: Entity
) -> tuple[dict[str, Any], dict[str, Any]]:
    """The survivor has these fields of the loser's. Says what was and what is."""
    names = sides.lacking(of, to) if names is None else names
    if not names:
        return {}, {}
    before = snapshot(to)
    addresses.leave(to)
    _release(of, names)
    sides.take(names, of=of, to=to)
    if wrong := faults(to):
        raise Refused(*wrong.values())
    to.version, to.updated_at = to.version + 1, timezone.now()
    try:
        write(to)
        addresses.settle(to)
    except Refused as refused:
        raise Refused(*refused.sentences) from refused
    return difference(before, snapshot(to))


def _release(gone: Entity, names: Collection[str]) -> None:
    """What the database lets only one row have leaves the row that goes."""
    alone = {
        name
        for rule in gone._meta.constraints
        if isinstance(rule, models.UniqueConstraint)
        for name in rule.fields
    }
    given = [name for name in alone & set(names) if gone._meta.get_field(name).null]
    if given:
        type(gone)._default_manager.filter(pk=gone.pk).update(**dict.fromkeys(given))


def fields_pointing_at(model: type[Entity]) -> list[models.ForeignKey]:
    """Every foreign key, of any app and hidden or not, that may hold a row of the model; not the log's.

    Relations to many are there by the keys of their tables between.
    """
    relations: list[Any] = [
        relation
        for relation in model._meta.get_fields(include_hidden=True)
        if relation.auto_created
        and not relation.concrete
        and (relation.one_to_many or relation.one_to_one)
    ]
    fields = [relation.field for relation in relations]
    return [
        field
        for field in dict.fromkeys(fields)
        if not field.remote_field.parent_link and field.model is not Event
    ]


def _refuse(gone: Entity, stays: Entity) -> None:
    if gone == stays:
        raise Refused("That is one and the same row: choose the other one.")
    if gone.kind != stays.kind:
        raise Refused(f"“{gone}” is a {gone.kind} and “{stays}” a {stays.kind}: they stay two.")
    if gone.scope != stays.scope:
        raise Refused(f"“{gone}” and “{stays}” belong to different awards: they stay two.")
    for row in (gone, stays):
        if row.merged_into:
            raise Refused(f"“{row}” was merged into “{row.merged_into}” already: choose that one.")
    if gone.published_at and not stays.published_at:
        raise Refused(
            f"Readers see “{gone}” and not “{stays}”: publish that first, or merge the other way."
        )


def _rescope(gone: Entity, stays: Entity) -> None:
    """The pages below an award move with it: their scope is its public id."""
    try:
        with transaction.atomic():
            for rows in (Entity.objects.all(), Address.objects.all()):
                rows.filter(scope=gone.public_id).update(scope=stays.public_id)
    except IntegrityError as clash:
        raise Refused(
            f"“{gone}” and “{stays}” each have, or had, a ceremony or category by the same name or "
            f"address. Give that of “{gone}” another; merge the two after the awards."
        ) from clash


def _move(
    field: models.ForeignKey,
    gone: Entity,
    stays: Entity,
    moved: dict[str, list[Any]],
    dropped: dict[str, Any],
) -> None:
    """All at once where nothing is in the way, else one by one."""
    name = f"{field.model._meta.label_lower}.{field.name}"
    rows = field.model._base_manager.filter(**{field.name: gone.pk})
    keys = list(rows.values_list("pk", flat=True))
    if not keys:
        return
    if field.model not in TWICE_THE_SAME and _point(rows, field, stays):
        moved[name] = keys
        return
    for row in rows:
        if _is_there(row, field, stays):
            dropped[f"{name} {row.pk}"] = snapshot(row)
            row.delete()
        elif _point(field.model._base_manager.filter(pk=row.pk), field, stays):
            moved.setdefault(name, []).append(row.pk)
        else:
            dropped[f"{name} {row.pk}"] = snapshot(row)
            _give_way(row, field, gone, stays)


def _is_there(row: models.Model, field: models.ForeignKey, stays: Entity) -> bool:
    """Whether the survivor has a row that says exactly this, which no rule keeps from standing twice."""
    if type(row) not in TWICE_THE_SAME:
        return False
    said = {each.attname: getattr(row, each.attname) for each in row._meta.concrete_fields}
    said.pop(row._meta.pk.attname)
    return type(row)._base_manager.filter(**said | {field.attname: stays.pk}).exists()


def _point(rows: models.QuerySet[Any], field: models.ForeignKey, stays: Entity) -> bool:
    """Whether the database let them: it doesn't where the survivor's row says the same."""
    try:
        with transaction.atomic():
            rows.update(**{field.name: stays.pk})
    except IntegrityError:
        return False
    return True


def _give_way(row: models.Model, field: models.ForeignKey, gone: Entity, stays: Entity) -> None:
    """The row goes, and the survivor's own takes over what it lacks.

    A row that others stand on can't go, nor can an entity: they are duplicates of their own.
    """
    twin = _twin(row, field, stays)
    try:
        if isinstance(row, Entity):
            raise models.ProtectedError("An entity is merged, never deleted.", {row})
        with transaction.atomic():
            row.delete()
    except models.ProtectedError as needed:
        raise Refused(f"Both have “{row}”: make one of those two first, then merge.") from needed
    if twin is not None:
        _fill(twin, row, field, but=gone.name)


def _twin(row: models.Model, field: models.ForeignKey, stays: Entity) -> models.Model | None:
    """The survivor's row that says the same, by whichever rule keeps the two from standing."""
    for names in _unique_together(row):
        if field.name in names:
            keys = [cast("models.Field", row._meta.get_field(name)).attname for name in names]
            same = {key: getattr(row, key) for key in keys} | {field.attname: stays.pk}
            twin = type(row)._base_manager.filter(**same).first()
            if twin is not None:
                return twin
    return None


def _unique_together(row: models.Model) -> Iterable[tuple[str, ...]]:
    yield from (tuple(names) for names in row._meta.unique_together)
    yield from ((each.name,) for each in row._meta.concrete_fields if each.unique)
    for rule in row._meta.constraints:
        if isinstance(rule, models.UniqueConstraint):
            yield tuple(rule.fields)


def _fill(twin: models.Model, row: models.Model, field: models.ForeignKey, *, but: str) -> None:
    """Fill what the survivor's row lacks from the other row: an empty field, a character.

    Not with the loser's name, `but`: where the survivor is credited too, its own name was printed.

    Where one says yes and the other no, the field's default stands: somebody whom either row counts
    is counted, and somebody whom either row credits is credited.
    """
    changed = []
    value: Any
    for each in twin._meta.concrete_fields:
        ours, theirs = getattr(twin, each.attname), getattr(row, each.attname)
        if each == field or ours == theirs:
            continue
        if isinstance(ours, list):
            value = [*ours, *(one for one in theirs if one not in ours)]
        elif isinstance(ours, bool):
            value = each.get_default()
        elif each.blank and ours in each.empty_values and theirs not in (*each.empty_values, but):
            value = theirs
        else:
            continue
        setattr(twin, each.attname, value)
        changed.append(each.name)
    if changed:
        twin.save(update_fields=changed)
