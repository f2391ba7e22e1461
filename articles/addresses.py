"""Tags, authors, sections and curated lists are stored here: every address they ever had answers.

The record keeps its own in `people`; a story's address holds its public id and needs none.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify

from articles import desk_index, search_rows
from articles.models import Address, Author, CuratedList, Section, Tag
from history.recording import record
from history.snapshots import snapshot
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
    """An address that belongs, or once belonged, to another row. Says so in a sentence."""


@dataclass(frozen=True)
class Moved:
    """The row that answers under another address now."""

    row: Addressed


def kind_of(row: Addressed) -> str:
    return next(kind for kind, model in MODELS.items() if isinstance(row, model))


def find(kind: str, slug: str) -> Addressed | Moved | None:
    """The row at this address, or where it moved to, or None. One query, two for an old one."""
    model = MODELS[kind]
    if row := model.objects.filter(slug=slug).first():
        return row
    former = Address.objects.filter(kind=kind, slug=slug).values("public_id")
    row = model.objects.filter(public_id__in=former).first()
    return Moved(row) if row else None


def taken(row: Addressed, slug: str) -> str:
    """A sentence when another row has, or once had, this slug; else nothing. Two queries."""
    kind = kind_of(row)
    holder = Address.objects.filter(kind=kind, slug=slug).exclude(public_id=row.public_id)
    if holder.exists() or MODELS[kind].objects.filter(slug=slug).exclude(pk=row.pk).exists():
        return (
            f"The address “{slug}” belongs to another {row._meta.verbose_name}, or once did, and "
            "old links must keep leading there. Choose another address."
        )
    return ""


@transaction.atomic
def save(row: Addressed, *, by: AbstractUser | None) -> None:
    """The row is stored as it is in memory, and its slug is its own for ever; the log says who did it.

    Without a slug it gets one made from its name; from its public id where the name has no letter
    that an address can hold. The slug it had before goes on leading to it. Raises Taken when another
    row has, or once had, this slug, Refused where a text holds what can't be written and where
    somebody deleted the row. Characters that nobody can see are taken out of its texts.
    """
    record_save(row, store(row), by=by)


@transaction.atomic
def remove(row: Addressed, *, by: AbstractUser | None) -> None:
    """Delete the row. Its addresses are given to no other. Raises ProtectedError while stories use it."""
    stored = _lock(row)
    if stored is None:
        return
    record("deleted", by=by, touched=[stored], before=told(stored))
    stored.delete()


def store(row: Addressed) -> dict[str, Any]:
    """What `save` does but for the log. Return what the row held before, {} for a new one."""
    storable.take_out(row)
    if not row.name:
        raise Refused(fields={"name": "Type a name that can be seen."})
    if wrong := storable.faults(row):
        raise Refused(fields=wrong)
    stored = None if row._state.adding else _lock(row)
    if stored is None and not row._state.adding:
        raise Refused(f"Somebody deleted “{row}” after you opened it. Nothing was saved.")
    longest = row._meta.get_field("slug").max_length
    row.slug = row.slug or slugify(row.name)[:longest].strip("-") or row.public_id
    if sentence := taken(row, row.slug):
        raise Taken(fields={"slug": sentence})
    kind = kind_of(row)
    before = told(stored) if stored else {}
    row.save()
    if stored and not isinstance(row, CuratedList) and row.name != stored.name:
        search_rows.write_all_of(row)
        desk_index.write_all_of(row)
    for slug in {row.slug, stored.slug if stored else row.slug}:
        Address.objects.get_or_create(kind=kind, slug=slug, defaults={"public_id": row.public_id})
    return before


def record_save(row: Addressed, before: dict[str, Any], *, by: AbstractUser | None) -> None:
    """Write to the log what became of a row that held `before`; nothing where it holds that still."""
    after = told(row)
    record(_verb(row, before, after), by=by, touched=[row], before=before, after=after)


def told(row: Addressed) -> dict[str, Any]:
    """Return what the log tells of the row: its fields, a tag's synonyms, a list's stories in order.

    A query for the latter two, and one for an author's picture.
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
    """Return the row as it is stored, for us alone until the transaction ends; None if it is gone."""
    rows: Any = MODELS[kind_of(row)].objects
    return rows.select_for_update().filter(pk=row.pk).first()
