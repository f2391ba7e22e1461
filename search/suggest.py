"""Suggestions while a reader types: names of the record, even if mistyped."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from search.find import ORDER_OF_KINDS
from search.index import index
from search.models import Document, Kind
from search.queries import MOST_WORDS, fold, late_first
from search.spelling import in_two, near, slips_of

SHORTEST = 2  # letters: with one, half of all names would match
LOOKED_AT = 60  # names that are ranked


@dataclass(frozen=True)
class Suggestion:
    """An entity that may be meant, under its own title, whatever name matched."""

    kind: str
    pk: int
    title: str
    note: str


def suggest(
    typed: str,
    *,
    kinds: Collection[str] | None = None,
    at: datetime | None = None,
    limit: int = 8,
) -> list[Suggestion]:
    """Return at most `limit` entities whose name has every typed word; the last may be a prefix.

    Names that start that way come first, short ones before long ones. If there is none, names with
    similar words. Two queries; six for a mistyped name, none for less than two letters.
    """
    words = fold(typed[:200]).split()[:MOST_WORDS]
    wanted = [kind for kind in ORDER_OF_KINDS if kinds is None or kind.label in kinds]
    if len("".join(words)) < SHORTEST or not wanted:
        return []
    moment = at or timezone.now()
    found = index().named([(word,) for word in words], wanted, at=moment, limit=LOOKED_AT)
    if not found and (pairs := in_two(words, at=moment)):
        words = fold(" ".join(pairs.get(word, word) for word in words)).split()
        found = index().named([(word,) for word in words], wanted, at=moment, limit=LOOKED_AT)
    if found:
        return _shown(" ".join(words), found, {}, limit)
    close = near(words, at=moment).close
    ways = [tuple(dict.fromkeys((word, *close.get(word, ())))) for word in words]
    found = index().named(ways, wanted, at=moment, limit=LOOKED_AT)
    slips = {folded: slips_of(folded, words, close) for _, folded, _ in found}
    return _shown(" ".join(words), found, slips, limit)


def _shown(
    typed: str, found: list[tuple[int, str, str]], slips: dict[str, float], limit: int
) -> list[Suggestion]:
    best: dict[int, tuple[float | str, ...]] = {}
    for key, folded, _ in found:
        slip = slips.get(folded, 0)
        place = (
            slip,
            folded != typed,
            not folded.startswith(typed),
            len(folded),
            late_first(folded),
        )
        best[key] = min(place, best.get(key, place))
    chosen = sorted(best, key=lambda key: (*best[key], key))[:limit]
    rows = Document.objects.in_bulk(chosen)
    return [
        Suggestion(str(Kind(row.kind).label), row.row, row.title, row.note)
        for row in (rows[key] for key in chosen if key in rows)
    ]
