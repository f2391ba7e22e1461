"""What of the record readers find by searching: each verb calls `write` when it has changed a row.

A former name that is shown in credits only, or never, leads nobody to its bearer. A search hint is
no name: it is found by, whatever its rule, and shown to nobody.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Prefetch, QuerySet
from django.utils import timezone

from people.models import (
    KINDS,
    Credit,
    Entity,
    EntityName,
    Kind,
    Release,
)
from search import documents
from search.documents import Entry

AT_ONCE = 500


def document_of(entity: Entity) -> Entry | None:
    """What readers find of it, since when; None where they see nothing of it now or later.

    It says nothing of others that readers don't see yet: `write_beside` says it once they do. The
    entity is a row of its own model, loaded as `_loaded` does.
    """
    holder = getattr(entity, entity.holder) if entity.holder else None
    needed = [row for row in (entity, holder) if row is not None]
    moments = [row.published_at for row in needed if row.published_at and not row.merged_into_id]
    if len(moments) < len(needed):
        return None
    others = list(entity.names.all())
    shown = [
        row.name
        for row in others
        if row.shown == EntityName.Shown.ALWAYS and row.kind != EntityName.NameKind.SEARCH_HINT
    ]
    note, public_at = entity.search_note(), max(moments)
    seen_at = max(public_at, timezone.now())
    return Entry(
        kind=entity.kind,
        pk=entity.pk,
        title=entity.name,
        public_at=public_at,
        names=tuple(
            dict.fromkeys(filter(None, (entity.short_name, *entity.search_names(), *shown)))
        ),
        hints=tuple(r.name for r in others if r.kind == EntityName.NameKind.SEARCH_HINT),
        about=", ".join(
            filter(None, (note, *entity.search_context(), *_characters(entity, seen_at)))
        ),
        own_date=entity.search_date(seen_at),
        text=entity.summary,
        note=note,
    )


def write(entity: Entity) -> None:
    """Readers find the entity by what it is now, and an award's ceremonies and categories by its.

    Inside the caller's transaction. A row that was merged, or that isn't public, is not found.
    """
    for rows in _with_what_is_below(entity):
        _write_all(rows)


def write_beside(entity: Entity) -> None:
    """Others are found by what readers see of the entity on their pages now.

    For whoever changes whether readers see it, after `write`.
    """
    match entity.kind:
        case Kind.COMPANY:
            released = Release.objects.filter(company=entity)
            write_these(released.values_list("production", flat=True))
        case Kind.PERSON:
            credited = Credit.objects.filter(party=entity)
            write_these(credited.values_list("production", flat=True))
        case Kind.PRODUCTION:
            cast = Credit.objects.filter(production=entity.pk)
            write_these(cast.values_list("party", flat=True))


def write_these(pks: Iterable[int]) -> None:
    """The people and productions among these rows are found by what they are now.

    Inside the caller's transaction. No query for no rows.
    """
    if pks := set(pks):
        for kind in (Kind.PERSON, Kind.PRODUCTION):
            _write_all(_loaded(kind).filter(pk__in=pks))


def write_every(kind: str) -> Iterator[tuple[int, int]]:
    """Readers find every entity of a kind by what it is now: (found, changed) of some at a time."""
    last, rows = 0, [Entity()]
    while rows:
        with transaction.atomic():  # nobody changes a row between reading and writing it
            every = _loaded(kind).select_for_update(of=("self", "entity"))
            rows = list(every.filter(pk__gt=last).order_by("pk")[:AT_ONCE])
            entries = [entry for entry in map(document_of, rows) if entry]
            until = rows[-1].pk if rows else None
            changed = documents.put_between(kind, entries, above=last, until=until)
        yield len(entries), changed
        last = until or last


def _with_what_is_below(entity: Entity) -> Iterator[QuerySet[Entity]]:
    yield _loaded(entity.kind).filter(pk=entity.pk)
    for kind, model in KINDS.items():
        if model.holder == entity.kind:
            yield _loaded(kind).filter(scope=entity.public_id)


def _write_all(rows: QuerySet[Entity]) -> None:
    found = {row: document_of(row) for row in rows}
    documents.put_all([entry for entry in found.values() if entry])
    for row, entry in found.items():
        if entry is None:
            documents.drop(row.kind, row.pk)


def _loaded(kind: str) -> QuerySet[Entity]:
    rows: QuerySet[Any] = KINDS[kind]._default_manager.prefetch_related("names")
    if kind == Kind.PRODUCTION:
        rows = rows.prefetch_related("releases__company", _playing("credits", "party"))
    if kind == Kind.PERSON:
        rows = rows.prefetch_related(_playing("party_credits", "production"))
    return rows.select_related(KINDS[kind].holder) if KINDS[kind].holder else rows


def _playing(credits: str, other: str) -> Prefetch[Any]:
    playing = Credit.objects.exclude(characters=[]).select_related(other)
    return Prefetch(credits, queryset=playing, to_attr="playing")


def _characters(entity: Any, at: datetime) -> list[str]:
    """Whom a person played, and who is in a production, of credits that readers see."""
    if entity.kind not in (Kind.PERSON, Kind.PRODUCTION):
        return []
    others = "production" if entity.kind == Kind.PERSON else "party"
    seen = (credit for credit in entity.playing if getattr(credit, others).is_public(at))
    return list(dict.fromkeys(name for credit in seen for name in credit.characters))
