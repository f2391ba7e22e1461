"""Addresses of tags, authors, sections and curated lists: every one they ever had answers.

The record keeps its own in `people`; a story's address holds its public id and needs none.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.text import slugify

from articles import desk_index, finding
from articles.models import Address, Author, CuratedList, Section, Tag
from people import unwritable
from people.refusals import Refused

Addressed = Author | CuratedList | Section | Tag

MODELS: dict[str, Any] = {
    Address.Kind.TAG: Tag,
    Address.Kind.AUTHOR: Author,
    Address.Kind.SECTION: Section,
    Address.Kind.CURATED_LIST: CuratedList,
}


class Taken(ValueError):
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
def save(row: Addressed) -> None:
    """The row is stored, and its slug is its own for ever.

    Without a slug it gets one made from its name; from its public id where the name has no letter
    that an address can hold. The slug it had before goes on leading to it. Raises Taken when another row has, or once had,
    this slug, Refused where a text holds what can't be written. Characters that nobody can see are
    taken out of its texts.
    """
    unwritable.take_out(row)
    if not row.name:
        raise Refused(fields={"name": "Type a name that can be seen."})
    if wrong := unwritable.faults(row):
        raise Refused(fields=wrong)
    longest = row._meta.get_field("slug").max_length
    row.slug = row.slug or slugify(row.name)[:longest].strip("-") or row.public_id
    if sentence := taken(row, row.slug):
        raise Taken(sentence)
    kind = kind_of(row)
    before = MODELS[kind].objects.filter(pk=row.pk).first() or row
    row.save()
    if not isinstance(row, CuratedList) and row.name != before.name:
        finding.write_all_of(row)
        desk_index.write_all_of(row)
    for slug in {row.slug, before.slug}:
        Address.objects.get_or_create(kind=kind, slug=slug, defaults={"public_id": row.public_id})
