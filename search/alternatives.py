"""Suggests another query if the one typed finds nothing or very little."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from search.index import index
from search.queries import MOST_WORDS, QUOTES, TYPED_WORD, Query, fold, parse_query
from search.spelling import OTHER, distance, respelled

ENOUGH = 3  # results; with this many, nothing is suggested
MANY_TIMES = 10  # an alternative must find this many times as much
SHORT = 4  # letters: changing one letter of so short a word often makes another real word


@dataclass(frozen=True)
class Alternative:
    """Another query, or words to search for one by one; empty if there is no suggestion.

    `is_sure` is false if a short word was changed: somebody who types "hulk" may not mean "Hulu".
    """

    query: str = ""
    is_sure: bool = True
    apart: tuple[str, ...] = ()


def alternative_to(query: Query, counts: Mapping[int, int], *, at: datetime) -> Alternative:
    """Return a query that finds more than this one did. No database query if this one found enough."""
    total = sum(counts.values())
    if total >= ENOUGH:
        return Alternative()
    typed = " ".join(fold(word) for word in TYPED_WORD.findall(query.typed))
    words = list(dict.fromkeys(typed.split()))[:MOST_WORDS]
    good = set() if total else index().known(words, at=at)
    nearer = respelled(words, at=at)
    mistyped = {word for word, other in nearer.items() if fold(other) != word and word not in good}
    nearer = {w: o for w, o in nearer.items() if w in mistyped or mistyped and fold(o) == w}
    spelled = TYPED_WORD.sub(lambda word: nearer.get(fold(word[0]), word[0]), query.typed)
    unquoted = " ".join(query.typed.translate(dict.fromkeys(map(ord, QUOTES), " ")).split())
    is_sure = not any(
        len(word) <= SHORT and distance(word, fold(nearer[word])) >= OTHER for word in mistyped
    )
    for other, sure in ((spelled, is_sure), (unquoted, True)):
        if other != query.typed and _count(other, at) >= max(1, total * MANY_TIMES):
            return Alternative(other, sure)
    return Alternative(
        apart=tuple(word for word in words if word in good) if len(words) > 1 else ()
    )


def _count(words: str, at: datetime) -> int:
    return sum(index().search(parse_query(words), at=at, depth=0).counts.values())
