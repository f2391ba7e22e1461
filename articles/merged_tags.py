"""Tags by the ids that revisions keep: that of a tag which was merged away is led to the one that stayed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from articles.models import Address, Tag


def find_by_id(public_ids: Iterable[str]) -> dict[str, Tag]:
    """Each tag by the id that was asked for, be it that of one merged away. One query, or three."""
    wanted = set(public_ids)
    if not wanted:
        return {}
    found: dict[str, Tag] = Tag.objects.in_bulk(wanted, field_name="public_id")
    if missing := wanted - found.keys():
        leads = Address.objects.filter(kind=Address.Kind.TAG, slug__in=missing)
        to = dict(leads.values_list("slug", "public_id"))
        rows = Tag.objects.in_bulk(to.values(), field_name="public_id") if to else {}
        found |= {asked: rows[stays] for asked, stays in to.items() if stays in rows}
    return found


def ids_now(public_ids: Iterable[str]) -> tuple[str, ...]:
    """The ids with those of merged tags led on, each once; what is gone keeps its own."""
    asked = tuple(public_ids)
    return led_on(asked, find_by_id(asked))


def led_on(public_ids: Iterable[str], found: Mapping[str, Tag]) -> tuple[str, ...]:
    """The same, of tags that were found by these ids. No query."""
    ids = (found[id].public_id if id in found else id for id in public_ids)
    return tuple(dict.fromkeys(ids))
