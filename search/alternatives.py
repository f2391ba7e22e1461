"""Suggests another query if one finds nothing, or next to nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from search.index import index
from search.queries import MOST_WORDS, QUOTES, TYPED_WORD, Query, fold, parse_query
from search.spelling import OTHER, distance, respelled

FEW = 3  # results; with as many, nothing is suggested
MANY_TIMES = 10
SHORT = 4  # letters: changing one of them easily makes another real word


@dataclass(frozen=True)
class Alternative:
    """Another query, or words to search for one by one; or nothing.

    It isn't sure if a letter of a short word was changed: "hulk" may be meant, and not "Hulu".
    """

    query: str = ""
    is_sure: bool = True
    apart: tuple[str, ...] = ()


def alternative_to(query: Query, counts: Mapping[int, int], *, at: datetime) -> Alternative:
    """Return what finds more than the query did. No database query if it found enough."""
    total = sum(counts.values())
    if total >= FEW:
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
