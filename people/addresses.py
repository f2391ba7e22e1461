"""Find an entity by its address, and redirect its former addresses to it.

`verbs/addresses.py` has what all addresses share.
"""

from __future__ import annotations

from datetime import datetime

from django.db.models import Exists, OuterRef
from django.utils import timezone

from people.models import KINDS, Address, Entity, Kind
from verbs import addresses
from verbs.addresses import Found, Moved


def find(
    kind: str, slug: str, scope: str = "", *, at: datetime | None = None
) -> Found | Moved | None:
    """Return the public entity with this slug, now or at an address that readers have seen; else None.

    The row is one of its own model (Person, Award ...). `scope` is the award's public id for
    ceremonies and categories. One query for a live page, two for any other address.
    """
    rows = KINDS[kind].objects.public(at).select_related(*KINDS[kind].read_with)
    former = Address.objects.filter(kind=kind, scope=scope, leads_from__lte=at or timezone.now())
    return addresses.find(rows.filter(scope=scope), slug, former=former)


def find_within(
    kind: str, award: str, slug: str, *, at: datetime | None = None
) -> Found | Moved | None:
    """Return a ceremony or category by the two slugs of its address, the award's first.

    One redirect is enough where both the award and the page have moved. Two queries for a live page.
    """
    holder = find(Kind.AWARD, award, at=at)
    if holder is None:
        return None
    found = find(kind, slug, holder.row.public_id, at=at)
    if found is not None and isinstance(holder, Moved):
        return Moved(found.row)
    return found


def remember_new(entity: Entity) -> None:
    """Store the entity's current address. It will redirect once readers have seen a page there.

    Call it after storing a new slug or publication date. Two queries, or three. Raises Refused if
    another entity got the slug first.
    """
    address = _claim(entity)
    _set_leads_from(address, address.leads_from or entity.published_at)


def remember_old(entity: Entity) -> None:
    """Store the address that the entity is about to lose. It redirects if readers have seen it.

    Call it before changing a slug or a publication date. Queries and errors are those of `remember_new`.
    """
    address, now = _claim(entity), timezone.now()
    since = address.leads_from or entity.published_at
    _set_leads_from(address, since if since and since <= now else None)


def _claim(entity: Entity) -> Address:
    return Address.claim(entity, kind=entity.kind, scope=entity.scope, slug=entity.slug)


def _set_leads_from(address: Address, moment: datetime | None) -> None:
    if address.leads_from != moment:
        address.leads_from = moment
        address.save(update_fields=["leads_from"])


def add_missing_addresses() -> None:
    """Store the current address of every unmerged entity that lacks one. Two queries.

    For rows loaded from a fixture, which doesn't run the verbs.
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
