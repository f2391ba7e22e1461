"""What stands at an address of the record: a page, a hop to where it moved, or nothing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef
from django.utils import timezone

from people.models import KINDS, Address, Entity, Kind
from people.naming import taken
from verbs.refusals import Refused


@dataclass(frozen=True)
class Found:
    """The page lives here. The entity is a row of its own model (Person, Award ...)."""

    entity: Entity


@dataclass(frozen=True)
class Moved:
    """An address at which readers once saw the entity, or a row merged into it: one hop away."""

    entity: Entity
    url: str


def find(
    kind: str, slug: str, scope: str = "", *, at: datetime | None = None
) -> Found | Moved | None:
    """Who lives at a slug, whom readers saw there once, or None where no reader may look.

    `scope` is the award's public id for ceremonies and categories. One query for a live page, two
    for an old address.
    """
    live = KINDS[kind].objects.public(at).select_related(*KINDS[kind].read_with)
    if entity := live.filter(scope=scope, slug=slug).first():
        return Found(entity)
    once = Address.objects.filter(
        kind=kind, scope=scope, slug=slug, leads_from__lte=at or timezone.now()
    )
    if entity := live.filter(pk__in=once.values("entity")).first():
        return Moved(entity, entity.get_absolute_url())
    return None


def find_within(
    kind: str, award: str, slug: str, *, at: datetime | None = None
) -> Found | Moved | None:
    """A ceremony or category by the slugs of its address, its award's first.

    Still one hop where both the award and the page have moved. Two queries for a live page.
    """
    holder = find(Kind.AWARD, award, at=at)
    if holder is None:
        return None
    found = find(kind, slug, holder.entity.public_id, at=at)
    if found is not None and isinstance(holder, Moved):
        return Moved(found.entity, found.entity.get_absolute_url())
    return found


def settle(entity: Entity) -> None:
    """The slug that the entity has is its own, and leads readers from when they see it there.

    Two queries, or three. Raises Refused where somebody else got it first.
    """
    address = _own(entity)
    _lead(address, address.leads_from or entity.published_at)


def leave(entity: Entity) -> None:
    """The same of a slug that the entity has until now: it leads readers if they saw it by now."""
    address, now = _own(entity), timezone.now()
    since = address.leads_from or entity.published_at
    _lead(address, since if since and since <= now else None)


def _own(entity: Entity) -> Address:
    address, _ = Address.objects.get_or_create(
        kind=entity.kind, scope=entity.scope, slug=entity.slug, defaults={"entity_id": entity.pk}
    )
    if address.entity_id != entity.pk:  # given away after we looked
        raise Refused(fields=taken(address.entity, entity.slug))
    return address


def _lead(address: Address, since: datetime | None) -> None:
    if address.leads_from != since:
        address.leads_from = since
        address.save(update_fields=["leads_from"])


def remember_current() -> None:
    """Every unmerged entity's slug is an address of its own, if it wasn't yet. Two queries.

    For rows that came in with a fixture, which passes the verbs by.
    """
    known = Address.objects.filter(
        entity=OuterRef("pk"), kind=OuterRef("kind"), scope=OuterRef("scope"), slug=OuterRef("slug")
    )
    without = Entity.objects.unmerged().filter(~Exists(known))
    Address.objects.bulk_create(
        Address(
            entity=entity,
            kind=entity.kind,
            scope=entity.scope,
            slug=entity.slug,
            leads_from=entity.published_at,
        )
        for entity in without
    )
