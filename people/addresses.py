"""Find an entity by its address, and keep its former addresses leading to it.

`verbs/addresses.py` has what all addresses have in common.
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
    """Return the public entity that has the slug, or once had it as far as readers saw; else None.

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


def settle(entity: Entity) -> None:
    """Make the entity's slug its own, redirecting from the moment that readers see a page there.

    Called after a slug or a date of publication was stored. Two queries, or three. Raises Refused
    if another entity got the slug first.
    """
    address = _claim(entity)
    _set_leads_from(address, address.leads_from or entity.published_at)


def leave(entity: Entity) -> None:
    """Make the slug that the entity is about to lose its own; it redirects if readers ever saw it.

    Called before a slug or a date of publication changes, and as `settle` otherwise.
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


def remember_current() -> None:
    """Make the address of every unmerged entity that has none. Two queries.

    For rows that came in with a fixture: fixtures don't run the verbs.
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
