"""Save and delete tags, authors, sections and curated lists, and find them by their addresses.

A tag or list is saved with its slug: the slug it had before redirects to it forever, and is never
given to another. `verbs/addresses.py` has what all addresses have in common.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify

from articles import desk_index, search_rows
from articles.models import Address, Author, CuratedList, Section, Tag
from history.recording import record
from history.snapshots import snapshot
from verbs import addresses
from verbs.addresses import Found, Moved, in_use
from verbs.refusals import Refused
from words import storable

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractUser

Addressed = Author | CuratedList | Section | Tag

MODELS: dict[str, Any] = {
    Address.Kind.TAG: Tag,
    Address.Kind.AUTHOR: Author,
    Address.Kind.SECTION: Section,
    Address.Kind.CURATED_LIST: CuratedList,
}


class Taken(Refused):
    """Raised for a slug that another row has, or once had."""


def kind_of(row: Addressed) -> str:
    return next(kind for kind, model in MODELS.items() if isinstance(row, model))


def find(kind: str, slug: str) -> Found | Moved | None:
    """Return the row that has this slug, or once had it; else None. One query, or two.

    Whether readers may see the row is for the page to decide: it depends on the row's stories.
    """
    return addresses.find(
        MODELS[kind].objects.all(), slug, former=Address.objects.filter(kind=kind)
    )


def slug_fault(row: Addressed, slug: str) -> str:
    """Return a message if another row has, or once had, this slug; else "". Two queries."""
    kind = kind_of(row)
    address = Address.objects.filter(kind=kind, slug=slug).exclude(public_id=row.public_id)
    if address.exists() or MODELS[kind].objects.filter(slug=slug).exclude(pk=row.pk).exists():
        return in_use(slug, f"another {row._meta.verbose_name}")
    return ""


@transaction.atomic
def save(row: Addressed, *, by: AbstractUser | None) -> None:
    """Save the row as it is in memory and reserve its slug forever; write to the log.

    A row without a slug gets one made from its name, or from its public id if no letter of the name
    fits in an address. The former slug redirects. Invisible characters are taken out of its texts.
    Raises Taken if another row has, or once had, the slug; Refused if a text can't be stored or
    somebody deleted the row.
    """
    record_save(row, store(row), by=by)


@transaction.atomic
def remove(row: Addressed, *, by: AbstractUser | None) -> None:
    """Delete the row. Its addresses are never given to another.

    Raises ProtectedError while stories use it.
    """
    stored = _lock(row)
    if stored is None:
        return
    record("deleted", by=by, touched=[stored], before=values_for_log(stored))
    stored.delete()


def store(row: Addressed) -> dict[str, Any]:
    """Do what `save` does, without the log. Return what the row held before; {} for a new one."""
    storable.strip_unseen(row)
    if not row.name:
        raise Refused(fields={"name": "Type a name."})
    if wrong := storable.faults(row):
        raise Refused(fields=wrong)
    stored = None if row._state.adding else _lock(row)
    if stored is None and not row._state.adding:
        raise Refused(f"Somebody deleted “{row}” after you opened it. Nothing was saved.")
    longest = row._meta.get_field("slug").max_length
    row.slug = row.slug or slugify(row.name)[:longest].strip("-") or row.public_id
    if sentence := slug_fault(row, row.slug):
        raise Taken(fields={"slug": sentence})
    before = values_for_log(stored) if stored else {}
    row.save()
    if stored and not isinstance(row, CuratedList) and row.name != stored.name:
        search_rows.write_all_of(row)
        desk_index.write_all_of(row)
    for slug in {row.slug, stored.slug if stored else row.slug}:
        Address.claim(row, kind=kind_of(row), slug=slug)
    return before


def record_save(row: Addressed, before: dict[str, Any], *, by: AbstractUser | None) -> None:
    """Write to the log how the row differs from `before`; nothing if it doesn't."""
    after = values_for_log(row)
    record(_verb(row, before, after), by=by, touched=[row], before=before, after=after)


def values_for_log(row: Addressed) -> dict[str, Any]:
    """Return what the log keeps of the row: its fields, a tag's synonyms, a list's stories in order.

    A query for synonyms or stories, and one for an author's picture.
    """
    names = {field.name for field in row._meta.concrete_fields} - {"id", "public_id", "sort_key"}
    held = snapshot(row, names)
    match row:
        case Tag():
            held["synonyms"] = [*row.synonyms.values_list("name", flat=True)]
        case CuratedList():
            held["stories"] = [*row.places.values_list("article__public_id", flat=True)]
    return held


def _verb(row: Addressed, before: dict[str, Any], after: dict[str, Any]) -> str:
    changed = {name for name, value in after.items() if before.get(name) != value}
    if not before:
        return "created"
    if isinstance(row, CuratedList) and "published_at" in changed:
        if row.published_at is None:
            return "unpublished"
        return "published" if row.published_at <= timezone.now() else "scheduled"
    return next(
        (
            verb
            for name, verb in (("name", "renamed"), ("slug", "address changed"))
            if name in changed
        ),
        "changed",
    )


def _lock(row: Addressed) -> Any:
    """Return the stored row, locked until the transaction ends; None if somebody deleted it."""
    rows: Any = MODELS[kind_of(row)].objects
    return rows.select_for_update().filter(pk=row.pk).first()
