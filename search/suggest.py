"""What is offered while a reader types: names of the record, mistyped ones too."""

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

SHORTEST = 2  # letters: one alone begins half of all names
LOOKED_AT = 60


@dataclass(frozen=True)
class Suggestion:
    """Something that may be meant, under its own title, by whatever name it was found."""

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
    """At most `limit` entities with a name in which each typed word is, the last half typed.

    Names that begin so come first, short ones first. Where there is none, names with the words
    nearest to those typed. Two queries, six for what was mistyped, none for less than two letters.
    """
    words = fold(typed[:200]).split()[:MOST_WORDS]
    asked = [kind for kind in ORDER_OF_KINDS if kinds is None or kind.label in kinds]
    if len("".join(words)) < SHORTEST or not asked:
        return []
    moment = at or timezone.now()
    found = index().named([(word,) for word in words], asked, at=moment, limit=LOOKED_AT)
    if not found and (pairs := in_two(words, at=moment)):
        words = fold(" ".join(pairs.get(word, word) for word in words)).split()
        found = index().named([(word,) for word in words], asked, at=moment, limit=LOOKED_AT)
    if found:
        return _shown(" ".join(words), found, {}, limit)
    close = near(words, at=moment).close
    ways = [tuple(dict.fromkeys((word, *close.get(word, ())))) for word in words]
    found = index().named(ways, asked, at=moment, limit=LOOKED_AT)
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
