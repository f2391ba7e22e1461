"""Find entities with the same or a similar name, and describe each so that they can be told apart."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import get_close_matches
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Case, F, OuterRef, Prefetch, Q, Subquery, Value, When

from people.models import KINDS, Company, Credit, Entity, EntityName, Kind
from people.models.production import first_released_on
from words.folding import fold
from words.wording import capitalized

MOST = 6
SHORTEST = 3  # letters; fewer are part of too many names
# For a name that is spelled almost the same: "Mark Rufalo", but not "Mark Rylance", for "Mark Ruffalo".
BEGINNING, ALIKE, LOOKED_AT = 4, 0.88, 2000


@dataclass(frozen=True)
class Namesake:
    """An entity that was found. `other` is the alias that matched, if its main name didn't."""

    entity: Entity
    line: str  # "Limited series, 2020"
    other: str
    is_same: bool  # one of its names is exactly the typed one

    @property
    def is_public(self) -> bool:
        return self.entity.is_public()


def find(kind: str, text: str, *, scope: str = "", but: int | None = None) -> list[Namesake]:
    """Return entities of the kind with that name, a similar one, or one that contains it.

    The same name comes first, then similar ones. Three queries.
    """
    folded = fold(text)
    if not folded:
        return []
    rows = rows_to_describe(kind).unmerged().filter(scope=scope).exclude(pk=but)
    named = EntityName.objects.filter(folded_name__contains=folded)
    rows = rows.prefetch_related(Prefetch("names", named, to_attr="found_by"))
    same = EntityName.objects.filter(folded_name=folded).values("entity")
    alike = _spelled_like(folded, rows)
    nearness = Case(
        When(folded_name=folded, then=Value(0)),
        When(pk__in=same, then=Value(1)),
        When(pk__in=alike, then=Value(2)),
        When(folded_name__startswith=folded, then=Value(3)),
        default=Value(4),
    )
    called = Q(pk__in=rows.called(text).values("pk"))
    rows = rows.filter(called | Q(pk__in=alike)).annotate(nearness=nearness)
    if len(folded) < SHORTEST:
        rows = rows.filter(nearness__lt=2)
    order = ("nearness", F("published_at").asc(nulls_last=True), "pk")
    return [_namesake(row, folded) for row in rows.order_by(*order)[:MOST]]


def _spelled_like(folded: str, rows: Any) -> list[int]:
    """Return the keys of rows with a similar name. One query.

    Only names with a word that begins the same are compared.
    """
    starts = {word[:BEGINNING] for word in folded.split() if len(word) >= SHORTEST}
    if not starts:
        return []
    some = reduce(or_, (Q(folded_name__contains=start) for start in starts))
    pairs = list(rows.filter(some).order_by().values_list("folded_name", "pk")[:LOOKED_AT])
    close = get_close_matches(folded, {name for name, _ in pairs}, n=MOST, cutoff=ALIKE)
    return [pk for name, pk in pairs if name in close]


def rows_to_describe(kind: str) -> Any:
    """Return all rows of a kind, annotated for `describe`."""
    rows = KINDS[kind]._default_manager.all()
    if kind == Kind.PRODUCTION:
        return rows.annotate(first_on=first_released_on())
    credits = Credit.objects.filter(party=OuterRef("pk"))
    shown_for = credits.order_by(F("billing").asc(nulls_last=True), "-pk").values(
        "production__name"
    )
    return rows.annotate(shown_for=Subquery(shown_for[:1]))


def describe(row: Any) -> str:
    """Return a line that tells namesakes apart: "Limited series, 2020". `row` is from `rows_to_describe`."""
    parts: list[str] = []
    if row.kind == Kind.PRODUCTION:
        status = row.get_status_display() if row.is_upcoming else ""
        year = str(row.first_on.year) if row.first_on else ""
        parts = [row.get_type_display(), year, status]
    elif row.kind == Kind.PERSON:
        born = f"born {row.born}" if row.born else ""
        parts = [row.occupations, born, _known_for(row)]
    elif row.kind == Kind.COMPANY:
        is_any = row.type == Company.Type.OTHER
        parts = ["" if is_any else row.get_type_display(), _known_for(row)]
    return capitalized(", ".join(filter(None, parts)) or row.get_kind_display())


def _known_for(row: Any) -> str:
    return f"credited on {row.shown_for}" if row.shown_for else ""


def _namesake(row: Any, folded: str) -> Namesake:
    """Return the row as a Namesake, with the alias that matched unless its main name did."""
    others = [name for name in row.found_by if name.folded_name != row.folded_name]
    others.sort(key=lambda name: name.folded_name != folded)
    is_first = row.folded_name == folded
    is_other = bool(others) and others[0].folded_name == folded
    found_by = others[0].name if others and not is_first else ""
    return Namesake(row, describe(row), found_by, is_first or is_other)
