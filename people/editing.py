"""The verbs that change an entity of the record, whatever its kind.

Each verb is one transaction, writes a line to the log, and leaves the row it was given as the
database has it. A verb that can't be done raises Refused with a sentence for the editor and changes
nothing. Callers check permissions.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any, TypeVar

from django.contrib.auth.models import AbstractUser
from django.db import transaction
from django.utils import timezone

from history.recording import record
from history.snapshots import as_json
from people import addresses, naming, printed_names, search_rows
from people.changes import last_editor, snapshot, write
from people.models import KINDS, Entity, EntityName
from people.naming import faults, suggest_disambiguation
from people.rows import save_rows
from people.sort_names import follows_rule
from verbs.refusals import Refused
from words import storable

__all__ = [
    "Refused",
    "change",
    "create",
    "faults",
    "publish",
    "rename",
    "save",
    "save_rows",
    "stale",
    "suggest_disambiguation",
    "unpublish",
]

AnyEntity = TypeVar("AnyEntity", bound=Entity)


@transaction.atomic
def create(
    model: type[AnyEntity], *, by: AbstractUser | None, why: str = "", **fields: Any
) -> AnyEntity:
    """Create an entity, not public yet. Without a slug it gets one made from its name."""
    many = {field.name for field in model._meta.many_to_many} & fields.keys()
    entity = model(**{name: value for name, value in fields.items() if name not in many})
    save(entity, by=by, why=why)
    _set_many(entity, {name: fields[name] for name in many})
    return entity


@transaction.atomic
def save(
    entity: Entity,
    *,
    by: AbstractUser | None,
    why: str = "",
    version: int | None = None,
    verb: str = "changed",
) -> None:
    """Save the entity as it is in memory, new or changed. A former address redirects to it.

    A sort name follows a new name unless an editor entered it. Raises Refused for a wrong field, for
    a name or an address that is taken, and if someone has changed the row since `version` (by
    default the instance's own). Writes and logs nothing if nothing differs.
    """
    storable.strip_unseen(entity)
    if entity._state.adding:
        entity.slug = entity.slug or _free_slug(entity)
        _store(entity, "created", by=by, why=why)
        return
    stored = type(entity).objects.get(pk=entity.pk)
    if sentence := stale(stored, entity.version if version is None else version):
        raise Refused(sentence)
    if stored.merged_into:
        raise Refused(f"“{stored}” was merged into “{stored.merged_into}”: change that one.")
    if wrong := entity.faults_of_change(stored):
        raise Refused(fields=wrong)
    entity.slug = entity.slug or _free_slug(entity)
    _let_sort_name_follow(stored, entity)
    entity.derive()
    if snapshot(stored) != snapshot(entity):
        _store(entity, verb, by=by, why=why, stored=stored)


@transaction.atomic
def change(
    entity: Entity,
    *,
    by: AbstractUser | None,
    why: str = "",
    version: int | None = None,
    **fields: Any,
) -> None:
    """Set these fields and leave all others as the database has them. See `save`."""
    fresh = _stored(entity)
    many = {field.name for field in fresh._meta.many_to_many} & fields.keys()
    for name, value in fields.items():
        if name not in many:
            setattr(fresh, name, value)
    save(fresh, by=by, why=why, version=version)
    before, after = _set_many(fresh, {name: fields[name] for name in many})
    if before != after:
        record("changed", by=by, touched=[fresh], before=before, after=after, note=why)
    entity.refresh_from_db()


@transaction.atomic
def rename(
    entity: Entity,
    *,
    by: AbstractUser | None,
    name: str,
    slug: str = "",
    disambiguation: str | None = None,
    keep_as: str = "",
    shown: str = EntityName.Shown.ALWAYS,
    why: str = "",
    version: int | None = None,
) -> None:
    """Give the entity a new name, and an address made from it unless `slug` is given.

    Its former addresses redirect. With `keep_as` (a kind of EntityName, such as "former") the old
    name becomes one of its other names, shown as `shown` says. One that is shown in credits only
    stays on the credits and nominations that the entity has now.
    """
    fresh = _stored(entity)
    old = fresh.name
    fresh.name = name
    if disambiguation is not None:
        fresh.disambiguation = disambiguation
    fresh.slug = slug
    save(fresh, by=by, why=why, version=version, verb="renamed")
    if keep_as and old != name:
        if shown == EntityName.Shown.CREDITS_ONLY:
            printed_names.keep(old, party=entity.pk)
        EntityName.objects.get_or_create(
            entity_id=entity.pk, name=old, kind=keep_as, defaults={"shown": shown}
        )
        search_rows.write(entity)
    entity.refresh_from_db()


@transaction.atomic
def publish(
    entity: Entity, *, by: AbstractUser | None, why: str = "", at: datetime | None = None
) -> None:
    """Publish the entity now or at `at`. Does nothing if it is public by then.

    Raises Refused for a ceremony or category whose award isn't public.
    """
    moment = at or timezone.now()
    fresh = _stored(entity)
    if fresh.is_public(moment):
        return
    if fresh.merged_into_id:
        raise Refused(f"“{fresh}” was merged into “{fresh.merged_into}”: publish that one.")
    holder = Entity.objects.filter(public_id=fresh.scope).first() if fresh.scope else None
    if holder and not holder.is_public(moment):
        raise Refused(f"Publish “{holder}” first: this page is part of it.")
    _set_published_at(fresh, moment, "published", by=by, why=why)
    entity.refresh_from_db()


@transaction.atomic
def unpublish(entity: Entity, *, by: AbstractUser | None, why: str = "") -> None:
    """Hide the entity from readers, with all credits, relations, releases and nominations of it.

    Raises Refused for an award whose ceremonies or categories are still public.
    """
    fresh = _stored(entity)
    if fresh.published_at is None:
        return
    if held := Entity.objects.public().filter(scope=fresh.public_id).first():
        raise Refused(f"Unpublish “{held}” first: it belongs to this award.")
    _set_published_at(fresh, None, "unpublished", by=by, why=why)
    entity.refresh_from_db()


def stale(entity: Entity, version: int) -> str:
    """Return a sentence if someone has changed the row since that version, else "". Two queries."""
    current = Entity.objects.filter(pk=entity.pk).values_list("version", flat=True).first()
    if current in (None, version):
        return ""
    return (
        f"{last_editor(entity)} changed “{entity}” after you opened it. Reload it, check the current "
        "version, then make your change again."
    )


def _stored(entity: Entity) -> Entity:
    """Return the row as the database has it, of its own model."""
    return KINDS[entity.kind].objects.get(pk=entity.pk)


def _free_slug(entity: Entity) -> str:
    entity.derive()
    return naming.free_slug(entity)


def _let_sort_name_follow(stored: Entity, entity: Entity) -> None:
    """Empty a sort name that no editor entered, so that it is made from the new name."""
    is_untouched = entity.sort_name == stored.sort_name
    if is_untouched and follows_rule(stored.sort_name, stored.name, stored.kind):
        entity.sort_name = ""


def _store(
    entity: Entity, verb: str, *, by: AbstractUser | None, why: str, stored: Entity | None = None
) -> None:
    if wrong := faults(entity):
        raise Refused(fields=wrong)
    read_at = entity.version
    if stored:
        _raise_version(stored)
        entity.version = stored.version + 1
    entity.updated_at = timezone.now()
    try:
        write(entity)
        if stored:
            addresses.remember_old(stored)
        addresses.remember_new(entity)
    except Refused:
        entity.version = read_at
        raise
    before = snapshot(stored) if stored else {}
    record(verb, by=by, touched=[entity], before=before, after=snapshot(entity), note=why)
    search_rows.write(entity)


def _raise_version(stored: Entity) -> None:
    """Raise the stored version by one. Raises Refused if another transaction did so first."""
    mine = Entity.objects.filter(pk=stored.pk, version=stored.version)
    if not mine.update(version=stored.version + 1):
        raise Refused(stale(stored, stored.version))


def _set_published_at(
    fresh: Entity, moment: datetime | None, verb: str, *, by: AbstractUser | None, why: str
) -> None:
    _raise_version(fresh)
    addresses.remember_old(fresh)
    before, fresh.published_at = fresh.published_at, moment
    Entity.objects.filter(pk=fresh.pk).update(published_at=moment, updated_at=timezone.now())
    addresses.remember_new(fresh)
    record(
        verb,
        by=by,
        touched=[fresh],
        before={"published_at": as_json(before)},
        after={"published_at": as_json(moment)},
        note=why,
    )
    search_rows.write(fresh)
    search_rows.write_related(fresh)


def _set_many(entity: Entity, values: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Set many-to-many relations, such as a ceremony's hosts. Return them before and after."""
    before = {name: as_json(getattr(entity, name).all()) for name in values}
    for name, rows in values.items():
        getattr(entity, name).set(rows)
    return before, {name: as_json(getattr(entity, name).all()) for name in values}
