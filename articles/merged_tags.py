"""Read the tags of a revision: it keeps the ids of tags that were merged away since it was saved."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from articles.models import Address, Tag


def find_by_id(public_ids: Iterable[str]) -> dict[str, Tag]:
    """Return tags by public id. The id of a merged tag gives its survivor. One query, or three.

    Ids that lead to no tag are left out.
    """
    wanted = set(public_ids)
    if not wanted:
        return {}
    found: dict[str, Tag] = Tag.objects.in_bulk(wanted, field_name="public_id")
    if missing := wanted - found.keys():
        # A merge makes the loser's public id an address of the survivor.
        merged = Address.objects.filter(kind=Address.Kind.TAG, slug__in=missing)
        survivor_ids = dict(merged.values_list("slug", "public_id"))
        rows = Tag.objects.in_bulk(survivor_ids.values(), field_name="public_id")
        found |= {id: rows[survivor] for id, survivor in survivor_ids.items() if survivor in rows}
    return found


def current_ids(
    public_ids: Iterable[str], found: Mapping[str, Tag] | None = None
) -> tuple[str, ...]:
    """Return the ids with survivors' in place of merged tags', each once; deleted tags' as they are.

    No query if the tags were `found` already, else as `find_by_id`.
    """
    ids = tuple(public_ids)
    tags = find_by_id(ids) if found is None else found
    return tuple(dict.fromkeys(tags[id].public_id if id in tags else id for id in ids))
