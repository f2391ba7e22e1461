"""The record's rows in the search index: each verb calls `write` when it has changed an entity.

A former name that is shown in credits only, or never, isn't indexed: it would lead readers to the
person who gave it up. A search hint is indexed whatever its rule says, and never shown.
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
    """Return what readers find of the entity and from when, or None if they never see it.

    Leaves out others that aren't public yet: `write_related` adds them once they are. The entity is
    a row of its own model, loaded by `_loaded`.
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
    """Write the entity's row, and with an award those of its ceremonies and categories.

    Removes the row of an entity that was merged or isn't public. Inside the caller's transaction.
    """
    _write_all(_loaded(entity.kind).filter(pk=entity.pk))
    for kind, model in KINDS.items():
        if model.holder == entity.kind:
            _write_all(_loaded(kind).filter(scope=entity.public_id))


def write_related(entity: Entity) -> None:
    """Write the rows of entities whose pages print this one, after it was published or unpublished."""
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
    """Write the rows of the people and productions among these. No query if there are none.

    Inside the caller's transaction.
    """
    if pks := set(pks):
        for kind in (Kind.PERSON, Kind.PRODUCTION):
            _write_all(_loaded(kind).filter(pk__in=pks))


def write_every(kind: str) -> Iterator[tuple[int, int]]:
    """Write the rows of every entity of a kind, and yield (rows, changed rows) for each batch."""
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
    """The characters that a person played or a production has, of credits that readers see."""
    if entity.kind not in (Kind.PERSON, Kind.PRODUCTION):
        return []
    other = "production" if entity.kind == Kind.PERSON else "party"
    public = (credit for credit in entity.playing if getattr(credit, other).is_public(at))
    return list(dict.fromkeys(name for credit in public for name in credit.characters))
