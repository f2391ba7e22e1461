"""Adds rows to the readers' search index, and removes them. The verbs of the apps call it.

Each function writes in the caller's transaction; the full-text index follows by triggers or generated
columns.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from search import spelling
from search.models import BY_NAME, TITLE_LENGTH, Document, Kind, Name, key
from search.queries import also_typed, as_letters, fold, index_splits_otherwise
from words.characters import without_unseen
from words.folding import APOSTROPHES

LONGEST_TEXT = 100_000  # characters; PostgreSQL holds a megabyte of words
IN_TEXT = f"{APOSTROPHES}."  # characters inside a word that readers leave out
IN_NAMES = f"{IN_TEXT}*-"
CONTROLS = {code: " " for code in range(32) if chr(code) not in "\n\t"}
AT_ONCE = 500


@dataclass(frozen=True)
class Entry:
    """What readers find of one row, from `public_at` on.

    Results show `title`, `note` (a few words: "film, 2019") and `text`. `names` are other names, which
    may be suggested to a reader who mistyped them; `hints` are searched, but never shown; `about` has
    words that matter more than the text. `own_date` is an entity's own: a film's release, a ceremony's
    date. Results are sorted by it.
    """

    kind: str
    pk: int
    title: str
    public_at: datetime
    names: tuple[str, ...] = ()
    hints: tuple[str, ...] = ()
    about: str = ""
    text: str = ""
    note: str = ""
    own_date: datetime | None = None


def put(entry: Entry) -> None:
    """Index one row, replacing what was indexed of it before."""
    put_all([entry])


def drop(kind: str, pk: int) -> None:
    """Remove a row from the index. One that isn't in it is no error."""
    Document.objects.filter(kind=BY_NAME[kind], row=pk).delete()


@transaction.atomic
def put_all(entries: Iterable[Entry]) -> int:
    """Index these rows, replacing what was indexed of them before; return how many changed.

    Two queries for each five hundred unchanged rows, about nine more if any changed.
    """
    wanted = {}
    for entry in entries:
        document = _document(entry)
        wanted[document.kind, document.row] = (document, _names(entry, document))
    known = _known([document for document, _ in wanted.values()])
    changed = [new for place, new in wanted.items() if known.get(place) != _comparable(*new)]
    for kind in {document.kind for document, _ in changed}:
        rows = [document.row for document, _ in changed if document.kind == kind]
        _drop_rows(kind, rows)
    names = [name for _, known_as in changed for name in known_as]
    Document.objects.bulk_create([document for document, _ in changed], batch_size=AT_ONCE)
    Name.objects.bulk_create(names, batch_size=AT_ONCE)
    spelling.learn(word for name in names if name.name for word in name.folded.split())
    return len(changed)


@transaction.atomic
def put_between(kind: str, entries: list[Entry], *, above: int, until: int | None = None) -> int:
    """Make these entries all that is indexed of rows with ids in (above, until]; return how many changed."""
    there = Document.objects.filter(kind=BY_NAME[kind], row__gt=above)
    if until is not None:
        there = there.filter(row__lte=until)
    gone = set(there.values_list("row", flat=True)) - {entry.pk for entry in entries}
    _drop_rows(BY_NAME[kind], sorted(gone))
    return put_all(entries) + len(gone)


def _drop_rows(kind: int, rows: list[int]) -> None:
    for start in range(0, len(rows), AT_ONCE):
        Document.objects.filter(kind=kind, row__in=rows[start : start + AT_ONCE]).delete()


def _document(entry: Entry) -> Document:
    kind = BY_NAME[entry.kind]
    names = [entry.title, *entry.names, *entry.hints]
    typed = [fold(name) for name in names if index_splits_otherwise(name)]
    typed += also_typed("\n".join(names), marks=IN_NAMES)
    typed += filter(None, map(as_letters, names))
    return Document(
        pk=key(kind, entry.public_at if kind == Kind.STORY else entry.own_date, entry.pk),
        kind=kind,
        row=entry.pk,
        title=clean(entry.title)[:TITLE_LENGTH],
        names="\n".join(dict.fromkeys(clean(name) for name in [*names[1:], *typed])),
        about=clean(entry.about)[:LONGEST_TEXT],
        text=clean(entry.text)[:LONGEST_TEXT],
        also=" ".join(also_typed(f"{entry.about} {entry.text}"[:LONGEST_TEXT], marks=IN_TEXT)),
        note=clean(entry.note)[:TITLE_LENGTH],
        public_at=entry.public_at,
    )


def _names(entry: Entry, document: Document) -> list[Name]:
    """Return the names that suggestions use. Not headlines, which would crowd out the record."""
    if document.kind == Kind.STORY:
        return []
    shown = {fold(name): name for name in reversed((entry.title, *entry.names))}
    hidden = dict.fromkeys([*map(fold, entry.hints), *map(as_letters, shown.values())], "")
    return [
        Name(document=document, folded=folded[:TITLE_LENGTH], name=clean(name)[:TITLE_LENGTH])
        for folded, name in (hidden | shown).items()
        if folded
    ]


def _comparable(document: Document, names: Iterable[Name]) -> tuple[object, ...]:
    columns = (field.attname for field in Document._meta.concrete_fields)
    known_as = frozenset((name.folded, name.name) for name in names)
    return (*(getattr(document, column) for column in columns), known_as)


def _known(documents: list[Document]) -> dict[tuple[int, int], tuple[object, ...]]:
    """Return what is indexed of the same rows now."""
    known = {}
    for kind in {document.kind for document in documents}:
        rows = [document.row for document in documents if document.kind == kind]
        for start in range(0, len(rows), AT_ONCE):
            found = Document.objects.filter(kind=kind, row__in=rows[start : start + AT_ONCE])
            for document in found.prefetch_related("known_as"):
                known[document.kind, document.row] = _comparable(document, document.known_as.all())
    return known


def clean(text: str) -> str:
    """Return the text as the indexes store it."""
    return without_unseen(text).translate(CONTROLS).strip()
